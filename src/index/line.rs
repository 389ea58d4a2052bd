//! What is told of an index as JSON? An object on a line each, see `docs/json.md`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use super::changes::Change;
use super::remembered::Selected;
use super::snapshot::Snapshot;
use super::verify::Verification;
use super::{FileRecord, Manifest};
use crate::article::LanguageCounts;
use crate::error::Result;
use crate::language::Language;
use crate::source::{Root, Skip};

/// Version of the objects: it rises when a field goes away or changes its meaning.
pub const LINE_VERSION: u32 = 1;

/// Version of the program.
pub(super) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// A file that is not in the index, or not as it is on disk.
#[derive(Clone, Debug, Serialize)]
pub struct PassedOver<'r> {
    /// Its path.
    pub path: &'r str,
    /// Why, as a word for programs.
    pub reason: &'static str,
    /// Why, for people.
    pub detail: String,
}

impl<'r> PassedOver<'r> {
    /// A file with the reason why it was skipped.
    #[must_use]
    pub fn of((path, skip): &'r (String, Skip)) -> Self {
        Self {
            path,
            reason: skip.code(),
            detail: skip.to_string(),
        }
    }
}

/// What an index has of a language.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Share {
    /// Articles whose first passage is in it.
    pub articles: u64,
    /// Passages.
    pub passages: u64,
}

impl Share {
    /// What an index has of each language.
    #[must_use]
    pub fn all(manifest: &Manifest) -> BTreeMap<Language, Self> {
        let share = |counts: &LanguageCounts| Self {
            articles: counts.articles,
            passages: counts.passages,
        };
        let languages = manifest.languages.iter();
        languages
            .map(|(language, counts)| (*language, share(counts)))
            .collect()
    }
}

/// What an index holds, and how old it is.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// [`LINE_VERSION`].
    pub version: u32,
    /// Version of the program.
    pub program: &'static str,
    /// Version of the index.
    pub index_version: String,
    /// The index.
    pub index: String,
    /// The folders of its articles.
    pub corpus: Vec<Root>,
    /// Which of their files it takes.
    pub selection: Selected,
    /// When it was published, in milliseconds since 1970, if the file system tells.
    pub published_ms: Option<u64>,
    /// How long ago that is.
    pub age_seconds: Option<u64>,
    /// Articles.
    pub articles: u64,
    /// Passages.
    pub passages: u64,
    /// Bytes of the files of its articles.
    pub bytes: u64,
    /// Files of the corpus, those without text among them.
    pub files: usize,
    /// Files of the corpus without an article.
    #[serde(skip)]
    pub without_text: usize,
    /// Files that may have text that is not in the index.
    pub failed: usize,
    /// What it has of each language.
    pub languages: BTreeMap<Language, Share>,
    /// Its size on disk.
    pub index_bytes: u64,
}

impl Status {
    /// The status of an index at this time.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::Error::Damaged) if its table of files cannot be read.
    pub fn of(index: &Snapshot, now: SystemTime) -> Result<Self> {
        let manifest = index.manifest();
        let files = index.files()?;
        let is_failed = |file: &&FileRecord| file.passed_over().any(|(_, skip)| skip.is_failure());
        let published = index.published();
        let since_epoch = published.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let age = published.and_then(|time| now.duration_since(time).ok());
        Ok(Self {
            version: LINE_VERSION,
            program: PROGRAM,
            index_version: manifest.version.clone(),
            index: index.path().display().to_string(),
            corpus: manifest.corpus.clone(),
            selection: Selected::of(manifest),
            published_ms: since_epoch.map(|since| since.as_millis() as u64),
            age_seconds: age.map(|age| age.as_secs()),
            articles: manifest.articles,
            passages: manifest.passages(),
            bytes: manifest.bytes,
            files: files.len(),
            without_text: files.len() - manifest.files as usize,
            failed: files.iter().filter(is_failed).count(),
            languages: Share::all(manifest),
            index_bytes: index.bytes_on_disk(),
        })
    }
}

/// What was found wrong with an index, with a verdict.
#[derive(Clone, Debug, Serialize)]
pub struct VerificationLine<'v> {
    /// [`LINE_VERSION`].
    pub version: u32,
    /// The index.
    pub index: String,
    /// Whether it is as it was written.
    pub is_whole: bool,
    /// Whether it is also of the corpus as it is now.
    pub is_current: bool,
    /// What is not as it was written.
    pub damages: Vec<String>,
    /// Files that are not in the index as they are in the corpus.
    pub changes: &'v [Change],
    /// Files that could not be read.
    pub failed: Vec<PassedOver<'v>>,
}

impl Verification {
    /// Whether the index is as it was written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damages.is_empty()
    }

    /// Whether the index is whole and of the corpus as it is now.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.is_whole() && self.changes.is_empty() && self.failed.is_empty()
    }

    /// What is told of the index at this place.
    #[must_use]
    pub fn line(&self, index: &Path) -> VerificationLine<'_> {
        VerificationLine {
            version: LINE_VERSION,
            index: index.display().to_string(),
            is_whole: self.is_whole(),
            is_current: self.is_current(),
            damages: self.damages.iter().map(ToString::to_string).collect(),
            changes: &self.changes,
            failed: self.failed.iter().map(PassedOver::of).collect(),
        }
    }
}
