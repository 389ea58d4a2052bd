//! Which words does a user want to be found for each other? A file lists them.
//!
//! A line `Kyiv, Kiev, Київ` makes each stand for the others; `USA => United States, Vereinigte Staaten` makes those
//! on the right stand for that on the left and not the other way round. Several words in a row are one entry. `#`
//! begins a comment. Entries are analysed like queries, so they meet every inflection, in every language.
//!
//! A list may have a hundred thousand lines, and an index thirty languages. So the list is kept as it was written, its groups
//! as ranges of entries, and of a long one only those entries are analysed that begin with the two letters of a query's word.

use std::hash::Hasher;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};

use crate::analysis::keys::Keys;
use crate::analysis::surface::folded;
use crate::analysis::words::WordKind;
use crate::analysis::{Analyzer, Token};
use crate::error::{Error, Result};
use crate::language::Language;

/// A user's list of synonyms.
#[derive(Debug)]
pub struct Synonyms {
    /// The entries of all lines, one behind the other.
    text: String,
    /// Where each entry ends in that.
    ends: Vec<u32>,
    groups: Vec<Group>,
    /// The entries that are looked for, by what they begin with.
    by_beginning: FxHashMap<Beginning, Vec<Sought>>,
    /// By language and beginning.
    analysed: Mutex<FxHashMap<(Language, Beginning), Arc<FirstTerms>>>,
}

/// A line of the list.
#[derive(Debug)]
struct Group {
    /// Its entries that stand for others.
    substitutes: Range<u32>,
}

/// An entry that is looked for.
#[derive(Clone, Copy, Debug)]
struct Sought {
    entry: u32,
    group: u32,
}

/// Entries with the hashes of the keys of their first terms in a language, by hash.
type FirstTerms = Vec<(u64, Sought)>;

/// Terms in a row.
pub(crate) type Row = Vec<String>;

/// A list of at most so many entries is analysed as a whole, so that it does not matter what a stemmer takes from the
/// beginning of a word.
const MAX_WHOLE: usize = 5000;

/// The first two letters of a word, the second NUL if it has only one. More would keep forms apart: `flies` and `fly`.
type Beginning = [char; 2];

/// The beginning of all entries of a list that is analysed as a whole.
const ANY: Beginning = ['*', '\0'];

