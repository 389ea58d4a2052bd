//! What is said where there is no index? Where it was looked for, and where there is one.

use std::path::{Path, PathBuf};

use tolmach::source::is_index;

use crate::terminal::quoted;

/// Where an index was looked for, in full: a relative path says little to whoever reads it elsewhere.
pub fn message(path: &Path) -> String {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let further = if path == Path::new("index") && above(path).is_none() {
        ", nor in the folders above"
    } else {
        ""
    };
    format!("no index at `{}`{further}", full.display())
}

/// What to do about it.
pub fn hint(path: &Path) -> String {
    if path.is_file() {
        return of_file(path);
    }
    match above(path) {
        Some(found) => format!(
            "there is one further up: tolmach search … --index {}",
            quoted(&found)
        ),
        None => format!("tolmach index CORPUS --index {}", quoted(path)),
    }
}

/// Said where a file has the place of an index.
pub fn of_file(path: &Path) -> String {
    format!(
        "`{}` is a file, and an index is a folder: --index DIR",
        path.display()
    )
}

/// The index of this relative path in a folder above this one.
fn above(path: &Path) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let levels = here.ancestors().count();
    let mut from = PathBuf::new();
    (1..levels).find_map(|_| {
        from.push("..");
        let found = from.join(path);
        (path.is_relative() && is_index(&found)).then_some(found)
    })
}
