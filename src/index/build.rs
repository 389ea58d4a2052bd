//! How is an index brought up to date with its corpus? By what changed, a new generation with it, and the switch to that.
//!
//! An index that is not there, is damaged, or is of another version is built anew; so it is when asked. Else only new
//! and changed files are read. Both ways end in the same index: the same passages, statistics and order.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

use tantivy::TantivyError;

use super::Manifest;
use super::changes::{Change, ChangeCounts, Changes, Comparison};
use super::disk::Disk;
use super::files::{FileRecord, KnownFile};
use super::generation::{self, Writer};
use super::glance::known_files;
use super::guard::{self, Guard};
use super::next::GenerationWriter;
use super::options::BuildOptions;
use super::progress::Progress;
use super::remembered::{Remembered, Selected, remembered};
use super::snapshot::Snapshot;
use super::whole::{Examined, examine};
use super::worker::TextBounds;
use crate::error::{EngineError, Error, Result};
use crate::source::reader::{Reader, any_format};
use crate::source::{self, Assumed, BadLine, LeftOut, Root, Skip, Sources, Unknown};

/// How an index came to be what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was none, and it was built.
    Built,
    /// It was built anew, as asked or for the reason given.
    Rebuilt {
        /// What was wrong with the former one.
        reason: Option<String>,
    },
    /// It was brought up to date.
    Updated,
    /// It was up to date already, and is as it was.
    Unchanged,
}

/// Which files of its corpus an index takes, before and now.
#[derive(Clone, Debug)]
pub struct SelectionChange {
    /// Those that it took before.
    pub former: Selected,
    /// Those that it takes now.
    pub now: Selected,
}

/// What a build did, or would do.
#[derive(Clone, Debug)]
pub struct BuildReport {
    /// How the index came to be what it is.
    pub outcome: Outcome,
    /// What the index says about itself; before the build if that was not to write.
    pub manifest: Manifest,
    /// The folders that the index was of before, if those were others.
    pub former_corpus: Option<Vec<Root>>,
    /// How the selection of files changed, if the index was of others of its corpus before.
    pub selection_change: Option<SelectionChange>,
    /// How many files changed, and how.
    pub counts: ChangeCounts,
    /// Each file that changed, by path; not of an index that was built whole, where all are new.
    pub changes: Vec<Change>,
    /// Files that did not change.
    pub unchanged: usize,
    /// Bytes of the files that were read, or would be.
    pub bytes_read: u64,
    /// Files and folders that are not in the index, with the reason, by path.
    pub skipped: Vec<(String, Skip)>,
    /// Files that are kept as they are known, because nobody could look or their corpus folder has no files any more: how
    /// many, by the name of that file or folder.
    pub kept_unseen: BTreeMap<String, usize>,
    /// How much the selection left out.
    pub left_out: LeftOut,
    /// Lines of ignore files that are no patterns, by file and line.
    pub bad_lines: Vec<BadLine>,
    /// Files with bytes that were no UTF-8, with their number, by path.
    pub repaired: Vec<(String, u64)>,
    /// Texts that were taken to be in another encoding than UTF-8, by the paths of their files.
    pub encodings: Vec<Assumed>,
    /// Parts of files that are not in the index beyond those that are listed in `skipped`.
    pub more_faults: u64,
    /// Size of the index on disk.
    pub index_bytes: u64,
}

/// Builds the index of `sources` at `index`, or brings it up to date.
///
/// # Errors
/// Those of [`source::list`] if there is nothing to read from, [`Error::EmptiedCorpus`] if there were files before,
/// [`Error::NotAnIndex`] if `index` holds something else, [`Error::Busy`] if another process writes it, [`Error::NoLock`]
/// if that cannot be known, [`Error::ReadIndex`] if it is there and cannot be read, [`Error::WriteIndex`] or
/// [`Error::Engine`] if it cannot be written. The former index stays as it was, but with [`Error::Unsynced`].
pub fn build(
    sources: &Sources,
    index: &Path,
    options: &BuildOptions,
    progress: &Progress,
) -> Result<BuildReport> {
    let environment = Environment::default();
    build_in(&environment, sources, index, options, progress)
}

