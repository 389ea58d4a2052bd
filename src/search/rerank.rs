//! The second stage: candidates are read again, for evidence that an index of stems cannot give.
//!
//! The strongest is a BM25 over the character 4-grams of the words, word boundaries marked, with the grams' inverse
//! document frequency taken from the candidates themselves: it sees inflections, compounds and spellings that the
//! stemmer keeps apart, and needs no index of its own. Whole words and pairs of neighbours count as grams too, and what
//! stands within a few words of each other counts once more. `docs/ranking.md` has each part's worth.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::plan::idf;
use crate::analysis::char_table::CharTable;
use crate::analysis::words::{Class, Words, class};
use crate::language::Language;
use crate::language::identify::is_function_word;

/// Weight of the gram score beside the first stage's. This and all below were chosen on the judged sets.
const GRAM_WEIGHT: f64 = 0.4;
/// Saturation of gram frequency.
const GRAM_K1: f64 = 0.5;
/// How far a passage's number of grams counts.
const GRAM_B: f64 = 0.5;
/// Weight of a whole word, in its exact spelling, beside one of its grams.
const WORD_WEIGHT: f64 = 1.0;
/// Weight of two neighbouring words, in any inflection.
const PAIR_WEIGHT: f64 = 1.0;
/// Weight of the densest window beside the whole passage.
const WINDOW_WEIGHT: f64 = 0.7;
/// Length of the window in grams; some ten words.
const WINDOW_GRAMS: usize = 50;
/// What the grams of a function word count.
const FUNCTION_WORD_LIGHTNESS: f64 = 0.2;
/// Letters by which a word is known in a pair, whatever its ending.
const PAIR_LETTERS: usize = 3;

/// Marks the edge of a word in a gram.
const EDGE: u64 = b'_' as u64;

/// What the grams of a word, in lower case, count in a language.
fn lightness(word: &str, language: Language) -> f64 {
    if is_function_word(word, language) {
        FUNCTION_WORD_LIGHTNESS
    } else {
        1.0
    }
}

/// What kind of evidence a gram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Four characters of a word, or one to three ideographs.
    Characters,
    /// A whole word.
    Word,
    /// A word and the one before it; the first of a text makes a pair with its beginning.
    Pair,
}

/// The grams of a query, by number, with their kinds and weights.
pub(crate) struct QueryGrams {
    numbers: FxHashMap<u64, usize>,
    /// A bit for each gram by its hash: nearly all grams of a text are told by one bit not to be of the query.
    filter: Box<[u64; FILTER_WORDS]>,
    kinds: Vec<Kind>,
    /// For each language what the grams count in it: its function words are light.
    weights: Vec<(Language, Vec<f64>)>,
}

/// Words of 64 bits that a filter has: 32 times as many bits as a long query has grams.
const FILTER_WORDS: usize = 64;

/// The word of the filter and the bit in it that stand for a gram.
fn filter_bit(gram: u64) -> (usize, u64) {
    let hash = gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52;
    (hash as usize >> 6, 1 << (hash & 63))
}

/// What each kind of evidence adds to the score of a passage, before the language weight.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Features {
    /// By [`Kind`].
    whole: [f64; 3],
    window: f64,
}

impl Features {
    /// Each kind of evidence by name.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let [characters, words, pairs] = self.whole;
        [
            ("4-grams", characters),
            ("exact words", words),
            ("neighbouring words", pairs),
            ("densest window", self.window),
        ]
        .into_iter()
    }

    /// All of it.
    pub(crate) fn sum(&self) -> f64 {
        self.each().map(|(_, value)| value).sum()
    }
}

/// The grams of a query that a passage has.
struct Found {
    /// How often it has each.
    counts: Vec<u32>,
    /// Where they stand, in grams from the start of the passage, with their numbers.
    places: Vec<(usize, usize)>,
    /// Grams of the passage.
    total: usize,
}

