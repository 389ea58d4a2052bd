//! Which date do the first lines of a text tell? That of a line which is no more than a date with a place or a label, of
//! brackets around one, or of a dateline in front of the first sentence; never one that a sentence is about.

use std::ops::Range;

use super::tokens::{Kind, Token, tokens};
use super::words::{Found, Locale, found};
use crate::analysis::unicode::script;
use crate::article::{Date, Precision};
use crate::language::{Language, Script};

/// Lines with text that are looked at.
const MAX_LINES: usize = 6;

/// Bytes that these are looked for in.
const MAX_BYTES: usize = 4000;

/// Bytes of a line that may be no more than a date, and bytes in which the dateline of a longer one ends.
const HEAD_BYTES: usize = 300;

/// Words beside the date in a line or in brackets: a day of the week, a place, `Updated on`.
const MAX_WORDS: usize = 2;

/// The same where a mark says that they do not go on into the date: `Aktualisiert am Mittwoch: 19. Juni`.
const MAX_MARKED_WORDS: usize = 5;

/// Words of a dateline before and behind its date: places, and an agency in brackets.
const MAX_PLACES: usize = 5;

/// Ideographs of a place or a label that count as much as a word.
const IDEOGRAPHS: usize = 3;

/// Letters of a word that counts.
const MIN_LETTERS: usize = 3;

/// What is known of the date besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hint {
    /// The year, if something else tells it.
    pub(crate) year: Option<i32>,
    /// The month, if something else tells it: another one would be of something else.
    pub(crate) month: Option<u8>,
}

impl Hint {
    /// What a date of less precision tells.
    pub(crate) fn of(date: Option<Date>) -> Self {
        Self {
            year: date.map(Date::year),
            month: date.and_then(Date::month),
        }
    }
}

/// The day that the beginning of a text says it was published or updated on, the first if several do. The language is only asked for
/// if there may be one.
pub(crate) fn of_beginning(
    text: &str,
    language: &mut dyn FnMut() -> Option<Language>,
    region: Option<&str>,
    hint: Hint,
) -> Option<Date> {
    let tentative = Locale {
        region,
        is_tentative: true,
        ..Locale::default()
    };
    let lines = beginning(text, MAX_BYTES)
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let mut dates = lines.take(MAX_LINES).enumerate().filter_map(|(at, line)| {
        let head = beginning(line, HEAD_BYTES);
        // most lines have no number, and none without one has a date
        if !has_number(head) {
            return None;
        }
        let told = |locale| of_line(head, head.len() == line.len(), at == 0, locale, hint);
        told(tentative)?;
        told(Locale {
            language: language(),
            region,
            is_tentative: false,
        })
    });
    dates.next()
}

/// The beginning of a text, of not much more than so many bytes.
pub(crate) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (bytes.min(text.len())..text.len()).find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(text.len())]
}

fn has_number(line: &str) -> bool {
    if line.is_ascii() {
        line.bytes().any(|byte| byte.is_ascii_digit())
    } else {
        line.chars().any(char::is_numeric)
    }
}

/// Whether a line is no more than a date, with a place or a label.
pub(crate) fn is_dateline(line: &str) -> bool {
    let locale = Locale {
        is_tentative: true,
        ..Locale::default()
    };
    let hint = Hint {
        year: Some(2000),
        month: None,
    };
    line.len() <= HEAD_BYTES && has_number(line) && {
        let line = Line::of(line, locale);
        line.found
            .first()
            .is_some_and(|one| line.is_alone(one, 0..line.tokens.len(), true))
            && line.date(hint).is_some()
    }
}

fn of_line(
    head: &str,
    is_whole: bool,
    is_first: bool,
    locale: Locale<'_>,
    hint: Hint,
) -> Option<Date> {
    let parsed = Line::of(head, locale);
    let one = parsed.told(is_first, is_whole)?;
    let date = one.date(hint.year)?;
    let is_other_month = hint.month.is_some_and(|month| month != one.month);
    let is_other_year = hint.year.is_some_and(|year| year != date.year());
    let is_day = date.precision() >= Precision::Day;
    let behind = parsed.tokens[one.tokens.end - 1].bytes.end;
    (is_day && !is_other_month && !is_other_year).then(|| date.with_time(&head[behind..]))
}

