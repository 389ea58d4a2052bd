//! Under which other spellings is a word found?
//!
//! A term is what is written. People type it in other ways: without its marks, with two letters for an umlaut, in the other
//! script of its language. Each way is a key of the surface, and two surfaces are one word if one is a key of the other or they
//! have a key in common. Keys are made of the surface alone, so an index and a query make the same.

use super::char_table::CharTable;
use super::unicode::script;
use super::{compose, fold};
use crate::language::{Language, Script};

/// A word has at most so many spellings besides itself.
pub const MAX_SPELLINGS: usize = 4;

/// Languages in which a letter with two dots is not respelled with an `e`: they have it in every other word.
const UMLAUT_IS_NO_TWO_LETTERS: [&str; 12] = [
    "az", "ca", "es", "et", "eu", "fr", "hu", "kk", "pt", "tr", "uz", "vi",
];

/// The spellings under which a word is found besides its surface, the likest first. The surface is a word as a term of the
/// language is written; most words have none. In order, as far as they differ:
///
/// 1. in Latin letters with their marks, if it is Cyrillic and its language is written in both (`beograd`);
/// 2. without its marks and apostrophes (`kariko`, `strasse`, `obrien`; Arabic ة as ه): what everybody types;
/// 3. with two letters for one (`mueller`, `aarhus`, `djokovic`);
/// 4. what stands behind a particle and its apostrophe (`brien`): another word, which may be meant.
#[must_use]
pub fn spellings(surface: &str, language: Language) -> Vec<String> {
    let has_other = |one: char| HAS_OTHER.get(one);
    let code = language.code();
    let letters = LATIN_OF.iter().find(|(codes, ..)| codes.contains(&code));
    let is_cyrillic = |one: char| script(one) == Script::Cyrillic;
    let other_script = letters.filter(|_| !surface.is_ascii() && surface.contains(is_cyrillic));
    if other_script.is_none() && !surface.contains(has_other) {
        return Vec::new();
    }
    let mut spellings = Vec::new();
    let mut add = |spelling: String| {
        if !spelling.is_empty() && spelling != surface && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    };
    let latin = other_script.map(|(_, letters)| in_latin(surface, letters));
    let own = latin.as_deref().unwrap_or(surface);
    if latin.is_some() {
        add(own.replace('\'', ""));
    }
    add(bare(own));
    if latin.is_some() {
        add(bare(surface));
    }
    add(bare(&with_two_letters(own, code)));
    add(behind_particle(own).map(bare).unwrap_or_default());
    spellings.truncate(MAX_SPELLINGS);
    spellings
}

/// Whether a word with the character has another spelling in every language.
static HAS_OTHER: CharTable<bool> = CharTable::new(|one| bare_letters(one) != [Some(one), None]);

/// The word without marks and apostrophes.
fn bare(word: &str) -> String {
    word.chars().flat_map(bare_letters).flatten().collect()
}

/// What a character of a surface is without its marks.
fn bare_letters(one: char) -> [Option<char>; 2] {
    let bare = match one {
        _ if compose::is_apostrophe(one) || compose::is_ignorable(one) => return [None, None],
        // letters, which have two codes for two languages
        'ی' | 'ک' => one,
        'ؤ' => 'و',
        'ئ' => 'ي',
        // nukta where it makes another letter
        '\u{09BC}' | '\u{0A3C}' | '\u{0ABC}' | '\u{0B3C}' | '\u{0CBC}' => return [None, None],
        // typed on the keyboard of a neighbour
        'ґ' | 'ғ' => 'г',
        'ѝ' => 'и',
        'ѐ' => 'е',
        'ў' | 'ү' | 'ұ' => 'у',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ә' => 'а',
        'һ' | 'ҳ' => 'х',
        _ => return fold::base(one),
    };
    [Some(bare), None]
}

/// The word with two letters for each that a typewriter or a mail address of its language does not have.
fn with_two_letters(word: &str, code: &str) -> String {
    let is_umlaut = !UMLAUT_IS_NO_TWO_LETTERS.contains(&code);
    let is_serbian = matches!(code, "sr" | "hr" | "bs" | "sl");
    let mut spelled = String::with_capacity(word.len());
    for one in word.chars() {
        match one {
            'ä' if is_umlaut => spelled.push_str("ae"),
            'ö' | 'ø' if is_umlaut => spelled.push_str("oe"),
            'ü' if is_umlaut => spelled.push_str("ue"),
            'å' if is_umlaut => spelled.push_str("aa"),
            'đ' if is_serbian => spelled.push_str("dj"),
            _ => spelled.push(one),
        }
    }
    spelled
}

