//! What does the index know of the corpus? It has a table of its files and their articles, beside the segments of a generation.
//!
//! A passage has the number of its article; the table has the record of that number. So a file that was touched or
//! renamed gets another record, as do its articles, and their passages stay as they are. Files stand in the order of
//! their paths, each with its articles behind it, and the ordinal of an article is the byte it starts at: ordinals sort
//! as the paths do and then as the articles of a file follow one another, whatever numbers they have.
//!
//! ```text
//! files by path, each with its articles · ordinal of each number (u64) · how many numbers (u64)
//!     · hash of all before it (32 bytes)
//! file:    its record (postcard)
//! article: how many bytes before it its file starts · id, number, metadata, counts, fingerprint (all postcard)
//! ```

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

use super::articles::{Articles, StoredArticle, as_record};
use super::surroundings::Telling;
use crate::article::{self, ArticleRecord, Metadata};
use crate::source::{ContentHash, FileNotes, Skip};

/// The name of the table in a generation.
pub(crate) const FILES: &str = "files";

/// The ordinal of a number that no article has.
const NOWHERE: u64 = u64::MAX;

const NUMBER_BYTES: usize = size_of::<u64>();

/// What the index knows of a file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path relative to the corpus.
    pub path: String,
    /// Size in bytes when it was last seen.
    pub bytes: u64,
    /// Its last change then, in milliseconds since 1970.
    pub modified_ms: i64,
    /// Whether it is no file, but an article that was handed over.
    pub is_in_memory: bool,
    /// Whether that change lay long enough before the reading that a later one must have another time.
    pub(crate) is_settled: bool,
    /// The hash of its content, unless it could not be read.
    pub(crate) hash: Option<ContentHash>,
    /// What its text tells of its language, and what was made of that.
    pub(crate) telling: Telling,
    /// A number for what was said of how it is to be read.
    pub(crate) rules: u64,
    /// What became of it.
    pub outcome: FileOutcome,
    /// What else there is to tell of it.
    pub notes: FileNotes,
}

/// What became of a file when it was indexed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileOutcome {
    /// Its articles are in the index.
    Indexed {
        /// How many it has.
        articles: u64,
    },
    /// It has no article in the index, for this reason.
    Skipped(Skip),
}

impl FileRecord {
    /// Why it has no article in the index, if that is so.
    #[must_use]
    pub fn skipped(&self) -> Option<&Skip> {
        match &self.outcome {
            FileOutcome::Skipped(skip) => Some(skip),
            FileOutcome::Indexed { .. } => None,
        }
    }

    /// How many of its articles are in the index.
    #[must_use]
    pub fn articles(&self) -> u64 {
        match self.outcome {
            FileOutcome::Indexed { articles } => articles,
            FileOutcome::Skipped(_) => 0,
        }
    }

    /// What of it is not in the index: all of it, or parts, each with its name and the reason.
    pub fn passed_over(&self) -> impl Iterator<Item = (String, &Skip)> {
        let whole = self.skipped().map(|skip| (self.path.clone(), skip));
        let parts = self.notes.faults.iter();
        whole
            .into_iter()
            .chain(parts.map(|(id, skip)| (article::name(&self.path, id.as_deref()), skip)))
    }
}

/// A file with its articles.
#[derive(Clone)]
pub(crate) struct FileEntry {
    pub(crate) file: FileRecord,
    pub(crate) articles: Articles,
}

/// A file or an article of the table; the articles of a file follow it.
pub(crate) enum Entry {
    /// The file, and where it starts in the table.
    File(FileRecord, FilePosition),
    Article(ArticleRecord),
}

/// Where a file starts in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FilePosition(u64);

impl FilePosition {
    /// As it lies in a file.
    pub(super) fn to_bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }

    pub(super) fn of_bytes(bytes: [u8; 8]) -> Self {
        Self(u64::from_le_bytes(bytes))
    }
}

/// A file that a former index knows.
#[derive(Clone, Debug)]
pub(crate) struct KnownFile {
    pub(crate) record: FileRecord,
    /// Where it is in the table of that index.
    pub(crate) position: FilePosition,
}

/// The table of a generation, as it lies on disk.
pub(crate) struct FileTable {
    bytes: OwnedBytes,
    /// Where the ordinals begin.
    ordinals_start: usize,
    /// Where they end.
    ordinals_end: usize,
}

