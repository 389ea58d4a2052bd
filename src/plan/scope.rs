//! What may a query find, besides what it says?

use std::sync::Arc;

use super::synonyms::Synonyms;
use crate::index::Filter;
use crate::language::Language;

/// What articles with the same text count as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameText {
    /// One, with several paths: the first of them stands for it.
    #[default]
    One,
    /// Each for itself.
    Each,
}

/// What a query may find.
// each is a switch of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Only passages in these languages; in all if none is named.
    pub languages: Option<Vec<Language>>,
    /// Only articles with every word of the query.
    pub require_all: bool,
    /// Whether what is asked together must stand together in one passage, not only in one article.
    pub same_passage: bool,
    /// Only passages with a word of the query or a form of it: no guesses, and no phrase is taken apart.
    pub strict: bool,
    /// Whether a phrase that stands nowhere is to be taken apart, so that its words are what was asked for then.
    pub relax: bool,
    /// What must be known of the articles.
    pub filter: Filter,
    /// What articles with the same text count as.
    pub same_text: SameText,
    /// What the user wants to be found for each other.
    pub synonyms: Option<Arc<Synonyms>>,
}
