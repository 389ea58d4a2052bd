//! Does a word stand in a passage with the capitals that it was typed with? `WHO` is not `who`, nor `US` `us`.
//!
//! Terms are in lower case, so only texts tell such words apart. What a word adds with its capitals outweighs all that it adds
//! without them, if it is all that was asked for; beside other words it tips the scales. Told apart are initialisms, names that
//! another word becomes without its marks (`Uber`), and a word that stands alone in the query.

use super::{Features, Read};
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::variant::Reason;
use crate::plan::word::PlannedWord;
use crate::query::Query;

/// What a word in its capitals counts beside the most that its occurrences can score, if it is all that was asked for: more
/// than all other evidence.
const CAPITALS_WEIGHT: f64 = 1.5;

/// The same beside other words, of which passages without the word may have more to say: see `docs/ranking.md`.
const CAPITALS_WEIGHT_BESIDE_OTHERS: f64 = 0.3;

/// The words of a query that tell passages apart by their capitals, in each language.
pub(super) struct Capitals {
    /// As they were typed, with what they add to a passage that has them so.
    words: Vec<(Language, Vec<(String, f64)>)>,
}

impl Capitals {
    /// Those of a query, of which these are all the passages that are read.
    pub(super) fn of(query: &Query, plans: &[Plan], passages: &[Read<'_>]) -> Self {
        let words_of = |plan: &Plan| {
            let others = plan.words.iter().filter(|word| !word.is_light).count() > 1;
            let weight = if others {
                CAPITALS_WEIGHT_BESIDE_OTHERS
            } else {
                CAPITALS_WEIGHT
            };
            let words = plan.words.iter();
            // the capital of a function word is that of the sentence
            let words = words.filter(|word| !word.is_light || query.has_initialism(&word.text));
            let words = words.filter_map(|word| {
                // beside other words these say better what is meant: marks are left out, and sentences begin with capitals
                let has_spelling = !others && has_other_spelling(word);
                if !minds_capitals(query, word, has_spelling) {
                    return None;
                }
                let lowered = word.text.to_lowercase();
                let mut texts = passages.iter().filter(|one| one.language == plan.language);
                // without a twin in lower case there is nothing to tell apart
                let has_twin = has_spelling || texts.any(|one| has_word(one.text, &lowered));
                has_twin.then(|| (word.text.clone(), weight * word.maximum_score()))
            });
            (plan.language, words.collect())
        };
        Self {
            words: plans.iter().map(words_of).collect(),
        }
    }

    /// Adds what they say of passages to their features.
    pub(super) fn add(&self, passages: &[Read<'_>], features: &mut [Features]) {
        for (passage, features) in passages.iter().zip(features) {
            features.add_to_words(self.added(passage));
        }
    }

    /// What they add to a passage.
    fn added(&self, passage: &Read<'_>) -> f64 {
        let words = self.words.iter();
        let words = words.filter(|(language, _)| *language == passage.language);
        let found = words.flat_map(|(_, words)| words);
        let found = found.filter(|(word, _)| has_word(passage.text, word));
        found.fold(0.0, |sum, (_, added)| sum + added)
    }
}

/// Whether the capitals of a word say that no other word is meant.
fn minds_capitals(query: &Query, word: &PlannedWord, has_spelling: bool) -> bool {
    let is_alone = query.text.trim() == word.text;
    query.has_initialism(&word.text)
        || (word.text.starts_with(char::is_uppercase) && (has_spelling || is_alone))
}

/// Whether the language has the word as it was typed and with other marks too.
fn has_other_spelling(word: &PlannedWord) -> bool {
    let has = |reason: Reason| {
        let mut variants = word.variants.iter();
        variants.any(|variant| variant.reason == reason && variant.doc_freq > 0.0)
    };
    has(Reason::Exact) && has(Reason::Spelling)
}

/// Whether a text has a word in exactly this spelling.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + word.len()..].chars().next();
        let is_free = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        is_free(before) && is_free(behind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_as_it_is_spelled_and_whole() {
        for (text, word, expected) in [
            ("The US said", "US", true),
            ("the US's", "US", true),
            ("told us", "US", false),
            ("USA", "US", false),
            ("über Uber", "Uber", true),
            ("", "US", false),
        ] {
            assert_eq!(has_word(text, word), expected, "{text}");
        }
    }
}
