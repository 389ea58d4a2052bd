//! Searching: query → plans per language → candidates → re-ranked → hits.

mod candidates;
mod plan;
mod rerank;

use std::cmp::Ordering;

use tantivy::DocAddress;

use crate::error::{Error, Result};
use crate::index::{BYTE_START, CHAR_START, COLUMN, FILE, FileRecord, Index, LINE};
use crate::language::Language;
use crate::query::{ClauseKind, Query};
use candidates::{Candidate, candidates};
use plan::Plan;
use rerank::QueryGrams;

use crate::snippet::Matcher;

/// Passages of the first stage that are read again. More changed nothing on the judged sets.
const CANDIDATES: usize = 200;

/// What showing a phrase is worth beside showing words, in idf: more than any word.
const PHRASE_WORTH: f64 = 20.0;

/// What to search for, besides the query.
#[derive(Clone, Debug, Default)]
pub struct SearchOptions {
    /// Only passages in these languages; in all if none is named.
    pub languages: Option<Vec<Language>>,
    /// Only passages with every word of the query.
    pub require_all: bool,
    /// Passages that are wanted, skipped ones included.
    pub limit: usize,
    /// At most one passage of a file.
    pub one_per_file: bool,
}

/// A passage that was found.
#[derive(Clone, Debug)]
pub struct RankedPassage {
    /// Where it is in the index.
    address: DocAddress,
    /// Its language.
    pub language: Language,
    /// Its score; higher is better. Scores of different queries do not compare.
    pub score: f64,
    /// Its text.
    pub text: String,
    /// Number of its file.
    file: u64,
}

/// The passages found for a query, the best first.
pub struct Ranking<'i> {
    index: &'i Index,
    plans: Vec<Plan>,
    /// The passages.
    pub passages: Vec<RankedPassage>,
    /// Whether the phrases of the query stand in no passage, so that their words were looked for one by one.
    pub phrases_relaxed: bool,
}

/// Where a passage lies in its article.
#[derive(Clone, Copy, Debug)]
pub struct Location {
    /// Bytes of the article before it.
    pub byte_start: usize,
    /// Characters of the article before it.
    pub char_start: usize,
    /// Line it starts in, from 1.
    pub line: usize,
    /// Character of the line it starts at, from 1.
    pub column: usize,
}

/// Ranks the passages of an index for a query.
///
/// # Errors
/// [`Error::EmptyQuery`] if the query has no word, [`Error::Engine`] if the index cannot be read.
pub fn search<'i>(index: &'i Index, query: &Query, options: &SearchOptions) -> Result<Ranking<'i>> {
    if !query
        .clauses
        .iter()
        .any(|clause| clause.kind != ClauseKind::Excluded && has_word(&clause.text))
    {
        return Err(Error::EmptyQuery {
            query: query.text.clone(),
        });
    }
    let limit = CANDIDATES.max(options.limit * 2);
    let languages = options.languages.as_deref();
    let mut plans = plan::plans(index, query, languages, options.require_all)?;
    let mut found = candidates(index, &plans, limit)?;
    let has_phrase = query
        .clauses
        .iter()
        .any(|clause| clause.kind == ClauseKind::Phrase);
    let phrases_relaxed = found.is_empty() && has_phrase && !options.require_all;
    if phrases_relaxed {
        for plan in &mut plans {
            plan.required.clear();
        }
        found = candidates(index, &plans, limit)?;
    }
    let passages = rerank(index, query, &plans, found)?;
    let mut ranking = Ranking {
        index,
        plans,
        passages,
        phrases_relaxed,
    };
    ranking.settle(options)?;
    Ok(ranking)
}

fn has_word(text: &str) -> bool {
    crate::analysis::words::Words::new(text, false)
        .next()
        .is_some()
}

