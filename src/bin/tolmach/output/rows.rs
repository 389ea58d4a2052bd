//! How is an answer told in one row? How much matches, and the best of it.

use std::io::Write;

use serde::Serialize;
use tolmach::query::Query;
use tolmach::search::{Certainty, SearchResult};

use super::answer::Output;
use super::json::print_object;
use super::{snippet, table};
use crate::args::Format;

/// The fields of a row that are columns, the language only where there is a row for each.
const COLUMNS: [&str; 11] = [
    "query_id", "query", LANGUAGE, "passages", "articles", "match", "article", "line", "date",
    "source", "snippet",
];
const LANGUAGE: &str = "language";

fn columns(has_language: bool) -> impl Iterator<Item = &'static str> {
    let columns = COLUMNS.into_iter();
    columns.filter(move |column| has_language || *column != LANGUAGE)
}

/// A row: a query, or a query in a language, and what there is of it.
#[derive(Serialize)]
pub struct Row {
    kind: &'static str,
    query_id: String,
    query: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// How many match; none if nobody could ask or count.
    passages: Option<usize>,
    articles: Option<usize>,
    /// How sure the best passage is what was asked for.
    #[serde(rename = "match")]
    certainty: Option<Certainty>,
    article: Option<String>,
    line: Option<usize>,
    date: Option<String>,
    source: Option<String>,
    snippet: Option<String>,
}

impl Row {
    /// The row of a query that could not be put.
    pub fn of_none(id: &str, query: &Query) -> Self {
        Self {
            kind: "row",
            query_id: id.to_owned(),
            query: query.text.trim().to_owned(),
            language: None,
            passages: None,
            articles: None,
            certainty: None,
            article: None,
            line: None,
            date: None,
            source: None,
            snippet: None,
        }
    }

    /// The row of a query, or of a query in a language.
    pub fn of<W>(
        output: &Output<'_, W>,
        id: &str,
        query: &Query,
        result: &SearchResult,
        language: Option<&str>,
    ) -> Self {
        let matches = result.matches.as_ref();
        let counted = Self {
            language: language.map(str::to_owned),
            passages: matches.map(|matches| matches.passages),
            articles: matches.map(|matches| matches.articles),
            ..Self::of_none(id, query)
        };
        let Some(hit) = result.hits.first() else {
            return counted;
        };
        Self {
            certainty: Some(hit.certainty),
            article: Some(hit.article.clone()),
            line: Some(hit.line),
            date: hit.date.map(|date| date.to_string()),
            source: hit.source.clone(),
            snippet: Some(snippet::marked(hit, &output.style)),
            ..counted
        }
    }
}

/// Prints the names of the columns, unless the rows are objects.
pub fn print_head(output: &mut Output<'_, impl Write>, has_language: bool) -> anyhow::Result<()> {
    if output.arguments.output.format == Format::Json {
        return Ok(());
    }
    let names: Vec<String> = columns(has_language).map(str::to_owned).collect();
    table::print_names(output, &names)
}

/// Prints a row.
pub fn print(
    output: &mut Output<'_, impl Write>,
    row: &Row,
    has_language: bool,
) -> anyhow::Result<()> {
    if output.arguments.output.format == Format::Json {
        return print_object(&mut output.out, row);
    }
    let fields = serde_json::to_value(row)?;
    let cells = columns(has_language).map(|column| table::told(fields.get(column)));
    table::print_row(output, &cells.collect::<Vec<String>>())
}
