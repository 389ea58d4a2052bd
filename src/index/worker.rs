//! How does a file become passages? Its articles are split as they are read, and each passage goes into the segment that
//! is open; a full one is completed in the middle of a file too, so that neither the size of a file nor the number of its
//! articles decides how much is in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::TantivyDocument;
use tantivy::index::SegmentMeta;

use super::changes::is_settled;
use super::files::{FileOutcome, FilePosition, FileRecord, FileTable};
use super::former::{FormerArticles, Kept, together};
use super::numbers::FreeNumbers;
use super::progress::Progress;
use super::surroundings::{Surroundings, Telling};
use super::waiting::WaitingFiles;
use crate::analysis::memory::remembered_bytes;
use crate::article::{self, Article, ArticleRecord, Date, LanguageCounts, Metadata};
use crate::duplicates::Fingerprinter;
use crate::engine::schema::Fields;
use crate::engine::writing::NewSegment;
use crate::error::{Error, Result};
use crate::format::{Bounds, Rules};
use crate::language::Language;
use crate::language::identify::identify;
use crate::passage::{Passage, Splitter};
use crate::source::completed::{Around, completed};
use crate::source::hashed::HashedFile;
use crate::source::memory::article_hash;
use crate::source::reader::{FileArticle, How, Reader, Stopped};
use crate::source::{self, CorpusFile, FileNotes, Root, Selection, Skip};

/// Bytes of words that the analyzers of a segment writer may remember besides what it may hold: those of five languages.
const WORDS_BYTES: usize = 25_000_000;

/// A text of no more bytes than this is in one language if it takes what is around it to tell which.
const NOTE_BYTES: usize = 900;

/// Bytes of text after which a segment writer is asked how much it holds.
const ASKED_BYTES: usize = 64 * 1024;

/// How much of a text a build has in memory, and in a segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextBounds {
    /// Bytes of a text that are read and split at once.
    pub(crate) window_bytes: usize,
    /// Bytes of text that a segment may have when another passage is added to it.
    pub(crate) segment_bytes: u64,
}

impl Default for TextBounds {
    fn default() -> Self {
        Self {
            window_bytes: 4_000_000,
            // well below what parts of the engine count in 32 bits
            segment_bytes: 1_000_000_000,
        }
    }
}

/// How files are indexed, whichever thread does it.
pub(crate) struct Task<'w> {
    /// The folders of the corpus.
    pub(crate) roots: &'w [Root],
    /// How its files are read.
    pub(crate) selection: &'w Selection,
    pub(crate) engine: &'w tantivy::Index,
    pub(crate) fields: &'w Fields,
    pub(crate) reader: Reader,
    pub(crate) bounds: TextBounds,
    /// The folder of the generation that is being made.
    pub(crate) folder: &'w Path,
    /// What the former generation knows, and which files of that are read again, by their paths.
    pub(crate) table: Option<&'w FileTable>,
    pub(crate) former: &'w FxHashMap<&'w str, FilePosition>,
    /// How many lists of files wait for the table.
    pub(crate) waiting: AtomicUsize,
    /// The numbers of articles that are not the first of their file.
    pub(crate) numbers: Mutex<FreeNumbers>,
    /// The time that reading began, in milliseconds since 1970.
    pub(crate) now_ms: i64,
    pub(crate) progress: &'w Progress,
}

impl Task<'_> {
    fn waiting_files(&self) -> WaitingFiles {
        let number = self.waiting.fetch_add(1, Ordering::Relaxed);
        WaitingFiles::new(self.folder, format!("waiting.{number}"))
    }

    /// The articles that the index has of a file.
    fn former_articles(&self, path: &str) -> Option<FormerArticles<'_>> {
        let position = self.former.get(path)?;
        Some(FormerArticles::of(self.table?, *position))
    }
}

/// What the files became.
#[derive(Default)]
pub(crate) struct BuiltSegments {
    pub(crate) segments: Vec<SegmentMeta>,
    /// What is known of the files, those of each thread by path.
    pub(crate) files: Vec<WaitingFiles>,
    /// Numbers of articles whose passages are to leave the segments: their files could not be read to the end, or do not have
    /// them any more.
    pub(crate) withdrawn: Vec<u64>,
    /// Paths of files that the index had already, in another language.
    pub(crate) read_again: Vec<String>,
}

