//! Which date is meant by what programs write? ISO 8601 in whole and in part, and what mails and protocols have.
//!
//! What people write, with the names of months in their languages, is read elsewhere: there it takes a language.

mod clock;
mod scanner;

use serde::{Deserialize, Deserializer, de};

use super::date::{Date, of_day_of_year, of_week};
use crate::error::{Error, Result};
use scanner::Scanner;

/// Months as mails have them, whole or by their first three letters.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// More bytes than any date has, so that nobody waits for a text that is none.
const MAX_BYTES: usize = 100;

/// Words between a day and its time, and their letters: `um`, `at`, `a las`, `kl.`, `alle`.
const MAX_WORDS: usize = 2;
const MAX_LETTERS: usize = 4;

/// What stands between the parts of a date, or none of it.
const BETWEEN: &[char] = &[' ', '\t', ','];

impl Date {
    /// The date that a text is, in a notation of programs: ISO 8601 with any part of it from the year on (`2024`,
    /// `2024-06`, `2024-06-19`, `20240619T0830Z`, `2024-W25-3`, `2024/6/19`, `2024-06-19 08:30:00 +0200`), RFC 3339, seconds or
    /// milliseconds since 1970, and what mails, web servers and PDF have (`Wed, 19 Jun 2024 08:30:00 +0200`). None if it is
    /// something else, or more than that.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MAX_BYTES {
            return None;
        }
        // what ISO 8601 has for a minus
        let text = text.replace('\u{2212}', "-");
        iso(&text).or_else(|| mail(&text))
    }

    /// The minute of this day that the beginning of a text tells, which stands behind it: `, 14:05 Uhr`, ` at 8:30 a.m. GMT`; the day, if
    /// it tells none.
    #[must_use]
    pub(crate) fn with_time(self, text: &str) -> Self {
        let mut rest = text.trim_start_matches([' ', ',', '|', '–', '—', '·', '(', '\u{A0}']);
        for _ in 0..MAX_WORDS {
            let after = rest.trim_start_matches(char::is_alphabetic);
            let letters = rest[..rest.len() - after.len()].chars().count();
            if letters > MAX_LETTERS {
                return self;
            }
            rest = after.trim_start_matches([' ', '.', ':', '\u{A0}']);
        }
        let mut rest = Scanner::new(rest);
        clock::told(self, &mut rest).unwrap_or(self)
    }

    /// The minute in UTC of a time in seconds since 1970.
    #[must_use]
    pub fn of_unix_seconds(seconds: i64) -> Option<Self> {
        Self::of_minutes(seconds.div_euclid(60))
    }
}

impl std::str::FromStr for Date {
    type Err = Error;

    /// As [`Date::parse`] reads it.
    fn from_str(text: &str) -> Result<Self> {
        let text = text.to_owned();
        Self::parse(&text).ok_or(Error::NoDate { text })
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let date = if deserializer.is_human_readable() {
            Self::parse(&String::deserialize(deserializer)?)
        } else {
            let (minutes, kind) = Deserialize::deserialize(deserializer)?;
            Self::of_stored(minutes, kind)
        };
        date.ok_or_else(|| de::Error::custom("no date"))
    }
}

fn iso(text: &str) -> Option<Date> {
    let mut rest = Scanner::new(text.strip_prefix("D:").unwrap_or(text));
    let is_pdf = text.starts_with("D:");
    let day = match rest.digits_ahead() {
        4 => parts(&mut rest)?,
        6 if is_pdf => month(&mut rest)?,
        8 => whole_day(&mut rest)?,
        // 19.. and 20.. are years with an hour at their end
        10 if ("10".."19").contains(&rest.peek(2)) => {
            let seconds = rest.number(10)?;
            return Date::of_unix_seconds(seconds).filter(|_| rest.is_done());
        }
        13 if ("10".."19").contains(&rest.peek(2)) => {
            let seconds = rest.number(13)? / 1000;
            return Date::of_unix_seconds(seconds).filter(|_| rest.is_done());
        }
        10 | 12 | 14 => {
            let day = whole_day(&mut rest)?;
            return clock::of_day(day, &mut rest);
        }
        _ => return None,
    };
    if rest.is_done() {
        return Some(day);
    }
    let before = rest.clone();
    rest.skip(BETWEEN);
    rest.take_if(|next| matches!(next, 'T' | 't' | '_'));
    let is_apart = before.text() != rest.text();
    clock::of_day(day, &mut rest).filter(|_| is_apart)
}

