//! What does an article say? `tolmach show` prints its text as it was indexed, with what is known of it.

use std::io::{BufWriter, Write};
use std::ops::Range;

use clap::ColorChoice;
use tolmach::article::Origin;
use tolmach::index::{Index, Stale};
use tolmach::show::{Part, Shown, show};

use crate::args::{ReportFormat, ShowArguments};
use crate::exit::Exit;
use crate::output::json::print_object;
use crate::search::{parsed, scope};
use crate::stdout::Stdout;
use crate::synonyms::with_synonyms;
use crate::terminal::{Style, note, safe};

/// Columns of the names of what is known.
const NAME_COLUMNS: usize = 9;

pub fn run(arguments: &ShowArguments, color: ColorChoice) -> anyhow::Result<Exit> {
    let scope = scope(&arguments.scope)?;
    let index = Index::open(arguments.index.path())?.snapshot();
    let scope = with_synonyms(scope, &arguments.scope, &index)?;
    let query = arguments.query.as_deref();
    let query = query.map(|query| parsed(None, query, &arguments.scope));
    let part = Part {
        line: None,
        by_passage: arguments.passage.is_some(),
        // 0 stands for none that was told
        passage: arguments.passage.filter(|passage| *passage > 0),
        context: arguments.context,
    };
    let asked = query.as_ref().map(|query| (query, &scope));
    let shown = show(&index, &arguments.article, part, asked)?;
    let mut out = BufWriter::new(Stdout::lock());
    match arguments.format {
        ReportFormat::Text => {
            let style = Style::marked_so(color, arguments.marks.as_ref());
            print(&mut out, &style, &shown)?;
        }
        ReportFormat::Json => print_object(&mut out, &shown)?,
    }
    out.flush()?;
    match shown.stale {
        Some(Stale::Changed) => note!("its file has changed since it was indexed"),
        Some(Stale::Gone) => note!("its file is not in the corpus any more"),
        None => {}
    }
    Ok(Exit::Success)
}

fn print(out: &mut impl Write, style: &Style, shown: &Shown) -> std::io::Result<()> {
    writeln!(
        out,
        "{}",
        style.bold(&style.isolated(&safe(&shown.article)))
    )?;
    for (name, value) in known(shown) {
        let name = format!("{name:NAME_COLUMNS$}");
        writeln!(out, "{}{}", style.dim(&name), style.isolated(&safe(&value)))?;
    }
    writeln!(out)?;
    let start = shown.span.bytes.start;
    let marks = shown.highlights.iter();
    let marks: Vec<Range<usize>> = marks
        .map(|mark| mark.bytes.start - start..mark.bytes.end - start)
        .collect();
    let mut at = 0;
    for line in shown.text.split_inclusive('\n') {
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        let of_line = marks
            .iter()
            .filter(|mark| mark.start < end && mark.end > at);
        let of_line: Vec<Range<usize>> = of_line
            .map(|mark| mark.start.max(at) - at..mark.end.min(end) - at)
            .collect();
        let text = shown.text[at..end].trim_start_matches('\u{FEFF}');
        let mark_bytes = end - at - text.len();
        let of_line: Vec<Range<usize>> = of_line
            .into_iter()
            .map(|mark| mark.start.saturating_sub(mark_bytes)..mark.end.saturating_sub(mark_bytes))
            .collect();
        writeln!(out, "{}", style.lay_out(text, &of_line, 0))?;
        at += line.len();
    }
    Ok(())
}

/// What is known of an article, by name.
fn known(shown: &Shown) -> Vec<(&'static str, String)> {
    let about = &shown.about;
    let from = |value: &str, origin: Option<Origin>| match origin {
        Some(origin) => format!("{value}  ({})", origin.code()),
        None => value.to_owned(),
    };
    let date = about.date.map(|date| date.to_string());
    let language = about.language.map(|language| language.to_string());
    let told = [
        ("title", &about.title, about.title_from),
        ("date", &date, about.date_from),
        ("source", &about.source, about.source_from),
        ("author", &about.author, about.author_from),
        ("url", &about.url, about.url_from),
        ("language", &language, about.language_from),
    ];
    let told = told
        .into_iter()
        .filter_map(|(name, value, origin)| Some((name, from(value.as_ref()?, origin))));
    let mut known: Vec<(&str, String)> = told.collect();
    if !about.tags.is_empty() {
        known.push(("tags", about.tags.join(", ")));
    }
    if language.is_none() {
        let mut languages: Vec<String> = Vec::new();
        for passage in &shown.passages {
            let code = passage.language.to_string();
            if !languages.contains(&code) {
                languages.push(code);
            }
        }
        known.push(("language", languages.join(", ")));
    }
    let others = shown.paths.iter().filter(|path| **path != shown.article);
    known.extend(others.map(|path| ("also", path.clone())));
    known.extend(pages(shown));
    if shown.span.bytes != (0..shown.passages.last().map_or(0, |last| last.bytes.end)) {
        let text = shown.text.strip_suffix('\n').unwrap_or(&shown.text);
        let last = shown.span.line + text.matches('\n').count();
        let (first, all) = (shown.span.line, shown.lines);
        known.push(if first == last {
            ("line", format!("{first} of {all}"))
        } else {
            ("lines", format!("{first}-{last} of {all}"))
        });
    }
    known
}

/// The pages that what is shown is on, of an article that has pages.
fn pages(shown: &Shown) -> Option<(&'static str, String)> {
    let (first, starts) = (shown.page?, &shown.about.pages);
    let end = shown.span.bytes.end;
    let last = 1 + starts.partition_point(|start| *start < end);
    let all = starts.len() + 1;
    Some(if (first, last) == (1, all) {
        ("pages", all.to_string())
    } else if first == last {
        ("page", format!("{first} of {all}"))
    } else {
        ("pages", format!("{first}-{last} of {all}"))
    })
}
