//! How does an index stay current as files change? It is brought up to date again and again, until it is interrupted.
//!
//! It looks at the corpus again and again instead of waiting for word from the system: that works in every file system,
//! through links and over a network, and knows no limit of folders. A look is the listing that an update begins with;
//! the index is touched only if that differs from the one before.

use std::path::Path;
use std::time::{Duration, Instant};

use tolmach::Error;
use tolmach::index::{BuildOptions, BuildReport, Outcome, remembered};
use tolmach::source::{Listing, Sources, list};

use super::bar::build_with_bar;
use crate::exit::{Exit, unreported, without_panic};
use crate::terminal::note;

/// The least time between two looks.
const LEAST_PAUSE: Duration = Duration::from_secs(1);

/// The most time between two looks: a new file is found within it, however large the corpus is.
const MOST_PAUSE: Duration = Duration::from_secs(2);

/// How many times longer than a look the pause behind it is, within these bounds, so that looking at a large corpus keeps
/// a processor less busy.
const PAUSE_PER_LOOK: u32 = 20;

/// The most time until an update that failed is tried again.
const MOST_REST: Duration = Duration::from_secs(300);

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
    let mut failure: Option<Failure> = None;
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
        let is_due = match &failure {
            Some(failure) => Instant::now() >= failure.again,
            None => is_gone || looks_alike == 0 || looks_alike == LOOKS_UNTIL_SETTLED,
        };
        if is_due {
            let built = without_panic(|| {
                looked.and_then(|now| {
                    seen = Some(now);
                    build_with_bar(sources, index, &options)
                })
            });
            let took = started.elapsed();
            let built = match built {
                Ok(built) => built.map_err(|error| {
                    let is_passing = matches!(error, Error::Busy { .. });
                    (anyhow::Error::from(error), is_passing)
                }),
                Err(panic) => Err((panic.into(), false)),
            };
            match built {
                Err((error, is_passing)) if is_first && !is_passing => return Err(error),
                Err((error, _)) => failure = Some(Failure::of(&error, took, failure.as_ref())),
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

/// An update that failed.
struct Failure {
    message: String,
    /// When it is tried again.
    again: Instant,
}

impl Failure {
    /// Says why an update failed that took so long, unless the one `before` failed for the same reason.
    fn of(error: &anyhow::Error, took: Duration, before: Option<&Self>) -> Self {
        let message = error.to_string();
        if before.is_none_or(|before| before.message != message) {
            note!("{message}; trying again");
        }
        Self {
            message,
            again: Instant::now() + rest_behind_failure(took),
        }
    }
}

/// How long to wait until an update is tried again that failed after so long: one that fails late, as on a full disk, must
/// not keep a processor busy.
fn rest_behind_failure(took: Duration) -> Duration {
    (took * PAUSE_PER_LOOK).min(MOST_REST)
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
