//! Which files does the corpus have? Its folders are walked, or a list has their paths.
//!
//! A file is taken once, under its own name if that is among those found, else under the name that lies least deep:
//! what a link within the corpus leads to is found without the link, and no reader wants a hit twice.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::corrections::{CORRECTIONS_FILE, Corrected, Corrections};
use super::folders::{CorpusFolder, resolve};
use super::index_folder::is_index;
use super::listing::{CorpusFile, Listing, UnreadableFolder, milliseconds};
use super::name::{Root, locate, spell};
use super::selection::{BadLine, Filter, IGNORE_FILE, IgnoreFiles, Rule, Selection};
use super::typed_rules::TypedRules;
use crate::skip::Skip;

/// What is found, as it is found.
pub(super) struct Finder<'s> {
    filter: Filter,
    typed_rules: TypedRules,
    selection: &'s Selection,
    /// The folder of the index, which is no part of the corpus even if it lies there.
    index: Option<&'s Path>,
    listing: Listing,
    corrections: Corrections,
    /// Files reached through links, with where they really are.
    linked: Vec<(PathBuf, CorpusFile)>,
    /// Folders that links lead to, with the name of the first such link. None is entered by a second link: folders
    /// full of links to each other have more paths than anybody can walk.
    entered: HashMap<PathBuf, String>,
    /// Folders around listed files, and whether they are those of an index.
    are_indexes: HashMap<PathBuf, bool>,
}

impl<'s> Finder<'s> {
    pub(super) fn new(
        filter: Filter,
        typed_rules: TypedRules,
        selection: &'s Selection,
        index: Option<&'s Path>,
    ) -> Self {
        Self {
            filter,
            typed_rules,
            selection,
            index,
            listing: Listing::default(),
            corrections: Corrections::new(selection.rules()),
            linked: Vec::new(),
            entered: HashMap::new(),
            are_indexes: HashMap::new(),
        }
    }

    /// Takes nothing of a corpus folder that cannot be read.
    pub(super) fn pass_over(&mut self, folder: UnreadableFolder) {
        let name = folder.root.name.clone().unwrap_or_default();
        self.skip(name, Skip::Unreadable(folder.source.to_string()));
        self.listing.unreadable.push(folder);
    }

