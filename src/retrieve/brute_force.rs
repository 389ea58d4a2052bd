//! Do cursors find what a plain count over lists of tokens finds? On small random indexes.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::schema::{FAST, Field, Schema, TEXT};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument};

use super::phrase::PhraseCursor;
use super::word::{WordCursor, open_phrase};
use crate::index::LENGTH;
use crate::plan::certainty::Certainty;
use crate::plan::variant::{Reason, Variant};

/// The column with the position of a passage in the list.
const NUMBER: &str = "number";

/// Passages, as lists of terms.
type Passages = Vec<Vec<char>>;

/// An index in memory of passages, in two segments.
fn index(passages: &Passages, cut: usize) -> (Searcher, Field) {
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT);
    let length = schema.add_u64_field(LENGTH, FAST);
    let number = schema.add_u64_field(NUMBER, FAST);
    let index = tantivy::Index::create_in_ram(schema.build());
    let mut writer = index
        .writer_with_num_threads(1, 15_000_000)
        .expect("a writer");
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for (ordinal, terms) in passages.iter().enumerate() {
        if ordinal == cut {
            writer.commit().expect("a segment");
        }
        let mut document = TantivyDocument::new();
        let words: Vec<String> = terms.iter().map(char::to_string).collect();
        document.add_text(text, words.join(" "));
        document.add_u64(length, terms.len() as u64);
        document.add_u64(number, ordinal as u64);
        writer.add_document(document).expect("a document");
    }
    writer.commit().expect("a segment");
    let reader = index.reader().expect("a reader");
    (reader.searcher(), text)
}

/// The passages of each segment of such an index; the engine does not keep segments in their order.
fn segments(passages: &Passages, searcher: &Searcher) -> Vec<Passages> {
    let of = |reader: &SegmentReader| {
        let numbers = reader.fast_fields().u64(NUMBER).expect("a column");
        let passage = |doc| numbers.first(doc).expect("a number") as usize;
        let passages = (0..reader.max_doc()).map(|doc| passages[passage(doc)].clone());
        passages.collect()
    };
    searcher.segment_readers().iter().map(of).collect()
}

/// Whether a variant starts at a token.
fn starts_at(variant: &Variant, terms: &[char], at: usize) -> bool {
    let has = |(offset, term): (usize, &String)| {
        let there = terms.get(at + offset);
        there.is_some_and(|there| there.to_string() == *term)
    };
    variant.terms.iter().enumerate().all(has)
}

/// Weighted occurrences of a word.
fn count(variants: &[Variant], terms: &[char]) -> f64 {
    let of = |variant: &Variant| {
        let starts = (0..terms.len()).filter(|at| starts_at(variant, terms, *at));
        variant.weight * starts.count() as f64
    };
    variants.iter().map(of).sum()
}

/// Where a phrase starts.
fn count_phrase(words: &[(u32, Vec<Variant>)], terms: &[char]) -> usize {
    let stands = |start: &usize| {
        words.iter().all(|(position, variants)| {
            let mut variants = variants.iter();
            variants.any(|variant| starts_at(variant, terms, start + *position as usize))
        })
    };
    (0..terms.len()).filter(stands).count()
}

/// The documents of a segment with what is counted above 0 in them.
fn counted(segment: &[Vec<char>], count: impl Fn(&[char]) -> f64) -> Vec<(u32, f64)> {
    let passages = segment.iter().zip(0..);
    let counted = passages.map(|(terms, doc)| (doc, count(terms)));
    counted.filter(|(_, count)| *count > 0.0).collect()
}

