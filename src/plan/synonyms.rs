//! Words that a user wants to be found for each other: a list in a file.
//!
//! A line `Kyiv, Kiev, Київ` makes each stand for the others; `USA => United States, Vereinigte Staaten` makes those
//! on the right stand for that on the left and not the other way round. Several words in a row are one entry. `#`
//! begins a comment. Entries are analysed like queries, so they meet every inflection, in every language.

use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::analysis::words::WordKind;
use crate::analysis::{Analyzer, Token};
use crate::error::{Error, Result};
use crate::language::Language;

/// A user's list of synonyms.
#[derive(Debug)]
pub struct Synonyms {
    /// What is looked for, and what else is found for it.
    entries: Vec<(String, Vec<String>)>,
    /// By [`Language::ordinal`], made when first needed.
    tables: Vec<OnceLock<Table>>,
}

/// Terms in a row.
pub(crate) type Row = Vec<String>;

/// The list in the terms of one language.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// First term of what is looked for → it as terms, and the terms that stand for it.
    by_first: FxHashMap<String, Vec<(Row, Vec<Row>)>>,
}

impl Synonyms {
    /// Reads a list; `path` is the file's, for the error.
    ///
    /// # Errors
    /// [`Error::BadLine`] names the first line that is none.
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        let mut entries = Vec::new();
        for (number, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let bad = |reason: &str| Error::BadLine {
                path: path.to_owned(),
                line: number + 1,
                reason: reason.to_owned(),
            };
            let list = |text: &str| -> Vec<String> {
                let items = text.split(',').map(str::trim);
                items
                    .filter(|item| !item.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            if let Some((left, right)) = line.split_once("=>") {
                let (left, right) = (list(left), list(right));
                if left.is_empty() || right.is_empty() {
                    return Err(bad("nothing on one side of `=>`"));
                }
                entries.extend(left.into_iter().map(|word| (word, right.clone())));
            } else {
                let group = list(line);
                if group.len() < 2 {
                    return Err(bad("a single word, nothing that could stand for it"));
                }
                for word in &group {
                    let others = group.iter().filter(|other| *other != word);
                    entries.push((word.clone(), others.cloned().collect()));
                }
            }
        }
        Ok(Self {
            entries,
            tables: Language::all().map(|_| OnceLock::new()).collect(),
        })
    }

    pub(crate) fn table(&self, language: Language) -> &Table {
        self.tables[language.ordinal()].get_or_init(|| {
            let mut analyzer = Analyzer::new(language);
            let mut row = |text: &str| -> Row {
                // in a longer run its last character is no token of its own
                let is_tail = |token: &Token| token.kind == (WordKind::Tail { alone: false });
                let tokens = analyzer.tokens(text).into_iter();
                let tokens = tokens.filter(|token| !is_tail(token));
                tokens.map(|token| token.term).collect()
            };
            let mut table = Table::default();
            for (word, others) in &self.entries {
                let word = row(word);
                let mut others: Vec<Row> = others.iter().map(|other| row(other)).collect();
                others.retain(|other| !other.is_empty() && *other != word);
                others.sort();
                others.dedup();
                if let Some(first) = word.first().cloned()
                    && !others.is_empty()
                {
                    table
                        .by_first
                        .entry(first)
                        .or_default()
                        .push((word, others));
                }
            }
            table
        })
    }
}

impl Table {
    /// What stands for the terms that `terms` begins with: how many of them, and the rows that stand for them.
    pub(crate) fn starting<'t>(
        &'t self,
        terms: &'t [&str],
    ) -> impl Iterator<Item = (usize, &'t [Row])> {
        let first = terms.first().and_then(|first| self.by_first.get(*first));
        let entries = first.into_iter().flatten();
        entries.filter_map(move |(word, others)| {
            let is_here = word.len() <= terms.len() && word.iter().zip(terms).all(|(a, b)| a == b);
            is_here.then_some((word.len(), others.as_slice()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_stands_for_each_other_and_an_arrow_points_one_way() {
        let list = "# names\nKyiv, Kiev\nUSA => United States # and not back\n";
        let synonyms = Synonyms::parse(list, Path::new("list")).expect("a list");
        let table = synonyms.table(Language::from_code("en").expect("en"));
        let found = |terms: &[&str]| -> Vec<(usize, Vec<Row>)> {
            let found = table.starting(terms);
            found
                .map(|(length, rows)| (length, rows.to_vec()))
                .collect()
        };
        assert_eq!(found(&["kyiv"]), [(1, vec![vec!["kiev".to_owned()]])]);
        assert_eq!(
            found(&["usa", "today"]),
            [(1, vec![vec!["unit".to_owned(), "state".to_owned()]])]
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
}
