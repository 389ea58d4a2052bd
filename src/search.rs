//! Searching: query → plans per language → candidates → re-ranked → hits.

#[cfg(test)]
mod brute_force;

use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, DocId};

use crate::error::{Error, Result};
use crate::index::{BYTE_START, CHAR_START, COLUMN, FileRecord, LINE, Snapshot, Stale};
use crate::language::Language;
use crate::plan::{self, Plan, PlannedPhrase};
use crate::query::{Clause, ClauseKind, Query};
use crate::rerank::{Features, QueryGrams, Read};
use crate::retrieve::candidates::{Candidate, candidates};
use crate::retrieve::count;

pub use crate::plan::synonyms::Synonyms;
pub use crate::plan::variant::{Reason, Variant};
pub use crate::rerank::explain::{Explanation, Feature, VariantExplanation, WordExplanation};
pub use crate::retrieve::word::WordQuery;
use crate::snippet::Matcher;

/// Passages of the first stage that are read again. Chosen on the judged sets; see `docs/ranking.md`.
pub(crate) const CANDIDATES: usize = 200;

/// What showing a phrase is worth beside showing words, in idf: more than any word.
const PHRASE_WORTH: f64 = 20.0;

/// What to search for, besides the query.
#[derive(Clone, Debug, Default)]
pub struct SearchOptions {
    /// Only passages in these languages; in all if none is named.
    pub languages: Option<Vec<Language>>,
    /// Only passages with every word of the query.
    pub require_all: bool,
    /// Passages that are wanted, skipped ones included.
    pub limit: usize,
    /// The best of each language, so many, instead of the best of all.
    pub per_language: Option<usize>,
    /// At most one passage of a file.
    pub one_per_file: bool,
    /// Only passages of files that are as they were indexed.
    pub fresh_only: bool,
    /// What the user wants to be found for each other.
    pub synonyms: Option<Arc<Synonyms>>,
}

/// A passage that was found.
#[derive(Clone, Debug)]
pub struct RankedPassage {
    /// Where it is in the index.
    pub(crate) address: DocAddress,
    /// Its language.
    pub language: Language,
    /// Its score; higher is better. Scores of different queries do not compare.
    pub score: f64,
    /// What the second stage found in it.
    pub(crate) features: Features,
    /// Its text.
    pub text: String,
    /// The place of its file.
    pub(crate) file: u64,
}

impl RankedPassage {
    /// Where it stands among passages of equal score: by file, then in the order of the file.
    pub(crate) fn place(&self) -> (u64, DocId) {
        (self.file, self.address.doc_id)
    }
}

/// The passages found for a query, the best first.
pub struct Ranking<'i> {
    pub(crate) index: &'i Snapshot,
    pub(crate) plans: Vec<Plan>,
    /// The passages.
    pub passages: Vec<RankedPassage>,
    /// Whether the phrases of the query stand in no passage, so that their words were looked for one by one.
    pub phrases_relaxed: bool,
    /// How many passages would be among them if their files were as they were indexed.
    pub hidden: usize,
}

/// Where a passage lies in its article.
#[derive(Clone, Copy, Debug)]
pub struct Location {
    /// Bytes of the article before it.
    pub byte_start: usize,
    /// Characters of the article before it.
    pub char_start: usize,
    /// Line it starts in, from 1.
    pub line: usize,
    /// Character of the line it starts at, from 1.
    pub column: usize,
}

/// Ranks the passages of an index for a query.
///
/// # Errors
/// [`Error::EmptyQuery`] and [`Error::OnlyExclusions`] if the query has no word to search for, [`Error::Damaged`] if the
/// index cannot be read.
pub fn search<'i>(
    index: &'i Snapshot,
    query: &Query,
    options: &SearchOptions,
) -> Result<Ranking<'i>> {
    rank(index, query, options).map_err(|error| index.blame(error))
}

fn rank<'i>(index: &'i Snapshot, query: &Query, options: &SearchOptions) -> Result<Ranking<'i>> {
    let retrieved = retrieve(index, query, options)?;
    let mut passages = rerank(index, query, &retrieved.plans, &retrieved.found)?;
    if options.one_per_file {
        let mut seen = FxHashSet::default();
        passages.retain(|passage| seen.insert(passage.file));
    }
    let hidden = if options.fresh_only {
        hide_stale(index, &mut passages, options)?
    } else {
        0
    };
    match options.per_language {
        Some(most) => passages = best_of_each_language(passages, most),
        None => passages.truncate(options.limit),
    }
    Ok(Ranking {
        index,
        plans: retrieved.plans,
        passages,
        phrases_relaxed: retrieved.phrases_relaxed,
        hidden,
    })
}