impl Synonyms {
    /// Reads a list; `path` is the file's, for the error.
    ///
    /// # Errors
    /// [`Error::BadLine`] names the first line that is none.
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        Self::of_lists(&[(text, path)])
    }

    /// Reads several lists as one, each with the path of its file.
    ///
    /// # Errors
    /// [`Error::BadLine`] names the first line that is none.
    pub fn of_lists(lists: &[(&str, &Path)]) -> Result<Self> {
        let mut synonyms = Self {
            text: String::with_capacity(lists.iter().map(|(text, _)| text.len()).sum()),
            ends: Vec::new(),
            groups: Vec::new(),
            by_beginning: FxHashMap::default(),
            analysed: Mutex::default(),
        };
        let mut sought = Vec::new();
        let lines = lists.iter().flat_map(|(text, path)| {
            let lines = text.trim_start_matches('\u{FEFF}').lines().enumerate();
            lines.map(move |(number, line)| (*path, number, line))
        });
        for (path, number, line) in lines {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let bad = |reason: &str| Error::BadLine {
                path: path.to_owned(),
                line: number + 1,
                reason: reason.to_owned(),
            };
            let group = synonyms.groups.len() as u32;
            let (looked_for, substitutes) = if let Some((left, right)) = line.split_once("=>") {
                let (left, right) = (synonyms.add_list(left), synonyms.add_list(right));
                if left.is_empty() || right.is_empty() {
                    return Err(bad("nothing on one side of `=>`"));
                }
                (left, right)
            } else {
                let entries = synonyms.add_list(line);
                if entries.len() < 2 {
                    return Err(bad("a single word, nothing that could stand for it"));
                }
                (entries.clone(), entries)
            };
            synonyms.groups.push(Group { substitutes });
            sought.extend(looked_for.map(|entry| Sought { entry, group }));
        }
        let is_whole = sought.len() <= MAX_WHOLE;
        for one in sought {
            let beginnings = if is_whole {
                vec![ANY]
            } else {
                beginnings(synonyms.entry(one.entry))
            };
            for beginning in beginnings {
                let entries = synonyms.by_beginning.entry(beginning);
                entries.or_default().push(one);
            }
        }
        Ok(synonyms)
    }

    /// Adds the entries between the commas of a text.
    fn add_list(&mut self, text: &str) -> Range<u32> {
        let start = self.ends.len() as u32;
        for entry in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            self.text.push_str(entry);
            self.ends.push(self.text.len() as u32);
        }
        start..self.ends.len() as u32
    }

    fn entry(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[number] as usize]
    }

    /// What stands for the words that `words` (as typed, and their keys) begins with: how many of them, and the rows that
    /// stand for them. Words are the same that have the same key, see [`Keys::of_term`].
    pub(crate) fn starting(
        &self,
        words: &[(&str, &str)],
        analyzer: &mut Analyzer,
        keys: &Keys,
    ) -> Vec<(usize, Vec<Row>)> {
        let Some((text, first)) = words.first() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let beginning = if self.by_beginning.contains_key(&ANY) {
            Some(ANY)
        } else {
            beginnings(text).first().copied()
        };
        let first_terms = beginning.and_then(|one| self.first_terms(one, analyzer, keys));
        let Some(first_terms) = first_terms else {
            return found;
        };
        let hash = hash(first);
        let start = first_terms.partition_point(|(other, _)| *other < hash);
        let same = first_terms[start..].iter();
        for (_, one) in same.take_while(|(other, _)| *other == hash) {
            let row = row(self.entry(one.entry), analyzer);
            let own = words.iter().map(|(_, key)| *key);
            if row.len() > words.len() || !row.iter().zip(own).all(|(a, b)| keys.of_term(a) == b) {
                continue;
            }
            let substitutes = self.groups[one.group as usize].substitutes.clone();
            let others = substitutes.filter(|entry| *entry != one.entry);
            let mut others: Vec<Row> = others
                .map(|entry| self::row(self.entry(entry), analyzer))
                .filter(|other| !other.is_empty() && *other != row)
                .collect();
            others.sort();
            others.dedup();
            if !others.is_empty() {
                found.push((row.len(), others));
            }
        }
        found
    }

    /// The first terms of the entries with a beginning, in the analyzer's language.
    fn first_terms(
        &self,
        beginning: Beginning,
        analyzer: &mut Analyzer,
        keys: &Keys,
    ) -> Option<Arc<FirstTerms>> {
        let entries = self.by_beginning.get(&beginning)?;
        let key = (analyzer.language(), beginning);
        let analysed = || self.analysed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = analysed().get(&key) {
            return Some(known.clone());
        }
        let first_term = |one: &Sought| {
            let row = row(self.entry(one.entry), analyzer);
            row.first().map(|first| (hash(&keys.of_term(first)), *one))
        };
        let mut terms: FirstTerms = entries.iter().filter_map(first_term).collect();
        terms.sort_by_key(|(hash, one)| (*hash, one.entry));
        let terms = Arc::new(terms);
        analysed().insert(key, terms.clone());
        Some(terms)
    }
}

fn hash(term: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(term.as_bytes());
    hasher.finish()
}

/// The beginnings by which an entry or a word is known: its own, whatever the language, and that behind an apostrophe, since
/// an article may be cut off there. A digit at the beginning is as good as another, for a number has several notations.
fn beginnings(text: &str) -> Vec<Beginning> {
    let first = text.split(char::is_whitespace).next().unwrap_or_default();
    let first = folded(first, Language::UNKNOWN);
    let beginning = |part: &str| {
        let plain = |letter: char| if letter == 'ı' { 'i' } else { letter };
        let mut letters = part.chars().map(plain);
        let first = letters.next()?;
        Some(if first.is_numeric() {
            ['0', '\0']
        } else {
            [first, letters.next().unwrap_or_default()]
        })
    };
    let parts = first.split(|c: char| !c.is_alphanumeric());
    let mut beginnings: Vec<Beginning> = parts.filter_map(beginning).collect();
    beginnings.dedup();
    beginnings
}

