//! Where are the words of a text? They are byte ranges of it, in order.
//!
//! Unicode word boundaries (UAX 29) with what a search index needs on top: scripts without spaces are cut by
//! overlapping bigrams (Han, kana, Hangul) or by a dictionary (Thai, Lao, Khmer, Burmese), an acronym with dots
//! is one word (`U.S.A.`), and so is a number with its separators (`3,765.50`, `12 500`). A hyphen and an
//! underscore end a word. Nothing is normalised here, so that a range is always a range of the source.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::char_table::CharTable;
use super::{fold, ideograph, number, unicode};

/// What a word is made of, which decides how it becomes a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// Letters, or letters and digits.
    Letters,
    /// A number in digits.
    Number,
    /// Two neighbouring characters of a script written without spaces.
    Bigram,
    /// The last (or only) character of such a run, so that a single character can be looked up too.
    Tail {
        /// Whether it is the only character of its run.
        alone: bool,
    },
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the source text, on character boundaries.
    pub byte_range: Range<usize>,
    /// What it is made of.
    pub kind: WordKind,
}

/// What a character does to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Ends a word.
    Other,
    Letter,
    Digit,
    /// Stays inside a word when a letter follows.
    Apostrophe,
    /// Combining and format characters: stay inside a word, start none.
    Mark,
    /// Han, kana, Hangul.
    Ideograph,
    /// Thai, Lao, Khmer, Burmese.
    Unspaced,
}

/// Cuts Thai, Lao, Khmer and Burmese by dictionaries.
static DICTIONARY: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

static CLASSES: CharTable<Class> = CharTable::new(classify);

/// The class of a character.
pub(crate) fn class(character: char) -> Class {
    CLASSES.get(character)
}

fn classify(character: char) -> Class {
    match character {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        _ if fold::is_ignorable(character) || is_part(character) => Class::Mark,
        // a double quote is one in Hebrew acronyms only, see `end_of_letters`
        _ if character != '"' && fold::is_apostrophe(character) => Class::Apostrophe,
        _ if unicode::is_ideograph(character) || ideograph::is_radical(character) => {
            Class::Ideograph
        }
        _ if unicode::digit(character).is_some() => Class::Digit,
        _ if unicode::is_unspaced(character)
            && (character.is_alphabetic() || is_mark(character)) =>
        {
            Class::Unspaced
        }
        _ if character.is_alphabetic() => Class::Letter,
        _ if is_mark(character) => Class::Mark,
        _ => Class::Other,
    }
}

/// Characters that are a part of the one before them without being marks: the letters that end a Hangul syllable, what voices a
/// kana, digits below the line.
fn is_part(character: char) -> bool {
    matches!(
        character,
        '\u{1160}'..='\u{11FF}'
            | '\u{D7B0}'..='\u{D7FB}'
            | '\u{309B}'
            | '\u{309C}'
            | '\u{FF9E}'
            | '\u{FF9F}'
            | '\u{2080}'..='\u{2089}'
    )
}

/// Whether a character is a digit above the line: a power behind a unit, and behind a word a note.
fn is_raised(character: char) -> bool {
    matches!(
        character,
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}' | '\u{2074}'..='\u{2079}'
    )
}

/// Units have at most so many letters.
const MAX_UNIT_LETTERS: usize = 2;

fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// The words of a text, in order.
pub struct Words<'t> {
    text: &'t str,
    position: usize,
    space_groups_digits: bool,
    /// Whether the character before `position` is of the same run of ideographs.
    in_run: bool,
    /// Words of a run without spaces that are still to be given out, last first.
    pending: Vec<Range<usize>>,
}

impl<'t> Words<'t> {
    /// The words of `text`; `space_groups_digits` lets a plain space group the digits of a number.
    #[must_use]
    pub fn new(text: &'t str, space_groups_digits: bool) -> Self {
        Self {
            text,
            position: 0,
            space_groups_digits,
            in_run: false,
            pending: Vec::new(),
        }
    }

    fn char_at(&self, position: usize) -> Option<char> {
        let bytes = self.text.as_bytes();
        match bytes.get(position) {
            Some(byte) if byte.is_ascii() => Some(*byte as char),
            Some(_) => self.text[position..].chars().next(),
            None => None,
        }
    }

    fn class_at(&self, position: usize) -> Class {
        self.char_at(position).map_or(Class::Other, class)
    }

    /// Where the marks end that begin at `position`.
    fn end_of_marks(&self, mut position: usize) -> usize {
        while let Some(character) = self
            .char_at(position)
            .filter(|one| class(*one) == Class::Mark)
        {
            position += character.len_utf8();
        }
        position
    }

