//! How do files become segments? Dealt to workers, each writing passages into segments of its own.
//!
//! A worker reads a file, splits it, and adds its passages to its segment writer, which analyses them. There is no
//! queue between the steps, so memory is bounded by what the segment writers may hold plus a window of text per worker.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::worker::{BuiltSegments, Task, Worker};
use crate::error::Result;
use crate::source::CorpusFile;

/// Files a worker takes at a time: enough that neighbours stay neighbours, few enough that all finish together.
const FILES_PER_TURN: usize = 16;

/// What a file takes from its listing until its record is written, in bytes. Measured: with 206,000 more files the peak of
/// a build was 41 MB higher.
const FILE_BYTES: usize = 200;

/// The least that a segment writer is given.
const MIN_WRITER_BYTES: usize = 16_000_000;

/// The most that a segment writer is given: its engine counts bytes in 32 bits.
const MAX_WRITER_BYTES: usize = 2_000_000_000;

/// Files to index, and how.
pub(crate) struct SegmentBuild<'w> {
    pub(crate) task: Task<'w>,
    /// The files, by path, each with the number of its first article.
    pub(crate) files: &'w [(&'w CorpusFile, u64)],
    /// Threads.
    pub(crate) jobs: usize,
    /// What the segment writers, and what is known of the files, may hold together.
    pub(crate) memory_bytes: usize,
}

impl SegmentBuild<'_> {
    /// Writes segments of the passages of all files.
    pub(crate) fn run(&self) -> Result<BuiltSegments> {
        let jobs = self.jobs.clamp(1, self.files.len().max(1));
        let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
        let writer_bytes = self.writer_bytes(jobs);
        let shares: Vec<Result<BuiltSegments>> = std::thread::scope(|scope| {
            let start = || {
                scope.spawn(|| {
                    let share = self.share(&next, &failed, writer_bytes);
                    failed.fetch_or(share.is_err(), Ordering::Relaxed);
                    share
                })
            };
            let workers: Vec<_> = (0..jobs).map(|_| start()).collect();
            let results = workers.into_iter().map(|worker| {
                let result = worker.join();
                result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            results.collect()
        });
        let mut built = BuiltSegments::default();
        for share in shares {
            let share = share?;
            built.segments.extend(share.segments);
            built.files.extend(share.files);
            built.withdrawn.extend(share.withdrawn);
        }
        Ok(built)
    }

    /// What the segment writer of each of so many threads may hold.
    fn writer_bytes(&self, jobs: usize) -> usize {
        let files_bytes = self.files.len().saturating_mul(FILE_BYTES);
        let largest = self.files.iter().map(|(file, _)| file.bytes).max();
        // a piece that is read, and the text that it is added to
        let window_bytes =
            (2 * self.task.bounds.window_bytes as u64).min(largest.unwrap_or(0)) as usize;
        let writer_bytes = self.memory_bytes.saturating_sub(files_bytes) / jobs;
        let writer_bytes = writer_bytes.saturating_sub(window_bytes);
        writer_bytes.clamp(MIN_WRITER_BYTES, MAX_WRITER_BYTES)
    }

    /// What one thread does.
    fn share(
        &self,
        next: &AtomicUsize,
        failed: &AtomicBool,
        writer_bytes: usize,
    ) -> Result<BuiltSegments> {
        let mut worker = Worker::new(&self.task, writer_bytes);
        loop {
            let first = next.fetch_add(FILES_PER_TURN, Ordering::Relaxed);
            if first >= self.files.len() || failed.load(Ordering::Relaxed) {
                return worker.finish();
            }
            let turn = first..(first + FILES_PER_TURN).min(self.files.len());
            for (file, number) in &self.files[turn] {
                worker.add_file(file, *number)?;
                self.task
                    .progress
                    .files_done
                    .fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}
