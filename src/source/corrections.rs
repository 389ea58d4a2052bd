//! What did people correct? A file of the corpus says of files of its folder, and below, what is known of them and how they are read.
//!
//! Of several files that speak of the same the one in the nearest folder counts, and within a file what comes last. A file that
//! cannot be understood takes its folder out of the corpus, as an ignore file does that cannot be read: nobody knows what it says.

mod pattern;
mod toml_file;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::own_file::own_file;
use crate::format::Rules;
use pattern::Pattern;
use toml_file::{Correction, Entry, at_line, parse};

/// The file that says what of its folder is corrected.
pub const CORRECTIONS_FILE: &str = "tolmach.toml";

/// The most corrections of a file.
const MAX_CORRECTIONS: usize = 100_000;

/// Corrections of files that a pattern with signs takes: more of them would be asked for each file.
const MAX_PATTERNS: usize = 5_000;

/// What a corrections file says, in its order.
#[derive(Default)]
struct FolderCorrections {
    corrections: Vec<Correction>,
    /// The corrections of names and paths without signs.
    plain: HashMap<String, Vec<usize>>,
    /// The others.
    patterns: Vec<(Pattern, usize)>,
}

/// The corrections of a corpus folder, read as they are asked for.
pub(super) struct Corrections {
    /// How files are read of which nothing is corrected.
    base: Arc<Rules>,
    /// By the folder below the corpus folder; nothing where there is no file.
    folders: HashMap<PathBuf, Option<Arc<FolderCorrections>>>,
    /// The rules that were told last, which mostly are told again.
    last: Arc<Rules>,
}

/// The synonyms that the corrections file of a corpus folder lists, a line each; none if there is no such file.
///
/// # Errors
/// Why nobody knows what it says.
pub fn listed_synonyms(corpus: &Path) -> Result<Vec<String>, String> {
    let content = own_file(corpus, Path::new(CORRECTIONS_FILE), false);
    let content = content.map_err(|fault| fault.to_string())?;
    let Some(content) = content else {
        return Ok(Vec::new());
    };
    let text = std::str::from_utf8(&content).map_err(|_| "no UTF-8".to_owned())?;
    toml_file::synonyms(text)
}

/// What is corrected of a file.
pub(super) enum Corrected {
    /// It is to be read so.
    Rules(Arc<Rules>),
    /// It is to be left out.
    Skip,
}

impl Corrections {
    pub(super) fn new(base: Rules) -> Self {
        let base = Arc::new(base);
        Self {
            last: Arc::clone(&base),
            base,
            folders: HashMap::new(),
        }
    }

    /// Forgets the folders of another corpus folder.
    pub(super) fn leave(&mut self) {
        self.folders.clear();
    }

    /// Reads the corrections file of the folder at `path` below the corpus folder, if it has one.
    ///
    /// # Errors
    /// Why nobody knows what it says. Whoever meets that must take nothing of its folder.
    pub(super) fn enter(
        &mut self,
        corpus: &Path,
        path: &Path,
        follow_links: bool,
    ) -> Result<(), String> {
        if self.folders.contains_key(path) {
            return Ok(());
        }
        let content = own_file(corpus, &path.join(CORRECTIONS_FILE), follow_links);
        let corrections = match content.map_err(|fault| fault.to_string())? {
            Some(content) => Some(Arc::new(FolderCorrections::of(&content)?)),
            None => None,
        };
        self.folders.insert(path.to_owned(), corrections);
        Ok(())
    }

    /// What the folders around the file at `path` below the corpus folder say of it. All of them were entered.
    pub(super) fn of(&mut self, path: &Path) -> Corrected {
        let mut told = Correction::default();
        let mut any = false;
        let mut folders: Vec<&Path> = path.ancestors().skip(1).collect();
        folders.reverse();
        for folder in folders {
            if let Some(Some(corrections)) = self.folders.get(folder) {
                let path = path.strip_prefix(folder).unwrap_or(path);
                for number in corrections.of_path(path) {
                    told.put(&corrections.corrections[number]);
                    any = true;
                }
            }
        }
        if told.skip == Some(true) {
            return Corrected::Skip;
        }
        if !any {
            return Corrected::Rules(Arc::clone(&self.base));
        }
        let rules = told.over(&self.base);
        if *self.last != rules {
            self.last = Arc::new(rules);
        }
        Corrected::Rules(Arc::clone(&self.last))
    }
}

impl FolderCorrections {
    fn of(content: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(content).map_err(|_| "no UTF-8".to_owned())?;
        let mut all = Self::default();
        for Entry {
            line,
            glob,
            correction,
        } in parse(text)?
        {
            let number = all.corrections.len();
            if let Some(path) = Pattern::plain(&glob) {
                all.plain.entry(path).or_default().push(number);
            } else {
                let pattern = Pattern::new(&glob).map_err(|reason| at_line(line, &reason))?;
                all.patterns.push((pattern, number));
            }
            all.corrections.push(correction);
            if number == MAX_CORRECTIONS || all.patterns.len() > MAX_PATTERNS {
                return Err("too many patterns".to_owned());
            }
        }
        Ok(all)
    }

