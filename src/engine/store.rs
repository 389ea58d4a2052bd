//! Can the engine open its store of a segment?
//!
//! `tantivy` 0.27 has a store of documents in each segment, whatever is stored; here nothing is. Opening it asks for as much
//! memory as the number of layers in its skip index says, however much that is (`store/index/skip_index.rs`), so that
//! number is looked at before.

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

/// What the names of the stores end with.
pub(crate) const EXTENSION: &str = ".store";

/// Whether the engine can open the store of this name, in which nothing is: it asks for as much memory as the number of
/// layers there says, however much that is.
pub(crate) fn is_sound(engine: &tantivy::Index, name: &str) -> Result<bool, OpenReadError> {
    const FOOTER_BYTES: usize = 28;
    const LAYERS_AT: Range<usize> = 4..12;
    // one byte, and its highest bit says that it is the last
    const LAYERS: RangeInclusive<u8> = 0x80..=0x8F;
    let wrap = |error| OpenReadError::wrap_io_error(error, name.into());
    let store = engine.directory().open_read(Path::new(name))?;
    let store = store.read_bytes().map_err(wrap)?;
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
        let store = segment.relative_path(tantivy::index::SegmentComponent::Store);
        let store = store.to_str().expect("a name");
        assert!(store.ends_with(EXTENSION));
        assert!(is_sound(&engine, store).expect("a store"));
    }
}
