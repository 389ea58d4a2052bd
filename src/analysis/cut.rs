//! Where does a word end?
//!
//! Unicode word boundaries (UAX 29) with what a search index needs on top: scripts without spaces are cut by
//! overlapping pairs (Han, kana, Hangul; Lao, Khmer, Burmese) or by a dictionary (Thai; with pairs besides), an acronym with dots
//! is one word (`U.S.A.`), and so is a number with its separators (`3,765.50`, `12 500`). A hyphen and an
//! underscore end a word; a soft hyphen does not, with a line end behind it neither. A run of ideographs goes on over a
//! line end.

use super::class::{Class, class, is_raised};
use super::word::{Word, WordKind};
use super::{cluster, ideograph, number};

/// Units have at most so many letters.
const MAX_UNIT_LETTERS: usize = 2;

/// A word of katakana has at least so many letters before the sign of a long vowel that it may be written without.
const MIN_LONG_KATAKANA: usize = 3;

/// A mark that repeats a character is so near to it.
const MAX_REPETITION_BYTES: usize = 12;

/// Why a word may have words in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// It has none.
    Plain,
    /// It has an apostrophe.
    Apostrophe,
    /// It has a capital behind a small letter.
    Humped,
}

/// Cuts a text into the words that follow one another in it.
pub(super) struct Cutter<'t> {
    pub(super) text: &'t str,
    position: usize,
    space_groups_digits: bool,
    /// Whether the character before `position` is of the same run of ideographs.
    in_run: bool,
    /// Words of a run without spaces that are still to be given out, last first.
    pending: Vec<Word>,
    /// Whether the last word may have words in it.
    pub(super) shape: Shape,
}

impl<'t> Cutter<'t> {
    pub(super) fn new(text: &'t str, space_groups_digits: bool) -> Self {
        Self {
            text,
            position: 0,
            space_groups_digits,
            in_run: false,
            pending: Vec::new(),
            shape: Shape::Plain,
        }
    }

    pub(super) fn char_at(&self, position: usize) -> Option<char> {
        let bytes = self.text.as_bytes();
        match bytes.get(position) {
            Some(byte) if byte.is_ascii() => Some(*byte as char),
            Some(_) => self.text[position..].chars().next(),
            None => None,
        }
    }

    pub(super) fn class_at(&self, position: usize) -> Class {
        self.char_at(position).map_or(Class::Other, class)
    }

    /// Where the character at `position` ends.
    fn after(&self, position: usize) -> usize {
        position + self.char_at(position).map_or(0, char::len_utf8)
    }

    /// Where the marks end that begin at `position`.
    fn end_of_marks(&self, mut position: usize) -> usize {
        while self.class_at(position) == Class::Mark {
            position = self.after(position);
        }
        position
    }

    /// Where a line goes on whose end is at `position`, behind the blanks that indent it; none if there is no line end.
    pub(super) fn after_line_end(&self, position: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[position..];
        let end = match rest {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => return None,
        };
        let blanks = rest[end..].iter();
        let blanks = blanks
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        Some(position + end + blanks)
    }

