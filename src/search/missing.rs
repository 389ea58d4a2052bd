//! What of a query stands nowhere? Its words of which no language that is searched has a form, and its phrases.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::analysis::words::{Word, Words};
use crate::error::Result;
use crate::index::Snapshot;
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::certainty::Certainty;
use crate::query::{Clause, ClauseKind, Form, Query};
use crate::retrieve::presence::{has_phrase, has_variant};

/// Likenesses that are told of a word.
pub(super) const MAX_NEAREST: usize = 3;

/// A word or phrase of a query that stands nowhere in the languages that were searched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The word or phrase as it was typed.
    pub text: String,
    /// How else it may have been meant, then what passages were found by instead, the likest first.
    pub nearest: Vec<Likeness>,
}

/// A word that is only like the one that was looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Likeness {
    /// The word as the index has it.
    pub text: String,
    /// The language that has it.
    pub language: Language,
}

/// What the languages have of a word of a query.
#[derive(Default)]
struct Presence {
    /// Whether a language has it, or a form of it.
    is_found: bool,
    /// Whether it says whether a passage was found, in any language and in the likeliest.
    is_heavy: bool,
    is_light_where_likely: bool,
    /// What is like it, with weights.
    nearest: Vec<(f64, Likeness)>,
}

/// The words that stand nowhere.
pub(super) fn missing_words(
    index: &Snapshot,
    query: &Query,
    plans: &[Plan],
) -> Result<Vec<Missing>> {
    let mut known: FxHashMap<(usize, usize), Presence> = FxHashMap::default();
    for plan in plans {
        for word in &plan.words {
            for position in &word.query_positions {
                let presence = known.entry(*position).or_default();
                presence.is_heavy |= !word.is_light;
                presence.is_light_where_likely |= word.is_light && plan.language_weight >= 1.0;
                for variant in word.variants.iter().filter(|one| one.doc_freq > 0.0) {
                    if variant.certainty != Certainty::Guess {
                        presence.is_found = presence.is_found || has_variant(index, plan, variant)?;
                        continue;
                    }
                    let likeness = Likeness {
                        text: variant.text(),
                        language: plan.language,
                    };
                    presence
                        .nearest
                        .push((variant.weight * plan.language_weight, likeness));
                }
            }
        }
    }
    let mut missing: Vec<Missing> = Vec::new();
    for (number, clause) in query.clauses.iter().enumerate() {
        if clause.kind == ClauseKind::Excluded {
            continue;
        }
        for (text, ordinals) in runs(clause) {
            let of_run = ordinals.filter_map(|ordinal| known.get(&(number, ordinal)));
            let of_run: Vec<&Presence> = of_run.collect();
            let is_heavy = |one: &&Presence| one.is_heavy && !one.is_light_where_likely;
            let is_heavy = of_run.iter().copied().any(|one| is_heavy(&one));
            let is_found = of_run.iter().any(|one| one.is_found);
            if is_heavy && !is_found && missing.iter().all(|one| one.text != text) {
                let nearest = of_run.iter().flat_map(|one| one.nearest.iter().cloned());
                missing.push(Missing {
                    text,
                    nearest: likest(nearest.collect()),
                });
            }
        }
    }
    Ok(missing)
}

/// The phrases of a query that stand nowhere, each by itself.
pub(super) fn missing_phrases(
    index: &Snapshot,
    query: &Query,
    plans: &[Plan],
) -> Result<Vec<Missing>> {
    let mut missing = Vec::new();
    let mut clauses = query.clauses.iter();
    while let Some(clause) = clauses.find(|clause| clause.kind == ClauseKind::Phrase) {
        let text = clause.text();
        let mut is_found = false;
        for plan in plans {
            let own = plan
                .wanted_rows()
                .find(|one| one.first().is_some_and(|phrase| phrase.text == text));
            if let Some(own) = own {
                is_found = is_found || has_phrase(index, plan, own)?;
            }
        }
        if !is_found {
            missing.push(Missing {
                text,
                nearest: Vec::new(),
            });
        }
    }
    Ok(missing)
}

/// The likest, each once.
fn likest(mut nearest: Vec<(f64, Likeness)>) -> Vec<Likeness> {
    nearest.sort_by(|one, other| {
        let order = other.0.total_cmp(&one.0);
        order.then_with(|| one.1.cmp(&other.1))
    });
    let mut seen = BTreeSet::new();
    let nearest = nearest.into_iter().map(|(_, likeness)| likeness);
    let nearest = nearest.filter(|likeness| seen.insert(likeness.text.clone()));
    nearest.take(MAX_NEAREST).collect()
}

/// The words of a clause with their ordinals as in [`crate::plan`]; words that overlap, as pairs of ideographs do, are one.
fn runs(clause: &Clause) -> Vec<(String, Range<usize>)> {
    let mut runs = Vec::new();
    let mut before = 0;
    for part in &clause.parts {
        let mut bytes: Option<Range<usize>> = None;
        let mut count = 0;
        let mut start = 1;
        if part.form == Form::Pattern {
            let words = in_row(&part.text).count();
            runs.push((part.text.clone(), before + 1..before + words + 1));
            before += words;
            continue;
        }
        for word in in_row(&part.text) {
            count += 1;
            let next = word.byte_range;
            match &mut bytes {
                Some(run) if next.start < run.end => run.end = run.end.max(next.end),
                _ => {
                    if let Some(run) = bytes.replace(next) {
                        let ordinals = before + start..before + count;
                        runs.push((part.text[run].to_owned(), ordinals));
                    }
                    start = count;
                }
            }
        }
        if let Some(run) = bytes {
            let ordinals = before + start..before + count + 1;
            runs.push((part.text[run].to_owned(), ordinals));
        }
        before += count;
    }
    runs
}

/// The words of a text without those that are parts or wholes of others.
fn in_row(text: &str) -> impl Iterator<Item = Word> {
    Words::new(text, false).filter(|word| word.kind.is_in_row())
}
