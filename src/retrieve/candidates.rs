//! The first stage: the best passages of all languages by BM25 over the words' weighted sets of terms.
//!
//! One heap holds the candidates of all languages and segments, so that what is found in the likeliest language
//! first spares work in the others. Passages are visited by `MaxScore` (Turtle and Flood 1995): words that together
//! cannot lift a passage into the heap are looked up only in passages that other words have found.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::schema::Field;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::phrase::PhrasePostings;
use super::word::{WordPostings, norm, saturated};
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{ARTICLE, BYTE_START, Column, LENGTH, Snapshot};
use crate::language::Language;
use crate::limits::Budget;
use crate::plan::{Plan, PlannedPhrase, PlannedWord};
use crate::snippet::{PhraseMatcher, WordMatcher, matcher::occurrences};

/// Sums of the same numbers in another order may differ by this share; bounds are compared with that in mind.
const ROUNDING: f64 = 1e-9;

/// A passage of the first stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) address: DocAddress,
    pub(crate) language: Language,
    /// The ordinal of its article. Ordinals are in the order of the paths, so that equal scores have an order that does
    /// not depend on which thread wrote which segment, nor on what was indexed when.
    pub(crate) article: u64,
    /// Bytes of the article before it: its passages may be in several segments.
    pub(crate) byte_start: u64,
    pub(crate) score: f64,
}

impl Candidate {
    /// What orders passages of equal score: their articles, then where they are in these.
    fn tie_key(&self) -> (u64, u64) {
        (self.article, self.byte_start)
    }

    /// The better first.
    fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then_with(|| self.tie_key().cmp(&other.tie_key()))
    }
}

/// The `limit` best candidates, best first.
pub(crate) fn candidates(
    index: &Snapshot,
    plans: &[Plan],
    limit: usize,
    budget: &Budget<'_>,
) -> Result<Vec<Candidate>> {
    let mut best = Best {
        limit,
        heap: BinaryHeap::new(),
    };
    each_segment(index, plans, |segment| segment.collect(&mut best, budget))?;
    let mut candidates: Vec<Candidate> = best.heap.into_iter().map(|worst| worst.0).collect();
    candidates.sort_by(Candidate::order);
    Ok(candidates)
}

