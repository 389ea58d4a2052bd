//! Which passages match? All of them, as sets of documents.
//!
//! Every posting of every variant counts here, where the first stage skips most; so they are gathered in sets of bits, each
//! list by itself, and only where a query asks for more than words are passages judged one by one.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};
use tantivy_common::BitSet;

use crate::error::Result;
use crate::index::{PassageSet, Snapshot};
use crate::language::Language;
use crate::limits::{Budget, Limit};
use crate::plan::Plan;
use crate::retrieve::condition::Condition;
use crate::retrieve::scorer::Scorer;
use crate::retrieve::word::VariantCursor;

/// The passages that match.
pub(crate) struct Matched {
    /// By segment and language; those that are gone may be among them.
    sets: Vec<(u32, Language, BitSet)>,
    /// Whether all of them match; else they may, since only texts could tell, and more than may be read.
    pub(crate) is_exact: bool,
}

impl Matched {
    /// What matches these plans; none if the time is up.
    pub(crate) fn of(
        index: &Snapshot,
        plans: &[Plan],
        budget: &Budget<'_>,
    ) -> Result<Option<Self>> {
        let mut matched = Self {
            sets: Vec::new(),
            is_exact: true,
        };
        let mut texts = budget.limits.texts_counted;
        for plan in plans {
            let condition = Condition::of(plan);
            for (segment, reader) in index.searcher().segment_readers().iter().enumerate() {
                if budget.is_over() {
                    return Ok(None);
                }
                if !index.has(segment, plan.language) {
                    continue;
                }
                let mut docs = BitSet::with_max_value(reader.max_doc());
                let ordinal = segment as u32;
                if plan.asks_for_words_only() {
                    let wanted = plan
                        .passages
                        .as_ref()
                        .and_then(|wanted| wanted.get(segment));
                    add_words(plan, reader, wanted, &mut docs)?;
                } else if let Some(mut scorer) = Scorer::open(index, plan, &condition, ordinal)? {
                    matched.add_matches(&mut scorer, &mut docs, &mut texts, budget)?;
                }
                matched.sets.push((ordinal, plan.language, docs));
            }
        }
        if !matched.is_exact {
            budget.meet(Limit::TextsCounted);
        }
        Ok((!budget.is_over()).then_some(matched))
    }

    /// Adds what matches in a segment; where more is in doubt than `texts` may be read, all that may.
    fn add_matches(
        &mut self,
        scorer: &mut Scorer<'_>,
        docs: &mut BitSet,
        texts: &mut usize,
        budget: &Budget<'_>,
    ) -> Result<()> {
        let mut doubtful = Vec::new();
        scorer.each_match(budget, |found| {
            if found.is_doubtful {
                doubtful.push(found);
            } else {
                docs.insert(found.doc);
            }
        })?;
        self.is_exact &= doubtful.len() <= *texts;
        *texts = texts.saturating_sub(doubtful.len());
        for found in doubtful {
            if !self.is_exact || scorer.is_confirmed(found)? {
                docs.insert(found.doc);
            }
        }
        Ok(())
    }

    /// Visits the passages with their segments and languages.
    pub(crate) fn each(
        self,
        index: &Snapshot,
        mut visit: impl FnMut(u32, Language, DocId) -> Result<()>,
    ) -> Result<()> {
        for (segment, language, docs) in self.sets {
            let reader = index.searcher().segment_reader(segment);
            let has_deletes = reader.has_deletes();
            // nearly all of a set is nothing, which is passed over 64 documents at a time
            for bucket in 0..docs.max_value().div_ceil(u64::BITS) {
                for bit in docs.tinyset(bucket) {
                    let doc = bucket * u64::BITS + bit;
                    if !has_deletes || !reader.is_deleted(doc) {
                        visit(segment, language, doc)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Adds the `wanted` passages of a segment that have a word of the plan, and those that did and are gone.
fn add_words(
    plan: &Plan,
    reader: &SegmentReader,
    wanted: Option<&PassageSet>,
    docs: &mut BitSet,
) -> Result<()> {
    for variant in plan.words.iter().flat_map(|word| &word.variants) {
        let option = IndexRecordOption::Basic;
        let Some(mut cursor) = VariantCursor::open(variant, plan.field, reader, option)? else {
            continue;
        };
        while cursor.doc() < reader.max_doc() {
            if wanted.is_none_or(|wanted| wanted.contains(u64::from(cursor.doc()))) {
                docs.insert(cursor.doc());
            }
            cursor.advance();
        }
    }
    Ok(())
}