/// What makes passages of files, in a thread of its own.
pub(super) struct Worker<'w> {
    task: &'w Task<'w>,
    /// What its segment writer may hold.
    writer_bytes: usize,
    open: Option<OpenSegment>,
    segments: Vec<SegmentMeta>,
    /// Those that are read, and behind them those that were postponed and read again.
    files: Vec<WaitingFiles>,
    withdrawn: Vec<u64>,
    /// What the files tell of the languages around them.
    votes: Surroundings,
    /// Files of which the text leaves doubt.
    postponed: Vec<(&'w CorpusFile, u64)>,
    /// What is around all files, once that is known.
    around: Option<&'w Surroundings>,
}

/// A file of which articles were taken.
struct OpenFile<'f> {
    path: &'f str,
    bytes: u64,
    /// The number for its first article, until that is taken.
    first_number: Option<u64>,
    /// The numbers of the articles that were added, and of the one that is being.
    numbers: Vec<u64>,
    /// Those that the index has of the file.
    former: Option<FormerArticles<'f>>,
    count: u64,
    /// What the first of them tells of its language.
    telling: Telling,
    /// Bytes of it that the progress has.
    told_bytes: u64,
}

impl<'w> Worker<'w> {
    pub(super) fn new(task: &'w Task<'w>, writer_bytes: usize) -> Self {
        Self {
            task,
            writer_bytes,
            open: None,
            segments: Vec::new(),
            files: vec![task.waiting_files()],
            withdrawn: Vec::new(),
            votes: Surroundings::default(),
            postponed: Vec::new(),
            around: None,
        }
    }