    /// The end of the word that starts at `start` with a letter or digit.
    fn end_of_letters(&mut self, start: usize) -> usize {
        let mut end = start;
        let mut letters = 0usize; // since the word's start or its last dot
        let mut dotted = false;
        self.shape = Shape::Plain;
        loop {
            let (plain, has_hump) = plain_letters(&self.text.as_bytes()[end..]);
            if has_hump {
                self.shape = Shape::Humped;
            }
            letters += plain;
            end += plain;
            let Some(character) = self.char_at(end) else {
                break;
            };
            let mut next = end + character.len_utf8();
            match class(character) {
                Class::Letter | Class::Digit => letters += 1,
                Class::Mark | Class::Other if matches!(character, '\u{AD}' | '¬') => {
                    let goes_on = self.after_line_end(next);
                    let goes_on = goes_on.filter(|at| self.class_at(*at) == Class::Letter);
                    match goes_on {
                        Some(at) => next = at,
                        None if character == '¬' => break, // of the word
                        None => {}
                    }
                }
                Class::Mark => {}
                Class::Other if is_raised(character) && letters <= MAX_UNIT_LETTERS => {}
                Class::Apostrophe if self.class_at(next) == Class::Letter => {
                    self.shape = Shape::Apostrophe;
                }
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
        self.char_at(position).is_some_and(is_hebrew)
    }

    fn is_hebrew(&self, end: usize) -> bool {
        let mut before = self.text[..end].chars().rev();
        before
            .find(|one| class(*one) != Class::Mark)
            .is_some_and(is_hebrew)
    }

    /// Whether a digit and a point or comma stand before `start`: a further part of a date or a version.
    fn continues_digits(&self, start: usize) -> bool {
        let mut before = self.text[..start].chars().rev();
        before.next().is_some_and(|c| matches!(c, '.' | ','))
            && before.next().is_some_and(|c| class(c) == Class::Digit)
    }

    /// The number, or the word that begins with digits, at `start`.
    fn number(&mut self, start: usize) -> Word {
        let rest = &self.text[start..];
        let end = start
            + if self.continues_digits(start) {
                number::plain_end(rest)
            } else {
                number::end(rest, self.space_groups_digits)
            };
        let joined = matches!(self.class_at(end), Class::Letter | Class::Mark);
        // `6th`, `1990s`: letters that touch the digits make it a word
        if joined && number::is_plain(&self.text[start..end]) {
            Word::new(start..self.end_of_letters(start), WordKind::Letters)
        } else {
            self.shape = Shape::Plain;
            Word::new(start..end, WordKind::Number)
        }
    }

    /// The token of a run of ideographs that begins at `start`: the character with the next, or it alone if it is the last.
    fn ideograph(&mut self, start: usize) -> Word {
        let end = self.end_of_marks(self.after(start));
        self.position = end;
        self.shape = Shape::Plain;
        let Some(second) = self.next_of_run(end) else {
            let alone = !std::mem::replace(&mut self.in_run, false);
            return Word::new(start..end, WordKind::Tail { alone });
        };
        self.in_run = true;
        let mut first = start;
        // what a mark repeats is a part of it; a long row of them is none of any language
        while start - first < MAX_REPETITION_BYTES
            && let Some(before) = self.text[..first].chars().next_back()
            && self.char_at(first).is_some_and(ideograph::is_iteration)
            && class(before) == Class::Ideograph
        {
            first -= before.len_utf8();
        }
        let end = self.end_of_marks(self.after(second));
        let long = self.is_final_long_vowel(end);
        let end = if long {
            self.end_of_marks(self.after(end))
        } else {
            end
        };
        Word::new(first..end, WordKind::Bigram)
    }

    /// Where the next character of a run begins whose last one ends at `end`.
    fn next_of_run(&self, end: usize) -> Option<usize> {
        let end = if self.is_final_long_vowel(end) {
            self.end_of_marks(self.after(end))
        } else {
            end
        };
        if self.class_at(end) == Class::Ideograph {
            return Some(end);
        }
        // Chinese and Japanese have no spaces, so a line end is none; Korean has
        let next = self.after_line_end(end)?;
        let before = self.text[..end].chars().next_back()?;
        let both = [before, self.char_at(next)?];
        let is_spaced = both.into_iter().any(ideograph::is_hangul);
        (self.class_at(next) == Class::Ideograph && !is_spaced).then_some(next)
    }

    /// Whether the sign of a long vowel is at `position` that ends a word of katakana, which may be written without it.
    fn is_final_long_vowel(&self, position: usize) -> bool {
        let is_long = |one: char| matches!(one, 'ー' | 'ｰ');
        if !self.char_at(position).is_some_and(is_long) {
            return false;
        }
        let before = self.text[..position].chars().rev();
        let before = before.filter(|one| class(*one) != Class::Mark);
        let katakana = before.take_while(|one| ideograph::is_katakana(*one));
        let next = self.char_at(self.end_of_marks(self.after(position)));
        katakana.take(MIN_LONG_KATAKANA).count() == MIN_LONG_KATAKANA
            && !next.is_some_and(ideograph::is_katakana)
    }

    /// Cuts the run without spaces that starts at `start` and queues its words.
    fn cut_unspaced(&mut self, start: usize, first: char) {
        let mut end = start;
        while matches!(self.class_at(end), Class::Unspaced | Class::Mark) {
            end = self.after(end);
        }
        let run = &self.text[start..end];
        let mut starts = vec![start];
        if cluster::is_cut_into_clusters(first) {
            starts.extend(cluster::cluster_ends(run).into_iter().map(|at| start + at));
            let alone = starts.len() == 2;
            let last = starts[starts.len() - 2]..end;
            self.pending.push(Word::new(last, WordKind::Tail { alone }));
            let pairs = starts.windows(3).rev();
            let pairs = pairs.map(|pair| Word::new(pair[0]..pair[2], WordKind::Bigram));
            self.pending.extend(pairs);
        } else {
            self.pending = words_and_pairs(run, start);
        }
        self.position = end;
        self.shape = Shape::Plain;
    }
}

/// The words of a run of Thai by the dictionary, last first, and the pairs of clusters between them by which a word is found
/// that the dictionary has cut otherwise there. Each cluster is a position.
fn words_and_pairs(run: &str, start: usize) -> Vec<Word> {
    let ends = cluster::word_ends(run);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let mut words = starts.zip(&ends).map(|(first, end)| first..*end).peekable();
    let clusters: Vec<usize> = std::iter::once(0)
        .chain(cluster::cluster_ends(run))
        .collect();
    let mut found: Vec<Word> = Vec::new();
    for (number, cluster) in clusters.windows(2).enumerate() {
        let word = words.next_if(|word| word.start == cluster[0]);
        let pair = clusters.get(number + 2).map(|end| cluster[0]..*end);
        let pair = pair.filter(|pair| word.as_ref() != Some(pair));
        let mut advances = true;
        if let Some(range) = word {
            found.push(Word::new(range, WordKind::Letters));
            advances = false;
        }
        if let Some(pair) = pair {
            let advances = std::mem::replace(&mut advances, false);
            found.push(Word {
                advances,
                ..Word::new(pair, WordKind::Inner)
            });
        }
        // a word that begins inside a cluster
        while let Some(range) = words.next_if(|word| word.start < cluster[1]) {
            let advances = std::mem::replace(&mut advances, false);
            found.push(Word {
                advances,
                ..Word::new(range, WordKind::Letters)
            });
        }
    }
    for word in &mut found {
        word.byte_range = start + word.byte_range.start..start + word.byte_range.end;
    }
    found.reverse();
    found
}

fn is_hebrew(character: char) -> bool {
    ('\u{05D0}'..='\u{05EA}').contains(&character)
}

/// How many letters and digits of ASCII a text begins with, and whether a capital follows a small letter in them.
fn plain_letters(bytes: &[u8]) -> (usize, bool) {
    let (mut count, mut has_hump, mut is_small) = (0, false, false);
    for byte in bytes {
        if !byte.is_ascii_alphanumeric() {
            break;
        }
        has_hump |= is_small & byte.is_ascii_uppercase();
        is_small = byte.is_ascii_lowercase();
        count += 1;
    }
    (count, has_hump)
}

impl Iterator for Cutter<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        if let Some(word) = self.pending.pop() {
            return Some(word);
        }
        loop {
            let start = self.position;
            let character = self.char_at(start)?;
            match class(character) {
                // A mark after an ideograph belongs to it; any other mark without a word is nothing.
                Class::Mark => self.position += character.len_utf8(),
                Class::Other | Class::Apostrophe => {
                    // the line end in a run of ideographs is none
                    if !(self.in_run && character.is_whitespace()) {
                        self.in_run = false;
                    }
                    self.position += character.len_utf8();
                }
                Class::Letter => {
                    self.in_run = false;
                    self.position = self.end_of_letters(start);
                    return Some(Word::new(start..self.position, WordKind::Letters));
                }
                Class::Digit => {
                    self.in_run = false;
                    let number = self.number(start);
                    self.position = number.byte_range.end;
                    return Some(number);
                }
                Class::Ideograph if self.is_final_long_vowel(start) => {
                    self.position += character.len_utf8();
                }
                Class::Ideograph => return Some(self.ideograph(start)),
                Class::Unspaced => {
                    self.in_run = false;
                    self.cut_unspaced(start, character);
                    return self.pending.pop();
                }
            }
        }
    }
}
