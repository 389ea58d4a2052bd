//! What is found? `tolmach search` puts one query or many to the index and prints hits.

use std::io::{BufWriter, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use clap::ColorChoice;
use tolmach::eval::{Topic, topics};
use tolmach::index::{BuildOptions, Index, Snapshot};
use tolmach::language::Language;
use tolmach::limits::{Limit, Limits};
use tolmach::query::Query;
use tolmach::search::{
    Freshness, Matches, QueryLanguage, Scope, SearchOptions, SearchResult, Synonyms, search,
};
use tolmach::source::Sources;
use tolmach::{Error, Result};

use crate::args::{self, Format, IndexArgument, SearchArguments, StaleHits};
use crate::exit::Exit;
use crate::input;
use crate::output::{Output, json, text, trec};
use crate::stdout::{self, Stdout};
use crate::terminal::{Style, note, plural};

/// Said of a query that was widened.
pub const RELAXED: &str = "the phrase stands in no passage; its words were looked for one by one";

pub fn run(arguments: &SearchArguments, color: ColorChoice) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let scope = scope(&arguments.scope)?;
    let queries = arguments.queries.as_deref().map(read_queries).transpose()?;
    // the system takes it back at once with the process, faster than file by file
    let index = ManuallyDrop::new(open_or_build(&arguments.index)?);
    let options = options(arguments, scope);
    let mut out = BufWriter::new(Stdout::lock());
    let mut output = Output {
        arguments,
        style: Style::of_stdout(color),
        out: &mut out,
    };
    let exit = match queries {
        None => {
            let query = Query::parse(&arguments.query.join(" "));
            let result = search(&index, &query, &options)?;
            print(&mut output, None, &query, &result)?;
            output.out.flush()?;
            tell_hidden(result.hidden);
            if !stdout::is_closed() {
                summarize(arguments, &result, started);
            }
            if result.is_found() {
                Exit::Success
            } else {
                Exit::NothingFound
            }
        }
        // whether one of the answers is stale is known when all are there
        Some(queries) if arguments.stale == StaleHits::Fail => {
            let mut answers = Vec::new();
            let mut together = Output {
                arguments,
                style: output.style,
                out: &mut answers,
            };
            let exit = print_all(&mut together, &index, &queries, &options)?;
            out.write_all(&answers)?;
            exit
        }
        Some(queries) => print_all(&mut output, &index, &queries, &options)?,
    };
    out.flush()?;
    Ok(exit)
}

/// Prints the answers to many queries. A query that cannot be put is a failure, but no reason to give up the others.
fn print_all(
    output: &mut Output<'_, impl Write>,
    index: &Snapshot,
    queries: &[(String, Query)],
    options: &SearchOptions,
) -> anyhow::Result<Exit> {
    let (mut exit, mut hidden) = (Exit::NothingFound, 0);
    for (id, query) in queries {
        if let Err(error) = query.require_word() {
            note!("query {id}: {error}");
            exit = Exit::Failure;
            continue;
        }
        // nobody reads, so only what the exit code is to say counts
        if stdout::is_closed() && exit != Exit::NothingFound {
            continue;
        }
        let result = search(index, query, options)?;
        if !result.relaxed_phrases.is_empty() {
            note!("query {id}: {RELAXED}");
        }
        tell_limits(Some(id), &result.met);
        print(output, Some(id), query, &result)?;
        if result.is_found() && exit == Exit::NothingFound {
            exit = Exit::Success;
        }
        hidden += result.hidden;
    }
    output.out.flush()?;
    tell_hidden(hidden);
    Ok(exit)
}

/// Says how many passages were left out because their files are not as they were indexed.
fn tell_hidden(hidden: usize) {
    if hidden > 0 {
        let passages = plural(hidden as u64, "passage");
        note!(
            "{hidden} {passages} left out: changed or gone since indexed; `tolmach index` brings the index up to date"
        );
    }
}

fn print(
    output: &mut Output<'_, impl Write>,
    id: Option<&str>,
    query: &Query,
    result: &SearchResult,
) -> anyhow::Result<()> {
    match output.arguments.format {
        Format::Text => text::print(output, id, query, &result.hits),
        Format::Json => json::print(output, id, query, &result.hits),
        Format::Trec => trec::print(output, id, &result.hits),
    }
}

