//! Which keys do the terms of a segment have? One more file of each segment has them, as its terms have the surfaces.
//!
//! A key is a stem, a spelling that is not the surface's own, or, in languages that write compounds as one word, the stem
//! backwards and without marks, so that a compound is found by its last part. Most surfaces begin with their stem, and stand beside each other in
//! the terms; of these only is kept how many bytes to cut. The engine has the file written with each segment that is
//! made or merged, checks it and removes it with the segment; so it costs an update what the update's own terms cost. A term
//! of which all passages are gone may be in it; whoever looks it up sees that it has none.
//!
//! ```text
//! lists: for each language a byte for each of its terms, what is cut to make its stem; for each key of several surfaces
//!        their number and the steps between their ordinals, as variable integers
//! keys:  code of the language, 1, kind, key (FST) → ordinal · 2 + 1 of its one surface, or position of its list · 2;
//!        of the kind of cuts without a key: position of the bytes of the language
//! 8 bytes: where the keys start
//! ```

use std::any::Any;
use std::io::Write;

use tantivy::directory::{CompositeFile, OwnedBytes, TerminatingWrite};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::indexer::doc_id_mapping::DocIdMapping;
use tantivy::plugin::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};
use tantivy::termdict::{TermDictionary, TermOrdinal};
use tantivy::{SegmentReader, TantivyError};
use tantivy_fst::raw::Fst;
use tantivy_fst::{IntoStreamer, Map, MapBuilder, Streamer};

use super::schema::Fields;
use crate::analysis::fold::without_diacritics;
use crate::analysis::keys::{Keys, is_inflected};
use crate::language::{Language, MIN_PART_CHARS};

/// What the names of the files end with.
const EXTENSION: &str = "keys";

/// What a key says of the surfaces under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// It is their stem.
    Stem,
    /// They may be spelled so.
    Spelling,
    /// It is their stem backwards, without marks.
    Backwards,
    /// It is empty, and what is under it is the cuts of all terms of a language.
    Cuts,
}

/// The cut of a term that has no stem, or one that is told by a key.
const NO_CUT: u8 = u8::MAX;

/// Stems of fewer letters are told by keys: too many terms begin with them.
const MIN_CUT_STEM_CHARS: usize = 4;

impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            Self::Backwards => b'b',
            Self::Cuts => b'c',
            Self::Stem => b's',
            Self::Spelling => b'w',
        }
    }
}

fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}

fn internal(error: &tantivy_fst::Error) -> TantivyError {
    TantivyError::InternalError(error.to_string())
}

/// What the keys of a kind begin with in a language.
fn head(language: Language, kind: KeyKind) -> Vec<u8> {
    let mut head = language.code().as_bytes().to_vec();
    head.extend([1, kind.byte()]);
    head
}

/// The text backwards.
pub(crate) fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// The file of a segment.
pub(crate) struct KeyTable {
    lists: OwnedBytes,
    map: Map<OwnedBytes>,
}

impl KeyTable {
    /// Opens the file of a segment.
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let bytes = segment.open_read(component())?.read_bytes()?;
        let cut = || TantivyError::InternalError("the keys of a segment are cut".to_owned());
        let end = bytes.len().checked_sub(8).ok_or_else(cut)?;
        let start = bytes[end..].try_into().map(u64::from_le_bytes);
        let start = start.ok().and_then(|start| usize::try_from(start).ok());
        let start = start.filter(|start| *start <= end).ok_or_else(cut)?;
        let keys = Fst::new(bytes.slice(start..end)).map_err(|error| internal(&error))?;
        Ok(Self {
            lists: bytes.slice(0..start),
            map: Map::from(keys),
        })
    }

    /// The ordinals of the surfaces of a language under a key, in rising order.
    pub(crate) fn under(&self, language: Language, kind: KeyKind, key: &str) -> Vec<TermOrdinal> {
        let mut full = head(language, kind);
        full.extend_from_slice(key.as_bytes());
        let value = self.map.get(&full);
        value.map_or_else(Vec::new, |value| self.ordinals(value))
    }

    /// The ordinals of the surfaces of a language whose key begins with `beginning`, key by key.
    pub(crate) fn under_beginning(
        &self,
        language: Language,
        kind: KeyKind,
        beginning: &str,
    ) -> Vec<TermOrdinal> {
        let mut prefix = head(language, kind);
        prefix.extend_from_slice(beginning.as_bytes());
        let mut found = Vec::new();
        let mut keys = self.map.range().ge(&prefix).into_stream();
        while let Some((key, value)) = keys.next() {
            if !key.starts_with(&prefix) {
                break;
            }
            found.extend(self.ordinals(value));
        }
        found
    }

    /// What is cut of each term of a language to make its stem, by ordinal.
    pub(crate) fn cuts(&self, language: Language) -> Cuts<'_> {
        let position = self.map.get(head(language, KeyKind::Cuts));
        let position = position.and_then(|position| usize::try_from(position).ok());
        Cuts(
            position
                .and_then(|at| self.lists.get(at..))
                .unwrap_or_default(),
        )
    }

    fn ordinals(&self, value: u64) -> Vec<TermOrdinal> {
        if value & 1 == 1 {
            return vec![value >> 1];
        }
        let list = usize::try_from(value >> 1).ok();
        let mut bytes = list.and_then(|at| self.lists.get(at..)).unwrap_or_default();
        let count = read_integer(&mut bytes).unwrap_or_default();
        let steps = (0..count).map_while(|_| read_integer(&mut bytes));
        let sum = |ordinal: &mut u64, step: u64| {
            *ordinal = ordinal.saturating_add(step);
            Some(*ordinal)
        };
        steps.scan(0, sum).collect()
    }
}

