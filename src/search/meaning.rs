//! What does a query mean to an index? How it is read, and what each of its words is in each language.

use serde::Serialize;

use super::SearchOptions;
use crate::error::Result;
use crate::index::Snapshot;
use crate::language::Language;
use crate::limits::Budget;
use crate::plan::phrase::PlannedPhrase;
use crate::plan::variant::{Reason, Variant};
use crate::plan::{Plan, plans};
use crate::query::Query;

/// Terms of a word that are told, those of most passages.
const MAX_TOLD: usize = 12;

/// What a query means to an index.
#[derive(Clone, Debug, Serialize)]
pub struct Meaning {
    /// As it may be typed.
    pub query: String,
    /// Its parts with their depths, as they are read.
    pub parts: Vec<(usize, String)>,
    /// What each word means in each language that has one, the likeliest first.
    pub languages: Vec<LanguageMeaning>,
}

/// What the words of a query mean in a language.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageMeaning {
    /// The language.
    pub language: Language,
    /// What scores of the language are multiplied by.
    pub weight: f64,
    /// The words.
    pub words: Vec<WordMeaning>,
}

/// What stands for a word of a query.
#[derive(Clone, Debug, Serialize)]
pub struct WordMeaning {
    /// The word as it was typed.
    pub word: String,
    /// Whether it is not to be there.
    pub is_excluded: bool,
    /// What stands for it in the index: text, reason, and passages; those of most passages.
    pub terms: Vec<(String, Reason, f64)>,
    /// How many more there are.
    pub more: usize,
}

/// Tells what a query means to an index.
///
/// # Errors
/// Those of [`Query::require_word`], [`Error::Damaged`](crate::Error::Damaged) if the index cannot be read.
pub fn meaning(index: &Snapshot, query: &Query, options: &SearchOptions) -> Result<Meaning> {
    index.reading(|| {
        query.require_word()?;
        let budget = Budget::new(&options.limits);
        let (query, _) = query.within(&options.limits);
        let mut plans = plans(index, &query, &options.scope, &budget)?;
        plans.retain(Plan::finds_something);
        Ok(Meaning {
            query: query.print(),
            parts: query.outline(),
            languages: plans.iter().map(of_language).collect(),
        })
    })
}

fn of_language(plan: &Plan) -> LanguageMeaning {
    let words = plan.words.iter();
    let wanted = words.map(|word| of_word(&word.text, &word.variants, false));
    let clauses = plan.clauses.iter().filter(|clause| clause.is_excluded);
    let rows = clauses.filter_map(|clause| clause.rows.first());
    let excluded = rows.chain(&plan.excluded).map(|row: &PlannedPhrase| {
        let variants: Vec<Variant> = row
            .words
            .iter()
            .flat_map(|(_, word)| word.clone())
            .collect();
        of_word(&row.text, &variants, true)
    });
    LanguageMeaning {
        language: plan.language,
        weight: plan.language_weight,
        words: wanted.chain(excluded).collect(),
    }
}

fn of_word(text: &str, variants: &[Variant], is_excluded: bool) -> WordMeaning {
    let known = variants.iter().filter(|one| one.doc_freq > 0.0);
    let mut known: Vec<&Variant> = known.collect();
    known.sort_by(|one, other| other.doc_freq.total_cmp(&one.doc_freq));
    let more = known.len().saturating_sub(MAX_TOLD);
    known.truncate(MAX_TOLD);
    let terms = known.iter();
    WordMeaning {
        word: text.to_owned(),
        is_excluded,
        terms: terms
            .map(|one| (one.text(), one.reason, one.doc_freq))
            .collect(),
        more,
    }
}
