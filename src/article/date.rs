//! When was an article published? As precisely as it was told: a year, a month, a day, or a minute of it.

use std::ops::Range;

use serde::{Serialize, Serializer};

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// The farthest that a zone is from UTC, in minutes: more than any was.
const FARTHEST_ZONE: i16 = 18 * 60;

/// A date of the Gregorian calendar, from the year 1 to 9999, as precise as it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    year: i32,
    /// From 1; none if only the year was told.
    month: Option<u8>,
    /// From 1; none if no day was told.
    day: Option<u8>,
    /// Of the day, from 0; none if no time was told.
    minute: Option<u16>,
    /// Minutes east of UTC; none if no zone was told.
    zone_minutes: Option<i16>,
}

/// How precise a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// A year.
    Year,
    /// A month of a year.
    Month,
    /// A day.
    Day,
    /// A minute of a day.
    Minute,
}

impl Date {
    /// A year.
    #[must_use]
    pub fn of_year(year: i32) -> Option<Self> {
        (1..=9999).contains(&year).then_some(Self {
            year,
            month: None,
            day: None,
            minute: None,
            zone_minutes: None,
        })
    }

    /// A month, from 1, of a year.
    #[must_use]
    pub fn of_month(year: i32, month: u8) -> Option<Self> {
        let of_year = Self::of_year(year)?;
        (1..=12).contains(&month).then_some(Self {
            month: Some(month),
            ..of_year
        })
    }

    /// A day, from 1, of a month; none if the month has no such day.
    #[must_use]
    pub fn of_day(year: i32, month: u8, day: u8) -> Option<Self> {
        let of_month = Self::of_month(year, month)?;
        (1..=days_of_month(year, month))
            .contains(&day)
            .then_some(Self {
                day: Some(day),
                ..of_month
            })
    }

    /// A minute of the day that this is, from 0, in a zone that is so many minutes east of UTC, if one was told.
    #[must_use]
    pub fn at(self, minute: u16, zone_minutes: Option<i16>) -> Option<Self> {
        let is_zone = |zone: i16| (-FARTHEST_ZONE..=FARTHEST_ZONE).contains(&zone);
        let is_told = self.day.is_some() && i64::from(minute) < DAY;
        (is_told && zone_minutes.is_none_or(is_zone)).then_some(Self {
            minute: Some(minute),
            zone_minutes,
            ..self
        })
    }

    /// The minute in UTC that began so many minutes after 1970 did.
    #[must_use]
    pub fn of_minutes(minutes: i64) -> Option<Self> {
        let day = of_days(minutes.div_euclid(DAY))?;
        day.at(minutes.rem_euclid(DAY) as u16, Some(0))
    }

