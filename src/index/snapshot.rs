//! What does a reader see? One generation of an index, which never changes.

use std::collections::hash_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use rustc_hash::FxHashMap;
use tantivy::columnar::{ColumnIndex, ColumnValues};
use tantivy::schema::Field;
use tantivy::{Directory, DocAddress, DocId, IndexReader, ReloadPolicy, Searcher, TantivyError};

use super::article_set::ArticleSet;
use super::columns::{COLUMNS, Columns};
use super::files::{self, FILES, FileTable, KnownFile};
use super::filter::Filter;
use super::known_texts::KnownTexts;
use super::{ARTICLE, BYTE_START, FileRecord, Manifest, generation, glance, version};
use crate::analysis::fingerprint::fingerprint;
use crate::article::{ArticleRecord, LanguageCounts, Metadata};
use crate::engine::checksums::Checksums;
use crate::engine::directory::{META, ReadDirectory};
use crate::engine::fault::Fault;
use crate::engine::keys::KeyTable;
use crate::engine::schema::Fields;
use crate::engine::store;
use crate::engine::texts::TextTable;
use crate::error::{Damage, Difference, Error, Result};
use crate::language::Language;

/// One state of an index, opened for searching: what was current when it was opened, whatever is built since.
///
/// It never changes and can be shared by threads.
pub struct Snapshot {
    path: PathBuf,
    /// The folder of the generation that was current.
    folder: PathBuf,
    /// What its files were written as.
    checksums: Arc<Checksums>,
    pub(super) searcher: Searcher,
    fields: Fields,
    manifest: Manifest,
    table: FileTable,
    article_columns: Columns,
    /// By segment.
    texts: Vec<TextTable>,
    /// By segment.
    pub(super) keys: Vec<KeyTable>,
    /// The columns that were read so far, by segment and name.
    columns: Mutex<FxHashMap<(u32, &'static str), Column>>,
    /// The passages of each segment that are gone, in rising order; listed when first needed.
    pub(super) gone: Vec<OnceLock<Vec<DocId>>>,
}

/// A passage of an article.
pub(crate) struct ArticlePassage {
    pub(crate) address: DocAddress,
    /// Bytes of the article before it.
    pub(crate) byte_start: u64,
    pub(crate) language: Language,
    pub(crate) text: String,
}

/// A number for each passage of a segment.
pub(crate) type Column = Arc<dyn ColumnValues<u64>>;

/// How often opening is tried again while builds replace one generation after the other.
const MAX_TRIES: usize = 100;

fn other_version(found: String) -> Difference {
    Difference::Version {
        found,
        expected: version(),
    }
}

impl Snapshot {
    /// Opens the index at `path`.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`], [`Error::Damaged`], or [`Error::ReadIndex`] where the system does not
    /// let it be read.
    pub fn open(path: &Path) -> Result<Self> {
        let open = || {
            let current = generation::current(path)?;
            let opened = Self::open_generation(path, &current.folder)?;
            if opened.manifest.generation != current.identity {
                return Err(opened.damaged(Damage::OtherGeneration));
            }
            Ok(opened)
        };
        for _ in 1..MAX_TRIES {
            let named = generation::named(path);
            let opened = open();
            // a build may have replaced the generation after its name was read
            if opened.is_ok() || generation::named(path) == named {
                return opened;
            }
        }
        open()
    }

    /// Opens the generation in `folder` of the index at `path`.
    pub(crate) fn open_generation(path: &Path, folder: &Path) -> Result<Self> {
        // the engine trusts what it reads, and panics on some damage
        let opened = catch_unwind(|| Self::read_generation(path, folder));
        let opened = opened.unwrap_or_else(|panic| Err(Damage::of_panic(&*panic).into()));
        opened.map_err(|fault| {
            // what is of another version may have other files
            match (glance::version_of(folder), fault) {
                (Some(found), Fault::Damage(_)) if found != version() => {
                    Fault::from(other_version(found)).in_index(path)
                }
                (_, fault) => fault.in_index(path),
            }
        })
    }

