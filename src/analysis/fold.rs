//! When are two spellings the same word?
//!
//! This is the only folding: words become terms by it, and so do the letters of grams and the function words. A word is
//! composed (`compose.rs`), lowered (Turkish in its own way), and a letter that is written in several ways becomes one (ё,
//! Arabic alef and yeh, Greek with all its accents, Indic nasals, Vietnamese tones on either vowel). Marks are kept: a term is
//! what is written. Without them, so that `Erdoğan` and `Erdogan` or `Karikó` and `Kariko` meet, it is another spelling
//! (`spelling.rs`).

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::char_table::CharTable;
pub(crate) use super::compose::{composed, is_apostrophe, is_ignorable};
use super::{compose, ideograph, unicode};
use crate::language::{Casing, Language};

static LOWERED: CharTable<char> = CharTable::new(|character| match character {
    // a sigma that ends a word is one
    'ς' => 'σ',
    _ => character.to_lowercase().next().unwrap_or(character),
});

/// A character in lower case, as one character.
pub(crate) fn lower(character: char) -> char {
    LOWERED.get(character)
}

/// Its lower case, unified, where composing a word leaves the character as it is.
static LOWERED_ALONE: CharTable<Option<char>> = CharTable::new(|character| {
    let lowered = unified(lower(character));
    lowered.filter(|_| compose::is_plain(character))
});

/// Puts the word, composed, in lower case as nearly everywhere and unified as in every language, into `lowered`.
pub(crate) fn lower_into(word: &str, lowered: &mut String) {
    lowered.clear();
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        lowered.push_str(word);
        lowered.make_ascii_lowercase();
        return;
    }
    for character in word.chars() {
        let Some(alone) = LOWERED_ALONE.get(character) else {
            let composed = composed(word);
            let letters: String = composed.chars().map(lower).collect();
            lowered.clear();
            lowered.push_str(&with_unified_letters(&letters, Language::UNKNOWN));
            return;
        };
        lowered.push(alone);
    }
}

/// The character that another makes with one that is a part of it: a letter of a Hangul syllable, what voices a kana.
pub(crate) fn with_part(character: char, part: char) -> Option<char> {
    let part = match part {
        '\u{1160}'..='\u{11FF}' | '\u{3099}' | '\u{309A}' => part,
        '\u{309B}' | '\u{FF9E}' => '\u{3099}',
        '\u{309C}' | '\u{FF9F}' => '\u{309A}',
        _ => return None,
    };
    let whole = std::iter::once(character)
        .nfkc()
        .next()
        .unwrap_or(character);
    unicode_normalization::char::compose(whole, part)
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

/// The characters of a run of ideographs, composed, each as its one representative; a mark that repeats the one before it as
/// that one.
pub(crate) fn ideographs(run: &str) -> Cow<'_, str> {
    let composed = composed(run);
    let changes = |one: char| ideograph::representative(one) != one || ideograph::is_iteration(one);
    if !composed.chars().any(changes) {
        return composed;
    }
    let mut folded = String::with_capacity(composed.len());
    let mut before = None;
    for character in composed.chars() {
        let letter = match before {
            Some(before) if ideograph::is_iteration(character) => {
                ideograph::repeated(before, character)
            }
            _ => ideograph::representative(character),
        };
        folded.push(letter);
        before = Some(letter);
    }
    folded.into()
}

/// Two neighbours of a run: what the token that has both is called. A sign of a long vowel that may be missing is, and a
/// character that is repeated by the first is not in it.
pub(crate) fn pair(surface: &str) -> Cow<'_, str> {
    let folded = ideographs(surface);
    let is_cluster = folded.starts_with(unicode::is_unspaced);
    if is_cluster || folded.chars().nth(2).is_none() {
        return folded;
    }
    let mut letters: Vec<char> = folded.chars().collect();
    letters.pop_if(|last| *last == 'ー');
    if letters.len() > 2 {
        letters.retain(|letter| *letter != 'ー');
    }
    let first = letters.len().saturating_sub(2);
    letters[first..].iter().copied().collect()
}

