//! What is a word called in the index? A term is made of each word of a text, in the way of one language.
//!
//! text → [`Words`] (byte ranges of the source) → folding → term. A term is the surface of a word as every reader would
//! take it for the same: composed, in lower case, each letter in one form. It is made per word and the source is never
//! rewritten, so a token's byte range is always a range of the text that came in. The same analyzer serves the index, the
//! query and the highlights; that they agree is what makes a hit a hit. Which surfaces are of one word is no matter of the
//! analyzer: `analysis/keys.rs` says under what else a surface is found.

pub(crate) mod char_table;
mod class;
pub(crate) mod cluster;
mod compose;
mod cut;
pub(crate) mod fingerprint;
pub(crate) mod fold;
pub(crate) mod gram;
mod ideograph;
mod joined;
pub(crate) mod keys;
pub(crate) mod memory;
mod number;
pub(crate) mod okurigana;
pub mod spelling;
pub(crate) mod stem;
pub mod surface;
pub(crate) mod unicode;
mod word;
pub mod words;

use std::borrow::Cow;
use std::ops::Range;

use crate::language::{Apostrophe, Language};
use memory::Memory;
use words::{Class, Word, WordKind, Words, class};

/// Terms, keys and languages are part of the index: a change of anything in this room, or in how languages are identified,
/// raises the version.
pub const VERSION: u32 = 5;

/// Terms longer than this keep their beginning and end in a digest of the whole.
const MAX_TERM_BYTES: usize = 120;

/// An occurrence of a word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its surface in the source text, without an elided article.
    pub byte_range: Range<usize>,
    /// Its position, in tokens from the start of the text.
    pub position: usize,
    /// What it is called in the field of the language.
    pub term: String,
    /// What it is made of.
    pub kind: WordKind,
}

/// What changed a word on its way to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Composed, hyphenation and joiners removed, full-width forms narrowed.
    Normalized,
    /// An elided article or a case ending behind an apostrophe was cut off.
    Elided,
    /// What stands between words that may be written as one was left out.
    Joined,
    /// Lower case.
    Lowered,
    /// Letters that are written in several ways brought to one.
    Unified,
    /// A number in its one notation.
    Number,
    /// Too long: shortened, with a digest of the whole.
    Shortened,
}

impl Step {
    /// One word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Normalized => "normalized",
            Self::Elided => "elided",
            Self::Joined => "joined",
            Self::Lowered => "lowered",
            Self::Unified => "unified",
            Self::Number => "number",
            Self::Shortened => "shortened",
        }
    }
}

/// Turns texts of one language into tokens. Not shared between threads: it remembers the terms of words it has met.
pub struct Analyzer {
    language: Language,
    memory: Memory,
}

