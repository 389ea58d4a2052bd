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
use crate::plan::certainty::Certainty;

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

/// What candidates are compared with besides each other where all `limit` of them are finds: those guesses that would be among
/// the best `limit` if there were no order but the scores'. What is found may be in any language, and what tells how rare
/// the parts of a query are is the language that it is likely in.
pub(crate) fn compared(
    index: &Snapshot,
    plans: &[Plan],
    found: &[Candidate],
    limit: usize,
    budget: &Budget<'_>,
) -> Result<Vec<Candidate>> {
    let last = found.last().filter(|_| found.len() >= limit);
    let last = last.filter(|last| last.certainty != Certainty::Guess);
    let Some(last) = last.filter(|_| plans.iter().any(Plan::may_guess)) else {
        return Ok(Vec::new());
    };
    let above = Best::above(last.score, limit);
    let mut guesses = best(index, plans, above, Tier::Guesses, budget)?;
    let is_among_best = |(before, guess): (usize, &Candidate)| {
        before + found.partition_point(|find| find.order(guess).is_lt()) < limit
    };
    let count = guesses.iter().enumerate().map(is_among_best);
    let count = count.take_while(|is_among_best| *is_among_best).count();
    guesses.truncate(count);
    Ok(guesses)
}

/// Those of a tier that stay with a collector, best first.
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
