//! What does an output need? A hit is a ranked passage as plain data, with all of that.

mod copies;
mod line;

use std::ops::Range;
use std::path::PathBuf;

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};
use tantivy::DocAddress;

use crate::article::{Date, Origin, Told};
use crate::error::Result;
use crate::index::{BYTE_START, CHAR_START, COLUMN, LINE, Snapshot, Stale};
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::certainty::Certainty;
use crate::rerank::explain::Explanation;
use crate::rerank::pool::RankedPassage;
use crate::snippet::Matcher;
use crate::source::locate;
use crate::source::name::spell;

pub use copies::{Group, NearCopy};
pub use line::HitLine;

/// Lines that may stand above the headline of a text: blank ones, a date.
const MAX_LINES_ABOVE_TITLE: usize = 8;

/// A ranked passage, ready to be shown or written. All offsets are into the text of the article.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Its rank among the hits of the query, from 1.
    pub rank: usize,
    /// Higher is better; scores of different queries do not compare.
    pub score: f64,
    /// How sure it is that it is what was asked for: as sure as the surest of the query's words that it has, function words
    /// aside if the query has others. What was found stands before what is but a guess, whatever the scores.
    #[serde(rename = "match")]
    pub certainty: Certainty,
    /// The name of the article: the path of its file relative to the corpus, see [`crate::source::name`], and `#id`
    /// where the file has several.
    pub article: String,
    /// Where its file is, from the root of the file system on; as JSON it is spelled as names are. None if it was in no file.
    #[serde(serialize_with = "spelled")]
    pub file: Option<PathBuf>,
    /// The names of all articles with its text, if there are several: they are one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// The article's title, if it has one.
    pub title: Option<String>,
    /// When it was published, if that is known, and where it says so.
    pub date: Option<Date>,
    /// Where the date comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_from: Option<Origin>,
    /// Who published it, if that is known.
    pub source: Option<String>,
    /// Where the source comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_from: Option<Origin>,
    /// Who wrote it, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Where the author comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_from: Option<Origin>,
    /// Where it was published, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it is filed under.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The page that the line to look at is on, from 1, if the article has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// The language of the passage.
    pub language: Language,
    /// Where the passage lies.
    #[serde(flatten)]
    pub span: Span,
    /// The text of the passage.
    pub text: String,
    /// The parts of the passage that are shown, in order.
    pub fragments: Vec<Span>,
    /// The parts of the passage that matched, in order.
    pub highlights: Vec<Span>,
    /// The parts of the title that matched, as bytes of it, in order.
    pub title_highlights: Vec<Range<usize>>,
    /// The line of the article to look at: that of the first highlight that the snippet shows below the title, else of the
    /// first that it shows; where it shows none, that of its first fragment.
    #[serde(rename = "match_line")]
    pub line: usize,
    /// What has become of the article's file since it was indexed; none if it is as it was, or if nobody asked.
    pub stale: Option<Stale>,
    /// How many more passages of the article match than so many as were asked for of each article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_passages: Option<usize>,
    /// The near copies that it stands for, if they were to be grouped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// Why it has its score, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// A path as text, as names of articles have it.
// serde hands over the field as it is
#[allow(clippy::ref_option)]
fn spelled<S: Serializer>(
    path: &Option<PathBuf>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    let spelled = path.as_ref().map(|path| spell(path.as_os_str()));
    spelled.serialize(serializer)
}

/// A part of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// Its characters.
    pub chars: Range<usize>,
    /// Line it starts in, from 1.
    pub line: usize,
    /// Character of the line it starts at, from 1.
    pub column: usize,
}

impl Hit {
    /// The part of the passage's text that `span` covers.
    #[must_use]
    pub fn text_of(&self, span: &Span) -> &str {
        let start = self.span.bytes.start;
        self.text
            .get(span.bytes.start - start..span.bytes.end - start)
            .unwrap_or_default()
    }

