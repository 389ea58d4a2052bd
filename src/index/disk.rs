//! How is something written so that it stays? Every write by which an index is published is here, so that a test can make
//! each of them fail.
//!
//! What is written is synced before it counts: a file with its content, a folder with its entries.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tantivy::directory::Directory;

use crate::engine::directory::WriteDirectory;
use crate::open_file;

/// The disk that an index is written to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    #[cfg(test)]
    pub(crate) faults: super::faults::Faults,
}

/// A disk with faults is what tests have.
#[cfg(not(test))]
#[expect(clippy::unused_self, clippy::unnecessary_wraps)]
impl Disk {
    fn admit(&self) -> io::Result<()> {
        Ok(())
    }

    fn guarded(&self, directory: WriteDirectory) -> Box<dyn Directory> {
        Box::new(directory)
    }
}

#[cfg(test)]
impl Disk {
    fn admit(&self) -> io::Result<()> {
        self.faults.admit()
    }

    fn guarded(&self, directory: WriteDirectory) -> Box<dyn Directory> {
        self.faults.guarded(directory)
    }
}

impl Disk {
    /// Makes a folder.
    pub(crate) fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.admit()?;
        fs::create_dir(path)
    }

    /// Writes a new file of what `content` gives it and waits until the disk has it. What has its name already, be it a
    /// link that leads elsewhere, is left alone, and nothing is written.
    pub(crate) fn write(
        &self,
        path: &Path,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut file = BufWriter::new(fs::File::create_new(path)?);
        content(&mut file)?;
        let file = file.into_inner()?;
        if let Err(full) = self.admit() {
            file.set_len(file.metadata()?.len() / 2)?;
            return Err(full);
        }
        self.admit()?;
        file.sync_all()
    }

    /// Gives a file that never changes a second name, or a copy where the file system has no such links.
    pub(crate) fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let linked = self.admit().and_then(|()| fs::hard_link(from, to));
        linked.or_else(|_| self.copy(from, to))
    }

    /// Copies a file and waits until the disk has it.
    pub(crate) fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.admit()?;
        fs::copy(from, to)?;
        // not every system syncs what is open to be read
        fs::File::options().write(true).open(to)?.sync_all()
    }

    /// Puts a file in the place of another at once.
    pub(crate) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.admit()?;
        fs::rename(from, to)
    }

    /// Waits until the disk has the entries of a folder.
    pub(crate) fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.admit()?;
        open_file::sync_folder(path)
    }

    /// The folder as the engine writes to it.
    pub(crate) fn directory(&self, folder: &Path) -> tantivy::Result<Box<dyn Directory>> {
        Ok(self.guarded(WriteDirectory::open(folder)?))
    }
}
