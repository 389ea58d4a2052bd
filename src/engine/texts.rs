//! What does a passage say? One more file of each segment has the texts, each of which is read by itself.
//!
//! Re-ranking reads some hundred passages from all over the index, and the engine's own store would decompress a block of
//! passages for each of them. Here every passage is compressed alone, by a table of the byte sequences that its language
//! is rich in (FSST; Boncz, Neumann and Leis, "FSST: Fast Random Access String Compression", 2020). A segment learns the
//! table of a language from the first passages that it has in it, so it needs nothing but itself to be read; a merged
//! segment learns its tables anew.
//!
//! ```text
//! texts · tables · where each text starts (5 bytes each) · ordinals of the languages, those with a table first
//!     · number of texts (u32), of languages (u8), of tables (u8)
//! text:  ordinal of the language (u8), bytes that follow · 2 + whether they are codes (both postcard), codes or the text,
//!     half of the CRC-32 of number, language and text (u16)
//! table: lengths of the sequences (255 bytes), the sequences (8 bytes each)
//! ```
//! A code is the number of a sequence; 255 says that the next byte stands for itself. The checksum shows a text that is
//! damaged, or not that of the passage: without it a search would show whatever the bytes say. Its two bytes are 1 % of a
//! text, and comparing it takes 0.1 µs.

use std::any::Any;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use fsst::{Compressor, ESCAPE_CODE};
use tantivy::directory::{FileSlice, OwnedBytes, TerminatingWrite, WritePtr};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::indexer::doc_id_mapping::DocIdMapping;
use tantivy::plugin::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};
use tantivy::schema::document::ErasedDocument;
use tantivy::schema::{Schema, Value};
use tantivy::{DocId, HasLen, SegmentReader, TantivyDocument, TantivyError};
use tantivy_common::file_slice::WrapFile;

use super::schema::Fields;
use crate::language::Language;
use crate::open_file;

/// What the names of the files end with.
const EXTENSION: &str = "texts";

/// Text of a language that its table is learned from. The learning itself takes a sample of a quarter of it. Four times
/// as much makes the file 0.4 % smaller, a quarter as much 3 % larger.
const LEARNT_BYTES: usize = 64 * 1024;

/// The most bytes of a sequence.
const SEQUENCE_BYTES: usize = 8;

/// Sequences of a table.
const SEQUENCES: usize = ESCAPE_CODE as usize;

/// What a compressor holds in memory: a number for each two bytes, and a hash table of the longer sequences.
const COMPRESSOR_BYTES: usize = 160 * 1024;

const TABLE_BYTES: usize = SEQUENCES + SEQUENCES * SEQUENCE_BYTES;

/// What is read at once: all of nearly every passage.
const READ_BYTES: usize = 1024;

/// Five bytes are enough for a terabyte of text in a segment.
const START_BYTES: usize = 5;

const CHECKSUM_BYTES: usize = size_of::<u16>();

const TRAILER_BYTES: usize = size_of::<u32>() + 2;

fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}

fn damaged() -> io::Error {
    let reason = format!("a file `.{EXTENSION}` is not as it was written");
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

/// The checksum of the text of a passage.
fn checksum(doc: DocId, ordinal: u8, text: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&doc.to_le_bytes());
    hasher.update(&[ordinal]);
    hasher.update(text);
    (hasher.finalize() as u16).to_le_bytes()
}

/// The file of a segment.
pub(crate) struct TextTable {
    bytes: OwnedBytes,
    /// Its texts, as they are read.
    texts: FileSlice,
    /// Where the starts begin.
    starts: usize,
    /// What the segment has of each language, by ordinal.
    languages: Vec<OfLanguage>,
}

/// What a segment has of a language.
#[derive(Clone, Copy)]
enum OfLanguage {
    Nothing,
    PlainTexts,
    /// Where its table begins.
    Table(usize),
}