    /// See [`Hit::line`].
    fn first_line(&self) -> usize {
        let is_shown = |mark: &&Span| {
            let mut fragments = self.fragments.iter();
            fragments.any(|part| {
                part.bytes.start <= mark.bytes.start && mark.bytes.end <= part.bytes.end
            })
        };
        let title = self.title.as_deref().filter(|title| !title.is_empty());
        let title = title.filter(|_| self.span.bytes.start == 0);
        let above = title.and_then(|title| {
            let at = self.text.find(title)?;
            // further down it is no headline
            let above = self.text[..at].matches('\n').count();
            (above <= MAX_LINES_ABOVE_TITLE).then_some(above)
        });
        let title_line = above.map_or(0, |above| 1 + above);
        let mut shown = self.highlights.iter().filter(is_shown);
        let below_title = |mark: &&Span| mark.line > title_line;
        let first = shown.clone().find(below_title).or_else(|| shown.next());
        let first = first.or(self.fragments.first());
        first.map_or(self.span.line, |span| span.line)
    }
}

/// What becomes of near copies: the same report, cut or headed anew, of several sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Each is shown for itself.
    #[default]
    Apart,
    /// The best stands for all, and tells how many there are.
    Together,
    /// The best stands for all, and lists them.
    Listed,
}

/// A language that has a word of a query.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct QueryLanguage {
    /// The language.
    pub language: Language,
    /// What its scores are multiplied by: 1 for the likeliest.
    pub weight: f64,
}

/// Where a passage lies in its article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Location {
    /// Bytes of the article before it.
    pub(crate) byte_start: usize,
    /// Characters of the article before it.
    pub(crate) char_start: usize,
    /// Line it starts in, from 1.
    pub(crate) line: usize,
    /// Character of the line it starts at, from 1.
    pub(crate) column: usize,
}

impl Location {
    pub(crate) fn of(index: &Snapshot, address: DocAddress) -> Result<Self> {
        let value = |name| -> Result<usize> {
            let column = index.column(address.segment_ord, name)?;
            Ok(column.get_val(address.doc_id) as usize)
        };
        Ok(Self {
            byte_start: value(BYTE_START)?,
            char_start: value(CHAR_START)?,
            line: value(LINE)?,
            column: value(COLUMN)?,
        })
    }
}

/// Makes hits of ranked passages.
pub(crate) struct HitMaker<'i> {
    index: &'i Snapshot,
    plans: &'i [Plan],
    /// What is marked in passages of each language.
    matchers: FxHashMap<Language, Matcher>,
    pub(crate) snippet_chars: Option<usize>,
    pub(crate) marks_stale: bool,
    pub(crate) grouping: Grouping,
    /// Whether the names of all articles with the same text are told.
    pub(crate) lists_copies: bool,
    pub(crate) explains: bool,
}

impl<'i> HitMaker<'i> {
    /// Makes hits without snippets, marks and explanations.
    pub(crate) fn new(index: &'i Snapshot, plans: &'i [Plan]) -> Self {
        Self {
            index,
            plans,
            matchers: FxHashMap::default(),
            snippet_chars: None,
            marks_stale: false,
            grouping: Grouping::default(),
            lists_copies: false,
            explains: false,
        }
    }

