//! The folder of an index: its generations, and which of them is the current one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

const CURRENT: &str = "CURRENT";
const PREFIX: &str = "gen-";
/// Marks a folder as one that tolmach made or was given empty, so that it may remove generations in it.
const MARKER: &str = ".tolmach";

/// The folder of the current generation.
///
/// # Errors
/// [`Error::NoIndex`] if there is none, [`Error::Damaged`] if what names it is unreadable.
pub(super) fn current(index: &Path) -> Result<PathBuf> {
    let name = match fs::read_to_string(index.join(CURRENT)) {
        Ok(name) => name,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Err(Error::NoIndex {
                path: index.to_owned(),
            });
        }
        Err(error) => return Err(damaged(index, format!("`{CURRENT}`: {error}"))),
    };
    let name = name.trim();
    if number(name).is_none() {
        return Err(damaged(index, format!("`{CURRENT}` names no generation")));
    }
    let folder = index.join(name);
    if !folder.is_dir() {
        return Err(damaged(index, format!("`{name}` is missing")));
    }
    Ok(folder)
}

fn damaged(index: &Path, reason: String) -> Error {
    Error::Damaged {
        path: index.to_owned(),
        reason,
    }
}

fn number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(PREFIX)?;
    (digits.len() >= 6 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

/// A generation that is being built; its folder goes away unless it is published.
pub(super) struct NewGeneration {
    index: PathBuf,
    name: String,
    published: bool,
    /// The folder of the index, locked against other builds; the lock goes with the process, however that ends.
    _lock: fs::File,
}

impl NewGeneration {
    /// Makes the folder of the next generation.
    pub(super) fn create(index: &Path) -> Result<Self> {
        let write = |source| Error::WriteIndex {
            path: index.to_owned(),
            source,
        };
        fs::create_dir_all(index).map_err(write)?;
        let lock = fs::File::open(index).map_err(write)?;
        // a file system without locks is no reason not to build
        if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
            return Err(Error::Busy {
                path: index.to_owned(),
            });
        }
        let mut last = 0;
        let mut ours = index.join(CURRENT).is_file() || index.join(MARKER).is_file();
        let mut empty = true;
        for entry in fs::read_dir(index).map_err(write)? {
            let name = entry.map_err(write)?.file_name();
            let name = name.to_string_lossy();
            empty &= name.starts_with('.');
            last = last.max(number(&name).unwrap_or(0));
        }
        if empty && !ours {
            fs::write(index.join(MARKER), "").map_err(write)?;
            ours = true;
        }
        if !ours {
            return Err(Error::NotAnIndex {
                path: index.to_owned(),
            });
        }
        let name = format!("{PREFIX}{:06}", last + 1);
        fs::create_dir(index.join(&name)).map_err(write)?;
        Ok(Self {
            index: index.to_owned(),
            name,
            published: false,
            _lock: lock,
        })
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.index.join(&self.name)
    }

    /// Makes it the current generation and removes all others.
    pub(super) fn publish(mut self) -> Result<()> {
        let write = |source| Error::WriteIndex {
            path: self.index.clone(),
            source,
        };
        let draft = self.index.join(format!(".{CURRENT}-{}", self.name));
        let result = fs::write(&draft, format!("{}\n", self.name))
            .and_then(|()| fs::File::open(&draft)?.sync_all())
            .and_then(|()| fs::rename(&draft, self.index.join(CURRENT)))
            .and_then(|()| fs::File::open(&self.index)?.sync_all());
        if result.is_err() {
            let _ = fs::remove_file(&draft);
        }
        result.map_err(write)?;
        self.published = true;
        let _ = fs::remove_file(self.index.join(MARKER)); // `CURRENT` says as much
        // Readers that have the old generation open keep it; what cannot be removed now goes at the next build.
        for entry in fs::read_dir(&self.index).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if number(&name).is_some() && name != self.name {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(())
    }
}

impl Drop for NewGeneration {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_dir_all(self.folder());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_build_of_the_same_index_is_refused_while_the_first_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = NewGeneration::create(folder.path()).expect("a generation");
        let second = NewGeneration::create(folder.path());
        assert!(matches!(second, Err(Error::Busy { .. })));
        assert!(
            first.folder().is_dir(),
            "the refused build left the first alone"
        );
        drop(first);
        NewGeneration::create(folder.path()).expect("a generation, now that the first is gone");
    }
}
