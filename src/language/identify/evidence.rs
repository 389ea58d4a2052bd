//! How likely is each language for a text, by the grams of its words?

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::profiles::{Lookalikes, MAX_PROFILES, PROFILES, WEIGHT_UNIT, each_gram};
use super::sample::each_word;
use super::word_weights::add_word;
use crate::analysis::unicode::UnicodeScript;
use crate::language::Language;

/// Grams overlap, so that each letter is counted in several of them: by how much more than it is, their sum says more than
/// is known. Chosen on halves of treebanks so that a margin is what it says: of texts with a margin of 2, one in eight is in
/// the other language.
const OVERLAP: f32 = 5.0;

/// The same of what tells lookalikes apart.
const OVERLAP_OF_LOOKALIKES: f32 = 1.7;

/// A language and how much speaks for it, as a natural logarithm, all but the same for all left out.
pub(super) type Likelihood = (Language, f32);

/// What the words of a text say of its language, the likeliest first; nothing where they say nothing.
pub(super) fn likelihoods(text: &str, script: UnicodeScript) -> Vec<Likelihood> {
    let (mut languages, letters) = by_profile(text, script);
    sort(&mut languages);
    doubt_all(&mut languages, letters, script);
    for lookalikes in &PROFILES.lookalikes {
        tell_apart(lookalikes, &mut languages, text, script);
    }
    languages
}

/// What the grams of a text say of each language of a script, and how many letters its words have.
fn by_profile(text: &str, script: UnicodeScript) -> (Vec<Likelihood>, usize) {
    let profiles = &*PROFILES;
    let mut sums = [0_i32; MAX_PROFILES];
    let (letters, share) =
        each_word_of(text, script, |word, count| add_word(word, count, &mut sums));
    if sums.iter().all(|sum| *sum == 0) {
        return (Vec::new(), letters);
    }
    let of_script = profiles.all.iter().zip(sums);
    let of_script = of_script.filter(|(profile, _)| profile.script == script);
    let mut languages: Vec<Likelihood> = Vec::new();
    for (profile, sum) in of_script {
        let sum = sum as f32 * share * WEIGHT_UNIT;
        let likelihood = (sum - f32::from(profile.rarity)) / OVERLAP;
        let known = languages.iter_mut();
        match known
            .into_iter()
            .find(|(known, _)| *known == profile.language)
        {
            Some((_, best)) => *best = best.max(likelihood),
            None => languages.push((profile.language, likelihood)),
        }
    }
    (languages, letters)
}

/// How much more likely the words of a text are in the language that it looks most like than in one that has hardly any of
/// them, as a natural logarithm, and how many letters these words have.
pub(super) fn likeness(text: &str, script: UnicodeScript) -> (f32, usize) {
    let (languages, letters) = by_profile(text, script);
    let known = languages
        .iter()
        .filter(|(language, _)| *language != Language::UNKNOWN);
    (
        known.map(|(_, likelihood)| *likelihood).fold(0.0, f32::max),
        letters,
    )
}

/// What fewer letters than this look like is no evidence that they are of no language of the table.
const MIN_LETTERS: usize = 40;

/// A text in Latin letters that has less than the first for each of its letters looks like no language of the table, nor one
/// that has less than the second and is only somewhat likelier than another. Of sentences of 27 treebanks, one in 200 looks
/// so; of texts in 40 languages without a row, more than half.
const LEAST_PER_LETTER: f32 = 1.6;
const USUAL_PER_LETTER: f32 = 2.0;
const DOUBTFUL_MARGIN: f32 = 2.5;

/// How much less likely the languages are that a text looks like which looks like none.
const BEHIND_UNKNOWN: f32 = 1.0;

/// Puts the unknown language first where a text looks like none.
fn doubt_all(languages: &mut Vec<Likelihood>, letters: usize, script: UnicodeScript) {
    let (Some(&(likeliest, most)), Some(&(_, second))) = (languages.first(), languages.get(1))
    else {
        return;
    };
    let per_letter = most / letters.max(1) as f32;
    let is_like_none = per_letter < LEAST_PER_LETTER
        || (per_letter < USUAL_PER_LETTER && most - second < DOUBTFUL_MARGIN);
    if likeliest == Language::UNKNOWN
        || script != UnicodeScript::Latin
        || letters < MIN_LETTERS
        || !is_like_none
    {
        return;
    }
    languages.retain(|(language, _)| *language != Language::UNKNOWN);
    languages.insert(0, (Language::UNKNOWN, most + BEHIND_UNKNOWN));
}

/// The likeliest first, and of equals that which comes first in the table.
fn sort(languages: &mut [Likelihood]) {
    languages.sort_by(|(one, more), (other, less)| less.total_cmp(more).then(one.cmp(other)));
}

/// Where one of two lookalikes is the likeliest, what tells these two apart decides between them, and nothing else.
fn tell_apart(
    lookalikes: &Lookalikes,
    languages: &mut [Likelihood],
    text: &str,
    script: UnicodeScript,
) {
    let [one, other] = lookalikes.pair;
    let Some(&(likeliest, most)) = languages.first() else {
        return;
    };
    let are_there = [one, other]
        .iter()
        .all(|language| languages.iter().any(|(known, _)| known == language));
    if !are_there || (likeliest != one && likeliest != other) {
        return;
    }
    let mut sum = 0;
    let (_, share) = each_word_of(text, script, |word, count| {
        each_gram(word, |gram| sum += lookalikes.weight(gram) * count);
    });
    let sum = sum as f32 * share + f32::from(lookalikes.bias);
    let ahead = sum * WEIGHT_UNIT / OVERLAP_OF_LOOKALIKES;
    for (language, likelihood) in languages.iter_mut() {
        if *language == one {
            *likelihood = most + ahead.min(0.0);
        } else if *language == other {
            *likelihood = most - ahead.max(0.0);
        }
    }
    sort(languages);
}

/// Where words with a capital outnumber the others, of which there are at least so many, they are a list of names, and each of
/// the others counts as much as so many names: names are of any language.
const MIN_OTHER_WORDS: usize = 5;
const NAMES_FOR_A_WORD: i32 = 4;

/// Visits each different word, with how often it counts: `Los` five times in names of Californian teams makes no
/// Spanish. Says how many letters count, and what share of all that was counted is to be taken.
fn each_word_of(
    text: &str,
    script: UnicodeScript,
    mut visit: impl FnMut(&str, i32),
) -> (usize, f32) {
    let [mut names, mut others] = [FxHashSet::default(), FxHashSet::default()];
    each_word(text, script, |word, has_capital| {
        let words = if has_capital { &mut names } else { &mut others };
        words.insert(FxBuildHasher.hash_one(word));
    });
    let is_list = others.len() >= MIN_OTHER_WORDS && names.len() > others.len();
    let count_of_other = if is_list { NAMES_FOR_A_WORD } else { 1 };
    let mut counted = 0;
    each_word(text, script, |word, _| {
        let word_hash = FxBuildHasher.hash_one(word);
        let is_name = names.remove(&word_hash);
        let is_other = others.remove(&word_hash);
        if is_name || is_other {
            let count = if is_other { count_of_other } else { 1 };
            counted += word.chars().count() * count as usize;
            visit(word, count);
        }
    });
    (
        counted / count_of_other as usize,
        1.0 / count_of_other as f32,
    )
}
