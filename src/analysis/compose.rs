//! Which characters is a word made of, however they were encoded?
//!
//! Composed (NFC), and a character that Unicode has for the sake of other character sets is the one that it stands for: ligatures
//! (`ﬁ`), sub- and superscripts (`CO₂`), full and half width, Arabic letters by their shape, radicals. Then what only some
//! scripts know: Thai and Lao vowels in two parts, Malayalam and Bengali final consonants with a joiner. What is in a word for
//! the eye only goes.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::char_table::CharTable;
use super::unicode;

/// Characters that are in a word only for the eye: soft hyphen, joiners, tatweel, middle dot, fillers, bidi marks.
pub(crate) fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{00B7}' | '\u{034F}' | '\u{061C}' | '\u{0640}' | '\u{115F}' | '\u{1160}'
            | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Whether the character is one of the apostrophes that may stand inside a word.
pub(crate) fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2019}'
            | '\u{2018}'
            | '\u{02BC}'
            | '\u{02BB}'
            | '\u{02B9}'
            | '\u{FF07}'
            | '\u{05F3}'
            | '\u{05F4}'
            | '"'
    )
}

/// What a word is cut by where a line ends in it, and the dots of an acronym: no letters.
fn is_left_out(character: char) -> bool {
    matches!(character, '.' | '¬') || character.is_whitespace()
}

/// Whether a character stays itself when a word is composed, whatever stands beside it.
static PLAIN: CharTable<bool> = CharTable::new(|character| {
    let is_composed = std::iter::once(character).nfkc().eq([character]);
    let composes = is_combining_mark(character)
        // conjoining Hangul letters, and Thai and Lao vowels of two signs, compose without being marks
        || matches!(character, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97C}' | '\u{D7B0}'..='\u{D7FB}')
        || matches!(character, '\u{0E40}' | '\u{0E32}' | '\u{0E33}' | '\u{0EC0}' | '\u{0EB2}' | '\u{0EB3}');
    let changes = is_left_out(character)
        || is_ignorable(character)
        || is_apostrophe(character)
        || digraph(character).is_some()
        || (!character.is_ascii() && unicode::digit(character).is_some());
    is_composed && !composes && !changes
});

/// Whether a character stays itself when a word is composed, whatever stands beside it.
pub(super) fn is_plain(character: char) -> bool {
    PLAIN.get(character)
}

/// The word composed, without ignorable characters and dots, apostrophes straight, digits those of ASCII.
pub(crate) fn composed(word: &str) -> Cow<'_, str> {
    if word.chars().all(|character| PLAIN.get(character)) {
        return word.into();
    }
    let mut spelled = String::with_capacity(word.len());
    for character in word.chars() {
        push_spelled(character, &mut spelled);
    }
    if spelled.contains('\u{200D}') {
        for (sequence, letter) in JOINED {
            spelled = spelled.replace(sequence, letter);
        }
    }
    // a Bengali consonant without a vowel at the end of a word
    if let Some(stem) = spelled.strip_suffix("\u{09A4}\u{09CD}") {
        spelled = format!("{stem}\u{09CE}");
    }
    let composed: String = spelled
        .chars()
        .filter(|one| !is_ignorable(*one) && !is_left_out(*one))
        .map(|one| if is_apostrophe(one) { '\'' } else { one })
        .nfc()
        .collect();
    if composed.chars().any(is_thai_or_lao) {
        ordered(&composed).into()
    } else {
        composed.into()
    }
}

/// Adds what a character stands for.
fn push_spelled(character: char, spelled: &mut String) {
    match character {
        _ if character.is_ascii() => spelled.push(character),
        _ if unicode::digit(character).is_some() => {
            spelled.extend(unicode::digit(character).map(|value| (b'0' + value) as char));
        }
        // one sign each in Thai and Lao; Korean letters that stand alone and would not; Hebrew letters of Yiddish
        '\u{0E33}' | '\u{0EB3}' | '\u{3131}'..='\u{318E}' => spelled.push(character),
        _ => match digraph(character) {
            Some(letters) => spelled.push_str(letters),
            None => spelled.extend(std::iter::once(character).nfkc()),
        },
    }
}

/// Two letters that Unicode has as one without saying so, as in Yiddish, or with an apostrophe that no one types.
fn digraph(character: char) -> Option<&'static str> {
    match character {
        'ŉ' => Some("n"),
        'װ' => Some("וו"),
        'ױ' => Some("וי"),
        'ײ' => Some("יי"),
        _ => None,
    }
}

