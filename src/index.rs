//! The index on disk: what it holds, how it is built and published, how it is opened.
//!
//! An index folder has generations (`gen-000001`), each a complete Tantivy index, and a file `CURRENT` that names
//! the one to read. A build writes a new generation and then replaces `CURRENT` by a rename, so that a reader sees
//! the old index or the new one, and a build that fails leaves the old one as it was.

mod build;
mod generation;
mod open;
mod schema;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use build::{BuildOptions, BuildReport, Progress, build};
pub use open::Index;
pub(crate) use schema::{BYTE_START, CHAR_START, COLUMN, FILE, LENGTH, LINE};

use crate::analysis;
use crate::corpus::{Root, Selection, Skip};
use crate::language::Language;

/// Version of what is stored and how; [`analysis::VERSION`] is the other half of the version of an index.
pub const FORMAT_VERSION: u32 = 2;

/// The version that an index must have to be read by this program.
#[must_use]
pub fn version() -> String {
    format!("{FORMAT_VERSION}.{}", analysis::VERSION)
}

/// What an index says about itself; it commits together with the passages.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`version`].
    pub version: String,
    /// The corpus folders; [`crate::corpus::locate`] finds the file of an article in them.
    pub corpus: Vec<Root>,
    /// Which of their files were taken.
    pub selection: Selection,
    /// Files of the corpus with text in the index.
    pub files: u64,
    /// Bytes of those files.
    pub bytes: u64,
    /// What each language has.
    pub languages: BTreeMap<Language, LanguageCounts>,
}

/// What the index has of one language: the statistics that scores need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageCounts {
    /// Articles whose first passage is in it.
    pub articles: u64,
    /// Passages.
    pub passages: u64,
    /// Their summed length (see [`crate::passage::Passage::weighed_chars`]).
    pub weighed_chars: u64,
}

impl LanguageCounts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        self.passages += other.passages;
        self.weighed_chars += other.weighed_chars;
    }
}

/// What the index knows of a file of the corpus.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileRecord {
    /// The name of its article, see [`crate::corpus::name`].
    pub path: String,
    /// Size in bytes when it was read.
    pub bytes: u64,
    /// Its last change then, in milliseconds since 1970.
    pub modified_ms: u64,
    /// Hash of its content.
    pub hash: u64,
    /// The article's title, if its first line is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why it has no passages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Skip>,
    /// Bytes that were no UTF-8 and were replaced.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub replaced_bytes: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref)] // serde calls it with a reference
fn is_zero(count: &usize) -> bool {
    *count == 0
}
