//! Which passages of a segment score, and how much? A plan bound to a segment.
//!
//! Passages are visited by `MaxScore` (Turtle and Flood 1995): words that together cannot lift a passage to the threshold of
//! the collector are looked up only in passages that other words have found.

use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::bm25::{WORDS, score};
use super::collect::best::{Best, Candidate, Sort};
use super::condition::Condition;
use super::matching::Matching;
use super::tokens::Tokens;
use super::word::WordCursor;
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{ARTICLE, BYTE_START, Column, LENGTH, Snapshot};
use crate::limits::Budget;
use crate::plan::Plan;
use crate::plan::certainty::Certainty;

/// Sums of the same numbers in another order may differ by this share; bounds are compared with that in mind.
const ROUNDING: f64 = 1e-9;

/// A word of a plan in one segment.
struct WordScorer {
    cursor: WordCursor,
    /// Which word of the plan it is.
    number: usize,
    /// What an endless number of occurrences scores, the language weight included.
    maximum_score: f64,
    /// Whether it says nothing of whether a passage was found.
    is_light: bool,
    /// Whether no passage is a find by it.
    is_no_find: bool,
}

/// What a word adds to a passage.
#[derive(Clone, Copy, Default)]
struct Part {
    score: f64,
    /// How sure it is that the word is meant, if it is there and says something of it.
    certainty: Option<Certainty>,
}

/// What a passage is beside those that match.
#[derive(Clone, Copy)]
struct Score {
    value: f64,
    certainty: Certainty,
}

/// Which of the passages that match are wanted: what was found stands before what is but a guess, whatever the scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tier {
    /// Those with a word of the query, or a form of it.
    Finds,
    /// Those with what is only like it.
    Guesses,
}

impl Tier {
    fn has(self, certainty: Certainty) -> bool {
        (self == Self::Guesses) == (certainty == Certainty::Guess)
    }
}

impl WordScorer {
    fn doc(&self) -> DocId {
        self.cursor.doc()
    }

    fn seek(&mut self, doc: DocId) {
        if self.doc() < doc {
            self.cursor.seek(doc);
        }
    }

    /// What the word adds to the passage it stands on, of this norm.
    fn part(&self, norm: f64) -> Part {
        Part {
            score: score(self.maximum_score, self.cursor.frequency(), norm),
            certainty: (!self.is_light).then(|| self.cursor.certainty()),
        }
    }
}

/// A plan bound to a segment.
pub(crate) struct Scorer<'p> {
    index: &'p Snapshot,
    plan: &'p Plan,
    condition: &'p Condition<'p>,
    ordinal: u32,
    /// Those by which nothing is found, then the others, both by rising maximum score.
    words: Vec<WordScorer>,
    matching: Matching<'p>,
    /// Made when a text is read.
    analyzer: Option<Analyzer>,
    lengths: Column,
    articles: Column,
    byte_starts: Column,
}

/// A passage that matches as far as that can be told without its text.
#[derive(Clone, Copy)]
pub(crate) struct Match {
    pub(crate) doc: DocId,
    /// Whether only its text can tell.
    pub(crate) is_doubtful: bool,
}

