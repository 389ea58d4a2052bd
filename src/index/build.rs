//! Building an index: files dealt to workers, each writing segments of its own; then one commit.
//!
//! A worker reads a file, splits it, and adds its passages to its segment writer, which analyses them. There is no
//! queue between the steps, so memory is bounded by what the segment writers may hold plus one file per worker.

use std::collections::BTreeMap;
use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use serde::Serialize;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{AddOperation, NoMergePolicy, SegmentWriter};
use tantivy::{IndexSettings, IndexWriter, TantivyDocument, TantivyError};

use super::generation::NewGeneration;
use super::schema::{Fields, tokenizers};
use super::{FileRecord, LanguageCounts, Manifest, version};
use crate::corpus::{self, BadLine, CorpusFile, LeftOut, Selection, Skip, Sources};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::passage;

/// Files a worker takes at a time: enough that neighbours stay neighbours, few enough that all finish together.
const FILES_PER_TURN: usize = 16;

/// Size of the blocks that stored text is compressed in. Smaller than Tantivy's 16 KiB: re-ranking reads some
/// hundred passages from all over the index (see `docs/benchmarks.md`).
const STORE_BLOCK_BYTES: usize = 8 * 1024;

/// The least that a segment writer is given.
const MIN_WRITER_BYTES: usize = 16_000_000;

/// How to build.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// Threads that read and analyse.
    pub jobs: usize,
    /// Memory that the segment writers may hold together, in bytes.
    pub memory_bytes: usize,
}

impl Default for BuildOptions {
    fn default() -> Self {
        let jobs = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            jobs,
            memory_bytes: 300_000_000,
        }
    }
}

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

/// What a build did.
#[derive(Clone, Debug, Serialize)]
pub struct BuildReport {
    /// What the new index says about itself.
    #[serde(flatten)]
    pub manifest: Manifest,
    /// Files and folders that are not in the index, with the reason, by path.
    pub skipped: Vec<(String, Skip)>,
    /// How much the selection left out.
    pub left_out: LeftOut,
    /// Lines of ignore files that are no patterns, by file and line.
    pub bad_lines: Vec<BadLine>,
    /// Files with bytes that were no UTF-8, with their number, by path.
    pub repaired: Vec<(String, usize)>,
    /// Size of the index on disk.
    pub index_bytes: u64,
}

/// What a worker has done.
#[derive(Default)]
struct Share {
    segments: Vec<SegmentMeta>,
    files: u64,
    bytes: u64,
    languages: BTreeMap<Language, LanguageCounts>,
    skipped: Vec<(String, Skip)>,
    repaired: Vec<(String, usize)>,
}

/// Builds an index of `sources` and puts it in the place of the one at `index`, if any.
///
/// # Errors
/// Those of [`corpus::list`] if there is nothing to read from, [`Error::NotAnIndex`] if `index` holds something else,
/// [`Error::WriteIndex`] or [`Error::Engine`] if it cannot be written. The former index stays as it was.
pub fn build(
    sources: &Sources,
    index: &Path,
    options: &BuildOptions,
    progress: &Progress,
) -> Result<BuildReport> {
    let listing = corpus::list(sources, index)?;
    progress.files.store(listing.files.len(), Ordering::Relaxed);
    progress.bytes.store(
        listing.files.iter().map(|file| file.bytes).sum(),
        Ordering::Relaxed,
    );
    let generation = NewGeneration::create(index)?;
    let folder = generation.folder();
    let (share, manifest, index_bytes) =
        write_generation(&folder, &sources.selection, &listing, options, progress)
            .map_err(|error| as_write_error(error, index))?;
    generation.publish()?;
    let mut skipped = listing.skipped;
    skipped.extend(share.skipped);
    skipped.sort_by(|one, other| one.0.cmp(&other.0));
    let mut repaired = share.repaired;
    repaired.sort();
    Ok(BuildReport {
        manifest,
        skipped,
        left_out: listing.left_out,
        bad_lines: listing.bad_lines,
        repaired,
        index_bytes,
    })
}

/// What the engine could not write, such as to a full disk; it tells some I/O errors as text only.
fn as_write_error(error: Error, index: &Path) -> Error {
    let source = match error {
        Error::Engine(TantivyError::IoError(source)) => {
            io::Error::new(source.kind(), source.to_string())
        }
        Error::Engine(error) => io::Error::other(error.to_string()),
        other => return other,
    };
    Error::WriteIndex {
        path: index.to_owned(),
        source,
    }
}

/// Writes all segments and the commit; returns what went in and its size on disk.
fn write_generation(
    folder: &Path,
    selection: &Selection,
    listing: &corpus::Listing,
    options: &BuildOptions,
    progress: &Progress,
) -> Result<(Share, Manifest, u64)> {
    let (schema, fields) = Fields::schema();
    let settings = IndexSettings {
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..IndexSettings::default()
    };
    let mut engine = tantivy::Index::builder()
        .schema(schema)
        .settings(settings)
        .create_in_dir(folder)?;
    engine.set_tokenizers(tokenizers());
    let jobs = options.jobs.clamp(1, listing.files.len().max(1));
    let writer_bytes = (options.memory_bytes / jobs).max(MIN_WRITER_BYTES);
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let work = || {
        let worker = Worker {
            engine: &engine,
            fields: &fields,
            files: &listing.files,
            next: &next,
            failed: &failed,
            progress,
            writer_bytes,
        };
        let result = worker.run();
        if result.is_err() {
            failed.store(true, Ordering::Relaxed);
        }
        result
    };
    let shares: Vec<Result<Share>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .map(|worker| {
                worker.join().unwrap_or_else(|_| {
                    Err(TantivyError::ErrorInThread("a worker died".into()).into())
                })
            })
            .collect()
    });
    let mut all = Share::default();
    for share in shares {
        let share = share?;
        all.segments.extend(share.segments);
        all.files += share.files;
        all.bytes += share.bytes;
        all.skipped.extend(share.skipped);
        all.repaired.extend(share.repaired);
        for (language, counts) in &share.languages {
            all.languages.entry(*language).or_default().add(counts);
        }
    }
    let mut writer: IndexWriter = engine.writer_with_num_threads(1, MIN_WRITER_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for segment in all.segments.drain(..) {
        writer.add_segment(segment)?;
    }
    let manifest = Manifest {
        version: version(),
        corpus: listing.roots.clone(),
        selection: selection.clone(),
        files: all.files,
        bytes: all.bytes,
        languages: std::mem::take(&mut all.languages),
    };
    let payload = serde_json::to_string(&manifest)
        .map_err(|error| TantivyError::InternalError(error.to_string()))?;
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&payload);
    commit.commit()?;
    writer.wait_merging_threads()?;
    let index_bytes = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .map(|metadata| metadata.len())
        .sum();
    Ok((all, manifest, index_bytes))
}