/// An entry as terms.
fn row(text: &str, analyzer: &mut Analyzer) -> Row {
    // in a longer run its last character is no token of its own
    let is_tail = |token: &Token| token.kind == (WordKind::Tail { alone: false });
    let tokens = analyzer.tokens(text).into_iter();
    let tokens = tokens.filter(|token| !is_tail(token) && token.kind.is_in_row());
    tokens.map(|token| token.term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_stands_for_each_other_and_an_arrow_points_one_way() {
        let list = "# names\nKyiv, Kiev\nUSA => United States # and not back\n";
        let synonyms = Synonyms::parse(list, Path::new("list")).expect("a list");
        let mut analyzer = Analyzer::new(Language::from_code("en").expect("en"));
        let keys = Keys::of(analyzer.language());
        let mut found = |terms: &[&str]| -> Vec<(usize, Vec<Row>)> {
            let words: Vec<(&str, &str)> = terms.iter().map(|term| (*term, *term)).collect();
            synonyms.starting(&words, &mut analyzer, &keys)
        };
        assert_eq!(found(&["kyiv"]), [(1, vec![vec!["kiev".to_owned()]])]);
        assert_eq!(
            found(&["usa", "today"]),
            [(1, vec![vec!["united".to_owned(), "states".to_owned()]])]
        );
        assert!(found(&["unit", "state"]).is_empty());
    }

    #[test]
    fn a_line_that_is_no_list_is_named() {
        for (text, line) in [("a, b\nKyiv", 2), ("=> b", 1), ("\n\na =>", 3)] {
            let error = Synonyms::parse(text, Path::new("list")).expect_err(text);
            assert!(matches!(error, Error::BadLine { line: at, .. } if at == line));
        }
    }

    #[test]
    fn of_a_long_list_what_begins_like_the_word_is_found_as_in_a_short_one() {
        let lines: Vec<String> = (0..3000)
            .map(|number| format!("wort{number}, mot{number}, слово {number}"))
            .collect();
        let known = "Häuser, Gebäude\nl'école => collège\n3.765, viele\n";
        let short = Synonyms::parse(known, Path::new("list")).expect("a list");
        let long = Synonyms::parse(&(lines.join("\n") + "\n" + known), Path::new("list"));
        let long = long.expect("a list");
        assert!(long.by_beginning.len() > 1 && short.by_beginning.len() == 1);
        for (code, text) in [
            ("de", "Haus"),
            ("de", "GEBÄUDEN"),
            ("fr", "écoles"),
            ("fr", "L'École"),
            ("de", "3765"),
            ("en", "houses"),
        ] {
            let mut analyzer = Analyzer::new(Language::from_code(code).expect(code));
            let tokens = analyzer.tokens(text);
            let keys = Keys::of(analyzer.language());
            let of_words: Vec<_> = tokens.iter().map(|one| keys.of_term(&one.term)).collect();
            let words = tokens.iter().zip(&of_words);
            let words: Vec<(&str, &str)> = words
                .map(|(token, key)| (&text[token.byte_range.clone()], key.as_ref()))
                .collect();
            let expected = short.starting(&words, &mut analyzer, &keys);
            assert_eq!(
                long.starting(&words, &mut analyzer, &keys),
                expected,
                "{text}"
            );
            assert_eq!(expected.is_empty(), text == "houses", "{text}");
        }
    }

    #[test]
    fn a_long_line_is_kept_once() {
        let words: Vec<String> = (0..20_000).map(|number| format!("wort{number}")).collect();
        let synonyms = Synonyms::parse(&words.join(", "), Path::new("list")).expect("a list");
        assert_eq!((synonyms.groups.len(), synonyms.ends.len()), (1, 20_000));
        assert_eq!(synonyms.text.len(), words.concat().len());
        let mut analyzer = Analyzer::new(Language::from_code("de").expect("de"));
        let keys = Keys::of(analyzer.language());
        let found = synonyms.starting(&[("Wort7", "wort7")], &mut analyzer, &keys);
        assert_eq!((found.len(), found[0].1.len()), (1, 19_999));
    }
}
