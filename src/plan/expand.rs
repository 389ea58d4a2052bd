//! Which index terms stand for a query word? They are looked up in the index's own vocabulary.
//!
//! What the query asks for (a prefix, a similar spelling, a synonym) is looked up in every language. Forms that the
//! stemmer keeps apart are looked up only in the languages that the query is likely in: elsewhere they would cost
//! time and find chance likenesses.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::variant::{Reason, Variant};
use crate::analysis::gram::{dice, term_grams};
use crate::analysis::surface::folded;
use crate::error::Result;
use crate::index::{FoundTerm, Snapshot};
use crate::language::Language;
use crate::limits::{Budget, Limit};

/// To shorter words and stems nothing is alike: two letters are within one of any other two. Made up.
const MIN_FUZZY_CHARS: usize = 3;

/// At most this many forms stand for a word besides its stem, those that share most with it.
const MAX_FORMS: usize = 7;

/// Forms share this many first letters: the vocabulary is read from there.
const FORM_PREFIX_CHARS: usize = 3;

/// Stems shorter than this have no forms: with few letters, likeness is chance.
const MIN_FORM_CHARS: usize = 4;

/// Forms share at least this much (Dice coefficient of their 4-grams), and weigh its power [`FORM_EXPONENT`].
const MIN_FORM_DICE: f64 = 0.5;
const FORM_EXPONENT: f64 = 2.0;

/// A stem may be this much shorter than the words that a prefix means.
const MAX_CUT_CHARS: usize = 4;

/// The vocabulary of an index in one language.
pub(crate) struct Vocabulary<'i> {
    pub(crate) index: &'i Snapshot,
    pub(crate) language: Language,
    pub(crate) budget: &'i Budget<'i>,
}

impl Vocabulary<'_> {
    /// A single term as a variant.
    pub(crate) fn variant(&self, term: &str, weight: f64, reason: Reason) -> Result<Variant> {
        let doc_freq = self.index.passages_with(self.language, term)?;
        Ok(known(term.to_owned(), doc_freq, weight, reason))
    }

    /// Terms in a row as a variant.
    pub(crate) fn row(&self, terms: Vec<String>, weight: f64, reason: Reason) -> Result<Variant> {
        let mut doc_freq = f64::INFINITY;
        for term in &terms {
            doc_freq = doc_freq.min(self.index.passages_with(self.language, term)? as f64);
        }
        Ok(Variant {
            terms,
            weight,
            reason,
            certainty: reason.certainty(),
            doc_freq,
        })
    }

    /// What words that begin with `prefix` may be called in the index. A stem can be shorter than the prefix, or lack
    /// what it begins with (an Arabic article), so which words it stands for is seen in their text only.
    /// Of more than `most` the most frequent ones stand for the word.
    pub(crate) fn with_prefix(
        &self,
        prefix: &str,
        stem: &str,
        most: usize,
    ) -> Result<Vec<Variant>> {
        let prefix = folded(prefix, self.language);
        let mut terms: BTreeMap<String, u64> = BTreeMap::new();
        let inner = (!prefix.starts_with(stem) && stem.chars().count() >= FORM_PREFIX_CHARS)
            .then_some(stem);
        for beginning in std::iter::once(prefix.as_str()).chain(inner) {
            let mut found: BTreeMap<String, u64> = BTreeMap::new();
            self.index
                .terms_with_prefix(self.language, beginning, |term| {
                    self.count(&mut found, term)
                })?;
            terms.extend(found);
        }
        let chars = prefix.chars().count();
        let shortest = chars
            .saturating_sub(MAX_CUT_CHARS)
            .max(FORM_PREFIX_CHARS)
            .min(chars);
        let cuts = prefix.char_indices().skip(shortest);
        let cuts = cuts.map(|(at, _)| &prefix[..at]);
        for term in cuts.chain(std::iter::once(stem)) {
            if !terms.contains_key(term) {
                let doc_freq = self.index.passages_with(self.language, term)?;
                terms.insert(term.to_owned(), doc_freq);
            }
        }
        let variants = terms.into_iter();
        let variants = variants.map(|(term, doc_freq)| known(term, doc_freq, 1.0, Reason::Prefix));
        Ok(self.asked(variants.collect(), most))
    }

    /// Adds the passages of a segment that have a term.
    fn count(&self, terms: &mut BTreeMap<String, u64>, found: &FoundTerm<'_>) -> Result<()> {
        let doc_freq = self.index.passages_of_found(found)?;
        match terms.get_mut(found.term) {
            Some(sum) => *sum += doc_freq,
            None => drop(terms.insert(found.term.to_owned(), doc_freq)),
        }
        Ok(())
    }

    /// The variants that a word with a sign stands for, in the order of their terms.
    fn asked(&self, variants: Vec<Variant>, most: usize) -> Vec<Variant> {
        let all = variants.iter().filter(|one| one.doc_freq > 0.0).count();
        if all > most {
            self.budget.meet(Limit::Variants);
        }
        let mut asked = most_frequent(variants, most);
        asked.sort_by(|one, other| one.terms.cmp(&other.terms));
        asked
    }

    /// The terms within `max_edits` letters of `word` or of its stem; by the length of each if that is not said.
    /// The stemmer may take the end of a name for an ending, and of what it leaves little is like much.
    pub(crate) fn similar(
        &self,
        word: &str,
        stem: &str,
        max_edits: Option<u8>,
    ) -> Result<Vec<Variant>> {
        let word = folded(word, self.language);
        let chars = word.chars().count();
        let mut terms: BTreeMap<String, u64> = BTreeMap::new();
        for own in BTreeSet::from([word.as_str(), stem]) {
            let chars = own.chars().count();
            let max_edits = max_edits.unwrap_or(if chars < 6 { 1 } else { 2 });
            if chars >= MIN_FUZZY_CHARS {
                let mut found: BTreeMap<String, u64> = BTreeMap::new();
                self.index
                    .terms_like(self.language, own, max_edits, |term| {
                        self.count(&mut found, term)
                    })?;
                terms.extend(found);
            }
        }
        if !terms.contains_key(stem) {
            let doc_freq = self.index.passages_with(self.language, stem)?;
            terms.insert(stem.to_owned(), doc_freq);
        }
        let variants = terms.into_iter().map(|(term, doc_freq)| {
            if term == stem {
                return known(term, doc_freq, 1.0, Reason::Stem);
            }
            let edits = edits(&word, &term).min(edits(stem, &term));
            let likeness = 1.0 - edits as f64 / chars.max(1) as f64;
            let weight = (likeness * likeness).max(0.05);
            known(term, doc_freq, weight, Reason::Fuzzy)
        });
        Ok(self.asked(variants.collect(), self.budget.limits.variants))
    }

    /// Forms and spellings of a stem that the stemmer keeps apart, the likest first.
    pub(crate) fn forms(&self, stem: &str) -> Result<Vec<Variant>> {
        if stem.chars().count() < MIN_FORM_CHARS || !stem.chars().all(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        let grams = term_grams(stem);
        let prefix: String = stem.chars().take(FORM_PREFIX_CHARS).collect();
        // by term, with the likeness and the passages
        let mut forms: FxHashMap<String, (f64, u64)> = FxHashMap::default();
        self.index
            .terms_with_prefix(self.language, &prefix, |found| {
                let term = found.term;
                // as many grams as letters: more than thrice as many on one side cannot share half
                if term == stem || term.len() > 3 * stem.len() || stem.len() > 3 * term.len() {
                    return Ok(());
                }
                let dice = dice(&grams, term);
                if dice >= MIN_FORM_DICE {
                    let doc_freq = self.index.passages_of_found(found)?;
                    let form = forms.entry(term.to_owned()).or_insert((dice, 0));
                    form.1 += doc_freq;
                }
                Ok(())
            })?;
        forms.retain(|_, (_, doc_freq)| *doc_freq > 0);
        let mut forms: Vec<(String, (f64, u64))> = forms.into_iter().collect();
        forms.sort_by(|one, other| {
            let order = other.1.0.total_cmp(&one.1.0);
            order.then_with(|| one.0.cmp(&other.0))
        });
        forms.truncate(MAX_FORMS);
        let variants = forms.into_iter().map(|(term, (dice, doc_freq))| {
            known(term, doc_freq, dice.powf(FORM_EXPONENT), Reason::Form)
        });
        Ok(variants.collect())
    }
}