/// One thread of a build.
struct Worker<'b> {
    engine: &'b tantivy::Index,
    fields: &'b Fields,
    files: &'b [CorpusFile],
    next: &'b AtomicUsize,
    failed: &'b AtomicBool,
    progress: &'b Progress,
    writer_bytes: usize,
}

impl Worker<'_> {
    fn run(&self) -> Result<Share> {
        let mut share = Share::default();
        let mut open: Option<OpenSegment> = None;
        loop {
            let first = self.next.fetch_add(FILES_PER_TURN, Ordering::Relaxed);
            if first >= self.files.len() || self.failed.load(Ordering::Relaxed) {
                break;
            }
            let turn = first..(first + FILES_PER_TURN).min(self.files.len());
            for number in turn {
                let file = &self.files[number];
                let segment = match &mut open {
                    Some(segment) => segment,
                    None => open.insert(OpenSegment::create(self.engine, self.writer_bytes)?),
                };
                self.add_file(segment, number as u64, file, &mut share)?;
                if segment.writer.mem_usage() > self.writer_bytes
                    && let Some(full) = open.take()
                {
                    share.segments.push(full.finish()?);
                }
                self.progress.files_done.fetch_add(1, Ordering::Relaxed);
                self.progress
                    .bytes_done
                    .fetch_add(file.bytes, Ordering::Relaxed);
            }
        }
        if let Some(segment) = open {
            share.segments.push(segment.finish()?);
        }
        Ok(share)
    }

    /// Adds the document of a file and those of its passages.
    fn add_file(
        &self,
        segment: &mut OpenSegment,
        number: u64,
        file: &CorpusFile,
        share: &mut Share,
    ) -> Result<()> {
        let mut record = FileRecord {
            path: file.path.clone(),
            bytes: file.bytes,
            modified_ms: file.modified_ms,
            hash: 0,
            title: None,
            skipped: None,
            replaced_bytes: 0,
        };
        let content = match corpus::read(file) {
            Ok(content) => content,
            Err(skip) => {
                share.skipped.push((file.path.clone(), skip.clone()));
                record.skipped = Some(skip);
                return segment.add(self.record_document(number, &record)?);
            }
        };
        let text = content.text;
        record.hash = hash(text.as_bytes());
        record.title = passage::title(&text).map(str::to_owned);
        record.replaced_bytes = content.replaced_bytes;
        if content.replaced_bytes > 0 {
            share
                .repaired
                .push((file.path.clone(), content.replaced_bytes));
        }
        share.files += 1;
        share.bytes += file.bytes;
        segment.add(self.record_document(number, &record)?)?;
        let mut place = Place::default();
        for (ordinal, passage) in passage::split(&text, None).into_iter().enumerate() {
            let content = &text[passage.byte_range.clone()];
            let counts = share.languages.entry(passage.language).or_default();
            counts.articles += u64::from(ordinal == 0);
            counts.passages += 1;
            counts.weighed_chars += passage.weighed_chars as u64;
            let mut document = TantivyDocument::new();
            document.add_text(self.fields.of(passage.language), content);
            self.add_columns(
                &mut document,
                number,
                passage.byte_range.start,
                &place,
                passage.weighed_chars,
            );
            segment.add(document)?;
            place.advance(content);
        }
        Ok(())
    }

    fn record_document(&self, number: u64, record: &FileRecord) -> Result<TantivyDocument> {
        let json = serde_json::to_string(record)
            .map_err(|error| TantivyError::InternalError(error.to_string()))?;
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.record, json);
        // every document has every column, which makes the columns dense and fast
        self.add_columns(&mut document, number, 0, &Place::default(), 0);
        Ok(document)
    }

    fn add_columns(
        &self,
        document: &mut TantivyDocument,
        file: u64,
        byte_start: usize,
        place: &Place,
        length: usize,
    ) {
        document.add_u64(self.fields.file, file);
        document.add_u64(self.fields.byte_start, byte_start as u64);
        document.add_u64(self.fields.char_start, place.char_start);
        document.add_u64(self.fields.line, place.line);
        document.add_u64(self.fields.column, place.column);
        document.add_u64(self.fields.length, length as u64);
    }
}

/// Where in its article a passage starts.
struct Place {
    char_start: u64,
    line: u64,
    column: u64,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            char_start: 0,
            line: 1,
            column: 1,
        }
    }
}

impl Place {
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

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
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

    fn finish(self) -> Result<SegmentMeta> {
        let max_doc = self.writer.max_doc();
        self.writer.finalize()?;
        Ok(self.segment.with_max_doc(max_doc).meta().clone())
    }
}