impl TextTable {
    /// Opens the file of a segment to read all of it.
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let table = Self::of(segment.open_read(component())?.read_bytes()?);
        table.ok_or_else(|| damaged().into())
    }

    /// Opens the file of a segment in a folder to read passages here and there. They are read from the file: having its
    /// pages mapped for a few hundred bytes of each takes three times as long.
    pub(crate) fn open_in(folder: &Path, segment: &SegmentReader) -> tantivy::Result<Self> {
        let mut table = Self::open(segment)?;
        let name = format!("{}.{EXTENSION}", segment.segment_id().uuid_string());
        let file = WrapFile::new(open_file::regular(&folder.join(name), None)?)?;
        table.texts = FileSlice::new(Arc::new(file)).slice_to(table.texts.len());
        Ok(table)
    }

    fn of(bytes: OwnedBytes) -> Option<Self> {
        let (rest, trailer) = bytes.split_last_chunk::<TRAILER_BYTES>()?;
        let [texts @ .., number_of_languages, number_of_tables] = *trailer;
        let languages = rest.len().checked_sub(usize::from(number_of_languages))?;
        let texts = u32::from_le_bytes(texts) as usize;
        let starts = languages.checked_sub(texts.checked_mul(START_BYTES)?)?;
        let texts_end = starts.checked_sub(usize::from(number_of_tables) * TABLE_BYTES)?;
        let tables = (texts_end..starts).step_by(TABLE_BYTES);
        let kinds = tables.map(OfLanguage::Table);
        let kinds = kinds.chain(std::iter::repeat(OfLanguage::PlainTexts));
        let mut of_languages = vec![OfLanguage::Nothing; Language::all().count()];
        for (ordinal, kind) in rest[languages..].iter().zip(kinds) {
            *of_languages.get_mut(usize::from(*ordinal))? = kind;
        }
        Some(Self {
            texts: FileSlice::new(Arc::new(bytes.slice(0..texts_end))),
            starts,
            languages: of_languages,
            bytes,
        })
    }

    /// Whether the segment has passages in a language, or had.
    pub(crate) fn has(&self, language: Language) -> bool {
        !matches!(self.languages[language.ordinal()], OfLanguage::Nothing)
    }

    /// A passage of the segment, with its language.
    ///
    /// # Errors
    /// If the file cannot be read or is not as it was written.
    pub(crate) fn passage(&self, doc: DocId) -> io::Result<(Language, String)> {
        let start = self.start(doc).ok_or_else(damaged)?;
        let mut bytes = self.read(start, READ_BYTES)?;
        let ((ordinal, size), rest) =
            postcard::take_from_bytes::<(u8, u64)>(&bytes).map_err(|_| damaged())?;
        let header_bytes = bytes.len() - rest.len();
        let content_bytes = usize::try_from(size >> 1).map_err(|_| damaged())?;
        let end = header_bytes.saturating_add(content_bytes);
        let checksum_end = end.saturating_add(CHECKSUM_BYTES);
        if checksum_end > bytes.len() {
            bytes = self.read(start, checksum_end)?;
        }
        let content = bytes.get(header_bytes..end).ok_or_else(damaged)?;
        let expected = bytes.get(end..checksum_end).ok_or_else(damaged)?;
        let language = Language::all().nth(ordinal.into()).ok_or_else(damaged)?;
        let text = if size & 1 == 1 {
            let OfLanguage::Table(table) = self.languages[language.ordinal()] else {
                return Err(damaged());
            };
            let table = &self.bytes[table..table + TABLE_BYTES];
            decompressed(content, table).ok_or_else(damaged)?
        } else {
            content.to_vec()
        };
        if checksum(doc, ordinal, &text) != expected {
            return Err(damaged());
        }
        let text = String::from_utf8(text).map_err(|_| damaged())?;
        Ok((language, text))
    }

    /// So many bytes of the texts, or what there is.
    fn read(&self, start: usize, bytes: usize) -> io::Result<OwnedBytes> {
        let end = start.saturating_add(bytes).min(self.texts.len());
        self.texts.read_bytes_slice(start.min(end)..end)
    }

    /// Where a text starts.
    fn start(&self, doc: DocId) -> Option<usize> {
        let at = self.starts + doc as usize * START_BYTES;
        let mut start = [0; size_of::<u64>()];
        start[..START_BYTES].copy_from_slice(self.bytes.get(at..at + START_BYTES)?);
        usize::try_from(u64::from_le_bytes(start)).ok()
    }
}

/// What codes stand for. None if they end with half of one.
fn decompressed(codes: &[u8], table: &[u8]) -> Option<Vec<u8>> {
    let (lengths, sequences) = table.split_at_checked(SEQUENCES)?;
    let (sequences, _) = sequences.as_chunks::<SEQUENCE_BYTES>();
    // a sequence is copied whole, however long it is
    let mut text = vec![0; codes.len() * SEQUENCE_BYTES];
    let mut at = 0;
    let mut codes = codes.iter();
    while let Some(code) = codes.next() {
        if *code == ESCAPE_CODE {
            text[at] = *codes.next()?;
            at += 1;
        } else {
            let sequence = sequences.get(usize::from(*code))?;
            text[at..at + SEQUENCE_BYTES].copy_from_slice(sequence);
            at += usize::from(*lengths.get(usize::from(*code))?).min(SEQUENCE_BYTES);
        }
    }
    text.truncate(at);
    Some(text)
}

