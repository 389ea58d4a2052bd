//! A query word as one term: its variants' postings as one, frequencies weighted and summed.
//!
//! `tf(w, p) = Σ weight · tf(variant, p)`, `df(w) = min(N, Σ weight · df(variant))`, then BM25 (Pirkola 1998; Darwish
//! and Oard 2003). [`WordQuery`] is that as a query of the engine, to stand alone or in its Boolean queries; the
//! first stage of a search uses the same postings without the engine's `f32`.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::phrase::PhrasePostings;
use crate::index::LENGTH;
use crate::plan::variant::Variant;

/// Saturation of term frequency. Chosen on the judged sets; see `docs/ranking.md`.
pub(crate) const K1: f64 = 0.9;

/// How far a passage's length counts. Chosen on the judged sets; see `docs/ranking.md`.
pub(crate) const B: f64 = 0.7;

/// More variants than this are merged into one list before they are walked through.
const MAX_APART: usize = 8;

/// What BM25's norm is for a passage of this length; lengths in weighed characters.
pub(crate) fn norm(length: u64, mean_chars: f64) -> f64 {
    K1 * (1.0 - B + B * length as f64 / mean_chars)
}

/// The passages of a segment that have a variant of a word, with its weighted frequency.
pub(crate) enum WordPostings {
    /// Each variant by itself.
    Apart {
        variants: Vec<(VariantPostings, f64)>,
        doc: DocId,
    },
    /// All in one list.
    Merged {
        entries: Vec<(DocId, f64)>,
        at: usize,
    },
}

/// The passages of a segment that have a variant.
pub(crate) enum VariantPostings {
    Term(Box<SegmentPostings>),
    Row(Box<PhrasePostings>),
}

impl VariantPostings {
    /// None if the segment does not have the variant.
    pub(crate) fn open(
        variant: &Variant,
        field: Field,
        reader: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<Self>> {
        if let Some(term) = variant.term() {
            let postings = reader
                .inverted_index(field)?
                .read_postings(&Term::from_field_text(field, term), option)
                .map_err(TantivyError::from)?;
            return Ok(postings.map(|postings| Self::Term(Box::new(postings))));
        }
        let single = |term: &String| Variant {
            terms: vec![term.clone()],
            ..variant.clone()
        };
        let words: Vec<(u32, Vec<Variant>)> = variant
            .terms
            .iter()
            .enumerate()
            .map(|(offset, term)| (offset as u32, vec![single(term)]))
            .collect();
        let row = PhrasePostings::open(&words, field, reader)?;
        Ok(row.map(|row| Self::Row(Box::new(row))))
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

    /// Appends where the variant starts, in tokens from the start of the passage plus `offset`.
    fn positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        match self {
            Self::Term(postings) => postings.append_positions_with_offset(offset, positions),
            Self::Row(row) => positions.extend(row.starts().iter().map(|start| start + offset)),
        }
    }
}

impl WordPostings {
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

    /// The passages of any of these phrases; none if there is no phrase.
    pub(crate) fn of_phrases(phrases: impl Iterator<Item = PhrasePostings>) -> Option<Self> {
        let variants = phrases.map(|phrase| (VariantPostings::Row(Box::new(phrase)), 1.0));
        Self::apart(variants.collect())
    }

    fn open_apart(
        variants: &[Variant],
        field: Field,
        reader: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<Self>> {
        let mut found = Vec::new();
        for variant in variants {
            let postings = VariantPostings::open(variant, field, reader, option)?;
            found.extend(postings.map(|postings| (postings, variant.weight)));
        }
        Ok(Self::apart(found))
    }

    fn apart(variants: Vec<(VariantPostings, f64)>) -> Option<Self> {
        let first = variants.iter().map(|(postings, _)| postings.doc()).min();
        let doc = first.unwrap_or(TERMINATED);
        (doc != TERMINATED).then_some(Self::Apart { variants, doc })
    }

    fn merged(mut self) -> Self {
        let Self::Apart { variants, .. } = &mut self else {
            return self;
        };
        let mut entries: Vec<(DocId, f64)> = Vec::new();
        for (postings, weight) in variants {
            while postings.doc() != TERMINATED {
                entries.push((postings.doc(), *weight * f64::from(postings.frequency())));
                postings.advance();
            }
        }
        entries.sort_by_key(|(doc, _)| *doc); // stable: sums stay in the order of the variants
        entries.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
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
                .filter(|(postings, _)| postings.doc() == *doc)
                .map(|(postings, weight)| weight * f64::from(postings.frequency()))
                .sum(),
            Self::Merged { entries, at } => entries.get(*at).map_or(0.0, |entry| entry.1),
        }
    }

