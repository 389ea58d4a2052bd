//! How are hits printed for people?

use std::fmt::Write as _;
use std::io::Write;

use tolmach::article::Date;
use tolmach::hit::Hit;
use tolmach::language::Language;
use tolmach::search::{Certainty, Explanation, VariantExplanation};

use super::answer::{Answer, Output, left_out};
use super::snippet;
use crate::terminal::{plural, safe};

const INDENT: usize = 4;

/// Paths and sources that are named on a line.
const MAX_LISTED: usize = 5;

pub fn print(output: &mut Output<'_, impl Write>, answer: Answer<'_>) -> anyhow::Result<()> {
    if let Some(id) = answer.id {
        let heading = format!("{id}: {}", answer.query.text.trim());
        let heading = format!("{}\n\n", output.style.bold(&safe(&heading)));
        output.budget.spend(&heading);
        output.out.write_all(heading.as_bytes())?;
    }
    let hits = &answer.result.hits;
    let longest = left_out(hits.len(), &output.budget);
    let shown = output.print_within(hits, &longest, |output, at| {
        let of_article = |other: &Hit| other.article == hits[at].article;
        let is_last = !hits[at + 1..].iter().any(of_article);
        let mut text = String::new();
        write_hit(&mut text, output, &hits[at], is_last)?;
        if let Some(explanation) = &hits[at].explanation {
            write_explanation(&mut text, hits[at].language, explanation)?;
        }
        Ok(text)
    })?;
    if shown < hits.len() {
        let closing = format!("{}\n", left_out(hits.len() - shown, &output.budget));
        output.budget.spend(&closing);
        output.out.write_all(closing.as_bytes())?;
    }
    Ok(())
}

/// A line per word and per kind of evidence, with what it adds to the score.
fn write_explanation(
    out: &mut String,
    language: Language,
    explanation: &Explanation,
) -> std::fmt::Result {
    let words: f64 = explanation.words.iter().map(|one| one.contribution).sum();
    let features: f64 = explanation
        .features
        .iter()
        .map(|one| one.contribution)
        .sum();
    writeln!(
        out,
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
            out,
            "    {:>9.4}  {}: {found}; in {:.1} passages, idf {:.2}, weight {:.2}",
            word.contribution,
            safe(&word.word),
            word.doc_freq,
            word.idf,
            word.weight,
        )?;
    }
    for feature in &explanation.features {
        writeln!(out, "    {:>9.4}  {}", feature.contribution, feature.name)?;
    }
    writeln!(out)
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

/// A hit, and what there is besides it if it `is_last` of its article.
fn write_hit(
    out: &mut String,
    output: &Output<'_, impl Write>,
    hit: &Hit,
    is_last: bool,
) -> std::fmt::Result {
    let style = &output.style;
    let page = hit.page.map(|page| format!(" (page {page})"));
    let location = format!(
        "{}:{}{}",
        safe(&output.location(hit)),
        hit.line,
        page.unwrap_or_default()
    );
    let mut known = vec![hit.language.to_string()];
    known.extend(hit.date.map(day));
    known.extend(hit.source.as_ref().map(|source| safe(source)));
    let has_score = output.arguments.score || output.arguments.explain;
    known.extend(has_score.then(|| format!("{:.4}", hit.score)));
    let is_guess = hit.certainty == Certainty::Guess;
    let guess = if is_guess { "  (a guess)" } else { "" };
    let changed = hit.stale.map(|stale| format!("  (it {stale})"));
    let mark = format!("{guess}{}", changed.unwrap_or_default());
    let about = known.join("  ");
    let has_room = style.has_room(&[about.as_str(), location.as_str()], INDENT);
    let about = style.lay_out(&about, &[], INDENT);
    let about = about.trim_start();
    // a path that has no room beside the rest has a line of its own, so that it stays whole
    let gap = if has_room { "  " } else { "\n    " };
    let link = |shown: String| output.linked(&shown, hit);
    let location = style.isolated(&location);
    let about = style.dim(about);
    if let Some(title) = &hit.title {
        let title = style.title(title, &hit.title_highlights, INDENT);
        let location = link(style.dim(&location));
        writeln!(out, "{:>2}. {title}", hit.rank)?;
        writeln!(out, "    {about}{gap}{location}{mark}")?;
    } else {
        let location = link(style.bold(&location));
        writeln!(out, "{:>2}. {location}{gap}{about}{mark}", hit.rank)?;
    }
    // The title is shown above already.
    let (text, highlights) = snippet::shown(hit);
    writeln!(out, "{}", style.lay_out(&text, &highlights, INDENT))?;
    if is_last {
        for line in besides(hit) {
            writeln!(out, "    {}", style.dim(&line))?;
        }
    }
    writeln!(out)
}

/// The day of a date, or as much of it as is known.
pub fn day(date: Date) -> String {
    let date = date.to_string();
    date.split('T').next().unwrap_or_default().to_owned()
}

/// What there is besides a hit: more passages, other paths of its text, near copies.
pub fn besides(hit: &Hit) -> Vec<String> {
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