/// Writes the table of these files, which come by path, and visits what it has as it is written.
pub(super) fn write(
    out: &mut dyn Write,
    entries: impl IntoIterator<Item = FileEntry>,
    mut visit: impl FnMut(Entry),
) -> io::Result<()> {
    let mut hasher = blake3::Hasher::new();
    let mut written = 0;
    let mut put = |bytes: &[u8]| {
        hasher.update(bytes);
        written += bytes.len() as u64;
        out.write_all(bytes).map(|()| written)
    };
    let mut ordinals = Vec::new();
    let mut file_start = 0;
    let mut encoded = Vec::new();
    for FileEntry { file, articles } in entries {
        encoded.clear();
        encoded = postcard::to_extend(&file, encoded).map_err(io::Error::other)?;
        let mut ordinal = put(&encoded)?;
        let path = file.path.clone();
        visit(Entry::File(file, FilePosition(file_start)));
        for (article, bytes) in articles.iter() {
            let number = article.1 as usize;
            if number >= ordinals.len() {
                ordinals.resize(number + 1, NOWHERE);
            }
            ordinals[number] = ordinal;
            encoded.clear();
            encoded =
                postcard::to_extend(&(ordinal - file_start), encoded).map_err(io::Error::other)?;
            encoded.extend_from_slice(bytes);
            ordinal = put(&encoded)?;
            visit(Entry::Article(as_record(article, &path)));
        }
        file_start = ordinal;
    }
    for ordinal in &ordinals {
        put(&ordinal.to_le_bytes())?;
    }
    put(&(ordinals.len() as u64).to_le_bytes())?;
    out.write_all(hasher.finalize().as_bytes())
}

/// The files of several lists, each of them by path, by path.
pub(crate) fn by_path<'l>(
    lists: impl IntoIterator<Item = Box<dyn Iterator<Item = FileEntry> + 'l>>,
) -> impl Iterator<Item = FileEntry> {
    let mut lists: Vec<_> = lists.into_iter().map(Iterator::peekable).collect();
    std::iter::from_fn(move || {
        let firsts = lists.iter_mut().enumerate();
        let firsts = firsts.filter_map(|(list, rest)| Some((&rest.peek()?.file.path, list)));
        let (_, list) = firsts.min()?;
        lists[list].next()
    })
}

impl FileTable {
    /// The table that a file holds, unless that is cut short.
    pub(crate) fn of(bytes: OwnedBytes) -> Option<Self> {
        let bounds = || {
            let ordinals_end = bytes.len().checked_sub(blake3::OUT_LEN + NUMBER_BYTES)?;
            let numbers = number_at(&bytes, ordinals_end)?;
            let ordinals_bytes = usize::try_from(numbers).ok()?.checked_mul(NUMBER_BYTES)?;
            Some((ordinals_end.checked_sub(ordinals_bytes)?, ordinals_end))
        };
        let (ordinals_start, ordinals_end) = bounds()?;
        Some(Self {
            bytes,
            ordinals_start,
            ordinals_end,
        })
    }

    /// The ordinal of the article with this number; of two, that of the file whose path sorts first is the lower.
    pub(crate) fn ordinal(&self, number: u64) -> u64 {
        let at = usize::try_from(number)
            .ok()
            .and_then(|number| number.checked_mul(NUMBER_BYTES))
            .and_then(|bytes| bytes.checked_add(self.ordinals_start))
            .filter(|at| *at < self.ordinals_end);
        at.and_then(|at| number_at(&self.bytes, at))
            .unwrap_or(NOWHERE)
    }

    /// What comes from a byte of the records on.
    fn from(&self, start: u64) -> Option<&[u8]> {
        let records = self.bytes.get(..self.ordinals_start)?;
        records.get(usize::try_from(start).ok()?..)
    }

    /// The article with this ordinal, and where its file starts.
    fn stored(&self, ordinal: u64) -> Option<(FilePosition, StoredArticle)> {
        let (before, article) = postcard::from_bytes::<(u64, _)>(self.from(ordinal)?).ok()?;
        Some((FilePosition(ordinal.checked_sub(before)?), article))
    }

    /// The article with this ordinal, and its file.
    pub(crate) fn article(&self, ordinal: u64) -> Option<(FileRecord, ArticleRecord)> {
        let (position, article) = self.stored(ordinal)?;
        let file: FileRecord = postcard::from_bytes(self.from(position.0)?).ok()?;
        let article = as_record(article, &file.path);
        Some((file, article))
    }

