//! Which Gregorian date has a date of another calendar? Thai, Japanese, Taiwanese and Persian years are counted otherwise.

use std::ops::RangeInclusive;

use super::tokens::{Kind, Token};
use crate::article::Date;

/// Years that an article may be of: earlier and later ones are numbers of something else.
const YEARS: RangeInclusive<i32> = 1500..=2100;

/// Years since the death of the Buddha, as Thailand counts them.
const BUDDHIST_YEARS: RangeInclusive<i32> = 2400..=2643;

/// Years that the Buddhist count is ahead.
const BUDDHIST_AHEAD: i32 = 543;

/// Years of the Persian calendar, for which the rule of leap years below holds.
const PERSIAN_YEARS: RangeInclusive<i32> = 1211..=1479;

/// Eras that begin with a year 1: what their last characters are, and the year before.
const ERAS: &[(&str, i32)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("民國", 1911),
    ("民国", 1911),
];

/// A number of four digits as a year, in a language of Thailand's count or another.
pub(super) fn year(token: &Token<'_>, is_thai: bool) -> Option<i32> {
    let year = token.number(4..5)?;
    if is_thai && BUDDHIST_YEARS.contains(&year) {
        return Some(year - BUDDHIST_AHEAD);
    }
    YEARS.contains(&year).then_some(year)
}

/// A number of four digits as a year of the Persian calendar.
pub(super) fn persian_year(token: &Token<'_>) -> Option<i32> {
    token
        .number(4..5)
        .filter(|year| PERSIAN_YEARS.contains(year))
}

/// The year before the first of the era that tokens end with, and how many tokens that takes.
pub(super) fn era(tokens: &[Token<'_>]) -> Option<(i32, usize)> {
    let words = |count: usize| {
        let last = tokens
            .len()
            .checked_sub(count)
            .map(|start| &tokens[start..])?;
        let words = last.iter().map(|token| match token.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        });
        words.collect::<Option<String>>()
    };
    let name = words(2)?;
    let (_, before) = ERAS.iter().find(|(era, _)| *era == name)?;
    let is_whole = words(4).is_some_and(|name| matches!(name.as_str(), "中華民國" | "中华民国"));
    Some((*before, if is_whole { 4 } else { 2 }))
}

/// A day of the Persian calendar, whose year begins about 21 March.
pub(super) fn persian_day(year: i32, month: u8, day: u8) -> Option<Date> {
    let most = match month {
        1..=6 => 31,
        7..=12 => 30,
        _ => return None,
    };
    if !(1..=most).contains(&day) || !PERSIAN_YEARS.contains(&year) {
        return None;
    }
    let months = i64::from(month - 1);
    let before = months * 30 + months.min(6) + i64::from(day) - 1;
    let date = later(new_year(year)?, before)?;
    let is_of_year = date.minutes().start < new_year(year + 1)?.minutes().start;
    is_of_year.then_some(date)
}

/// The first day of a Persian year: eight of 33 years, from 1210 on, have a day more.
fn new_year(year: i32) -> Option<Date> {
    let gregorian = year + 621;
    let since = year - 1210;
    let leap_days = 294 + since / 33 * 8 + (since % 33 + 3) / 4;
    let gregorian_leap_days = gregorian / 4 - (gregorian / 100 + 1) * 3 / 4 - 150;
    let march = 20 + leap_days - gregorian_leap_days;
    Date::of_day(gregorian, 3, u8::try_from(march).ok()?)
}

fn later(day: Date, days: i64) -> Option<Date> {
    let date = Date::of_minutes(day.minutes().start + days * 24 * 60)?;
    Date::of_day(date.year(), date.month()?, date.day()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persian_days_are_those_of_the_calendar() {
        for (year, month, day, expected) in [
            (1403, 3, 30, "2024-06-19"),
            (1403, 1, 1, "2024-03-20"),
            (1403, 12, 30, "2025-03-20"),
            (1404, 1, 1, "2025-03-21"),
            (1357, 11, 22, "1979-02-11"),
            (1300, 1, 1, "1921-03-21"),
            (1399, 10, 10, "2020-12-30"),
        ] {
            let date = persian_day(year, month, day).map(|date| date.to_string());
            assert_eq!(date.as_deref(), Some(expected), "{year} {month} {day}");
        }
        // 1404 is no leap year
        assert_eq!(persian_day(1404, 12, 30), None);
        assert_eq!(persian_day(1404, 7, 31), None);
    }
}
