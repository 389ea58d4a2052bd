//! Which articles have what? Dates, sources, authors, tags and copies of all articles, beside the table that has all of each.
//!
//! A generation has them in a file of its own, collected while the table of files is written, so that an update has what a
//! rebuild has. An article is meant by its number, as passages have it; lists are in the order of the paths. A filter becomes a
//! set of numbers: what it costs does not depend on how much matches a query.
//!
//! ```text
//! first minute, minute after (i32 each, by number) · where each file starts (u64) · articles of each file
//!     · articles with the same text · near copies · which of these an article is in
//!     · for source, author, tag: values in order, articles of each
//! ```

use std::collections::BTreeMap;
use std::io::{self, Write};

use tantivy::TantivyError;
use tantivy::directory::OwnedBytes;
use unicode_normalization::UnicodeNormalization;

use super::article_set::ArticleSet;
use super::files::{Entry, FilePosition, FileTable};
use super::filter::{Filter, Known};
use super::known_texts::KnownTexts;
use super::path_pattern::PathPattern;
use super::sections::{self, ListsWriter, Sections, number_at, numbers};
use crate::article::ArticleRecord;
use crate::duplicates::{Fingerprint, groups};
use crate::error::Result;

/// The name of the file in a generation.
pub(crate) const COLUMNS: &str = "columns";

const FIRSTS: usize = 0;
const AFTERS: usize = 1;
const FILE_STARTS: usize = 2;
const ORDER: usize = 3;
const SAME: usize = 5;
const NEAR: usize = 7;
const SAME_OF: usize = 9;
const NEAR_OF: usize = 10;
const DICTIONARIES: usize = 11;
/// Sections of a dictionary: its values, and the articles of each.
const DICTIONARY: usize = 4;
const SECTIONS: usize = DICTIONARIES + 3 * DICTIONARY;

/// Which of the dictionaries has what.
const SOURCE: usize = 0;
const AUTHOR: usize = 1;
const TAG: usize = 2;

/// The minutes of an article without a date: it ends before it begins.
const NO_DATE: (i32, i32) = (i32::MAX, i32::MIN);

/// Columns as they are collected, by path.
#[derive(Default)]
pub(super) struct ColumnsWriter {
    /// All numbers of articles are below this.
    numbers: usize,
    dates: Vec<(i32, i32)>,
    file_starts: Vec<u8>,
    /// The articles of each file.
    files: Vec<u32>,
    /// All articles.
    order: Vec<u32>,
    fingerprints: Vec<Fingerprint>,
    dictionaries: [BTreeMap<String, Vec<u32>>; 3],
}

impl ColumnsWriter {
    /// Takes what the table has next.
    pub(super) fn add(&mut self, entry: Entry) {
        match entry {
            Entry::File(_, position) => self.add_file(position),
            Entry::Article(article) => self.add_article(article),
        }
    }

    fn add_file(&mut self, position: FilePosition) {
        self.file_starts.extend(position.to_bytes());
        self.files.push(0);
    }

    fn add_article(&mut self, article: ArticleRecord) {
        let number = article.number as u32;
        let metadata = article.metadata;
        self.numbers = self.numbers.max(number as usize + 1);
        if let Some(date) = metadata.date {
            let minutes = date.value.minutes();
            let minutes = [minutes.start, minutes.end].map(|minute| {
                minute.clamp(i64::from(i32::MIN) + 1, i64::from(i32::MAX) - 1) as i32
            });
            let enough = self.dates.len().max(number as usize + 1);
            self.dates.resize(enough, NO_DATE);
            self.dates[number as usize] = (minutes[0], minutes[1]);
        }
        let one = |dictionary: usize, value: String| (dictionary, value);
        let source = metadata.source.map(|told| one(SOURCE, told.value));
        let author = metadata.author.map(|told| one(AUTHOR, told.value));
        let tags = metadata.tags.into_iter().map(|told| one(TAG, told.value));
        for (dictionary, value) in source.into_iter().chain(author).chain(tags) {
            let articles = self.dictionaries[dictionary]
                .entry(folded(&value))
                .or_default();
            // two tags may differ by case alone
            if articles.last() != Some(&number) {
                articles.push(number);
            }
        }
        self.fingerprints.push(article.fingerprint);
        self.order.push(number);
        if let Some(count) = self.files.last_mut() {
            *count += 1;
        }
    }

    /// Writes the columns; so many threads look for copies.
    pub(super) fn write(self, out: &mut dyn Write, jobs: usize) -> io::Result<()> {
        sections::write(out, &self.into_sections(jobs)?)
    }

