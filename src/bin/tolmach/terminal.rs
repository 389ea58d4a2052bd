//! What can the terminal do? Text is laid out for it: wrapped by width, marked, safe.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::ColorChoice;
use tolmach::source::name::{is_control, turns_direction};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::args::Marks;

/// How text is laid out on stdout.
#[derive(Clone, Debug)]
pub struct Style {
    /// Whether escape sequences colour it.
    pub color: bool,
    /// Columns to wrap at; none where stdout is no terminal.
    pub columns: Option<usize>,
    /// What stands before a match and behind it.
    pub marks: (String, String),
}

/// Fewer leave no room for a word beside the margin.
const MIN_COLUMNS: usize = 24;

/// Longer lines are hard to read.
const MAX_COLUMNS: usize = 110;

/// Begins bold letters.
const BOLD: &str = "\x1b[1m";

/// Begins the letters of a match.
const MATCH: &str = "\x1b[1;31m";

/// Ends all of that.
const PLAIN: &str = "\x1b[0m";

impl Style {
    /// The style for stdout: colour as chosen (`auto`: at a terminal, unless `NO_COLOR` is set or it is dumb).
    pub fn of_stdout(choice: ColorChoice) -> Self {
        Self::marked_so(choice, None)
    }

    /// The same with matches marked as it was said, else in colour, where there is none by asterisks, and in a pipe not at
    /// all.
    pub fn marked_so(choice: ColorChoice, marks: Option<&Marks>) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !set("NO_COLOR") && !dumb,
        };
        let columns = terminal.then(|| terminal_columns().clamp(MIN_COLUMNS, MAX_COLUMNS));
        let (open, close) = match marks {
            Some(Marks::Pair(open, close)) => (safe(open), safe(close)),
            Some(Marks::Ansi) => (MATCH.to_owned(), PLAIN.to_owned()),
            None if color => (MATCH.to_owned(), PLAIN.to_owned()),
            None if terminal => ("**".to_owned(), "**".to_owned()),
            Some(Marks::None) | None => (String::new(), String::new()),
        };
        let marks = (open, close);
        Self {
            color,
            columns,
            marks,
        }
    }

    /// What stands before a match and behind it.
    pub fn marks(&self) -> (&str, &str) {
        (&self.marks.0, &self.marks.1)
    }

    pub fn bold(&self, text: &str) -> String {
        if self.color {
            format!("{BOLD}{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    pub fn dim(&self, text: &str) -> String {
        if self.color {
            format!("\x1b[2m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// `text` with `highlights` (sorted, disjoint bytes of it) marked, wrapped and indented by `indent` columns.
    pub fn lay_out(&self, text: &str, highlights: &[Range<usize>], indent: usize) -> String {
        let margin = " ".repeat(indent);
        let width = self.width(indent);
        let highlights = joined_for_the_eye(text, highlights);
        let mut lines = Vec::new();
        for line in wrapped(text, width, &highlights, self.mark_columns()) {
            let marked = self.marked(text, line, &highlights, "");
            lines.push(format!("{margin}{}", self.isolated(&marked)));
        }
        lines.join("\n")
    }

    /// A title in bold with `highlights` (sorted, disjoint bytes of it) marked, wrapped behind `indent` columns that hold
    /// what stands before it.
    pub fn title(&self, title: &str, highlights: &[Range<usize>], indent: usize) -> String {
        let highlights = joined_for_the_eye(title, highlights);
        // what ends a mark ends bold letters too
        let bold = if self.color { BOLD } else { "" };
        let width = self.width(indent);
        let lines = wrapped(title, width, &highlights, self.mark_columns());
        let lines = lines.into_iter().map(|line| {
            let marked = self.marked(title, line, &highlights, bold);
            self.bold(&self.isolated(&marked))
        });
        lines
            .collect::<Vec<_>>()
            .join(&format!("\n{}", " ".repeat(indent)))
    }

    /// Columns that the marks of a match take.
    fn mark_columns(&self) -> usize {
        let columns = |mark: &str| {
            if mark.starts_with('\x1b') {
                0
            } else {
                mark.width()
            }
        };
        columns(&self.marks.0) + columns(&self.marks.1)
    }

    /// Columns that text has behind `indent` of them.
    fn width(&self, indent: usize) -> usize {
        self.columns
            .map_or(usize::MAX, |columns| columns.saturating_sub(indent).max(20))
    }

    /// Whether texts with two spaces between them have room on a line behind `indent` columns.
    pub fn has_room(&self, texts: &[&str], indent: usize) -> bool {
        let columns = texts.iter().map(|text| text.width() + 2).sum::<usize>();
        columns <= self.width(indent).saturating_add(2)
    }

    /// A part of `text` with the highlights in it marked, and `after` behind each mark.
    fn marked(
        &self,
        text: &str,
        part: Range<usize>,
        highlights: &[Range<usize>],
        after: &str,
    ) -> String {
        let (open, close) = self.marks();
        let mut out = String::new();
        let mut at = part.start;
        for mark in highlights
            .iter()
            .filter(|mark| mark.start < part.end && mark.end > part.start)
        {
            let (start, end) = (mark.start.max(part.start), mark.end.min(part.end));
            out.push_str(&safe(&text[at..start]));
            out.push_str(open);
            out.push_str(&safe(&text[start..end]));
            out.push_str(close);
            out.push_str(after);
            at = end;
        }
        out.push_str(&safe(&text[at..part.end]));
        out
    }

    /// Text with right-to-left letters between marks that keep it from turning what stands around it.
    pub fn isolated(&self, text: &str) -> String {
        if self.columns.is_some() && text.chars().any(is_right_to_left) {
            format!("\u{2068}{text}\u{2069}")
        } else {
            text.to_owned()
        }
    }
}

/// Whether notes are not wanted.
static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// Has no note written from now on; errors are told all the same.
pub fn be_quiet() {
    IS_QUIET.store(true, Ordering::Relaxed);
}

/// Whether notes are not wanted.
pub fn is_quiet() -> bool {
    IS_QUIET.load(Ordering::Relaxed)
}

/// The note before.
static LAST_NOTE: Mutex<String> = Mutex::new(String::new());

/// Writes a note to stderr, unless none is wanted or it is the same as the one before.
pub fn write_note(line: &str) {
    if is_quiet() {
        return;
    }
    let mut last = LAST_NOTE.lock().unwrap_or_else(PoisonError::into_inner);
    if line.is_empty() || *last != line {
        write_error(line);
        line.clone_into(&mut last);
    }
}

/// Writes a line to stderr, safe for a terminal. A stderr that cannot be written changes nothing else.
pub fn write_error(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", safe(line));
}

/// [`write_note`] of a formatted line.
macro_rules! note {
    ($($line:tt)*) => { $crate::terminal::write_note(&format!($($line)*)) };
}
pub(crate) use note;

/// Lines that the terminal of stdout shows at once; none if it is no terminal, or does not say.
pub fn rows() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let told = std::env::var("LINES")
        .ok()
        .and_then(|lines| lines.parse().ok());
    let rows = told.or_else(|| terminal_size::terminal_size().map(|(_, rows)| usize::from(rows.0)));
    rows.filter(|rows| *rows > 1)
}

fn terminal_columns() -> usize {
    let told = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    told.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(80)
}

fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// The text without what a terminal obeys: control characters, escape sequences among them, become spaces, and marks that
/// turn the direction of writing go, so that none ends the isolation that the program puts text in.
pub fn safe(text: &str) -> String {
    let kept = text.chars().filter(|c| !turns_direction(*c));
    kept.map(|c| if is_control(c) { ' ' } else { c }).collect()
}

/// JSON with the characters escaped that its grammar allows as they are, but a terminal obeys.
pub fn escaped(json: &str) -> Cow<'_, str> {
    if !json.contains(is_control) {
        return json.into();
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_control(character) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(character)); // a string takes all
        } else {
            escaped.push(character);
        }
    }
    escaped.into()
}