/// Reads the candidates and ranks them anew.
fn rerank(
    index: &Index,
    query: &Query,
    plans: &[Plan],
    found: Vec<Candidate>,
) -> Result<Vec<RankedPassage>> {
    let mut passages = Vec::with_capacity(found.len());
    // in the order of the store, so that each block is decompressed once
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|place| found[*place].address);
    for place in order {
        let Candidate {
            address,
            language,
            score,
        } = found[place];
        let reader = index.searcher().segment_reader(address.segment_ord);
        let file = reader
            .fast_fields()
            .column_first_or_default::<u64>(FILE)?
            .get_val(address.doc_id);
        let text = index.text(address, language)?;
        passages.push(RankedPassage {
            address,
            language,
            score,
            text,
            file,
        });
    }
    let positive = query
        .clauses
        .iter()
        .filter(|clause| clause.kind != ClauseKind::Excluded);
    let grams = QueryGrams::of(positive.map(|clause| clause.text.clone()));
    let language_weight = |language| {
        plans
            .iter()
            .find(|plan| plan.language == language)
            .map_or(0.0, |plan| plan.language_weight)
    };
    let texts: Vec<(&str, f64)> = passages
        .iter()
        .map(|passage| (passage.text.as_str(), language_weight(passage.language)))
        .collect();
    let scores = grams.scores(&texts);
    for (passage, gram_score) in passages.iter_mut().zip(scores) {
        passage.score += gram_score;
    }
    passages.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(one.address.cmp(&other.address))
    });
    Ok(passages)
}

impl Ranking<'_> {
    /// Puts equal scores in the order of their paths, drops further passages of a file if so asked, and cuts.
    fn settle(&mut self, options: &SearchOptions) -> Result<()> {
        let mut start = 0;
        while start < self.passages.len().min(options.limit + 1) {
            let score = self.passages[start].score;
            let end = start
                + self.passages[start..]
                    .iter()
                    .take_while(|passage| passage.score.total_cmp(&score) == Ordering::Equal)
                    .count();
            if end - start > 1 {
                let mut keyed = Vec::new();
                for passage in self.passages.drain(start..end) {
                    let path = self
                        .index
                        .file(passage.address.segment_ord, passage.file)?
                        .path;
                    keyed.push((path, passage.address.doc_id, passage));
                }
                keyed.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
                self.passages.splice(
                    start..start,
                    keyed.into_iter().map(|(_, _, passage)| passage),
                );
            }
            start = end;
        }
        if options.one_per_file {
            let mut seen = rustc_hash::FxHashSet::default();
            self.passages
                .retain(|passage| seen.insert((passage.address.segment_ord, passage.file)));
        }
        self.passages.truncate(options.limit);
        Ok(())
    }

    /// The languages that have a word of the query, with what their scores were multiplied by, the likeliest first.
    pub fn languages(&self) -> impl Iterator<Item = (Language, f64)> {
        self.plans
            .iter()
            .map(|plan| (plan.language, plan.language_weight))
    }

    /// What of the query can be found in passages of a language.
    #[must_use]
    pub fn matcher(&self, language: Language) -> Matcher {
        let mut matcher = Matcher::default();
        for plan in self.plans.iter().filter(|plan| plan.language == language) {
            for word in plan
                .words
                .iter()
                .filter(|word| !word.in_phrase_only || self.phrases_relaxed)
            {
                let terms = word
                    .variants
                    .iter()
                    .map(|variant| (variant.term.clone(), word.idf * variant.weight));
                matcher.terms.extend(terms);
            }
            for phrase in plan.required.iter().filter(|phrase| phrase.terms.len() > 1) {
                matcher.phrases.push((phrase.texts(), PHRASE_WORTH));
            }
        }
        matcher
    }

    /// What the index knows of the file of a passage.
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be read.
    pub fn file(&self, passage: &RankedPassage) -> Result<FileRecord> {
        self.index.file(passage.address.segment_ord, passage.file)
    }

    /// Where a passage lies in its article.
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be read.
    pub fn location(&self, passage: &RankedPassage) -> Result<Location> {
        let columns = self
            .index
            .searcher()
            .segment_reader(passage.address.segment_ord)
            .fast_fields();
        let value = |name: &str| -> Result<usize> {
            Ok(columns
                .column_first_or_default::<u64>(name)?
                .get_val(passage.address.doc_id) as usize)
        };
        Ok(Location {
            byte_start: value(BYTE_START)?,
            char_start: value(CHAR_START)?,
            line: value(LINE)?,
            column: value(COLUMN)?,
        })
    }

    /// How many passages and files of the whole index match at least one word (or all that is required).
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be read.
    pub fn count_matches(&self) -> Result<(usize, usize)> {
        let mut passages = 0;
        let mut files = rustc_hash::FxHashSet::default();
        let readers = self.index.searcher().segment_readers();
        let columns = readers
            .iter()
            .map(|reader| reader.fast_fields().column_first_or_default::<u64>(FILE))
            .collect::<tantivy::Result<Vec<_>>>()?;
        candidates::each_match(self.index, &self.plans, |segment, doc| {
            passages += 1;
            files.insert((segment, columns[segment as usize].get_val(doc)));
        })?;
        Ok((passages, files.len()))
    }
}
