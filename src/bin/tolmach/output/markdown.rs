//! How are hits printed as Markdown? A list for notes and for language models.

use std::fmt::Write as _;
use std::io::Write;

use tolmach::hit::Hit;
use tolmach::search::Certainty;

use super::answer::{Answer, Output, left_out};
use super::snippet;
use super::text::{besides, day};
use crate::terminal::safe;

pub fn print(output: &mut Output<'_, impl Write>, answer: Answer<'_>) -> anyhow::Result<()> {
    if let Some(id) = answer.id {
        let heading = format!("{id}: {}", answer.query.text.trim());
        let heading = format!("## {}\n\n", escaped(&safe(&heading)));
        output.budget.spend(&heading);
        output.out.write_all(heading.as_bytes())?;
    }
    let hits = &answer.result.hits;
    let closing =
        |hits: usize, output: &Output<'_, _>| format!("*{}*\n\n", left_out(hits, &output.budget));
    let longest = closing(hits.len(), output);
    let shown = output.print_within(hits, &longest, |output, at| Ok(item(output, hits, at)))?;
    if shown < hits.len() {
        let closing = closing(hits.len() - shown, output);
        output.budget.spend(&closing);
        output.out.write_all(closing.as_bytes())?;
    }
    Ok(())
}

/// A hit as an item of a list, and what there is besides it if it is the last of its article.
fn item(output: &Output<'_, impl Write>, hits: &[Hit], at: usize) -> String {
    let hit = &hits[at];
    let location = code(&format!("{}:{}", safe(&output.location(hit)), hit.line));
    let mut known = vec![hit.language.to_string()];
    known.extend(hit.date.map(day));
    known.extend(hit.source.as_ref().map(|source| escaped(&safe(source))));
    known.extend(
        (output.arguments.score || output.arguments.explain).then(|| format!("{:.4}", hit.score)),
    );
    known.extend((hit.certainty == Certainty::Guess).then(|| "a guess".to_owned()));
    known.extend(hit.stale.map(|stale| format!("it {stale}")));
    let title = hit.title.as_ref().map(|title| {
        let marked =
            snippet::marked_with(title, &hit.title_highlights, &output.style, escaped_inside);
        format!("{} — ", guarded(marked.trim()))
    });
    let number = format!("{}. ", hit.rank);
    let indent = " ".repeat(number.len());
    let mut item = format!(
        "{number}{}{location}, {}\n",
        title.unwrap_or_default(),
        known.join(", ")
    );
    let (text, highlights) = snippet::shown(hit);
    let text = snippet::marked_with(&text, &highlights, &output.style, escaped_inside);
    let _ = writeln!(item, "{indent}> {}", guarded(text.trim())); // a string takes all
    if !hits[at + 1..]
        .iter()
        .any(|other| other.article == hit.article)
    {
        for line in besides(hit) {
            let _ = writeln!(
                item,
                "{indent}\n{indent}{}",
                guarded(&escaped_inside(line.trim()))
            );
        }
    }
    item.push('\n');
    item
}

/// A text in which nothing is a sign of Markdown.
pub fn escaped(text: &str) -> String {
    guarded(&escaped_inside(text))
}

/// The same of a text that begins no line.
fn escaped_inside(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if "\\`*_[]<>#|~&".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// A line whose beginning makes no list, heading or rule of it.
fn guarded(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

/// A text as code, between more backticks than it has in a row.
fn code(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_no_sign_of_markdown() {
        assert_eq!(escaped("# a *b* <i>|"), "\\# a \\*b\\* \\<i\\>\\|");
        assert_eq!(escaped("1. a"), "1\\. a");
        assert_eq!(escaped("- a"), "\\- a");
        assert_eq!(escaped("2024 a"), "2024 a");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
    }
}