/// Final consonants as they were encoded before they had a character: consonant, virama, joiner.
const JOINED: [(&str, &str); 7] = [
    ("\u{0D23}\u{0D4D}\u{200D}", "\u{0D7A}"),
    ("\u{0D28}\u{0D4D}\u{200D}", "\u{0D7B}"),
    ("\u{0D30}\u{0D4D}\u{200D}", "\u{0D7C}"),
    ("\u{0D32}\u{0D4D}\u{200D}", "\u{0D7D}"),
    ("\u{0D33}\u{0D4D}\u{200D}", "\u{0D7E}"),
    ("\u{0D15}\u{0D4D}\u{200D}", "\u{0D7F}"),
    ("\u{09A4}\u{09CD}\u{200D}", "\u{09CE}"),
];

fn is_thai_or_lao(character: char) -> bool {
    matches!(character, '\u{0E00}'..='\u{0EFF}')
}

/// The ranks of the ring of a vowel in two parts, and of tones.
const RING: u8 = 2;
const TONE: u8 = 3;

/// In which order the signs above and below a Thai or Lao consonant come: what mutes it, vowels, the ring of a vowel in two parts, tones.
fn rank(sign: char) -> Option<u8> {
    match sign {
        '\u{0E3A}' | '\u{0EBA}' => Some(0),
        '\u{0E31}' | '\u{0E34}'..='\u{0E39}' | '\u{0EB1}' | '\u{0EB4}'..='\u{0EBC}' => Some(1),
        '\u{0E4D}' | '\u{0ECD}' => Some(RING),
        '\u{0E47}'..='\u{0E4C}' | '\u{0E4E}' | '\u{0EC8}'..='\u{0ECC}' | '\u{0ECE}' => Some(TONE),
        _ => None,
    }
}

/// Whether the characters of a run of Thai are in the usual order and encoding, so that composing it changes nothing.
pub(super) fn is_ordered(run: &str) -> bool {
    let mut before = ' ';
    run.chars().all(|one| {
        let is_pair = (before, one) == ('\u{0E40}', '\u{0E40}');
        let is_late = rank(one).is_some() && rank(before) > rank(one);
        let is_behind_vowel = before == '\u{0E33}' && rank(one).is_some();
        before = one;
        let is_thai = matches!(one, '\u{0E01}'..='\u{0E4C}' | '\u{0E4E}');
        is_thai && !is_pair && !is_late && !is_behind_vowel
    })
}

