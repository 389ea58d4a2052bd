//! How are hits printed for people?

use std::io::Write;
use std::ops::Range;

use tolmach::article::Date;
use tolmach::hit::{Hit, Span};
use tolmach::language::Language;
use tolmach::query::Query;
use tolmach::search::{Certainty, Explanation, VariantExplanation};

use super::Output;
use crate::terminal::{plural, safe};

const INDENT: usize = 4;

/// Paths and sources that are named on a line.
const MAX_LISTED: usize = 5;

pub fn print(
    output: &mut Output<'_, impl Write>,
    id: Option<&str>,
    query: &Query,
    hits: &[Hit],
) -> anyhow::Result<()> {
    if let Some(id) = id {
        let heading = format!("{id}: {}", query.text.trim());
        writeln!(output.out, "{}\n", output.style.bold(&safe(&heading)))?;
    }
    for (at, hit) in hits.iter().enumerate() {
        let of_article = |other: &Hit| other.article == hit.article;
        let is_last = !hits[at + 1..].iter().any(of_article);
        print_hit(output, hit, is_last)?;
        if let Some(explanation) = &hit.explanation {
            print_explanation(output, hit.language, explanation)?;
        }
    }
    Ok(())
}

/// A line per word and per kind of evidence, with what it adds to the score.
fn print_explanation(
    output: &mut Output<'_, impl Write>,
    language: Language,
    explanation: &Explanation,
) -> anyhow::Result<()> {
    let words: f64 = explanation.words.iter().map(|one| one.contribution).sum();
    let features: f64 = explanation
        .features
        .iter()
        .map(|one| one.contribution)
        .sum();
    writeln!(
        output.out,
        "    score {:.4} = {:.4} for {language} · (words {words:.4} + reading {features:.4})",
        explanation.score, explanation.language_weight
    )?;
    for word in &explanation.words {
        let found: Vec<String> = word.variants.iter().map(variant).collect();
        let found = if found.is_empty() {
            "not in the passage".to_owned()
        } else {
            found.join("; ")
        };
        writeln!(
            output.out,
            "    {:>9.4}  {}: {found}; in {:.1} passages, idf {:.2}, weight {:.2}",
            word.contribution,
            safe(&word.word),
            word.doc_freq,
            word.idf,
            word.weight,
        )?;
    }
    for feature in &explanation.features {
        writeln!(
            output.out,
            "    {:>9.4}  {}",
            feature.contribution, feature.name
        )?;
    }
    writeln!(output.out)?;
    Ok(())
}

/// A variant that was found: `term 2× (same stem, weight 1.00, in 17)`.
pub fn variant(variant: &VariantExplanation) -> String {
    format!(
        "{} {}× ({}, weight {:.2}, in {})",
        safe(&variant.term),
        variant.frequency,
        variant.reason.describe(),
        variant.weight,
        variant.doc_freq
    )
}

/// Prints a hit, and what there is besides it if it `is_last` of its article.
fn print_hit(output: &mut Output<'_, impl Write>, hit: &Hit, is_last: bool) -> anyhow::Result<()> {
    let style = output.style;
    let fragments = without_title(hit);
    let page = hit.page.map(|page| format!(" (page {page})"));
    let location = format!(
        "{}:{}{}",
        safe(&hit.article),
        hit.line,
        page.unwrap_or_default()
    );
    let location = style.isolated(&location);
    let score = if output.arguments.score || output.arguments.explain {
        format!("  {:.4}", hit.score)
    } else {
        String::new()
    };
    let date = hit.date.map(|date| format!("  {}", day(date)));
    let source = hit
        .source
        .as_ref()
        .map(|source| format!("  {}", safe(source)));
    let known = format!("{}{}", date.unwrap_or_default(), source.unwrap_or_default());
    let about = format!("{}{known}{score}", hit.language);
    let is_guess = hit.certainty == Certainty::Guess;
    let guess = if is_guess { "  (a guess)" } else { "" };
    let changed = hit.stale.map(|stale| format!("  (it {stale})"));
    let mark = format!("{guess}{}", changed.unwrap_or_default());
    match &hit.title {
        Some(title) => {
            let title = style.title(title, &hit.title_highlights);
            writeln!(
                output.out,
                "{:>2}. {title}\n    {}{mark}",
                hit.rank,
                style.dim(&format!("{about}  {location}"))
            )?;
        }
        None => writeln!(
            output.out,
            "{:>2}. {}  {}{mark}",
            hit.rank,
            style.bold(&location),
            style.dim(&about)
        )?,
    }
    // The title is shown above already.
    let (text, highlights) = shown(hit, &fragments);
    writeln!(output.out, "{}", style.lay_out(&text, &highlights, INDENT))?;
    if is_last {
        for line in besides(hit) {
            writeln!(output.out, "    {}", style.dim(&line))?;
        }
    }
    writeln!(output.out)?;
    Ok(())
}

