//! What makes two spellings of a word equal before and after it is stemmed.
//!
//! Before the stemmer: NFC, lower case (Turkish in its own way), and the letters that a stemmer expects in one
//! form only (ё, Romanian ș and ț, Arabic alef and yeh). After it: diacritics go, so that `Erdoğan` and `Erdogan`
//! or `Karikó` and `Kariko` meet in one term.

use unicode_normalization::UnicodeNormalization;

use crate::language::{Apostrophe, Language};

/// Characters that are in a word only for the eye: soft hyphen, joiners, tatweel, middle dot, bidi marks.
pub(crate) fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{00B7}' | '\u{0640}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

/// Whether the character is one of the apostrophes that may stand inside a word.
pub(crate) fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2019}'
            | '\u{2018}'
            | '\u{02BC}'
            | '\u{02BB}'
            | '\u{02B9}'
            | '\u{FF07}'
            | '\u{05F3}'
            | '\u{05F4}'
            | '"'
    )
}

/// The word composed (NFC), full-width forms narrowed, without ignorable characters and dots, apostrophes straight.
pub(crate) fn composed(word: &str) -> String {
    let narrowed = word.chars().flat_map(|character| match character {
        '\u{FF00}'..='\u{FFEF}' => Narrow::Compatible(std::iter::once(character).nfkc()),
        _ => Narrow::Same(Some(character)),
    });
    narrowed
        .filter(|character| !is_ignorable(*character) && *character != '.')
        .map(|character| {
            if is_apostrophe(character) {
                '\''
            } else {
                character
            }
        })
        .nfc()
        .collect()
}

enum Narrow<I> {
    Compatible(I),
    Same(Option<char>),
}

impl<I: Iterator<Item = char>> Iterator for Narrow<I> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Compatible(inner) => inner.next(),
            Self::Same(character) => character.take(),
        }
    }
}

/// The word in lower case; `İ` and `I` are `i` and `ı` where a suffix follows an apostrophe (Turkish, Azerbaijani).
pub(crate) fn lowered(word: &str, language: Language) -> String {
    let turkish = language.row().apostrophe == Apostrophe::Suffix;
    let mut lowered = String::with_capacity(word.len());
    for character in word.chars() {
        match character {
            'I' if turkish => lowered.push('ı'),
            'İ' => lowered.push('i'),
            'ς' => lowered.push('σ'),
            _ => lowered.extend(character.to_lowercase()),
        }
    }
    lowered
}

/// Letters brought to the one form that the stemmers know.
pub(crate) fn for_stemmer(word: &str) -> String {
    word.chars()
        .filter_map(|character| match character {
            'ё' => Some('е'),
            // rust-stemmers has the older Romanian algorithm, which knows the cedilla forms only
            'ș' => Some('ş'),
            'ț' => Some('ţ'),
            'ى' | 'ی' => Some('ي'),
            'ک' => Some('ك'),
            'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
            // Arabic vowel signs, Hebrew points, Devanagari nukta
            '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0591}'..='\u{05C7}' | '\u{093C}' => None,
            // candrabindu as anusvara
            '\u{0901}' => Some('\u{0902}'),
            other => Some(other),
        })
        .collect()
}

/// The stem without diacritics: Latin and Greek letters lose their marks, ligatures open.
pub(crate) fn without_diacritics(stem: &str) -> String {
    if stem.is_ascii() {
        return stem.to_owned();
    }
    let mut folded = String::with_capacity(stem.len());
    for character in stem.chars() {
        match character {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ə' => folded.push('e'),
            '\u{00C0}'..='\u{024F}' | '\u{0370}'..='\u{03FF}' | '\u{1E00}'..='\u{1FFF}' => {
                folded.extend(
                    std::iter::once(character)
                        .nfd()
                        .filter(|part| !is_diacritic(*part)),
                );
            }
            '\u{0300}'..='\u{036F}' => {}
            'ة' => folded.push('ه'),
            other => folded.push(other),
        }
    }
    folded
}

fn is_diacritic(character: char) -> bool {
    ('\u{0300}'..='\u{036F}').contains(&character)
}
