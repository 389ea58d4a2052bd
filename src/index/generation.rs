//! Which state of an index is the current one, and who may write the next?
//!
//! A generation never changes once it is published. The next one shares the files that stay by hard links and is then
//! published by a rename of `CURRENT`. So whatever ends a build, `CURRENT` names a complete generation, and what lies
//! about besides is removed by the next build. Former generations are kept for a while: over a network, what another host
//! has mapped is gone with the file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::disk::Disk;
use crate::engine::checksums::{CHECKSUMS, Checksums};
use crate::engine::directory::META;
use crate::engine::fault::Fault;
use crate::error::{Damage, Error, Result};
use crate::open_file;

const CURRENT: &str = "CURRENT";
const PREFIX: &str = "gen-";
/// Begins the name of what is to become `CURRENT`.
const DRAFT: &str = ".CURRENT-";
/// Marks a folder as one that tolmach made or was given empty, so that it may remove generations in it.
const MARKER: &str = ".tolmach";
/// Is locked by the process that writes the index, and holds its number.
const LOCK: &str = ".lock";
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
        Err(error) => return Err(Fault::of_io(CURRENT.as_ref(), &error).in_index(index)),
    };
    let damaged = |damage| Fault::from(damage).in_index(index);
    // until version 5 there was no identity
    let content = content.trim();
    let (name, identity) = content.split_once(' ').unwrap_or((content, ""));
    if number(name).is_none() {
        return Err(damaged(Damage::NothingNamed));
    }
    let folder = index.join(name);
    let metadata = fs::symlink_metadata(&folder);
    let metadata = metadata.map_err(|error| Fault::of_io(&folder, &error).in_index(index))?;
    if !metadata.is_dir() {
        let file = name.to_owned();
        return Err(damaged(Damage::Missing { file }));
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

/// Removes drafts and all generations but the current one and so many of those before it. Readers that have one open keep
/// it, on this host; what cannot be removed now goes next time.
fn remove_others(index: &Path, current: &Path, keep: usize) {
    let current = current.file_name().and_then(|name| number(name.to_str()?));
    let mut former = Vec::new();
    for name in generations_and_drafts(index) {
        match number(&name) {
            None => drop(fs::remove_file(index.join(name))),
            number if number < current => former.push((number, name)),
            number if number > current => drop(fs::remove_dir_all(index.join(name))),
            _ => {}
        }
    }
    former.sort_unstable();
    let gone = former.len().saturating_sub(keep);
    for (_, name) in former.drain(..gone) {
        let _ = fs::remove_dir_all(index.join(name));
    }
}

/// Whether something of this name is there that is no folder, be it a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_dir())
}

/// Why the lock of an index was not given.
fn not_locked(index: &Path, lock: &Path, error: fs::TryLockError) -> Error {
    let path = index.to_owned();
    match error {
        fs::TryLockError::WouldBlock => {
            let process = open_file::read(lock, MAX_NAME_BYTES).unwrap_or_default();
            let process = String::from_utf8_lossy(&process).trim().parse().ok();
            Error::Busy { path, process }
        }
        fs::TryLockError::Error(source) => Error::NoLock { path, source },
    }
}

/// The right to write an index. It goes with the process, however that ends.
pub(crate) struct Writer<'d> {
    disk: &'d Disk,
    index: PathBuf,
    /// Former generations that stay.
    keep: usize,
    /// When it was given, in milliseconds since 1970, by the clock of the file system.
    pub(crate) since_ms: i64,
    _lock: fs::File,
}

