//! What makes two spellings of a word equal before and after it is stemmed.
//!
//! Before the stemmer: NFC, lower case (Turkish in its own way), and the letters that a stemmer expects in one
//! form only (ё, Romanian ș and ț, Arabic alef and yeh). After it: diacritics go, so that `Erdoğan` and `Erdogan`
//! or `Karikó` and `Kariko` meet in one term.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::char_table::CharTable;
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

/// Whether a character stays itself when a word is composed, whatever stands beside it.
static PLAIN: CharTable<bool> = CharTable::new(|character| {
    let is_composed = std::iter::once(character).nfc().eq([character]);
    // conjoining Hangul letters compose without being marks
    let composes = is_combining_mark(character) || matches!(character, '\u{1100}'..='\u{11FF}');
    let changes = character == '.'
        || is_ignorable(character)
        || is_apostrophe(character)
        || matches!(character, '\u{FF00}'..='\u{FFEF}');
    is_composed && !composes && !changes
});

/// The word composed (NFC), full-width forms narrowed, without ignorable characters and dots, apostrophes straight.
pub(crate) fn composed(word: &str) -> Cow<'_, str> {
    if word.chars().all(|character| PLAIN.get(character)) {
        return word.into();
    }
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

static LOWERED: CharTable<char> =
    CharTable::new(|character| character.to_lowercase().next().unwrap_or(character));

/// A character in lower case, as one character.
pub(crate) fn lower(character: char) -> char {
    LOWERED.get(character)
}

/// The word in lower case; `İ` and `I` are `i` and `ı` where a suffix follows an apostrophe (Turkish, Azerbaijani).
pub(crate) fn lowered(word: &str, language: Language) -> Cow<'_, str> {
    let turkish = language.row().apostrophe == Apostrophe::Suffix;
    let lower = |character| match character {
        'I' if turkish => 'ı',
        'ς' => 'σ',
        _ => lower(character),
    };
    if word.chars().all(|character| lower(character) == character) {
        return word.into();
    }
    word.chars().map(lower).collect()
}

/// Letters brought to the one form that the stemmers know.
pub(crate) fn for_stemmer(word: &str) -> Cow<'_, str> {
    if word.chars().all(|one| unified(one) == Some(one)) {
        return word.into();
    }
    word.chars().filter_map(unified).collect()
}

/// The letter that the stemmers know for this one; none for a sign that they do not expect.
fn unified(character: char) -> Option<char> {
    match character {
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
    }
}

/// The stem without diacritics: Latin and Greek letters lose their marks, ligatures open.
pub(crate) fn without_diacritics(stem: &str) -> Cow<'_, str> {
    if stem.is_ascii() {
        return stem.into();
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
    folded.into()
}

fn is_diacritic(character: char) -> bool {
    ('\u{0300}'..='\u{036F}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_that_is_left_as_it_is_was_composed(word in "[\\PC&&[^\u{FF00}-\u{FFEF}]]{0,12}|[a-zé\u{300}-\u{303}가-각\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11A8}-\u{11C2}া-ো]{0,8}") {
            let all = word.chars().filter(|one| !is_ignorable(*one) && *one != '.');
            let straight = all.map(|one| if is_apostrophe(one) { '\'' } else { one });
            prop_assert_eq!(composed(&word), straight.nfc().collect::<String>());
        }
    }
}
