//! What are the words of a clause in one language? Each with the variants that the query asks for.

use std::ops::Range;

use super::expand::Vocabulary;
use super::variant::{Reason, Variant};
use super::wildcard::PartWords;
use crate::analysis::surface::Surface;
use crate::analysis::words::{WordKind, Words};
use crate::analysis::{Analyzer, Token};
use crate::error::Result;
use crate::limits::Limit;
use crate::query::{Clause, ClauseKind, Form};

/// A word of a clause on its way into a plan.
pub(crate) struct ClauseWord {
    /// The part of the clause that it is in.
    pub(crate) part: usize,
    /// Where it starts in that.
    pub(crate) byte_start: usize,
    /// In tokens from the start of the clause.
    pub(crate) position: usize,
    /// Which word of the clause it is, or is of, as words are told apart in every language.
    pub(super) ordinal: usize,
    pub(super) text: String,
    pub(super) term: String,
    pub(super) form: Form,
    /// Its variants as far as the query asks for them.
    pub(crate) variants: Vec<Variant>,
    pub(crate) surface: Option<Surface>,
    pub(super) has_forms: bool,
}

/// Which words of a clause start in a range of one of its parts.
pub(super) fn words_in(
    words: &[ClauseWord],
    part: usize,
    byte_range: &Range<usize>,
) -> Range<usize> {
    let before =
        |byte: usize| words.partition_point(|word| (word.part, word.byte_start) < (part, byte));
    before(byte_range.start)..before(byte_range.end)
}

/// The words of a clause in one language.
pub(super) fn clause_words(
    clause: &Clause,
    vocabulary: &Vocabulary<'_>,
    analyzer: &mut Analyzer,
) -> Result<Vec<ClauseWord>> {
    let limits = vocabulary.budget.limits;
    // what is excluded alone costs no more for being much
    let is_alone = clause.kind == ClauseKind::Excluded && clause.parts.len() == 1;
    let most = if is_alone {
        usize::MAX
    } else {
        limits.surfaces
    };
    let mut words: Vec<ClauseWord> = Vec::new();
    let (mut before, mut words_before) = (0, 0); // tokens and words of the parts before
    for (ordinal, part) in clause.parts.iter().enumerate() {
        let PartWords {
            text: part_text,
            tokens: all,
            pattern,
        } = PartWords::of(part, analyzer);
        let tokens: Vec<&Token> = all.iter().filter(|token| token.kind.is_in_row()).collect();
        let starts = Words::new(part_text, false).filter(|word| word.kind.is_in_row());
        let starts = starts.map(|word| word.byte_range.start);
        let starts: Vec<usize> = starts.collect();
        for (number, token) in tokens.iter().copied().enumerate() {
            // The last character of a run is indexed so that it can be looked up alone; in a longer run it says nothing.
            if token.kind == (WordKind::Tail { alone: false }) {
                continue;
            }
            let text = part_text[token.byte_range.clone()].to_owned();
            let is_long = text.chars().nth(limits.word_chars).is_some();
            if is_long {
                vocabulary.budget.meet(Limit::WordChars);
            }
            let is_letters = token.kind == WordKind::Letters && !is_long;
            let own_pattern = pattern.as_ref().filter(|(at, _)| *at == number);
            let term = own_pattern.map_or(&token.term, |(_, pattern)| pattern);
            let next = tokens.get(number + 1).map(|next| next.kind);
            let ends_run = next == Some(WordKind::Tail { alone: false });
            let as_typed = || vocabulary.variant(&token.term, 1.0, Reason::Exact);
            let (variants, surface) = match part.form {
                Form::Exact if matches!(token.kind, WordKind::Letters | WordKind::Number) => {
                    (vec![as_typed()?], exact_surface(&text, token.kind))
                }
                Form::Pattern if is_letters && own_pattern.is_some() => {
                    (vocabulary.with_pattern(term, most)?, None)
                }
                Form::Fuzzy { max_edits } if is_letters => {
                    (vocabulary.similar(&token.term, max_edits)?, None)
                }
                _ if token.kind == WordKind::Letters => (vocabulary.word(&token.term)?, None),
                _ if matches!(token.kind, WordKind::Tail { .. }) => (
                    vocabulary.with_character(&token.term, limits.variants)?,
                    None,
                ),
                _ if ends_run && part.form == Form::Any => (vocabulary.pair(&token.term)?, None),
                _ => (vec![as_typed()?], None),
            };
            words.push(ClauseWord {
                part: ordinal,
                byte_start: token.byte_range.start,
                position: before + token.position,
                ordinal: words_before
                    + starts.partition_point(|start| *start <= token.byte_range.start),
                text,
                term: term.clone(),
                form: match part.form {
                    Form::Pattern if own_pattern.is_none() => Form::Any,
                    form => form,
                },
                variants,
                surface,
                has_forms: is_letters && part.form == Form::Any,
            });
        }
        before += all.last().map_or(0, |last| last.position + 1);
        words_before += Words::new(&part.text, false)
            .filter(|word| word.kind.is_in_row())
            .count();
    }
    Ok(words)
}

/// What the surface of a word must be that is to have exactly this form, besides what its term says: that minds everything but
/// the case, which a word in lower case leaves open, and the notation of a number.
fn exact_surface(word: &str, kind: WordKind) -> Option<Surface> {
    let is_minded = kind == WordKind::Number || word.contains(char::is_uppercase);
    is_minded.then(|| Surface::exact(word))
}