impl Analyzer {
    /// An analyzer of texts in `language`.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self {
            language,
            memory: Memory::default(),
        }
    }

    /// The language whose way it follows.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words of a text as this language cuts it.
    #[must_use]
    pub fn words<'t>(&self, text: &'t str) -> Words<'t> {
        let row = self.language.row();
        let words = Words::new(text, row.space_groups_digits);
        match row.apostrophe {
            Apostrophe::Elision(_) | Apostrophe::Suffix => words.without_particles(),
            Apostrophe::Inside => words,
        }
    }

    /// The tokens of a text, in order.
    pub fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut next = 0;
        for word in self.words(text) {
            next += usize::from(word.advances);
            let (position, kind) = (next - 1, word.kind);
            let (byte_range, term) = self.term(text, &word);
            tokens.push(Token {
                byte_range,
                position,
                term: term.to_owned(),
                kind,
            });
        }
        tokens
    }

    /// The term of a word of `text`, and its surface without an elided article.
    pub fn term<'t>(&'t mut self, text: &'t str, word: &Word) -> (Range<usize>, &'t str) {
        let surface = &text[word.byte_range.clone()];
        if word.kind == WordKind::Letters && is_plain(surface) {
            return (word.byte_range.clone(), surface);
        }
        let known = self.memory.get(surface);
        let known = known.unwrap_or_else(|| {
            let (term, elided_bytes) = self.derive(surface, word.kind, &mut |_, _| {});
            self.memory.insert(surface, &term, elided_bytes)
        });
        (
            word.byte_range.start + known.elided_bytes as usize..word.byte_range.end,
            self.memory.term(known),
        )
    }

    /// What changed a word on its way to its term: each step with what the word was after it.
    #[must_use]
    pub fn steps(&self, surface: &str, kind: WordKind) -> Vec<(Step, String)> {
        let mut steps = Vec::new();
        self.derive(surface, kind, &mut |step, result| {
            steps.push((step, result.to_owned()));
        });
        steps
    }

    /// Under what else a term is found: its stem, if that is another, and its other spellings.
    #[must_use]
    pub fn keys(&self, term: &str) -> (Option<String>, Vec<String>) {
        if !keys::is_inflected(term) {
            return (None, Vec::new());
        }
        let of_language = keys::Keys::of(self.language);
        let stem = of_language.stem(term);
        let stem = (stem != term).then(|| stem.into_owned());
        (stem, of_language.spellings(term))
    }

    /// The term of a surface, and how many bytes of this stand before the token.
    fn derive(
        &self,
        surface: &str,
        kind: WordKind,
        trace: &mut dyn FnMut(Step, &str),
    ) -> (String, usize) {
        let mut term = Derivation {
            term: surface.to_owned(),
            trace,
        };
        let mut elided_bytes = 0;
        match kind {
            WordKind::Number => term.change(Step::Number, |word| number::term(word).into()),
            WordKind::Bigram => term.change(Step::Normalized, fold::pair),
            WordKind::Tail { .. } => term.change(Step::Normalized, fold::ideographs),
            WordKind::Letters | WordKind::Joined | WordKind::Inner => {
                term.change(Step::Normalized, fold::composed);
                if self.elides(&term.term) {
                    elided_bytes = surface
                        .char_indices()
                        .find(|(_, c)| fold::is_apostrophe(*c))
                        .map_or(0, |(at, c)| at + c.len_utf8());
                }
                if kind == WordKind::Joined {
                    if elided_bytes > 0 {
                        term.change(Step::Elided, without_article);
                    }
                    term.change(Step::Joined, joined);
                } else {
                    term.change(Step::Elided, |word| self.elided(word));
                }
                term.change(Step::Lowered, |word| fold::lowered(word, self.language));
                term.change(Step::Unified, |word| {
                    fold::with_unified_letters(word, self.language)
                });
            }
        }
        if term.term.is_empty() {
            surface.clone_into(&mut term.term);
        }
        if term.term.len() > MAX_TERM_BYTES {
            term.change(Step::Shortened, |term| shortened(term).into());
        }
        (term.term, elided_bytes)
    }

    /// Whether an article stands before the apostrophe of a composed word.
    fn elides(&self, word: &str) -> bool {
        let Apostrophe::Elision(articles) = self.language.row().apostrophe else {
            return false;
        };
        word.split_once('\'').is_some_and(|(before, _)| {
            articles.contains(&fold::lowered(before, self.language).as_ref())
        })
    }

    /// The composed word without what its apostrophe sets off.
    fn elided<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let Some((before, after)) = word.split_once('\'') else {
            return word.into();
        };
        match self.language.row().apostrophe {
            Apostrophe::Suffix => before.into(),
            Apostrophe::Elision(_) if self.elides(word) => after.replace('\'', "").into(),
            // Putin's, in any language that borrows the English ending
            _ if matches!(after, "s" | "S") && before.chars().count() > 1 => before.into(),
            _ => word.replace('\'', "").into(),
        }
    }
}

/// Whether a word of letters is its own term in every language; half of the words of many texts are, and to look them up among
/// those met before would take longer.
fn is_plain(surface: &str) -> bool {
    surface.len() <= MAX_TERM_BYTES && surface.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// A term while it is made of a word.
struct Derivation<'t> {
    term: String,
    trace: &'t mut dyn FnMut(Step, &str),
}

impl Derivation<'_> {
    /// Takes a step, and tells it if it changes anything.
    fn change(&mut self, step: Step, change: impl for<'w> FnOnce(&'w str) -> Cow<'w, str>) {
        let result = change(&self.term);
        if *result != *self.term {
            let result = result.into_owned();
            (self.trace)(step, &result);
            self.term = result;
        }
    }
}

/// A composed word behind its first apostrophe.
fn without_article(word: &str) -> Cow<'_, str> {
    word.split_once('\'')
        .map_or(word, |(_, after)| after)
        .into()
}

/// A composed row of words as one: its letters, digits and marks.
fn joined(row: &str) -> Cow<'_, str> {
    let is_of_word = |one: &char| !matches!(class(*one), Class::Other | Class::Apostrophe);
    row.chars().filter(is_of_word).collect()
}

