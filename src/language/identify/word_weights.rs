//! How much does a word speak for each language? The sum of its grams says it, and those of words met last are remembered.
//!
//! A word has some twenty-five grams, each a look-up in a table that is larger than what a processor has at hand. Half of a
//! text is a few thousand words, so that each thread remembers what these add up to.

use std::cell::RefCell;
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::profiles::{MAX_PROFILES, PROFILES, each_gram};

/// Words that a thread remembers; 280 bytes each.
const SLOTS: usize = 8192;

/// Longer words are seldom met twice.
const MAX_WORD_BYTES: usize = 23;

/// A word and what it adds to each profile; at most some hundred grams of weight 255 each.
#[derive(Clone)]
struct Slot {
    word: [u8; MAX_WORD_BYTES],
    word_bytes: u8,
    weights: [u16; MAX_PROFILES],
}

impl Slot {
    const EMPTY: Self = Self {
        word: [0; MAX_WORD_BYTES],
        word_bytes: 0,
        weights: [0; MAX_PROFILES],
    };

    fn is_of(&self, word: &str) -> bool {
        self.word.get(..self.word_bytes.into()) == Some(word.as_bytes())
    }

    fn remember(&mut self, word: &str) {
        self.word[..word.len()].copy_from_slice(word.as_bytes());
        self.word_bytes = word.len() as u8;
        let mut sums = [0; MAX_PROFILES];
        add_grams(word, 1, &mut sums);
        for (weight, sum) in self.weights.iter_mut().zip(sums) {
            *weight = u16::try_from(sum).unwrap_or(u16::MAX);
        }
    }
}

thread_local! {
    static SLOT_OF_WORD: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
}

/// Adds to the sum of each profile what a word, composed and in lower case, speaks for it, `count` times.
pub(super) fn add_word(word: &str, count: i32, sums: &mut [i32; MAX_PROFILES]) {
    if word.len() > MAX_WORD_BYTES {
        add_grams(word, count, sums);
        return;
    }
    SLOT_OF_WORD.with_borrow_mut(|slots| {
        if slots.is_empty() {
            slots.resize(SLOTS, Slot::EMPTY);
        }
        let slot = &mut slots[FxBuildHasher.hash_one(word) as usize % SLOTS];
        if !slot.is_of(word) {
            slot.remember(word);
        }
        for (sum, weight) in sums.iter_mut().zip(slot.weights) {
            *sum += i32::from(weight) * count;
        }
    });
}

/// The same, gram by gram.
fn add_grams(word: &str, count: i32, sums: &mut [i32; MAX_PROFILES]) {
    let profiles = &*PROFILES;
    each_gram(word, |gram| {
        for (profile, weight) in profiles.weights(gram) {
            sums[profile] += weight * count;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_says_the_same_whenever_it_is_met(words in prop::collection::vec("[a-zäöüа-яα-ω]{1,30}", 1..40), count in 1..5) {
            for word in words.iter().chain(&words) {
                let (mut remembered, mut added) = ([7; MAX_PROFILES], [7; MAX_PROFILES]);
                add_word(word, count, &mut remembered);
                add_grams(word, count, &mut added);
                prop_assert_eq!(remembered, added, "{}", word);
            }
        }
    }

    #[test]
    fn the_longest_remembered_word_does_not_exceed_its_sums() {
        let grams = (MAX_WORD_BYTES + 2) * 5 + 3;
        assert!(u16::try_from(grams * usize::from(u8::MAX)).is_ok());
    }
}
