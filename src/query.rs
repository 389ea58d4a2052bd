//! What was typed? A query is its clauses, and there are no errors of syntax.
//!
//! Words are looked for one by one; `"…"` (straight or typographic) is a phrase; `-` before a word or phrase
//! excludes it. `=word` is exactly this form, `word*`, `*word` and `w?rd` every word that such a pattern has, `word~` every
//! word spelled much like it, also within a phrase. Everything else that could be read as syntax is text.

mod sign;

use crate::analysis::words::Words;
use crate::error::{Error, Result};
use crate::limits::{Limit, Limits};
use sign::forms;

pub use sign::Form;

/// A query, parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What was typed.
    pub text: String,
    /// Its parts, in order.
    pub clauses: Vec<Clause>,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its words, in order, without the signs that say how they are meant; one part or more.
    pub parts: Vec<Part>,
    /// How passages must relate to it.
    pub kind: ClauseKind,
}

/// Words in a row that are meant in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The words, as typed; of a pattern with its `*` and `?`.
    pub text: String,
    /// How they are meant.
    pub form: Form,
}

impl Clause {
    fn new(text: &str, kind: ClauseKind) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for word in text.split_whitespace() {
            for (word, form) in forms(word) {
                match parts.last_mut() {
                    Some(last) if form == Form::Any && last.form == Form::Any => {
                        last.text.push(' ');
                        last.text.push_str(word);
                    }
                    _ => parts.push(Part {
                        text: word.to_owned(),
                        form,
                    }),
                }
            }
        }
        Self { parts, kind }
    }

    /// Its words as text.
    #[must_use]
    pub fn text(&self) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
        parts.join(" ")
    }
}

/// How passages must relate to a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// Its words count, each for itself.
    Words,
    /// Its words must stand in the passage one after the other.
    Phrase,
    /// Its words must not stand in the passage; several one after the other.
    Excluded,
}

/// Opening quotation marks, and what closes them.
const QUOTES: [(char, &[char]); 6] = [
    ('"', &['"']),
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('»', &['«']),
    ('「', &['」']),
];

impl Query {
    /// Parses a query; there is no wrong one.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let quotations = Quotations::of(text);
        let mut clauses: Vec<Clause> = Vec::new();
        let mut words = 0..0; // of the text, still to be made a clause
        let mut at = 0;
        let mut at_start = true; // of a word
        while let Some(first) = text[at..].chars().next() {
            let behind = at + first.len_utf8();
            let excluded =
                at_start && matches!(first, '-' | '−') && starts_operand(&text[behind..]);
            let operand = if excluded { behind } else { at };
            let quoted = if at_start || excluded {
                quotations.starting(operand)
            } else {
                None
            };
            if let Some((phrase, after)) = quoted {
                push_words(&mut clauses, &text[words]);
                let kind = if excluded {
                    ClauseKind::Excluded
                } else {
                    ClauseKind::Phrase
                };
                clauses.push(Clause::new(phrase, kind));
                at = after;
                words = at..at;
                continue;
            }
            if excluded {
                push_words(&mut clauses, &text[words]);
                let rest = &text[operand..];
                at = operand + rest.find(char::is_whitespace).unwrap_or(rest.len());
                clauses.push(Clause::new(&text[operand..at], ClauseKind::Excluded));
                words = at..at;
                continue;
            }
            at_start = first.is_whitespace() || matches!(first, '(' | '[');
            at = behind;
            words.end = at;
        }
        push_words(&mut clauses, &text[words]);
        Self {
            text: text.to_owned(),
            clauses,
        }
    }

    /// Whether a word of it, as it was typed, is an initialism such as `WHO` or `US`: two to five letters, all capitals, in a
    /// query that is not written in capitals as a whole.
    #[must_use]
    pub(crate) fn has_initialism(&self, word: &str) -> bool {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_upper = |text: &str| !text.contains(char::is_lowercase);
        let has_capitals = word.contains(char::is_uppercase);
        if !(has_capitals && INITIALISM_LETTERS.contains(&letters) && is_upper(word)) {
            return false;
        }
        let words = self.text.split_whitespace();
        !is_upper(&self.text) || words.count() < MIN_SHOUTED_WORDS
    }

    /// The beginning of the query that a search may look at, and which limits that met.
    #[must_use]
    pub(crate) fn within(&self, limits: &Limits) -> (Self, Vec<Limit>) {
        let (mut chars, mut words) = (limits.query_chars, limits.query_words);
        let mut expanded = limits.expanded_words;
        let (mut met, mut clauses) = (Vec::new(), Vec::new());
        let is_cut = |met: &[Limit]| met.iter().any(|limit| *limit != Limit::ExpandedWords);
        for clause in &self.clauses {
            let mut parts = Vec::new();
            for part in &clause.parts {
                if is_cut(&met) {
                    break;
                }
                let mut text = part.text.as_str();
                if let Some((end, _)) = text.char_indices().nth(chars) {
                    text = &text[..end];
                    met.push(Limit::QueryChars);
                }
                if let Some(word) = Words::new(text, false).nth(words) {
                    text = &text[..word.byte_range.start];
                    met.push(Limit::QueryWords);
                }
                chars -= text.chars().count();
                words -= Words::new(text, false).count().min(words);
                let mut form = part.form;
                if matches!(form, Form::Pattern | Form::Fuzzy { .. }) {
                    if expanded == 0 {
                        form = Form::Any;
                        met.extend(
                            (!met.contains(&Limit::ExpandedWords)).then_some(Limit::ExpandedWords),
                        );
                    }
                    expanded = expanded.saturating_sub(1);
                }
                let text = text.trim_end().to_owned();
                parts.push(Part { text, form });
            }
            parts.retain(|part| !part.text.is_empty());
            if !parts.is_empty() {
                let kind = clause.kind;
                clauses.push(Clause { parts, kind });
            }
        }
        let text = self.text.clone();
        (Self { text, clauses }, met)
    }
}

