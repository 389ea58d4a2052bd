//! What if words are written as one, or one as words? `e-mail`, `e mail` and `email` stand for each other.
//!
//! An index has neighbours with a sign between them as one word, too, so that `email` finds `e-mail`. Here the other way
//! round: what was typed in pieces stands for what is written without them.

use super::alternative::Synonym;
use super::certainty::Certainty;
use super::clause::ClauseWord;
use super::expand::Vocabulary;
use super::variant::{Reason, Variant};
use crate::analysis::Analyzer;
use crate::analysis::words::{Class, WordKind, class};
use crate::error::Result;
use crate::query::{Clause, Form, Part};

/// What a word counts that has no space where one was typed: `nodejs` for `node js`.
const SPACED_WEIGHT: f64 = 0.8;

/// The words of a clause that may be written as one, with what they are then.
pub(crate) fn joined_words(
    clause: &Clause,
    words: &[ClauseWord],
    vocabulary: &Vocabulary<'_>,
    analyzer: &mut Analyzer,
) -> Result<Vec<Synonym>> {
    let mut found = with_signs(clause, words, vocabulary, analyzer)?;
    for start in 1..words.len() {
        let start = start - 1;
        if found
            .iter()
            .any(|one| one.start == start && one.length == 2)
        {
            continue;
        }
        if let Some(row) = spaced(&words[start], &words[start + 1], vocabulary)? {
            found.push(Synonym {
                start,
                length: 2,
                row,
            });
        }
    }
    Ok(found)
}

/// Words that were typed with a sign between them.
fn with_signs(
    clause: &Clause,
    words: &[ClauseWord],
    vocabulary: &Vocabulary<'_>,
    analyzer: &mut Analyzer,
) -> Result<Vec<Synonym>> {
    let mut found = Vec::new();
    let parts = clause.parts.iter().enumerate();
    let may_have = |part: &Part| part.form == Form::Any;
    for (part, text) in parts.filter(|(_, part)| may_have(part)) {
        let tokens = analyzer.tokens(&text.text).into_iter();
        for joined in tokens.filter(|token| token.kind == WordKind::Joined) {
            let is_of = |word: &&ClauseWord| {
                word.part == part && joined.byte_range.contains(&word.byte_start)
            };
            let first = (part, joined.byte_range.start);
            let start = words.partition_point(|word| (word.part, word.byte_start) < first);
            let length = words[start..].iter().take_while(is_of).count();
            if length > 1 {
                let row = vocabulary.row(&[joined.term], 1.0, Reason::Joined)?;
                found.push(Synonym { start, length, row });
            }
        }
    }
    Ok(found)
}

/// What two words are as one that were typed with a space between them; none if no passage has that, or if one of them is a
/// word that stands beside any other.
fn spaced(
    one: &ClauseWord,
    other: &ClauseWord,
    vocabulary: &Vocabulary<'_>,
) -> Result<Option<Vec<Vec<Variant>>>> {
    let is_number = |word: &ClauseWord| word.term.chars().all(|one| one.is_ascii_digit());
    let may_be_part = |word: &ClauseWord| {
        let first = word.term.chars().next().map(class);
        word.form == Form::Any
            && matches!(first, Some(Class::Letter | Class::Digit))
            && !vocabulary.keys.is_function_word(&word.term)
    };
    let are_near = other.position == one.position + 1;
    let are_numbers = is_number(one) && is_number(other);
    if !are_near || are_numbers || !may_be_part(one) || !may_be_part(other) {
        return Ok(None);
    }
    let term = format!("{}{}", one.term, other.term);
    if vocabulary.variant(&term, 1.0, Reason::Joined)?.doc_freq == 0.0 {
        return Ok(None);
    }
    let mut row = vocabulary.row(&[term], SPACED_WEIGHT, Reason::Joined)?;
    for variant in row.iter_mut().flatten() {
        variant.certainty = variant.certainty.max(Certainty::Form);
    }
    Ok(Some(row))
}