/// Letters of a word in lower case that is written in several ways brought to one, as the language has it.
pub(crate) fn with_unified_letters(word: &str, language: Language) -> Cow<'_, str> {
    if word.is_ascii() {
        return word.into();
    }
    let row = language.row();
    let is_persian = matches!(row.code, "fa" | "ur");
    let one_letter = |one: char| match one {
        'ي' | 'ى' if is_persian => Some('ی'),
        'ك' | 'ڪ' if is_persian => Some('ک'),
        'ی' | 'ک' | 'آ' if is_persian => Some(one),
        // the letter is one of its own where it is no choice
        'ё' if matches!(row.code, "uz" | "tg" | "mn") => Some('ё'),
        _ => unified(one),
    };
    let is_vietnamese = row.code == "vi";
    let depends = |one: char| is_virama(one) || is_diacritic(one);
    if !is_vietnamese
        && word
            .chars()
            .all(|one| one_letter(one) == Some(one) && !depends(one))
    {
        return word.into();
    }
    let letters: Vec<char> = word.chars().filter_map(one_letter).collect();
    let mut result = String::with_capacity(word.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at).copied() {
        at += 1;
        match (letter, letters.get(at), letters.get(at + 1)) {
            (nasal, Some(virama), Some(stop))
                if is_virama(*virama) && is_nasal_of(nasal, *stop) =>
            {
                result.extend(char::from_u32(nasal as u32 & !0x7F | ANUSVARA));
                at += 1;
            }
            // a stress mark, which Cyrillic has in dictionaries only
            ('\u{0300}' | '\u{0301}', ..) if result.ends_with(is_cyrillic) => {}
            _ => result.push(letter),
        }
    }
    if is_vietnamese {
        result = with_early_tone(result);
    }
    // a letter that lost its marks, or its capital, may compose with those behind it
    if result.len() <= MAX_COMPOSED_AGAIN && result.contains(is_diacritic) {
        let composed: String = result.nfc().collect();
        if composed != result {
            return with_unified_letters(&composed, language)
                .into_owned()
                .into();
        }
    }
    result.into()
}

/// A word as a term of the language is written: composed, in lower case, unified, with its marks.
pub(crate) fn folded(word: &str, language: Language) -> String {
    let composed = composed(word);
    let lowered = lowered(&composed, language);
    with_unified_letters(&lowered, language).into_owned()
}

/// No word of a language is longer; of one that is, marks without end are not composed one after the other.
const MAX_COMPOSED_AGAIN: usize = 240;

fn is_cyrillic(character: char) -> bool {
    matches!(character, '\u{0400}'..='\u{052F}')
}

/// The sign of a nasal of any kind, in the half block of an Indic script.
const ANUSVARA: u32 = 0x02;

/// Whether a character is the virama of a script that writes a nasal before a stop as a sign, too.
fn is_virama(character: char) -> bool {
    matches!(
        character,
        '\u{094D}' | '\u{09CD}' | '\u{0A4D}' | '\u{0ACD}' | '\u{0B4D}' | '\u{0C4D}' | '\u{0CCD}'
    )
}

/// Whether an Indic letter is the nasal of the row of stops that another of its script is in.
fn is_nasal_of(nasal: char, stop: char) -> bool {
    // five letters a row, the nasal last; one letter of the script lies between two rows
    let row = |letter: char| match letter as u32 & 0x7F {
        offset @ 0x15..=0x28 => Some(((offset - 0x15) / 5, (offset - 0x15) % 5)),
        offset @ 0x2A..=0x2E => Some((4, offset - 0x2A)),
        _ => None,
    };
    let same_script = nasal as u32 >> 7 == stop as u32 >> 7;
    match (row(nasal), row(stop)) {
        (Some((row, 4)), Some((other, letter))) => same_script && row == other && letter < 4,
        _ => false,
    }
}

/// A Vietnamese syllable with its tone on the first of two vowels that end it, where either may have it: `hoà` as `hòa`.
fn with_early_tone(syllable: String) -> String {
    let mut letters = syllable.chars().rev();
    let (Some(last), Some(first)) = (letters.next(), letters.next()) else {
        return syllable;
    };
    let mut parts = std::iter::once(last).nfd();
    let (Some(vowel), Some(tone), None) = (parts.next(), parts.next(), parts.next()) else {
        return syllable;
    };
    let is_tone = matches!(
        tone,
        '\u{0300}' | '\u{0301}' | '\u{0303}' | '\u{0309}' | '\u{0323}'
    );
    let either = matches!((first, vowel), ('o', 'a' | 'e') | ('u', 'y'));
    // the u of qu is none
    if !is_tone || !either || letters.next() == Some('q') {
        return syllable;
    }
    let Some(toned) = unicode_normalization::char::compose(first, tone) else {
        return syllable;
    };
    let start = syllable.len() - last.len_utf8() - first.len_utf8();
    format!("{}{toned}{vowel}", &syllable[..start])
}

