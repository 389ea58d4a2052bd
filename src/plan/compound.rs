//! Which parts has a query word, and of which words is it a part, in languages that write compounds as one word?
//!
//! The collection's own vocabulary says what is a compound: a word counts as one only if it is covered by words of
//! the collection from end to end, linking letters aside (Koehn and Knight 2003 choose among several ways to cut by
//! how frequent the parts are). The whole word always stays, and no stray part ever comes in.

use std::collections::BTreeSet;

use super::expand::{Vocabulary, known, most_frequent};
use super::variant::{Reason, Variant};
use crate::analysis::fold::without_diacritics;
use crate::analysis::keys::is_inflected;
use crate::engine::keys::{KeyKind, backwards};
use crate::error::Result;
use crate::language::MIN_PART_CHARS;

/// What a part of the query word counts, and what a compound with it.
const PART_WEIGHT: f64 = 0.3;
const COMPOUND_WEIGHT: f64 = 0.3;

/// At most this many compounds stand for a word, those with the most passages, besides surfaces with their stems.
const MAX_COMPOUNDS: usize = 12;

impl Vocabulary<'_> {
    /// The two parts of a word as variants; none if it is no compound.
    pub(crate) fn parts(&self, word: &str) -> Result<Vec<Variant>> {
        let Some(links) = self.language.links() else {
            return Ok(Vec::new());
        };
        let chars = word.chars().count();
        if chars < 2 * MIN_PART_CHARS + 1 || !is_inflected(word) {
            return Ok(Vec::new());
        }
        let mut best: Option<(f64, [Vec<Variant>; 2])> = None;
        for (at, _) in word
            .char_indices()
            .take(chars + 1 - MIN_PART_CHARS)
            .skip(MIN_PART_CHARS)
        {
            let (first, second) = word.split_at(at);
            let Some((second_frequency, second)) = self.part(second)? else {
                continue;
            };
            for link in std::iter::once(&"").chain(links) {
                let Some(first) = first.strip_suffix(link) else {
                    continue;
                };
                if let Some((frequency, first)) = self.part(first)? {
                    // the geometric mean of the parts' frequencies
                    let frequency = frequency * second_frequency;
                    if best.as_ref().is_none_or(|(most, _)| frequency > *most) {
                        best = Some((frequency, [first, second.clone()]));
                    }
                }
            }
        }
        Ok(best.map_or_else(Vec::new, |(_, parts)| parts.concat()))
    }

    /// A part as it is in the vocabulary, in any of its forms, with how many passages have it. A function word is none.
    fn part(&self, part: &str) -> Result<Option<(f64, Vec<Variant>)>> {
        if part.chars().count() < MIN_PART_CHARS || self.keys.is_function_word(part) {
            return Ok(None);
        }
        let mut surfaces = self.with_stem(part)?;
        if !surfaces.contains_key(part) {
            let doc_freq = self.index.passages_with(self.language, part)?;
            surfaces.insert(part.to_owned(), doc_freq);
        }
        surfaces.retain(|_, doc_freq| *doc_freq > 0);
        let frequency: u64 = surfaces.values().sum();
        let variants = surfaces.into_iter();
        let variants = variants.map(|(term, count)| known(term, count, PART_WEIGHT, Reason::Part));
        Ok((frequency > 0).then(|| (frequency as f64, variants.collect())))
    }

    /// Surfaces that are compounds with a word as their first or last part, and those with the stems of these.
    pub(crate) fn compounds(&self, word: &str) -> Result<Vec<Variant>> {
        let Some(links) = self.language.links() else {
            return Ok(Vec::new());
        };
        // stems, since endings hide where a part ends; without marks, since stemmers take some
        let stem = self.keys.stem(word);
        let (own, stem) = (without_diacritics(word), without_diacritics(&stem));
        let mut wholes: BTreeSet<(String, String)> = BTreeSet::new();
        for part in BTreeSet::from([own.as_ref(), stem.as_ref()]) {
            if part.chars().count() < MIN_PART_CHARS || !is_inflected(part) {
                continue;
            }
            let mut add = |whole: &str| {
                if whole.len() > part.len() {
                    wholes.insert((whole.to_owned(), part.to_owned()));
                }
            };
            let beginning = format!("{part}*");
            self.index
                .terms_with_pattern(self.language, &beginning, |whole| {
                    add(whole.term);
                    Ok(())
                })?;
            let backwards = backwards(part);
            let kind = KeyKind::Backwards;
            self.index
                .terms_under_beginning(self.language, kind, &backwards, |whole| {
                    add(whole.term);
                    Ok(())
                })?;
        }
        let mut found: Vec<Variant> = Vec::new();
        for (whole, part) in wholes {
            let is_new = whole != word && found.iter().all(|known| known.term() != Some(&whole));
            if is_new
                && self.is_compound(&without_diacritics(&self.keys.stem(&whole)), &part, links)?
            {
                found.push(self.variant(&whole, COMPOUND_WEIGHT, Reason::Compound)?);
            }
        }
        let mut found = most_frequent(found, MAX_COMPOUNDS);
        for at in 0..found.len() {
            let whole = found[at].text();
            for (form, doc_freq) in self.with_stem(&whole)? {
                if form != word && found.iter().all(|known| known.term() != Some(&form)) {
                    found.push(known(form, doc_freq, COMPOUND_WEIGHT, Reason::Compound));
                }
            }
        }
        Ok(found)
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
        if term.chars().count() < MIN_PART_CHARS || self.keys.is_function_word(term) {
            return Ok(false);
        }
        let is_surface = self.index.passages_with(self.language, term)? > 0;
        Ok(is_surface || !self.spellings(term)?.is_empty() || !self.with_stem(term)?.is_empty())
    }
}
