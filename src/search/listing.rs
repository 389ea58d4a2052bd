//! In which order is what matches? In one list, best first: the same list however much of it is asked for.
//!
//! The best [`CANDIDATES`] of the first stage are the pool, which is read again. What lies beyond follows in the order and
//! with the scores of the first stage. Reading only adds to a score, so that scores fall from the pool to what follows,
//! and a score beyond the pool is explained by its words alone. Where the best of each language are asked for, each
//! language has candidates of its own; together they are the pool.

use std::ops::{ControlFlow, Range};

use super::missing::{Missing, missing_phrases, missing_words};
use super::respelled::respell;
use crate::error::Result;
use crate::hit::QueryLanguage;
use crate::index::Snapshot;
use crate::language::Language;
use crate::limits::{Budget, Limit};
use crate::plan::scope::Scope;
use crate::plan::{self, Plan};
use crate::query::{Clause, ClauseKind, Query};
use crate::rerank::pool::{Pool, RankedPassage};
use crate::retrieve::candidates::{candidates, compared};
use crate::retrieve::collect::best::{Candidate, Sort};
use crate::retrieve::settled::settle;

/// Passages of the first stage that are read again. Chosen on the judged sets; see `docs/ranking.md`.
pub(crate) const CANDIDATES: usize = 200;

/// Beyond the pool so many times as many passages are looked for as were before.
const GROWTH: usize = 4;

/// What a query means to an index, and what matches it.
pub(crate) struct Listing<'i> {
    pub(crate) index: &'i Snapshot,
    pub(crate) budget: &'i Budget<'i>,
    /// What of the query is looked at.
    pub(crate) query: Query,
    /// What the query means in each language that has a word of it, the likeliest first.
    pub(crate) plans: Vec<Plan>,
    /// The phrases that stand in no passage, so that the plans have none.
    pub(crate) relaxed: Vec<String>,
    /// The words and phrases that stand nowhere.
    pub(crate) missing: Vec<Missing>,
    pub(crate) pool: Pool,
    /// Which plans share a list: all, or each has its own.
    shares: Vec<Range<usize>>,
    sort: Sort,
}

/// What is asked of a listing besides the query.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'s> {
    pub(crate) scope: &'s Scope,
    /// Whether there are candidates of each language.
    pub(crate) by_language: bool,
    /// In which order passages come; read again are those that come by score.
    pub(crate) sort: Sort,
}

impl<'i> Listing<'i> {
    /// Puts a query to an index.
    ///
    /// # Errors
    /// Those of [`Query::require_word`].
    pub(crate) fn of(
        index: &'i Snapshot,
        query: &Query,
        asked: Asked<'_>,
        budget: &'i Budget<'i>,
    ) -> Result<Self> {
        let Asked {
            scope,
            by_language,
            sort,
        } = asked;
        query.require_word()?;
        let (query, met) = query.within(budget.limits);
        for limit in met {
            budget.meet(limit);
        }
        let mut plans = plan::plans(index, &query, scope, budget)?;
        let mut missing = missing_words(index, &query, &plans)?;
        let languages: Vec<Language> = plans.iter().map(|plan| plan.language).collect();
        respell(index, &query, &languages, &mut missing, budget)?;
        settle(index, &query, &mut plans, scope, budget)?;
        plans.retain(Plan::finds_something);
        let shares: Vec<Range<usize>> = if by_language {
            (0..plans.len()).map(|plan| plan..plan + 1).collect()
        } else {
            std::iter::once(0..plans.len()).collect()
        };
        let mut found = first_candidates(index, &plans, &shares, sort, budget)?;
        let mut relaxed = Vec::new();
        if found.is_empty() {
            missing.extend(missing_phrases(index, &query, &plans)?);
        }
        if budget.is_over() {
            missing.clear(); // nobody knows
        }
        // who writes an expression means it
        let may_relax = !scope.require_all && !scope.strict && query.tree.is_none();
        if found.is_empty() && may_relax {
            relaxed.extend(phrases(&query).map(Clause::text));
        }
        if !relaxed.is_empty() {
            plan::relax(&query, &mut plans, scope.relax);
            found = first_candidates(index, &plans, &shares, sort, budget)?;
        }
        let mut others = Vec::new();
        if let ([share], Sort::Score) = (shares.as_slice(), sort) {
            let plans = &plans[share.clone()];
            others = compared(index, plans, &found, CANDIDATES, budget)?;
        }
        Ok(Self {
            pool: match sort {
                Sort::Score => Pool::read(index, &query, &plans, &found, &others)?,
                _ => Pool::unread(index, &query, &plans, &found)?,
            },
            sort,
            index,
            budget,
            query,
            plans,
            relaxed,
            missing,
            shares,
        })
    }

    /// The languages that have a word of the query, the likeliest first.
    pub(crate) fn query_languages(&self) -> Vec<QueryLanguage> {
        let languages = self.plans.iter().map(|plan| QueryLanguage {
            language: plan.language,
            weight: plan.language_weight,
        });
        languages.collect()
    }

    /// How many lists there are: one, or one for each language.
    pub(crate) fn shares(&self) -> Range<usize> {
        0..self.shares.len()
    }

    /// Visits the passages of a list from the best on, until `visit` breaks; `expected` says how far that may be.
    pub(crate) fn each(
        &self,
        share: usize,
        expected: usize,
        mut visit: impl FnMut(&RankedPassage) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let plans = &self.plans[self.shares[share].clone()];
        let is_of = |passage: &&RankedPassage| {
            let mut languages = plans.iter().map(|plan| plan.language);
            languages.any(|language| language == passage.language)
        };
        let mut visited = 0;
        for passage in self.pool.passages.iter().filter(is_of) {
            visited += 1;
            if visit(passage)?.is_break() {
                return Ok(());
            }
        }
        let mut limit = CANDIDATES;
        let most = self.budget.limits.candidates;
        while visited == limit {
            if limit >= most {
                self.budget.meet(Limit::Candidates);
                break;
            }
            limit = expected.max(limit.saturating_mul(GROWTH)).min(most);
            let found = candidates(self.index, plans, self.sort, limit, self.budget)?;
            for candidate in found.iter().skip(visited) {
                if visit(&RankedPassage::from(candidate))?.is_break() {
                    return Ok(());
                }
            }
            visited = found.len();
        }
        Ok(())
    }
}

/// The candidates of each list.
fn first_candidates(
    index: &Snapshot,
    plans: &[Plan],
    shares: &[Range<usize>],
    sort: Sort,
    budget: &Budget<'_>,
) -> Result<Vec<Candidate>> {
    let mut found = Vec::new();
    for share in shares {
        found.extend(candidates(
            index,
            &plans[share.clone()],
            sort,
            CANDIDATES,
            budget,
        )?);
    }
    Ok(found)
}

fn phrases(query: &Query) -> impl Iterator<Item = &Clause> {
    let clauses = query.clauses.iter();
    clauses.filter(|clause| clause.kind == ClauseKind::Phrase)
}
