//! Which files does a pattern mean? One as in `.gitignore`, held against paths in their order.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::{Error, Result};

/// What a pattern asks of paths.
pub(super) struct PathPattern {
    globs: GlobSet,
    /// What every path begins with that it means.
    pub(super) prefix: String,
    /// Whether it is of names of articles, not only of paths of files.
    pub(super) is_of_names: bool,
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
        let bare = bare.strip_prefix('/').unwrap_or(bare);
        let is_of_names = bare.contains('#');
        let start = if is_whole { "" } else { "**/" };
        let mut ends = vec!["/**"];
        if is_of_names {
            ends.push("");
        } else if !pattern.ends_with('/') {
            // the articles in an archive are in a file of this path
            ends.push("");
        }
        let mut globs = GlobSetBuilder::new();
        for end in ends {
            let glob = GlobBuilder::new(&format!("{start}{bare}{end}"))
                .literal_separator(true)
                .backslash_escape(true)
                .build();
            globs.add(glob.map_err(|error| bad(pattern, error.kind()))?);
        }
        let literal = bare.find(['*', '?', '[', '{', '\\']).unwrap_or(bare.len());
        Ok(Self {
            globs: globs.build().map_err(|error| bad(pattern, error.kind()))?,
            prefix: if is_whole {
                bare[..literal].to_owned()
            } else {
                String::new()
            },
            is_of_names,
        })
    }

    /// Whether it means this path.
    pub(super) fn matches(&self, path: &str) -> bool {
        self.globs.is_match(path)
    }
}

fn bad(pattern: &str, reason: impl std::fmt::Display) -> Error {
    Error::BadPattern {
        pattern: pattern.to_owned(),
        reason: reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_a_path_or_a_folder_as_in_an_ignore_file() {
        for (pattern, path, expected) in [
            ("*.txt", "a.txt", true),
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
