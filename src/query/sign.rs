//! How is a word meant? The signs say it that it was typed with, where they mean something.

use std::ops::Range;

/// Which words of a text a query word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The word in any inflection.
    Any,
    /// `=word`: exactly this form; in any case if it is in lower case, else as it is.
    Exact,
    /// `word*`, `*word`, `w*d`, `w?rd`: every word that the pattern has; `*` is any characters, `?` is one.
    Pattern,
    /// `word~`: every word that differs in a letter or two; `word~1`, `word~2` say in how many.
    Fuzzy {
        /// Letters that may differ; by the length of the word if not said.
        max_edits: Option<u8>,
    },
}

/// A word, or what patterns leave of it and these, without the signs that say how they are meant.
pub(super) fn forms(word: &str) -> Vec<(&str, Form)> {
    let (word, form) = form(word);
    let patterns = if form == Form::Any && !word.contains("://") {
        patterns(word)
    } else {
        Vec::new()
    };
    let mut forms = Vec::new();
    let mut behind = 0;
    for pattern in patterns {
        if pattern.start > behind {
            forms.push((&word[behind..pattern.start], Form::Any));
        }
        behind = pattern.end;
        forms.push((&word[pattern], Form::Pattern));
    }
    if forms.is_empty() || behind < word.len() {
        forms.push((&word[behind..], form));
    }
    forms
}

/// Where a word has patterns: letters with `*` anywhere or `?` between them. What a question or a sentence ends with is no
/// sign, and a pattern with a single letter would mean too much of the vocabulary.
fn patterns(word: &str) -> Vec<Range<usize>> {
    let joins = |c: char| matches!(c, '\'' | '’' | '\u{200C}' | '\u{200D}');
    let is_of_word =
        |c: char| c.is_alphanumeric() || is_mark(c) || matches!(c, '*' | '?') || joins(c);
    let mut found = Vec::new();
    let mut behind = 0;
    for run in word.split_inclusive(|c| !is_of_word(c)) {
        let pattern = run.trim_start_matches(|c| c == '?' || joins(c));
        let start = behind + run.len() - pattern.len();
        behind += run.len();
        let pattern = pattern.trim_end_matches(|c| c == '?' || joins(c) || !is_of_word(c));
        let is_pattern = pattern.contains(['*', '?']);
        let letters = pattern.chars().filter(|c| c.is_alphanumeric()).count();
        let has_letter = pattern.contains(char::is_alphabetic);
        if is_pattern && has_letter && letters >= MIN_PATTERN_CHARS {
            found.push(start..start + pattern.len());
        }
    }
    found
}

/// A word without the sign that says how it is meant. A sign where it means nothing is text.
fn form(word: &str) -> (&str, Form) {
    let has_letters = |word: &str| word.chars().any(char::is_alphabetic);
    if let Some(exact) = word.strip_prefix('=')
        && exact.starts_with(char::is_alphanumeric)
    {
        return (exact, Form::Exact);
    }
    for (sign, max_edits) in [("~", None), ("~1", Some(1)), ("~2", Some(2))] {
        if let Some(similar) = word.strip_suffix(sign)
            && has_letters(similar)
            && similar.ends_with(|c: char| c.is_alphanumeric() || is_mark(c))
        {
            return (similar, Form::Fuzzy { max_edits });
        }
    }
    (word, Form::Any)
}

/// Vowel signs and the like, which end words of India and South East Asia.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// A pattern with fewer letters and digits would stand for too much of the vocabulary.
const MIN_PATTERN_CHARS: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    fn forms(text: &str) -> Vec<(Form, String)> {
        let query = Query::parse(text);
        let parts = query.clauses.into_iter().flat_map(|clause| clause.parts);
        parts.map(|part| (part.form, part.text)).collect()
    }

    #[test]
    fn signs_say_which_forms_of_a_word_are_meant() {
        let any = Form::Fuzzy { max_edits: None };
        let one = Form::Fuzzy { max_edits: Some(1) };
        for (text, expected) in [
            (
                "=Polish jokes",
                vec![(Form::Exact, "Polish"), (Form::Any, "jokes")],
            ),
            (
                "elect* law",
                vec![(Form::Pattern, "elect*"), (Form::Any, "law")],
            ),
            (
                "Киев* हिन्दी*",
                vec![(Form::Pattern, "Киев*"), (Form::Pattern, "हिन्दी*")],
            ),
            ("Zelensky~ Kyiv~1", vec![(any, "Zelensky"), (one, "Kyiv")]),
            (
                "\"joint stat*\"",
                vec![(Form::Any, "joint"), (Form::Pattern, "stat*")],
            ),
            (
                "*burg wom?n? (in**fix), O'Br*",
                vec![
                    (Form::Pattern, "*burg"),
                    (Form::Pattern, "wom?n"),
                    (Form::Any, "? ("),
                    (Form::Pattern, "in**fix"),
                    (Form::Any, "),"),
                    (Form::Pattern, "O'Br*"),
                ],
            ),
            (
                "Kim-Jon* الرئ*",
                vec![
                    (Form::Any, "Kim-"),
                    (Form::Pattern, "Jon*"),
                    (Form::Pattern, "الرئ*"),
                ],
            ),
            ("-*burg", vec![(Form::Pattern, "*burg")]),
            ("-=Polish", vec![(Form::Exact, "Polish")]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(form, text)| (form, text.to_owned()))
                .collect();
            assert_eq!(forms(text), expected, "{text}");
        }
    }

    #[test]
    fn signs_that_mean_nothing_are_text() {
        for text in [
            "=",
            "= 5",
            "a*",
            "5*",
            "*",
            "C*-algebra",
            "~5 years",
            "~",
            "2*3",
            "==x",
            "word~3",
            "who?",
            "¿quién?",
            "?what",
            "is it (really?)",
            "https://example.org/a?id=wom?n",
        ] {
            assert!(
                forms(text).iter().all(|(form, _)| *form == Form::Any),
                "{text}"
            );
        }
    }
}
