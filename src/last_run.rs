//! What did a named query know when it last ran? Its text, and the texts that the index had then.
//!
//! It is kept beside the generations of an index, in a folder `.runs` that no build touches: a file for each name, and one
//! for each generation that a name ran on, which names share. What a run has shown counts as known only when it is complete,
//! so that what fails half-way is shown again. A name is run by one process at a time.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::disk::Disk;
use crate::index::{KnownTexts, Snapshot};
use crate::open_file;

/// The folder within that of an index. Builds leave hidden entries alone.
const FOLDER: &str = ".runs";

/// What the files end with: of a name, of the texts of a generation, of what is being written.
const RUN: &str = ".json";
const TEXTS: &str = ".texts";
const DRAFT: &str = ".draft";

/// Held while files are put in place of others.
const LOCK: &str = ".lock";

/// Characters of a name at most, so that it is the name of a file in any script.
const MAX_NAME_CHARS: usize = 60;

/// A file of a name is smaller.
const MAX_RUN_BYTES: u64 = 1 << 20;

/// A file of texts is smaller: eight bytes for each article.
const MAX_TEXTS_BYTES: u64 = 1 << 36;

/// A named query, as it last ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastRun {
    /// Its name.
    pub name: String,
    /// What was looked for.
    pub query: String,
    /// When it ran, in milliseconds since 1970.
    pub ran_ms: i64,
    /// The generation that it ran on.
    pub generation: String,
}

/// The right to run a named query. It goes with the process, however that ends.
pub struct NamedRun {
    folder: PathBuf,
    name: String,
    last: Option<LastRun>,
    _lock: File,
}

impl NamedRun {
    /// Begins a run of a named query on the index at `index`.
    ///
    /// # Errors
    /// [`Error::BadRunName`], [`Error::BusyRun`] while another process runs it, [`Error::Runs`] if what is kept of it cannot
    /// be read or the folder cannot be written.
    pub fn begin(index: &Path, name: &str) -> Result<Self> {
        let name = checked(name)?;
        let folder = index.join(FOLDER);
        let of_folder = |source| failed(&folder, source);
        fs::create_dir_all(&folder).map_err(of_folder)?;
        let lock =
            open_file::lockable(&folder.join(format!(".{name}{LOCK}"))).map_err(of_folder)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let name = name.to_owned();
                return Err(Error::BusyRun { name });
            }
            Err(TryLockError::Error(source)) => return Err(of_folder(source)),
        }
        let path = folder.join(format!("{name}{RUN}"));
        let last = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            _ => Some(read(&path)?),
        };
        Ok(Self {
            name: name.to_owned(),
            last,
            folder,
            _lock: lock,
        })
    }

    /// How it last ran, if it did.
    #[must_use]
    pub fn last(&self) -> Option<&LastRun> {
        self.last.as_ref()
    }

    /// The texts that the index had then; none if it never ran.
    ///
    /// # Errors
    /// [`Error::Runs`] if they cannot be read.
    pub fn known(&self) -> Result<Option<Arc<KnownTexts>>> {
        let Some(last) = &self.last else {
            return Ok(None);
        };
        let path = self.folder.join(format!("{}{TEXTS}", last.generation));
        let bytes =
            open_file::read(&path, MAX_TEXTS_BYTES).map_err(|error| failed(&path, error))?;
        let known = KnownTexts::of_bytes(&bytes).ok_or_else(|| not_as_written(&path))?;
        Ok(Some(Arc::new(known)))
    }

    /// Has all that the index knows count as known to the name from now on: what was found was shown.
    ///
    /// # Errors
    /// [`Error::Runs`] if that could not be kept; all counts as unknown then that was before.
    pub fn complete(self, index: &Snapshot, query: &str, now_ms: i64) -> Result<()> {
        let generation = index.manifest().generation.clone();
        let texts = self.folder.join(format!("{generation}{TEXTS}"));
        let _lock = locked(&self.folder)?;
        if !texts.exists() {
            replace(&texts, &index.known_texts()?.to_bytes())?;
        }
        let run = LastRun {
            name: self.name,
            query: query.to_owned(),
            ran_ms: now_ms,
            generation,
        };
        let path = self.folder.join(format!("{}{RUN}", run.name));
        let json = serde_json::to_vec(&run).map_err(|error| failed(&path, error.into()))?;
        replace(&path, &json)?;
        remove_unused(&self.folder)
    }

    /// Forgets the name.
    ///
    /// # Errors
    /// [`Error::Runs`].
    pub fn forget(self) -> Result<()> {
        let _lock = locked(&self.folder)?;
        for path in [
            format!("{}{RUN}", self.name),
            format!(".{}{LOCK}", self.name),
        ] {
            let path = self.folder.join(path);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(failed(&path, error));
                }
                _ => {}
            }
        }
        remove_unused(&self.folder)
    }
}

