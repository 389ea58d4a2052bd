//! Which index terms stand for a query word? They are looked up in the index's own vocabulary.
//!
//! What is the same to every reader (another spelling), what shares the stem, and what the query asks for (a prefix, a
//! similar spelling, a synonym) is looked up in every language. Forms that only likeness tells are looked up in the
//! languages that the query is likely in: elsewhere they would cost time and find chance likenesses.

use std::collections::BTreeMap;

use super::certainty::Certainty;
use super::variant::{Reason, Variant};
use crate::analysis::fold::without_diacritics;
use crate::analysis::keys::{Keys, is_inflected};
use crate::analysis::okurigana::other_pairs;
use crate::analysis::surface::folded;
use crate::analysis::words::begins_pair;
use crate::engine::keys::KeyKind;
use crate::error::Result;
use crate::index::{FoundTerm, Snapshot};
use crate::language::{Casing, Language, Script};
use crate::limits::{Budget, Limit};
use crate::vocabulary::Likeness;

/// To shorter words nothing is alike: two letters are within one of any other two. Made up.
const MIN_FUZZY_CHARS: usize = 3;

/// At most this many surfaces with its stem stand for a word, the most frequent ones; what is cut off is rare forms of
/// verbs in languages with many.
const MAX_SURFACES: usize = 100;

/// What another spelling counts beside the word as typed.
const SPELLING_WEIGHT: f64 = 0.9;

/// The same where both spellings are in the collection, so that they may be two words (`schon`, `schön`).
const OTHER_SPELLING_WEIGHT: f64 = 0.4;

/// At most this many forms stand for a word besides the surfaces with its stem, the likeliest.
const MAX_FORMS: usize = 60;

/// Surfaces at least so likely of one word are forms of it, and those above the lesser bound are guessed to be.
pub(super) const SURE_LIKENESS: f64 = 0.5;
const MIN_LIKENESS: f64 = 0.3;

/// A form counts its likeness; one that is guessed so much of it.
const GUESS_WEIGHT: f64 = 0.3;

/// Surfaces with the stem of a word that are less likely its forms do not stand for it where it is there itself. In treebanks
/// of four languages none of 600 was right; of those that are likelier strangers than forms one in sixteen, which are guesses.
const MIN_STEM_LIKENESS: f64 = 0.05;

/// What a pair counts that a Japanese word has in another form.
const OTHER_PAIR_WEIGHT: f64 = 0.8;

/// Of so many letters of a word one may be another, so that a name is met in another spelling (`Zelensky`, `Zelenskiy`): in
/// shorter words one letter makes another word. The vocabulary is read from the first letters on.
const CHARS_OF_AN_EDIT: usize = 7;
const SIMILAR_PREFIX_CHARS: usize = 4;

/// How many passages have each of some surfaces.
type Surfaces = BTreeMap<String, u64>;

/// The vocabulary of an index in one language.
pub(crate) struct Vocabulary<'i> {
    pub(crate) index: &'i Snapshot,
    pub(crate) language: Language,
    pub(crate) budget: &'i Budget<'i>,
    pub(crate) keys: Keys,
}

impl<'i> Vocabulary<'i> {
    pub(crate) fn of(index: &'i Snapshot, language: Language, budget: &'i Budget<'i>) -> Self {
        Self {
            index,
            language,
            budget,
            keys: Keys::of(language),
        }
    }

    /// A single term as a variant.
    pub(crate) fn variant(&self, term: &str, weight: f64, reason: Reason) -> Result<Variant> {
        let doc_freq = self.index.passages_with(self.language, term)?;
        Ok(known(term.to_owned(), doc_freq, weight, reason))
    }

    /// What stands for a word without being asked for: itself, first and whether it is there or not, its other spellings
    /// and the surfaces with its stem.
    pub(crate) fn word(&self, term: &str) -> Result<Vec<Variant>> {
        let own = self.variant(term, 1.0, Reason::Exact)?;
        if !is_inflected(term) {
            return Ok(vec![own]);
        }
        let mut spellings = self.spellings(term)?;
        spellings.remove(term);
        let mut surfaces = self.with_stem(term)?;
        for spelling in spellings.keys() {
            surfaces.extend(self.with_stem(spelling)?);
        }
        surfaces.retain(|surface, _| surface != term && !spellings.contains_key(surface));
        let has_own = own.doc_freq > 0.0;
        let has_marks = without_diacritics(term) != term;
        let mut variants = vec![own];
        for (spelling, doc_freq) in spellings {
            // Hungarian `és` is not German `es`, nor French `où` an `ou`; but a Turkish `kım` may be `KIM`
            let is_mark = self.language.row().casing != Casing::Turkish;
            if is_mark && (has_marks || has_own) && self.keys.is_function_word(&spelling) {
                continue;
            }
            let mut variant = known(spelling, doc_freq, SPELLING_WEIGHT, Reason::Spelling);
            if has_own {
                variant.weight = OTHER_SPELLING_WEIGHT;
                // who typed marks means them; who typed none may have left them out
                variant.certainty = if has_marks {
                    Certainty::Guess
                } else {
                    Certainty::Form
                };
            }
            variants.push(variant);
        }
        let surfaces = surfaces.into_iter();
        let surfaces = surfaces.map(|(term, doc_freq)| known(term, doc_freq, 1.0, Reason::Stem));
        variants.extend(most_frequent(surfaces.collect(), MAX_SURFACES));
        Ok(variants)
    }

