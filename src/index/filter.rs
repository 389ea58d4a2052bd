//! What must an article be like, besides what it says?

use std::sync::Arc;

use super::known_texts::KnownTexts;
use crate::article::Date;

/// Minutes of an hour, and of a day.
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// What is known of the articles that are wanted. Of several values of a kind one must be met, and every kind that has any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The first minute since 1970 that a date may mean; a date that may be before and after it is wanted.
    pub since: Option<i64>,
    /// The first minute that is too late.
    pub until: Option<i64>,
    /// Who published them, whatever the case.
    pub sources: Vec<String>,
    /// Who wrote them, whatever the case.
    pub authors: Vec<String>,
    /// What they are filed under, whatever the case.
    pub tags: Vec<String>,
    /// Patterns as those of `.gitignore`, of their files or folders; with a `#`, of their names.
    pub paths: Vec<String>,
    /// What must be known of them; all of it.
    pub has: Vec<Known>,
    /// Texts that are not wanted, since they are known already; none if all may be.
    pub not_of: Option<Arc<KnownTexts>>,
}

/// Something that may be known of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// When it was published.
    Date,
    /// Who published it.
    Source,
    /// Who wrote it.
    Author,
    /// What it is filed under.
    Tag,
}

impl Filter {
    /// Whether every article is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Asks nothing more of the kind of thing that an option is for.
    pub(crate) fn drop_kind(&mut self, option: &str) {
        let nothing = Self::default();
        let kinds = KINDS.iter().filter(|(own, _)| *own == option);
        kinds.for_each(|(_, put)| put(self, &nothing));
    }

    /// What it asks of each kind of thing that may be known, by itself, with the option that it is.
    pub(crate) fn kinds(&self) -> Vec<(&'static str, Self)> {
        let kinds = KINDS.iter().map(|(option, put)| {
            let mut only = Self::default();
            put(&mut only, self);
            (*option, only)
        });
        kinds.filter(|(_, filter)| !filter.is_empty()).collect()
    }
}

/// Has a filter ask of one kind of thing what another asks of it.
type Put = fn(&mut Filter, &Filter);

/// The options that ask of a kind of thing each.
const KINDS: [(&str, Put); 7] = [
    ("--since", |own, other| own.since = other.since),
    ("--until", |own, other| own.until = other.until),
    ("--source", |own, other| {
        own.sources.clone_from(&other.sources);
    }),
    ("--author", |own, other| {
        own.authors.clone_from(&other.authors);
    }),
    ("--tag", |own, other| own.tags.clone_from(&other.tags)),
    ("--path", |own, other| own.paths.clone_from(&other.paths)),
    ("--has", |own, other| own.has.clone_from(&other.has)),
];

/// A stretch of time: a date, as precise as it was told, or a moment some time ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first minute, counted from 1970 on in UTC.
    pub first: i64,
    /// The first minute after it.
    pub after: i64,
}

impl Period {
    /// The period that a text means: a date (`2024-06-19`, `2024-06`, `2024`, `2024-06-19T08:30Z`), or how long before `now`
    /// (minutes since 1970) it was: `12h`, `3d`, `2w`, `6mo`, `1y`. None if it is neither.
    #[must_use]
    pub fn parse(text: &str, now: i64) -> Option<Self> {
        let text = text.trim();
        if let Some(first) = ago(text, now) {
            return Some(Self {
                first,
                after: first + 1,
            });
        }
        // a number of so many digits is seconds since 1970 to programs, and a slip of people
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let date = Date::parse(text).filter(|_| digits == 4 || (digits == 8 && text.len() >= 8))?;
        let minutes = date.minutes();
        Some(Self {
            first: minutes.start,
            after: minutes.end,
        })
    }
}

/// The minute that was so long ago.
fn ago(text: &str, now: i64) -> Option<i64> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(unit_at);
    let number: i64 = number.parse().ok().filter(|number| *number <= 1_000_000)?;
    let minutes = match unit.trim_start().to_ascii_lowercase().as_str() {
        "h" | "hour" | "hours" => number * HOUR,
        "d" | "day" | "days" => number * DAY,
        "w" | "week" | "weeks" => number * 7 * DAY,
        "mo" | "month" | "months" => return months_before(now, number),
        "y" | "year" | "years" => return months_before(now, number * 12),
        _ => return None,
    };
    Some(now - minutes)
}

/// The same minute of the same day so many months before, or of the last day of that month.
fn months_before(now: i64, months: i64) -> Option<i64> {
    let date = Date::of_minutes(now)?;
    let (month, day) = (i64::from(date.month()?), date.day()?);
    let month = i64::from(date.year()) * 12 + month - 1 - months;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let year = i32::try_from(year).ok()?;
    let days = (1..=day).rev();
    let mut days = days.filter_map(|day| Date::of_day(year, month as u8, day));
    let then = days.next()?.at(date.minute()?, Some(0))?;
    Some(then.minutes().start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(text: &str) -> i64 {
        Date::parse(text).expect(text).minutes().start
    }

    #[test]
    fn a_period_is_a_date_or_a_time_ago() {
        let now = minute("2024-03-31T12:30Z");
        for (text, first, after) in [
            ("2024", "2024-01-01", "2025-01-01"),
            ("2023-12", "2023-12-01", "2024-01-01"),
            ("2024-02-29", "2024-02-29", "2024-03-01"),
            ("20240229", "2024-02-29", "2024-03-01"),
            (
                "2024-02-29T10:00Z",
                "2024-02-29T10:00Z",
                "2024-02-29T10:01Z",
            ),
            ("12h", "2024-03-31T00:30Z", "2024-03-31T00:31Z"),
            ("3d", "2024-03-28T12:30Z", "2024-03-28T12:31Z"),
            ("2w", "2024-03-17T12:30Z", "2024-03-17T12:31Z"),
            ("1mo", "2024-02-29T12:30Z", "2024-02-29T12:31Z"),
            ("6MO", "2023-09-30T12:30Z", "2023-09-30T12:31Z"),
            ("1 year", "2023-03-31T12:30Z", "2023-03-31T12:31Z"),
        ] {
            let (first, after) = (minute(first), minute(after));
            assert_eq!(
                Period::parse(text, now),
                Some(Period { first, after }),
                "{text}"
            );
        }
        for text in [
            "",
            "w",
            "2",
            "2m",
            "yesterday",
            "2024-13",
            "-3d",
            "3000y",
            "99999999999999999999d",
            "1718785800",
        ] {
            assert_eq!(Period::parse(text, now), None, "{text}");
        }
    }
}
