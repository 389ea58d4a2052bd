//! What does an article say, as it was indexed? Its text is put together from its passages, with what is known of it and
//! what a query matches.

mod part;

use std::ops::Range;

use serde::Serialize;

use crate::article::{Date, Metadata, Origin};
use crate::error::{Error, Result};
use crate::hit::{Location, Span, Spans, apart};
use crate::index::{ArticlePassage, Snapshot, Stale};
use crate::language::Language;
use crate::limits::{Budget, Limits};
use crate::named::{Absence, Article};
use crate::plan::plans;
use crate::plan::scope::Scope;
use crate::query::Query;
use crate::snippet::Matcher;
use part::Beyond;

pub use part::Part;

/// An article, or a part of one. All offsets are into the text of the whole.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// [`Shown::VERSION`].
    pub version: u32,
    /// Its name.
    pub article: String,
    /// The names of all articles with its text, if there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// What is known of it.
    #[serde(flatten)]
    pub about: About,
    /// What has become of its file since it was indexed; none if it is as it was.
    pub stale: Option<Stale>,
    /// The page on which what is shown begins, from 1, if the article has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// How many lines the whole text has.
    pub lines: usize,
    /// Where what is shown lies.
    #[serde(flatten)]
    pub span: Span,
    /// What is shown.
    pub text: String,
    /// The parts of it that match the query, in order.
    pub highlights: Vec<Span>,
    /// The passages of the whole text, in order.
    pub passages: Vec<ShownPassage>,
}

/// What is known of an article, with where it says so.
#[derive(Clone, Debug, Default, Serialize)]
pub struct About {
    /// What it is headed with.
    pub title: Option<String>,
    /// Where the title comes from.
    pub title_from: Option<Origin>,
    /// When it was published.
    pub date: Option<Date>,
    /// Where the date comes from.
    pub date_from: Option<Origin>,
    /// The language that it was told to be in.
    pub language: Option<Language>,
    /// Where the language comes from.
    pub language_from: Option<Origin>,
    /// Who published it.
    pub source: Option<String>,
    /// Where the source comes from.
    pub source_from: Option<Origin>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Where the author comes from.
    pub author_from: Option<Origin>,
    /// Where it was published.
    pub url: Option<String>,
    /// Where the address comes from.
    pub url_from: Option<Origin>,
    /// What it is filed under.
    pub tags: Vec<String>,
    /// The byte of its text at which each page after the first begins, if it has pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<usize>,
}

/// A passage of an article that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownPassage {
    /// Its language.
    pub language: Language,
    /// Its bytes in the article.
    pub bytes: Range<usize>,
    /// The line that it starts in, from 1.
    pub line: usize,
}

impl Shown {
    /// Version of the object: it rises when a field goes away or changes its meaning.
    pub const VERSION: u32 = 1;
}

impl About {
    fn of(metadata: Metadata) -> Self {
        let (title, title_from) = apart(metadata.title);
        let (date, date_from) = apart(metadata.date);
        let (language, language_from) = apart(metadata.language);
        let (source, source_from) = apart(metadata.source);
        let (author, author_from) = apart(metadata.author);
        let (url, url_from) = apart(metadata.url);
        Self {
            title,
            title_from,
            date,
            date_from,
            language,
            language_from,
            source,
            source_from,
            author,
            author_from,
            url,
            url_from,
            tags: metadata.tags.into_iter().map(|tag| tag.value).collect(),
            pages: metadata.pages,
        }
    }
}

/// Shows an article. `typed` is its name as hits show it, with or without `:LINE`, or a path to its file; a line that was
/// typed so counts if `part` has none. What a query matches is marked.
///
/// # Errors
/// [`Error::UnknownArticle`] if there is no such article, [`Error::NotIndexed`] if it is a file that is not in the index,
/// [`Error::Beyond`] if it has no such line or passage, those of [`Query::require_word`], and [`Error::Damaged`] if the
/// index cannot be read.
pub fn show(
    index: &Snapshot,
    typed: &str,
    part: Part,
    query: Option<(&Query, &Scope)>,
) -> Result<Shown> {
    index.reading(|| find(index, typed, part, query))
}

