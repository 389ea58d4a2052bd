//! What a query means in each language of an index: its words as weighted sets of index terms, with the
//! statistics of that language, and how likely the query is in it.

pub(crate) mod compound;
pub(crate) mod expand;
pub(crate) mod grouped;
pub(crate) mod reading;
pub(crate) mod scope;
pub(crate) mod synonyms;
pub(crate) mod variant;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::analysis::Analyzer;
use crate::analysis::surface::{Surface, folded};
use crate::analysis::words::WordKind;
use crate::error::Result;
use crate::index::Snapshot;
use crate::language::Language;
use crate::language::identify::is_function_word;
use crate::limits::{Budget, Limit};
use crate::query::{Clause, ClauseKind, Form, Query};
use crate::retrieve::word::K1;
use crate::snippet::{Meaning, PhraseMatcher, WordMatcher};
use expand::Vocabulary;
use grouped::grouped_numbers;
use reading::{Synonym, readings};
use scope::Scope;
use synonyms::Synonyms;
use variant::{Reason, Variant};

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

/// Forms that the stemmer keeps apart are looked up in languages whose scores are weighed at least so.
const MIN_FORMS_LANGUAGE_WEIGHT: f64 = 0.5;

/// What a synonym counts beside the word itself: a little less, so that what was typed comes first. Made up.
const SYNONYM_WEIGHT: f64 = 0.9;

/// A word of the query in one language: a weighted set of terms that scores as one term.
#[derive(Clone, Debug)]
pub(crate) struct PlannedWord {
    /// Which word of the query it is, the same in every language: its clause and its position there.
    pub(crate) place: (usize, usize),
    /// The word as it was typed.
    pub(crate) text: String,
    /// What it is called in the index.
    pub(crate) term: String,
    /// The same before it is stemmed.
    folded: String,
    /// The terms that stand for it.
    pub(crate) variants: Vec<Variant>,
    /// Which surface it must have besides.
    pub(crate) surface: Option<Surface>,
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
    /// Whether it is of letters, so that it can have other forms.
    has_forms: bool,
}

impl PlannedWord {
    /// What an endless number of occurrences is worth in a passage of its language.
    pub(crate) fn worth(&self) -> f64 {
        self.count * self.lightness * self.idf * (K1 + 1.0)
    }

    /// Sums up the statistics of the variants; `passages` are those of the language.
    fn count_passages(&mut self, passages: f64) {
        let weighed = self.variants.iter().map(|one| one.weight * one.passages);
        self.passages = weighed.fold(0.0, |sum, one| sum + one).min(passages); // `sum` of none is -0
        self.idf = idf(passages, self.passages);
    }

    /// Which tokens of a text it means; rows of terms aside.
    pub(crate) fn matcher(&self) -> WordMatcher {
        let own = [self.folded.as_str(), &self.term];
        word_matcher(own, &self.variants, self.surface.clone())
    }
}

