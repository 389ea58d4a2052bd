//! What is told of a search besides its hits? What stands nowhere, what was looked for instead, limits, how much matched.

use std::time::Instant;

use tolmach::limits::{Limit, Limits};
use tolmach::search::{LeftOut, Matches, Missing, QueryLanguage, SearchResult};

use crate::args::{Format, OutputArguments, SearchArguments};
use crate::terminal::{note, plural, safe};

/// Words of a query that are told to stand nowhere; of more, the number is given.
const MAX_MISSING: usize = 5;

/// Characters of a word or phrase that are told.
const MAX_TOLD_CHARS: usize = 60;

/// Said of a phrase that was taken apart.
const RELAXED: &str = "; its words were looked for one by one";

/// Says on stderr what of a query stands nowhere, what was looked for instead, and which limits were met.
/// Runs of many queries are for programs that compare them: of these only what the engine did otherwise than asked is told.
pub fn tell(id: Option<&str>, result: &SearchResult, output: &OutputArguments) {
    let about = id.map_or_else(String::new, |id| format!("query {id}: "));
    tell_limits(&about, &result.met);
    let is_run = output.is(Format::Trec);
    let told = |missing: &&Missing| !is_run || result.relaxed_phrases.contains(&missing.text);
    let missing: Vec<&Missing> = result.missing.iter().filter(told).collect();
    for missing in missing.iter().take(MAX_MISSING) {
        let is_relaxed = result.relaxed_phrases.contains(&missing.text);
        let then = if is_relaxed { RELAXED } else { "" };
        note!("{about}{}{then}", stands_nowhere(missing));
    }
    let more = missing.len().saturating_sub(MAX_MISSING);
    if more > 0 {
        note!("{about}and {more} more words stand nowhere");
    }
    for LeftOut { options, articles } in result.left_out.iter().filter(|_| !is_run) {
        let (verb, without) = match options.len() {
            1 => ("leaves", "it"),
            _ => ("leave", "them"),
        };
        let options = options.join(" and ");
        let articles = match articles {
            1 => "the only article that matches".to_owned(),
            2 => "both articles that match".to_owned(),
            _ => format!("all {articles} articles that match"),
        };
        note!("{about}{options} {verb} out {articles} without {without}");
    }
    let is_missing = |phrase: &&String| result.missing.iter().any(|one| one.text == **phrase);
    for phrase in &result.relaxed_phrases {
        if !is_missing(&phrase) {
            let phrase = shown(phrase);
            note!("{about}no passage has \"{phrase}\" as the query asks for it{RELAXED}");
        }
    }
}

/// `"Merkel" stands nowhere; nearest: merkez (tr)`.
fn stands_nowhere(missing: &Missing) -> String {
    let nearest = missing.nearest.iter();
    let nearest = nearest.map(|one| format!("{} ({})", safe(&one.text), one.language));
    let nearest: Vec<String> = nearest.collect();
    let mut told = format!("\"{}\" stands nowhere", shown(&missing.text));
    if !nearest.is_empty() {
        told += "; nearest: ";
        told += &nearest.join(", ");
    }
    told
}

/// What was typed, as far as a line has room for it.
fn shown(typed: &str) -> String {
    let mut shown = safe(typed);
    if let Some((end, _)) = shown.char_indices().nth(MAX_TOLD_CHARS) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

/// Says how many passages were left out because their files are not as they were indexed.
pub fn tell_hidden(hidden: usize) {
    if hidden > 0 {
        let passages = plural(hidden as u64, "passage");
        note!(
            "{hidden} {passages} left out: changed or gone since indexed; `tolmach index` brings the index up to date"
        );
    }
}

/// Says on stderr how much matched and how long it took.
pub fn summarize(arguments: &SearchArguments, result: &SearchResult, started: Instant) {
    let Some(Matches {
        passages,
        articles,
        is_exact,
    }) = result.matches
    else {
        return;
    };
    if arguments.verbose {
        for QueryLanguage { language, weight } in &result.languages {
            note!("{language} {}: scores weighed {weight:.2}", language.name());
        }
    }
    let milliseconds = started.elapsed().as_secs_f64() * 1e3;
    let (passages, articles) = (passages as u64, articles as u64);
    let verb = match (passages, result.has_finds || passages == 0) {
        (1, true) => "matches",
        (_, true) => "match",
        (1, false) => "is but a guess",
        (_, false) => "are but guesses",
    };
    note!(
        "{}{passages} {} in {articles} {} {verb}, {milliseconds:.0} ms",
        if is_exact { "" } else { "at most " },
        plural(passages, "passage"),
        plural(articles, "article"),
    );
}

/// Says which limits an answer has met.
pub fn tell_limits(about: &str, met: &[Limit]) {
    let limits = Limits::default();
    for limit in met {
        let told = match limit {
            Limit::QueryChars => {
                let chars = limits.query_chars;
                format!("only the first {chars} characters of the query were looked at")
            }
            Limit::QueryWords => {
                let words = limits.query_words;
                format!("only the first {words} words of the query were looked at")
            }
            Limit::WordChars => {
                let chars = limits.word_chars;
                format!("words of more than {chars} characters were looked for in no other form")
            }
            Limit::ExpandedWords => {
                let words = limits.expanded_words;
                format!("only the first {words} words with `*`, `?` or `~` were looked for as such")
            }
            Limit::Variants => {
                let variants = limits.variants;
                format!(
                    "more than {variants} terms stand for a word; the most frequent were looked for"
                )
            }
            Limit::Surfaces => {
                let surfaces = limits.surfaces;
                format!(
                    "a word with `*` or `?` means more than {surfaces} words of a language; the most frequent were looked for"
                )
            }
            Limit::Alternatives => {
                let phrases = limits.alternatives;
                format!("only {phrases} phrases with synonyms were looked for")
            }
            Limit::Candidates => {
                let passages = limits.candidates;
                format!("the list of hits ends after {passages} passages")
            }
            Limit::TextsSearched => {
                let texts = limits.texts_searched;
                format!("forms of words were looked for in {texts} texts; others may have them too")
            }
            Limit::Deadline => "the time was up; there may be more".to_owned(),
            // what is counted says so
            Limit::TextsCounted => continue,
        };
        note!("{about}{told}");
    }
}
