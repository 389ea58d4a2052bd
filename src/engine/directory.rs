//! How does the engine see the folder of a generation?
//!
//! `tantivy` 0.27 expects more of a folder than a generation that never changes has to offer, so it is given one of these:
//! - It locks a file in the folder whenever it opens an index, and creates it for that (`reader/mod.rs`, `META_LOCK`): who
//!   may not write an index could not read it. Here locks do nothing, for who may write is decided before.
//! - It keeps a list of the files that it made, and writes and syncs it for each (`.managed.json`), to remove later what is
//!   not used any more. Here that list is not kept: what no segment needs is left out of the generation.
//! - It replaces `meta.json` by a temporary file, which only its owner may read whatever the umask is.
//! - It opens whatever has the name that it looks for. Here only what is in the list of the generation's files is there, and
//!   only as it was written, as far as its length and its end tell; small files are compared whole.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, FileSlice, Lock, MmapDirectory, OwnedBytes, WatchCallback,
    WatchHandle, WritePtr,
};

use super::checksums::{Checksum, Checksums};
use crate::error::Damage;
use crate::open_file;

/// The engine's list of the segments, with the manifest.
pub(crate) const META: &str = "meta.json";

/// The engine's list of the files that it made.
const MANAGED: &str = ".managed.json";

/// More than the list of ten thousand segments takes.
pub(crate) const MAX_META_BYTES: u64 = 16_000_000;

/// Files up to this size are compared whole when they are opened: it takes some microseconds. The small files of tests
/// stand for large ones.
const SMALL_BYTES: u64 = if cfg!(test) { 128 } else { 16 * 1024 };

/// A lock that nobody needs.
fn no_lock() -> DirectoryLock {
    DirectoryLock::from(Box::new(()))
}

fn missing(path: &Path) -> OpenReadError {
    OpenReadError::FileDoesNotExist(path.to_owned())
}

/// The folder of a published generation, from which files are read that are in its list.
#[derive(Clone)]
pub(crate) struct ReadDirectory {
    folder: PathBuf,
    files: Arc<Checksums>,
    mapped: MmapDirectory,
}

impl ReadDirectory {
    /// The folder of the generation that is made of these files.
    pub(crate) fn open(folder: &Path, files: Arc<Checksums>) -> tantivy::Result<Self> {
        Ok(Self {
            folder: folder.to_owned(),
            files,
            mapped: MmapDirectory::open(folder)?,
        })
    }

    /// The file of this name, mapped, whose length is right.
    pub(crate) fn map(&self, name: &Path) -> Result<OwnedBytes, OpenReadError> {
        let expected = self.expected(name)?;
        let wrap = |error| OpenReadError::wrap_io_error(error, name.to_owned());
        let bytes = FileSlice::new(self.mapped.get_file_handle(name)?).read_bytes();
        let bytes = bytes.map_err(wrap)?;
        if bytes.len() as u64 == expected.bytes {
            Ok(bytes)
        } else {
            Err(wrap(not_as_written(name)))
        }
    }

    fn expected(&self, name: &Path) -> Result<Checksum, OpenReadError> {
        let listed = name.to_str().and_then(|name| self.files.get(name));
        listed.ok_or_else(|| missing(name))
    }
}

fn not_as_written(name: &Path) -> io::Error {
    let file = name.to_string_lossy().into_owned();
    io::Error::new(io::ErrorKind::InvalidData, Damage::NotAsWritten { file })
}

fn never_written() -> io::Error {
    io::Error::new(
        io::ErrorKind::Unsupported,
        "a generation is never written once it is published",
    )
}

impl fmt::Debug for ReadDirectory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ReadDirectory({})", self.folder.display())
    }
}

impl Directory for ReadDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let expected = self.expected(path)?;
        let bytes = self.map(path)?;
        let found = if expected.bytes <= SMALL_BYTES {
            Some(Checksum::of(&bytes))
        } else {
            Checksum::by_its_end(&bytes, expected.bytes)
        };
        if found == Some(expected) {
            Ok(Arc::new(bytes))
        } else {
            let error = not_as_written(path);
            Err(OpenReadError::wrap_io_error(error, path.to_owned()))
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.expected(path).is_ok())
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let expected = self.expected(path)?;
        let wrap = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let content = open_file::read(&self.folder.join(path), MAX_META_BYTES).map_err(wrap)?;
        if Checksum::of(&content) == expected {
            Ok(content)
        } else {
            Err(wrap(not_as_written(path)))
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(never_written()),
            filepath: path.to_owned(),
        })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(
            never_written(),
            path.to_owned(),
        ))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(never_written())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(no_lock())
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// The folder of a generation that is being written, by one process that has the right to.
#[derive(Clone, Debug)]
pub(crate) struct WriteDirectory {
    folder: PathBuf,
    mapped: MmapDirectory,
}

impl WriteDirectory {
    pub(crate) fn open(folder: &Path) -> tantivy::Result<Self> {
        Ok(Self {
            folder: folder.to_owned(),
            mapped: MmapDirectory::open(folder)?,
        })
    }
}

impl Directory for WriteDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            return Err(missing(path));
        }
        self.mapped.atomic_read(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        let mut draft_name = path.as_os_str().to_owned();
        draft_name.push(".draft");
        let draft = self.folder.join(draft_name);
        let mut file = fs::File::create_new(&draft)?;
        file.write_all(content)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&draft, self.folder.join(path))
    }

    fn sync_directory(&self) -> io::Result<()> {
        open_file::sync_folder(&self.folder)
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(no_lock())
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
