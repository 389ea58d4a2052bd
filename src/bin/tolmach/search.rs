//! What is found? `tolmach search` puts one query or many to the index and prints hits.

use std::io::{BufWriter, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use clap::ColorChoice;
use tolmach::eval::{Topic, topics};
use tolmach::index::{BuildOptions, Filter, Index, Known, Snapshot};
use tolmach::language::Language;
use tolmach::limits::Limits;
use tolmach::query::Query;
use tolmach::search::{Freshness, Grouping, SameText, Scope, SearchOptions, Sort, search};
use tolmach::source::Sources;
use tolmach::{Error, Result};

use crate::args::{
    self, Filters, Format, Has, IndexArgument, Marks, Order, PerArticle, SearchArguments, StaleHits,
};
use crate::batch;
use crate::editor;
use crate::exit::Exit;
use crate::input;
use crate::meaning;
use crate::notices;
use crate::output::json::{self, ErrorLine};
use crate::output::{self, Answer, Output};
use crate::pager;
use crate::stdout::{self, Stdout};
use crate::synonyms::with_synonyms;
use crate::terminal::{Style, note, safe};

pub fn run(arguments: &SearchArguments, color: ColorChoice) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let scope = scope(&arguments.scope)?;
    let queries = arguments.queries.as_deref();
    let queries = queries.map(|path| read_queries(path, &arguments.scope));
    let queries = queries.transpose()?;
    // the system takes it back at once with the process, faster than file by file
    let index = ManuallyDrop::new(open_or_build(&arguments.index)?);
    let scope = with_synonyms(scope, &arguments.scope, &index)?;
    let options = options(arguments, scope);
    let style = style(arguments, color);
    let mut output = Output::new(arguments, style.clone(), BufWriter::new(Stdout::lock()));
    let exit = match queries {
        None if arguments.output.open.is_some() => open_hit(arguments, &index, &options)?,
        None => {
            let query = parsed(None, &arguments.query.join(" "), &arguments.scope);
            if arguments.show_query {
                let is_json = arguments.output.is(Format::Json);
                meaning::print(&mut output.out, &index, &query, &options, is_json)?;
                output.out.flush()?;
                return Ok(Exit::Success);
            }
            let result = search(&index, &query, &options)?;
            let answer = Answer {
                id: None,
                query: &query,
                result: &result,
                milliseconds: milliseconds(started),
            };
            let mut printed = Output::new(arguments, style, Vec::new());
            output::begin(&mut printed)?;
            output::print(&mut printed, answer)?;
            let is_paged = arguments.output.is_prose() && !arguments.output.no_pager;
            pager::show(&printed.out, &mut output.out, is_paged)?;
            output.out.flush()?;
            notices::tell_hidden(result.hidden);
            if !stdout::is_closed() {
                notices::tell(None, &result, &arguments.output);
                notices::summarize(arguments, &result, started);
            }
            if result.is_found() {
                Exit::Success
            } else {
                Exit::NothingFound
            }
        }
        Some(queries) if arguments.per_query => {
            batch::print_rows(&mut output, &index, &queries, &options)?
        }
        // whether one of the answers is stale is known when all are there
        Some(queries) if arguments.stale == StaleHits::Fail => {
            let mut together = Output::new(arguments, style, Vec::new());
            let exit = print_all(&mut together, &index, &queries, &options)?;
            output.out.write_all(&together.out)?;
            exit
        }
        Some(queries) => print_all(&mut output, &index, &queries, &options)?,
    };
    output.out.flush()?;
    Ok(exit)
}

/// Opens the hit that was asked for.
fn open_hit(
    arguments: &SearchArguments,
    index: &Snapshot,
    options: &SearchOptions,
) -> anyhow::Result<Exit> {
    let number = arguments.output.open.unwrap_or(1) as usize;
    let query = Query::parse(&arguments.query.join(" "));
    let result = search(index, &query, options)?;
    let Some(hit) = result.hits.iter().find(|hit| hit.rank == number) else {
        note!("there is no hit {number}");
        return Ok(Exit::NothingFound);
    };
    editor::open(hit)?;
    Ok(Exit::Success)
}

