//! Which language is a text in?
//!
//! Function words decide where they speak clearly, which is nearly always and costs a hash look-up per word;
//! whatlang's trigrams decide the rest. A passage follows its article unless its script differs, or it has so few of
//! the article's function words and so many of another language's that it must be in that one; a quotation of a few
//! words, names and numbers do not flip it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap};
use whatlang::{Detector, Info};

use super::{Language, Script};
use crate::analysis::fold;
use crate::analysis::unicode::script;
use crate::analysis::words::{Class, Word, WordKind, Words, class};

/// Bytes of text that identify an article: some 150 words. Made up; `docs/ranking.md` says how many articles of the
/// judged sets it puts in the wrong language.
const SAMPLE_BYTES: usize = 900;

/// Words of a text that are looked at for function words.
const PROBED_WORDS: usize = 60;

/// The same of a text that leaves doubt after these: lists of names have few function words.
const DOUBTFUL_SAMPLE_BYTES: usize = 3600;
const DOUBTFUL_PROBED_WORDS: usize = 400;

/// Where function words are counted again before trigrams are asked, which cost more than all these words.
const WIDER_PROBES: [usize; 2] = [120, 240];

/// Trigrams that are less sure than this are doubted.
const SURE_CONFIDENCE: f64 = 0.5;

/// Latin letters that one of another script outweighs: names of foreign teams and firms are spelled out in them.
const LATIN_PER_OTHER: usize = 5;

/// Words of a passage that are enough where no language has more function words among them than that of the article.
const FIRST_WORDS: usize = 16;

/// A passage of fewer words than this follows its article if the script is the same.
const MIN_WORDS: usize = 8;

/// A text in which at least one word in this many is a function word of a language is natural for that language.
const FUNCTION_WORD_RATE: usize = 12;

/// Fewer Latin letters than this are no evidence of a language.
const MIN_LETTERS: usize = 6;

/// A function word of one or more languages.
struct FunctionWord {
    /// The languages that have it, as a bit set over the table.
    languages: u128,
    /// Its number among all function words.
    number: usize,
}

/// Function words are numbered below this.
const MAX_FUNCTION_WORDS: usize = 4096;

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

/// The language of an article, from a sample of its text.
#[must_use]
pub fn identify_article(text: &str) -> Language {
    let begin = sample(text, SAMPLE_BYTES);
    let probe = Probe::of(begin, PROBED_WORDS);
    if let Some(language) = identify_ideographs(begin).or_else(|| probe.clear_language()) {
        return language;
    }
    // names in a Latin script are nearly all that a text has of it if another script is in it at all
    if let Some(other) = without_latin(begin) {
        return identify(&other, &Probe::of(&other, PROBED_WORDS));
    }
    let more = sample(text, DOUBTFUL_SAMPLE_BYTES);
    let (mut wider, mut words) = (Probe::new(), Words::new(more, false));
    for max_words in WIDER_PROBES {
        wider.read(more, &mut words, max_words);
        if let Some(language) = wider.clear_language() {
            return language;
        }
    }
    let trigrams = Detector::new().detect(begin);
    let is_sure = trigrams
        .as_ref()
        .is_some_and(|info| info.confidence() >= SURE_CONFIDENCE);
    if is_sure || begin.len() == text.len() {
        return identify_by_trigrams(begin, trigrams, &probe);
    }
    wider.read(more, &mut words, DOUBTFUL_PROBED_WORDS);
    identify(more, &wider)
}

/// The text without its Latin words, if it is written in another script and only names in this.
fn without_latin(text: &str) -> Option<String> {
    let is_latin = |character: char| script(character) == Script::Latin;
    let latin = letters(text).filter(|one| is_latin(*one)).count();
    let other = letters(text).count() - latin;
    (latin > 0 && other * LATIN_PER_OTHER >= latin).then(|| {
        text.chars()
            .filter(|character| !is_latin(*character))
            .collect()
    })
}

/// As many scripts as there are.
const ALPHABETS: usize = Script::Other as usize + 1;

/// Different function words of each language among the first words of a text.
struct Probe {
    words: usize,
    /// By [`Language::ordinal`].
    counts: [u16; 128],
    /// Words by the alphabet of their first character.
    alphabets: [usize; ALPHABETS],
    /// Function words that were met, by number.
    seen: [bool; MAX_FUNCTION_WORDS],
}

