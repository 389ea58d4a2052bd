//! Files that a person names as input.

use std::io::Read;
use std::path::Path;

use anyhow::Context;

/// The text of a file, or of standard input for `-`; bytes that are no UTF-8 are replaced. `what` it holds is for errors.
pub fn read(path: &Path, what: &str) -> anyhow::Result<String> {
    Ok(String::from_utf8_lossy(&read_bytes(path, what)?).into_owned())
}

/// The bytes of a file, or of standard input for `-`. `what` it holds is for errors.
pub fn read_bytes(path: &Path, what: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin()
            .read_to_end(&mut bytes)
            .with_context(|| format!("cannot read {what} from standard input"))?;
    } else {
        bytes = std::fs::read(path)
            .with_context(|| format!("cannot read {what} from `{}`", path.display()))?;
    }
    Ok(bytes)
}
