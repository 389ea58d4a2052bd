//! Which passages may be good? The best of all languages by BM25 over the words' weighted sets of terms.
//!
//! One collector holds the candidates of all languages and segments, so that what is found in the likeliest language first
//! spares work in the others.

use super::collect::best::{Best, Candidate, Sort};
use super::condition::Condition;
use super::scorer::{Scorer, Tier};
use crate::error::Result;
use crate::index::Snapshot;
use crate::limits::Budget;
use crate::plan::Plan;

/// The `limit` best candidates, best first. Whatever was found stands before what is but a guess: these are looked for only
/// where there is room behind all that was found.
pub(crate) fn candidates(
    index: &Snapshot,
    plans: &[Plan],
    sort: Sort,
    limit: usize,
    budget: &Budget<'_>,
) -> Result<Vec<Candidate>> {
    let mut found = best(index, plans, Best::new(limit, sort), Tier::Finds, budget)?;
    let room = limit - found.len();
    if room > 0 && plans.iter().any(Plan::may_guess) {
        found.extend(best(
            index,
            plans,
            Best::new(room, sort),
            Tier::Guesses,
            budget,
        )?);
    }
    Ok(found)
}

/// The best of a tier, best first.
fn best(
    index: &Snapshot,
    plans: &[Plan],
    mut best: Best,
    tier: Tier,
    budget: &Budget<'_>,
) -> Result<Vec<Candidate>> {
    for plan in plans {
        let condition = Condition::of(plan);
        let segments = 0..index.searcher().segment_readers().len();
        for ordinal in segments.filter(|segment| index.has(*segment, plan.language)) {
            if let Some(mut scorer) = Scorer::open(index, plan, &condition, ordinal as u32)? {
                scorer.collect(&mut best, tier, budget)?;
            }
        }
    }
    Ok(best.into_candidates())
}