/// What a build reads and writes with; tests have others.
pub(crate) struct Environment {
    pub(crate) disk: Disk,
    pub(crate) reader: Reader,
    pub(crate) bounds: TextBounds,
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            disk: Disk::default(),
            reader: any_format,
            bounds: TextBounds::default(),
        }
    }
}

/// [`build`] in another environment.
pub(crate) fn build_in(
    environment: &Environment,
    sources: &Sources,
    index: &Path,
    options: &BuildOptions,
    progress: &Progress,
) -> Result<BuildReport> {
    let mut listing = source::list(sources, index).map_err(|error| as_gone(error, index))?;
    let replace = options.replace_corpus;
    guard::same_corpus(&mut listing, former_corpus(index).as_ref(), index, replace)?;
    let writer = if options.dry_run {
        None
    } else {
        Some(Writer::of(&environment.disk, index, options.keep)?)
    };
    let is_first = matches!(generation::current(index), Err(Error::NoIndex { .. }));
    // what is to be replaced is not opened: whatever is wrong with it must not be in the way
    let (former, broken) = if options.rebuild {
        (None, None)
    } else {
        sound_index(index)?
    };
    let mut known = match &former {
        Some(former) => former.known_files()?,
        None => known_files(index).unwrap_or_default(),
    };
    // another build may have been faster
    let remembered = former_corpus(index);
    guard::same_corpus(&mut listing, remembered.as_ref(), index, replace)?;
    let replaced = remembered
        .as_ref()
        .filter(|former| !former.is_of(&listing.roots));
    let about = Manifest {
        corpus: match &remembered {
            // in whatever order they are named now
            Some(former) if replaced.is_none() => former.corpus.clone(),
            _ => listing.roots.clone(),
        },
        selection: sources.remembered_selection(),
        is_listed: sources.files_from.is_some(),
        ..Manifest::default()
    };
    let former_corpus = replaced.map(|former| former.corpus.clone());
    let now = Selected::of(&about);
    let selected = remembered.as_ref().map(Remembered::selected);
    let selected = selected.filter(|selected| *selected != now);
    let selection_change = selected.map(|former| SelectionChange { former, now });
    let keeps_in_memory =
        sources.articles.is_empty() && former_corpus.is_none() && !options.allow_empty;
    if options.allow_empty {
        listing.unknown = Unknown::default();
    } else if !known.is_empty() {
        let corpus = sources.folders.first();
        let guard = Guard {
            known: &known,
            corpus: corpus.map_or(Path::new(""), |folder| &folder.path),
            index,
            same_folders: former_corpus.is_none(),
            is_rebuilt: former.is_none(),
            keeps_in_memory,
        };
        guard.check(&mut listing)?;
    }
    if former.is_none() {
        known.clear();
    }
    let now_ms = writer.as_ref().map_or(0, |writer| writer.since_ms);
    let mut changes = if former.is_none() && !options.dry_run {
        Changes::all_new(&listing.files)
    } else {
        let comparison = Comparison {
            roots: &listing.roots,
            selection: &sources.selection,
            unknown: &listing.unknown,
            keeps_in_memory,
            same_folder: former_corpus.is_none(),
            now_ms,
            jobs: options.jobs,
        };
        Changes::find(&listing.files, known, comparison)
    };
    let counts = match &former {
        Some(_) => ChangeCounts::of(&changes.list),
        None => ChangeCounts {
            new: changes.to_read.len(),
            ..ChangeCounts::default()
        },
    };
    let bytes_read = changes.to_read.iter().map(|file| file.bytes).sum();
    progress
        .files
        .store(changes.to_read.len(), Ordering::Relaxed);
    progress.bytes.store(bytes_read, Ordering::Relaxed);
    let outcome = match &former {
        None if is_first => Outcome::Built,
        None => Outcome::Rebuilt { reason: broken },
        Some(former) if changes.is_empty() && former.manifest().is_about(&about) => {
            Outcome::Unchanged
        }
        Some(_) => Outcome::Updated,
    };
    let mut report = BuildReport {
        unchanged: changes.kept.len() - counts.renamed,
        kept_unseen: std::mem::take(&mut changes.kept_unseen),
        counts,
        changes: std::mem::take(&mut changes.list),
        manifest: former
            .as_ref()
            .map_or_else(Manifest::default, |former| former.manifest().clone()),
        outcome,
        former_corpus,
        selection_change,
        bytes_read,
        skipped: listing.skipped,
        left_out: listing.left_out,
        bad_lines: listing.bad_lines,
        repaired: Vec::new(),
        encodings: Vec::new(),
        more_faults: 0,
        index_bytes: 0,
    };
    match writer {
        Some(writer) if report.outcome != Outcome::Unchanged => {
            let next = GenerationWriter {
                disk: &environment.disk,
                options,
                reader: environment.reader,
                bounds: environment.bounds,
                listed: &listing.files,
                about,
                now_ms,
                progress,
            };
            let pass_over = |record: &FileRecord| report.pass_over(record);
            let written = next.write(&writer, former.as_ref(), changes, pass_over);
            report.manifest = written.map_err(|error| as_write_error(error, index))?;
        }
        _ => changes
            .kept
            .iter()
            .for_each(|KnownFile { record, .. }| report.pass_over(record)),
    }
    report.skipped.sort_by(|one, other| one.0.cmp(&other.0));
    report.index_bytes =
        generation::current(index).map_or(0, |current| generation::folder_bytes(&current.folder));
    Ok(report)
}

