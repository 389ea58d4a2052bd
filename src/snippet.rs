//! What is shown of a passage? Its best sentences, and which parts of them matched.
//!
//! Highlights come from analysing the passage again in its own language, so a part is highlighted exactly when its
//! term stands for a word of the query, whatever the spelling. A snippet is whole sentences where they fit and the
//! densest window of a sentence where it does not; what is left out between its fragments is for the reader to see.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::language::Language;
use matcher::Match;

pub(crate) mod matcher;
mod sentence;

pub(crate) use matcher::Matcher;
use sentence::sentences;

/// What is shown of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snippet {
    /// Parts of the passage that are shown, as bytes of it: sorted, disjoint, never empty.
    pub fragments: Vec<Range<usize>>,
    /// Parts of the passage that matched, shown or not, as bytes of it: sorted, disjoint, never empty.
    pub highlights: Vec<Range<usize>>,
    /// Whether these are of function words only.
    pub is_light: bool,
}

impl Matcher {
    /// The best of a passage in at most `max_chars` characters (more only if one word is longer).
    #[must_use]
    pub(crate) fn snippet(&self, text: &str, language: Language, max_chars: usize) -> Snippet {
        let matches = self.matches(text, language);
        let highlights = merged(matches.iter().map(|found| found.byte_range.clone()));
        let fragments = fragments(text, &matches, max_chars);
        Snippet {
            fragments,
            highlights,
            is_light: matches.iter().all(|found| found.is_light),
        }
    }
}

impl Matcher {
    /// The parts of a passage that match, as bytes of it (sorted, disjoint, never empty), and whether these are of function words
    /// only.
    pub(crate) fn highlights(&self, text: &str, language: Language) -> (Vec<Range<usize>>, bool) {
        let matches = self.matches(text, language);
        let is_light = matches.iter().all(|found| found.is_light);
        (
            merged(matches.into_iter().map(|found| found.byte_range)),
            is_light,
        )
    }
}

impl Matcher {
    /// The parts of the title that match, as bytes of it: sorted, disjoint, never empty. Not function words if the passage
    /// below it `has_other_words`.
    #[must_use]
    pub(crate) fn title_highlights(
        &self,
        title: &str,
        has_other_words: bool,
        language: Language,
    ) -> Vec<Range<usize>> {
        let matches = self.matches(title, language);
        let is_shown = |found: &Match| !(found.is_light && has_other_words);
        let shown = matches.into_iter().filter(is_shown);
        merged(shown.map(|found| found.byte_range))
    }
}

/// Sorted ranges with overlapping ones made one.
fn merged(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// The range without white space at its ends; none if it is nothing else.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    (start < end).then_some(start..end)
}

fn chars_in(text: &str, range: &Range<usize>) -> usize {
    text[range.clone()].chars().count()
}

fn fragments(text: &str, matches: &[Match], max_chars: usize) -> Vec<Range<usize>> {
    let Some(whole) = trimmed(text, 0..text.len()) else {
        return Vec::new();
    };
    if chars_in(text, &whole) <= max_chars {
        return vec![whole];
    }
    let sentences: Vec<Range<usize>> = sentences(text)
        .into_iter()
        .filter_map(|sentence| trimmed(text, sentence))
        .collect();
    let mut found: Vec<usize> = Vec::new(); // terms already shown
    let mut chosen: Vec<usize> = Vec::new();
    let mut left = max_chars;
    while let Some((best, _)) = sentences
        .iter()
        .enumerate()
        .filter(|(number, sentence)| !chosen.contains(number) && chars_in(text, sentence) <= left)
        .map(|(number, sentence)| (number, gain(matches, sentence, &found)))
        .filter(|(_, gain)| *gain > 0.0)
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
    {
        left -= chars_in(text, &sentences[best]);
        found.extend(inside(matches, &sentences[best]).map(|found| found.of));
        chosen.push(best);
    }
    // A sentence that says more than all that fit, but is too long itself, is shown by its best window.
    let fitting: f64 = matches
        .iter()
        .filter(|one| found.contains(&one.of))
        .map(|one| one.weight)
        .fold(0.0, f64::max);
    let longest = sentences
        .iter()
        .enumerate()
        .filter(|(number, _)| !chosen.contains(number));
    let window = longest
        .map(|(_, sentence)| (gain(matches, sentence, &found), sentence))
        .filter(|(gain, _)| *gain > fitting)
        .reduce(|best, other| if other.0 > best.0 { other } else { best });
    let mut shown: Vec<Range<usize>> = chosen
        .iter()
        .map(|number| sentences[*number].clone())
        .collect();
    if let Some((_, sentence)) = window {
        if left < max_chars / 2 {
            shown.clear();
            left = max_chars;
        }
        shown.extend(densest_window(text, sentence, matches, left));
    } else if shown.is_empty() {
        let first = sentences.first().unwrap_or(&whole);
        shown.extend(densest_window(text, first, matches, max_chars));
        left = max_chars.saturating_sub(shown.iter().map(|range| chars_in(text, range)).sum());
    }
    shown.sort_by_key(|range| range.start);
    fill(text, &sentences, &mut shown, left);
    join_neighbours(text, shown)
}

