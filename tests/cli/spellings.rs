//! One word written in several ways: composed or not, with one apostrophe or another, in capitals, without marks.

use crate::env::TestEnv;

/// Each of the queries finds exactly this in an article of this text.
#[track_caller]
fn each_finds(text: &str, queries: &[&str], expected: &str) {
    let env = TestEnv::with_corpus(&[("a.txt", text)]).indexed();
    for query in queries {
        assert_eq!(env.found([query]), [expected], "{query}");
    }
}

#[test]
fn a_decomposed_article_is_found_by_a_composed_query() {
    each_finds(
        "Les e\u{301}lèves de l'e\u{301}cole ont pose\u{301} des questions à la mairie de la ville.\n",
        &["école", "e\u{301}cole", "écoles", "ÉCOLE", "ecole"],
        "fr a.txt: e\u{301}cole",
    );
}

#[test]
fn a_composed_article_is_found_by_a_decomposed_query() {
    each_finds(
        "Les élèves de l'école ont posé des questions à la mairie de la ville.\n",
        &["e\u{301}cole", "l’e\u{301}cole"],
        "fr a.txt: école",
    );
}

#[test]
fn straight_and_curly_apostrophes_are_one_and_the_article_is_outside_the_highlight() {
    each_finds(
        "Il a dit que l'eau du port est froide et que l’eau de la mer est plus claire.\n",
        &["eau", "l'eau", "l’eau", "d'eau"],
        "fr a.txt: eau|eau",
    );
    each_finds(
        "L'inaugurazione dell’acquedotto è stata una festa per tutto il paese e per l'acquedotto.\n",
        &["acquedotto", "dell'acquedotto", "nell’acquedotto"],
        "it a.txt: acquedotto|acquedotto",
    );
}

#[test]
fn an_english_possessive_is_the_name() {
    each_finds(
        "The president's car and the president’s dog were seen at the gate of the house.\n",
        &["president", "presidents", "president's", "president’s"],
        "en a.txt: president's|president’s",
    );
}

#[test]
fn yo_is_ye() {
    each_finds(
        "Он сказал, что самолёт прилетел утром, а второй самолет прилетит только вечером.\n",
        &["самолёт", "самолет", "самолёты", "САМОЛЕТ"],
        "ru a.txt: самолёт|самолет",
    );
}

#[test]
fn a_turkish_city_is_found_with_and_without_its_dots_and_endings() {
    each_finds(
        "İstanbul'da bugün çok yağmur yağdı ve İSTANBUL için bir uyarı yapıldı, dedi başkan.\n",
        &[
            "istanbul",
            "İstanbul",
            "İSTANBUL",
            "İstanbul’da",
            "I\u{307}stanbul",
        ],
        "tr a.txt: İstanbul'da|İSTANBUL",
    );
}

#[test]
fn sharp_s_is_double_s() {
    each_finds(
        "Die Straße zum Hafen ist gesperrt, und auch die STRASSE zum Bahnhof ist nicht frei.\n",
        &["Straße", "Strasse", "STRASSE", "Straßen", "STRAẞE"],
        "de a.txt: Straße|STRASSE",
    );
}

#[test]
fn a_final_sigma_is_a_sigma_and_accents_do_not_matter() {
    each_finds(
        "Ο λόγος του υπουργού ήταν σύντομος, αλλά ο ΛΟΓΟΣ αυτός θα μείνει στην ιστορία.\n",
        &["λόγος", "ΛΟΓΟΣ", "λογοσ", "λόγο"],
        "el a.txt: λόγος|ΛΟΓΟΣ",
    );
}

#[test]
fn romanian_commas_and_cedillas_are_one() {
    each_finds(
        "Primarul a spus că orașul și oraşul vecin au primit bani pentru școli și pentru ţărani.\n",
        &["orașul", "oraşul", "ORAȘUL"],
        "ro a.txt: orașul|oraşul",
    );
    each_finds(
        "Primarul a spus că orașul și oraşul vecin au primit bani pentru școli și pentru ţărani.\n",
        &["țărani", "ţărani"],
        "ro a.txt: ţărani",
    );
}

#[test]
fn a_soft_hyphen_is_not_there() {
    each_finds(
        "Das Donau\u{AD}dampf\u{AD}schiff ist am Morgen nicht gefahren, weil der Nebel zu dicht war.\n",
        &["Donaudampfschiff", "Donaudampfschiffe"],
        "de a.txt: Donau\u{AD}dampf\u{AD}schiff",
    );
}

#[test]
fn numbers_meet_in_all_their_notations() {
    each_finds(
        "The ship carried 12,500 boxes, that is 12.500 of them, and they were all lost at sea.\n",
        &["12500", "12,500", "12.500"],
        "en a.txt: 12,500|12.500",
    );
}

#[test]
fn the_marks_of_a_name_may_be_left_out() {
    each_finds(
        "The president met Mr. Erdoğan and Mrs. Karikó in the house of the mayor.\n",
        &["Erdogan Kariko", "Erdoğan Karikó", "ERDOĞAN KARIKÓ"],
        "en a.txt: Erdoğan|Karikó",
    );
}
