//! Which passages of a segment may match? A condition, lowered to cursors.

use tantivy::schema::Field;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::condition::Condition;
use super::word::WordCursor;
use crate::error::Result;
use crate::index::{ARTICLE, ArticleSet, Column, PassageSet, Snapshot};

/// A condition in a segment, as far as postings tell it; the words, of which it must have one, aside.
pub(super) struct Matching<'p> {
    reader: &'p SegmentReader,
    /// The articles that are wanted, and that of each passage.
    articles: Option<(&'p ArticleSet, Column)>,
    /// The passages that are wanted.
    passages: Option<&'p PassageSet>,
    required: Vec<WordCursor>,
    excluded: Vec<WordCursor>,
    /// Passages that may have an excluded word in the form that is excluded.
    suspects: Vec<WordCursor>,
    /// Whether only their texts can tell which passages have what is required.
    is_doubtful: bool,
}

impl<'p> Matching<'p> {
    /// None if nothing in the segment can match. The first of the conditions, the words, is for the scorer.
    pub(super) fn open(
        index: &'p Snapshot,
        condition: &Condition<'p>,
        field: Field,
        ordinal: u32,
    ) -> Result<Option<Self>> {
        let reader = index.searcher().segment_reader(ordinal);
        let mut matching = Self {
            reader,
            articles: None,
            passages: None,
            required: Vec::new(),
            excluded: Vec::new(),
            suspects: Vec::new(),
            is_doubtful: condition.each().iter().any(|one| match one {
                Condition::Not(_) => false,
                one => one.minds_surface(),
            }),
        };
        for one in condition.each().iter().skip(1) {
            if let Condition::Articles(articles) = one {
                matching.articles = Some((articles, index.column(ordinal, ARTICLE)?));
            } else if let Condition::Passages(passages) = one {
                matching.passages = passages.get(ordinal as usize);
            } else if let Condition::Not(excluded) = one {
                let docs = excluded.cursor(field, reader)?;
                if excluded.minds_surface() {
                    matching.suspects.extend(docs);
                } else {
                    matching.excluded.extend(docs);
                }
            } else if let Some(docs) = one.cursor(field, reader)? {
                matching.required.push(docs);
            } else {
                return Ok(None);
            }
        }
        Ok(Some(matching))
    }

    /// Whether something is required besides a word.
    pub(super) fn requires(&self) -> bool {
        !self.required.is_empty()
    }

    /// Whether the passage is wanted, and of an article that is.
    pub(super) fn is_wanted(&self, doc: DocId) -> bool {
        let articles = self.articles.as_ref();
        let is_passage = |passages: &PassageSet| passages.contains(u64::from(doc));
        self.passages.is_none_or(is_passage)
            && articles.is_none_or(|(wanted, articles)| wanted.contains(articles.get_val(doc)))
    }

    /// Whether the passage is alive, wanted, and excluded words are not in it. Called with rising documents.
    pub(super) fn admits(&mut self, doc: DocId) -> bool {
        !self.reader.is_deleted(doc)
            && self.is_wanted(doc)
            && !self.excluded.iter_mut().any(|docs| stands_on(docs, doc))
    }

    /// Whether only its text can tell that an admitted passage matches. Called with rising documents.
    pub(super) fn is_doubtful(&mut self, doc: DocId) -> bool {
        self.is_doubtful || self.suspects.iter_mut().any(|docs| stands_on(docs, doc))
    }

    /// The next passage from `target` on that has all that is required, if something is.
    pub(super) fn seek_required(&mut self, target: DocId) -> Option<DocId> {
        let mut doc = target;
        'search: loop {
            for docs in &mut self.required {
                let at = if docs.doc() < doc {
                    docs.seek(doc)
                } else {
                    docs.doc()
                };
                if at == TERMINATED {
                    return None;
                }
                if at > doc {
                    doc = at;
                    continue 'search;
                }
            }
            return Some(doc);
        }
    }
}

/// Whether `docs` has `doc`; it only moves forward.
fn stands_on(docs: &mut WordCursor, doc: DocId) -> bool {
    let at = if docs.doc() < doc {
        docs.seek(doc)
    } else {
        docs.doc()
    };
    at == doc
}
