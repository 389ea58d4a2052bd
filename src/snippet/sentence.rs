//! Where does a sentence end? Not behind every full stop.
//!
//! The rules of Unicode (UAX 29) end a sentence at a full stop that a capital or a digit follows. Behind an abbreviation (`Dr. Kim`,
//! `z. B. Berlin`, `Art. 5`, `U.S. Army`), an ordinal (`am 19. Juni`) and at the beginning of a name (`.NET`) it goes on. Where a
//! sentence does end with one of these, two are taken for one, which is the lesser evil: nobody reads `Dr.` for itself.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Words that are followed by a full stop wherever they stand, in lower case: titles, units, what stands before names; of several
/// languages first, then by families of languages. Those of one letter and those with a full stop within need not be here.
const ABBREVIATIONS: &str = "\
    art bd ca capt cf co col dr ed etc fig inc ing jr lt ltd mag mgr mr no nr nro op pag prof red ref sr st tel vol \
    vs \
    adm apr assn aug ave blvd brig cmdr corp dec dept det dist est feb gen gov hon insp jan jul jun maj messrs mrs \
    ms mt nov oct pres pvt rep reps rev sec sen sens sept sgt supt univ \
    abb abs allg anm aufl bzw dipl evtl exkl ggf hl hr hrsg inkl jh kap max mio mrd mind str tsd usw vgl zit zzgl \
    av avv bros dna dott dra dras drs env exc excmo exmo fr ilmo mlle mm mme mons núm on pág profa pte sig sra sras \
    sres srta sta sto ud uds \
    afb bijv blz bl dhr ds dvs evt fhv ggr ir jfr kl mevr mvh osv pkt resp skr \
    al doc godz hod inż itd itp kb kom km lic mil mjr mld mln npr np ok oz płk pl por stol sv św tj tys tzv ul ust \
    őrgy ún \
    акад бул вул ген гг гл гр доц др ім им инж кв кн лв мин млн млрд напр нар обл пер пл пос пр просп проф рис род \
    руб св сек см соч ср ст стр табл тел тис тыс ул хил чл шт \
    αρ βλ δηλ κα κος σελ alb bkz cad doç mah sn sok yrd \
";

/// A number of so many digits in front of a full stop and a capital is an ordinal.
const MAX_ORDINAL_DIGITS: usize = 2;

/// A word of so many letters in front of a full stop and a digit is short for another.
const MAX_ABBREVIATED_CHARS: usize = 5;

/// The sentences of a text, in order and without gap.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.len();
        match sentences.last_mut() {
            Some(last) if goes_on(&text[last.clone()], sentence) => last.end = end,
            _ => sentences.push(start..end),
        }
    }
    sentences
}

/// Whether what was taken for two sentences is one.
fn goes_on(one: &str, next: &str) -> bool {
    let Some(stopped) = one.trim_end().strip_suffix('.') else {
        return false;
    };
    let Some(first) = next.chars().next() else {
        return false;
    };
    // `.NET`: nothing stands between the full stop and what follows, and nothing before it
    if one.ends_with('.') {
        return first.is_alphanumeric();
    }
    if one
        .trim_end_matches(' ')
        .ends_with(['\n', '\r', '\u{2029}'])
    {
        return false;
    }
    let is_part = |one: char| one.is_alphanumeric() || matches!(one, '.' | '-' | '\u{ad}');
    let before = stopped.trim_end_matches(is_part).len();
    let word = &stopped[before..];
    if word.is_empty() {
        return false;
    }
    if word.chars().all(char::is_numeric) {
        return word.chars().count() <= MAX_ORDINAL_DIGITS;
    }
    let letters = word.chars().filter(|one| one.is_alphabetic()).count();
    let is_short_for = letters <= MAX_ABBREVIATED_CHARS && first.is_numeric();
    letters == 1
        || word.trim_start_matches('.').contains('.')
        || is_short_for
        || is_abbreviation(&word.to_lowercase())
}

fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.split(' ').any(|one| one == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<&str> {
        let sentences = sentences(text).into_iter();
        sentences.map(|sentence| text[sentence].trim()).collect()
    }

    #[test]
    fn a_sentence_goes_on_behind_abbreviations_ordinals_and_initials() {
        for text in [
            "Nach Art. 5 Abs. 2 GG ist das verboten.",
            "Das Treffen fand am 19. Juni in Berlin statt.",
            "In vielen Städten, z. B. Berlin und Bonn, wurde demonstriert.",
            "The U.S. Army and the U.N. Security Council agreed.",
            "It was written in .NET and C#.",
            "Dr. Kim met Gen. J. R. Smith and Mr. Park at St. Mary's.",
            "See No. 12, p. 5 and Fig. 3 for details.",
            "Он родился в г. Москве на ул. Ленина, д. 5, кв. 12.",
            "Ущерб составил 5 млн. Рублей пока не нашли.",
            "El Sr. García y la Dra. López viajaron a EE.UU. Ayer.",
            "M. Dupont et Mme. Durand sont venus.",
            "Prezydent spotkał się z prof. Nowakiem na ul. Długiej.",
            "Dne 3. Května se sešli.",
            "Bkz. Anayasa, md. 5.",
        ] {
            assert_eq!(shown(text), [text]);
        }
    }

    #[test]
    fn a_sentence_ends_at_a_full_stop_behind_a_word_or_a_year() {
        for (text, sentences) in [
            (
                "It ended. Nobody was hurt.",
                vec!["It ended.", "Nobody was hurt."],
            ),
            (
                "Er starb 2024. Niemand kam.",
                vec!["Er starb 2024.", "Niemand kam."],
            ),
            (
                "Он ушёл. Никто не пришёл! Почему?",
                vec!["Он ушёл.", "Никто не пришёл!", "Почему?"],
            ),
            (
                "彼は去った。誰も来なかった。",
                vec!["彼は去った。", "誰も来なかった。"],
            ),
            ("First line.\n5 more.", vec!["First line.", "5 more."]),
            (
                "वह चला गया। कोई नहीं आया।",
                vec!["वह चला गया।", "कोई नहीं आया।"],
            ),
        ] {
            assert_eq!(shown(text), sentences);
        }
    }

    proptest! {
        #[test]
        fn sentences_cover_the_text_without_gap_or_overlap(text in "(\\PC|[.!? \\n]|Dr\\.|z\\. B\\.|5\\.){0,60}") {
            let mut at = 0;
            for sentence in sentences(&text) {
                prop_assert_eq!(sentence.start, at);
                prop_assert!(sentence.end > at);
                at = sentence.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
