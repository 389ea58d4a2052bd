//! What is an expression made of? A tree with sets of passages in the place of words.

use super::leaf::Found;
use crate::index::{ArticleSet, PassageSet};
use crate::language::Language;

/// A part of an expression.
pub(super) enum Part {
    Any(Vec<Self>),
    All(Vec<Self>),
    Beside(Vec<Self>),
    Not(Box<Self>),
    Must(Box<Self>),
    Without(Box<Self>),
    /// The passages with one of some words; where all are wanted, those with each of them.
    Words(Vec<Found>),
    /// Those with a row of words, or with words near one another.
    Row(Found),
    /// Those with all that is asked of one passage.
    Passage(Found),
    /// The first passages of articles with such a title.
    Title(Found),
    Languages(Vec<Language>),
    Known(ArticleSet),
}

impl Part {
    /// Whether it is asked of the passage that is shown, not of its article.
    pub(super) fn is_of_passage(&self) -> bool {
        match self {
            Self::Languages(_) | Self::Without(_) => true,
            Self::Not(one) | Self::Must(one) => one.is_of_passage(),
            Self::Beside(some) | Self::Any(some) => some.iter().all(Self::is_of_passage),
            _ => false,
        }
    }

    /// Whether an article is as asked by what is but a guess.
    pub(super) fn has_guesses(&self) -> bool {
        match self {
            Self::Any(some) | Self::All(some) | Self::Beside(some) => {
                some.iter().any(Self::has_guesses)
            }
            Self::Not(one) | Self::Must(one) | Self::Without(one) => one.has_guesses(),
            Self::Words(words) => words.iter().any(|found| found.sure.is_some()),
            Self::Row(found) | Self::Passage(found) | Self::Title(found) => found.sure.is_some(),
            Self::Languages(_) | Self::Known(_) => false,
        }
    }
}

/// Whether of the words among parts that stand side by side one is needed: a phrase, or what has a plus, is enough.
pub(super) fn needs_word(parts: &[Part]) -> bool {
    let has_words = parts.iter().any(|part| matches!(part, Part::Words(_)));
    let is_enough = |part: &Part| matches!(part, Part::Row(_) | Part::Passage(_) | Part::Must(_));
    has_words && !parts.iter().any(is_enough)
}

/// The passages with something that a part names and that is wanted: where it is negated twice, that is.
pub(super) fn evidence(
    part: &Part,
    segment: usize,
    is_wanted: bool,
    none: &PassageSet,
) -> PassageSet {
    let mut has = none.clone();
    match part {
        Part::Any(some) | Part::All(some) | Part::Beside(some) => {
            for one in some {
                has.unite(&evidence(one, segment, is_wanted, none));
            }
        }
        Part::Must(one) => return evidence(one, segment, is_wanted, none),
        Part::Not(one) | Part::Without(one) => return evidence(one, segment, !is_wanted, none),
        Part::Words(words) if is_wanted => {
            for found in words {
                has.unite(found.of(segment, false));
            }
        }
        Part::Row(found) | Part::Passage(found) | Part::Title(found) if is_wanted => {
            return found.of(segment, false).clone();
        }
        _ => {}
    }
    has
}

/// Whether every passage with a word that is wanted is shown, if its article is as asked.
pub(super) fn is_of_words(part: &Part) -> bool {
    match part {
        Part::Words(_) | Part::Known(_) => true,
        Part::Any(some) => some.iter().all(|one| matches!(one, Part::Words(_))),
        Part::All(some) | Part::Beside(some) => some.iter().all(is_of_words),
        Part::Must(one) => is_of_words(one),
        Part::Not(one) => !one.is_of_passage() && !has_negation(one),
        Part::Row(_)
        | Part::Passage(_)
        | Part::Title(_)
        | Part::Languages(_)
        | Part::Without(_) => false,
    }
}

fn has_negation(part: &Part) -> bool {
    match part {
        // within a passage or a title there may be one
        Part::Not(_) | Part::Without(_) | Part::Passage(_) | Part::Title(_) => true,
        Part::Any(some) | Part::All(some) | Part::Beside(some) => some.iter().any(has_negation),
        Part::Must(one) => has_negation(one),
        _ => false,
    }
}
