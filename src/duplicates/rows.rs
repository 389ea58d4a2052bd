//! Which rows of words does a text have? Three words in a row each, whatever their case, marks and punctuation.
//!
//! Words are cut and folded by a table of characters that is made once, for all languages alike: this sees every byte of a
//! corpus, and what it finds is compared with nothing but itself. Characters of scripts that write no spaces count as words,
//! and more of them make a row.

use std::sync::LazyLock;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Words in a row.
const WORDS: usize = 3;
/// Ideographs or syllables in a row: two or three words of Chinese or Japanese.
const IDEOGRAPHS: usize = 5;
/// Letters in a row of scripts that write no spaces: three words of Thai.
const LETTERS: usize = 12;

/// Characters below this are looked up.
const TABLE_CHARS: usize = 0x3000;

/// What the table says of a character that is no part of a word.
const NOTHING: u16 = 0;
/// Of one that a word is the same without: a mark.
const MARK: u16 = 1;
/// Of one that stands for several.
const SEVERAL: u16 = 2;

static TABLE: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let chars = (0..TABLE_CHARS as u32).map(char::from_u32);
    chars.map(|c| c.map_or(NOTHING, folded)).collect()
});

/// The last words of a text, as hashes.
#[derive(Default)]
pub(super) struct Rows {
    recent: [u64; LETTERS],
    /// How many words there were.
    count: usize,
}

impl Rows {
    /// Visits the hash of each row that ends in the next piece of a text.
    pub(super) fn each(&mut self, piece: &str, mut visit: impl FnMut(u64)) {
        let table: &[u16] = &TABLE;
        let mut word = 0;
        for character in piece.chars() {
            let code = match table.get(character as usize) {
                Some(code) => *code,
                None => folded_beyond_table(character),
            };
            match code {
                NOTHING => {
                    if word != 0 {
                        self.push(word, WORDS, &mut visit);
                        word = 0;
                    }
                }
                MARK => {}
                SEVERAL => {
                    let folded = character.to_lowercase();
                    folded.for_each(|c| {
                        decompose_compatible(c, |part| word = added(word, u32::from(part)));
                    });
                }
                code if (code as usize) < 0x0E00 => word = added(word, u32::from(code)),
                _ => match unspaced(character) {
                    None => word = added(word, u32::from(code)),
                    Some(length) => {
                        if word != 0 {
                            self.push(word, WORDS, &mut visit);
                            word = 0;
                        }
                        self.push(added(0, u32::from(character)), length, &mut visit);
                    }
                },
            }
        }
        if word != 0 {
            self.push(word, WORDS, &mut visit);
        }
    }

    /// Adds a word, and visits the row that it ends.
    fn push(&mut self, word: u64, length: usize, visit: &mut impl FnMut(u64)) {
        self.recent[self.count % LETTERS] = word;
        self.count += 1;
        if self.count >= length {
            let words = (self.count - length..self.count).map(|at| self.recent[at % LETTERS]);
            visit(mixed(words.fold(0, |row, word| {
                mixed(row.wrapping_add(word).wrapping_add(1))
            })));
        }
    }
}

/// The hash of a word with another character.
fn added(word: u64, character: u32) -> u64 {
    // never 0, which stands for no word
    ((word.rotate_left(5) ^ u64::from(character)).wrapping_mul(0x517c_c1b7_2722_0a95)) | 1
}

/// A number in whose every bit all of `hash` has a say.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// What stands for a character: a letter in lower case without marks.
fn folded(character: char) -> u16 {
    if canonical_combining_class(character) != 0
        || matches!(character, '\u{AD}' | '\u{200C}' | '\u{200D}')
    {
        return MARK;
    }
    if !character.is_alphanumeric() {
        return NOTHING;
    }
    let mut found = Vec::new();
    for lower in character.to_lowercase() {
        decompose_compatible(lower, |part| {
            if canonical_combining_class(part) == 0 {
                found.push(part);
            }
        });
    }
    match found[..] {
        [one] => u16::try_from(u32::from(one)).unwrap_or(SEVERAL),
        _ => SEVERAL,
    }
}

fn folded_beyond_table(character: char) -> u16 {
    match character {
        // stands for itself
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{3400}'..='\u{9FFF}' => u16::MAX,
        // syllables of Korean may be written as letters, which are in the table
        '\u{AC00}'..='\u{D7A3}' => SEVERAL,
        _ => folded(character),
    }
}

/// How many characters of the script of this one make a row, if it writes no spaces.
fn unspaced(character: char) -> Option<usize> {
    match character {
        '\u{0E00}'..='\u{0EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{1980}'..='\u{19DF}' => Some(LETTERS),
        '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Some(IDEOGRAPHS),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<u64> {
        let mut rows = Vec::new();
        Rows::default().each(text, |row| rows.push(row));
        rows
    }

    #[test]
    fn case_marks_encoding_and_punctuation_make_no_other_row() {
        for (one, other) in [
            (
                "The Mayor of Zürich said",
                "the mayor, of ZU\u{308}RICH – said!",
            ),
            ("ё Кёнигсберг \u{439}од", "Ё кенигсберг и\u{306}од"),
            (
                "서울 시장은 말했다",
                "\u{1109}\u{1165}\u{110B}\u{116E}\u{11AF} \u{1109}\u{1175}\u{110C}\u{1161}\u{11BC}\u{110B}\u{1173}\u{11AB} \u{1106}\u{1161}\u{11AF}\u{1112}\u{1162}\u{11BB}\u{1103}\u{1161}",
            ),
            ("of\u{FB01}ce one two", "office one two"),
            ("मंत्री ने कहा कि", "मंत्री\nने (कहा) कि"),
        ] {
            assert!(!rows(one).is_empty());
            assert_eq!(rows(one), rows(other), "{one} {other}");
        }
        assert_ne!(rows("one two three"), rows("two one three"));
    }

    #[test]
    fn rows_are_of_words_where_there_are_spaces_and_else_of_characters() {
        for (text, expected) in [
            ("", 0),
            ("two words", 0),
            ("in three words", 1),
            ("four words, not more", 2),
            ("北京市政府", 1),
            ("北京市政府宣布", 3),
            ("สวัสดีชาวโลก", 1),
            ("!? … —", 0),
        ] {
            assert_eq!(rows(text).len(), expected, "{text}");
        }
    }

    #[test]
    fn rows_go_on_over_pieces() {
        let text = "One two three four. Five six seven eight nine.";
        let mut pieces = Vec::new();
        let mut taken = Rows::default();
        for piece in text.split_inclusive(' ') {
            taken.each(piece, |row| pieces.push(row));
        }
        assert_eq!(pieces, rows(text));
    }
}
