//! Which surfaces share a stem with a word by chance? A stemmer cuts words of other languages too (Hungarian makes one stem of
//! `Tito` and `titkára`).

use super::certainty::Certainty;
use super::expand::SURE_LIKENESS;
use super::variant::{Reason, Variant};
use super::word::PlannedWord;
use crate::language::Language;
use crate::vocabulary::Likeness;

/// Makes guesses of what shares a stem with words that the language does not have, unless its endings and beginnings make that
/// likely a form. For queries of which nobody told the language.
pub(super) fn doubt_stems(words: &mut [PlannedWord], language: Language) {
    for word in words {
        let is_same = |variant: &Variant| variant.certainty == Certainty::Exact;
        let mut variants = word.variants.iter();
        if variants.any(|variant| is_same(variant) && variant.doc_freq > 0.0) {
            continue;
        }
        if word.variants.iter().all(|one| one.reason != Reason::Stem) {
            continue;
        }
        let likeness = Likeness::of(&word.term, language);
        for variant in &mut word.variants {
            let is_like = |term: &str| {
                if likeness.is_known() {
                    f64::from(likeness.with(term)) >= SURE_LIKENESS
                } else {
                    begin_alike(&word.term, term)
                }
            };
            if variant.reason == Reason::Stem && !variant.term().is_some_and(is_like) {
                variant.certainty = Certainty::Guess;
            }
        }
    }
}

/// Whether two words have at least half of the longer one in common from their beginning; where nothing else is known.
fn begin_alike(one: &str, other: &str) -> bool {
    let pairs = one.chars().zip(other.chars());
    let shared = pairs.take_while(|(one, other)| one == other).count();
    2 * shared >= one.chars().count().max(other.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_alike_if_they_share_half_of_the_longer() {
        for (one, other, expected) in [
            ("tito", "titkára", false),
            ("haus", "hauses", true),
            ("", "", true),
        ] {
            assert_eq!(begin_alike(one, other), expected, "{one} {other}");
            assert_eq!(begin_alike(other, one), expected, "{other} {one}");
        }
    }
}
