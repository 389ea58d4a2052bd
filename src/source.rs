//! The corpus: the folders of files that are indexed, and reading a file of them as an article.

mod folders;
pub mod name;
pub(crate) mod reader;
pub mod selection;
mod walk;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

pub use folders::listed_paths;
pub use name::{Root, locate};
pub use selection::{BadLine, LeftOut, Rule, Selection};

use crate::error::Result;
use folders::places;
use selection::Filter;
use walk::Finder;

/// What is to be indexed.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The folders; none may lie in another.
    pub folders: Vec<Folder>,
    /// Which files of them.
    pub selection: Selection,
    /// Only these files, if given: absolute paths, or what the names of the articles would be. Neither
    /// [`Selection::hidden`] nor ignore files speak against them.
    pub files_from: Option<Vec<PathBuf>>,
}

/// A folder to index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// What the names of its articles begin with, not empty and without `/`. Without it that is its own name if there are several folders, and
    /// nothing if there is one.
    pub name: Option<String>,
    /// Where it is.
    pub path: PathBuf,
}

impl Sources {
    /// One folder, without its hidden files.
    #[must_use]
    pub fn folder(path: &Path) -> Self {
        Self {
            folders: vec![Folder {
                name: None,
                path: path.to_owned(),
            }],
            ..Self::default()
        }
    }
}

/// A file of the corpus that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusFile {
    /// The name of its article: its path relative to the corpus, see [`name`]; [`locate`] says where it is.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last changed, in milliseconds since 1970.
    pub modified_ms: u64,
}

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
            | Self::NotAFile => false,
            Self::Binary
            | Self::Utf16
            | Self::BrokenLink
            | Self::Missing
            | Self::Outside
            | Self::Unreadable(_) => true,
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
        }
    }
}

/// What was found in the corpus.
#[derive(Debug, Default)]
pub struct Listing {
    /// Its folders.
    pub roots: Vec<Root>,
    /// The files to read, by path.
    pub files: Vec<CorpusFile>,
    /// What was passed over, by path.
    pub skipped: Vec<(String, Skip)>,
    /// How much the selection left out.
    pub left_out: LeftOut,
    /// Lines of ignore files that are no patterns, by file and line.
    pub bad_lines: Vec<BadLine>,
}

/// Lists the files of `sources`, without what lies in `index` (it may be inside the corpus).
///
/// # Errors
/// [`ReadCorpus`](crate::Error::ReadCorpus) if a folder itself cannot be read,
/// [`IndexIsCorpus`](crate::Error::IndexIsCorpus) if it is that of the index, [`Overlap`](crate::Error::Overlap) and
/// [`SameName`](crate::Error::SameName) if several do not go together, [`BadPattern`](crate::Error::BadPattern).
pub fn list(sources: &Sources, index: &Path) -> Result<Listing> {
    let filter = Filter::new(&sources.selection)?;
    let index = fs::canonicalize(index).ok();
    let places = places(&sources.folders, index.as_deref())?;
    let mut finder = Finder::new(filter, sources.selection.follow_links, index.as_deref());
    match &sources.files_from {
        Some(paths) => finder.take_listed(&places, paths),
        None => places.iter().for_each(|place| finder.walk(place)),
    }
    let roots = places.into_iter().map(|place| place.root);
    Ok(finder.finish(roots.collect()))
}

/// A time of the file system in milliseconds since 1970.
pub(crate) fn milliseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as u64)
}

/// The text of a file, and how many of its bytes were no UTF-8 and became U+FFFD.
#[derive(Debug)]
pub struct FileText {
    /// The text, complete.
    pub text: String,
    /// Bytes that were replaced.
    pub replaced_bytes: usize,
}

/// Reads the bytes of a file in these folders.
///
/// # Errors
/// [`Skip::Unreadable`], or [`Skip::Outside`] if it is in none of them.
pub fn read(roots: &[Root], file: &CorpusFile) -> Result<Vec<u8>, Skip> {
    let location = locate(roots, &file.path).ok_or(Skip::Outside)?;
    fs::read(location).map_err(|error| Skip::Unreadable(error.to_string()))
}

/// The text that the bytes of a file are.
///
/// # Errors
/// Why there is no text in them to index.
pub fn decode(bytes: Vec<u8>) -> Result<FileText, Skip> {
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

    #[test]
    #[cfg(unix)]
    fn each_article_of_a_listing_is_located_where_it_was_found() {
        use std::os::unix::ffi::OsStringExt;

        let folder = tempfile::tempdir().expect("a folder");
        let mut sources = Sources::default();
        let mut written = Vec::new();
        for corpus in ["news", "blogs"] {
            let path = folder.path().join(corpus);
            fs::create_dir(&path).expect("a corpus");
            for name in [&b"a.txt"[..], b"\xe9.txt", br"\xE9.txt", b" \n%20\\"] {
                let path = path.join(std::ffi::OsString::from_vec(name.to_vec()));
                fs::write(&path, "text").expect("a file");
                written.push(fs::canonicalize(path).expect("where it is"));
            }
            let name = (corpus == "blogs").then(|| r"old\x41".to_owned());
            sources.folders.push(Folder { name, path });
        }
        let listing = list(&sources, &folder.path().join("index")).expect("a listing");
        let files = listing.files.iter();
        let located = files.map(|file| locate(&listing.roots, &file.path));
        let mut located: Vec<PathBuf> = located.collect::<Option<_>>().expect("a place for each");
        located.sort();
        written.sort();
        assert_eq!(located, written);
        assert!(
            listing
                .files
                .is_sorted_by(|one, other| one.path < other.path)
        );
    }
}