/// A line with what is found in it.
struct Line<'l> {
    text: &'l str,
    tokens: Vec<Token<'l>>,
    found: Vec<Found>,
}

impl<'l> Line<'l> {
    fn of(text: &'l str, locale: Locale<'_>) -> Self {
        let tokens = tokens(text);
        let found = found(&tokens, locale);
        Self {
            text,
            tokens,
            found,
        }
    }

    fn date(&self, hint: Hint) -> Option<Date> {
        self.found.first()?.date(hint.year)
    }

    /// The date that the line is there to tell.
    fn told(&self, is_first: bool, is_whole: bool) -> Option<&Found> {
        if self.is_span() {
            return None;
        }
        let segments = self.segments();
        self.found
            .iter()
            .filter(|one| one.day.is_some())
            .find(|one| {
                let segment = segments.iter().find(|segment| {
                    segment.start <= one.tokens.start && one.tokens.end <= segment.end
                });
                let is_alone = is_whole
                    && segment.is_some_and(|segment| {
                        // the first line may be a headline, which is about a date as often as not
                        self.is_alone(one, segment.clone(), is_first && segments.len() == 1)
                    });
                is_alone || self.is_in_brackets(one, is_whole) || self.is_before_sentence(one)
            })
    }

    /// Whether two dates are the ends of a time, such as that of a life.
    fn is_span(&self) -> bool {
        self.found.windows(2).any(|pair| {
            let between = &self.tokens[pair[0].tokens.end..pair[1].tokens.start];
            matches!(between, [mark] if mark.is_mark("-–—†"))
        })
    }

