//! Claims about which surfaces are forms of one word.

use proptest::prelude::*;

use super::Likeness;
use crate::language::Language;

fn likeness(code: &str, one: &str, other: &str) -> f32 {
    let language = Language::from_code(code).expect(code);
    Likeness::of(one, language).with(other)
}

/// Pairs of forms of one word, and pairs that only look so.
const FORMS: &[(&str, &[(&str, &str)])] = &[(
    "de",
    &[
        ("haus", "häuser"),
        ("buch", "büchern"),
        ("schreiben", "schreibt"),
        ("machen", "gemacht"),
        ("präsident", "präsidenten"),
    ],
)];
const STRANGERS: &[(&str, &[(&str, &str)])] = &[(
    "de",
    &[("merkel", "merkez"), ("hand", "handel"), ("deniz", "de")],
)];

#[test]
fn forms_of_one_word_are_likely() {
    let unlikely = pairs(FORMS).filter(|(code, one, other)| likeness(code, one, other) < 0.5);
    let unlikely: Vec<_> = unlikely
        .map(|(code, one, other)| (code, one, other, likeness(code, one, other)))
        .collect();
    assert!(unlikely.is_empty(), "{unlikely:?}");
}

#[test]
fn strangers_are_unlikely() {
    let likely = pairs(STRANGERS).filter(|(code, one, other)| likeness(code, one, other) >= 0.5);
    let likely: Vec<_> = likely
        .map(|(code, one, other)| (code, one, other, likeness(code, one, other)))
        .collect();
    assert!(likely.is_empty(), "{likely:?}");
}

fn pairs(
    of: &'static [(&str, &[(&str, &str)])],
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    of.iter()
        .flat_map(|(code, pairs)| pairs.iter().map(move |(one, other)| (*code, *one, *other)))
}

#[test]
fn function_words_have_no_forms() {
    assert!(likeness("de", "der", "deren") < f32::EPSILON);
    assert!((likeness("de", "der", "der") - 1.0).abs() < f32::EPSILON);
}

/// Words that share a part, so that there is something to compare.
const WORDS: &str = "(ge|un|ו|ה|ال|me|)[abcdeäöőşınr'אבגמחרשבתабвгдеκλόοاكتبकरना가각책ლის]{1,6}\
    (en|ler|ın|är|ים|ات|ами|ον|ों|에서|ს|)";

proptest! {
    #[test]
    fn likeness_is_mutual_and_prefixes_cover_it(one in WORDS, ending in "[a-zäàуаוιो가]{0,3}", front in "(ge|ה|ال|)") {
        let other = format!("{front}{one}{ending}");
        for language in Language::all() {
            let from_one = Likeness::of(&one, language);
            let forth = from_one.with(&other);
            let back = Likeness::of(&other, language).with(&one);
            prop_assert!((forth - back).abs() < 1e-4, "{language} {one} {other}: {forth} {back}");
            prop_assert!((from_one.with(&one) - 1.0).abs() < f32::EPSILON);
            let covered = from_one.prefixes().iter().any(|prefix| other.starts_with(prefix.as_str()));
            prop_assert!(forth < 0.01 || covered, "{language} {one} {other} {:?}", from_one.prefixes());
        }
    }

    #[test]
    fn any_two_texts_have_a_likeness(one in "\\PC{0,20}", other in "\\PC{0,60}") {
        for language in Language::all() {
            let likeness = Likeness::of(&one, language);
            let how = likeness.with(&other);
            prop_assert!((0.0..=1.0).contains(&how));
            likeness.prefixes();
        }
    }
}
