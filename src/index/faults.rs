//! What if a disk fails? In tests it does: from a given write on for good, or at that write alone.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use crate::engine::directory::WriteDirectory;

/// Which writes fail.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    /// Writes until now.
    writes: Arc<AtomicUsize>,
    /// The first that fails, counted from 0; none if there is no such.
    first: Option<usize>,
    /// Whether all after it fail too.
    lasting: bool,
}

impl Faults {
    /// From this write on, or at this one alone.
    pub(crate) fn from(first: usize, lasting: bool) -> Self {
        Self {
            first: Some(first),
            lasting,
            ..Self::default()
        }
    }

    /// Whether a write has failed.
    pub(crate) fn happened(&self) -> bool {
        let writes = self.writes.load(Ordering::SeqCst);
        self.first.is_some_and(|first| writes > first)
    }

    /// Counts a write; the error is that of a full disk.
    pub(crate) fn admit(&self) -> io::Result<()> {
        let write = self.writes.fetch_add(1, Ordering::SeqCst);
        let fails = self
            .first
            .is_some_and(|first| write == first || (self.lasting && write > first));
        if fails {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        } else {
            Ok(())
        }
    }

    /// The directory, failing with the disk.
    pub(crate) fn guarded(&self, directory: WriteDirectory) -> Box<dyn Directory> {
        Box::new(FailingDirectory {
            inner: Box::new(directory),
            faults: self.clone(),
        })
    }
}

#[derive(Clone, Debug)]
struct FailingDirectory {
    inner: Box<dyn Directory>,
    faults: Faults,
}

impl Directory for FailingDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let admitted = self.faults.admit();
        admitted.map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        let writer = FailingWriter {
            inner: Some(self.inner.open_write(path)?),
            faults: self.faults.clone(),
        };
        Ok(WritePtr::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        // the engine's list of its files is not kept
        if path != Path::new(".managed.json") {
            self.faults.admit()?;
        }
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.faults.admit()?;
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

struct FailingWriter {
    inner: Option<WritePtr>,
    faults: Faults,
}

impl Write for FailingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let inner = self.inner.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        if let Err(full) = self.faults.admit() {
            inner.write_all(&bytes[..bytes.len() / 2])?;
            return Err(full);
        }
        inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.faults.admit()?;
        self.inner.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl TerminatingWrite for FailingWriter {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.faults.admit()?;
        self.inner
            .take()
            .map_or(Ok(()), TerminatingWrite::terminate)
    }
}
