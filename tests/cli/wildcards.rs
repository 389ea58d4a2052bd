//! Patterns of words: `*` is any letters, `?` is one, in any script and wherever they stand.

use crate::env::TestEnv;

fn towns() -> TestEnv {
    TestEnv::with_corpus(&[
        (
            "de.txt",
            "Von Hamburg fuhr er nach Magdeburg und über Königsberg zurück, denn der Burger war ihm zu teuer.\n",
        ),
        (
            "en.txt",
            "The women and a woman of the town asked for an infix, and nobody knew whether it was womanly to ask. Who?\n",
        ),
        (
            "ar.txt",
            "وصل الرئيس إلى القاهرة وقال الوزير إن الحكومة ستعلن القرار في المدينة القديمة.\n",
        ),
        (
            "sr.txt",
            "Председник Александар Вучић посетио је Београд и рекао да је љубав важна за све грађане.\n",
        ),
        (
            "el.txt",
            "Η Ευρωπαϊκή Ένωση θα βοηθήσει τους πολίτες της χώρας, είπε ο άνθρωπος από την Αθήνα.\n",
        ),
        (
            "id.txt",
            "Presiden mengatakan bahwa pemerintah akan membangun jembatan baru dan memperbaiki jalan di kota ini untuk warga.\n",
        ),
    ])
    .indexed()
}

#[test]
fn a_pattern_means_what_people_read_in_any_script() {
    let env = towns();
    for (query, expected) in [
        ("*burg", "de de.txt: Hamburg|Magdeburg"),
        ("*BURG*", "de de.txt: Hamburg|Magdeburg|Burger"),
        ("konigs*", "de de.txt: Königsberg"),
        ("wom?n", "en en.txt: women|woman"),
        ("in*fix", "en en.txt: infix"),
        ("w?m?n*", "en en.txt: women|woman|womanly"),
        ("الرئ*", "ar ar.txt: الرئيس"),
        ("Беог*", "sr sr.txt: Београд"),
        ("*оград", "sr sr.txt: Београд"),
        ("ευρωπαικ*", "el el.txt: Ευρωπαϊκή"),
        ("memba*", "id id.txt: membangun"),
        ("\"women and a wom?n\"", "en en.txt: women and a woman"),
        ("Magde*-Hamb*", "de de.txt: Hamburg|Magdeburg"),
    ] {
        assert_eq!(env.found([query]), [expected], "{query}");
        env.run(["search", "--", query]).exits(0);
    }
    // an exclusion excludes each of them
    assert!(env.found(["town -wom?n"]).is_empty());
}

#[test]
fn a_sign_at_the_end_of_a_question_or_without_letters_is_none() {
    let env = towns();
    assert_eq!(
        env.found(["who asked for an infix?"]),
        ["en en.txt: asked|infix|ask"]
    );
    for query in ["w*", "* town", "?"] {
        assert!(
            env.found(["--", query])
                .iter()
                .all(|hit| hit.contains("town")),
            "{query}"
        );
    }
}

#[test]
fn a_pattern_that_no_word_has_stands_nowhere() {
    towns().run(["search", "*stadt wom?n", "--lang", "en"]).is(
        0,
        "
 1. en.txt:1  en
    The **women** and a **woman** of the town asked for an infix, and nobody knew whether it was womanly to ask. Who?

",
        "\"*stadt\" stands nowhere\n1 passage in 1 article matches, # ms\n",
    );
}

#[test]
fn exactly_this_form_reads_no_text_unless_it_minds_capitals() {
    let env = towns();
    assert_eq!(env.found(["=burger"]), ["de de.txt: Burger"]);
    assert_eq!(env.found(["=Burger"]), ["de de.txt: Burger"]);
    assert!(env.found(["=konigsberg"]).is_empty());
    assert_eq!(env.found(["=königsberg"]), ["de de.txt: Königsberg"]);
    assert!(env.found(["=BURGER"]).is_empty());
}