/// What is cut of each term of a language to make its stem.
pub(crate) struct Cuts<'t>(&'t [u8]);

impl Cuts<'_> {
    /// Whether the stem of a term, as far as it is told here, has so many bytes.
    pub(crate) fn is_stem(&self, stem_bytes: usize, term: &str, ordinal: TermOrdinal) -> bool {
        let cut = usize::try_from(ordinal).ok();
        let cut = cut.and_then(|at| self.0.get(at)).copied();
        cut.is_some_and(|cut| cut != NO_CUT && stem_bytes + cut as usize == term.len())
    }
}

/// Whether surfaces with a stem are told by what is cut of them, if they begin with it.
pub(crate) fn is_cut(stem: &str) -> bool {
    stem.chars().nth(MIN_CUT_STEM_CHARS - 1).is_some()
}

/// Reads an integer of seven bits a byte, the lowest first; the last byte has its highest bit set.
fn read_integer(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 != 0 {
            return Some(value);
        }
    }
    None
}

fn write_integer(bytes: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8);
        value >>= 7;
    }
    bytes.push(value as u8 | 0x80);
}

/// Writes the file of a segment whose terms are written already.
fn write(segment: &Segment) -> tantivy::Result<()> {
    let terms = CompositeFile::open(&segment.open_read(SegmentComponent::Terms)?)?;
    let (_, fields) = Fields::schema();
    let mut builder = MapBuilder::memory();
    let mut lists = Vec::new();
    let mut languages: Vec<Language> = Language::all().collect();
    languages.sort_by_key(|language| head(*language, KeyKind::Stem));
    for language in languages {
        let Some(of_field) = terms.open_read(fields.of(language)) else {
            continue;
        };
        let (cuts, found) = find(&TermDictionary::open(of_field)?, language)?;
        for (kind, mut keys) in found {
            keys.sort();
            let mut full = head(language, kind);
            if kind == KeyKind::Cuts {
                let inserted = builder.insert(&full, lists.len() as u64);
                inserted.map_err(|error| internal(&error))?;
                lists.extend_from_slice(&cuts);
            }
            let head_bytes = full.len();
            for group in keys.groups() {
                full.truncate(head_bytes);
                full.extend_from_slice(keys.key(&group[0]));
                let value = match group {
                    [one] => u64::from(one.ordinal) << 1 | 1,
                    several => {
                        let position = lists.len() as u64;
                        write_list(&mut lists, several);
                        position << 1
                    }
                };
                let inserted = builder.insert(&full, value);
                inserted.map_err(|error| internal(&error))?;
            }
        }
    }
    let keys = builder.into_inner().map_err(|error| internal(&error))?;
    let mut file = segment.open_write(component())?;
    file.write_all(&lists)?;
    file.write_all(&keys)?;
    file.write_all(&(lists.len() as u64).to_le_bytes())?;
    file.flush()?;
    Ok(file.terminate()?)
}

fn write_list(lists: &mut Vec<u8>, surfaces: &[FoundKey]) {
    write_integer(lists, surfaces.len() as u64);
    let mut before = 0;
    for surface in surfaces {
        write_integer(lists, u64::from(surface.ordinal - before));
        before = surface.ordinal;
    }
}

/// The keys of a kind of the terms of a language.
type OfKind = (KeyKind, FoundKeys);

