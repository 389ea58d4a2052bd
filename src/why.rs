//! Why is an article among the hits of a query, or not?
//!
//! The query is put as a search puts it. Every passage of the article is held against it besides, found or not, so that
//! what is told of a passage that is no hit has the terms, weights and clauses of the search that passed it over. A
//! passage that is not in the pool is read here as those in it are: then its score can be compared with theirs.

mod account;
mod judged;

use rustc_hash::FxHashSet;

use crate::article::ArticleRecord;
use crate::error::Result;
use crate::hit::Location;
use crate::index::{Snapshot, Stale};
use crate::limits::{Budget, Limits};
use crate::named::Article;
use crate::plan::scope::Scope;
use crate::plan::{Plan, plans, relax};
use crate::query::Query;
use crate::rerank::explain::Explanation;
use crate::rerank::pool::RankedPassage;
use crate::retrieve::candidates::candidates;
use crate::retrieve::collect::best::Sort;
use crate::retrieve::collect::count::count_matches;
use crate::search::listing::{Asked, CANDIDATES, Listing};
use judged::JudgedPassage;

pub use crate::hit::QueryLanguage;
pub use crate::named::Absence;
pub use account::{
    AlikeHere, Barrier, Nearest, PassageLanguage, RankedArticle, Verdict, Why, WhyLine,
    WordInArticle,
};

/// Tells why an article is, or is not, among the hits of a query. `typed` is its path as hits show it, `:LINE` or not,
/// or a path to its file.
///
/// # Errors
/// Those of [`Query::require_word`],
/// [`Error::UnknownArticle`](crate::Error::UnknownArticle) if there is no such article,
/// [`Error::Damaged`](crate::Error::Damaged) if the index cannot be read.
pub fn why(index: &Snapshot, typed: &str, query: &Query, scope: &Scope) -> Result<Why> {
    index.reading(|| find(index, typed, query, scope))
}

fn find(index: &Snapshot, typed: &str, query: &Query, scope: &Scope) -> Result<Why> {
    let limits = Limits::default();
    let budget = Budget::new(&limits);
    let asked = Asked {
        scope,
        by_language: false,
        sort: Sort::Score,
    };
    let listing = Listing::of(index, query, asked, &budget)?;
    match Article::find(index, typed)? {
        Article::Unknown { path, absence } => Ok(Why {
            article: path,
            ..not_indexed(&listing, absence)
        }),
        Article::Skipped { path, skip, since } => Ok(Why {
            article: path,
            since,
            ..not_indexed(&listing, Absence::Skipped(skip))
        }),
        Article::Known { record, since } => {
            // of the same text the first by path is searched for
            let first = index
                .article_columns()
                .same_text(record.number)
                .first()
                .copied();
            let first = first.map(|first| index.article(index.article_ordinal(u64::from(first))));
            let record = first.transpose()?.map_or(*record, |(_, first)| first);
            indexed(&listing, scope, &record, since)
        }
    }
}

/// What is told of an article that has no passage in the index; its name and state are to be added.
fn not_indexed(listing: &Listing<'_>, absence: Absence) -> Why {
    Why {
        article: String::new(),
        title: None,
        verdict: Verdict::NotIndexed(absence),
        since: None,
        phrases_relaxed: !listing.relaxed.is_empty(),
        query_languages: listing.query_languages(),
        passages: Vec::new(),
        nearest: None,
        own: None,
        above: None,
        first: None,
    }
}

