//! Which language a text is in.
//!
//! An article is identified from a sample of its text by whatlang's trigrams, corrected by function words where
//! languages look alike. A passage follows its article unless its script differs, or it has so few of the
//! article's function words that it is worth a look of its own; a quotation of a few words does not flip it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whatlang::Detector;

use super::Language;
use crate::analysis::words::{WordKind, Words};

/// Bytes of text that identify an article. Chosen on the judged sets: more changed nothing, less cost accuracy.
const SAMPLE_BYTES: usize = 900;

/// Words of a passage that are looked at for function words.
const PROBED_WORDS: usize = 40;

/// A passage of fewer words than this follows its article if the script is the same.
const MIN_WORDS: usize = 8;

/// A passage in which less than one word in this many is a function word of its article's language is looked at.
const RARE_FUNCTION_WORDS: usize = 12;

/// Groups of languages that trigrams confuse; among them function words decide.
const LOOKALIKES: &[&[&str]] = &[
    &["no", "da", "sv"],
    &["cs", "sk"],
    &["es", "pt", "ca"],
    &["hr", "sl"],
    &["ru", "uk", "bg", "sr", "mk", "be"],
    &["fa", "ar", "ur"],
    &["hi", "mr", "ne"],
    &["nl", "de"],
    &["id", "tl"],
    &["et", "fi"],
    &["tr", "az"],
];

/// function word → the languages that have it, as a bit set over the table.
static FUNCTION_WORDS: LazyLock<FxHashMap<&'static str, u128>> = LazyLock::new(|| {
    let mut languages_of = FxHashMap::default();
    for language in Language::all() {
        for word in language.row().function_words.split_whitespace() {
            *languages_of.entry(word).or_insert(0) |= bit(language);
        }
    }
    languages_of
});

fn bit(language: Language) -> u128 {
    1 << language.ordinal()
}

/// Whether `word`, in lower case, is a function word of `language`.
#[must_use]
pub fn is_function_word(word: &str, language: Language) -> bool {
    FUNCTION_WORDS
        .get(word)
        .is_some_and(|languages| languages & bit(language) != 0)
}

/// The language of an article, from a sample of its text.
#[must_use]
pub fn identify_article(text: &str) -> Language {
    identify(sample(text))
}

/// The beginning of a text, or of what follows a beginning without enough letters, up to [`SAMPLE_BYTES`].
fn sample(text: &str) -> &str {
    let end = (SAMPLE_BYTES.min(text.len())..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    let head = &text[..end];
    let letters = head
        .chars()
        .filter(|character| character.is_alphabetic())
        .count();
    if end == text.len() || letters * 4 > head.chars().count() {
        return head;
    }
    // A beginning of signs and digits tells nothing: look from the first stretch of letters on.
    match text[end..].find(char::is_alphabetic) {
        Some(at) => sample(&text[end + at..]),
        None => head,
    }
}

/// The language of a passage of an article in `article_language`.
#[must_use]
pub fn identify_passage(passage: &str, article_language: Language) -> Language {
    let mut words = 0usize;
    let mut known = 0usize;
    let mut foreign_script = 0usize;
    let script = Script::of(article_language);
    let mut lowered = String::new();
    for word in Words::new(passage, false)
        .filter(|word| word.kind != WordKind::Number)
        .take(PROBED_WORDS)
    {
        let surface = &passage[word.byte_range];
        words += 1;
        if surface
            .chars()
            .next()
            .is_some_and(|first| !script.has(first))
        {
            foreign_script += 1;
        }
        lowered.clear();
        lowered.extend(surface.chars().flat_map(char::to_lowercase));
        known += usize::from(is_function_word(&lowered, article_language));
    }
    let other_script = foreign_script * 2 > words;
    let same = !other_script && (words < MIN_WORDS || known * RARE_FUNCTION_WORDS >= words);
    if same || (other_script && words < 3) {
        return article_language;
    }
    if !other_script && article_language.row().function_words.is_empty() {
        return article_language;
    }
    let language = identify(sample(passage));
    // Without function words of its own the passage is names and numbers, not another language.
    if language == Language::UNKNOWN
        || (!other_script && share(passage, language) <= share(passage, article_language))
    {
        return article_language;
    }
    language
}

/// Function words of `language` among the first words of `text`.
fn share(text: &str, language: Language) -> usize {
    Words::new(text, false)
        .take(PROBED_WORDS)
        .filter(|word| is_function_word(&text[word.byte_range.clone()].to_lowercase(), language))
        .count()
}

/// Characters of an alphabet that one of Chinese, Japanese or Korean outweighs: foreign names are spelled out in it.
const IDEOGRAPH_WEIGHT: usize = 3;

/// The language of a text written mostly in Han, kana or Hangul.
fn identify_ideographs(text: &str) -> Option<Language> {
    let (mut letters, mut han, mut kana, mut hangul) = (0usize, 0usize, 0usize, 0usize);
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        match character {
            '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => {
                kana += 1
            }
            '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7FF}' => {
                hangul += 1
            }
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
                han += 1
            }
            _ => letters += 1,
        }
    }
    if letters >= (han + kana + hangul) * IDEOGRAPH_WEIGHT {
        return None;
    }
    let code = if hangul > han + kana {
        "ko"
    } else if kana * 20 >= han {
        "ja"
    } else {
        "zh"
    };
    Language::from_code(code)
}

