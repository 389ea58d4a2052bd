//! What must a passage be like? A tree of conditions, lowered to cursors over postings, and evaluated on the tokens of a text.
//!
//! Both see the same variants, so that what a search finds, highlights and explains cannot disagree. Postings tell which
//! terms stand in a passage and where; which form of a word stands there only its text can tell.

use std::cell::OnceCell;

use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::near::Nearness;
use super::tokens::Tokens;
use super::word::WordCursor;
use crate::error::Result;
use crate::index::{ArticleSet, PassageSet};
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::matcher::{PhraseMatcher, WordMatcher};
use crate::plan::phrase::PlannedPhrase;
use crate::plan::variant::Variant;
use crate::plan::word::PlannedWord;

/// What a passage must be like.
pub(crate) enum Condition<'p> {
    /// Each of these holds.
    All(Vec<Self>),
    /// One of these holds.
    Any(Vec<Self>),
    /// This does not hold.
    Not(Box<Self>),
    /// It is in one of these languages.
    Language(&'p [Language]),
    /// It is of one of these articles.
    Articles(&'p ArticleSet),
    /// It is one of these passages of its segment.
    Passages(&'p [PassageSet]),
    /// It has these near one another.
    Near(Nearness<'p>),
    /// It has this word.
    Word(Leaf<&'p PlannedWord, WordMatcher>),
    /// It has these words in a row.
    Phrase(Leaf<&'p PlannedPhrase, PhraseMatcher>),
}

/// A word or phrase, and which tokens it means, once that is asked.
pub(crate) struct Leaf<P, M> {
    pub(crate) planned: P,
    matcher: OnceCell<M>,
}

impl<P, M> Leaf<P, M> {
    pub(super) fn of(planned: P) -> Self {
        let matcher = OnceCell::new();
        Self { planned, matcher }
    }
}

impl Leaf<&PlannedWord, WordMatcher> {
    /// Which tokens the word means; rows of terms aside.
    pub(super) fn matcher(&self) -> &WordMatcher {
        self.matcher.get_or_init(|| self.planned.matcher())
    }
}

impl<'p> Condition<'p> {
    /// What a plan asks of passages of its language: one of its words, all that it requires, nothing that it excludes. The
    /// words are the first of these.
    pub(crate) fn of(plan: &'p Plan) -> Self {
        let words = plan.words.iter().map(|word| Self::Word(Leaf::of(word)));
        let phrase = |phrase: &'p PlannedPhrase| Self::Phrase(Leaf::of(phrase));
        let required = plan.required.iter();
        let required =
            required.map(|alternatives| Self::Any(alternatives.iter().map(phrase).collect()));
        let excluded = plan.excluded.iter();
        let excluded = excluded.map(|excluded| Self::Not(Box::new(phrase(excluded))));
        let all = std::iter::once(Self::Any(words.collect()));
        let articles = plan.admitted.as_deref().map(Self::Articles);
        let passages = plan.passages.as_ref();
        let passages = passages.map(|passages| Self::Passages(passages.as_slice()));
        Self::All(
            all.chain(articles)
                .chain(passages)
                .chain(required)
                .chain(excluded)
                .collect(),
        )
    }

    /// The conditions that must hold all.
    pub(crate) fn each(&self) -> &[Self] {
        match self {
            Self::All(all) => all,
            one => std::slice::from_ref(one),
        }
    }

    /// Whether it holds for a text.
    pub(crate) fn holds(&self, tokens: &Tokens<'_>) -> bool {
        match self {
            Self::All(all) => all.iter().all(|one| one.holds(tokens)),
            Self::Any(any) => any.iter().any(|one| one.holds(tokens)),
            Self::Not(one) => !one.holds(tokens),
            Self::Language(languages) => languages.contains(&tokens.language),
            // a text does not know which article it is of; its passage told that
            Self::Articles(_) | Self::Passages(_) => true,
            Self::Near(near) => near.holds(tokens),
            Self::Word(word) => has_word(tokens, word),
            Self::Phrase(phrase) => {
                tokens.has_phrase(phrase.matcher.get_or_init(|| phrase.planned.matcher()))
            }
        }
    }

    /// Whether only its text can tell that a passage is so, whose postings admit it.
    pub(super) fn minds_surface(&self) -> bool {
        match self {
            Self::All(some) | Self::Any(some) => some.iter().any(Self::minds_surface),
            Self::Not(one) => one.minds_surface(),
            Self::Language(_) | Self::Articles(_) | Self::Passages(_) => false,
            Self::Near(near) => near.minds_surface(),
            Self::Word(word) => word.planned.surface.is_some(),
            Self::Phrase(phrase) => phrase.planned.minds_surface(),
        }
    }

    /// The passages of a segment that have one of its words or phrases, whatever their surface; none if none can. What is
    /// negated has no cursor.
    pub(super) fn cursor(
        &self,
        field: Field,
        reader: &SegmentReader,
    ) -> Result<Option<WordCursor>> {
        let alternatives: Vec<&PlannedPhrase> = match self {
            Self::Phrase(phrase) => vec![phrase.planned],
            Self::Word(word) => {
                return Ok(WordCursor::open(&word.planned.variants, field, reader)?);
            }
            Self::Any(any) => any.iter().filter_map(Self::phrase).collect(),
            Self::All(_)
            | Self::Not(_)
            | Self::Language(_)
            | Self::Articles(_)
            | Self::Passages(_)
            | Self::Near(_) => Vec::new(),
        };
        Ok(WordCursor::open_alternatives(&alternatives, field, reader)?)
    }

    /// The phrase that it asks for, or the first of those.
    pub(crate) fn phrase(&self) -> Option<&'p PlannedPhrase> {
        match self {
            Self::Phrase(phrase) => Some(phrase.planned),
            Self::Any(some) | Self::All(some) => some.first().and_then(Self::phrase),
            Self::Not(one) => one.phrase(),
            Self::Language(_)
            | Self::Articles(_)
            | Self::Passages(_)
            | Self::Near(_)
            | Self::Word(_) => None,
        }
    }
}

/// Whether a text has a word, or words in a row that stand for it.
fn has_word(tokens: &Tokens<'_>, word: &Leaf<&PlannedWord, WordMatcher>) -> bool {
    let rows = word
        .planned
        .variants
        .iter()
        .filter(|one| one.term().is_none());
    tokens.frequency(word.matcher()) > 0.0
        || rows
            .map(Variant::matcher)
            .any(|row| tokens.has_phrase(&row))
}
