//! Which value has a number in digits? One term stands for it in any notation.
//!
//! `3,765`, `3.765`, `3 765`, `3'765` and `٣٬٧٦٥` all become `3765`: groups of exactly three digits after one to
//! three are taken as thousands in every language, because a text about the same event writes them either way.
//! `3.5` and `3,5` become `3.5`. Anything else between digits (dates, times, versions) ends the number.

use super::unicode::digit;

/// A number has at most so many groups behind its first digits. A row of more is a list of numbers; that none is read to
/// its end from each of its groups keeps the work in bounds.
const MAX_GROUPS: usize = 12;

fn is_group_separator(character: char, space_groups_digits: bool) -> bool {
    match character {
        ' ' => space_groups_digits,
        ',' | '.' | '\'' | '\u{2019}' | '\u{00A0}' | '\u{202F}' | '\u{2009}' | '\u{066C}'
        | '\u{060C}' => true,
        _ => false,
    }
}

fn is_decimal_separator(character: char) -> bool {
    matches!(character, '.' | ',' | '\u{066B}')
}

/// Length in bytes and count of the digits that `text` starts with.
fn digits(text: &str) -> (usize, usize) {
    let mut bytes = 0;
    let mut count = 0;
    for character in text.chars() {
        if digit(character).is_none() {
            break;
        }
        bytes += character.len_utf8();
        count += 1;
    }
    (bytes, count)
}

/// A number's parts, as lengths in bytes from its start.
struct Extent {
    /// End of the integer part, group separators included.
    integer: usize,
    /// End of the whole number.
    end: usize,
}

/// The end of a number that is grouped as in India: two digits in each group but the last, which has three.
fn indian_groups(text: &str) -> Option<usize> {
    let (mut end, count) = digits(text);
    if !(1..=2).contains(&count) || text.chars().next().and_then(digit) == Some(0) {
        return None;
    }
    for groups in 0..MAX_GROUPS {
        let group = text[end..].strip_prefix(',')?;
        let (bytes, count) = digits(group);
        end += 1 + bytes;
        match count {
            2 => {}
            3 if groups > 0 => {
                let goes_on = text[end..].strip_prefix(',');
                let goes_on = goes_on.and_then(|rest| rest.chars().next()).and_then(digit);
                return goes_on.is_none().then_some(end);
            }
            _ => return None,
        }
    }
    None
}

/// Where decimals end that begin with a point at `integer`, if they do, and no date or version goes on.
fn decimals(text: &str, integer: usize) -> usize {
    let Some(rest) = text[integer..].strip_prefix('.') else {
        return integer;
    };
    let (bytes, _) = digits(rest);
    let mut behind = rest[bytes..].chars();
    let goes_on = behind.next().is_some_and(is_decimal_separator)
        && behind.next().is_some_and(|next| digit(next).is_some());
    if bytes == 0 || goes_on {
        integer
    } else {
        integer + 1 + bytes
    }
}

fn measure(text: &str, space_groups_digits: bool) -> Extent {
    if let Some(integer) = indian_groups(text) {
        let end = decimals(text, integer);
        return Extent { integer, end };
    }
    let (mut integer, count) = digits(text);
    let mut grouped = None;
    let mut groups = 0;
    if (1..=3).contains(&count) && digit(text.chars().next().unwrap_or(' ')) != Some(0) {
        while let Some(separator) = text[integer..].chars().next() {
            let same = grouped.is_none_or(|first| first == separator);
            let after = integer + separator.len_utf8();
            let (bytes, count) = digits(&text[after..]);
            if !same || count != 3 || !is_group_separator(separator, space_groups_digits) {
                break;
            }
            grouped = Some(separator);
            integer = after + bytes;
            groups += 1;
            if groups > MAX_GROUPS {
                let (first, _) = digits(text);
                return Extent {
                    integer: first,
                    end: first,
                };
            }
        }
    }
    let mut end = integer;
    if let Some(separator) = text[integer..].chars().next() {
        let after = integer + separator.len_utf8();
        let (bytes, count) = digits(&text[after..]);
        let more = text[after + bytes..].chars();
        // a further separator and digit: a date or a version, not a number with decimals
        let goes_on = more.clone().next().is_some_and(is_decimal_separator)
            && more
                .clone()
                .nth(1)
                .is_some_and(|next| digit(next).is_some());
        if is_decimal_separator(separator) && grouped != Some(separator) && count > 0 && !goes_on {
            end = after + bytes;
        }
        // groups that go on with two digits were no groups: 19.062.20
        if grouped.is_some() && grouped == Some(separator) && count > 0 {
            let (first, _) = digits(text);
            return Extent {
                integer: first,
                end: first,
            };
        }
        if goes_on && grouped.is_none() && count > 0 {
            let (first, _) = digits(text);
            return Extent {
                integer: first,
                end: first,
            };
        }
    }
    Extent { integer, end }
}

