//! Which words in a row are also written as one, and which words are in a word?
//!
//! `e-mail` is `email` to another, `COVID-19` `covid19`, `node.js` `nodejs`; an ISBN and a telephone number are written with
//! their groups apart or together; and a word broken at a line end is one. What they are together is a token beside the first
//! of them, so that each spelling finds the other and phrases stay as they are.

use std::ops::Range;

use super::class::{Class, class};
use super::cut::Cutter;
use super::fold::is_apostrophe;
use super::number;
use super::word::{Word, WordKind};

/// More words than this in a row are a list, an address or a table.
const MAX_WORDS: usize = 6;

/// The same where letters are among them.
const MAX_WORDS_WITH_LETTERS: usize = 4;

/// Digits of a number that is written in groups for the eye: telephone numbers, ISBN.
const GROUPED_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Groups with spaces between them are one number from so many digits on, if they are two only.
const MIN_SPACED_DIGITS: usize = 9;

/// A word of so few letters beside another is seldom one of its own.
const SHORT_LETTERS: usize = 2;

/// The letters of a name behind a particle, and of each word in `OvertimeService`, are at least so many.
const MIN_INNER_LETTERS: usize = 3;

/// Two words of so many letters, the second with a capital, are two; or two that are longer together than the other.
const MIN_NAME_LETTERS: usize = 5;
const MAX_JOINED_LETTERS: usize = 18;

/// Initials with a slash between them are at most so many.
const MAX_INITIALS: usize = 3;

/// What stands between two words that may be written as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// A hyphen, a dot, an ampersand, an underscore.
    Sign,
    /// A slash: between groups of digits, or initials.
    Slash,
    /// Space between digits.
    Space,
    /// A hyphen at a line end.
    LineEnd,
}

/// Words with nothing but a sign between them.
pub(super) struct Row {
    pub(super) words: Vec<Word>,
    /// What stands behind each but the last.
    joints: Vec<Joint>,
    /// Whether it is a piece of a longer one.
    is_piece: bool,
    /// Whether it goes on.
    pub(super) goes_on: bool,
}

/// What stands behind a word, and where the next begins; none if the next is a word by itself. Space is a joint where all
/// words of the row are numbers.
pub(super) fn joint(
    cutter: &Cutter<'_>,
    word: &Word,
    numbers_only: bool,
) -> Option<(Joint, usize)> {
    let end = word.byte_range.end;
    let is_number = word.kind == WordKind::Number;
    let sign = match cutter.text.as_bytes().get(end)? {
        // nearly every word
        b' ' => {
            let next = *cutter.text.as_bytes().get(end + 1)?;
            let is_group = is_number && numbers_only && next.is_ascii_digit();
            return is_group.then_some((Joint::Space, end + 1));
        }
        b'-' | b'.' | b'_' | b'&' | b'\'' | b'/' => cutter.char_at(end)?,
        // (030) 1234567
        b')' if is_number && numbers_only => {
            let rest = cutter.text[end + 1..].trim_start_matches([' ', '-', '/']);
            let next = cutter.text.len() - rest.len();
            let is_near = next <= end + 2 && rest.starts_with(|one: char| one.is_ascii_digit());
            return is_near.then_some((Joint::Space, next));
        }
        byte if byte.is_ascii() => return None,
        _ => cutter.char_at(end)?,
    };
    if !matches!(word.kind, WordKind::Letters | WordKind::Number) {
        return None;
    }
    let next = end + sign.len_utf8();
    let is_hyphen = matches!(sign, '-' | '\u{2010}' | '\u{2011}');
    let found = match sign {
        _ if is_hyphen && let Some(next) = cutter.after_line_end(next) => {
            return (cutter.class_at(next) == Class::Letter).then_some((Joint::LineEnd, next));
        }
        // ABC'13, 1960's
        _ if is_apostrophe(sign) => is_number || cutter.class_at(next) == Class::Digit,
        '.' | '_' | '&' | '/' => true,
        _ => is_hyphen,
    };
    let is_word = matches!(cutter.class_at(next), Class::Letter | Class::Digit);
    let joint = if sign == '/' {
        Joint::Slash
    } else {
        Joint::Sign
    };
    (found && is_word).then_some((joint, next))
}