impl Probe {
    fn new() -> Self {
        Self {
            words: 0,
            counts: [0; 128],
            alphabets: [0; ALPHABETS],
            seen: [false; MAX_FUNCTION_WORDS],
        }
    }

    fn of(text: &str, max_words: usize) -> Self {
        let mut probe = Self::new();
        probe.read(text, &mut Words::new(text, false), max_words);
        probe
    }

    /// Reads on in `text` until it has `max_words` words of it.
    fn read(&mut self, text: &str, words: &mut Words<'_>, max_words: usize) {
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
        let Some(known) = FUNCTION_WORDS.get(lowered) else {
            return;
        };
        if std::mem::replace(&mut self.seen[known.number], true) {
            return;
        }
        let mut languages = known.languages;
        while languages != 0 {
            self.counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }

    fn count(&self, language: Language) -> usize {
        usize::from(self.counts[language.ordinal()])
    }

    /// Whether the text has as many function words of the language as natural text has.
    fn is_natural_in(&self, language: Language) -> bool {
        self.count(language) * FUNCTION_WORD_RATE >= self.words
    }

    /// The two of `candidates` with the most function words, with their numbers.
    fn best_two(&self, candidates: impl Iterator<Item = Language>) -> [(usize, Language); 2] {
        let mut best = [(0, Language::UNKNOWN); 2];
        for language in candidates {
            let count = self.count(language);
            if count > best[0].0 {
                best = [(count, language), best[0]];
            } else if count > best[1].0 {
                best[1] = (count, language);
            }
        }
        best
    }

    /// Whether the text is natural in the language, and has as many function words of no other.
    fn is_led_by(&self, language: Language) -> bool {
        let [(most, _), _] = self.best_two(Language::all());
        let own = self.count(language);
        own >= 3 && own >= most && self.is_natural_in(language)
    }

    /// The language that the function words alone tell beyond doubt.
    fn clear_language(&self) -> Option<Language> {
        let [(first, language), (second, _)] = self.best_two(Language::all());
        let is_ahead = first >= second + 2.max(first / 4) && (first >= 6 || first >= 2 * second);
        (first >= 4 && self.is_natural_in(language) && is_ahead).then_some(language)
    }
}

/// The letters of a text, ideographs among them.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| {
        let class = class(*character);
        matches!(class, Class::Letter | Class::Ideograph | Class::Unspaced)
    })
}