    /// The end of the word that starts at `start` with a letter or digit.
    fn end_of_letters(&self, start: usize) -> usize {
        let mut end = start;
        let mut letters = 0usize; // since the word's start or its last dot
        let mut dotted = false;
        loop {
            let plain = self.text.as_bytes()[end..].iter();
            let plain = plain
                .take_while(|byte| byte.is_ascii_alphanumeric())
                .count();
            letters += plain;
            end += plain;
            let Some(character) = self.char_at(end) else {
                break;
            };
            let next = end + character.len_utf8();
            match class(character) {
                Class::Letter | Class::Digit => letters += 1,
                Class::Mark => {}
                Class::Other if is_raised(character) && letters <= MAX_UNIT_LETTERS => {}
                Class::Apostrophe if self.class_at(next) == Class::Letter => {}
                // Hebrew acronyms: צה"ל
                Class::Other
                    if character == '"' && self.is_hebrew(end) && self.is_hebrew_after(next) => {}
                // dots between single letters: U.S.A
                Class::Other if character == '.' && letters == 1 && (dotted || end > start) => {
                    let after = self.char_at(next).filter(|c| class(*c) == Class::Letter);
                    let single = after.is_some_and(|c| {
                        !matches!(
                            self.class_at(next + c.len_utf8()),
                            Class::Letter | Class::Digit | Class::Mark
                        )
                    });
                    if !single {
                        break;
                    }
                    letters = 0;
                    dotted = true;
                }
                _ => break,
            }
            end = next;
        }
        end
    }

    fn is_hebrew_after(&self, position: usize) -> bool {
        self.char_at(position)
            .is_some_and(|c| ('\u{05D0}'..='\u{05EA}').contains(&c))
    }

    fn is_hebrew(&self, end: usize) -> bool {
        self.text[..end]
            .chars()
            .next_back()
            .is_some_and(|c| ('\u{05D0}'..='\u{05EA}').contains(&c))
    }

    /// Whether a digit and a point or comma stand before `start`: a further part of a date or a version.
    fn continues_digits(&self, start: usize) -> bool {
        let mut before = self.text[..start].chars().rev();
        before.next().is_some_and(|c| matches!(c, '.' | ','))
            && before.next().is_some_and(|c| class(c) == Class::Digit)
    }

