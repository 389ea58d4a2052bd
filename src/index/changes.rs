//! What has become of the corpus since it was indexed? It says which files are new, changed, removed or renamed.
//!
//! Size and modification time decide first; only where they leave doubt is a file read and its content compared. A file
//! that was changed shortly before it was read may change again within the same time stamp, so it stays in doubt.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::files::{FilePosition, FileRecord, KnownFile};
use crate::date::of_path;
use crate::source::memory::article_hash;
use crate::source::{self, ContentHash, CorpusFile, OpenedFile, Root, Selection, Skip, Unknown};

/// The coarsest time stamps of file systems in use (FAT).
const TIME_STAMP_MS: i64 = 2000;

/// A day after the epoch of time stamps: what is not later is the time of a file that has none, as archives, images and
/// some file systems give it, and says nothing.
const NO_TIME_MS: i64 = 86_400_000;

/// A change of a file of the corpus, by its path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// It is not in the index yet.
    New {
        /// The file.
        path: String,
    },
    /// Its content is another.
    Changed {
        /// The file.
        path: String,
    },
    /// It is gone.
    Removed {
        /// The file.
        path: String,
    },
    /// It has another path and the same content.
    Renamed {
        /// The file.
        path: String,
        /// The path that it had.
        from: String,
    },
}

impl Change {
    /// The file that changed.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::New { path }
            | Self::Changed { path }
            | Self::Removed { path }
            | Self::Renamed { path, .. } => path,
        }
    }
}

/// What has become of the corpus.
#[derive(Default)]
pub(crate) struct Changes<'l> {
    /// Files whose passages stay, as they are known now.
    pub(crate) kept: Vec<KnownFile>,
    /// How many of them are kept only because nobody could look, by the name of what could not be looked at.
    pub(crate) kept_unseen: BTreeMap<String, usize>,
    /// Whether one of them says something else than before.
    pub(crate) any_touched: bool,
    /// Files whose passages are to be made.
    pub(crate) to_read: Vec<&'l CorpusFile>,
    /// Files whose passages leave the index.
    pub(crate) leaving: Vec<FilePosition>,
    /// What is known of files that are read again, by their paths: passages of articles that are as they were stay.
    pub(crate) former: FxHashMap<&'l str, FilePosition>,
    /// Each change, by path, unless all files are new.
    pub(crate) list: Vec<Change>,
}

/// How many files changed in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeCounts {
    /// Files that were not in the index yet.
    pub new: usize,
    /// Files of which the content is another.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that have another path and the same content.
    pub renamed: usize,
}

impl ChangeCounts {
    /// Counts changes.
    #[must_use]
    pub fn of(changes: &[Change]) -> Self {
        let mut counts = Self::default();
        for change in changes {
            match change {
                Change::New { .. } => counts.new += 1,
                Change::Changed { .. } => counts.changed += 1,
                Change::Removed { .. } => counts.removed += 1,
                Change::Renamed { .. } => counts.renamed += 1,
            }
        }
        counts
    }
}

impl std::fmt::Display for ChangeCounts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            new,
            changed,
            removed,
            renamed,
        } = self;
        write!(
            formatter,
            "{new} new, {changed} changed, {removed} removed, {renamed} renamed"
        )
    }
}

/// When and how the corpus is compared.
#[derive(Clone, Copy)]
pub(crate) struct Comparison<'r> {
    /// The folders of the corpus.
    pub(crate) roots: &'r [Root],
    /// How its files are read.
    pub(crate) selection: &'r Selection,
    /// Where it could not be looked: what is missing there is kept as it is known.
    pub(crate) unknown: &'r Unknown,
    /// Whether articles that are in no file stay although they were not handed over again.
    pub(crate) keeps_in_memory: bool,
    /// Whether the records are of the same folder: of another, size and time say nothing.
    pub(crate) same_folder: bool,
    /// The time that comparing began, in milliseconds since 1970.
    pub(crate) now_ms: i64,
    /// Threads that read files in doubt.
    pub(crate) jobs: usize,
}

