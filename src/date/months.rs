//! Which month is meant by a name, and how does a language order a date? A table says it that is made of CLDR's data.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::tokens::{Kind, Token, tokens};
use crate::analysis::fold::{folded, without_diacritics};
use crate::language::Language;

/// See `cldr/make.py`.
const TABLE: &str = include_str!("cldr/months.tsv");

/// What a name has in the table if it is one of the Persian calendar.
const PERSIAN: &str = "@persian";

/// A name of at least so many letters may have an ending that the table lacks.
const MIN_INFLECTED: usize = 5;

/// A name of at least so many letters may have one of the words that may stand within a date as its ending.
const MIN_STEM: usize = 3;

/// Letters of such an ending.
const MAX_ENDING: usize = 2;

/// An order of the parts of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
    YearDayMonth,
}

/// A month of a calendar, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) number: u8,
    pub(super) is_persian: bool,
}

/// A name of a month.
#[derive(Debug)]
struct Name {
    /// The words behind the first.
    others: Vec<String>,
    month: Month,
    /// Whether languages do not agree on it.
    is_doubtful: bool,
}

/// How a language writes dates.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// Names by their first word.
    names: FxHashMap<String, Vec<Name>>,
    /// Orders of a date with the month in words.
    orders: Vec<Order>,
    /// Words within a date.
    words: Vec<String>,
    /// The order of a date in numbers, if there is one.
    numeric: Option<Order>,
    /// Regions that have another.
    regions: Vec<(&'static str, Order)>,
    /// None for all together.
    language: Option<Language>,
}

impl Dates {
    /// Those of a language; without one, what all languages that have a name agree on.
    pub(super) fn of(language: Option<Language>) -> &'static Self {
        static ALL: OnceLock<FxHashMap<Option<Language>, Dates>> = OnceLock::new();
        static NONE: OnceLock<Dates> = OnceLock::new();
        let all = ALL.get_or_init(read);
        let language = language.filter(|language| *language != Language::UNKNOWN);
        all.get(&language)
            .unwrap_or_else(|| NONE.get_or_init(Self::default))
    }

    /// The order of a date in numbers in a region.
    pub(super) fn numeric(&self, region: Option<&str>) -> Option<Order> {
        let told = self
            .regions
            .iter()
            .find(|(code, _)| region.is_some_and(|region| region.eq_ignore_ascii_case(code)));
        told.map(|(_, order)| *order).or(self.numeric)
    }

    pub(super) fn has_order(&self, order: Order) -> bool {
        self.orders.contains(&order)
    }

    /// Whether a word may stand within a date.
    pub(super) fn is_within(&self, word: &str) -> bool {
        self.words.contains(&self.key(word))
    }

    /// The month that tokens begin with, and how many of them its name has. One that is in doubt only if that is `borne`.
    pub(super) fn month(&self, tokens: &[Token<'_>], borne: bool) -> Option<(Month, usize)> {
        let Kind::Word(word) = tokens.first()?.kind else {
            return None;
        };
        let certain = |name: &Name| (borne || !name.is_doubtful).then_some(name.month);
        let key = self.key(word);
        if let Some(names) = self.names.get(&key) {
            let whole = names.iter().filter_map(|name| {
                let length = 1 + follows(self, &tokens[1..], &name.others)?;
                Some((length, name))
            });
            let (length, name) = whole.max_by_key(|(length, _)| *length)?;
            return certain(name).map(|month| (month, length));
        }
        // a case ending, of which CLDR has not all
        let chars = key.chars().count();
        let stems = key.char_indices().skip(MIN_STEM);
        let stems = stems.enumerate().filter_map(|(at, (end, _))| {
            let (stem, ending) = key.split_at(end);
            let letters = MIN_STEM + at;
            let is_short = letters >= MIN_INFLECTED && chars - letters <= MAX_ENDING;
            (is_short || self.words.iter().any(|word| word == ending)).then_some(stem)
        });
        let mut names = stems.filter_map(|stem| self.names.get(stem)).flatten();
        let name = names.find(|name| name.others.is_empty())?;
        certain(name).map(|month| (month, 1))
    }

    /// What a word is compared by.
    fn key(&self, word: &str) -> String {
        let folded = folded(word, self.language.unwrap_or(Language::UNKNOWN));
        // whoever leaves out marks means the same month
        without_diacritics(&folded).into_owned()
    }

    /// Adds a name of a month.
    fn add(&mut self, name: &str, month: Month) {
        let mut words = tokens(name)
            .into_iter()
            .filter_map(|token| match token.kind {
                Kind::Word(word) => Some(self.key(word)),
                Kind::Number { value, .. } => Some(value.to_string()),
                Kind::Mark(_) => None,
            });
        let Some(first) = words.next() else { return };
        let others: Vec<String> = words.collect();
        let names = self.names.entry(first).or_default();
        match names.iter_mut().find(|known| known.others == others) {
            Some(known) => known.is_doubtful |= known.month != month,
            None => names.push(Name {
                others,
                month,
                is_doubtful: false,
            }),
        }
    }
}

