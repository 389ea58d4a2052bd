//! What is a clause of a query? Words in a row, with how they are meant.

use super::sign::{Form, forms};
use crate::analysis::words::Words;

/// What the words of a clause count of which nothing is said, in hundredths.
pub const FULL_BOOST: u32 = 100;

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its words, in order, without the signs that say how they are meant; one part or more.
    pub parts: Vec<Part>,
    /// How passages must relate to it.
    pub kind: ClauseKind,
    /// As it was typed, with its signs and quotation marks.
    pub typed: String,
    /// What its words count, in hundredths; [`FULL_BOOST`] if nothing is said of it.
    pub boost: u32,
}

/// Words in a row that are meant in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The words, as typed; of a pattern with its `*` and `?`.
    pub text: String,
    /// How they are meant.
    pub form: Form,
}

impl Clause {
    pub(super) fn new(text: &str, kind: ClauseKind) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for word in text.split_whitespace() {
            for (word, form) in forms(word) {
                match parts.last_mut() {
                    Some(last) if form == Form::Any && last.form == Form::Any => {
                        last.text.push(' ');
                        last.text.push_str(word);
                    }
                    _ => parts.push(Part {
                        text: word.to_owned(),
                        form,
                    }),
                }
            }
        }
        Self {
            parts,
            kind,
            typed: text.to_owned(),
            boost: FULL_BOOST,
        }
    }

    /// Its words as text.
    #[must_use]
    pub fn text(&self) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
        parts.join(" ")
    }
}

/// How passages must relate to a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// Its words count, each for itself.
    Words,
    /// Its words must stand in the passage one after the other.
    Phrase,
    /// Its words must not stand in the passage; several one after the other.
    Excluded,
}

/// Whether a text has a word.
pub(super) fn has_word(text: &str) -> bool {
    Words::new(text, false).next().is_some()
}
