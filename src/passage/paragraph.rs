//! Where does a paragraph end? With its line, unless the text has its lines broken at a width.
//!
//! Mail, books as plain text and what comes out of PDFs have lines of 70 to 80 columns, and a paragraph goes on over their ends.
//! Such lines are told by their lengths: the first word of the next would not have fit. Where that is not so, as in a list
//! of headlines, each line is a paragraph.

use std::ops::Range;

use crate::analysis::words::{Class, class};

/// The longest line of lines that are broken at a width has so many columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 45..=100;

/// Lines that are looked at together: a longer row of them is looked at piece by piece.
const MAX_LINES: usize = 120;

/// Of so many lines in ten the next word would not have fit, if they are broken at a width.
const FULL_LINES_OF_TEN: usize = 6;

/// Lines that are not indented end so many columns before the others.
const SLACK: usize = 3;

/// A line of at most the width that lines are broken at.
struct Line {
    byte_range: Range<usize>,
    columns: usize,
    /// Columns that its first word takes behind another.
    first_word: usize,
    ends_sentence: bool,
    /// It is indented, or an item of a list.
    opens: bool,
    /// It begins with a small letter, or one of a script that has no others.
    goes_on: bool,
}

/// The paragraphs of a text, in order and without gap, and where the last that is whole ends: if more text follows, the lines
/// behind that may be of a paragraph with it.
pub(super) fn paragraphs(text: &str, is_last: bool) -> (Vec<Range<usize>>, usize) {
    let mut paragraphs = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let byte_range = at..at + line.len();
        at = byte_range.end;
        if let Some(narrow) = narrow(line, byte_range.clone()) {
            lines.push(narrow);
        } else {
            let all = lines.len();
            push_lines(&mut lines, all, &mut paragraphs);
            paragraphs.push(byte_range);
        }
        if lines.len() == MAX_LINES {
            // a paragraph that goes on is looked at once more with what follows
            let ends = ends(&lines);
            let last = ends.iter().rposition(|is_end| *is_end);
            let whole = last.map_or(MAX_LINES, |last| last + 1);
            push_lines(&mut lines, whole, &mut paragraphs);
        }
    }
    if is_last {
        let all = lines.len();
        push_lines(&mut lines, all, &mut paragraphs);
    }
    let end = lines.first().map_or(at, |first| first.byte_range.start);
    (paragraphs, end)
}

/// Adds the paragraphs of the first `count` lines, which are looked at together with those behind.
fn push_lines(lines: &mut Vec<Line>, count: usize, paragraphs: &mut Vec<Range<usize>>) {
    let ends = ends(lines);
    let mut start = None;
    for (number, (line, is_end)) in lines.drain(..count).zip(ends).enumerate() {
        let first = *start.get_or_insert(line.byte_range.start);
        if is_end || number + 1 == count {
            paragraphs.push(first..line.byte_range.end);
            start = None;
        }
    }
}

/// Whether a paragraph ends with each of the lines, except that it is unknown of the last.
fn ends(lines: &[Line]) -> Vec<bool> {
    let width = lines.iter().map(|line| line.columns).max().unwrap_or(0);
    let pairs = || lines.iter().zip(&lines[1.min(lines.len())..]);
    // the next line's first word would not have fit
    let is_full = |line: &Line, next: &Line| line.columns + next.first_word + SLACK > width;
    let full = pairs().filter(|(line, next)| is_full(line, next));
    let (count, open) = full.fold((0, 0), |(count, open), (line, _)| {
        (count + 1, open + usize::from(!line.ends_sentence))
    });
    let is_wrapped = WIDTHS.contains(&width)
        && count * 10 >= lines.len().saturating_sub(1) * FULL_LINES_OF_TEN
        && open * 2 >= count
        && match lines {
            [] | [_] => false,
            [first, second] => !first.ends_sentence && second.goes_on,
            _ => true,
        };
    let ends = pairs().map(|(line, next)| !is_wrapped || !is_full(line, next) || next.opens);
    ends.chain([false]).take(lines.len()).collect()
}