/// Which tokens a word means; a compound with it means it by the part that is called one of `own`.
fn word_matcher(own: [&str; 2], variants: &[Variant], surface: Option<Surface>) -> WordMatcher {
    let mut terms = FxHashMap::default();
    for variant in variants {
        let Some(term) = variant.term() else { continue };
        let is_part = variant.reason == Reason::Compound;
        let meaning = Meaning {
            weight: variant.weight,
            part: is_part.then(|| own.map(str::to_owned)),
        };
        terms.entry(term.to_owned()).or_insert(meaning);
    }
    WordMatcher { terms, surface }
}

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
    /// Adds a word at a place behind all others.
    pub(crate) fn push(&mut self, place: u32, variants: Vec<Variant>, surface: Option<Surface>) {
        self.words.push((place, variants));
        self.surfaces.push(surface);
    }

    /// Which tokens of a text it means.
    pub(crate) fn matcher(&self) -> PhraseMatcher {
        let words = self.words.iter().zip(&self.surfaces);
        words
            .map(|((place, variants), surface)| {
                (
                    *place as usize,
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

/// What a query means in one language.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) language: Language,
    pub(crate) field: Field,
    pub(crate) words: Vec<PlannedWord>,
    /// Each in one of its readings.
    pub(crate) required: Vec<Vec<PlannedPhrase>>,
    pub(crate) excluded: Vec<PlannedPhrase>,
    /// Passages of the language.
    pub(crate) passages: f64,
    /// Mean length of a passage of the language, in weighed characters.
    pub(crate) mean_chars: f64,
    /// What scores of this language are multiplied by: 1 for the likeliest.
    pub(crate) language_weight: f64,
}

impl Plan {
    /// Whether the language has a word of the query.
    pub(crate) fn finds_something(&self) -> bool {
        self.words.iter().any(|word| word.passages > 0.0)
    }

    /// Takes its phrases apart: their words are looked for one by one.
    pub(crate) fn relax(&mut self) {
        self.required.clear();
        for word in &mut self.words {
            word.in_phrase_only = false;
        }
    }

    /// Whether every passage with one of its words matches.
    pub(crate) fn asks_for_words_only(&self) -> bool {
        let minds_surface = self.words.iter().any(|word| word.surface.is_some());
        self.required.is_empty() && self.excluded.is_empty() && !minds_surface
    }
}

/// The plans of a query for the languages of the index (or of those that are asked for), the likeliest first.
pub(crate) fn plans(
    index: &Snapshot,
    query: &Query,
    scope: &Scope,
    budget: &Budget<'_>,
) -> Result<Vec<Plan>> {
    let mut plans = Vec::new();
    let mut all_passages = 0.0;
    for (language, counts) in index.languages() {
        let allowed = scope.languages.as_ref();
        if allowed.is_some_and(|allowed| !allowed.contains(&language)) || counts.passages == 0 {
            continue;
        }
        if budget.is_over() {
            break;
        }
        let vocabulary = Vocabulary {
            index,
            language,
            budget,
        };
        let passages = counts.passages as f64;
        let mean_chars = counts.weighed_chars as f64 / passages;
        all_passages += passages;
        plans.push(plan(&vocabulary, query, passages, mean_chars, scope)?);
    }
    weigh_languages(&mut plans, all_passages);
    for plan in &mut plans {
        if plan.language_weight >= MIN_FORMS_LANGUAGE_WEIGHT {
            add_forms(plan, index, budget)?;
        }
        if scope.require_all {
            require_words(plan);
        }
    }
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

/// A word of a clause on its way into a plan.
pub(crate) struct ClauseWord {
    /// The part of the clause that it is in.
    pub(crate) part: usize,
    /// Where it starts in that.
    pub(crate) byte_start: usize,
    /// In tokens from the start of the clause.
    pub(crate) position: usize,
    text: String,
    term: String,
    form: Form,
    /// Its variants as far as the query asks for them.
    pub(crate) variants: Vec<Variant>,
    pub(crate) surface: Option<Surface>,
    has_forms: bool,
}

/// The words of a clause in one language.
fn clause_words(
    clause: &Clause,
    vocabulary: &Vocabulary<'_>,
    analyzer: &mut Analyzer,
) -> Result<Vec<ClauseWord>> {
    let language = vocabulary.language;
    let limits = vocabulary.budget.limits;
    // what is excluded alone costs no more for being much
    let is_alone = clause.kind == ClauseKind::Excluded && clause.parts.len() == 1;
    let most = if is_alone {
        usize::MAX
    } else {
        limits.variants
    };
    let mut words: Vec<ClauseWord> = Vec::new();
    let mut before = 0; // tokens of the parts before
    for (ordinal, part) in clause.parts.iter().enumerate() {
        let tokens = analyzer.tokens(&part.text);
        let last = tokens.len().saturating_sub(1);
        for (number, token) in tokens.iter().enumerate() {
            // The last character of a run is indexed so that it can be looked up alone; in a longer run it says nothing.
            if token.kind == (WordKind::Tail { alone: false }) {
                continue;
            }
            let text = part.text[token.byte_range.clone()].to_owned();
            let is_long = text.chars().nth(limits.word_chars).is_some();
            if is_long {
                vocabulary.budget.meet(Limit::WordChars);
            }
            let is_letters = token.kind == WordKind::Letters && !is_long;
            let stem = |reason| vocabulary.variant(&token.term, 1.0, reason);
            let (variants, surface) = match part.form {
                Form::Exact if matches!(token.kind, WordKind::Letters | WordKind::Number) => {
                    (vec![stem(Reason::Exact)?], Some(Surface::exact(&text)))
                }
                Form::Prefix if is_letters && number == last => (
                    vocabulary.with_prefix(&text, &token.term, most)?,
                    Some(Surface::prefix(&text, language)),
                ),
                Form::Fuzzy { max_edits } if is_letters => {
                    (vocabulary.similar(&text, &token.term, max_edits)?, None)
                }
                _ => (vec![stem(Reason::Stem)?], None),
            };
            words.push(ClauseWord {
                part: ordinal,
                byte_start: token.byte_range.start,
                position: before + token.position,
                text,
                term: token.term.clone(),
                form: part.form,
                variants,
                surface,
                has_forms: is_letters && part.form == Form::Any,
            });
        }
        before += tokens.len();
    }
    Ok(words)
}

/// What the user's list has for the words of a clause.
fn clause_synonyms(
    words: &[ClauseWord],
    vocabulary: &Vocabulary<'_>,
    synonyms: &Synonyms,
    analyzer: &mut Analyzer,
) -> Result<Vec<Synonym>> {
    let own = words.iter().map(|word| match word.form {
        Form::Any => (word.text.as_str(), word.term.as_str()),
        _ => ("", ""),
    });
    let own: Vec<(&str, &str)> = own.collect();
    let most = vocabulary.budget.limits.variants;
    let mut found = Vec::new();
    for start in 0..words.len() {
        for (length, rows) in synonyms.starting(&own[start..], analyzer) {
            if rows.len() > most {
                vocabulary.budget.meet(Limit::Variants);
            }
            for row in rows.into_iter().take(most) {
                found.push(Synonym {
                    start,
                    length,
                    variant: vocabulary.row(row, SYNONYM_WEIGHT, Reason::Synonym)?,
                });
            }
        }
    }
    Ok(found)
}

/// What stands for words in a row stands for each of them.
fn add_synonyms(words: &mut [ClauseWord], synonyms: Vec<Synonym>) {
    for Synonym {
        start,
        length,
        variant,
    } in synonyms
    {
        for word in &mut words[start..start + length] {
            add_variant(&mut word.variants, &variant);
        }
    }
}

/// A term that stands for a word twice counts once, for its first reason.
fn add_variant(variants: &mut Vec<Variant>, variant: &Variant) {
    if variants.iter().all(|known| known.terms != variant.terms) {
        variants.push(variant.clone());
    }
}

/// The plan of a query for one language.
fn plan(
    vocabulary: &Vocabulary<'_>,
    query: &Query,
    passages: f64,
    mean_chars: f64,
    scope: &Scope,
) -> Result<Plan> {
    let language = vocabulary.language;
    let mut analyzer = Analyzer::new(language);
    let mut plan = Plan {
        language,
        field: vocabulary.index.field(language),
        words: Vec::new(),
        required: Vec::new(),
        excluded: Vec::new(),
        passages,
        mean_chars: mean_chars.max(1.0),
        language_weight: 1.0,
    };
    let mut places: BTreeMap<(Form, String), usize> = BTreeMap::new();
    for (ordinal, clause) in query.clauses.iter().enumerate() {
        let mut words = clause_words(clause, vocabulary, &mut analyzer)?;
        if words.is_empty() {
            continue;
        }
        let mut synonyms = grouped_numbers(clause, &words, vocabulary, &mut analyzer)?;
        if let Some(of_user) = &scope.synonyms {
            synonyms.extend(clause_synonyms(&words, vocabulary, of_user, &mut analyzer)?);
        }
        match clause.kind {
            ClauseKind::Excluded => {
                plan.excluded.extend(readings(clause, &words, &synonyms));
                continue;
            }
            ClauseKind::Phrase => plan.required.push(readings(clause, &words, &synonyms)),
            ClauseKind::Words => {}
        }
        add_synonyms(&mut words, synonyms);
        let in_phrase = clause.kind == ClauseKind::Phrase && words.len() > 1;
        for word in words {
            let own = match word.form {
                Form::Any | Form::Fuzzy { .. } => word.term.clone(),
                Form::Exact | Form::Prefix => word.text.clone(),
            };
            let next = plan.words.len();
            let place = *places.entry((word.form, own)).or_insert(next);
            if let Some(known) = plan.words.get_mut(place) {
                known.count += 1.0;
                known.in_phrase_only &= in_phrase;
                if known.variants != word.variants {
                    for variant in &word.variants {
                        add_variant(&mut known.variants, variant);
                    }
                    known.count_passages(passages);
                }
                continue;
            }
            let is_function_word = is_function_word(&word.text, language);
            let mut planned = PlannedWord {
                place: (ordinal, word.position),
                folded: folded(&word.text, language),
                text: word.text,
                term: word.term,
                variants: word.variants,
                surface: word.surface,
                count: 1.0,
                lightness: if is_function_word {
                    FUNCTION_WORD_LIGHTNESS
                } else {
                    1.0
                },
                in_phrase_only: in_phrase,
                passages: 0.0,
                idf: 0.0,
                has_forms: word.has_forms && !is_function_word,
            };
            planned.count_passages(passages);
            plan.words.push(planned);
        }
    }
    Ok(plan)
}

/// Adds the forms that the stemmer keeps apart, and parts and wholes of compounds.
fn add_forms(plan: &mut Plan, index: &Snapshot, budget: &Budget<'_>) -> Result<()> {
    let vocabulary = Vocabulary {
        index,
        language: plan.language,
        budget,
    };
    let mut analyzer = Analyzer::new(plan.language);
    for word in &mut plan.words {
        if !word.has_forms || word.in_phrase_only || budget.is_over() {
            continue;
        }
        let lowered = word.text.to_lowercase();
        let mut variants = vocabulary.parts(&lowered, &mut analyzer)?;
        variants.extend(vocabulary.compounds(&word.term)?);
        // last: that it shares letters is the weakest reason
        variants.extend(vocabulary.forms(&word.term)?);
        for variant in &variants {
            add_variant(&mut word.variants, variant);
        }
        word.count_passages(plan.passages);
    }
    Ok(())
}

/// Has a passage need every word, in any of its variants; those of phrases are needed as it is.
fn require_words(plan: &mut Plan) {
    for word in plan.words.iter().filter(|word| !word.in_phrase_only) {
        let mut phrase = PlannedPhrase {
            text: word.text.clone(),
            ..PlannedPhrase::default()
        };
        phrase.push(0, word.variants.clone(), word.surface.clone());
        plan.required.push(vec![phrase]);
    }
}

/// Robertson's inverse document frequency, as Lucene has it: never negative.
pub(crate) fn idf(passages: f64, frequency: f64) -> f64 {
    (1.0 + (passages - frequency + 0.5) / (frequency + 0.5)).ln()
}
