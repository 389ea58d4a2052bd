//! Which articles are in a set? A bit for each number.

/// A set of articles, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArticleSet {
    words: Vec<u64>,
}

impl ArticleSet {
    /// The empty set of articles with numbers below this.
    pub(super) fn empty(numbers: usize) -> Self {
        let words = vec![0; numbers.div_ceil(u64::BITS as usize)];
        Self { words }
    }

    /// The set of all articles with numbers below this.
    pub(super) fn full(numbers: usize) -> Self {
        let words = vec![u64::MAX; numbers.div_ceil(u64::BITS as usize)];
        Self { words }
    }

    /// Adds an article; a number that no article can have is none.
    pub(super) fn insert(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn remove(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    /// Leaves out what another set has not.
    pub(super) fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
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
