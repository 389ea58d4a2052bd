//! `tolmach status`: what the index holds.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use indicatif::{HumanBytes, HumanDuration};
use serde::Serialize;
use tolmach::index::{Index, Snapshot};
use tolmach::language::Language;
use tolmach::source::Root;

use crate::args::{ReportFormat, StatusArguments};
use crate::exit::Exit;
use crate::output::json::print_object;
use crate::output::report::{Share, VERSION, by_passages, folders, shares};
use crate::stdout::Stdout;
use crate::terminal::safe;

/// Columns of the longest bar.
const BAR_COLUMNS: f64 = 24.0;

#[derive(Serialize)]
struct Object<'s> {
    version: u32,
    program: &'static str,
    index_version: &'s str,
    index: String,
    corpus: &'s [Root],
    published_ms: Option<u64>,
    age_seconds: Option<u64>,
    articles: u64,
    passages: u64,
    bytes: u64,
    files: usize,
    #[serde(skip)]
    without_text: u64,
    failed: usize,
    languages: BTreeMap<Language, Share>,
    index_bytes: u64,
}

pub fn run(arguments: &StatusArguments) -> anyhow::Result<Exit> {
    let path = arguments.index.path();
    let index = Index::open(&path)?.snapshot();
    let files = index.files()?;
    let is_failed = |skip: &&tolmach::source::Skip| skip.is_failure();
    let skips = files.iter().filter_map(|file| file.skipped());
    let manifest = index.manifest();
    let published = index.published();
    let since_epoch = published.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let age = published.and_then(|time| SystemTime::now().duration_since(time).ok());
    let status = Object {
        version: VERSION,
        program: env!("CARGO_PKG_VERSION"),
        index_version: &manifest.version,
        index: path.display().to_string(),
        corpus: &manifest.corpus,
        published_ms: since_epoch.map(|since| since.as_millis() as u64),
        age_seconds: age.map(|age| age.as_secs()),
        articles: manifest.articles,
        passages: manifest.passages(),
        bytes: manifest.bytes,
        files: files.len(),
        without_text: files.len() as u64 - manifest.files,
        failed: skips.filter(is_failed).count(),
        languages: shares(manifest),
        index_bytes: index.bytes_on_disk(),
    };
    let mut out = Stdout::lock();
    match arguments.format {
        ReportFormat::Json => print_object(&mut out, &status)?,
        ReportFormat::Text => {
            let age = age.map_or_else(
                || "unknown".to_owned(),
                |age| format!("{} ago", HumanDuration(age)),
            );
            print(&mut out, &path, &status, &age)?;
            bars(&mut out, &index)?;
        }
    }
    Ok(Exit::Success)
}

fn print(out: &mut impl Write, path: &Path, status: &Object<'_>, age: &str) -> anyhow::Result<()> {
    let text = HumanBytes(status.bytes);
    let on_disk = HumanBytes(status.index_bytes);
    let share = status.index_bytes as f64 / status.bytes.max(1) as f64;
    writeln!(out, "index     {}", safe(&path.display().to_string()))?;
    writeln!(out, "corpus    {}", safe(&folders(status.corpus)))?;
    writeln!(out, "built     {age}")?;
    writeln!(out, "articles  {}", status.articles)?;
    writeln!(
        out,
        "no text   {}, {} of them failed",
        status.without_text, status.failed
    )?;
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
        let name = format!("{language} {}", language.row().name);
        let columns = (BAR_COLUMNS * counts.passages as f64 / most as f64).ceil();
        let bar = "█".repeat(columns as usize);
        let (articles, passages) = (counts.articles, counts.passages);
        writeln!(out, "{name:24} {articles:>9} {passages:>9}  {bar}")?;
    }
    Ok(())
}
