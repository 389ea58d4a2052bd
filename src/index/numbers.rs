//! Which numbers do new articles get?

use std::iter::Peekable;
use std::vec;

/// Numbers that no article has or had, the lowest first: the passages of articles that leave are still to be removed.
pub(crate) struct FreeNumbers {
    taken: Peekable<vec::IntoIter<u64>>,
    next: u64,
}

impl FreeNumbers {
    /// The numbers beside those that are taken.
    pub(crate) fn beside(taken: impl Iterator<Item = u64>) -> Self {
        let mut taken: Vec<u64> = taken.collect();
        taken.sort_unstable();
        Self {
            taken: taken.into_iter().peekable(),
            next: 0,
        }
    }
}

impl Iterator for FreeNumbers {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while self.taken.next_if_eq(&self.next).is_some() {
            self.next += 1;
        }
        let free = self.next;
        self.next += 1;
        Some(free)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_numbers_that_are_not_taken_come_first() {
        let free = FreeNumbers::beside([5, 0, 1, 3].into_iter());
        assert_eq!(free.take(4).collect::<Vec<_>>(), [2, 4, 6, 7]);
    }
}
