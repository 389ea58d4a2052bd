//! Which part of a text is shown? All of it, or some lines or passages.

use std::ops::Range;

/// Lines before and behind one that was asked for.
const CONTEXT_LINES: usize = 3;

/// What of an article is to be shown; by default all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Around this line of its text, from 1.
    pub line: Option<usize>,
    /// Whether whole passages are shown.
    pub by_passage: bool,
    /// This passage, from 1; else, of passages, the one that has the line, or the first.
    pub passage: Option<usize>,
    /// How many lines or passages before it and behind it.
    pub context: Option<usize>,
}

/// Why there is no such part: there are but so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beyond {
    pub(super) unit: &'static str,
    pub(super) count: usize,
}

impl Part {
    /// The bytes of a text of which the passages start here.
    pub(super) fn of(&self, text: &str, starts: &[usize]) -> Result<Range<usize>, Beyond> {
        if self.by_passage || self.passage.is_some() {
            return self.passages(text, starts);
        }
        let Some(line) = self.line else {
            return Ok(0..text.len());
        };
        let lines = line_starts(text);
        let at = position(line, lines.len(), "line")?;
        let context = self.context.unwrap_or(CONTEXT_LINES);
        Ok(around(at, context, &lines, text.len()))
    }

    fn passages(&self, text: &str, starts: &[usize]) -> Result<Range<usize>, Beyond> {
        let at = match (self.passage, self.line) {
            (Some(passage), _) => position(passage, starts.len(), "passage")?,
            (None, Some(line)) => {
                let lines = line_starts(text);
                let line = lines[position(line, lines.len(), "line")?];
                starts
                    .partition_point(|start| *start <= line)
                    .saturating_sub(1)
            }
            (None, None) => 0,
        };
        Ok(around(at, self.context.unwrap_or(0), starts, text.len()))
    }
}

/// Where the lines of a text start; behind its last line end there is none.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let starts = std::iter::once(0).chain(ends);
    starts
        .filter(|start| *start < text.len() || *start == 0)
        .collect()
}

/// The position of the thing with this number, from 1, of so many.
fn position(number: usize, count: usize, unit: &'static str) -> Result<usize, Beyond> {
    let at = number.checked_sub(1).filter(|at| *at < count);
    at.ok_or(Beyond { unit, count })
}

/// The bytes of the parts around one of them.
fn around(at: usize, context: usize, starts: &[usize], end: usize) -> Range<usize> {
    let start = starts.get(at.saturating_sub(context)).copied().unwrap_or(0);
    let after = at.saturating_add(context).saturating_add(1);
    start..starts.get(after).copied().unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_lines_or_passages_around_one() {
        let text = "a\nb\nc\nd\ne\nf\ng\n";
        let starts = [0, 4, 10];
        let part = |line, by_passage, passage, context| Part {
            line,
            by_passage,
            passage,
            context,
        };
        for (part, expected) in [
            (Part::default(), Ok(text)),
            (part(Some(5), false, None, None), Ok("b\nc\nd\ne\nf\ng\n")),
            (part(Some(5), false, None, Some(0)), Ok("e\n")),
            (part(Some(1), false, None, Some(1)), Ok("a\nb\n")),
            (part(Some(7), false, None, Some(usize::MAX)), Ok(text)),
            (
                part(Some(8), false, None, None),
                Err(Beyond {
                    unit: "line",
                    count: 7,
                }),
            ),
            (
                part(Some(0), false, None, None),
                Err(Beyond {
                    unit: "line",
                    count: 7,
                }),
            ),
            (part(Some(4), true, None, None), Ok("c\nd\ne\n")),
            (part(None, true, None, None), Ok("a\nb\n")),
            (part(None, false, Some(3), None), Ok("f\ng\n")),
            (part(Some(1), true, Some(2), Some(1)), Ok(text)),
            (
                part(None, true, Some(4), None),
                Err(Beyond {
                    unit: "passage",
                    count: 3,
                }),
            ),
        ] {
            let found = part.of(text, &starts).map(|range| &text[range]);
            assert_eq!(found, expected, "{part:?}");
        }
        assert_eq!(line_starts(""), [0]);
        assert_eq!(line_starts("a"), [0]);
        assert_eq!(line_starts("a\n\nb"), [0, 2, 3]);
    }
}
