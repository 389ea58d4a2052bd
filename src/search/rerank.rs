//! The second stage: candidates are read again, for evidence that an index of stems cannot give.
//!
//! The strongest is a BM25 over the character 4-grams of the words, word boundaries marked, with the grams' inverse
//! document frequency taken from the candidates themselves: it sees inflections, compounds and spellings that the
//! stemmer keeps apart, and needs no index of its own.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::plan::idf;
use crate::analysis::words::{Class, class};

/// Weight of the gram score beside the first stage's. This and the next two were chosen on the judged sets; see
/// `docs/ranking.md`.
const GRAM_WEIGHT: f64 = 0.4;
/// Saturation of gram frequency.
const GRAM_K1: f64 = 0.6;
/// How far a passage's number of grams counts.
const GRAM_B: f64 = 0.7;

/// Marks the edge of a word in a gram.
const EDGE: u64 = b'_' as u64;

/// The grams of a query, by number.
pub(crate) struct QueryGrams {
    numbers: FxHashMap<u64, usize>,
}

impl QueryGrams {
    pub(crate) fn of(texts: impl Iterator<Item = String>) -> Self {
        let mut numbers = FxHashMap::default();
        for text in texts {
            each_gram(&text, |gram| {
                let next = numbers.len();
                numbers.entry(gram).or_insert(next);
            });
        }
        Self { numbers }
    }

    /// How often each gram of the query stands in `text`, and how many grams `text` has.
    fn count(&self, text: &str) -> (Vec<u32>, usize) {
        let mut counts = vec![0; self.numbers.len()];
        let mut total = 0;
        each_gram(text, |gram| {
            total += 1;
            if let Some(number) = self.numbers.get(&gram) {
                counts[*number] += 1;
            }
        });
        (counts, total)
    }

    /// What its grams add to the score of each text, given with the weight of its language. The weights also say how
    /// much a text counts in the grams' document frequencies: what passages in other languages have is no evidence.
    pub(crate) fn scores(&self, texts: &[(&str, f64)]) -> Vec<f64> {
        let counted: Vec<(Vec<u32>, usize)> =
            texts.iter().map(|(text, _)| self.count(text)).collect();
        let weighed = || counted.iter().zip(texts.iter().map(|(_, weight)| *weight));
        let all: f64 = texts.iter().map(|(_, weight)| weight).sum();
        let mean = weighed()
            .map(|((_, total), weight)| *total as f64 * weight)
            .sum::<f64>()
            / all.max(f64::MIN_POSITIVE);
        let idfs: Vec<f64> = (0..self.numbers.len())
            .map(|gram| {
                let having = weighed()
                    .filter(|((counts, _), _)| counts[gram] > 0)
                    .map(|(_, weight)| weight)
                    .sum();
                idf(all, having)
            })
            .collect();
        let score = |(counts, total): &(Vec<u32>, usize)| -> f64 {
            let norm = GRAM_K1 * (1.0 - GRAM_B + GRAM_B * *total as f64 / mean.max(1.0));
            let parts = counts.iter().zip(&idfs).filter(|(count, _)| **count > 0);
            parts
                .map(|(count, idf)| {
                    idf * (GRAM_K1 + 1.0) * f64::from(*count) / (f64::from(*count) + norm)
                })
                .sum()
        };
        weighed()
            .map(|(counted, weight)| GRAM_WEIGHT * weight * score(counted))
            .collect()
    }
}

/// Calls `visit` with each gram of the words of `text`: 4 characters, edges included; of ideographs
/// one, two and three.
fn each_gram(text: &str, mut visit: impl FnMut(u64)) {
    let mut window = EDGE;
    let mut length = 1; // characters in the window, up to 4
    let mut in_word = false;
    let mut ideographs = 0u64;
    let mut run = 0;
    for character in text.chars() {
        match class(character) {
            Class::Letter | Class::Digit | Class::Unspaced => {
                window = (window << 16) | u64::from(folded(character));
                length += 1;
                if length >= 4 {
                    visit(window);
                }
                in_word = true;
                run = 0;
            }
            Class::Mark => {}
            other => {
                if in_word {
                    window = (window << 16) | EDGE;
                    if length + 1 >= 4 {
                        visit(window);
                    }
                    in_word = false;
                }
                window = EDGE;
                length = 1;
                if other == Class::Ideograph {
                    ideographs = (ideographs << 16) | u64::from(folded(character));
                    run += 1;
                    visit(u64::from(folded(character)));
                    if run >= 2 {
                        visit(ideographs & 0xFFFF_FFFF);
                    }
                    if run >= 3 {
                        visit(ideographs & 0xFFFF_FFFF_FFFF);
                    }
                } else {
                    run = 0;
                }
            }
        }
    }
    if in_word && length + 1 >= 4 {
        visit((window << 16) | EDGE);
    }
}

/// Folded characters of the basic plane, in pages of 256 that are made when first needed.
static PAGES: [OnceLock<Box<[u16; 256]>>; 256] = [const { OnceLock::new() }; 256];

fn folded(character: char) -> u16 {
    let code = character as u32;
    let Some(page) = PAGES.get((code >> 8) as usize) else {
        return fold(character);
    };
    page.get_or_init(|| {
        let mut folded = Box::new([0; 256]);
        for (low, folded) in folded.iter_mut().enumerate() {
            *folded = char::from_u32((code & !0xFF) + low as u32).map_or(0, fold);
        }
        folded
    })[(code & 0xFF) as usize]
}

/// Lower case without diacritics, in 16 bits; characters beyond share codes, which costs nothing here.
fn fold(character: char) -> u16 {
    use unicode_normalization::UnicodeNormalization;
    let lowered = character.to_lowercase().next().unwrap_or(character);
    let base = match lowered {
        // Hangul syllables stay whole
        '\u{AC00}'..='\u{D7A3}' | 'й' | 'ї' => lowered,
        'ς' => 'σ',
        _ => std::iter::once(lowered).nfd().next().unwrap_or(lowered),
    };
    base as u32 as u16
}