/// What a part of the text shows that is not shown yet.
fn gain(matches: &[Match], range: &Range<usize>, found: &[usize]) -> f64 {
    let mut seen: Vec<usize> = Vec::new();
    let mut gain = 0.0;
    for one in inside(matches, range) {
        if !seen.contains(&one.of) {
            seen.push(one.of);
            gain += if found.contains(&one.of) {
                0.0
            } else {
                one.weight
            };
        }
    }
    gain
}

fn inside<'m>(matches: &'m [Match], range: &Range<usize>) -> impl Iterator<Item = &'m Match> {
    let range = range.clone();
    matches
        .iter()
        .filter(move |one| one.byte_range.start >= range.start && one.byte_range.end <= range.end)
}

/// The part of a sentence of at most `max_chars` characters, at word ends, that shows the most.
fn densest_window(
    text: &str,
    sentence: &Range<usize>,
    matches: &[Match],
    max_chars: usize,
) -> Option<Range<usize>> {
    let words: Vec<Range<usize>> = text[sentence.clone()]
        .split_word_bound_indices()
        .map(|(start, word)| sentence.start + start..sentence.start + start + word.len())
        .collect();
    let lengths: Vec<usize> = words.iter().map(|word| chars_in(text, word)).collect();
    let mut best: Option<(f64, Range<usize>)> = None;
    let mut end = 0;
    let mut chars = 0;
    for start in 0..words.len() {
        while end < words.len() && (end == start || chars + lengths[end] <= max_chars) {
            chars += lengths[end];
            end += 1;
        }
        let range = words[start].start..words[end - 1].end;
        let gained = gain(matches, &range, &[]);
        // the matches should stand in the middle: of equal windows the one with as much before as after
        let centred = inside(matches, &range).next().map_or(0.0, |first| {
            let last = inside(matches, &range)
                .last()
                .map_or(range.end, |last| last.byte_range.end);
            let (before, after) = (first.byte_range.start - range.start, range.end - last);
            -(before.abs_diff(after) as f64) / (range.len() as f64 * 1e3)
        });
        if best
            .as_ref()
            .is_none_or(|(best_gain, _)| gained + centred > *best_gain)
        {
            best = Some((gained + centred, range));
        }
        chars -= lengths[start];
        if end == words.len() && chars <= max_chars / 2 {
            break;
        }
    }
    best.and_then(|(_, range)| trimmed(text, range))
}

/// Adds sentences beside those shown, later ones first, while they fit: a sentence is easier read in its place.
fn fill(text: &str, sentences: &[Range<usize>], shown: &mut Vec<Range<usize>>, mut left: usize) {
    loop {
        let beside = sentences.iter().enumerate().filter(|(_, sentence)| {
            !shown
                .iter()
                .any(|part| part.start < sentence.end && sentence.start < part.end)
        });
        let is_shown = |number: Option<usize>| {
            number
                .and_then(|number| sentences.get(number))
                .is_some_and(|one| shown.contains(one))
        };
        let next = beside
            .filter(|(number, sentence)| {
                (is_shown(number.checked_sub(1)) || is_shown(Some(number + 1)))
                    && chars_in(text, sentence) <= left
            })
            .min_by_key(|(number, _)| (!is_shown(number.checked_sub(1)), *number));
        let Some((_, sentence)) = next else { return };
        left -= chars_in(text, sentence);
        shown.push(sentence.clone());
        shown.sort_by_key(|range| range.start);
    }
}

