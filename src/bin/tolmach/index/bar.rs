//! How far is a build? A bar at a terminal, while it runs.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tolmach::Result;
use tolmach::index::{BuildOptions, BuildReport, Progress, build};
use tolmach::source::Sources;

use crate::terminal::is_quiet;

/// Builds an index, with a bar if stderr is a terminal.
pub fn build_with_bar(
    sources: &Sources,
    index: &Path,
    options: &BuildOptions,
) -> Result<BuildReport> {
    let progress = Progress::default();
    let finished = AtomicBool::new(false);
    std::thread::scope(|scope| {
        if std::io::stderr().is_terminal() && !is_quiet() {
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
