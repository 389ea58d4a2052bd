//! What a query means in each language of an index: its words as weighted sets of index terms, with the
//! statistics of that language, and how likely the query is in it.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::schema::Field;

use crate::analysis::Analyzer;
use crate::analysis::words::WordKind;
use crate::error::Result;
use crate::index::Index;
use crate::language::Language;
use crate::language::identify::is_function_word;
use crate::query::{ClauseKind, Query};

/// Exponent of P(language | query): how strongly a query's likely language is preferred. Measured on 19 judged
/// sets in one index; see `docs/ranking.md`.
const LANGUAGE_EXPONENT: f64 = 0.15;

/// Passages' worth of the whole index that each language's word probabilities are smoothed with (Dirichlet), so
/// that a language with a handful of passages is not likely for want of evidence against it.
const BACKGROUND_PASSAGES: f64 = 30.0;

/// What a function word of the language counts beside another word: in questions they are frequent and in the
/// passages that answer them rare, so that their idf makes too much of them. Chosen on the judged sets; see
/// `docs/ranking.md`.
const FUNCTION_WORD_LIGHTNESS: f64 = 0.35;

/// An index term that stands for a query word.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) term: String,
    pub(crate) weight: f64,
}

/// A word of the query in one language: a weighted set of terms that scores as one term.
#[derive(Clone, Debug)]
pub(crate) struct PlannedWord {
    /// Which word of the query it is, the same in every language: its clause and its position there.
    pub(crate) place: (usize, usize),
    /// The terms that stand for it.
    pub(crate) variants: Vec<Variant>,
    /// How often the query has it.
    pub(crate) count: f64,
    /// 1, or less for a function word.
    pub(crate) lightness: f64,
    /// Passages of the language with it: `min(N, Σ weight · df)`.
    pub(crate) passages: f64,
    /// Whether it stands in a phrase of the query and nowhere else in it.
    pub(crate) in_phrase_only: bool,
    /// Its inverse document frequency among the passages of the language.
    pub(crate) idf: f64,
}

/// Words that must, or must not, stand one after the other.
#[derive(Clone, Debug)]
pub(crate) struct PlannedPhrase {
    /// Its terms with their positions in the phrase.
    pub(crate) terms: Vec<(usize, Term)>,
}

impl PlannedPhrase {
    /// Its terms as text, with their positions.
    pub(crate) fn texts(&self) -> Vec<(usize, String)> {
        let text = |term: &Term| term.value().as_str().unwrap_or_default().to_owned();
        self.terms
            .iter()
            .map(|(position, term)| (*position, text(term)))
            .collect()
    }
}

/// What a query means in one language.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) language: Language,
    pub(crate) field: Field,
    pub(crate) words: Vec<PlannedWord>,
    pub(crate) required: Vec<PlannedPhrase>,
    pub(crate) excluded: Vec<PlannedPhrase>,
    /// Passages of the language.
    pub(crate) passages: f64,
    /// Mean length of a passage of the language, in weighed characters.
    pub(crate) mean_chars: f64,
    /// What scores of this language are multiplied by: 1 for the likeliest.
    pub(crate) language_weight: f64,
}

/// The plans of a query for the languages of the index (or of `languages` alone), the likeliest language first.
pub(crate) fn plans(
    index: &Index,
    query: &Query,
    languages: Option<&[Language]>,
    require_all: bool,
) -> Result<Vec<Plan>> {
    let mut plans = Vec::new();
    let mut all_passages = 0.0;
    for (language, counts) in index.languages() {
        if languages.is_some_and(|allowed| !allowed.contains(&language)) || counts.passages == 0 {
            continue;
        }
        let passages = counts.passages as f64;
        all_passages += passages;
        plans.push(plan(
            index,
            query,
            language,
            passages,
            counts.weighed_chars as f64 / passages,
            require_all,
        )?);
    }
    weigh_languages(&mut plans, all_passages);
    plans.retain(|plan| plan.words.iter().any(|word| word.passages > 0.0));
    plans.sort_by(|one, other| other.language_weight.total_cmp(&one.language_weight));
    Ok(plans)
}

