//! `tolmach index`: builds the index or brings it up to date, and says what was done.

mod sources;
mod watch;

use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tolmach::Result;
use tolmach::index::{BuildOptions, BuildReport, Progress, build};
use tolmach::source::Sources;

use crate::args::{IndexArguments, ReportFormat};
use crate::exit::Exit;
use crate::output::json::print_object;
use crate::output::report;
use crate::stdout::{self, Stdout};
use crate::terminal::note;

pub fn run(arguments: &IndexArguments) -> anyhow::Result<Exit> {
    let defaults = BuildOptions::default();
    let jobs = arguments.jobs.map_or(defaults.jobs, usize::from);
    let options = BuildOptions {
        jobs,
        memory_bytes: arguments
            .memory
            .unwrap_or(jobs * BuildOptions::THREAD_BYTES),
        rebuild: arguments.rebuild,
        dry_run: arguments.dry_run,
        allow_empty: arguments.allow_empty,
        replace_corpus: arguments.replace_corpus,
        keep: arguments.keep,
    };
    let index = arguments.index.path();
    let sources = sources::sources(arguments, &index)?;
    let tell = |built: &BuildReport, options: &BuildOptions, took: Duration| {
        report::summary(built, options, took, &index);
        let mut out = Stdout::lock();
        match arguments.format {
            ReportFormat::Json => print_object(&mut out, &built.line(options, took, &index)),
            ReportFormat::Text if options.dry_run => report::changes(&mut out, &built.changes),
            ReportFormat::Text => Ok(()),
        }
    };
    if arguments.watch {
        return watch::watch(&sources, &index, options, tell, stdout::is_closed);
    }
    let started = Instant::now();
    let built = build_with_bar(&sources, &index, &options)?;
    let told = tell(&built, &options, started.elapsed());
    if options.dry_run {
        told?;
        return Ok(Exit::Success);
    }
    if let Err(error) = told {
        return Ok(unreported(&error));
    }
    Ok(exit_of(&built, &options))
}

/// Says that what was built is there although its report is not; who asked for it must not think that all is well.
fn unreported(error: &anyhow::Error) -> Exit {
    note!("tolmach: {error:#}; the index is published");
    Exit::Incomplete
}

/// Whether something may be missing from an index.
fn exit_of(built: &BuildReport, options: &BuildOptions) -> Exit {
    let failed = built.skipped.iter().any(|(_, skip)| skip.is_failure());
    if failed || (built.manifest.articles == 0 && !options.allow_empty) {
        Exit::Incomplete
    } else {
        Exit::Success
    }
}

/// Builds the index, with a bar while it runs at a terminal and a summary on stderr.
pub fn build_with_progress(
    sources: &Sources,
    index: &Path,
    options: &BuildOptions,
) -> anyhow::Result<BuildReport> {
    let started = Instant::now();
    let built = build_with_bar(sources, index, options)?;
    report::summary(&built, options, started.elapsed(), index);
    Ok(built)
}

fn build_with_bar(sources: &Sources, index: &Path, options: &BuildOptions) -> Result<BuildReport> {
    let progress = Progress::default();
    let finished = AtomicBool::new(false);
    std::thread::scope(|scope| {
        if std::io::stderr().is_terminal() {
            scope.spawn(|| show(&progress, &finished));
        }
        // however the build ends: the scope waits for the bar
        let _finished = Finished(&finished);
        build(sources, index, options, &progress)
    })
}

/// Says when it goes that a build has ended.
struct Finished<'f>(&'f AtomicBool);

impl Drop for Finished<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
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

/// The word for one thing as it is written for this many.
pub fn plural(count: u64, one: &str) -> String {
    if count == 1 {
        one.to_owned()
    } else {
        format!("{one}s")
    }
}
