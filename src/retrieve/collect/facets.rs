//! Of which kinds is what matches? Articles counted by what is known of them.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::article::Metadata;
use crate::error::Result;
use crate::index::Snapshot;
use crate::language::Language;

/// What articles can be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The languages of the passages that match.
    Language,
    /// The date, where it is known: a timeline.
    Date,
    /// The source.
    Source,
    /// The author.
    Author,
    /// Each of the tags.
    Tag,
}

/// How many articles have a passage that matches, for each value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// Its values, each with its articles: of dates in their order, of others the most frequent first.
    pub values: Vec<(String, usize)>,
}

impl Facet {
    /// The values that an article has of it, for a passage in a language.
    fn values(self, metadata: &Metadata, language: Language) -> Vec<String> {
        let told = |one: &Option<crate::article::Told<String>>| {
            one.iter().map(|told| told.value.clone()).collect()
        };
        match self {
            Self::Language => vec![language.code().to_owned()],
            Self::Date => {
                let date = metadata.date.iter();
                date.map(|told| told.value.to_string()).collect()
            }
            Self::Source => told(&metadata.source),
            Self::Author => told(&metadata.author),
            Self::Tag => metadata.tags.iter().map(|tag| tag.value.clone()).collect(),
        }
    }
}

/// Counts articles by facets.
pub(super) struct Facets<'i> {
    index: &'i Snapshot,
    counts: Vec<(Facet, BTreeMap<String, usize>)>,
    /// The articles that were counted, in each language.
    seen: FxHashSet<(u64, Language)>,
    /// The articles that were counted, in any language.
    seen_articles: FxHashSet<u64>,
}

impl<'i> Facets<'i> {
    pub(super) fn new(index: &'i Snapshot, facets: &[Facet]) -> Self {
        let counts = facets.iter().map(|facet| (*facet, BTreeMap::new()));
        Self {
            index,
            counts: counts.collect(),
            seen: FxHashSet::default(),
            seen_articles: FxHashSet::default(),
        }
    }

    /// Counts the article with this number, of which a passage in a language matches.
    pub(super) fn add(&mut self, article: u64, language: Language) -> Result<()> {
        if self.counts.is_empty() || !self.seen.insert((article, language)) {
            return Ok(());
        }
        let is_new = self.seen_articles.insert(article);
        let metadata = self.index.metadata(self.index.article_ordinal(article))?;
        for (facet, counts) in &mut self.counts {
            if is_new || *facet == Facet::Language {
                for value in facet.values(&metadata, language) {
                    *counts.entry(value).or_default() += 1;
                }
            }
        }
        Ok(())
    }

    pub(super) fn into_counts(self) -> Vec<FacetCounts> {
        let counts = self.counts.into_iter();
        let counts = counts.map(|(facet, counts)| {
            let mut values: Vec<(String, usize)> = counts.into_iter().collect();
            if facet != Facet::Date {
                values.sort_by_key(|(_, articles)| std::cmp::Reverse(*articles)); // stable
            }
            FacetCounts { facet, values }
        });
        counts.collect()
    }
}
