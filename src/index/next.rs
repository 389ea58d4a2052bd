//! What is in the next generation of an index? The former one with its changes, written beside it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use rustc_hash::FxHashSet;
use tantivy::TantivyError;
use uuid::Uuid;

use super::articles::Articles;
use super::changes::Changes;
use super::columns::{COLUMNS, ColumnsWriter};
use super::disk::Disk;
use super::files::{self, Entry, FILES, FileEntry, FilePosition, FileRecord, KnownFile};
use super::generation::Writer;
use super::numbers::FreeNumbers;
use super::options::BuildOptions;
use super::progress::Progress;
use super::remembered::{MADE_OF, Remembered};
use super::segments::SegmentBuild;
use super::snapshot::Snapshot;
use super::surroundings::Surroundings;
use super::waiting::WaitingFiles;
use super::worker::{Task, TextBounds};
use super::{Manifest, whole};
use crate::analysis::fingerprint::fingerprint;
use crate::engine::checksums::{CHECKSUMS, Checksums};
use crate::engine::directory::META;
use crate::engine::schema::Fields;
use crate::engine::{merging, writing};
use crate::error::{Error, Result};
use crate::source::CorpusFile;
use crate::source::reader::Reader;

/// Bytes of text that deserve a thread, and the segment that it makes, when an index is brought up to date.
const BYTES_PER_JOB: u64 = 4_000_000;

/// The files of a generation that are written anew each time.
const OWN_FILES: [&str; 4] = [META, FILES, COLUMNS, MADE_OF];

/// How the next generation is written.
pub(crate) struct GenerationWriter<'n> {
    pub(crate) disk: &'n Disk,
    pub(crate) options: &'n BuildOptions,
    pub(crate) reader: Reader,
    pub(crate) bounds: TextBounds,
    /// The files of the corpus, by path.
    pub(crate) listed: &'n [CorpusFile],
    /// What the manifest says of the corpus.
    pub(crate) about: Manifest,
    pub(crate) now_ms: i64,
    pub(crate) progress: &'n Progress,
}

