//! What was an index made of? Its corpus folders and which of their files were taken, so that an update need not be told
//! again.
//!
//! An index that is damaged, or of another version, is built anew of the same files: what it was made of is read even
//! where nothing else of it can be. Each generation has it twice, in its manifest and in a file of its own.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::generation;
use super::{Manifest, disk::Disk};
use crate::engine::fault::Fault;
use crate::error::{Error, Result};
use crate::open_file;
use crate::source::name::unspell;
use crate::source::{Folder, Root, Selection};

/// The file of a generation that says what it was made of.
pub(crate) const MADE_OF: &str = ".corpus.json";

/// What the engine knows of a generation, with its manifest.
const META: &str = "meta.json";

/// More than a manifest takes, with the patterns of a selection and all segments.
const MAX_BYTES: u64 = 100_000_000;

/// What an index was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The corpus folders.
    pub corpus: Vec<Root>,
    /// Which of their files were taken.
    #[serde(default)]
    pub selection: Selection,
    /// Whether a list said which, which is not remembered.
    #[serde(default)]
    pub is_listed: bool,
}

/// Which files of its corpus an index takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Selected {
    /// By which rules.
    #[serde(flatten)]
    pub selection: Selection,
    /// Whether a list said which.
    pub is_listed: bool,
}

impl Selected {
    /// Which files an index takes that says so of itself.
    #[must_use]
    pub fn of(manifest: &Manifest) -> Self {
        Remembered::of(manifest).selected()
    }
}

/// What the engine says of a generation, as far as the manifest is concerned.
#[derive(Deserialize)]
struct Meta {
    payload: String,
}

impl Remembered {
    pub(crate) fn of(manifest: &Manifest) -> Self {
        Self {
            corpus: manifest.corpus.clone(),
            selection: manifest.selection.clone(),
            is_listed: manifest.is_listed,
        }
    }

    /// Which files of the folders were taken.
    #[must_use]
    pub fn selected(&self) -> Selected {
        Selected {
            selection: self.selection.clone(),
            is_listed: self.is_listed,
        }
    }

    /// Whether these are the folders, in whatever order.
    pub(crate) fn is_of(&self, roots: &[Root]) -> bool {
        self.corpus.len() == roots.len() && self.corpus.iter().all(|root| roots.contains(root))
    }

    /// The folders, to be listed again under the same names.
    #[must_use]
    pub fn folders(&self) -> Vec<Folder> {
        let folder = |root: &Root| Folder {
            // a name that is no text is the folder's own
            name: root.name.as_deref().and_then(|name| {
                let name = unspell(name)?;
                name.into_string().ok()
            }),
            path: root
                .path()
                .unwrap_or_else(|| PathBuf::from(root.folder.clone())),
        };
        self.corpus.iter().map(folder).collect()
    }

    /// Writes it into the folder of a generation.
    pub(crate) fn write(&self, disk: &Disk, generation: &Path) -> std::io::Result<()> {
        let text = serde_json::to_vec(self)?;
        disk.write(&generation.join(MADE_OF), |file| file.write_all(&text))
    }
}

/// What the index at `index` was made of; none if there is no index.
///
/// # Errors
/// [`Error::CorpusForgotten`] if it is too damaged to tell, [`Error::ReadIndex`] if it cannot be read now.
pub fn remembered(index: &Path) -> Result<Option<Remembered>> {
    match generation::current(index) {
        Ok(current) => {
            if let Some(remembered) = read(&current.folder) {
                return Ok(Some(remembered));
            }
            refused(&current.folder).map_err(|fault| fault.in_index(index))?;
        }
        Err(Error::NoIndex { .. }) => return Ok(None),
        Err(Error::Damaged { .. }) => {}
        Err(other) => return Err(other),
    }
    // whatever is left of it: the latest generation knows best
    let entries = fs::read_dir(index).into_iter().flatten().flatten();
    let mut generations: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b"gen-"))
        .map(|entry| entry.path())
        .collect();
    generations.sort();
    let remembered = generations.iter().rev().find_map(|folder| read(folder));
    remembered.map(Some).ok_or_else(|| Error::CorpusForgotten {
        index: index.to_owned(),
    })
}

/// An error if the system does not let the generation in `folder` be read.
fn refused(folder: &Path) -> Result<(), Fault> {
    let path = folder.join(META);
    let fault = open_file::regular(&path, None).map_err(|error| Fault::of_io(&path, &error));
    match fault {
        Err(fault @ Fault::Unreadable(_)) => Err(fault),
        _ => Ok(()),
    }
}

/// What the generation in `folder` was made of.
fn read(folder: &Path) -> Option<Remembered> {
    let of_manifest = || {
        let meta = open_file::read(&folder.join(META), MAX_BYTES).ok()?;
        let meta: Meta = serde_json::from_slice(&meta).ok()?;
        serde_json::from_str(&meta.payload).ok()
    };
    let of_copy = || {
        let copy = open_file::read(&folder.join(MADE_OF), MAX_BYTES).ok()?;
        serde_json::from_slice(&copy).ok()
    };
    of_manifest().or_else(of_copy)
}
