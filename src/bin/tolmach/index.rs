//! `tolmach index`: builds the index and says what went into it.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use tolmach::corpus::{LeftOut, Rule, Selection, Sources, listed_paths};
use tolmach::index::{BuildOptions, BuildReport, Progress, build};

use crate::args::IndexArguments;
use crate::exit::Exit;
use crate::input::read_bytes;
use crate::terminal::note;

/// Skipped files that are listed one by one; of more, the number is given.
const MAX_LISTED: usize = 50;

pub fn run(arguments: &IndexArguments) -> anyhow::Result<Exit> {
    let mut options = BuildOptions::default();
    if let Some(jobs) = arguments.jobs {
        options.jobs = usize::from(jobs);
    }
    let report = build_with_progress(&sources(arguments)?, &arguments.index.path(), &options)?;
    let failed = report.skipped.iter().any(|(_, skip)| skip.is_failure());
    Ok(if failed {
        Exit::Incomplete
    } else {
        Exit::Success
    })
}

fn sources(arguments: &IndexArguments) -> anyhow::Result<Sources> {
    let list = |file: &PathBuf| {
        let list = read_bytes(file, "the list of files")?;
        anyhow::Ok(listed_paths(&list, arguments.null))
    };
    Ok(Sources {
        folders: arguments.folders.clone(),
        selection: Selection {
            include: arguments.include.clone(),
            exclude: arguments.exclude.clone(),
            hidden: arguments.hidden,
            follow_links: arguments.follow_links,
        },
        files_from: arguments.files_from.as_ref().map(list).transpose()?,
    })
}

/// Builds the index, with a bar while it runs at a terminal and a summary on stderr.
pub fn build_with_progress(
    sources: &Sources,
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
        let report = build(sources, index, options, &progress);
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
    for bad in report.bad_lines.iter().take(MAX_LISTED) {
        note!("{}:{}: no pattern, {}", bad.file, bad.line, bad.reason);
    }
    let more = report.bad_lines.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        note!("and {more} more lines that are no patterns");
    }
    tell_left_out(&report.left_out, report.manifest.files == 0);
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

/// Says how much the selection left out. That hidden files were is worth telling only if nothing is left.
fn tell_left_out(left_out: &LeftOut, nothing_left: bool) {
    let told = left_out
        .iter()
        .filter(|(rule, _)| nothing_left || **rule != Rule::Hidden)
        .map(|(rule, count)| match rule {
            Rule::Hidden => format!("{count} hidden (--hidden takes them)"),
            Rule::IgnoreFile => format!("{count} by .tolmachignore"),
            Rule::Exclude => format!("{count} by --exclude"),
            Rule::Include => format!("{count} that no --include matches"),
        });
    let told = told.collect::<Vec<_>>().join(", ");
    if !told.is_empty() {
        let nothing = if nothing_left {
            "nothing to index; "
        } else {
            ""
        };
        note!("{nothing}files and folders left out: {told}");
    }
}

/// The word for one thing as it is written for this many.
pub fn plural(count: u64, one: &str) -> String {
    if count == 1 {
        one.to_owned()
    } else {
        format!("{one}s")
    }
}
