//! How does the engine write segments and commit them?
//!
//! `tantivy` 0.27 analyses and writes behind a queue, in threads of its own, and has no segments that a caller fills. What is
//! hidden from its documentation is used instead, each for a reason:
//! - `SegmentWriter::for_segment` and `AddOperation`: a worker fills a segment itself, so there is no queue, memory is bounded by
//!   what the workers hold, and texts stay with their neighbours.
//! - `IndexWriter::add_segment` takes such a segment into a commit.
//! - `IndexWriter::delete_query` finds the passages of many articles in one look at a column; deleting by terms would need a
//!   field with a term for each article.

use std::sync::Arc;

use tantivy::index::{Segment, SegmentMeta};
use tantivy::indexer::{AddOperation, IndexWriterOptions, NoMergePolicy, SegmentWriter};
use tantivy::{Directory, Index, IndexSettings, IndexWriter, TantivyDocument};

use super::keys::KeyFiles;
use super::removal::PassagesOf;
use super::schema::{Fields, tokenizers};
use super::texts::Texts;

/// The least that the engine is content with; what it commits is written already.
const COMMIT_BYTES: usize = 16_000_000;

/// Opens the engine on the folder of a generation that is to be written, with what it may know of a former one.
pub(crate) fn open(directory: Box<dyn Directory>) -> tantivy::Result<Index> {
    let settings = IndexSettings {
        // nothing is in the store
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    Index::builder()
        .schema(Fields::schema().0)
        .settings(settings)
        .tokenizers(tokenizers())
        .register_plugin(Arc::new(KeyFiles))
        .register_plugin(Arc::new(Texts))
        .open_or_create(directory)
}

/// A segment that is being written.
pub(crate) struct NewSegment {
    segment: Segment,
    writer: SegmentWriter,
}

impl NewSegment {
    /// A segment without a passage, for which so much memory is at hand.
    pub(crate) fn create(engine: &Index, memory_bytes: usize) -> tantivy::Result<Self> {
        let segment = engine.new_segment();
        let writer = SegmentWriter::for_segment(memory_bytes, segment.clone())?;
        Ok(Self { segment, writer })
    }

    /// Adds a passage.
    pub(crate) fn add(&mut self, document: TantivyDocument) -> tantivy::Result<()> {
        self.writer.add_document(AddOperation {
            opstamp: 0,
            document,
        })
    }

    /// The memory that it takes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.writer.mem_usage()
    }

    /// Completes it.
    pub(crate) fn finish(self) -> tantivy::Result<SegmentMeta> {
        let passages = self.writer.max_doc();
        self.writer.finalize()?;
        Ok(self.segment.with_max_doc(passages).meta().clone())
    }
}

/// Removes the passages of articles that leave, adds new segments, and removes those of articles that are withdrawn from
/// these, in one commit with what is to be remembered.
pub(crate) fn commit(
    engine: &Index,
    segments: Vec<SegmentMeta>,
    [leaving, withdrawn]: [Vec<u64>; 2],
    payload: &str,
) -> tantivy::Result<IndexWriter> {
    let options = IndexWriterOptions::builder()
        .memory_budget_per_thread(COMMIT_BYTES)
        .num_worker_threads(1)
        .num_merge_threads(1)
        .build();
    let mut writer: IndexWriter = engine.writer_with_options(options)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    remove(&writer, leaving)?;
    for segment in segments {
        writer.add_segment(segment)?;
    }
    remove(&writer, withdrawn)?;
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(payload);
    commit.commit()?;
    Ok(writer)
}

/// Removes the passages of articles from all segments that were added.
fn remove(writer: &IndexWriter, articles: Vec<u64>) -> tantivy::Result<()> {
    if !articles.is_empty() {
        let articles = Arc::new(articles.into_iter().collect());
        writer.delete_query(Box::new(PassagesOf(articles)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use tantivy::directory::RamDirectory;

    use super::*;

    fn passage(fields: &Fields, article: u64) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(fields.article, article);
        document
    }

    #[test]
    fn segments_are_filled_by_their_caller_and_passages_leave_old_and_new_ones() {
        let engine = open(Box::new(RamDirectory::create())).expect("an index");
        let (_, fields) = Fields::schema();
        let segment = |articles: &[u64]| {
            let mut segment = NewSegment::create(&engine, COMMIT_BYTES).expect("a segment");
            for article in articles {
                segment.add(passage(&fields, *article)).expect("a passage");
            }
            segment.finish().expect("a segment")
        };
        let first = vec![segment(&[1, 2, 2])];
        let none = || [Vec::new(), Vec::new()];
        commit(&engine, first, none(), "first").expect("a commit");
        let second = vec![segment(&[4, 3])];
        // 3 was withdrawn after it was written
        commit(&engine, second, [vec![2], vec![3]], "second").expect("a commit");
        let metas = engine.load_metas().expect("segments");
        assert_eq!(metas.payload.as_deref(), Some("second"));
        let passages = metas.segments.iter().map(SegmentMeta::num_docs);
        assert_eq!(passages.collect::<Vec<_>>(), [1, 1]);
    }
}
