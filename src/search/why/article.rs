//! Which article is meant by what was typed, and how its file in the corpus stands to what the index has of it.
//!
//! A name is taken as hits print it, with or without its line, and as a shell completes it, so that both can be pasted.

use std::fs;
use std::path::{Component, Path};

use serde::Serialize;

use super::super::expand::edits;
use crate::corpus::{Skip, milliseconds};
use crate::error::{Error, Result};
use crate::index::{FileRecord, Index};

/// Names that are offered for one that is unknown.
const MAX_CLOSEST: usize = 3;

/// An article, by what was typed.
pub(super) enum Article {
    /// The index has a record of it, under this number.
    Known {
        number: u64,
        record: FileRecord,
        since: Option<Since>,
    },
    /// There is a file, of which the index knows nothing.
    Unknown { path: String, absence: Absence },
}

/// What became of a file since it was indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// It has another size or time.
    Changed,
    /// It is not in the corpus any more.
    Gone,
}

/// Why the index knows nothing of a file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "reason", content = "detail")]
pub enum Absence {
    /// It was not there when the index was built.
    New,
    /// It is hidden, or in a hidden folder.
    Hidden,
    /// It is nothing that is read.
    #[serde(untagged)]
    Skipped(Skip),
}

impl Article {
    /// The article that is meant.
    ///
    /// # Errors
    /// [`Error::UnknownArticle`] if neither the index nor the corpus has it.
    pub(super) fn find(index: &Index, typed: &str) -> Result<Self> {
        let corpus = Path::new(&index.manifest().corpus);
        let names = names(typed, corpus);
        let mut records = index.records()?;
        for name in &names {
            if let Some(at) = records.iter().position(|(_, record)| record.path == *name) {
                let (number, record) = records.swap_remove(at);
                let since = since(corpus, &record);
                return Ok(Self::Known {
                    number,
                    record,
                    since,
                });
            }
        }
        for path in names {
            if let Some(absence) = absence(corpus, &path) {
                return Ok(Self::Unknown { path, absence });
            }
        }
        let paths = records.iter().map(|(_, record)| record.path.as_str());
        Err(Error::UnknownArticle {
            name: typed.to_owned(),
            index: index.path().to_owned(),
            closest: closest(typed, paths),
        })
    }
}

/// The paths relative to the corpus that may be meant, the most literal first.
fn names(typed: &str, corpus: &Path) -> Vec<String> {
    let is_line = |line: &str| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
    let bare = typed.rsplit_once(':').filter(|(_, line)| is_line(line));
    let mut names: Vec<String> = Vec::new();
    for typed in std::iter::once(typed).chain(bare.map(|(path, _)| path)) {
        let typed = Path::new(typed);
        names.extend(inside(typed));
        let absolute = [std::path::absolute(typed), fs::canonicalize(typed)];
        for path in absolute.iter().flatten() {
            names.extend(path.strip_prefix(corpus).ok().and_then(inside));
        }
    }
    names
}

/// A relative path that leads nowhere but down, with `/` between its parts.
fn inside(path: &Path) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy()),
            Component::CurDir => {}
            _ => return None,
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn since(corpus: &Path, record: &FileRecord) -> Option<Since> {
    if !corpus.is_dir() {
        return None; // the index was carried elsewhere; nobody can tell
    }
    let Ok(metadata) = fs::metadata(corpus.join(&record.path)) else {
        return Some(Since::Gone);
    };
    let modified_ms = metadata.modified().map_or(0, milliseconds);
    let same = metadata.len() == record.bytes && modified_ms == record.modified_ms;
    (!same).then_some(Since::Changed)
}

/// Why the index has no record of the file at this path; none if there is no file.
fn absence(corpus: &Path, path: &str) -> Option<Absence> {
    let metadata = fs::symlink_metadata(corpus.join(path)).ok()?;
    if metadata.is_dir() {
        None
    } else if path.split('/').any(|part| part.starts_with('.')) {
        Some(Absence::Hidden)
    } else if metadata.is_symlink() {
        Some(Absence::Skipped(Skip::SymbolicLink))
    } else if !metadata.is_file() {
        Some(Absence::Skipped(Skip::NotAFile))
    } else {
        Some(Absence::New)
    }
}

/// The paths most like `typed` of those with the same file name, or a file name or path with few letters changed.
fn closest<'p>(typed: &str, paths: impl Iterator<Item = &'p str>) -> Vec<String> {
    let file_name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let name = file_name(typed);
    let is_like = |path: &&str| {
        few_edits(typed, path).is_some() || few_edits(&name, &file_name(path)).is_some()
    };
    let like = paths.filter(is_like);
    let mut closest: Vec<(usize, &str)> = like.map(|path| (edits(typed, path), path)).collect();
    closest.sort_unstable();
    closest.truncate(MAX_CLOSEST);
    closest
        .into_iter()
        .map(|(_, path)| path.to_owned())
        .collect()
}

/// The letters in which two words differ, if that is at most a third of them.
pub(super) fn few_edits(one: &str, other: &str) -> Option<usize> {
    let (ones, others) = (one.chars().count(), other.chars().count());
    let most = ones / 3;
    let changed = || Some(edits(one, other)).filter(|changed| *changed <= most);
    (ones.abs_diff(others) <= most).then(changed).flatten()
}
