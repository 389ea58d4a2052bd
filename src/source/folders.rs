//! Where are the folders of the corpus, and which of them is a listed path in?

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::index_folder::is_part_of_index;
use super::name::{Root, from_bytes, spell};
use crate::error::{Error, Result};

/// A folder to index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// What the names of its articles begin with, not empty and without `/`. Without it that is its own name if there are several folders, and
    /// nothing if there is one.
    pub name: Option<String>,
    /// Where it is.
    pub path: PathBuf,
}

/// A corpus folder while its files are looked for.
pub(super) struct CorpusFolder {
    pub(super) root: Root,
    /// The folder, absolute and without links.
    pub(super) folder: PathBuf,
    /// The folder as it was named, made absolute.
    pub(super) named: PathBuf,
    /// The folder as it was named.
    pub(super) typed: PathBuf,
    /// Why it cannot be read, if so.
    pub(super) fault: Option<io::Error>,
}

/// Where a folder is, without links, and why it cannot be read, if so.
fn find(path: &Path) -> io::Result<(PathBuf, Option<io::Error>)> {
    let found = fs::canonicalize(path).and_then(|folder| match fs::metadata(&folder)? {
        metadata if metadata.is_dir() => Ok(folder),
        _ => Err(io::ErrorKind::NotADirectory.into()),
    });
    match found {
        Ok(folder) => {
            let fault = fs::read_dir(&folder).err();
            Ok((folder, fault))
        }
        // where it would be: of what is around it, the least that is there
        Err(fault) => {
            let absolute = std::path::absolute(path)?;
            let mut around = absolute.ancestors();
            let folder = around.find_map(|around| {
                let real = fs::canonicalize(around).ok()?;
                Some(real.join(absolute.strip_prefix(around).ok()?))
            });
            Ok((folder.unwrap_or(absolute), Some(fault)))
        }
    }
}

/// Where the folders are and what they are called.
pub(super) fn corpus_folders(
    folders: &[Folder],
    index: Option<&Path>,
) -> Result<Vec<CorpusFolder>> {
    let mut corpus_folders: Vec<CorpusFolder> = Vec::with_capacity(folders.len());
    for Folder { name, path } in folders {
        let unreadable = |source| Error::ReadCorpus {
            path: path.clone(),
            source,
        };
        let (folder, fault) = find(path).map_err(unreadable)?;
        if index == Some(&folder) {
            return Err(Error::IndexIsCorpus { path: path.clone() });
        }
        if is_part_of_index(&folder) {
            return Err(Error::CorpusIsIndex { path: path.clone() });
        }
        let own_name = || folder.file_name().map(spell);
        let name = match name {
            None if folders.len() > 1 => own_name(),
            name => name.as_ref().map(|name| spell(name.as_ref())),
        };
        for (other, corpus_folder) in folders.iter().zip(&corpus_folders) {
            let overlap = |inner: &Path, outer: &Path| Error::Overlap {
                inner: inner.to_owned(),
                outer: outer.to_owned(),
            };
            if folder == corpus_folder.folder {
                return Err(Error::NamedTwice {
                    one: other.path.clone(),
                    other: path.clone(),
                });
            }
            if folder.starts_with(&corpus_folder.folder) {
                return Err(overlap(path, &other.path));
            }
            if corpus_folder.folder.starts_with(&folder) {
                return Err(overlap(&other.path, path));
            }
            if corpus_folder.root.name == name {
                return Err(Error::SameName {
                    name: name.unwrap_or_default(),
                    one: other.path.clone(),
                    other: path.clone(),
                });
            }
        }
        corpus_folders.push(CorpusFolder {
            root: Root {
                name,
                folder: spell(folder.as_os_str()),
            },
            named: std::path::absolute(path).map_err(unreadable)?,
            typed: path.clone(),
            folder,
            fault,
        });
    }
    if corpus_folders
        .iter()
        .all(|corpus_folder| corpus_folder.fault.is_some())
        && let (Some(folder), Some(corpus_folder)) = (folders.first(), corpus_folders.first_mut())
        && let Some(source) = corpus_folder.fault.take()
    {
        return Err(Error::ReadCorpus {
            path: folder.path.clone(),
            source,
        });
    }
    Ok(corpus_folders)
}

/// The corpus folder of a listed path, and the path relative to it without `.` and `..`; none if it is outside.
pub(super) fn resolve<'p>(
    corpus_folders: &'p [CorpusFolder],
    listed: &Path,
) -> Option<(&'p CorpusFolder, PathBuf)> {
    let path = plain(listed)?;
    corpus_folders.iter().find_map(|corpus_folder| {
        let relative = if path.is_absolute() {
            let in_folder = path.strip_prefix(&corpus_folder.folder);
            in_folder
                .or_else(|_| path.strip_prefix(&corpus_folder.named))
                .ok()?
        } else if let Some(name) = &corpus_folder.root.name {
            let first = path.components().next()?;
            let is_ours = spell(first.as_os_str()) == *name;
            is_ours.then(|| path.strip_prefix(first).ok())??
        } else {
            &path
        };
        Some((corpus_folder, relative.to_owned()))
    })
}

/// The path without `.` and `..`; none if it leads above where it begins.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            part => plain.push(part),
        }
    }
    Some(plain)
}

/// The paths of a list: a line each, or each up to a NUL byte if they are `nul_separated`. Empty ones are dropped.
#[must_use]
pub fn listed_paths(list: &[u8], nul_separated: bool) -> Vec<PathBuf> {
    let (list, separator) = if nul_separated {
        (list, 0)
    } else {
        // what editors and other systems add to lines
        (list.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(list), b'\n')
    };
    list.split(|byte| *byte == separator)
        .map(|path| match path.strip_suffix(b"\r") {
            Some(line) if !nul_separated => line,
            _ => path,
        })
        .filter(|path| !path.is_empty())
        // where it can be no path, the file of that name is missing
        .map(|path| match from_bytes(path.to_vec()) {
            Some(path) => PathBuf::from(path),
            None => PathBuf::from(String::from_utf8_lossy(path).into_owned()),
        })
        .collect()
}
