//! What is told of a build as JSON? An object on a line, see `docs/json.md`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::build::{BuildReport, Outcome};
use super::changes::{Change, ChangeCounts};
use super::line::{LINE_VERSION, PROGRAM, PassedOver, Share};
use super::options::BuildOptions;
use super::{Selected, version};
use crate::language::Language;
use crate::source::{Assumed, Root};

/// What a build did, or would do.
#[derive(Clone, Debug, Serialize)]
pub struct BuildLine<'r> {
    /// [`LINE_VERSION`].
    pub version: u32,
    /// Version of the program.
    pub program: &'static str,
    /// Version of the index.
    pub index_version: String,
    /// How the index came to be what it is: `built`, `rebuilt`, `updated` or `unchanged`.
    pub outcome: &'static str,
    /// What was wrong with the former index, if it was built anew for that.
    pub reason: Option<&'r str>,
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// The index.
    pub index: String,
    /// The folders of its articles.
    pub corpus: &'r [Root],
    /// The folders that it was of before, if those were others.
    pub former_corpus: Option<&'r [Root]>,
    /// Which files it takes.
    pub selection: Selected,
    /// Which files it took before, if those were others.
    pub former_selection: Option<&'r Selected>,
    /// How many files there are of each kind.
    pub files: FileCounts,
    /// Files that may have text that is not in the index.
    pub failed: Vec<PassedOver<'r>>,
    /// Files without text.
    pub skipped: Vec<PassedOver<'r>>,
    /// Files that are kept because nobody could look.
    pub kept_unseen: Vec<KeptUnseen<'r>>,
    /// Files with bytes that were no text in their encoding.
    pub replaced: Vec<Replaced<'r>>,
    /// Texts that were taken to be in another encoding than UTF-8.
    pub encodings: &'r [Assumed],
    /// Parts of files that are not in the index beyond those in `failed` and `skipped`.
    pub more_failed: u64,
    /// The files that changed; not of an index that was built whole, where all are new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<&'r [Change]>,
    /// Articles.
    pub articles: u64,
    /// Passages.
    pub passages: u64,
    /// Bytes of the files of the articles.
    pub bytes: u64,
    /// Bytes of the files that were read.
    pub bytes_read: u64,
    /// What the index has of each language.
    pub languages: BTreeMap<Language, Share>,
    /// Its size on disk.
    pub index_bytes: u64,
    /// How long it took.
    pub seconds: f64,
}

/// How many files there are of each kind.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FileCounts {
    /// Those that changed.
    #[serde(flatten)]
    pub changes: ChangeCounts,
    /// Those that did not.
    pub unchanged: usize,
    /// Of all, those that may have text that is not in the index.
    pub failed: usize,
    /// Of all, those without text.
    pub skipped: usize,
}

/// Files that are kept as they are known, because nobody could look.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct KeptUnseen<'r> {
    /// The file, or the folder that they are in.
    pub path: &'r str,
    /// How many.
    pub files: usize,
}

/// A file with bytes that were no text in its encoding.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Replaced<'r> {
    /// Its path.
    pub path: &'r str,
    /// How many bytes.
    pub bytes: u64,
}

impl BuildReport {
    /// What is told of a build of the index at this place that took so long.
    #[must_use]
    pub fn line(&self, options: &BuildOptions, took: Duration, index: &Path) -> BuildLine<'_> {
        let (outcome, reason) = match &self.outcome {
            Outcome::Built => ("built", None),
            Outcome::Rebuilt { reason } => ("rebuilt", reason.as_deref()),
            Outcome::Updated => ("updated", None),
            Outcome::Unchanged => ("unchanged", None),
        };
        let passed_over = |failed: bool| {
            let skipped = self.skipped.iter();
            let such = skipped.filter(move |(_, skip)| skip.is_failure() == failed);
            such.map(PassedOver::of).collect::<Vec<_>>()
        };
        let (failed, skipped) = (passed_over(true), passed_over(false));
        let kept_unseen = self.kept_unseen.iter();
        let kept_unseen = kept_unseen.map(|(path, files)| KeptUnseen {
            path,
            files: *files,
        });
        let replaced = self.repaired.iter();
        let replaced = replaced.map(|(path, bytes)| Replaced {
            path,
            bytes: *bytes,
        });
        // all files of a build are new, which need not be said of each
        let is_whole = matches!(self.outcome, Outcome::Built | Outcome::Rebuilt { .. });
        let former = self.selection_change.as_ref();
        BuildLine {
            version: LINE_VERSION,
            program: PROGRAM,
            index_version: version(),
            outcome,
            reason,
            dry_run: options.dry_run,
            index: index.display().to_string(),
            corpus: &self.manifest.corpus,
            former_corpus: self.former_corpus.as_deref(),
            selection: Selected::of(&self.manifest),
            former_selection: former.map(|change| &change.former),
            files: FileCounts {
                changes: self.counts,
                unchanged: self.unchanged,
                failed: failed.len(),
                skipped: skipped.len(),
            },
            failed,
            skipped,
            kept_unseen: kept_unseen.collect(),
            replaced: replaced.collect(),
            encodings: &self.encodings,
            more_failed: self.more_faults,
            changes: (options.dry_run || !is_whole).then_some(&self.changes[..]),
            articles: self.manifest.articles,
            passages: self.manifest.passages(),
            bytes: self.manifest.bytes,
            bytes_read: self.bytes_read,
            languages: Share::all(&self.manifest),
            index_bytes: self.index_bytes,
            seconds: took.as_secs_f64(),
        }
    }
}
