//! What the index knows of the corpus: a record per file, in one table beside the segments of a generation.
//!
//! A passage has the number of its file; the table has the record of that number. So a file that was touched or renamed
//! gets another record, and its passages stay as they are. Records stand in the order of their paths, and a record's
//! place is the byte it starts at: places sort as paths do, whatever numbers the files have.
//!
//! ```text
//! records by path (postcard) · place of each number (u64) · how many numbers (u64) · hash of all before it (32 bytes)
//! ```

use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::LanguageCounts;
use crate::language::Language;
use crate::source::Skip;

/// The name of the table in a generation.
pub(crate) const FILES: &str = "files";

/// The place of a number that no file has.
const NOWHERE: u64 = u64::MAX;

const NUMBER_BYTES: usize = size_of::<u64>();

/// A hash of content that two files share only if they are the same.
pub(crate) type ContentHash = [u8; 16];

/// The hash of this content: half of a BLAKE3, which nobody can make collide in fewer than 2^64 tries.
pub(crate) fn content_hash(bytes: &[u8]) -> ContentHash {
    let mut hash = ContentHash::default();
    hash.copy_from_slice(&blake3::hash(bytes).as_bytes()[..size_of::<ContentHash>()]);
    hash
}

/// What the index knows of a file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path relative to the corpus.
    pub path: String,
    /// The article's title, if its first line is one.
    pub title: Option<String>,
    /// Size in bytes when it was last seen.
    pub bytes: u64,
    /// Its last change then, in milliseconds since 1970.
    pub modified_ms: u64,
    /// Whether that change lay long enough before the reading that a later one must have another time.
    pub(crate) is_settled: bool,
    /// The number that its passages have.
    pub(crate) number: u64,
    /// The hash of its content, unless it could not be read.
    pub(crate) hash: Option<ContentHash>,
    /// Why it has no passages.
    pub skipped: Option<Skip>,
    /// Bytes that were no UTF-8 and were replaced.
    pub replaced_bytes: u64,
    /// What it has in each language.
    pub languages: Vec<(Language, LanguageCounts)>,
}

/// The table of a generation, as it lies on disk.
pub(crate) struct FileTable {
    bytes: OwnedBytes,
    /// Where the places begin.
    places_start: usize,
    /// Where they end.
    places_end: usize,
}

/// Writes the table of these records, which come by path.
pub(crate) fn write(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = FileRecord>,
) -> io::Result<()> {
    let mut hasher = blake3::Hasher::new();
    let mut put = |bytes: &[u8]| {
        hasher.update(bytes);
        out.write_all(bytes)
    };
    let mut places = Vec::new();
    let (mut place, mut encoded) = (0, Vec::new());
    for record in records {
        let number = record.number as usize;
        if number >= places.len() {
            places.resize(number + 1, NOWHERE);
        }
        places[number] = place;
        encoded.clear();
        encoded = postcard::to_extend(&record, encoded).map_err(io::Error::other)?;
        put(&encoded)?;
        place += encoded.len() as u64;
    }
    for place in &places {
        put(&place.to_le_bytes())?;
    }
    put(&(places.len() as u64).to_le_bytes())?;
    out.write_all(hasher.finalize().as_bytes())
}

/// Records that wait to be written, in the room that they take in the table.
#[derive(Default)]
pub(crate) struct Waiting {
    encoded: Vec<u8>,
}

impl Waiting {
    pub(crate) fn push(&mut self, record: &FileRecord) -> Result<(), postcard::Error> {
        let encoded = std::mem::take(&mut self.encoded);
        self.encoded = postcard::to_extend(record, encoded)?;
        Ok(())
    }
}

impl IntoIterator for Waiting {
    type Item = FileRecord;
    type IntoIter = Box<dyn Iterator<Item = FileRecord>>;

    /// In the order in which they came.
    fn into_iter(self) -> Self::IntoIter {
        let mut start = 0;
        Box::new(std::iter::from_fn(move || {
            let rest = &self.encoded[start..];
            let (record, after) = postcard::take_from_bytes(rest).ok()?;
            start = self.encoded.len() - after.len();
            Some(record)
        }))
    }
}

/// The records of several lists, each of them by path, by path.
pub(crate) fn by_path(
    lists: impl IntoIterator<Item = Box<dyn Iterator<Item = FileRecord>>>,
) -> impl Iterator<Item = FileRecord> {
    let mut lists: Vec<_> = lists.into_iter().map(Iterator::peekable).collect();
    std::iter::from_fn(move || {
        let firsts = lists.iter_mut().enumerate();
        let firsts = firsts.filter_map(|(list, rest)| Some((&rest.peek()?.path, list)));
        let (_, list) = firsts.min()?;
        lists[list].next()
    })
}

