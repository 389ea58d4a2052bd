//! Which other articles say what a hit says? Those with the same text, and near copies.

use serde::Serialize;

use crate::article::Date;
use crate::error::Result;
use crate::index::Snapshot;

/// Near copies of which more is told than when they were published: reading what is known of thousands would take longer than
/// the search.
const MAX_TOLD: usize = 200;

/// The near copies of a hit's article, itself among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// How many articles are in the group; those with the same text are one.
    pub articles: usize,
    /// Who published them, in the order of their paths.
    pub sources: Vec<String>,
    /// The earliest of their dates.
    pub first_seen: Option<Date>,
    /// Each of them, by date and then by path, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<Vec<NearCopy>>,
}

/// An article of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NearCopy {
    /// Its name.
    pub article: String,
    /// Its title.
    pub title: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// Who published it.
    pub source: Option<String>,
}

/// The names of the articles with the text of this one, itself among them; none if there is no other.
pub(super) fn paths(index: &Snapshot, number: u64) -> Result<Vec<String>> {
    let same = index.article_columns().same_text(number);
    let names = same
        .into_iter()
        .map(|number| Ok(copy(index, number)?.article));
    names.collect()
}

/// The group that an article is in, of those that the search may find; with all of its articles if they `are_listed`.
pub(super) fn group(
    index: &Snapshot,
    number: u64,
    is_wanted: impl Fn(u64) -> bool,
    are_listed: bool,
) -> Result<Option<Group>> {
    let columns = index.article_columns();
    let mut members = columns.near_copies(columns.near_group(number));
    members.retain(|number| is_wanted(u64::from(*number)));
    if members.len() < 2 {
        return Ok(None);
    }
    let dated = members
        .iter()
        .map(|number| columns.first_minute(u64::from(*number)));
    let first = members
        .iter()
        .zip(dated)
        .filter_map(|(number, first)| Some((first?, *number)));
    let first_seen = match first.min() {
        Some((_, number)) => copy(index, number)?.date,
        None => None,
    };
    let mut copies = Vec::new();
    let mut sources: Vec<String> = Vec::new();
    for number in members.iter().take(MAX_TOLD) {
        copies.push(copy(index, *number)?);
        let same = columns.same_text(u64::from(*number)).into_iter();
        let same = same.filter(|same| same != number).take(MAX_TOLD);
        let same: Vec<NearCopy> = same.map(|same| copy(index, same)).collect::<Result<_>>()?;
        for source in copies
            .last()
            .into_iter()
            .chain(&same)
            .filter_map(|one| one.source.as_ref())
        {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
    }
    // stable
    copies.sort_by_key(|copy| copy.date.map_or(i64::MAX, |date| date.minutes().start));
    Ok(Some(Group {
        articles: members.len(),
        sources,
        first_seen,
        copies: are_listed.then_some(copies),
    }))
}

fn copy(index: &Snapshot, number: u32) -> Result<NearCopy> {
    let (_, article) = index.article(index.article_ordinal(u64::from(number)))?;
    let metadata = article.metadata;
    Ok(NearCopy {
        article: article.name,
        title: metadata.title.map(|told| told.value),
        date: metadata.date.map(|told| told.value),
        source: metadata.source.map(|told| told.value),
    })
}