/// The letter that stands for this one in every language; none for a sign that is not written as a rule.
fn unified(character: char) -> Option<char> {
    match character {
        'ё' => Some('е'),
        // rust-stemmers has the older Romanian algorithm, which knows the cedilla forms only
        'ș' => Some('ş'),
        'ț' => Some('ţ'),
        'ى' | 'ی' => Some('ي'),
        'ک' | 'ڪ' => Some('ك'),
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ہ' | 'ۀ' | 'ۂ' | 'ە' => Some('ه'),
        'ۃ' => Some('ة'),
        // Arabic vowel signs and those of the Koran, Hebrew points, Devanagari nukta
        '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E4}'
        | '\u{06E7}'
        | '\u{06E8}'
        | '\u{06EA}'..='\u{06ED}'
        | '\u{0591}'..='\u{05BD}'
        | '\u{05BF}'..='\u{05C7}'
        | '\u{093C}'
        // Greek breathings, circumflex and iota below
        | '\u{0313}' | '\u{0314}' | '\u{0342}' | '\u{0345}' => None,
        // candrabindu as anusvara
        '\u{0901}' => Some('\u{0902}'),
        '\u{0A01}' | '\u{0A70}' => Some('\u{0A02}'),
        '\u{0A81}' => Some('\u{0A82}'),
        // the sign of a Malayalam vowel in its newer form
        '\u{0D4C}' => Some('\u{0D57}'),
        '\u{1F00}'..='\u{1FFF}' => Some(monotonic(character)),
        other => Some(other),
    }
}

/// A Greek letter with the accents that are written today: any accent as the one, breathings and iota below gone.
fn monotonic(letter: char) -> char {
    let mut parts = std::iter::once(letter).nfd();
    let Some(bare) = parts.next() else {
        return letter;
    };
    let (mut accent, mut diaeresis) = (None, None);
    for mark in parts {
        match mark {
            '\u{0300}' | '\u{0301}' | '\u{0342}' => accent = Some('\u{0301}'),
            '\u{0308}' => diaeresis = Some(mark),
            _ => {}
        }
    }
    let marks = diaeresis.into_iter().chain(accent);
    marks.fold(bare, |letter, mark| {
        unicode_normalization::char::compose(letter, mark).unwrap_or(letter)
    })
}

/// The word in lower case with every letter bare: Latin and Greek letters lose their marks, ligatures open.
pub(crate) fn without_diacritics(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return word.into();
    }
    let mut folded = String::with_capacity(word.len());
    for character in word.chars() {
        folded.extend(BASES.get(character).into_iter().flatten());
    }
    folded.into()
}

/// As many letters as one character can become.
pub(crate) const MAX_LETTERS: usize = 4;

/// What a character in any case is without its marks: a letter, or several, or nothing if it is a mark.
pub(crate) fn letters(character: char) -> [Option<char>; MAX_LETTERS] {
    let text = character.to_string();
    let composed = composed(&text);
    let mut letters = composed
        .chars()
        .map(|one| ideograph::representative(lower(one)))
        .flat_map(base)
        .flatten();
    std::array::from_fn(|_| letters.next())
}

static BASES: CharTable<[Option<char>; 2]> = CharTable::new(base);

