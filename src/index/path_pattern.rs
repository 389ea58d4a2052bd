//! Which files does a pattern mean? One as in `.gitignore`, held against paths in their order.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::{Error, Result};

/// Characters with a meaning of their own.
const SIGNS: [char; 5] = ['*', '?', '[', '{', '\\'];

/// What a pattern asks of paths.
pub(super) struct PathPattern {
    test: Test,
    /// What every path begins with that it means.
    pub(super) prefix: String,
    /// Whether it is of names of articles, not only of paths of files.
    pub(super) is_of_names: bool,
}

/// How a path is held against a pattern. Most patterns are simple, and a collection may have many files.
enum Test {
    /// It begins with these parts, or is them unless they are those of a folder.
    Start { parts: String, is_folder: bool },
    /// One of its parts is this, which stands between `/`; the last aside if that is a folder.
    Part { inside: String, is_folder: bool },
    /// One of its parts ends so: the last, or one before a `/`.
    End { end: String, before: String },
    /// Whatever else a pattern may ask.
    Globs(GlobSet),
}

impl PathPattern {
    /// A pattern: with a `/` before its end it is of the whole path, else of a file or folder at any depth; what it means may
    /// be a folder, which counts for all that is in it.
    ///
    /// # Errors
    /// [`Error::BadPattern`].
    pub(super) fn parse(pattern: &str) -> Result<Self> {
        let bare = pattern.strip_suffix('/').unwrap_or(pattern);
        let is_whole = bare.contains('/');
        let is_of_folder = bare.len() < pattern.len();
        let bare = bare.strip_prefix('/').unwrap_or(bare);
        let literal = bare.find(SIGNS).unwrap_or(bare.len());
        let end = bare.strip_prefix('*').filter(|end| !end.contains(SIGNS));
        let test = match end {
            _ if literal == bare.len() && is_whole => Some(Test::Start {
                parts: bare.to_owned(),
                is_folder: is_of_folder,
            }),
            _ if literal == bare.len() => Some(Test::Part {
                inside: format!("/{bare}/"),
                is_folder: is_of_folder,
            }),
            _ if is_of_folder => None,
            Some(end) if !is_whole => Some(Test::End {
                end: end.to_owned(),
                before: format!("{end}/"),
            }),
            _ => None,
        };
        let test = match test {
            Some(test) => test,
            None => Test::Globs(globs(pattern, bare, is_whole, is_of_folder)?),
        };
        let prefix = if is_whole { &bare[..literal] } else { "" };
        Ok(Self {
            test,
            prefix: prefix.to_owned(),
            is_of_names: bare.contains('#'),
        })
    }

    /// Whether it means this path.
    pub(super) fn matches(&self, path: &str) -> bool {
        match &self.test {
            Test::Start { parts, is_folder } => {
                let rest = path.strip_prefix(parts.as_str());
                rest.is_some_and(|rest| (rest.is_empty() && !is_folder) || rest.starts_with('/'))
            }
            Test::Part { inside, is_folder } => {
                // `/name/`: a search for it takes less time than cutting the path into parts
                let (name, last) = (&inside[1..], &inside[..inside.len() - 1]);
                let is_file = || path.ends_with(last) || path == &last[1..];
                path.starts_with(name)
                    || path.contains(inside.as_str())
                    || (!is_folder && is_file())
            }
            Test::End { end, before } => {
                path.ends_with(end.as_str()) || path.contains(before.as_str())
            }
            Test::Globs(globs) => globs.is_match(path),
        }
    }
}

/// What a pattern asks, as globs of whole paths.
fn globs(pattern: &str, bare: &str, is_whole: bool, is_of_folder: bool) -> Result<GlobSet> {
    let start = if is_whole { "" } else { "**/" };
    let ends: &[&str] = if is_of_folder { &["/**"] } else { &["", "/**"] };
    let mut globs = GlobSetBuilder::new();
    for end in ends {
        let glob = GlobBuilder::new(&format!("{start}{bare}{end}"))
            .literal_separator(true)
            .backslash_escape(true)
            .build();
        globs.add(glob.map_err(|error| bad(pattern, error.kind()))?);
    }
    globs.build().map_err(|error| bad(pattern, error.kind()))
}

fn bad(pattern: &str, reason: impl std::fmt::Display) -> Error {
    Error::BadPattern {
        pattern: pattern.to_owned(),
        reason: reason.to_string(),
    }
}

/// Holds what patterns promise, whatever they are and whatever the path is: one that is simple means the paths that its globs would,
/// and each of them begins as the pattern does.
#[cfg(any(test, fuzzing))]
pub(crate) fn check(pattern: &str, path: &str) {
    let Ok(parsed) = PathPattern::parse(pattern) else {
        return;
    };
    let is_meant = parsed.matches(path);
    let begins = path.starts_with(&parsed.prefix);
    assert!(begins || !is_meant, "{pattern:?} {path:?}");
    let bare = pattern.strip_suffix('/').unwrap_or(pattern);
    let (is_whole, is_of_folder) = (bare.contains('/'), bare.len() < pattern.len());
    let bare = bare.strip_prefix('/').unwrap_or(bare);
    let is_normal = |path: &str| path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if is_normal(path)
        && is_normal(bare)
        && let Ok(globs) = globs(pattern, bare, is_whole, is_of_folder)
    {
        assert_eq!(is_meant, globs.is_match(path), "{pattern:?} {path:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_a_path_or_a_folder_as_in_an_ignore_file() {
        for (pattern, path, expected) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "b.txt/a", true),
            ("news", "newsletter/a.txt", false),
            ("/new", "news/a.txt", false),
            ("news/a.txt", "news/a.txt", true),
            ("news/a.txt", "news/a.txt.gz", false),
            ("", "a.txt", false),
            ("old", "news/old", true),
            ("old", "old", true),
            ("old/", "news/old", false),
            ("old", "news/old.txt", false),
            ("old", "gold/a.txt", false),
            ("news/old/", "news/old/a.txt", true),
            ("news/old/", "news/old", false),
            ("*.txt", "news/2024/a.txt", true),
            ("*.txt", "news/a.txt.gz", false),
            ("news", "news/2024/a.txt", true),
            ("news/", "old/news/a.txt", true),
            ("news/", "news", false),
            ("/news", "old/news/a.txt", false),
            ("/news", "news/a.txt", true),
            ("news/*.txt", "news/a.txt", true),
            ("news/*.txt", "news/2024/a.txt", false),
            ("news/**/*.txt", "news/2024/06/a.txt", true),
            ("news/**/*.txt", "news/a.txt", true),
            ("news/**", "news/2024/06/a.txt", true),
            ("**/2024/*", "news/2024/a.txt", true),
            ("news/202[45]/?.txt", "news/2025/b.txt", true),
            ("{news,blogs}/a.txt", "blogs/a.txt", true),
            ("новости/*", "новости/а.txt", true),
            ("a.jsonl#1*", "a.jsonl#17", true),
            ("a.jsonl#1*", "a.jsonl#7", false),
            ("old.zip#2024/", "old.zip#2024/a.txt", true),
        ] {
            let parsed = PathPattern::parse(pattern).expect(pattern);
            assert_eq!(parsed.matches(path), expected, "{pattern} {path}");
            assert!(
                !expected || path.starts_with(&parsed.prefix),
                "{pattern} {path}"
            );
        }
        assert!(PathPattern::parse("news/[").is_err());
    }
}
