//! Is an index whole, and is it of the corpus as it is now?

use std::path::{Path, PathBuf};

use super::changes::{Change, Changes, Comparison};
use super::files::KnownFile;
use super::remembered::Remembered;
use super::snapshot::Snapshot;
use super::whole::{Examined, examine};
use crate::article;
use crate::error::{Damage, Result};
use crate::source::name::unspell;
use crate::source::{self, Skip, Sources};

/// What was found wrong with an index.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// In what the index is not as it was written.
    pub damages: Vec<Damage>,
    /// Files that are not in the index as they are in the corpus, by path.
    pub changes: Vec<Change>,
    /// Files and folders of the corpus that are not in the index because they could not be read, by path.
    pub failed: Vec<(String, Skip)>,
}

/// Checks the index at `index` in itself, and against `corpus` or else the folder that it was made of.
///
/// # Errors
/// [`Error::NoIndex`](crate::Error::NoIndex), [`Error::OtherVersion`](crate::Error::OtherVersion) or
/// [`Error::ReadIndex`](crate::Error::ReadIndex) if it cannot be looked through,
/// [`Error::ReadCorpus`](crate::Error::ReadCorpus) if there is no corpus to compare with.
pub fn verify(index: &Path, corpus: Option<&Path>, jobs: usize) -> Result<Verification> {
    let opened = match examine(index)? {
        Examined::Whole(opened) => opened,
        Examined::Damaged(damages) => {
            return Ok(Verification {
                damages,
                ..Verification::default()
            });
        }
    };
    let mut known = opened.known_files()?;
    // of what is in no file nobody can tell
    known.retain(|file| !file.record.is_in_memory);
    let listing = source::list(&sources(&opened, corpus, &known), index)?;
    let passed_over = known.iter().flat_map(|known| known.record.passed_over());
    let mut failed: Vec<(String, Skip)> = passed_over
        .map(|(name, skip)| (name, skip.clone()))
        .collect();
    failed.extend(listing.skipped);
    failed.retain(|(_, skip)| skip.is_failure());
    failed.sort_by(|one, other| one.0.cmp(&other.0));
    let comparison = Comparison {
        roots: &listing.roots,
        selection: &opened.manifest().selection,
        unknown: &listing.unknown,
        keeps_in_memory: true,
        same_folder: corpus.is_none(),
        now_ms: 0,
        jobs,
    };
    let changes = Changes::find(&listing.files, known, comparison).list;
    // of a file that is another by now, or gone, what was known says nothing any more
    failed.retain(|(name, _)| {
        let is_of = |path: &str| name == path || article::id(name, path).is_some();
        !changes.iter().any(|change| is_of(change.path()))
    });
    Ok(Verification {
        damages: Vec::new(),
        changes,
        failed,
    })
}

/// What the index was made of, or `corpus` selected in the same way.
fn sources(index: &Snapshot, corpus: Option<&Path>, known: &[KnownFile]) -> Sources {
    let manifest = index.manifest();
    let listed = known.iter().map(|KnownFile { record, .. }| {
        // a list may have had names that lead to no file
        unspell(&record.path).map_or_else(|| record.path.clone().into(), PathBuf::from)
    });
    Sources {
        folders: match corpus {
            Some(path) => Sources::folder(path).folders,
            None => Remembered::of(manifest).folders(),
        },
        selection: manifest.selection.clone(),
        files_from: manifest.is_listed.then(|| listed.collect()),
        articles: Vec::new(),
        ..Sources::default()
    }
}