/// What stands behind a particle of one or two Latin letters and its apostrophe: `O'Brien`, `d'Ivoire`.
fn behind_particle(word: &str) -> Option<&str> {
    let (particle, name) = word.split_once('\'')?;
    let is_particle = matches!(particle.chars().count(), 1 | 2)
        && particle.chars().all(|one| script(one) == Script::Latin);
    (is_particle && name.chars().nth(2).is_some() && !name.contains('\'')).then_some(name)
}

/// A Cyrillic word in the Latin letters of its language.
fn in_latin(word: &str, letters: &[(char, &str)]) -> String {
    let mut latin = String::with_capacity(word.len());
    for one in word.chars() {
        let found = letters.binary_search_by_key(&one, |(letter, _)| *letter);
        match found {
            Ok(at) => latin.push_str(letters[at].1),
            Err(_) => latin.push(one),
        }
    }
    latin
}

/// Cyrillic letters in the order of their codes, with what they are in Latin.
type Letters = &'static [(char, &'static str)];

/// Languages that are written in both scripts, and the Latin of each Cyrillic letter.
#[rustfmt::skip]
const LATIN_OF: [(&[&str], Letters); 4] = [
    (&["sr", "hr", "bs"], &[
        ('а', "a"), ('б', "b"), ('в', "v"), ('г', "g"), ('д', "d"), ('е', "e"), ('ж', "ž"), ('з', "z"), ('и', "i"),
        ('к', "k"), ('л', "l"), ('м', "m"), ('н', "n"), ('о', "o"), ('п', "p"), ('р', "r"), ('с', "s"), ('т', "t"),
        ('у', "u"), ('ф', "f"), ('х', "h"), ('ц', "c"), ('ч', "č"), ('ш', "š"), ('ђ', "đ"), ('ј', "j"), ('љ', "lj"),
        ('њ', "nj"), ('ћ', "ć"), ('џ', "dž"),
    ]),
    (&["uz"], &[
        ('а', "a"), ('б', "b"), ('в', "v"), ('г', "g"), ('д', "d"), ('е', "e"), ('ж', "j"), ('з', "z"), ('и', "i"),
        ('й', "y"), ('к', "k"), ('л', "l"), ('м', "m"), ('н', "n"), ('о', "o"), ('п', "p"), ('р', "r"), ('с', "s"),
        ('т', "t"), ('у', "u"), ('ф', "f"), ('х', "x"), ('ц', "ts"), ('ч', "ch"), ('ш', "sh"), ('ъ', ""), ('ь', ""),
        ('э', "e"), ('ю', "yu"), ('я', "ya"), ('ё', "yo"), ('ў', "o"), ('ғ', "g"), ('қ', "q"), ('ҳ', "h"),
    ]),
    (&["az"], &[
        ('а', "a"), ('б', "b"), ('в', "v"), ('г', "q"), ('д', "d"), ('е', "e"), ('ж', "j"), ('з', "z"), ('и', "i"),
        ('к', "k"), ('л', "l"), ('м', "m"), ('н', "n"), ('о', "o"), ('п', "p"), ('р', "r"), ('с', "s"), ('т', "t"),
        ('у', "u"), ('ф', "f"), ('х', "x"), ('ч', "ç"), ('ш', "ş"), ('ы', "ı"), ('ј', "y"), ('ғ', "ğ"), ('ҝ', "g"),
        ('ү', "ü"), ('ҹ', "c"), ('һ', "h"), ('ә', "ə"), ('ө', "ö"),
    ]),
    (&["kk"], &[
        ('а', "a"), ('б', "b"), ('в', "v"), ('г', "g"), ('д', "d"), ('е', "e"), ('ж', "j"), ('з', "z"), ('и', "i"),
        ('й', "i"), ('к', "k"), ('л', "l"), ('м', "m"), ('н', "n"), ('о', "o"), ('п', "p"), ('р', "r"), ('с', "s"),
        ('т', "t"), ('у', "u"), ('ф', "f"), ('х', "h"), ('ц', "ts"), ('ч', "ç"), ('ш', "ş"), ('щ', "ş"), ('ъ', ""),
        ('ы', "y"), ('ь', ""), ('э', "e"), ('ю', "iu"), ('я', "ia"), ('і', "ı"), ('ғ', "ğ"), ('қ', "q"), ('ң', "ñ"),
        ('ү', "ü"), ('ұ', "ū"), ('һ', "h"), ('ә', "ä"), ('ө', "ö"),
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::folded;
    use proptest::prelude::*;

    fn language(code: &str) -> Language {
        Language::from_code(code).expect(code)
    }

    /// Whether two surfaces are one word: one is a key of the other, or they share a key.
    fn meet(code: &str, one: &str, other: &str) -> bool {
        let language = language(code);
        let keys = |surface: &str| {
            let mut keys = spellings(surface, language);
            keys.push(surface.to_owned());
            keys
        };
        let others = keys(other);
        keys(one).iter().any(|key| others.contains(key))
    }

    #[test]
    fn a_word_is_found_as_people_type_it() {
        for (code, one, other) in [
            ("hu", "karikó", "kariko"),
            ("tr", "doğu", "dogu"),
            ("tr", "ığdır", "igdir"),
            ("es", "maría", "maria"),
            ("es", "españa", "espana"),
            ("de", "café", "cafe"),
            ("fr", "œuvres", "oeuvres"),
            ("fr", "cœlacanthe", "coelacanthe"),
            ("da", "dæmon", "daemon"),
            ("da", "smørrebrød", "smorrebrod"),
            ("da", "smørrebrød", "smoerrebroed"),
            ("no", "tromsø", "tromsoe"),
            ("pl", "łódź", "lodz"),
            ("vi", "đường", "duong"),
            ("de", "straße", "strasse"),
            ("de", "müller", "mueller"),
            ("de", "müller", "muller"),
            ("de", "köln", "koeln"),
            ("en", "löhningen", "loehningen"),
            ("da", "århus", "aarhus"),
            ("sv", "malmö", "malmoe"),
            ("fi", "jyväskylä", "jyvaskyla"),
            ("sr", "београд", "beograd"),
            ("sr", "вучић", "vučić"),
            ("sr", "вучић", "vucic"),
            ("sr", "ђоковић", "djokovic"),
            ("sr", "ђоковић", "đoković"),
            ("hr", "đoković", "djokovic"),
            ("sr", "љубав", "ljubav"),
            ("uz", "ўзбекистон", "o'zbekiston"),
            ("uz", "ўзбекистон", "ozbekiston"),
            ("kk", "қазақстан", "qazaqstan"),
            ("kk", "қазақстан", "казакстан"),
            ("az", "азәрбајҹан", "azərbaycan"),
            ("az", "incəsənət", "incesenet"),
            ("ro", "bucureşti", "bucuresti"),
            ("el", "νεράιδα", "νεραϊδα"),
            ("el", "αρχή", "αρχη"),
            ("uk", "ґанок", "ганок"),
            ("uk", "п'ять", "пять"),
            ("en", "o'brien", "obrien"),
            ("en", "o'brien", "brien"),
            ("en", "qur'an", "quran"),
            ("en", "d'ivoire", "ivoire"),
            ("en", "don't", "dont"),
            ("en", "o'learys", "olearys"),
            ("ar", "مدرسة", "مدرسه"),
            ("ar", "مسؤول", "مسوول"),
            ("fa", "کتاب\u{200C}ها", "کتابها"),
            ("fa", "آلمان", "المان"),
            ("bn", "বাড\u{09BC}ি", "বাডি"),
        ] {
            assert!(
                meet(code, one, other),
                "{code}: {one} {:?} {other} {:?}",
                spellings(one, language(code)),
                spellings(other, language(code))
            );
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (code, one, other) in [
            ("ru", "мой", "мои"),
            ("de", "muller", "mueller"),
            ("hu", "török", "toeroek"),
            ("fa", "علی", "على"),
            ("en", "it's", "s"),
            ("uk", "п'ять", "ять"),
        ] {
            assert!(!meet(code, one, other), "{code}: {one} {other}");
        }
    }

    #[test]
    fn most_words_have_no_other_spelling() {
        for (code, word) in [
            ("en", "elections"),
            ("de", "wahlen"),
            ("ru", "президента"),
            ("zh", "北京"),
            ("ko", "대통"),
            ("fa", "کریمی"),
            ("hi", "हिंदी"),
            ("th", "น้ำท่วม"),
            ("he", "שלום"),
            ("sr", "beograd"),
        ] {
            assert!(spellings(word, language(code)).is_empty(), "{word}");
        }
    }

    #[test]
    fn letters_of_each_table_are_in_order() {
        for (codes, letters) in LATIN_OF {
            assert!(
                letters.windows(2).all(|pair| pair[0].0 < pair[1].0),
                "{codes:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn spellings_are_few_and_have_none_but_each_other(word in "\\PC{0,12}|[a-zäöüåøæßđłı']{1,9}|[а-яёђјљњћџқғү]{1,9}|[ء-ی\u{200C}]{1,9}") {
            for language in Language::all() {
                let surface = folded(&word, language);
                let spellings = spellings(&surface, language);
                prop_assert!(spellings.len() <= MAX_SPELLINGS);
                for (at, key) in spellings.iter().enumerate() {
                    prop_assert!(!key.is_empty() && *key != surface && !spellings[..at].contains(key));
                }
            }
        }
    }
}
