//! Which word of a part of a clause is a pattern? `elect*`, `*burg`, `wom?n`, in the way of a language.

use crate::analysis::surface::folded;
use crate::analysis::words::WordKind;
use crate::analysis::{Analyzer, Token};
use crate::query::{Form, Part};

/// The words of a part.
pub(super) struct PartWords<'p> {
    /// The text that they are of.
    pub(super) text: &'p str,
    pub(super) tokens: Vec<Token>,
    /// Which of those in a row is a pattern, and the pattern as it is held against terms without their marks.
    pub(super) pattern: Option<(usize, String)>,
}

impl<'p> PartWords<'p> {
    /// The words of a part in the language of an analyzer.
    ///
    /// Where the sign is at an end, all but the word beside it are words as others: an elided article, or what a dictionary
    /// cuts off. A sign among ideographs means nothing, since their terms have two.
    pub(super) fn of(part: &'p Part, analyzer: &mut Analyzer) -> Self {
        if part.form != Form::Pattern {
            return Self::plain(&part.text, analyzer);
        }
        let is_sign = |c: char| matches!(c, '*' | '?');
        let own = part.text.as_str();
        let before = own.trim_end_matches('*');
        let behind = own.trim_start_matches('*');
        if before.contains(is_sign) && behind.contains(is_sign) {
            return Self::whole(own, analyzer);
        }
        let is_beginning = !before.contains(is_sign);
        let mut words = Self::plain(if is_beginning { before } else { behind }, analyzer);
        let in_row = words.tokens.iter().filter(|token| token.kind.is_in_row());
        let in_row: Vec<&Token> = in_row.collect();
        let number = if is_beginning {
            in_row.len().saturating_sub(1)
        } else {
            0
        };
        let token = in_row.get(number);
        let token = token.filter(|token| token.kind == WordKind::Letters);
        words.pattern = token.map(|token| {
            let bare = folded(&token.term, analyzer.language());
            let pattern = if is_beginning {
                format!("{bare}*")
            } else {
                format!("*{bare}")
            };
            (number, pattern)
        });
        words
    }

    fn plain(text: &'p str, analyzer: &mut Analyzer) -> Self {
        Self {
            text,
            tokens: analyzer.tokens(text),
            pattern: None,
        }
    }

    /// A word with signs in it.
    fn whole(text: &'p str, analyzer: &mut Analyzer) -> Self {
        let mut words = Self::plain(text, analyzer);
        if words
            .tokens
            .iter()
            .all(|token| token.kind == WordKind::Letters)
        {
            let pattern = folded(text, analyzer.language());
            words.tokens = vec![Token {
                byte_range: 0..text.len(),
                position: 0,
                term: pattern.clone(),
                kind: WordKind::Letters,
            }];
            words.pattern = Some((0, pattern));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn words(code: &str, text: &str) -> (Vec<String>, Option<(usize, String)>) {
        let part = Part {
            text: text.to_owned(),
            form: Form::Pattern,
        };
        let language = Language::from_code(code).expect(code);
        let words = PartWords::of(&part, &mut Analyzer::new(language));
        let surface = |token: &Token| words.text[token.byte_range.clone()].to_owned();
        (words.tokens.iter().map(surface).collect(), words.pattern)
    }

    #[test]
    fn the_word_beside_a_sign_is_the_pattern() {
        for (code, text, surfaces, pattern) in [
            ("en", "Elect*", vec!["Elect"], Some((0, "elect*"))),
            ("de", "*brück", vec!["brück"], Some((0, "*bruck"))),
            ("en", "wom?n", vec!["wom?n"], Some((0, "wom?n"))),
            ("en", "*o*burg*", vec!["*o*burg*"], Some((0, "*o*burg*"))),
            ("fr", "l'éco*", vec!["éco"], Some((0, "eco*"))),
            ("sr", "Беог*", vec!["Беог"], Some((0, "беог*"))),
            ("zh", "北京*", vec!["北京", "京"], None),
        ] {
            let expected = surfaces.into_iter().map(str::to_owned).collect();
            let pattern = pattern.map(|(at, pattern)| (at, pattern.to_owned()));
            assert_eq!(words(code, text), (expected, pattern), "{text}");
        }
    }
}