/// The bare letters that a character in lower case becomes.
pub(super) fn base(character: char) -> [Option<char>; 2] {
    let two = |first, second| [Some(first), Some(second)];
    let Some(character) = unified(character).filter(|one| !is_ignorable(*one)) else {
        return [None, None];
    };
    let one = match character {
        'ß' => return two('s', 's'),
        'æ' => return two('a', 'e'),
        'œ' => return two('o', 'e'),
        'þ' => return two('t', 'h'),
        'ø' | 'ɔ' => 'o',
        'đ' | 'ð' | 'ɖ' | 'ɗ' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ı' => 'i',
        'ə' | 'ɛ' => 'e',
        'ŋ' => 'n',
        'ŧ' => 't',
        'ɓ' => 'b',
        'ƙ' => 'k',
        'ƴ' => 'y',
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

    fn assert_meet(code: &str, one: &str, other: &str) {
        let language = Language::from_code(code).expect(code);
        assert_eq!(
            folded(one, language),
            folded(other, language),
            "{code}: {one} = {other}"
        );
    }

    #[test]
    fn a_letter_that_is_written_in_several_ways_is_one() {
        for (code, one, other) in [
            ("ru", "Королёв", "Королев"),
            ("ru", "за\u{301}мок", "замок"),
            ("fa", "علي كريمي", "علی کریمی"),
            ("ar", "إلى", "الي"),
            ("ar", "كِتَابٌ", "كتاب"),
            ("ar", "كـــتاب", "كتاب"),
            ("ur", "ہے", "هے"),
            ("he", "שָׁלוֹם", "שלום"),
            ("hi", "हिन्दी", "हिंदी"),
            ("hi", "सम्बन्ध", "संबंध"),
            ("hi", "पञ्जाब", "पंजाब"),
            ("hi", "फ़िल्म", "फिल्म"),
            ("hi", "सड़क", "सड\u{93C}क"),
            ("mr", "गङ्गा", "गंगा"),
            ("gu", "હિન્દી", "હિંદી"),
            ("kn", "ಹಿನ್ದಿ", "ಹಿಂದಿ"),
            ("te", "సమ్బన్ధ", "సంబంధ"),
            ("bn", "অঙ্ক", "অংক"),
            ("bn", "বাড়ি", "বাড\u{09BC}ি"),
            ("bn", "হঠাৎ", "হঠাত্"),
            ("ml", "അവന്\u{200D}", "അവൻ"),
            ("pa", "ਸਿੰਘ", "ਸਿਂਘ"),
            ("el", "θεὸς", "θεός"),
            ("el", "ἀρχῇ", "αρχή"),
            ("el", "Ἑλλάς", "Ελλάς"),
            ("vi", "Thuỵ", "Thụy"),
            ("vi", "hoà", "hòa"),
            ("vi", "khoẻ", "khỏe"),
            ("hy", "Երևան", "Երեւան"),
            ("th", "นํ้า", "น้ำ"),
            ("tr", "İSTANBUL", "istanbul"),
            ("tr", "IĞDIR", "ığdır"),
            ("en", "ﬁnal", "Final"),
            ("en", "CO₂", "co2"),
        ] {
            assert_meet(code, one, other);
        }
    }

    #[test]
    fn endless_marks_are_soon_folded() {
        let word = format!("е{}", "\u{308}".repeat(200_000));
        assert!(!folded(&word, Language::UNKNOWN).is_empty());
    }

    #[test]
    fn letters_that_differ_stay_apart() {
        for (code, one, other) in [
            ("hi", "अन्न", "अंन"),
            ("bn", "পাড়া", "পাডা"),
            ("ru", "мой", "мои"),
            ("vi", "quý", "qúy"),
            ("vi", "hoàn", "hòan"),
            ("de", "schon", "schön"),
            ("tr", "ılık", "ilik"),
            ("fa", "آن", "ان"),
            ("ta", "பந்து", "பம்து"),
        ] {
            let language = Language::from_code(code).expect(code);
            assert_ne!(
                folded(one, language),
                folded(other, language),
                "{code}: {one} {other}"
            );
        }
    }

    #[test]
    fn ideographs_of_all_countries_and_repetitions_are_one() {
        for (one, other) in [
            ("台灣", "臺湾"),
            ("詞典", "词典"),
            ("⼈⼝", "人口"),
            ("人々", "人人"),
            ("佐々木", "佐佐木"),
            ("いすゞ", "いすず"),
            ("ﾊﾟﾅ", "パナ"),
            ("學", "学"),
        ] {
            assert_eq!(ideographs(one), ideographs(other), "{one} = {other}");
        }
        assert_ne!(ideographs("か"), ideographs("が"));
    }

    #[test]
    fn neighbours_in_a_run_have_one_name() {
        for (surface, expected) in [
            ("臺灣", "台湾"),
            ("大\n学", "大学"),
            ("佐々木", "佐木"),
            ("人々", "人人"),
            ("すゞの", "ずの"),
            ("バーの", "バの"),
            ("ーバー", "ーバ"),
            ("ｰﾊﾞｰ", "ーバ"),
            ("ワー", "ワー"),
            ("ញថ្នាំ", "ញថ្នាំ"),
        ] {
            assert_eq!(pair(surface), expected, "{surface}");
        }
    }

    #[test]
    fn a_function_word_is_looked_up_as_it_is_written_by_anybody() {
        let mut lowered = String::new();
        for (word, expected) in [
            ("Eˈ", "eˈ"),
            ("ЕЁ", "ее"),
            ("إلى", "الي"),
            ("e\u{301}", "é"),
            ("THE", "the"),
        ] {
            lower_into(word, &mut lowered);
            assert_eq!(lowered, expected);
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(word in "\\PC{0,12}|[ऀ-ॿ]{0,8}|[ঀ-৿]{0,8}|[ء-ۿ]{0,8}|[α-ωἀ-ῼ]{0,8}|[a-yàáảãạèẹòóỏõọỳýỵ]{0,6}") {
            for language in Language::all() {
                let once = folded(&word, language);
                prop_assert_eq!(folded(&once, language), once, "{}", language);
            }
        }

        #[test]
        fn composed_and_decomposed_words_are_one(word in "\\PC{0,12}|[가-힣]{0,4}|[ऀ-ॿ]{0,8}|[ก-๎]{0,8}|[ἀ-ῼ]{0,8}|[أ-ي\u{64B}-\u{655}]{0,8}|[àáảãạăắằâấầêếềôốồơớờưứừỳýỵ]{0,6}") {
            let (nfd, nfc): (String, String) = (word.nfd().collect(), word.nfc().collect());
            for language in Language::all() {
                prop_assert_eq!(folded(&nfd, language), folded(&nfc, language), "{}", language);
            }
            prop_assert_eq!(ideographs(&nfd), ideographs(&nfc));
        }
    }
}
