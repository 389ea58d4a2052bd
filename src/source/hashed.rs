//! How is a file read and hashed at once?

use std::io::{self, Read};

use super::opened::{ContentHash, ContentHasher, OpenedFile};
use crate::format::Kind;
use crate::skip::Skip;

/// A file of the corpus that is read once; its hash is made of what is read.
pub(crate) struct HashedFile {
    file: OpenedFile,
    hasher: ContentHasher,
    read: u64,
}

impl HashedFile {
    pub(crate) fn new(file: OpenedFile) -> Self {
        Self {
            file,
            hasher: ContentHasher::default(),
            read: 0,
        }
    }

    /// Its size when it was opened.
    pub(crate) fn bytes(&self) -> u64 {
        OpenedFile::bytes(&self.file)
    }

    /// The kind that it is, as far as its beginning and this name tell.
    pub(crate) fn kind(&self, name: &str) -> Result<Kind, Skip> {
        self.file.kind(name)
    }

    /// How many bytes were not read yet, as far as is known.
    pub(crate) fn bytes_left(&self) -> u64 {
        OpenedFile::bytes(&self.file).saturating_sub(self.read)
    }

    /// Why reading failed.
    pub(crate) fn skip_of(&self, error: &io::Error) -> Skip {
        self.file.skip_of(error)
    }

    /// The hash of the content, of which the rest is read now.
    pub(crate) fn finish(mut self) -> Result<ContentHash, Skip> {
        let rest = io::copy(&mut self, &mut io::sink());
        rest.map_err(|error| self.skip_of(&error))?;
        Ok(self.hasher.finish())
    }
}

impl Read for HashedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        self.read += read as u64;
        Ok(read)
    }
}