/// The words from `first` on that have nothing but a sign between them; `is_rest` if such a row was cut before the first.
pub(super) fn row(cutter: &mut Cutter<'_>, first: Word, is_rest: bool) -> Row {
    let mut row = Row {
        words: vec![first],
        joints: Vec::new(),
        is_piece: is_rest,
        goes_on: false,
    };
    while let Some(last) = row.words.last() {
        let numbers_only = row.words.iter().all(|word| word.kind == WordKind::Number);
        let Some((joint, _)) = joint(cutter, last, numbers_only) else {
            break;
        };
        if row.words.len() == MAX_WORDS {
            (row.is_piece, row.goes_on) = (true, true);
            break;
        }
        let Some(next) = cutter.next() else { break };
        row.joints.push(joint);
        row.words.push(next);
    }
    row
}

impl Row {
    /// What may be written as one from its word `number` on: all of it, or two of which one is hardly a word of its own.
    pub(super) fn joined_from(
        &self,
        number: usize,
        text: &str,
    ) -> impl Iterator<Item = Range<usize>> + use<> {
        let whole = number == 0 && self.words.len() > 1 && self.is_one(text);
        let is_pair =
            self.words.len() > 2 && number + 1 < self.words.len() && self.is_pair(number, text);
        let range =
            |last: usize| self.words[number].byte_range.start..self.words[last].byte_range.end;
        let whole = whole.then(|| range(self.words.len() - 1));
        whole.into_iter().chain(is_pair.then(|| range(number + 1)))
    }

    fn is_one(&self, text: &str) -> bool {
        let has_space = self.joints.contains(&Joint::Space);
        if self.words.iter().any(|word| word.kind == WordKind::Letters) {
            let is_short = self.words.len() <= MAX_WORDS_WITH_LETTERS;
            let has_slash = self.joints.contains(&Joint::Slash);
            let are_one = !self.are_names(text) && (!has_slash || self.are_initials(text));
            return !self.is_piece && !has_space && is_short && are_one;
        }
        let groups = self.words.iter().map(|word| &text[word.byte_range.clone()]);
        if self.is_piece || !groups.clone().all(number::is_plain) {
            return false;
        }
        let lengths: Vec<usize> = groups.clone().map(|group| group.chars().count()).collect();
        let digits = lengths.iter().sum();
        let is_date = match lengths.as_slice() {
            // a span of years
            [4, 4] => groups.clone().all(|year| year.starts_with(['1', '2'])),
            [day, month, 4] | [4, month, day] => *day <= 2 && *month <= 2,
            _ => false,
        };
        let is_apart = has_space && lengths.len() == 2 && digits < MIN_SPACED_DIGITS;
        GROUPED_DIGITS.contains(&digits) && !is_date && !is_apart
    }

    /// Whether it is two long words of which the second has a capital (`Taylor-Oeland`), or that are too long for one: nobody
    /// writes them as one.
    fn are_names(&self, text: &str) -> bool {
        let [one, other] = self.words.as_slice() else {
            return false;
        };
        let [one, other] = [one, other].map(|word| &text[word.byte_range.clone()]);
        let is_long = |word: &str| word.chars().nth(MIN_NAME_LETTERS - 1).is_some();
        let is_too_long = one.chars().count() + other.chars().count() > MAX_JOINED_LETTERS;
        self.joints != [Joint::LineEnd]
            && is_long(one)
            && is_long(other)
            && (is_too_long || other.starts_with(char::is_uppercase))
    }

    /// Whether it is two short words in capitals: `AC/DC`.
    fn are_initials(&self, text: &str) -> bool {
        let are_initials = |word: &Word| {
            let letters = &text[word.byte_range.clone()];
            letters.len() <= MAX_INITIALS && letters.bytes().all(|one| one.is_ascii_uppercase())
        };
        self.words.len() == 2 && self.words.iter().all(are_initials)
    }

    /// Whether a word and the next are one in a longer row: `COVID-19-Pandemie`, `e-mail-address`.
    fn is_pair(&self, number: usize, text: &str) -> bool {
        let [one, other] = [&self.words[number], &self.words[number + 1]];
        let is_short = |word: &Word| {
            let letters = text[word.byte_range.clone()].chars();
            word.kind == WordKind::Letters && letters.count() <= SHORT_LETTERS
        };
        let kinds = (one.kind, other.kind);
        match self.joints[number] {
            Joint::LineEnd => true,
            Joint::Space | Joint::Slash => false,
            Joint::Sign => {
                kinds == (WordKind::Letters, WordKind::Number)
                    || (kinds == (WordKind::Letters, WordKind::Letters)
                        && (is_short(one) || is_short(other)))
            }
        }
    }
}