impl QueryGrams {
    /// The grams of the texts of a query that may be in any of these languages.
    pub(crate) fn of(texts: &[String], languages: impl Iterator<Item = Language>) -> Self {
        let mut grams = Self {
            numbers: FxHashMap::default(),
            filter: Box::new([0; FILTER_WORDS]),
            kinds: Vec::new(),
            weights: languages.map(|language| (language, Vec::new())).collect(),
        };
        for text in texts {
            grams.add_text(text);
        }
        grams
    }

    fn add_text(&mut self, text: &str) {
        let words: Vec<Range<usize>> = Words::new(text, false)
            .map(|word| word.byte_range)
            .collect();
        // of each word in each language
        let lightness: Vec<Vec<f64>> = words
            .iter()
            .map(|word| {
                let word = text[word.clone()].to_lowercase();
                let languages = self.weights.iter().map(|(language, _)| *language);
                languages
                    .map(|language| lightness(&word, language))
                    .collect()
            })
            .collect();
        each_gram(text, |kind, gram, byte| {
            let place = words.partition_point(|word| word.start <= byte);
            let number = self.number(gram, kind);
            let of = |back: usize| place.checked_sub(back).and_then(|at| lightness.get(at));
            let (own, before) = (of(1), of(2));
            for (at, (_, weights)) in self.weights.iter_mut().enumerate() {
                let of = |word: Option<&Vec<f64>>| word.map_or(1.0, |word| word[at]);
                let weight = match kind {
                    Kind::Characters => of(own),
                    Kind::Word => WORD_WEIGHT * of(own),
                    Kind::Pair => PAIR_WEIGHT * of(own).min(of(before)),
                };
                weights.resize(self.kinds.len(), 0.0);
                weights[number] = weight.max(weights[number]);
            }
        });
    }

    /// The number of a gram, which may be new.
    fn number(&mut self, gram: u64, kind: Kind) -> usize {
        let next = self.kinds.len();
        let number = *self.numbers.entry(gram).or_insert(next);
        if number == next {
            self.kinds.push(kind);
            let (word, bit) = filter_bit(gram);
            self.filter[word] |= bit;
        }
        number
    }

    fn find(&self, text: &str) -> Found {
        let mut found = Found {
            counts: vec![0; self.kinds.len()],
            places: Vec::new(),
            total: 0,
        };
        each_gram(text, |kind, gram, _| {
            found.total += usize::from(kind == Kind::Characters);
            let (word, bit) = filter_bit(gram);
            if self.filter[word] & bit == 0 {
                return;
            }
            if let Some(number) = self.numbers.get(&gram) {
                found.counts[*number] += 1;
                found.places.push((found.total, *number));
            }
        });
        found
    }

    /// What the grams add to the score of each text, given with its language and the weight of that, which says how much
    /// a text counts in the grams' document frequencies, squared: what passages in other languages have is hardly
    /// evidence.
    pub(crate) fn features(&self, texts: &[(&str, Language, f64)]) -> Vec<Features> {
        let found: Vec<Found> = texts.iter().map(|(text, ..)| self.find(text)).collect();
        let counted = || {
            let weights = texts.iter().map(|(_, _, weight)| weight * weight);
            found.iter().zip(weights)
        };
        let all: f64 = counted().map(|(_, weight)| weight).sum();
        let summed: f64 = counted()
            .map(|(found, weight)| found.total as f64 * weight)
            .sum();
        let mean = (summed / all.max(f64::MIN_POSITIVE)).max(1.0);
        let mut having = vec![0.0; self.kinds.len()];
        for (found, weight) in counted() {
            for (count, having) in found.counts.iter().zip(&mut having) {
                *having += if *count > 0 { weight } else { 0.0 };
            }
        }
        let idfs: Vec<f64> = having.iter().map(|having| idf(all, *having)).collect();
        let worths: Vec<(Language, Vec<f64>)> = self
            .weights
            .iter()
            .map(|(language, weights)| {
                let worths = weights.iter().zip(&idfs).map(|(weight, idf)| weight * idf);
                (*language, worths.collect())
            })
            .collect();
        let features = |(found, (_, language, _)): (&Found, &(&str, Language, f64))| {
            let worths = worths.iter().find(|(of, _)| of == language);
            let worths = worths.map_or(&[][..], |(_, worths)| worths.as_slice());
            Features {
                whole: self.whole(found, worths, mean),
                window: GRAM_WEIGHT * WINDOW_WEIGHT * densest_window(found, worths),
            }
        };
        found.iter().zip(texts).map(features).collect()
    }

