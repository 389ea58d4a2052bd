//! A query: what a person typed, as clauses. Any text is a query.
//!
//! Words are looked for one by one; `"…"` (straight or typographic) is a phrase; `-` before a word or phrase
//! excludes it. Everything else that could be read as syntax is text.

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
    /// Its words, as typed; one or more.
    pub text: String,
    /// How passages must relate to it.
    pub kind: ClauseKind,
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
        let mut clauses: Vec<Clause> = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        let mut at_start = true; // of a word
        while let Some(first) = rest.chars().next() {
            let excluded =
                at_start && matches!(first, '-' | '−') && starts_operand(&rest[first.len_utf8()..]);
            let operand = if excluded {
                &rest[first.len_utf8()..]
            } else {
                rest
            };
            if (at_start || excluded)
                && let Some((phrase, after)) = quoted(operand)
            {
                push_words(&mut clauses, &mut words);
                let kind = if excluded {
                    ClauseKind::Excluded
                } else {
                    ClauseKind::Phrase
                };
                clauses.push(Clause {
                    text: phrase.to_owned(),
                    kind,
                });
                rest = after;
                continue;
            }
            if excluded {
                push_words(&mut clauses, &mut words);
                let end = operand.find(char::is_whitespace).unwrap_or(operand.len());
                clauses.push(Clause {
                    text: operand[..end].to_owned(),
                    kind: ClauseKind::Excluded,
                });
                rest = &operand[end..];
                continue;
            }
            words.push(first);
            at_start = first.is_whitespace() || matches!(first, '(' | '[');
            rest = &rest[first.len_utf8()..];
        }
        push_words(&mut clauses, &mut words);
        Self {
            text: text.to_owned(),
            clauses,
        }
    }
}

fn push_words(clauses: &mut Vec<Clause>, words: &mut String) {
    if !words.trim().is_empty() {
        clauses.push(Clause {
            text: words.trim().to_owned(),
            kind: ClauseKind::Words,
        });
    }
    words.clear();
}

/// Whether a minus before `rest` can mean exclusion: a word or quotation follows at once, not a number.
fn starts_operand(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || QUOTES.iter().any(|(open, _)| *open == c))
}

/// The quotation that `text` starts with and what follows it; none if it is not closed or has no words.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let (_, closing) = QUOTES.iter().find(|(mark, _)| *mark == open)?;
    let inner = &text[open.len_utf8()..];
    let end = inner.find(|c| closing.contains(&c))?;
    let close = inner[end..].chars().next()?;
    let phrase = inner[..end].trim();
    (phrase.chars().any(char::is_alphanumeric))
        .then_some((phrase, &inner[end + close.len_utf8()..]))
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
            .map(|clause| (clause.kind, clause.text))
            .collect()
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
        fn any_text_is_a_query_and_keeps_its_letters(text in "[a-zа-я\"“”„«»「」 \\-]{0,40}|\\PC{0,40}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let parsed: String = Query::parse(&text).clauses.iter().map(|clause| letters(&clause.text)).collect();
            prop_assert_eq!(parsed, letters(&text));
        }
    }
}
