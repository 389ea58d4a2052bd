//! What may a document and an archive take? Bounds that no file, however it was made, exceeds.

use std::time::Duration;

/// The most that the reading of a file may take.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    /// Bytes of a document that is in memory as a whole, packed or not.
    pub(crate) document_bytes: u64,
    /// Containers within one another.
    pub(crate) depth: usize,
    /// How many times larger than the file what is unpacked of it may be, once it is large.
    pub(crate) ratio: u64,
    /// Bytes that may be unpacked of a file whatever the ratio.
    pub(crate) free_bytes: u64,
    /// Entries of all archives of a file.
    pub(crate) entries: u64,
    /// Bytes that may be unpacked of a file in all.
    pub(crate) unpacked_bytes: u64,
    /// How long a parser may take for a document.
    pub(crate) time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            document_bytes: 256_000_000,
            depth: 6,
            // deflate makes at most a thousand bytes of one; text of it about three, and lists a hundred
            ratio: 250,
            free_bytes: 32_000_000,
            entries: 500_000,
            unpacked_bytes: 64_000_000_000,
            time: Duration::from_secs(60),
        }
    }
}
