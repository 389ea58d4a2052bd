//! Which encoding does a text without a mark look like? That in which it reads like a language.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, IBM866, ISO_8859_2, ISO_8859_4, ISO_8859_5, KOI8_U, MACINTOSH, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

use super::charset::Charset;
use super::decoder::Decoder;
use crate::analysis::unicode::exact_script as script;
use crate::language::identify::likeness;

/// Encodings of one byte for each letter, of languages that are told by what they look like, each with how much less likely it
/// is to be met than the others, as a natural logarithm.
const CANDIDATES: [(&Encoding, f32); 13] = [
    (WINDOWS_1252, 0.0),
    (WINDOWS_1250, 0.2),
    (ISO_8859_2, 0.3),
    (WINDOWS_1254, 0.2),
    (WINDOWS_1257, 0.4),
    (ISO_8859_4, 1.5),
    (WINDOWS_1258, 0.8),
    (MACINTOSH, 0.8),
    (WINDOWS_1251, 0.0),
    (KOI8_U, 0.1),
    (IBM866, 0.3),
    (ISO_8859_5, 0.3),
    (X_MAC_CYRILLIC, 0.4),
];

/// Bytes of the lines with other letters than those of ASCII that are looked at.
const LINES_BYTES: usize = 2000;

/// How much more a text must read like a language than by the first guess.
const MARGIN: f32 = 0.4;

/// What a text has at least for each of its letters that reads like a language.
const LEAST_PER_LETTER: f32 = 1.0;

/// What chardetng says.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether a text has the signs by which ISO-2022-JP goes over to Japanese letters; all its bytes are ASCII.
pub(super) fn shifts(bytes: &[u8]) -> bool {
    let escapes = [&b"\x1b$B"[..], b"\x1b$@", b"\x1b(J", b"\x1b(I"];
    bytes.contains(&0x1B)
        && escapes
            .iter()
            .any(|escape| bytes.windows(3).any(|three| three == *escape))
}

/// The likeliest encoding of a text that is no UTF-8.
///
/// chardetng tells most: it is right about Chinese, Japanese, Korean, Greek, Hebrew, Arabic and Thai. Where a language has
/// profiles, they know more of it than it does, and they know the encodings of old Macintoshes, which it does not.
pub(super) fn detect(bytes: &[u8]) -> &'static Encoding {
    let guess = guess(bytes);
    if guess.is_single_byte() && CANDIDATES.iter().all(|(candidate, _)| *candidate != guess) {
        return guess;
    }
    let lines = telling_lines(bytes);
    let by_guess = read(guess, &lines).map_or(0.0, |text| likeness(&text).0 - strangeness(&text));
    let mut best = (guess, by_guess + MARGIN);
    for (candidate, rarity) in CANDIDATES {
        let Some(text) = read(candidate, &lines) else {
            continue;
        };
        let (likeness, letters) = likeness(&text);
        let likeness = likeness - strangeness(&text) - rarity;
        let is_natural = likeness >= LEAST_PER_LETTER * letters as f32;
        if likeness > best.1 && (guess.is_single_byte() || is_natural) {
            best = (candidate, likeness);
        }
    }
    best.0
}

/// How much speaks against a reading that no gram tells: signs within words, letters of two scripts in a word, capitals behind
/// small letters.
fn strangeness(text: &str) -> f32 {
    let mut strange = 0;
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        if !character.is_ascii() {
            let between = before.is_alphabetic() && after.is_alphabetic();
            strange += if character.is_alphabetic() {
                let is_mixed =
                    |other: char| other.is_alphabetic() && script(other) != script(character);
                let is_capital = character.is_uppercase()
                    && (before.is_lowercase() || (before.is_uppercase() && after.is_lowercase()));
                usize::from(is_mixed(before) || is_mixed(after))
                    + usize::from(is_capital)
                    + usize::from(is_rare(character))
            } else if JOINS.contains(&character) {
                0
            } else if between {
                3
            } else if matches!(character, '\u{2013}' | '\u{2014}') {
                usize::from(before.is_alphabetic() && after == ' ')
            } else {
                usize::from(!is_mark_of_text(character))
            };
        }
        before = character;
    }
    strange as f32 * AGAINST
}

/// How much a strange character speaks against a reading, as a natural logarithm.
const AGAINST: f32 = 1.5;

/// What stands within words.
const JOINS: [char; 5] = ['\u{AD}', '\u{B7}', '\u{2019}', '\u{2010}', '\u{2011}'];

/// Whether a letter is in hardly any text.
fn is_rare(letter: char) -> bool {
    matches!(
        letter,
        'ª' | 'º' | 'ƒ' | 'ˆ' | 'ˇ' | 'µ' | 'Ω' | 'π' | '\u{FB00}'..='\u{FB06}'
    )
}

/// Whether it is a mark that texts have.
fn is_mark_of_text(character: char) -> bool {
    matches!(
        character,
        '\u{2010}'..='\u{2026}' | '«' | '»' | '‹' | '›' | '€' | '£' | '§' | '°' | '·' | '¿' | '¡' | '№' | '\u{A0}' | '\u{AD}'
            | '\u{300}'..='\u{36F}' | '\u{202F}'
    )
}

/// The first lines that have letters that are not of ASCII.
fn telling_lines(bytes: &[u8]) -> Vec<u8> {
    let mut telling = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.is_ascii() {
            continue;
        }
        // of a long line, what is around the first such letter
        let first = line
            .iter()
            .position(|byte| !byte.is_ascii())
            .unwrap_or_default();
        let line = &line[first.saturating_sub(LINES_BYTES / 4)..];
        let line = &line[..line.len().min(LINES_BYTES)];
        telling.extend_from_slice(line);
        if telling.len() >= LINES_BYTES {
            break;
        }
    }
    telling
}

/// What bytes say in an encoding of one byte for each letter; none if they say nothing.
fn read(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let mut decoder = Decoder::new(Charset::Known(encoding));
    let mut text = String::with_capacity(bytes.len() * 2);
    decoder.decode(bytes, true, &mut text);
    let is_sign = |character: char| ('\u{80}'..='\u{9F}').contains(&character);
    (decoder.replaced_bytes() == 0 && !text.contains(is_sign)).then_some(text)
}
