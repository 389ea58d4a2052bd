//! What stands for a query word? A variant: an index term, or terms in a row, with a weight and a reason.
//!
//! Everything by which a word can meet the index is a variant: the surface itself, another spelling, a form, a part
//! or whole of a compound, a prefix, a similar spelling, a synonym. The variants of a word score as one term
//! (`word.rs`), are explained by their reason, and are what is highlighted.

use serde::Serialize;

use super::certainty::Certainty;
use super::matcher::{Meaning, PhraseMatcher, WordMatcher};

/// What stands for a query word in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// One index term, or several that must stand one after the other.
    pub terms: Vec<String>,
    /// If they are several: what may stand for each of them.
    pub(crate) row: Vec<Vec<Variant>>,
    /// What an occurrence counts beside one of the word itself: above 0, at most 1.
    pub weight: f64,
    /// Why it stands for the word.
    pub reason: Reason,
    /// How sure it is that whoever typed the word means it.
    pub certainty: Certainty,
    /// Its document frequency in the language; of several terms, that of the rarest.
    pub doc_freq: f64,
}

impl Variant {
    /// Words in a row, each with what stands for it, the word itself first; none if nothing stands for one of them. What an
    /// occurrence counts, and its reason, are those of the words.
    pub(crate) fn of_row(row: Vec<Vec<Self>>) -> Option<Self> {
        let firsts: Option<Vec<&Self>> = row.iter().map(|word| word.first()).collect();
        let firsts = firsts?;
        let first = firsts.first()?;
        let (weight, reason, certainty) = (first.weight, first.reason, first.certainty);
        let doc_freq = |word: &Vec<Self>| word.iter().map(|one| one.doc_freq).sum();
        Some(Self {
            terms: firsts.iter().flat_map(|one| one.terms.clone()).collect(),
            weight,
            reason,
            certainty,
            doc_freq: row.iter().map(doc_freq).fold(f64::INFINITY, f64::min),
            row,
        })
    }

    /// The term, if it is a single one.
    #[must_use]
    pub fn term(&self) -> Option<&str> {
        match self.terms.as_slice() {
            [term] => Some(term),
            _ => None,
        }
    }

    /// Which tokens of a text it means, if it is terms in a row.
    pub(crate) fn matcher(&self) -> PhraseMatcher {
        let meaning = Meaning {
            weight: 1.0,
            certainty: self.certainty,
            part: None,
        };
        let word = |variants: &Vec<Variant>| WordMatcher {
            terms: variants
                .iter()
                .filter_map(|one| Some((one.term()?.to_owned(), meaning.clone())))
                .collect(),
            surface: None,
        };
        self.row.iter().map(word).enumerate().collect()
    }

    /// Its terms as text.
    #[must_use]
    pub fn text(&self) -> String {
        self.terms.join(" ")
    }
}

/// Why a variant stands for a query word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The word as it was typed, in any case.
    Exact,
    /// Another spelling of it, with or without its marks.
    Spelling,
    /// A surface with the same stem.
    Stem,
    /// A word that begins so.
    Prefix,
    /// A word that has the pattern.
    Pattern,
    /// A word spelled much like it, because the query asks for such.
    Fuzzy,
    /// A surface that the endings and beginnings of the language make a likely form, or that a letter or two make another
    /// spelling.
    Form,
    /// A part of the compound that the word is.
    Part,
    /// A compound that the word is a part of.
    Compound,
    /// The number that was typed in groups.
    Notation,
    /// Written as one word or as several.
    Joined,
    /// A synonym from the user's list.
    Synonym,
}

impl Reason {
    /// How sure what stands for a word for this reason is, if nothing else is known of it.
    pub(super) fn certainty(self) -> Certainty {
        match self {
            Self::Exact | Self::Spelling | Self::Notation | Self::Joined => Certainty::Exact,
            // what was asked for by a sign or a list is no guess
            Self::Stem | Self::Prefix | Self::Pattern | Self::Fuzzy | Self::Synonym => {
                Certainty::Form
            }
            // a compound is another word, though often about the same
            Self::Form | Self::Part | Self::Compound => Certainty::Guess,
        }
    }

    /// In words, for people.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Exact => "as typed",
            Self::Spelling => "another spelling",
            Self::Stem => "same stem",
            Self::Prefix => "begins so",
            Self::Pattern => "has the pattern",
            Self::Fuzzy => "spelled alike, as asked",
            Self::Form => "a likely form",
            Self::Part => "part of the compound",
            Self::Compound => "compound with the word",
            Self::Notation => "same number",
            Self::Joined => "written as one",
            Self::Synonym => "synonym",
        }
    }
}
