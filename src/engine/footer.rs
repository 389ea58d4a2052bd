//! What does the engine write at the end of its files?
//!
//! `tantivy` 0.27 ends each file of a segment with the CRC-32 of what is before (its `directory/footer.rs`, hidden from its
//! documentation): JSON with its version and the checksum, the length of that, and a number that marks it. From it the
//! checksum of the whole file follows without reading the file.

use tantivy::HasLen;
use tantivy::directory::FileSlice;
use tantivy::directory::footer::Footer;

/// More than the end of any file takes.
pub(crate) const MAX_BYTES: usize = 1024;

/// The length of the JSON and the number, at the very end; the engine does not look whether there is so much.
const MARK_BYTES: usize = 8;

/// The checksum of a whole file of so many bytes that ends with `end`; none if it does not end as the engine's files do.
pub(crate) fn whole_crc(end: &[u8], bytes: u64) -> Option<u32> {
    let end = &end[end.len().saturating_sub(MAX_BYTES)..];
    if end.len() < MARK_BYTES {
        return None;
    }
    let (footer, before) = Footer::extract_footer(FileSlice::from(end.to_vec())).ok()?;
    let own = &end[before.len()..];
    let content_bytes = bytes.checked_sub(own.len() as u64)?;
    let mut hasher = crc32fast::Hasher::new_with_initial_len(footer.crc, content_bytes);
    hasher.update(own);
    Some(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use tantivy::Directory;
    use tantivy::directory::{ManagedDirectory, RamDirectory, TerminatingWrite};

    use super::*;

    #[test]
    fn the_checksum_of_a_whole_file_follows_from_its_end() {
        let ram = RamDirectory::create();
        let managed = ManagedDirectory::wrap(Box::new(ram.clone())).expect("a directory");
        for (name, length) in [("empty", 0), ("short", 9), ("long", 100_000)] {
            let name = Path::new(name);
            let mut file = managed.open_write(name).expect("a file");
            let content: Vec<u8> = (0..length).map(|at| at as u8).collect();
            file.write_all(&content).expect("written");
            file.terminate().expect("written");
            let whole = ram.open_read(name).expect("the file");
            let whole = whole.read_bytes().expect("its content");
            let by_end = whole_crc(&whole, whole.len() as u64);
            assert_eq!(by_end, Some(crc32fast::hash(&whole)), "{}", name.display());
        }
        assert_eq!(whole_crc(b"no such end", 11), None);
        for short in 0..9 {
            assert_eq!(whole_crc(&[7; 9][..short], short as u64), None);
        }
    }
}