/// What the index at `index` was made of, if it can be told.
fn former_corpus(index: &Path) -> Option<Remembered> {
    remembered(index).ok().flatten()
}

/// An error of listing; that a folder is gone which the index remembers is told as such.
fn as_gone(error: Error, index: &Path) -> Error {
    let is_remembered = |path: &Path| {
        let former = former_corpus(index);
        let roots = former.iter().flat_map(|former| &former.corpus);
        roots.filter_map(Root::path).any(|folder| folder == path)
    };
    match error {
        Error::ReadCorpus { path, source } if is_remembered(&path) => Error::CorpusGone {
            path,
            index: index.to_owned(),
            source,
        },
        other => other,
    }
}

/// The index at `index` if it can be built upon; else what is wrong with it, unless there is none.
fn sound_index(index: &Path) -> Result<(Option<Snapshot>, Option<String>)> {
    let told = |damage| {
        let path = index.to_owned();
        Error::Damaged { path, damage }.to_string()
    };
    match examine(index) {
        Ok(Examined::Whole(opened)) => Ok((Some(*opened), None)),
        Ok(Examined::Damaged(damages)) => Ok((None, damages.into_iter().next().map(told))),
        Err(Error::NoIndex { .. }) => Ok((None, None)),
        Err(error @ Error::OtherVersion { .. }) => Ok((None, Some(error.to_string()))),
        Err(error) => Err(error),
    }
}

/// What the engine could not write, such as to a full disk; it tells some I/O errors as text only.
fn as_write_error(error: Error, index: &Path) -> Error {
    let source = match error {
        Error::Engine(EngineError(TantivyError::IoError(source))) => {
            io::Error::new(source.kind(), source.to_string())
        }
        Error::Engine(error) => io::Error::other(error.to_string()),
        other => return other,
    };
    Error::WriteIndex {
        path: index.to_owned(),
        source,
    }
}

impl BuildReport {
    /// Lists a file that is not in the index, or not as it is on disk.
    fn pass_over(&mut self, record: &FileRecord) {
        let notes = &record.notes;
        if notes.replaced_bytes > 0 {
            self.repaired
                .push((record.path.clone(), notes.replaced_bytes));
        }
        self.encodings.extend(notes.encodings.iter().cloned());
        let passed_over = record.passed_over();
        self.skipped
            .extend(passed_over.map(|(name, skip)| (name, skip.clone())));
        self.more_faults += notes.more_faults;
    }
}