/// Fragments with nothing but white space between them are one.
fn join_neighbours(text: &str, shown: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in shown {
        match joined.last_mut() {
            Some(last)
                if text
                    .get(last.end..range.start)
                    .is_none_or(|between| between.trim().is_empty()) =>
            {
                last.end = last.end.max(range.end);
            }
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::analysis::fold::without_diacritics;
    use crate::analysis::keys::Keys;
    use crate::plan::certainty::Certainty;
    use crate::plan::matcher::{Meaning, PhraseMatcher, WordMatcher};
    use proptest::prelude::*;

    fn language(code: &str) -> Language {
        Language::from_code(code).expect(code)
    }

    /// A matcher for words, each of weight 1, and for phrases, in the way of a language.
    fn matcher(code: &str, words: &str, phrases: &[&str]) -> Matcher {
        let mut analyzer = Analyzer::new(language(code));
        let meaning = Meaning {
            weight: 1.0,
            certainty: Certainty::Exact,
            part: None,
        };
        let mut words_of = |text: &str| -> PhraseMatcher {
            let tokens = analyzer.tokens(text).into_iter();
            let tokens = tokens.filter(|token| token.kind.is_in_row());
            let word = |token: crate::analysis::Token| {
                let terms = std::iter::once((token.term, meaning.clone())).collect();
                let surface = None;
                (token.position, WordMatcher { terms, surface })
            };
            tokens.map(word).collect()
        };
        Matcher {
            light_words: Vec::new(),
            words: words_of(words)
                .into_iter()
                .map(|(_, word)| (word, 1.0))
                .collect(),
            phrases: phrases
                .iter()
                .map(|phrase| (words_of(phrase), 1.0))
                .collect(),
        }
    }

    fn highlighted<'t>(code: &str, query: &str, text: &'t str) -> Vec<&'t str> {
        let mut matcher = matcher(code, query, &[]);
        // what stands for a word: here what the text has with the stem of it, with marks or without
        let keys = Keys::of(language(code));
        let key = |term: &str| without_diacritics(&keys.of_term(term)).into_owned();
        for token in Analyzer::new(language(code)).tokens(text) {
            for (word, _) in &mut matcher.words {
                let is_form = |term: &&String| key(term) == key(&token.term);
                let known = word.terms.keys().find(is_form);
                if let Some(meaning) = known.map(|term| word.terms[term].clone()) {
                    word.terms.insert(token.term.clone(), meaning);
                }
            }
        }
        let snippet = matcher.snippet(text, language(code), 10_000);
        snippet
            .highlights
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn highlights_cover_the_surface_of_every_matching_form() {
        for (code, query, text, expected) in [
            (
                "de",
                "Straße",
                "Die STRASSE und die Straßen.",
                vec!["STRASSE", "Straßen"],
            ),
            ("ru", "ёлка", "У ёлки и с елкой.", vec!["ёлки", "елкой"]),
            (
                "fr",
                "école",
                "L’e\u{301}cole, l'école.",
                vec!["e\u{301}cole", "école"],
            ),
            (
                "tr",
                "istanbul",
                "İstanbul'da, ISTANBUL",
                vec!["İstanbul'da", "ISTANBUL"],
            ),
            ("el", "λόγος", "Ο ΛΟΓΟΣ και ο λόγος", vec!["ΛΟΓΟΣ", "λόγος"]),
            (
                "de",
                "Donaudampfschiff",
                "Das Donau\u{AD}dampf\u{AD}schiff fährt.",
                vec!["Donau\u{AD}dampf\u{AD}schiff"],
            ),
            ("it", "arte", "Nell'arte e dell’arte", vec!["arte", "arte"]),
            ("zh", "金正恩", "朝鲜领导人金正恩抵达", vec!["金正恩"]),
            ("hi", "हिन्दी", "यह हिन्दी है", vec!["हिन्दी"]),
            ("th", "ภาษาไทย", "เรียนภาษาไทยง่าย", vec!["ภาษา", "ไทย"]),
            (
                "en",
                "Kim Jong Un",
                "Kim Jong-un’s visit",
                vec!["Kim", "Jong", "un’s"],
            ),
        ] {
            assert_eq!(highlighted(code, query, text), expected, "{code}: {query}");
        }
    }

    #[test]
    fn a_phrase_is_highlighted_as_a_phrase() {
        let text = "To be, or not to be: to see, to be.";
        let snippet = matcher("en", "", &["not to be"]).snippet(text, language("en"), 100);
        assert_eq!(snippet.highlights, vec![10..19]);
    }

    #[test]
    fn a_function_word_is_highlighted_only_where_nothing_else_matched() {
        let mut both = matcher("en", "harbour", &[]);
        let light = matcher("en", "the", &[]).words.into_iter();
        both.light_words = light
            .map(|(word, weight)| matcher::LightWord {
                word,
                weight,
                neighbours: [vec![], vec![]],
            })
            .collect();
        let highlighted = |text: &'static str| -> Vec<&str> {
            let ranges = both
                .title_highlights(text, false, language("en"))
                .into_iter();
            ranges.map(|range| &text[range]).collect()
        };
        assert_eq!(highlighted("The ship left the harbour."), ["harbour"]);
        assert_eq!(highlighted("The ship left the coast."), ["The", "the"]);
    }

    #[test]
    fn a_snippet_has_whole_sentences_and_leaves_out_what_lies_between() {
        let dull =
            "Nothing of interest happened on that long and quiet day in the village. ".repeat(6);
        let text = format!(
            "The bridge was closed at noon. {dull}The mayor opened the bridge again at six."
        );
        let snippet = matcher("en", "closed mayor", &[]).snippet(&text, language("en"), 120);
        let shown: Vec<&str> = snippet
            .fragments
            .iter()
            .map(|range| &text[range.clone()])
            .collect();
        assert_eq!(
            shown,
            [
                "The bridge was closed at noon.",
                "The mayor opened the bridge again at six."
            ]
        );
    }

    #[test]
    fn of_a_long_sentence_the_densest_window_is_shown() {
        let filler = "and then some more of the same ".repeat(12);
        let text = format!(
            "It began slowly {filler}until the minister resigned over the bridge {filler}and ended."
        );
        let snippet = matcher("en", "minister bridge", &[]).snippet(&text, language("en"), 80);
        let [fragment] = snippet.fragments.as_slice() else {
            panic!("{snippet:?}")
        };
        assert!(text[fragment.clone()].contains("minister resigned over the bridge"));
    }

    proptest! {
        #[test]
        fn highlights_and_fragments_are_sorted_disjoint_and_on_char_bounds(
            text in "([a-zäß'’.]{1,9}[ \n]|[а-яё]{1,8}[ .]|[一-十]{1,5}|[ก-ฮะา]{1,6}|e\u{301}|\u{AD}|İ|ﬁ|क्षि |שָׁ|\\PC){0,60}",
            query in "[a-zäß]{1,4} [а-яё]{1,4} [一-十]{1,2} [ก-ฮ]{1,2}|\\PC{0,10}",
            ordinal in 0..Language::all().count(),
            max_chars in 20usize..200,
        ) {
            let language = Language::all().nth(ordinal).expect("an ordinal of the table");
            let matcher = matcher(language.code(), &query, &[query.as_str()][..usize::from(!Analyzer::new(language).tokens(&query).is_empty())]);
            let snippet = matcher.snippet(&text, language, max_chars);
            for ranges in [&snippet.highlights, &snippet.fragments] {
                prop_assert!(ranges.iter().all(|range| !range.is_empty() && text.get(range.clone()).is_some()));
                prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
            prop_assert_eq!(snippet.fragments.is_empty(), text.trim().is_empty());
            let longest_word = text.split_word_bounds().map(|word| word.chars().count()).max().unwrap_or(0);
            let shown: usize = snippet.fragments.iter().map(|range| text[range.clone()].trim().chars().count()).sum();
            let gaps = text.chars().filter(|c| c.is_whitespace()).count();
            prop_assert!(shown <= max_chars.max(longest_word) + gaps, "{shown} of {max_chars}");
        }

        #[test]
        fn a_token_is_highlighted_exactly_when_its_term_is_looked_for(
            text in "([a-zäöüß]{1,3}[ '-]){1,20}", query in "[a-zäöüß]{1,3}( [a-zäöüß]{1,3}){0,2}", ordinal in 0..Language::all().count(),
        ) {
            let language = Language::all().nth(ordinal).expect("an ordinal of the table");
            let matcher = matcher(language.code(), &query, &[]);
            let highlights = matcher.snippet(&text, language, 10_000).highlights;
            let tokens = Analyzer::new(language).tokens(&text);
            let is_meant = |token: &&crate::analysis::Token| {
                matcher.words.iter().any(|(word, _)| word.meaning(token, &text, language).is_some())
            };
            let (meant, others): (Vec<_>, Vec<_>) = tokens.iter().partition(is_meant);
            // words in a row that are meant as one are marked as one
            let covers = |highlight: &Range<usize>, token: &Range<usize>| {
                highlight.start <= token.start && token.end <= highlight.end
            };
            for token in &meant {
                prop_assert!(highlights.iter().any(|one| covers(one, &token.byte_range)));
            }
            for highlight in &highlights {
                prop_assert!(meant.iter().any(|token| token.byte_range == *highlight));
            }
            for token in others {
                let is_in_another = meant.iter().any(|one| covers(&one.byte_range, &token.byte_range));
                prop_assert!(is_in_another || !highlights.iter().any(|one| covers(one, &token.byte_range)));
            }
        }
    }
}
