//! Where are dates in a text, as people write them? With the month in words, in numbers, or with the signs of Chinese,
//! Japanese and Korean.

use std::ops::Range;

use super::calendar::{era, persian_day, persian_year, year};
use super::months::{Dates, Month, Order};
use super::tokens::{Kind, Token};
use crate::article::Date;
use crate::language::Language;

/// Letters that may be written together with the number of a day or a year: `19th`, `1er`, `19-го`, `2024-ben`.
const MAX_SUFFIX: usize = 3;

/// Tokens from the first of a month in words to the number behind it.
const NEAR: usize = 8;

/// A date in a text, which may leave open what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Its year, if it has one.
    pub(super) year: Option<i32>,
    /// Its month and its day, if it has one, in a year of the Gregorian calendar.
    pub(super) month: u8,
    pub(super) day: Option<u8>,
}

impl Found {
    /// The date, where its year is known or it says it.
    pub(super) fn date(&self, known_year: Option<i32>) -> Option<Date> {
        let year = self.year.or(known_year)?;
        match self.day {
            Some(day) => Date::of_day(year, self.month, day),
            None => Date::of_month(year, self.month),
        }
    }
}

/// What is known of who wrote a date.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Locale<'r> {
    /// The language that it is written in, if that is known.
    pub(crate) language: Option<Language>,
    /// The code of the region that it is from, as ISO 3166 has it, if that is known.
    pub(crate) region: Option<&'r str>,
    /// Whether a date in doubt is taken for what it may be, so that it can be seen whether the language is needed.
    pub(super) is_tentative: bool,
}

impl<'r> Locale<'r> {
    /// The language that a date is written in and the region that it is from, as far as they are known.
    pub(crate) fn of(language: Option<Language>, region: Option<&'r str>) -> Self {
        Self {
            language,
            region,
            is_tentative: false,
        }
    }
}

/// What reads dates in tokens.
struct Reader<'t> {
    tokens: &'t [Token<'t>],
    dates: &'static Dates,
    region: Option<&'t str>,
    is_thai: bool,
    is_persian: bool,
    is_tentative: bool,
}

