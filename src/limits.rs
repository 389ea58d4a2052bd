//! How much work may a search do? Every bound stands here, and is told when it is met.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::Instant;

use serde::Serialize;

/// What a search may do at most. What lies beyond is left out, and the [`Limit`] is told in the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Characters of a query, from its beginning.
    pub query_chars: usize,
    /// Words of a query, from its beginning; a pair of ideographs is a word.
    pub query_words: usize,
    /// Characters that a word may have to be looked for in other forms and spellings; a longer one is looked for as it is.
    pub word_chars: usize,
    /// Words of a query with `*`, `?` or `~`, from its beginning; others are looked for without their signs.
    pub expanded_words: usize,
    /// Terms that stand for a word with `~`, the most frequent ones, and synonyms of a word.
    pub variants: usize,
    /// Words of a language that stand for a word with `*` or `?`, the most frequent ones. An exclusion of one word is not bound
    /// by it.
    pub surfaces: usize,
    /// Phrases that stand for a phrase whose words have synonyms; it is the first of them.
    pub alternatives: usize,
    /// Passages that a list of hits may have.
    pub candidates: usize,
    /// Texts that are read to find passages in which a word has the form that was asked for (`=Word`).
    pub texts_searched: usize,
    /// Texts that are read to count such passages; if more may match, an upper bound is told instead.
    pub texts_counted: usize,
    /// When to stop looking: what has been found by then is told.
    pub deadline: Option<Instant>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            query_chars: 4096,
            query_words: 256,
            word_chars: 64,
            expanded_words: 8,
            variants: 500,
            surfaces: 10_000,
            alternatives: 64,
            candidates: 100_000,
            texts_searched: 5000,
            texts_counted: 1000,
            deadline: None,
        }
    }
}

/// A bound of [`Limits`] that a search has met, so that its answer may lack something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// [`Limits::query_chars`].
    QueryChars,
    /// [`Limits::query_words`].
    QueryWords,
    /// [`Limits::word_chars`].
    WordChars,
    /// [`Limits::expanded_words`].
    ExpandedWords,
    /// [`Limits::variants`].
    Variants,
    /// [`Limits::surfaces`].
    Surfaces,
    /// [`Limits::alternatives`].
    Alternatives,
    /// [`Limits::candidates`].
    Candidates,
    /// [`Limits::texts_searched`].
    TextsSearched,
    /// [`Limits::texts_counted`].
    TextsCounted,
    /// [`Limits::deadline`].
    Deadline,
}

/// What of the limits a search has used up.
pub(crate) struct Budget<'l> {
    pub(crate) limits: &'l Limits,
    met: RefCell<BTreeSet<Limit>>,
    texts_searched: Cell<usize>,
    steps: Cell<u32>,
}

/// The clock is asked once in so many steps.
const STEPS: u32 = 1024;

impl<'l> Budget<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            met: RefCell::default(),
            texts_searched: Cell::new(0),
            steps: Cell::new(0),
        }
    }

    /// Notes that a limit was met.
    pub(crate) fn meet(&self, limit: Limit) {
        self.met.borrow_mut().insert(limit);
    }

    /// The limits that were met.
    pub(crate) fn met(&self) -> Vec<Limit> {
        self.met.borrow().iter().copied().collect()
    }

    /// Whether another text may be read to find passages.
    pub(crate) fn may_read_text(&self) -> bool {
        let read = self.texts_searched.get();
        if read >= self.limits.texts_searched {
            self.meet(Limit::TextsSearched);
            return false;
        }
        self.texts_searched.set(read + 1);
        true
    }

    /// Whether the time is up; for loops of many steps, of which only some ask the clock.
    pub(crate) fn is_over_after_steps(&self) -> bool {
        if self.limits.deadline.is_none() {
            return false;
        }
        let steps = self.steps.get();
        self.steps.set((steps + 1) % STEPS);
        steps == 0 && self.is_over()
    }

    /// Whether the time is up.
    pub(crate) fn is_over(&self) -> bool {
        let is_over = self
            .limits
            .deadline
            .is_some_and(|deadline| Instant::now() >= deadline);
        if is_over {
            self.meet(Limit::Deadline);
        }
        is_over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_up_is_told_once() {
        let limits = Limits {
            texts_searched: 2,
            deadline: Some(Instant::now()),
            ..Limits::default()
        };
        let budget = Budget::new(&limits);
        assert_eq!(
            [(); 4].map(|()| budget.may_read_text()),
            [true, true, false, false]
        );
        assert!((0..STEPS).any(|_| budget.is_over_after_steps()));
        assert_eq!(budget.met(), [Limit::TextsSearched, Limit::Deadline]);
    }
}
