//! Is a folder that of an index? Its files are no articles, whoever put it into the corpus.

use std::fs;
use std::path::Path;

use crate::open_file;

/// Names the current generation of an index.
const CURRENT: &str = "CURRENT";
/// Begins the names of generations.
const GENERATION: &str = "gen-";
/// Files that every generation has.
const PARTS: [&str; 2] = ["meta.json", "files"];
/// Marks a folder that is to become that of an index.
const MARKER: &str = ".tolmach";
/// More than any name of a generation takes.
const MAX_NAME_BYTES: u64 = 1024;

/// Whether `folder` is that of an index, or is to become one, or is a generation of one.
#[must_use]
pub fn is_index(folder: &Path) -> bool {
    let has = |name: &str| fs::symlink_metadata(folder.join(name)).is_ok_and(|file| file.is_file());
    let is_empty = |name: &str| {
        let metadata = fs::symlink_metadata(folder.join(name));
        metadata.is_ok_and(|file| file.is_file() && file.len() == 0)
    };
    let name = folder.file_name().unwrap_or_default();
    if name.to_str().is_some_and(is_generation) && PARTS.iter().all(|part| has(part)) {
        return true;
    }
    (has(CURRENT) && names_generation(folder)) || is_empty(MARKER)
}

/// Whether the corpus folder `folder` is, or is a generation of, an index, or lies in a generation.
pub(super) fn is_part_of_index(folder: &Path) -> bool {
    let is_in_generation = |part: &Path| {
        let name = part.file_name().and_then(|name| name.to_str());
        name.is_some_and(is_generation) && is_index(part)
    };
    is_index(folder) || folder.ancestors().any(is_in_generation)
}

/// Whether a folder around the file at `relative` below `folder` is that of an index.
pub(crate) fn is_in_index(folder: &Path, relative: &Path) -> bool {
    let around = relative.ancestors().skip(1);
    let mut around = around.filter(|part| !part.as_os_str().is_empty());
    around.any(|part| is_index(&folder.join(part)))
}

/// Whether this is the name of a generation.
fn is_generation(name: &str) -> bool {
    let digits = name.strip_prefix(GENERATION).unwrap_or_default();
    digits.len() >= 6 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `CURRENT` names a generation that is there.
fn names_generation(folder: &Path) -> bool {
    let content = open_file::read(&folder.join(CURRENT), MAX_NAME_BYTES).unwrap_or_default();
    let content = String::from_utf8(content).unwrap_or_default();
    let name = content.split_whitespace().next().unwrap_or_default();
    is_generation(name) && folder.join(name).is_dir()
}
