//! Which files of a corpus are to be indexed? Patterns, `.tolmachignore` files and what is hidden decide.
//!
//! All patterns are those of `.gitignore`, told by the crate that ripgrep uses. Each rule can only leave out: a file is
//! taken when no rule speaks against it, so their order does not matter.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::{Deserialize, Serialize};

use super::corrections::{Corrected, Corrections};
use super::own_file::own_file;
use crate::error::{Error, Result};
use crate::format::Rules;
use crate::skip::{IgnoreFault, Skip};

/// The file that says what of its folder is left out.
pub const IGNORE_FILE: &str = ".tolmachignore";

/// The most patterns that the ignore files of a folder and of those around it may have together. Measured: twice
/// as many took 150 MB until they could be asked.
const MAX_IGNORE_PATTERNS: usize = 5_000;

/// Which files to take; by default all but hidden and very large ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// Patterns of which one must match a file, or a folder that it is in; none for all files.
    pub include: Vec<String>,
    /// Patterns of which none may match a file or a folder that it is in.
    pub exclude: Vec<String>,
    /// Whether files and folders whose name begins with a dot are taken too.
    pub hidden: bool,
    /// Whether symbolic links are followed, also to what is outside of the corpus.
    pub follow_links: bool,
    /// The most bytes that a file may have; none for any number.
    pub max_file_bytes: Option<u64>,
    /// Which format files have, whatever they look like: `GLOB=FORMAT`.
    pub format_of: Vec<String>,
    /// Which encoding files are in, whatever they look like: `GLOB=LABEL`, or a label for all.
    pub encoding: Vec<String>,
    /// Which fields of records have what is known of an article: `FIELD=NAME`.
    pub fields: Vec<String>,
    /// Patterns of files of which a program of the user's makes text; the programs are not remembered, for an index may come
    /// from somebody else.
    pub converted: Vec<String>,
    /// Whether an article of which nothing tells the date has the time at which its file was changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub file_time_is_date: bool,
}

impl Selection {
    /// The most bytes that a file may have unless told otherwise: a text of that size is a mistake more often than an
    /// article.
    pub const MAX_FILE_BYTES: u64 = 1_000_000_000;

    /// Why a file of this size is not taken, if so.
    #[must_use]
    pub fn too_large(&self, bytes: u64) -> Option<Skip> {
        let most = self.max_file_bytes?;
        (bytes > most).then_some(Skip::TooLarge(most))
    }

    /// How files are read of which nothing is said besides.
    pub(super) fn rules(&self) -> Rules {
        Rules {
            file_time_is_date: self.file_time_is_date,
            ..Rules::default()
        }
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            include: Vec::new(),
            exclude: Vec::new(),
            hidden: false,
            follow_links: false,
            max_file_bytes: Some(Self::MAX_FILE_BYTES),
            format_of: Vec::new(),
            encoding: Vec::new(),
            fields: Vec::new(),
            converted: Vec::new(),
            file_time_is_date: false,
        }
    }
}

/// A rule by which files are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Its name begins with a dot.
    Hidden,
    /// A pattern of [`IGNORE_FILE`] matches.
    IgnoreFile,
    /// A pattern of [`Selection::exclude`] matches.
    Exclude,
    /// No pattern of [`Selection::include`] matches.
    Include,
    /// A [corrections file](super::CORRECTIONS_FILE) says so.
    Corrections,
}

/// How many files and folders each rule left out; what is in such a folder is not counted.
pub type LeftOut = BTreeMap<Rule, u64>;

/// A line of an [`IGNORE_FILE`] that is no pattern, and leaves nothing out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// A [`Selection`] ready to be asked.
pub(super) struct Filter {
    hidden: bool,
    include: Option<Gitignore>,
    exclude: Gitignore,
}

impl Filter {
    pub(super) fn new(selection: &Selection) -> Result<Self> {
        let any = !selection.include.is_empty();
        Ok(Self {
            hidden: selection.hidden,
            include: any.then(|| typed(&selection.include)).transpose()?,
            exclude: typed(&selection.exclude)?,
        })
    }

    /// The rule that leaves out what a walk met at `path`, relative to the corpus.
    pub(super) fn against(
        &self,
        path: &Path,
        is_folder: bool,
        ignore_files: &IgnoreFiles,
    ) -> Option<Rule> {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        if !self.hidden && name.starts_with(b".") {
            Some(Rule::Hidden)
        } else if ignore_files.match_path(path, is_folder) {
            Some(Rule::IgnoreFile)
        } else {
            self.against_listed(path, is_folder)
        }
    }

    /// The rule that leaves out a file although it was asked for by its name: what was typed together with the name
    /// counts, what is always so does not.
    pub(super) fn against_listed(&self, path: &Path, is_folder: bool) -> Option<Rule> {
        let matches = |patterns: &Gitignore| {
            let answer = patterns.matched_path_or_any_parents(path, is_folder);
            answer.is_ignore()
        };
        if matches(&self.exclude) {
            return Some(Rule::Exclude);
        }
        let include = self.include.as_ref()?;
        (!is_folder && !matches(include)).then_some(Rule::Include)
    }
}

