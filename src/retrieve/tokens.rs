//! What does a text say to conditions? Its tokens, held against words and phrases.

use crate::analysis::{Analyzer, Token};
use crate::language::Language;
use crate::plan::certainty::Certainty;
use crate::plan::matcher::{PhraseMatcher, WordMatcher, occurrences, starts};

/// A text as its tokens.
pub(crate) struct Tokens<'t> {
    text: &'t str,
    pub(super) language: Language,
    all: Vec<Token>,
}

impl<'t> Tokens<'t> {
    pub(crate) fn of(text: &'t str, analyzer: &mut Analyzer) -> Self {
        Self {
            text,
            language: analyzer.language(),
            all: analyzer.tokens(text),
        }
    }

    /// The weighted occurrences of a word; of rows of terms those are not counted.
    pub(super) fn frequency(&self, word: &WordMatcher) -> f64 {
        let tokens = self.all.iter();
        let meanings = tokens.filter_map(|token| word.meaning(token, self.text, self.language));
        meanings.map(|meaning| meaning.weight).sum()
    }

    /// How sure the surest occurrence of a word is; none if there is none, rows of terms aside.
    pub(super) fn certainty(&self, word: &WordMatcher) -> Option<Certainty> {
        let tokens = self.all.iter();
        let meanings = tokens.filter_map(|token| word.meaning(token, self.text, self.language));
        meanings.map(|meaning| meaning.certainty).min()
    }

    /// Where a phrase starts, in tokens.
    pub(super) fn starts(&self, phrase: &PhraseMatcher) -> Vec<u32> {
        starts(phrase, &self.all, self.text, self.language)
            .map(|start| start as u32)
            .collect()
    }

    pub(super) fn has_phrase(&self, phrase: &PhraseMatcher) -> bool {
        let mut found = occurrences(phrase, &self.all, self.text, self.language);
        found.next().is_some()
    }
}