/// The beginning of a term and a digest of the whole, so that two long words stay two.
fn shortened(term: &str) -> String {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    term.hash(&mut hasher);
    let end = (0..=MAX_TERM_BYTES - 20)
        .rev()
        .find(|at| term.is_char_boundary(*at))
        .unwrap_or(0);
    format!("{}…{:016x}", &term[..end], hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(code: &str, text: &str) -> Vec<String> {
        let language = Language::from_code(code).expect(code);
        Analyzer::new(language)
            .tokens(text)
            .into_iter()
            .filter(|token| token.kind.is_in_row())
            .map(|token| token.term)
            .collect()
    }

    #[test]
    fn spellings_of_a_name_are_one_term_marks_aside() {
        for (code, one, other) in [
            ("en", "Kim Jong-un", "KIM JONG UN"),
            ("en", "Kim Jong‑un", "Kim Jong Un"),
            ("ru", "Королёв", "Королев"),
            ("ro", "Iași Bucureşti", "Iaşi București"),
            ("fr", "l'eau d’Ivoire", "eau Ivoire"),
            ("it", "dell’università", "università"),
            ("tr", "İstanbul'da", "istanbul"),
            ("tr", "Ankara’nın", "Ankara"),
            ("de", "Straße", "STRASSE"),
            ("el", "Γιώργος", "ΓΙΩΡΓΟΣ"),
            ("uk", "п’ять", "п'ять"),
            ("uk", "пʼять", "п'ять"),
            ("en", "U.S.", "US"),
            ("de", "Donau\u{AD}dampf\u{AD}schiff", "Donaudampfschiff"),
            ("fr", "e\u{301}cole", "école"),
            ("en", "Erdoğan Karikó", "Erdogan Kariko"),
            ("ja", "ﾄﾖﾀ", "トヨタ"),
            ("en", "Ｔｏｋｙｏ", "Tokyo"),
            ("en", "3,765", "3.765"),
            ("de", "٣٬٧٦٥", "3 765"),
            ("vi", "Việt Nam", "viet nam"),
            ("fa", "کتاب‌ها", "کتابها"),
        ] {
            let bare = |text: &str| -> Vec<String> {
                let terms = terms(code, text).into_iter();
                terms
                    .map(|term| fold::without_diacritics(&term).into_owned())
                    .collect()
            };
            let (one_terms, other_terms) = (bare(one), bare(other));
            assert_eq!(
                one_terms,
                if code == "de" && other == "3 765" {
                    vec!["3765".to_owned()]
                } else {
                    other_terms
                },
                "{code}: {one} = {other}"
            );
        }
    }

    #[test]
    fn words_in_a_row_and_as_one_have_one_term_beside_the_first() {
        for (code, text, one) in [
            ("en", "e-mail", "email"),
            ("en", "COVID-19", "COVID19"),
            ("fr", "l’e-mail", "email"),
            ("de", "Immo-\nbilien", "Immobilien"),
            ("en", "978-3-16-148410-0", "9783161484100"),
            ("fa", "کووید-۱۹", "کووید19"),
            ("en", "the 1960's", "1960s"),
        ] {
            let mut analyzer = Analyzer::new(Language::from_code(code).expect(code));
            let tokens = analyzer.tokens(text);
            let joined = tokens
                .iter()
                .position(|token| token.kind == WordKind::Joined);
            let joined = joined.expect(text);
            assert_eq!(tokens[joined].term, terms(code, one)[0], "{text}");
            assert_eq!(
                tokens[joined].position,
                tokens[joined + 1].position,
                "{text}"
            );
        }
    }

    #[test]
    fn an_elided_article_is_outside_the_token() {
        let mut analyzer = Analyzer::new(Language::from_code("fr").expect("fr"));
        let text = "de l’université";
        let token = analyzer.tokens(text).pop().expect("a token");
        assert_eq!(&text[token.byte_range], "université");
    }

    #[test]
    fn long_words_stay_apart_and_short() {
        let (one, other) = ("x".repeat(5000), "x".repeat(5001));
        let (one, other) = (terms("en", &one), terms("en", &other));
        assert!(one[0].len() <= MAX_TERM_BYTES);
        assert_ne!(one, other);
    }

    proptest! {
        #[test]
        fn a_plain_word_is_its_own_term(word in "[a-z]{1,130}|[a-zA-Z'é.]{1,9}") {
            for language in Language::all() {
                let steps = Analyzer::new(language).steps(&word, WordKind::Letters);
                prop_assert!(!is_plain(&word) || steps.is_empty(), "{language} {steps:?}");
            }
        }

        #[test]
        fn every_language_takes_any_text(text in "\\PC{0,40}") {
            for language in Language::all() {
                for token in Analyzer::new(language).tokens(&text) {
                    prop_assert!(text.get(token.byte_range).is_some());
                    prop_assert!(!token.term.is_empty() && token.term.len() <= MAX_TERM_BYTES);
                }
            }
        }

        #[test]
        fn every_stemmer_takes_any_word_of_its_letters(word in "[a-zà-ÿаёа-яα-ώء-يऀ-ॿ஀-௿ıİğşșțűő']{1,14}") {
            for language in Language::all() {
                for token in Analyzer::new(language).tokens(&word) {
                    prop_assert!(!token.term.is_empty());
                }
            }
        }
    }
}
