//! Which passages may be good? The best of all languages by BM25 over the words' weighted sets of terms.
//!
//! One collector holds the candidates of all languages and segments, so that what is found in the likeliest language first
//! spares work in the others.

use super::collect::best::{Best, Candidate};
use super::condition::Condition;
use super::scorer::Scorer;
use crate::error::Result;
use crate::index::Snapshot;
use crate::limits::Budget;
use crate::plan::Plan;

/// The `limit` best candidates, best first.
pub(crate) fn candidates(
    index: &Snapshot,
    plans: &[Plan],
    limit: usize,
    budget: &Budget<'_>,
) -> Result<Vec<Candidate>> {
    let mut best = Best::new(limit);
    for plan in plans {
        let condition = Condition::of(plan);
        let segments = 0..index.searcher().segment_readers().len();
        for ordinal in segments.filter(|segment| index.has(*segment, plan.language)) {
            if let Some(mut scorer) = Scorer::open(index, plan, &condition, ordinal as u32)? {
                scorer.collect(&mut best, budget)?;
            }
        }
    }
    Ok(best.into_candidates())
}
