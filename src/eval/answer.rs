//! What does an index answer to a question?

use crate::language::Language;

/// What an index answers to a topic.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The language that the index finds likeliest for it; [`Language::UNKNOWN`] if it has no word of it.
    pub language: Language,
    /// The articles, the best first, with their scores; at most [`DEPTH`](super::DEPTH).
    pub articles: Vec<(String, f64)>,
}

impl Answer {
    /// The answer to a topic without a word.
    #[must_use]
    pub fn none() -> Self {
        Self {
            language: Language::UNKNOWN,
            articles: Vec::new(),
        }
    }
}
