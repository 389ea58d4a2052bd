//! Does something stand anywhere? Words in a row, or a phrase: that each of its words does is not enough.

use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::word::WordCursor;
use crate::error::Result;
use crate::index::Snapshot;
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::phrase::PlannedPhrase;
use crate::plan::variant::Variant;

/// Whether a passage of the language has a variant.
pub(crate) fn has_variant(index: &Snapshot, plan: &Plan, variant: &Variant) -> Result<bool> {
    if variant.term().is_some() {
        return Ok(variant.doc_freq > 0.0);
    }
    has_row(index, plan.language, variant)
}

/// Whether a passage of the language has words in a row.
pub(crate) fn has_row(index: &Snapshot, language: Language, row: &Variant) -> Result<bool> {
    let variants = std::slice::from_ref(row);
    let field = index.field(language);
    stands(index, language, |reader| {
        WordCursor::open_with_positions(variants, field, reader)
    })
}

/// Whether a passage of the language has one of these phrases, as far as postings tell it.
pub(crate) fn has_phrase(
    index: &Snapshot,
    plan: &Plan,
    alternatives: &[PlannedPhrase],
) -> Result<bool> {
    let alternatives: Vec<&PlannedPhrase> = alternatives.iter().collect();
    stands(index, plan.language, |reader| {
        WordCursor::open_alternatives(&alternatives, plan.field, reader)
    })
}

/// Whether the cursor of a segment comes to a passage that is not gone.
fn stands(
    index: &Snapshot,
    language: Language,
    open: impl Fn(&SegmentReader) -> tantivy::Result<Option<WordCursor>>,
) -> Result<bool> {
    for reader in segments(index, language) {
        let Some(mut cursor) = open(reader)? else {
            continue;
        };
        while cursor.doc() != TERMINATED {
            if !reader.is_deleted(cursor.doc()) {
                return Ok(true);
            }
            cursor.advance();
        }
    }
    Ok(false)
}

/// The segments that have passages in a language.
fn segments(index: &Snapshot, language: Language) -> impl Iterator<Item = &SegmentReader> {
    let segments = index.searcher().segment_readers().iter().enumerate();
    let of_language = segments.filter(move |(ordinal, _)| index.has(*ordinal, language));
    of_language.map(|(_, reader)| reader)
}