/// Whether a file of this age, read now, cannot change any more without getting another time.
pub(crate) fn is_settled(modified_ms: i64, now_ms: i64) -> bool {
    modified_ms > NO_TIME_MS && modified_ms.saturating_add(TIME_STAMP_MS) < now_ms
}

impl<'l> Changes<'l> {
    /// All files are to be read, and no change is listed.
    pub(crate) fn all_new(files: &'l [CorpusFile]) -> Self {
        Self {
            to_read: files.iter().collect(),
            ..Self::default()
        }
    }

    /// Compares the files of the corpus with those that the index knows, both by path.
    pub(crate) fn find(
        files: &'l [CorpusFile],
        known: Vec<KnownFile>,
        comparison: Comparison<'_>,
    ) -> Self {
        let mut changes = Self::default();
        let mut doubtful = Vec::new();
        let (mut new, mut removed) = (Vec::new(), Vec::new());
        let mut files = files.iter().peekable();
        for known in known {
            let record = &known.record;
            while let Some(file) = files.next_if(|file| file.path < record.path) {
                new.push(file);
            }
            match files.next_if(|file| file.path == record.path) {
                None if record.is_in_memory && comparison.keeps_in_memory => {
                    changes.kept.push(known);
                }
                None => match comparison.unknown.around(&record.path) {
                    Some(around) => {
                        *changes.kept_unseen.entry(around.to_owned()).or_default() += 1;
                        changes.kept.push(known);
                    }
                    None => removed.push(known),
                },
                Some(file) if file.bytes != record.bytes || !is_read_as(file, record) => {
                    changes.replace(file, &known);
                }
                Some(file) if is_as_known(file, record, comparison) => changes.kept.push(known),
                Some(file) => doubtful.push((file, known)),
            }
        }
        new.extend(files);
        changes.settle_doubts(doubtful, comparison);
        changes.find_renamed(new, removed, comparison);
        changes
            .kept
            .sort_by(|one, other| one.record.path.cmp(&other.record.path));
        changes
            .to_read
            .sort_by(|one, other| one.path.cmp(&other.path));
        let by_path = |one: &Change, other: &Change| one.path().cmp(other.path());
        changes.list.sort_by(by_path);
        changes
    }

