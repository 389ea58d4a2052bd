//! Which files does a pattern of a corrections file take? Those that a line of `.gitignore` would.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Characters that mean something else than themselves in a pattern.
const SIGNS: &[char] = &['*', '?', '[', ']', '\\', '!', '{', '}', '#'];

/// A pattern with signs.
pub(super) struct Pattern(Gitignore);

impl Pattern {
    /// What a pattern without signs is looked up by: the name of a file or folder, or with a stroke before it its path.
    pub(super) fn plain(glob: &str) -> Option<String> {
        let is_plain = !glob.contains(SIGNS)
            && !glob.ends_with('/')
            && glob.trim() == glob
            && !glob.is_empty();
        is_plain.then(|| {
            let path = glob.trim_start_matches('/');
            let is_path = glob.contains('/');
            if is_path {
                format!("/{path}")
            } else {
                path.to_owned()
            }
        })
    }

    /// The pattern that is written so.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn new(glob: &str) -> Result<Self, String> {
        if glob.trim().is_empty() {
            return Err("an empty pattern".to_owned());
        }
        if glob.starts_with('!') {
            return Err(format!("`!` has no meaning here: `{glob}`"));
        }
        let line = if glob.starts_with('#') {
            format!("\\{glob}")
        } else {
            glob.to_owned()
        };
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        let added = builder.add_line(None, &line).map(drop);
        let built = added.and_then(|()| builder.build());
        built.map(Self).map_err(|error| match error {
            ignore::Error::Glob { err, .. } => format!("`{glob}`: {err}"),
            other => format!("`{glob}`: {other}"),
        })
    }

    /// Whether it takes the file at `path`, or a folder that this is in.
    pub(super) fn matches(&self, path: &Path) -> bool {
        self.0.matched_path_or_any_parents(path, false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_without_signs_takes_what_it_would_take_with_them() {
        let paths = ["a.txt", "b/a.txt", "b/c/a.txt", "a.txt/d", "b", "c/b/x"];
        for glob in ["a.txt", "/a.txt", "b/a.txt", "b", "c"] {
            let key = Pattern::plain(glob).expect("no sign");
            let pattern = Pattern::new(glob).expect("a pattern");
            for path in paths.map(Path::new) {
                let keys = path.ancestors().filter_map(|part| {
                    let name = part.file_name()?.to_str()?.to_owned();
                    Some([name, format!("/{}", part.display())])
                });
                let is_found = keys.flatten().any(|one| one == key);
                assert_eq!(is_found, pattern.matches(path), "{glob} {path:?}");
            }
        }
        for glob in ["*.txt", "a?", "[ab]", "a/", "\\a", "#a", " a"] {
            assert_eq!(Pattern::plain(glob), None, "{glob}");
        }
    }
}
