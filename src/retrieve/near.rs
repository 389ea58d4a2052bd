//! Which words stand near one another? Rows of words of each operand, held against each other by their positions.
//!
//! Postings and texts tell the positions, and the same functions judge both.

use std::cell::OnceCell;

use tantivy::schema::Field;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::phrase::Positions;
use super::tokens::Tokens;
use super::word::WordCursor;
use crate::error::Result;
use crate::plan::matcher::PhraseMatcher;
use crate::plan::phrase::PlannedPhrase;

/// How near is near?
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach<'n> {
    /// Between an operand and the next one, in any order, so many other words at most.
    Gaps(&'n [u32]),
    /// Among all of them so many other words at most.
    Window(u32),
}

/// The first word and the last of an occurrence.
type Span = (u32, u32);

/// What is to stand near one another: of each operand the rows of words that it may be.
pub(crate) struct Nearness<'p> {
    pub(super) operands: Vec<Vec<&'p PlannedPhrase>>,
    pub(super) reach: Reach<'p>,
    matchers: OnceCell<Vec<Vec<(PhraseMatcher, u32)>>>,
}

impl<'p> Nearness<'p> {
    pub(super) fn of(operands: Vec<Vec<&'p PlannedPhrase>>, reach: Reach<'p>) -> Self {
        let matchers = OnceCell::new();
        Self {
            operands,
            reach,
            matchers,
        }
    }

    /// Whether a text has it so.
    pub(super) fn holds(&self, tokens: &Tokens<'_>) -> bool {
        let matchers = self.matchers.get_or_init(|| {
            let operands = self.operands.iter();
            let of = |rows: &Vec<&PlannedPhrase>| {
                let rows = rows.iter().map(|row| (row.matcher(), width(row)));
                rows.collect()
            };
            operands.map(of).collect()
        });
        let spans = matchers.iter().map(|rows| {
            let spans = rows.iter().flat_map(|(row, width)| {
                let starts = tokens.starts(row).into_iter();
                starts.map(move |start| (start, start + width - 1))
            });
            sorted(spans.collect())
        });
        let spans: Vec<Vec<Span>> = spans.collect();
        are_near(&spans, self.reach)
    }

    /// Whether only its text can tell that a passage has it so.
    pub(super) fn minds_surface(&self) -> bool {
        let mut rows = self.operands.iter().flatten();
        rows.any(|row| row.minds_surface())
    }

    /// Visits the passages of a segment that have it so, as far as postings tell it.
    pub(super) fn each(
        &self,
        field: Field,
        reader: &SegmentReader,
        mut visit: impl FnMut(DocId),
    ) -> Result<()> {
        let mut operands = Vec::new();
        for rows in &self.operands {
            let mut opened = Vec::new();
            for row in rows {
                let cursor = match row.words.as_slice() {
                    [(_, variants)] => WordCursor::open_with_positions(variants, field, reader)?,
                    _ => WordCursor::open_alternatives(&[row], field, reader)?,
                };
                opened.extend(cursor.map(|cursor| (cursor, width(row))));
            }
            operands.push(opened);
        }
        let mut target = 0;
        let mut spans = vec![Vec::new(); operands.len()];
        while let Some(doc) = next_of_all(&mut operands, target) {
            let mut starts = Vec::new();
            for (cursors, spans) in operands.iter_mut().zip(&mut spans) {
                spans.clear();
                for (cursor, width) in cursors.iter_mut().filter(|(one, _)| one.doc() == doc) {
                    cursor.positions(0, &mut starts);
                    spans.extend(starts.iter().map(|start| (*start, start + *width - 1)));
                }
                *spans = sorted(std::mem::take(spans));
            }
            if are_near(&spans, self.reach) {
                visit(doc);
            }
            target = doc + 1;
        }
        Ok(())
    }
}

/// How many words a row has.
fn width(row: &PlannedPhrase) -> u32 {
    row.words.last().map_or(1, |(position, _)| position + 1)
}

fn sorted(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// The first passage from `target` on in which each operand stands.
fn next_of_all(operands: &mut [Vec<(WordCursor, u32)>], target: DocId) -> Option<DocId> {
    let mut doc = target;
    'search: loop {
        for cursors in &mut *operands {
            let mut first = TERMINATED;
            for (cursor, _) in cursors.iter_mut() {
                let at = if cursor.doc() < doc {
                    cursor.seek(doc)
                } else {
                    cursor.doc()
                };
                first = first.min(at);
            }
            if first == TERMINATED {
                return None;
            }
            if first > doc {
                doc = first;
                continue 'search;
            }
        }
        return (!operands.is_empty()).then_some(doc);
    }
}