/// How the passages of a language are compressed.
enum Coding {
    /// Not yet: what has come so far waits until it is enough to learn from.
    Learning {
        waiting: Vec<(DocId, String)>,
        bytes: usize,
    },
    By(Box<Compressor>),
    /// Not at all: it would not become smaller.
    Plain,
}

impl Coding {
    fn is_of_nothing(&self) -> bool {
        matches!(self, Self::Learning { waiting, .. } if waiting.is_empty())
    }
}

/// What a segment's file is written with.
struct TextsWriter {
    file: WritePtr,
    written: u64,
    /// Where each text starts.
    starts: Vec<u64>,
    /// By the ordinal of the language.
    codings: Vec<Coding>,
    fields: Fields,
}

impl TextsWriter {
    fn create(segment: &Segment) -> tantivy::Result<Self> {
        Ok(Self {
            file: segment.open_write(component())?,
            written: 0,
            starts: Vec::new(),
            codings: Language::all()
                .map(|_| Coding::Learning {
                    waiting: Vec::new(),
                    bytes: 0,
                })
                .collect(),
            fields: Fields::schema().1,
        })
    }

    /// Adds the text of the next passage, which is in the language with this ordinal.
    fn add(&mut self, ordinal: usize, text: &str) -> tantivy::Result<()> {
        let doc = self.starts.len() as DocId;
        self.starts.push(0);
        match &mut self.codings[ordinal] {
            Coding::Learning { waiting, bytes } => {
                waiting.push((doc, text.to_owned()));
                *bytes += text.len();
                if *bytes >= LEARNT_BYTES {
                    self.learn(ordinal)?;
                }
            }
            Coding::By(compressor) => {
                let codes = compressor.compress(text.as_bytes());
                self.put(doc, ordinal, text, &codes)?;
            }
            Coding::Plain => self.put(doc, ordinal, text, text.as_bytes())?,
        }
        Ok(())
    }

