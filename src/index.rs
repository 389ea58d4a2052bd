//! What is on disk, how is it built, and how is it opened?
//!
//! An index folder has generations (`gen-000001`), each complete: a Tantivy index of the passages and a table of the
//! files and their articles. A file `CURRENT` names the one to read. A build writes the next generation, which shares what stays with the
//! one before, and then replaces `CURRENT` by a rename: a reader sees the old index or the new one, and a build that
//! fails leaves the old one as it was.

mod article_set;
mod articles;
pub(crate) mod build;
mod build_line;
mod changes;
mod columns;
pub(crate) mod disk;
#[cfg(test)]
pub(crate) mod faults;
mod files;
mod filter;
mod former;
mod freshness;
mod generation;
mod glance;
mod guard;
mod handle;
mod known_texts;
mod line;
mod next;
mod numbers;
mod options;
pub(crate) mod path_pattern;
mod progress;
mod remembered;
mod sections;
mod segments;
mod snapshot;
mod surroundings;
mod terms;
mod verify;
mod waiting;
mod whole;
mod worker;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use crate::engine::schema::{ARTICLE, BYTE_START, CHAR_START, COLUMN, LENGTH, LINE};
pub(crate) use article_set::{ArticleSet, PassageSet};
pub use build::{BuildReport, Outcome, build};
pub use build_line::{BuildLine, FileCounts, KeptUnseen, Replaced};
pub use changes::{Change, ChangeCounts};
pub(crate) use files::Entry;
pub use files::{FileOutcome, FileRecord};
pub use filter::{Filter, Known, Period};
pub use freshness::Stale;
pub use handle::Index;
pub use known_texts::KnownTexts;
pub use line::{LINE_VERSION, PassedOver, Share, Status, VerificationLine};
pub use options::BuildOptions;
pub use progress::Progress;
pub use remembered::{Remembered, Selected, remembered};
pub use snapshot::Snapshot;
pub(crate) use snapshot::{ArticlePassage, Column};
pub(crate) use terms::FoundTerm;
pub use verify::{Verification, verify};
#[cfg(test)]
pub(crate) use worker::TextBounds;

use crate::analysis;
use crate::article::LanguageCounts;
use crate::language::Language;
use crate::source::{Root, Selection};

/// Version of what is stored and how; [`analysis::VERSION`] is the other half of the version of an index.
pub const FORMAT_VERSION: u32 = 7;

/// The version that an index must have to be read by this program.
#[must_use]
pub fn version() -> String {
    format!("{FORMAT_VERSION}.{}", analysis::VERSION)
}

/// What an index says about itself; it commits together with the passages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`version`].
    pub version: String,
    /// The identity of the generation: no other of any index has the same.
    pub generation: String,
    /// The corpus folders; [`crate::source::locate`] finds the file of an article in them.
    pub corpus: Vec<Root>,
    /// Which of their files were taken.
    pub selection: Selection,
    /// Whether a list said which files were taken.
    pub is_listed: bool,
    /// Articles in the index.
    pub articles: u64,
    /// Files of the corpus that they are in.
    pub files: u64,
    /// Bytes of those files.
    pub bytes: u64,
    /// What the analyzers made of a sample of each of its languages, as checksums.
    pub analysis: BTreeMap<Language, u32>,
    /// What each language has.
    pub languages: BTreeMap<Language, LanguageCounts>,
}

impl Manifest {
    /// What an index of the same corpus without a file says about itself.
    fn emptied(&self) -> Self {
        Self {
            version: version(),
            articles: 0,
            files: 0,
            bytes: 0,
            languages: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// Counts a file of the corpus.
    fn add_file(&mut self, file: &FileRecord) {
        if file.articles() > 0 {
            self.files += 1;
            self.bytes += file.bytes;
        }
    }

    /// Counts an article that has this in each language.
    fn add_article(&mut self, languages: &[(Language, LanguageCounts)]) {
        self.articles += 1;
        for (language, counts) in languages {
            self.languages.entry(*language).or_default().add(counts);
        }
    }

    /// Whether it is of the same folders, taken in the same way.
    fn is_about(&self, other: &Self) -> bool {
        let about = |one: &Self| (one.corpus.clone(), one.selection.clone(), one.is_listed);
        about(self) == about(other)
    }

    /// Passages in all languages.
    #[must_use]
    pub fn passages(&self) -> u64 {
        self.languages.values().map(|counts| counts.passages).sum()
    }
}