    /// What is said of the file at `path` below the folder, in the order in which it is said.
    fn of_path(&self, path: &Path) -> Vec<usize> {
        let mut numbers = Vec::new();
        for part in path.ancestors() {
            let (Some(name), Some(whole)) = (part.file_name(), part.to_str()) else {
                continue;
            };
            let names = name.to_str().into_iter().map(str::to_owned);
            for key in names.chain([format!("/{whole}")]) {
                numbers.extend(self.plain.get(&key).into_iter().flatten());
            }
        }
        let patterns = self
            .patterns
            .iter()
            .filter(|(pattern, _)| pattern.matches(path));
        numbers.extend(patterns.map(|(_, number)| number));
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// Holds what corrections promise, whatever a file says and whatever the path is of which it is asked: what is wrong is told with a
/// line that the file has, and a pattern without signs takes what it would take with them.
#[cfg(any(test, fuzzing))]
pub(crate) fn check(content: &[u8], path: &Path) {
    let all = match FolderCorrections::of(content) {
        Ok(all) => all,
        Err(reason) => {
            let line = reason
                .strip_prefix("line ")
                .and_then(|rest| rest.split(':').next()?.parse::<usize>().ok());
            let lines = String::from_utf8_lossy(content).split('\n').count();
            assert!(
                line.is_none_or(|line| (1..=lines).contains(&line)),
                "{reason}"
            );
            return;
        }
    };
    let numbers = all.of_path(path);
    assert!(numbers.is_sorted_by(|one, other| one < other));
    for (number, correction) in all.corrections.iter().enumerate() {
        let mut told = Correction::default();
        told.put(correction);
        assert_eq!(
            told.over(&Rules::default()),
            correction.over(&Rules::default()),
            "{number}"
        );
    }
    for (glob, correction) in &all.plain {
        let is_whole = glob.starts_with('/');
        let takes = path.ancestors().any(|part| match glob.strip_prefix('/') {
            Some(whole) if is_whole => part == Path::new(whole),
            _ => part.file_name().is_some_and(|name| name == glob.as_str()),
        });
        let is_told = correction.iter().all(|number| numbers.contains(number));
        assert!(is_told || !takes, "{glob} {}", path.display());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn shown(files: &[(&str, &str)], path: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, content) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, content).expect("a file");
        }
        let mut corrections = Corrections::new(Rules::default());
        let mut folders: Vec<&Path> = Path::new(path).ancestors().skip(1).collect();
        folders.reverse();
        for below in folders {
            corrections.enter(folder.path(), below, false)?;
        }
        Ok(match corrections.of(Path::new(path)) {
            Corrected::Skip => "skip".to_owned(),
            Corrected::Rules(rules) => {
                let known = &rules.corrected;
                let title = known.title().unwrap_or("-");
                let source = known.source.as_ref().map_or("-", |told| &told.value);
                format!("{title} {source}")
            }
        })
    }

    #[test]
    fn the_nearest_file_and_in_it_the_last_word_count() {
        let outer = (
            CORRECTIONS_FILE,
            "['*.txt']\ntitle = 'outer'\nsource = 'Post'\n['b/c.txt']\ntitle = 'named'\n['drafts/']\nskip = true\n",
        );
        let inner = (
            "b/tolmach.toml",
            "['*.txt']\ntitle = 'inner'\n['/d.txt']\ntitle = 'last'\n",
        );
        let back = ("drafts/tolmach.toml", "['good.txt']\nskip = false\n");
        let files = [outer, inner, back];
        for (path, expected) in [
            ("a.txt", "outer Post"),
            ("a.html", "- -"),
            ("x/a.txt", "outer Post"),
            ("b/c.txt", "inner Post"),
            ("b/d.txt", "last Post"),
            ("b/e/d.txt", "inner Post"),
            ("drafts/a.txt", "skip"),
            ("x/drafts/a.txt", "skip"),
            ("drafts/good.txt", "outer Post"),
        ] {
            assert_eq!(shown(&files, path).as_deref(), Ok(expected), "{path}");
        }
        assert_eq!(shown(&[outer], "b/c.txt").as_deref(), Ok("named Post"));
    }

    #[test]
    fn a_file_that_cannot_be_understood_says_why() {
        for (content, expected) in [
            (
                "['*.txt']\ntitel = 'x'\n",
                "line 2: unknown key `titel`, the nearest is `title`",
            ),
            ("['[']\ntitle = 'x'\n", "line 1: "),
            ("\n['*.txt'\n", "line 2: "),
        ] {
            let told = shown(&[("a/tolmach.toml", content)], "a/b.txt").expect_err("a fault");
            assert!(told.starts_with(expected), "{told}");
        }
    }
}
