//! The corpus: the folder of files that is indexed, and reading a file of it as an article.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::error::{Error, Result};

/// A file of the corpus that is to be read.
#[derive(Clone, Debug)]
pub struct CorpusFile {
    /// Its path relative to the corpus, with `/` between parts; characters that are not Unicode replaced.
    pub path: String,
    /// Where it is.
    pub location: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last changed, in milliseconds since 1970.
    pub modified_ms: u64,
}

/// Why a file is not in the index, or not as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason", content = "detail")]
pub enum Skip {
    /// It has no text.
    Empty,
    /// It has NUL bytes, so it is no text in UTF-8.
    Binary,
    /// It is text in UTF-16.
    Utf16,
    /// It is a symbolic link; links are not followed.
    SymbolicLink,
    /// It is a device, pipe or socket.
    NotAFile,
    /// The system could not read it.
    Unreadable(String),
}

impl Skip {
    /// Whether text may be missing from the index because of it.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Binary | Self::Utf16 | Self::Unreadable(_))
    }
}

impl std::fmt::Display for Skip {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => formatter.write_str("empty"),
            Self::Binary => formatter.write_str("binary, not text"),
            Self::Utf16 => formatter.write_str("text in UTF-16, convert it to UTF-8"),
            Self::SymbolicLink => formatter.write_str("symbolic link, not followed"),
            Self::NotAFile => formatter.write_str("not a regular file"),
            Self::Unreadable(reason) => formatter.write_str(reason),
        }
    }
}

/// What a walk through the corpus found.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files to read, by path.
    pub files: Vec<CorpusFile>,
    /// What was passed over, by path.
    pub skipped: Vec<(String, Skip)>,
}

/// Lists the files below `corpus`, without hidden ones and what lies in `index` (it may be inside the corpus).
///
/// # Errors
/// [`Error::ReadCorpus`] if the folder itself cannot be read.
pub fn list(corpus: &Path, index: &Path) -> Result<Listing> {
    let unreadable = |source| Error::ReadCorpus {
        path: corpus.to_owned(),
        source,
    };
    if !fs::metadata(corpus).map_err(unreadable)?.is_dir() {
        return Err(unreadable(io::Error::from(io::ErrorKind::NotADirectory)));
    }
    fs::read_dir(corpus).map_err(unreadable)?;
    let index = fs::canonicalize(index).ok();
    let is_index = |path: &Path| index.is_some() && fs::canonicalize(path).ok() == index;
    let mut listing = Listing::default();
    let walk = WalkDir::new(corpus)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let passed_over = hidden || (entry.file_type().is_dir() && is_index(entry.path()));
            entry.depth() == 0 || !passed_over
        });
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error
                    .path()
                    .map_or_else(String::new, |path| relative(path, corpus));
                let reason = error
                    .io_error()
                    .map_or_else(|| error.to_string(), ToString::to_string);
                listing.skipped.push((path, Skip::Unreadable(reason)));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let path = relative(entry.path(), corpus);
        if entry.file_type().is_symlink() {
            listing.skipped.push((path, Skip::SymbolicLink));
        } else if !entry.file_type().is_file() {
            listing.skipped.push((path, Skip::NotAFile));
        } else {
            match entry.metadata() {
                Ok(metadata) => listing.files.push(CorpusFile {
                    path,
                    location: entry.into_path(),
                    bytes: metadata.len(),
                    modified_ms: metadata.modified().map_or(0, milliseconds),
                }),
                Err(error) => listing
                    .skipped
                    .push((path, Skip::Unreadable(error.to_string()))),
            }
        }
    }
    Ok(listing)
}

/// A time of the file system in milliseconds since 1970.
pub(crate) fn milliseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as u64)
}

fn relative(path: &Path, corpus: &Path) -> String {
    let path = path.strip_prefix(corpus).unwrap_or(path);
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// The text of a file, and how many of its bytes were no UTF-8 and became U+FFFD.
#[derive(Debug)]
pub struct FileText {
    /// The text, complete.
    pub text: String,
    /// Bytes that were replaced.
    pub replaced_bytes: usize,
}

/// Reads a file as text.
///
/// # Errors
/// Why there is no text in it to index.
pub fn read(file: &CorpusFile) -> Result<FileText, Skip> {
    let bytes = fs::read(&file.location).map_err(|error| Skip::Unreadable(error.to_string()))?;
    decode(bytes)
}

fn decode(bytes: Vec<u8>) -> Result<FileText, Skip> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Skip::Utf16);
    }
    if bytes.contains(&0) {
        return Err(Skip::Binary);
    }
    let (text, replaced_bytes) = match String::from_utf8(bytes) {
        Ok(text) => (text, 0),
        Err(error) => {
            let bytes = error.as_bytes();
            let replaced = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
            (String::from_utf8_lossy(bytes).into_owned(), replaced)
        }
    };
    if text.trim_start_matches('\u{FEFF}').trim().is_empty() {
        return Err(Skip::Empty);
    }
    Ok(FileText {
        text,
        replaced_bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_bytes_are_replaced_and_counted() {
        let file = decode(b"caf\xe9 au lait".to_vec()).expect("text");
        assert_eq!(
            (file.text.as_str(), file.replaced_bytes),
            ("caf\u{FFFD} au lait", 1)
        );
    }

    #[test]
    fn what_is_no_text_says_why() {
        assert_eq!(decode(b"\x89PNG\0\0".to_vec()).unwrap_err(), Skip::Binary);
        assert_eq!(decode(b"\xff\xfeA\0".to_vec()).unwrap_err(), Skip::Utf16);
        assert_eq!(decode("\u{FEFF} \n".into()).unwrap_err(), Skip::Empty);
    }
}