    /// The surfaces that are other spellings of a word.
    pub(super) fn spellings(&self, term: &str) -> Result<Surfaces> {
        let mut found = Surfaces::new();
        let mut keys = self.keys.spellings(term);
        for key in &keys {
            let doc_freq = self.index.passages_with(self.language, key)?;
            found.insert(key.clone(), doc_freq);
        }
        keys.push(term.to_owned());
        for key in &keys {
            self.index
                .terms_under(self.language, KeyKind::Spelling, key, |spelling| {
                    self.count(&mut found, spelling)
                })?;
        }
        found.retain(|_, doc_freq| *doc_freq > 0);
        Ok(found)
    }

    /// The surfaces with the stem of a word.
    pub(crate) fn with_stem(&self, term: &str) -> Result<Surfaces> {
        let mut found = Surfaces::new();
        let stem = self.keys.stem(term);
        self.index
            .terms_with_stem(self.language, &stem, |surface| {
                self.count(&mut found, surface)
            })?;
        found.retain(|_, doc_freq| *doc_freq > 0);
        Ok(found)
    }

    /// Words in a row, each with what stands for it.
    pub(crate) fn row(
        &self,
        terms: &[String],
        weight: f64,
        reason: Reason,
    ) -> Result<Vec<Vec<Variant>>> {
        let mut row = Vec::new();
        for term in terms {
            let mut variants = self.word(term)?;
            for variant in &mut variants {
                variant.weight *= weight;
                variant.reason = reason;
                variant.certainty = reason.certainty().max(variant.certainty);
            }
            row.push(variants);
        }
        Ok(row)
    }

    /// The surfaces that have a pattern, with or without marks. Of more than `most` the most frequent ones stand for the word.
    pub(crate) fn with_pattern(&self, pattern: &str, most: usize) -> Result<Vec<Variant>> {
        let mut found = Surfaces::new();
        self.index
            .terms_with_pattern(self.language, pattern, |term| self.count(&mut found, term))?;
        let is_beginning = pattern.find(['*', '?']) == Some(pattern.len() - 1);
        let reason = if is_beginning {
            Reason::Prefix
        } else {
            Reason::Pattern
        };
        let variants = found.into_iter();
        let variants = variants.map(|(term, doc_freq)| known(term, doc_freq, 1.0, reason));
        Ok(self.asked(variants.collect(), most, Limit::Surfaces))
    }

    /// What a single character or cluster of writing without spaces stands for: itself at the end of a run, and the pairs that
    /// begin with it, of which each other occurrence makes one. A Korean syllable is one of a word, unless a particle follows.
    pub(crate) fn with_character(&self, character: &str, most: usize) -> Result<Vec<Variant>> {
        let mut found = Surfaces::new();
        self.index
            .terms_with_prefix(self.language, character, |pair| {
                if begins_pair(character, pair.term) {
                    self.count(&mut found, pair)?;
                }
                Ok(())
            })?;
        let pairs = found.into_iter().map(|(pair, doc_freq)| {
            let mut variant = known(pair, doc_freq, 1.0, Reason::Compound);
            variant.certainty = Certainty::Exact;
            variant
        });
        let mut variants = vec![self.variant(character, 1.0, Reason::Exact)?];
        variants.extend(self.asked(pairs.collect(), most, Limit::Variants));
        Ok(variants)
    }

    /// The pair that ends a run of writing without spaces: itself, and in Japanese what other forms of a word that ends so have.
    pub(crate) fn pair(&self, pair: &str) -> Result<Vec<Variant>> {
        let mut variants = vec![self.variant(pair, 1.0, Reason::Exact)?];
        if self.language.row().script == Script::Kana {
            for other in other_pairs(pair) {
                let mut form = self.variant(&other, OTHER_PAIR_WEIGHT, Reason::Form)?;
                form.certainty = Certainty::Form;
                variants.extend((form.doc_freq > 0.0).then_some(form));
            }
        }
        Ok(variants)
    }

    /// Adds the passages of a segment that have a term.
    pub(super) fn count(&self, terms: &mut Surfaces, found: &FoundTerm<'_>) -> Result<()> {
        let doc_freq = self.index.passages_of_found(found)?;
        match terms.get_mut(found.term) {
            Some(sum) => *sum += doc_freq,
            None => drop(terms.insert(found.term.to_owned(), doc_freq)),
        }
        Ok(())
    }

    /// The variants that a word with a sign stands for, in the order of their terms.
    fn asked(&self, variants: Vec<Variant>, most: usize, limit: Limit) -> Vec<Variant> {
        let all = variants.iter().filter(|one| one.doc_freq > 0.0).count();
        if all > most {
            self.budget.meet(limit);
        }
        let mut asked = most_frequent(variants, most);
        asked.sort_by(|one, other| one.terms.cmp(&other.terms));
        asked
    }

