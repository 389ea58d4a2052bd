//! Why has a passage its score?

use serde::Serialize;

use super::pool::RankedPassage;
use crate::analysis::{Analyzer, Token};
use crate::error::Result;
use crate::index::{LENGTH, Snapshot};
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::certainty::Certainty;
use crate::plan::matcher::occurrences;
use crate::plan::variant::Reason;
use crate::plan::word::PlannedWord;
use crate::retrieve::bm25::{self, WORDS};

/// Why a passage has its score: `language_weight · (Σ words' contribution + Σ features' contribution)`.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The score.
    pub score: f64,
    /// How likely the query is in the language of the passage, beside the likeliest: at most 1.
    pub language_weight: f64,
    /// The first stage: each word of the query.
    pub words: Vec<WordExplanation>,
    /// The second stage: each kind of evidence.
    pub features: Vec<Feature>,
}

/// What a word of the query adds to the score of a passage.
#[derive(Clone, Debug, Serialize)]
pub struct WordExplanation {
    /// The word as it was typed.
    pub word: String,
    /// What it adds, before the language weight.
    pub contribution: f64,
    /// Weighted occurrences in the passage.
    pub frequency: f64,
    /// Its document frequency in the language, weighted by variant.
    #[serde(rename = "passages")]
    pub doc_freq: f64,
    /// Inverse document frequency.
    pub idf: f64,
    /// How often the query has it, times less than 1 if it is a function word.
    pub weight: f64,
    /// The variants that the passage has.
    pub variants: Vec<VariantExplanation>,
}

/// A variant of a word in a passage.
#[derive(Clone, Debug, Serialize)]
pub struct VariantExplanation {
    /// Its term, or terms in a row.
    pub term: String,
    /// Why it stands for the word.
    pub reason: Reason,
    /// How sure it is that whoever typed the word means it.
    #[serde(rename = "match")]
    pub certainty: Certainty,
    /// What an occurrence counts.
    pub weight: f64,
    /// Occurrences in the passage.
    pub frequency: usize,
    /// Its document frequency in the language.
    #[serde(rename = "passages")]
    pub doc_freq: f64,
}

/// A kind of evidence of the second stage.
#[derive(Clone, Debug, Serialize)]
pub struct Feature {
    /// Its name.
    pub name: &'static str,
    /// What it adds, before the language weight.
    pub contribution: f64,
}

impl Explanation {
    /// Why a passage has its score.
    pub(crate) fn of(index: &Snapshot, plans: &[Plan], passage: &RankedPassage) -> Result<Self> {
        let plan = plans.iter().find(|plan| plan.language == passage.language);
        let (words, language_weight) = match plan {
            Some(plan) => (explain_words(index, passage, plan)?, plan.language_weight),
            None => (Vec::new(), 0.0),
        };
        let features = passage.features.each();
        Ok(Self {
            score: passage.score,
            language_weight,
            words,
            features: features
                .map(|(name, contribution)| Feature { name, contribution })
                .collect(),
        })
    }
}

/// What each word of a plan adds to the score of a passage.
pub(crate) fn explain_words(
    index: &Snapshot,
    passage: &RankedPassage,
    plan: &Plan,
) -> Result<Vec<WordExplanation>> {
    let text = passage.text(index)?;
    let tokens = Analyzer::new(plan.language).tokens(&text);
    let lengths = index.column(passage.address.segment_ord, LENGTH)?;
    let length = lengths.get_val(passage.address.doc_id);
    let norm = WORDS.norm(length as f64, plan.mean_chars);
    let explain = |word| explain_word(word, &text, plan.language, &tokens, norm);
    Ok(plan.words.iter().map(explain).collect())
}

fn explain_word(
    word: &PlannedWord,
    text: &str,
    language: Language,
    tokens: &[Token],
    norm: f64,
) -> WordExplanation {
    let matcher = word.matcher();
    let variants: Vec<VariantExplanation> = word
        .variants
        .iter()
        .map(|variant| {
            let is_meant = |token: &&Token| {
                Some(token.term.as_str()) == variant.term()
                    && matcher.meaning(token, text, language).is_some()
            };
            VariantExplanation {
                term: variant.text(),
                reason: variant.reason,
                certainty: variant.certainty,
                weight: variant.weight,
                frequency: if variant.term().is_some() {
                    tokens.iter().filter(is_meant).count()
                } else {
                    occurrences(&variant.matcher(), tokens, text, language).count()
                },
                doc_freq: variant.doc_freq,
            }
        })
        .filter(|variant| variant.frequency > 0)
        .collect();
    let weighed = variants.iter().map(|one| one.weight * one.frequency as f64);
    let frequency = weighed.fold(0.0, |sum, one| sum + one); // the sum of none would be -0
    WordExplanation {
        word: word.text.clone(),
        contribution: bm25::score(word.maximum_score(), frequency, norm),
        frequency,
        doc_freq: word.doc_freq,
        idf: word.idf,
        weight: word.count * word.weight_factor,
        variants,
    }
}