/// A term of which is known how many passages have it, as a variant.
fn known(term: String, doc_freq: u64, weight: f64, reason: Reason) -> Variant {
    Variant {
        terms: vec![term],
        weight,
        reason,
        certainty: reason.certainty(),
        doc_freq: doc_freq as f64,
    }
}

/// Of the variants that the index has, those with the most passages, the most frequent first.
pub(crate) fn most_frequent(mut variants: Vec<Variant>, limit: usize) -> Vec<Variant> {
    variants.retain(|variant| variant.doc_freq > 0.0);
    variants.sort_by(|one, other| {
        let order = other.doc_freq.total_cmp(&one.doc_freq);
        order.then_with(|| one.terms.cmp(&other.terms))
    });
    variants.truncate(limit);
    variants
}

/// Letters that must be changed, put in, left out or exchanged with their neighbour to make one word of the other
/// (Damerau and Levenshtein, each letter touched once).
pub(crate) fn edits(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_word_share_half_of_their_grams_and_strangers_do_not() {
        for (one, other, alike) in [
            ("путин", "путинск", true),
            ("korruptio", "korruption", true),
            ("haus", "maus", false),
            ("kyiv", "kiev", false),
            ("präsident", "präsenz", false),
        ] {
            assert_eq!(
                dice(&term_grams(one), other) >= MIN_FORM_DICE,
                alike,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn edits_count_letters_and_swaps() {
        for (one, other, count) in [
            ("kyiv", "kiev", 2),
            ("form", "from", 1),
            ("", "ab", 2),
            ("é", "e", 1),
        ] {
            assert_eq!(edits(one, other), count, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn edits_are_symmetric(one in "[a-c]{0,6}", other in "[a-c]{0,6}") {
            prop_assert_eq!(edits(&one, &other), edits(&other, &one));
            prop_assert_eq!(edits(&one, &other) == 0, one == other);
        }
    }
}
