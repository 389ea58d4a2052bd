//! What is a phrase of the query in one language? Words in a row, each with what stands for it.

use super::matcher::PhraseMatcher;
use super::variant::Variant;
use super::word::{PlannedWord, word_matcher};
use crate::analysis::surface::Surface;

/// Words that must, or must not, stand one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlannedPhrase {
    /// Its words as they were typed.
    pub(crate) text: String,
    /// Whether it was typed as a phrase; else it is a word of a query that wants all.
    pub(crate) is_typed_phrase: bool,
    /// What stands for each word, with its position in the phrase.
    pub(crate) words: Vec<(u32, Vec<Variant>)>,
    /// Which surface each must have besides.
    pub(crate) surfaces: Vec<Option<Surface>>,
}

impl PlannedPhrase {
    /// A word alone, for a plan to require.
    pub(super) fn of_word(word: &PlannedWord) -> Self {
        let mut phrase = Self {
            text: word.text.clone(),
            ..Self::default()
        };
        phrase.push(0, word.variants.clone(), word.surface.clone());
        phrase
    }

    /// Adds a word at a position behind all others.
    pub(crate) fn push(&mut self, position: u32, variants: Vec<Variant>, surface: Option<Surface>) {
        self.words.push((position, variants));
        self.surfaces.push(surface);
    }

    /// Which tokens of a text it means.
    pub(crate) fn matcher(&self) -> PhraseMatcher {
        let words = self.words.iter().zip(&self.surfaces);
        words
            .map(|((position, variants), surface)| {
                (
                    *position as usize,
                    word_matcher(["", ""], variants, surface.clone()),
                )
            })
            .collect()
    }

    /// Whether only its text can tell that a passage has it.
    pub(crate) fn minds_surface(&self) -> bool {
        self.surfaces.iter().any(Option::is_some)
    }
}
