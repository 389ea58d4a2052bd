//! Is a file still as it was indexed? A hit that is about to be shown asks that.
//!
//! One look at the file's size and time is all it costs. Only where these leave doubt, as `changes.rs` has it, is its
//! content compared: a file that was merely touched is not called changed.

use std::fs;

use serde::Serialize;

use super::Manifest;
use super::files::FileRecord;
use crate::source::{self, OpenedFile, locate, milliseconds};

/// What has become of a file since it was indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stale {
    /// Its content is another, or cannot be read any more.
    Changed,
    /// There is no file where it was.
    Gone,
}

impl std::fmt::Display for Stale {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Changed => "has changed since it was indexed",
            Self::Gone => "is gone since it was indexed",
        })
    }
}

impl FileRecord {
    /// What has become of the file in the corpus of an index; none if it is as it was indexed, or was never in
    /// the corpus. A link or a folder that
    /// is there now is no such file.
    #[must_use]
    pub fn stale(&self, manifest: &Manifest) -> Option<Stale> {
        if self.is_in_memory {
            return None;
        }
        let (roots, selection) = (&manifest.corpus, &manifest.selection);
        let Some(location) = locate(roots, &self.path) else {
            return Some(Stale::Gone);
        };
        let metadata = if selection.follow_links {
            fs::metadata(&location)
        } else {
            fs::symlink_metadata(&location)
        };
        let metadata = match metadata {
            Ok(metadata) if metadata.is_file() => metadata,
            _ => return Some(Stale::Gone),
        };
        if metadata.len() != self.bytes {
            return Some(Stale::Changed);
        }
        let modified_ms = metadata.modified().map_or(0, milliseconds);
        if self.is_settled && modified_ms == self.modified_ms {
            return None;
        }
        let opened = source::open(roots, &self.path, selection);
        let hash = opened.and_then(OpenedFile::hash).ok();
        (hash.is_none() || hash != self.hash).then_some(Stale::Changed)
    }
}
