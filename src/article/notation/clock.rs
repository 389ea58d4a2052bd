//! Which time of which zone is meant?

use super::super::date::Date;
use super::scanner::Scanner;

/// Zones that are called by letters, in hours east of UTC. Others have several meanings, or none here.
const ZONES: &[(&str, i16)] = &[
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 1),
    ("cet", 1),
    ("mez", 1),
    ("cest", 2),
    ("mesz", 2),
    ("eet", 2),
    ("eest", 3),
    ("msk", 3),
    ("hkt", 8),
    ("jst", 9),
    ("kst", 9),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
];

/// A time of a day, to its minute if that was told.
pub(super) struct Time {
    hour: u16,
    minute: Option<u16>,
}

impl Time {
    /// The minute of a day that this is; the day, if only the hour was told.
    pub(super) fn of(&self, day: Date, zone_minutes: Option<i16>) -> Option<Date> {
        let Some(minute) = self.minute else {
            return Some(day);
        };
        if self.hour == 24 {
            return day.next_day()?.at(minute, zone_minutes);
        }
        day.at(self.hour * 60 + minute, zone_minutes)
    }
}

/// The time of a day that is all of the rest, with its zone.
pub(super) fn of_day(day: Date, rest: &mut Scanner<'_>) -> Option<Date> {
    let time = time(rest)?;
    rest.skip(&[' ']);
    let zone = zone(rest);
    rest.skip(&[' ']);
    rest.skip_bracketed('(', ')');
    rest.skip_bracketed('[', ']');
    time.of(day, zone).filter(|_| rest.is_done())
}

/// The minute of a day at which the rest says a time with a mark in it, whatever follows that.
pub(super) fn told(day: Date, rest: &mut Scanner<'_>) -> Option<Date> {
    let hours = rest.digits_ahead();
    let is_marked = (1..=2).contains(&hours) && rest.peek(hours + 1).ends_with([':', 'h']);
    if !is_marked {
        return None;
    }
    let time = if rest.peek(hours + 1).ends_with('h') {
        let hour = rest.number(hours)? as u16;
        rest.take_if(|next| next == 'h');
        let minute = rest.number(2).filter(|minute| *minute < 60)? as u16;
        (hour < 24).then_some(Time {
            hour,
            minute: Some(minute),
        })
    } else {
        time(rest)
    }?;
    if rest.digits_ahead() > 0 {
        return None;
    }
    rest.skip(&[' ', '(']);
    // small letters are words that follow
    let mut ahead = rest.clone();
    let is_named = !ahead.word().bytes().any(|byte| byte.is_ascii_lowercase());
    let zone = is_named.then(|| zone(rest)).flatten();
    time.of(day, zone).filter(|date| date.day() == day.day())
}

/// Takes a time: `08:30`, `083000`, `8:30:00.5 p.m.`, `08`.
pub(super) fn time(rest: &mut Scanner<'_>) -> Option<Time> {
    let hour = if rest.digits_ahead() == 1 {
        rest.number(1)?
    } else {
        rest.number(2)?
    };
    let mut hour = hour as u16;
    let is_apart = rest.take_if(|next| next == ':').is_some();
    let minute = match rest.number(2) {
        None if is_apart => return None,
        minute => minute.map(|minute| minute as u16),
    };
    let is_apart = rest.take_if(|next| next == ':').is_some();
    let second = match rest.number(2) {
        None if is_apart => return None,
        second => second.unwrap_or(0),
    };
    if rest.take_if(|next| matches!(next, '.' | ',')).is_some() {
        rest.number(rest.digits_ahead())?;
    }
    if let Some(is_afternoon) = half_of_day(rest) {
        hour = match hour {
            12 => 0,
            1..12 => hour,
            _ => return None,
        } + if is_afternoon { 12 } else { 0 };
    }
    let is_time = hour < 24 && second <= 60 || (hour, minute, second) == (24, Some(0), 0);
    let is_minute = minute.is_none_or(|minute| minute < 60);
    (is_time && is_minute).then_some(Time { hour, minute })
}

/// Takes `a.m.` or `p.m.`; whether it is after noon.
fn half_of_day(rest: &mut Scanner<'_>) -> Option<bool> {
    let mut ahead = rest.clone();
    ahead.skip(&[' ', '\u{A0}', '\u{202F}']);
    let letters: Vec<char> = std::iter::from_fn(|| {
        let letter = ahead.take_if(|next| next.is_ascii_alphabetic());
        ahead.take_if(|next| next == '.');
        letter
    })
    .take(2)
    .map(|letter| letter.to_ascii_lowercase())
    .collect();
    let is_afternoon = match letters.as_slice() {
        ['a', 'm'] => false,
        ['p', 'm'] => true,
        _ => return None,
    };
    if ahead.take_if(|next| next.is_ascii_alphabetic()).is_some() {
        return None;
    }
    *rest = ahead;
    Some(is_afternoon)
}

/// Takes a zone, in minutes east of UTC: `Z`, `+02:00`, `-0300`, `CEST`, `GMT+2`. None if none is told, or if nobody knows which one
/// is meant.
pub(super) fn zone(rest: &mut Scanner<'_>) -> Option<i16> {
    let name = rest.word();
    let named = ZONES
        .iter()
        .find(|(zone, _)| name.eq_ignore_ascii_case(zone))
        .map(|(_, hours)| hours * 60);
    if !(name.is_empty() || named == Some(0)) {
        return named;
    }
    let Some(sign) = rest.take_if(|next| matches!(next, '+' | '-')) else {
        if named.is_some() {
            // what some write behind the Z of a PDF
            rest.number(2);
            rest.skip(&['\'']);
            rest.number(2);
            rest.skip(&['\'']);
        }
        return named;
    };
    let hours = match rest.digits_ahead() {
        1 => rest.number(1)?,
        _ => rest.number(2)?,
    };
    rest.take_if(|next| matches!(next, ':' | '\''));
    let minutes = rest.number(2).unwrap_or(0);
    rest.take_if(|next| next == '\'');
    let minutes = (hours * 60 + minutes) as i16;
    Some(if sign == '-' { -minutes } else { minutes })
}
