//! Which numbers does a query group by spaces, in languages that do not? `3 765` is two words there, and stands for `3,765` too.
//!
//! In a text of such a language a space between digits ends a number, since next to each other stand others, too (`on May 5
//! 200 people came`). Who types a query may come from another language, or have copied the number from a text in it.

use std::ops::Range;

use super::alternative::Synonym;
use super::clause::{ClauseWord, words_in};
use super::expand::Vocabulary;
use super::variant::Reason;
use crate::analysis::Analyzer;
use crate::analysis::words::{WordKind, Words};
use crate::error::Result;
use crate::query::{Clause, Form, Part};

/// The numbers of a clause of which the groups are words by themselves, with what they stand for.
pub(crate) fn grouped_numbers(
    clause: &Clause,
    words: &[ClauseWord],
    vocabulary: &Vocabulary<'_>,
    analyzer: &mut Analyzer,
) -> Result<Vec<Synonym>> {
    let mut found = Vec::new();
    let parts = clause.parts.iter().enumerate();
    let may_have = |part: &Part| part.form == Form::Any && part.text.contains(char::is_numeric);
    for (part, text) in parts.filter(|(_, part)| may_have(part)) {
        let text = text.text.as_str();
        let numbers = Words::new(text, true).filter(|word| word.kind == WordKind::Number);
        for number in numbers {
            let Range { start, end } = words_in(words, part, &number.byte_range);
            let length = end - start;
            if length > 1 {
                let (_, term) = analyzer.term(text, &number);
                let variant = vocabulary.variant(term, 1.0, Reason::Notation)?;
                found.push(Synonym {
                    start,
                    length,
                    row: vec![vec![variant]],
                });
            }
        }
    }
    Ok(found)
}
