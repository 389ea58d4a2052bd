//! What stands in a text where a date may be? Numbers in any digits, words, and marks.

use std::ops::Range;

use crate::analysis::unicode::{digit, script};
use crate::language::Script;

/// Digits of a longer number say no date.
const MAX_DIGITS: usize = 9;

/// A piece of a text that is not white space.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    /// Its bytes.
    pub(super) bytes: Range<usize>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// Digits in a row.
    Number { value: i32, digits: usize },
    /// Letters in a row, with their marks; one ideograph.
    Word(&'t str),
    /// Anything else.
    Mark(char),
}

impl Token<'_> {
    /// Its value if it is a number of so many digits.
    pub(super) fn number(&self, of_digits: Range<usize>) -> Option<i32> {
        match self.kind {
            Kind::Number { value, digits } if of_digits.contains(&digits) => Some(value),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, marks: &str) -> bool {
        matches!(self.kind, Kind::Mark(mark) if marks.contains(mark))
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let length = if digit(first).is_some() {
            length_of(rest, |next| digit(next).is_some())
        } else if kanji(first).is_some() {
            length_of(rest, |next| kanji(next).is_some())
        } else if script(first) == Script::Han {
            first.len_utf8()
        } else if first.is_alphabetic() {
            length_of(rest, |next| {
                is_in_word(next) && (next.is_alphabetic() || digit(next).is_none())
            })
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        if first.is_whitespace() || is_invisible(first) {
            continue;
        }
        let kind = if let Some(number) = number(piece) {
            number
        } else if first.is_alphabetic() || first == '〇' {
            Kind::Word(piece)
        } else {
            Kind::Mark(first)
        };
        let bytes = start..start + length;
        tokens.push(Token { kind, bytes });
    }
    tokens
}

fn length_of(text: &str, is_such: impl Fn(char) -> bool) -> usize {
    text.find(|next| !is_such(next)).unwrap_or(text.len())
}

/// Letters, and the marks of Indic, Thai and Hebrew writing, which are no letters to Rust.
fn is_in_word(next: char) -> bool {
    let is_marked = matches!(next, '\u{300}'..='\u{36F}' | '\u{5B0}'..='\u{5C7}' | '׳' | '״' | '\u{64B}'..='\u{65F}')
        || matches!(next, '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17DD}')
        || matches!(next, '\u{200C}' | '\u{200D}');
    let is_letter = next.is_alphabetic() && script(next) != Script::Han;
    is_letter || (is_marked && digit(next).is_none() && !matches!(next, '।' | '॥' | '॰'))
}

/// What only says how to show what is around it.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}' | '\u{61C}')
}

/// The value of an ideograph that is a number.
fn kanji(character: char) -> Option<i32> {
    let position = "〇一二三四五六七八九十"
        .chars()
        .position(|one| one == character);
    let position = position.or(match character {
        '元' => Some(1),
        '○' => Some(0),
        _ => None,
    })?;
    Some(position as i32)
}

/// The number that digits or ideographs write.
fn number(piece: &str) -> Option<Kind<'_>> {
    let digits = piece.chars().count();
    if digits > MAX_DIGITS {
        return digit(piece.chars().next()?).map(|_| Kind::Number { value: -1, digits });
    }
    let values: Option<Vec<u8>> = piece.chars().map(digit).collect();
    if let Some(values) = values {
        let value = values
            .iter()
            .fold(0, |value, digit| value * 10 + i32::from(*digit));
        return Some(Kind::Number { value, digits });
    }
    let values: Vec<i32> = piece.chars().map(kanji).collect::<Option<_>>()?;
    let value = match values.as_slice() {
        [10] => 10,
        [10, ones @ 0..=9] => 10 + ones,
        [tens @ 1..=9, 10] => tens * 10,
        [tens @ 1..=9, 10, ones @ 1..=9] => tens * 10 + ones,
        digits if digits.iter().all(|digit| *digit < 10) => {
            digits.iter().fold(0, |value, digit| value * 10 + digit)
        }
        _ => return None,
    };
    let digits = value.to_string().len();
    Some(Kind::Number { value, digits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_writing_are_told_from_words_and_marks() {
        let shown = |text: &str| {
            let tokens = tokens(text);
            let tokens = tokens.iter().map(|token| match token.kind {
                Kind::Number { value, digits } => format!("{value}:{digits}"),
                Kind::Word(word) => word.to_owned(),
                Kind::Mark(mark) => format!("<{mark}>"),
            });
            tokens.collect::<Vec<_>>().join(" ")
        };
        for (text, expected) in [
            ("19th June, 2024", "19:2 th June <,> 2024:4"),
            ("२९ मार्च २०२१", "29:2 मार्च 2021:4"),
            ("٢٩ آذار/مارس", "29:2 آذار </> مارس"),
            (
                "令和六年十二月二十九日電",
                "令 和 6:1 年 12:2 月 29:2 日 電",
            ),
            ("二〇二四年", "2024:4 年"),
            ("2024년 6월", "2024:4 년 6:1 월"),
            ("19 มิ.ย. 2567", "19:2 มิ <.> ย <.> 2567:4"),
            ("१९वीं", "19:2 वीं"),
            ("d\u{200F}/5", "d </> 5:1"),
            ("1234567890", "-1:10"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