/// The day of a date, or as much of it as is known.
fn day(date: Date) -> String {
    let date = date.to_string();
    date.split('T').next().unwrap_or_default().to_owned()
}

/// What there is besides a hit: more passages, other paths of its text, near copies.
fn besides(hit: &Hit) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(more @ 1..) = hit.more_passages {
        lines.push(format!("{more} more {}", plural(more as u64, "passage")));
    }
    let others = hit.paths.iter().filter(|path| **path != hit.article);
    let others: Vec<String> = others.map(|path| safe(path)).collect();
    if !others.is_empty() {
        lines.push(format!("the same text: {}", listed(&others)));
    }
    let Some(group) = &hit.group else {
        return lines;
    };
    let others = group.articles - 1;
    let copies = if others == 1 { "copy" } else { "copies" };
    let mut told = vec![format!("{others} near {copies}")];
    if !group.sources.is_empty() {
        let sources: Vec<String> = group.sources.iter().map(|source| safe(source)).collect();
        told.push(format!("sources: {}", listed(&sources)));
    }
    told.extend(
        group
            .first_seen
            .map(|first| format!("first seen {}", day(first))),
    );
    lines.push(told.join("; "));
    for copy in group.copies.iter().flatten() {
        if copy.article != hit.article {
            let date = copy.date.map(|date| format!("  {}", day(date)));
            let source = copy
                .source
                .as_ref()
                .map(|source| format!("  {}", safe(source)));
            let known = format!("{}{}", date.unwrap_or_default(), source.unwrap_or_default());
            lines.push(format!("  {}{known}", safe(&copy.article)));
        }
    }
    lines
}

/// The first of a list, and how many more there are.
fn listed(values: &[String]) -> String {
    let shown = values.iter().take(MAX_LISTED).cloned();
    let shown = shown.collect::<Vec<_>>().join(", ");
    match values.len().saturating_sub(MAX_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The fragments of a hit as one text, and the highlights in it.
fn shown(hit: &Hit, fragments: &[Span]) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut highlights = Vec::new();
    let whole_end = hit.span.bytes.end;
    let mut last_end = None;
    for fragment in fragments {
        match last_end {
            None if starts_inside(hit, fragment) => text.push_str("… "),
            Some(_) => text.push_str(" … "),
            None => {}
        }
        let start = text.len();
        text.push_str(hit.text_of(fragment));
        for mark in hit.highlights.iter().filter(|mark| {
            mark.bytes.start >= fragment.bytes.start && mark.bytes.end <= fragment.bytes.end
        }) {
            highlights.push(
                start + mark.bytes.start - fragment.bytes.start
                    ..start + mark.bytes.end - fragment.bytes.start,
            );
        }
        last_end = Some(fragment.bytes.end);
    }
    let passage_end = hit.span.bytes.start + hit.text.trim_end().len();
    if last_end.is_some_and(|end| end < passage_end.min(whole_end)) {
        text.push_str(" …");
    }
    (text, highlights)
}

/// The fragments, the first without the line of the title.
fn without_title(hit: &Hit) -> Vec<Span> {
    let mut fragments = hit.fragments.clone();
    if let (Some(title), Some(first)) = (&hit.title, fragments.first_mut()) {
        let text = hit.text_of(first);
        let mark_bytes = text.len() - text.trim_start_matches('\u{FEFF}').len();
        if first.line == 1 && text[mark_bytes..].starts_with(title.as_str()) {
            let rest = text[mark_bytes + title.len()..].trim_start();
            if rest.is_empty() {
                fragments.remove(0);
            } else {
                first.line += text[..text.len() - rest.len()].matches('\n').count();
                first.bytes.start = first.bytes.end - rest.len();
            }
        }
    }
    fragments
}

/// Whether something of the passage stands before the fragment, its title aside.
fn starts_inside(hit: &Hit, fragment: &Span) -> bool {
    let before = hit
        .text
        .get(..fragment.bytes.start - hit.span.bytes.start)
        .unwrap_or_default()
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    !before.is_empty() && Some(before) != hit.title.as_deref()
}
