//! Under which keys is a surface found, besides itself? Its stem, and other spellings.
//!
//! The vocabulary of an index has surfaces as they are written. Which of them are forms of one word is told by keys that
//! they share: a query word and a surface with one stem meet there.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::spelling::spellings;
use super::stem::Stemmer;
use crate::language::Language;

/// Makes the keys of surfaces of one language.
pub(crate) struct Keys {
    language: Language,
    stemmer: Stemmer,
    /// In a set, if it is made for many words; it takes as long as to look some hundred up without.
    function_words: Option<FxHashSet<&'static str>>,
}

impl Keys {
    pub(crate) fn of(language: Language) -> Self {
        Self {
            language,
            stemmer: Stemmer::of(language),
            function_words: None,
        }
    }

    /// The same for more than some hundred words.
    pub(crate) fn of_many(language: Language) -> Self {
        let words = language.row().function_words.split_whitespace();
        Self {
            function_words: Some(words.collect()),
            ..Self::of(language)
        }
    }

    /// The stem of a surface, by which all surfaces with it are found; the surface itself if there is nothing to stem.
    ///
    /// A function word has no stem but itself, and what a stemmer cuts down to a function word (`deniz` to `de`) is no form
    /// of it.
    pub(crate) fn stem<'s>(&self, surface: &'s str) -> Cow<'s, str> {
        let stem = self.stemmer.stem(surface);
        if stem == surface || self.is_function_word(surface) || self.is_function_word(&stem) {
            return surface.into();
        }
        stem
    }

    /// What the forms of a term share: the stem of a word of letters, any other term itself.
    pub(crate) fn of_term<'t>(&self, term: &'t str) -> Cow<'t, str> {
        if is_inflected(term) {
            self.stem(term)
        } else {
            term.into()
        }
    }

    /// Other ways in which a surface may be spelled.
    pub(crate) fn spellings(&self, surface: &str) -> Vec<String> {
        spellings(surface, self.language)
    }

    /// Whether a surface is a function word of the language.
    pub(crate) fn is_function_word(&self, surface: &str) -> bool {
        match &self.function_words {
            Some(words) => words.contains(surface),
            None => self.language.has_function_word(surface),
        }
    }
}

/// Whether a term is a word of letters, which can have other forms: no number, and not of ideographs or kana.
pub(crate) fn is_inflected(term: &str) -> bool {
    let mut letters = term.chars();
    letters.next().is_some_and(|first| {
        first.is_alphabetic() && super::words::class(first) == super::words::Class::Letter
    }) && !letters.any(|letter| letter.is_numeric() || letter == '…')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;

    fn language(code: &str) -> Language {
        Language::from_code(code).expect(code)
    }

    /// Pairs of forms that share a stem, for each language with a stemmer.
    const PAIRS: &[(&str, &str, &str)] = &[
        ("ar", "الكتاب", "كتاب"),
        ("ca", "ciutats", "ciutat"),
        ("cs", "městech", "město"),
        ("da", "husene", "huset"),
        ("de", "Häuser", "Haus"),
        ("el", "δρόμους", "δρόμος"),
        ("en", "elections", "election"),
        ("es", "elecciones", "elección"),
        ("et", "linnades", "linnad"),
        ("eu", "etxeak", "etxeen"),
        ("fa", "کتاب‌ها", "کتاب"),
        ("fi", "taloissa", "talossa"),
        ("fr", "présidentes", "présidente"),
        ("hi", "लड़कों", "लड़के"),
        ("hu", "házakban", "házak"),
        ("hy", "քաղաքներ", "քաղաք"),
        ("id", "membaca", "dibaca"),
        ("it", "presidenti", "presidente"),
        ("lt", "miestai", "miestas"),
        ("nl", "boeken", "boek"),
        ("no", "husene", "huset"),
        ("pl", "miastach", "miasto"),
        ("pt", "presidentes", "presidente"),
        ("ro", "orașelor", "orașele"),
        ("ru", "президента", "президент"),
        ("sr", "градовима", "градови"),
        ("sv", "hundarna", "hundar"),
        ("tr", "evlerde", "evler"),
        ("uk", "містами", "містам"),
    ];

    #[test]
    fn inflected_forms_meet_under_one_stem() {
        let stem = |code: &str, word: &str| -> String {
            let mut tokens = Analyzer::new(language(code)).tokens(word);
            let term = tokens.pop().expect(word).term;
            Keys::of(language(code)).stem(&term).into_owned()
        };
        let apart: Vec<_> = PAIRS
            .iter()
            .filter(|(code, one, other)| stem(code, one) != stem(code, other))
            .map(|(code, one, other)| (code, stem(code, one), stem(code, other)))
            .collect();
        assert!(apart.is_empty(), "{apart:?}");
    }

    #[test]
    fn a_function_word_is_no_stem_and_has_none() {
        let turkish = Keys::of(language("tr"));
        assert_ne!(turkish.stem("deniz"), turkish.stem("de"));
        let english = Keys::of(language("en"));
        assert_eq!(english.stem("this"), "this");
    }

    #[test]
    fn numbers_and_ideographs_have_no_forms() {
        for (term, inflected) in [
            ("word", true),
            ("слово", true),
            ("हिन्दी", true),
            ("3765", false),
            ("covid19", false),
            ("水道", false),
            ("トヨタ", false),
            ("", false),
        ] {
            assert_eq!(is_inflected(term), inflected, "{term}");
        }
    }
}
