//! Which passages score most? A heap of so many.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::DocAddress;

use crate::language::Language;
use crate::plan::certainty::Certainty;

/// In which order passages are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    #[default]
    Score,
    /// By the dates of their articles, the oldest first; those without a date last.
    OldestFirst,
    /// By the dates of their articles, the newest first; those without a date last.
    NewestFirst,
}

impl Sort {
    /// What an article with a date of this first minute is sorted by, the least first.
    pub(crate) fn key(self, first_minute: Option<i32>) -> i64 {
        let of_minute = |minute: i32| match self {
            Self::Score => 0,
            Self::OldestFirst => i64::from(minute),
            Self::NewestFirst => -i64::from(minute),
        };
        first_minute.map_or(i64::MAX, of_minute)
    }
}

/// A passage of the first stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) address: DocAddress,
    pub(crate) language: Language,
    /// The ordinal of its article. Ordinals are in the order of the paths, so that equal scores have an order that does
    /// not depend on which thread wrote which segment, nor on what was indexed when.
    pub(crate) article: u64,
    /// Bytes of the article before it: its passages may be in several segments.
    pub(crate) byte_start: u64,
    /// What it is sorted by before its score, the least first; the same for all that are sorted by score.
    pub(crate) key: i64,
    pub(crate) score: f64,
    /// How sure it is that the passage is what was asked for.
    pub(crate) certainty: Certainty,
}

impl Candidate {
    /// What orders passages of equal score: their articles, then where they are in these.
    fn tie_key(&self) -> (u64, u64) {
        (self.article, self.byte_start)
    }

    /// The better first.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let order = self.key.cmp(&other.key);
        order
            .then(other.score.total_cmp(&self.score))
            .then_with(|| self.tie_key().cmp(&other.tie_key()))
    }
}

/// A heap of the best candidates with the worst of them on top.
pub(crate) struct Best {
    sort: Sort,
    limit: usize,
    /// The score that a passage must reach however few there are.
    floor: f64,
    heap: BinaryHeap<Worst>,
}

struct Worst(Candidate);

impl Best {
    pub(crate) fn new(limit: usize, sort: Sort) -> Self {
        Self {
            sort,
            limit,
            floor: 0.0,
            heap: BinaryHeap::new(),
        }
    }

    /// Those by score that score at least so much.
    pub(crate) fn above(floor: f64, limit: usize) -> Self {
        Self {
            floor,
            ..Self::new(limit, Sort::Score)
        }
    }

    /// In which order passages are wanted.
    pub(crate) fn sort(&self) -> Sort {
        self.sort
    }

    /// Whether a passage that is sorted by this may be among the best, whatever its score.
    pub(crate) fn has_room(&self, key: i64) -> bool {
        let worst = self.heap.peek().filter(|_| self.heap.len() >= self.limit);
        worst.is_none_or(|worst| key <= worst.0.key)
    }

    /// The score that a passage must reach.
    pub(crate) fn threshold(&self) -> f64 {
        match self.heap.peek() {
            Some(worst) if self.sort == Sort::Score && self.heap.len() >= self.limit => {
                worst.0.score
            }
            _ => self.floor,
        }
    }

    pub(crate) fn push(&mut self, candidate: Candidate) {
        self.heap.push(Worst(candidate));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    /// The best first.
    pub(crate) fn into_candidates(self) -> Vec<Candidate> {
        let candidates = self.heap.into_iter().map(|worst| worst.0);
        let mut candidates: Vec<Candidate> = candidates.collect();
        candidates.sort_by(Candidate::order);
        candidates
    }
}

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Worst {}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(article: u64, score: f64) -> Candidate {
        Candidate {
            address: DocAddress::new(0, article as u32),
            language: Language::UNKNOWN,
            article,
            byte_start: 0,
            key: 0,
            score,
            certainty: Certainty::Exact,
        }
    }

    #[test]
    fn the_best_are_kept_and_of_equal_ones_the_first_articles() {
        let mut best = Best::new(3, Sort::Score);
        for (article, score) in [(4, 1.0), (3, 2.0), (9, 1.0), (1, 1.0), (5, 0.5), (2, 3.0)] {
            best.push(candidate(article, score));
        }
        assert!((best.threshold() - 1.0).abs() < f64::EPSILON);
        let kept: Vec<u64> = best
            .into_candidates()
            .iter()
            .map(|one| one.article)
            .collect();
        assert_eq!(kept, [2, 3, 1]);
    }

    #[test]
    fn until_there_are_enough_any_score_will_do() {
        let mut best = Best::new(2, Sort::Score);
        best.push(candidate(1, 5.0));
        assert!(best.threshold() <= 0.0);
    }
}