    /// Takes what is below a folder.
    pub(super) fn walk(&mut self, corpus_folder: &CorpusFolder) {
        let mut ignore_files = IgnoreFiles::default();
        self.corrections.leave();
        // the depth of the link that the walk is behind
        let mut link_depth: Option<usize> = None;
        let mut walk = WalkDir::new(&corpus_folder.folder)
            .follow_links(self.selection.follow_links)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = walk.next() {
            let (location, depth, kind) = match &entry {
                Ok(entry) => (entry.path(), entry.depth(), Some(entry.file_type())),
                Err(error) => (
                    error.path().unwrap_or(&corpus_folder.folder),
                    error.depth(),
                    None,
                ),
            };
            let path = location
                .strip_prefix(&corpus_folder.folder)
                .unwrap_or(location);
            let is_folder = kind.is_some_and(|kind| kind.is_dir())
                // a link that is not followed, a cycle, a folder that cannot be read
                || (kind.is_none_or(|kind| kind.is_symlink()) && location.is_dir());
            ignore_files.leave(depth);
            link_depth = link_depth.filter(|link| *link < depth);
            if let Ok(entry) = &entry
                && entry.path_is_symlink()
            {
                link_depth = link_depth.or(Some(depth));
            }
            if depth > 0 {
                let rule = self.filter.against(path, is_folder, &ignore_files);
                let ours = self.is_ours(location, link_depth.is_some());
                if let Some(rule) = rule.filter(|_| !ours) {
                    *self.listing.left_out.entry(rule).or_default() += 1;
                }
                if rule.is_some() || ours {
                    if kind.is_some_and(|kind| kind.is_dir()) {
                        walk.skip_current_dir();
                    }
                    continue;
                }
            }
            let article = corpus_folder.root.article(path);
            match &entry {
                Err(error) => self.skip(article, skip_of(error)),
                Ok(entry) if entry.file_type().is_dir() => {
                    if depth > 0 && is_index(location) {
                        self.skip(article, Skip::Index);
                        walk.skip_current_dir();
                        continue;
                    }
                    if entry.path_is_symlink()
                        && let Some(other) = self.entered_before(location, &article)
                    {
                        self.skip(article, Skip::SameAs(other));
                        walk.skip_current_dir();
                        continue;
                    }
                    if !self.enter(&mut ignore_files, depth, path, corpus_folder) {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.file_type().is_symlink() => {
                    self.skip(article, Skip::SymbolicLink);
                }
                Ok(entry) => match entry.metadata() {
                    Ok(metadata) => {
                        self.take(article, location, path, &metadata, link_depth.is_some());
                    }
                    Err(error) => self.skip(article, Skip::Unreadable(error.to_string())),
                },
            }
        }
    }

    /// Takes the files of a list: absolute paths, or what would be the names of the articles.
    pub(super) fn take_listed(&mut self, corpus_folders: &[CorpusFolder], paths: &[PathBuf]) {
        let mut seen = HashSet::new();
        let mut last_folder = None;
        for listed in paths {
            let Some((corpus_folder, path)) = resolve(corpus_folders, listed) else {
                self.skip(spell(listed.as_os_str()), Skip::Outside);
                continue;
            };
            let article = corpus_folder.root.article(&path);
            if !seen.insert(article.clone()) {
                continue;
            }
            if last_folder.replace(&corpus_folder.folder) != Some(&corpus_folder.folder) {
                self.corrections.leave();
            }
            let location = corpus_folder.folder.join(&path);
            let is_link = |part: &Path| corpus_folder.folder.join(part).is_symlink();
            let is_linked = path
                .ancestors()
                .any(|part| !part.as_os_str().is_empty() && is_link(part));
            if self.is_ours(&location, is_linked) {
                continue;
            }
            if let Some(index) = self.index_around(corpus_folder, &path) {
                if seen.insert(index.clone()) {
                    self.skip(index, Skip::Index);
                }
            } else if let Some(rule) = self.filter.against_listed(&path, false) {
                *self.listing.left_out.entry(rule).or_default() += 1;
            } else if is_linked && !self.selection.follow_links {
                self.skip(article, Skip::SymbolicLink);
            } else {
                match fs::metadata(&location) {
                    Ok(metadata) => match self.around_listed(corpus_folder, &path) {
                        Some((file, fault)) => {
                            self.listing.unknown.insert(&article);
                            if seen.insert(file.clone()) {
                                self.skip(file, Skip::Corrections(fault));
                            }
                        }
                        None => self.take(article, &location, &path, &metadata, is_linked),
                    },
                    Err(error) => self.skip(article, missing(&error, is_linked)),
                }
            }
        }
    }

    /// All that was found in these folders, by path.
    pub(super) fn finish(mut self, roots: Vec<Root>) -> Listing {
        let listing = &mut self.listing;
        listing.roots = roots;
        let depth = |file: &CorpusFile| file.path.matches('/').count();
        self.linked.sort_by(|(_, one), (_, other)| {
            let by_depth = depth(one).cmp(&depth(other));
            by_depth.then_with(|| one.path.cmp(&other.path))
        });
        let mut names: HashMap<PathBuf, String> = HashMap::new();
        if !self.linked.is_empty() {
            let located = |file: &CorpusFile| locate(&listing.roots, &file.path);
            let files = listing.files.iter();
            names.extend(files.filter_map(|file| Some((located(file)?, file.path.clone()))));
        }
        for (real, file) in self.linked {
            if let Some(other) = names.get(&real) {
                let skip = Skip::SameAs(other.clone());
                listing.skipped.push((file.path, skip));
            } else {
                names.insert(real, file.path.clone());
                listing.files.push(file);
            }
        }
        listing
            .files
            .sort_by(|one, other| one.path.cmp(&other.path));
        listing.skipped.sort_by(|one, other| one.0.cmp(&other.0));
        listing.bad_lines.sort_by(|one, other| {
            let key = |bad: &BadLine| (bad.file.clone(), bad.line);
            key(one).cmp(&key(other))
        });
        self.listing
    }

    fn skip(&mut self, article: String, skip: Skip) {
        if matches!(skip, Skip::Unreadable(_) | Skip::BrokenLink) {
            self.listing.unknown.insert(&article);
        }
        self.listing.skipped.push((article, skip));
    }

    /// The name of the outermost folder around a listed file that is an index.
    fn index_around(&mut self, corpus_folder: &CorpusFolder, path: &Path) -> Option<String> {
        let mut folders: Vec<&Path> = path.ancestors().skip(1).collect();
        folders.pop(); // the corpus folder itself
        let folders = folders.into_iter().rev();
        let mut indexes = folders.filter(|folder| {
            let location = corpus_folder.folder.join(folder);
            let known = self.are_indexes.get(&location).copied();
            known.unwrap_or_else(|| {
                let is_index = is_index(&location);
                self.are_indexes.insert(location, is_index);
                is_index
            })
        });
        indexes
            .next()
            .map(|folder| corpus_folder.root.article(folder))
    }

    /// Reads the corrections files around a listed file; the name of one that cannot be understood, and why.
    fn around_listed(
        &mut self,
        corpus_folder: &CorpusFolder,
        path: &Path,
    ) -> Option<(String, String)> {
        let follow_links = self.selection.follow_links;
        path.ancestors().skip(1).find_map(|folder| {
            let entered = self
                .corrections
                .enter(&corpus_folder.folder, folder, follow_links);
            let fault = entered.err()?;
            let file = corpus_folder.root.article(&folder.join(CORRECTIONS_FILE));
            Some((file, fault))
        })
    }

    /// Whether this is no part of the corpus, but the index, or a file that says which files are, and what of them.
    fn is_ours(&self, location: &Path, is_linked: bool) -> bool {
        let is_index =
            |location: &Path| self.index.is_some_and(|index| location.starts_with(index));
        location
            .file_name()
            .is_some_and(|name| name == IGNORE_FILE || name == CORRECTIONS_FILE)
            || is_index(location)
            || (is_linked && fs::canonicalize(location).is_ok_and(|real| is_index(&real)))
    }

    /// The name of the link by which the folder that this one leads to was entered.
    fn entered_before(&mut self, location: &Path, article: &str) -> Option<String> {
        match self.entered.entry(fs::canonicalize(location).ok()?) {
            Entry::Occupied(other) => Some(other.get().clone()),
            Entry::Vacant(free) => {
                free.insert(article.to_owned());
                None
            }
        }
    }

    /// Reads the ignore file and the corrections file of a folder; says whether the folder may be gone into.
    fn enter(
        &mut self,
        ignore_files: &mut IgnoreFiles,
        depth: usize,
        path: &Path,
        corpus_folder: &CorpusFolder,
    ) -> bool {
        let file = || corpus_folder.root.article(&path.join(IGNORE_FILE));
        let follow_links = self.selection.follow_links;
        match ignore_files.enter(depth, &corpus_folder.folder, path, follow_links) {
            Ok(bad) => {
                let bad = bad.into_iter().map(|(line, reason)| BadLine {
                    file: file(),
                    line,
                    reason,
                });
                self.listing.bad_lines.extend(bad);
            }
            // what cannot be read for lack of rights is told of the folder itself
            Err(_) if fs::read_dir(corpus_folder.folder.join(path)).is_err() => return true,
            Err(fault) => {
                self.listing
                    .unknown
                    .insert(&corpus_folder.root.article(path));
                self.skip(file(), Skip::IgnoreFile(fault));
                return false;
            }
        }
        let corrections = &mut self.corrections;
        if let Err(fault) = corrections.enter(&corpus_folder.folder, path, follow_links) {
            let article = |path: &Path| corpus_folder.root.article(path);
            self.listing.unknown.insert(&article(path));
            let file = article(&path.join(CORRECTIONS_FILE));
            self.skip(file, Skip::Corrections(fault));
            return false;
        }
        true
    }

    fn take(
        &mut self,
        article: String,
        location: &Path,
        path: &Path,
        metadata: &Metadata,
        is_linked: bool,
    ) {
        if !metadata.is_file() {
            return self.skip(article, Skip::NotAFile);
        }
        if let Some(skip) = self.selection.too_large(metadata.len()) {
            return self.skip(article, skip);
        }
        let Corrected::Rules(rules) = self.corrections.of(path) else {
            *self.listing.left_out.entry(Rule::Corrections).or_default() += 1;
            return;
        };
        let file = CorpusFile {
            path: article,
            bytes: metadata.len(),
            modified_ms: metadata.modified().map_or(0, milliseconds),
            article: None,
            rules: self.typed_rules.over(rules, path),
        };
        if !is_linked {
            return self.listing.files.push(file);
        }
        match fs::canonicalize(location) {
            Ok(real) => self.linked.push((real, file)),
            Err(error) => self.skip(file.path, Skip::Unreadable(error.to_string())),
        }
    }
}

/// Why a walk could not go on.
fn skip_of(error: &walkdir::Error) -> Skip {
    let Some(source) = error.io_error() else {
        return Skip::LinkCycle;
    };
    let is_link = error.path().is_some_and(Path::is_symlink);
    if is_link && source.kind() == io::ErrorKind::NotFound {
        Skip::BrokenLink
    } else {
        Skip::Unreadable(source.to_string())
    }
}

/// Why a listed file is not there.
fn missing(error: &io::Error, is_linked: bool) -> Skip {
    match error.kind() {
        io::ErrorKind::NotFound if is_linked => Skip::BrokenLink,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Skip::Missing,
        _ => Skip::Unreadable(error.to_string()),
    }
}