    /// What stands for the word without being asked for, and the surfaces within `max_edits` letters of it; by its length if
    /// that is not said.
    pub(crate) fn similar(&self, term: &str, max_edits: Option<u8>) -> Result<Vec<Variant>> {
        let mut variants = self.word(term)?;
        let bare = folded(term, self.language);
        let chars = bare.chars().count();
        let max_edits = max_edits.unwrap_or(if chars < 6 { 1 } else { 2 });
        if chars < MIN_FUZZY_CHARS {
            return Ok(variants);
        }
        let mut found = Surfaces::new();
        self.index
            .terms_like(self.language, &bare, max_edits, |like| {
                self.count(&mut found, like)
            })?;
        found.retain(|like, _| variants.iter().all(|one| one.term() != Some(like)));
        let found = found.into_iter().map(|(like, doc_freq)| {
            let likeness = 1.0 - edits(&bare, &folded(&like, self.language)) as f64 / chars as f64;
            let weight = (likeness * likeness).max(0.05);
            known(like, doc_freq, weight, Reason::Fuzzy)
        });
        let most = self.budget.limits.variants;
        variants.extend(self.asked(found.collect(), most, Limit::Variants));
        Ok(variants)
    }

    /// What the endings and beginnings of the language say of surfaces that share the stem of a word: where they make them
    /// unlikely forms, the stemmer has cut two words down to one.
    pub(crate) fn weigh_stems(likeness: &Likeness, variants: &mut Vec<Variant>) {
        if !likeness.is_known() {
            return;
        }
        let is_there = |one: &Variant| one.certainty == Certainty::Exact && one.doc_freq > 0.0;
        let has_own = variants.iter().any(is_there);
        variants.retain_mut(|variant| {
            let of_stem = variant.term().filter(|_| variant.reason == Reason::Stem);
            let Some(likeness) = of_stem.map(|term| f64::from(likeness.with(term))) else {
                return true;
            };
            if likeness < SURE_LIKENESS {
                variant.weight = GUESS_WEIGHT;
                variant.certainty = Certainty::Guess;
            }
            likeness >= MIN_STEM_LIKENESS || !has_own
        });
    }

    /// Surfaces that the endings and beginnings of the language make likely forms of a word, the likeliest first; then those
    /// of longer words that a letter or two make another spelling, of a name for example.
    pub(crate) fn forms(&self, word: &str, likeness: &Likeness) -> Result<Vec<Variant>> {
        if !is_inflected(word) {
            return Ok(Vec::new());
        }
        let chars = word.chars().count();
        let max_edits = chars / CHARS_OF_AN_EDIT;
        let mut prefixes = likeness.prefixes();
        if max_edits > 0 {
            prefixes.push(word.chars().take(SIMILAR_PREFIX_CHARS).collect());
            prefixes.sort_unstable();
            prefixes.dedup_by(|next, kept| next.starts_with(kept.as_str()));
        }
        let mut found = Surfaces::new();
        let mut likely: BTreeMap<String, f64> = BTreeMap::new();
        for prefix in prefixes {
            self.index
                .terms_with_prefix(self.language, &prefix, |surface| {
                    let term = surface.term;
                    if term == word {
                        return Ok(());
                    }
                    let mut likeness = f64::from(likeness.with(term));
                    let is_near = || {
                        let others = term.chars().count();
                        chars.abs_diff(others) <= max_edits && edits(word, term) <= max_edits
                    };
                    if likeness < MIN_LIKENESS && max_edits > 0 && is_near() {
                        likeness = MIN_LIKENESS;
                    }
                    if likeness >= MIN_LIKENESS {
                        self.count(&mut found, surface)?;
                        likely.insert(term.to_owned(), likeness);
                    }
                    Ok(())
                })?;
        }
        let mut forms: Vec<(f64, String, u64)> = found
            .into_iter()
            .filter(|(_, doc_freq)| *doc_freq > 0)
            .map(|(surface, doc_freq)| (likely[&surface], surface, doc_freq))
            .collect();
        forms.sort_by(|one, other| {
            let order = other.0.total_cmp(&one.0);
            order.then_with(|| one.1.cmp(&other.1))
        });
        forms.truncate(MAX_FORMS);
        Ok(forms.into_iter().map(form).collect())
    }
}

/// A surface of a likeness to a word as a variant.
fn form((likeness, surface, doc_freq): (f64, String, u64)) -> Variant {
    if likeness >= SURE_LIKENESS {
        let mut form = known(surface, doc_freq, likeness, Reason::Form);
        form.certainty = Certainty::Form;
        return form;
    }
    known(surface, doc_freq, GUESS_WEIGHT * likeness, Reason::Form)
}

/// A term of which is known how many passages have it, as a variant.
pub(super) fn known(term: String, doc_freq: u64, weight: f64, reason: Reason) -> Variant {
    Variant {
        terms: vec![term],
        row: Vec::new(),
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
