//! How is an evaluation printed? As a table for people, or a JSON object per language, the last one for all.

use std::io::{self, Write};

use tolmach::eval::{ALL, FiguresLine, LOSS, Measure, Question, Row, worst};
use tolmach::language::Language;
use unicode_width::UnicodeWidthStr;

use crate::output::json::print_object;
use crate::terminal::safe;

pub fn text(out: &mut impl Write, rows: &[Row], questions: &[Question<'_>]) -> io::Result<()> {
    write!(out, "{:24} {:>9}", "language", "questions")?;
    for measure in Measure::ALL {
        write!(out, " {:>8}", measure.name())?;
    }
    writeln!(out)?;
    for row in rows {
        write!(out, "{:24} {:>9}", name(row.language), row.questions)?;
        for measure in Measure::ALL {
            write!(out, " {:>8.4}", row.mean.get(measure))?;
        }
        writeln!(out)?;
    }
    if rows.iter().any(|row| row.changes.is_some()) {
        changes(out, rows)?;
        losses(out, questions)?;
    }
    Ok(())
}

/// The measures that differ from the former run, and those of all questions.
fn changes(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    writeln!(
        out,
        "\n{:24} {:>9} {:>8} {:>8} {:>8} {:>6} {:>6} {:>6}",
        "compared", "measure", "former", "now", "change", "won", "lost", "equal"
    )?;
    for row in rows {
        for change in row.changes.iter().flatten() {
            if row.language.is_some() && change.won + change.lost == 0 {
                continue;
            }
            let now = row.mean.get(change.measure);
            writeln!(
                out,
                "{:24} {:>9} {:>8.4} {now:>8.4} {:>+8.4} {:>6} {:>6} {:>6}",
                name(row.language),
                change.measure.name(),
                change.former,
                now - change.former,
                change.won,
                change.lost,
                change.equal
            )?;
        }
    }
    Ok(())
}

fn losses(out: &mut impl Write, questions: &[Question<'_>]) -> io::Result<()> {
    let lost = worst(questions);
    if lost.is_empty() {
        return Ok(());
    }
    let id_columns = |question: &&Question<'_>| safe(&question.topic.id).width();
    let columns = lost.iter().map(id_columns).max().unwrap_or_default();
    writeln!(out, "\nlost most by {}:", LOSS.name())?;
    for question in lost {
        let id = safe(&question.topic.id);
        let padding = " ".repeat(columns - id.width());
        let former = question.former.unwrap_or_default();
        writeln!(
            out,
            "{id}{padding}  {:.4} -> {:.4}  {}  {}",
            former.get(LOSS),
            question.now.get(LOSS),
            question.language(),
            safe(&question.topic.text)
        )?;
    }
    Ok(())
}

fn name(language: Option<Language>) -> String {
    match language {
        Some(language) => format!("{language} {}", language.name()),
        None => ALL.to_owned(),
    }
}

pub fn json(out: &mut impl Write, rows: &[Row], questions: &[Question<'_>]) -> anyhow::Result<()> {
    for row in rows {
        print_object(out, &FiguresLine::of(row, questions))?;
    }
    Ok(())
}
