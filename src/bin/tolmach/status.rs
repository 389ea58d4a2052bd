//! What does the index hold? `tolmach status` tells it.

use std::io::Write;
use std::time::{Duration, SystemTime};

use indicatif::{HumanBytes, HumanDuration};
use tolmach::index::{Index, Snapshot, Status};

use crate::args::{ReportFormat, StatusArguments};
use crate::exit::Exit;
use crate::output::json::print_object;
use crate::output::report::{ALL_FILES, by_passages, folders, selected};
use crate::stdout::Stdout;
use crate::terminal::safe;

/// Columns of the longest bar.
const BAR_COLUMNS: f64 = 24.0;

pub fn run(arguments: &StatusArguments) -> anyhow::Result<Exit> {
    let path = arguments.index.path();
    let index = Index::open(&path)?.snapshot();
    let status = Status::of(&index, SystemTime::now())?;
    let mut out = Stdout::lock();
    match arguments.format {
        ReportFormat::Json => print_object(&mut out, &status)?,
        ReportFormat::Text => {
            print(&mut out, &status)?;
            bars(&mut out, &index)?;
        }
    }
    Ok(Exit::Success)
}

fn print(out: &mut impl Write, status: &Status) -> anyhow::Result<()> {
    let age = status.age_seconds.map(Duration::from_secs);
    let age = age.map_or_else(
        || "unknown".to_owned(),
        |age| format!("{} ago", HumanDuration(age)),
    );
    let text = HumanBytes(status.bytes);
    let on_disk = HumanBytes(status.index_bytes);
    let share = status.index_bytes as f64 / status.bytes.max(1) as f64;
    writeln!(out, "index     {}", safe(&status.index))?;
    writeln!(out, "corpus    {}", safe(&folders(&status.corpus)))?;
    let selected = selected(&status.selection);
    if selected != ALL_FILES {
        writeln!(out, "taken     {}", safe(&selected))?;
    }
    writeln!(out, "built     {age}")?;
    writeln!(out, "articles  {}", status.articles)?;
    writeln!(out, "no text   {}", status.without_text)?;
    writeln!(out, "failed    {}, whole or in part", status.failed)?;
    writeln!(out, "passages  {}", status.passages)?;
    writeln!(out, "text      {text}")?;
    writeln!(out, "on disk   {on_disk}, {share:.2} times the text")?;
    writeln!(
        out,
        "versions  index {}, program {}",
        status.index_version, status.program
    )?;
    Ok(())
}

/// The languages with a bar each, as long as its share of the passages.
fn bars(out: &mut impl Write, index: &Snapshot) -> anyhow::Result<()> {
    let languages = by_passages(index.manifest());
    let most = languages.first().map_or(1, |(_, counts)| counts.passages);
    if !languages.is_empty() {
        writeln!(
            out,
            "\n{:24} {:>9} {:>9}",
            "language", "articles", "passages"
        )?;
    }
    for (language, counts) in languages {
        let name = format!("{language} {}", language.name());
        let columns = (BAR_COLUMNS * counts.passages as f64 / most as f64).ceil();
        let bar = "█".repeat(columns as usize);
        let (articles, passages) = (counts.articles, counts.passages);
        writeln!(out, "{name:24} {articles:>9} {passages:>9}  {bar}")?;
    }
    Ok(())
}
