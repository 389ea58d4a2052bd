//! How much matches?

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
    let counted = count(index, plans, &[], budget)?;
    Ok(counted.map(|(matches, _)| matches))
}

/// How much of an index matches these plans, in all and of each value of these facets; none if the time is up.
pub(crate) fn count(
    index: &Snapshot,
    plans: &[Plan],
    facets: &[Facet],
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
    let mut passages = 0;
    found.each(index, |segment, language, doc| {
        passages += 1;
        let column = match &of_segment {
            Some((open, column)) if *open == segment => column,
            _ => {
                &of_segment
                    .insert((segment, index.column(segment, ARTICLE)?))
                    .1
            }
        };
        let article = column.get_val(doc);
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
