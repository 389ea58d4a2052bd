//! Which words were met before, and what are their terms?
//!
//! A term is made once per distinct word; each further token of it is a look-up, which is mostly waiting for memory. So
//! a surface and its term lie side by side in one buffer, and the table has only where they lie.

use std::cell::Cell;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Distinct words that are remembered before all are forgotten; about 4 MB.
const MAX_WORDS: usize = 60_000;

/// The same in bytes of words: some are endless.
const MAX_BYTES: usize = 8_000_000;

thread_local! {
    /// What all that is remembered in a thread takes, in bytes.
    static REMEMBERED_BYTES: Cell<usize> = const { Cell::new(0) };
}

/// What the words take that are remembered in this thread, in bytes.
pub(crate) fn remembered_bytes() -> usize {
    REMEMBERED_BYTES.get()
}

/// Terms by the surface of their word.
#[derive(Default)]
pub(super) struct Memory {
    table: HashTable<Remembered>,
    /// Each surface, its term behind it.
    text: String,
    /// What it has of [`REMEMBERED_BYTES`].
    counted_bytes: usize,
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.count(0);
    }
}

/// Where a word lies, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Remembered {
    start: u32,
    surface_bytes: u32,
    term_bytes: u32,
    /// How much of the surface stands before the token.
    pub(super) elided_bytes: u32,
}

impl Remembered {
    fn surface(self, text: &str) -> &str {
        &text[self.start as usize..][..self.surface_bytes as usize]
    }
}

fn hash(surface: &str) -> u64 {
    FxBuildHasher.hash_one(surface)
}

impl Memory {
    /// What is remembered of a surface.
    pub(super) fn get(&self, surface: &str) -> Option<Remembered> {
        let is_it = |one: &Remembered| {
            one.surface_bytes as usize == surface.len() && one.surface(&self.text) == surface
        };
        self.table.find(hash(surface), is_it).copied()
    }

    /// The term of a remembered word.
    pub(super) fn term(&self, word: Remembered) -> &str {
        let start = word.start as usize + word.surface_bytes as usize;
        &self.text[start..][..word.term_bytes as usize]
    }

    /// Remembers a surface that it does not know.
    pub(super) fn insert(&mut self, surface: &str, term: &str, elided_bytes: usize) -> Remembered {
        if self.table.len() >= MAX_WORDS || self.text.len() >= MAX_BYTES {
            self.table.clear();
            self.text.clear();
        }
        let word = Remembered {
            start: self.text.len() as u32,
            surface_bytes: surface.len() as u32,
            term_bytes: term.len() as u32,
            elided_bytes: elided_bytes as u32,
        };
        self.text.push_str(surface);
        self.text.push_str(term);
        let text = &self.text;
        self.table
            .insert_unique(hash(surface), word, |one| hash(one.surface(text)));
        self.count(self.table.allocation_size() + self.text.capacity());
        word
    }

    /// Counts what it takes now.
    fn count(&mut self, bytes: usize) {
        if bytes != self.counted_bytes {
            // one may end in another thread than it began
            let others = REMEMBERED_BYTES.get().saturating_sub(self.counted_bytes);
            REMEMBERED_BYTES.set(others + bytes);
            self.counted_bytes = bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_until_there_are_too_many() {
        let mut memory = Memory::default();
        for number in 0..=MAX_WORDS {
            let surface = format!("w{number}");
            assert!(memory.get(&surface).is_none());
            let term = format!("t{number}");
            let inserted = memory.insert(&surface, &term, number % 3);
            assert_eq!(memory.term(inserted), term);
            let met = memory.get(&surface).expect("just inserted");
            assert_eq!(memory.term(met), term);
            assert_eq!(met.elided_bytes as usize, number % 3);
            if number == MAX_WORDS - 1 {
                let first = memory.get("w0").expect("among the last words");
                assert_eq!(memory.term(first), "t0");
            }
        }
        assert!(memory.get("w0").is_none());
        assert!(memory.get("").is_none());
    }

    #[test]
    fn what_a_thread_remembers_is_counted_until_it_is_forgotten() {
        let before = remembered_bytes();
        let mut memories = [Memory::default(), Memory::default()];
        for memory in &mut memories {
            let known = remembered_bytes();
            for number in 0..10_000 {
                memory.insert(&format!("surface {number}"), "term", 0);
            }
            assert!(remembered_bytes() - known > 10_000 * 17);
        }
        drop(memories);
        assert_eq!(remembered_bytes(), before);
    }

    #[test]
    fn endless_words_do_not_stay() {
        let mut memory = Memory::default();
        memory.insert(&"x".repeat(MAX_BYTES), "x", 0);
        assert!(memory.get(&"x".repeat(MAX_BYTES)).is_some());
        memory.insert("y", "y", 0);
        assert!(memory.text.len() < MAX_BYTES && memory.get("y").is_some());
    }
}
