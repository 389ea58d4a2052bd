//! What does a query mean in a language? Its words are weighted sets of index terms there, with the
//! statistics of that language, and how likely the query is in it.

pub(crate) mod alternative;
pub(crate) mod certainty;
pub(crate) mod clause;
pub(crate) mod compound;
mod doubt;
pub(crate) mod expand;
pub(crate) mod grouped;
pub(crate) mod joined;
mod light;
pub(crate) mod matcher;
pub(crate) mod phrase;
pub(crate) mod scope;
pub(crate) mod synonyms;
pub(crate) mod variant;
mod wildcard;
pub(crate) mod word;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::schema::Field;

use crate::analysis::Analyzer;
use crate::analysis::fold::without_diacritics;
use crate::analysis::surface::folded;
use crate::error::Result;
use crate::index::{ArticleSet, PassageSet, Snapshot};
use crate::language::Language;
use crate::language::identify::is_function_word;
use crate::limits::{Budget, Limit};
use crate::query::{ClauseKind, FULL_BOOST, Form, Query};
use crate::vocabulary::Likeness;
use alternative::{Synonym, alternatives};
use certainty::Certainty;
use clause::{ClauseWord, clause_words};
use expand::Vocabulary;
use grouped::grouped_numbers;
use joined::joined_words;
use light::required_find;
use phrase::PlannedPhrase;
use scope::{SameText, Scope};
use synonyms::Synonyms;
use variant::{Reason, Variant};
use word::PlannedWord;

/// Exponent of P(language | query): how strongly a query's likely language is preferred. Measured on 19 judged
/// sets in one index; see `docs/ranking.md`.
const LANGUAGE_EXPONENT: f64 = 0.15;

/// A word in no more passages than this is looked for as two, too: one that is frequent needs no other spelling.
const RARE_PASSAGES: f64 = 10.0;

/// As many passages of the whole index as each language's word probabilities are smoothed with (Dirichlet), so
/// that a language with a handful of passages is not likely for want of evidence against it.
const BACKGROUND_PASSAGES: f64 = 30.0;

/// What a function word of the language counts beside another word: in questions they are frequent and in the
/// passages that answer them rare, so that their idf makes too much of them. Chosen on the judged sets; see
/// `docs/ranking.md`.
const FUNCTION_WORD_WEIGHT: f64 = 0.35;

/// Forms that the stemmer keeps apart are looked up in languages whose scores are weighed at least so.
const MIN_FORMS_LANGUAGE_WEIGHT: f64 = 0.5;

/// What a synonym counts beside the word itself: a little less, so that what was typed comes first. Made up.
const SYNONYM_WEIGHT: f64 = 0.9;

/// What a query means in one language.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) language: Language,
    pub(crate) field: Field,
    pub(crate) words: Vec<PlannedWord>,
    /// Phrases, of each of which one alternative is required.
    pub(crate) required: Vec<Vec<PlannedPhrase>>,
    pub(crate) excluded: Vec<PlannedPhrase>,
    /// Of a query that is an expression: what its clauses are, if they are rows of words.
    pub(crate) clauses: Vec<PlannedClause>,
    /// How many passages are of the language.
    pub(crate) doc_count: f64,
    /// Mean length of a passage of the language, in weighed characters.
    pub(crate) mean_chars: f64,
    /// What scores of this language are multiplied by: 1 for the likeliest.
    pub(crate) language_weight: f64,
    /// Whether its words are those of phrases taken apart that nobody wanted apart: whatever they find is a guess.
    pub(crate) is_guess: bool,
    /// Whether every word is required, so that a passage is as sure as the least sure of them.
    pub(crate) requires_all: bool,
    /// The articles that its passages may be of; none for all.
    pub(crate) admitted: Option<Arc<ArticleSet>>,
    /// Those of them that are as asked if no guess counts; none for all.
    pub(crate) sure: Option<Arc<ArticleSet>>,
    /// The passages of each segment that are as an expression asks besides; none for all.
    pub(crate) passages: Option<Arc<Vec<PassageSet>>>,
}

/// A clause of an expression in one language.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlannedClause {
    /// What it may be as a row of words; of words of which one is enough, none.
    pub(crate) rows: Vec<PlannedPhrase>,
    /// Whether it is not to be there.
    pub(crate) is_excluded: bool,
}

