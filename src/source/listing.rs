//! What is in the corpus? The files to read, what is passed over and why, and of which folders nobody knows.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::name::Root;
use super::selection::{BadLine, LeftOut};
use crate::article::Article;
use crate::format::Rules;
use crate::skip::Skip;

/// A file of the corpus that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusFile {
    /// The name of its article: its path relative to the corpus, see [`name`](super::name); [`locate`](super::locate)
    /// says where it is.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last changed, in milliseconds since 1970; less than 0 before.
    pub modified_ms: i64,
    /// The article itself, if it was handed over and is in no file.
    pub article: Option<Arc<Article>>,
    /// What was said of how it is to be read.
    pub(crate) rules: Arc<Rules>,
}

/// What was found in the corpus.
#[derive(Debug, Default)]
pub struct Listing {
    /// Its folders.
    pub roots: Vec<Root>,
    /// Those that cannot be read at all, while others can.
    pub unreadable: Vec<UnreadableFolder>,
    /// The files to read, by path.
    pub files: Vec<CorpusFile>,
    /// What was passed over, by path.
    pub skipped: Vec<(String, Skip)>,
    /// The names of which it is unknown whether there are files of that name, or below it.
    pub unknown: Unknown,
    /// How much the selection left out.
    pub left_out: LeftOut,
    /// Lines of ignore files that are no patterns, by file and line.
    pub bad_lines: Vec<BadLine>,
}

/// A corpus folder that cannot be read.
#[derive(Debug)]
pub struct UnreadableFolder {
    /// The folder.
    pub root: Root,
    /// The folder as it was named.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// Names of files and folders that could not be looked at: that a file is not found there does not say that it is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown(BTreeSet<String>);

impl Unknown {
    /// Adds the file or folder of this name; the empty name is that of the corpus as a whole.
    pub(crate) fn insert(&mut self, name: &str) {
        self.0.insert(name.to_owned());
    }

    /// The name, of those that were added, which is `path` or is around it.
    pub(crate) fn around<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.0.is_empty() {
            return None;
        }
        let ends = path.match_indices('/').map(|(end, _)| end);
        let mut names = std::iter::once(0)
            .chain(ends)
            .chain([path.len()])
            .map(|end| &path[..end]);
        names.find(|name| self.0.contains(*name))
    }
}

/// A time of the file system in milliseconds since 1970.
pub(crate) fn milliseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => {
            i64::try_from(before.duration().as_millis()).map_or(i64::MIN, std::ops::Neg::neg)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_below_an_unknown_folder_is_unknown_and_its_neighbours_are_not() {
        let mut unknown = Unknown::default();
        assert_eq!(unknown.around("a/b"), None);
        unknown.insert("a/b");
        for (path, around) in [
            ("a/b", Some("a/b")),
            ("a/b/c.txt", Some("a/b")),
            ("a/bc.txt", None),
            ("a/c/b", None),
            ("b", None),
            ("", None),
        ] {
            assert_eq!(unknown.around(path), around, "{path}");
        }
        unknown.insert("");
        assert_eq!(unknown.around("b"), Some(""));
    }

    #[test]
    fn times_before_1970_are_told_apart() {
        let before = UNIX_EPOCH - Duration::from_millis(1500);
        assert_eq!(milliseconds(before), -1500);
        assert_eq!(milliseconds(UNIX_EPOCH), 0);
        assert_eq!(milliseconds(UNIX_EPOCH + Duration::from_secs(2)), 2000);
    }
}
