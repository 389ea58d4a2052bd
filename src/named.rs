//! Which article is meant by what was typed, and is its file in the corpus as the index has it?
//!
//! A name is taken as hits print it, with or without its line, and as a shell completes it, so that both can be pasted.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::article::ArticleRecord;
use crate::error::{Error, Result};
use crate::index::{Entry, FileRecord, Manifest, Snapshot, Stale};
use crate::plan::expand::edits;
use crate::source::selection::{rule_against, rule_against_listed};
use crate::source::{Root, Rule, Skip, is_in_index, locate};

/// Characters of an unknown name that an error repeats.
const MAX_TOLD_CHARS: usize = 200;

/// Names that are offered for one that is unknown.
const MAX_CLOSEST: usize = 3;

/// The longest path that Linux takes.
const MAX_PATH_BYTES: usize = 4096;

/// An article, by what was typed.
pub(crate) enum Article {
    /// It is in the index.
    Known {
        record: Box<ArticleRecord>,
        since: Option<Stale>,
    },
    /// The index knows its file, and why that is not in it.
    Skipped {
        path: String,
        skip: Skip,
        since: Option<Stale>,
    },
    /// There is a file, of which the index knows nothing.
    Unknown { path: String, absence: Absence },
}

/// Why the index knows nothing of a file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It was not there when the index was built.
    New,
    /// A list said which files to take, and it was not there or not in the list.
    Unlisted,
    /// It, or a folder that it is in, is left out by a rule.
    LeftOut(Rule),
    /// It is nothing that is read.
    Skipped(Skip),
}

impl Serialize for Absence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::New => map.serialize_entry("reason", "new")?,
            Self::Unlisted => map.serialize_entry("reason", "unlisted")?,
            Self::LeftOut(rule) => map.serialize_entry("reason", rule)?,
            Self::Skipped(skip) => {
                map.serialize_entry("reason", skip.code())?;
                if let Skip::Unreadable(detail) | Skip::SameAs(detail) = skip {
                    map.serialize_entry("detail", detail)?;
                }
            }
        }
        map.end()
    }
}

impl Article {
    /// The article that is meant.
    ///
    /// # Errors
    /// [`Error::UnknownArticle`] if neither the index nor the corpus has it.
    pub(crate) fn find(index: &Snapshot, typed: &str) -> Result<Self> {
        let manifest = index.manifest();
        let names = names(typed, &manifest.corpus);
        if let Some(known) = known(index, &names)? {
            return Ok(known);
        }
        let articles = articles_of(index, &names)?;
        if !articles.is_empty() {
            return Err(Error::UnknownArticle {
                name: beginning(typed),
                index: index.path().to_owned(),
                closest: articles,
            });
        }
        for path in names {
            if let Some(absence) = absence(manifest, &path)? {
                return Ok(Self::Unknown { path, absence });
            }
        }
        let mut all = Vec::new();
        index.each_known(|entry| match entry {
            Entry::Article(article) => all.push(article.name),
            Entry::File(file, _) if file.articles() == 0 => all.push(file.path),
            Entry::File(..) => {}
        })?;
        Err(Error::UnknownArticle {
            name: beginning(typed),
            index: index.path().to_owned(),
            closest: closest(typed, all.iter().map(String::as_str)),
        })
    }
}

/// The article, or the file without one, that has the first of these names that the index knows.
fn known(index: &Snapshot, names: &[String]) -> Result<Option<Article>> {
    let mut first = names.len();
    let (mut current, mut found) = (None, None);
    index.each_known(|entry| {
        let (name, article) = match entry {
            Entry::Article(article) => (article.name.clone(), Some(article)),
            Entry::File(file, _) => {
                let name = file.path.clone();
                let has_articles = file.articles() > 0;
                current = Some(file);
                if has_articles {
                    return;
                }
                (name, None)
            }
        };
        if let Some(at) = names[..first].iter().position(|one| *one == name) {
            first = at;
            found = current.clone().map(|file| (file, article));
        }
    })?;
    let manifest = index.manifest();
    Ok(found.map(|(file, article)| {
        let since = since(manifest, &file);
        match article {
            Some(record) => Article::Known {
                record: Box::new(record),
                since,
            },
            None => Article::Skipped {
                skip: file.skipped().cloned().unwrap_or(Skip::Empty),
                path: file.path,
                since,
            },
        }
    }))
}

