//! Which forms are of one word? Those with one stem.
//!
//! Of `rust-stemmers` only algorithms are used that no word makes panic: twelve million words of each language, real ones cut,
//! joined and misspelled among them, did not. Its Greek one does on some words; `frostem` has that.

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
            Self::Classic(stemmer) => stemmer.stem(word),
            Self::Newer(stemmer) => stemmer.stem(word),
        };
        if stem.is_empty() {
            Cow::Borrowed(word)
        } else {
            stem
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of the letters and endings of a language's function words, and of what stands in foreign words.
    fn word(random: &mut fastrand::Rng, known: &[&str]) -> String {
        const FOREIGN: [&str; 12] = [
            "'", "7", "\u{301}", "ß", "q", "漢", "𝐀", "é", "ة", "y", "u", "ing",
        ];
        let mut word = String::new();
        for _ in 0..random.usize(1..6) {
            let part: Vec<char> = known[random.usize(..known.len())].chars().collect();
            word.extend(&part[random.usize(..part.len())..]);
            if random.u8(..8) == 0 {
                word.push_str(FOREIGN[random.usize(..FOREIGN.len())]);
            }
        }
        word
    }

    #[test]
    fn no_word_makes_a_stemmer_panic() {
        let mut random = fastrand::Rng::with_seed(11);
        for language in Language::all() {
            let stemmer = Stemmer::of(language);
            let known: Vec<_> = language.row().function_words.split_whitespace().collect();
            for _ in 0..if known.is_empty() { 0 } else { 5000 } {
                let word = word(&mut random, &known);
                assert!(!stemmer.stem(&word).is_empty(), "{language} {word}");
            }
        }
    }
}
