//! What is told of a search besides its hits as JSON? One object behind them, see `docs/json.md`.

use serde::Serialize;

use super::SearchResult;
use super::left_out::LeftOut;
use super::missing::Likeness;
use crate::hit::QueryLanguage;
use crate::language::Language;
use crate::limits::Limit;
use crate::query::Query;

/// What is told of the answer to a query, behind its hits.
#[derive(Clone, Debug, Serialize)]
pub struct SummaryLine<'s> {
    /// [`SummaryLine::VERSION`].
    pub version: u32,
    /// `summary`.
    pub kind: &'static str,
    /// The query as it was put.
    pub query: &'s str,
    /// The id of the query, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_id: Option<&'s str>,
    /// Hits that are told.
    pub hits: usize,
    /// Hits that were asked for and are not told, because there was no room for them.
    pub left_out: usize,
    /// Passages that match, if they were counted.
    pub passages: Option<usize>,
    /// Articles that match, if they were counted.
    pub articles: Option<usize>,
    /// Whether they are so many, and not at most so many.
    pub is_exact: Option<bool>,
    /// Whether something was found that is not but a guess.
    pub is_found: bool,
    /// The time it took.
    pub milliseconds: f64,
    /// The languages that have a word of the query, the likeliest first.
    pub languages: &'s [QueryLanguage],
    /// Words and phrases that stand in no passage of the languages searched.
    pub missing: Vec<&'s str>,
    /// Phrases that no passage has as the query asks for them, so that their words were looked for.
    pub relaxed: &'s [String],
    /// What to write instead of missing words.
    pub suggestions: Vec<Suggestion<'s>>,
    /// The filters that left out all that matches.
    #[serde(skip_serializing_if = "no_filters")]
    pub filtered_out: &'s [LeftOut],
    /// Limits that were met, so that the answer may lack something.
    pub limits: &'s [Limit],
    /// Hits whose files are not as they were indexed.
    pub stale: usize,
    /// Passages that were left out because their files are not as they were indexed.
    pub hidden: usize,
}

/// A word to put in the place of one that stands nowhere.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Suggestion<'s> {
    /// The word as it was typed.
    #[serde(rename = "for")]
    pub typed: &'s str,
    /// The word as the index has it.
    pub text: &'s str,
    /// The language that has it.
    pub language: Language,
}

impl<'s> SummaryLine<'s> {
    /// Version of the lines: it rises when a field goes away or changes its meaning.
    pub const VERSION: u32 = 2;

    /// The line of the answer to a query that took so many milliseconds, and of which all hits are told.
    #[must_use]
    pub fn of(
        query: &'s Query,
        query_id: Option<&'s str>,
        result: &'s SearchResult,
        milliseconds: f64,
    ) -> Self {
        let matches = result.matches.as_ref();
        let suggestions = result.missing.iter().flat_map(|missing| {
            let suggest = |nearest: &'s Likeness| Suggestion {
                typed: &missing.text,
                text: &nearest.text,
                language: nearest.language,
            };
            missing.nearest.iter().map(suggest)
        });
        Self {
            version: Self::VERSION,
            kind: "summary",
            query: &query.text,
            query_id,
            hits: result.hits.len(),
            left_out: 0,
            passages: matches.map(|matches| matches.passages),
            articles: matches.map(|matches| matches.articles),
            is_exact: matches.map(|matches| matches.is_exact),
            is_found: result.is_found(),
            // as precise as anybody looks at
            milliseconds: (milliseconds * 1e3).round() / 1e3,
            languages: &result.languages,
            missing: result.missing.iter().map(|one| one.text.as_str()).collect(),
            relaxed: &result.relaxed_phrases,
            suggestions: suggestions.collect(),
            filtered_out: &result.left_out,
            limits: &result.met,
            stale: result.hits.iter().filter(|hit| hit.stale.is_some()).count(),
            hidden: result.hidden,
        }
    }
}

/// Whether no filter left out everything.
fn no_filters(filters: &&[LeftOut]) -> bool {
    filters.is_empty()
}