fn identify(text: &str) -> Language {
    if let Some(language) = identify_ideographs(text) {
        return language;
    }
    let found = Detector::new().detect(text);
    let Some(info) = found else {
        return Language::UNKNOWN;
    };
    let Some(language) =
        Language::all().find(|language| language.row().whatlang == Some(info.lang()))
    else {
        // Identified as a language without a row (say Latin): function words may still know better.
        return by_function_words(text, Language::all()).unwrap_or(Language::UNKNOWN);
    };
    let lookalikes = LOOKALIKES
        .iter()
        .filter(|group| group.contains(&language.code()));
    let candidates = lookalikes
        .flat_map(|group| group.iter())
        .filter_map(|code| Language::from_code(code));
    let doubtful = info.confidence() < 0.5 && Script::of(language) == Script::Latin;
    let better = if doubtful {
        by_function_words(text, Language::all())
    } else {
        by_function_words(text, candidates)
    };
    better.unwrap_or(language)
}

/// The one of `candidates` with clearly the most function words in `text`.
fn by_function_words(text: &str, candidates: impl Iterator<Item = Language>) -> Option<Language> {
    let mut counts: Vec<(usize, Language)> = Vec::new();
    let mut allowed = 0u128;
    for language in candidates {
        if allowed & bit(language) == 0 {
            allowed |= bit(language);
            counts.push((0, language));
        }
    }
    for word in Words::new(text, false) {
        let Some(languages) = FUNCTION_WORDS.get(text[word.byte_range].to_lowercase().as_str())
        else {
            continue;
        };
        for (count, language) in &mut counts {
            *count += usize::from(languages & bit(*language) != 0);
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(first, language), (second, _), ..] if *first >= 2 && first > second => Some(*language),
        _ => None,
    }
}

/// The writing of a language, as far as it decides whether a word can be of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    /// Any other: only words in the scripts above are foreign to it.
    Other,
}

impl Script {
    fn of(language: Language) -> Self {
        let sample = language.row().native_name.chars().next().unwrap_or('—');
        Self::of_char(sample)
    }

    fn of_char(character: char) -> Self {
        match character {
            'A'..='Z' | 'a'..='z' | '\u{00AA}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' => {
                Self::Latin
            }
            '\u{0370}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFF}' => Self::Greek,
            '\u{0400}'..='\u{052F}' => Self::Cyrillic,
            '\u{0590}'..='\u{05FF}' => Self::Hebrew,
            '\u{0600}'..='\u{06FF}'
            | '\u{0750}'..='\u{077F}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}' => Self::Arabic,
            _ => Self::Other,
        }
    }

    fn has(self, character: char) -> bool {
        self == Self::of_char(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn names_and_numbers_stay_with_their_article() {
        let german = Language::from_code("de").expect("de");
        let table =
            "Müller 12, Schmidt 14, Schneider 9, Fischer 8, Weber 7, Meyer 6, Wagner 5, Becker 4";
        assert_eq!(identify_passage(table, german), german);
    }

    #[test]
    fn nothing_to_identify_is_unknown() {
        for text in ["", " \n", "12 345 — 6", "🙂"] {
            assert_eq!(identify_article(text), Language::UNKNOWN);
        }
    }
}