impl<'p> Scorer<'p> {
    /// None if nothing in the segment can match.
    pub(crate) fn open(
        index: &'p Snapshot,
        plan: &'p Plan,
        condition: &'p Condition<'p>,
        ordinal: u32,
    ) -> Result<Option<Self>> {
        let reader: &SegmentReader = index.searcher().segment_reader(ordinal);
        let mut words = Vec::new();
        for (number, word) in plan.words.iter().enumerate() {
            let cursor = WordCursor::open(&word.variants, plan.field, reader)?;
            words.extend(cursor.map(|cursor| WordScorer {
                cursor,
                number,
                maximum_score: plan.language_weight * word.maximum_score(),
                is_light: word.is_light,
                is_no_find: plan.is_guess || word.is_no_find(),
            }));
        }
        if words.is_empty() {
            return Ok(None);
        }
        words.sort_by(|one, other| {
            let order = other.is_no_find.cmp(&one.is_no_find);
            order.then(one.maximum_score.total_cmp(&other.maximum_score))
        });
        let Some(matching) = Matching::open(index, condition, plan.field, ordinal)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            index,
            plan,
            condition,
            ordinal,
            words,
            matching,
            analyzer: None,
            lengths: index.column(ordinal, LENGTH)?,
            articles: index.column(ordinal, ARTICLE)?,
            byte_starts: index.column(ordinal, BYTE_START)?,
        }))
    }

    /// Whether a passage is of an article that is wanted and may be among the best, whatever its score.
    fn may_come(&self, doc: DocId, best: &Best) -> bool {
        let sort = best.sort();
        self.matching.is_wanted(doc) && (sort == Sort::Score || best.has_room(self.key(doc, sort)))
    }

    /// What a passage is sorted by before its score.
    fn key(&self, doc: DocId, sort: Sort) -> i64 {
        match sort {
            Sort::Score => 0,
            Sort::OldestFirst | Sort::NewestFirst => {
                let article = self.articles.get_val(doc);
                sort.key(self.index.article_columns().first_minute(article))
            }
        }
    }

    fn norm(&self, doc: DocId) -> f64 {
        WORDS.norm(self.lengths.get_val(doc) as f64, self.plan.mean_chars)
    }

    /// The score of a passage whose words add `parts`, in their order; none if its text is not what was asked for.
    /// Always summed in the order of the words, so that a score does not depend on what was found before.
    fn total(
        &mut self,
        doc: DocId,
        parts: &mut [Part],
        norm: f64,
        budget: &Budget<'_>,
    ) -> Result<Option<Score>> {
        if self.matching.is_doubtful(doc) {
            if !budget.may_read_text() {
                return Ok(None);
            }
            let text = self.index.text(DocAddress::new(self.ordinal, doc))?;
            let analyzer = self
                .analyzer
                .get_or_insert_with(|| Analyzer::new(self.plan.language));
            let tokens = Tokens::of(&text, analyzer);
            if !self.condition.holds(&tokens) {
                return Ok(None);
            }
            let Some(Condition::Any(words)) = self.condition.each().first() else {
                return Ok(None);
            };
            for (scorer, part) in self.words.iter().zip(parts.iter_mut()) {
                if let Condition::Word(word) = &words[scorer.number]
                    && word.planned.surface.is_some()
                {
                    let frequency = tokens.frequency(word.matcher());
                    *part = Part {
                        score: score(scorer.maximum_score, frequency, norm),
                        certainty: part.certainty.and(tokens.certainty(word.matcher())),
                    };
                }
            }
        }
        let value: f64 = parts.iter().map(|part| part.score).sum();
        let certainties = parts.iter().filter_map(|part| part.certainty);
        let article = self.articles.get_val(doc);
        let certainty = self.plan.certainty_in(article, certainties);
        Ok((value > 0.0).then_some(Score { value, certainty }))
    }

    /// Whether the text of a passage is as it must be.
    pub(crate) fn is_confirmed(&mut self, found: Match) -> Result<bool> {
        if !found.is_doubtful {
            return Ok(true);
        }
        let text = self.index.text(DocAddress::new(self.ordinal, found.doc))?;
        let analyzer = self
            .analyzer
            .get_or_insert_with(|| Analyzer::new(self.plan.language));
        Ok(self.condition.holds(&Tokens::of(&text, analyzer)))
    }

    fn offer(&self, best: &mut Best, doc: DocId, score: Score) {
        best.push(Candidate {
            address: DocAddress::new(self.ordinal, doc),
            language: self.plan.language,
            article: self.index.article_ordinal(self.articles.get_val(doc)),
            byte_start: self.byte_starts.get_val(doc),
            key: self.key(doc, best.sort()),
            score: score.value,
            certainty: score.certainty,
        });
    }

    /// Offers the passages of a tier to a collector that may be among its best.
    pub(crate) fn collect(
        &mut self,
        best: &mut Best,
        tier: Tier,
        budget: &Budget<'_>,
    ) -> Result<()> {
        if self.matching.requires() {
            self.collect_required(best, tier, budget)
        } else {
            self.collect_any(best, tier, budget)
        }
    }

    /// `MaxScore` over the union of the words. Whatever is found has one of the words by which something can be.
    fn collect_any(&mut self, best: &mut Best, tier: Tier, budget: &Budget<'_>) -> Result<()> {
        // bounds[i]: the most that words 0..=i can add together
        let bounds: Vec<f64> = self
            .words
            .iter()
            .scan(0.0, |sum, word| {
                *sum += word.maximum_score;
                Some(*sum)
            })
            .collect();
        let mut threshold = best.threshold();
        let reach = |threshold: f64| threshold * (1.0 - ROUNDING);
        let least = match tier {
            Tier::Finds => self.words.partition_point(|word| word.is_no_find),
            Tier::Guesses => 0,
        };
        let essential_at = |threshold: f64| {
            let reached = bounds.partition_point(|bound| *bound < reach(threshold));
            reached.max(least)
        };
        let mut essential = essential_at(threshold);
        let mut parts = vec![Part::default(); self.words.len()];
        'passages: while essential < self.words.len() {
            let docs = self.words[essential..].iter().map(WordScorer::doc);
            let doc = docs.min().unwrap_or(TERMINATED);
            if doc == TERMINATED || budget.is_over_after_steps() {
                break;
            }
            // what is not wanted is not worth a score
            if !self.may_come(doc, best) {
                for word in &mut self.words[essential..] {
                    if word.doc() == doc {
                        word.cursor.advance();
                    }
                }
                continue;
            }
            let norm = self.norm(doc);
            parts.fill(Part::default());
            let mut score = 0.0;
            for (word, part) in self.words.iter_mut().zip(&mut parts).skip(essential) {
                if word.doc() == doc {
                    *part = word.part(norm);
                    score += part.score;
                    word.cursor.advance();
                }
            }
            for other in (0..essential).rev() {
                if score + bounds[other] < reach(threshold) {
                    continue 'passages;
                }
                let word = &mut self.words[other];
                word.seek(doc);
                if word.doc() == doc {
                    parts[other] = word.part(norm);
                    score += parts[other].score;
                }
            }
            if score < reach(threshold) || !self.matching.admits(doc) {
                continue;
            }
            if let Some(score) = self.total(doc, &mut parts, norm, budget)?
                && score.value >= threshold
                && tier.has(score.certainty)
            {
                self.offer(best, doc, score);
                threshold = best.threshold();
                essential = essential_at(threshold);
            }
        }
        Ok(())
    }

    /// Every passage that has all that is required, scored by all words.
    fn collect_required(&mut self, best: &mut Best, tier: Tier, budget: &Budget<'_>) -> Result<()> {
        let mut parts = vec![Part::default(); self.words.len()];
        let mut next = 0;
        while let Some(doc) = self.matching.seek_required(next) {
            if budget.is_over_after_steps() {
                break;
            }
            next = doc + 1;
            if !self.matching.admits(doc) || !self.may_come(doc, best) {
                continue;
            }
            let norm = self.norm(doc);
            for (word, part) in self.words.iter_mut().zip(&mut parts) {
                word.seek(doc);
                let stands = word.doc() == doc;
                *part = if stands {
                    word.part(norm)
                } else {
                    Part::default()
                };
            }
            let sum: f64 = parts.iter().map(|part| part.score).sum();
            let may_score = sum >= best.threshold() * (1.0 - ROUNDING);
            if may_score
                && let Some(score) = self.total(doc, &mut parts, norm, budget)?
                && score.value >= best.threshold()
                && tier.has(score.certainty)
            {
                self.offer(best, doc, score);
            }
        }
        Ok(())
    }

    /// Visits every passage that matches as far as that can be told without its text.
    pub(crate) fn each_match(
        &mut self,
        budget: &Budget<'_>,
        mut visit: impl FnMut(Match),
    ) -> Result<()> {
        let mut next = 0;
        loop {
            let doc = if self.matching.requires() {
                self.matching.seek_required(next)
            } else {
                for word in &mut self.words {
                    word.seek(next);
                }
                let docs = self.words.iter().map(WordScorer::doc);
                docs.min().filter(|doc| *doc != TERMINATED)
            };
            let Some(doc) = doc.filter(|_| !budget.is_over_after_steps()) else {
                return Ok(());
            };
            next = doc + 1;
            if self.matching.admits(doc) {
                visit(Match {
                    doc,
                    is_doubtful: self.matching.is_doubtful(doc),
                });
            }
        }
    }
}