/// How many tokens are these words, with points between them.
fn follows(dates: &Dates, tokens: &[Token<'_>], words: &[String]) -> Option<usize> {
    let mut at = 0;
    for word in words {
        while tokens.get(at).is_some_and(|token| token.is_mark(".’'")) {
            at += 1;
        }
        let is_next = match tokens.get(at)?.kind {
            Kind::Word(next) => dates.key(next) == *word,
            Kind::Number { value, .. } => value.to_string() == *word,
            Kind::Mark(_) => false,
        };
        if !is_next {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn order(code: &str) -> Option<Order> {
    match code {
        "dmy" => Some(Order::DayMonthYear),
        "mdy" => Some(Order::MonthDayYear),
        "ymd" => Some(Order::YearMonthDay),
        "ydm" => Some(Order::YearDayMonth),
        _ => None,
    }
}

fn read() -> FxHashMap<Option<Language>, Dates> {
    let mut all: FxHashMap<Option<Language>, Dates> = FxHashMap::default();
    for line in TABLE.lines() {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let (code, orders, numeric, regions, words, months) =
            (next(), next(), next(), next(), next(), next());
        let is_persian = code.ends_with(PERSIAN);
        let code = code.strip_suffix(PERSIAN).unwrap_or(code);
        let Some(language) = Language::from_code(code) else {
            continue;
        };
        for owner in [Some(language), None] {
            let dates = all.entry(owner).or_insert_with(|| Dates {
                language: owner,
                ..Dates::default()
            });
            for order in orders.split(',').filter_map(order) {
                if !dates.orders.contains(&order) {
                    dates.orders.push(order);
                }
            }
            if owner.is_some() {
                dates.numeric = order(numeric);
            }
            let regions = regions.split(',').filter_map(|told| told.split_once(':'));
            let regions = regions.filter_map(|(region, code)| Some((region, order(code)?)));
            if owner.is_some() {
                dates.regions.extend(regions);
            }
            for word in words.split(',').filter(|word| !word.is_empty()) {
                let word = dates.key(word);
                dates.words.push(word);
            }
            for (number, names) in (1..).zip(months.split(';')) {
                for name in names.split(',') {
                    dates.add(name, Month { number, is_persian });
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_table_is_a_month_of_its_language() {
        let mut count = 0;
        for line in TABLE.lines() {
            let (code, months) = (line.split('\t').next(), line.rsplit('\t').next());
            let code = code.expect("a code").trim_end_matches(PERSIAN);
            let language = Language::from_code(code).expect("a language");
            let dates = Dates::of(Some(language));
            for (number, names) in (1..).zip(months.expect("months").split(';')) {
                for name in names.split(',').filter(|name| !name.is_empty()) {
                    let tokens = tokens(name);
                    let month = dates.month(&tokens, false).map(|(month, _)| month.number);
                    assert_eq!(month, Some(number), "{code} {name}");
                    count += 1;
                }
            }
        }
        assert!(count > 1500, "{count}");
    }

    #[test]
    fn a_name_that_means_two_months_in_two_languages_is_none_without_a_language() {
        let month = |name: &str, code: Option<&str>| {
            let language = code.map(|code| Language::from_code(code).expect("a language"));
            let month = Dates::of(language).month(&tokens(name), false);
            month.map(|(month, _)| month.number)
        };
        assert_eq!(month("listopad", Some("cs")), Some(11));
        assert_eq!(month("listopad", Some("hr")), Some(10));
        assert_eq!(month("listopad", None), None);
        assert_eq!(month("listopada", Some("pl")), Some(11));
        assert_eq!(month("Juni", None), Some(6));
        assert_eq!(month("июня", None), Some(6));
        // endings that CLDR lacks
        assert_eq!(month("јануара", Some("sr")), Some(1));
        assert_eq!(month("júniusban", Some("hu")), None);
        assert_eq!(month("januarja", Some("sl")), Some(1));
    }
}