    /// Reads the files of which size and time do not tell enough.
    fn settle_doubts(
        &mut self,
        doubtful: Vec<(&'l CorpusFile, KnownFile)>,
        comparison: Comparison<'_>,
    ) {
        let files: Vec<&CorpusFile> = doubtful.iter().map(|(file, _)| *file).collect();
        for ((file, known), content) in doubtful.into_iter().zip(hashes(&files, comparison)) {
            let record = &known.record;
            let is_same = match content {
                Ok(hash) => record.hash == Some(hash),
                Err(skip) => record.hash.is_none() && record.skipped() == Some(&skip),
            };
            if is_same && !is_touched_date(file, record) {
                self.keep(file, known, comparison);
            } else {
                self.replace(file, &known);
            }
        }
    }

    /// Pairs new files with removed ones of the same content; the others are new and removed.
    fn find_renamed(
        &mut self,
        new: Vec<&'l CorpusFile>,
        removed: Vec<KnownFile>,
        comparison: Comparison<'_>,
    ) {
        let sizes: FxHashSet<u64> = removed.iter().map(|known| known.record.bytes).collect();
        let (maybe, new): (Vec<_>, Vec<_>) = new
            .into_iter()
            .partition(|file| sizes.contains(&file.bytes));
        let mut by_hash: FxHashMap<ContentHash, Vec<KnownFile>> = FxHashMap::default();
        // the first path is taken first
        for known in removed.into_iter().rev() {
            match known.record.hash {
                Some(hash) => by_hash.entry(hash).or_default().push(known),
                None => self.remove(known),
            }
        }
        let contents = hashes(&maybe, comparison);
        for (file, content) in maybe.into_iter().zip(contents) {
            let same = content.ok().and_then(|hash| {
                let known = by_hash.get_mut(&hash)?;
                let alike = known.iter().rposition(|known| {
                    let record = &known.record;
                    is_read_as(file, record)
                        && !is_touched_date(file, record)
                        && says_as_much(&file.path, &record.path)
                })?;
                Some(known.remove(alike))
            });
            match same {
                Some(known) => {
                    self.list.push(Change::Renamed {
                        path: file.path.clone(),
                        from: known.record.path.clone(),
                    });
                    self.keep(file, known, comparison);
                }
                None => self.add(file),
            }
        }
        for file in new {
            self.add(file);
        }
        for known in by_hash.into_values().flatten() {
            self.remove(known);
        }
    }

    /// Keeps the passages of a file under what is known of it now.
    fn keep(&mut self, file: &CorpusFile, mut known: KnownFile, comparison: Comparison<'_>) {
        let record = &mut known.record;
        self.any_touched |= record.path != file.path || record.modified_ms != file.modified_ms;
        record.path.clone_from(&file.path);
        record.modified_ms = file.modified_ms;
        record.is_settled = is_settled(file.modified_ms, comparison.now_ms);
        self.kept.push(known);
    }

    fn add(&mut self, file: &'l CorpusFile) {
        let path = file.path.clone();
        self.list.push(Change::New { path });
        self.to_read.push(file);
    }

    fn replace(&mut self, file: &'l CorpusFile, known: &KnownFile) {
        let path = file.path.clone();
        self.list.push(Change::Changed { path });
        self.to_read.push(file);
        self.former.insert(&file.path, known.position);
    }

    fn remove(&mut self, known: KnownFile) {
        self.leaving.push(known.position);
        let path = known.record.path;
        self.list.push(Change::Removed { path });
    }

    /// Whether the index need not change.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && !self.any_touched
    }
}

/// Whether size and time say that a file is as it was read. One that could not be read is tried again.
fn is_as_known(file: &CorpusFile, record: &FileRecord, comparison: Comparison<'_>) -> bool {
    comparison.same_folder
        && record.is_settled
        && record.hash.is_some()
        && (file.bytes, file.modified_ms) == (record.bytes, record.modified_ms)
}

/// Whether the same was said of how a file is to be read when it was.
fn is_read_as(file: &CorpusFile, record: &FileRecord) -> bool {
    file.article.is_some() || file.rules.fingerprint() == record.rules
}

/// Whether the time of a file may be the date of its articles, and is another now.
fn is_touched_date(file: &CorpusFile, record: &FileRecord) -> bool {
    file.rules.file_time_is_date && file.modified_ms != record.modified_ms
}

/// Whether two paths tell the same of what is in their files: the date, and the format where the end of the name tells it.
fn says_as_much(one: &str, other: &str) -> bool {
    fn extension(path: &str) -> Option<&str> {
        let name = path.rsplit('/').next()?;
        name.rsplit_once('.').map(|(_, extension)| extension)
    }
    extension(one) == extension(other) && of_path(one) == of_path(other)
}

/// The hashes of the files' contents, in their order.
fn hashes(files: &[&CorpusFile], comparison: Comparison<'_>) -> Vec<Result<ContentHash, Skip>> {
    let share = files.len().div_ceil(comparison.jobs.max(1)).max(1);
    let hash = |file: &&CorpusFile| {
        if let Some(article) = &file.article {
            return Ok(article_hash(article));
        }
        let opened = source::open(comparison.roots, &file.path, comparison.selection);
        opened.and_then(OpenedFile::hash)
    };
    let shares: Vec<&[&CorpusFile]> = files.chunks(share).collect();
    std::thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.iter().map(hash).collect::<Vec<_>>()))
            .collect();
        let results = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
        results
            .flat_map(|hashes| hashes.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
