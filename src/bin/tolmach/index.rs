//! `tolmach index`: builds the index and says what went into it.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use tolmach::index::{BuildOptions, BuildReport, Progress, build};

use crate::args::IndexArguments;
use crate::exit::Exit;
use crate::terminal::note;

/// Skipped files that are listed one by one; of more, the number is given.
const MAX_LISTED: usize = 50;

pub fn run(arguments: &IndexArguments) -> anyhow::Result<Exit> {
    let mut options = BuildOptions::default();
    if let Some(jobs) = arguments.jobs {
        options.jobs = usize::from(jobs);
    }
    let report = build_with_progress(&arguments.corpus, &arguments.index.path(), &options)?;
    let failed = report.skipped.iter().any(|(_, skip)| skip.is_failure());
    Ok(if failed {
        Exit::Incomplete
    } else {
        Exit::Success
    })
}

/// Builds the index, with a bar while it runs at a terminal and a summary on stderr.
pub fn build_with_progress(
    corpus: &Path,
    index: &Path,
    options: &BuildOptions,
) -> anyhow::Result<BuildReport> {
    let started = Instant::now();
    let progress = Progress::default();
    let finished = AtomicBool::new(false);
    let report = std::thread::scope(|scope| {
        if std::io::stderr().is_terminal() {
            scope.spawn(|| show(&progress, &finished));
        }
        let report = build(corpus, index, options, &progress);
        finished.store(true, Ordering::Release);
        report
    })?;
    summarize(&report, started.elapsed(), index);
    Ok(report)
}

fn show(progress: &Progress, finished: &AtomicBool) {
    let template = "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style);
    while !finished.load(Ordering::Acquire) {
        bar.set_length(progress.bytes.load(Ordering::Relaxed));
        bar.set_position(progress.bytes_done.load(Ordering::Relaxed));
        std::thread::sleep(Duration::from_millis(50));
    }
    bar.finish_and_clear();
}

fn summarize(report: &BuildReport, elapsed: Duration, index: &Path) {
    for (path, bytes) in report.repaired.iter().take(MAX_LISTED) {
        note!(
            "{path}: {bytes} {} no UTF-8, replaced",
            if *bytes == 1 {
                "byte was"
            } else {
                "bytes were"
            }
        );
    }
    for (path, skip) in report.skipped.iter().take(MAX_LISTED) {
        note!("{path}: skipped, {skip}");
    }
    let more = report.skipped.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        note!("and {more} more files skipped");
    }
    let mut languages: Vec<_> = report.manifest.languages.iter().collect();
    languages.sort_by(|one, other| {
        other
            .1
            .passages
            .cmp(&one.1.passages)
            .then(one.0.cmp(other.0))
    });
    let passages: u64 = languages.iter().map(|(_, counts)| counts.passages).sum();
    if !languages.is_empty() {
        note!("{:24} {:>9} {:>9}", "language", "articles", "passages");
    }
    for (language, counts) in languages {
        let name = format!("{language} {}", language.row().name);
        note!("{name:24} {:>9} {:>9}", counts.articles, counts.passages);
    }
    let seconds = elapsed.as_secs_f64();
    let megabytes = report.manifest.bytes as f64 / 1e6;
    note!(
        "{} {}, {passages} {}, {} of text in {seconds:.2} s ({:.1} MB/s); index {} at {}",
        report.manifest.files,
        plural(report.manifest.files, "article"),
        plural(passages, "passage"),
        HumanBytes(report.manifest.bytes),
        megabytes / seconds.max(1e-9),
        HumanBytes(report.index_bytes),
        index.display(),
    );
}

/// The word for one thing as it is written for this many.
pub fn plural(count: u64, one: &str) -> String {
    if count == 1 {
        one.to_owned()
    } else {
        format!("{one}s")
    }
}