/// A path as a shell takes it.
pub fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-~+,:@%=".contains(c);
    if !path.is_empty() && path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// The word for one thing as it is written for this many.
pub fn plural(count: u64, one: &str) -> String {
    if count == 1 {
        one.to_owned()
    } else {
        format!("{one}s")
    }
}

/// Highlights with nothing but a space or hyphen between them made one, which reads better than each marked.
pub fn joined_for_the_eye(text: &str, highlights: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for mark in highlights {
        match joined.last_mut() {
            Some(last)
                if matches!(
                    &text[last.end..mark.start],
                    "" | " " | "-" | "\u{2011}" | "\u{a0}"
                ) =>
            {
                last.end = mark.end;
            }
            _ => joined.push(mark.clone()),
        }
    }
    joined
}

/// The lines of `text` at most `width` columns wide, broken at spaces, or anywhere in scripts without them. A word that is
/// wider than a line has one of its own, whole, so that it can be read and copied. Each of `marks` takes `mark_columns` more.
fn wrapped(
    text: &str,
    width: usize,
    marks: &[Range<usize>],
    mark_columns: usize,
) -> Vec<Range<usize>> {
    let columns_of = |part: Range<usize>| {
        let is_in = |mark: &&Range<usize>| mark.start < part.end && mark.end > part.start;
        let marked = marks.iter().filter(is_in).count();
        text[part.clone()].width() + mark_columns * marked
    };
    let mut next_mark = marks.iter().map(|mark| mark.start).peekable();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut columns = 0;
    let mut last_break = None; // (end of the line before it, start of the line after it)
    for (at, cluster) in text.grapheme_indices(true) {
        let cluster_columns = cluster.width();
        let blank = cluster.chars().all(char::is_whitespace);
        if blank {
            last_break = Some((at, at + cluster.len()));
        }
        // where a script has no spaces, letters are parted
        let is_unspaced = cluster_columns == 2 || cluster.chars().any(is_without_spaces);
        if is_unspaced && at > start {
            last_break = Some((at, at));
        }
        if next_mark.next_if(|start| *start <= at).is_some() {
            columns += mark_columns;
        }
        let is_full = columns + cluster_columns > width && !blank;
        if is_full && let Some((end, next)) = last_break.filter(|(end, _)| *end > start) {
            lines.push(start..end);
            start = next;
            columns = columns_of(start..at + cluster.len()).saturating_sub(cluster_columns);
            last_break = None;
        }
        columns += cluster_columns;
        // a wide character may end a line
        if is_unspaced {
            last_break = Some((at + cluster.len(), at + cluster.len()));
        }
    }
    if start < text.len() {
        lines.push(start..text.len());
    }
    lines
}