/// The line, if it is none that is blank or too wide.
fn narrow(line: &str, byte_range: Range<usize>) -> Option<Line> {
    let content = line.trim_end();
    // four bytes a column are most
    if content.is_empty() || content.len() > 4 * WIDTHS.end() {
        return None;
    }
    let columns = columns(content, WIDTHS.end() + 1);
    if columns > *WIDTHS.end() {
        return None;
    }
    let begun = content.trim_start();
    let first = begun.chars().next()?;
    let is_item = matches!(first, '-' | '*' | '•' | '–') && begun.chars().nth(1) == Some(' ');
    let word_end = match class(first) {
        Class::Ideograph | Class::Unspaced => first.len_utf8(),
        _ => begun.find(char::is_whitespace).unwrap_or(begun.len()),
    };
    let space = usize::from(class(first) != Class::Ideograph);
    Some(Line {
        byte_range,
        columns,
        first_word: space + self::columns(&begun[..word_end], content.len()),
        ends_sentence: begun
            .trim_end_matches(['"', '”', '’', '»', ')', '」', '\''])
            .ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '։', ':']),
        opens: is_item || begun.len() < content.len(),
        goes_on: first.is_alphabetic() && !first.is_uppercase(),
    })
}

/// Columns that a text takes, an ideograph two; it stops counting at `enough`.
fn columns(text: &str, enough: usize) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    let columns = |character| match class(character) {
        Class::Mark => 0,
        Class::Ideograph => 2,
        _ => 1,
    };
    let mut sum = 0;
    for character in text.chars() {
        sum += columns(character);
        if sum >= enough {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text with its lines broken at a width.
    fn wrapped(text: &str, width: usize) -> String {
        let mut lines = String::new();
        let mut column = 0;
        for word in text.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > width {
                lines.push('\n');
                column = 0;
            } else if column > 0 {
                lines.push(' ');
                column += 1;
            }
            lines.push_str(word);
            column += length;
        }
        lines.push('\n');
        lines
    }

    const SENTENCES: &str = "The club met on Monday in the hall by the river, and the members were asked about the plan \
        for the new season. Most of them said that they had read it. Jane Roe spoke of the gourmet club dinner, which Mr Smith \
        had arranged with Anna Brown and the Harbour Company before the end of the year.";

    fn count(text: &str) -> usize {
        paragraphs(text, true).0.len()
    }

    #[test]
    fn a_paragraph_goes_on_over_line_ends_where_lines_are_broken_at_a_width() {
        for width in [50, 60, 65, 70, 72, 75, 78, 80, 90] {
            let paragraph = wrapped(SENTENCES, width);
            assert_eq!(count(&paragraph), 1, "{paragraph}");
            assert_eq!(count(&paragraph.replace('\n', "\r\n")), 1);
            // a title above, and several paragraphs with and without blank lines
            assert_eq!(count(&format!("Minutes\n{paragraph}")), 2);
            assert_eq!(count(&format!("{paragraph}\n{paragraph}")), 3);
            assert_eq!(count(&format!("  {paragraph}  {paragraph}")), 2);
        }
        assert_eq!(
            count("They met in the old hall by the river on that day, and Jane\nasked him.\n"),
            1
        );
    }

    #[test]
    fn each_line_is_a_paragraph_where_lines_end_as_they_like() {
        for lines in [
            "Harbour closed\nBridge open after the long winter, says the mayor of the town\nNo agreement on fees\n",
            "The delegation arrived in the morning and left before the evening.\nNobody knew when it would return to the town.\n",
            "A title of some fifty columns above the whole article\nThe council met on Monday and said nothing of it.\n",
            "one\ntwo\nthree\n",
        ] {
            assert_eq!(count(lines), lines.lines().count(), "{lines}");
        }
        let long = format!("{}\n{}\n", "word ".repeat(60), "word ".repeat(60));
        assert_eq!(count(&long), 2);
    }

    #[test]
    fn a_long_row_of_lines_is_cut_at_paragraphs_only() {
        let text = format!("  {}", wrapped(SENTENCES, 72)).repeat(60);
        let (found, _) = paragraphs(&text, true);
        assert_eq!(found.len(), 60);
    }

    proptest! {
        #[test]
        fn paragraphs_cover_a_text(text in "(\\PC{0,120}\r?\n{0,2}){0,12}|([a-z]{1,9}[ \n]){0,400}") {
            let (paragraphs, end) = paragraphs(&text, true);
            let mut at = 0;
            for paragraph in paragraphs {
                prop_assert_eq!(paragraph.start, at);
                at = paragraph.end;
            }
            prop_assert_eq!(at, text.len());
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn what_is_whole_stays_so_when_more_follows(text in "([a-zA-Z.]{1,12}[ \n]){0,900}", at in 0..5000_usize) {
            let text = text.as_str();
            let at = at.min(text.len());
            let at = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let (first, end) = paragraphs(&text[..at], false);
            let (rest, _) = paragraphs(&text[end..], true);
            let rest = rest.into_iter().map(|one| one.start + end..one.end + end);
            let pieces: Vec<_> = first.into_iter().chain(rest).collect();
            prop_assert_eq!(pieces, paragraphs(text, true).0);
        }
    }
}
