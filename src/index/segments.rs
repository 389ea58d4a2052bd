//! How do files become passages on disk? They are dealt to workers, each of which writes segments of its own.
//!
//! A worker reads a file, splits it, and adds its passages to its segment writer, which analyses them. There is no
//! queue between the steps, so memory is bounded by what the segment writers may hold plus one file per worker.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tantivy::index::SegmentMeta;
use tantivy::indexer::{AddOperation, SegmentWriter};
use tantivy::{TantivyDocument, TantivyError};

use super::changes::is_settled;
use super::files::{Articles, EncodedFiles, FileEntry, FileOutcome, FileRecord};
use super::numbers::FreeNumbers;
use crate::article::{self, ArticleRecord, LanguageCounts};
use crate::engine::schema::Fields;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::passage;
use crate::source::reader::{FileArticle, Reader, Stopped};
use crate::source::{self, CorpusFile, Root, Selection, content_hash};

/// Files a worker takes at a time: enough that neighbours stay neighbours, few enough that all finish together.
const FILES_PER_TURN: usize = 16;

/// What a file takes from its listing until its record is written, in bytes. Measured: with 206,000 more files the peak of
/// a build was 41 MB higher.
const FILE_BYTES: usize = 200;

/// The least that a segment writer is given.
pub(crate) const MIN_WRITER_BYTES: usize = 16_000_000;

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

/// What segments are built of, and how.
pub(crate) struct SegmentBuild<'w> {
    /// The folders of the corpus.
    pub(crate) roots: &'w [Root],
    /// How files are read.
    pub(crate) selection: &'w Selection,
    pub(crate) engine: &'w tantivy::Index,
    pub(crate) fields: &'w Fields,
    pub(crate) reader: Reader,
    /// The files, by path, each with the number of its first article.
    pub(crate) files: &'w [(&'w CorpusFile, u64)],
    /// The numbers of further ones.
    pub(crate) numbers: Mutex<FreeNumbers>,
    /// Threads.
    pub(crate) jobs: usize,
    /// What the segment writers, and what is known of the files, may hold together.
    pub(crate) memory_bytes: usize,
    /// The time that reading began, in milliseconds since 1970.
    pub(crate) now_ms: i64,
    pub(crate) progress: &'w Progress,
}

/// The segments that were built, and the records of their files.
#[derive(Default)]
pub(crate) struct BuiltSegments {
    pub(crate) segments: Vec<SegmentMeta>,
    /// What is known of the files, those of each thread by path.
    pub(crate) files: Vec<EncodedFiles>,
}