    /// BM25 over the grams of a passage, by kind.
    fn whole(&self, found: &Found, worths: &[f64], mean: f64) -> [f64; 3] {
        let norm = GRAM_K1 * (1.0 - GRAM_B + GRAM_B * found.total as f64 / mean);
        let mut sums = [0.0; 3];
        for ((count, worth), kind) in found.counts.iter().zip(worths).zip(&self.kinds) {
            if *count > 0 {
                let count = f64::from(*count);
                sums[*kind as usize] +=
                    GRAM_WEIGHT * worth * (GRAM_K1 + 1.0) * count / (count + norm);
            }
        }
        sums
    }
}

/// The most that distinct grams are worth within [`WINDOW_GRAMS`] of each other.
fn densest_window(found: &Found, worths: &[f64]) -> f64 {
    if worths.is_empty() {
        return 0.0;
    }
    let mut inside = vec![0u32; worths.len()];
    let (mut sum, mut best) = (0.0, 0.0f64);
    let mut first = 0;
    for (place, gram) in &found.places {
        if inside[*gram] == 0 {
            sum += worths[*gram];
        }
        inside[*gram] += 1;
        while place - found.places[first].0 > WINDOW_GRAMS {
            let left = found.places[first].1;
            inside[left] -= 1;
            if inside[left] == 0 {
                sum -= worths[left];
            }
            first += 1;
        }
        best = best.max(sum);
    }
    best
}

/// A step of a hash of numbers (Fx).
fn mixed(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// What keeps words and pairs apart from grams, and from each other; no character has these codes.
const WORD_MARK: u64 = 0x11_0000;
const PAIR_MARK: u64 = 0x11_0001;

/// Calls `visit` with each gram of a text, its kind, and a byte of the word that it ends in.
fn each_gram(text: &str, mut visit: impl FnMut(Kind, u64, usize)) {
    let mut window = EDGE; // the last four characters of the word, 16 bits each
    let mut letters = 0; // of the word so far
    let mut word = 0; // its hash
    let mut beginning = 0; // the hash of its first letters
    let mut beginning_before = 0; // the same of the word before it
    let mut word_byte = 0;
    let mut ideographs = 0;
    let mut run = 0; // ideographs in a row
    for (byte, character) in text
        .char_indices()
        .chain(std::iter::once((text.len(), ' ')))
    {
        let class = class(character);
        match class {
            Class::Letter | Class::Digit | Class::Unspaced => {
                let code = u64::from(FOLDED.get(character));
                window = (window << 16) | code;
                letters += 1;
                word = mixed(word, code);
                word_byte = byte;
                if letters <= PAIR_LETTERS {
                    beginning = word;
                }
                if letters >= 3 {
                    visit(Kind::Characters, window, byte);
                }
                run = 0;
            }
            Class::Mark => {}
            Class::Apostrophe | Class::Other | Class::Ideograph => {
                if letters > 0 {
                    if letters >= 2 {
                        visit(Kind::Characters, (window << 16) | EDGE, word_byte);
                    }
                    visit(Kind::Word, mixed(word, WORD_MARK), word_byte);
                    visit(
                        Kind::Pair,
                        mixed(mixed(beginning_before, beginning), PAIR_MARK),
                        word_byte,
                    );
                    beginning_before = beginning;
                    (window, letters, word) = (EDGE, 0, 0);
                }
                if class != Class::Ideograph {
                    run = 0;
                    continue;
                }
                ideographs = (ideographs << 16) | u64::from(FOLDED.get(character));
                run += 1;
                for length in 1..=3.min(run) {
                    visit(
                        Kind::Characters,
                        ideographs & (u64::MAX >> (64 - 16 * length)),
                        byte,
                    );
                }
            }
        }
    }
}

static FOLDED: CharTable<u16> = CharTable::new(fold);

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
