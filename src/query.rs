//! What was typed? A query is its clauses, and where operators bind them a tree; there are no errors of syntax.
//!
//! Words are looked for one by one; `"…"` (straight or typographic) is a phrase; `-` before a word or phrase
//! excludes it. `=word` is exactly this form, `word*`, `*word` and `w?rd` every word that such a pattern has, `word~` every
//! word spelled much like it, also within a phrase. `AND`, `OR`, `NOT`, `NEAR/n`,
//! brackets and fields make an expression of it (`grammar.rs`); what could be one and is none is read without. Everything else
//! that could be read as syntax is text.

mod clause;
mod grammar;
mod outline;
mod quotation;
mod sign;
#[cfg(test)]
mod tests;
mod token;
mod tree;

use crate::analysis::words::Words;
use crate::error::{Error, Result};
use crate::limits::{Limit, Limits};
use clause::has_word;
use quotation::{Quotations, starts_operand};

pub use clause::{Clause, ClauseKind, FULL_BOOST, Part};
pub use outline::OutlineLine;
pub use sign::Form;
pub use tree::{Field, Node};

/// A query, parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What was typed.
    pub text: String,
    /// Its parts, in order.
    pub clauses: Vec<Clause>,
    /// What is asked of them, if it is an expression.
    pub tree: Option<Node>,
    /// What of it was not understood, if it looked like an expression and is none.
    pub not_understood: Option<String>,
}

