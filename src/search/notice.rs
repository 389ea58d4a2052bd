//! What is told of a search besides its hits as JSON? Objects on lines of their own, see `docs/json.md`.

use serde::Serialize;

use super::SearchResult;
use super::missing::Likeness;
use crate::limits::Limit;
use crate::query::Query;

/// What is told of the answer to a query, with the query.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeLine<'n> {
    /// [`NoticeLine::VERSION`].
    pub version: u32,
    /// The query as it was put.
    pub query: &'n str,
    /// The id of the query, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_id: Option<&'n str>,
    /// What is told.
    #[serde(flatten)]
    pub notice: Notice<'n>,
}

/// What is told of the answer to a query.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "notice")]
pub enum Notice<'n> {
    /// A word or phrase stands nowhere.
    StandsNowhere {
        /// The word or phrase as it was typed.
        text: &'n str,
        /// What passages were found by instead, the likest first.
        nearest: &'n [Likeness],
    },
    /// A phrase was taken apart, since no passage has all that the query requires.
    TakenApart {
        /// The phrase as it was typed.
        text: &'n str,
    },
    /// A limit was met, so that the answer may lack something.
    LimitMet {
        /// The limit.
        limit: Limit,
    },
}

impl<'n> NoticeLine<'n> {
    /// Version of the lines: it rises when a field goes away or changes its meaning.
    pub const VERSION: u32 = 1;

    /// The lines of the answer to a query.
    pub fn of(
        query: &'n Query,
        query_id: Option<&'n str>,
        result: &'n SearchResult,
    ) -> impl Iterator<Item = Self> {
        let missing = result.missing.iter().map(|one| Notice::StandsNowhere {
            text: &one.text,
            nearest: &one.nearest,
        });
        let relaxed = result.relaxed_phrases.iter();
        let relaxed = relaxed.map(|text| Notice::TakenApart { text });
        let met = result.met.iter();
        let met = met.map(|limit| Notice::LimitMet { limit: *limit });
        let all = missing.chain(relaxed).chain(met);
        all.map(move |notice| Self {
            version: Self::VERSION,
            query: &query.text,
            query_id,
            notice,
        })
    }
}
