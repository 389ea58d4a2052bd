//! Which lines at the head of an article say who wrote it and when?

use super::blocks::{Block, ends_as_sentence, units};
use super::known::{Known, likeness, title_words};
use super::told::BY;

/// Behind so many paragraphs no such line is looked for.
const PARAGRAPHS: usize = 3;

/// Takes away what stands at the head of an article besides its first paragraphs: who, when, where, signs.
pub(super) fn take_away(inside: &[Block], against: &mut [bool], told: &Known) {
    let mut authors = told.authors.clone();
    let mut paragraphs = 0;
    let mut near_date = Vec::new();
    for (at, block) in inside.iter().enumerate() {
        if block.is_prose() && !against[at] {
            paragraphs += 1;
            if paragraphs >= PARAGRAPHS {
                break;
            }
            continue;
        }
        if against[at] || block.is_row {
            continue;
        }
        let is_before = paragraphs == 0 && !leads(block, told);
        against[at] = is_before || (block.heading == 0 && is_byline(&block.text));
        if against[at]
            && let Some(name) = named(&block.text)
        {
            authors.push(name);
        }
        if is_date(&block.text) {
            near_date.push(at);
        }
    }
    for at in near_date {
        beside(inside, against, at);
    }
    profiles(inside, against, &authors);
}

/// Whether a line before the first paragraph belongs to the text: a lead, a heading.
fn leads(block: &Block, told: &Known) -> bool {
    let is_title = told
        .titles
        .iter()
        .any(|title| likeness(&title_words(title), &title_words(&block.text)) > 0.9);
    let is_long = block.units >= 60 && block.link_share() < 0.3 && !is_byline(&block.text);
    let says = block.units >= 25 && ends_as_sentence(&block.text);
    let is_heading = block.heading >= 2 && block.units >= 12;
    !is_title && (is_long || says || is_heading)
}

/// Whether a line has a name behind a word that says so, or a time and little else.
fn is_byline(line: &str) -> bool {
    if ends_as_sentence(line) || units(line) >= 110 {
        return false;
    }
    is_date(line) || (units(line) < 60 && named(line).is_some())
}

/// Whether a line has a date or a time of day in figures, and little else.
fn is_date(line: &str) -> bool {
    let digits = line
        .chars()
        .filter(|character| character.is_numeric())
        .count();
    let has_clock = line.as_bytes().windows(5).any(|bytes| {
        let is_digit = |at: usize| bytes[at].is_ascii_digit();
        is_digit(0)
            && is_digit(1)
            && matches!(bytes[2], b':' | b'.' | b'h')
            && is_digit(3)
            && is_digit(4)
    });
    let size = units(line);
    !ends_as_sentence(line)
        && ((size < 110 && (has_clock || digits >= 6)) || (size < 40 && digits >= 4))
}

/// The name that a line has behind a word as `by`.
fn named(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let by = BY.iter().find(|by| lower.starts_with(**by))?;
    let rest = line.get(by.len()..).filter(|_| lower.len() == line.len())?;
    let name: String = rest
        .chars()
        .take_while(|character| !",|·•–—(".contains(*character))
        .collect();
    let words = name.split_whitespace().count();
    let is_name = words <= 5 && name.chars().count() > 1 && !name.chars().any(char::is_numeric);
    // a name begins with a capital, where there are capitals
    let begins = name
        .trim()
        .chars()
        .next()
        .is_some_and(|first| !first.is_lowercase());
    (is_name && begins).then(|| name.trim().to_owned())
}

/// Takes away the short lines right beside one that has a date: names, counts, what to do with the article.
fn beside(inside: &[Block], against: &mut [bool], at: usize) {
    let is_short = |block: &Block| {
        block.units < 40 && block.heading == 0 && !block.is_row && !ends_as_sentence(&block.text)
    };
    let mut before = at;
    while before > 0 && is_short(&inside[before - 1]) {
        before -= 1;
        against[before] = true;
    }
    let mut behind = at + 1;
    while behind < inside.len() && is_short(&inside[behind]) {
        against[behind] = true;
        behind += 1;
    }
    against[at] = against[at] || is_short(&inside[at]);
}

/// Takes away what says who somebody is that wrote the article: a name as a heading, and what follows it.
fn profiles(inside: &[Block], against: &mut [bool], authors: &[String]) {
    let names = |block: &Block| {
        authors
            .iter()
            .any(|author| author.chars().count() > 3 && block.text.trim() == author.trim())
    };
    for at in 1..inside.len() {
        if against[at] || !names(&inside[at]) {
            continue;
        }
        against[at] = true;
        if inside[at].heading > 0 && at * 2 > inside.len() {
            let rest = (at + 1..inside.len()).take_while(|next| inside[*next].heading == 0);
            rest.take(3).for_each(|next| against[next] = true);
        }
    }
}
