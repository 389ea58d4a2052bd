//! How is an index to be built?

/// How to build.
// each is a switch of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// Threads that read and analyse.
    pub jobs: usize,
    /// Memory that the segment writers and what is known of the files may hold together, in bytes.
    pub memory_bytes: usize,
    /// Whether to build anew, whatever is there.
    pub rebuild: bool,
    /// Whether to find out what would be done, and write nothing.
    pub dry_run: bool,
    /// Whether an index that is of other folders is to become one of these.
    pub replace_corpus: bool,
    /// Whether a corpus that had files may have none, and whether what nobody could look at counts as gone.
    pub allow_empty: bool,
    /// How many former generations stay beside the new one, for readers that have them open over a network.
    pub keep: usize,
}

impl BuildOptions {
    /// What a thread may fill unless told otherwise. Smaller segments are built faster, for their terms are looked up in
    /// less memory; but they take more room on disk, and a query meets more of them. See `docs/benchmarks.md`.
    pub const THREAD_BYTES: usize = 60_000_000;
}

impl Default for BuildOptions {
    fn default() -> Self {
        let jobs = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            jobs,
            memory_bytes: jobs * Self::THREAD_BYTES,
            rebuild: false,
            dry_run: false,
            allow_empty: false,
            replace_corpus: false,
            keep: 1,
        }
    }
}