/// What the first stage of a search found.
pub(crate) struct Retrieved {
    /// What the query means in each language that has a word of it.
    pub(crate) plans: Vec<Plan>,
    pub(crate) found: Vec<Candidate>,
    /// Whether the phrases of the query stand in no passage, so that the plans have none.
    pub(crate) phrases_relaxed: bool,
}

pub(crate) fn retrieve(
    index: &Snapshot,
    query: &Query,
    options: &SearchOptions,
) -> Result<Retrieved> {
    query.require_word()?;
    let mut plans = plan::plans(index, query, options)?;
    plans.retain(Plan::finds_something);
    let mut found = first_stage(index, &plans, options)?;
    let has_phrase = query
        .clauses
        .iter()
        .any(|clause| clause.kind == ClauseKind::Phrase);
    let phrases_relaxed = found.is_empty() && has_phrase && !options.require_all;
    if phrases_relaxed {
        for plan in &mut plans {
            plan.required.clear();
        }
        found = first_stage(index, &plans, options)?;
    }
    Ok(Retrieved {
        plans,
        found,
        phrases_relaxed,
    })
}

/// The candidates of all languages together, or of each where the best of each are wanted.
fn first_stage(
    index: &Snapshot,
    plans: &[Plan],
    options: &SearchOptions,
) -> Result<Vec<Candidate>> {
    let Some(most) = options.per_language else {
        return enough_candidates(index, plans, options);
    };
    let options = SearchOptions {
        limit: most,
        ..options.clone()
    };
    let mut found = Vec::new();
    for plan in plans {
        found.extend(enough_candidates(
            index,
            std::slice::from_ref(plan),
            &options,
        )?);
    }
    Ok(found)
}

/// Leaves out passages of files that have changed or gone, as far down as passages are wanted; says how many.
fn hide_stale(
    index: &Snapshot,
    passages: &mut Vec<RankedPassage>,
    options: &SearchOptions,
) -> Result<usize> {
    let mut known: FxHashMap<u64, bool> = FxHashMap::default();
    let mut taken: FxHashMap<Option<Language>, usize> = FxHashMap::default();
    let mut fresh = Vec::new();
    let mut hidden = 0;
    for passage in passages.drain(..) {
        let (share, most) = match options.per_language {
            Some(most) => (Some(passage.language), most),
            None => (None, options.limit),
        };
        let taken = taken.entry(share).or_default();
        if *taken == most {
            continue;
        }
        let is_stale = if let Some(is_stale) = known.get(&passage.file) {
            *is_stale
        } else {
            let stale = index.file(passage.file)?.stale(&index.manifest().corpus);
            *known.entry(passage.file).or_insert(stale.is_some())
        };
        if is_stale {
            hidden += 1;
        } else {
            *taken += 1;
            fresh.push(passage);
        }
    }
    *passages = fresh;
    Ok(hidden)
}

/// The best passages of each language, the language with the best one first.
fn best_of_each_language(passages: Vec<RankedPassage>, most: usize) -> Vec<RankedPassage> {
    let mut languages: Vec<(Language, Vec<RankedPassage>)> = Vec::new();
    for passage in passages {
        match languages
            .iter_mut()
            .find(|(language, _)| *language == passage.language)
        {
            Some((_, best)) if best.len() < most => best.push(passage),
            Some(_) => {}
            None => languages.push((passage.language, vec![passage])),
        }
    }
    let best = languages.into_iter().flat_map(|(_, best)| best);
    best.filter(|_| most > 0).collect()
}

/// The candidates; more than usual where a few files have so many of them that too few other files are among them.
fn enough_candidates(
    index: &Snapshot,
    plans: &[Plan],
    options: &SearchOptions,
) -> Result<Vec<Candidate>> {
    let mut limit = CANDIDATES.max(options.limit.saturating_mul(2));
    loop {
        let found = candidates(index, plans, limit)?;
        let all = found.len() < limit;
        let files = || {
            found
                .iter()
                .map(|candidate| candidate.file)
                .collect::<FxHashSet<_>>()
                .len()
        };
        if all || !options.one_per_file || files() >= options.limit {
            return Ok(found);
        }
        limit = limit.saturating_mul(4);
    }
}