    fn read_generation(path: &Path, folder: &Path) -> Result<Self, Fault> {
        let of_engine = |error: TantivyError| Fault::of_engine(&error);
        let checksums = Arc::new(Checksums::read(folder)?);
        checksums.look(folder)?;
        let directory = ReadDirectory::open(folder, checksums.clone()).map_err(of_engine)?;
        let map = |name: &str| {
            let mapped = directory.map(Path::new(name));
            mapped.map_err(|error| Fault::of_engine(&error.into()))
        };
        let cut = |name: &str| Damage::NotAsWritten {
            file: name.to_owned(),
        };
        let table = FileTable::of(map(FILES)?).ok_or_else(|| cut(FILES))?;
        let article_columns = Columns::of(map(COLUMNS)?).ok_or_else(|| cut(COLUMNS))?;
        // the engine reads all of it each time it is asked for a part
        let meta = directory.atomic_read(Path::new(META));
        let meta = meta.map_err(|error| Fault::of_engine(&error.into()))?;
        let payload = glance::payload(&meta).unwrap_or_default();
        let engine = tantivy::Index::open(directory).map_err(of_engine)?;
        let found = glance::version_in(&payload).ok_or(Damage::NoManifest)?;
        if found != version() {
            return Err(other_version(found).into());
        }
        let (schema, fields) = Fields::schema();
        if engine.schema() != schema {
            return Err(Difference::Fields.into());
        }
        let manifest: Manifest = serde_json::from_str(&payload).map_err(|_| Damage::NoManifest)?;
        if manifest.analysis != fingerprint(manifest.languages.keys().copied()) {
            return Err(Difference::Analysis.into());
        }
        let names = checksums.names();
        for name in names.filter(|name| name.ends_with(store::EXTENSION)) {
            let is_sound = store::is_sound(&engine, name);
            if !is_sound.map_err(|error| Fault::of_engine(&error.into()))? {
                let file = name.to_owned();
                return Err(Damage::NotAsWritten { file }.into());
            }
        }
        let reader: IndexReader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(of_engine)?;
        let searcher = reader.searcher();
        let segments = searcher.segment_readers();
        let texts = segments
            .iter()
            .map(|segment| TextTable::open_in(folder, segment));
        let texts = texts.collect::<Result<_, TantivyError>>();
        let keys = segments.iter().map(KeyTable::open);
        let keys = keys.collect::<Result<_, TantivyError>>();
        let gone = segments.iter().map(|_| OnceLock::new()).collect();
        Ok(Self {
            path: path.to_owned(),
            folder: folder.to_owned(),
            checksums,
            searcher,
            fields,
            manifest,
            table,
            article_columns,
            texts: texts.map_err(of_engine)?,
            keys: keys.map_err(of_engine)?,
            columns: Mutex::default(),
            gone,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// When what it shows was published, if the file system tells and it is current.
    #[must_use]
    pub fn published(&self) -> Option<SystemTime> {
        generation::published(&self.path)
    }

    /// Its size on disk.
    #[must_use]
    pub fn bytes_on_disk(&self) -> u64 {
        generation::folder_bytes(&self.folder)
    }

    /// Does something that reads this index. Where the engine fails or panics, the files are compared with their
    /// checksums: it trusts what it reads, and damage to a large file is not seen before it stumbles over it. A panic
    /// over files that are whole goes on.
    pub(crate) fn reading<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Err(Error::Engine(error))) => {
                let fault = self.damage().unwrap_or_else(|| Fault::of_engine(&error.0));
                Err(fault.in_index(&self.path))
            }
            Ok(result) => result,
            Err(panic) => match self.damage() {
                Some(fault) => Err(fault.in_index(&self.path)),
                None => resume_unwind(panic),
            },
        }
    }

    /// The first file that is not as it was written, or cannot be read.
    fn damage(&self) -> Option<Fault> {
        match self.checksums.damages(&self.folder) {
            Ok(damages) => damages.into_iter().next().map(Fault::from),
            Err(fault) => Some(fault),
        }
    }

    /// What the index says about itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What it has of each language, in the order of the table.
    pub fn languages(&self) -> impl Iterator<Item = (Language, &LanguageCounts)> {
        self.manifest
            .languages
            .iter()
            .map(|(language, counts)| (*language, counts))
    }

    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(crate) fn field(&self, language: Language) -> Field {
        self.fields.of(language)
    }

    /// The folder of the generation that it shows.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What it knows of each file of the corpus, by path.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the table of files is not as it was written.
    pub fn files(&self) -> Result<Vec<FileRecord>> {
        let known = self.known_files()?.into_iter();
        Ok(known.map(|file| file.record).collect())
    }

    /// What it knows of each article, by the path of its file, then as they follow one another in it.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the table of files is not as it was written.
    pub fn articles(&self) -> Result<Vec<ArticleRecord>> {
        let mut articles = Vec::new();
        self.each_known(|known| {
            if let files::Entry::Article(article) = known {
                articles.push(article);
            }
        })?;
        Ok(articles)
    }

    /// The texts of all its articles.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the table of files is not as it was written.
    pub fn known_texts(&self) -> Result<KnownTexts> {
        let mut fingerprints = Vec::new();
        self.each_known(|known| {
            if let files::Entry::Article(article) = known {
                fingerprints.push(article.fingerprint);
            }
        })?;
        Ok(KnownTexts::of(&fingerprints))
    }

    /// The files of the corpus, by path, with where they are in the table.
    pub(crate) fn known_files(&self) -> Result<Vec<KnownFile>> {
        self.table.files().ok_or_else(|| self.damaged_table())
    }