/// The cuts of the terms of a language, and the keys, in the order of their kinds in the file.
fn find(terms: &TermDictionary, language: Language) -> tantivy::Result<(Vec<u8>, [OfKind; 4])> {
    let of_language = Keys::of_many(language);
    let has_compounds = language.links().is_some();
    let (mut ends, mut stems) = (FoundKeys::default(), FoundKeys::default());
    let mut spellings = FoundKeys::default();
    let mut cuts = Vec::with_capacity(terms.num_terms());
    let mut stem_before = String::new();
    let mut stream = terms.stream()?;
    while stream.advance() {
        let ordinal = cuts.len() as u32;
        cuts.push(NO_CUT);
        let Ok(term) = std::str::from_utf8(stream.key()) else {
            continue;
        };
        if !is_inflected(term) {
            continue;
        }
        let stem = of_language.stem(term);
        let cut = term.strip_prefix(stem.as_ref()).filter(|_| is_cut(&stem));
        match cut.and_then(|cut| u8::try_from(cut.len()).ok()) {
            Some(cut) if cut < NO_CUT => cuts[ordinal as usize] = cut,
            _ => stems.add(stem.chars(), ordinal),
        }
        for spelling in of_language.spellings(term) {
            spellings.add(spelling.chars(), ordinal);
        }
        // one surface of a stem will do: the others are found by it
        if has_compounds && term.len() >= 2 * MIN_PART_CHARS && stem != stem_before {
            stem_before.clear();
            stem_before.push_str(&stem);
            ends.add(without_diacritics(&stem).chars().rev(), ordinal);
        }
    }
    Ok((
        cuts,
        [
            (KeyKind::Backwards, ends),
            (KeyKind::Cuts, FoundKeys::default()),
            (KeyKind::Stem, stems),
            (KeyKind::Spelling, spellings),
        ],
    ))
}

/// A key of a surface.
#[derive(Clone, Copy)]
struct FoundKey {
    start: u32,
    bytes: u32,
    ordinal: u32,
}

/// Keys of one kind: one buffer, since each by itself would take three times the room.
#[derive(Default)]
struct FoundKeys {
    bytes: Vec<u8>,
    keys: Vec<FoundKey>,
}

impl FoundKeys {
    fn add(&mut self, key: impl Iterator<Item = char>, ordinal: u32) {
        let start = self.bytes.len();
        for character in key {
            let mut bytes = [0; 4];
            let bytes = character.encode_utf8(&mut bytes).as_bytes();
            self.bytes.extend_from_slice(bytes);
        }
        self.keys.push(FoundKey {
            start: start as u32,
            bytes: (self.bytes.len() - start) as u32,
            ordinal,
        });
    }

    fn key(&self, found: &FoundKey) -> &[u8] {
        &self.bytes[found.start as usize..][..found.bytes as usize]
    }

    /// Brings the keys in order, and the surfaces under one key in the order of their ordinals, in which they came.
    fn sort(&mut self) {
        let mut keys = std::mem::take(&mut self.keys);
        // stems come nearly in order, which a stable sort makes use of
        keys.sort_by(|one, other| self.key(one).cmp(self.key(other)));
        keys.dedup_by(|next, kept| {
            next.ordinal == kept.ordinal && self.key(next) == self.key(kept)
        });
        self.keys = keys;
    }

    /// The keys in order, each once, with what is under it.
    fn groups(&self) -> impl Iterator<Item = &[FoundKey]> {
        self.keys
            .chunk_by(|one, other| self.key(one) == self.key(other))
    }
}

/// What has the engine write the file with each segment.
pub(crate) struct KeyFiles;

impl SegmentPlugin for KeyFiles {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(KeyWriter))
    }

    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        write(context.target_segment)
    }
}

/// Gathers nothing: all is in the terms of the segment.
struct KeyWriter;

impl PluginWriter for KeyWriter {
    fn serialize(
        self: Box<Self>,
        segment: &Segment,
        _: Option<&DocIdMapping>,
    ) -> tantivy::Result<()> {
        write(segment)
    }

    fn mem_usage(&self) -> usize {
        0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_integer_is_read_as_it_was_written(values in prop::collection::vec(any::<u64>(), 0..9)) {
            let mut bytes = Vec::new();
            for value in &values {
                write_integer(&mut bytes, *value);
            }
            let mut rest = bytes.as_slice();
            for value in values {
                prop_assert_eq!(read_integer(&mut rest), Some(value));
            }
            prop_assert_eq!(read_integer(&mut rest), None);
        }

        #[test]
        fn keys_come_in_order_each_with_its_surfaces(words in prop::collection::vec("[ab]{0,3}", 0..30)) {
            let mut found = FoundKeys::default();
            for (ordinal, word) in (0..).zip(&words) {
                found.add(word.chars(), ordinal);
            }
            found.sort();
            let mut expected: std::collections::BTreeMap<&[u8], Vec<u32>> = std::collections::BTreeMap::new();
            for (ordinal, word) in (0..).zip(&words) {
                expected.entry(word.as_bytes()).or_default().push(ordinal);
            }
            let groups = found.groups().map(|group| {
                (found.key(&group[0]), group.iter().map(|one| one.ordinal).collect::<Vec<u32>>())
            });
            prop_assert!(groups.eq(expected));
        }
    }
}
