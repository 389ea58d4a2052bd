//! What is found? Query → plans per language → candidates → pool, read again → page → hits.

mod layout;
mod left_out;
pub(crate) mod listing;
mod meaning;
mod missing;
mod options;
mod page;
mod respelled;
mod summary;
#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::hit::{Hit, HitMaker};
use crate::index::Snapshot;
use crate::language::Language;
use crate::limits::{Budget, Limit};
use crate::query::Query;
use crate::retrieve::collect::count::{Tally, count};
use listing::{Asked, Listing};
use page::Page;

pub use crate::hit::{Grouping, QueryLanguage};
pub use crate::plan::certainty::Certainty;
pub use crate::plan::scope::{SameText, Scope};
pub use crate::plan::synonyms::Synonyms;
pub use crate::plan::variant::{Reason, Variant};
pub use crate::rerank::explain::{Explanation, Feature, VariantExplanation, WordExplanation};
pub use crate::retrieve::collect::best::Sort;
pub use crate::retrieve::collect::count::Matches;
pub use crate::retrieve::collect::facets::{Facet, FacetCounts};
pub use left_out::LeftOut;
pub use meaning::{LanguageMeaning, Meaning, WordMeaning, meaning};
pub use missing::{Likeness, Missing};
pub use options::{Freshness, SearchOptions};
pub use summary::{Suggestion, SummaryLine};

/// What a search found: plain data that owes nothing to the index.
#[derive(Clone, Debug)]
pub struct SearchResult {
    /// The hits that were asked for, the best first.
    pub hits: Vec<Hit>,
    /// Whether a passage matches, shown or not.
    pub has_matches: bool,
    /// Whether a passage matches, shown or not, that is not but a guess.
    pub has_finds: bool,
    /// How much matches in all, if that was asked for and there was time.
    pub matches: Option<Matches>,
    /// How many articles match of each value of the facets that were asked for, if there was time.
    pub facets: Vec<FacetCounts>,
    /// The phrases of the query, if no passage has all that it requires, so that their words were looked for one by one.
    pub relaxed_phrases: Vec<String>,
    /// The words and phrases of the query that stand nowhere in the languages that were searched.
    pub missing: Vec<Missing>,
    /// The filters that left out all that matches, if nothing was found and matches were to be counted.
    pub left_out: Vec<LeftOut>,
    /// The languages that have a word of the query, the likeliest first.
    pub languages: Vec<QueryLanguage>,
    /// How many passages would be among the hits if their files were as they were indexed.
    pub hidden: usize,
    /// The limits that were met, so that the answer may lack something.
    pub met: Vec<Limit>,
}

impl SearchResult {
    /// The language that the query is likeliest in, if a language has a word of it.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.languages.first().map(|one| one.language)
    }

    /// Whether something was found that is not but a guess; not if all of it was left out because its files have changed or
    /// gone.
    #[must_use]
    pub fn is_found(&self) -> bool {
        let is_find = |hit: &Hit| hit.certainty != Certainty::Guess;
        self.hits.iter().any(is_find) || (self.has_finds && self.hidden == 0)
    }
}

/// Searches an index.
///
/// # Errors
/// Those of [`Query::require_word`],
/// [`Error::StaleHit`](crate::Error::StaleHit) if a hit is not as it was indexed and that is [`Freshness::Required`],
/// [`Error::Damaged`](crate::Error::Damaged) if the index cannot be read.
pub fn search(index: &Snapshot, query: &Query, options: &SearchOptions) -> Result<SearchResult> {
    index.reading(|| find(index, query, options))
}

fn find(index: &Snapshot, query: &Query, options: &SearchOptions) -> Result<SearchResult> {
    let budget = Budget::new(&options.limits);
    let by_language = options.per_language.is_some();
    let asked = Asked {
        scope: &options.scope,
        by_language,
        sort: options.sort,
    };
    let listing = Listing::of(index, query, asked, &budget)?;
    let page = Page::of(index, &listing, options)?;
    if options.freshness == Freshness::Required {
        page.refuse_stale(index)?;
    }
    let mut maker = HitMaker::new(index, &listing.plans);
    maker.grouping = options.grouping;
    maker.lists_copies = options.scope.same_text == SameText::One;
    maker.snippet_chars = options.snippet_chars;
    maker.marks_stale = options.freshness != Freshness::Unasked;
    maker.explains = options.explain;
    let ranked = page.passages.iter().zip(options.offset.saturating_add(1)..);
    let hits = ranked.map(|(passage, rank)| maker.hit(rank, passage));
    let mut hits: Vec<Hit> = hits.collect::<Result<_>>()?;
    let numbers = page
        .passages
        .iter()
        .map(|passage| index.article_number(passage.address));
    let numbers: Vec<u64> = numbers.collect::<Result<_>>()?;
    let mut tally = Tally::default();
    if options.per_article.is_some() {
        tally = Tally::of(numbers.iter().copied());
    }
    let is_counted = options.count || options.per_article.is_some() || !options.facets.is_empty();
    let count = || count(index, &listing.plans, &options.facets, &mut tally, &budget);
    let counted = is_counted.then(count).transpose()?.flatten();
    if let (Some(most), true) = (options.per_article, counted.is_some()) {
        for (hit, number) in hits.iter_mut().zip(numbers) {
            hit.more_passages = Some(tally.passages(number).saturating_sub(most));
        }
    }
    let (matches, facets) = counted.unzip();
    let mut left_out = Vec::new();
    if options.count && listing.pool.passages.is_empty() {
        left_out = left_out::left_out(index, query, &options.scope, &budget)?;
    }
    Ok(SearchResult {
        hits,
        has_matches: !listing.pool.passages.is_empty(),
        has_finds: listing.pool.passages.iter().any(|one| !one.is_guess()),
        matches: matches.filter(|_| options.count || !options.facets.is_empty()),
        facets: facets.unwrap_or_default(),
        languages: listing.query_languages(),
        relaxed_phrases: listing.relaxed,
        missing: listing.missing,
        left_out,
        hidden: page.hidden,
        met: budget.met(),
    })
}
