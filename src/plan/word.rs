//! What is a word of the query in one language? A weighted set of terms, which scores as one term.

use rustc_hash::FxHashMap;

use super::certainty::Certainty;
use super::matcher::{Meaning, WordMatcher};
use super::variant::{Reason, Variant};
use crate::analysis::surface::Surface;
use crate::retrieve::bm25::{WORDS, idf};

/// A word of the query in one language: a weighted set of terms that scores as one term.
#[derive(Clone, Debug)]
pub(crate) struct PlannedWord {
    /// Which words of the query it is, the same in every language: their clauses and their ordinals there.
    pub(crate) query_positions: Vec<(usize, usize)>,
    /// The word as it was typed.
    pub(crate) text: String,
    /// What it is called in the index.
    pub(crate) term: String,
    /// The same without marks, and the stem: by which of them a compound has it.
    pub(super) parts: [String; 2],
    /// The terms that stand for it.
    pub(crate) variants: Vec<Variant>,
    /// Which surface it must have besides.
    pub(crate) surface: Option<Surface>,
    /// How often the query has it.
    pub(crate) count: f64,
    /// What its weight in the query is multiplied by: 1, or less for a function word.
    pub(crate) weight_factor: f64,
    /// Its document frequency, the passages of the language with it: `min(N, Σ weight · df)`.
    pub(crate) doc_freq: f64,
    /// Whether it stands in a phrase of the query and nowhere else in it.
    pub(crate) in_phrase_only: bool,
    /// Its inverse document frequency among the passages of the language.
    pub(crate) idf: f64,
    /// Whether it says nothing of whether a passage was found: a function word, where the query has other words too.
    pub(crate) is_light: bool,
    /// Which of its positions in the query are in a name, as far as that can be seen there.
    pub(super) in_names: Vec<(usize, usize)>,
    /// Whether it is of letters, so that it can have other forms.
    pub(super) has_forms: bool,
}

impl PlannedWord {
    /// What an endless number of occurrences scores in a passage of its language.
    pub(crate) fn maximum_score(&self) -> f64 {
        WORDS.maximum_score(self.count * self.weight_factor * self.idf)
    }

    /// Leaves of the forms of an initialism what begins with it: its plural, its cases. Stems and endings are those of a word
    /// of its own (`aid` of `AIDS`).
    pub(super) fn keep_initialism(&mut self, doc_count: f64) {
        let own = self.term.as_str();
        self.variants.retain(|variant| {
            let is_form = matches!(
                variant.reason,
                Reason::Stem | Reason::Form | Reason::Part | Reason::Compound
            );
            !is_form || variant.term().is_some_and(|term| term.starts_with(own))
        });
        self.sum_up(doc_count);
    }

    /// Whether no passage is a find by it: it is light, or what stands for it is but guessed.
    pub(crate) fn is_no_find(&self) -> bool {
        let mut variants = self.variants.iter();
        self.is_light || variants.all(|variant| variant.certainty == Certainty::Guess)
    }

    /// Whether it is a function word of the language.
    pub(super) fn is_function_word(&self) -> bool {
        self.weight_factor < 1.0
    }

    /// Whether it stands in a name of the query behind another word.
    pub(crate) fn is_named_behind(&self, other: &Self) -> bool {
        let mut positions = self.in_names.iter();
        positions.any(|(clause, word)| other.stands_at(*clause, word.wrapping_sub(1)))
    }

    /// Whether it stands in a name of the query before another word.
    pub(crate) fn is_named_before(&self, other: &Self) -> bool {
        let mut positions = self.in_names.iter();
        positions.any(|(clause, word)| other.stands_at(*clause, word + 1))
    }

    fn stands_at(&self, clause: usize, word: usize) -> bool {
        self.query_positions.contains(&(clause, word))
    }

    /// Sums up the document frequencies of the variants; the language has `doc_count` passages.
    pub(super) fn sum_up(&mut self, doc_count: f64) {
        let weighed = self.variants.iter().map(|one| one.weight * one.doc_freq);
        self.doc_freq = weighed.fold(0.0, |sum, one| sum + one).min(doc_count); // `sum` of none is -0
        self.idf = idf(doc_count, self.doc_freq);
    }

    /// Which tokens of a text it means; rows of terms aside.
    pub(crate) fn matcher(&self) -> WordMatcher {
        let parts = [self.parts[0].as_str(), &self.parts[1]];
        word_matcher(parts, &self.variants, self.surface.clone())
    }
}

/// Which tokens a word means; a compound with it means it by the part that is called one of `own`.
pub(super) fn word_matcher(
    own: [&str; 2],
    variants: &[Variant],
    surface: Option<Surface>,
) -> WordMatcher {
    let mut terms = FxHashMap::default();
    for variant in variants {
        let Some(term) = variant.term() else { continue };
        let is_part = variant.reason == Reason::Compound;
        let meaning = Meaning {
            weight: variant.weight,
            certainty: variant.certainty,
            part: is_part.then(|| own.map(str::to_owned)),
        };
        terms.entry(term.to_owned()).or_insert(meaning);
    }
    WordMatcher { terms, surface }
}
