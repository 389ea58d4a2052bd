//! What else may a phrase be? Its alternatives are what was typed, and that with what stands for words in a row of it.
//!
//! A synonym may have more words than what it stands for, or fewer, so it moves the words behind it: each choice is a
//! phrase of its own. That keeps positions simple for the index and for the highlights, which hold the same phrases
//! against a text.

use super::clause::ClauseWord;
use super::phrase::PlannedPhrase;
use super::variant::Variant;
use crate::limits::{Budget, Limit};
use crate::query::{Clause, ClauseKind};

/// What stands for words in a row: the user's list has it, or they are the groups of a number.
#[derive(Clone, Debug)]
pub(crate) struct Synonym {
    /// Which word of the clause is the first of them.
    pub(crate) start: usize,
    /// How many words it stands for.
    pub(crate) length: usize,
    /// What stands for them: words in a row, each with what stands for it.
    pub(crate) row: Vec<Vec<Variant>>,
}

/// The alternatives of the words of a clause, what was typed first.
pub(crate) fn alternatives(
    clause: &Clause,
    words: &[ClauseWord],
    synonyms: &[Synonym],
    budget: &Budget<'_>,
) -> Vec<PlannedPhrase> {
    let mut done = Vec::new();
    let typed = PlannedPhrase {
        text: clause.text(),
        is_typed_phrase: clause.kind == ClauseKind::Phrase,
        ..PlannedPhrase::default()
    };
    let mut open = vec![(0, 0, typed)];
    while let Some((mut next, mut position, mut phrase)) = open.pop() {
        while let Some(word) = words.get(next) {
            for synonym in synonyms.iter().filter(|synonym| synonym.start == next) {
                if open.len() + done.len() + 1 >= budget.limits.alternatives {
                    budget.meet(Limit::Alternatives);
                    break;
                }
                let end = next + synonym.length;
                let mut other = phrase.clone();
                for (variants, position) in synonym.row.iter().zip(position..) {
                    other.push(position, variants.clone(), None);
                }
                let length = synonym.row.len() as u32;
                open.push((end, position + length + gap(words, end), other));
            }
            phrase.push(position, word.variants.clone(), word.surface.clone());
            next += 1;
            position += 1 + gap(words, next);
        }
        done.push(phrase);
    }
    done
}

/// Tokens between a word and the one before it that the phrase leaves open.
fn gap(words: &[ClauseWord], next: usize) -> u32 {
    match (words.get(next.wrapping_sub(1)), words.get(next)) {
        (Some(before), Some(word)) => word.position.saturating_sub(before.position + 1) as u32,
        _ => 0,
    }
}
