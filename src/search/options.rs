//! What is asked of a search besides the query?

use crate::hit::Grouping;
use crate::limits::Limits;
use crate::plan::scope::Scope;
use crate::retrieve::collect::best::Sort;
use crate::retrieve::collect::facets::Facet;

/// What to search for, besides the query, and what to tell of it.
#[derive(Clone, Debug)]
pub struct SearchOptions {
    /// What the query may find.
    pub scope: Scope,
    /// How many hits are wanted; 10 by default.
    pub limit: usize,
    /// How many hits are left out before the first.
    pub offset: usize,
    /// The best of each language, so many, instead of the best of all; `limit` has no meaning then.
    pub per_language: Option<usize>,
    /// At most so many passages of an article, its best; all if it is not told.
    pub per_article: Option<usize>,
    /// Whether near copies are shown under the best passage of one of them.
    pub grouping: Grouping,
    /// In which order they come.
    pub sort: Sort,
    /// What is asked of the files of the hits.
    pub freshness: Freshness,
    /// Characters that a snippet may have; without one a hit has no fragments and no highlights, and costs less.
    pub snippet_chars: Option<usize>,
    /// Whether hits say why they have their scores.
    pub explain: bool,
    /// Whether all that matches is counted.
    pub count: bool,
    /// What articles that match are counted by.
    pub facets: Vec<Facet>,
    /// How much work may be done.
    pub limits: Limits,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            scope: Scope::default(),
            limit: 10,
            offset: 0,
            per_language: None,
            per_article: None,
            grouping: Grouping::default(),
            sort: Sort::default(),
            freshness: Freshness::default(),
            snippet_chars: Some(320),
            explain: false,
            count: true,
            facets: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// What is asked of the files of hits, which may not be as they were indexed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing: no file is looked at.
    #[default]
    Unasked,
    /// Each hit says what has become of its file.
    Marked,
    /// Passages of files that have changed or gone are left out.
    Only,
    /// A hit of a file that has changed or gone is an error.
    Required,
}
