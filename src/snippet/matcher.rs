//! Where a passage matches a query: its tokens held against the words and phrases that are looked for.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::surface::{Surface, folded};
use crate::analysis::{Analyzer, Token};
use crate::language::Language;
use crate::plan::{Plan, PlannedPhrase};

/// What of a query can be found in a passage of one language.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    /// Words, each with what finding it is worth; higher for rarer words.
    pub words: Vec<(WordMatcher, f64)>,
    /// Phrases, each with what finding it is worth.
    pub phrases: Vec<(PhraseMatcher, f64)>,
}

/// Words with their places, counted in tokens from the first.
pub type PhraseMatcher = Vec<(usize, WordMatcher)>;

/// Which tokens a query word means.
#[derive(Clone, Debug, Default)]
pub struct WordMatcher {
    /// The terms that stand for it.
    pub terms: FxHashMap<String, Meaning>,
    /// What the surface must be besides.
    pub surface: Option<Surface>,
}

/// What a term says when it is found for a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// What it counts beside the word itself.
    pub weight: f64,
    /// The part of the token that is meant, as it may be written, the likelier first; all of it if none.
    pub part: Option<[String; 2]>,
}

/// A part of a passage that matched.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) byte_range: Range<usize>,
    /// Which word or phrase it is of.
    pub(super) of: usize,
    /// What finding it is worth.
    pub(super) worth: f64,
}

impl WordMatcher {
    /// What the token says of the word, if the word means it.
    #[must_use]
    pub fn meaning(&self, token: &Token, text: &str, language: Language) -> Option<&Meaning> {
        let meaning = self.terms.get(&token.term)?;
        let is_meant =
            |surface: &Surface| surface.accepts(&text[token.byte_range.clone()], language);
        self.surface
            .as_ref()
            .is_none_or(is_meant)
            .then_some(meaning)
    }
}

/// What showing a phrase weighs beside showing words, in idf: more than any word.
const PHRASE_WEIGHT: f64 = 20.0;

impl Matcher {
    /// What of a query can be found in passages of a language.
    pub(crate) fn of(plans: &[Plan], language: Language) -> Self {
        let mut matcher = Self::default();
        for plan in plans.iter().filter(|plan| plan.language == language) {
            for word in plan.words.iter().filter(|word| !word.in_phrase_only) {
                matcher.words.push((word.matcher(), word.idf));
                for row in word.variants.iter().filter(|one| one.term().is_none()) {
                    matcher.phrases.push((row.matcher(), word.idf * row.weight));
                }
            }
            for readings in &plan.required {
                if matches!(readings.as_slice(), [word] if word.words.len() == 1) {
                    continue; // found as a word
                }
                let phrases = readings.iter().map(PlannedPhrase::matcher);
                let phrases = phrases.map(|phrase| (phrase, PHRASE_WEIGHT));
                matcher.phrases.extend(phrases);
            }
        }
        matcher
    }

    /// Every occurrence of what is looked for, by place; those of different words may overlap.
    pub(super) fn matches(&self, text: &str, language: Language) -> Vec<Match> {
        let tokens = Analyzer::new(language).tokens(text);
        let mut matches = Vec::new();
        for (of, (word, worth)) in self.words.iter().enumerate() {
            for token in &tokens {
                let Some(meaning) = word.meaning(token, text, language) else {
                    continue;
                };
                let whole = token.byte_range.clone();
                let parts = meaning.part.iter().flatten();
                let mut ranges =
                    parts.filter_map(|part| part_range(&text[whole.clone()], part, language));
                matches.push(Match {
                    byte_range: ranges.next().map_or(whole.clone(), |part| {
                        whole.start + part.start..whole.start + part.end
                    }),
                    of,
                    worth: worth * meaning.weight,
                });
            }
        }
        for (number, (phrase, worth)) in self.phrases.iter().enumerate() {
            for byte_range in occurrences(phrase, &tokens, text, language) {
                matches.push(Match {
                    byte_range,
                    of: self.words.len() + number,
                    worth: *worth,
                });
            }
        }
        matches.sort_by_key(|found| (found.byte_range.start, found.byte_range.end));
        matches
    }
}

/// Where a phrase stands among the tokens of a text: from the start of its first to the end of its last.
pub(crate) fn occurrences(
    phrase: &PhraseMatcher,
    tokens: &[Token],
    text: &str,
    language: Language,
) -> impl Iterator<Item = Range<usize>> {
    let last = phrase.last().map_or(0, |(place, _)| *place);
    let stands_at = move |start: usize| {
        phrase.iter().all(|(place, word)| {
            let token = tokens.get(start + place);
            token.is_some_and(|token| word.meaning(token, text, language).is_some())
        })
    };
    let starts = if phrase.is_empty() { 0 } else { tokens.len() };
    (0..starts)
        .filter(move |start| stands_at(*start))
        .map(move |start| tokens[start].byte_range.start..tokens[start + last].byte_range.end)
}

/// Letters of an ending that may follow the last part of a compound.
const MAX_ENDING_CHARS: usize = 4;

/// Where a part of a compound stands in its surface; at its end the ending belongs to it.
fn part_range(surface: &str, part: &str, language: Language) -> Option<Range<usize>> {
    let mut letters = String::new();
    let mut sources: Vec<usize> = Vec::new(); // for each byte of `letters` where its character starts
    let mut buffer = [0; 4];
    for (at, character) in surface.char_indices() {
        letters.push_str(&folded(character.encode_utf8(&mut buffer), language));
        sources.resize(letters.len(), at);
    }
    let source = |byte: usize| sources.get(byte).copied().unwrap_or(surface.len());
    let start = letters.rfind(part)?;
    let end = start + part.len();
    let rest = letters[end..].chars().count();
    if start > 0 && rest <= MAX_ENDING_CHARS {
        return Some(source(start)..surface.len());
    }
    let start = if letters.starts_with(part) { 0 } else { start };
    // a letter that folds to two, as `þ` does to `th`, belongs to the part as a whole
    let mut end = start + part.len();
    while end > 0 && end < letters.len() && source(end) == source(end - 1) {
        end += 1;
    }
    Some(source(start)..source(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_part_of_a_compound_is_found_in_any_spelling() {
        for (code, surface, part, expected) in [
            ("de", "Straßenbahn", "bahn", "bahn"),
            ("de", "STRASSENBAHNEN", "bahn", "BAHNEN"),
            ("de", "Bahnhöfe", "bahn", "Bahn"),
            ("de", "Präsidentenwahl", "prasident", "Präsident"),
            (
                "de",
                "Pra\u{308}sidentenwahl",
                "prasident",
                "Pra\u{308}sident",
            ),
            ("fi", "rautatieasema", "asem", "asema"),
            ("hu", "vasútállomás", "vasut", "vasút"),
            ("sv", "järnvägsstation", "jarnvag", "järnväg"),
            ("da", "Þingvellir", "t", "Þ"),
        ] {
            let language = Language::from_code(code).expect(code);
            let range = part_range(surface, part, language).expect(surface);
            assert_eq!(&surface[range], expected, "{surface} {part}");
        }
    }

    proptest! {
        #[test]
        fn a_part_is_a_range_of_the_surface(surface in "\\PC{0,20}", part in "[a-zà-ÿ]{1,3}") {
            if let Some(range) = part_range(&surface, &part, Language::UNKNOWN) {
                prop_assert!(surface.get(range).is_some_and(|part| !part.is_empty()));
            }
        }
    }
}