/// The beginning of a text, or of what follows a beginning without enough letters, up to `max_bytes`.
fn sample(mut text: &str, max_bytes: usize) -> &str {
    loop {
        let end = (max_bytes.min(text.len())..=text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(text.len());
        let (head, rest) = text.split_at(end);
        if rest.is_empty() || letters(head).count() * 4 > head.chars().count() {
            return head;
        }
        // A beginning of signs and digits tells nothing: look from the first stretch of letters on.
        match rest.find(char::is_alphabetic) {
            Some(at) => text = &rest[at..],
            None => return head,
        }
    }
}

/// The language of a passage of an article in `article_language`.
#[must_use]
pub fn identify_passage(passage: &str, article_language: Language) -> Language {
    let (mut probe, mut words) = (Probe::new(), Words::new(passage, false));
    probe.read(passage, &mut words, FIRST_WORDS);
    if probe.is_led_by(article_language) {
        return article_language;
    }
    probe.read(passage, &mut words, PROBED_WORDS);
    let other_script =
        (probe.words - probe.alphabets[alphabet_of(article_language) as usize]) * 2 > probe.words;
    if other_script {
        let names_stand_out =
            alphabet_of(article_language) != Script::Latin && without_latin(passage).is_some();
        return if probe.words < 3 || names_stand_out {
            article_language
        } else {
            identify(sample(passage, SAMPLE_BYTES), &probe)
        };
    }
    let own = probe.count(article_language);
    let [(most, _), _] = probe.best_two(Language::all());
    let outdone = most >= 2 * own + 2; // some function words are those of other languages too
    if probe.words < MIN_WORDS || (probe.is_natural_in(article_language) && !outdone) {
        return article_language;
    }
    // Without function words of its own it is names and numbers, not another language.
    if most < 2 || most <= own {
        return article_language;
    }
    let language = identify(sample(passage, SAMPLE_BYTES), &probe);
    if probe.count(language) > own {
        language
    } else {
        article_language
    }
}

/// Characters of an alphabet that one of Chinese, Japanese or Korean outweighs: foreign names are spelled out in it.
const IDEOGRAPH_WEIGHT: usize = 3;

/// The language of a text written mostly in Han, kana or Hangul.
fn identify_ideographs(text: &str) -> Option<Language> {
    let (mut others, mut han, mut kana, mut hangul) = (0usize, 0usize, 0usize, 0usize);
    for character in letters(text) {
        match script(character) {
            Script::Kana => kana += 1,
            Script::Hangul => hangul += 1,
            Script::Han => han += 1,
            _ => others += 1,
        }
    }
    if others >= (han + kana + hangul) * IDEOGRAPH_WEIGHT {
        return None;
    }
    let written_in = if hangul > han + kana {
        Script::Hangul
    } else if kana * 20 >= han {
        Script::Kana
    } else {
        Script::Han
    };
    Language::all().find(|language| language.row().script == written_in)
}

fn identify(text: &str, probe: &Probe) -> Language {
    if let Some(language) = identify_ideographs(text).or_else(|| probe.clear_language()) {
        return language;
    }
    identify_by_trigrams(text, Detector::new().detect(text), probe)
}

/// The language that `trigrams` tell of a text, unless its function words know better.
fn identify_by_trigrams(text: &str, trigrams: Option<Info>, probe: &Probe) -> Language {
    let is_latin = letters(text)
        .next()
        .is_some_and(|first| script(first) == Script::Latin);
    if is_latin && letters(text).count() < MIN_LETTERS {
        return Language::UNKNOWN;
    }
    let Some(info) = trigrams else {
        return Language::UNKNOWN;
    };
    let named = Language::all().find(|language| language.row().whatlang == Some(info.lang()));
    let Some(language) = named else {
        // A language without a row (say Latin): function words may still know better.
        let [(most, language), _] = probe.best_two(Language::all());
        return if most >= 2 {
            language
        } else {
            Language::UNKNOWN
        };
    };
    let lookalikes = language.row().lookalikes.iter();
    let candidates = lookalikes
        .filter_map(|code| Language::from_code(code))
        .chain([language]);
    let doubtful = info.confidence() < SURE_CONFIDENCE && alphabet_of(language) == Script::Latin;
    let [(first, better), (second, _)] = if doubtful {
        probe.best_two(Language::all())
    } else {
        probe.best_two(candidates)
    };
    // where trigrams are not sure, a few words more are no better reason
    let told = probe.count(language);
    let is_better = !doubtful || first >= told + 2 || (first >= 4 && first > told);
    if first >= 2 && first > second && is_better {
        better
    } else {
        language
    }
}

/// The alphabet of a character; [`Script::Other`] where words do not tell a language by their script.
pub(super) fn alphabet(character: char) -> Script {
    match script(character) {
        Script::Han | Script::Kana | Script::Hangul => Script::Other,
        alphabet => alphabet,
    }
}

fn alphabet_of(language: Language) -> Script {
    match language.row().script {
        Script::Han | Script::Kana | Script::Hangul => Script::Other,
        alphabet => alphabet,
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
    }

    #[test]
    fn millions_of_digits_with_a_letter_here_and_there_are_no_deep_recursion() {
        let look = || {
            let text = format!("{}a", "1".repeat(SAMPLE_BYTES)).repeat(4000);
            assert_eq!(identify_article(&text), Language::UNKNOWN);
        };
        let thread = std::thread::Builder::new().stack_size(200_000).spawn(look);
        thread.expect("a thread").join().expect("no overflow");
    }

    #[test]
    fn a_short_quotation_does_not_flip_a_passage() {
        let german = Language::from_code("de").expect("de");
        let passage = "„We will not give up“, sagte der Minister nach dem Treffen in Brüssel, das bis in die Nacht dauerte.";
        assert_eq!(identify_passage(passage, german), german);
    }

    #[test]
    fn a_passage_in_another_language_is_seen() {
        let german = Language::from_code("de").expect("de");
        for (code, passage) in [
            (
                "en",
                "The agency said on Tuesday that the talks would go on in the morning and that no date had been set for the next round.",
            ),
            ("ru", "Переговоры продолжатся утром, сообщило агентство."),
            (
                "fr",
                "Les discussions reprendront dans la matinée, a indiqué le ministère, qui n'a pas fixé de date pour la prochaine rencontre.",
            ),
        ] {
            assert_eq!(identify_passage(passage, german).code(), code);
        }
    }

    #[test]
    fn a_list_of_foreign_names_is_in_the_language_around_them() {
        let text = "Professional teams in the south include the Los Angeles Rams, the Los Angeles Kings, \
            the Los Angeles Lakers and the Los Angeles Dodgers, and in San Diego the Padres.";
        assert_eq!(identify_article(text).code(), "en");
    }

    #[test]
    fn a_list_of_foreign_names_does_not_hide_the_language_of_few_words_or_another_script() {
        for (code, text) in [
            (
                "tr",
                "Güney Kaliforniya'daki profesyonel spor takımları arasında NFL'den (Los Angeles Rams, San Diego \
                 Chargers), NHL'den (Los Angeles Kings, Anaheim Ducks) ve MLS'ten (LA Galaxy) takımlar bulunur.",
            ),
            (
                "ru",
                "Клубы: Los Angeles Rams, San Diego Chargers, Los Angeles Lakers, Los Angeles Clippers, Los Angeles \
                 Dodgers, San Diego Padres и LA Galaxy играют на юге штата.",
            ),
            (
                "fi",
                "Halonen on ohjannut viisi elokuvaa, joista tunnetuimpia ovat Back to the USSR, Lipton Cockton in the \
                 Shadows of Sodoma, Joulubileet ja Kalevala.",
            ),
        ] {
            assert_eq!(identify_article(text).code(), code, "{text}");
        }
    }

    #[test]
    fn names_in_latin_letters_stay_with_an_article_in_another_script() {
        let thai = Language::from_code("th").expect("th");
        let passage = "ทีมกีฬามืออาชีพประกอบด้วย NFL (Los Angeles Rams, San Diego Chargers) และ NHL (Los Angeles Kings)";
        assert_eq!(identify_passage(passage, thai), thai);
    }

    #[test]
    fn names_and_numbers_stay_with_their_article() {
        let german = Language::from_code("de").expect("de");
        let table =
            "Müller 12, Schmidt 14, Schneider 9, Fischer 8, Weber 7, Meyer 6, Wagner 5, Becker 4";
        assert_eq!(identify_passage(table, german), german);
    }

    /// `které` as it comes from file names and some PDF files: an `e` and a mark behind it.
    fn decomposed(text: &str) -> String {
        unicode_normalization::UnicodeNormalization::nfd(text).collect()
    }

    #[test]
    fn letters_with_marks_behind_them_are_of_the_same_language() {
        for (code, text) in [
            (
                "cs",
                "Česká vláda už při jednání řekla, že také další země, které byly při tom, podle něj souhlasí.",
            ),
            (
                "vi",
                "Chính phủ của nước này đã có những cuộc họp với các nước khác và không đạt được thỏa thuận.",
            ),
            (
                "sv",
                "Regeringen säger att den också är på väg när det gäller ett nytt förslag för de här frågorna.",
            ),
            (
                "el",
                "Η κυβέρνηση δήλωσε ότι θα γίνει μετά από αυτό το έργο που είναι για την πόλη και τους κατοίκους.",
            ),
        ] {
            assert_eq!(identify_article(text).code(), code);
            assert_eq!(identify_article(&decomposed(text)).code(), code, "{text}");
            let language = Language::from_code(code).expect(code);
            let (mut composed, mut apart) = (Probe::new(), Probe::new());
            let text_apart = decomposed(text);
            composed.read(text, &mut Words::new(text, false), PROBED_WORDS);
            apart.read(
                &text_apart,
                &mut Words::new(&text_apart, false),
                PROBED_WORDS,
            );
            assert_eq!(composed.count(language), apart.count(language), "{text}");
        }
    }

    #[test]
    fn a_function_word_with_a_hyphen_is_met() {
        let romanian = Language::from_code("ro").expect("ro");
        let count = |text: &str| Probe::of(text, PROBED_WORDS).count(romanian);
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

    #[test]
    fn nothing_to_identify_is_unknown() {
        for text in ["", " \n", "12 345 — 6", "🙂", "x"] {
            assert_eq!(identify_article(text), Language::UNKNOWN);
        }
    }
}
