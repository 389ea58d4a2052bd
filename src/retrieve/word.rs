//! Where does a word stand? A cursor over the passages with any of its variants, frequencies weighted and summed.
//!
//! `tf(w, p) = Σ weight · tf(variant, p)` (Pirkola 1998; Darwish and Oard 2003).

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use super::phrase::{PhraseCursor, Positions};
use crate::plan::certainty::Certainty;
use crate::plan::phrase::PlannedPhrase;
use crate::plan::variant::Variant;

/// More variants than this are merged into one list before they are walked through.
const MAX_APART: usize = 8;

/// The passages of a segment that have a variant of a word, with its weighted frequency.
pub(crate) enum WordCursor {
    /// Each variant by itself.
    Apart { variants: Vec<Weighed>, doc: DocId },
    /// All in one list.
    Merged { entries: Vec<Entry>, at: usize },
}

/// A variant's passages, and what it is beside the word.
pub(crate) struct Weighed {
    cursor: VariantCursor,
    weight: f64,
    certainty: Certainty,
}

/// A passage of a merged list.
pub(crate) struct Entry {
    doc: DocId,
    frequency: f64,
    certainty: Certainty,
}

/// The passages of a segment that have a variant.
pub(crate) enum VariantCursor {
    Term(Box<SegmentPostings>),
    /// Words in a row.
    Row(Box<PhraseCursor<WordCursor>>),
}

impl VariantCursor {
    /// None if the segment does not have the variant.
    pub(crate) fn open(
        variant: &Variant,
        field: Field,
        reader: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<Self>> {
        let Some(term) = variant.term() else {
            let row = (0..).zip(variant.row.iter().map(Vec::as_slice));
            let row = open_phrase(row, field, reader)?;
            return Ok(row.map(|row| Self::Row(Box::new(row))));
        };
        let inverted = reader.inverted_index(field)?;
        let term = Term::from_field_text(field, term);
        let postings = inverted.read_postings(&term, option);
        let postings = postings.map_err(TantivyError::from)?;
        Ok(postings.map(|postings| Self::Term(Box::new(postings))))
    }

    pub(crate) fn doc(&self) -> DocId {
        match self {
            Self::Term(postings) => postings.doc(),
            Self::Row(row) => row.doc(),
        }
    }

    fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            match self {
                Self::Term(postings) => postings.seek(target),
                Self::Row(row) => row.seek(target),
            };
        }
    }

    pub(crate) fn frequency(&self) -> u32 {
        match self {
            Self::Term(postings) => postings.term_freq(),
            Self::Row(row) => row.frequency(),
        }
    }

    pub(crate) fn advance(&mut self) {
        match self {
            Self::Term(postings) => postings.advance(),
            Self::Row(row) => row.advance(),
        };
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::Term(postings) => postings.size_hint(),
            Self::Row(row) => row.size_hint(),
        }
    }

    /// Appends where the variant starts, in tokens from the start of the passage plus `offset`.
    fn append_positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        match self {
            Self::Term(postings) => postings.append_positions_with_offset(offset, positions),
            Self::Row(row) => positions.extend(row.starts().iter().map(|start| start + offset)),
        }
    }
}

impl WordCursor {
    /// None if the segment has no variant.
    pub(crate) fn open(
        variants: &[Variant],
        field: Field,
        reader: &SegmentReader,
    ) -> tantivy::Result<Option<Self>> {
        let postings = Self::open_apart(variants, field, reader, IndexRecordOption::WithFreqs)?;
        Ok(postings.map(|postings| {
            if variants.len() > MAX_APART {
                postings.merged()
            } else {
                postings
            }
        }))
    }