    /// Visits all files of the corpus, by path, each with its articles behind it.
    pub(crate) fn each_known(&self, visit: impl FnMut(files::Entry)) -> Result<()> {
        self.table.each(visit).ok_or_else(|| self.damaged_table())
    }

    fn damaged_table(&self) -> Error {
        self.damaged(Damage::NotAsWritten {
            file: FILES.to_owned(),
        })
    }

    /// What it knows of files and articles, as it lies on disk.
    pub(crate) fn table(&self) -> &FileTable {
        &self.table
    }

    fn damaged(&self, damage: Damage) -> Error {
        Fault::from(damage).in_index(&self.path)
    }

    /// What its files were written as.
    pub(crate) fn checksums(&self) -> &Checksums {
        &self.checksums
    }

    /// Articles have numbers below this.
    pub(crate) fn article_numbers(&self) -> u64 {
        self.table.numbers() as u64
    }

    /// The number of the article of the passage at this address.
    pub(crate) fn article_number(&self, address: DocAddress) -> Result<u64> {
        let articles = self.column(address.segment_ord, ARTICLE)?;
        Ok(articles.get_val(address.doc_id))
    }

    /// The ordinal of the article with this number: ordinals are in the order of the paths, then as in the file.
    pub(crate) fn article_ordinal(&self, number: u64) -> u64 {
        self.table.ordinal(number)
    }

    /// The articles that a filter lets through, of the same text only the first by path if that is one article; none for all.
    ///
    /// # Errors
    /// [`Error::BadPattern`] for a path of the filter.
    pub(crate) fn admitted(
        &self,
        filter: &Filter,
        same_text_is_one: bool,
    ) -> Result<Option<ArticleSet>> {
        let columns = &self.article_columns;
        columns.admitted(&self.table, filter, same_text_is_one)
    }

    /// What it knows of all articles, by number.
    pub(crate) fn article_columns(&self) -> &Columns {
        &self.article_columns
    }

    /// What it knows of the article with this ordinal, and of its file.
    pub(crate) fn article(&self, ordinal: u64) -> Result<(FileRecord, ArticleRecord)> {
        let known = self.table.article(ordinal);
        known.ok_or_else(|| self.of_no_article())
    }

    /// What it knows of the article with this ordinal besides its text.
    pub(crate) fn metadata(&self, ordinal: u64) -> Result<Metadata> {
        let known = self.table.metadata(ordinal);
        known.ok_or_else(|| self.of_no_article())
    }

    fn of_no_article(&self) -> Error {
        self.damaged(Damage::Orphans { passages: 1 })
    }

    /// A column of a segment. Opening one takes longer than all that a query reads of most.
    pub(crate) fn column(&self, segment: u32, name: &'static str) -> Result<Column> {
        let columns = self.columns.lock();
        let mut columns = columns.unwrap_or_else(PoisonError::into_inner);
        match columns.entry((segment, name)) {
            Entry::Occupied(known) => Ok(known.get().clone()),
            Entry::Vacant(unknown) => {
                let columns = self.searcher.segment_reader(segment).fast_fields();
                let column = columns.u64(name)?;
                // every passage has a value, so looking for it would be in vain
                let values = match column.index {
                    ColumnIndex::Full => column.values,
                    _ => column.first_or_default_col(0),
                };
                Ok(unknown.insert(values).clone())
            }
        }
    }

    /// Whether a segment has passages in a language, or had. Of a field that a segment lacks the engine makes up a
    /// dictionary, which takes longer than a lookup in one.
    pub(crate) fn has(&self, segment: usize, language: Language) -> bool {
        self.texts[segment].has(language)
    }

    /// The passages of the article with this number, in its order.
    pub(crate) fn passages_of(&self, number: u64) -> Result<Vec<ArticlePassage>> {
        let mut passages = Vec::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let articles = self.column(segment, ARTICLE)?;
            let byte_starts = self.column(segment, BYTE_START)?;
            let of_article = reader
                .doc_ids_alive()
                .filter(|doc| articles.get_val(*doc) == number);
            for doc in of_article {
                let address = DocAddress::new(segment, doc);
                let (language, text) = self.passage(address)?;
                passages.push(ArticlePassage {
                    address,
                    byte_start: byte_starts.get_val(doc),
                    language,
                    text,
                });
            }
        }
        // they may be in several segments
        passages.sort_by_key(|passage| passage.byte_start);
        Ok(passages)
    }

    /// The text of the passage at this address.
    pub(crate) fn text(&self, address: DocAddress) -> Result<String> {
        Ok(self.passage(address)?.1)
    }

    /// The passage at this address and its language.
    fn passage(&self, address: DocAddress) -> Result<(Language, String)> {
        let passage = self.texts[address.segment_ord as usize].passage(address.doc_id);
        passage.map_err(|error| {
            let file = Path::new("a file of texts");
            Fault::of_io(file, &error).in_index(&self.path)
        })
    }
}