    /// The name of the article with this ordinal, which is of the file with this path; nothing else is read of it.
    pub(super) fn name(&self, ordinal: u64, path: &str) -> Option<String> {
        let stored = postcard::take_from_bytes::<(u64, Option<&str>)>(self.from(ordinal)?);
        stored.ok().map(|((_, id), _)| article::name(path, id))
    }

    /// What is known of the article with this ordinal.
    pub(crate) fn metadata(&self, ordinal: u64) -> Option<Metadata> {
        let (_, (_, _, metadata, ..)) = self.stored(ordinal)?;
        Some(metadata)
    }

    /// The path of a file, of which nothing else is read.
    pub(super) fn path(&self, position: FilePosition) -> Option<&str> {
        let (path, _) = postcard::take_from_bytes(self.from(position.0)?).ok()?;
        Some(path)
    }

    /// The articles of a file.
    pub(crate) fn articles_of(&self, position: FilePosition) -> Option<Articles> {
        let bytes = self.from(position.0)?;
        let (file, rest): (FileRecord, _) = postcard::take_from_bytes(bytes).ok()?;
        let start = self.ordinals_start - rest.len();
        let bytes = self.bytes.slice(start..self.ordinals_start);
        Some(Articles::in_table(bytes, file.articles()))
    }

    /// The same one by one, as they lie there; none if there is no such file.
    pub(super) fn articles_at(
        &self,
        position: FilePosition,
    ) -> impl Iterator<Item = StoredArticle> + use<'_> {
        let known = self.from(position.0).and_then(|bytes| {
            let (file, rest) = postcard::take_from_bytes::<FileRecord>(bytes).ok()?;
            Some((file.articles(), rest))
        });
        let (count, mut rest) = known.unwrap_or_default();
        (0..count).map_while(move |_| {
            let ((_, article), after) = postcard::take_from_bytes::<(u64, _)>(rest).ok()?;
            rest = after;
            Some(article)
        })
    }

    /// The article with this number, as it lies there.
    pub(super) fn stored_of(&self, number: u64) -> Option<StoredArticle> {
        let (_, article) = self.stored(self.ordinal(number))?;
        Some(article)
    }

    /// All files, by path, if the table is as it was written.
    pub(crate) fn files(&self) -> Option<Vec<KnownFile>> {
        let mut files = Vec::new();
        self.each(|entry| {
            if let Entry::File(record, position) = entry {
                files.push(KnownFile { record, position });
            }
        })?;
        Some(files)
    }

    /// Visits all files, by path, and their articles, if the table is as it was written.
    pub(crate) fn each(&self, mut visit: impl FnMut(Entry)) -> Option<()> {
        let (table, hash) = self.bytes.split_last_chunk::<{ blake3::OUT_LEN }>()?;
        if blake3::hash(table) != *hash {
            return None;
        }
        let records = self.from(0)?;
        let mut rest = records;
        while !rest.is_empty() {
            let start = (records.len() - rest.len()) as u64;
            let (file, after): (FileRecord, _) = postcard::take_from_bytes(rest).ok()?;
            let (path, articles) = (file.path.clone(), file.articles());
            visit(Entry::File(file, FilePosition(start)));
            rest = after;
            for _ in 0..articles {
                let ((_, article), after) =
                    postcard::take_from_bytes::<(u64, StoredArticle)>(rest).ok()?;
                visit(Entry::Article(as_record(article, &path)));
                rest = after;
            }
        }
        Some(())
    }

    /// All numbers of articles are below this.
    pub(crate) fn numbers(&self) -> usize {
        (self.ordinals_end - self.ordinals_start) / NUMBER_BYTES
    }
}