impl Query {
    /// Refuses a query that has no word to search for.
    ///
    /// # Errors
    /// [`Error::OnlyExclusions`] if it has words to leave out only, [`Error::EmptyQuery`] if it has none at all.
    pub fn require_word(&self) -> Result<()> {
        let (mut query, mut is_empty) = (self.text.clone(), true);
        for clause in self
            .clauses
            .iter()
            .filter(|clause| has_word(&clause.text()))
        {
            if clause.kind != ClauseKind::Excluded {
                return Ok(());
            }
            is_empty = false;
        }
        if let Some((end, _)) = query.char_indices().nth(MAX_TOLD_CHARS) {
            query.truncate(end);
            query.push('…');
        }
        Err(if is_empty {
            Error::EmptyQuery { query }
        } else {
            Error::OnlyExclusions { query }
        })
    }
}

/// Letters of an initialism.
const INITIALISM_LETTERS: std::ops::RangeInclusive<usize> = 2..=5;

/// So many words in capitals are no initialisms.
const MIN_SHOUTED_WORDS: usize = 3;

/// Characters of a query that an error repeats.
const MAX_TOLD_CHARS: usize = 60;

fn has_word(text: &str) -> bool {
    Words::new(text, false).next().is_some()
}

fn push_words(clauses: &mut Vec<Clause>, words: &str) {
    if !words.trim().is_empty() {
        clauses.push(Clause::new(words, ClauseKind::Words));
    }
}

/// Whether a minus before `rest` can mean exclusion: a word or quotation follows at once, not a number.
fn starts_operand(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| {
        c.is_alphabetic() || matches!(c, '=' | '*') || QUOTES.iter().any(|(open, _)| *open == c)
    })
}

/// Where the quotation marks and letters of a query are, so that no mark is looked for twice.
struct Quotations<'t> {
    text: &'t str,
    /// For each kind of [`QUOTES`] where its closing marks are, rising.
    closings: [Vec<usize>; QUOTES.len()],
    /// Where letters and digits are, rising.
    alphanumerics: Vec<usize>,
}

