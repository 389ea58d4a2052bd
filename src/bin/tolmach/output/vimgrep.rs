//! How are hits printed for an editor? `path:line:column:text`, the column in bytes, as `vim -q` and its like read it.

use std::io::Write;

use tolmach::hit::{Hit, Span};

use super::answer::Output;
use crate::terminal::safe;

pub fn print(output: &mut Output<'_, impl Write>, hits: &[Hit]) -> anyhow::Result<()> {
    for hit in hits {
        let path = safe(&output.path(hit).to_string_lossy());
        let (column, line) = line(hit);
        writeln!(output.out, "{path}:{}:{column}:{}", hit.line, safe(line))?;
    }
    Ok(())
}

/// The line of a hit to look at, and the column of its first mark, or 1.
fn line(hit: &Hit) -> (usize, &str) {
    let start = hit.span.bytes.start;
    let below = hit.line.saturating_sub(hit.span.line);
    let line_start = hit
        .text
        .split_inclusive('\n')
        .take(below)
        .map(str::len)
        .sum::<usize>();
    let rest = hit.text.get(line_start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let mark = hit
        .highlights
        .iter()
        .find(|mark: &&Span| mark.line == hit.line);
    // of a line that began in the passage before, its characters are counted, since its bytes are not here
    let before = if below == 0 { hit.span.column - 1 } else { 0 };
    let column = mark.map_or(0, |mark| {
        (mark.bytes.start - start).saturating_sub(line_start)
    });
    (1 + before + column, line)
}
