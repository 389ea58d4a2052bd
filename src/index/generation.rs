//! The folder of an index: its generations, which of them is the current one, and who may write the next.
//!
//! A generation never changes once it is published. The next one shares the files that stay by hard links and is then
//! published by a rename of `CURRENT`. So whatever ends a build, `CURRENT` names a complete generation, and what lies
//! about besides is removed by the next build.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::files::FILES;
use crate::error::{Error, Result};
use crate::open_file;

const CURRENT: &str = "CURRENT";
const PREFIX: &str = "gen-";
/// Begins the name of what is to become `CURRENT`.
const DRAFT: &str = ".CURRENT-";
/// Marks a folder as one that tolmach made or was given empty, so that it may remove generations in it.
const MARKER: &str = ".tolmach";
/// Holds the number of the process that writes the index.
const WRITER: &str = ".writer";
/// More than any name of a generation or number of a process takes.
const MAX_NAME_BYTES: u64 = 1024;

/// The generation that is to be read.
pub(crate) struct Current {
    pub(crate) folder: PathBuf,
    /// The identity that its manifest must have.
    pub(crate) identity: String,
}

/// The current generation.
///
/// # Errors
/// [`Error::NoIndex`] if there is none, [`Error::Damaged`] if what names it is unreadable.
pub(crate) fn current(index: &Path) -> Result<Current> {
    let content = match open_file::read(&index.join(CURRENT), MAX_NAME_BYTES) {
        Ok(content) => String::from_utf8_lossy(&content).into_owned(),
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
    // until version 5 there was no identity
    let content = content.trim();
    let (name, identity) = content.split_once(' ').unwrap_or((content, ""));
    if number(name).is_none() {
        return Err(damaged(index, format!("`{CURRENT}` names no generation")));
    }
    let folder = index.join(name);
    if !folder.is_dir() {
        return Err(damaged(index, format!("`{name}` is missing")));
    }
    Ok(Current {
        folder,
        identity: identity.to_owned(),
    })
}

/// What names the current generation, whether it does so rightly or not.
pub(crate) fn named(index: &Path) -> Option<Vec<u8>> {
    open_file::read(&index.join(CURRENT), MAX_NAME_BYTES).ok()
}

/// When the current generation was published, if the file system tells.
pub(crate) fn published(index: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(index.join(CURRENT)).ok()?.modified().ok()
}

/// The size of the files in a folder.
pub(crate) fn folder_bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .map(|metadata| metadata.len())
        .sum()
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

/// The names of the generations in the folder and of drafts of `CURRENT`.
fn generations_and_drafts(index: &Path) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(index).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| number(name).is_some() || name.starts_with(DRAFT))
}

/// Removes all generations but `kept`. Readers that have one open keep it; what cannot be removed now goes next time.
fn remove_others(index: &Path, kept: &Path) {
    for name in generations_and_drafts(index) {
        let path = index.join(&name);
        if name.starts_with(DRAFT) {
            let _ = fs::remove_file(path);
        } else if path != kept {
            let _ = fs::remove_dir_all(path);
        }
    }
}

/// The right to write an index. It goes with the process, however that ends.
pub(crate) struct Writer<'d> {
    disk: &'d Disk,
    index: PathBuf,
    /// When it was given, in milliseconds since 1970, by the clock of the file system.
    pub(crate) since_ms: i64,
    /// The folder of the index, locked.
    _lock: fs::File,
}

impl<'d> Writer<'d> {
    /// Takes the right, and removes what builds that were ended left behind.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::NotAnIndex`] or [`Error::WriteIndex`].
    pub(crate) fn of(disk: &'d Disk, index: &Path) -> Result<Self> {
        let write = |source| Error::WriteIndex {
            path: index.to_owned(),
            source,
        };
        fs::create_dir_all(index).map_err(write)?;
        let lock = fs::File::open(index).map_err(write)?;
        let writer = index.join(WRITER);
        // a file system without locks is no reason not to build
        if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
            let process = open_file::read(&writer, MAX_NAME_BYTES).unwrap_or_default();
            let process = String::from_utf8_lossy(&process);
            return Err(Error::Busy {
                path: index.to_owned(),
                process: process.trim().parse().ok(),
            });
        }
        let mut ours = index.join(CURRENT).is_file() || index.join(MARKER).is_file();
        if !ours && is_empty(index).map_err(write)? {
            disk.write(&index.join(MARKER), |_| Ok(())).map_err(write)?;
            ours = true;
        }
        if !ours {
            return Err(Error::NotAnIndex {
                path: index.to_owned(),
            });
        }
        let process = format!("{}\n", std::process::id());
        disk.write(&writer, |file| file.write_all(process.as_bytes()))
            .map_err(write)?;
        let since = fs::metadata(&writer).and_then(|metadata| metadata.modified());
        if let Ok(current) = current(index) {
            remove_others(index, &current.folder);
        }
        Ok(Self {
            disk,
            index: index.to_owned(),
            since_ms: since.map_or(0, crate::source::milliseconds),
            _lock: lock,
        })
    }

    /// Makes the folder of the next generation, with the files of `former` that never change and copies of the two
    /// that the engine replaces.
    pub(crate) fn next_generation(&self, former: Option<&Path>) -> Result<NewGeneration<'_>> {
        let write = |source| Error::WriteIndex {
            path: self.index.clone(),
            source,
        };
        let numbers = generations_and_drafts(&self.index).filter_map(|name| number(&name));
        let last = numbers.max().unwrap_or(0);
        let generation = NewGeneration {
            writer: self,
            name: format!("{PREFIX}{:06}", last + 1),
            is_published: false,
        };
        let folder = generation.folder();
        self.disk.create_dir(&folder).map_err(write)?;
        for entry in former.into_iter().flat_map(fs::read_dir).flatten() {
            let name = entry.map_err(write)?.file_name();
            let (from, to) = (former.map(|former| former.join(&name)), folder.join(&name));
            let Some(from) = from else { continue };
            let copied = name == "meta.json" || name == ".managed.json";
            let hidden = name.as_encoded_bytes().starts_with(b".");
            let shared = if copied {
                self.disk.copy(&from, &to)
            } else if hidden || name == FILES {
                Ok(())
            } else {
                self.disk.link(&from, &to)
            };
            shared.map_err(write)?;
        }
        Ok(generation)
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.index.join(WRITER));
    }
}

