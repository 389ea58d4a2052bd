//! What is a word of a text?

use std::ops::Range;

/// What a word is made of, which decides how it becomes a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// Letters, or letters and digits.
    Letters,
    /// A number in digits.
    Number,
    /// Two neighbouring characters, or clusters, of a script written without spaces.
    Bigram,
    /// The last (or only) one of such a run, so that a single character can be looked up too.
    Tail {
        /// Whether it is the only character of its run.
        alone: bool,
    },
    /// Neighbours with what stands between them, which may be written as one word.
    Joined,
    /// A word in the word before, or a pair of clusters by which one is found in text without spaces.
    Inner,
}

impl WordKind {
    /// Whether it is one of the words that follow one another in the text.
    #[must_use]
    pub fn is_in_row(self) -> bool {
        !matches!(self, Self::Joined | Self::Inner)
    }
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the source text, on character boundaries.
    pub byte_range: Range<usize>,
    /// What it is made of.
    pub kind: WordKind,
    /// Whether it stands behind the word before; else they have the same position.
    pub advances: bool,
}

impl Word {
    /// A word that stands behind the word before.
    pub(crate) fn new(byte_range: Range<usize>, kind: WordKind) -> Self {
        Self {
            byte_range,
            kind,
            advances: true,
        }
    }
}