/// How long ago something was, in milliseconds.
pub fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// How text is laid out; in Markdown matches are marked by its own signs.
pub fn style(arguments: &SearchArguments, color: ColorChoice) -> Style {
    let output = &arguments.output;
    let by_default = Marks::Pair("**".to_owned(), "**".to_owned());
    let by_default = match output.format {
        Format::Markdown if output.fields.is_empty() => Some(&by_default),
        Format::Markdown | Format::Csv | Format::Tsv => Some(&Marks::None),
        _ => None,
    };
    Style::marked_so(color, output.marks.as_ref().or(by_default))
}

/// Prints the answers to many queries. A query that cannot be put is a failure, but no reason to give up the others.
fn print_all(
    output: &mut Output<'_, impl Write>,
    index: &Snapshot,
    queries: &[(String, Query)],
    options: &SearchOptions,
) -> anyhow::Result<Exit> {
    let (mut exit, mut hidden) = (Exit::NothingFound, 0);
    output::begin(output)?;
    for (id, query) in queries {
        if let Err(error) = query.require_word() {
            note!("query {id}: {error}");
            if output.arguments.output.is(Format::Json) && !output.arguments.quiet {
                let message = error.to_string();
                let line = ErrorLine {
                    query_id: Some(id),
                    ..ErrorLine::of(error.code(), &message)
                };
                json::print_object(&mut output.out, &line)?;
            }
            exit = Exit::Failure;
            continue;
        }
        // nobody reads, so only what the exit code is to say counts
        if stdout::is_closed() && exit != Exit::NothingFound {
            continue;
        }
        let started = Instant::now();
        let result = search(index, query, options)?;
        notices::tell(Some(id), &result, &output.arguments.output);
        output::print(
            output,
            Answer {
                id: Some(id),
                query,
                result: &result,
                milliseconds: milliseconds(started),
            },
        )?;
        if result.is_found() && exit == Exit::NothingFound {
            exit = Exit::Success;
        }
        hidden += result.hidden;
    }
    output.out.flush()?;
    notices::tell_hidden(hidden);
    Ok(exit)
}

/// What is searched for and told of it.
pub fn options(arguments: &SearchArguments, scope: Scope) -> SearchOptions {
    let output = &arguments.output;
    let is_run = output.is(Format::Trec);
    let offset = if is_run { 0 } else { arguments.offset };
    // a query of many is counted for programs, which ask for it by the format
    let is_counted = arguments.queries.is_none() || output.is(Format::Json) || output.count;
    SearchOptions {
        scope: Scope {
            filter: filter(&arguments.filters),
            // a run names what is judged, and a list of files what is there, path by path
            same_text: if is_run || output.is_list() {
                SameText::Each
            } else {
                SameText::One
            },
            ..scope
        },
        limit: arguments.limit().saturating_add(arguments.offset - offset),
        offset,
        per_language: arguments.per_language,
        per_article: match arguments.per_article {
            _ if is_run || output.is_list() => Some(1),
            Some(PerArticle(most)) => most,
            None if output.is_for_people() => Some(1),
            None => None,
        },
        grouping: grouping(arguments),
        sort: match arguments.sort {
            Order::Score => Sort::Score,
            Order::Date => Sort::OldestFirst,
            Order::NewestFirst => Sort::NewestFirst,
        },
        freshness: match arguments.stale {
            StaleHits::Mark if is_run || output.is_list() => Freshness::Unasked,
            StaleHits::Mark => Freshness::Marked,
            StaleHits::Hide => Freshness::Only,
            StaleHits::Fail => Freshness::Required,
        },
        snippet_chars: (output.has_snippets() && !arguments.quiet)
            .then_some(arguments.snippet_chars),
        explain: arguments.explain && !is_run,
        count: is_counted && !is_run && !arguments.quiet,
        facets: Vec::new(),
        limits: Limits::default(),
    }
}

