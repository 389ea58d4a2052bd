//! What is in a file that a person names as input?

use std::io::{self, Read};
use std::path::Path;

use anyhow::Context;

/// The most bytes that an input may have: the paths of ten million files.
const MAX_BYTES: u64 = 500_000_000;

/// The text of a file, or of standard input for `-`; bytes that are no UTF-8 are replaced. `what` it holds is for errors.
pub fn read(path: &Path, what: &str) -> anyhow::Result<String> {
    Ok(String::from_utf8_lossy(&read_bytes(path, what)?).into_owned())
}

/// The bytes of a file, or of standard input for `-`. `what` it holds is for errors.
pub fn read_bytes(path: &Path, what: &str) -> anyhow::Result<Vec<u8>> {
    if path.as_os_str() == "-" {
        return bounded(std::io::stdin())
            .with_context(|| format!("cannot read {what} from standard input"));
    }
    std::fs::File::open(path)
        .and_then(bounded)
        .with_context(|| format!("cannot read {what} from `{}`", path.display()))
}

/// All bytes, if they are not more than any such input has: one without end must not take all memory.
fn bounded(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}