fn number_at(bytes: &[u8], at: usize) -> Option<u64> {
    let number = bytes.get(at..)?.first_chunk::<NUMBER_BYTES>()?;
    Some(u64::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::super::articles::encode as encode_article;
    use super::*;
    use crate::article::{LanguageCounts, Origin, Told};
    use crate::duplicates::Fingerprint;
    use crate::language::Language;
    use crate::source::content_hash;

    fn entry(path: &str, numbers: &[u64]) -> FileEntry {
        let outcome = match numbers {
            [] => FileOutcome::Skipped(Skip::Unreadable("why".into())),
            _ => FileOutcome::Indexed {
                articles: numbers.len() as u64,
            },
        };
        let file = FileRecord {
            path: path.to_owned(),
            bytes: 300,
            modified_ms: 1_700_000_000_123,
            is_in_memory: false,
            is_settled: true,
            telling: Telling::default(),
            hash: (!numbers.is_empty()).then(|| content_hash(path.as_bytes())),
            rules: 0,
            outcome,
            notes: FileNotes::default(),
        };
        let articles = encoded(path, &records(path, numbers));
        FileEntry { file, articles }
    }

    fn encoded(path: &str, records: &[ArticleRecord]) -> Articles {
        let articles = records.iter().map(|record| encode_article(record, path));
        let articles: Vec<Vec<u8>> = articles.collect::<Result<_, _>>().expect("articles");
        let bytes = OwnedBytes::new(articles.concat());
        Articles::waiting(bytes, records.len() as u64)
    }

    fn records(path: &str, numbers: &[u64]) -> Vec<ArticleRecord> {
        let record = |number: &u64| ArticleRecord {
            name: match numbers.len() {
                1 => path.to_owned(),
                _ => format!("{path}#{number}"),
            },
            metadata: Metadata {
                title: Some(Told {
                    value: format!("about {path}"),
                    origin: Origin::FirstLine,
                }),
                ..Metadata::default()
            },
            languages: vec![(Language::UNKNOWN, LanguageCounts::default())],
            number: *number,
            fingerprint: Fingerprint::default(),
        };
        numbers.iter().map(record).collect()
    }

    fn encode(entries: &[FileEntry]) -> Vec<u8> {
        let mut table = Vec::new();
        write(&mut table, entries.iter().cloned(), |_| ()).expect("a table");
        table
    }

    fn written(table: &[u8]) -> Option<FileTable> {
        FileTable::of(OwnedBytes::new(table.to_vec()))
    }

    #[test]
    fn articles_are_found_by_number_and_sort_by_path_then_as_in_their_file() {
        let files: [(&str, &[u64]); 4] = [("a", &[3]), ("b", &[]), ("c", &[5, 0, 4]), ("d", &[1])];
        let entries = files.map(|(path, numbers)| entry(path, numbers));
        let table = written(&encode(&entries)).expect("a table");
        let known = table.files().expect("the files");
        let paths = known.iter().map(|file| file.record.clone());
        assert!(paths.eq(entries.iter().map(|entry| entry.file.clone())));
        let mut ordinals = Vec::new();
        for ((path, numbers), known) in files.into_iter().zip(known) {
            for record in records(path, numbers) {
                let ordinal = table.ordinal(record.number);
                let metadata = record.metadata.clone();
                assert_eq!(table.metadata(ordinal), Some(metadata));
                assert_eq!(table.article(ordinal), Some((known.record.clone(), record)));
                ordinals.push(ordinal);
            }
            let articles = table.articles_of(known.position).expect("its articles");
            assert!(articles.numbers().eq(numbers.iter().copied()));
        }
        assert!(ordinals.is_sorted() && ordinals.len() == 5);
        for unknown in [2, 6, u64::MAX] {
            assert_eq!(table.article(table.ordinal(unknown)), None);
        }
    }

    #[test]
    fn a_table_with_a_byte_changed_or_cut_is_told_apart() {
        let whole = encode(&[entry("a", &[0]), entry("b", &[1, 2])]);
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            let files = |table: &[u8]| written(table)?.files();
            assert!(files(&changed).is_none(), "byte {at}");
            assert!(files(&whole[..at]).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn a_corpus_without_files_has_a_table() {
        let table = written(&encode(&[])).expect("a table");
        assert_eq!(table.files().map(|files| files.len()), Some(0));
    }

    #[test]
    fn the_name_of_an_article_is_not_written_beside_that_of_its_file() {
        let path = "news/".repeat(20);
        let articles = records("x", &[0]);
        let [record] = &articles[..] else {
            panic!("one article");
        };
        let mut entry = entry(&path, &[0]);
        let record = ArticleRecord {
            name: path.clone(),
            ..record.clone()
        };
        entry.articles = encoded(&path, &[record]);
        let table = encode(&[entry]);
        assert!(table.len() < path.len() + 130, "{} bytes", table.len());
    }
}
