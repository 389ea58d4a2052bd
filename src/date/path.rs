//! Which date has the name of a file, or the path to it? Only one that is certain: whole numbers that the calendar has, or
//! folders that are a year, a month and a day.

use std::ops::RangeInclusive;

use super::dateline::Hint;
use super::months::Dates;
use super::tokens::tokens;
use crate::article::{Date, Origin, Precision, Told};
use crate::language::Language;

/// Years of files: other numbers are no years.
const YEARS: RangeInclusive<i32> = 1900..=2099;

/// What a path tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PathDate {
    /// The date that it has.
    pub(crate) date: Option<Told<Date>>,
    /// The year that a folder is called by.
    year: Option<i32>,
}

impl PathDate {
    /// What it tells of a date that something else has, if it has none itself.
    pub(crate) fn hint(self) -> Hint {
        Hint {
            year: self.year,
            month: None,
        }
    }
}

/// What the path of a file, or of an article's address, tells. The name of the file is asked first, then the folders.
pub(crate) fn of_path(path: &str) -> PathDate {
    // the id of a record is a number that says nothing, that of an entry is a path
    let path = match path.rsplit_once('#') {
        Some((file, id)) if !id.contains(['.', '/']) => file,
        _ => path,
    };
    let parts: Vec<&str> = path.split(['/', '\\', '#']).collect();
    let Some((name, folders)) = parts.split_last() else {
        return PathDate::default();
    };
    let of_folders = of_folders(folders, name);
    let year = folders.iter().rev().find_map(|folder| year(folder));
    let in_folders = || folders.iter().rev().find_map(|folder| of_name(folder));
    let told = of_name(name).map(|date| Told::of(date, Origin::FileName));
    let told = match told {
        Some(told) if told.value.precision() >= Precision::Day => Some(told),
        // the name may be a month of which a folder says the day, never the other way round
        less => {
            let date = of_folders.or_else(in_folders);
            let date = date.map(|date| Told::of(date, Origin::Path));
            date.filter(|date| date.value.precision() >= Precision::Day)
                .or(less)
                .or(date)
        }
    };
    PathDate { date: told, year }
}

/// The number that a name is as a whole, of so many digits.
fn whole(name: &str, digits: RangeInclusive<usize>) -> Option<i32> {
    let is_number = digits.contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| name.parse().ok())?
}

fn year(folder: &str) -> Option<i32> {
    let number = folder.split(['-', '_', '.']).next().unwrap_or_default();
    let rest = &folder[number.len()..];
    let is_month = rest.is_empty() || whole(&rest[1..], 2..=2).is_some();
    whole(number, 4..=4).filter(|year| YEARS.contains(year) && is_month)
}

/// The month that a folder is called by: `06`, `6`, `jun`, `2024-06`.
fn month(folder: &str) -> Option<u8> {
    let number = whole(folder, 1..=2).and_then(|number| u8::try_from(number).ok());
    number.or_else(|| {
        let is_word = folder.len() >= 3 && folder.bytes().all(|byte| byte.is_ascii_alphabetic());
        let english = Dates::of(Language::from_code("en"));
        let (month, _) = is_word.then(|| english.month(&tokens(folder), false))??;
        Some(month.number)
    })
}

/// The date of folders that follow one another: `2024/06/19`, `2024/06`.
fn of_folders(folders: &[&str], name: &str) -> Option<Date> {
    let stem = name.split('.').next().unwrap_or_default();
    let mut parts = folders.to_vec();
    // the file itself may be the day, but not the month: a number alone is often no more than that
    parts.push(stem);
    let at = parts
        .iter()
        .position(|part| whole(part, 4..=4).is_some_and(|year| YEARS.contains(&year)))?;
    let year = whole(parts[at], 4..=4)?;
    let month_at = at + 1;
    if month_at >= folders.len() {
        return None;
    }
    let month = month(parts[month_at])?;
    let day = parts.get(at + 2).and_then(|day| whole(day, 1..=2));
    match day.and_then(|day| u8::try_from(day).ok()) {
        Some(day) => Date::of_day(year, month, day).or_else(|| Date::of_month(year, month)),
        None => Date::of_month(year, month),
    }
}