    /// The day after the day that this is; none if it is no day.
    #[must_use]
    pub fn next_day(self) -> Option<Self> {
        let next = of_days(days(self.year, self.month?, self.day?) + 1)?;
        match self.minute {
            Some(minute) => next.at(minute, self.zone_minutes),
            None => Some(next),
        }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1, if it was told.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, from 1, if it was told.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The minute of the day, from 0, if a time was told.
    #[must_use]
    pub fn minute(self) -> Option<u16> {
        self.minute
    }

    /// The zone of the time in minutes east of UTC, if it was told.
    #[must_use]
    pub fn zone_minutes(self) -> Option<i16> {
        self.zone_minutes
    }

    /// How precise it is.
    #[must_use]
    pub fn precision(self) -> Precision {
        match self {
            Self { month: None, .. } => Precision::Year,
            Self { day: None, .. } => Precision::Month,
            Self { minute: None, .. } => Precision::Day,
            _ => Precision::Minute,
        }
    }

    /// The minutes that it may mean, counted from 1970 on in UTC; what was told without a zone is taken as told in UTC.
    #[must_use]
    pub fn minutes(self) -> Range<i64> {
        let first = self.local_minutes() - i64::from(self.zone_minutes.unwrap_or(0));
        let day = |year: i32, month: u8| days(year, month, 1) * DAY;
        let after = match (self.month, self.day, self.minute) {
            (None, ..) | (Some(12), None, _) => day(self.year + 1, 1),
            (Some(month), None, _) => day(self.year, month + 1),
            (_, Some(_), None) => first + DAY,
            (_, Some(_), Some(_)) => first + 1,
        };
        first..after
    }

    /// The first minute that it may mean, counted from 1970 on in its own zone.
    fn local_minutes(self) -> i64 {
        let day = days(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        day * DAY + i64::from(self.minute.unwrap_or(0))
    }
}

/// Whether a year has a 29 February.
fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_month(year: i32, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days of the years before this one, since the year 1.
fn days_before(year: i32) -> i64 {
    let past = i64::from(year) - 1;
    past * 365 + past / 4 - past / 100 + past / 400
}

/// Days since 1970.
fn days(year: i32, month: u8, day: u8) -> i64 {
    let months = (1..month).map(|month| i64::from(days_of_month(year, month)));
    days_before(year) - days_before(1970) + months.sum::<i64>() + i64::from(day) - 1
}

/// The day that is so many days after the first of 1970.
fn of_days(since: i64) -> Option<Date> {
    let since_first = since.checked_add(days_before(1970))?;
    // 400 years have 146,097 days; too late by no more than two
    let guess = since_first.checked_mul(400)?.div_euclid(146_097) + 2;
    let mut year = i32::try_from(guess).ok()?;
    while days_before(year) > since_first {
        year -= 1;
    }
    of_day_of_year(year, since_first - days_before(year) + 1)
}

/// The day of a year that so many days of it end with, from 1.
pub(super) fn of_day_of_year(year: i32, ordinal: i64) -> Option<Date> {
    let mut rest = ordinal;
    for month in 1..=12 {
        let in_month = i64::from(days_of_month(year, month));
        if rest <= in_month {
            return Date::of_day(year, month, u8::try_from(rest).ok()?);
        }
        rest -= in_month;
    }
    None
}

/// The day of an ISO week: Monday is 1, and the first week of a year is the one that has 4 January.
pub(super) fn of_week(year: i32, week: u8, weekday: u8) -> Option<Date> {
    Date::of_year(year)?;
    // 1 January 1970 was a Thursday
    let monday_of = |day: i64| day - (day + 3).rem_euclid(7);
    let first = monday_of(days(year, 1, 4));
    let after = monday_of(days(year + 1, 1, 4));
    let day = first + (i64::from(week) - 1) * 7 + i64::from(weekday) - 1;
    let is_of_year = (1..=7).contains(&weekday) && (first..after).contains(&day);
    of_days(day).filter(|_| is_of_year)
}

impl std::fmt::Display for Date {
    /// As ISO 8601 has it, to its precision.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(formatter, "-{part:02}")?;
        }
        if let Some(minute) = self.minute {
            write!(formatter, "T{:02}:{:02}", minute / 60, minute % 60)?;
        }
        match self.zone_minutes {
            None => Ok(()),
            Some(0) => formatter.write_str("Z"),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                let (hours, minutes) = (zone.abs() / 60, zone.abs() % 60);
                write!(formatter, "{sign}{hours:02}:{minutes:02}")
            }
        }
    }
}

/// What tells a date of its first minute, as it is stored: its precision, and its zone if it was told.
const OF_YEAR: u16 = 0;
const OF_MONTH: u16 = 1;
const OF_DAY: u16 = 2;
const WITHOUT_ZONE: u16 = 3;
/// The zone that is farthest west; those east of it follow.
const FARTHEST_WEST: u16 = 4;

impl Date {
    /// Its first minute in its own zone, and what tells it of others that begin so.
    fn stored(self) -> (i64, u16) {
        let kind = match (self.precision(), self.zone_minutes) {
            (Precision::Year, _) => OF_YEAR,
            (Precision::Month, _) => OF_MONTH,
            (Precision::Day, _) => OF_DAY,
            (Precision::Minute, None) => WITHOUT_ZONE,
            (Precision::Minute, Some(zone)) => FARTHEST_WEST + (zone + FARTHEST_ZONE) as u16,
        };
        (self.local_minutes(), kind)
    }

