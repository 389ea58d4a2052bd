//! Does the text that was found agree with the one that the page tells machines?

use std::collections::HashSet;

use super::blocks::{Block, units};

/// Where the told text has this part of what was found, it is told whole, and what it lacks was found wrongly.
const ENOUGH: f64 = 0.75;

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if units(word) > word.chars().count() {
            // no spaces: each character counts
            words.extend(word.chars().map(String::from));
        } else {
            words.push(word.to_lowercase());
        }
    }
    words
}

fn pairs(words: &[String]) -> impl Iterator<Item = (&str, &str)> {
    words
        .windows(2)
        .map(|pair| (pair[0].as_str(), pair[1].as_str()))
}

/// Keeps the blocks that the told text has, if that is told whole. What only the page has and is long stays: pages add
/// tables and quotations to what they tell.
pub(super) fn agree(found: Vec<Block>, told: &str) -> Vec<Block> {
    let told_words = words(told);
    let known: HashSet<(&str, &str)> = pairs(&told_words).collect();
    let shares: Vec<f64> = found
        .iter()
        .map(|block| {
            let words = words(&block.text);
            let all = words.len().saturating_sub(1).max(1);
            pairs(&words).filter(|pair| known.contains(pair)).count() as f64 / all as f64
        })
        .collect();
    let all: usize = found.iter().map(|block| block.units).sum();
    let common: f64 = found
        .iter()
        .zip(&shares)
        .map(|(block, share)| block.units as f64 * share)
        .sum();
    if common < ENOUGH * all as f64 {
        return found;
    }
    let keeps = |block: &Block, share: f64| {
        share > 0.3 || block.is_row || block.heading > 0 || block.units < 12
    };
    let kept = found
        .into_iter()
        .zip(shares)
        .filter(|(block, share)| keeps(block, *share));
    kept.map(|(block, _)| block).collect()
}
