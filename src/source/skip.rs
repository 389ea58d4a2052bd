//! Why is a file of the corpus not in the index? A reason as data, with a code for programs and words for people.

use serde::{Deserialize, Serialize};

/// Why a file is not in the index, or not as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// It has no text.
    Empty,
    /// It has NUL bytes, so it is no text in UTF-8.
    Binary,
    /// It is text in UTF-16.
    Utf16,
    /// It is a symbolic link, and links are not followed.
    SymbolicLink,
    /// It is a symbolic link to a folder that it lies in.
    LinkCycle,
    /// It is a symbolic link to nothing.
    BrokenLink,
    /// It is, by way of a symbolic link, the file or folder with this name.
    SameAs(String),
    /// It was listed and is not there.
    Missing,
    /// It was listed and is not in the corpus.
    Outside,
    /// It is a device, pipe or socket.
    NotAFile,
    /// The system could not read it.
    Unreadable(String),
    /// It has more bytes than this, which is the most that a file may have.
    TooLarge(u64),
    /// It was a regular file when it was found, and was something else, or behind a link, when it was to be read.
    Swapped,
    /// It is the folder of an index.
    Index,
    /// It is an ignore file that says nothing, so nothing of its folder is taken.
    IgnoreFile(IgnoreFault),
    /// It is a corpus folder that had files and has none.
    Emptied,
}

/// Why an ignore file says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IgnoreFault {
    /// The system could not read it.
    Unreadable(String),
    /// It is a folder, a pipe, a device, or a link that is not followed.
    NotAFile,
    /// It has more bytes than an ignore file may have.
    TooLarge,
    /// It and the ignore files around it have more patterns than they may have together, or one that takes too much
    /// memory.
    TooManyPatterns,
}

impl Skip {
    /// Whether text may be missing from the index because of it.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        match self {
            Self::Empty
            | Self::SymbolicLink
            | Self::LinkCycle
            | Self::SameAs(_)
            | Self::NotAFile
            | Self::Index => false,
            Self::Binary
            | Self::Utf16
            | Self::BrokenLink
            | Self::Missing
            | Self::Outside
            | Self::Unreadable(_)
            | Self::TooLarge(_)
            | Self::Swapped
            | Self::IgnoreFile(_)
            | Self::Emptied => true,
        }
    }

    /// The reason in one word, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Utf16 => "utf16",
            Self::SymbolicLink => "symbolic_link",
            Self::LinkCycle => "link_cycle",
            Self::BrokenLink => "broken_link",
            Self::SameAs(_) => "same_as",
            Self::NotAFile => "not_a_file",
            Self::Missing => "missing",
            Self::Outside => "outside",
            Self::Unreadable(_) => "unreadable",
            Self::TooLarge(_) => "too_large",
            Self::Swapped => "swapped",
            Self::Index => "index",
            Self::IgnoreFile(_) => "bad_ignore_file",
            Self::Emptied => "emptied",
        }
    }
}

impl std::fmt::Display for Skip {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => formatter.write_str("empty"),
            Self::Binary => formatter.write_str("binary, not text"),
            Self::Utf16 => formatter.write_str("text in UTF-16, convert it to UTF-8"),
            Self::SymbolicLink => formatter.write_str("symbolic link, not followed"),
            Self::LinkCycle => formatter.write_str("symbolic link to a folder that it lies in"),
            Self::BrokenLink => formatter.write_str("symbolic link to nothing"),
            Self::SameAs(other) => write!(formatter, "the same as {other}"),
            Self::Missing => formatter
                .write_str("not found; a list has absolute paths or paths relative to the corpus"),
            Self::Outside => formatter.write_str("outside of the corpus"),
            Self::NotAFile => formatter.write_str("not a regular file"),
            Self::Unreadable(reason) => formatter.write_str(reason),
            Self::TooLarge(most) => {
                write!(formatter, "larger than {most} bytes, see --max-file-size")
            }
            Self::Swapped => formatter.write_str(
                "was a regular file when it was found, and no more when it was to be read",
            ),
            Self::Index => formatter.write_str("the folder of an index"),
            Self::IgnoreFile(fault) => {
                write!(formatter, "{fault}, so nothing new of its folder is taken")
            }
            Self::Emptied => formatter.write_str("no files in it any more"),
        }
    }
}

impl std::fmt::Display for IgnoreFault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(reason) => formatter.write_str(reason),
            Self::NotAFile => formatter.write_str("not a regular file"),
            Self::TooLarge => formatter.write_str("too large for an ignore file"),
            Self::TooManyPatterns => formatter.write_str("too many patterns"),
        }
    }
}