impl Query {
    /// Parses a query; there is no wrong one.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let Some(tokens) = token::tokens(text) else {
            return Self::without_operators(text);
        };
        match grammar::parse(text, &tokens) {
            Ok((clauses, tree)) => Self {
                text: text.to_owned(),
                clauses,
                tree: Some(tree),
                not_understood: None,
            },
            Err(fault) => Self {
                not_understood: Some(fault),
                ..Self::without_operators(text)
            },
        }
    }

    /// The query of the words of a text, whatever signs they have.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut query = Self {
            text: text.to_owned(),
            clauses: Vec::new(),
            tree: None,
            not_understood: None,
        };
        if !text.trim().is_empty() {
            query.clauses.push(Clause {
                parts: vec![Part {
                    text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                    form: Form::Any,
                }],
                ..Clause::new("", ClauseKind::Words)
            });
        }
        query
    }

    /// As it may be typed: an expression with those brackets that it needs.
    #[must_use]
    pub fn print(&self) -> String {
        match &self.tree {
            Some(tree) => tree.display(&self.clauses).to_string(),
            None => self.text.clone(),
        }
    }

    /// The parts of the query as they are read.
    #[must_use]
    pub fn outline(&self) -> Vec<OutlineLine> {
        outline::outline(self.tree.as_ref(), &self.clauses)
    }

    /// Its clauses, if there are no operators.
    fn without_operators(text: &str) -> Self {
        let quotations = Quotations::of(text);
        let mut clauses: Vec<Clause> = Vec::new();
        let mut words = 0..0; // of the text, still to be made a clause
        let mut at = 0;
        let mut at_start = true; // of a word
        while let Some(first) = text[at..].chars().next() {
            let behind = at + first.len_utf8();
            let excluded =
                at_start && matches!(first, '-' | '−') && starts_operand(&text[behind..]);
            let operand = if excluded { behind } else { at };
            let quoted = if at_start || excluded {
                quotations.starting(operand)
            } else {
                None
            };
            if let Some((phrase, after)) = quoted {
                push_words(&mut clauses, &text[words]);
                let kind = if excluded {
                    ClauseKind::Excluded
                } else {
                    ClauseKind::Phrase
                };
                clauses.push(Clause::new(phrase, kind));
                at = after;
                words = at..at;
                continue;
            }
            if excluded {
                push_words(&mut clauses, &text[words]);
                let rest = &text[operand..];
                at = operand + rest.find(char::is_whitespace).unwrap_or(rest.len());
                clauses.push(Clause::new(&text[operand..at], ClauseKind::Excluded));
                words = at..at;
                continue;
            }
            at_start = first.is_whitespace() || matches!(first, '(' | '[');
            at = behind;
            words.end = at;
        }
        push_words(&mut clauses, &text[words]);
        Self {
            text: text.to_owned(),
            clauses,
            tree: None,
            not_understood: None,
        }
    }

    /// Whether a word of it, as it was typed, is an initialism such as `WHO` or `US`: two to five letters, all capitals, in a
    /// query that is not written in capitals as a whole.
    #[must_use]
    pub(crate) fn has_initialism(&self, word: &str) -> bool {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_upper = |text: &str| !text.contains(char::is_lowercase);
        let has_capitals = word.contains(char::is_uppercase);
        if !(has_capitals && INITIALISM_LETTERS.contains(&letters) && is_upper(word)) {
            return false;
        }
        let words = self.text.split_whitespace();
        !is_upper(&self.text) || words.count() < MIN_SHOUTED_WORDS
    }

    /// The beginning of the query that a search may look at, and which limits that met.
    #[must_use]
    pub(crate) fn within(&self, limits: &Limits) -> (Self, Vec<Limit>) {
        let (mut chars, mut words) = (limits.query_chars, limits.query_words);
        let mut expanded = limits.expanded_words;
        let (mut met, mut clauses) = (Vec::new(), Vec::new());
        let is_cut = |met: &[Limit]| met.iter().any(|limit| *limit != Limit::ExpandedWords);
        for clause in &self.clauses {
            let mut parts = Vec::new();
            for part in &clause.parts {
                if is_cut(&met) {
                    break;
                }
                let mut text = part.text.as_str();
                if let Some((end, _)) = text.char_indices().nth(chars) {
                    text = &text[..end];
                    met.push(Limit::QueryChars);
                }
                if let Some(word) = Words::new(text, false).nth(words) {
                    text = &text[..word.byte_range.start];
                    met.push(Limit::QueryWords);
                }
                chars -= text.chars().count();
                words -= Words::new(text, false).count().min(words);
                let mut form = part.form;
                if matches!(form, Form::Pattern | Form::Fuzzy { .. }) {
                    if expanded == 0 {
                        form = Form::Any;
                        met.extend(
                            (!met.contains(&Limit::ExpandedWords)).then_some(Limit::ExpandedWords),
                        );
                    }
                    expanded = expanded.saturating_sub(1);
                }
                let text = text.trim_end().to_owned();
                parts.push(Part { text, form });
            }
            parts.retain(|part| !part.text.is_empty());
            // a tree names clauses by their numbers
            if !parts.is_empty() || self.tree.is_some() {
                clauses.push(Clause {
                    parts,
                    ..clause.clone()
                });
            }
        }
        let query = Self {
            clauses,
            ..self.clone()
        };
        (query, met)
    }
}

impl Query {
    /// Refuses a query that has no word to search for.
    ///
    /// # Errors
    /// [`Error::OnlyExclusions`] if it has words to leave out only, [`Error::EmptyQuery`] if it has none at all.
    pub fn require_word(&self) -> Result<()> {
        let (mut query, mut is_empty) = (self.text.clone(), true);
        for clause in self
            .clauses
            .iter()
            .filter(|clause| has_word(&clause.text()))
        {
            if clause.kind != ClauseKind::Excluded {
                return Ok(());
            }
            is_empty = false;
        }
        if let Some((end, _)) = query.char_indices().nth(MAX_TOLD_CHARS) {
            query.truncate(end);
            query.push('…');
        }
        Err(if is_empty {
            Error::EmptyQuery { query }
        } else {
            Error::OnlyExclusions { query }
        })
    }
}

/// Letters of an initialism.
const INITIALISM_LETTERS: std::ops::RangeInclusive<usize> = 2..=5;

/// So many words in capitals are no initialisms.
const MIN_SHOUTED_WORDS: usize = 3;

/// Characters of a query that an error repeats.
const MAX_TOLD_CHARS: usize = 60;

fn push_words(clauses: &mut Vec<Clause>, words: &str) {
    if !words.trim().is_empty() {
        clauses.push(Clause::new(words, ClauseKind::Words));
    }
}