/// Reads the candidates and ranks them anew.
pub(crate) fn rerank(
    index: &Snapshot,
    query: &Query,
    plans: &[Plan],
    found: &[Candidate],
) -> Result<Vec<RankedPassage>> {
    let mut passages = Vec::with_capacity(found.len());
    // in the order of the store, so that each block is decompressed once
    let mut by_address: Vec<&Candidate> = found.iter().collect();
    by_address.sort_by_key(|candidate| candidate.address);
    for Candidate {
        address,
        language,
        file,
        score,
    } in by_address
    {
        let text = index.text(*address)?;
        passages.push(RankedPassage {
            address: *address,
            language: *language,
            file: *file,
            score: *score,
            features: Features::default(),
            text,
        });
    }
    // in the order of the files, so that sums do not depend on which thread wrote which segment
    passages.sort_by_key(RankedPassage::place);
    let positive = query
        .clauses
        .iter()
        .filter(|clause| clause.kind != ClauseKind::Excluded);
    let texts: Vec<String> = positive.map(Clause::text).collect();
    let grams = QueryGrams::of(&texts, plans.iter().map(|plan| plan.language));
    let language_weight = |language| {
        plans
            .iter()
            .find(|plan| plan.language == language)
            .map_or(0.0, |plan| plan.language_weight)
    };
    let are_first = are_first(index, &passages)?;
    let mut titles: FxHashMap<u64, Option<String>> = FxHashMap::default();
    for (passage, is_first) in passages.iter().zip(&are_first) {
        if !is_first && let Entry::Vacant(unread) = titles.entry(passage.file) {
            unread.insert(index.file(passage.file)?.title);
        }
    }
    let read: Vec<Read<'_>> = passages
        .iter()
        .zip(&are_first)
        .map(|(passage, is_first)| Read {
            text: &passage.text,
            language: passage.language,
            language_weight: language_weight(passage.language),
            file: passage.file,
            is_first: *is_first,
            title: titles.get(&passage.file).and_then(Option::as_deref),
        })
        .collect();
    let features = grams.features(&read);
    for (passage, features) in passages.iter_mut().zip(features) {
        passage.features = features;
        passage.score += language_weight(passage.language) * features.sum();
    }
    passages.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(one.place().cmp(&other.place()))
    });
    Ok(passages)
}

/// Whether each passage is the first of its article.
fn are_first(index: &Snapshot, passages: &[RankedPassage]) -> Result<Vec<bool>> {
    let is_first = |passage: &RankedPassage| {
        let starts = index.column(passage.address.segment_ord, BYTE_START)?;
        Ok(starts.get_val(passage.address.doc_id) == 0)
    };
    passages.iter().map(is_first).collect()
}

impl Ranking<'_> {
    /// The languages that have a word of the query, with what their scores were multiplied by, the likeliest first.
    pub fn languages(&self) -> impl Iterator<Item = (Language, f64)> {
        self.plans
            .iter()
            .map(|plan| (plan.language, plan.language_weight))
    }

    /// What of the query can be found in passages of a language.
    #[must_use]
    pub fn matcher(&self, language: Language) -> Matcher {
        let mut matcher = Matcher::default();
        for plan in self.plans.iter().filter(|plan| plan.language == language) {
            for word in &plan.words {
                if word.in_phrase_only && !self.phrases_relaxed {
                    continue;
                }
                matcher.words.push((word.matcher(), word.idf));
                for row in word.variants.iter().filter(|one| one.term().is_none()) {
                    matcher.phrases.push((row.matcher(), word.idf * row.weight));
                }
            }
            for readings in &plan.required {
                if matches!(readings.as_slice(), [word] if word.words.len() == 1) {
                    continue; // found as a word
                }
                let phrases = readings.iter().map(PlannedPhrase::matcher);
                matcher
                    .phrases
                    .extend(phrases.map(|phrase| (phrase, PHRASE_WORTH)));
            }
        }
        matcher
    }

    /// What the index knows of the file of a passage.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the index cannot be read.
    pub fn file(&self, passage: &RankedPassage) -> Result<FileRecord> {
        self.index.file(passage.file)
    }

    /// What has become of a file since it was indexed.
    pub(crate) fn stale(&self, record: &FileRecord) -> Option<Stale> {
        record.stale(&self.index.manifest().corpus)
    }

    /// An error if one of these places is of a file that has changed or gone since it was indexed.
    ///
    /// # Errors
    /// [`Error::StaleHit`] for the first such place, [`Error::Damaged`] if the index cannot be read.
    pub fn refuse_stale(&self, places: Range<usize>) -> Result<()> {
        for passage in &self.passages[places] {
            let record = self.file(passage)?;
            if let Some(stale) = self.stale(&record) {
                return Err(Error::StaleHit {
                    article: record.path,
                    reason: stale.to_string(),
                    index: self.index.path().to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Where a passage lies in its article.
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be read.
    pub fn location(&self, passage: &RankedPassage) -> Result<Location> {
        let address = passage.address;
        let value = |name| -> Result<usize> {
            let column = self.index.column(address.segment_ord, name)?;
            Ok(column.get_val(address.doc_id) as usize)
        };
        Ok(Location {
            byte_start: value(BYTE_START)?,
            char_start: value(CHAR_START)?,
            line: value(LINE)?,
            column: value(COLUMN)?,
        })
    }

    /// How many passages and files of the whole index match at least one word (or all that is required).
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be read.
    pub fn count_matches(&self) -> Result<(usize, usize)> {
        count::count_matches(self.index, &self.plans)
    }
}