    pub(crate) fn hit(&mut self, rank: usize, passage: &RankedPassage) -> Result<Hit> {
        let index = self.index;
        let (file, article) = index.article(passage.article)?;
        let number = article.number;
        let metadata = article.metadata;
        let (date, date_from) = apart(metadata.date);
        let (source, source_from) = apart(metadata.source);
        let (author, author_from) = apart(metadata.author);
        let text = passage.text(index)?;
        let mut spans = Spans::new(&text, Location::of(index, passage.address)?);
        let span = spans.span(0..text.len());
        let mut hit = Hit {
            rank,
            score: passage.score,
            certainty: passage.certainty,
            stale: (self.marks_stale.then(|| file.stale(index.manifest()))).flatten(),
            file: (!file.is_in_memory)
                .then(|| locate(&index.manifest().corpus, &file.path))
                .flatten(),
            article: article.name,
            paths: Vec::new(),
            title: metadata.title.map(|title| title.value),
            date,
            date_from,
            source,
            source_from,
            author,
            author_from,
            url: metadata.url.map(|url| url.value),
            tags: metadata.tags.into_iter().map(|tag| tag.value).collect(),
            page: None,
            language: passage.language,
            line: span.line,
            span,
            text: String::new(),
            fragments: Vec::new(),
            highlights: Vec::new(),
            title_highlights: Vec::new(),
            more_passages: None,
            group: None,
            explanation: None,
        };
        if self.lists_copies {
            hit.paths = copies::paths(index, number)?;
        }
        if self.grouping != Grouping::Apart {
            let admitted = self.plans.first().and_then(|plan| plan.admitted.as_deref());
            let is_wanted = |number| admitted.is_none_or(|admitted| admitted.contains(number));
            let are_listed = self.grouping == Grouping::Listed;
            hit.group = copies::group(index, number, is_wanted, are_listed)?;
        }
        if self.explains {
            hit.explanation = Some(Explanation::of(index, self.plans, passage)?);
        }
        if let Some(max_chars) = self.snippet_chars {
            let language = passage.language;
            let matcher = self.matcher(language);
            let snippet = matcher.snippet(&text, language, max_chars);
            let is_light = snippet.is_light;
            let mut spans_of = |ranges: Vec<Range<usize>>| {
                spans.rewind();
                ranges.into_iter().map(|range| spans.span(range)).collect()
            };
            hit.fragments = spans_of(snippet.fragments);
            hit.highlights = spans_of(snippet.highlights);
            if let Some(title) = &hit.title {
                hit.title_highlights = matcher.title_highlights(title, !is_light, language);
            }
        }
        hit.text = text;
        hit.line = hit.first_line();
        if !metadata.pages.is_empty() {
            let mark = hit.highlights.iter().find(|mark| mark.line == hit.line);
            let at = mark.unwrap_or(&hit.span).bytes.start;
            hit.page = Some(1 + metadata.pages.partition_point(|start| *start <= at));
        }
        Ok(hit)
    }

    fn matcher(&mut self, language: Language) -> &Matcher {
        let plans = self.plans;
        let matcher = || Matcher::of(plans, language);
        self.matchers.entry(language).or_insert_with(matcher)
    }
}

/// What was told, and where.
pub(crate) fn apart<T>(told: Option<Told<T>>) -> (Option<T>, Option<Origin>) {
    told.map(|told| (told.value, told.origin)).unzip()
}

/// Turns byte ranges of a passage, given in order, into spans of its article.
pub(crate) struct Spans<'t> {
    text: &'t str,
    start: Position,
    at: Position,
    passage_start: usize,
}

#[derive(Clone, Copy)]
struct Position {
    /// Byte of the passage.
    byte: usize,
    /// Character, line and column of the article.
    char: usize,
    line: usize,
    column: usize,
}

impl<'t> Spans<'t> {
    pub(crate) fn new(text: &'t str, location: Location) -> Self {
        let start = Position {
            byte: 0,
            char: location.char_start,
            line: location.line,
            column: location.column,
        };
        Self {
            text,
            start,
            at: start,
            passage_start: location.byte_start,
        }
    }

    fn rewind(&mut self) {
        self.at = self.start;
    }

    pub(crate) fn span(&mut self, range: Range<usize>) -> Span {
        let start = self.advanced(self.at, range.start);
        let end = self.advanced(start, range.end);
        self.at = start;
        Span {
            bytes: self.passage_start + range.start..self.passage_start + range.end,
            chars: start.char..end.char,
            line: start.line,
            column: start.column,
        }
    }

    fn advanced(&self, from: Position, byte: usize) -> Position {
        let mut position = from;
        for character in self.text.get(from.byte..byte).unwrap_or_default().chars() {
            position.char += 1;
            if character == '\n' {
                position.line += 1;
                position.column = 1;
            } else {
                position.column += 1;
            }
        }
        position.byte = byte;
        position
    }
}
