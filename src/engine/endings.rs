//! Which terms end so? One more file of each segment has them backwards, so that a compound is found by its last part.
//!
//! Only of languages that write compounds as one word, and only of terms that are long enough for two parts. The engine
//! has it written with each segment that is made or merged, checks it and removes it with the segment; so it costs an
//! update what the update's own terms cost. A term of which all passages are gone may be in it; whoever looks it up sees
//! that it has none.
//!
//! ```text
//! keys: code of the language, 1, the term backwards (FST)
//! ```

use std::any::Any;
use std::io::Write;
use std::ops::Range;

use tantivy::directory::{CompositeFile, OwnedBytes, TerminatingWrite};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::indexer::doc_id_mapping::DocIdMapping;
use tantivy::plugin::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};
use tantivy::termdict::TermDictionary;
use tantivy::{SegmentReader, TantivyError};
use tantivy_fst::raw::Fst;
use tantivy_fst::{IntoStreamer, Map, MapBuilder, Streamer};

use super::schema::Fields;
use crate::language::{Language, MIN_PART_CHARS};

/// What the names of the files end with.
const EXTENSION: &str = "endings";

fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}

fn internal(error: &tantivy_fst::Error) -> TantivyError {
    TantivyError::InternalError(error.to_string())
}

/// What a key of a language begins with.
fn head(language: Language) -> String {
    format!("{}\u{1}", language.code())
}

/// The file of a segment.
pub(crate) struct EndingTable {
    map: Map<OwnedBytes>,
}

impl EndingTable {
    /// Opens the file of a segment.
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let bytes = segment.open_read(component())?.read_bytes()?;
        let fst = Fst::new(bytes).map_err(|error| internal(&error))?;
        Ok(Self {
            map: Map::from(fst),
        })
    }

    /// Visits the terms of a language that end with `ending`.
    pub(crate) fn each(&self, language: Language, ending: &str, mut visit: impl FnMut(&str)) {
        let head = head(language);
        let prefix: String = head.chars().chain(ending.chars().rev()).collect();
        let mut keys = self.map.range().ge(&prefix).into_stream();
        while let Some((key, _)) = keys.next() {
            let Some(backwards) = std::str::from_utf8(key)
                .ok()
                .filter(|key| key.starts_with(&prefix))
            else {
                break;
            };
            let term: String = backwards[head.len()..].chars().rev().collect();
            visit(&term);
        }
    }
}

/// Writes the file of a segment whose terms are written already.
fn write(segment: &Segment) -> tantivy::Result<()> {
    let terms = CompositeFile::open(&segment.open_read(SegmentComponent::Terms)?)?;
    let (_, fields) = Fields::schema();
    let mut keys = Keys::default();
    for language in Language::all().filter(|language| language.links().is_some()) {
        let Some(of_field) = terms.open_read(fields.of(language)) else {
            continue;
        };
        let dictionary = TermDictionary::open(of_field)?;
        let mut terms = dictionary.stream()?;
        while terms.advance() {
            if let Ok(term) = std::str::from_utf8(terms.key()) {
                keys.add(language, term);
            }
        }
    }
    let mut file = segment.open_write(component())?;
    let mut builder = MapBuilder::new(&mut file).map_err(|error| internal(&error))?;
    for key in keys.sorted() {
        builder.insert(key, 0).map_err(|error| internal(&error))?;
    }
    builder.finish().map_err(|error| internal(&error))?;
    file.flush()?;
    Ok(file.terminate()?)
}

/// The keys of a segment: one buffer, since each by itself would take three times the room.
#[derive(Default)]
struct Keys {
    bytes: Vec<u8>,
    ranges: Vec<Range<u32>>,
}

impl Keys {
    fn add(&mut self, language: Language, term: &str) {
        let is_long = term.len() >= 2 * MIN_PART_CHARS;
        if !is_long || !term.chars().all(char::is_alphabetic) {
            return;
        }
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(head(language).as_bytes());
        for character in term.chars().rev() {
            let mut bytes = [0; 4];
            self.bytes
                .extend_from_slice(character.encode_utf8(&mut bytes).as_bytes());
        }
        self.ranges.push(start..self.bytes.len() as u32);
    }

    fn sorted(&mut self) -> impl Iterator<Item = &[u8]> {
        let key = |range: &Range<u32>| &self.bytes[range.start as usize..range.end as usize];
        self.ranges
            .sort_unstable_by(|one, other| key(one).cmp(key(other)));
        self.ranges.iter().map(key)
    }
}

/// What has the engine write the file with each segment.
pub(crate) struct Endings;

impl SegmentPlugin for Endings {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(EndingsWriter))
    }

    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        write(context.target_segment)
    }
}

/// Gathers nothing: all is in the terms of the segment.
struct EndingsWriter;

impl PluginWriter for EndingsWriter {
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