impl<'d> Writer<'d> {
    /// Takes the right, and removes what builds that were ended left behind, and all but `keep` former generations.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::NoLock`], [`Error::NotAnIndex`] or [`Error::WriteIndex`].
    pub(crate) fn of(disk: &'d Disk, index: &Path, keep: usize) -> Result<Self> {
        let write = |source| Error::WriteIndex {
            path: index.to_owned(),
            source,
        };
        fs::create_dir_all(index).map_err(write)?;
        let is_ours = || is_there(&index.join(CURRENT)) || is_there(&index.join(MARKER));
        if !is_ours() && !has_only_generations(index).map_err(write)? {
            return Err(Error::NotAnIndex {
                path: index.to_owned(),
            });
        }
        let lock_path = index.join(LOCK);
        let mut lock = open_file::lockable(&lock_path).map_err(write)?;
        lock.try_lock()
            .map_err(|error| not_locked(index, &lock_path, error))?;
        if !is_ours() {
            disk.write(&index.join(MARKER), |_| Ok(())).map_err(write)?;
        }
        // who has the index of somebody else to write may not be able to write this, and need not
        let noted = lock
            .set_len(0)
            .and_then(|()| writeln!(lock, "{}", std::process::id()));
        let since = noted.and_then(|()| lock.metadata()?.modified());
        if let Ok(current) = current(index) {
            remove_others(index, &current.folder, keep);
        }
        Ok(Self {
            disk,
            index: index.to_owned(),
            keep,
            since_ms: since.map_or(0, crate::source::milliseconds),
            _lock: lock,
        })
    }

    /// Makes the folder of the next generation, with the files of a former one that never change and a copy of the one
    /// that the engine replaces. What else is in the former's folder is none of its files.
    pub(crate) fn next_generation(
        &self,
        former: Option<(&Path, &Checksums)>,
    ) -> Result<NewGeneration<'_>> {
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
        if let Some((from, files)) = former {
            for name in files.names() {
                let (from, to) = (from.join(name), folder.join(name));
                let shared = match name {
                    META => self.disk.copy(&from, &to),
                    _ => self.disk.link(&from, &to),
                };
                shared.map_err(write)?;
            }
        }
        Ok(generation)
    }
}