/// The rule by which a walk through `folder` leaves out the file at `path`, relative to it, or a folder that it is in.
///
/// # Errors
/// [`Error::BadPattern`].
pub(crate) fn rule_against(
    selection: &Selection,
    folder: &Path,
    path: &Path,
) -> Result<Option<Rule>> {
    let filter = Filter::new(selection)?;
    let mut ignore_files = IgnoreFiles::default();
    let mut parts: Vec<&Path> = path.ancestors().collect();
    parts.reverse(); // the corpus folder itself comes first
    for (depth, part) in parts.into_iter().enumerate() {
        let is_folder = part != path;
        let rule = filter.against(part, is_folder, &ignore_files);
        if let Some(rule) = rule.filter(|_| depth > 0) {
            return Ok(Some(rule));
        }
        let follow_links = selection.follow_links;
        // what is wrong with an ignore file is told when the index is built
        if is_folder
            && ignore_files
                .enter(depth, folder, part, follow_links)
                .is_err()
        {
            return Ok(Some(Rule::IgnoreFile));
        }
    }
    Ok(corrected_away(selection, folder, path))
}

/// The rule by which corrections leave out the file at `path`, relative to its corpus folder.
fn corrected_away(selection: &Selection, folder: &Path, path: &Path) -> Option<Rule> {
    let mut corrections = Corrections::new(selection.rules());
    let mut entered = path.ancestors().skip(1).map(|around| {
        corrections
            .enter(folder, around, selection.follow_links)
            .is_ok()
    });
    // what is wrong with a file is told when the index is built
    let is_known = entered.all(|is_entered| is_entered);
    let is_skipped = !is_known || matches!(corrections.of(path), Corrected::Skip);
    is_skipped.then_some(Rule::Corrections)
}

/// The rule that leaves out the file at `path`, relative to its corpus folder, although a list has it.
///
/// # Errors
/// [`Error::BadPattern`].
pub(crate) fn rule_against_listed(
    selection: &Selection,
    folder: &Path,
    path: &Path,
) -> Result<Option<Rule>> {
    let rule = Filter::new(selection)?.against_listed(path, false);
    Ok(rule.or_else(|| corrected_away(selection, folder, path)))
}

/// Patterns of the command line. Comments and negation have no meaning there.
pub(super) fn typed(patterns: &[String]) -> Result<Gitignore> {
    let mut builder = builder();
    for pattern in patterns {
        let bad = |reason: &str| Error::BadPattern {
            pattern: pattern.clone(),
            reason: reason.to_owned(),
        };
        if pattern.trim().is_empty() {
            return Err(bad("it is empty"));
        }
        if pattern.starts_with('!') {
            return Err(bad("`!` has no meaning here"));
        }
        let line = if pattern.starts_with('#') {
            format!("\\{pattern}")
        } else {
            pattern.clone()
        };
        add(&mut builder, &line).map_err(|reason| bad(&reason))?;
    }
    builder.build().map_err(|error| Error::BadPattern {
        pattern: patterns.join(" "),
        reason: reason(error),
    })
}

fn builder() -> GitignoreBuilder {
    let mut builder = GitignoreBuilder::new("");
    // git takes a `[` that is not closed as a pattern for nothing, which nobody means
    builder.allow_unclosed_class(false);
    builder
}

fn add(builder: &mut GitignoreBuilder, line: &str) -> Result<(), String> {
    builder.add_line(None, line).map(drop).map_err(reason)
}

fn reason(error: ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err,
        other => other.to_string(),
    }
}

/// The ignore files of the folders that a walk is in, the outermost first.
#[derive(Default)]
pub(super) struct IgnoreFiles {
    /// Each with the depth of its folder and its path relative to the corpus.
    open: Vec<(usize, PathBuf, Gitignore)>,
}

impl IgnoreFiles {
    /// Forgets those of folders that do not hold what the walk met at `depth`.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.open.last().is_some_and(|(open, ..)| *open >= depth) {
            self.open.pop();
        }
    }

    /// Reads the ignore file of the folder at `path` below the corpus folder, if it has one; returns the lines that are
    /// no patterns.
    ///
    /// # Errors
    /// Why nobody knows what the file leaves out. Whoever meets that must take nothing of its folder.
    pub(super) fn enter(
        &mut self,
        depth: usize,
        corpus: &Path,
        path: &Path,
        follow_links: bool,
    ) -> Result<Vec<(usize, String)>, IgnoreFault> {
        let Some(content) = own_file(corpus, &path.join(IGNORE_FILE), follow_links)? else {
            return Ok(Vec::new());
        };
        let content = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&content);
        let around: usize = self.open.iter().map(|(.., patterns)| count(patterns)).sum();
        let mut left = MAX_IGNORE_PATTERNS.saturating_sub(around);
        let mut builder = builder();
        let mut bad = Vec::new();
        for (number, line) in content.split(|byte| *byte == b'\n').enumerate() {
            let is_pattern = !line.trim_ascii().is_empty() && !line.starts_with(b"#");
            if is_pattern {
                left = left.checked_sub(1).ok_or(IgnoreFault::TooManyPatterns)?;
            }
            let added = match std::str::from_utf8(line) {
                Ok(line) => add(&mut builder, line),
                Err(_) => Err("no UTF-8".to_owned()),
            };
            if let Err(reason) = added {
                bad.push((number + 1, reason));
            }
        }
        // each of them is a pattern: together they take more memory than the matcher allows
        let patterns = builder.build();
        let patterns = patterns.map_err(|_| IgnoreFault::TooManyPatterns)?;
        if !patterns.is_empty() {
            self.open.push((depth, path.to_owned(), patterns));
        }
        Ok(bad)
    }

    /// Whether they leave out what is at `path`; the innermost file with an opinion decides.
    fn match_path(&self, path: &Path, is_folder: bool) -> bool {
        for (_, folder, patterns) in self.open.iter().rev() {
            let path = path.strip_prefix(folder).unwrap_or(path);
            match patterns.matched(path, is_folder) {
                Match::None => {}
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
            }
        }
        false
    }
}

fn count(patterns: &Gitignore) -> usize {
    (patterns.num_ignores() + patterns.num_whitelists()) as usize
}
