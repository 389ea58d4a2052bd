//! The first stage: the best passages of all languages by BM25 over the words' weighted sets of terms.
//!
//! One heap holds the candidates of all languages and segments, so that what is found in the likeliest language
//! first spares work in the others. Passages are visited by `MaxScore` (Turtle and Flood 1995): words that together
//! cannot lift a passage into the heap are looked up only in passages that other words have found.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, PhraseQuery, Query as _, Scorer, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use super::plan::{Plan, PlannedPhrase, PlannedWord};
use crate::error::Result;
use crate::index::{FILE, Index, LENGTH};
use crate::language::Language;

/// Saturation of term frequency. Chosen on the judged sets; see `docs/ranking.md`.
pub(crate) const K1: f64 = 0.9;

/// How far a passage's length counts. Chosen on the judged sets; see `docs/ranking.md`.
pub(crate) const B: f64 = 0.7;

/// Sums of the same numbers in another order may differ by this share; bounds are compared with that in mind.
const ROUNDING: f64 = 1e-9;

/// A passage of the first stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) address: DocAddress,
    pub(crate) language: Language,
    /// The place of its file. Places are in the order of the paths, so that equal scores have an order that does not
    /// depend on which thread wrote which segment, nor on what was indexed when.
    pub(crate) file: u64,
    pub(crate) score: f64,
}

impl Candidate {
    /// Where it stands among passages of equal score: by file, then in the order of the file.
    pub(crate) fn place(&self) -> (u64, DocId) {
        (self.file, self.address.doc_id)
    }

    /// The better first.
    fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.place().cmp(&other.place()))
    }
}

/// The `limit` best candidates, best first.
pub(crate) fn candidates(index: &Index, plans: &[Plan], limit: usize) -> Result<Vec<Candidate>> {
    let mut best = Best {
        limit,
        heap: BinaryHeap::new(),
    };
    each_segment(index, plans, |segment| segment.collect(&mut best))?;
    let mut candidates: Vec<Candidate> = best.heap.into_iter().map(|worst| worst.0).collect();
    candidates.sort_by(Candidate::order);
    Ok(candidates)
}

/// Visits every passage that matches at least one word of a plan, with its segment's ordinal.
pub(crate) fn each_match(
    index: &Index,
    plans: &[Plan],
    mut visit: impl FnMut(u32, DocId),
) -> Result<()> {
    each_segment(index, plans, |segment| {
        let ordinal = segment.ordinal;
        segment.each_match(|doc| visit(ordinal, doc));
    })
}

