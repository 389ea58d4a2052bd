//! Which of many names are there? A row for each, or for each language that has it.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use tolmach::index::Snapshot;
use tolmach::language::Language;
use tolmach::query::Query;
use tolmach::search::{Facet, SearchOptions, search};

use crate::exit::Exit;
use crate::notices;
use crate::output::Output;
use crate::output::rows::{self, Row};
use crate::stdout;
use crate::terminal::{is_quiet, note};

/// Prints the rows. It is a success if every query could be put, whatever is found.
pub fn print_rows(
    output: &mut Output<'_, impl Write>,
    index: &Snapshot,
    queries: &[(String, Query)],
    options: &SearchOptions,
) -> anyhow::Result<Exit> {
    let by_language = options.per_language.is_some();
    let options = SearchOptions {
        limit: 1,
        per_language: None,
        per_article: Some(1),
        count: true,
        facets: if by_language {
            vec![Facet::Language]
        } else {
            Vec::new()
        },
        ..options.clone()
    };
    let bar = bar(queries.len());
    let mut exit = Exit::Success;
    rows::print_head(output, by_language)?;
    for (id, query) in queries {
        bar.inc(1);
        if stdout::is_closed() {
            break;
        }
        if let Err(error) = query.require_word() {
            bar.suspend(|| note!("query {id}: {error}"));
            rows::print(output, &Row::of_none(id, query), by_language)?;
            exit = Exit::Failure;
            continue;
        }
        let result = search(index, query, &options)?;
        bar.suspend(|| notices::tell_limits(&format!("query {id}: "), &result.met));
        let languages = result.facets.first().map(|facet| facet.values.as_slice());
        let languages = languages.unwrap_or_default();
        if languages.is_empty() {
            let row = Row::of(output, id, query, &result, None);
            rows::print(output, &row, by_language)?;
        }
        for (code, _) in languages {
            let mut options = options.clone();
            options.facets.clear();
            options.scope.languages = Language::from_code(code).map(|one| vec![one]);
            let result = search(index, query, &options)?;
            let row = Row::of(output, id, query, &result, Some(code));
            rows::print(output, &row, by_language)?;
        }
    }
    bar.finish_and_clear();
    output.out.flush()?;
    Ok(exit)
}

/// How far it is, at a terminal.
fn bar(queries: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() || is_quiet() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len}, {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(queries as u64).with_style(style)
}