/// The words in a word: behind a particle and its apostrophe, and where capitals stand for spaces.
pub(super) fn inner(text: &str, word: &Word, has_particles: bool) -> Vec<Range<usize>> {
    let Range { start, end } = word.byte_range;
    let surface = &text[start..end];
    if word.kind != WordKind::Letters {
        return Vec::new();
    }
    if let Some((at, apostrophe)) = surface.char_indices().find(|(_, one)| is_apostrophe(*one)) {
        let name = at + apostrophe.len_utf8();
        let is_particle =
            (1..=2).contains(&at) && surface[..at].bytes().all(|one| one.is_ascii_alphabetic());
        let is_name = surface[name..].chars().nth(MIN_INNER_LETTERS - 1).is_some()
            && !surface[name..].contains(is_apostrophe);
        let name = (has_particles && is_particle && is_name).then_some(start + name..end);
        return name.into_iter().collect();
    }
    let mut inner = Vec::new();
    let mut first = 0;
    let bytes = surface.as_bytes();
    for at in 1..=bytes.len() {
        let ends = at == bytes.len()
            || (bytes[at - 1].is_ascii_lowercase() && bytes[at].is_ascii_uppercase());
        if ends {
            inner.push(start + first..start + at);
            first = at;
        }
    }
    let letters = |range: &Range<usize>| {
        text[range.clone()]
            .chars()
            .filter(|one| class(*one) == Class::Letter)
            .count()
    };
    if inner.len() < 2 || inner.iter().any(|range| letters(range) < MIN_INNER_LETTERS) {
        inner.clear();
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::words::Words;

    fn of_kind(text: &str, kind: WordKind) -> Vec<&str> {
        let words = Words::new(text, false).filter(|word| word.kind == kind);
        words.map(|word| &text[word.byte_range]).collect()
    }

    #[test]
    fn neighbours_that_are_also_written_as_one_are_one() {
        for (text, expected) in [
            ("an e-mail", vec!["e-mail"]),
            ("COVID-19", vec!["COVID-19"]),
            ("COVID‑19", vec!["COVID‑19"]),
            ("COVID-19-Pandemie", vec!["COVID-19-Pandemie", "COVID-19"]),
            ("F-16 W-2", vec!["F-16", "W-2"]),
            ("node.js.", vec!["node.js"]),
            ("AT&T", vec!["AT&T"]),
            (
                "Coca-Cola, counter-terrorism",
                vec!["Coca-Cola", "counter-terrorism"],
            ),
            ("snake_case", vec!["snake_case"]),
            ("the 1960's and ABC'13", vec!["1960's", "ABC'13"]),
            ("für Immo-\nbilien", vec!["Immo-\nbilien"]),
            ("für Immo-\r\n  bilien", vec!["Immo-\r\n  bilien"]),
            ("ISBN 978-3-16-148410-0.", vec!["978-3-16-148410-0"]),
            ("ISBN 978 3 16 148410 0.", vec!["978 3 16 148410 0"]),
            ("3-16-148410-X", vec!["3-16-148410-X"]),
            ("call +49 30 1234567", vec!["49 30 1234567"]),
            ("call 030-1234567", vec!["030-1234567"]),
            ("555-1234", vec!["555-1234"]),
            ("(0171) 123 45 67", vec!["0171) 123 45 67"]),
            ("030/1234567", vec!["030/1234567"]),
            ("AC/DC and/or km/h", vec!["AC/DC"]),
        ] {
            assert_eq!(of_kind(text, WordKind::Joined), expected, "{text}");
        }
        for text in [
            "in (2019) 300 came, 5/2024, 19/06/2024",
            "on 19.06.2024 and 2024-06-19, 1990-1995, 12-15, 3.5-4.5",
            "in 2019 300 came",
            "one - two; a.\nb",
            "1-2-3-4-5-6-7-8-9-10-11",
            "Satz. Ende, 北京-大学",
            "Taylor-Oeland, brilliantly-coloured",
        ] {
            assert_eq!(
                of_kind(text, WordKind::Joined),
                Vec::<&str>::new(),
                "{text}"
            );
        }
    }

    #[test]
    fn words_in_a_word_are_behind_particles_and_at_capitals() {
        for (text, expected) in [
            ("O'Brien d’Ivoire", vec!["Brien", "Ivoire"]),
            ("OvertimeService", vec!["Overtime", "Service"]),
            ("don't I'll it's Qur'an", vec![]),
            ("McDonald iPhone LaTeX ABCdef", vec![]),
            ("JavaScript", vec!["Java", "Script"]),
        ] {
            assert_eq!(of_kind(text, WordKind::Inner), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_word_of_the_row_takes_no_position() {
        let words =
            |text| -> Vec<bool> { Words::new(text, false).map(|word| word.advances).collect() };
        assert_eq!(words("an e-mail"), [true, true, false, true]);
        assert_eq!(words("O'Brien came"), [true, false, true]);
    }
}