impl FileTable {
    /// Opens the table of the generation in `folder`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn open(folder: &Path) -> Result<Self, String> {
        let text = |error: &dyn std::error::Error| format!("`{FILES}`: {error}");
        let directory = MmapDirectory::open(folder).map_err(|error| text(&error))?;
        let file = directory
            .open_read(Path::new(FILES))
            .map_err(|error| text(&error))?;
        let bytes = file.read_bytes().map_err(|error| text(&error))?;
        let bounds = || {
            let places_end = bytes.len().checked_sub(blake3::OUT_LEN + NUMBER_BYTES)?;
            let numbers = number_at(&bytes, places_end)?;
            let places_bytes = usize::try_from(numbers).ok()?.checked_mul(NUMBER_BYTES)?;
            Some((places_end.checked_sub(places_bytes)?, places_end))
        };
        let (places_start, places_end) =
            bounds().ok_or_else(|| format!("`{FILES}` is cut short"))?;
        Ok(Self {
            bytes,
            places_start,
            places_end,
        })
    }

    /// The place of the record of a file; of two files, that of the path that sorts first is the lower.
    pub(crate) fn place(&self, number: u64) -> u64 {
        let at = usize::try_from(number)
            .ok()
            .and_then(|number| number.checked_mul(NUMBER_BYTES))
            .and_then(|bytes| bytes.checked_add(self.places_start))
            .filter(|at| *at < self.places_end);
        at.and_then(|at| number_at(&self.bytes, at))
            .unwrap_or(NOWHERE)
    }

    /// The record at a place.
    pub(crate) fn record(&self, place: u64) -> Option<FileRecord> {
        let records = self.bytes.get(..self.places_start)?;
        postcard::from_bytes(records.get(usize::try_from(place).ok()?..)?).ok()
    }

    /// All records, by path, if the table is as it was written.
    pub(crate) fn records(&self) -> Option<Vec<FileRecord>> {
        let mut records = Vec::new();
        self.each(|record| records.push(record))?;
        Some(records)
    }

    /// Visits all records, by path, if the table is as it was written.
    pub(crate) fn each(&self, mut visit: impl FnMut(FileRecord)) -> Option<()> {
        let (table, hash) = self.bytes.split_last_chunk::<{ blake3::OUT_LEN }>()?;
        if blake3::hash(table) != *hash {
            return None;
        }
        let mut rest = table.get(..self.places_start)?;
        while !rest.is_empty() {
            let (record, after) = postcard::take_from_bytes(rest).ok()?;
            visit(record);
            rest = after;
        }
        Some(())
    }

    /// All numbers of files are below this.
    pub(crate) fn numbers(&self) -> usize {
        (self.places_end - self.places_start) / NUMBER_BYTES
    }
}

fn number_at(bytes: &[u8], at: usize) -> Option<u64> {
    let number = bytes.get(at..)?.first_chunk::<NUMBER_BYTES>()?;
    Some(u64::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(path: &str, number: u64, skipped: Option<Skip>) -> FileRecord {
        FileRecord {
            path: path.to_owned(),
            title: Some(format!("about {path}")),
            bytes: 300,
            modified_ms: 1_700_000_000_123,
            is_settled: true,
            number,
            hash: skipped.is_none().then(|| content_hash(path.as_bytes())),
            skipped,
            replaced_bytes: 0,
            languages: vec![(Language::UNKNOWN, LanguageCounts::default())],
        }
    }

    fn encode(records: &[FileRecord]) -> Vec<u8> {
        let mut table = Vec::new();
        write(&mut table, records.iter().cloned()).expect("a table");
        table
    }

    fn written(table: &[u8]) -> Result<FileTable, String> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(FILES), table).expect("a table");
        FileTable::open(folder.path())
    }

    #[test]
    fn records_are_found_by_number_and_sort_by_path() {
        let records = [
            record("a", 3, None),
            record("b", 0, Some(Skip::Unreadable("why".into()))),
            record("c", 1, Some(Skip::Empty)),
        ];
        let table = written(&encode(&records)).expect("a table");
        assert_eq!(table.records().as_deref(), Some(&records[..]));
        for record in &records {
            let found = table.record(table.place(record.number));
            assert_eq!(found.as_ref(), Some(record));
        }
        assert!(table.place(3) < table.place(0) && table.place(0) < table.place(1));
        for unknown in [2, 4, u64::MAX] {
            assert_eq!(table.record(table.place(unknown)), None);
        }
    }

    #[test]
    fn a_table_with_a_byte_changed_or_cut_is_told_apart() {
        let whole = encode(&[record("a", 0, None), record("b", 1, None)]);
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            let records = written(&changed).ok().and_then(|table| table.records());
            assert_eq!(records, None, "byte {at}");
            let cut = written(&whole[..at]).ok().and_then(|table| table.records());
            assert_eq!(cut, None, "cut at {at}");
        }
    }

    #[test]
    fn records_that_waited_in_several_lists_come_by_path() {
        let records: Vec<_> = ["a", "b", "c", "d", "e", "f", "g"]
            .iter()
            .zip(0..)
            .map(|(path, number)| record(path, number, (number % 3 == 0).then_some(Skip::Empty)))
            .collect();
        let mut lists = [Waiting::default(), Waiting::default(), Waiting::default()];
        for (record, list) in records.iter().zip([1, 1, 0, 1, 0, 0, 1]) {
            lists[list].push(record).expect("a record");
        }
        let sorted: Vec<_> = by_path(lists.map(Waiting::into_iter)).collect();
        assert_eq!(sorted, records);
    }

    #[test]
    fn a_corpus_without_files_has_a_table() {
        let table = written(&encode(&[])).expect("a table");
        assert_eq!(table.records(), Some(Vec::new()));
    }
}
