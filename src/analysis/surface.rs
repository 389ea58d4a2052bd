//! Which form of a word is meant, where its term alone does not say it?

use super::fold;
use crate::language::Language;

/// What a word of a text must look like, besides having the term of a query word, to be meant by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Exactly so; in any case if this is in lower case.
    Exact(String),
    /// Beginning so, in any case, with or without diacritics.
    Prefix(String),
}

impl Surface {
    /// The test for exactly this form.
    #[must_use]
    pub fn exact(word: &str) -> Self {
        Self::Exact(fold::composed(word).into_owned())
    }

    /// The test for words that begin so.
    #[must_use]
    pub fn prefix(word: &str, language: Language) -> Self {
        Self::Prefix(folded(word, language))
    }

    /// Whether a word of a text in `language` passes.
    #[must_use]
    pub fn accepts(&self, surface: &str, language: Language) -> bool {
        match self {
            Self::Exact(word) => {
                let surface = fold::composed(surface);
                surface == *word
                    || (fold::lowered(word, language) == *word
                        && fold::lowered(&surface, language) == *word)
            }
            Self::Prefix(prefix) => folded(surface, language).starts_with(prefix.as_str()),
        }
    }
}

/// A word as terms are written, but not stemmed.
pub(crate) fn folded(word: &str, language: Language) -> String {
    fold::without_diacritics(&fold::folded(word, language)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Language {
        Language::from_code(code).expect(code)
    }

    #[test]
    fn an_exact_form_minds_case_only_if_it_has_capitals() {
        let en = language("en");
        for (word, surface, accepted) in [
            ("polish", "polish", true),
            ("polish", "Polish", true),
            ("Polish", "polish", false),
            ("Polish", "Polish", true),
            ("resume", "résumé", false),
            ("elections", "election", false),
            ("Kim's", "Kim’s", true),
        ] {
            assert_eq!(
                Surface::exact(word).accepts(surface, en),
                accepted,
                "{word} {surface}"
            );
        }
        assert!(Surface::exact("école").accepts("E\u{301}cole", language("fr")));
        assert!(Surface::exact("istanbul").accepts("İstanbul", language("tr")));
    }

    #[test]
    fn a_prefix_minds_neither_case_nor_diacritics() {
        for (code, prefix, surface, accepted) in [
            ("de", "präsi", "PRASIDENTEN", true),
            ("ru", "королё", "Королева", true),
            ("en", "election", "elects", false),
            ("tr", "ist", "İstanbul", true),
        ] {
            let language = language(code);
            assert_eq!(
                Surface::prefix(prefix, language).accepts(surface, language),
                accepted,
                "{prefix} {surface}"
            );
        }
    }
}
