//! How well are judged questions answered? `tolmach eval` puts them to the index and tells it.
//!
//! All that is named is read before the first question is put, and written after the last: a run may replace the one
//! that it is compared with.

mod report;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use tolmach::Error;
use tolmach::eval::trec::{self, Qrels, Run, column};
use tolmach::eval::{self, Answer, BelowFloor, Floor, Measure, Question, Row, Topic};
use tolmach::index::{Index, Snapshot};
use tolmach::language::Language;

use crate::args::{EvalArguments, ReportFormat};
use crate::exit::Exit;
use crate::input;
use crate::search::languages;
use crate::stdout::Stdout;
use crate::terminal::{note, plural};

/// Ids that are listed; of more, the number is given.
const MAX_LISTED: usize = 5;

pub fn run(arguments: &EvalArguments) -> anyhow::Result<Exit> {
    let languages = languages(&arguments.lang)?;
    let mut topics = eval::topics(
        &input::read(&arguments.topics, "topics")?,
        &arguments.topics,
    )?;
    eval::require_distinct(&topics, &arguments.topics)?;
    let qrels = trec::qrels(&input::read(&arguments.qrels, "qrels")?, &arguments.qrels)?;
    tell_left_out(&topics, &qrels, arguments)?;
    let compare = arguments.compare.as_deref();
    let former = compare.map(|path| read_former(path, &topics)).transpose()?;
    let mut floors = arguments.floor.clone();
    if let Some(path) = &arguments.floors {
        floors.extend(Floor::read(&input::read(path, "floors")?, path)?);
    }

    let index = Index::open(arguments.index.path())?.snapshot();
    let now = put(&index, &mut topics, languages.as_deref())?;
    let questions = eval::judge(&topics, &qrels, &now, former.as_ref());
    let rows = eval::rows(&questions);
    let printed = print(arguments.format, &rows, &questions);
    tell_other_paths(&questions, &now);

    let below: Vec<BelowFloor> = floors
        .iter()
        .filter_map(|floor| floor.below(&rows))
        .collect();
    for floor in &below {
        note!("{floor}");
    }
    if let Some(path) = &arguments.run {
        write(path, "the run", &now.to_string())?;
    }
    // before `printed?`: a full disk must not hide a fall
    if !below.is_empty() {
        return Ok(Exit::BelowFloor);
    }
    if let Some(path) = &arguments.write_floors {
        let lines: Vec<String> = Floor::of(&rows).iter().map(Floor::to_string).collect();
        write(path, "the floors", &(lines.join("\n") + "\n"))?;
    }
    printed?;
    Ok(Exit::Success)
}

/// Puts each topic to the index, and notes the language that the index sees where the topic tells none.
fn put(
    index: &Snapshot,
    topics: &mut [Topic],
    languages: Option<&[Language]>,
) -> anyhow::Result<Run> {
    let mut run = Run::default();
    let started = Instant::now();
    for topic in &mut *topics {
        let answer = match eval::answer(index, topic, languages) {
            Err(error @ (Error::EmptyQuery { .. } | Error::OnlyExclusions { .. })) => {
                note!("query {}: {error}", topic.id);
                Answer::none()
            }
            answer => answer?,
        };
        topic.language.get_or_insert(answer.language);
        run.insert(&topic.id, &answer);
    }
    let count = topics.len() as u64;
    let milliseconds = started.elapsed().as_secs_f64() * 1e3 / count.max(1) as f64;
    note!(
        "{count} {}; mean time {milliseconds:.1} ms",
        plural(count, "question")
    );
    Ok(run)
}

fn print(format: ReportFormat, rows: &[Row], questions: &[Question<'_>]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(Stdout::lock());
    match format {
        ReportFormat::Text => report::text(&mut out, rows, questions)?,
        ReportFormat::Json => report::json(&mut out, rows, questions)?,
    }
    out.flush()?;
    Ok(())
}

/// The run to compare with; it must answer one of the topics at least.
fn read_former(path: &Path, topics: &[Topic]) -> anyhow::Result<Run> {
    let former = trec::run(&input::read(path, "a run")?, path)?;
    let known = |topic: &Topic| former.articles(&column(&topic.id)).next().is_some();
    if !topics.iter().any(known) {
        let path = path.to_owned();
        return Err(Error::OtherTopics { path }.into());
    }
    Ok(former)
}

/// Says which topics and qrels have no counterpart; refuses if none has.
fn tell_left_out(topics: &[Topic], qrels: &Qrels, arguments: &EvalArguments) -> anyhow::Result<()> {
    let asked: BTreeSet<String> = topics.iter().map(|topic| column(&topic.id)).collect();
    let judged: BTreeSet<&str> = qrels.ids().collect();
    if asked.iter().all(|id| !judged.contains(id.as_str())) {
        let (topics, qrels) = (arguments.topics.clone(), arguments.qrels.clone());
        return Err(Error::NothingJudged { topics, qrels }.into());
    }
    let unjudged = topics.iter().map(|topic| column(&topic.id));
    let unjudged = unjudged.filter(|id| !judged.contains(id.as_str()));
    tell_ids(
        "without a relevant article in the qrels, left out",
        unjudged,
    );
    let unasked = judged.iter().filter(|id| !asked.contains(**id));
    tell_ids(
        "in the qrels only, left out",
        unasked.map(ToString::to_string),
    );
    Ok(())
}

fn tell_ids(what: &str, ids: impl Iterator<Item = String>) {
    let ids: Vec<String> = ids.collect();
    if ids.is_empty() {
        return;
    }
    let count = ids.len() as u64;
    let listed = ids[..ids.len().min(MAX_LISTED)].join(", ");
    let more = if ids.len() > MAX_LISTED { ", …" } else { "" };
    note!("{count} {} {what}: {listed}{more}", plural(count, "topic"));
}

/// Says so when not one relevant article was found: then it is the paths that differ, not the ranking that is bad.
fn tell_other_paths(questions: &[Question<'_>], now: &Run) {
    let nothing = |question: &Question<'_>| question.now.get(Measure::R100) == 0.0;
    let found = |question: &Question<'_>| {
        let first = now.articles(&column(&question.topic.id)).next();
        first.map(str::to_owned)
    };
    if questions.iter().all(nothing)
        && let Some(article) = questions.iter().find_map(found)
    {
        note!(
            "no relevant article was found; the qrels must name them by paths as the index has them, such as {article}"
        );
    }
}

fn write(path: &Path, what: &str, content: &str) -> anyhow::Result<()> {
    fs::write(path, content).with_context(|| format!("cannot write {what} to `{}`", path.display()))
}
