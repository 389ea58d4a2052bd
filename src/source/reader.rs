//! Which articles does a file have?

use super::{Skip, decode};
use crate::article::{Metadata, Origin, Told};
use crate::error::{Error, Result};
use crate::passage;

/// An article as a file has it.
pub(crate) struct FileArticle {
    /// What tells it from the others of its file, if the file can have others.
    pub(crate) id: Option<String>,
    pub(crate) text: String,
    pub(crate) metadata: Metadata,
}

/// Makes articles of the bytes of a file and hands them over in order; returns how many bytes were replaced.
pub(crate) type Reader =
    fn(bytes: Vec<u8>, visit: &mut dyn FnMut(FileArticle) -> Result<()>) -> Result<usize, Stopped>;

/// Why a file was not read to its end.
pub(crate) enum Stopped {
    /// There is nothing in it to index.
    Skipped(Skip),
    /// An article could not be taken.
    Failed(Error),
}

impl From<Skip> for Stopped {
    fn from(skip: Skip) -> Self {
        Self::Skipped(skip)
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The [`Reader`] of plain text: a file is an article, and its first line may be the title.
pub(crate) fn plain_text(
    bytes: Vec<u8>,
    visit: &mut dyn FnMut(FileArticle) -> Result<()>,
) -> Result<usize, Stopped> {
    let content = decode(bytes)?;
    let title = passage::title(&content.text).map(|title| Told {
        value: title.to_owned(),
        origin: Origin::FirstLine,
    });
    visit(FileArticle {
        id: None,
        text: content.text,
        metadata: Metadata {
            title,
            ..Metadata::default()
        },
    })?;
    Ok(content.replaced_bytes)
}