    /// Learns the table of a language from what waits, and writes that.
    fn learn(&mut self, ordinal: usize) -> tantivy::Result<()> {
        let Coding::Learning { waiting, bytes } = &mut self.codings[ordinal] else {
            return Ok(());
        };
        let (waiting, bytes) = (std::mem::take(waiting), *bytes);
        self.codings[ordinal] = Coding::Plain;
        let texts: Vec<&[u8]> = waiting.iter().map(|(_, text)| text.as_bytes()).collect();
        let compressor = Compressor::train(&texts);
        let compressed: Vec<Vec<u8>> = texts.iter().map(|text| compressor.compress(text)).collect();
        let compressed_bytes: usize = compressed.iter().map(Vec::len).sum();
        if compressed_bytes + TABLE_BYTES < bytes {
            for ((doc, text), codes) in waiting.iter().zip(&compressed) {
                self.put(*doc, ordinal, text, codes)?;
            }
            self.codings[ordinal] = Coding::By(Box::new(compressor));
        } else {
            for (doc, text) in &waiting {
                self.put(*doc, ordinal, text, text.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Writes a text as codes, or as it is where these are no shorter.
    fn put(&mut self, doc: DocId, ordinal: usize, text: &str, codes: &[u8]) -> tantivy::Result<()> {
        self.starts[doc as usize] = self.written;
        let is_compressed = codes.len() < text.len();
        let content = if is_compressed {
            codes
        } else {
            text.as_bytes()
        };
        let size = (content.len() as u64) << 1 | u64::from(is_compressed);
        let mut header = [0; 16];
        let header = postcard::to_slice(&(ordinal as u8, size), &mut header)
            .map_err(|error| TantivyError::InternalError(error.to_string()))?;
        self.file.write_all(header)?;
        self.file.write_all(content)?;
        let checksum = checksum(doc, ordinal as u8, text.as_bytes());
        self.file.write_all(&checksum)?;
        self.written += (header.len() + content.len() + checksum.len()) as u64;
        Ok(())
    }

    /// Completes the file.
    fn finish(mut self) -> tantivy::Result<()> {
        let of_something =
            |(ordinal, coding): (usize, &Coding)| (!coding.is_of_nothing()).then_some(ordinal);
        let ordinals = self.codings.iter().enumerate().filter_map(of_something);
        let ordinals: Vec<usize> = ordinals.collect();
        for ordinal in &ordinals {
            self.learn(*ordinal)?;
        }
        let (mut with_table, mut plain) = (Vec::new(), Vec::new());
        for ordinal in ordinals {
            let Coding::By(compressor) = &self.codings[ordinal] else {
                plain.push(ordinal as u8);
                continue;
            };
            with_table.push(ordinal as u8);
            let mut table = [0; TABLE_BYTES];
            let (lengths, sequences) = table.split_at_mut(SEQUENCES);
            let learnt = compressor.symbol_lengths();
            lengths[..learnt.len()].copy_from_slice(learnt);
            let sequences = sequences.chunks_exact_mut(SEQUENCE_BYTES);
            for (bytes, symbol) in sequences.zip(compressor.symbol_table()) {
                bytes.copy_from_slice(&symbol.to_u64().to_le_bytes());
            }
            self.file.write_all(&table)?;
        }
        for start in &self.starts {
            self.file.write_all(&start.to_le_bytes()[..START_BYTES])?;
        }
        let languages = (with_table.len() + plain.len()) as u8;
        self.file.write_all(&with_table)?;
        self.file.write_all(&plain)?;
        let texts = self.starts.len() as u32;
        self.file.write_all(&texts.to_le_bytes())?;
        self.file.write_all(&[languages, with_table.len() as u8])?;
        self.file.flush()?;
        Ok(self.file.terminate()?)
    }
}

impl PluginWriter for TextsWriter {
    fn add_document(
        &mut self,
        _: DocId,
        document: &dyn ErasedDocument,
        _: &Schema,
    ) -> tantivy::Result<()> {
        let document = document.as_any().downcast_ref::<TantivyDocument>();
        let mut values = document.into_iter().flat_map(TantivyDocument::field_values);
        let (ordinal, text) = values
            .find_map(|(field, value)| {
                let ordinal = self.fields.text.iter().position(|of| *of == field)?;
                Some((ordinal, value.as_str()?))
            })
            .unwrap_or((Language::UNKNOWN.ordinal(), ""));
        self.add(ordinal, text)
    }

    fn serialize(self: Box<Self>, _: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        // passages are never sorted anew, so there is no mapping
        self.finish()
    }

    fn mem_usage(&self) -> usize {
        let codings = self.codings.iter().map(|coding| match coding {
            Coding::Learning { bytes, .. } => *bytes,
            Coding::By(_) => COMPRESSOR_BYTES,
            Coding::Plain => 0,
        });
        codings.sum::<usize>() + self.starts.len() * size_of::<u64>()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// What has the engine write the file with each segment.
pub(crate) struct Texts;

impl SegmentPlugin for Texts {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(
        &self,
        context: &PluginWriterContext<'_>,
    ) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(TextsWriter::create(context.segment)?))
    }

    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        let mut writer = TextsWriter::create(context.target_segment)?;
        // one after the other, without what is gone: passages are never sorted anew
        for reader in context.readers {
            let texts = TextTable::open(reader)?;
            for doc in reader.doc_ids_alive() {
                let (language, text) = texts.passage(doc)?;
                writer.add(language.ordinal(), &text)?;
            }
        }
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::Index;
    use tantivy::indexer::{AddOperation, SegmentWriter};

    use super::*;
    use crate::engine::schema::tokenizers;

    fn engine() -> Index {
        Index::builder()
            .schema(Fields::schema().0)
            .tokenizers(tokenizers())
            .register_plugin(Arc::new(Texts))
            .create_in_ram()
            .expect("an index")
    }

    fn language(code: &str) -> Language {
        Language::from_code(code).expect("a language")
    }

    /// Adds a segment of these passages.
    fn add(engine: &Index, passages: &[(Language, String)]) {
        let segment = engine.new_segment();
        let mut writer = SegmentWriter::for_segment(20_000_000, segment.clone()).expect("a writer");
        let (_, fields) = Fields::schema();
        for (language, text) in passages {
            let mut document = TantivyDocument::new();
            document.add_u64(fields.article, 7);
            document.add_text(fields.of(*language), text);
            let operation = AddOperation {
                opstamp: 0,
                document,
            };
            writer.add_document(operation).expect("a passage");
        }
        writer.finalize().expect("a segment");
        let meta = segment.with_max_doc(passages.len() as u32).meta().clone();
        let mut writer = engine
            .writer_with_num_threads::<TantivyDocument>(1, 20_000_000)
            .expect("a writer");
        writer.add_segment(meta).expect("a segment");
        writer.commit().expect("a commit");
    }

    /// What is read of all segments.
    fn read(engine: &Index) -> Vec<(Language, String)> {
        let searcher = engine.reader().expect("a reader").searcher();
        let mut passages = Vec::new();
        for reader in searcher.segment_readers() {
            let texts = TextTable::open(reader).expect("texts");
            let read = reader.doc_ids_alive().map(|doc| texts.passage(doc));
            passages.extend(read.map(|one| one.expect("a passage")));
            assert!(texts.passage(reader.max_doc()).is_err());
        }
        passages
    }

    /// Enough text of a language to learn from, in passages.
    fn plenty(code: &str, sentence: &str) -> Vec<(Language, String)> {
        (0..3 * LEARNT_BYTES / sentence.len())
            .map(|number| (language(code), format!("{sentence} {number}.")))
            .collect()
    }

    #[test]
    fn texts_are_read_as_they_were_written_in_each_language_by_its_table() {
        let mut passages = plenty("de", "Über den Dächern der Stadt läuteten die Glocken");
        passages.extend(plenty("ru", "Над крышами города звонили колокола"));
        passages.insert(40, (language("en"), "One passage alone.".into()));
        passages.insert(9, (language("de"), "東京で会談 \u{FFFD} 🙂".into()));
        let engine = engine();
        add(&engine, &passages);
        assert_eq!(read(&engine), passages);
        let searcher = engine.reader().expect("a reader").searcher();
        let texts = TextTable::open(searcher.segment_reader(0)).expect("texts");
        let has = |code| texts.has(language(code));
        assert!(["de", "ru", "en"].into_iter().all(has));
        assert!(!["fr", "uk", "nl"].into_iter().any(has));
    }

    #[test]
    fn a_text_and_where_it_starts_take_three_fifths_of_its_room() {
        let passages = plenty("es", "Las campanas sonaban sobre los tejados de la ciudad");
        let bytes: usize = passages.iter().map(|(_, text)| text.len()).sum();
        let engine = engine();
        add(&engine, &passages);
        let searcher = engine.reader().expect("a reader").searcher();
        let texts = TextTable::open(searcher.segment_reader(0)).expect("texts");
        assert!(
            texts.bytes.len() * 5 < bytes * 3,
            "{} of {bytes}",
            texts.bytes.len()
        );
    }

    #[test]
    fn merged_segments_have_the_texts_of_what_is_left_in_them() {
        let engine = engine();
        let one = plenty("de", "Über den Dächern der Stadt läuteten die Glocken");
        let other = plenty("fr", "Les cloches sonnaient sur les toits de la ville");
        add(&engine, &one);
        add(&engine, &other);
        let mut all = read(&engine);
        all.sort_by(|one, other| one.1.cmp(&other.1));
        let mut writer = engine
            .writer_with_num_threads::<TantivyDocument>(1, 20_000_000)
            .expect("a writer");
        let ids = engine.searchable_segment_ids().expect("segments");
        writer.merge(&ids).wait().expect("a merge");
        assert_eq!(engine.searchable_segment_ids().expect("segments").len(), 1);
        let mut merged = read(&engine);
        merged.sort_by(|one, other| one.1.cmp(&other.1));
        assert_eq!(merged.len(), one.len() + other.len());
        assert_eq!(merged, all);
    }

    fn passages() -> impl Strategy<Value = Vec<(Language, String)>> {
        let codes = prop::sample::select(vec!["en", "ru", "zh", "th", "ar", "de"]);
        let text = prop_oneof!["[a-zé ]{0,40}", "\\PC{0,30}", "(на краю )*{0,9}"];
        prop::collection::vec((codes.prop_map(language), text), 1..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn any_texts_are_read_as_they_were_written(passages in passages(), times in 1usize..60) {
            let passages: Vec<_> = passages.iter().cycle().take(passages.len() * times).cloned().collect();
            let engine = engine();
            add(&engine, &passages);
            prop_assert_eq!(read(&engine), passages);
        }

        #[test]
        fn a_damaged_file_is_no_panic(at in 0usize..1_000_000, byte: u8, cut in 0usize..9) {
            let mut passages = plenty("ru", "Над крышами города звонили колокола");
            passages.truncate(200);
            let engine = engine();
            add(&engine, &passages);
            let searcher = engine.reader().expect("a reader").searcher();
            let mut bytes = TextTable::open(searcher.segment_reader(0)).expect("texts").bytes.to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(bytes.len() - cut);
            if let Some(texts) = TextTable::of(OwnedBytes::new(bytes)) {
                let read = |doc| texts.passage(doc as DocId).ok();
                let others = passages.iter().enumerate();
                let others = others.filter(|(doc, passage)| read(*doc).is_some_and(|read| read != **passage));
                // one in 65,536 is taken for right
                prop_assert!(others.count() <= 1);
            }
        }
    }
}
