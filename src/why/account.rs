//! What is told of an article and a query?

use serde::Serialize;

use crate::hit::QueryLanguage;
use crate::index::Stale;
use crate::language::Language;
use crate::named::Absence;
use crate::plan::certainty::Certainty;
use crate::query::Query;
use crate::rerank::explain::{Explanation, VariantExplanation};

/// Why an article is, or is not, among the hits of a query.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// The article: its path relative to the corpus.
    pub article: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// What became of its file since it was indexed; none if it is as it was, or if the corpus is not there.
    pub since: Option<Stale>,
    /// Whether the phrases of the query stand in no passage at all, so that their words were looked for one by one.
    pub phrases_relaxed: bool,
    /// The languages that have a word of the query, the likeliest first.
    pub query_languages: Vec<QueryLanguage>,
    /// The passages of the article, in its order.
    pub passages: Vec<PassageLanguage>,
    /// The words of the query in the passage that comes nearest to being a hit, or is one.
    pub nearest: Option<Nearest>,
    /// The score of that passage, if it has one.
    pub own: Option<RankedArticle>,
    /// The article directly above, if there is one.
    pub above: Option<RankedArticle>,
    /// The first article, if it is not this one.
    pub first: Option<RankedArticle>,
}

/// What is told of an article and a query as JSON: an object, see `docs/json.md`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WhyLine<'w> {
    /// [`WhyLine::VERSION`].
    pub version: u32,
    /// The query as it was put.
    pub query: &'w str,
    /// What is told of the article.
    #[serde(flatten)]
    pub why: &'w Why,
}

impl<'w> WhyLine<'w> {
    /// Version of the object: it rises when a field goes away or changes its meaning.
    pub const VERSION: u32 = 1;

    /// The object of what was told of a query.
    #[must_use]
    pub fn of(query: &'w Query, why: &'w Why) -> Self {
        Self {
            version: Self::VERSION,
            query: &query.text,
            why,
        }
    }
}

/// Whether an article is among the hits, and if not, what keeps it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// It is.
    Hit {
        /// Its rank among the articles, each ranked by its best passage, from 1.
        rank: usize,
        /// The rank of its best passage among the passages, from 1.
        passage_rank: usize,
        /// Articles with a passage that matches.
        of_articles: usize,
        /// Passages that match.
        of_passages: usize,
    },
    /// It matches, but by their words so many passages are better that a search does not read it again.
    Outranked {
        /// The rank of its best passage by its words alone, from 1.
        #[serde(rename = "place")]
        rank: usize,
        /// Passages that match.
        of_passages: usize,
        /// Passages that are read again.
        read: usize,
    },
    /// It has words of the query, but each passage with one is shut out; by what the nearest one is.
    ShutOut {
        /// All that shuts it out; never empty.
        by: Vec<Barrier>,
    },
    /// It has no word of the query.
    NoWord,
    /// It has no passage in the index.
    NotIndexed(Absence),
}

/// What shuts a passage out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "barrier")]
pub enum Barrier {
    /// It is in a language that was not asked for.
    Language {
        /// The language.
        language: Language,
    },
    /// It lacks a word, and all are wanted.
    Word {
        /// The word.
        text: String,
    },
    /// Whatever it has is but a guess, and only what was asked for is wanted.
    Guess,
    /// It lacks a phrase.
    Phrase {
        /// The phrase.
        text: String,
    },
    /// Its article is not as a part of the expression asks, or it is not itself.
    Expression {
        /// The part.
        text: String,
    },
    /// What is known of its article is not what a filter asks.
    Filter {
        /// What the filter is of.
        text: String,
    },
    /// It has an excluded word or phrase.
    Excluded {
        /// The word or phrase.
        text: String,
    },
}

/// Which language a passage was put in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PassageLanguage {
    /// Line it starts in, from 1.
    pub line: usize,
    /// The language in whose field it is indexed.
    pub language: Language,
}

/// The words of the query in a passage.
#[derive(Clone, Debug, Serialize)]
pub struct Nearest {
    /// Line the passage starts in, from 1.
    pub line: usize,
    /// Its language.
    pub language: Language,
    /// The words, in the order of the query.
    pub words: Vec<WordInArticle>,
}

/// A word of the query, and where the article has it.
#[derive(Clone, Debug, Serialize)]
pub struct WordInArticle {
    /// The word as it was typed.
    pub word: String,
    /// What it is called in the field of the language.
    pub term: String,
    /// Its document frequency in the language, weighted by variant.
    #[serde(rename = "passages")]
    pub doc_freq: f64,
    /// The variants that the passage has.
    pub here: Vec<VariantExplanation>,
    /// Line of the first other passage of the article that has it, where this one has not.
    #[serde(rename = "elsewhere")]
    pub other_line: Option<usize>,
    /// Words of the passage spelled much like it, where no passage of the article has it.
    pub alike_here: Vec<AlikeHere>,
    /// Terms of the language spelled much like it, the most frequent first, where no passage of the language has it.
    pub alike: Vec<String>,
}

/// A word of a passage whose term is spelled much like that of a query word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlikeHere {
    /// The word as the passage spells it.
    pub surface: String,
    /// Its term.
    pub term: String,
}

/// How an article stands: its best passage and why that has its score.
#[derive(Clone, Debug, Serialize)]
pub struct RankedArticle {
    /// Its rank among the articles, from 1; where it was outranked, what it would be.
    pub rank: usize,
    /// Its path relative to the corpus.
    pub article: String,
    /// Line the passage starts in, from 1.
    pub line: usize,
    /// The language of the passage.
    pub language: Language,
    /// How sure it is that it is what was asked for.
    #[serde(rename = "match")]
    pub certainty: Certainty,
    /// Why it has its score.
    pub explanation: Explanation,
}
