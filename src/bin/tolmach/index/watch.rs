//! Keeps an index current as files change, until it is interrupted.
//!
//! It looks at the corpus again and again instead of waiting for word from the system: that works in every file system,
//! through links and over a network, and knows no limit of folders. A look is the listing that an update begins with;
//! the index is touched only if that differs from the one before.

use std::path::Path;
use std::time::{Duration, Instant};

use tolmach::index::{BuildOptions, BuildReport, Outcome};
use tolmach::source::{Listing, Sources, list};
use tolmach::{Error, Result};

use super::build_with_bar;
use crate::exit::Exit;
use crate::terminal::note;

/// The least time between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// How many times longer than a look the pause behind it is, so that looking at a large corpus keeps no processor busy.
const PAUSE_PER_LOOK: u32 = 20;

/// Looks without a change after which the index is brought up to date once more: a file may have changed again within
/// the same time stamp, and those of some file systems last 2 s.
const LOOKS_UNTIL_SETTLED: u32 = 3;

/// Brings the index up to date whenever the corpus changes; each update that did something, and the first, is told. It
/// ends when nobody reads what is told.
///
/// # Errors
/// What keeps the first update from being made, unless it is another writer, and what `tell` fails with.
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
        let mut took = started.elapsed();
        let is_alike = match (&seen, &looked) {
            (Some(seen), Ok(now)) => seen.files == now.files && seen.skipped == now.skipped,
            _ => false,
        };
        looks_alike = if is_alike { looks_alike + 1 } else { 0 };
        let is_due = looks_alike == 0 || looks_alike == LOOKS_UNTIL_SETTLED || failure.is_some();
        if is_due {
            let built = looked.and_then(|now| {
                seen = Some(now);
                build_with_bar(sources, index, &options)
            });
            took = started.elapsed();
            match built {
                Ok(report) => {
                    failure = None;
                    if is_first || report.outcome != Outcome::Unchanged {
                        tell(&report, &options, took)?;
                        if is_unread() {
                            return Ok(Exit::Success);
                        }
                    }
                    if is_first {
                        note!("watching for changes; Ctrl-C ends it");
                    }
                    is_first = false;
                    options.rebuild = false;
                }
                Err(error) => failure = Some(told(error, is_first, failure.as_deref())?),
            }
        }
        std::thread::sleep(PAUSE.max(took * PAUSE_PER_LOOK));
    }
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
