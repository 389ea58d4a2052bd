//! Which form of a word is meant, where its term alone does not say it?

use super::fold;
use crate::language::Language;

/// What a word of a text must look like, besides having the term of a query word, to be meant by it: exactly so; in any case
/// if this is in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surface(String);

impl Surface {
    /// The test for exactly this form.
    #[must_use]
    pub fn exact(word: &str) -> Self {
        Self(fold::composed(word).into_owned())
    }

    /// Whether a word of a text in `language` passes.
    #[must_use]
    pub fn accepts(&self, surface: &str, language: Language) -> bool {
        let word = &self.0;
        let surface = fold::composed(surface);
        surface == *word
            || (fold::lowered(word, language) == *word
                && fold::lowered(&surface, language) == *word)
    }
}

/// A word as terms are written, but without marks.
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
}