/// `20240619`
fn whole_day(rest: &mut Scanner<'_>) -> Option<Date> {
    let (year, month, day) = (rest.number(4)?, rest.number(2)?, rest.number(2)?);
    Date::of_day(year as i32, month as u8, day as u8)
}

/// `202406`
fn month(rest: &mut Scanner<'_>) -> Option<Date> {
    let (year, month) = (rest.number(4)?, rest.number(2)?);
    Date::of_month(year as i32, month as u8)
}

/// A year, and what follows it behind marks: a month and maybe a day, a week with a day, a day of the year.
fn parts(rest: &mut Scanner<'_>) -> Option<Date> {
    let year = rest.number(4)? as i32;
    let mark = rest.take_if(|next| matches!(next, '-' | '/' | '.'));
    if rest.take_if(|next| matches!(next, 'W' | 'w')).is_some() {
        let week = rest.number(2)?;
        rest.take_if(|next| mark == Some(next));
        return of_week(year, week as u8, rest.number(1)? as u8);
    }
    let Some(mark) = mark else {
        return Date::of_year(year);
    };
    if mark == '-' && rest.digits_ahead() == 3 {
        return of_day_of_year(year, rest.number(3)?);
    }
    let month = rest.one_or_two()?;
    if rest.take_if(|next| next == mark).is_none() {
        return Date::of_month(year, month);
    }
    Date::of_day(year, month, rest.one_or_two()?)
}

/// What mails, web servers and feeds have, and other programs that write English: the day before the month or behind it, the
/// year behind them or at the end.
fn mail(text: &str) -> Option<Date> {
    let mut rest = Scanner::new(text);
    let mut word = rest.word();
    if position(&WEEKDAYS, word).is_some() {
        rest.skip(&[' ', ',', '.']);
        word = rest.word();
    }
    if !word.is_empty() {
        let month = month_named(word, &mut rest)?;
        return month_first(month, &mut rest);
    }
    let day = rest.one_or_two()?;
    rest.skip(&[' ', '-']);
    let word = rest.word();
    let month = month_named(word, &mut rest)?;
    rest.skip(&['-', ' ', ',']);
    let count = rest.digits_ahead();
    let year = match (count, rest.number(count)?) {
        (4, year) => year,
        (2, year @ 0..50) => 2000 + year,
        (2 | 3, year) => 1900 + year,
        _ => return None,
    };
    let day = Date::of_day(year as i32, month, day)?;
    end(day, &mut rest)
}

/// `Jun 19, 2024`, `Jun 19 08:30:00 CEST 2024`, from behind the month on.
fn month_first(month: u8, rest: &mut Scanner<'_>) -> Option<Date> {
    let day = rest.one_or_two()?;
    rest.skip(BETWEEN);
    if rest.digits_ahead() == 4 {
        let year = rest.number(4)?;
        let day = Date::of_day(year as i32, month, day)?;
        return end(day, rest);
    }
    let time = clock::time(rest)?;
    rest.skip(BETWEEN);
    let zone = clock::zone(rest);
    rest.skip(BETWEEN);
    let year = rest.number(4)?;
    let day = Date::of_day(year as i32, month, day)?;
    time.of(day, zone).filter(|_| rest.is_done())
}

/// The day, or the time that follows it.
fn end(day: Date, rest: &mut Scanner<'_>) -> Option<Date> {
    rest.skip(BETWEEN);
    if rest.is_done() {
        return Some(day);
    }
    clock::of_day(day, rest)
}

/// The month that a word names; what is between it and the rest is passed over.
fn month_named(word: &str, rest: &mut Scanner<'_>) -> Option<u8> {
    rest.skip(&[' ', '.', ',', '-']);
    let is_september = word.eq_ignore_ascii_case("sept");
    let month = is_september.then_some(8);
    let month = month.or_else(|| position(&MONTHS, word));
    month.map(|month| month as u8 + 1)
}