/// Binds each plan to each segment in which something can match.
fn each_segment(
    index: &Index,
    plans: &[Plan],
    mut visit: impl FnMut(&mut Segment<'_>),
) -> Result<()> {
    for plan in plans {
        for (ordinal, reader) in index.searcher().segment_readers().iter().enumerate() {
            if let Some(mut segment) = Segment::open(index, plan, reader, ordinal as u32)? {
                visit(&mut segment);
            }
        }
    }
    Ok(())
}

/// A heap of the best candidates with the worst of them on top.
struct Best {
    limit: usize,
    heap: BinaryHeap<Worst>,
}

struct Worst(Candidate);

impl Best {
    /// The score that a passage must reach.
    fn threshold(&self) -> f64 {
        match self.heap.peek() {
            Some(worst) if self.heap.len() >= self.limit => worst.0.score,
            _ => 0.0,
        }
    }

    fn push(&mut self, candidate: Candidate) {
        self.heap.push(Worst(candidate));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }
}

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Worst {}

/// The passages of one word in one segment: its variants' postings as one, frequencies weighted and summed.
struct WordCursor {
    variants: Vec<(SegmentPostings, f64)>,
    doc: DocId,
    /// What the word is worth: language weight · count · lightness · idf · (k1 + 1).
    worth: f64,
}

impl WordCursor {
    fn open(plan: &Plan, word: &PlannedWord, reader: &SegmentReader) -> Result<Option<Self>> {
        let inverted = reader.inverted_index(plan.field)?;
        let mut variants = Vec::new();
        for variant in &word.variants {
            let term = Term::from_field_text(plan.field, &variant.term);
            let postings = inverted
                .read_postings(&term, IndexRecordOption::WithFreqs)
                .map_err(TantivyError::from)?;
            variants.extend(postings.map(|postings| (postings, variant.weight)));
        }
        let doc = variants
            .iter()
            .map(|(postings, _)| postings.doc())
            .min()
            .unwrap_or(TERMINATED);
        let worth = plan.language_weight * word.count * word.lightness * word.idf * (K1 + 1.0);
        Ok((doc != TERMINATED).then_some(Self {
            variants,
            doc,
            worth,
        }))
    }

    fn advance(&mut self) {
        self.seek(self.doc + 1);
    }

    fn seek(&mut self, target: DocId) {
        self.doc = TERMINATED;
        for (postings, _) in &mut self.variants {
            if postings.doc() < target {
                postings.seek(target);
            }
            self.doc = self.doc.min(postings.doc());
        }
    }

    /// The weighted frequency of the word in the passage it stands on.
    fn frequency(&self) -> f64 {
        let standing = self
            .variants
            .iter()
            .filter(|(postings, _)| postings.doc() == self.doc);
        standing
            .map(|(postings, weight)| weight * f64::from(postings.term_freq()))
            .sum()
    }

    /// What the word adds to the passage it stands on, of this length.
    fn score(&self, norm: f64) -> f64 {
        let frequency = self.frequency();
        self.worth * frequency / (frequency + norm)
    }
}

/// A plan bound to a segment.
struct Segment<'p> {
    index: &'p Index,
    plan: &'p Plan,
    reader: &'p SegmentReader,
    ordinal: u32,
    /// By rising worth.
    words: Vec<WordCursor>,
    required: Vec<Box<dyn Scorer>>,
    excluded: Vec<Box<dyn Scorer>>,
    lengths: Arc<dyn ColumnValues<u64>>,
    files: Arc<dyn ColumnValues<u64>>,
}

impl<'p> Segment<'p> {
    /// None if nothing in the segment can match.
    fn open(
        index: &'p Index,
        plan: &'p Plan,
        reader: &'p SegmentReader,
        ordinal: u32,
    ) -> Result<Option<Self>> {
        let mut words = Vec::new();
        for word in &plan.words {
            words.extend(WordCursor::open(plan, word, reader)?);
        }
        if words.is_empty() {
            return Ok(None);
        }
        words.sort_by(|one, other| one.worth.total_cmp(&other.worth));
        let mut required = Vec::new();
        for phrase in &plan.required {
            let Some(docs) = phrase_docs(phrase, reader)? else {
                return Ok(None);
            };
            required.push(docs);
        }
        let mut excluded = Vec::new();
        for phrase in &plan.excluded {
            excluded.extend(phrase_docs(phrase, reader)?);
        }
        let lengths = reader
            .fast_fields()
            .column_first_or_default::<u64>(LENGTH)?;
        let files = reader.fast_fields().column_first_or_default::<u64>(FILE)?;
        Ok(Some(Self {
            index,
            plan,
            reader,
            ordinal,
            words,
            required,
            excluded,
            lengths,
            files,
        }))
    }

    fn norm(&self, doc: DocId) -> f64 {
        K1 * (1.0 - B + B * self.lengths.get_val(doc) as f64 / self.plan.mean_chars)
    }

    fn offer(&self, best: &mut Best, doc: DocId, score: f64) {
        let address = DocAddress::new(self.ordinal, doc);
        let file = self.index.file_place(self.files.get_val(doc));
        best.push(Candidate {
            address,
            language: self.plan.language,
            file,
            score,
        });
    }

    /// Whether the passage is alive and excluded words are not in it. Called with rising documents.
    fn admits(&mut self, doc: DocId) -> bool {
        !self.reader.is_deleted(doc)
            && !self
                .excluded
                .iter_mut()
                .any(|docs| stands_on(docs.as_mut(), doc))
    }

    fn collect(&mut self, best: &mut Best) {
        if self.required.is_empty() {
            self.collect_any(best);
        } else {
            self.collect_required(best);
        }
    }

