//! In which language is a document that says so itself, and can that be? Makers of pages and documents often leave the
//! language that their program came with.

use crate::article::{Origin, Told};
use crate::language::Language;
use crate::language::identify::identify;

/// How surely a text must be in another language than was told, as a natural logarithm, to be believed instead.
const SURE: f32 = 4.0;
/// A text of fewer letters does not gainsay what was told.
const LEAST_LETTERS: usize = 200;

/// The language that a document tells with a code or a tag; none if it is none, or if the text is surely in another.
pub(super) fn told_language(tag: &str, origin: Origin, text: &str) -> Option<Told<Language>> {
    let named = Language::named(tag.trim());
    let [value] = named[..] else { return None };
    if value == Language::UNKNOWN {
        return None;
    }
    let letters = text
        .chars()
        .filter(|character| character.is_alphabetic())
        .take(LEAST_LETTERS)
        .count();
    if letters >= LEAST_LETTERS {
        let identified = identify(text);
        let other = identified.language;
        if other != value && other != Language::UNKNOWN && identified.margin() > SURE {
            return None;
        }
    }
    Some(Told { value, origin })
}
