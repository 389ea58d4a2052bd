//! Which filter left out all that matches? What is found without it.

use serde::Serialize;

use super::listing::{Asked, Listing};
use crate::error::Result;
use crate::index::Snapshot;
use crate::limits::Budget;
use crate::plan::scope::Scope;
use crate::query::Query;
use crate::rerank::pool::RankedPassage;
use crate::retrieve::collect::best::Sort;
use crate::retrieve::collect::count::count_matches;

/// A filter that left out all that matches without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The option that it is; several if only all of them together let something be found.
    pub options: Vec<&'static str>,
    /// How many articles match without it.
    pub articles: usize,
}

/// The filters without which something is found, each by itself, if there is such a one; else all together, if that helps.
pub(super) fn left_out(
    index: &Snapshot,
    query: &Query,
    scope: &Scope,
    budget: &Budget<'_>,
) -> Result<Vec<LeftOut>> {
    let kinds = scope.filter.kinds();
    let mut options: Vec<&'static str> = kinds.iter().map(|(option, _)| *option).collect();
    options.extend(scope.languages.is_some().then_some("--lang"));
    let mut tried: Vec<Vec<&'static str>> = options.iter().map(|one| vec![*one]).collect();
    if options.len() > 1 {
        tried.push(options);
    }
    let mut found = Vec::new();
    for options in tried {
        let is_needed = options.len() == 1 || found.is_empty();
        if !is_needed || budget.is_over() {
            break;
        }
        let articles = articles_without(index, query, scope, &options, budget)?;
        if articles > 0 {
            found.push(LeftOut { options, articles });
        }
    }
    Ok(found)
}

/// How many articles have what was asked for if these filters are not asked for; none if all that there is are guesses.
fn articles_without(
    index: &Snapshot,
    query: &Query,
    scope: &Scope,
    options: &[&str],
    budget: &Budget<'_>,
) -> Result<usize> {
    let mut scope = scope.clone();
    for option in options {
        scope.filter.drop_kind(option);
        if *option == "--lang" {
            scope.languages = None;
        }
    }
    // by date nothing is read to rank it
    let asked = Asked {
        scope: &scope,
        by_language: false,
        sort: Sort::OldestFirst,
    };
    let listing = Listing::of(index, query, asked, budget)?;
    if listing.pool.passages.iter().all(RankedPassage::is_guess) {
        return Ok(0);
    }
    let matches = count_matches(index, &listing.plans, budget)?;
    Ok(matches.map_or(0, |matches| matches.articles))
}