impl SegmentBuild<'_> {
    /// Writes segments of the passages of all files.
    pub(crate) fn run(&self) -> Result<BuiltSegments> {
        let jobs = self.jobs.clamp(1, self.files.len().max(1));
        let files_bytes = self.files.len().saturating_mul(FILE_BYTES);
        let memory_bytes = self.memory_bytes.saturating_sub(files_bytes) / jobs;
        let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
        let shares: Vec<Result<BuiltSegments>> = std::thread::scope(|scope| {
            let start = || {
                scope.spawn(|| {
                    let share = self.share(&next, &failed, memory_bytes);
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
        }
        Ok(built)
    }

    /// Builds the segments of one thread.
    fn share(
        &self,
        next: &AtomicUsize,
        failed: &AtomicBool,
        memory_bytes: usize,
    ) -> Result<BuiltSegments> {
        let memory_bytes = memory_bytes.max(MIN_WRITER_BYTES);
        let (mut segments, mut files) = (Vec::new(), EncodedFiles::default());
        let mut open: Option<OpenSegment> = None;
        loop {
            let first = next.fetch_add(FILES_PER_TURN, Ordering::Relaxed);
            if first >= self.files.len() || failed.load(Ordering::Relaxed) {
                break;
            }
            let turn = first..(first + FILES_PER_TURN).min(self.files.len());
            for (file, number) in &self.files[turn] {
                let segment = match &mut open {
                    Some(segment) => segment,
                    None => open.insert(OpenSegment::create(self.engine, memory_bytes)?),
                };
                let entry = self.add_file(segment, file, *number)?;
                files.push(&entry).map_err(|error| not_encoded(&error))?;
                if segment.writer.mem_usage() > memory_bytes
                    && let Some(full) = open.take()
                {
                    segments.extend(full.finish()?);
                }
                self.progress.files_done.fetch_add(1, Ordering::Relaxed);
                let bytes_done = &self.progress.bytes_done;
                bytes_done.fetch_add(file.bytes, Ordering::Relaxed);
            }
        }
        if let Some(segment) = open {
            segments.extend(segment.finish()?);
        }
        Ok(BuiltSegments {
            segments,
            files: vec![files],
        })
    }

    /// Adds the passages of a file, of which the first article gets this number.
    fn add_file(
        &self,
        segment: &mut OpenSegment,
        file: &CorpusFile,
        number: u64,
    ) -> Result<FileEntry> {
        let mut articles = Articles::default();
        let mut first_number = Some(number);
        let mut count = 0;
        let mut add = |article: FileArticle| {
            let number = first_number.take().unwrap_or_else(|| self.next_number());
            count += 1;
            let record = self.add_article(segment, &file.path, article, number)?;
            let pushed = articles.push(&record, &file.path);
            pushed.map_err(|error| not_encoded(&error))
        };
        let (mut bytes, mut modified_ms, mut hash) = (file.bytes, file.modified_ms, None);
        let content = source::open(self.roots, &file.path, self.selection).and_then(|opened| {
            // of what is read, which may be another file by now
            (bytes, modified_ms) = (opened.bytes(), opened.modified_ms());
            if let Err(skip) = opened.check() {
                hash = Some(opened.head_hash());
                return Err(skip);
            }
            let content = opened.into_bytes()?;
            hash = Some(content_hash(&content));
            Ok(content)
        });
        let read = match content {
            Ok(content) => (self.reader)(content, &mut add),
            Err(skip) => Err(skip.into()),
        };
        let outcome = match read {
            Ok(replaced_bytes) => FileOutcome::Indexed {
                articles: count,
                replaced_bytes: replaced_bytes as u64,
            },
            Err(Stopped::Skipped(skip)) => FileOutcome::Skipped(skip),
            Err(Stopped::Failed(error)) => return Err(error),
        };
        let file = FileRecord {
            path: file.path.clone(),
            bytes,
            modified_ms,
            is_settled: is_settled(modified_ms, self.now_ms),
            hash,
            outcome,
        };
        Ok(FileEntry { file, articles })
    }

    fn next_number(&self) -> u64 {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        numbers.next().unwrap_or(u64::MAX)
    }

    /// Adds the passages of an article.
    fn add_article(
        &self,
        segment: &mut OpenSegment,
        path: &str,
        article: FileArticle,
        number: u64,
    ) -> Result<ArticleRecord> {
        let FileArticle { id, text, metadata } = article;
        let told = metadata.language.as_ref().map(|told| told.value);
        let mut languages: BTreeMap<Language, LanguageCounts> = BTreeMap::new();
        let mut location = Location::default();
        for (ordinal, passage) in passage::split(&text, told).into_iter().enumerate() {
            let content = &text[passage.byte_range.clone()];
            languages
                .entry(passage.language)
                .or_default()
                .add(&LanguageCounts {
                    articles: u64::from(ordinal == 0),
                    passages: 1,
                    weighed_chars: passage.weighed_chars as u64,
                });
            let fields = self.fields;
            let mut document = TantivyDocument::new();
            document.add_text(fields.of(passage.language), content);
            document.add_u64(fields.article, number);
            document.add_u64(fields.byte_start, passage.byte_range.start as u64);
            document.add_u64(fields.char_start, location.char_start);
            document.add_u64(fields.line, location.line);
            document.add_u64(fields.column, location.column);
            document.add_u64(fields.length, passage.weighed_chars as u64);
            segment.add(document)?;
            location.advance(content);
        }
        Ok(ArticleRecord {
            name: article::name(path, id.as_deref()),
            metadata,
            languages: languages.into_iter().collect(),
            number,
        })
    }
}

fn not_encoded(error: &postcard::Error) -> Error {
    TantivyError::InternalError(error.to_string()).into()
}

/// Where in its article a passage starts.
struct Location {
    char_start: u64,
    line: u64,
    column: u64,
}

impl Default for Location {
    fn default() -> Self {
        Self {
            char_start: 0,
            line: 1,
            column: 1,
        }
    }
}

impl Location {
    /// Moves behind `text`.
    fn advance(&mut self, text: &str) {
        let chars = text.chars().count() as u64;
        self.char_start += chars;
        let lines = text.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.line += lines;
        let tail = text.rsplit('\n').next().unwrap_or(text);
        self.column = if lines == 0 {
            self.column + chars
        } else {
            tail.chars().count() as u64 + 1
        };
    }
}

/// A segment that is being written.
struct OpenSegment {
    segment: tantivy::index::Segment,
    writer: SegmentWriter,
}

impl OpenSegment {
    fn create(engine: &tantivy::Index, memory_bytes: usize) -> Result<Self> {
        let segment = engine.new_segment();
        let writer = SegmentWriter::for_segment(memory_bytes, segment.clone())?;
        Ok(Self { segment, writer })
    }

    fn add(&mut self, document: TantivyDocument) -> Result<()> {
        Ok(self.writer.add_document(AddOperation {
            opstamp: 0,
            document,
        })?)
    }

    /// Completes it; one without a passage is none.
    fn finish(self) -> Result<Option<SegmentMeta>> {
        let max_doc = self.writer.max_doc();
        self.writer.finalize()?;
        Ok((max_doc > 0).then(|| self.segment.with_max_doc(max_doc).meta().clone()))
    }
}
