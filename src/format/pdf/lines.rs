//! How do lines on pages become paragraphs? Words that were broken are joined, what repeats on each page is left out.

use std::collections::HashMap;

use super::layout::Line;
use crate::format::line::one_line;

/// Words that stand behind a hyphen which belongs to the word before them: `Land- und Forstwirtschaft`.
const BEHIND_HYPHEN: &[&str] = &[
    "und", "oder", "bis", "sowie", "and", "or", "to", "et", "ou", "y", "o", "e", "i", "en", "of",
    "og", "och", "a", "ja", "tai", "lub", "nebo",
];

/// The text of pages, and the byte at which each after the first begins.
pub(super) fn text(pages: Vec<Vec<Line>>) -> (String, Vec<usize>) {
    let edges = repeated(&pages);
    let mut text = String::new();
    let mut starts = Vec::new();
    let mut is_first = true;
    let mut last: Option<Line> = None;
    for lines in pages {
        let lines = without_edges(lines, &edges);
        let measure = Measure::new(&lines);
        let mut begins_page = true;
        for line in lines {
            let words = one_line(&line.text);
            if words.is_empty() {
                continue;
            }
            let goes_on = last.as_ref().is_some_and(|last| {
                if begins_page {
                    goes_on_over_page(last, &line, &text)
                } else {
                    measure.goes_on(last, &line)
                }
            });
            let start = append(&mut text, &words, goes_on);
            if begins_page && !is_first {
                starts.push(start);
            }
            begins_page = false;
            last = Some(line);
        }
        if begins_page && !is_first {
            starts.push(text.len());
        }
        is_first = false;
    }
    (text, starts)
}