    /// Cuts the run without spaces that starts at `start` by dictionary and queues its words.
    fn cut_unspaced(&mut self, start: usize) {
        let mut end = start;
        while let Some(character) = self.char_at(end) {
            if !matches!(class(character), Class::Unspaced | Class::Mark) {
                break;
            }
            end += character.len_utf8();
        }
        let mut breaks: Vec<usize> = DICTIONARY
            .segment_str(&self.text[start..end])
            .map(|at| start + at)
            .collect();
        breaks.dedup();
        self.pending = breaks
            .windows(2)
            .map(|pair| pair[0]..pair[1])
            .rev()
            .collect();
        self.position = end;
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        if let Some(byte_range) = self.pending.pop() {
            return Some(Word {
                byte_range,
                kind: WordKind::Letters,
            });
        }
        loop {
            let start = self.position;
            let character = self.char_at(start)?;
            let next = start + character.len_utf8();
            match class(character) {
                Class::Other | Class::Apostrophe => {
                    self.position = next;
                    self.in_run = false;
                }
                // A mark after an ideograph belongs to it; any other mark without a word is nothing.
                Class::Mark => self.position = next,
                Class::Letter => {
                    self.in_run = false;
                    self.position = self.end_of_letters(start);
                    return Some(Word {
                        byte_range: start..self.position,
                        kind: WordKind::Letters,
                    });
                }
                Class::Digit => {
                    self.in_run = false;
                    let rest = &self.text[start..];
                    let end = start
                        + if self.continues_digits(start) {
                            number::plain_end(rest)
                        } else {
                            number::end(rest, self.space_groups_digits)
                        };
                    let joined = matches!(self.class_at(end), Class::Letter | Class::Mark);
                    // `6th`, `1990s`: letters that touch the digits make it a word
                    let (end, kind) = if joined && number::is_plain(&self.text[start..end]) {
                        (self.end_of_letters(start), WordKind::Letters)
                    } else {
                        (end, WordKind::Number)
                    };
                    self.position = end;
                    return Some(Word {
                        byte_range: start..end,
                        kind,
                    });
                }
                Class::Ideograph => {
                    self.position = next;
                    let after = self.end_of_marks(next);
                    let word = if self.class_at(after) == Class::Ideograph {
                        let second = after + self.char_at(after).map_or(0, char::len_utf8);
                        self.in_run = true;
                        Word {
                            byte_range: start..self.end_of_marks(second),
                            kind: WordKind::Bigram,
                        }
                    } else {
                        let alone = !self.in_run;
                        self.in_run = false;
                        Word {
                            byte_range: start..after,
                            kind: WordKind::Tail { alone },
                        }
                    };
                    return Some(word);
                }
                Class::Unspaced => {
                    self.in_run = false;
                    self.cut_unspaced(start);
                    match self.pending.pop() {
                        Some(byte_range) => {
                            return Some(Word {
                                byte_range,
                                kind: WordKind::Letters,
                            });
                        }
                        None => self.position = self.position.max(next),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn words(text: &str) -> Vec<&str> {
        Words::new(text, true)
            .map(|word| &text[word.byte_range])
            .collect()
    }

    #[test]
    fn words_end_at_hyphens_and_keep_apostrophes() {
        assert_eq!(
            words("Kim Jong-un's l'eau d’Ivoire 'quoted'"),
            ["Kim", "Jong", "un's", "l'eau", "d’Ivoire", "quoted"]
        );
    }

    #[test]
    fn acronyms_with_dots_are_one_word() {
        assert_eq!(
            words("the U.S.A. and U.K. end. Next e.g. this"),
            ["the", "U.S.A", "and", "U.K", "end", "Next", "e.g", "this"]
        );
    }

    #[test]
    fn numbers_keep_their_separators() {
        assert_eq!(
            words("3,765 of 12 500, 3.5% on 19.06.2024 at 15:30, the 1990s"),
            [
                "3,765", "of", "12 500", "3.5", "on", "19", "06", "2024", "at", "15", "30", "the",
                "1990s"
            ]
        );
    }

    #[test]
    fn scripts_without_spaces_are_cut() {
        assert_eq!(words("金正恩 is"), ["金正", "正恩", "恩", "is"]);
        assert_eq!(words("東京タワー"), ["東京", "京タ", "タワ", "ワー", "ー"]);
        assert_eq!(
            words("ภาษาไทยง่ายนิดเดียว"),
            ["ภาษา", "ไทย", "ง่าย", "นิด", "เดียว"]
        );
    }

    #[test]
    fn characters_in_two_parts_are_one() {
        assert_eq!(words("ﾊﾟﾅｿ"), ["ﾊﾟﾅ", "ﾅｿ", "ｿ"]);
        assert_eq!(words("か\u{3099}か゛"), ["か\u{3099}か゛", "か゛"]);
        let decomposed: String =
            unicode_normalization::UnicodeNormalization::nfd("대통령").collect();
        let lengths: Vec<usize> = words(&decomposed)
            .iter()
            .map(|word| word.chars().count())
            .collect();
        assert_eq!(lengths, [5, 6, 3]);
    }

    #[test]
    fn digits_above_and_below_the_line_are_of_formulas_and_units() {
        assert_eq!(
            words("CO₂ H₂O 50 m² 7 km² x³ council² 10²"),
            ["CO₂", "H₂O", "50", "m²", "7", "km²", "x³", "council", "10"]
        );
    }

    #[test]
    fn marks_and_soft_hyphens_stay_inside() {
        assert_eq!(
            words("e\u{301}cole Donau\u{AD}dampf हिन्दी में"),
            ["e\u{301}cole", "Donau\u{AD}dampf", "हिन्दी", "में"]
        );
    }

    proptest! {
        #[test]
        fn words_are_ordered_on_char_boundaries_and_letters_are_never_lost(text in "\\PC{0,60}") {
            let mut last_start = 0;
            let mut covered = vec![false; text.len()];
            for word in Words::new(&text, false) {
                prop_assert!(text.get(word.byte_range.clone()).is_some());
                prop_assert!(word.byte_range.start >= last_start && !word.byte_range.is_empty());
                last_start = word.byte_range.start;
                covered[word.byte_range].fill(true);
            }
            for (at, character) in text.char_indices() {
                if character.is_alphanumeric() && matches!(class(character), Class::Letter | Class::Digit | Class::Ideograph | Class::Unspaced) {
                    prop_assert!(covered[at], "{character:?} at {at} is in no word");
                }
            }
        }

        #[test]
        fn plain_words_are_those_of_uax_29(text in "[a-zA-Zäöüßéèñçøåłа-яА-ЯёїґΑ-ώ ,;!?\u{201c}\u{201d}()\n-]{0,80}") {
            let expected: Vec<&str> = text.unicode_words().collect();
            prop_assert_eq!(words(&text), expected);
        }
    }
}
