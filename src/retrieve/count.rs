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
use crate::plan::Plan;

/// How much of an index matches a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// Passages with one of its words, or with all that it requires.
    pub passages: usize,
    /// Articles that have such a passage.
    pub articles: usize,
}

/// How much of an index matches these plans.
pub(crate) fn count_matches(index: &Snapshot, plans: &[Plan]) -> Result<Matches> {
    let mut passages = 0;
    let mut articles = Numbers::below(index.article_numbers());
    for (ordinal, reader) in index.searcher().segment_readers().iter().enumerate() {
        let mut docs = Numbers::below(reader.max_doc().into());
        for plan in plans {
            if !index.has(ordinal, plan.language) {
                continue;
            }
            if plan.asks_for_words_only() {
                add_words(plan, reader, &mut docs)?;
            } else if let Some(mut segment) = Segment::open(index, plan, ordinal as u32)? {
                segment.each_match(|doc| docs.insert(doc.into()))?;
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
    Ok(Matches {
        passages,
        articles: articles.iter().count(),
    })
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