    /// `MaxScore` over the union of the words.
    fn collect_any(&mut self, best: &mut Best) {
        // bounds[i]: the most that words 0..=i can add together
        let bounds: Vec<f64> = self
            .words
            .iter()
            .scan(0.0, |sum, word| {
                *sum += word.worth;
                Some(*sum)
            })
            .collect();
        let mut threshold = best.threshold();
        let reach = |threshold: f64| threshold * (1.0 - ROUNDING);
        let mut essential = bounds.partition_point(|bound| *bound < reach(threshold));
        let mut parts = vec![0.0; self.words.len()];
        'passages: while essential < self.words.len() {
            let doc = self.words[essential..]
                .iter()
                .map(|word| word.doc)
                .min()
                .unwrap_or(TERMINATED);
            if doc == TERMINATED {
                return;
            }
            let norm = self.norm(doc);
            parts.fill(0.0);
            let mut score = 0.0;
            for (word, part) in self.words.iter_mut().zip(&mut parts).skip(essential) {
                if word.doc == doc {
                    *part = word.score(norm);
                    score += *part;
                    word.advance();
                }
            }
            for other in (0..essential).rev() {
                if score + bounds[other] < reach(threshold) {
                    continue 'passages;
                }
                let word = &mut self.words[other];
                if word.doc < doc {
                    word.seek(doc);
                }
                if word.doc == doc {
                    parts[other] = word.score(norm);
                    score += parts[other];
                }
            }
            // always in the order of the words, so that a score does not depend on what was found before
            let score = parts.iter().sum();
            if score >= threshold && self.admits(doc) {
                self.offer(best, doc, score);
                threshold = best.threshold();
                essential = bounds.partition_point(|bound| *bound < reach(threshold));
            }
        }
    }

    /// Every passage that has all that is required, scored by all words.
    fn collect_required(&mut self, best: &mut Best) {
        while let Some(doc) = self.next_required() {
            if self.admits(doc) {
                let norm = self.norm(doc);
                let mut score = 0.0;
                for word in &mut self.words {
                    if word.doc < doc {
                        word.seek(doc);
                    }
                    if word.doc == doc {
                        score += word.score(norm);
                    }
                }
                if score >= best.threshold() {
                    self.offer(best, doc, score);
                }
            }
            self.required[0].advance();
        }
    }

    /// The next passage on which all required document sets agree.
    fn next_required(&mut self) -> Option<DocId> {
        let mut doc = self.required[0].doc();
        'search: loop {
            if doc == TERMINATED {
                return None;
            }
            for docs in &mut self.required {
                let at = if docs.doc() < doc {
                    docs.seek(doc)
                } else {
                    docs.doc()
                };
                if at > doc {
                    doc = at;
                    continue 'search;
                }
            }
            return Some(doc);
        }
    }

    fn each_match(&mut self, mut visit: impl FnMut(DocId)) {
        if self.required.is_empty() {
            while let Some(doc) = self
                .words
                .iter()
                .map(|word| word.doc)
                .min()
                .filter(|doc| *doc != TERMINATED)
            {
                if self.admits(doc) {
                    visit(doc);
                }
                for word in self.words.iter_mut().filter(|word| word.doc == doc) {
                    word.advance();
                }
            }
        } else {
            while let Some(doc) = self.next_required() {
                if self.admits(doc) {
                    visit(doc);
                }
                self.required[0].advance();
            }
        }
    }
}

/// Whether `docs` has `doc`; it only moves forward.
fn stands_on(docs: &mut dyn Scorer, doc: DocId) -> bool {
    let at = if docs.doc() < doc {
        docs.seek(doc)
    } else {
        docs.doc()
    };
    at == doc
}

/// The documents of a segment in which a phrase stands; none if it cannot.
fn phrase_docs(phrase: &PlannedPhrase, reader: &SegmentReader) -> Result<Option<Box<dyn Scorer>>> {
    let schema = reader.schema().clone();
    let scoring = EnableScoring::disabled_from_schema(&schema);
    let weight = match phrase.terms.as_slice() {
        [(_, term)] => TermQuery::new(term.clone(), IndexRecordOption::Basic).weight(scoring)?,
        terms => PhraseQuery::new_with_offset(terms.to_vec()).weight(scoring)?,
    };
    let docs = weight.scorer(reader, 1.0)?;
    Ok((docs.doc() != TERMINATED).then_some(docs))
}