/// Whether a folder has nothing but hidden entries, and generations of an index that lost what names the current one.
fn has_only_generations(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        let is_generation = || {
            let is_named_so = name.to_str().and_then(number).is_some();
            is_named_so && is_there(&folder.join(&name).join(CHECKSUMS))
        };
        if !is_hidden && !is_generation() {
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

    /// Makes it the current generation, under the identity that its manifest has, and removes those before it that are not
    /// to stay.
    ///
    /// # Errors
    /// [`Error::WriteIndex`] if it is not the current generation, [`Error::Unsynced`] if it is, and may not stay it.
    pub(crate) fn publish(mut self, identity: &str) -> Result<()> {
        let Writer {
            disk, index, keep, ..
        } = self.writer;
        let draft = index.join(format!("{DRAFT}{}", self.name));
        let content = format!("{} {identity}\n", self.name);
        let _ = fs::remove_file(&draft);
        let switched = disk
            .sync_dir(&self.folder())
            .and_then(|()| disk.sync_dir(index))
            .and_then(|()| disk.write(&draft, |file| file.write_all(content.as_bytes())))
            .and_then(|()| disk.rename(&draft, &index.join(CURRENT)));
        if switched.is_err() {
            let _ = fs::remove_file(&draft);
        }
        let path = || index.clone();
        switched.map_err(|source| Error::WriteIndex {
            path: path(),
            source,
        })?;
        self.is_published = true;
        // The former generation stays until the disk has the switch: without it a power cut could bring back the
        // name of a generation that is gone.
        disk.sync_dir(index).map_err(|source| Error::Unsynced {
            path: path(),
            source,
        })?;
        let _ = fs::remove_file(index.join(MARKER)); // `CURRENT` says as much
        remove_others(index, &self.folder(), *keep);
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
        let first = Writer::of(&disk, folder.path(), 1).expect("the right to write");
        let generation = first.next_generation(None).expect("a generation");
        let second = Writer::of(&disk, folder.path(), 1);
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
        Writer::of(&disk, folder.path(), 1).expect("the right, now that the first is gone");
    }

    #[test]
    fn the_note_of_a_dead_writer_is_no_obstacle() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(LOCK), "1\n").expect("a note");
        Writer::of(&Disk::default(), folder.path(), 1).expect("the right to write");
    }

    #[test]
    fn what_a_killed_build_left_is_removed_before_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = Disk::default();
        let publish = || {
            let writer = Writer::of(&disk, folder.path(), 1).expect("the right to write");
            let generation = writer.next_generation(None).expect("a generation");
            generation.publish("identity").expect("published");
        };
        publish();
        for leftover in ["gen-000007", "gen-000002"] {
            fs::create_dir(folder.path().join(leftover)).expect("a generation");
            fs::write(folder.path().join(leftover).join("part"), "x").expect("a part of it");
        }
        fs::write(folder.path().join(".CURRENT-gen-000007"), "gen-0000").expect("half a draft");
        drop(Writer::of(&disk, folder.path(), 1).expect("the right to write"));
        let entries = fs::read_dir(folder.path()).expect("the folder");
        let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        assert_eq!(names, [".lock", "CURRENT", "gen-000001"]);
    }

    #[test]
    fn a_lock_that_the_file_system_does_not_give_is_no_lock_that_another_has() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = folder.path().join(LOCK);
        fs::write(&lock, "77\n").expect("a note");
        // not implemented, no locks available, not supported
        for number in [38, 37, 95] {
            let error = io::Error::from_raw_os_error(number);
            let error = not_locked(folder.path(), &lock, fs::TryLockError::Error(error));
            assert!(matches!(error, Error::NoLock { .. }), "{error}");
        }
        let error = not_locked(folder.path(), &lock, fs::TryLockError::WouldBlock);
        assert!(
            matches!(
                error,
                Error::Busy {
                    process: Some(77),
                    ..
                }
            ),
            "{error}"
        );
    }

    #[test]
    fn so_many_former_generations_stay_as_are_to_be_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = Disk::default();
        let publish = |keep| {
            let writer = Writer::of(&disk, folder.path(), keep).expect("the right to write");
            let generation = writer.next_generation(None).expect("a generation");
            generation.publish("identity").expect("published");
            let mut names: Vec<_> = generations_and_drafts(folder.path()).collect();
            names.sort();
            names
        };
        assert_eq!(publish(1), ["gen-000001"]);
        assert_eq!(publish(1), ["gen-000001", "gen-000002"]);
        assert_eq!(publish(1), ["gen-000002", "gen-000003"]);
        assert_eq!(publish(3), ["gen-000002", "gen-000003", "gen-000004"]);
        assert_eq!(publish(0), ["gen-000005"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_the_folder_of_an_index_lead_nowhere() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().expect("a folder");
        let index = folder.path().join("index");
        let victim = folder.path().join("victim");
        fs::create_dir(&index).expect("a folder");
        fs::write(&victim, "untouched").expect("a file");
        let disk = Disk::default();
        symlink(&victim, index.join(LOCK)).expect("a link");
        let refused = Writer::of(&disk, &index, 1);
        assert!(matches!(refused, Err(Error::WriteIndex { .. })));
        fs::remove_file(index.join(LOCK)).expect("removed");
        for name in [".CURRENT-gen-000001", CURRENT, "gen-000000", MARKER] {
            symlink(&victim, index.join(name)).expect("a link");
        }
        let named = current(&index);
        assert!(matches!(named, Err(Error::Damaged { .. })));
        let writer = Writer::of(&disk, &index, 0).expect("the right to write");
        let generation = writer.next_generation(None).expect("a generation");
        generation.publish("identity").expect("published");
        assert_eq!(
            fs::read_to_string(&victim).expect("the victim"),
            "untouched"
        );
        assert!(current(&index).is_ok(), "the link was replaced");
    }
}