/// Whether a folder has nothing but hidden entries.
fn is_empty(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if !entry?.file_name().as_encoded_bytes().starts_with(b".") {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A generation that is being built; its folder goes away unless it is published.
pub(crate) struct NewGeneration<'w> {
    writer: &'w Writer<'w>,
    name: String,
    is_published: bool,
}

impl NewGeneration<'_> {
    pub(crate) fn folder(&self) -> PathBuf {
        self.writer.index.join(&self.name)
    }

    /// Makes it the current generation, under the identity that its manifest has, and removes all others.
    pub(crate) fn publish(mut self, identity: &str) -> Result<()> {
        let Writer { disk, index, .. } = self.writer;
        let draft = index.join(format!("{DRAFT}{}", self.name));
        let content = format!("{} {identity}\n", self.name);
        let switched = disk
            .sync_dir(&self.folder())
            .and_then(|()| disk.sync_dir(index))
            .and_then(|()| disk.write(&draft, |file| file.write_all(content.as_bytes())))
            .and_then(|()| disk.rename(&draft, &index.join(CURRENT)));
        if switched.is_err() {
            let _ = fs::remove_file(&draft);
        }
        self.is_published = switched.is_ok();
        // The former generation stays until the disk has the switch: without it a power cut could bring back the
        // name of a generation that is gone.
        let synced = switched.and_then(|()| disk.sync_dir(index));
        synced.map_err(|source| Error::WriteIndex {
            path: index.clone(),
            source,
        })?;
        let _ = fs::remove_file(index.join(MARKER)); // `CURRENT` says as much
        remove_others(index, &self.folder());
        Ok(())
    }
}

impl Drop for NewGeneration<'_> {
    fn drop(&mut self) {
        if !self.is_published {
            let _ = fs::remove_dir_all(self.folder());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_refused_while_the_first_is_there_and_told_who_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = Disk::default();
        let first = Writer::of(&disk, folder.path()).expect("the right to write");
        let generation = first.next_generation(None).expect("a generation");
        let second = Writer::of(&disk, folder.path());
        let Err(Error::Busy { process, .. }) = second else {
            panic!("the second must be refused");
        };
        assert_eq!(process, Some(std::process::id()));
        assert!(
            generation.folder().is_dir(),
            "the refused build left the first alone"
        );
        drop(generation);
        drop(first);
        Writer::of(&disk, folder.path()).expect("the right, now that the first is gone");
    }

    #[test]
    fn the_note_of_a_dead_writer_is_no_obstacle() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(WRITER), "1\n").expect("a note");
        Writer::of(&Disk::default(), folder.path()).expect("the right to write");
    }

    #[test]
    fn what_a_killed_build_left_is_removed_before_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = Disk::default();
        let publish = || {
            let writer = Writer::of(&disk, folder.path()).expect("the right to write");
            let generation = writer.next_generation(None).expect("a generation");
            generation.publish("identity").expect("published");
        };
        publish();
        for leftover in ["gen-000007", "gen-000000"] {
            fs::create_dir(folder.path().join(leftover)).expect("a generation");
            fs::write(folder.path().join(leftover).join("part"), "x").expect("a part of it");
        }
        fs::write(folder.path().join(".CURRENT-gen-000007"), "gen-0000").expect("half a draft");
        drop(Writer::of(&disk, folder.path()).expect("the right to write"));
        let entries = fs::read_dir(folder.path()).expect("the folder");
        let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        assert_eq!(names, ["CURRENT", "gen-000001"]);
    }
}
