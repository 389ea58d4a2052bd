//! What was done to the index? `tolmach index` builds it or brings it up to date, and says so.

mod bar;
mod sources;
mod watch;

use std::path::Path;
use std::time::{Duration, Instant};

use tolmach::index::{BuildOptions, BuildReport};
use tolmach::source::Sources;

use crate::args::{IndexArguments, ReportFormat};
use crate::exit::{Exit, unreported};
use crate::output::json::print_object;
use crate::output::report;
use crate::stdout::{self, Stdout};
use bar::build_with_bar;

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
    let index = arguments.index.path_to_write();
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

/// Whether something may be missing from an index.
fn exit_of(built: &BuildReport, options: &BuildOptions) -> Exit {
    let failed = built.skipped.iter().any(|(_, skip)| skip.is_failure());
    if failed || built.more_faults > 0 || (built.manifest.articles == 0 && !options.allow_empty) {
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