/// The names of the first articles of a file that has one of these names, and articles of which none has it.
fn articles_of(index: &Snapshot, names: &[String]) -> Result<Vec<String>> {
    let mut articles = Vec::new();
    let mut is_meant = false;
    index.each_known(|entry| match entry {
        Entry::File(file, _) => is_meant = names.contains(&file.path),
        Entry::Article(article) if is_meant && articles.len() < MAX_CLOSEST => {
            articles.push(article.name);
        }
        Entry::Article(_) => {}
    })?;
    Ok(articles)
}

/// The names of articles that may be meant, the most literal first.
fn names(typed: &str, roots: &[Root]) -> Vec<String> {
    let is_line = |line: &str| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
    let bare = typed.rsplit_once(':').filter(|(_, line)| is_line(line));
    let mut names: Vec<String> = Vec::new();
    for typed in std::iter::once(typed).chain(bare.map(|(path, _)| path)) {
        let typed = Path::new(typed);
        let literal = inside(typed);
        let literal = literal.map(|parts| parts.to_string_lossy().into_owned());
        names.extend(literal);
        let absolute = [std::path::absolute(typed), fs::canonicalize(typed)];
        for path in absolute.iter().flatten() {
            names.extend(roots.iter().find_map(|root| below(root, path)));
        }
    }
    names
}

/// A relative path that leads nowhere but down, without `.`.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => plain.push(part),
            Component::CurDir => {}
            _ => return None,
        }
    }
    (!plain.as_os_str().is_empty()).then_some(plain)
}

/// The name of the file at this absolute path, if it is in this folder of the corpus.
fn below(root: &Root, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root.path()?).ok()?;
    inside(relative).map(|relative| root.article(&relative))
}

/// The corpus folder of an article, and the path of its file there.
fn located(roots: &[Root], article: &str) -> Option<(PathBuf, PathBuf)> {
    let location = locate(roots, article)?;
    roots.iter().filter_map(Root::path).find_map(|folder| {
        let relative = location.strip_prefix(&folder).ok()?.to_owned();
        Some((folder, relative))
    })
}

/// What became of a file since it was indexed; none if it is as it was, or if the corpus is not there.
fn since(manifest: &Manifest, record: &FileRecord) -> Option<Stale> {
    let (folder, _) = located(&manifest.corpus, &record.path)?;
    // an index that was carried to another place cannot tell
    folder.is_dir().then(|| record.stale(manifest))?
}

/// Why the index has no record of the file of this name; none if there is no file.
fn absence(manifest: &Manifest, article: &str) -> Result<Option<Absence>> {
    let Some((folder, relative)) = located(&manifest.corpus, article) else {
        return Ok(None);
    };
    let location = folder.join(&relative);
    if fs::symlink_metadata(&location).map_or(true, |metadata| metadata.is_dir()) {
        return Ok(None);
    }
    let rule = if manifest.is_listed {
        rule_against_listed(&manifest.selection, &folder, &relative)?
    } else {
        rule_against(&manifest.selection, &folder, &relative)?
    };
    let mut parts = relative.ancestors();
    let is_linked = parts.any(|part| part != Path::new("") && folder.join(part).is_symlink());
    Ok(Some(if let Some(rule) = rule {
        Absence::LeftOut(rule)
    } else if is_linked && !manifest.selection.follow_links {
        Absence::Skipped(Skip::SymbolicLink)
    } else if is_in_index(&folder, &relative) {
        Absence::Skipped(Skip::Index)
    } else {
        match fs::metadata(&location) {
            Err(_) if is_linked => Absence::Skipped(Skip::BrokenLink),
            Err(error) => Absence::Skipped(Skip::Unreadable(error.to_string())),
            Ok(metadata) if !metadata.is_file() => Absence::Skipped(Skip::NotAFile),
            Ok(metadata) => match manifest.selection.too_large(metadata.len()) {
                Some(skip) => Absence::Skipped(skip),
                None if manifest.is_listed => Absence::Unlisted,
                None => Absence::New,
            },
        }
    }))
}

/// The name, or as much of it as a person reads.
fn beginning(name: &str) -> String {
    match name.char_indices().nth(MAX_TOLD_CHARS) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// The paths most like `typed` of those with the same file name, or a file name or path with few letters changed.
fn closest<'p>(typed: &str, paths: impl Iterator<Item = &'p str>) -> Vec<String> {
    // no file has a longer path, and comparing takes the time of both lengths multiplied
    if typed.len() > MAX_PATH_BYTES {
        return Vec::new();
    }
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
pub(crate) fn few_edits(one: &str, other: &str) -> Option<usize> {
    let (ones, others) = (one.chars().count(), other.chars().count());
    let most = ones / 3;
    let changed = || Some(edits(one, other)).filter(|changed| *changed <= most);
    (ones.abs_diff(others) <= most).then(changed).flatten()
}
