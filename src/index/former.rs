//! Which articles of a file that changed are as they were? Of these the passages stay, so that ten articles more at the end of
//! a million cost what ten cost.

use rustc_hash::FxHashMap;

use super::articles::StoredArticle;
use super::files::{FilePosition, FileTable};
use crate::article::LanguageCounts;
use crate::duplicates::{Fingerprint, TextHash};
use crate::language::Language;

/// What stays of an article whose text is as it was.
pub(super) struct Kept {
    pub(super) number: u64,
    pub(super) languages: Vec<(Language, LanguageCounts)>,
    pub(super) fingerprint: Fingerprint,
}

/// The articles that a file had.
pub(super) struct FormerArticles<'t> {
    table: &'t FileTable,
    position: FilePosition,
    /// Those that were not looked at yet: mostly they come again in their order.
    next: Box<dyn Iterator<Item = StoredArticle> + 't>,
    expected: Option<StoredArticle>,
    /// The others by the hashes of their texts, once one did not come in its order.
    by_hash: Option<ByHash>,
    /// Numbers of those that stay.
    kept: Numbers,
}

/// Articles by the hashes of their texts.
#[derive(Default)]
struct ByHash {
    numbers: FxHashMap<[u8; 16], Vec<u64>>,
    /// The languages that some of them have together.
    languages: Vec<String>,
}

/// A set of numbers.
#[derive(Default)]
struct Numbers(Vec<u64>);

impl Numbers {
    fn insert(&mut self, number: u64) {
        let at = (number / 64) as usize;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (number % 64);
    }

    fn contains(&self, number: u64) -> bool {
        let bits = self.0.get((number / 64) as usize);
        bits.is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

impl<'t> FormerArticles<'t> {
    /// Those of the file at this position.
    pub(super) fn of(table: &'t FileTable, position: FilePosition) -> Self {
        // the first one decides for the languages of the others, and is always made anew
        let next = table.articles_at(position).skip(1);
        Self {
            table,
            position,
            next: Box::new(next),
            expected: None,
            by_hash: None,
            kept: Numbers::default(),
        }
    }

    /// What stays of an article with this text, of which this language is told; nothing if there was none.
    pub(super) fn take(&mut self, text: &str, told: Option<Language>) -> Option<Kept> {
        let hash = TextHash::of(text);
        let is_it = |stored: &StoredArticle| {
            let (_, _, metadata, languages, fingerprint) = stored;
            metadata.language.as_ref().map(|told| told.value) == told
                && fingerprint.is_of(&hash, &together(languages))
        };
        if self.by_hash.is_none() {
            self.expected = self.expected.take().or_else(|| self.next.next());
            let expected = self.expected.take_if(|expected| is_it(expected));
            if let Some((_, number, _, languages, fingerprint)) = expected {
                self.kept.insert(number);
                return Some(Kept {
                    number,
                    languages,
                    fingerprint,
                });
            }
            self.look_everywhere();
        }
        let by_hash = self.by_hash.as_mut()?;
        let mut languages = by_hash.languages.iter();
        let (number, stored) = languages.find_map(|languages| {
            let numbers = by_hash.numbers.get_mut(&hash.with(languages))?;
            let number = numbers.pop()?;
            Some((number, self.table.stored_of(number)?))
        })?;
        if !is_it(&stored) {
            return None;
        }
        self.kept.insert(number);
        let (_, _, _, languages, fingerprint) = stored;
        Some(Kept {
            number,
            languages,
            fingerprint,
        })
    }

    /// From now on articles may come in any order.
    fn look_everywhere(&mut self) {
        let mut by_hash = ByHash::default();
        let rest: Vec<StoredArticle> = self.expected.take().into_iter().collect();
        for (_, number, _, languages, fingerprint) in rest.into_iter().chain(&mut self.next) {
            let languages = together(&languages);
            let numbers = by_hash.numbers.entry(fingerprint.hash()).or_default();
            numbers.push(number);
            if !by_hash.languages.contains(&languages) {
                by_hash.languages.push(languages);
            }
        }
        // the first of those with the same text is taken first
        for numbers in by_hash.numbers.values_mut() {
            numbers.reverse();
        }
        self.by_hash = Some(by_hash);
    }

    /// The numbers of the articles that do not stay.
    pub(super) fn leaving(&self) -> impl Iterator<Item = u64> {
        let numbers = self.table.articles_at(self.position);
        let numbers = numbers.map(|(_, number, ..)| number);
        numbers.filter(|number| !self.kept.contains(*number))
    }
}

/// The codes of languages, as the fingerprint of a text has them.
pub(super) fn together(languages: &[(Language, LanguageCounts)]) -> String {
    let codes: Vec<&str> = languages
        .iter()
        .map(|(language, _)| language.code())
        .collect();
    codes.join(" ")
}
