//! Which passages of the list are shown?

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::listing::Listing;
use super::options::{Freshness, SearchOptions};
use crate::error::{Error, Result};
use crate::hit::Grouping;
use crate::index::Snapshot;
use crate::rerank::pool::RankedPassage;

/// The passages that are shown.
#[derive(Default)]
pub(super) struct Page {
    /// In the order in which they are shown.
    pub(super) passages: Vec<RankedPassage>,
    /// How many would be among them, or before them, if their files were as they were indexed.
    pub(super) hidden: usize,
}

impl Page {
    pub(super) fn of(
        index: &Snapshot,
        listing: &Listing<'_>,
        options: &SearchOptions,
    ) -> Result<Self> {
        let mut filter = Filter {
            index,
            options,
            articles: FxHashMap::default(),
            groups: FxHashMap::default(),
            are_stale: FxHashMap::default(),
            hidden: 0,
        };
        let passages = match options.per_language {
            None => {
                let wanted = options.offset.saturating_add(options.limit);
                let mut passages = filter.take(listing, 0, wanted)?;
                passages.drain(..options.offset.min(passages.len()));
                passages
            }
            Some(most) => {
                let mut languages = Vec::new();
                for share in listing.shares() {
                    let passages = filter.take(listing, share, most)?;
                    languages.extend((!passages.is_empty()).then_some(passages));
                }
                // the language with the best passage first
                languages.sort_by(|one, other| one[0].order(&other[0]));
                let all = languages.into_iter().flatten();
                all.skip(options.offset).collect()
            }
        };
        let hidden = filter.hidden;
        Ok(Self { passages, hidden })
    }

    /// An error if one of these passages is of a file that is not as it was indexed.
    pub(super) fn refuse_stale(&self, index: &Snapshot) -> Result<()> {
        for passage in &self.passages {
            let (file, article) = index.article(passage.article)?;
            if let Some(stale) = file.stale(index.manifest()) {
                return Err(Error::StaleHit {
                    article: article.name,
                    reason: stale.to_string(),
                    index: index.path().to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// What of a list is left out.
struct Filter<'f> {
    index: &'f Snapshot,
    options: &'f SearchOptions,
    /// How many passages of each article were taken, if they may have so many only.
    articles: FxHashMap<u64, usize>,
    /// The article that stands for each group of near copies.
    groups: FxHashMap<u32, u64>,
    are_stale: FxHashMap<u64, bool>,
    hidden: usize,
}

impl Filter<'_> {
    /// The first passages of a list that are not left out.
    fn take(
        &mut self,
        listing: &Listing<'_>,
        share: usize,
        wanted: usize,
    ) -> Result<Vec<RankedPassage>> {
        let mut taken = Vec::new();
        if wanted == 0 {
            return Ok(taken);
        }
        listing.each(share, wanted, |passage| {
            if self.admits(passage)? {
                taken.push(passage.clone());
            }
            Ok(if taken.len() < wanted {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        Ok(taken)
    }

    fn admits(&mut self, passage: &RankedPassage) -> Result<bool> {
        if let Some(most) = self.options.per_article {
            let taken = self.articles.entry(passage.article).or_default();
            if *taken >= most {
                return Ok(false);
            }
            *taken += 1;
        }
        if self.options.freshness == Freshness::Only && self.is_stale(passage.article)? {
            self.hidden += 1;
            return Ok(false);
        }
        self.stands_for_its_group(passage)
    }

    /// Whether no near copy of its article came before.
    fn stands_for_its_group(&mut self, passage: &RankedPassage) -> Result<bool> {
        if self.options.grouping == Grouping::Apart {
            return Ok(true);
        }
        let number = self.index.article_number(passage.address)?;
        let Some(group) = self.index.article_columns().near_group(number) else {
            return Ok(true);
        };
        Ok(*self.groups.entry(group).or_insert(passage.article) == passage.article)
    }

    fn is_stale(&mut self, article: u64) -> Result<bool> {
        if let Some(is_stale) = self.are_stale.get(&article) {
            return Ok(*is_stale);
        }
        let (file, _) = self.index.article(article)?;
        let is_stale = file.stale(self.index.manifest()).is_some();
        self.are_stale.insert(article, is_stale);
        Ok(is_stale)
    }
}
