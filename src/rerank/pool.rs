//! Which of the best are the best? The pool of the first stage is read again, with the statistics that its passages have together.
//!
//! A pool depends on the query alone, never on how many hits are asked for, so that the first ten hits are the same ten
//! in every list.

use std::cmp::Ordering;
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use super::capitals::Capitals;
use super::{Features, Found, QueryGrams, Read, Statistics};
use crate::error::Result;
use crate::index::Snapshot;
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::certainty::Certainty;
use crate::query::{Clause, ClauseKind, Query};
use crate::retrieve::collect::best::Candidate;

/// A passage that was found.
#[derive(Clone, Debug)]
pub(crate) struct RankedPassage {
    /// Where it is in the index.
    pub(crate) address: DocAddress,
    pub(crate) language: Language,
    pub(crate) score: f64,
    /// How sure it is that it is what was asked for.
    pub(crate) certainty: Certainty,
    /// What the second stage found in it; nothing if it was not read again.
    pub(crate) features: Features,
    /// Its text, if it was read.
    pub(crate) text: Option<String>,
    /// The ordinal of its article.
    pub(crate) article: u64,
    /// Bytes of the article before it.
    pub(crate) byte_start: u64,
}

impl RankedPassage {
    /// What orders passages of equal score: their articles, then where they are in these.
    fn tie_key(&self) -> (u64, u64) {
        (self.article, self.byte_start)
    }

    /// Whether its article begins with it.
    fn is_first(&self) -> bool {
        self.byte_start == 0
    }

    /// Whether nothing of it is sure to be what was asked for.
    pub(crate) fn is_guess(&self) -> bool {
        self.certainty == Certainty::Guess
    }

    /// The better first: what was found before what is a guess, then by score.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let order = self.is_guess().cmp(&other.is_guess());
        let order = order.then(other.score.total_cmp(&self.score));
        order.then(self.tie_key().cmp(&other.tie_key()))
    }

    /// Its text, which is read if it was not.
    pub(crate) fn text(&self, index: &Snapshot) -> Result<String> {
        match &self.text {
            Some(text) => Ok(text.clone()),
            None => index.text(self.address),
        }
    }
}

impl From<&Candidate> for RankedPassage {
    /// A passage with the score of the first stage, which is not read.
    fn from(candidate: &Candidate) -> Self {
        Self {
            address: candidate.address,
            language: candidate.language,
            score: candidate.score,
            certainty: candidate.certainty,
            features: Features::default(),
            text: None,
            article: candidate.article,
            byte_start: candidate.byte_start,
        }
    }
}

/// The best candidates of a query, read again.
pub(crate) struct Pool {
    /// The best first.
    pub(crate) passages: Vec<RankedPassage>,
    grams: QueryGrams,
    statistics: Statistics,
    capitals: Capitals,
}

impl Pool {
    /// The candidates of a query in the order in which they came, with the scores that they have; nothing is read.
    pub(crate) fn unread(
        index: &Snapshot,
        query: &Query,
        plans: &[Plan],
        candidates: &[Candidate],
    ) -> Result<Self> {
        let passages = candidates.iter().map(RankedPassage::from).collect();
        Ok(Self {
            passages,
            ..Self::read(index, query, plans, &[], &[])?
        })
    }

    /// Reads the candidates of a query and ranks them by what they say; how rare that is, they and what they are `compared` with
    /// say.
    pub(crate) fn read(
        index: &Snapshot,
        query: &Query,
        plans: &[Plan],
        candidates: &[Candidate],
        compared: &[Candidate],
    ) -> Result<Self> {
        let positive = query
            .clauses
            .iter()
            .filter(|clause| clause.kind != ClauseKind::Excluded);
        let texts: Vec<String> = positive.map(Clause::text).collect();
        let languages = plans.iter().map(|plan| plan.language);
        let grams = QueryGrams::of(&texts, languages, &|word| query.has_initialism(word));
        let mut passages = read_texts(index, candidates)?;
        let titles = Titles::of(index, &passages)?;
        let read = titles.read(plans, &passages);
        let others = read_texts(index, compared)?;
        let all: Vec<Read<'_>> = read
            .iter()
            .copied()
            .chain(titles.read(plans, &others))
            .collect();
        let found = grams.find_all(&all);
        let statistics = grams.statistics(&all, &found);
        let mut features = grams.features(&statistics, &read, &found[..read.len()]);
        let capitals = Capitals::of(query, plans, &read);
        capitals.add(&read, &mut features);
        add(plans, &mut passages, &features);
        passages.sort_by(RankedPassage::order);
        Ok(Self {
            passages,
            grams,
            statistics,
            capitals,
        })
    }

    /// A passage that is not in the pool, read as those in it are.
    pub(crate) fn read_another(
        &self,
        index: &Snapshot,
        plans: &[Plan],
        candidate: &Candidate,
    ) -> Result<RankedPassage> {
        let mut passages = read_texts(index, std::slice::from_ref(candidate))?;
        let titles = Titles::of(index, &passages)?;
        let read = titles.read(plans, &passages);
        let found: Vec<Found> = self.grams.find_all(&read);
        let mut features = self.grams.features(&self.statistics, &read, &found);
        self.capitals.add(&read, &mut features);
        add(plans, &mut passages, &features);
        Ok(passages.swap_remove(0))
    }
}

/// Adds what reading the passages found to their scores.
fn add(plans: &[Plan], passages: &mut [RankedPassage], features: &[Features]) {
    for (passage, features) in passages.iter_mut().zip(features) {
        passage.features = *features;
        passage.score += language_weight(plans, passage.language) * features.sum();
    }
}

fn language_weight(plans: &[Plan], language: Language) -> f64 {
    let plan = plans.iter().find(|plan| plan.language == language);
    plan.map_or(0.0, |plan| plan.language_weight)
}

/// The passages with their texts, in the order of their articles, so that sums do not depend on which thread wrote which
/// segment.
fn read_texts(index: &Snapshot, candidates: &[Candidate]) -> Result<Vec<RankedPassage>> {
    // in the order of the file of texts, so that it is read from its beginning to its end
    let mut by_address: Vec<&Candidate> = candidates.iter().collect();
    by_address.sort_by_key(|candidate| candidate.address);
    let mut passages = Vec::with_capacity(candidates.len());
    for candidate in by_address {
        passages.push(RankedPassage {
            text: Some(index.text(candidate.address)?),
            ..RankedPassage::from(candidate)
        });
    }
    passages.sort_by_key(RankedPassage::tie_key);
    Ok(passages)
}

/// The titles of articles, by which those passages are read that are not the first.
struct Titles(FxHashMap<u64, Option<String>>);

impl Titles {
    fn of(index: &Snapshot, passages: &[RankedPassage]) -> Result<Self> {
        let mut titles: FxHashMap<u64, Option<String>> = FxHashMap::default();
        for passage in passages.iter().filter(|passage| !passage.is_first()) {
            if let Entry::Vacant(unread) = titles.entry(passage.article) {
                let title = index.metadata(passage.article)?.title;
                unread.insert(title.map(|title| title.value));
            }
        }
        Ok(Self(titles))
    }

    fn read<'p>(&'p self, plans: &[Plan], passages: &'p [RankedPassage]) -> Vec<Read<'p>> {
        let read = |passage: &'p RankedPassage| Read {
            text: passage.text.as_deref().unwrap_or_default(),
            language: passage.language,
            language_weight: language_weight(plans, passage.language),
            article: passage.article,
            is_first: passage.is_first(),
            title: self.0.get(&passage.article).and_then(Option::as_deref),
        };
        passages.iter().map(read).collect()
    }
}