    fn into_sections(mut self, jobs: usize) -> io::Result<Vec<Vec<u8>>> {
        self.dates.resize(self.numbers, NO_DATE);
        let bytes_of = |minute: fn(&(i32, i32)) -> i32| {
            self.dates
                .iter()
                .flat_map(|dates| minute(dates).to_le_bytes())
                .collect()
        };
        let mut sections: Vec<Vec<u8>> = vec![bytes_of(|dates| dates.0), bytes_of(|dates| dates.1)];
        sections.push(self.file_starts);
        let mut files = ListsWriter::default();
        let mut order = self.order.as_slice();
        for count in self.files {
            let (own, rest) = order.split_at(count as usize);
            files.list(own)?;
            order = rest;
        }
        sections.extend(files.into_sections());
        let found = groups(&self.fingerprints, jobs);
        drop(self.fingerprints);
        let mut lookups = Vec::new();
        for groups in [found.exact, found.near] {
            let mut lists = ListsWriter::default();
            let mut group_of = Vec::new();
            for (group, texts) in (0u32..).zip(groups) {
                let articles: Vec<u32> = texts.iter().map(|at| self.order[*at as usize]).collect();
                group_of.extend(articles.iter().map(|number| (*number, group)));
                lists.list(&articles)?;
            }
            sections.extend(lists.into_sections());
            group_of.sort_unstable();
            let pairs = group_of
                .iter()
                .flat_map(|(number, group)| [*number, *group]);
            lookups.push(pairs.flat_map(u32::to_le_bytes).collect());
        }
        sections.extend(lookups);
        for dictionary in self.dictionaries {
            let (mut values, mut articles) = (ListsWriter::default(), ListsWriter::default());
            for (value, numbers) in dictionary {
                values.add(value.as_bytes());
                values.end()?;
                articles.list(&numbers)?;
            }
            sections.extend(values.into_sections());
            sections.extend(articles.into_sections());
        }
        Ok(sections)
    }
}

/// A value as a filter compares it: whatever the case, the encoding and the spaces.
fn folded(value: &str) -> String {
    let words: Vec<&str> = value.split_whitespace().collect();
    words
        .join(" ")
        .nfkc()
        .flat_map(char::to_lowercase)
        .collect()
}

/// The columns of a generation, as they lie on disk.
pub(crate) struct Columns {
    sections: Sections,
    /// All articles have numbers below this.
    numbers: usize,
}

impl Columns {
    /// The columns that a file holds, unless it is cut short.
    pub(super) fn of(bytes: OwnedBytes) -> Option<Self> {
        let sections = Sections::of(bytes, SECTIONS)?;
        let numbers = sections.get(FIRSTS).len() / size_of::<i32>();
        Some(Self { sections, numbers })
    }

    /// The first minute since 1970 that the date of an article may mean.
    pub(crate) fn first_minute(&self, number: u64) -> Option<i32> {
        let first = number_at(self.sections.get(FIRSTS), usize::try_from(number).ok()?)?;
        let first = first.cast_signed();
        (first != NO_DATE.0).then_some(first)
    }

    /// The articles with the text of this one, by path, itself among them; none if there is no other.
    pub(crate) fn same_text(&self, number: u64) -> Vec<u32> {
        self.members(SAME, self.group_of(SAME_OF, number))
    }

    /// The group of near copies that an article is in.
    pub(crate) fn near_group(&self, number: u64) -> Option<u32> {
        self.group_of(NEAR_OF, number)
    }

    /// The articles of a group of near copies, by path.
    pub(crate) fn near_copies(&self, group: Option<u32>) -> Vec<u32> {
        self.members(NEAR, group)
    }

    fn members(&self, lists: usize, group: Option<u32>) -> Vec<u32> {
        let group = group.map(|group| self.sections.lists(lists).numbers(group as usize));
        group.into_iter().flatten().collect()
    }

    fn group_of(&self, lookup: usize, number: u64) -> Option<u32> {
        let number = u32::try_from(number).ok()?;
        let (pairs, _) = self.sections.get(lookup).as_chunks::<8>();
        let at = pairs.partition_point(|pair| number_at(pair, 0) < Some(number));
        let pair = pairs
            .get(at)
            .filter(|pair| number_at(*pair, 0) == Some(number))?;
        number_at(pair, 1)
    }