/// What is told of an article that has passages.
fn indexed(
    listing: &Listing<'_>,
    scope: &Scope,
    record: &ArticleRecord,
    since: Option<Stale>,
) -> Result<Why> {
    let index = listing.index;
    let plans = all_plans(listing, scope)?;
    let of_article = judged::barriers_of_article(listing, scope, record.number)?;
    let judged = judged::judge(index, &plans, &listing.query, record, scope, &of_article)?;
    let article = index.article_ordinal(record.number);
    let is_found = listing
        .pool
        .passages
        .iter()
        .any(|one| one.article == article);
    let mut passages = listing.pool.passages.clone();
    let open = judged.iter().filter(|one| one.is_open());
    if let (Some(best), false) = (open.reduce(judged::better), is_found) {
        let candidate = best.candidate();
        let another = listing
            .pool
            .read_another(index, &listing.plans, &candidate)?;
        let at = passages.partition_point(|one| one.order(&another).is_lt());
        passages.insert(at, another);
    }
    let best = best_passages(&passages, article);
    let own = best.last().copied();
    let nearest = match own {
        Some(at) => {
            let address = passages[at].address;
            judged.iter().find(|one| one.passage.address == address)
        }
        None => judged.iter().reduce(judged::nearer),
    };
    let verdict = match (own, nearest) {
        (Some(at), _) if is_found => {
            let matches = count_matches(index, &listing.plans, listing.budget)?;
            Verdict::Hit {
                rank: best.len(),
                passage_rank: at + 1,
                of_articles: matches.map_or(best.len(), |all| all.articles),
                of_passages: matches.map_or(passages.len(), |all| all.passages),
            }
        }
        (Some(at), _) => {
            let all = candidates(
                index,
                &listing.plans,
                Sort::Score,
                usize::MAX,
                listing.budget,
            )?;
            let address = passages[at].address;
            let before = all.iter().take_while(|one| one.address != address).count();
            Verdict::Outranked {
                rank: before + 1,
                of_passages: all.len(),
                read: CANDIDATES,
            }
        }
        (None, Some(nearest)) if nearest.passage.score > 0.0 => Verdict::ShutOut {
            by: nearest.barriers.clone(),
        },
        (None, _) => Verdict::NoWord,
    };
    let mut ranks = 1..=best.len();
    let ranked_article = |rank: Option<usize>| {
        let ranked = rank
            .map(|rank| ranked_article_at(index, &listing.plans, rank, &passages[best[rank - 1]]));
        ranked.transpose()
    };
    Ok(Why {
        article: record.name.clone(),
        title: record.title().map(str::to_owned),
        verdict,
        since,
        phrases_relaxed: !listing.relaxed.is_empty(),
        query_languages: listing.query_languages(),
        passages: judged.iter().map(JudgedPassage::language).collect(),
        nearest: nearest
            .map(|nearest| nearest.describe(index, &judged))
            .transpose()?,
        own: ranked_article(ranks.next_back())?,
        above: ranked_article(ranks.next_back())?,
        first: ranked_article((best.len() > 1).then_some(1))?,
    })
}

/// The plans of the search, and those of the languages that it leaves out.
fn all_plans(listing: &Listing<'_>, scope: &Scope) -> Result<Vec<Plan>> {
    let everywhere = Scope {
        languages: None,
        ..scope.clone()
    };
    let mut others = plans(listing.index, &listing.query, &everywhere, listing.budget)?;
    if !listing.relaxed.is_empty() {
        relax(&listing.query, &mut others, scope.relax);
    }
    let is_searched = |plan: &Plan| {
        let mut known = listing.plans.iter();
        known.any(|known| known.language == plan.language)
    };
    others.retain(|plan| !is_searched(plan));
    Ok(listing.plans.iter().cloned().chain(others).collect())
}

/// The best passages of the articles that stand above this one, in their order, and its own; none if it is not there.
fn best_passages(passages: &[RankedPassage], article: u64) -> Vec<usize> {
    let mut seen = FxHashSet::default();
    let mut best = Vec::new();
    for (at, passage) in passages.iter().enumerate() {
        if seen.insert(passage.article) {
            best.push(at);
        }
        if passage.article == article {
            return best;
        }
    }
    Vec::new()
}

fn ranked_article_at(
    index: &Snapshot,
    plans: &[Plan],
    rank: usize,
    passage: &RankedPassage,
) -> Result<RankedArticle> {
    Ok(RankedArticle {
        rank,
        article: index.article(passage.article)?.1.name,
        line: Location::of(index, passage.address)?.line,
        language: passage.language,
        certainty: passage.certainty,
        explanation: Explanation::of(index, plans, passage)?,
    })
}
