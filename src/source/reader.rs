//! Which articles does a file have?

use super::hashed::HashedFile;
use super::skip::Skip;
use super::text::TextReader;
use crate::article::{Metadata, Origin, Told};
use crate::error::{Error, Result};
use crate::passage;

/// An article as a file has it.
pub(crate) struct FileArticle<'f, 'r> {
    /// What tells it from the others of its file, if the file can have others.
    pub(crate) id: Option<String>,
    pub(crate) metadata: Metadata,
    /// Its text, or the beginning of it.
    pub(crate) text: String,
    /// Where the rest of its text comes from, if it has more.
    pub(crate) rest: Option<&'r mut TextReader<'f>>,
}

/// Takes the articles of a file, one after the other.
pub(crate) type TakeArticle<'t> = dyn FnMut(FileArticle<'_, '_>) -> Result<(), Stopped> + 't;

/// Makes articles of a file and hands them over in order; returns how many bytes were replaced. Of a long text no more
/// than about `window_bytes` are to be in memory.
pub(crate) type Reader = fn(
    file: &mut HashedFile,
    window_bytes: usize,
    take: &mut TakeArticle<'_>,
) -> Result<u64, Stopped>;

/// Why a file was not read to its end.
pub(crate) enum Stopped {
    /// It is not in the index, for this reason.
    Skipped(Skip),
    /// An article could not be taken.
    Failed(Error),
    /// An article is to be taken later.
    Postponed,
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
    file: &mut HashedFile,
    window_bytes: usize,
    take: &mut TakeArticle<'_>,
) -> Result<u64, Stopped> {
    let mut reader = TextReader::new(file);
    let mut text = String::new();
    let has_more = reader.fill(&mut text, window_bytes)?;
    let metadata = of_text(&text);
    take(FileArticle {
        id: None,
        metadata,
        text,
        rest: has_more.then_some(&mut reader),
    })?;
    Ok(reader.replaced_bytes())
}

/// What a text that begins so tells of itself.
pub(crate) fn of_text(text: &str) -> Metadata {
    let title = passage::title(text).map(|title| Told {
        value: title.to_owned(),
        origin: Origin::FirstLine,
    });
    Metadata {
        title,
        ..Metadata::default()
    }
}
