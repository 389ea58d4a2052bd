//! What does a character do to a word?

use super::char_table::CharTable;
use super::{fold, ideograph, unicode};

/// What a character does to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Ends a word.
    Other,
    Letter,
    Digit,
    /// Stays inside a word when a letter follows.
    Apostrophe,
    /// Combining and format characters: stay inside a word, start none.
    Mark,
    /// Han, kana, Hangul.
    Ideograph,
    /// Thai, Lao, Khmer, Burmese.
    Unspaced,
}

static CLASSES: CharTable<Class> = CharTable::new(classify);

/// The class of a character.
pub(crate) fn class(character: char) -> Class {
    CLASSES.get(character)
}

fn classify(character: char) -> Class {
    match character {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        _ if fold::is_ignorable(character) || is_part(character) => Class::Mark,
        // a double quote is one in Hebrew acronyms only, see `cut.rs`
        _ if character != '"' && fold::is_apostrophe(character) => Class::Apostrophe,
        _ if unicode::is_ideograph(character) || ideograph::is_radical(character) => {
            Class::Ideograph
        }
        _ if unicode::digit(character).is_some() => Class::Digit,
        _ if unicode::is_unspaced(character)
            && (character.is_alphabetic() || is_mark(character)) =>
        {
            Class::Unspaced
        }
        _ if character.is_alphabetic() => Class::Letter,
        _ if is_mark(character) => Class::Mark,
        _ => Class::Other,
    }
}

/// Characters that are a part of the one before them without being marks: the letters that end a Hangul syllable, what voices a
/// kana, digits below the line.
fn is_part(character: char) -> bool {
    matches!(
        character,
        '\u{1160}'..='\u{11FF}'
            | '\u{D7B0}'..='\u{D7FB}'
            | '\u{309B}'
            | '\u{309C}'
            | '\u{FF9E}'
            | '\u{FF9F}'
            | '\u{2080}'..='\u{2089}'
    )
}

/// Whether a character is a digit above the line: a power behind a unit, and behind a word a note.
pub(super) fn is_raised(character: char) -> bool {
    matches!(
        character,
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}' | '\u{2074}'..='\u{2079}'
    )
}

/// Whether a character combines with the one before it.
pub(super) fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}