fn find(
    index: &Snapshot,
    typed: &str,
    mut part: Part,
    query: Option<(&Query, &Scope)>,
) -> Result<Shown> {
    let not_indexed = |name: String, reason: String| Err(Error::NotIndexed { name, reason });
    let (record, stale) = match Article::find(index, typed)? {
        Article::Known { record, since } => (*record, since),
        Article::Skipped { path, skip, .. } => return not_indexed(path, skip.to_string()),
        Article::Unknown { path, absence } => return not_indexed(path, reason(&absence)),
    };
    part.line = part.line.or_else(|| line_of(typed, &record.name));
    let passages = index.passages_of(record.number)?;
    let starts: Vec<usize> = passages
        .iter()
        .map(|passage| passage.byte_start as usize)
        .collect();
    let highlights = match query {
        Some((query, scope)) => highlights(index, &passages, query, scope)?,
        None => Vec::new(),
    };
    let text: String = passages
        .iter()
        .map(|passage| passage.text.as_str())
        .collect();
    let shown = part.of(&text, &starts);
    let shown = shown.map_err(|Beyond { unit, count }| Error::Beyond {
        name: record.name.clone(),
        unit,
        count,
    })?;
    let begin = Location {
        byte_start: 0,
        char_start: 0,
        line: 1,
        column: 1,
    };
    let mut spans = Spans::new(&text, begin);
    let of_passages = passages.iter().zip(&starts).map(|(passage, start)| {
        let span = spans.span(*start..start + passage.text.len());
        ShownPassage {
            language: passage.language,
            bytes: span.bytes,
            line: span.line,
        }
    });
    let of_passages = of_passages.collect();
    let mut spans = Spans::new(&text, begin);
    let span = spans.span(shown.clone());
    let inside = highlights
        .into_iter()
        .filter(|mark| mark.start < shown.end && mark.end > shown.start);
    let inside =
        inside.map(|mark| spans.span(mark.start.max(shown.start)..mark.end.min(shown.end)));
    let highlights = inside.collect();
    let same = index.article_columns().same_text(record.number).into_iter();
    let paths = same.map(|number| {
        let (_, same) = index.article(index.article_ordinal(u64::from(number)))?;
        Ok(same.name)
    });
    let pages = &record.metadata.pages;
    let page = 1 + pages.partition_point(|start| *start <= shown.start);
    Ok(Shown {
        version: Shown::VERSION,
        article: record.name,
        paths: paths.collect::<Result<_>>()?,
        page: (!pages.is_empty()).then_some(page),
        about: About::of(record.metadata),
        stale,
        lines: part::line_starts(&text).len(),
        span,
        text: text[shown].to_owned(),
        highlights,
        passages: of_passages,
    })
}

/// The line that was typed behind the name of an article.
fn line_of(typed: &str, name: &str) -> Option<usize> {
    let (bare, line) = typed.rsplit_once(':')?;
    let is_of_name = name.rsplit_once(':').is_some_and(|(_, end)| end == line);
    let is_behind_it = bare.ends_with(name);
    line.parse().ok().filter(|_| is_behind_it || !is_of_name)
}

/// What a query matches in the passages of an article, as bytes of it. Function words are marked where no passage has more.
fn highlights(
    index: &Snapshot,
    passages: &[ArticlePassage],
    query: &Query,
    scope: &Scope,
) -> Result<Vec<Range<usize>>> {
    query.require_word()?;
    let limits = Limits::default();
    let budget = Budget::new(&limits);
    let (query, _) = query.within(&limits);
    let plans = plans(index, &query, scope, &budget)?;
    let mut found: Vec<(u64, Vec<Range<usize>>, bool)> = Vec::new();
    let mut matcher: Option<(Language, Matcher)> = None;
    for passage in passages {
        let language = passage.language;
        let (_, matcher) = match &mut matcher {
            Some(known) if known.0 == language => known,
            other => other.insert((language, Matcher::of(&plans, language))),
        };
        let (marks, is_light) = matcher.highlights(&passage.text, language);
        found.push((passage.byte_start, marks, is_light));
    }
    let has_more = found.iter().any(|(_, _, is_light)| !is_light);
    found.retain(|(_, _, is_light)| !(*is_light && has_more));
    let absolute = found.into_iter().flat_map(|(start, marks, _)| {
        let start = start as usize;
        marks
            .into_iter()
            .map(move |mark| start + mark.start..start + mark.end)
    });
    Ok(absolute.collect())
}

/// Why the index knows nothing of a file.
fn reason(absence: &Absence) -> String {
    match absence {
        Absence::New => "it was not in the corpus when that was built".to_owned(),
        Absence::Unlisted => "it was not listed when that was built".to_owned(),
        Absence::LeftOut(_) => "a rule leaves it out; `tolmach why` says which".to_owned(),
        Absence::Skipped(skip) => skip.to_string(),
    }
}