/// Length in bytes of the number that `text` starts with.
pub(crate) fn end(text: &str, space_groups_digits: bool) -> usize {
    measure(text, space_groups_digits).end
}

/// Length in bytes of the digits that `text` starts with, whatever follows them.
pub(crate) fn plain_end(text: &str) -> usize {
    digits(text).0
}

/// Whether the text is digits only.
pub(crate) fn is_plain(text: &str) -> bool {
    text.chars().all(|character| digit(character).is_some())
}

/// The term of a number that [`end`] delimited: ASCII digits, a point before decimals, no grouping.
pub(crate) fn term(number: &str) -> String {
    let integer = measure(number, true).integer;
    let ascii = |text: &str| {
        text.chars()
            .filter_map(digit)
            .map(|value| (b'0' + value) as char)
            .collect::<String>()
    };
    let mut term = ascii(&number[..integer]);
    let decimals = ascii(&number[integer..]);
    let decimals = decimals.trim_end_matches('0');
    if !decimals.is_empty() {
        term.push('.');
        term.push_str(decimals);
    }
    term
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_is_one_term_in_every_notation() {
        for text in [
            "3765",
            "3,765",
            "3.765",
            "3 765",
            "3\u{202f}765",
            "3’765",
            "٣٬٧٦٥",
            "३७६५",
            "３７６５",
        ] {
            assert_eq!(end(text, true), text.len(), "{text}");
            assert_eq!(term(text), "3765", "{text}");
        }
        for (text, value) in [
            ("10.000", "10000"),
            ("1,234,567.50", "1234567.5"),
            ("1.234.567,5", "1234567.5"),
            ("3.5", "3.5"),
            ("3,50", "3.5"),
            ("0,765", "0.765"),
            ("35", "35"),
            ("12 500,75", "12500.75"),
        ] {
            assert_eq!(&text[..end(text, true)], text);
            assert_eq!(term(text), value);
        }
    }

    #[test]
    fn groups_of_two_digits_are_those_of_india() {
        for (text, value) in [
            ("5,00,000", "500000"),
            ("1,50,00,000", "15000000"),
            ("12,34,567.50", "1234567.5"),
            ("५,००,०००", "500000"),
        ] {
            assert_eq!(&text[..end(text, false)], text);
            assert_eq!(term(text), value);
        }
        for text in ["12,05,2018", "5,00,0001", "1,23,456,7", "0,50,000"] {
            assert_ne!(end(text, false), text.len(), "{text}");
        }
        // a row without end is not read again from each of its groups
        assert_eq!(end(&"1,23,".repeat(1000), false), 1);
    }

    #[test]
    fn a_long_row_of_groups_is_a_list_and_is_not_read_again_from_each() {
        for separator in [' ', '\'', '\u{A0}'] {
            let row = |groups: usize| {
                let groups = vec!["123"; groups];
                groups.join(&separator.to_string())
            };
            let (whole, list) = (row(MAX_GROUPS + 1), row(MAX_GROUPS + 2));
            assert_eq!(end(&whole, true), whole.len());
            assert_eq!(end(&list, true), 3);
            // quadratic work would take an hour
            let endless = row(300_000) + &format!("{separator}12");
            let mut words = 0;
            let mut at = 0;
            while at < endless.len() {
                at += end(&endless[at..], true) + separator.len_utf8();
                words += 1;
            }
            assert_eq!(words, 300_001);
        }
    }

    #[test]
    fn dates_times_and_lists_are_several_numbers() {
        for (text, first) in [
            ("19.06.2024", "19"),
            ("2024-06-19", "2024"),
            ("15:30", "15"),
            ("1.2.3", "1"),
            ("2019 300", "2019"),
            ("1, 2", "1"),
            ("7.", "7"),
        ] {
            assert_eq!(&text[..end(text, true)], first);
        }
    }
}
