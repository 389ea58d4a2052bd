//! Is a folder that of an index? Its files are no articles, whoever put it into the corpus.

use std::fs;
use std::path::Path;

use crate::open_file;

/// Names the current generation of an index.
const CURRENT: &str = "CURRENT";
/// Begins the names of generations.
const GENERATION: &str = "gen-";
/// Marks a folder that is to become that of an index.
const MARKER: &str = ".tolmach";
/// More than any name of a generation takes.
const MAX_NAME_BYTES: u64 = 1024;

/// Whether `folder` is that of an index, or is to become one.
#[must_use]
pub fn is_index(folder: &Path) -> bool {
    let marker = folder.join(MARKER);
    is_current_index(folder)
        || fs::symlink_metadata(marker).is_ok_and(|marker| marker.is_file() && marker.len() == 0)
}

/// Whether a folder around the file at `relative` below `folder` is that of an index.
pub(crate) fn is_in_index(folder: &Path, relative: &Path) -> bool {
    let around = relative.ancestors().skip(1);
    let mut around = around.filter(|part| !part.as_os_str().is_empty());
    around.any(|part| is_index(&folder.join(part)))
}

/// Whether `folder` is that of an index that was published.
pub(super) fn is_current_index(folder: &Path) -> bool {
    let names_generation = |content: Vec<u8>| {
        let content = String::from_utf8(content).unwrap_or_default();
        let name = content.split_whitespace().next().unwrap_or_default();
        let digits = name.strip_prefix(GENERATION).unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    open_file::read(&folder.join(CURRENT), MAX_NAME_BYTES).is_ok_and(names_generation)
}
