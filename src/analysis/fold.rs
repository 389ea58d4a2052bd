//! When are two spellings the same word?
//!
//! This is the only folding: words become terms by it, and so do the letters of grams and the function words.
//! Before the stemmer: NFC, lower case (Turkish in its own way), and the letters that a stemmer expects in one
//! form only (ё, Romanian ș and ț, Arabic alef and yeh). After it: diacritics go, so that `Erdoğan` and `Erdogan`
//! or `Karikó` and `Kariko` meet in one term.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::char_table::CharTable;
use crate::language::{Casing, Language};

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
    composed_but(word, &[])
}

/// The same with those ignorable characters that the stemmer of a language looks for.
pub(crate) fn composed_for_stemmer(word: &str, language: Language) -> Cow<'_, str> {
    composed_but(word, language.row().stemmed_apart)
}

fn composed_but<'w>(word: &'w str, kept: &[char]) -> Cow<'w, str> {
    if word.chars().all(|character| PLAIN.get(character)) {
        return word.into();
    }
    let mut narrowed = String::with_capacity(word.len());
    for character in word.chars() {
        match character {
            '\u{FF00}'..='\u{FFEF}' => narrowed.extend(std::iter::once(character).nfkc()),
            _ => narrowed.push(character),
        }
    }
    narrowed
        .chars()
        .filter(|one| !(is_ignorable(*one) || *one == '.') || kept.contains(one))
        .map(|one| if is_apostrophe(one) { '\'' } else { one })
        .nfc()
        .collect()
}

static LOWERED: CharTable<char> = CharTable::new(|character| match character {
    // a sigma that ends a word is one
    'ς' => 'σ',
    _ => character.to_lowercase().next().unwrap_or(character),
});

/// A character in lower case, as one character.
pub(crate) fn lower(character: char) -> char {
    LOWERED.get(character)
}

/// Its lower case, where composing a word leaves the character as it is.
static LOWERED_ALONE: CharTable<Option<char>> =
    CharTable::new(|character| PLAIN.get(character).then(|| lower(character)));

/// Puts the word, composed and in lower case as nearly everywhere, into `lowered`.
pub(crate) fn lower_into(word: &str, lowered: &mut String) {
    lowered.clear();
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        lowered.push_str(word);
        lowered.make_ascii_lowercase();
        return;
    }
    for character in word.chars() {
        let Some(alone) = LOWERED_ALONE.get(character) else {
            lowered.clear();
            lowered.extend(composed(word).chars().map(lower));
            return;
        };
        lowered.push(alone);
    }
}

/// The word in lower case as the language has it.
pub(crate) fn lowered(word: &str, language: Language) -> Cow<'_, str> {
    let casing = language.row().casing;
    let lower = |character| match (character, casing) {
        ('I', Casing::Turkish) => 'ı',
        _ => lower(character),
    };
    if word.chars().all(|character| lower(character) == character) {
        return word.into();
    }
    word.chars().map(lower).collect()
}

/// Letters brought to the one form that the stemmer of the language knows.
pub(crate) fn for_stemmer(word: &str, language: Language) -> Cow<'_, str> {
    let apart = language.row().stemmed_apart;
    let for_it = |one: char| {
        if apart.contains(&one) {
            Some(one)
        } else {
            unified(one)
        }
    };
    if word.chars().all(|one| for_it(one) == Some(one)) {
        return word.into();
    }
    word.chars().filter_map(for_it).collect()
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

/// The stem with every letter in the form that terms have: Latin and Greek letters lose their marks, ligatures open.
pub(crate) fn without_diacritics(stem: &str) -> Cow<'_, str> {
    if stem.is_ascii() {
        return stem.into();
    }
    let mut folded = String::with_capacity(stem.len());
    for character in stem.chars() {
        folded.extend(BASES.get(character).into_iter().flatten());
    }
    folded.into()
}

/// What a character in any case is in a term: a letter or two, or nothing if it is a mark.
pub(crate) fn letters(character: char) -> [Option<char>; 2] {
    let text = character.to_string();
    let mut composed = composed(&text)
        .chars()
        .map(lower)
        .flat_map(base)
        .flatten()
        .collect::<Vec<_>>()
        .into_iter();
    [composed.next(), composed.next()]
}

static BASES: CharTable<[Option<char>; 2]> = CharTable::new(base);

/// The letters of a term that a character in lower case becomes.
fn base(character: char) -> [Option<char>; 2] {
    let two = |first, second| [Some(first), Some(second)];
    let Some(character) = unified(character).filter(|one| !is_ignorable(*one)) else {
        return [None, None];
    };
    let one = match character {
        'ß' => return two('s', 's'),
        'æ' => return two('a', 'e'),
        'œ' => return two('o', 'e'),
        'þ' => return two('t', 'h'),
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ı' => 'i',
        'ə' => 'e',
        'ة' => 'ه',
        '\u{0300}'..='\u{036F}' => return [None, None],
        '\u{00C0}'..='\u{024F}' | '\u{0370}'..='\u{03FF}' | '\u{1E00}'..='\u{1FFF}' => {
            let mut parts = std::iter::once(character).nfd();
            return match parts.find(|part| !is_diacritic(*part)) {
                // a letter below the mark may be one of the above: ǽ, ǿ
                Some(bare) if bare != character => base(bare),
                bare => [bare, None],
            };
        }
        other => other,
    };
    [Some(one), None]
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
