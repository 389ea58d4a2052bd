//! What does Unicode say of a character?

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
pub(crate) use icu_properties::props::Script as UnicodeScript;

use super::char_table::CharTable;
use crate::language::Script;

static SCRIPTS: CharTable<Script> = CharTable::new(|character| match unicode_script(character) {
    UnicodeScript::Latin => Script::Latin,
    UnicodeScript::Cyrillic => Script::Cyrillic,
    UnicodeScript::Greek => Script::Greek,
    UnicodeScript::Arabic => Script::Arabic,
    UnicodeScript::Hebrew => Script::Hebrew,
    UnicodeScript::Han => Script::Han,
    UnicodeScript::Hiragana | UnicodeScript::Katakana => Script::Kana,
    UnicodeScript::Hangul => Script::Hangul,
    _ if is_japanese_sign(character) => Script::Kana,
    _ => Script::Other,
});

/// The script of a character, as far as it tells languages apart.
pub(crate) fn script(character: char) -> Script {
    SCRIPTS.get(character)
}

/// The script of a character as Unicode tells them apart, all that there are.
pub(crate) fn exact_script(character: char) -> UnicodeScript {
    EXACT_SCRIPTS.get(character)
}

static EXACT_SCRIPTS: CharTable<UnicodeScript> = CharTable::new(unicode_script);

/// Whether a character is of Chinese, Japanese or Korean writing: what is cut into pairs.
pub(super) fn is_ideograph(character: char) -> bool {
    use GeneralCategory::{LetterNumber, ModifierLetter, OtherLetter};
    let script = script(character);
    matches!(script, Script::Han | Script::Kana | Script::Hangul)
        && matches!(
            category(character),
            OtherLetter | ModifierLetter | LetterNumber
        )
}

/// Whether a character is of a script that a dictionary cuts into words: Thai, Lao, Khmer, Burmese.
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(
        unicode_script(character),
        UnicodeScript::Thai | UnicodeScript::Lao | UnicodeScript::Khmer | UnicodeScript::Myanmar
    )
}

static DIGITS: CharTable<Option<u8>> = CharTable::new(|character| {
    let is_digit =
        |code: u32| char::from_u32(code).map(category) == Some(GeneralCategory::DecimalNumber);
    let code = character as u32;
    // Unicode has decimal digits in blocks of ten, from zero to nine, which may stand beside each other
    is_digit(code).then(|| {
        ((0..code)
            .rev()
            .take_while(|before| is_digit(*before))
            .count()
            % 10) as u8
    })
});

/// The value of a decimal digit of any script.
pub(crate) fn digit(character: char) -> Option<u8> {
    if character.is_ascii() {
        return character.is_ascii_digit().then(|| character as u8 - b'0');
    }
    DIGITS.get(character)
}

/// Letters of Japanese only that Unicode counts to no script: `〆`, and what lengthens or voices a kana.
fn is_japanese_sign(character: char) -> bool {
    matches!(character, '〆' | 'ー' | 'ｰ' | 'ﾞ' | 'ﾟ')
}

fn unicode_script(character: char) -> UnicodeScript {
    CodePointMapData::<UnicodeScript>::new().get(character)
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_a_value() {
        for zero in [
            '0',
            '٠',
            '०',
            '๐',
            '၀',
            '\u{1090}',
            '០',
            '０',
            '\u{1D7CE}',
            '\u{1D7D8}',
            '\u{1E950}',
        ] {
            for value in 0..10u8 {
                let digit_of_value =
                    char::from_u32(zero as u32 + u32::from(value)).expect("a character");
                assert_eq!(digit(digit_of_value), Some(value), "{digit_of_value}");
            }
        }
        for other in ['a', '½', '²', 'Ⅷ', '①', '一'] {
            assert_eq!(digit(other), None, "{other}");
        }
    }

    #[test]
    fn letters_of_writing_without_spaces_are_told_from_their_signs() {
        for ideograph in "漢々〆〇あんァヶーｱｰﾞ한ㄱᄀ가〡𠀀𛀀ﾡ".chars() {
            assert!(is_ideograph(ideograph), "{ideograph}");
        }
        for other in "、。・「〒㊙aжअก".chars() {
            assert!(!is_ideograph(other), "{other}");
        }
        for unspaced in "กำລຂកမꩠ".chars() {
            assert!(
                is_unspaced(unspaced) && !is_ideograph(unspaced),
                "{unspaced}"
            );
        }
    }

    #[test]
    fn signs_of_no_script_are_of_none() {
        for sign in ['1', ' ', '«', '—', '·', '🙂', '\u{301}'] {
            assert_eq!(script(sign), Script::Other, "{sign}");
        }
    }
}