/// The characters of a Thai or Lao word in the usual order, vowels of two signs as one.
fn ordered(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    for signs in letters.chunk_by_mut(|one, other| rank(*one).is_some() && rank(*other).is_some()) {
        signs.sort_by_key(|sign| rank(*sign));
    }
    let mut ordered: Vec<char> = Vec::with_capacity(word.len() / 3);
    for character in letters {
        match (ordered.last().copied(), character) {
            // two short vowels typed for the one that looks like them
            (Some('\u{0E40}'), '\u{0E40}') | (Some('\u{0EC0}'), '\u{0EC0}') => {
                ordered.pop();
                ordered.push(char::from_u32(character as u32 + 1).unwrap_or(character));
            }
            (Some(_), '\u{0E32}' | '\u{0EB2}') => {
                let signs = ordered.iter().rev().take_while(|one| rank(**one).is_some());
                let first = ordered.len() - signs.count();
                let ring = ordered[first..]
                    .iter()
                    .position(|one| rank(*one) == Some(RING));
                let vowel = match ring {
                    Some(at) => {
                        ordered.remove(first + at);
                        char::from_u32(character as u32 + 1).unwrap_or(character)
                    }
                    None => character,
                };
                ordered.push(vowel);
            }
            // a tone typed behind the vowel stands before it
            (Some(vowel @ ('\u{0E33}' | '\u{0EB3}')), tone) if rank(tone) == Some(TONE) => {
                ordered.pop();
                ordered.extend([tone, vowel]);
            }
            _ => ordered.push(character),
        }
    }
    ordered.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_other_character_sets_had_is_what_it_stands_for() {
        for (word, expected) in [
            ("ﬁnal oﬃce staﬀ", "finalofficestaff"),
            ("CO₂", "CO2"),
            ("m²", "m2"),
            ("１９９０年代", "1990年代"),
            ("ⅷ", "viii"),
            ("𝐀ſ", "As"),
            ("Ǆ ǉ", "DŽlj"),
            ("ﺍﻟﺴﻼﻡ", "السلام"),
            ("وﷲ", "والله"),
            ("⼈⼝", "人口"),
            ("Երևան", "Երեւան"),
            ("ﾊﾟﾅｿﾆｯｸ", "パナソニック"),
            ("ｶﾞﾝﾀﾞﾑ", "ガンダム"),
            ("か゛", "が"),
            ("㍻", "平成"),
            ("col·lecció", "collecció"),
            ("coŀlecció", "collecció"),
            ("ײַדיש", "ייַדיש"),
            ("covid-۱۹", "covid-19"),
            ("ໜ", "ຫນ"),
        ] {
            assert_eq!(composed(word), expected, "{word}");
        }
    }

    #[test]
    fn signs_that_look_the_same_are_in_one_order() {
        for (word, expected) in [
            ("น\u{0E4D}\u{0E49}า", "น้ำ"),
            ("น\u{0E49}\u{0E4D}า", "น้ำ"),
            ("นำ\u{0E49}", "น้ำ"),
            ("เเม่", "แม่"),
            ("ท\u{0E48}\u{0E35}", "ที่"),
            ("นํ้าท่วม", "น้ำท่วม"),
            ("ນ\u{0ECD}\u{0EC9}າ", "ນ\u{0EC9}ຳ"),
            ("ເເລະ", "ແລະ"),
            ("അവള്\u{200D}", "അവൾ"),
            ("হঠাত্\u{200D}", "হঠাৎ"),
            ("হঠাত্", "হঠাৎ"),
            ("বাড়ি", "বাড\u{09BC}ি"),
        ] {
            assert!(composed(word).chars().eq(expected.nfc()), "{word}");
        }
    }

    #[test]
    fn endless_signs_are_soon_in_order() {
        let signs = "\u{E48}".repeat(200_000) + &"\u{E35}".repeat(200_000);
        let word = format!("ก{signs}");
        assert!(composed(&word).ends_with('\u{E48}'));
    }

    #[test]
    fn decomposed_hangul_and_kana_are_composed() {
        for word in ["대통령", "각하", "パナソニック", "が", "école", "Việt"] {
            let decomposed: String = word.nfd().collect();
            assert_eq!(composed(&decomposed), word);
        }
    }

    #[test]
    fn what_is_for_the_eye_only_goes() {
        for invisible in [
            '\u{AD}',
            '\u{200B}',
            '\u{180E}',
            '\u{61C}',
            '\u{2060}',
            '\u{FEFF}',
            '\u{202B}',
            '\u{200D}',
            '\u{E0101}',
        ] {
            assert_eq!(composed(&format!("wo{invisible}rd")), "word");
        }
        assert_eq!(composed("Po\u{AD}\n  litik"), "Politik");
        assert_eq!(composed("\u{200C}کتاب\u{200C}ها\u{200C}"), "کتابها");
    }

    proptest! {
        #[test]
        fn a_word_that_is_left_as_it_is_was_composed(word in "[a-zé\u{300}-\u{303}가-각\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11A8}-\u{11C2}া-োก-๎ກ-ໍ]{0,8}|\\PC{0,12}") {
            if word.chars().all(is_plain) {
                prop_assert_eq!(composed(&word), word.nfkc().collect::<String>());
            }
        }

        #[test]
        fn what_is_in_order_is_composed(run in "[ก-๎]{0,9}") {
            if is_ordered(&run) {
                prop_assert_eq!(composed(&run), run.as_str());
            }
        }

        #[test]
        fn composing_twice_is_composing_once(word in "\\PC{0,12}|[ก-๎]{0,8}|[ກ-ໍ]{0,8}|[ഀ-ൿ\u{200D}]{0,8}|[\u{1100}-\u{11FF}\u{3041}-\u{309C}]{0,6}") {
            let once = composed(&word).into_owned();
            prop_assert_eq!(composed(&once), once.as_str());
        }

        #[test]
        fn decomposed_and_composed_text_is_one(word in "\\PC{0,12}|[가-각か-ポぁ-ゔáéíïöüñąčļơưệ]{0,8}") {
            let decomposed: String = word.nfd().collect();
            let recomposed: String = word.nfc().collect();
            prop_assert_eq!(composed(&decomposed), composed(&recomposed));
        }
    }
}
