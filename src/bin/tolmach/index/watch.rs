//! Keeps an index current as files change, until it is interrupted.
//!
//! It looks at the corpus again and again instead of waiting for word from the system: that works in every file system,
//! through links and over a network, and knows no limit of folders. A look is the listing that an update begins with;
//! the index is touched only if that differs from the one before.

use std::path::Path;
use std::time::{Duration, Instant};

use tolmach::index::{BuildOptions, BuildReport, Outcome, remembered};
use tolmach::source::{Listing, Sources, list};
use tolmach::{Error, Result};

use super::{build_with_bar, unreported};
use crate::exit::Exit;
use crate::terminal::note;

/// The least time between two looks.
const LEAST_PAUSE: Duration = Duration::from_secs(1);

/// The most time between two looks: a new file is found within it, however large the corpus is.
const MOST_PAUSE: Duration = Duration::from_secs(2);

/// How many times longer than a look the pause behind it is, within these bounds, so that looking at a large corpus keeps
/// a processor less busy.
const PAUSE_PER_LOOK: u32 = 20;

/// Looks without a change after which the index is brought up to date once more: a file may have changed again within
/// the same time stamp, and those of some file systems last 2 s.
const LOOKS_UNTIL_SETTLED: u32 = 3;

/// Brings the index up to date whenever the corpus changes; each update that did something, and the first, is told. It
/// ends when nobody reads what is told.
///
/// # Errors
/// What keeps the first update from being made, unless it is another writer.
pub fn watch(
    sources: &Sources,
    index: &Path,
    mut options: BuildOptions,
    tell: impl Fn(&BuildReport, &BuildOptions, Duration) -> anyhow::Result<()>,
    is_unread: impl Fn() -> bool,
) -> anyhow::Result<Exit> {
    let mut seen: Option<Listing> = None;
    let mut looks_alike = 0;
    let mut is_first = true;
    let mut failure = None;
    loop {
        let started = Instant::now();
        let looked = list(sources, index);
        let look = started.elapsed();
        let is_alike = match (&seen, &looked) {
            (Some(seen), Ok(now)) => seen.files == now.files && seen.skipped == now.skipped,
            _ => false,
        };
        looks_alike = if is_alike { looks_alike + 1 } else { 0 };
        let is_gone = !is_first && !has_index(index);
        let is_due =
            is_gone || looks_alike == 0 || looks_alike == LOOKS_UNTIL_SETTLED || failure.is_some();
        if is_due {
            let built = looked.and_then(|now| {
                seen = Some(now);
                build_with_bar(sources, index, &options)
            });
            let took = started.elapsed();
            match built {
                Ok(report) => {
                    failure = None;
                    if is_first || report.outcome != Outcome::Unchanged {
                        if let Err(error) = tell(&report, &options, took) {
                            return Ok(unreported(&error));
                        }
                        if is_unread() {
                            return Ok(Exit::Success);
                        }
                    }
                    if is_first {
                        note!("watching for changes; Ctrl-C ends it");
                    }
                    is_first = false;
                    options.rebuild = false;
                    options.replace_corpus = false;
                }
                Err(error) => failure = Some(told(error, is_first, failure.as_deref())?),
            }
        }
        std::thread::sleep(pause_behind(look));
    }
}

/// How long to wait behind a look that took so long. What an update took has no part in it.
fn pause_behind(look: Duration) -> Duration {
    (look * PAUSE_PER_LOOK).clamp(LEAST_PAUSE, MOST_PAUSE)
}

/// Whether there is an index, in whatever state.
fn has_index(index: &Path) -> bool {
    !matches!(remembered(index), Ok(None))
}

/// Says why an update failed, unless the one before failed for the same reason.
fn told(error: Error, is_first: bool, before: Option<&str>) -> Result<String> {
    if is_first && !matches!(error, Error::Busy { .. }) {
        return Err(error);
    }
    let message = error.to_string();
    if before != Some(&message) {
        note!("{message}; trying again");
    }
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_follows_the_look_and_is_bounded() {
        for (look, pause) in [
            (0, 1_000),
            (10, 1_000),
            (80, 1_600),
            (100, 2_000),
            (60_000, 2_000),
        ] {
            let look = Duration::from_millis(look);
            assert_eq!(pause_behind(look), Duration::from_millis(pause), "{look:?}");
        }
    }
}