    /// What the files that were added tell of the languages around them, and those of which the text leaves doubt.
    pub(super) fn first_look(&mut self) -> (Surroundings, Vec<(&'w CorpusFile, u64)>) {
        let votes = std::mem::take(&mut self.votes);
        (votes, std::mem::take(&mut self.postponed))
    }

    /// From now on what is around a file decides where its text leaves doubt, and no file is postponed.
    pub(super) fn look_around(&mut self, around: &'w Surroundings) {
        self.around = Some(around);
        self.files.push(self.task.waiting_files());
    }

    /// Completes the last segment.
    pub(super) fn finish(mut self) -> Result<BuiltSegments> {
        self.complete_segment()?;
        Ok(BuiltSegments {
            segments: self.segments,
            files: self.files,
            withdrawn: self.withdrawn,
            read_again: Vec::new(),
        })
    }

    /// Adds the passages of a file, of which the first article gets this number; or postpones it, if it takes what is around
    /// it to tell its language.
    pub(super) fn add_file(&mut self, file: &'w CorpusFile, number: u64) -> Result<()> {
        let mut record = FileRecord {
            path: file.path.clone(),
            bytes: file.bytes,
            modified_ms: file.modified_ms,
            is_settled: false,
            is_in_memory: file.article.is_some(),
            hash: None,
            telling: Telling::default(),
            rules: file.rules.fingerprint(),
            outcome: FileOutcome::Skipped(Skip::Empty),
            notes: FileNotes::default(),
        };
        let mut open = OpenFile {
            path: &file.path,
            bytes: file.bytes,
            first_number: Some(number),
            numbers: Vec::new(),
            former: self.task.former_articles(&file.path),
            count: 0,
            telling: Telling::default(),
            told_bytes: 0,
        };
        let start = self.files.last().map_or(0, WaitingFiles::position);
        let read = match &file.article {
            Some(article) => self.add_from_memory(article, &mut open, &mut record),
            None => self.add_from_disk(&file.rules, &mut open, &mut record),
        };
        let OpenFile {
            numbers,
            former,
            count,
            told_bytes,
            telling,
            ..
        } = open;
        if self.around.is_none() {
            self.votes.add(&file.path, &telling);
        }
        if matches!(read, Err(Stopped::Postponed)) {
            self.postponed.push((file, number));
            return Ok(());
        }
        record.telling = telling;
        let read = match read {
            Ok(mut notes) if count == 0 => {
                let skip = notes.why_nothing();
                record.notes = notes;
                Err(skip.into())
            }
            read => read,
        };
        record.outcome = match read {
            Ok(notes) => {
                record.notes = notes;
                FileOutcome::Indexed { articles: count }
            }
            Err(Stopped::Skipped(skip)) => {
                self.withdrawn.extend(numbers);
                FileOutcome::Skipped(skip)
            }
            Err(Stopped::Failed(error)) => return Err(error),
            Err(Stopped::Postponed) => return Ok(()),
        };
        if let Some(former) = former {
            self.withdrawn.extend(former.leaving());
        }
        if let Some(files) = self.files.last_mut() {
            files.add_file(&record, start)?;
        }
        let rest = file.bytes.saturating_sub(told_bytes);
        let progress = self.task.progress;
        progress.bytes_done.fetch_add(rest, Ordering::Relaxed);
        progress.files_done.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn add_from_memory(
        &mut self,
        article: &Article,
        open: &mut OpenFile<'_>,
        record: &mut FileRecord,
    ) -> Result<FileNotes, Stopped> {
        record.hash = Some(article_hash(article));
        let article = FileArticle {
            id: None,
            metadata: completed(article.metadata.clone(), &article.text, Around::default()),
            text: article.text.clone(),
            rest: None,
        };
        self.add_article(open, article)?;
        Ok(FileNotes::default())
    }

    fn add_from_disk(
        &mut self,
        rules: &Rules,
        open: &mut OpenFile<'_>,
        record: &mut FileRecord,
    ) -> Result<FileNotes, Stopped> {
        let Task {
            roots,
            selection,
            reader,
            bounds,
            now_ms,
            ..
        } = self.task;
        let path = open.path;
        let opened = source::open(roots, path, selection)?;
        // of what is read, which may be another file by now
        (record.bytes, record.modified_ms) = (opened.bytes(), opened.modified_ms());
        record.is_settled = is_settled(record.modified_ms, *now_ms);
        let is_told = rules.kind.is_some() || rules.is_converted;
        if let Err(skip) = opened.check()
            && !is_told
        {
            record.hash = Some(opened.head_hash());
            return Err(skip.into());
        }
        let mut file = HashedFile::new(opened);
        let how = How {
            path,
            roots,
            rules,
            bounds: &Bounds::default(),
            file_time: rules
                .file_time_is_date
                .then(|| Date::of_unix_seconds(record.modified_ms.div_euclid(1000)))
                .flatten(),
            window_bytes: bounds.window_bytes,
        };
        let mut take = |article: FileArticle<'_, '_>| self.add_article(open, article);
        let read = reader(&mut file, &how, &mut take);
        match (read, file.finish()) {
            // what stopped the reading comes again when the file is read again
            (Err(Stopped::Failed(error)), _) => Err(error.into()),
            (_, Err(skip)) => Err(skip.into()),
            (read, Ok(hash)) => {
                record.hash = Some(hash);
                read
            }
        }
    }

    fn number(&self, open: &mut OpenFile<'_>) -> u64 {
        let number = open.first_number.take().unwrap_or_else(|| {
            let numbers = self.task.numbers.lock();
            let mut numbers = numbers.unwrap_or_else(PoisonError::into_inner);
            numbers.next().unwrap_or(u64::MAX)
        });
        open.numbers.push(number);
        number
    }

    /// Adds the passages of an article, unless it has no text.
    fn add_article(
        &mut self,
        open: &mut OpenFile<'_>,
        article: FileArticle<'_, '_>,
    ) -> Result<(), Stopped> {
        let FileArticle {
            id,
            metadata,
            mut text,
            mut rest,
        } = article;
        if rest.is_none() && is_blank(&text) {
            return Ok(());
        }
        let told = metadata.language.as_ref().map(|told| told.value);
        if rest.is_none()
            && open.count > 0
            && let Some(former) = &mut open.former
            && let Some(kept) = former.take(&text, told)
        {
            open.numbers.push(kept.number);
            return self.note_article(open, id.as_deref(), metadata, kept);
        }
        let mut splitter = match told {
            Some(_) => Splitter::new(told),
            None => self.splitter(open, &text)?,
        };
        if let Some(told) = told.filter(|_| open.count == 0) {
            open.telling = Telling::told(told);
        }
        let number = self.number(open);
        let mut languages: BTreeMap<Language, LanguageCounts> = BTreeMap::new();
        let mut position = Position::default();
        let mut has_text = false;
        let mut fingerprint = Fingerprinter::default();
        loop {
            let is_last = rest.is_none();
            let done = splitter.split(&text, is_last, |passage, content| {
                let counts = languages.entry(passage.language).or_default();
                counts.add(&LanguageCounts {
                    articles: u64::from(passage.byte_range.start == 0),
                    passages: 1,
                    weighed_chars: passage.weighed_chars as u64,
                });
                has_text = has_text || !is_blank(content);
                fingerprint.add(content);
                self.add_passage(&passage, content, number, &position)?;
                position.advance(content);
                Ok::<(), Error>(())
            })?;
            let Some(reader) = &mut rest else { break };
            self.tell_progress(open, done as u64);
            text.drain(..done);
            let bytes = text.len() + self.task.bounds.window_bytes;
            if !reader.fill(&mut text, bytes)? {
                rest = None;
            }
        }
        if !has_text {
            self.withdrawn.push(number);
            return Ok(());
        }
        let languages: Vec<_> = languages.into_iter().collect();
        let kept = Kept {
            number,
            fingerprint: fingerprint.finish(&together(&languages)),
            languages,
        };
        self.note_article(open, id.as_deref(), metadata, kept)
    }

    /// Notes an article whose passages are in a segment.
    fn note_article(
        &mut self,
        open: &mut OpenFile<'_>,
        id: Option<&str>,
        metadata: Metadata,
        kept: Kept,
    ) -> Result<(), Stopped> {
        open.count += 1;
        let record = ArticleRecord {
            name: article::name(open.path, id),
            metadata,
            languages: kept.languages,
            number: kept.number,
            fingerprint: kept.fingerprint,
        };
        if let Some(files) = self.files.last_mut() {
            files.add_article(&record, open.path)?;
        }
        Ok(())
    }

    /// What splits an article that does not say which language it is in, unless it takes what is around its file to tell.
    fn splitter(&self, open: &mut OpenFile<'_>, text: &str) -> Result<Splitter, Stopped> {
        let identified = identify(text);
        // what decides for a file is kept with its record: there is one for all its articles
        if open.count > 0 {
            return Ok(Splitter::in_language(identified.language));
        }
        open.telling = Telling::of(&identified);
        if !open.telling.is_doubtful() {
            return Ok(Splitter::in_language(identified.language));
        }
        let Some(around) = self.around else {
            return Err(Stopped::Postponed);
        };
        let language = around.decide(open.path, &open.telling);
        open.telling.decided = Some(language);
        Ok(if text.len() <= NOTE_BYTES {
            Splitter::new(Some(language))
        } else {
            Splitter::in_language(language)
        })
    }

    fn tell_progress(&self, open: &mut OpenFile<'_>, bytes: u64) {
        let bytes = bytes.min(open.bytes - open.told_bytes);
        open.told_bytes += bytes;
        let bytes_done = &self.task.progress.bytes_done;
        bytes_done.fetch_add(bytes, Ordering::Relaxed);
    }

    fn add_passage(
        &mut self,
        passage: &Passage,
        content: &str,
        number: u64,
        position: &Position,
    ) -> Result<()> {
        let fields = self.task.fields;
        let mut document = TantivyDocument::new();
        document.add_text(fields.of(passage.language), content);
        document.add_u64(fields.article, number);
        document.add_u64(fields.byte_start, passage.byte_range.start as u64);
        document.add_u64(fields.char_start, position.char_start);
        document.add_u64(fields.line, position.line);
        document.add_u64(fields.column, position.column);
        document.add_u64(fields.length, passage.weighed_chars as u64);
        let segment = match &mut self.open {
            Some(segment) => segment,
            None => self
                .open
                .insert(OpenSegment::create(self.task.engine, self.writer_bytes)?),
        };
        segment.add(document, content.len())?;
        if segment.is_full(self.writer_bytes, self.task.bounds.segment_bytes) {
            self.complete_segment()?;
        }
        Ok(())
    }

    fn complete_segment(&mut self) -> Result<()> {
        if let Some(segment) = self.open.take() {
            self.segments.push(segment.finish()?);
        }
        Ok(())
    }
}

fn is_blank(text: &str) -> bool {
    text.trim_start_matches('\u{FEFF}').trim().is_empty()
}

/// Where in its article a passage starts.
struct Position {
    char_start: u64,
    line: u64,
    column: u64,
}

impl Default for Position {
    fn default() -> Self {
        Self {
            char_start: 0,
            line: 1,
            column: 1,
        }
    }
}

impl Position {
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
    segment: NewSegment,
    text_bytes: u64,
    /// Bytes of text since the writer was asked how much it holds.
    unasked_bytes: usize,
}

impl OpenSegment {
    fn create(engine: &tantivy::Index, memory_bytes: usize) -> Result<Self> {
        Ok(Self {
            segment: NewSegment::create(engine, memory_bytes)?,
            text_bytes: 0,
            unasked_bytes: 0,
        })
    }

    fn add(&mut self, document: TantivyDocument, text_bytes: usize) -> Result<()> {
        self.text_bytes += text_bytes as u64;
        self.unasked_bytes += text_bytes;
        Ok(self.segment.add(document)?)
    }

    /// Whether no more is to be added.
    fn is_full(&mut self, writer_bytes: usize, segment_bytes: u64) -> bool {
        if self.text_bytes >= segment_bytes {
            return true;
        }
        if self.unasked_bytes < ASKED_BYTES {
            return false;
        }
        self.unasked_bytes = 0;
        let words_bytes = remembered_bytes().saturating_sub(WORDS_BYTES);
        self.segment.memory_bytes() + words_bytes > writer_bytes
    }

    /// Completes it.
    fn finish(self) -> Result<SegmentMeta> {
        Ok(self.segment.finish()?)
    }
}
