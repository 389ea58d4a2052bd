//! The grams of a text: runs of characters of its words, the words, and pairs of neighbours.
//!
//! They are hashes, found in one pass over the characters: 200 passages are read for a query, and each of their grams is
//! looked up once.

use crate::analysis::char_table::CharTable;
use crate::analysis::words::{Class, class};

/// Letters by which a word is known in a pair, whatever its ending.
const PAIR_LETTERS: usize = 3;

/// Marks the edge of a word in a gram.
const EDGE: u64 = b'_' as u64;

/// What kind of evidence a gram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Four characters of a word, or one to three ideographs.
    Characters,
    /// A whole word.
    Word,
    /// A word and the one before it; the first of a text makes a pair with its beginning.
    Pair,
}

/// A step of a hash of numbers (Fx).
fn mixed(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// What keeps words and pairs apart from grams, and from each other; no character has these codes.
const WORD_MARK: u64 = 0x11_0000;
const PAIR_MARK: u64 = 0x11_0001;

/// Calls `visit` with each gram of a text, its kind, and a byte of the word that it ends in.
pub(crate) fn each_gram(text: &str, mut visit: impl FnMut(Kind, u64, usize)) {
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
