//! What is told of a hit as JSON? An object on a line, see `docs/json.md`.

use serde::Serialize;

use super::Hit;
use crate::query::Query;

/// A hit, with the query that it is one of.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct HitLine<'h> {
    /// [`HitLine::VERSION`].
    pub version: u32,
    /// `hit`.
    pub kind: &'static str,
    /// The query as it was put.
    pub query: &'h str,
    /// The id of the query, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_id: Option<&'h str>,
    /// The hit.
    #[serde(flatten)]
    pub hit: &'h Hit,
}

impl<'h> HitLine<'h> {
    /// Version of the lines: it rises when a field goes away or changes its meaning.
    pub const VERSION: u32 = 2;

    /// The line of a hit of a query.
    #[must_use]
    pub fn of(query: &'h Query, query_id: Option<&'h str>, hit: &'h Hit) -> Self {
        Self {
            version: Self::VERSION,
            kind: "hit",
            query: &query.text,
            query_id,
            hit,
        }
    }
}
