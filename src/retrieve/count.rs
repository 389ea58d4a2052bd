//! How much matches: the passages that have a word of the query, and their articles.
//!
//! Every posting of every variant counts here, where the first stage skips most; so they are gathered in sets of bits,
//! each list by itself, and only where a query asks for more than words are passages judged one by one.

use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TERMINATED};

use super::candidates::Segment;
use super::word::VariantPostings;
use crate::error::Result;
use crate::index::{ARTICLE, Snapshot};
use crate::limits::{Budget, Limit};
use crate::plan::Plan;

/// How much of an index matches a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matches {
    /// Passages with one of its words, or with all that it requires.
    pub passages: usize,
    /// Articles that have such a passage.
    pub articles: usize,
    /// Whether that is so; else there are at most so many, since only texts could tell, and more than may be read.
    pub is_exact: bool,
}

/// How much of an index matches these plans; none if the time is up.
pub(crate) fn count_matches(
    index: &Snapshot,
    plans: &[Plan],
    budget: &Budget<'_>,
) -> Result<Option<Matches>> {
    let mut passages = 0;
    let mut articles = Numbers::below(index.article_numbers());
    let mut texts = Texts {
        left: budget.limits.texts_counted,
        is_exact: true,
    };
    for (ordinal, reader) in index.searcher().segment_readers().iter().enumerate() {
        let mut docs = Numbers::below(reader.max_doc().into());
        for plan in plans {
            if budget.is_over() {
                return Ok(None);
            }
            if !index.has(ordinal, plan.language) {
                continue;
            }
            if plan.asks_for_words_only() {
                add_words(plan, reader, &mut docs)?;
            } else if let Some(mut segment) = Segment::open(index, plan, ordinal as u32)? {
                texts.add_matches(&mut segment, &mut docs, budget)?;
            }
        }
        let article_of = index.column(ordinal as u32, ARTICLE)?;
        for doc in docs.iter().map(|doc| doc as u32) {
            if doc < reader.max_doc() && !reader.is_deleted(doc) {
                passages += 1;
                articles.insert(article_of.get_val(doc));
            }
        }
    }
    if !texts.is_exact {
        budget.meet(Limit::TextsCounted);
    }
    Ok((!budget.is_over()).then(|| Matches {
        passages,
        articles: articles.iter().count(),
        is_exact: texts.is_exact,
    }))
}

/// The texts that may be read to count.
struct Texts {
    left: usize,
    is_exact: bool,
}

impl Texts {
    /// Adds what matches in a segment; where too much is in doubt, all that may.
    fn add_matches(
        &mut self,
        segment: &mut Segment<'_>,
        docs: &mut Numbers,
        budget: &Budget<'_>,
    ) -> Result<()> {
        let mut doubtful = Vec::new();
        segment.each_match(budget, |found| {
            if found.is_doubtful {
                doubtful.push(found);
            } else {
                docs.insert(found.doc.into());
            }
        })?;
        self.is_exact &= doubtful.len() <= self.left;
        for found in doubtful {
            if !self.is_exact || segment.is_confirmed(found)? {
                docs.insert(found.doc.into());
            }
            self.left = self.left.saturating_sub(1);
        }
        Ok(())
    }
}

/// Adds the passages of a segment that have a word of the plan, and those that did and are gone.
fn add_words(plan: &Plan, reader: &SegmentReader, docs: &mut Numbers) -> Result<()> {
    for variant in plan.words.iter().flat_map(|word| &word.variants) {
        let option = IndexRecordOption::Basic;
        let Some(mut postings) = VariantPostings::open(variant, plan.field, reader, option)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            docs.insert(postings.doc().into());
            postings.advance();
        }
    }
    Ok(())
}

/// A set of numbers, with a bit for each that there can be; no others come in, which a damaged index may have.
struct Numbers {
    words: Vec<u64>,
}

impl Numbers {
    fn below(end: u64) -> Self {
        let words = vec![0; end.div_ceil(u64::from(u64::BITS)) as usize];
        Self { words }
    }

    fn insert(&mut self, number: u64) {
        let word = (number / u64::from(u64::BITS)) as usize;
        if let Some(word) = self.words.get_mut(word) {
            *word |= 1 << (number % u64::from(u64::BITS));
        }
    }

    /// In rising order.
    fn iter(&self) -> impl Iterator<Item = u64> {
        let of_word = |(at, word): (usize, &u64)| {
            let first = at as u64 * u64::from(u64::BITS);
            let rest = std::iter::successors(Some(*word), |word| Some(word & (word - 1)));
            let rest = rest.take(word.count_ones() as usize);
            rest.map(move |word| first + u64::from(word.trailing_zeros()))
        };
        self.words.iter().enumerate().flat_map(of_word)
    }
}
