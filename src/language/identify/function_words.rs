//! Which function words of each language does a text have?

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::writing::alphabet;
use crate::analysis::fold;
use crate::analysis::words::{Word, WordKind, Words};
use crate::language::{Language, Script};

/// A text in which at least one word in this many is a function word of a language is natural for that language.
const FUNCTION_WORD_RATE: usize = 12;

/// Different function words of a language that leave no doubt if no other language has nearly as many, and how many more
/// these must be.
const MIN_CLEAR: usize = 8;
const MIN_AHEAD: usize = 4;

/// How many more are enough where the letters say the same.
const MIN_AHEAD_BESIDE_LETTERS: usize = 2;

/// A function word of one or more languages.
struct FunctionWord {
    /// The languages that have it, as a bit set over the table.
    languages: u128,
    /// Its number among all function words.
    number: usize,
}

/// Function words are numbered below this.
const MAX_FUNCTION_WORDS: usize = 4096;

/// None is longer, in lower case.
const MAX_FUNCTION_WORD_BYTES: usize = 24;

static FUNCTION_WORDS: LazyLock<FxHashMap<Cow<'static, str>, FunctionWord>> = LazyLock::new(|| {
    // a search of two words waits for this, so that the table has them as they are looked up
    let mut words: FxHashMap<Cow<'static, str>, FunctionWord> =
        FxHashMap::with_capacity_and_hasher(MAX_FUNCTION_WORDS / 2, FxBuildHasher);
    let mut written = String::new();
    for language in Language::all() {
        for word in language.row().function_words.split_whitespace() {
            let number = words.len().min(MAX_FUNCTION_WORDS - 1);
            fold::lower_into(word, &mut written);
            let key = if written == word {
                Cow::Borrowed(word)
            } else {
                Cow::Owned(written.clone())
            };
            let known = words.entry(key).or_insert(FunctionWord {
                languages: 0,
                number,
            });
            known.languages |= bit(language);
        }
    }
    words
});

fn bit(language: Language) -> u128 {
    1 << language.ordinal()
}

/// Whether a word, in any case and whether composed or not, is a function word of `language`.
#[must_use]
pub fn is_function_word(word: &str, language: Language) -> bool {
    let composed = fold::composed(word);
    let lowered = fold::lowered(&composed, language);
    FUNCTION_WORDS
        .get(fold::with_unified_letters(&lowered, Language::UNKNOWN).as_ref())
        .is_some_and(|known| known.languages & bit(language) != 0)
}

/// As many scripts as there are.
const ALPHABETS: usize = Script::Other as usize + 1;

/// Those in which words tell a language.
const ALPHABETS_IN_ORDER: [Script; 6] = [
    Script::Latin,
    Script::Cyrillic,
    Script::Greek,
    Script::Arabic,
    Script::Hebrew,
    Script::Other,
];

/// Different function words of each language among the first words of a text.
pub(super) struct Probe {
    words: usize,
    /// By [`Language::ordinal`].
    counts: [u16; 128],
    /// Words by the alphabet of their first character.
    alphabets: [usize; ALPHABETS],
    /// Function words that were met, a bit for each by its number: a probe is made for each paragraph.
    seen: [u64; MAX_FUNCTION_WORDS / u64::BITS as usize],
}

impl Probe {
    pub(super) fn new() -> Self {
        Self {
            words: 0,
            counts: [0; 128],
            alphabets: [0; ALPHABETS],
            seen: [0; MAX_FUNCTION_WORDS / u64::BITS as usize],
        }
    }

    /// Reads on in `text` until it has `max_words` words of it.
    pub(super) fn read(&mut self, text: &str, words: &mut Words<'_>, max_words: usize) {
        let mut lowered = String::new();
        let mut end_of_former = None;
        let more = max_words.saturating_sub(self.words);
        let is_word = |word: &Word| word.kind != WordKind::Number && word.kind.is_in_row();
        for word in words.filter(is_word).take(more) {
            let Range { start, end } = word.byte_range;
            let surface = &text[start..end];
            self.words += 1;
            if let Some(first) = surface.chars().next() {
                self.alphabets[alphabet(first) as usize] += 1;
            }
            // `s-a` is one word of the language and two of a text
            if let Some(former) = end_of_former.take()
                && text.get(former..start) == Some("-")
            {
                lowered.push('-');
                lowered.extend(surface.chars().map(fold::lower));
                self.note(&lowered);
            }
            end_of_former = Some(end);
            fold::lower_into(surface, &mut lowered);
            self.note(&lowered);
        }
    }

