//! What does a file say that is in the corpus for this program? It may be written by anybody, so it is opened with care.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::open_file;
use crate::skip::IgnoreFault;

/// The most bytes that such a file may have.
const MAX_BYTES: u64 = 1_000_000;

/// The content of the file at `path` below the corpus folder; nothing if there is none.
///
/// # Errors
/// Why nobody knows what it says.
pub(super) fn own_file(
    corpus: &Path,
    path: &Path,
    follow_links: bool,
) -> Result<Option<Vec<u8>>, IgnoreFault> {
    let opened = if follow_links {
        let location = corpus.join(path);
        match fs::canonicalize(&location) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && location.is_symlink() => {
                return Err(IgnoreFault::Unreadable("symbolic link to nothing".into()));
            }
            real => real.and_then(|real| open_file::regular(&real, None)),
        }
    } else {
        open_file::regular_below(corpus, path)
    };
    let fault = |error: io::Error| {
        if open_file::is_not_a_file(&error) {
            IgnoreFault::NotAFile
        } else {
            IgnoreFault::Unreadable(error.to_string())
        }
    };
    let file = match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(fault)?,
    };
    let mut content = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut content)
        .map_err(fault)?;
    if content.len() as u64 > MAX_BYTES {
        return Err(IgnoreFault::TooLarge);
    }
    Ok(Some(content))
}
