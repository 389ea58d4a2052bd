//! How else may a word have been meant that stands nowhere? Typed on another keyboard, or as several words without spaces.

use super::layout::retyped;
use super::missing::{Likeness, MAX_NEAREST, Missing};
use crate::analysis::Analyzer;
use crate::analysis::unicode::script;
use crate::error::Result;
use crate::index::Snapshot;
use crate::language::{Language, Script};
use crate::limits::Budget;
use crate::plan::certainty::Certainty;
use crate::plan::expand::Vocabulary;
use crate::plan::variant::{Reason, Variant};
use crate::query::{Clause, ClauseKind, Form, Query};
use crate::retrieve::presence::has_row;

/// Of more words that stand nowhere the first are looked at.
const MAX_LOOKED_AT: usize = 5;

/// Shorter and longer words are not retyped: of three letters nearly all make a word of some language.
const RETYPED_CHARS: std::ops::RangeInclusive<usize> = 4..=40;

/// Words of so many letters may be several without spaces, at most so many and none shorter than two letters.
const JOINED_CHARS: std::ops::RangeInclusive<usize> = 5..=30;
const MAX_PIECES: usize = 3;
const MIN_PIECE_CHARS: usize = 2;

/// Ways to cut a word of which it is asked whether its pieces stand in a row.
const MAX_CUTS: usize = 8;

/// Says of words that stand nowhere how else they may have been meant, before what is only like them. Signs around a word
/// that are letters on another keyboard belong to it then.
pub(super) fn respell(
    index: &Snapshot,
    query: &Query,
    languages: &[Language],
    missing: &mut Vec<Missing>,
    budget: &Budget<'_>,
) -> Result<()> {
    let mut whole: Vec<String> = Vec::new();
    for one in missing.iter_mut().take(MAX_LOOKED_AT) {
        if budget.is_over() {
            return Ok(());
        }
        let mut found = Vec::new();
        if let Some(typed) = typed_around(query, &one.text) {
            found = on_other_layouts(index, &typed, languages, budget)?;
            if !found.is_empty() {
                one.text.clone_from(&typed);
                whole.push(typed);
            }
        }
        if found.is_empty() {
            found = on_other_layouts(index, &one.text, languages, budget)?;
        }
        if found.is_empty() && one.nearest.is_empty() {
            found = apart(index, &one.text, languages, budget)?;
        }
        found.append(&mut one.nearest);
        found.truncate(MAX_NEAREST);
        one.nearest = found;
    }
    let mut seen: Vec<String> = Vec::new();
    missing.retain(|one| {
        let is_part = |typed: &String| *typed != one.text && typed.contains(&one.text);
        let is_kept = !whole.iter().any(is_part) && !seen.contains(&one.text);
        seen.push(one.text.clone());
        is_kept
    });
    Ok(())
}

/// What was typed between white space around a word, if that is more than the word.
fn typed_around(query: &Query, word: &str) -> Option<String> {
    let is_wanted = |clause: &&Clause| clause.kind != ClauseKind::Excluded;
    let parts = query
        .clauses
        .iter()
        .filter(is_wanted)
        .flat_map(|one| &one.parts);
    let mut typed = parts
        .filter(|part| part.form == Form::Any)
        .flat_map(|part| part.text.split_whitespace());
    let typed = typed.find(|typed| typed.contains(word))?;
    (typed != word).then(|| typed.to_owned())
}

/// What a word is on other keyboards, as far as the collection has it, the most frequent first.
fn on_other_layouts(
    index: &Snapshot,
    word: &str,
    languages: &[Language],
    budget: &Budget<'_>,
) -> Result<Vec<Likeness>> {
    if !RETYPED_CHARS.contains(&word.chars().count()) {
        return Ok(Vec::new());
    }
    let retyped = retyped(word);
    let mut found = Vec::new();
    for language in languages {
        let row = language.row();
        let is_of = |script: Script| script == row.script || Some(script) == row.other_script;
        let mut vocabulary = None;
        for one in retyped.iter().filter(|one| is_of(one.script)) {
            let (vocabulary, analyzer) = vocabulary.get_or_insert_with(|| {
                let vocabulary = Vocabulary::of(index, *language, budget);
                (vocabulary, Analyzer::new(*language))
            });
            if budget.is_over() {
                return Ok(Vec::new());
            }
            let Some(term) = only_term(analyzer, &one.text) else {
                continue;
            };
            let variants = vocabulary.word(&term)?;
            let is_there = |one: &&Variant| one.doc_freq > 0.0;
            let mut there = variants.iter().filter(is_there);
            if let Some(first) = there.find(|one| one.certainty != Certainty::Guess) {
                let is_form = first.reason == Reason::Stem;
                let text = if is_form { term } else { first.text() };
                found.push((is_form, first.doc_freq, likeness(text, *language)));
            }
        }
    }
    // what is there itself makes a word of which there is but another form a chance
    let has_own = found.iter().any(|(is_form, ..)| !is_form);
    found.retain(|(is_form, ..)| !(*is_form && has_own));
    let found = found.into_iter().map(|(_, doc_freq, one)| (doc_freq, one));
    Ok(most_frequent(found.collect()))
}

