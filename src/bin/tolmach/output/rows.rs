//! How is an answer told in one row? How much matches, and the best of it.

use std::io::Write;

use serde::Serialize;
use tolmach::hit::Hit;
use tolmach::query::Query;
use tolmach::search::{Certainty, SearchResult};

use super::answer::Output;
use super::json::print_object;
use super::{snippet, table};
use crate::args::Format;

/// What the columns are called, the language of the query's passages aside.
const COLUMNS: [&str; 10] = [
    "query_id", "query", "passages", "articles", "match", "article", "line", "date", "source",
    "snippet",
];

/// Where the language stands, if there is a row for each.
const LANGUAGE_AT: usize = 2;

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
    certainty: Option<&'static str>,
    article: Option<String>,
    line: Option<u64>,
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
            certainty: Some(code(hit.certainty)),
            article: Some(hit.article.clone()),
            line: Some(line(hit)),
            date: hit.date.map(|date| date.to_string()),
            source: hit.source.clone(),
            snippet: Some(snippet::marked(hit, &output.style)),
            ..counted
        }
    }

    fn cells(&self, has_language: bool) -> Vec<String> {
        let number = |number: Option<usize>| number.map(|one| one.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut cells = vec![
            self.query_id.clone(),
            self.query.clone(),
            number(self.passages),
            number(self.articles),
            self.certainty.unwrap_or_default().to_owned(),
            text(&self.article),
            self.line.map(|line| line.to_string()).unwrap_or_default(),
            text(&self.date),
            text(&self.source),
            text(&self.snippet),
        ];
        if has_language {
            cells.insert(LANGUAGE_AT, text(&self.language));
        }
        cells
    }
}

fn code(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Exact => "exact",
        Certainty::Form => "form",
        Certainty::Guess => "guess",
    }
}

/// The line of the first match of a hit.
fn line(hit: &Hit) -> u64 {
    hit.line as u64
}

/// Prints the names of the columns, unless the rows are objects.
pub fn print_head(output: &mut Output<'_, impl Write>, has_language: bool) -> anyhow::Result<()> {
    if output.arguments.output.format == Format::Json {
        return Ok(());
    }
    let mut names: Vec<String> = COLUMNS.iter().map(|&name| name.to_owned()).collect();
    if has_language {
        names.insert(LANGUAGE_AT, "language".to_owned());
    }
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
    table::print_row(output, &row.cells(has_language))
}