impl Plan {
    /// Whether the language has a word of the query.
    pub(crate) fn finds_something(&self) -> bool {
        self.words.iter().any(|word| word.doc_freq > 0.0)
    }

    /// Takes its phrases apart: their words are looked for one by one, which is a guess unless it `is_asked` for.
    fn relax(&mut self, is_asked: bool) {
        self.required.clear();
        self.is_guess = !is_asked;
        for word in &mut self.words {
            word.in_phrase_only = false;
        }
    }

    /// Leaves out what only may stand for a word.
    fn leave_out_guesses(&mut self) {
        for word in &mut self.words {
            word.variants
                .retain(|variant| variant.certainty != Certainty::Guess);
            word.sum_up(self.doc_count);
        }
    }

    /// How sure a passage is what was asked for, of which these say how sure its words are that are not light.
    pub(crate) fn certainty(&self, words: impl Iterator<Item = Certainty>) -> Certainty {
        let one = if self.requires_all {
            words.max()
        } else {
            words.min()
        };
        let one = one.filter(|_| !self.is_guess);
        one.unwrap_or(Certainty::Guess)
    }

    /// The same of a passage of this article, which may be as asked but by a guess.
    pub(crate) fn certainty_in(
        &self,
        article: u64,
        words: impl Iterator<Item = Certainty>,
    ) -> Certainty {
        let is_guess = self
            .sure
            .as_ref()
            .is_some_and(|sure| !sure.contains(article));
        self.certainty(words.filter(|_| !is_guess))
    }

    /// The phrases and rows of words that passages are to have.
    pub(crate) fn wanted_rows(&self) -> impl Iterator<Item = &[PlannedPhrase]> {
        let clauses = self.clauses.iter().filter(|clause| !clause.is_excluded);
        let rows = clauses.map(|clause| clause.rows.as_slice());
        let required = self.required.iter().map(Vec::as_slice);
        required.chain(rows.filter(|rows| !rows.is_empty()))
    }

    /// Whether a passage that matches may be a guess.
    pub(crate) fn may_guess(&self) -> bool {
        let is_guess = |variant: &Variant| variant.certainty == Certainty::Guess;
        let mut words = self.words.iter();
        self.is_guess
            || self.sure.is_some()
            || words.any(|word| word.is_light || word.variants.iter().any(is_guess))
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
    let admitted = index
        .admitted(&scope.filter, scope.same_text == SameText::One)?
        .map(Arc::new);
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
        let vocabulary = Vocabulary::of(index, language, budget);
        let passages = counts.passages as f64;
        let mean_chars = counts.weighed_chars as f64 / passages;
        all_passages += passages;
        let plan = plan(&vocabulary, query, passages, mean_chars, scope)?;
        plans.push(Plan {
            admitted: admitted.clone(),
            ..plan
        });
    }
    weigh_languages(&mut plans, all_passages);
    if plans.len() > 1 && scope.languages.is_none() {
        for plan in &mut plans {
            doubt::doubt_stems(&mut plan.words, plan.language);
        }
    }
    let present: BTreeSet<(usize, usize)> = plans
        .iter()
        .flat_map(|plan| plan.words.iter().filter(|word| word.doc_freq > 0.0))
        .flat_map(|word| word.query_positions.iter().copied())
        .collect();
    for plan in &mut plans {
        if plan.language_weight >= MIN_FORMS_LANGUAGE_WEIGHT {
            add_forms(plan, index, &present, budget)?;
        }
    }
    lighten(query, &mut plans);
    for plan in &mut plans {
        for word in &mut plan.words {
            if query.has_initialism(&word.text) {
                word.keep_initialism(plan.doc_count);
            }
        }
        if scope.strict {
            plan.leave_out_guesses();
        }
        if scope.require_all && scope.same_passage && query.tree.is_none() {
            require_words(plan);
        } else if scope.strict && plan.required.is_empty() {
            plan.required.extend(required_find(&plan.words));
        }
    }
    plans.sort_by(|one, other| other.language_weight.total_cmp(&one.language_weight));
    Ok(plans)
}

/// Takes the phrases of a query apart in each language.
pub(crate) fn relax(query: &Query, plans: &mut [Plan], is_asked: bool) {
    for plan in &mut *plans {
        plan.relax(is_asked);
    }
    lighten(query, plans);
}

fn lighten(query: &Query, plans: &mut [Plan]) {
    let words = plans.iter_mut();
    let mut words: Vec<(f64, &mut [PlannedWord])> = words
        .map(|plan| (plan.language_weight, plan.words.as_mut_slice()))
        .collect();
    light::lighten(query, &mut words);
}