/// Walks through documents by steps (0: the next one; else so many further) and notes each with its frequency; the
/// expected ones are those of `all` that the same steps reach.
fn walk<D: DocSet>(
    docs: Option<D>,
    frequency: impl Fn(&D) -> f64,
    all: &[(u32, f64)],
    steps: &[u32],
) -> Result<(), TestCaseError> {
    let Some(mut docs) = docs else {
        prop_assert!(all.is_empty());
        return Ok(());
    };
    let mut index = 0;
    for step in steps.iter().cycle() {
        let expected = all.get(index);
        prop_assert_eq!(docs.doc(), expected.map_or(TERMINATED, |one| one.0));
        let Some((doc, count)) = expected else { break };
        prop_assert!((frequency(&docs) - count).abs() < 1e-9);
        let target = doc + 1 + step;
        let reached = if *step == 0 {
            docs.advance()
        } else {
            docs.seek(target)
        };
        prop_assert_eq!(reached, docs.doc());
        index = all.partition_point(|(doc, _)| *doc < target);
    }
    prop_assert_eq!(docs.advance(), TERMINATED);
    Ok(())
}

fn passages() -> impl Strategy<Value = Passages> {
    let term = prop::sample::select(('a'..='l').collect::<Vec<char>>());
    // the first letters are common, the others rare
    let term = prop_oneof![term, prop::sample::select(vec!['a', 'b', 'c'])];
    prop::collection::vec(prop::collection::vec(term, 0..14), 1..40)
}

/// Variants of one word, no two of the same terms.
fn variants(most: usize, longest: usize) -> impl Strategy<Value = Vec<Variant>> {
    let terms = prop::collection::vec("[a-cg-m]", 1..=longest);
    let weights = prop::sample::select(vec![1.0, 0.9, 0.36, 0.05]);
    prop::collection::btree_map(terms, weights, 1..=most).prop_map(
        |variants: BTreeMap<Vec<String>, f64>| {
            let variants = variants.into_iter();
            let variant = |(terms, weight): (Vec<String>, f64)| {
                let certainties = [Certainty::Guess, Certainty::Form, Certainty::Exact];
                let certainty = certainties[terms.len() % 3];
                let one = |terms, row| Variant {
                    terms,
                    row,
                    weight,
                    reason: Reason::Form,
                    certainty,
                    doc_freq: 1.0,
                };
                let several = Some(&terms).filter(|terms| terms.len() > 1);
                let row = several.into_iter().flatten();
                let row = row.map(|term| vec![one(vec![term.clone()], Vec::new())]);
                one(terms.clone(), row.collect())
            };
            variants.map(variant).collect()
        },
    )
}

fn phrase() -> impl Strategy<Value = Vec<(u32, Vec<Variant>)>> {
    prop::collection::vec((0u32..2, variants(4, 1)), 1..4).prop_map(|words| {
        let mut next = 0;
        let with_position = |(gap, variants)| {
            let position = next;
            next = position + 1 + gap;
            (position, variants)
        };
        words.into_iter().map(with_position).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Up to twelve variants: walked through apart or merged into a list.
    #[test]
    fn the_postings_of_a_word_are_its_variants_counted(
        passages in passages(), cut in 0usize..40, variants in variants(12, 3),
        steps in prop::collection::vec(0u32..6, 1..9),
    ) {
        let (searcher, field) = index(&passages, cut);
        for (reader, segment) in searcher.segment_readers().iter().zip(segments(&passages, &searcher)) {
            let all = counted(&segment, |terms| count(&variants, terms));
            let word = WordCursor::open(&variants, field, reader).expect("postings");
            walk(word, WordCursor::frequency, &all, &steps)?;
            let apart = WordCursor::open_with_positions(&variants, field, reader).expect("postings");
            walk(apart, WordCursor::frequency, &all, &steps)?;
        }
    }

    #[test]
    fn the_postings_of_a_phrase_are_its_starts_counted(
        passages in passages(), cut in 0usize..40, phrase in phrase(),
        steps in prop::collection::vec(0u32..6, 1..9),
    ) {
        let (searcher, field) = index(&passages, cut);
        for (reader, segment) in searcher.segment_readers().iter().zip(segments(&passages, &searcher)) {
            let all = counted(&segment, |terms| count_phrase(&phrase, terms) as f64);
            let words = phrase.iter().map(|(position, variants)| (*position, variants.as_slice()));
            let found = open_phrase(words, field, reader).expect("postings");
            walk(found, |phrase: &PhraseCursor<_>| f64::from(phrase.frequency()), &all, &steps)?;
        }
    }
}
