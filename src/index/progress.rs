//! How far is a build?

use std::sync::atomic::{AtomicU64, AtomicUsize};

/// How far a build is; read by whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Files to read; 0 until the corpus has been walked.
    pub files: AtomicUsize,
    /// Files read so far.
    pub files_done: AtomicUsize,
    /// Bytes to read.
    pub bytes: AtomicU64,
    /// Bytes read so far.
    pub bytes_done: AtomicU64,
}
