//! Whether a file is still as it was indexed, for a hit that is about to be shown.
//!
//! One look at the file's size and time is all it costs. Only where these leave doubt, as `changes.rs` has it, is its
//! content compared: a file that was merely touched is not called changed.

use std::fs;

use serde::Serialize;

use super::files::{FileRecord, content_hash};
use crate::source::{Root, locate, milliseconds};

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
    /// What has become of the file in these corpus folders; none if it is as it was indexed.
    #[must_use]
    pub fn stale(&self, corpus: &[Root]) -> Option<Stale> {
        let Some(location) = locate(corpus, &self.path) else {
            return Some(Stale::Gone);
        };
        let metadata = match fs::metadata(&location) {
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
        let content = fs::read(&location).ok();
        let is_same = content.is_some_and(|bytes| self.hash == Some(content_hash(&bytes)));
        (!is_same).then_some(Stale::Changed)
    }
}