/// Binds each plan to each segment in which something can match.
fn each_segment(
    index: &Snapshot,
    plans: &[Plan],
    mut visit: impl FnMut(&mut Segment<'_>) -> Result<()>,
) -> Result<()> {
    for plan in plans {
        let segments = 0..index.searcher().segment_readers().len();
        for ordinal in segments.filter(|segment| index.has(*segment, plan.language)) {
            if let Some(mut segment) = Segment::open(index, plan, ordinal as u32)? {
                visit(&mut segment)?;
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

/// A word of a plan in one segment.
struct Cursor {
    postings: WordPostings,
    /// Which word of the plan it is.
    number: usize,
    /// What the word is worth: language weight · count · lightness · idf · (k1 + 1).
    worth: f64,
}

impl Cursor {
    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    /// What the word adds to the passage it stands on, of this norm.
    fn score(&self, norm: f64) -> f64 {
        saturated(self.worth, self.postings.frequency(), norm)
    }
}

/// A plan bound to a segment.
pub(crate) struct Segment<'p> {
    index: &'p Snapshot,
    plan: &'p Plan,
    reader: &'p SegmentReader,
    ordinal: u32,
    /// By rising worth.
    words: Vec<Cursor>,
    required: Vec<WordPostings>,
    excluded: Vec<WordPostings>,
    /// Passages that may have an excluded word in the form that is excluded.
    suspects: Vec<WordPostings>,
    /// What only the text of a passage can tell, if the query asks for such.
    surfaces: Option<Surfaces>,
    lengths: Column,
    articles: Column,
    byte_starts: Column,
}

impl<'p> Segment<'p> {
    /// None if nothing in the segment can match.
    pub(crate) fn open(index: &'p Snapshot, plan: &'p Plan, ordinal: u32) -> Result<Option<Self>> {
        let reader = index.searcher().segment_reader(ordinal);
        let mut words = Vec::new();
        for (number, word) in plan.words.iter().enumerate() {
            let postings = WordPostings::open(&word.variants, plan.field, reader)?;
            words.extend(postings.map(|postings| Cursor {
                postings,
                number,
                worth: plan.language_weight * word.worth(),
            }));
        }
        if words.is_empty() {
            return Ok(None);
        }
        words.sort_by(|one, other| one.worth.total_cmp(&other.worth));
        let mut required = Vec::new();
        for phrase in &plan.required {
            let Some(docs) = phrase_docs(phrase, plan.field, reader)? else {
                return Ok(None);
            };
            required.push(docs);
        }
        let (mut excluded, mut suspects) = (Vec::new(), Vec::new());
        for phrase in &plan.excluded {
            let docs = phrase_docs(std::slice::from_ref(phrase), plan.field, reader)?;
            // which passages have an excluded word in a certain form is seen in their text
            if phrase.minds_surface() {
                suspects.extend(docs);
            } else {
                excluded.extend(docs);
            }
        }
        let lengths = index.column(ordinal, LENGTH)?;
        let articles = index.column(ordinal, ARTICLE)?;
        let byte_starts = index.column(ordinal, BYTE_START)?;
        Ok(Some(Self {
            index,
            plan,
            reader,
            ordinal,
            words,
            required,
            excluded,
            suspects,
            surfaces: Surfaces::of(plan),
            lengths,
            articles,
            byte_starts,
        }))
    }

    fn norm(&self, doc: DocId) -> f64 {
        norm(self.lengths.get_val(doc), self.plan.mean_chars)
    }

    /// The score of a passage whose words add `parts`, in their order; none if its text is not what was asked for.
    /// Always summed in the order of the words, so that a score does not depend on what was found before.
    fn total(
        &mut self,
        doc: DocId,
        parts: &mut [f64],
        norm: f64,
        budget: &Budget<'_>,
    ) -> Result<Option<f64>> {
        if self.is_doubtful(doc)
            && let Some(surfaces) = &mut self.surfaces
        {
            if !budget.may_read_text() {
                return Ok(None);
            }
            let address = DocAddress::new(self.ordinal, doc);
            let text = self.index.text(address)?;
            let Some(frequencies) = surfaces.frequencies(&text) else {
                return Ok(None);
            };
            for (cursor, part) in self.words.iter().zip(parts.iter_mut()) {
                if let Some(frequency) = frequencies[cursor.number] {
                    *part = saturated(cursor.worth, frequency, norm);
                }
            }
        }
        let score: f64 = parts.iter().sum();
        Ok((score > 0.0).then_some(score))
    }

    /// Whether only its text can tell that a passage, on which the words stand or which they have passed, is as it must
    /// be. Called with rising documents.
    fn is_doubtful(&mut self, doc: DocId) -> bool {
        let Some(surfaces) = &self.surfaces else {
            return false;
        };
        let minding = |word: &&Cursor| surfaces.words[word.number].is_some();
        !surfaces.required.is_empty()
            || self.words.iter().any(|word| minding(&word))
            || self.suspects.iter_mut().any(|docs| stands_on(docs, doc))
    }

    fn offer(&self, best: &mut Best, doc: DocId, score: f64) {
        let address = DocAddress::new(self.ordinal, doc);
        best.push(Candidate {
            address,
            language: self.plan.language,
            article: self.index.article_ordinal(self.articles.get_val(doc)),
            byte_start: self.byte_starts.get_val(doc),
            score,
        });
    }

    /// Whether the passage is alive and excluded words are not in it. Called with rising documents.
    fn admits(&mut self, doc: DocId) -> bool {
        !self.reader.is_deleted(doc) && !self.excluded.iter_mut().any(|docs| stands_on(docs, doc))
    }

    fn collect(&mut self, best: &mut Best, budget: &Budget<'_>) -> Result<()> {
        if self.required.is_empty() {
            self.collect_any(best, budget)
        } else {
            self.collect_required(best, budget)
        }
    }

    /// `MaxScore` over the union of the words.
    fn collect_any(&mut self, best: &mut Best, budget: &Budget<'_>) -> Result<()> {
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
                .map(Cursor::doc)
                .min()
                .unwrap_or(TERMINATED);
            if doc == TERMINATED || budget.is_over_after_steps() {
                break;
            }
            let norm = self.norm(doc);
            parts.fill(0.0);
            let mut score = 0.0;
            for (word, part) in self.words.iter_mut().zip(&mut parts).skip(essential) {
                if word.doc() == doc {
                    *part = word.score(norm);
                    score += *part;
                    word.postings.advance();
                }
            }
            for other in (0..essential).rev() {
                if score + bounds[other] < reach(threshold) {
                    continue 'passages;
                }
                let word = &mut self.words[other];
                if word.doc() < doc {
                    word.postings.seek(doc);
                }
                if word.doc() == doc {
                    parts[other] = word.score(norm);
                    score += parts[other];
                }
            }
            if score < reach(threshold) || !self.admits(doc) {
                continue;
            }
            if let Some(score) = self.total(doc, &mut parts, norm, budget)?
                && score >= threshold
            {
                self.offer(best, doc, score);
                threshold = best.threshold();
                essential = bounds.partition_point(|bound| *bound < reach(threshold));
            }
        }
        Ok(())
    }

    /// Every passage that has all that is required, scored by all words.
    fn collect_required(&mut self, best: &mut Best, budget: &Budget<'_>) -> Result<()> {
        let mut parts = vec![0.0; self.words.len()];
        while let Some(doc) = self.next_required() {
            if self.admits(doc) {
                let norm = self.norm(doc);
                self.score_words(doc, norm, &mut parts);
                let may_score = parts.iter().sum::<f64>() >= best.threshold() * (1.0 - ROUNDING);
                if may_score
                    && let Some(score) = self.total(doc, &mut parts, norm, budget)?
                    && score >= best.threshold()
                {
                    self.offer(best, doc, score);
                }
            }
            if budget.is_over_after_steps() {
                break;
            }
            self.required[0].advance();
        }
        Ok(())
    }

    /// What each word adds to a passage.
    fn score_words(&mut self, doc: DocId, norm: f64, parts: &mut [f64]) {
        for (word, part) in self.words.iter_mut().zip(parts) {
            if word.doc() < doc {
                word.postings.seek(doc);
            }
            *part = if word.doc() == doc {
                word.score(norm)
            } else {
                0.0
            };
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

    /// Visits every passage that matches as far as that can be told without its text.
    pub(crate) fn each_match(
        &mut self,
        budget: &Budget<'_>,
        mut visit: impl FnMut(Match),
    ) -> Result<()> {
        loop {
            let doc = if self.required.is_empty() {
                let docs = self.words.iter().map(Cursor::doc);
                docs.min().filter(|doc| *doc != TERMINATED)
            } else {
                self.next_required()
            };
            let Some(doc) = doc.filter(|_| !budget.is_over_after_steps()) else {
                return Ok(());
            };
            if self.admits(doc) {
                visit(self.matched(doc));
            }
            match self.required.first_mut() {
                Some(required) => drop(required.advance()),
                None => {
                    for word in self.words.iter_mut().filter(|word| word.doc() == doc) {
                        word.postings.advance();
                    }
                }
            }
        }
    }

    fn matched(&mut self, doc: DocId) -> Match {
        let is_doubtful = self.is_doubtful(doc);
        let mut has_plain_word = false;
        if let (true, Some(surfaces)) = (is_doubtful, &self.surfaces) {
            for word in &mut self.words {
                if word.doc() < doc {
                    word.postings.seek(doc);
                }
                has_plain_word |= word.doc() == doc && surfaces.words[word.number].is_none();
            }
        }
        Match {
            doc,
            is_doubtful,
            has_plain_word,
        }
    }

    /// Whether the text of a passage is as it must be.
    pub(crate) fn is_confirmed(&mut self, found: Match) -> Result<bool> {
        let Some(surfaces) = self.surfaces.as_mut().filter(|_| found.is_doubtful) else {
            return Ok(true);
        };
        let text = self.index.text(DocAddress::new(self.ordinal, found.doc))?;
        let has = |frequency: &Option<f64>| frequency.is_some_and(|one| one > 0.0);
        let frequencies = surfaces.frequencies(&text);
        Ok(frequencies.is_some_and(|all| found.has_plain_word || all.iter().any(has)))
    }
}

/// A passage that matches as far as that can be told without its text.
#[derive(Clone, Copy)]
pub(crate) struct Match {
    pub(crate) doc: DocId,
    /// Whether only its text can tell.
    pub(crate) is_doubtful: bool,
    /// Of a doubtful one, whether it has a word whose form does not matter.
    has_plain_word: bool,
}

/// What a query asks of the surface of words: only the text of a passage can tell.
struct Surfaces {
    analyzer: Analyzer,
    /// For each word of the plan, if it minds its surface, what it means.
    words: Vec<Option<WordMatcher>>,
    /// The readings of each phrase.
    required: Vec<Vec<PhraseMatcher>>,
    excluded: Vec<PhraseMatcher>,
}

impl Surfaces {
    /// None if the plan asks nothing of surfaces.
    fn of(plan: &Plan) -> Option<Self> {
        let minding = |readings: &&Vec<PlannedPhrase>| {
            let mut phrases = readings.iter();
            phrases.any(PlannedPhrase::minds_surface)
        };
        let required = plan.required.iter().filter(minding);
        let excluded = plan.excluded.iter().filter(|one| one.minds_surface());
        let of_word = |word: &PlannedWord| word.surface.is_some().then(|| word.matcher());
        let surfaces = Self {
            analyzer: Analyzer::new(plan.language),
            words: plan.words.iter().map(of_word).collect(),
            required: required
                .map(|readings| readings.iter().map(PlannedPhrase::matcher).collect())
                .collect(),
            excluded: excluded.map(PlannedPhrase::matcher).collect(),
        };
        let asks = surfaces.words.iter().any(Option::is_some)
            || !surfaces.required.is_empty()
            || !surfaces.excluded.is_empty();
        asks.then_some(surfaces)
    }

    /// The frequency of each word that minds its surface; none if a phrase is not as it must be.
    fn frequencies(&mut self, text: &str) -> Option<Vec<Option<f64>>> {
        let tokens = self.analyzer.tokens(text);
        let language = self.analyzer.language();
        let has = |phrase: &PhraseMatcher| {
            let mut places = occurrences(phrase, &tokens, text, language);
            places.next().is_some()
        };
        let has_required = self
            .required
            .iter()
            .all(|readings| readings.iter().any(has));
        if !has_required || self.excluded.iter().any(has) {
            return None;
        }
        let frequency = |word: &WordMatcher| -> f64 {
            let meanings = tokens
                .iter()
                .filter_map(|token| word.meaning(token, text, language));
            meanings.map(|meaning| meaning.weight).sum()
        };
        let words = self.words.iter();
        Some(words.map(|word| word.as_ref().map(frequency)).collect())
    }
}

/// Whether a phrase of a plan stands in a passage, given with its text, in one of its readings.
pub(crate) fn has_phrase(
    index: &Snapshot,
    plan: &Plan,
    readings: &[PlannedPhrase],
    address: DocAddress,
    text: &str,
) -> Result<bool> {
    let reader = index.searcher().segment_reader(address.segment_ord);
    let Some(mut docs) = phrase_docs(readings, plan.field, reader)? else {
        return Ok(false);
    };
    if !stands_on(&mut docs, address.doc_id) {
        return Ok(false);
    }
    if !readings.iter().any(PlannedPhrase::minds_surface) {
        return Ok(true);
    }
    let tokens = Analyzer::new(plan.language).tokens(text);
    let seen = |phrase: &PlannedPhrase| {
        let matcher = phrase.matcher();
        let mut places = occurrences(&matcher, &tokens, text, plan.language);
        places.next().is_some()
    };
    Ok(readings.iter().any(seen))
}

/// Whether `docs` has `doc`; it only moves forward.
fn stands_on(docs: &mut WordPostings, doc: DocId) -> bool {
    let at = if docs.doc() < doc {
        docs.seek(doc)
    } else {
        docs.doc()
    };
    at == doc
}

/// The passages of a segment in which a phrase stands, in one of its readings; none if it cannot.
fn phrase_docs(
    readings: &[PlannedPhrase],
    field: Field,
    reader: &SegmentReader,
) -> Result<Option<WordPostings>> {
    if let [phrase] = readings
        && let [(_, variants)] = phrase.words.as_slice()
    {
        return Ok(WordPostings::open(variants, field, reader)?);
    }
    let mut phrases = Vec::new();
    for phrase in readings {
        phrases.extend(PhrasePostings::open(&phrase.words, field, reader)?);
    }
    Ok(WordPostings::of_phrases(phrases.into_iter()))
}
