//! Can the engine open its store of a segment?
//!
//! `tantivy` 0.27 has a store of documents in each segment, whatever is stored; here nothing is. Opening it asks for as much
//! memory as the number of layers in its skip index says, however much that is (`store/index/skip_index.rs`), so that
//! number is looked at before.

use std::ops::{Range, RangeInclusive};

use tantivy::index::{Segment, SegmentComponent};

/// Whether the engine can open its store of a segment, in which nothing is: it asks for as much memory as the number of
/// layers there says, however much that is.
pub(crate) fn has_sound_store(segment: &Segment) -> tantivy::Result<bool> {
    const FOOTER_BYTES: usize = 28;
    const LAYERS_AT: Range<usize> = 4..12;
    // one byte, and its highest bit says that it is the last
    const LAYERS: RangeInclusive<u8> = 0x80..=0x8F;
    let store = segment.open_read(SegmentComponent::Store)?.read_bytes()?;
    let Some((content, footer)) = store.split_last_chunk::<FOOTER_BYTES>() else {
        return Ok(false);
    };
    let mut at = [0; size_of::<u64>()];
    at.copy_from_slice(&footer[LAYERS_AT]);
    let layers = usize::try_from(u64::from_le_bytes(at)).map_or(None, |at| content.get(at));
    Ok(layers.is_some_and(|layers| LAYERS.contains(layers)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_of_a_new_segment_has_few_layers_where_they_are_looked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let directory = crate::engine::directory::WriteDirectory::open(folder.path());
        let engine = crate::engine::writing::open(Box::new(directory.expect("a folder")));
        let engine = engine.expect("an index");
        let mut segment =
            crate::engine::writing::NewSegment::create(&engine, 20_000_000).expect("a segment");
        for _ in 0..300 {
            segment
                .add(tantivy::TantivyDocument::new())
                .expect("a passage");
        }
        let segment = engine.segment(segment.finish().expect("a segment"));
        assert!(has_sound_store(&segment).expect("a store"));
    }
}