/// The date that stands in a name; none if two different ones do.
fn of_name(name: &str) -> Option<Date> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, byte) in name.bytes().enumerate().chain([(name.len(), b' ')]) {
        match (start, byte.is_ascii_digit()) {
            (None, true) => start = Some(at),
            (Some(first), false) => {
                runs.push(first..at);
                start = None;
            }
            _ => {}
        }
    }
    let number = |run: usize| name.get(runs.get(run)?.clone());
    // the mark between two numbers, if one is all that there is
    let mark = |run: usize| {
        let (one, other) = (runs.get(run)?, runs.get(run + 1)?);
        let between = &name.as_bytes()[one.end..other.start];
        match between {
            [mark @ (b'-' | b'_' | b'.' | b' ')] => Some(*mark),
            _ => None,
        }
    };
    let is_letter = |at: Option<usize>| {
        let byte = at.and_then(|at| name.as_bytes().get(at));
        byte.is_some_and(u8::is_ascii_alphanumeric)
    };
    let stands_alone = |first: usize, last: usize| {
        let end = runs[last].end;
        let before = runs[first].start.checked_sub(1);
        // a time follows a T
        let is_time = matches!(name.as_bytes().get(end), Some(b'T' | b't'))
            && name.as_bytes().get(end + 1).is_some_and(u8::is_ascii_digit);
        !is_letter(before) && (is_time || !is_letter(Some(end)))
    };
    let follows_number = |run: usize| {
        let before = run.checked_sub(1).and_then(mark);
        before.is_some_and(|mark| matches!(mark, b'-' | b'.'))
    };
    let mut found: Option<Date> = None;
    let mut run = 0;
    while run < runs.len() {
        let (mut date, mut next) = (None, run + 1);
        let digits = number(run).unwrap_or_default();
        if let (Some(one), Some(other)) = (mark(run), mark(run + 1))
            && one == other
            && !follows_number(run)
            && stands_alone(run, run + 2)
            && !(one == b'.' && mark(run + 2) == Some(b'.'))
        {
            let (second, third) = (number(run + 1)?, number(run + 2)?);
            date = match (digits.len(), second.len(), third.len()) {
                (4, 1..=2, 1..=2) => day(digits, second, third),
                (1..=2, 1..=2, 4) => day_first(digits, second, third, one == b'.'),
                _ => None,
            };
            next = if date.is_some() { run + 3 } else { next };
        }
        if date.is_none()
            && matches!(digits.len(), 8 | 12 | 14)
            && stands_alone(run, run)
            && !follows_number(run)
        {
            date = day(&digits[..4], &digits[4..6], &digits[6..8]);
            let is_time = digits.len() == 8 || Date::parse(digits).is_some();
            date = date.filter(|_| is_time);
        }
        if let Some(date) = date {
            if found.is_some_and(|found| found != date) {
                return None;
            }
            found = Some(date);
        }
        run = next;
    }
    found.or_else(|| {
        // `2024-06.jsonl`
        let stem = name.split('.').next().unwrap_or_default();
        let (year, month) = stem.split_once(['-', '_'])?;
        let (year, month) = (whole(year, 4..=4)?, whole(month, 2..=2)?);
        let month = Date::of_month(year, u8::try_from(month).ok()?);
        month.filter(|_| YEARS.contains(&year))
    })
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = Date::of_day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.filter(|date| YEARS.contains(&date.year()))
}

/// `19.06.2024`, `19-06-2024`, where no month is taken for a day.
fn day_first(one: &str, other: &str, year: &str, has_points: bool) -> Option<Date> {
    let date = day(year, other, one);
    let turned = day(year, one, other);
    if has_points {
        date
    } else if date.is_some() && turned.is_some() && date != turned {
        None
    } else {
        date.or(turned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str) -> String {
        let told = of_path(path).date;
        told.map_or_else(String::new, |told| {
            format!("{} {}", told.value, told.origin.code())
        })
    }

    #[test]
    fn a_date_that_is_certain_is_told_by_the_name_or_the_path() {
        for (path, expected) in [
            ("news/2024-06-19-hafen.txt", "2024-06-19 file-name"),
            ("news/hafen-2024-06-19.html", "2024-06-19 file-name"),
            ("news/hafen_2024_06_19.html", "2024-06-19 file-name"),
            ("20240619.txt", "2024-06-19 file-name"),
            ("a/article 20240619 b.txt", "2024-06-19 file-name"),
            ("2024-06-19T08-30-00.json", "2024-06-19 file-name"),
            ("crawl-20240619083000-7.warc.gz", "2024-06-19 file-name"),
            ("19.06.2024.txt", "2024-06-19 file-name"),
            ("bericht-19-06-2024.txt", "2024-06-19 file-name"),
            ("2024/06/19/hafen.txt", "2024-06-19 path"),
            ("x/2024/6/9/hafen.txt", "2024-06-09 path"),
            ("2024/06/19.txt", "2024-06-19 path"),
            (
                "https://example.org/politics/2024/jun/19/hafen",
                "2024-06-19 path",
            ),
            ("2024-06-19/hafen.txt", "2024-06-19 path"),
            ("20240619/a/b.txt", "2024-06-19 path"),
            ("2024/06/hafen.txt", "2024-06 path"),
            ("2024-06.jsonl", "2024-06 file-name"),
            ("2024-06/hafen.txt", "2024-06 path"),
            ("2024-06/2024-06-19.txt", "2024-06-19 file-name"),
            ("2024/06/x/20240619.txt#3", "2024-06-19 file-name"),
            ("2024/06/19/x.mbox#20240711", "2024-06-19 path"),
            ("archive.zip#2024-06-19/a.txt", "2024-06-19 path"),
        ] {
            assert_eq!(shown(path), expected, "{path}");
        }
    }

    #[test]
    fn numbers_that_merely_look_like_dates_tell_none() {
        for path in [
            "world-cup-2022/ar.txt",
            "2022/ar.txt",
            "2022.txt",
            "19991.txt",
            "20241319.txt",
            "20240230.txt",
            "120240619.txt",
            "202406191.txt",
            "2024061908.txt",
            "20249999999999.txt",
            "18500101.txt",
            "isbn-978-2024-06-19.txt",
            "v1.2024.06.19.txt",
            "10.2024.06.19.1.txt",
            "a20240619f.txt",
            "550e8400-e29b-20240619a.txt",
            "2024-06-01_2024-06-30.csv",
            "03-04-2024.txt",
            "2024-13-01.txt",
            "2024-1.txt",
            "24-06-19.txt",
            "page-12/06/19.txt",
            "2024/9.txt",
            "",
            "/",
        ] {
            assert_eq!(shown(path), "", "{path}");
        }
        assert_eq!(of_path("2022/04/x.txt").year, Some(2022));
        assert_eq!(of_path("news/2022/x.txt").year, Some(2022));
        assert_eq!(of_path("world-cup-2022/x.txt").year, None);
    }
}