    /// Counts a word in lower case if it is a function word that was not met before: `Los` five times in names of
    /// Californian teams makes no Spanish.
    fn note(&mut self, lowered: &str) {
        if lowered.len() > MAX_FUNCTION_WORD_BYTES {
            return;
        }
        let Some(known) = FUNCTION_WORDS.get(lowered) else {
            return;
        };
        let bits = &mut self.seen[known.number / u64::BITS as usize];
        let bit = 1 << (known.number % u64::BITS as usize);
        if *bits & bit != 0 {
            return;
        }
        *bits |= bit;
        let mut languages = known.languages;
        while languages != 0 {
            self.counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }

    pub(super) fn count(&self, language: Language) -> usize {
        usize::from(self.counts[language.ordinal()])
    }

    /// Whether the text has as many function words of the language as natural text has.
    pub(super) fn is_natural_in(&self, language: Language) -> bool {
        self.count(language) * FUNCTION_WORD_RATE >= self.words
    }

    /// How many it has of the language of which it has the most.
    pub(super) fn most(&self) -> usize {
        usize::from(self.counts.iter().copied().max().unwrap_or_default())
    }

    /// The language that the function words alone tell beyond doubt. Of lookalikes, which share most of them, it tells none.
    pub(super) fn clear_language(&self) -> Option<Language> {
        let mut best = [(0, Language::UNKNOWN); 2];
        for language in Language::all() {
            let count = self.count(language);
            if count > best[0].0 {
                best = [(count, language), best[0]];
            } else if count > best[1].0 {
                best[1] = (count, language);
            }
        }
        let [(first, language), (second, _)] = best;
        let is_ahead = first >= second + MIN_AHEAD.max(first / 3);
        (first >= MIN_CLEAR && is_ahead && self.is_natural_in(language)).then_some(language)
    }

    /// Whether the text is natural in the language, and has by so many fewer function words of any other that the two do not
    /// merely share most of theirs.
    pub(super) fn is_ahead_in(&self, language: Language) -> bool {
        let ahead = self.most_of_others(language) + MIN_AHEAD_BESIDE_LETTERS;
        self.count(language) >= ahead && self.is_natural_in(language)
    }

    /// Whether the language has two function words or more, and any other has fewer.
    pub(super) fn leads(&self, language: Language) -> bool {
        let own = self.count(language);
        own >= 2 && own > self.most_of_others(language)
    }

    /// How many the text has of that language, but for this one, of which it has the most.
    fn most_of_others(&self, language: Language) -> usize {
        let mut others = self.counts;
        others[language.ordinal()] = 0;
        usize::from(others.into_iter().max().unwrap_or_default())
    }

    /// How many words were read.
    pub(super) fn words(&self) -> usize {
        self.words
    }

    /// How many of them are in alphabets that are asked for.
    pub(super) fn words_where(&self, is_meant: impl Fn(Script) -> bool) -> usize {
        let alphabets = ALPHABETS_IN_ORDER
            .into_iter()
            .filter(|alphabet| is_meant(*alphabet));
        alphabets
            .map(|alphabet| self.alphabets[alphabet as usize])
            .sum()
    }

    /// Whether the text is natural in the language, and has as many function words of no other.
    pub(super) fn is_led_by(&self, language: Language) -> bool {
        let own = self.count(language);
        own >= 3 && own >= self.most() && self.is_natural_in(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_word_is_one_as_the_table_and_as_a_term_has_it() {
        for language in Language::all() {
            for word in language.row().function_words.split_whitespace() {
                assert!(is_function_word(word, language), "{language} {word}");
                let term = fold::folded(word, language);
                assert!(is_function_word(&term, language), "{language} {term}");
            }
        }
        assert!(FUNCTION_WORDS.len() < MAX_FUNCTION_WORDS);
        let longest = FUNCTION_WORDS.keys().max_by_key(|word| word.len());
        let bytes = longest.map_or(0, |word| word.len());
        assert!(bytes <= MAX_FUNCTION_WORD_BYTES, "{longest:?}: {bytes}");
    }

    /// `které` as it comes from file names and some PDF files: an `e` and a mark behind it.
    fn decomposed(text: &str) -> String {
        unicode_normalization::UnicodeNormalization::nfd(text).collect()
    }

    fn count(text: &str, code: &str) -> usize {
        let mut probe = Probe::new();
        probe.read(text, &mut Words::new(text, false), 60);
        probe.count(Language::from_code(code).expect(code))
    }

    #[test]
    fn a_function_word_is_counted_with_its_marks_behind_it() {
        for (code, text) in [
            (
                "cs",
                "Česká vláda už při jednání řekla, že také další země, které byly při tom, souhlasí.",
            ),
            (
                "vi",
                "Chính phủ của nước này đã có những cuộc họp với các nước khác và không đạt được.",
            ),
        ] {
            assert!(count(text, code) > 3);
            assert_eq!(count(text, code), count(&decomposed(text), code), "{text}");
        }
    }

    #[test]
    fn a_function_word_with_a_hyphen_is_met() {
        let count = |text: &str| count(text, "ro");
        assert_eq!(count("S-a dus"), 2, "`s-a` and `a`");
        assert_eq!(count("S - a dus"), 1);
        assert_eq!(count("Dinamo-a dus"), 1);
        assert_eq!(count("i-a s-a i-a"), 3);
    }

    #[test]
    fn a_function_word_is_one_however_it_is_written() {
        for (code, word) in [
            ("de", "FÜR"),
            ("cs", "KTERÉ"),
            ("el", "ΤΗΣ"),
            ("el", "της"),
            ("tr", "KADAR"),
            ("tr", "İLE"),
        ] {
            let language = Language::from_code(code).expect(code);
            assert!(is_function_word(word, language), "{word}");
            assert!(is_function_word(&decomposed(word), language), "{word}");
        }
        assert!(!is_function_word(
            "Haus",
            Language::from_code("de").expect("de")
        ));
    }
}