/// Which of the names a word is, whole or by its first three letters.
fn position(names: &[&str], word: &str) -> Option<usize> {
    let is_named =
        |name: &&str| word.eq_ignore_ascii_case(name) || word.eq_ignore_ascii_case(&name[..3]);
    names.iter().position(is_named)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &str) -> Option<String> {
        Date::parse(text).map(|date| date.to_string())
    }

    #[test]
    fn iso_8601_is_read_in_whole_and_in_part() {
        for (text, date) in [
            ("2024", "2024"),
            ("2024-06", "2024-06"),
            ("2024-06-19", "2024-06-19"),
            (" 2024-06-19\n", "2024-06-19"),
            ("20240619", "2024-06-19"),
            ("2024-171", "2024-06-19"),
            ("2024-W25-3", "2024-06-19"),
            ("2024W253", "2024-06-19"),
            ("2024/6/9", "2024-06-09"),
            ("2024.06.19", "2024-06-19"),
            ("2024-06-19T08", "2024-06-19"),
            ("2024-06-19T08:30", "2024-06-19T08:30"),
            ("2024-06-19t08:30:59z", "2024-06-19T08:30Z"),
            ("2024-06-19 08:30:00 +0200", "2024-06-19T08:30+02:00"),
            ("2024-06-19 08:30:00 UTC", "2024-06-19T08:30Z"),
            (
                "2024-06-19T08:30:00.123456789+05:45",
                "2024-06-19T08:30+05:45",
            ),
            ("2024-06-19T08:30:00,5-03", "2024-06-19T08:30-03:00"),
            ("2024-06-19T08:30\u{2212}03:30", "2024-06-19T08:30-03:30"),
            ("20240619T083000Z", "2024-06-19T08:30Z"),
            ("20240619083000", "2024-06-19T08:30"),
            ("2024-06-30T23:59:60Z", "2024-06-30T23:59Z"),
            ("2024-12-31T24:00", "2025-01-01T00:00"),
            (
                "2024-06-19T08:30+02:00[Europe/Berlin]",
                "2024-06-19T08:30+02:00",
            ),
            ("1718778600", "2024-06-19T06:30Z"),
            ("1718778600123", "2024-06-19T06:30Z"),
            ("D:20240619083000+02'00'", "2024-06-19T08:30+02:00"),
            ("D:20240619083000Z00'00'", "2024-06-19T08:30Z"),
            ("D:202406", "2024-06"),
        ] {
            assert_eq!(told(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn the_dates_of_mails_servers_and_programs_are_read() {
        for (text, date) in [
            ("Wed, 19 Jun 2024 08:30:00 +0200", "2024-06-19T08:30+02:00"),
            (
                "Wed, 19 Jun 2024 08:30:00 +0200 (CEST)",
                "2024-06-19T08:30+02:00",
            ),
            ("19 Jun 2024 08:30 GMT", "2024-06-19T08:30Z"),
            ("19 jun 24 08:30:00 EST", "2024-06-19T08:30-05:00"),
            ("Wednesday, 19-Jun-24 08:30:00 GMT", "2024-06-19T08:30Z"),
            ("Wed Jun 19 08:30:00 2024", "2024-06-19T08:30"),
            ("Wed Jun  5 08:30:00 CEST 2024", "2024-06-05T08:30+02:00"),
            ("Wed Jun 19 08:30:00 +0000 2024", "2024-06-19T08:30Z"),
            (
                "Wed Jun 19 2024 08:30:00 GMT+0200 (Central European Summer Time)",
                "2024-06-19T08:30+02:00",
            ),
            ("1 Sept 2024", "2024-09-01"),
            ("June 19, 2024", "2024-06-19"),
            ("Jun. 19, 2024, 8:30 p.m.", "2024-06-19T20:30"),
            ("19 June 2024 12:05 AM", "2024-06-19T00:05"),
            ("1 Jan 99 00:00 -0000", "1999-01-01T00:00Z"),
            // a zone that has several meanings
            ("19 Jun 2024 08:30:00 IST", "2024-06-19T08:30"),
        ] {
            assert_eq!(told(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn a_time_behind_a_day_is_that_of_the_day() {
        let day = Date::of_day(2024, 6, 19).expect("a day");
        for (text, expected) in [
            (", 14:05 Uhr", "2024-06-19T14:05"),
            (", 08:30 CEST", "2024-06-19T08:30+02:00"),
            (" at 8:30 p.m. GMT", "2024-06-19T20:30Z"),
            (" 08:30:15 +0200", "2024-06-19T08:30+02:00"),
            (" um 14:05", "2024-06-19T14:05"),
            (" à 08h30", "2024-06-19T08:30"),
            (" a las 8:30 horas", "2024-06-19T08:30"),
            (" в 12:30 (МСК)", "2024-06-19T12:30"),
            (" | 08:30 | 4 min", "2024-06-19T08:30"),
            (" 08:30 est une heure", "2024-06-19T08:30"),
            ("", "2024-06-19"),
            (" and more", "2024-06-19"),
            (", 25:30", "2024-06-19"),
            (" 3:1 won", "2024-06-19"),
            (" 12 people", "2024-06-19"),
            (" ended 08:30", "2024-06-19"),
            (" 08:30:99", "2024-06-19"),
        ] {
            assert_eq!(day.with_time(text).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_says_more_is_none() {
        for text in [
            "",
            "24",
            "202",
            "20245",
            "202406",
            "2024171",
            "2024-13",
            "2024-06-31",
            "2023-02-29",
            "2024-06-19T",
            "2024-06-19T25:00",
            "2024-06-19T08:60",
            "2024-06-1908:30",
            "2024-6.19",
            "2024-06-19 and later",
            "03/04/2024",
            "19.06.2024",
            "2024-06-19T08:30+99:00",
            "99999999",
            "Wed, 32 Jun 2024",
            "Wed",
            "June 2024 or so",
            "31 Jun 2024 08:30",
            "Foo 19, 2024",
            "2024-06-19T24:30",
            "٢٠٢٤",
            "12345678901234567890",
            "--",
            "19 Jun",
            "D:",
            "2024-W60-1",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_text_is_parsed_as_is_what_an_error_is_about() {
        let date: Result<Date> = "yesterday".parse();
        let error = date.expect_err("no date").to_string();
        assert!(error.contains("yesterday"), "{error}");
    }

    fn any_date() -> impl Strategy<Value = Date> {
        let zone = proptest::option::of(-1080..=1080_i16);
        let parts = (1..=9999, 1..=12_u8, 1..=31_u8, 0..1440_u16, zone, 0..4);
        parts.prop_filter_map(
            "a day",
            |(year, month, day, minute, zone, precision)| match precision {
                0 => Date::of_year(year),
                1 => Date::of_month(year, month),
                2 => Date::of_day(year, month, day),
                _ => Date::of_day(year, month, day)?.at(minute, zone),
            },
        )
    }

    proptest! {
        #[test]
        fn every_date_is_read_as_it_is_written(date in any_date()) {
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
            let stored = postcard::to_stdvec(&date).expect("bytes");
            prop_assert_eq!(postcard::from_bytes(&stored), Ok(date));
            let json = serde_json::to_string(&date).expect("a text");
            prop_assert_eq!(&json, &format!("\"{date}\""));
            prop_assert_eq!(serde_json::from_str::<Date>(&json).ok(), Some(date));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*", bytes in proptest::collection::vec(any::<u8>(), 0..12)) {
            let _ = Date::parse(&text);
            let day = Date::of_day(2024, 6, 19).expect("a day");
            prop_assert_eq!(day.with_time(&text).day(), day.day());
            let _ = postcard::from_bytes::<Date>(&bytes);
        }

        #[test]
        fn texts_that_are_nearly_dates_are_read_or_refused(text in "[0-9TZWD:.,+' /a-cA-Cj-uJ-U\\-]{0,30}") {
            if let Some(date) = Date::parse(&text) {
                prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
            }
        }
    }
}