    /// The articles that a filter lets through, of the same text only the first if that `is_one`; none for all of them.
    ///
    /// # Errors
    /// [`Error::BadPattern`](crate::Error::BadPattern).
    pub(crate) fn admitted(
        &self,
        table: &FileTable,
        filter: &Filter,
        same_text_is_one: bool,
    ) -> Result<Option<ArticleSet>> {
        let same = self.sections.lists(SAME);
        let merges = same_text_is_one && same.len() > 0;
        if filter.is_empty() && !merges {
            return Ok(None);
        }
        let mut admitted = ArticleSet::full(self.numbers);
        if filter.since.is_some() || filter.until.is_some() {
            admitted.intersect(&self.dated(filter.since, filter.until));
        }
        for (dictionary, values) in [
            (SOURCE, &filter.sources),
            (AUTHOR, &filter.authors),
            (TAG, &filter.tags),
        ] {
            if !values.is_empty() {
                admitted.intersect(&self.with_value(dictionary, values));
            }
        }
        if !filter.paths.is_empty() {
            admitted.intersect(&self.at_paths(table, &filter.paths)?);
        }
        for known in &filter.has {
            admitted.intersect(&match known {
                Known::Date => self.dated(None, None),
                Known::Source => self.with_any_value(SOURCE),
                Known::Author => self.with_any_value(AUTHOR),
                Known::Tag => self.with_any_value(TAG),
            });
        }
        if let Some(known) = &filter.not_of {
            admitted.intersect(&self.not_of(table, known)?);
        }
        for group in 0..if merges { same.len() } else { 0 } {
            let of_text = same.numbers(group);
            let mut others = of_text.skip_while(|number| !admitted.contains(u64::from(*number)));
            others.next();
            let others: Vec<u32> = others.collect();
            for number in others {
                admitted.remove(number);
            }
        }
        Ok(Some(admitted))
    }

    /// The articles with a date that may be in a period.
    fn dated(&self, since: Option<i64>, until: Option<i64>) -> ArticleSet {
        let bound =
            |minute: i64| minute.clamp(i64::from(i32::MIN) + 1, i64::from(i32::MAX) - 1) as i32;
        let since = since.map_or(i32::MIN, bound);
        let until = until.map_or(i32::MAX, bound);
        let mut dated = ArticleSet::empty(self.numbers);
        let minutes = |section| self.sections.numbers(section).map(u32::cast_signed);
        for (number, (first, after)) in (0..).zip(minutes(FIRSTS).zip(minutes(AFTERS))) {
            if first < until && after > since {
                dated.insert(number);
            }
        }
        dated
    }

    /// The articles with a text that is not among those that are known.
    fn not_of(&self, table: &FileTable, known: &KnownTexts) -> Result<ArticleSet> {
        let mut others = ArticleSet::empty(self.numbers);
        let whole = table.each(|entry| {
            if let Entry::Article(article) = entry
                && !known.has(&article.fingerprint)
            {
                others.insert(article.number as u32);
            }
        });
        let damaged =
            || TantivyError::InternalError("the table of files is not as it was written".into());
        Ok(whole.map(|()| others).ok_or_else(damaged)?)
    }

    /// The articles with one of these values.
    fn with_value(&self, dictionary: usize, values: &[String]) -> ArticleSet {
        let section = DICTIONARIES + dictionary * DICTIONARY;
        let known = self.sections.lists(section);
        let articles = self.sections.lists(section + 2);
        let mut found = ArticleSet::empty(self.numbers);
        for value in values {
            let value = folded(value);
            let at = first_of(known.len(), |at| known.bytes(at) >= value.as_bytes());
            if at < known.len() && known.bytes(at) == value.as_bytes() {
                found.extend(articles.numbers(at));
            }
        }
        found
    }

    fn with_any_value(&self, dictionary: usize) -> ArticleSet {
        let mut found = ArticleSet::empty(self.numbers);
        let articles = self
            .sections
            .get(DICTIONARIES + dictionary * DICTIONARY + 3);
        found.extend(numbers(articles));
        found
    }

    /// The articles of files, or with names, that one of these patterns means.
    fn at_paths(&self, table: &FileTable, patterns: &[String]) -> Result<ArticleSet> {
        let (starts, _) = self.sections.get(FILE_STARTS).as_chunks::<8>();
        let articles = self.sections.lists(ORDER);
        let path = |file: usize| {
            table
                .path(FilePosition::of_bytes(starts[file]))
                .unwrap_or_default()
        };
        let mut found = ArticleSet::empty(self.numbers);
        for pattern in patterns {
            let pattern = PathPattern::parse(pattern)?;
            let prefix = pattern.prefix.split('#').next().unwrap_or_default();
            let first = first_of(starts.len(), |file| path(file) >= prefix);
            let files = (first..starts.len()).take_while(|file| path(*file).starts_with(prefix));
            for file in files {
                let path = path(file);
                if pattern.is_of_names {
                    found.extend(articles.numbers(file).filter(|number| {
                        let name = table.name(table.ordinal(u64::from(*number)), path);
                        name.is_some_and(|name| pattern.matches(&name))
                    }));
                } else if pattern.matches(path) {
                    found.extend(articles.numbers(file));
                }
            }
        }
        Ok(found)
    }
}

/// The first of so many, in their order, that is such, as all after it are.
fn first_of(count: usize, is_such: impl Fn(usize) -> bool) -> usize {
    let (mut start, mut end) = (0, count);
    while start < end {
        let middle = start + (end - start) / 2;
        if is_such(middle) {
            end = middle;
        } else {
            start = middle + 1;
        }
    }
    start
}
