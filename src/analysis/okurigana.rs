//! What may stand behind the ideograph of a Japanese verb or adjective in place of its last kana?
//!
//! Japanese is indexed by pairs of characters, and in `動く` it is the second one that changes: `動か`, `動き`, `動い`. Which
//! kana may stand there follows from the one that the dictionary form ends with: those of its row, and what sound changes
//! make of them before `て` and `た`.

/// The last kana of a dictionary form, and those that other forms have there. `る` ends verbs of two classes: those of the one
/// change it, those of the other (`見る`) have none in other forms but what follows the stem.
#[rustfmt::skip]
const ENDINGS: [(char, &str); 11] = [
    ('い', "くかけさ"), // adjectives
    ('う', "わいえおっ"),
    ('く', "かきけこいっ"),
    ('ぐ', "がぎげごい"),
    ('す', "さしせそ"),
    ('ず', "じぜ"),
    ('つ', "たちてとっ"),
    ('ぬ', "なにねのん"),
    ('ぶ', "ばびべぼん"),
    ('む', "まみめもん"),
    ('る', "らりれろったてまなよずさ"),
];

/// The pairs that other forms of a word have in place of the pair that its dictionary form ends with, of an ideograph and a kana;
/// none of any other pair.
pub(crate) fn other_pairs(pair: &str) -> impl Iterator<Item = String> {
    let mut characters = pair.chars();
    let both = characters.next().zip(characters.next());
    let is_han = |one: char| matches!(one, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    let both = both.filter(|(first, _)| characters.next().is_none() && is_han(*first));
    let found = both.and_then(|(first, last)| {
        let mut endings = ENDINGS.iter();
        let (_, others) = endings.find(|(ending, _)| *ending == last)?;
        Some((first, *others))
    });
    found.into_iter().flat_map(|(first, others)| {
        let pair_with = move |other: char| [first, other].into_iter().collect();
        others.chars().map(pair_with)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_kana_of_a_dictionary_form_becomes_those_of_its_row() {
        for (pair, form, expected) in [
            ("动く", "动い", true),
            ("动く", "动か", true),
            ("强い", "强く", true),
            ("见る", "见た", true),
            ("知る", "知っ", true),
            ("关す", "关し", true),
            ("动く", "动く", false),
            ("动く", "动さ", false),
            ("动い", "动す", false),
        ] {
            let found = other_pairs(pair).any(|other| other == form);
            assert_eq!(found, expected, "{pair} {form}");
        }
    }

    #[test]
    fn two_kana_two_ideographs_and_a_single_one_have_no_other_pairs() {
        for pair in ["べる", "大学", "水", "くく", "", "动くか", "kる"] {
            assert_eq!(other_pairs(pair).count(), 0, "{pair}");
        }
    }
}
