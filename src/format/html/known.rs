//! What of an article is known before its text is looked for? Titles and names that are told elsewhere in the page.

/// What a page tells of its article elsewhere.
#[derive(Default)]
pub(super) struct Known {
    /// Titles that the page has for its article.
    pub(super) titles: Vec<String>,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// The text of the article, or its beginning.
    pub(super) body: Option<String>,
}

/// The words of a title, by which it is known again.
pub(super) fn title_words(title: &str) -> Vec<String> {
    let words = title.split(|character: char| !character.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// How much two titles have in common: the part of the shorter one.
pub(super) fn likeness(one: &[String], other: &[String]) -> f64 {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let common = short.iter().filter(|word| long.contains(word)).count();
    common as f64 / short.len().max(1) as f64
}
