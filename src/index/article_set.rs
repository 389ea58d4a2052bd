//! Which articles are in a set? A bit for each number.

use std::ops::Range;

const BITS: usize = u64::BITS as usize;

/// A set of articles, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArticleSet {
    words: Vec<u64>,
}

/// A set of passages of a segment, by their documents.
pub(crate) type PassageSet = ArticleSet;

impl ArticleSet {
    /// The empty set of articles with numbers below this.
    pub(crate) fn empty(numbers: usize) -> Self {
        let words = vec![0; numbers.div_ceil(BITS)];
        Self { words }
    }

    /// The set of all articles with numbers below this.
    pub(crate) fn full(numbers: usize) -> Self {
        Self::empty(numbers).complement(numbers)
    }

    /// Adds an article; a number that no article can have is none.
    pub(crate) fn insert(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Adds articles; those of a file mostly follow one another, so that whole rows of bits are set at once.
    pub(super) fn extend(&mut self, numbers: impl IntoIterator<Item = u32>) {
        let mut row = 0..0;
        for number in numbers {
            let number = number as usize;
            if number != row.end {
                self.insert_row(row);
                row = number..number;
            }
            row.end += 1;
        }
        self.insert_row(row);
    }

    fn insert_row(&mut self, row: Range<usize>) {
        let end = row.end.min(self.words.len() * BITS);
        let mut at = row.start;
        while at < end {
            let bits = (BITS - at % BITS).min(end - at);
            self.words[at / BITS] |= (u64::MAX >> (BITS - bits)) << (at % BITS);
            at += bits;
        }
    }

    pub(crate) fn remove(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    /// Leaves out what another set has not.
    pub(crate) fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what another set has.
    pub(crate) fn unite(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// All numbers below this that it has not.
    pub(crate) fn complement(&self, numbers: usize) -> Self {
        let mut words: Vec<u64> = self.words.iter().map(|word| !word).collect();
        if let (Some(last), 1..) = (words.last_mut(), numbers % BITS) {
            *last &= (1 << (numbers % BITS)) - 1;
        }
        Self { words }
    }

    /// What it has, rising.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = (0..).step_by(BITS).zip(&self.words);
        words.flat_map(|(first, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(first + bit)
            })
        })
    }

    /// Whether an article is in it.
    pub(crate) fn contains(&self, number: u64) -> bool {
        let word = self.words.get((number / 64) as usize);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn articles_are_added_together_as_one_by_one(
            rows in prop::collection::vec((0_u32..300, 0_u32..150), 0..8),
        ) {
            let numbers = || rows.iter().flat_map(|(start, count)| *start..start + count);
            let (mut together, mut one_by_one) = (ArticleSet::empty(256), ArticleSet::empty(256));
            together.extend(numbers());
            numbers().for_each(|number| one_by_one.insert(number));
            prop_assert_eq!(together, one_by_one);
        }
    }

    #[test]
    fn what_a_set_has_not_is_below_its_end() {
        let mut set = ArticleSet::empty(70);
        (0..68).for_each(|number| set.insert(number));
        assert_eq!(set.complement(70).iter().collect::<Vec<_>>(), [68, 69]);
        assert_eq!(ArticleSet::full(70).iter().count(), 70);
        set.unite(&ArticleSet::full(70));
        assert_eq!(set, ArticleSet::full(70));
    }

    #[test]
    fn a_set_has_what_was_added_and_neither_removed_nor_left_out() {
        let mut set = ArticleSet::empty(130);
        for number in [0, 63, 64, 129] {
            set.insert(number);
        }
        set.insert(5000);
        set.remove(63);
        let mut other = ArticleSet::full(130);
        other.remove(64);
        set.intersect(&other);
        let numbers = (0..200).filter(|number| set.contains(*number));
        assert_eq!(numbers.collect::<Vec<_>>(), [0, 129]);
    }
}
