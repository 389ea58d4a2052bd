//! Which tokens of a text does a query mean? The same for conditions, highlights and explanations.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::certainty::Certainty;
use crate::analysis::Token;
use crate::analysis::surface::Surface;
use crate::language::Language;

/// Words with their positions, counted in tokens from the first.
pub(crate) type PhraseMatcher = Vec<(usize, WordMatcher)>;

/// Which tokens a query word means.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordMatcher {
    /// The terms that stand for it.
    pub(crate) terms: FxHashMap<String, Meaning>,
    /// What the surface must be besides.
    pub surface: Option<Surface>,
}

/// What a term says when it is found for a word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meaning {
    /// What it counts beside the word itself.
    pub weight: f64,
    /// How sure it is that the word is meant.
    pub certainty: Certainty,
    /// The part of the token that is meant, as it may be written, the likelier first; all of it if none.
    pub part: Option<[String; 2]>,
}

impl WordMatcher {
    /// What the token says of the word, if the word means it.
    #[must_use]
    pub(crate) fn meaning(
        &self,
        token: &Token,
        text: &str,
        language: Language,
    ) -> Option<&Meaning> {
        let meaning = self.terms.get(&token.term)?;
        let is_meant =
            |surface: &Surface| surface.accepts(&text[token.byte_range.clone()], language);
        self.surface
            .as_ref()
            .is_none_or(is_meant)
            .then_some(meaning)
    }
}

/// Where a phrase stands among the tokens of a text: from the start of its first to the end of its last.
pub(crate) fn occurrences(
    phrase: &PhraseMatcher,
    tokens: &[Token],
    text: &str,
    language: Language,
) -> impl Iterator<Item = Range<usize>> {
    started(phrase, tokens, text, language).map(|(_, bytes)| bytes)
}

/// At which tokens a phrase starts.
pub(crate) fn starts(
    phrase: &PhraseMatcher,
    tokens: &[Token],
    text: &str,
    language: Language,
) -> impl Iterator<Item = usize> {
    started(phrase, tokens, text, language).map(|(start, _)| start)
}

/// Where a phrase stands: the token that it starts at, and its bytes.
fn started(
    phrase: &PhraseMatcher,
    tokens: &[Token],
    text: &str,
    language: Language,
) -> impl Iterator<Item = (usize, Range<usize>)> {
    let at = |position: usize| {
        let first = tokens.partition_point(|token| token.position < position);
        tokens[first..]
            .iter()
            .take_while(move |token| token.position == position)
    };
    let meant = move |position: usize, word: &WordMatcher| {
        at(position).find(|token| word.meaning(token, text, language).is_some())
    };
    let starts = tokens.last().map_or(0, |token| token.position + 1);
    let starts = if phrase.is_empty() { 0 } else { starts };
    (0..starts).filter_map(move |start| {
        let mut range: Option<Range<usize>> = None;
        for (position, word) in phrase {
            let found = meant(start + position, word)?.byte_range.clone();
            let known = range.unwrap_or(found.clone());
            range = Some(known.start.min(found.start)..known.end.max(found.end));
        }
        range.map(|range| (start, range))
    })
}
