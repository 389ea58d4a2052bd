//! Which words of a query say whether a passage was found? Function words do not, where the query has others.

use std::collections::BTreeSet;

use super::phrase::PlannedPhrase;
use super::word::PlannedWord;
use crate::analysis::words::Words;
use crate::query::Query;

/// Languages whose scores are weighed at least so are as likely as any to be that of the query.
const MIN_LIKELY_WEIGHT: f64 = 0.9;

/// Makes the function words light: those of each language, and those of the likeliest ones in languages that have no other word
/// of the query, where they are another word by chance (German `die` in an English text). Where the query has no other word,
/// they are what is looked for. `languages` are the words in each language, with its weight.
pub(super) fn lighten(query: &Query, languages: &mut [(f64, &mut [PlannedWord])]) {
    let names = in_names(query);
    let likeliest = languages
        .iter()
        .filter(|(weight, _)| *weight >= MIN_LIKELY_WEIGHT);
    let of_likeliest = likeliest.flat_map(|(_, words)| words.iter());
    let light: BTreeSet<(usize, usize)> = of_likeliest
        .filter(|word| word.is_function_word())
        .flat_map(|word| {
            // a capital makes a name of it, but where a sentence may begin
            let has_capital = word.text.starts_with(char::is_uppercase);
            let positions = word.query_positions.iter();
            let positions = positions.filter(|position| !names.contains(position));
            positions.filter(move |(_, number)| !has_capital || *number == 1)
        })
        .copied()
        .collect();
    // a word may be one in a language that has it, or that is as likely as any, and unknown to others
    let (mut all, mut some) = (BTreeSet::new(), BTreeSet::new());
    for (weight, words) in languages.iter() {
        for word in words.iter() {
            all.extend(word.query_positions.iter().copied());
            let is_of_query = word.doc_freq > 0.0 || *weight >= MIN_LIKELY_WEIGHT;
            if word.is_function_word() && is_of_query {
                some.extend(word.query_positions.iter().copied());
            }
        }
    }
    let has_others = all != some;
    let is_of_likeliest = |word: &PlannedWord| {
        let mut positions = word.query_positions.iter();
        positions.all(|position| light.contains(position))
    };
    for (_, words) in &mut *languages {
        let is_other = |word: &PlannedWord| !word.is_function_word() && !is_of_likeliest(word);
        let has_other = words
            .iter()
            .any(|word| is_other(word) && word.doc_freq > 0.0);
        for word in words.iter_mut() {
            let is_light = word.is_function_word() || (!has_other && is_of_likeliest(word));
            word.is_light = is_light && has_others && !word.in_phrase_only;
            let positions = word.query_positions.iter();
            let in_names = positions.filter(|position| names.contains(position));
            word.in_names = in_names.copied().collect();
        }
    }
}

/// What a passage must have to be a find: one of the words that are not light; nothing if all are such.
pub(super) fn required_find(words: &[PlannedWord]) -> Option<Vec<PlannedPhrase>> {
    let has_light = words.iter().any(|word| word.is_light);
    let others = words.iter().filter(|word| !word.is_light);
    has_light.then(|| others.map(PlannedPhrase::of_word).collect())
}

/// Words of a query that all have capitals are a name from so many on, the first of them included.
const MIN_NAME_WORDS: usize = 3;

/// Which words of a query are of a name, as far as can be seen: with a capital behind another such, or bound to another by a
/// hyphen. The `Un` of `Kim Jong Un` is not the article that it is in French.
fn in_names(query: &Query) -> BTreeSet<(usize, usize)> {
    let mut names = BTreeSet::new();
    for (number, clause) in query.clauses.iter().enumerate() {
        let mut words: Vec<(bool, bool)> = Vec::new(); // capital, bound to the one before
        for part in &clause.parts {
            let mut end = None;
            for word in Words::new(&part.text, false).filter(|word| word.kind.is_in_row()) {
                let between = end.and_then(|end| part.text.get(end..word.byte_range.start));
                let is_bound = between.is_some_and(|between| matches!(between, "-" | "\u{2011}"));
                let text = &part.text[word.byte_range.clone()];
                words.push((text.starts_with(char::is_uppercase), is_bound));
                end = Some(word.byte_range.end);
            }
        }
        let is_whole = words.len() >= MIN_NAME_WORDS && words.iter().all(|(capital, _)| *capital);
        for (at, (capital, is_bound)) in words.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let is_behind = *capital && before.is_some_and(|(capital, _)| *capital);
            let binds = words.get(at + 1).is_some_and(|(_, is_bound)| *is_bound);
            if *is_bound || binds || is_behind || is_whole {
                names.insert((number, at + 1));
            }
        }
    }
    names
}