impl<'t> Quotations<'t> {
    fn of(text: &'t str) -> Self {
        let mut quotations = Self {
            text,
            closings: Default::default(),
            alphanumerics: Vec::new(),
        };
        if !text.contains(|c| QUOTES.iter().any(|(open, _)| *open == c)) {
            return quotations;
        }
        for (at, character) in text.char_indices() {
            for (closings, (_, marks)) in quotations.closings.iter_mut().zip(&QUOTES) {
                if marks.contains(&character) {
                    closings.push(at);
                }
            }
            if character.is_alphanumeric() {
                quotations.alphanumerics.push(at);
            }
        }
        quotations
    }

    /// The quotation that starts at a byte, and the byte behind it; none if it is not closed or has no words.
    fn starting(&self, at: usize) -> Option<(&'t str, usize)> {
        let open = self.text[at..].chars().next()?;
        let kind = QUOTES.iter().position(|(mark, _)| *mark == open)?;
        let start = at + open.len_utf8();
        let end = first_from(&self.closings[kind], start)?;
        let has_words = first_from(&self.alphanumerics, start).is_some_and(|word| word < end);
        let close = self.text[end..].chars().next()?;
        has_words.then(|| (self.text[start..end].trim(), end + close.len_utf8()))
    }
}

/// The first of rising numbers that is not below `start`.
fn first_from(numbers: &[usize], start: usize) -> Option<usize> {
    let at = numbers.partition_point(|number| *number < start);
    numbers.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ClauseKind::{Excluded, Phrase, Words};
    use proptest::prelude::*;

    fn clauses(text: &str) -> Vec<(ClauseKind, String)> {
        Query::parse(text)
            .clauses
            .into_iter()
            .map(|clause| (clause.kind, clause.text()))
            .collect()
    }

    #[test]
    fn an_initialism_is_of_few_capitals_beside_words_that_are_not() {
        for (query, word, expected) in [
            ("WHO", "WHO", true),
            ("What did the US say", "US", true),
            ("us", "us", false),
            ("Uber", "Uber", false),
            ("WHO IS IT", "IT", false),
            ("ООН и Путин", "ООН", true),
            ("सरकार", "सरकार", false),
            ("What is UNESCO", "UNESCO", false),
        ] {
            assert_eq!(
                Query::parse(query).has_initialism(word),
                expected,
                "{query}"
            );
        }
    }

    #[test]
    fn words_phrases_and_exclusions() {
        let expected = [
            (Words, "summit"),
            (Phrase, "Kim Jong Un"),
            (Excluded, "Trump"),
            (Words, "2018 Jong-un -5"),
        ];
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(kind, text)| (kind, text.to_owned()))
            .collect();
        assert_eq!(
            clauses("summit \"Kim Jong Un\" -Trump 2018 Jong-un -5"),
            expected
        );
    }

    #[test]
    fn typographic_quotes_make_phrases() {
        for text in [
            "“to be”",
            "„to be“",
            "«to be»",
            "»to be«",
            "\"to be\"",
            "「to be」",
        ] {
            assert_eq!(clauses(text), [(Phrase, "to be".to_owned())], "{text}");
        }
        assert_eq!(clauses("-«to be»"), [(Excluded, "to be".to_owned())]);
    }

    #[test]
    fn what_is_not_closed_is_text() {
        assert_eq!(clauses("5\" disk"), [(Words, "5\" disk".to_owned())]);
        assert_eq!(clauses("\"to be"), [(Words, "\"to be".to_owned())]);
        assert_eq!(clauses("- \"\" ()"), [(Words, "- \"\" ()".to_owned())]);
        assert!(clauses(" \t").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_a_query_and_keeps_its_letters(text in "[a-zа-я\"“”„«»「」 =*~\\-]{0,40}|\\PC{0,40}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let clauses = Query::parse(&text).clauses;
            let parts = clauses.iter().flat_map(|clause| &clause.parts);
            // `word~1` says a number that is no word
            let written = |part: &Part| match part.form {
                Form::Fuzzy { max_edits: Some(edits) } => format!("{}{edits}", letters(&part.text)),
                _ => letters(&part.text),
            };
            let parsed: String = parts.map(written).collect();
            prop_assert_eq!(parsed, letters(&text));
        }
    }
}