    /// Where variants start in the passage it stands on, in tokens plus `offset`, sorted; only if opened with
    /// positions.
    pub(crate) fn positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        positions.clear();
        if let Self::Apart { variants, doc } = self {
            for (postings, _) in variants.iter_mut().filter(|one| one.0.doc() == *doc) {
                postings.positions(offset, positions);
            }
        }
        positions.sort_unstable();
        positions.dedup();
    }
}

impl DocSet for WordPostings {
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
                for (postings, _) in variants {
                    postings.seek(target);
                    *doc = postings.doc().min(*doc);
                }
            }
            Self::Merged { entries, at } => {
                // near targets are near
                let mut step = 1;
                while *at + step < entries.len() && entries[*at + step].0 < target {
                    *at += step;
                    step *= 2;
                }
                let end = (*at + step).min(entries.len());
                *at += entries[*at..end].partition_point(|(doc, _)| *doc < target);
            }
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        match self {
            Self::Apart { doc, .. } => *doc,
            Self::Merged { entries, at } => entries.get(*at).map_or(TERMINATED, |entry| entry.0),
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::Apart { variants, .. } => variants
                .iter()
                .map(|(postings, _)| match postings {
                    VariantPostings::Term(postings) => postings.size_hint(),
                    VariantPostings::Row(row) => row.size_hint(),
                })
                .fold(0, u32::saturating_add),
            Self::Merged { entries, .. } => entries.len() as u32,
        }
    }
}

/// A query word as a query of the engine.
#[derive(Clone, Debug)]
pub struct WordQuery {
    /// The field of the language that the variants are of.
    pub field: Field,
    /// What stands for the word.
    pub variants: Arc<[Variant]>,
    /// What an endless number of occurrences is worth: the word's idf · (k1 + 1), times any other weight.
    pub worth: f64,
    /// Mean length of the language's passages, in weighed characters.
    pub mean_chars: f64,
}

impl Query for WordQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, _: &mut dyn FnMut(&'a Term, bool)) {}
}

impl Weight for WordQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(postings) = WordPostings::open(&self.variants, self.field, reader)? else {
            return Ok(Box::new(EmptyScorer));
        };
        let lengths = reader
            .fast_fields()
            .column_first_or_default::<u64>(LENGTH)?;
        Ok(Box::new(WordScorer {
            postings,
            worth: self.worth * f64::from(boost),
            mean_chars: self.mean_chars,
            lengths,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let reason = format!("document {doc} has none of the variants");
            return Err(TantivyError::InvalidArgument(reason));
        }
        let mut explanation =
            Explanation::new("BM25 of the variants' summed frequencies", scorer.score());
        for variant in &*self.variants {
            explanation.add_const(variant.reason.describe(), variant.weight as Score);
        }
        Ok(explanation)
    }
}

/// BM25 over the postings of a word in one segment.
struct WordScorer {
    postings: WordPostings,
    worth: f64,
    mean_chars: f64,
    lengths: Arc<dyn ColumnValues<u64>>,
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let norm = norm(self.lengths.get_val(self.doc()), self.mean_chars);
        saturated(self.worth, self.postings.frequency(), norm) as Score
    }
}

/// What a word adds to a passage that has it this often.
pub(crate) fn saturated(worth: f64, frequency: f64, norm: f64) -> f64 {
    worth * frequency / (frequency + norm)
}
