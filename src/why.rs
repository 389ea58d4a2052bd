//! Why an article is, or is not, among the hits of a query.
//!
//! The query is put as a search puts it. Every passage of the article is held against it besides, found or not, so that
//! what is told of a passage that is no hit has the terms, weights and clauses of the search that passed it over. A
//! passage that others kept from being read again is read with them here: then its score can be compared with theirs.

mod account;
mod article;
mod held;

use rustc_hash::FxHashSet;

use crate::error::Result;
use crate::index::Snapshot;
use crate::plan::{Plan, plans};
use crate::query::Query;
use crate::retrieve::candidates::candidates;
use crate::search::{CANDIDATES, Ranking, SearchOptions, rerank, retrieve};
use article::Article;
use held::HeldPassage;

pub use account::{
    AlikeHere, Barrier, Nearest, PassageLanguage, QueryLanguage, Standing, Verdict, Why,
    WordInArticle,
};
pub use article::Absence;

/// Tells why an article is, or is not, among the hits of a query. `typed` is its path as hits show it, `:LINE` or not,
/// or a path to its file. Of the options only those count that decide what matches.
///
/// # Errors
/// [`Error::EmptyQuery`](crate::Error::EmptyQuery) if the query has no word,
/// [`Error::UnknownArticle`](crate::Error::UnknownArticle) if there is no such article,
/// [`Error::Damaged`](crate::Error::Damaged) if the index cannot be read.
pub fn why(index: &Snapshot, typed: &str, query: &Query, options: &SearchOptions) -> Result<Why> {
    let options = SearchOptions {
        limit: 0,
        per_language: None,
        one_per_file: false,
        ..options.clone()
    };
    find(index, typed, query, &options).map_err(|error| index.blame(error))
}

fn find(index: &Snapshot, typed: &str, query: &Query, options: &SearchOptions) -> Result<Why> {
    let retrieved = retrieve(index, query, options)?;
    let mut found = retrieved.found;
    let mut ranking = Ranking {
        index,
        plans: retrieved.plans,
        passages: Vec::new(),
        phrases_relaxed: retrieved.phrases_relaxed,
        hidden: 0,
    };
    let query_languages = ranking.languages();
    let mut why = Why {
        article: String::new(),
        title: None,
        verdict: Verdict::NoWord,
        since: None,
        phrases_relaxed: ranking.phrases_relaxed,
        query_languages: query_languages
            .map(|(language, weight)| QueryLanguage { language, weight })
            .collect(),
        passages: Vec::new(),
        nearest: None,
        own: None,
        above: None,
        first: None,
    };
    let record = match Article::find(index, typed)? {
        Article::Unknown { path, absence } => {
            (why.article, why.verdict) = (path, Verdict::NotIndexed(absence));
            return Ok(why);
        }
        Article::Known { record, since } => {
            (why.article, why.title, why.since) =
                (record.path.clone(), record.title.clone(), since);
            if let Some(skip) = record.skipped {
                why.verdict = Verdict::NotIndexed(Absence::Skipped(skip));
                return Ok(why);
            }
            record
        }
    };
    let plans = all_plans(&ranking, query, options)?;
    let held = held::hold(&ranking, &plans, &record, options)?;
    why.passages = held.iter().map(HeldPassage::place).collect();
    let file = index.file_place(record.number);

    let is_found = found.iter().any(|candidate| candidate.file == file);
    let open = held.iter().filter(|one| one.is_open());
    if let (Some(best), false) = (open.reduce(held::better), is_found) {
        found.push(best.candidate());
    }
    ranking.passages = rerank(index, query, &ranking.plans, &found)?;
    let best = best_passages(&ranking, file);
    let own = best.last().copied();
    let nearest = match own {
        Some(place) => {
            let address = ranking.passages[place].address;
            held.iter().find(|one| one.passage.address == address)
        }
        None => held.iter().reduce(held::nearer),
    };
    why.verdict = match (own, nearest) {
        (Some(place), _) if is_found => {
            let (of_passages, of_articles) = ranking.count_matches()?;
            Verdict::Hit {
                rank: best.len(),
                passage_rank: place + 1,
                of_articles,
                of_passages,
            }
        }
        (Some(place), _) => {
            let all = candidates(index, &ranking.plans, usize::MAX)?;
            let address = ranking.passages[place].address;
            let before = all.iter().take_while(|one| one.address != address).count();
            Verdict::Outranked {
                place: before + 1,
                of_passages: all.len(),
                read: CANDIDATES,
            }
        }
        (None, Some(nearest)) if nearest.passage.score > 0.0 => Verdict::ShutOut {
            by: nearest.barriers.clone(),
        },
        (None, _) => Verdict::NoWord,
    };
    if let Some(nearest) = nearest {
        why.nearest = Some(nearest.describe(index, &held)?);
    }
    let mut ranks = 1..=best.len();
    let standing = |rank: Option<usize>| {
        let standing = rank.map(|rank| ranking.standing(rank, best[rank - 1]));
        standing.transpose()
    };
    why.own = standing(ranks.next_back())?;
    why.above = standing(ranks.next_back())?;
    why.first = standing((best.len() > 1).then_some(1))?;
    Ok(why)
}

/// The plans of the search, and those of the languages that it leaves out.
fn all_plans(ranking: &Ranking<'_>, query: &Query, options: &SearchOptions) -> Result<Vec<Plan>> {
    let everywhere = SearchOptions {
        languages: None,
        ..options.clone()
    };
    let mut all = ranking.plans.clone();
    for mut plan in plans(ranking.index, query, &everywhere)? {
        if all.iter().all(|known| known.language != plan.language) {
            if ranking.phrases_relaxed {
                plan.required.clear();
            }
            all.push(plan);
        }
    }
    Ok(all)
}

/// The best passages of the files that stand above this one, in their order, and its own; none if it is not there.
fn best_passages(ranking: &Ranking<'_>, file: u64) -> Vec<usize> {
    let mut seen = FxHashSet::default();
    let mut places = Vec::new();
    for (place, passage) in ranking.passages.iter().enumerate() {
        if seen.insert(passage.file) {
            places.push(place);
        }
        if passage.file == file {
            return places;
        }
    }
    Vec::new()
}

impl Ranking<'_> {
    fn standing(&self, rank: usize, place: usize) -> Result<Standing> {
        let passage = &self.passages[place];
        Ok(Standing {
            rank,
            article: self.file(passage)?.path,
            line: self.location(passage)?.line,
            language: passage.language,
            explanation: self.explain(place)?,
        })
    }
}
