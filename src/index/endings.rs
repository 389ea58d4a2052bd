//! Terms backwards, so that a compound is found by its last part: a table beside the segments of a generation.
//!
//! Only of languages that write compounds as one word, and only of terms that are long enough for two parts. It is
//! written anew with each generation, from the terms of its segments: what the segments of an update add to it may stand
//! anywhere in it. A term of which all passages are gone may be in it; whoever looks it up sees that it has none.
//!
//! ```text
//! keys: code of the language, 1, the term backwards (FST) · its length (u64) · hash of all before it (32 bytes)
//! ```

use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};
use tantivy_fst::raw::Fst;
use tantivy_fst::{IntoStreamer, Map, MapBuilder, Streamer};

use super::open::Index;
use crate::error::Result;
use crate::language::{Language, MIN_PART_CHARS};

/// The name of the table in a generation.
pub(super) const ENDINGS: &str = "endings";

const LENGTH_BYTES: usize = size_of::<u64>();

/// The table of a generation, as it lies on disk.
pub(super) struct EndingTable {
    map: Map<OwnedBytes>,
}

fn key(language: Language, ending: &str) -> String {
    let backwards = ending.chars().rev();
    language
        .code()
        .chars()
        .chain(std::iter::once('\u{1}'))
        .chain(backwards)
        .collect()
}

/// The table of the terms that an index has.
pub(super) fn encode(index: &Index) -> Result<Vec<u8>> {
    let mut keys: Vec<String> = Vec::new();
    for (language, _) in index.languages().filter(|(one, _)| one.links().is_some()) {
        index.terms_with_prefix(index.field(language), "", |term| {
            let is_long = term.len() >= 2 * MIN_PART_CHARS;
            if is_long && term.chars().all(char::is_alphabetic) {
                keys.push(key(language, term));
            }
        })?;
    }
    keys.sort_unstable();
    keys.dedup();
    let internal = |error: tantivy_fst::Error| TantivyError::InternalError(error.to_string());
    let mut builder = MapBuilder::memory();
    for key in &keys {
        builder.insert(key, 0).map_err(internal)?;
    }
    let mut table = builder.into_inner().map_err(internal)?;
    table.extend_from_slice(&(table.len() as u64).to_le_bytes());
    let hash = blake3::hash(&table);
    table.extend_from_slice(hash.as_bytes());
    Ok(table)
}

impl EndingTable {
    /// Opens the table of the generation in `folder`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        let text = |error: &dyn std::error::Error| format!("`{ENDINGS}`: {error}");
        let directory = MmapDirectory::open(folder).map_err(|error| text(&error))?;
        let file = directory
            .open_read(Path::new(ENDINGS))
            .map_err(|error| text(&error))?;
        let bytes = file.read_bytes().map_err(|error| text(&error))?;
        let end = || {
            let end = bytes.len().checked_sub(blake3::OUT_LEN + LENGTH_BYTES)?;
            let told = bytes.get(end..)?.first_chunk::<LENGTH_BYTES>()?;
            (u64::from_le_bytes(*told) == end as u64).then_some(end)
        };
        let end = end().ok_or_else(|| format!("`{ENDINGS}` is cut short"))?;
        let fst = Fst::new(bytes.slice(0..end)).map_err(|error| text(&error))?;
        Ok(Self {
            map: Map::from(fst),
        })
    }

    /// Whether the table in `folder` is as it was written.
    pub(super) fn is_sound(folder: &Path) -> bool {
        let bytes = std::fs::read(folder.join(ENDINGS)).unwrap_or_default();
        bytes
            .split_last_chunk::<{ blake3::OUT_LEN }>()
            .is_some_and(|(table, hash)| blake3::hash(table) == *hash)
    }

    /// Visits the terms of a language that end with `ending`.
    pub(super) fn each(&self, language: Language, ending: &str, mut visit: impl FnMut(&str)) {
        let prefix = key(language, ending);
        let head = language.code().len() + 1;
        let mut keys = self.map.range().ge(&prefix).into_stream();
        while let Some((key, _)) = keys.next() {
            let Some(backwards) = std::str::from_utf8(key)
                .ok()
                .filter(|key| key.starts_with(&prefix))
            else {
                break;
            };
            let term: String = backwards[head..].chars().rev().collect();
            visit(&term);
        }
    }
}