/// The dates in tokens, in order.
pub(super) fn found(tokens: &[Token<'_>], locale: Locale<'_>) -> Vec<Found> {
    let is_tentative = locale.is_tentative;
    let is = |code: &str| {
        locale
            .language
            .is_some_and(|language| language.code() == code)
    };
    let reader = Reader {
        tokens,
        dates: Dates::of(locale.language),
        region: locale.region,
        is_thai: is_tentative || is("th"),
        is_persian: is_tentative || is("fa"),
        is_tentative,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let one = reader.numbers(at);
        let one = one.or_else(|| reader.signs(at));
        match one.or_else(|| reader.words(at)) {
            Some(one) => {
                at = one.tokens.end.max(at + 1);
                found.push(one);
            }
            None => at += 1,
        }
    }
    found
}

impl<'t> Reader<'t> {
    fn token(&self, at: usize) -> Option<&'t Token<'t>> {
        self.tokens.get(at)
    }

    /// Whether a token follows the one before it without a space.
    fn is_joined(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.token(before));
        before
            .zip(self.token(at))
            .is_some_and(|(one, other)| one.bytes.end == other.bytes.start)
    }

    /// The token behind a number, past the letters and marks of an ordinal.
    fn after_number(&self, number: usize) -> usize {
        let mut at = number + 1;
        let is_dash = |at: usize| {
            let is_mark = self
                .token(at)
                .is_some_and(|token| token.is_mark("-\u{2010}\u{2011}’'"));
            is_mark && self.is_joined(at)
        };
        let mut suffix = at;
        if is_dash(suffix) {
            suffix += 1;
        }
        if let Some(Token {
            kind: Kind::Word(word),
            ..
        }) = self.token(suffix)
        {
            let is_short = word.chars().count() <= MAX_SUFFIX;
            let is_month = self.dates.month(&self.tokens[suffix..], true).is_some();
            if is_short && self.is_joined(suffix) && !is_month {
                at = suffix + 1;
            }
        }
        self.after_marks(at, ".º°ª")
    }

    fn after_marks(&self, mut at: usize, marks: &str) -> usize {
        while self.token(at).is_some_and(|token| token.is_mark(marks)) {
            at += 1;
        }
        at
    }

    /// The token behind what may stand between two parts of a date.
    fn after_between(&self, at: usize) -> usize {
        let mut at = self.after_marks(at, ",،、.-‐/’'");
        // `de`, `d. 19.`, `m.`
        for _ in 0..2 {
            let Some(Token {
                kind: Kind::Word(word),
                ..
            }) = self.token(at)
            else {
                break;
            };
            // `พ.ศ.` is two words
            let pair = match (self.token(at + 1), self.token(at + 2)) {
                (
                    Some(point),
                    Some(Token {
                        kind: Kind::Word(next),
                        ..
                    }),
                ) if point.is_mark(".") => Some(format!("{word}.{next}")),
                _ => None,
            };
            if pair.is_some_and(|pair| self.dates.is_within(&pair)) {
                at += 3;
            } else if self.dates.is_within(word) {
                at += 1;
            } else {
                break;
            }
            at = self.after_marks(at, ".,،’'");
        }
        at
    }

    /// A number of one or two digits that a day may have.
    fn day(&self, at: usize) -> Option<u8> {
        let day = self.token(at)?.number(1..3)?;
        (1..=31).contains(&day).then_some(day as u8)
    }

    fn year_at(&self, at: usize, is_persian: bool) -> Option<i32> {
        let token = self.token(at)?;
        if is_persian {
            persian_year(token)
        } else {
            year(token, self.is_thai)
        }
    }

    /// Whether a number is a part of something else: of a longer number, a version, a name.
    fn is_part(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.is_joined(at)) else {
            return false;
        };
        match self.tokens[before].kind {
            Kind::Word(word) => word.is_ascii(),
            Kind::Mark('.' | '/' | '-' | ':' | ',') => {
                before > 0
                    && self.is_joined(before)
                    && matches!(self.tokens[before - 1].kind, Kind::Number { .. })
            }
            _ => false,
        }
    }

    /// The month at a token, and the token behind it, past another name for it: `آذار/مارس`.
    fn month(&self, at: usize) -> Option<(Month, usize)> {
        let (month, length) = self
            .dates
            .month(self.tokens.get(at..)?, self.is_tentative)?;
        let mut end = self.after_marks(at + length, ".॰");
        if self.token(end).is_some_and(|token| token.is_mark("/("))
            && let Some((other, length)) =
                self.dates.month(&self.tokens[end + 1..], self.is_tentative)
            && other == month
        {
            end = self.after_marks(end + 1 + length, ".॰)");
        }
        Some((month, end))
    }

    /// A date with the month in words.
    fn words(&self, at: usize) -> Option<Found> {
        if self.is_part(at) {
            return None;
        }
        if self.day(at).is_some() {
            return self.day_first(at);
        }
        if let Some(year) = self.year_at(at, false) {
            return self.year_first(at, year, false);
        }
        if let Some(year) = self.year_at(at, true) {
            return self.year_first(at, year, true);
        }
        self.month_first(at)
    }

    /// `19. Juni 2024`, `19 de junio`
    fn day_first(&self, at: usize) -> Option<Found> {
        let is_order = |order| self.dates.has_order(order);
        if !is_order(Order::DayMonthYear) && !is_order(Order::YearDayMonth) {
            return None;
        }
        let day = self.day(at)?;
        let (month, end) = self.month(self.after_between(self.after_number(at)))?;
        let behind = self.after_between(end);
        let year = self.year_at(behind, month.is_persian);
        let is_number = self
            .token(behind)
            .is_some_and(|token| token.number(3..usize::MAX).is_some());
        if year.is_none() && is_number {
            return None;
        }
        let end = year.map_or(end, |_| behind + 1);
        of(at..end, year, month, Some(day))
    }

    /// `June 19, 2024`, `June 2024`
    fn month_first(&self, at: usize) -> Option<Found> {
        // most words are far from a number: they need not be looked up
        let mut near = self.tokens[at..].iter().take(NEAR);
        if !near.any(|token| matches!(token.kind, Kind::Number { .. })) {
            return None;
        }
        let (month, end) = self.month(at)?;
        let behind = self.after_between(end);
        if let Some(year) = self.year_at(behind, month.is_persian) {
            // a day that the month has not
            let has_number = self.tokens[..at]
                .iter()
                .rev()
                .find(|token| !token.is_mark("."));
            if has_number.is_some_and(|token| token.number(1..3).is_some()) {
                return None;
            }
            return of(at..behind + 1, Some(year), month, None);
        }
        let is_order = |order| self.dates.has_order(order);
        if !is_order(Order::MonthDayYear) && !is_order(Order::YearMonthDay) {
            return None;
        }
        let day = self.day(end)?;
        let after_day = self.after_number(end);
        let behind = self.after_between(after_day);
        let year = self.year_at(behind, month.is_persian);
        let end = year.map_or(end + 1, |_| behind + 1);
        of(at..end, year, month, Some(day))
    }

    /// `2024. június 19.`, `2024. gada 19. jūnijs`
    fn year_first(&self, at: usize, year: i32, is_persian: bool) -> Option<Found> {
        let behind = self.after_between(self.after_number(at));
        if self.dates.has_order(Order::YearDayMonth)
            && let Some(day) = self.day(behind)
        {
            let (month, end) = self.month(self.after_between(self.after_number(behind)))?;
            return of(at..end, Some(year), month, Some(day));
        }
        if !self.dates.has_order(Order::YearMonthDay) {
            return None;
        }
        let (month, end) = self.month(behind)?;
        if month.is_persian != is_persian {
            return None;
        }
        let behind = self.after_between(end);
        match self.day(behind) {
            Some(day) => of(at..behind + 1, Some(year), month, Some(day)),
            None => of(at..end, Some(year), month, None),
        }
    }

    /// A date with all its parts in numbers.
    fn numbers(&self, at: usize) -> Option<Found> {
        if self.is_part(at) {
            return None;
        }
        let Kind::Mark(mark @ ('.' | '/' | '-' | '\u{2010}' | '\u{2011}' | '／')) =
            self.token(at + 1)?.kind
        else {
            return None;
        };
        let is_mark = |at: usize| {
            self.token(at)
                .is_some_and(|token| token.kind == Kind::Mark(mark))
        };
        let number = |at: usize| self.token(at)?.number(1..5);
        let parts = [number(at)?, number(at + 2)?, number(at + 4)?];
        if !is_mark(at + 3) {
            return None;
        }
        // behind a point there may be a space, and behind the year another point
        let is_loose = |at: usize| !self.is_joined(at) && mark != '.';
        if is_loose(at + 1) || is_loose(at + 2) || is_loose(at + 3) || is_loose(at + 4) {
            return None;
        }
        let goes_on = is_mark(at + 5)
            && self.is_joined(at + 5)
            && self.is_joined(at + 6)
            && matches!(
                self.token(at + 6),
                Some(Token {
                    kind: Kind::Number { .. },
                    ..
                })
            );
        let joins_letters = self.is_joined(at + 5)
            && matches!(self.token(at + 5), Some(Token { kind: Kind::Word(word), .. }) if word.is_ascii() && !matches!(*word, "T" | "г"));
        if goes_on || joins_letters {
            return None;
        }
        let tokens = at..at + 5;
        let is_short = |part: usize| {
            let token = self.token(at + 2 * part);
            token.is_some_and(|token| token.number(1..3).is_some())
        };
        let part = |part: usize| u8::try_from(parts[part]).ok();
        if is_short(1) && is_short(2) && !is_short(0) {
            if self.is_persian
                && let Some(year) = persian_year(self.token(at)?)
            {
                return persian(tokens, Some(year), part(1)?, part(2));
            }
            let year = year(self.token(at)?, self.is_thai)?;
            return gregorian(tokens, Some(year), part(1)?, part(2));
        }
        if !is_short(0) || !is_short(1) {
            return None;
        }
        let (one, other) = (part(0)?, part(1)?);
        if self.is_persian
            && let Some(year) = persian_year(self.token(at + 4)?)
        {
            return persian(tokens, Some(year), other, Some(one));
        }
        let year = year(self.token(at + 4)?, self.is_thai)?;
        let order = if mark == '.' || one == other || one > 12 {
            Some(Order::DayMonthYear)
        } else if other > 12 {
            Some(Order::MonthDayYear)
        } else {
            let tentative = self.is_tentative.then_some(Order::DayMonthYear);
            self.dates.numeric(self.region).or(tentative)
        };
        match order? {
            Order::DayMonthYear => gregorian(tokens, Some(year), other, Some(one)),
            Order::MonthDayYear => gregorian(tokens, Some(year), one, Some(other)),
            Order::YearMonthDay | Order::YearDayMonth => None,
        }
    }

    /// A date with signs: `2024年6月19日`, `令和6年6月19日`, `2024년 6월 19일`, `6月19日`
    fn signs(&self, at: usize) -> Option<Found> {
        let sign = |at: usize, signs: &[char]| match self.token(at)?.kind {
            Kind::Word(word) => word.starts_with(signs).then_some(()),
            _ => None,
        };
        let number = self.token(at)?.number(1..5)?;
        let (mut start, mut month_at, mut year) = (at, at, None);
        if sign(at + 1, &['年', '년']).is_some() {
            year = match era(&self.tokens[..at]) {
                Some((before, length)) => {
                    start = at - length;
                    Some(before + number)
                }
                None => Some(calendar_year(self.token(at)?)?),
            };
            month_at = at + 2;
        }
        let month = self.token(month_at)?.number(1..3)?;
        sign(month_at + 1, &['月', '월'])?;
        let day = self
            .token(month_at + 2)
            .and_then(|token| token.number(1..3));
        let day = day.filter(|_| sign(month_at + 3, &['日', '日', '일', '号', '號']).is_some());
        let end = month_at + if day.is_some() { 4 } else { 2 };
        if year.is_none() && day.is_none() {
            return None;
        }
        let day = day.map(u8::try_from).transpose().ok()?;
        gregorian(start..end, year, u8::try_from(month).ok()?, day)
    }
}

