//! How much matches?

use rustc_hash::FxHashMap;
use tantivy_common::BitSet;

use super::facets::{Facet, FacetCounts, Facets};
use super::matched::Matched;
use crate::error::Result;
use crate::index::{ARTICLE, Column, Snapshot};
use crate::limits::Budget;
use crate::plan::Plan;

/// How much of an index matches a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matches {
    /// Passages with one of its words, or with all that it requires.
    pub passages: usize,
    /// Articles that have such a passage.
    pub articles: usize,
    /// Whether that is so; else there are at most so many, since only texts could tell, and more than may be read.
    pub is_exact: bool,
}

/// How much of an index matches these plans; none if the time is up.
pub(crate) fn count_matches(
    index: &Snapshot,
    plans: &[Plan],
    budget: &Budget<'_>,
) -> Result<Option<Matches>> {
    let counted = count(index, plans, &[], &mut Tally::default(), budget)?;
    Ok(counted.map(|(matches, _)| matches))
}

/// How many passages of certain articles match.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    of_articles: FxHashMap<u64, usize>,
}

impl Tally {
    /// Has none counted of these articles yet.
    pub(crate) fn of(articles: impl IntoIterator<Item = u64>) -> Self {
        let of_articles = articles.into_iter().map(|number| (number, 0));
        Self {
            of_articles: of_articles.collect(),
        }
    }

    fn add(&mut self, article: u64) {
        if !self.of_articles.is_empty()
            && let Some(passages) = self.of_articles.get_mut(&article)
        {
            *passages += 1;
        }
    }

    /// How many passages of an article match.
    pub(crate) fn passages(&self, article: u64) -> usize {
        self.of_articles.get(&article).copied().unwrap_or(0)
    }
}

/// How much of an index matches these plans, in all and of each value of these facets; none if the time is up.
pub(crate) fn count(
    index: &Snapshot,
    plans: &[Plan],
    facets: &[Facet],
    tally: &mut Tally,
    budget: &Budget<'_>,
) -> Result<Option<(Matches, Vec<FacetCounts>)>> {
    let Some(found) = Matched::of(index, plans, budget)? else {
        return Ok(None);
    };
    let is_exact = found.is_exact;
    let numbers = index.article_numbers();
    let mut articles = BitSet::with_max_value(numbers as u32);
    let mut facets = Facets::new(index, facets);
    let mut of_segment: Option<(u32, Column)> = None;
    let admitted = plans.iter().find_map(|plan| plan.admitted.as_deref());
    let mut passages = 0;
    found.each(index, |segment, language, doc| {
        let column = match &of_segment {
            Some((open, column)) if *open == segment => column,
            _ => {
                &of_segment
                    .insert((segment, index.column(segment, ARTICLE)?))
                    .1
            }
        };
        let article = column.get_val(doc);
        if admitted.is_some_and(|admitted| !admitted.contains(article)) {
            return Ok(());
        }
        passages += 1;
        tally.add(article);
        // a damaged index may have others
        if article < numbers {
            articles.insert(article as u32);
            facets.add(article, language)?;
        }
        Ok(())
    })?;
    let matches = Matches {
        passages,
        articles: articles.len(),
        is_exact,
    };
    Ok(Some((matches, facets.into_counts())))
}