    /// The parts of the line between bars and points, as pages have them: `19. Juni 2024 | Von A. B.`
    fn segments(&self) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        let mut start = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            if token.is_mark("|·•‖¦") {
                segments.push(start..at);
                start = at + 1;
            }
        }
        segments.push(start..self.tokens.len());
        segments
    }

    /// Words beside a date, without those of a time of the day.
    fn words(&self, tokens: Range<usize>) -> usize {
        let (mut words, mut ideographs) = (0, 0_usize);
        for token in &self.tokens[tokens] {
            match token.kind {
                Kind::Word(word) if script_of(word) == Script::Han => ideographs += 1,
                // `AM`, `CEST` stand beside a time
                Kind::Word(word) => {
                    let is_zone =
                        word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
                    // `on`, `le`, `à`
                    let is_particle = word.chars().count() < MIN_LETTERS;
                    words += usize::from(!is_zone && !is_particle);
                }
                Kind::Number { .. } | Kind::Mark(_) => {}
            }
        }
        words + ideographs.div_ceil(IDEOGRAPHS)
    }

    /// Whether numbers beside a date are those of a time only.
    fn has_only_times(&self, tokens: Range<usize>) -> bool {
        let is_number = |at: usize| matches!(self.tokens[at].kind, Kind::Number { .. });
        let mut at = tokens.start;
        while at < tokens.end {
            if !is_number(at) {
                at += 1;
                continue;
            }
            let has_parts = at + 2 < tokens.end
                && self.tokens[at + 1].is_mark(":.h")
                && is_number(at + 2)
                && self.tokens[at].number(1..3).is_some_and(|hour| hour < 25);
            let is_zone = at > tokens.start && self.tokens[at - 1].is_mark("+-−");
            if !has_parts && !is_zone {
                return false;
            }
            at += if has_parts { 3 } else { 1 };
        }
        true
    }

    /// Whether there is little in these tokens besides the date.
    fn is_alone(&self, one: &Found, tokens: Range<usize>, is_strict: bool) -> bool {
        let before = tokens.start..one.tokens.start;
        let behind = one.tokens.end..tokens.end;
        if self.has_mark(tokens.clone(), "*†?!")
            || !self.has_only_times(before.clone())
            || !self.has_only_times(behind.clone())
        {
            return false;
        }
        // a short sentence
        let is_word = |token: &Token<'_>| matches!(token.kind, Kind::Word(_));
        let after = &self.tokens[behind.clone()];
        if after.last().is_some_and(|last| last.is_mark(".。।")) && after.iter().any(is_word) {
            return false;
        }
        let is_apart_before =
            before.is_empty() || self.tokens[before.end - 1].is_mark(",،、:：/—–-");
        let is_apart_behind =
            behind.is_empty() || self.tokens[behind.start].is_mark(",،、:：/—–-.");
        let few = if is_apart_before && is_apart_behind {
            MAX_MARKED_WORDS
        } else if is_strict {
            return false;
        } else {
            MAX_WORDS
        };
        self.words(before) + self.words(behind) <= few
    }

    fn has_mark(&self, tokens: Range<usize>, marks: &str) -> bool {
        self.tokens[tokens].iter().any(|token| token.is_mark(marks))
    }

    /// Whether a date stands in brackets with which the line begins or ends: `(Updated on 26 April 2024)`.
    fn is_in_brackets(&self, one: &Found, is_whole: bool) -> bool {
        let open = self.tokens[..one.tokens.start]
            .iter()
            .rposition(|token| token.is_mark("([（［【〔"));
        let Some(open) = open else { return false };
        let close = self.tokens[one.tokens.end..]
            .iter()
            .position(|token| token.is_mark(")]）］】〕"));
        let Some(close) = close.map(|close| one.tokens.end + close) else {
            return false;
        };
        if self.has_mark(open + 1..one.tokens.start, ")]）］】〕") {
            return false;
        }
        // behind a headline there is more than the day that it may be about, and no sentence
        let labels = self.words(open + 1..one.tokens.start) + self.words(one.tokens.end..close);
        let ends = is_whole && close + 1 == self.tokens.len() && labels > 0;
        (open == 0 || ends) && self.is_alone(one, open + 1..close, false)
    }

    /// Whether a date belongs to a dateline: `BERLIN, June 19 (Reuters) - `, `МОСКВА, 19 июня. /ТАСС/.`, `新华社北京6月19日电`
    fn is_before_sentence(&self, one: &Found) -> bool {
        let mut before = 0..one.tokens.start;
        let mut behind = &self.tokens[one.tokens.end..];
        // `SINGAPORE (June 12) - `
        let is_bracketed = self.tokens[..before.end]
            .last()
            .is_some_and(|last| last.is_mark("("))
            && behind.first().is_some_and(|first| first.is_mark(")"));
        if is_bracketed {
            before.end -= 1;
            behind = &behind[1..];
        }
        let is_number = |token: &Token<'_>| matches!(token.kind, Kind::Number { .. });
        if self.tokens[before.clone()].iter().any(is_number)
            || self.has_mark(before.clone(), "?!;。")
        {
            return false;
        }
        // what news agencies of China, Taiwan and Japan have behind it
        if let Some(Kind::Word("电" | "電" | "讯" | "訊")) = behind.first().map(|token| token.kind)
        {
            return one.tokens.start <= 4 * MAX_PLACES;
        }
        if self.words(before.clone()) > MAX_PLACES {
            return false;
        }
        // `Berlin, den 19. Juni`, `Paris, le 19 juin`
        let is_short =
            |token: &Token<'_>| matches!(token.kind, Kind::Word(word) if word.chars().count() <= 3);
        let end = match self.tokens[before.clone()].last() {
            Some(last) if before.len() > 1 && is_short(last) => before.end - 1,
            _ => before.end,
        };
        let is_apart = is_bracketed || end == 0 || self.tokens[end - 1].is_mark(",،、:)/—–-");
        let (has_agency, rest) = agency(behind);
        let is_dash = |token: &Token<'_>| {
            let next = self.text[token.bytes.end..].chars().next();
            token.is_mark("—–―=")
                || (token.is_mark("-")
                    && next.is_none_or(|next| next.is_whitespace() || next == '-'))
        };
        let rest = &rest[rest.iter().take_while(|token| token.is_mark(".:")).count()..];
        let has_dash = rest.first().is_some_and(is_dash);
        // a sentence follows, none goes on
        let next = rest.iter().find_map(|token| match token.kind {
            Kind::Word(word) => word.chars().next(),
            _ => None,
        });
        let goes_on = rest.first().is_some_and(|first| first.is_mark(",،、"))
            || next.is_some_and(char::is_lowercase);
        !goes_on && ((has_agency && (is_apart || has_dash)) || (is_apart && has_dash))
    }
}

fn script_of(word: &str) -> Script {
    word.chars().next().map_or(Script::Other, script)
}

