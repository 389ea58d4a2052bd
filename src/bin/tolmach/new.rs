//! What came in since a query last ran? `tolmach new` prints its hits in articles that were not there then.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::bail;
use clap::ColorChoice;
use serde::Serialize;
use tolmach::Date;
use tolmach::index::Index;
use tolmach::last_run::{LastRun, NamedRun, last_runs};
use tolmach::search::search;

use crate::args::{Format, NewArguments, SearchArguments};
use crate::exit::Exit;
use crate::notices;
use crate::output::json::print_object;
use crate::output::{self, Answer, Output};
use crate::search::{milliseconds, options, parsed, scope, style};
use crate::stdout::{self, Stdout};
use crate::synonyms::with_synonyms;
use crate::terminal::{note, quoted, safe};

pub fn run(arguments: &NewArguments, color: ColorChoice) -> anyhow::Result<Exit> {
    let path = arguments.search.index.path();
    if arguments.search.queries.is_some() {
        bail!("a name has one query: --queries is for `tolmach search`");
    }
    let index = Index::open(&path)?.snapshot();
    let Some(name) = &arguments.name else {
        return list(&path, &arguments.search);
    };
    let named = NamedRun::begin(&path, name)?;
    if arguments.forget {
        if named.last().is_none() {
            note!("`{}` never ran", safe(name));
        }
        named.forget()?;
        return Ok(Exit::Success);
    }
    let started = Instant::now();
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now_ms = now.map_or(0, |since| since.as_millis() as i64);
    let text = asked(&named, name, &arguments.search)?;
    let query = parsed(None, &text, &arguments.search.scope);
    query.require_word()?;
    if arguments.mark_seen {
        named.complete(&index, &text, now_ms)?;
        return Ok(Exit::Success);
    }
    let search_arguments = &arguments.search;
    let scope = scope(&search_arguments.scope)?;
    let scope = with_synonyms(scope, &search_arguments.scope, &index)?;
    let mut options = options(search_arguments, scope);
    options.limit = search_arguments.limit.unwrap_or(usize::MAX);
    options.scope.filter.not_of = named.known()?;
    let result = search(&index, &query, &options)?;
    let style = style(search_arguments, color);
    let mut output = Output::new(search_arguments, style, BufWriter::new(Stdout::lock()));
    output::begin(&mut output)?;
    let answer = Answer {
        id: None,
        query: &query,
        result: &result,
        milliseconds: milliseconds(started),
    };
    output::print(&mut output, answer)?;
    output.out.flush()?;
    notices::tell_hidden(result.hidden);
    // what stands nowhere among new articles is no slip of the one who asked
    let exit = if result.hits.is_empty() {
        Exit::NothingFound
    } else {
        Exit::Success
    };
    if stdout::is_closed() {
        note!("not all of it was read: it stays new");
    } else if !result.met.is_empty() {
        notices::tell(None, &result, &search_arguments.output);
        note!("not all of it was looked at: it stays new");
    } else {
        named.complete(&index, &text, now_ms)?;
    }
    Ok(exit)
}

/// What the name is to look for: what was typed, or what it looked for last.
fn asked(named: &NamedRun, name: &str, arguments: &SearchArguments) -> anyhow::Result<String> {
    let typed = arguments.query.join(" ");
    match named.last() {
        None if typed.is_empty() => {
            bail!("`{}` never ran: say what it is to look for", safe(name))
        }
        Some(last) if typed.is_empty() => Ok(last.query.clone()),
        Some(last) if last.query != typed => {
            let (name, former) = (safe(name), safe(&last.query));
            note!("`{name}` looked for `{former}` before");
            Ok(typed)
        }
        _ => Ok(typed),
    }
}

/// A name, as it is printed for programs.
#[derive(Serialize)]
struct RunLine<'r> {
    kind: &'static str,
    name: &'r str,
    query: &'r str,
    /// When it last ran, in UTC.
    ran: String,
}

impl<'r> RunLine<'r> {
    fn of(run: &'r LastRun) -> Self {
        let ran = Date::of_minutes(run.ran_ms.div_euclid(60_000));
        Self {
            kind: "run",
            name: &run.name,
            query: &run.query,
            ran: ran.map_or_else(String::new, |ran| ran.to_string()),
        }
    }
}

fn list(index: &Path, arguments: &SearchArguments) -> anyhow::Result<Exit> {
    let runs = last_runs(index)?;
    let mut out = BufWriter::new(Stdout::lock());
    for run in &runs {
        let line = RunLine::of(run);
        if arguments.output.is(Format::Json) {
            print_object(&mut out, &line)?;
        } else {
            writeln!(
                out,
                "{}\t{}\t{}",
                safe(line.name),
                line.ran,
                safe(line.query)
            )?;
        }
    }
    out.flush()?;
    if runs.is_empty() {
        note!("no name ran on the index at {}", quoted(index));
    }
    Ok(Exit::Success)
}