/// All named queries of the index at `index`, by name.
///
/// # Errors
/// [`Error::Runs`] if one cannot be read.
pub fn last_runs(index: &Path) -> Result<Vec<LastRun>> {
    let folder = index.join(FOLDER);
    let mut runs: Vec<LastRun> = Vec::new();
    for name in names(&folder)? {
        if name.ends_with(RUN) {
            runs.push(read(&folder.join(name))?);
        }
    }
    runs.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(runs)
}

/// A name that can be that of a file everywhere.
fn checked(name: &str) -> Result<&str> {
    let is_such = |one: char| one.is_alphanumeric() || matches!(one, '-' | '_' | '.');
    let is_good = !name.is_empty()
        && !name.starts_with(['.', '-'])
        && name.chars().count() <= MAX_NAME_CHARS
        && name.chars().all(is_such);
    if is_good {
        Ok(name)
    } else {
        let name = name.chars().take(MAX_NAME_CHARS).collect();
        Err(Error::BadRunName { name })
    }
}

fn failed(path: &Path, source: io::Error) -> Error {
    let path = path.to_owned();
    Error::Runs { path, source }
}

fn not_as_written(path: &Path) -> Error {
    failed(
        path,
        io::Error::new(io::ErrorKind::InvalidData, "it is not as it was written"),
    )
}

fn read(path: &Path) -> Result<LastRun> {
    let bytes = open_file::read(path, MAX_RUN_BYTES).map_err(|error| failed(path, error))?;
    serde_json::from_slice(&bytes).map_err(|_| not_as_written(path))
}

/// Waits for the right to put files in place of others.
fn locked(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let lock = open_file::lockable(&path).and_then(|file| file.lock().map(|()| file));
    lock.map_err(|error| failed(&path, error))
}

/// Puts a file in place of the one of its name, at once.
fn replace(path: &Path, content: &[u8]) -> Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(DRAFT);
    let draft = PathBuf::from(draft);
    // what a run that was ended left
    let _ = fs::remove_file(&draft);
    let disk = Disk::default();
    let written = disk
        .write(&draft, |file| file.write_all(content))
        .and_then(|()| disk.rename(&draft, path))
        .and_then(|()| path.parent().map_or(Ok(()), |folder| disk.sync_dir(folder)));
    written.map_err(|error| {
        let _ = fs::remove_file(&draft);
        failed(path, error)
    })
}

/// The names of the files in a folder, of which there may be none.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| failed(folder, error))?,
    };
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: io::Result<Vec<String>> = names.collect();
    names.map_err(|error| failed(folder, error))
}

/// Removes the texts that no name has known.
fn remove_unused(folder: &Path) -> Result<()> {
    let names = names(folder)?;
    let runs = names.iter().filter(|name| name.ends_with(RUN));
    let used: Vec<String> = runs
        .map(|name| Ok(read(&folder.join(name))?.generation))
        .collect::<Result<_>>()?;
    for name in &names {
        let generation = name.strip_suffix(TEXTS);
        let is_unused = generation.is_some_and(|one| !used.iter().any(|used| used == one));
        if is_unused || name.ends_with(DRAFT) {
            let _ = fs::remove_file(folder.join(name));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_a_file_in_any_script_and_leads_nowhere_else() {
        for name in [
            "flood",
            "Überschwemmung",
            "наводнение-2024",
            "洪水",
            "a.b_c",
        ] {
            assert_eq!(checked(name).ok(), Some(name));
        }
        let long = "x".repeat(MAX_NAME_CHARS + 1);
        for name in [
            "", ".", "..", "../x", "a/b", "a\\b", "-x", ".lock", "a b", "a\0b", &long,
        ] {
            assert!(checked(name).is_err(), "{name}");
        }
    }

    #[test]
    fn one_process_at_a_time_runs_a_name_and_others_run_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = NamedRun::begin(folder.path(), "flood").expect("a run");
        assert!(first.last().is_none());
        let second = NamedRun::begin(folder.path(), "flood");
        assert!(matches!(second, Err(Error::BusyRun { .. })));
        assert!(NamedRun::begin(folder.path(), "fire").is_ok());
        drop(first);
        assert!(NamedRun::begin(folder.path(), "flood").is_ok());
    }
}