/// Whether tokens begin with an agency in brackets or strokes, and what is behind it.
fn agency<'t, 'l>(tokens: &'t [Token<'l>]) -> (bool, &'t [Token<'l>]) {
    let start = tokens
        .iter()
        .take_while(|token| token.is_mark(".,،"))
        .count();
    let close = match tokens.get(start).map(|token| token.kind) {
        Some(Kind::Mark('(')) => ")",
        Some(Kind::Mark('/')) => "/",
        Some(Kind::Mark('[')) => "]",
        _ => return (false, tokens),
    };
    let inside = &tokens[start + 1..];
    let Some(end) = inside.iter().position(|token| token.is_mark(close)) else {
        return (false, tokens);
    };
    let is_name =
        |token: &Token<'_>| matches!(token.kind, Kind::Word(_)) || token.is_mark("-/ .,&");
    if end == 0 || end > 2 * MAX_PLACES || !inside[..end].iter().all(is_name) {
        return (false, tokens);
    }
    (true, &inside[end + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, code: &str, hint: Hint) -> String {
        let mut language = || Language::from_code(code);
        let date = of_beginning(text, &mut language, None, hint);
        date.map_or_else(String::new, |date| date.to_string())
    }

    /// The year that something else tells.
    fn of_2024() -> Hint {
        Hint::of(Date::of_year(2024))
    }

    #[test]
    fn a_dateline_or_a_line_of_a_date_is_the_date_of_the_text() {
        for (code, text) in [
            ("en", "A storm\n(Updated on 19 June 2024)\nThe storm came."),
            ("en", "A storm (updated on June 19, 2024)\nThe storm came."),
            (
                "en",
                "A storm\nPublished: Wednesday, 19 June 2024, 08:30 CEST\nThe storm came.",
            ),
            (
                "en",
                "A storm\nBy Jane Miller | 19 June 2024 | 4 min read\nThe storm came.",
            ),
            ("en", "June 19, 2024\nA storm\nThe storm came."),
            ("en", "BERLIN, June 19, 2024 (Reuters) - The storm came."),
            (
                "en",
                "A storm\nLONDON — June 19, 2024 — The storm came on Monday.",
            ),
            ("de", "Ein Sturm\nBerlin, 19. Juni 2024\nDer Sturm kam."),
            (
                "de",
                "Ein Sturm\nBerlin, den 19. Juni 2024 – Der Sturm kam am Montag.",
            ),
            (
                "de",
                "Ein Sturm\nStand: 19.06.2024, 14:05 Uhr\nDer Sturm kam.",
            ),
            ("de", "Mittwoch, 19. Juni 2024\nEin Sturm\nDer Sturm kam."),
            ("ru", "Буря\nМОСКВА, 19 июня 2024. /ТАСС/. Буря пришла."),
            ("ru", "Буря\n19 июня 2024, 12:30\nБуря пришла."),
            (
                "fr",
                "Tempête\nPARIS, 19 juin 2024 (AFP) - La tempête est arrivée.",
            ),
            (
                "fr",
                "Tempête\nPublié le 19 juin 2024 à 08:30\nElle est arrivée.",
            ),
            (
                "es",
                "Tormenta\nMadrid, 19 jun 2024 (EFE).- La tormenta llegó.",
            ),
            ("it", "Tempesta\nROMA, 19 giugno 2024 (ANSA) - La tempesta."),
            (
                "ar",
                "العاصفة\nالقاهرة 19 يونيو 2024 (رويترز) - جاءت العاصفة.",
            ),
            ("zh", "风暴\n新华社北京2024年6月19日电 风暴来了。"),
            ("zh", "风暴\n2024年6月19日\n风暴来了。"),
            ("ja", "嵐\n（2024年6月19日）\n嵐が来た。"),
            ("ja", "嵐\n公開日：2024年6月19日\n嵐が来た。"),
            ("ko", "폭풍\n입력 2024.06.19. 오전 8:30\n폭풍이 왔다."),
            (
                "tr",
                "Fırtına\nANKARA (AA) - 19 Haziran 2024 - Fırtına geldi.",
            ),
            ("th", "พายุ\n19 มิถุนายน 2567\nพายุมา"),
            ("bg", "Буря\nСОФИЯ, 19 юни 2024 /БТА/ Бурята дойде."),
            ("hi", "तूफ़ान\nनई दिल्ली, 19 जून 2024 (भाषा) तूफ़ान आया।"),
        ] {
            let day = |hint| shown(text, code, hint).chars().take(10).collect::<String>();
            assert_eq!(day(Hint::default()), "2024-06-19", "{code} {text}");
            assert_eq!(day(of_2024()), "2024-06-19", "{code} {text}");
            // of another year than all else says
            assert_eq!(
                shown(text, code, Hint::of(Date::of_year(2023))),
                "",
                "{text}"
            );
        }
    }

    #[test]
    fn a_dateline_without_a_year_has_that_which_something_else_tells() {
        for (code, text) in [
            ("en", "A storm\n(Updated on 19 June)\nThe storm came."),
            ("en", "BERLIN, June 19 (Reuters) - The storm came."),
            ("ru", "МОСКВА, 19 июн — РИА Новости. Буря пришла."),
            ("ru", "МОСКВА, 19 июня. /ТАСС/. Буря пришла."),
            ("zh", "【新华社北京6月19日电】风暴来了。"),
            ("zh", "中央社台北6月19日電 風暴來了。"),
            ("de", "BERLIN (dpa) - 19. Juni - Der Sturm kam."),
        ] {
            assert_eq!(shown(text, code, of_2024()), "2024-06-19", "{code} {text}");
            assert_eq!(shown(text, code, Hint::default()), "", "{code} {text}");
            let month = Hint {
                year: Some(2024),
                month: Some(7),
            };
            assert_eq!(shown(text, code, month), "", "{code} {text}");
        }
    }

    #[test]
    fn a_date_that_a_sentence_or_a_headline_is_about_is_not_that_of_the_text() {
        for (code, text) in [
            (
                "de",
                "Das Schiff\nDas Containerschiff hat am 29. Juli 2021 in Rotterdam festgemacht.",
            ),
            ("de", "Am 19. Juni 2024 kam der Sturm.\nMehr nicht."),
            ("de", "Der Sturm\nAm 15. April 2019 kam er.\nMehr nicht."),
            (
                "en",
                "A storm\nOn Wednesday, June 19, 2024 (local time), the storm came to the coast again.",
            ),
            (
                "en",
                "A storm\nOn Wednesday, June 19, 2024 — a day to remember — the storm came again.",
            ),
            ("fi", "Kaupunki\nSen asukasluku on 62871 (30.4.2018)."),
            ("de", "Schlacht am Hafen (19. Juni 1815)\nEin Heer kam."),
            ("en", "World Cup final 18 December 2022\nArgentina won."),
            ("en", "Attacks of 13 November 2015\nA trial began."),
            (
                "en",
                "A life\nJane Miller (19 June 1954 – 3 May 2020)\nShe was a writer.",
            ),
            (
                "en",
                "A life\nJane Miller (* 19 June 1954)\nShe is a writer.",
            ),
            (
                "en",
                "A storm\nOn June 19, 2024 (a Wednesday), the storm came.",
            ),
            (
                "en",
                "A storm\nThe storm of 19 June 2024 - the worst in years - was over.",
            ),
            (
                "ar",
                "أعلن رئيس هيئة قناة السويس، الفريق أسامة ربيع، يوم الاثنين 29 مارس 2021، نجاح تعويم سفينة",
            ),
            ("ru", "19 июня 2024 года пришла буря.\nИ всё."),
            ("en", "A storm\nThe storm came in June 2024.\n"),
            ("en", "A storm\nJune 2024\nThe storm came."),
            (
                "zh",
                "风暴\n风暴在2024年6月19日来到了北京，造成了很大的损失。",
            ),
        ] {
            assert_eq!(shown(text, code, Hint::default()), "", "{code} {text}");
        }
    }

    #[test]
    fn a_line_that_is_only_a_date_is_no_headline() {
        for line in [
            "19 June 2024",
            "Berlin, 19. Juni 2024",
            "19.06.2024, 14:05 Uhr",
            "2024年6月19日",
        ] {
            assert!(is_dateline(line), "{line}");
        }
        for line in [
            "A storm",
            "World Cup 2022",
            "Attacks of 13 November 2015",
            "2024",
            "",
        ] {
            assert!(!is_dateline(line), "{line}");
        }
    }
}
