//! Which script is a text written in, and which languages does that leave?

use super::sample::letters;
use crate::analysis::unicode::{UnicodeScript, exact_script, script};
use crate::language::{Language, Script};

/// Characters of an alphabet that one of Chinese, Japanese or Korean outweighs: foreign names are spelled out in it.
const IDEOGRAPH_WEIGHT: usize = 3;

/// Latin letters that one of another script outweighs: names of foreign teams and firms are spelled out in them.
const LATIN_PER_OTHER: usize = 5;

/// The language of a text written mostly in Han, kana or Hangul.
pub(super) fn identify_ideographs(text: &str) -> Option<Language> {
    let (mut others, mut han, mut kana, mut hangul) = (0usize, 0usize, 0usize, 0usize);
    for character in letters(text) {
        match script(character) {
            Script::Kana => kana += 1,
            Script::Hangul => hangul += 1,
            Script::Han => han += 1,
            _ => others += 1,
        }
    }
    if others >= (han + kana + hangul) * IDEOGRAPH_WEIGHT {
        return None;
    }
    let written_in = if hangul > han + kana {
        Script::Hangul
    } else if kana * 20 >= han {
        Script::Kana
    } else {
        Script::Han
    };
    Language::all().find(|language| language.row().script == written_in)
}

/// The script that most of a text is written in, as [`exact_script`] has it, and how many letters of it there are. Latin
/// letters count for little beside others.
pub(super) fn main_script(text: &str) -> Option<(UnicodeScript, usize)> {
    let mut counts: Vec<(UnicodeScript, usize)> = Vec::new();
    for letter in letters(text) {
        let code = exact_script(letter);
        match counts.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count += 1,
            None => counts.push((code, 1)),
        }
    }
    let latin = exact_script('a');
    let weight = |(code, count): (UnicodeScript, usize)| {
        if code == latin {
            count
        } else {
            count * LATIN_PER_OTHER
        }
    };
    // of two that are equal the one that comes first
    let heaviest = counts.iter().rev().max_by_key(|count| weight(**count));
    heaviest.copied()
}

/// The only language of the table whose own name is in the script, if there is one only.
pub(super) fn only_language(script: UnicodeScript) -> Option<Language> {
    let is_written_so = |language: &Language| {
        let first = language.native_name().chars().next();
        first.map(exact_script) == Some(script)
    };
    let mut languages = Language::all().skip(1).filter(is_written_so);
    let first = languages.next();
    first.filter(|_| languages.next().is_none())
}

/// The text without its Latin words, if it is written in another script and only names in this.
pub(super) fn without_latin(text: &str) -> Option<String> {
    let is_latin = |character: char| script(character) == Script::Latin;
    let latin = letters(text).filter(|one| is_latin(*one)).count();
    let other = letters(text).count() - latin;
    (latin > 0 && other * LATIN_PER_OTHER >= latin).then(|| {
        text.chars()
            .filter(|character| !is_latin(*character))
            .collect()
    })
}

/// The alphabet of a character; [`Script::Other`] where words do not tell a language by their script.
pub(super) fn alphabet(character: char) -> Script {
    match script(character) {
        Script::Han | Script::Kana | Script::Hangul => Script::Other,
        alphabet => alphabet,
    }
}

/// Whether words in an alphabet are no foreign ones in a language.
pub(super) fn is_written_in(language: Language, alphabet: Script) -> bool {
    let row = language.row();
    let scripts = [Some(row.script), row.other_script];
    scripts.into_iter().flatten().any(|script| match script {
        Script::Han | Script::Kana | Script::Hangul => alphabet == Script::Other,
        script => alphabet == script,
    })
}
