//! The stemmer of a language, safe on any input.

use std::borrow::Cow;

use crate::language::{Language, Stemming};

/// Words longer than this are not stemmed: no natural word is, and the stemmers take quadratic time.
const MAX_STEMMED_BYTES: usize = 120;

/// Stems words of one language.
pub(crate) enum Stemmer {
    None,
    Classic(rust_stemmers::Stemmer),
    Newer(frostem::Stemmer),
}

impl Stemmer {
    pub(crate) fn of(language: Language) -> Self {
        match language.row().stemming {
            Stemming::None => Self::None,
            Stemming::Classic(algorithm) => {
                Self::Classic(rust_stemmers::Stemmer::create(algorithm))
            }
            Stemming::Newer(algorithm) => Self::Newer(frostem::Stemmer::new(algorithm)),
        }
    }

    /// The stem of a word in lower case; the word itself where there is nothing to stem.
    pub(crate) fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        if word.len() > MAX_STEMMED_BYTES {
            return Cow::Borrowed(word);
        }
        let stem = match self {
            Self::None => return Cow::Borrowed(word),
            // rust-stemmers is known to index out of bounds on rare words of one language; such a word stays as it is
            Self::Classic(stemmer) => {
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| stemmer.stem(word)))
                    .unwrap_or(Cow::Borrowed(word))
            }
            Self::Newer(stemmer) => stemmer.stem(word),
        };
        if stem.is_empty() {
            Cow::Borrowed(word)
        } else {
            stem
        }
    }
}