/// Weighs each plan by how likely the query is in its language: the product over the query's words of the share of
/// the language's passages that have the word. Words that no language has say nothing.
fn weigh_languages(plans: &mut [Plan], all_passages: f64) {
    let mut background: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for word in plans.iter().flat_map(|plan| &plan.words) {
        *background.entry(word.place).or_default() += word.passages;
    }
    let likelihood = |plan: &Plan| -> f64 {
        let share = |word: &PlannedWord| {
            let background = background[&word.place] / all_passages;
            (word.passages + BACKGROUND_PASSAGES * background)
                / (plan.passages + BACKGROUND_PASSAGES)
        };
        plan.words
            .iter()
            .map(share)
            .filter(|share| *share > 0.0)
            .map(f64::ln)
            .sum()
    };
    let likelihoods: Vec<f64> = plans.iter().map(likelihood).collect();
    let likeliest = likelihoods
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max);
    for (plan, likelihood) in plans.iter_mut().zip(likelihoods) {
        plan.language_weight = ((likelihood - likeliest) * LANGUAGE_EXPONENT).exp();
    }
}

/// The plan of a query for one language.
fn plan(
    index: &Index,
    query: &Query,
    language: Language,
    passages: f64,
    mean_chars: f64,
    require_all: bool,
) -> Result<Plan> {
    let field = index.field(language);
    let mut analyzer = Analyzer::new(language);
    let mut plan = Plan {
        language,
        field,
        words: Vec::new(),
        required: Vec::new(),
        excluded: Vec::new(),
        passages,
        mean_chars: mean_chars.max(1.0),
        language_weight: 1.0,
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new(); // term → its place in `words`
    for (ordinal, clause) in query.clauses.iter().enumerate() {
        // The last character of a run is indexed so that it can be looked up alone; in a longer run it says nothing.
        let tokens: Vec<_> = analyzer
            .tokens(&clause.text)
            .into_iter()
            .filter(|token| token.kind != WordKind::Tail { alone: false })
            .collect();
        let first = tokens.first().map_or(0, |token| token.position);
        let terms: Vec<_> = tokens
            .iter()
            .map(|token| {
                (
                    token.position - first,
                    Term::from_field_text(field, &token.term),
                )
            })
            .collect();
        if terms.is_empty() {
            continue;
        }
        let is_long = terms.len() > 1;
        match clause.kind {
            ClauseKind::Excluded => {
                plan.excluded.push(PlannedPhrase { terms });
                continue;
            }
            ClauseKind::Phrase => plan.required.push(PlannedPhrase { terms }),
            ClauseKind::Words if require_all => {
                plan.required
                    .extend(terms.into_iter().map(|(_, term)| PlannedPhrase {
                        terms: vec![(0, term)],
                    }));
            }
            ClauseKind::Words => {}
        }
        for token in tokens {
            let in_phrase = clause.kind == ClauseKind::Phrase && is_long;
            if let Some(place) = counts.get(&token.term) {
                plan.words[*place].count += 1.0;
                plan.words[*place].in_phrase_only &= in_phrase;
                continue;
            }
            let term = Term::from_field_text(field, &token.term);
            let frequency = index.passages_with(&term)? as f64;
            counts.insert(token.term.clone(), plan.words.len());
            let frequency = frequency.min(passages);
            plan.words.push(PlannedWord {
                place: (ordinal, token.position),
                variants: vec![Variant {
                    term: token.term,
                    weight: 1.0,
                }],
                count: 1.0,
                lightness: if is_function_word(
                    &clause.text[token.byte_range].to_lowercase(),
                    language,
                ) {
                    FUNCTION_WORD_LIGHTNESS
                } else {
                    1.0
                },
                in_phrase_only: in_phrase,
                passages: frequency,
                idf: idf(passages, frequency),
            });
        }
    }
    Ok(plan)
}

/// Robertson's inverse document frequency, as Lucene has it: never negative.
pub(crate) fn idf(passages: f64, frequency: f64) -> f64 {
    (1.0 + (passages - frequency + 0.5) / (frequency + 0.5)).ln()
}
