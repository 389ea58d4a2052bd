//! How do files become segments? Dealt to workers, each writing passages into segments of its own.
//!
//! A worker reads a file, splits it, and adds its passages to its segment writer, which analyses them. There is no
//! queue between the steps, so memory is bounded by what the segment writers may hold plus a window of text per worker.
//!
//! Files of which the text leaves doubt about its language wait until all others were read: then what is around them decides,
//! and it is the same in whatever order they were read. A file that an index has already is read again where what is around it
//! says something else than before.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex, OnceLock, PoisonError};

use super::surroundings::{Surroundings, Telling};
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
    /// What the files tell of the languages around them that are in the index already.
    pub(crate) around: Surroundings,
    /// Those of them of which the text leaves doubt.
    pub(crate) doubtful: Vec<(&'w CorpusFile, &'w Telling)>,
    /// Threads.
    pub(crate) jobs: usize,
    /// What the segment writers, and what is known of the files, may hold together.
    pub(crate) memory_bytes: usize,
}

impl SegmentBuild<'_> {
    /// Writes segments of the passages of all files.
    pub(crate) fn run(&self) -> Result<BuiltSegments> {
        let jobs = self.jobs.clamp(1, self.files.len().max(1));
        let writer_bytes = self.writer_bytes(jobs);
        let turns = Turns {
            first: AtomicUsize::new(0),
            second: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
            first_look: Mutex::default(),
            all_looked: Barrier::new(jobs),
            second_look: OnceLock::new(),
        };
        let shares: Vec<Result<BuiltSegments>> = std::thread::scope(|scope| {
            let start = || scope.spawn(|| self.share(&turns, writer_bytes));
            let workers: Vec<_> = (0..jobs).map(|_| start()).collect();
            let results = workers.into_iter().map(|worker| {
                let result = worker.join();
                result.unwrap_or_else(|panic| resume_unwind(panic))
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
        if let Some(second) = turns.second_look.get() {
            built.read_again.clone_from(&second.read_again);
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
    fn share<'t>(&'t self, turns: &'t Turns<'t>, writer_bytes: usize) -> Result<BuiltSegments> {
        let mut worker = Worker::new(&self.task, writer_bytes);
        let first = catch_unwind(AssertUnwindSafe(|| {
            read(&mut worker, self.files, &turns.first, &turns.failed)
        }));
        let is_done = matches!(first, Ok(Ok(())));
        turns.failed.fetch_or(!is_done, Ordering::Relaxed);
        let (votes, postponed) = worker.first_look();
        {
            let looks = turns.first_look.lock();
            let mut looks = looks.unwrap_or_else(PoisonError::into_inner);
            looks.votes.merge(votes);
            looks.postponed.extend(postponed);
        }
        // the others wait for it, whatever became of it
        turns.all_looked.wait();
        first.unwrap_or_else(|panic| resume_unwind(panic))?;
        let second = turns.second_look.get_or_init(|| self.second_look(turns));
        worker.look_around(&second.around);
        let read = read(&mut worker, &second.files, &turns.second, &turns.failed);
        turns.failed.fetch_or(read.is_err(), Ordering::Relaxed);
        read?;
        worker.finish()
    }

    /// What is known when all files were read once.
    fn second_look<'t>(&'t self, turns: &Turns<'t>) -> SecondLook<'t> {
        let looks = turns.first_look.lock();
        let mut looks = looks.unwrap_or_else(PoisonError::into_inner);
        let mut around = self.around.clone();
        around.merge(std::mem::take(&mut looks.votes));
        let mut files = std::mem::take(&mut looks.postponed);
        let numbers = self.task.numbers.lock();
        let mut numbers = numbers.unwrap_or_else(PoisonError::into_inner);
        let mut read_again = Vec::new();
        for (file, telling) in &self.doubtful {
            if telling.decided != Some(around.decide(&file.path, telling)) {
                files.push((*file, numbers.next().unwrap_or(u64::MAX)));
                read_again.push(file.path.clone());
            }
        }
        files.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
        SecondLook {
            around,
            files,
            read_again,
        }
    }
}

/// Reads files that no other thread has taken.
fn read<'t>(
    worker: &mut Worker<'t>,
    files: &'t [(&'t CorpusFile, u64)],
    next: &AtomicUsize,
    failed: &AtomicBool,
) -> Result<()> {
    loop {
        let first = next.fetch_add(FILES_PER_TURN, Ordering::Relaxed);
        if first >= files.len() || failed.load(Ordering::Relaxed) {
            return Ok(());
        }
        let turn = first..(first + FILES_PER_TURN).min(files.len());
        for (file, number) in &files[turn] {
            worker.add_file(file, *number)?;
        }
    }
}

/// What the threads of a build share.
struct Turns<'t> {
    /// How many files were taken to be read, and of those that are read when all others were.
    first: AtomicUsize,
    second: AtomicUsize,
    failed: AtomicBool,
    first_look: Mutex<FirstLook<'t>>,
    all_looked: Barrier,
    second_look: OnceLock<SecondLook<'t>>,
}

/// What reading all files once brought.
#[derive(Default)]
struct FirstLook<'t> {
    votes: Surroundings,
    postponed: Vec<(&'t CorpusFile, u64)>,
}

/// What is to be read then.
struct SecondLook<'t> {
    around: Surroundings,
    /// By path.
    files: Vec<(&'t CorpusFile, u64)>,
    /// Those of them that the index had already.
    read_again: Vec<String>,
}
