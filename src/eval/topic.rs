//! What is asked? Topics are the questions of an evaluation, and of `search --queries`.
//!
//! A file has `<top>` blocks with a `<num>` and a `<title>`, as TREC has them, or lines `id<TAB>text`, which are
//! shorter to write.

use std::collections::BTreeSet;
use std::path::Path;

use super::trec::{bad_line, column, not_empty, numbered_lines};
use crate::error::Result;
use crate::language::Language;

/// A question to be put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Its language, if that is known.
    pub language: Option<Language>,
    /// Line of the file that it starts in, from 1.
    pub line: usize,
}

/// The topics of a file, in its order: `<top>` blocks if it begins with one, else a line `id<TAB>text` each.
///
/// A third column that is the code of a language is the topic's language. A line without a tab is a text, its number
/// the id. Empty lines count as lines only.
///
/// # Errors
/// [`Error::BadLine`](crate::Error::BadLine) if a block has no number or no title, or a line no id before its tab.
pub fn topics(text: &str, path: &Path) -> Result<Vec<Topic>> {
    let text = text.trim_start_matches('\u{FEFF}');
    // of the same length, so that an offset in it is one in the text
    let lowered = text.to_ascii_lowercase();
    if lowered.trim_start().starts_with(TOP) {
        return blocks(text, &lowered)
            .map(|(line, block)| block_topic(line, block, path))
            .collect();
    }
    numbered_lines(text)
        .map(|(line, text)| line_topic(line, text, path))
        .collect()
}

/// Refuses two topics of the same id, which no run could tell apart.
///
/// # Errors
/// [`Error::BadLine`](crate::Error::BadLine), and [`Error::EmptyFile`](crate::Error::EmptyFile) if there is no topic at all.
pub fn require_distinct(topics: &[Topic], path: &Path) -> Result<()> {
    let mut seen = BTreeSet::new();
    for topic in topics {
        if !seen.insert(column(&topic.id)) {
            let reason = format!("topic {} is there already", topic.id);
            return Err(bad_line(path, topic.line, reason));
        }
    }
    not_empty(seen.is_empty(), path)
}

const TOP: &str = "<top>";

/// The `<top>` blocks of a text, each with its line.
fn blocks<'t>(text: &'t str, lowered: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    let starts = lowered.match_indices(TOP).map(|(start, _)| start);
    let ends = starts.clone().skip(1).chain([text.len()]);
    let mut line = 1;
    let mut counted = 0;
    starts.zip(ends).map(move |(start, end)| {
        line += text[counted..start].matches('\n').count();
        counted = start;
        (line, &text[start..end])
    })
}

fn block_topic(line: usize, block: &str, path: &Path) -> Result<Topic> {
    let field = |tag: &str, label: &str| {
        let start = block.to_ascii_lowercase().find(tag)? + tag.len();
        let field = block[start..].split('<').next()?.trim();
        let labelled = field
            .get(..label.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(label));
        let field = if labelled {
            &field[label.len()..]
        } else {
            field
        };
        let words: Vec<&str> = field.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let required = |tag: &str, label: &str| {
        field(tag, label).ok_or_else(|| bad_line(path, line, format!("this topic has no {tag}")))
    };
    Ok(Topic {
        id: required("<num>", "Number:")?,
        text: required("<title>", "Topic:")?,
        language: None,
        line,
    })
}

fn line_topic(line: usize, text: &str, path: &Path) -> Result<Topic> {
    let (id, text) = match text.split_once('\t') {
        Some((id, _)) if id.trim().is_empty() => {
            return Err(bad_line(path, line, "there is no id before the tab".into()));
        }
        Some((id, text)) => (id.trim().to_owned(), text),
        None => (line.to_string(), text),
    };
    let told = text.rsplit_once('\t').and_then(|(text, code)| {
        let language = Language::from_code(code.trim())?;
        Some((text, language))
    });
    Ok(Topic {
        id,
        text: told.map_or(text, |(text, _)| text).to_owned(),
        language: told.map(|(_, language)| language),
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_topics(text: &str) -> Vec<(String, String, Option<&'static str>, usize)> {
        let topics = topics(text, Path::new("topics")).expect("topics");
        let parts = |topic: Topic| {
            let code = topic.language.map(Language::code);
            (topic.id, topic.text, code, topic.line)
        };
        topics.into_iter().map(parts).collect()
    }

    #[test]
    fn topics_are_read_in_both_forms() {
        let topic = |id: &str, text: &str, code, line| (id.to_owned(), text.to_owned(), code, line);
        assert_eq!(
            read_topics("\u{FEFF}q1\tHaus am See\tde\r\n\r\nhouse\nq 3\tone\ttwo\n"),
            [
                topic("q1", "Haus am See", Some("de"), 1),
                topic("3", "house", None, 3),
                topic("q 3", "one\ttwo", None, 4),
            ]
        );
        let old = "\u{FEFF}\r\n<top>\r\n<num> Number: 301\r\n<title> Topic: International\r\n Organized Crime\r\n\r\n\
                   <desc> Description:\r\nWho is it?\r\n</top>\r\n\r\n<TOP><NUM>302</NUM><TITLE>Polio</TITLE></TOP>\r\n";
        assert_eq!(
            read_topics(old),
            [
                topic("301", "International Organized Crime", None, 2),
                topic("302", "Polio", None, 11),
            ]
        );
    }

    #[test]
    fn a_block_without_a_number_or_a_title_is_refused_with_its_line() {
        let said = |text| {
            topics(text, Path::new("f"))
                .expect_err("it is wrong")
                .to_string()
        };
        assert_eq!(
            said("<top>\n<num> 1\n</top>\n"),
            "f:1: this topic has no <title>"
        );
        assert_eq!(
            said("<top><num>1<title>x</top>\n<top>\n<num> Number:\n<title>y\n"),
            "f:2: this topic has no <num>"
        );
    }

    #[test]
    fn two_topics_of_one_id_are_refused() {
        let path = Path::new("f");
        let topics = topics("a b\tx\na\\x20b\ty\n", path).expect("topics");
        assert_eq!(
            require_distinct(&topics, path)
                .expect_err("one twice")
                .to_string(),
            "f:2: topic a\\x20b is there already"
        );
        assert_eq!(
            require_distinct(&[], path).expect_err("none").to_string(),
            "`f` is empty"
        );
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd_to_be_read(text in "(<top>|<num>|<title>|[a-c0-9\t\n\r< ]|\\PC){0,40}") {
            let _ = topics(&text, Path::new("f"));
        }
    }
}