/// Letters of Thai, Lao, Burmese, Khmer and their neighbours, which stand without spaces between words.
fn is_without_spaces(character: char) -> bool {
    matches!(character, '\u{0E00}'..='\u{0EFF}' | '\u{0F00}'..='\u{0FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain() -> Style {
        Style {
            color: false,
            columns: Some(40),
            marks: ("**".to_owned(), "**".to_owned()),
        }
    }

    #[test]
    fn lines_are_wrapped_by_width_not_by_characters() {
        let text = "東京オリンピックの開会式は新しい国立競技場で行われた";
        for line in wrapped(text, 20, &[], 0) {
            assert!(text[line].width() <= 20);
        }
        let words = "one two three four five six seven";
        let lines: Vec<&str> = wrapped(words, 13, &[], 0)
            .into_iter()
            .map(|line| &words[line])
            .collect();
        assert_eq!(lines, ["one two three", "four five six", "seven"]);
    }

    #[test]
    fn no_word_is_broken_however_long() {
        let text = "see https://example.org/a/very/long/path for more";
        let lines: Vec<&str> = wrapped(text, 12, &[], 0)
            .into_iter()
            .map(|line| &text[line])
            .collect();
        assert_eq!(
            lines,
            ["see", "https://example.org/a/very/long/path", "for more"]
        );
        let thai = "ทีมหมูป่าสิบสามคนออกจากถ้ำหลวงแล้ว";
        for line in wrapped(thai, 12, &[], 0) {
            assert!(thai[line].width() <= 12);
        }
    }

    proptest! {
        #[test]
        fn wrapped_lines_have_all_but_the_blanks_and_are_no_wider_than_a_word(
            text in "[a-zé東ไ\u{5d0} ]{0,80}",
            width in 1_usize..50,
        ) {
            let lines = wrapped(&text, width, &[], 0);
            let joined: String = lines.iter().map(|line| &text[line.clone()]).collect();
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&joined), letters(&text));
            for line in lines {
                let line = &text[line];
                let is_word = !line.trim().contains([' ', '東', 'ไ']);
                prop_assert!(line.trim_end().width() <= width.max(2) || is_word, "{:?}", line);
            }
        }
    }

    #[test]
    fn neighbouring_highlights_are_marked_as_one() {
        assert_eq!(
            plain().lay_out("So Kim Jong-un said", &[3..6, 7..11, 12..14], 2),
            "  So **Kim Jong-un** said"
        );
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(plain().lay_out("a\x1b[31mb\tc", &[], 0), "a [31mb c");
    }

    #[test]
    fn no_text_ends_the_isolation_that_it_is_put_in() {
        let hostile = "a\u{202e}b \u{2069}سلام\u{2069}\u{200f}\u{61c} c";
        assert_eq!(plain().isolated(&safe(hostile)), "\u{2068}ab سلام c\u{2069}");
        assert_eq!(
            plain().lay_out(hostile, std::slice::from_ref(&(9..17)), 1),
            " \u{2068}ab **سلام** c\u{2069}"
        );
    }

    #[test]
    fn json_stays_the_same_with_its_control_characters_escaped() {
        let text = "a\u{7f}\u{9b}b\u{202e}\u{2067}\u{2028}\n\u{200d}é";
        let json = serde_json::to_string(text).expect("JSON");
        let escaped = escaped(&json);
        assert_eq!(
            escaped,
            "\"a\\u007f\\u009bb\\u202e\\u2067\\u2028\\n\u{200d}é\""
        );
        let parsed: String = serde_json::from_str(&escaped).expect("JSON");
        assert_eq!(parsed, text);
    }

    #[test]
    fn right_to_left_text_is_isolated_at_a_terminal_only() {
        assert_eq!(plain().isolated("سلام"), "\u{2068}سلام\u{2069}");
        assert_eq!(
            Style {
                columns: None,
                ..plain()
            }
            .isolated("سلام"),
            "سلام"
        );
    }
}