    /// The date that [`stored`](Self::stored) tells so.
    pub(super) fn of_stored(minutes: i64, kind: u16) -> Option<Self> {
        let day = of_days(minutes.div_euclid(DAY))?;
        let minute = minutes.rem_euclid(DAY) as u16;
        let date = match kind {
            OF_YEAR => Self::of_year(day.year),
            OF_MONTH => Self::of_month(day.year, day.month?),
            OF_DAY => Some(day),
            WITHOUT_ZONE => day.at(minute, None),
            _ => {
                let zone = i16::try_from(kind - FARTHEST_WEST).ok()?;
                day.at(minute, Some(zone - FARTHEST_ZONE))
            }
        };
        date.filter(|date| date.stored() == (minutes, kind))
    }
}

impl Serialize for Date {
    /// As a text where people read it, else in few bytes.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.stored().serialize(serializer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_follows_the_one_before() {
        for (first, last, days) in [(1, 5, 1826), (1599, 2001, 147_193), (9990, 9999, 3652)] {
            let mut date = Date::of_day(first, 1, 1).expect("a day");
            let mut start = date.minutes().start;
            let mut count = 1;
            while let Some(next) = date.next_day().filter(|next| next.year <= last) {
                assert_eq!(date.minutes(), start..next.minutes().start, "{date}");
                assert_eq!(of_days(start.div_euclid(DAY)), Some(date));
                (start, date, count) = (next.minutes().start, next, count + 1);
            }
            assert_eq!(date, Date::of_day(last, 12, 31).expect("a day"));
            assert_eq!(count, days);
        }
        let epoch = Date::of_day(1970, 1, 1).expect("a day");
        assert_eq!(epoch.minutes(), 0..1440);
    }

    #[test]
    fn only_what_the_calendar_has_is_a_date() {
        for (year, month, day) in [
            (2023, 2, 29),
            (1900, 2, 29),
            (2024, 4, 31),
            (2024, 0, 1),
            (2024, 13, 1),
            (2024, 1, 0),
            (0, 1, 1),
            (10_000, 1, 1),
        ] {
            assert_eq!(Date::of_day(year, month, day), None, "{year} {month} {day}");
        }
        assert!(Date::of_day(2000, 2, 29).is_some());
        let day = Date::of_day(2024, 6, 19).expect("a day");
        assert_eq!(day.at(1440, None), None);
        assert_eq!(day.at(0, Some(1081)), None);
        let year = Date::of_year(2024).expect("a year");
        assert_eq!(year.at(0, None), None);
    }

    #[test]
    fn a_date_covers_what_its_precision_leaves_open() {
        let minutes = |date: Option<Date>| date.expect("a date").minutes();
        let length = |date: Option<Date>| minutes(date).end - minutes(date).start;
        assert_eq!(length(Date::of_year(2024)), 366 * DAY);
        assert_eq!(length(Date::of_month(2023, 2)), 28 * DAY);
        assert_eq!(length(Date::of_month(2023, 12)), 31 * DAY);
        assert_eq!(length(Date::of_day(2023, 12, 31)), DAY);
        let noon = Date::of_day(2024, 6, 19).and_then(|day| day.at(720, Some(120)));
        assert_eq!(length(noon), 1);
        let utc = Date::of_day(2024, 6, 19).and_then(|day| day.at(600, Some(0)));
        assert_eq!(minutes(noon), minutes(utc));
        assert_eq!(Date::of_minutes(minutes(noon).start), utc);
    }

    #[test]
    fn weeks_begin_on_monday() {
        for (year, week, weekday, expected) in [
            (2024, 1, 1, "2024-01-01"),
            (2026, 53, 7, "2027-01-03"),
            (2020, 53, 5, "2021-01-01"),
            (2008, 39, 6, "2008-09-27"),
        ] {
            let day = of_week(year, week, weekday).map(|date| date.to_string());
            assert_eq!(day.as_deref(), Some(expected));
        }
        assert_eq!(of_week(2024, 53, 1), None);
        assert_eq!(of_week(2024, 0, 1), None);
        assert_eq!(of_week(2024, 1, 8), None);
    }
}
