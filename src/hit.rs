//! A hit: a ranked passage as plain data, with everything an output needs.

use std::ops::Range;

use serde::Serialize;

use crate::error::Result;
use crate::index::Stale;
use crate::language::Language;
use crate::search::{RankedPassage, Ranking};

/// A ranked passage, ready to be shown or written. All offsets are into the text of the article.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Its place among the hits of the query, from 1.
    pub rank: usize,
    /// Higher is better; scores of different queries do not compare.
    pub score: f64,
    /// The article: the path of its file relative to the corpus, see [`crate::source::name`].
    pub article: String,
    /// The article's title, if it has one.
    pub title: Option<String>,
    /// The language of the passage.
    pub language: Language,
    /// Where the passage lies.
    #[serde(flatten)]
    pub span: Span,
    /// The text of the passage.
    pub text: String,
    /// The parts of the passage that are worth showing, in order.
    pub fragments: Vec<Span>,
    /// The parts of the passage that matched, in order.
    pub highlights: Vec<Span>,
    /// What has become of the article's file since it was indexed; none if it is as it was.
    pub stale: Option<Stale>,
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
}

impl Ranking<'_> {
    /// The passage with this place in the ranking (from 0) as a hit, its snippet of at most `snippet_chars`.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read.
    pub fn hit(&self, place: usize, snippet_chars: usize) -> Result<Hit> {
        let passage = &self.passages[place];
        let record = self.file(passage)?;
        let stale = self.stale(&record);
        let snippet =
            self.matcher(passage.language)
                .snippet(&passage.text, passage.language, snippet_chars);
        let mut spans = Spans::new(self, passage)?;
        let whole = spans.span(0..passage.text.len());
        let mut spans_of = |ranges: Vec<Range<usize>>| {
            spans.rewind();
            ranges.into_iter().map(|range| spans.span(range)).collect()
        };
        let fragments = spans_of(snippet.fragments);
        let highlights = spans_of(snippet.highlights);
        Ok(Hit {
            rank: place + 1,
            score: passage.score,
            article: record.path,
            title: record.title,
            language: passage.language,
            span: whole,
            text: passage.text.clone(),
            fragments,
            highlights,
            stale,
        })
    }
}

/// Turns byte ranges of a passage, given in order, into spans of its article.
struct Spans<'t> {
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
    fn new(ranking: &Ranking<'_>, passage: &'t RankedPassage) -> Result<Self> {
        let location = ranking.location(passage)?;
        let start = Position {
            byte: 0,
            char: location.char_start,
            line: location.line,
            column: location.column,
        };
        Ok(Self {
            text: &passage.text,
            start,
            at: start,
            passage_start: location.byte_start,
        })
    }

    fn rewind(&mut self) {
        self.at = self.start;
    }

    fn span(&mut self, range: Range<usize>) -> Span {
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
