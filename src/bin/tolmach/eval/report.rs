//! How an evaluation is printed: a table for people, or a JSON object per language, the last one for all.

use std::io::{self, Write};

use serde::Serialize;
use tolmach::eval::{Change, Figures, Measure, Question, Row};
use tolmach::language::Language;
use unicode_width::UnicodeWidthStr;

use crate::output::json::{VERSION, print_object};
use crate::terminal::safe;

/// Questions that are shown of those that lost.
const MAX_SHOWN: usize = 5;

/// By which loss they are chosen: of the measures it is the one that looks at most of what a person sees.
const LOSS: Measure = Measure::Ndcg10;

/// What stands for all languages.
const ALL: &str = "all";

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

/// The questions that lost most, the worst first.
fn worst<'q, 't>(questions: &'q [Question<'t>]) -> Vec<&'q Question<'t>> {
    let mut lost: Vec<&Question<'_>> = questions
        .iter()
        .filter(|question| question.loss(LOSS) > 0.0)
        .collect();
    lost.sort_by(|one, other| other.loss(LOSS).total_cmp(&one.loss(LOSS)));
    lost.truncate(MAX_SHOWN);
    lost
}

fn name(language: Option<Language>) -> String {
    match language {
        Some(language) => format!("{language} {}", language.row().name),
        None => ALL.to_owned(),
    }
}

#[derive(Serialize)]
struct Line<'l> {
    version: u32,
    language: &'l str,
    questions: usize,
    measures: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<&'l [Change]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worst: Option<Vec<Loser<'l>>>,
}

#[derive(Serialize)]
struct Loser<'l> {
    query_id: &'l str,
    query: &'l str,
    language: &'l str,
    former: Figures,
    now: Figures,
}

pub fn json(out: &mut impl Write, rows: &[Row], questions: &[Question<'_>]) -> anyhow::Result<()> {
    for row in rows {
        let changes = row.changes.as_deref();
        let losers = || worst(questions).into_iter().map(loser).collect();
        let line = Line {
            version: VERSION,
            language: row.language.map_or(ALL, Language::code),
            questions: row.questions,
            measures: row.mean,
            changes,
            worst: (row.language.is_none() && changes.is_some()).then(losers),
        };
        print_object(out, &line)?;
    }
    Ok(())
}

fn loser<'q>(question: &'q Question<'_>) -> Loser<'q> {
    Loser {
        query_id: &question.topic.id,
        query: &question.topic.text,
        language: question.language().code(),
        former: question.former.unwrap_or_default(),
        now: question.now,
    }
}