/// Adds a line, to the paragraph or as a new one, and returns where it begins.
fn append(text: &mut String, words: &str, goes_on: bool) -> usize {
    if text.is_empty() {
        text.push_str(words);
        return 0;
    }
    if !goes_on {
        text.push('\n');
        let start = text.len();
        text.push_str(words);
        return start;
    }
    let last = text.chars().next_back().unwrap_or(' ');
    let first = words.chars().next().unwrap_or(' ');
    let begin = words
        .split(|character: char| !character.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let before = text[..text.len() - last.len_utf8()]
        .chars()
        .next_back()
        .unwrap_or(' ');
    let is_hyphen = matches!(last, '-' | '\u{2010}' | '\u{ad}') && before.is_alphabetic();
    let is_soft = last == '\u{ad}';
    let stands_alone = BEHIND_HYPHEN.contains(&begin);
    if is_hyphen && (is_soft || (first.is_lowercase() && !stands_alone)) {
        text.truncate(text.len() - last.len_utf8());
    } else if !(is_ideograph(last) && is_ideograph(first)) && (!is_hyphen || stands_alone) {
        text.push(' ');
    }
    let start = text.len();
    text.push_str(words);
    start
}

/// Whether no space is between a character and the next.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

fn ends_sentence(text: &str) -> bool {
    let closing = |character: char| "\"'”’»“›)]」』".contains(character);
    text.trim_end_matches(closing)
        .ends_with(['.', '!', '?', '。', '！', '？', '।', '؟', ':', '…', '۔'])
}

/// Whether a paragraph goes on over the end of a page.
fn goes_on_over_page(last: &Line, next: &Line, text: &str) -> bool {
    let is_alike = (last.size - next.size).abs() < last.size * 0.1;
    let first = next.text.trim_start().chars().next().unwrap_or(' ');
    let is_broken = text.ends_with(['-', '\u{ad}', '\u{2010}']);
    is_alike && !ends_sentence(text) && (first.is_lowercase() || is_broken || is_ideograph(first))
}

/// How the lines of a page usually stand.
struct Measure {
    /// From one line to the next, in sizes.
    spacing: f32,
}

impl Measure {
    fn new(lines: &[Line]) -> Self {
        let mut gaps: Vec<f32> = lines
            .windows(2)
            .map(|pair| (pair[0].base - pair[1].base) / pair[0].size)
            .filter(|gap| (0.7..2.6).contains(gap))
            .collect();
        gaps.sort_by(f32::total_cmp);
        // the usual gap is that within paragraphs, which is the smaller one
        Self {
            spacing: gaps.get(gaps.len() / 3).copied().unwrap_or(1.2),
        }
    }

    /// Whether a line goes on with the paragraph of the one before.
    fn goes_on(&self, last: &Line, next: &Line) -> bool {
        let size = last.size.max(0.1);
        if (last.size - next.size).abs() > size * 0.12 {
            return false;
        }
        let gap = (last.base - next.base) / size;
        let width = (last.right - last.left).max(next.right - next.left);
        let first = next.text.trim_start().chars().next().unwrap_or(' ');
        // at the head of another column what was broken goes on
        if gap < 0.0 {
            let is_long = last.text.chars().count() >= 25;
            return !ends_sentence(&last.text)
                && (is_long
                    || first.is_lowercase()
                    || last.text.ends_with('-')
                    || is_ideograph(first));
        }
        if gap > self.spacing * 1.35 + 0.05 || gap < 0.3 {
            return false;
        }
        if last.text.contains("  ") || next.text.contains("  ") {
            return false;
        }
        // where text begins on the right, its edges are the other way round
        let mirrored = |line: &Line| Line {
            left: -line.right,
            right: -line.left,
            ..line.clone()
        };
        let is_mirrored = last
            .text
            .chars()
            .any(|character| matches!(character, '\u{590}'..='\u{8FF}'));
        let (last, next) = if is_mirrored {
            (&mirrored(last), &mirrored(next))
        } else {
            (last, next)
        };
        let is_indented = next.left > last.left + size * 0.9 && next.left < last.left + size * 5.0;
        // a line that ends early ends its paragraph, unless the next would not have begun one
        let is_short =
            last.right < next.right - width * 0.12 || last.right - last.left < width * 0.75;
        let is_item = matches!(first, '•' | '–' | '·' | '▪' | '◦' | '*');
        let ends = ends_sentence(&last.text);
        let begins =
            is_item || (is_indented && ends) || (is_short && (ends || first.is_uppercase()));
        !begins
    }
}

/// A line as it is compared with those of other pages: numbers differ.
fn pattern(line: &Line) -> String {
    let text = one_line(&line.text);
    text.chars()
        .map(|character| {
            if character.is_numeric() {
                '#'
            } else {
                character
            }
        })
        .collect()
}

/// The lines that stand at the top or the bottom of many pages.
fn repeated(pages: &[Vec<Line>]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for lines in pages {
        let ends = lines
            .iter()
            .take(2)
            .chain(lines.iter().skip(2.max(lines.len().saturating_sub(2))));
        for line in ends {
            *counts.entry(pattern(line)).or_default() += 1;
        }
    }
    let least = 3.max(pages.len() / 3);
    counts.retain(|_, count: &mut usize| *count >= least);
    counts
}

/// The lines of a page without heads, feet and numbers of pages.
fn without_edges(lines: Vec<Line>, edges: &HashMap<String, usize>) -> Vec<Line> {
    let count = lines.len();
    let is_edge = |at: usize| at < 2 || at + 2 >= count;
    let kept = lines.into_iter().enumerate().filter(|(at, line)| {
        !(is_edge(*at) && (edges.contains_key(&pattern(line)) || is_number(&line.text)))
    });
    kept.map(|(_, line)| line).collect()
}

/// Whether a line is the number of a page.
fn is_number(text: &str) -> bool {
    let plain: String = text
        .chars()
        .filter(|character| !character.is_whitespace() && !"-–—.|/[]()".contains(*character))
        .collect();
    !plain.is_empty() && plain.chars().count() <= 4 && plain.chars().all(char::is_numeric)
}