/// What becomes of near copies: people see them as one.
fn grouping(arguments: &SearchArguments) -> Grouping {
    let (copies, output) = (&arguments.copies, &arguments.output);
    let is_on = copies.group || output.is_for_people();
    if output.is(Format::Trec) || output.is_list() {
        Grouping::Apart
    } else if copies.expand {
        Grouping::Listed
    } else if is_on && !copies.no_group {
        Grouping::Together
    } else {
        Grouping::Apart
    }
}

/// What must be known of the articles.
pub fn filter(arguments: &Filters) -> Filter {
    let has = arguments.has.iter().map(|has| match has {
        Has::Date => Known::Date,
        Has::Source => Known::Source,
        Has::Author => Known::Author,
        Has::Tag => Known::Tag,
    });
    Filter {
        since: arguments.since.map(|period| period.first),
        until: arguments.until.map(|period| period.after),
        sources: arguments.source.clone(),
        authors: arguments.author.clone(),
        tags: arguments.tag.clone(),
        paths: arguments.paths.clone(),
        has: has.collect(),
        not_of: None,
    }
}

/// The languages with these codes or names; none for no codes.
pub fn languages(codes: &[String]) -> Result<Option<Vec<Language>>> {
    if codes.is_empty() {
        return Ok(None);
    }
    let mut languages = Vec::new();
    for code in codes {
        for language in named(code)? {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
    }
    Ok(Some(languages))
}

/// The first language with this code or name.
pub fn language(code: &str) -> Result<Language> {
    Ok(named(code)?.first().copied().unwrap_or(Language::UNKNOWN))
}

/// The languages with this code or name, of which there is one at least.
fn named(code: &str) -> Result<Vec<Language>> {
    let languages = Language::named(code);
    if languages.is_empty() {
        return Err(Error::UnknownLanguage {
            code: code.to_owned(),
            closest: Language::names_like(code),
        });
    }
    Ok(languages)
}

/// What a query can find, synonyms aside.
pub fn scope(arguments: &args::Scope) -> anyhow::Result<Scope> {
    Ok(Scope {
        languages: languages(&arguments.lang)?,
        require_all: arguments.all,
        same_passage: arguments.same_passage,
        strict: arguments.strict,
        relax: arguments.relax,
        filter: Filter::default(),
        same_text: SameText::One,
        synonyms: None,
    })
}

/// A query as it was typed; what of it is no expression though it looked like one is told.
pub fn parsed(id: Option<&str>, text: &str, scope: &args::Scope) -> Query {
    if scope.plain {
        return Query::plain(text);
    }
    let query = Query::parse(text);
    if let Some(fault) = &query.not_understood {
        let about = id.map_or_else(String::new, |id| format!("query {id}: "));
        let fault = safe(fault);
        note!("{about}not understood: {fault}; the query is taken as words");
    }
    query
}

/// The queries of a file, with their ids.
fn read_queries(path: &Path, scope: &args::Scope) -> anyhow::Result<Vec<(String, Query)>> {
    let topics = topics(&input::read(path, "queries")?, path)?;
    let query = |topic: Topic| {
        let query = parsed(Some(&topic.id), &topic.text, scope);
        (topic.id, query)
    };
    Ok(topics.into_iter().map(query).collect())
}

/// Opens the index; builds it first from `./corpus` if there is none where it is looked for by itself. A folder that was
/// told may have a slip in it, so nothing is written there.
fn open_or_build(index: &IndexArgument) -> anyhow::Result<Arc<Snapshot>> {
    let path = &index.path();
    match Index::open(path) {
        Err(Error::NoIndex { .. }) if index.told().is_none() && Path::new("corpus").is_dir() => {
            note!(
                "no index at {} yet: building it from ./corpus",
                path.display()
            );
            let sources = Sources::folder(Path::new("corpus"));
            crate::index::build_with_progress(&sources, path, &BuildOptions::default())?;
            note!("");
            Ok(Index::open(path)?.snapshot())
        }
        opened => Ok(opened?.snapshot()),
    }
}