    /// The same with positions.
    pub(crate) fn open_with_positions(
        variants: &[Variant],
        field: Field,
        reader: &SegmentReader,
    ) -> tantivy::Result<Option<Self>> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        Self::open_apart(variants, field, reader, option)
    }

    /// The passages with words in a row, each in any of its variants, in any of the alternatives of a phrase.
    pub(crate) fn open_alternatives(
        alternatives: &[&PlannedPhrase],
        field: Field,
        reader: &SegmentReader,
    ) -> tantivy::Result<Option<Self>> {
        if let [phrase] = alternatives
            && let [(_, variants)] = phrase.words.as_slice()
        {
            return Self::open(variants, field, reader);
        }
        let mut found = Vec::new();
        for phrase in alternatives {
            let words = phrase.words.iter();
            let words = words.map(|(position, variants)| (*position, variants.as_slice()));
            let phrase = open_phrase(words, field, reader)?;
            found.extend(phrase.map(|one| Weighed {
                cursor: VariantCursor::Row(Box::new(one)),
                weight: 1.0,
                certainty: Certainty::Exact,
            }));
        }
        Ok(Self::apart(found))
    }

    fn open_apart(
        variants: &[Variant],
        field: Field,
        reader: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<Self>> {
        let mut found = Vec::new();
        for variant in variants {
            let postings = VariantCursor::open(variant, field, reader, option)?;
            found.extend(postings.map(|cursor| Weighed {
                cursor,
                weight: variant.weight,
                certainty: variant.certainty,
            }));
        }
        Ok(Self::apart(found))
    }

    fn apart(variants: Vec<Weighed>) -> Option<Self> {
        let first = variants.iter().map(|one| one.cursor.doc()).min();
        let doc = first.unwrap_or(TERMINATED);
        (doc != TERMINATED).then_some(Self::Apart { variants, doc })
    }

    fn merged(mut self) -> Self {
        let Self::Apart { variants, .. } = &mut self else {
            return self;
        };
        let mut entries: Vec<Entry> = Vec::new();
        for Weighed {
            cursor,
            weight,
            certainty,
        } in variants
        {
            while cursor.doc() != TERMINATED {
                entries.push(Entry {
                    doc: cursor.doc(),
                    frequency: *weight * f64::from(cursor.frequency()),
                    certainty: *certainty,
                });
                cursor.advance();
            }
        }
        entries.sort_by_key(|entry| entry.doc); // stable: sums stay in the order of the variants
        entries.dedup_by(|next, kept| {
            let same = next.doc == kept.doc;
            if same {
                kept.frequency += next.frequency;
                kept.certainty = kept.certainty.min(next.certainty);
            }
            same
        });
        Self::Merged { entries, at: 0 }
    }

    /// The weighted frequency in the passage it stands on.
    pub(crate) fn frequency(&self) -> f64 {
        match self {
            Self::Apart { variants, doc } => variants
                .iter()
                .filter(|one| one.cursor.doc() == *doc)
                .map(|one| one.weight * f64::from(one.cursor.frequency()))
                .sum(),
            Self::Merged { entries, at } => entries.get(*at).map_or(0.0, |entry| entry.frequency),
        }
    }

    /// How sure the surest variant in the passage it stands on is.
    pub(crate) fn certainty(&self) -> Certainty {
        let surest = match self {
            Self::Apart { variants, doc } => {
                let here = variants.iter().filter(|one| one.cursor.doc() == *doc);
                here.map(|one| one.certainty).min()
            }
            Self::Merged { entries, at } => entries.get(*at).map(|entry| entry.certainty),
        };
        surest.unwrap_or(Certainty::Guess)
    }
}

/// The passages with a phrase, each word in any of its variants; none if it cannot stand in the segment. The words are with
/// their positions, rising.
pub(crate) fn open_phrase<'v>(
    words: impl Iterator<Item = (u32, &'v [Variant])>,
    field: Field,
    reader: &SegmentReader,
) -> tantivy::Result<Option<PhraseCursor<WordCursor>>> {
    let mut opened = Vec::new();
    for (position, variants) in words {
        let Some(cursor) = WordCursor::open_with_positions(variants, field, reader)? else {
            return Ok(None);
        };
        opened.push((position, cursor));
    }
    Ok(PhraseCursor::new(opened))
}

impl Positions for WordCursor {
    /// Nothing if it was opened without positions.
    fn positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        positions.clear();
        if let Self::Apart { variants, doc } = self {
            for one in variants.iter_mut().filter(|one| one.cursor.doc() == *doc) {
                one.cursor.append_positions(offset, positions);
            }
        }
        positions.sort_unstable();
        positions.dedup();
    }
}

impl DocSet for WordCursor {
    fn advance(&mut self) -> DocId {
        match self.doc() {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Apart { variants, doc } => {
                *doc = TERMINATED;
                for Weighed { cursor, .. } in variants {
                    cursor.seek(target);
                    *doc = cursor.doc().min(*doc);
                }
            }
            Self::Merged { entries, at } => {
                // near targets are near
                let mut step = 1;
                while *at + step < entries.len() && entries[*at + step].doc < target {
                    *at += step;
                    step *= 2;
                }
                let end = (*at + step).min(entries.len());
                *at += entries[*at..end].partition_point(|entry| entry.doc < target);
            }
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        match self {
            Self::Apart { doc, .. } => *doc,
            Self::Merged { entries, at } => entries.get(*at).map_or(TERMINATED, |entry| entry.doc),
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::Apart { variants, .. } => variants
                .iter()
                .map(|one| one.cursor.size_hint())
                .fold(0, u32::saturating_add),
            Self::Merged { entries, .. } => entries.len() as u32,
        }
    }
}