/// Whether occurrences of each operand, rising, are near one another; none counts for two operands.
fn are_near(operands: &[Vec<Span>], reach: Reach<'_>) -> bool {
    match reach {
        Reach::Gaps(gaps) => {
            let Some((first, others)) = operands.split_first() else {
                return false;
            };
            let mut reached: Vec<Span> = first.clone();
            for (next, gap) in others.iter().zip(gaps) {
                let is_near = |one: &Span, other: &Span| {
                    (one.1 < other.0 && other.0 - one.1 - 1 <= *gap)
                        || (other.1 < one.0 && one.0 - other.1 - 1 <= *gap)
                };
                let near = next.iter().copied();
                let near = near.filter(|next| reached.iter().any(|one| is_near(one, next)));
                reached = near.collect();
            }
            !reached.is_empty()
        }
        Reach::Window(gap) => {
            let words = operands.len() as u32;
            let mut starts: Vec<u32> = operands.iter().flatten().map(|span| span.0).collect();
            starts.sort_unstable();
            starts.dedup();
            starts.iter().any(|start| {
                let window = *start..start.saturating_add(words).saturating_add(gap);
                has_each(operands, &window)
            })
        }
    }
}

/// Whether each operand has an occurrence of its own that starts in a window: a matching of operands and occurrences.
fn has_each(operands: &[Vec<Span>], window: &std::ops::Range<u32>) -> bool {
    let within = |spans: &[Span]| -> Vec<u32> {
        let first = spans.partition_point(|span| span.0 < window.start);
        let starts = spans[first..].iter().map(|span| span.0);
        starts.take_while(|start| *start < window.end).collect()
    };
    let choices: Vec<Vec<u32>> = operands.iter().map(|spans| within(spans)).collect();
    if choices.iter().any(Vec::is_empty) {
        return false;
    }
    let mut taken: Vec<(u32, usize)> = Vec::new();
    (0..choices.len()).all(|operand| takes(operand, &choices, &mut taken, &mut Vec::new()))
}

/// Whether an operand finds an occurrence, where others may have to take another.
fn takes(
    operand: usize,
    choices: &[Vec<u32>],
    taken: &mut Vec<(u32, usize)>,
    tried: &mut Vec<u32>,
) -> bool {
    for start in &choices[operand] {
        if tried.contains(start) {
            continue;
        }
        tried.push(*start);
        let owner = taken.iter().position(|(known, _)| known == start);
        match owner {
            None => {
                taken.push((*start, operand));
                return true;
            }
            Some(at) => {
                let other = taken[at].1;
                if takes(other, choices, taken, tried) {
                    // the other has another one now
                    taken.retain(|(known, owner)| !(known == start && *owner == other));
                    taken.push((*start, operand));
                    return true;
                }
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(starts: &[u32]) -> Vec<Span> {
        starts.iter().map(|start| (*start, *start)).collect()
    }

    #[test]
    fn words_are_near_if_few_others_are_between_them() {
        for (one, other, gap, expected) in [
            (vec![0], vec![1], 0, true),
            (vec![1], vec![0], 0, true),
            (vec![0], vec![6], 5, true),
            (vec![0], vec![7], 5, false),
            (vec![3], vec![3], 5, false),
            (vec![3, 9], vec![3, 20], 5, true),
        ] {
            let operands = [spans(&one), spans(&other)];
            assert_eq!(
                are_near(&operands, Reach::Gaps(&[gap])),
                expected,
                "{one:?} {other:?}"
            );
            assert_eq!(
                are_near(&operands, Reach::Window(gap)),
                expected,
                "{one:?} {other:?}"
            );
        }
    }

    #[test]
    fn each_operand_of_a_chain_is_near_the_next() {
        let operands = [spans(&[0]), spans(&[2, 9]), spans(&[4, 20])];
        assert!(are_near(&operands, Reach::Gaps(&[1, 1])));
        assert!(!are_near(&operands, Reach::Gaps(&[1, 0])));
    }

    #[test]
    fn one_occurrence_is_not_two_words_of_a_window() {
        let same = |starts: &[u32]| [spans(starts), spans(starts), spans(&[2])];
        assert!(!are_near(&same(&[1]), Reach::Window(9)));
        assert!(are_near(&same(&[1, 3]), Reach::Window(0)));
        // the first takes what the second needs, and has to take another
        let operands = [spans(&[1, 2]), spans(&[1])];
        assert!(are_near(&operands, Reach::Window(0)));
    }
}