impl GenerationWriter<'_> {
    /// Writes and publishes the generation in which the changes have been made to `former`; visits the record of each
    /// file, by path.
    pub(crate) fn write(
        &self,
        writer: &Writer<'_>,
        former: Option<&Snapshot>,
        changes: Changes<'_>,
        mut visit: impl FnMut(&FileRecord),
    ) -> Result<Manifest> {
        let mut shared =
            former.map_or_else(Checksums::default, |former| former.checksums().clone());
        shared.forget(&[FILES, COLUMNS, MADE_OF]);
        let generation = writer.next_generation(former.map(|former| (former.folder(), &shared)))?;
        let folder = generation.folder();
        let (_, fields) = Fields::schema();
        let engine = writing::open(self.disk.directory(&folder)?)?;
        let articles_of = |position| articles_of(former, position);
        let mut leaving = Vec::new();
        for position in changes.leaving {
            leaving.extend(articles_of(position)?.numbers());
        }
        let mut taken = leaving.clone();
        for position in changes.former.values() {
            taken.extend(articles_of(*position)?.numbers());
        }
        let kept = changes
            .kept
            .into_iter()
            .map(|KnownFile { record, position }| {
                let articles = articles_of(position)?;
                let file = record;
                Ok(FileEntry { file, articles })
            });
        let kept: Vec<FileEntry> = kept.collect::<Result<_>>()?;
        let kept_numbers = kept.iter().flat_map(|entry| entry.articles.numbers());
        let mut numbers = FreeNumbers::beside(kept_numbers.chain(taken));
        let files = changes.to_read.iter().copied();
        let files: Vec<_> = files.zip(&mut numbers).collect();
        let bytes: u64 = files.iter().map(|(file, _)| file.bytes).sum();
        let jobs = match former {
            Some(_) => self
                .options
                .jobs
                .min(bytes.div_ceil(BYTES_PER_JOB) as usize),
            None => self.options.jobs,
        };
        let task = Task {
            roots: &self.about.corpus,
            selection: &self.about.selection,
            engine: &engine,
            fields: &fields,
            reader: self.reader,
            bounds: self.bounds,
            folder: &folder,
            table: former.map(Snapshot::table),
            former: &changes.former,
            waiting: AtomicUsize::new(0),
            numbers: Mutex::new(numbers),
            now_ms: self.now_ms,
            progress: self.progress,
        };
        let mut around = Surroundings::default();
        for entry in &kept {
            around.add(&entry.file.path, &entry.file.telling);
        }
        let doubtful = kept.iter().filter(|entry| entry.file.telling.is_doubtful());
        let doubtful = doubtful.filter_map(|entry| {
            let path = &entry.file.path;
            let at = self
                .listed
                .binary_search_by(|file| file.path.cmp(path))
                .ok()?;
            Some((&self.listed[at], &entry.file.telling))
        });
        let to_build = SegmentBuild {
            task,
            files: &files,
            around,
            doubtful: doubtful.collect(),
            jobs,
            memory_bytes: self.options.memory_bytes,
        };
        let built = to_build.run()?;
        let mut manifest = Manifest {
            generation: Uuid::new_v4().simple().to_string(),
            ..self.about.emptied()
        };
        let read_again: FxHashSet<String> = built.read_again.into_iter().collect();
        let (kept, in_another_language): (Vec<_>, Vec<_>) = kept
            .into_iter()
            .partition(|entry| !read_again.contains(&entry.file.path));
        for entry in in_another_language {
            leaving.extend(entry.articles.numbers());
        }
        let kept: Box<dyn Iterator<Item = FileEntry>> = Box::new(kept.into_iter());
        let read = built.files.into_iter().map(WaitingFiles::into_entries);
        let read: Vec<_> = read.collect::<Result<_>>()?;
        let entries = files::by_path(std::iter::once(kept).chain(read));
        let mut columns = ColumnsWriter::default();
        let taken = |entry: Entry| {
            match &entry {
                Entry::File(record, _) => {
                    manifest.add_file(record);
                    visit(record);
                }
                Entry::Article(article) => manifest.add_article(&article.languages),
            }
            columns.add(entry);
        };
        let table = |file: &mut dyn io::Write| files::write(file, entries, taken);
        let written = self.disk.write(&folder.join(FILES), table);
        written.map_err(TantivyError::from)?;
        let columns = |file: &mut dyn io::Write| columns.write(file, self.options.jobs);
        let written = self.disk.write(&folder.join(COLUMNS), columns);
        written.map_err(TantivyError::from)?;
        let made_of = Remembered::of(&self.about).write(self.disk, &folder);
        made_of.map_err(TantivyError::from)?;
        manifest.analysis = fingerprint(manifest.languages.keys().copied());
        let payload = serde_json::to_string(&manifest)
            .map_err(|error| TantivyError::InternalError(error.to_string()))?;
        let removed = [leaving, built.withdrawn];
        let mut committed = writing::commit(&engine, built.segments, removed, &payload)?;
        if former.is_some() {
            let memory_bytes = self.options.memory_bytes;
            merging::merge(&mut committed, &engine, &folder, memory_bytes);
        }
        committed.wait_merging_threads()?;
        let segments = engine.load_metas()?.list_segment_files();
        drop(engine);
        shared.forget(&[META]);
        self.seal(&folder, &segments, &shared)
            .map_err(TantivyError::from)?;
        let complete = Snapshot::open_generation(&folder, &folder)?;
        if let Some(damage) = whole::miscounts(&complete).into_iter().next() {
            return Err(TantivyError::InternalError(damage.to_string()).into());
        }
        generation.publish(&manifest.generation)?;
        Ok(manifest)
    }
}

impl GenerationWriter<'_> {
    /// Completes a generation by the list of its files; what no segment needs any more is removed.
    fn seal(
        &self,
        folder: &Path,
        segments: &HashSet<PathBuf>,
        shared: &Checksums,
    ) -> io::Result<()> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name();
            let is_part = OWN_FILES.iter().any(|own| name == *own);
            match name.to_str() {
                Some(name) if is_part || segments.contains(Path::new(name)) => {
                    names.push(name.to_owned());
                }
                _ => fs::remove_file(folder.join(name))?,
            }
        }
        let list = Checksums::of(folder, names, shared)?.to_text();
        let write = |file: &mut dyn io::Write| file.write_all(list.as_bytes());
        self.disk.write(&folder.join(CHECKSUMS), write)
    }
}

/// The articles of a file that the former index knows.
fn articles_of(former: Option<&Snapshot>, position: FilePosition) -> Result<Articles> {
    let articles = former.and_then(|former| former.table().articles_of(position));
    let missing = || TantivyError::InternalError("a file is not in the former table".into());
    articles.ok_or_else(|| Error::from(missing()))
}
