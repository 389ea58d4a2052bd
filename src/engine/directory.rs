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

/// A file of a folder, mapped, whatever a list says of it.
pub(crate) fn mapped(folder: &Path, name: &str) -> tantivy::Result<OwnedBytes> {
    let mapped = MmapDirectory::open(folder)?;
    let handle = mapped.get_file_handle(Path::new(name))?;
    Ok(FileSlice::new(handle).read_bytes()?)
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

#[cfg(test)]
mod tests {
    use tantivy::directory::MmapDirectory;
    use tantivy::schema::{FAST, Schema};
    use tantivy::{Index, IndexWriter, TantivyDocument};

    use super::*;
    use crate::engine::checksums::CHECKSUMS;

    fn write(directory: impl Into<Box<dyn Directory>>) {
        let mut schema = Schema::builder();
        let number = schema.add_u64_field("number", FAST);
        let index = Index::create(directory, schema.build(), tantivy::IndexSettings::default());
        let index = index.expect("an index");
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).expect("it");
        let mut document = TantivyDocument::new();
        document.add_u64(number, 7);
        writer.add_document(document).expect("a document");
        writer.commit().expect("a commit");
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// If this fails, the engine has changed, and some of this room may go.
    #[test]
    fn the_engine_by_itself_locks_lists_its_files_and_hides_its_segments() {
        let folder = tempfile::tempdir().expect("a folder");
        write(MmapDirectory::open(folder.path()).expect("a folder"));
        let before = names(folder.path());
        assert!(before.contains(&MANAGED.to_owned()), "{before:?}");
        let lock = ".tantivy-meta.lock".to_owned();
        let _ = fs::remove_file(folder.path().join(&lock));
        let index = Index::open_in_dir(folder.path()).expect("an index");
        index.reader().expect("a reader");
        assert!(names(folder.path()).contains(&lock));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;

            let meta = fs::metadata(folder.path().join(META)).expect("a file");
            assert_eq!(meta.permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn here_it_writes_its_files_alone_and_reads_what_is_in_their_list_without_writing() {
        let folder = tempfile::tempdir().expect("a folder");
        write(WriteDirectory::open(folder.path()).expect("a folder"));
        let written = names(folder.path());
        let is_hidden = |name: &String| name.starts_with('.');
        assert!(!written.iter().any(is_hidden), "{written:?}");
        let list = Checksums::of(folder.path(), written.clone(), &Checksums::default());
        let list = Arc::new(list.expect("a list"));
        let open = |list: &Arc<Checksums>| {
            let index = Index::open(ReadDirectory::open(folder.path(), list.clone())?)?;
            Ok::<_, tantivy::TantivyError>(index.reader()?.searcher().num_docs())
        };
        assert_eq!(open(&list).expect("an index"), 1);
        assert_eq!(names(folder.path()), written);
        let mut without = Checksums::clone(&list);
        let mut columns = written.iter().filter(|name| name.contains(".fast"));
        let column = columns.next();
        without.forget(&[column.expect("a column")]);
        assert!(
            open(&Arc::new(without)).is_err(),
            "it is not of the generation"
        );
        let directory = ReadDirectory::open(folder.path(), list).expect("a folder");
        assert!(directory.atomic_write(Path::new(CHECKSUMS), b"x").is_err());
        assert!(directory.open_write(Path::new("new")).is_err());
        assert!(directory.delete(Path::new(META)).is_err());
    }
}