/// The term of a text that is one word.
fn only_term(analyzer: &mut Analyzer, text: &str) -> Option<String> {
    let mut tokens = analyzer.tokens(text).into_iter();
    let first = tokens.next()?;
    tokens.next().is_none().then_some(first.term)
}

/// The words that a word is without spaces, if they stand in a row.
fn apart(
    index: &Snapshot,
    word: &str,
    languages: &[Language],
    budget: &Budget<'_>,
) -> Result<Vec<Likeness>> {
    let chars = word.chars().count();
    let Some(first) = word.chars().next() else {
        return Ok(Vec::new());
    };
    if !JOINED_CHARS.contains(&chars) || !word.chars().all(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for language in languages {
        let row = language.row();
        let script = script(first);
        if script != row.script && Some(script) != row.other_script {
            continue;
        }
        if budget.is_over() {
            return Ok(Vec::new());
        }
        let Some(term) = only_term(&mut Analyzer::new(*language), word) else {
            continue;
        };
        let vocabulary = Vocabulary::of(index, *language, budget);
        let mut cuts = Vec::new();
        cut(&vocabulary, &term, &mut Vec::new(), &mut cuts)?;
        // few pieces are likelier than many, and words that are frequent likelier than chance
        let rarest = |cut: &[Variant]| cut.iter().map(|one| one.doc_freq).fold(f64::MAX, f64::min);
        cuts.sort_by(|one, other| {
            let order = one.len().cmp(&other.len());
            order.then_with(|| rarest(other).total_cmp(&rarest(one)))
        });
        for cut in cuts.into_iter().take(MAX_CUTS) {
            let rarest = rarest(&cut);
            let row = Variant::of_row(cut.into_iter().map(|one| vec![one]).collect());
            if let Some(row) = row
                && has_row(index, *language, &row)?
            {
                found.push((rarest, likeness(row.text(), *language)));
                break;
            }
        }
    }
    Ok(most_frequent(found))
}

/// Adds the ways to cut what is left of a word in words of the language, behind the pieces that it begins with.
fn cut(
    vocabulary: &Vocabulary<'_>,
    rest: &str,
    pieces: &mut Vec<Variant>,
    cuts: &mut Vec<Vec<Variant>>,
) -> Result<()> {
    if !pieces.is_empty() {
        let last = vocabulary.variant(rest, 1.0, Reason::Exact)?;
        if last.doc_freq > 0.0 {
            let mut whole = pieces.clone();
            whole.push(last);
            cuts.push(whole);
        }
    }
    if pieces.len() + 1 == MAX_PIECES {
        return Ok(());
    }
    let chars = rest.chars().count();
    let ends = rest.char_indices().skip(MIN_PIECE_CHARS);
    let ends = ends.take((chars + 1).saturating_sub(2 * MIN_PIECE_CHARS));
    for (end, _) in ends {
        let piece = vocabulary.variant(&rest[..end], 1.0, Reason::Exact)?;
        if piece.doc_freq > 0.0 {
            pieces.push(piece);
            cut(vocabulary, &rest[end..], pieces, cuts)?;
            pieces.pop();
        }
    }
    Ok(())
}

fn likeness(text: String, language: Language) -> Likeness {
    Likeness { text, language }
}

/// The most frequent, each once.
fn most_frequent(mut found: Vec<(f64, Likeness)>) -> Vec<Likeness> {
    found.sort_by(|one, other| {
        let order = other.0.total_cmp(&one.0);
        order.then_with(|| one.1.cmp(&other.1))
    });
    let mut texts: Vec<Likeness> = Vec::new();
    for (_, one) in found {
        if texts.len() < MAX_NEAREST && texts.iter().all(|other| other.text != one.text) {
            texts.push(one);
        }
    }
    texts
}
