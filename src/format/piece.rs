//! What does a format hand over? Pieces of what it reads, and what stops it.

use std::io::BufRead;

use crate::article::Metadata;
use crate::error::Error;
use crate::skip::Skip;

/// A part of what is read.
pub(crate) enum Piece<'p> {
    /// A finished article.
    Article(Document),
    /// Something to be read in turn, as an attachment, the entry of an archive, the answer to a crawler. What it does not tell of
    /// itself, `metadata` tells.
    File {
        id: String,
        bytes: Vec<u8>,
        metadata: Metadata,
    },
    /// The same, of which not all is in memory.
    Entry {
        id: String,
        input: &'p mut dyn BufRead,
        metadata: Metadata,
    },
    /// A part that is not in the index, and why; the others go on.
    Fault { id: Option<String>, skip: Skip },
}

/// An article as a format finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    /// What tells it from the others, if there can be others.
    pub(crate) id: Option<String>,
    /// What is known of it.
    pub(crate) metadata: Metadata,
    /// Its text, a line for each paragraph.
    pub(crate) text: String,
}

/// Takes pieces, one after the other.
pub(crate) type Take<'t> = dyn FnMut(Piece<'_>) -> Result<(), Stopped> + 't;

/// Why something was not read to its end.
#[derive(Debug)]
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