/// Weighs each plan by how likely the query is in its language: the product over the query's words of the share of
/// the language's passages that have the word. Words that no language has say nothing.
fn weigh_languages(plans: &mut [Plan], all_passages: f64) {
    let mut background: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for word in plans.iter().flat_map(|plan| &plan.words) {
        for position in &word.query_positions {
            *background.entry(*position).or_default() += word.doc_freq;
        }
    }
    // one factor for each word of the query, whatever a language makes of it: the mean of what it is cut into
    let likelihood = |plan: &Plan| -> f64 {
        let mut factors: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
        for word in &plan.words {
            for position in &word.query_positions {
                let background = background[position] / all_passages;
                let share = (word.doc_freq + BACKGROUND_PASSAGES * background)
                    / (plan.doc_count + BACKGROUND_PASSAGES);
                if share > 0.0 {
                    let factor = factors.entry(*position).or_default();
                    *factor = (factor.0 + share.ln(), factor.1 + 1.0);
                }
            }
        }
        factors.values().map(|(sum, count)| sum / count).sum()
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

/// What the user's list has for the words of a clause.
fn clause_synonyms(
    words: &[ClauseWord],
    vocabulary: &Vocabulary<'_>,
    synonyms: &Synonyms,
    analyzer: &mut Analyzer,
) -> Result<Vec<Synonym>> {
    let keys = words.iter().map(|word| match word.form {
        Form::Any => (word.text.as_str(), vocabulary.keys.of_term(&word.term)),
        _ => ("", "".into()),
    });
    let keys: Vec<(&str, Cow<'_, str>)> = keys.collect();
    let own = keys.iter().map(|(text, key)| (*text, key.as_ref()));
    let own: Vec<(&str, &str)> = own.collect();
    let most = vocabulary.budget.limits.variants;
    let mut found = Vec::new();
    for start in 0..words.len() {
        for (length, rows) in synonyms.starting(&own[start..], analyzer, &vocabulary.keys) {
            if rows.len() > most {
                vocabulary.budget.meet(Limit::Variants);
            }
            for row in rows.into_iter().take(most) {
                found.push(Synonym {
                    start,
                    length,
                    row: vocabulary.row(&row, SYNONYM_WEIGHT, Reason::Synonym)?,
                });
            }
        }
    }
    Ok(found)
}

/// What stands for words in a row stands for each of them.
fn add_synonyms(words: &mut [ClauseWord], synonyms: Vec<Synonym>) {
    for Synonym { start, length, row } in synonyms {
        let variants = match row.as_slice() {
            [variants] => variants.clone(),
            _ => Variant::of_row(row).into_iter().collect(),
        };
        for word in &mut words[start..start + length] {
            for variant in &variants {
                add_variant(&mut word.variants, variant);
            }
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
    doc_count: f64,
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
        clauses: Vec::new(),
        doc_count,
        mean_chars: mean_chars.max(1.0),
        language_weight: 1.0,
        is_guess: false,
        requires_all: false,
        admitted: None,
        sure: None,
        passages: None,
    };
    let is_expression = query.tree.is_some();
    if is_expression {
        plan.clauses
            .resize_with(query.clauses.len(), PlannedClause::default);
    }
    let mut known_words: BTreeMap<(Form, String), usize> = BTreeMap::new();
    for (ordinal, clause) in query.clauses.iter().enumerate() {
        let mut words = clause_words(clause, vocabulary, &mut analyzer)?;
        if words.is_empty() {
            continue;
        }
        let mut synonyms = grouped_numbers(clause, &words, vocabulary, &mut analyzer)?;
        synonyms.extend(joined_words(clause, &words, vocabulary, &mut analyzer)?);
        if let Some(of_user) = &scope.synonyms {
            synonyms.extend(clause_synonyms(&words, vocabulary, of_user, &mut analyzer)?);
        }
        if is_expression && clause.kind != ClauseKind::Words {
            plan.clauses[ordinal] = PlannedClause {
                rows: alternatives(clause, &words, &synonyms, vocabulary.budget),
                is_excluded: clause.kind == ClauseKind::Excluded,
            };
        }
        match clause.kind {
            ClauseKind::Excluded if is_expression => continue,
            ClauseKind::Phrase if is_expression => {}
            ClauseKind::Excluded => {
                plan.excluded
                    .extend(alternatives(clause, &words, &synonyms, vocabulary.budget));
                continue;
            }
            ClauseKind::Phrase => {
                plan.required
                    .push(alternatives(clause, &words, &synonyms, vocabulary.budget));
            }
            ClauseKind::Words => {}
        }
        add_synonyms(&mut words, synonyms);
        let in_phrase = clause.kind == ClauseKind::Phrase && words.len() > 1;
        let count = f64::from(clause.boost) / f64::from(FULL_BOOST);
        for word in words {
            let own = match word.form {
                Form::Any | Form::Fuzzy { .. } | Form::Pattern => word.term.clone(),
                Form::Exact => word.text.clone(),
            };
            let next = plan.words.len();
            let index = *known_words.entry((word.form, own)).or_insert(next);
            if let Some(known) = plan.words.get_mut(index) {
                known.count += count;
                known.query_positions.push((ordinal, word.ordinal));
                known.in_phrase_only &= in_phrase;
                if known.variants != word.variants {
                    for variant in &word.variants {
                        add_variant(&mut known.variants, variant);
                    }
                    known.sum_up(doc_count);
                }
                continue;
            }
            let is_initialism = query.has_initialism(&word.text);
            let is_function_word = !is_initialism
                && word.form != Form::Pattern
                && is_function_word(&word.text, language);
            let mut planned = PlannedWord {
                query_positions: vec![(ordinal, word.ordinal)],
                parts: parts(&word, vocabulary),
                text: word.text,
                term: word.term,
                variants: word.variants,
                surface: word.surface,
                count,
                weight_factor: if is_function_word {
                    FUNCTION_WORD_WEIGHT
                } else {
                    1.0
                },
                in_phrase_only: in_phrase,
                doc_freq: 0.0,
                idf: 0.0,
                is_light: false,
                in_names: Vec::new(),
                has_forms: word.has_forms && !is_function_word,
            };
            planned.sum_up(doc_count);
            plan.words.push(planned);
        }
    }
    Ok(plan)
}

/// By what a compound may have a word.
fn parts(word: &ClauseWord, vocabulary: &Vocabulary<'_>) -> [String; 2] {
    if vocabulary.language.links().is_none() {
        // an ideograph is the first of a pair
        let is_of = |one: &Variant| one.reason == Reason::Compound;
        let has_pairs = word.variants.iter().any(is_of);
        return [has_pairs, false].map(|is_one| {
            if is_one {
                word.term.clone()
            } else {
                String::new()
            }
        });
    }
    [
        folded(&word.text, vocabulary.language),
        without_diacritics(&vocabulary.keys.stem(&word.term)).into_owned(),
    ]
}

/// Adds likely forms of words, parts and wholes of compounds. Of a word that some language has as it was typed, or with its
/// stem, only in such languages (`present`): in others it would be likeness by chance.
fn add_forms(
    plan: &mut Plan,
    index: &Snapshot,
    present: &BTreeSet<(usize, usize)>,
    budget: &Budget<'_>,
) -> Result<()> {
    let vocabulary = Vocabulary::of(index, plan.language, budget);
    for word in &mut plan.words {
        if !word.has_forms || word.in_phrase_only || budget.is_over() {
            continue;
        }
        let is_elsewhere = || word.query_positions.iter().any(|one| present.contains(one));
        if word.doc_freq <= 0.0 && is_elsewhere() {
            continue;
        }
        let likeness = Likeness::of(&word.term, plan.language);
        Vocabulary::weigh_stems(&likeness, &mut word.variants);
        let mut variants = vocabulary.forms(&word.term, &likeness)?;
        if word.doc_freq <= RARE_PASSAGES {
            let row = vocabulary.pieces(&word.term)?;
            variants.extend(row.and_then(Variant::of_row));
        }
        variants.extend(vocabulary.parts(&word.term)?);
        variants.extend(vocabulary.compounds(&word.term)?);
        for variant in &variants {
            add_variant(&mut word.variants, variant);
        }
        word.sum_up(plan.doc_count);
    }
    Ok(())
}

/// Has a passage need every word, in any of its variants; those of phrases are needed as it is.
fn require_words(plan: &mut Plan) {
    plan.requires_all = true;
    for word in plan.words.iter().filter(|word| !word.in_phrase_only) {
        plan.required.push(vec![PlannedPhrase::of_word(word)]);
    }
}
