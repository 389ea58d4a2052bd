//! What of a text is kept to tell its copies? A hash of it, and a sample of its rows of words.

use serde::{Deserialize, Serialize};

use super::rows::Rows;
use super::sample::{Sample, Sampler};

/// Bytes of the hash of a text: no two texts of a collection have the same by chance.
pub(super) const HASH_BYTES: usize = 16;

/// A byte that no text has.
const NO_TEXT: u8 = 0xFF;

/// What tells copies of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    /// Of the whole text, but for a byte order mark, and its languages.
    pub(super) hash: [u8; HASH_BYTES],
    /// Of its rows of words; none of a text that is too short to tell.
    pub(super) sample: Option<Sample>,
}

/// Takes the fingerprint of a text, piece by piece.
#[derive(Default)]
pub(crate) struct Fingerprinter {
    hasher: blake3::Hasher,
    rows: Rows,
    sampler: Sampler,
    has_begun: bool,
}

impl Fingerprinter {
    /// Takes the next piece of the text; a word that is cut in two by pieces counts as two.
    pub(crate) fn add(&mut self, piece: &str) {
        let piece = if self.has_begun {
            piece
        } else {
            piece.strip_prefix('\u{FEFF}').unwrap_or(piece)
        };
        self.has_begun = true;
        self.hasher.update(piece.as_bytes());
        let sampler = &mut self.sampler;
        self.rows.each(piece, |row| sampler.add(row));
    }

    /// The fingerprint of all that was taken; texts that are read as of other languages are not the same.
    pub(crate) fn finish(self, languages: &str) -> Fingerprint {
        Fingerprint {
            hash: TextHash(self.hasher).with(languages),
            sample: self.sampler.finish(),
        }
    }
}

/// The hash of a text of which the languages are not known yet.
pub(crate) struct TextHash(blake3::Hasher);

impl TextHash {
    /// Of a whole text.
    pub(crate) fn of(text: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(text.as_bytes());
        Self(hasher)
    }

    /// The hash if it is read as of these languages.
    pub(crate) fn with(&self, languages: &str) -> [u8; HASH_BYTES] {
        let mut hasher = self.0.clone();
        hasher.update(&[NO_TEXT]);
        hasher.update(languages.as_bytes());
        let mut hash = [0; HASH_BYTES];
        hash.copy_from_slice(&hasher.finalize().as_bytes()[..HASH_BYTES]);
        hash
    }
}

impl Fingerprint {
    /// The hash of the text and its languages.
    pub(crate) fn hash(&self) -> [u8; HASH_BYTES] {
        self.hash
    }

    /// Whether it is of a text, to the byte, that is read as of these languages. One with a byte order mark is not told.
    pub(crate) fn is_of(&self, text: &TextHash, languages: &str) -> bool {
        self.hash == text.with(languages)
    }

    /// That of a text.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Self {
        let mut taken = Fingerprinter::default();
        taken.add(text);
        taken.finish("")
    }
}
