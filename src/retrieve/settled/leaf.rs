//! Which passages have a word, a row of words, or words near one another? Sets of each segment, from postings; where these
//! leave it open, from texts.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{PassageSet, Snapshot};
use crate::limits::Budget;
use crate::plan::Plan;
use crate::plan::certainty::Certainty;
use crate::plan::phrase::PlannedPhrase;
use crate::plan::word::PlannedWord;
use crate::retrieve::condition::{Condition, Leaf};
use crate::retrieve::near::Nearness;
use crate::retrieve::tokens::Tokens;
use crate::retrieve::word::{VariantCursor, WordCursor};

/// The passages that have something.
#[derive(Clone)]
pub(super) struct Found {
    /// By segment.
    pub(super) all: Vec<PassageSet>,
    /// Those of them that have it by what is no guess, if that are not all.
    pub(super) sure: Option<Vec<PassageSet>>,
}

impl Found {
    /// The passages of a segment; those by what is no guess, or all.
    pub(super) fn of(&self, segment: usize, is_sure: bool) -> &PassageSet {
        let sure = self.sure.as_ref().filter(|_| is_sure);
        &sure.unwrap_or(&self.all)[segment]
    }
}

/// Gathers the passages that have something, language by language.
pub(super) struct Gatherer<'g> {
    pub(super) index: &'g Snapshot,
    pub(super) budget: &'g Budget<'g>,
}

impl<'g> Gatherer<'g> {
    /// No passage of any segment.
    pub(super) fn none(&self) -> Found {
        let readers = self.index.searcher().segment_readers().iter();
        let empty = |reader: &SegmentReader| PassageSet::empty(reader.max_doc() as usize);
        Found {
            all: readers.map(empty).collect(),
            sure: None,
        }
    }

    /// The segments that have passages in the language of a plan.
    fn segments(&self, plan: &Plan) -> impl Iterator<Item = (usize, &'g SegmentReader)> {
        let (index, language) = (self.index, plan.language);
        let segments = index.searcher().segment_readers().iter().enumerate();
        segments.filter(move |(segment, _)| index.has(*segment, language))
    }

    /// Adds the passages with a word.
    pub(super) fn add_word(
        &self,
        plan: &Plan,
        word: &PlannedWord,
        found: &mut Found,
    ) -> Result<()> {
        let is_guess = |certainty: Certainty| certainty == Certainty::Guess;
        if word.variants.iter().any(|one| is_guess(one.certainty)) && found.sure.is_none() {
            found.sure = Some(found.all.clone());
        }
        let condition = Condition::Word(Leaf::of(word));
        for (segment, reader) in self.segments(plan) {
            let mut own = [(); 2].map(|()| PassageSet::empty(reader.max_doc() as usize));
            for variant in &word.variants {
                let option = IndexRecordOption::Basic;
                let cursor = VariantCursor::open(variant, plan.field, reader, option)?;
                let Some(mut cursor) = cursor else { continue };
                while cursor.doc() != TERMINATED {
                    own[usize::from(is_guess(variant.certainty))].insert(cursor.doc());
                    cursor.advance();
                }
            }
            for (is_guess, own) in own.into_iter().enumerate() {
                let own = self.confirmed(own, &condition, plan, segment)?;
                found.all[segment].unite(&own);
                if let Some(sure) = found.sure.as_mut().filter(|_| is_guess == 0) {
                    sure[segment].unite(&own);
                }
            }
        }
        Ok(())
    }

    /// Adds the passages with one of these rows of words.
    pub(super) fn add_rows(
        &self,
        plan: &Plan,
        rows: &[PlannedPhrase],
        found: &mut Found,
    ) -> Result<()> {
        let all: Vec<&PlannedPhrase> = rows.iter().collect();
        let some = rows.iter().map(|row| Condition::Phrase(Leaf::of(row)));
        let condition = Condition::Any(some.collect());
        for (segment, reader) in self.segments(plan) {
            let mut own = PassageSet::empty(reader.max_doc() as usize);
            let cursor = WordCursor::open_alternatives(&all, plan.field, reader)?;
            if let Some(mut cursor) = cursor {
                while cursor.doc() != TERMINATED {
                    own.insert(cursor.doc());
                    cursor.advance();
                }
            }
            self.add(own, &condition, plan, segment, found)?;
        }
        Ok(())
    }

    /// Adds the passages with rows of words near one another.
    pub(super) fn add_near(
        &self,
        plan: &Plan,
        near: Nearness<'_>,
        found: &mut Found,
    ) -> Result<()> {
        let condition = Condition::Near(near);
        for (segment, reader) in self.segments(plan) {
            let mut own = PassageSet::empty(reader.max_doc() as usize);
            if let Condition::Near(near) = &condition {
                near.each(plan.field, reader, |doc| own.insert(doc))?;
            }
            self.add(own, &condition, plan, segment, found)?;
        }
        Ok(())
    }

    fn add(
        &self,
        own: PassageSet,
        condition: &Condition<'_>,
        plan: &Plan,
        segment: usize,
        found: &mut Found,
    ) -> Result<()> {
        let own = self.confirmed(own, condition, plan, segment)?;
        found.all[segment].unite(&own);
        if let Some(sure) = &mut found.sure {
            sure[segment].unite(&own);
        }
        Ok(())
    }

    /// Those of the passages that are not gone, and whose text is so where only that can tell.
    fn confirmed(
        &self,
        mut own: PassageSet,
        condition: &Condition<'_>,
        plan: &Plan,
        segment: usize,
    ) -> Result<PassageSet> {
        let reader = self.index.searcher().segment_reader(segment as u32);
        let minds_surface = condition.minds_surface();
        if !reader.has_deletes() && !minds_surface {
            return Ok(own);
        }
        let docs: Vec<DocId> = own.iter().collect();
        let mut analyzer = Analyzer::new(plan.language);
        for doc in docs {
            let is_so = !reader.is_deleted(doc)
                && (!minds_surface
                    || (self.budget.may_read_text() && {
                        let text = self.index.text(DocAddress::new(segment as u32, doc))?;
                        condition.holds(&Tokens::of(&text, &mut analyzer))
                    }));
            if !is_so {
                own.remove(doc);
            }
        }
        Ok(own)
    }
}
