//! Which passages leave? A query finds those of an article by the column that has its number.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, Score, SegmentReader};

use super::schema::ARTICLE;

/// Finds the passages of articles with these numbers.
#[derive(Clone, Debug)]
pub(crate) struct PassagesOf(pub(crate) Arc<FxHashSet<u64>>);

impl Query for PassagesOf {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for PassagesOf {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let numbers = reader
            .fast_fields()
            .column_first_or_default::<u64>(ARTICLE)?;
        let mut docs = BitSet::with_max_value(reader.max_doc());
        for doc in 0..reader.max_doc() {
            if self.0.contains(&numbers.get_val(doc)) {
                docs.insert(doc);
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a passage of an article", 1.0))
    }
}
