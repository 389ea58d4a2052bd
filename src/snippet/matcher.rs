//! Where does a passage match a query? Its tokens are held against the words and phrases that are looked for.

use std::ops::Range;

use crate::analysis::surface::folded;
use crate::analysis::{Analyzer, Token};
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::matcher::{Meaning, PhraseMatcher, WordMatcher, occurrences};
use crate::plan::phrase::PlannedPhrase;
use crate::plan::word::PlannedWord;

/// What of a query can be found in a passage of one language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matcher {
    /// Words, each with the weight of an occurrence; higher for rarer words.
    pub words: Vec<(WordMatcher, f64)>,
    /// Function words beside them, which are shown where nothing else of the query is.
    pub light_words: Vec<LightWord>,
    /// Phrases, each with the weight of an occurrence.
    pub phrases: Vec<(PhraseMatcher, f64)>,
}

/// A function word of a query with other words.
#[derive(Clone, Debug)]
pub(crate) struct LightWord {
    pub word: WordMatcher,
    /// The weight of an occurrence.
    pub weight: f64,
    /// Where it is part of a name: the words before and behind it there, of [`Matcher::words`]. Beside these it is shown too.
    pub neighbours: [Vec<usize>; 2],
}

/// A part of a passage that matched.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) byte_range: Range<usize>,
    /// Which word or phrase it is of.
    pub(super) of: usize,
    /// What an occurrence weighs.
    pub(super) weight: f64,
    /// Whether it is of a function word beside others.
    pub(super) is_light: bool,
}

/// What showing a phrase weighs beside showing words, in idf: more than any word.
const PHRASE_WEIGHT: f64 = 20.0;

impl Matcher {
    /// What of a query can be found in passages of a language.
    pub(crate) fn of(plans: &[Plan], language: Language) -> Self {
        let mut matcher = Self::default();
        for plan in plans.iter().filter(|plan| plan.language == language) {
            let words = plan.words.iter().filter(|word| !word.in_phrase_only);
            let (light, others): (Vec<_>, Vec<_>) = words.partition(|word| word.is_light);
            let first = matcher.words.len();
            for word in &others {
                matcher.words.push((word.matcher(), word.idf));
                for row in word.variants.iter().filter(|one| one.term().is_none()) {
                    matcher.phrases.push((row.matcher(), word.idf * row.weight));
                }
            }
            let numbers = |is_beside: &dyn Fn(&PlannedWord) -> bool| -> Vec<usize> {
                let others = others.iter().zip(first..);
                let beside = others.filter(|(other, _)| is_beside(other));
                beside.map(|(_, number)| number).collect()
            };
            for word in light {
                matcher.light_words.push(LightWord {
                    word: word.matcher(),
                    weight: word.idf,
                    neighbours: [
                        numbers(&|other| word.is_named_behind(other)),
                        numbers(&|other| word.is_named_before(other)),
                    ],
                });
            }
            for alternatives in plan.wanted_rows() {
                if matches!(alternatives, [word] if word.words.len() == 1) {
                    continue; // found as a word
                }
                let phrases = alternatives.iter().map(PlannedPhrase::matcher);
                let phrases = phrases.map(|phrase| (phrase, PHRASE_WEIGHT));
                matcher.phrases.extend(phrases);
            }
        }
        matcher
    }

    /// Every occurrence of what is looked for, by position; those of different words may overlap. Function words are
    /// among them only if nothing else is.
    pub(super) fn matches(&self, text: &str, language: Language) -> Vec<Match> {
        let read = ReadText {
            source: text,
            language,
            tokens: Analyzer::new(language).tokens(text),
        };
        let mut matches = Vec::new();
        for (of, (word, weight)) in self.words.iter().enumerate() {
            matches.extend(read.matches(word, *weight, of, |_| true));
        }
        for (number, (phrase, weight)) in self.phrases.iter().enumerate() {
            for byte_range in occurrences(phrase, &read.tokens, text, language) {
                matches.push(Match {
                    byte_range,
                    of: self.words.len() + number,
                    weight: *weight,
                    is_light: false,
                });
            }
        }
        let is_light = matches.is_empty();
        for (number, light) in self.light_words.iter().enumerate() {
            let of = self.words.len() + self.phrases.len() + number;
            let [before, behind] = &light.neighbours;
            let means = |numbers: &[usize], at: Option<usize>| {
                let token = at.and_then(|at| read.tokens.get(at));
                token.is_some_and(|token| {
                    let mut words = numbers.iter().map(|number| &self.words[*number].0);
                    words.any(|word| read.meaning(word, token).is_some())
                })
            };
            let is_named =
                |at: usize| means(before, at.checked_sub(1)) || means(behind, Some(at + 1));
            let shown = read.matches(&light.word, light.weight, of, |at| is_light || is_named(at));
            matches.extend(shown.into_iter().map(|found| Match { is_light, ..found }));
        }
        matches.sort_by_key(|found| (found.byte_range.start, found.byte_range.end));
        matches
    }
}

/// A text that is held against a query.
struct ReadText<'t> {
    source: &'t str,
    language: Language,
    tokens: Vec<Token>,
}

impl ReadText<'_> {
    /// The occurrences of a word that is number `of`, at tokens that are wanted.
    fn matches(
        &self,
        word: &WordMatcher,
        weight: f64,
        of: usize,
        is_wanted: impl Fn(usize) -> bool,
    ) -> Vec<Match> {
        let mut matches = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            if let Some(meaning) = self.meaning(word, token)
                && is_wanted(at)
            {
                matches.push(Match {
                    byte_range: self.meant(token, meaning),
                    of,
                    weight: weight * meaning.weight,
                    is_light: false,
                });
            }
        }
        matches
    }

    fn meaning<'w>(&self, word: &'w WordMatcher, token: &Token) -> Option<&'w Meaning> {
        word.meaning(token, self.source, self.language)
    }

    /// The part of a token that is meant.
    fn meant(&self, token: &Token, meaning: &Meaning) -> Range<usize> {
        let whole = token.byte_range.clone();
        let parts = meaning.part.iter().flatten();
        let mut ranges =
            parts.filter_map(|part| part_range(&self.source[whole.clone()], part, self.language));
        let part = ranges.next();
        part.map_or(whole.clone(), |part| {
            whole.start + part.start..whole.start + part.end
        })
    }
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
    let start = letters.rfind(part).filter(|_| !part.is_empty())?;
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
            ("zh", "水质", "水", "水"),
        ] {
            let language = Language::from_code(code).expect(code);
            assert_eq!(part_range(surface, "", language), None);
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
