//! Why is a file of the corpus, or a part of it, not in the index? A reason as data, with a code for programs and words
//! for people.

use serde::{Deserialize, Serialize};

/// Why a file, or a part of it, is not in the index, or not as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// It has no text.
    Empty,
    /// It has NUL bytes and is of no format that is known, so it is no text.
    Binary,
    /// It is a picture, a sound or a film, in which nobody looks for text; what it is.
    Media(String),
    /// It is of a format that is known and not read; which, and what to do.
    Unsupported(String),
    /// It is not as its format has to be: which format, and what is wrong.
    Malformed {
        /// The format, as people call it.
        format: String,
        /// What is wrong.
        detail: String,
    },
    /// It is encrypted, and nobody told the password.
    Encrypted,
    /// It has pictures of pages and no text.
    NeedsOcr,
    /// More of its bytes are no text than can be borne, in the encoding that it was taken for.
    Undecodable {
        /// The encoding.
        encoding: String,
        /// Bytes that are no text in it.
        replaced: u64,
        /// Bytes of all of it.
        bytes: u64,
    },
    /// It would take more than what a document or an archive may.
    Bound(Bound),
    /// What reads its format gave up, which is a fault of the program; with its last words.
    Panicked(String),
    /// A program that was to convert it failed, and how.
    Converter(String),
    /// None of its parts could be read.
    Parts,
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
    /// It is a corrections file that cannot be understood, and why, so nothing of its folder is taken.
    Corrections(String),
    /// It is a corpus folder that had files and has none.
    Emptied,
}

/// What a document or an archive may not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Archives within archives.
    Depth(usize),
    /// How many times larger than its archive it may be.
    Ratio(u64),
    /// The entries of an archive.
    Entries(u64),
    /// The bytes of all entries of an archive together.
    Unpacked(u64),
    /// The bytes of a document that is in memory as a whole.
    Document(u64),
    /// The seconds that reading a document may take.
    Seconds(u64),
}

impl std::fmt::Display for Bound {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Depth(most) => write!(formatter, "more than {most} archives within one another"),
            Self::Ratio(most) => {
                write!(formatter, "unpacked it is more than {most} times as large")
            }
            Self::Entries(most) => write!(formatter, "more than {most} entries"),
            Self::Unpacked(most) => write!(formatter, "more than {most} bytes when unpacked"),
            Self::Document(most) => {
                write!(
                    formatter,
                    "more than {most} bytes, which a document of its format may not have"
                )
            }
            Self::Seconds(most) => write!(formatter, "it took more than {most} s to read it"),
        }
    }
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
            | Self::Media(_)
            | Self::SymbolicLink
            | Self::LinkCycle
            | Self::SameAs(_)
            | Self::NotAFile
            | Self::Index => false,
            Self::Binary
            | Self::Unsupported(_)
            | Self::Malformed { .. }
            | Self::Encrypted
            | Self::NeedsOcr
            | Self::Undecodable { .. }
            | Self::Bound(_)
            | Self::Panicked(_)
            | Self::Converter(_)
            | Self::Parts
            | Self::BrokenLink
            | Self::Missing
            | Self::Outside
            | Self::Unreadable(_)
            | Self::TooLarge(_)
            | Self::Swapped
            | Self::IgnoreFile(_)
            | Self::Corrections(_)
            | Self::Emptied => true,
        }
    }

    /// The reason in one word, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Media(_) => "media",
            Self::Unsupported(_) => "unsupported",
            Self::Malformed { .. } => "malformed",
            Self::Encrypted => "encrypted",
            Self::NeedsOcr => "needs_ocr",
            Self::Undecodable { .. } => "undecodable",
            Self::Bound(_) => "bound",
            Self::Panicked(_) => "panicked",
            Self::Converter(_) => "converter",
            Self::Parts => "parts",
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
            Self::Corrections(_) => "bad_corrections_file",
            Self::Emptied => "emptied",
        }
    }
}

impl std::fmt::Display for Skip {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => formatter.write_str("empty"),
            Self::Binary => formatter.write_str("binary, not text"),
            Self::Media(what) => write!(formatter, "{what}, no text"),
            Self::Unsupported(what) => formatter.write_str(what),
            Self::Malformed { format, detail } => write!(formatter, "broken {format}: {detail}"),
            Self::Encrypted => formatter.write_str("encrypted"),
            Self::NeedsOcr => formatter.write_str("pictures of pages without text, it needs OCR"),
            Self::Undecodable {
                encoding,
                replaced,
                bytes,
            } => write!(
                formatter,
                "{replaced} of {bytes} bytes are no text in {encoding}, see --encoding"
            ),
            Self::Bound(bound) => bound.fmt(formatter),
            Self::Panicked(words) => write!(
                formatter,
                "reading it failed, which is a fault of the program: {words}"
            ),
            Self::Converter(how) => write!(formatter, "its converter failed: {how}"),
            Self::Parts => formatter.write_str("none of its parts could be read"),
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
            Self::Corrections(fault) => {
                write!(formatter, "{fault}, so nothing new of its folder is taken")
            }
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