/// A date of the calendar that its month is of.
fn of(tokens: Range<usize>, year: Option<i32>, month: Month, day: Option<u8>) -> Option<Found> {
    if month.is_persian {
        persian(tokens, year, month.number, day)
    } else {
        gregorian(tokens, year, month.number, day)
    }
}

fn calendar_year(token: &Token<'_>) -> Option<i32> {
    year(token, false)
}

/// A date of the calendar that nearly all have; none if it has no such day.
fn gregorian(tokens: Range<usize>, year: Option<i32>, month: u8, day: Option<u8>) -> Option<Found> {
    let found = Found {
        tokens,
        year,
        month,
        day,
    };
    // a leap year has every day
    found.date(Some(2000)).map(|_| found)
}

/// A day of the Persian calendar, as that of the Gregorian one; months begin and end within those, so without a day there is none.
fn persian(tokens: Range<usize>, year: Option<i32>, month: u8, day: Option<u8>) -> Option<Found> {
    let date = persian_day(year?, month, day?)?;
    gregorian(tokens, Some(date.year()), date.month()?, date.day())
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    /// What is found, without a year as `--06-19`.
    fn shown(text: &str, code: &str, region: Option<&str>) -> String {
        let language = Some(code).filter(|code| !code.is_empty());
        let language = language.map(|code| Language::from_code(code).expect(code));
        let tokens = tokens(text);
        let found = found(
            &tokens,
            Locale {
                language,
                region,
                ..Locale::default()
            },
        );
        let shown = found.iter().map(|one| match (one.date(None), one.day) {
            (Some(date), _) => date.to_string(),
            (None, Some(day)) => format!("--{:02}-{day:02}", one.month),
            (None, None) => format!("--{:02}", one.month),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn dates_in_words_are_read_in_every_language_of_the_sample_corpus() {
        for (code, text) in [
            ("ar", "الأربعاء 19 يونيو 2024"),
            ("ar", "١٩ حزيران/يونيو ٢٠٢٤"),
            ("ar", "19 حزيران 2024"),
            ("ar", "19 جوان 2024"),
            ("bg", "19 юни 2024 г."),
            ("cs", "středa 19. června 2024"),
            ("cs", "19. červen 2024"),
            ("da", "onsdag den 19. juni 2024"),
            ("de", "Mittwoch, 19. Juni 2024"),
            ("de", "19.06.2024"),
            ("de", "19. 6. 2024"),
            ("el", "Τετάρτη 19 Ιουνίου 2024"),
            ("el", "19 Ιούνιος 2024"),
            ("el", "19 ΙΟΥΝΙΟΥ 2024"),
            ("en", "June 19, 2024"),
            ("en", "Jun. 19th, 2024"),
            ("en", "19 June 2024"),
            ("en", "the 19th of June, 2024"),
            ("en", "19-Jun-2024"),
            ("es", "19 de junio de 2024"),
            ("es", "miércoles, 19 de junio del 2024"),
            ("es", "19/06/2024"),
            ("fi", "keskiviikkona 19. kesäkuuta 2024"),
            ("fi", "19. kesäkuu 2024"),
            ("fr", "le 19 juin 2024"),
            ("he", "19 ביוני 2024"),
            ("he", "19 יוני 2024"),
            ("hi", "19 जून 2024"),
            ("hi", "१९ जून २०२४"),
            ("hu", "2024. június 19."),
            ("hu", "2024. 06. 19."),
            ("hu", "2024. június 19-én"),
            ("it", "mercoledì 19 giugno 2024"),
            ("ja", "2024年6月19日"),
            ("ja", "令和6年6月19日"),
            ("ja", "令和六年六月十九日"),
            ("ja", "２０２４年６月１９日"),
            ("ko", "2024년 6월 19일"),
            ("ko", "2024. 6. 19."),
            ("nl", "woensdag 19 juni 2024"),
            ("no", "onsdag 19. juni 2024"),
            ("pl", "środa, 19 czerwca 2024 r."),
            ("pl", "19 czerwiec 2024"),
            ("pt", "19 de junho de 2024"),
            ("ro", "miercuri, 19 iunie 2024"),
            ("ru", "среда, 19 июня 2024 года"),
            ("ru", "19 июнь 2024"),
            ("ru", "19-го июня 2024 г."),
            ("sv", "onsdagen den 19 juni 2024"),
            ("th", "19 มิถุนายน 2567"),
            ("th", "วันพุธที่ ๑๙ มิถุนายน พ.ศ. ๒๕๖๗"),
            ("th", "19 มิ.ย. 2567"),
            ("tr", "19 Haziran 2024"),
            ("tr", "19 HAZİRAN 2024 Çarşamba"),
            ("uk", "середа, 19 червня 2024 року"),
            ("uk", "19 червень 2024"),
            ("vi", "ngày 19 tháng 6 năm 2024"),
            ("vi", "19 tháng 6, 2024"),
            ("zh", "2024年6月19日"),
            ("zh", "二〇二四年六月十九日"),
            ("zh", "民國113年6月19日"),
            ("zh", "2024年6月19号"),
            // and in others
            ("ca", "19 de juny de 2024"),
            ("eu", "2024ko ekainaren 19a"),
            ("fa", "۱۹ ژوئن ۲۰۲۴"),
            ("fa", "چهارشنبه ۳۰ خرداد ۱۴۰۳"),
            ("fa", "۱۴۰۳/۰۳/۳۰"),
            ("lt", "2024 m. birželio 19 d."),
            ("lv", "2024. gada 19. jūnijs"),
            ("bn", "১৯ জুন ২০২৪"),
            ("ur", "19 جون 2024"),
            ("id", "Rabu, 19 Juni 2024"),
            ("sr", "19. јуна 2024."),
            ("sr", "19. juna 2024."),
            ("hr", "19. lipnja 2024."),
            ("eo", "la 19-a de junio 2024"),
            ("tl", "Hunyo 19, 2024"),
            ("", "19 июня 2024"),
            ("", "19.06.2024"),
        ] {
            assert_eq!(shown(text, code, None), "2024-06-19", "{code} {text}");
        }
    }

    #[test]
    fn each_month_is_read_in_each_language() {
        let line = include_str!("cldr/months.tsv").lines();
        for line in line.filter(|line| !line.contains('@')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let (code, orders) = (fields[0], fields[1]);
            for (number, names) in (1..).zip(fields[5].split(';')) {
                for name in names.split(',').filter(|name| !name.is_empty()) {
                    let text = match orders.split(',').next() {
                        Some("mdy") => format!("{name} 9, 2024"),
                        Some("ymd") => format!("2024 {name} 9"),
                        Some("ydm") => format!("2024 9 {name}"),
                        _ => format!("9 {name} 2024"),
                    };
                    assert_eq!(
                        shown(&text, code, None),
                        format!("2024-{number:02}-09"),
                        "{code} {text}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_language_and_region_settle_is_a_date_and_nothing_else() {
        for (code, region, text, expected) in [
            ("en", None, "03/04/2024", ""),
            ("en", Some("US"), "03/04/2024", "2024-03-04"),
            ("en", Some("gb"), "03/04/2024", "2024-04-03"),
            ("en", None, "03/13/2024", "2024-03-13"),
            ("en", None, "13/03/2024", "2024-03-13"),
            ("en", None, "13/13/2024", ""),
            ("", None, "03/04/2024", ""),
            ("", None, "04/04/2024", "2024-04-04"),
            ("fr", None, "03/04/2024", "2024-04-03"),
            ("es", None, "03/04/2024", "2024-04-03"),
            ("es", Some("PR"), "03/04/2024", "2024-03-04"),
            ("tl", None, "03/04/2024", "2024-03-04"),
            ("en", None, "03-04-2024", ""),
            ("en", None, "03.04.2024", "2024-04-03"),
            ("th", None, "3/4/2567", "2024-04-03"),
            ("en", None, "3/4/24", ""),
        ] {
            assert_eq!(
                shown(text, code, region),
                expected,
                "{code} {region:?} {text}"
            );
        }
    }

    #[test]
    fn what_leaves_open_a_part_leaves_it_open() {
        for (code, text, expected) in [
            ("en", "BERLIN, June 19 (Reuters)", "--06-19"),
            ("ru", "МОСКВА, 19 июн — РИА Новости", "--06-19"),
            ("zh", "新华社北京6月19日电", "--06-19"),
            ("ko", "6월 19일", "--06-19"),
            ("en", "June 2024", "2024-06"),
            ("hu", "2024. június", "2024-06"),
            ("ja", "2024年6月", "2024-06"),
            (
                "de",
                "19. Juni 2024 und 20. Juni 2024",
                "2024-06-19 2024-06-20",
            ),
            ("en", "29 February", "--02-29"),
        ] {
            assert_eq!(shown(text, code, None), expected, "{code} {text}");
        }
    }

    #[test]
    fn numbers_that_merely_look_like_dates_are_none() {
        for (code, text) in [
            ("de", "Version 1.19.06.2024"),
            ("de", "192.19.06.2024.1"),
            ("de", "im Juni 19 Tote"),
            ("en", "30 February 2024"),
            ("en", "31/02/2024"),
            ("en", "B19 June"),
            ("en", "19 people in June"),
            ("en", "19 of 2024"),
            ("fr", "19 marches"),
            ("de", "120.06.2024"),
            ("de", "19.06.3024"),
            ("de", "19.06.20245"),
            ("zh", "6月"),
            ("zh", "32月19日"),
            ("th", "19 มิถุนายน 9999"),
            ("en", "19 June 1099"),
            ("en", ""),
        ] {
            let shown = shown(text, code, None);
            assert!(
                !shown.contains("20") && !shown.contains("--06-1"),
                "{code} {text}: {shown}"
            );
        }
    }
}
