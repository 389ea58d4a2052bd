//! What if words are written as one, or one as words? `e-mail`, `e mail` and `email` stand for each other.
//!
//! An index has neighbours with a sign between them as one word, too, so that `email` finds `e-mail`. Here the other way
//! round: what was typed in pieces stands for what is written without them, and a word that was typed with words in it
//! for these.

use std::ops::Range;

use super::alternative::Synonym;
use super::certainty::Certainty;
use super::clause::{ClauseWord, words_in};
use super::expand::Vocabulary;
use super::variant::{Reason, Variant};
use crate::analysis::keys::is_inflected;
use crate::analysis::words::{Class, WordKind, class};
use crate::analysis::{Analyzer, Token};
use crate::error::Result;
use crate::query::{Clause, ClauseKind, Form};

/// What a word counts that has no space where one was typed: `nodejs` for `node js`, or has one where none was.
const SPACED_WEIGHT: f64 = 0.8;

/// Words of so many letters may be written as two, of which the second has at least so many.
const CUT_LETTERS: std::ops::RangeInclusive<usize> = 4..=24;
const MIN_LAST_LETTERS: usize = 2;

/// In longer phrases no word is taken apart: each makes them two.
const MAX_CUT_WORDS: usize = 4;

/// What the name counts beside the same with a particle: `Brien` for `O'Brien`.
const NAME_WEIGHT: f64 = 0.5;

/// What the words in a word count, in a row: `overtime service` for `OvertimeService`.
const APART_WEIGHT: f64 = 0.5;

/// The words of a clause that may be written as one, with what they are then.
pub(crate) fn joined_words(
    clause: &Clause,
    words: &[ClauseWord],
    vocabulary: &Vocabulary<'_>,
    analyzer: &mut Analyzer,
) -> Result<Vec<Synonym>> {
    let mut found = Vec::new();
    for (part, text) in clause.parts.iter().enumerate() {
        if text.form == Form::Any {
            let tokens = analyzer.tokens(&text.text);
            found.extend(with_signs(part, &tokens, words, vocabulary)?);
            found.extend(apart(part, &tokens, words, vocabulary)?);
        }
    }
    for start in 0..words.len().saturating_sub(1) {
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
    let is_phrase = clause.kind == ClauseKind::Phrase && (2..=MAX_CUT_WORDS).contains(&words.len());
    let is_there = |word: &ClauseWord| word.variants.iter().any(|one| one.doc_freq > 0.0);
    // the words of a phrase stand beside the pieces of another; where that has them apart, each piece has its position
    if is_phrase && words.iter().filter(|word| !is_there(word)).count() <= 1 {
        for (start, word) in words.iter().enumerate() {
            if word.has_forms
                && let Some(row) = vocabulary.pieces(&word.term)?
            {
                found.push(Synonym {
                    start,
                    length: 1,
                    row,
                });
            }
        }
    }
    Ok(found)
}

impl Vocabulary<'_> {
    /// The two words that a word is written as by others, in a row; none if the collection does not have both. Of several such
    /// pairs the one whose rarer word is the most frequent.
    pub(super) fn pieces(&self, word: &str) -> Result<Option<Vec<Vec<Variant>>>> {
        let letters = word.chars().count();
        if !CUT_LETTERS.contains(&letters) || !is_inflected(word) {
            return Ok(None);
        }
        let is_word = |piece: &str| !self.keys.is_function_word(piece);
        let mut best: Option<(u64, [&str; 2])> = None;
        for (at, _) in word.char_indices().skip(1) {
            let pieces = [&word[..at], &word[at..]];
            if !pieces.into_iter().all(is_word) || pieces[1].chars().count() < MIN_LAST_LETTERS {
                continue;
            }
            let mut rarer = u64::MAX;
            for piece in pieces {
                rarer = rarer.min(self.index.passages_with(self.language, piece)?);
                if rarer == 0 {
                    break;
                }
            }
            if rarer > best.map_or(0, |(rarer, _)| rarer) {
                best = Some((rarer, pieces));
            }
        }
        let Some((_, pieces)) = best else {
            return Ok(None);
        };
        let row = self.joined_row(&pieces.map(str::to_owned), SPACED_WEIGHT)?;
        Ok(Some(row))
    }

    /// Words in a row that are written another way than was typed, which is never as sure as the word itself.
    fn joined_row(&self, terms: &[String], weight: f64) -> Result<Vec<Vec<Variant>>> {
        let mut row = self.row(terms, weight, Reason::Joined)?;
        for variant in row.iter_mut().flatten() {
            variant.certainty = variant.certainty.max(Certainty::Form);
        }
        Ok(row)
    }
}

/// Words of a part that were typed with a sign between them.
fn with_signs(
    part: usize,
    tokens: &[Token],
    words: &[ClauseWord],
    vocabulary: &Vocabulary<'_>,
) -> Result<Vec<Synonym>> {
    let mut found = Vec::new();
    for joined in tokens.iter().filter(|token| token.kind == WordKind::Joined) {
        let Range { start, end } = words_in(words, part, &joined.byte_range);
        let length = end - start;
        if length > 1 {
            let row = vocabulary.row(std::slice::from_ref(&joined.term), 1.0, Reason::Joined)?;
            found.push(Synonym { start, length, row });
        }
    }
    Ok(found)
}

/// What stands for the words of a part that have words in them: the name without its particle, or these in a row.
fn apart(
    part: usize,
    tokens: &[Token],
    words: &[ClauseWord],
    vocabulary: &Vocabulary<'_>,
) -> Result<Vec<Synonym>> {
    let mut found = Vec::new();
    let mut inner = tokens
        .iter()
        .filter(|token| token.kind == WordKind::Inner)
        .peekable();
    for (start, word) in words
        .iter()
        .enumerate()
        .filter(|(_, word)| word.part == part)
    {
        let end = word.byte_start + word.text.len();
        let mut terms = Vec::new();
        while let Some(token) = inner.next_if(|token| token.byte_range.start < end) {
            let is_in = token.byte_range.start >= word.byte_start && token.byte_range.end <= end;
            terms.extend(is_in.then(|| token.term.clone()));
        }
        if terms.is_empty() {
            continue;
        }
        let weight = if terms.len() == 1 {
            NAME_WEIGHT
        } else {
            APART_WEIGHT
        };
        let row = vocabulary.joined_row(&terms, weight)?;
        found.push(Synonym {
            start,
            length: 1,
            row,
        });
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
    Ok(Some(vocabulary.joined_row(&[term], SPACED_WEIGHT)?))
}
