//! Which parts has a query word, and of which words is it a part, in languages that write compounds as one word?
//!
//! The collection's own vocabulary says what is a compound: a word counts as one only if it is covered by words of
//! the collection from end to end, linking letters aside (Koehn and Knight 2003 choose among several ways to cut by
//! how frequent the parts are). The whole word always stays, and no stray part ever comes in.

use std::collections::BTreeSet;

use super::expand::{Vocabulary, most_frequent};
use super::variant::{Reason, Variant};
use crate::analysis::Analyzer;
use crate::analysis::words::{Word, WordKind};
use crate::error::Result;
use crate::language::MIN_PART_CHARS;

/// What a part of the query word counts, and what a compound with it.
const PART_WEIGHT: f64 = 0.3;
const COMPOUND_WEIGHT: f64 = 0.3;

/// At most this many compounds stand for a word, those with the most passages.
const MAX_COMPOUNDS: usize = 12;

impl Vocabulary<'_> {
    /// The two parts of a word, given in lower case, as variants; none if it is no compound.
    pub(crate) fn parts(&self, word: &str, analyzer: &mut Analyzer) -> Result<Vec<Variant>> {
        let Some(links) = self.language.links() else {
            return Ok(Vec::new());
        };
        let chars = word.chars().count();
        if chars < 2 * MIN_PART_CHARS + 1 || !word.chars().all(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        let mut best: Option<(f64, [Variant; 2])> = None;
        for (at, _) in word
            .char_indices()
            .take(chars + 1 - MIN_PART_CHARS)
            .skip(MIN_PART_CHARS)
        {
            let (first, second) = word.split_at(at);
            let Some(second) = self.part(second, analyzer)? else {
                continue;
            };
            for link in std::iter::once(&"").chain(links) {
                let Some(first) = first.strip_suffix(link) else {
                    continue;
                };
                if first.chars().count() < MIN_PART_CHARS {
                    continue;
                }
                if let Some(first) = self.part(first, analyzer)? {
                    // the geometric mean of the parts' frequencies
                    let frequency = first.doc_freq * second.doc_freq;
                    if best.as_ref().is_none_or(|(most, _)| frequency > *most) {
                        best = Some((frequency, [first, second.clone()]));
                    }
                }
            }
        }
        Ok(best.map_or_else(Vec::new, |(_, parts)| parts.into()))
    }

    /// A part as it is in the vocabulary.
    fn part(&self, part: &str, analyzer: &mut Analyzer) -> Result<Option<Variant>> {
        let word = Word {
            byte_range: 0..part.len(),
            kind: WordKind::Letters,
        };
        let (_, term) = analyzer.term(part, &word);
        let term = term.to_owned();
        if term.chars().count() < MIN_PART_CHARS {
            return Ok(None);
        }
        let variant = self.variant(&term, PART_WEIGHT, Reason::Part)?;
        Ok((variant.doc_freq > 0.0).then_some(variant))
    }

    /// Terms that are compounds with a term as their first or last part.
    pub(crate) fn compounds(&self, term: &str) -> Result<Vec<Variant>> {
        let Some(links) = self.language.links() else {
            return Ok(Vec::new());
        };
        if term.chars().count() < MIN_PART_CHARS || !term.chars().all(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        let mut wholes: BTreeSet<String> = BTreeSet::new();
        self.index.terms_with_prefix(self.language, term, |whole| {
            wholes.insert(whole.term.to_owned());
            Ok(())
        })?;
        self.index.terms_with_ending(self.language, term, |whole| {
            wholes.insert(whole.to_owned());
        });
        let mut found: Vec<Variant> = Vec::new();
        for whole in wholes {
            if self.is_compound(&whole, term, links)? {
                found.push(self.variant(&whole, COMPOUND_WEIGHT, Reason::Compound)?);
            }
        }
        Ok(most_frequent(found, MAX_COMPOUNDS))
    }

    /// Whether what remains of `whole` before or behind `part` is a word, a link between them aside.
    fn is_compound(&self, whole: &str, part: &str, links: &[&str]) -> Result<bool> {
        for link in std::iter::once(&"").chain(links) {
            let behind = whole
                .strip_prefix(part)
                .and_then(|rest| rest.strip_prefix(link));
            let before = whole
                .strip_suffix(part)
                .and_then(|rest| rest.strip_suffix(link));
            for rest in [behind, before].into_iter().flatten() {
                if self.is_word(rest)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn is_word(&self, term: &str) -> Result<bool> {
        Ok(term.chars().count() >= MIN_PART_CHARS
            && self.index.passages_with(self.language, term)? > 0)
    }
}