/// Says on stderr how much matched and how long it took.
fn summarize(arguments: &SearchArguments, result: &SearchResult, started: Instant) {
    tell_limits(None, &result.met);
    let Some(Matches {
        passages,
        articles,
        is_exact,
    }) = result.matches
    else {
        return;
    };
    if !result.relaxed_phrases.is_empty() {
        note!("{RELAXED}");
    }
    if arguments.verbose {
        for QueryLanguage { language, weight } in &result.languages {
            note!("{language} {}: scores weighed {weight:.2}", language.name());
        }
    }
    let milliseconds = started.elapsed().as_secs_f64() * 1e3;
    let (passages, articles) = (passages as u64, articles as u64);
    note!(
        "{}{passages} {} in {articles} {} {}, {milliseconds:.0} ms",
        if is_exact { "" } else { "at most " },
        plural(passages, "passage"),
        plural(articles, "article"),
        if passages == 1 { "matches" } else { "match" },
    );
}

/// Says which limits an answer has met.
fn tell_limits(id: Option<&str>, met: &[Limit]) {
    let limits = Limits::default();
    let about = id.map_or_else(String::new, |id| format!("query {id}: "));
    for limit in met {
        let told = match limit {
            Limit::QueryChars => {
                let chars = limits.query_chars;
                format!("only the first {chars} characters of the query were looked at")
            }
            Limit::QueryWords => {
                let words = limits.query_words;
                format!("only the first {words} words of the query were looked at")
            }
            Limit::WordChars => {
                let chars = limits.word_chars;
                format!("words of more than {chars} characters were looked for in no other form")
            }
            Limit::ExpandedWords => {
                let words = limits.expanded_words;
                format!("only the first {words} words with `*` or `~` were looked for as such")
            }
            Limit::Variants => {
                let variants = limits.variants;
                format!(
                    "more than {variants} terms stand for a word; the most frequent were looked for"
                )
            }
            Limit::Alternatives => {
                let phrases = limits.alternatives;
                format!("only {phrases} phrases with synonyms were looked for")
            }
            Limit::Candidates => {
                let passages = limits.candidates;
                format!("the list of hits ends after {passages} passages")
            }
            Limit::TextsSearched => {
                let texts = limits.texts_searched;
                format!("forms of words were looked for in {texts} texts; others may have them too")
            }
            Limit::Deadline => "the time was up; there may be more".to_owned(),
            // what is counted says so
            Limit::TextsCounted => continue,
        };
        note!("{about}{told}");
    }
}

/// What is searched for and told of it.
fn options(arguments: &SearchArguments, scope: Scope) -> SearchOptions {
    let is_run = arguments.format == Format::Trec;
    let offset = if is_run { 0 } else { arguments.offset };
    SearchOptions {
        scope,
        limit: arguments.limit.saturating_add(arguments.offset - offset),
        offset,
        per_language: arguments.per_language,
        one_per_article: is_run,
        freshness: match arguments.stale {
            StaleHits::Mark if is_run => Freshness::Unasked,
            StaleHits::Mark => Freshness::Marked,
            StaleHits::Hide => Freshness::Only,
            StaleHits::Fail => Freshness::Required,
        },
        snippet_chars: (!is_run).then_some(arguments.snippet_chars),
        explain: arguments.explain && !is_run,
        count: arguments.queries.is_none() && !is_run,
        facets: Vec::new(),
        limits: Limits::default(),
    }
}

/// The languages with these codes; none for no codes.
pub fn languages(codes: &[String]) -> Result<Option<Vec<Language>>> {
    if codes.is_empty() {
        return Ok(None);
    }
    codes
        .iter()
        .map(|code| language(code))
        .collect::<Result<_>>()
        .map(Some)
}

/// The language with this code.
pub fn language(code: &str) -> Result<Language> {
    Language::from_code(code.trim()).ok_or_else(|| Error::UnknownLanguage {
        code: code.to_owned(),
    })
}

/// What a query can find.
pub fn scope(arguments: &args::Scope) -> anyhow::Result<Scope> {
    Ok(Scope {
        languages: languages(&arguments.lang)?,
        require_all: arguments.all,
        synonyms: arguments.synonyms.as_deref().map(synonyms).transpose()?,
    })
}

/// The list of synonyms in a file.
fn synonyms(path: &Path) -> anyhow::Result<Arc<Synonyms>> {
    let text = input::read(path, "synonyms")?;
    Ok(Arc::new(Synonyms::parse(&text, path)?))
}

/// The queries of a file, with their ids.
fn read_queries(path: &Path) -> anyhow::Result<Vec<(String, Query)>> {
    let topics = topics(&input::read(path, "queries")?, path)?;
    let query = |topic: Topic| (topic.id, Query::parse(&topic.text));
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
