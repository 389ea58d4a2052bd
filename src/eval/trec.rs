//! What was judged, and what was found? Qrels and runs say it, as TREC has them.
//!
//! Their columns are separated by spaces; one in an id or a path is written as in a URL. What cannot be read is an
//! error with its line, never a guess: a figure from half of the judgements would look like any other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use super::answer::Answer;
use super::measure::Grades;
use crate::error::{Error, Result};
use crate::source::name::{is_control, without};

/// What people found of the articles, for each topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Qrels(BTreeMap<String, Grades>);

impl Qrels {
    /// The grades for the topic with this id (as a [`column()`]).
    #[must_use]
    pub fn grades(&self, id: &str) -> Option<&Grades> {
        self.0.get(id)
    }

    /// The ids of the topics with a relevant article.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let relevant = self.0.iter().filter(|(_, grades)| grades.any_relevant());
        relevant.map(|(id, _)| id.as_str())
    }
}

/// The qrels of a file: a line `id 0 ARTICLE GRADE` each.
///
/// # Errors
/// [`Error::BadLine`], [`Error::EmptyFile`].
pub fn qrels(text: &str, path: &Path) -> Result<Qrels> {
    let mut qrels = Qrels::default();
    for (line, text) in numbered_lines(text) {
        let [id, _, article, grade] = columns(text, path, line, "id 0 ARTICLE GRADE")?;
        let Ok(value) = grade.parse() else {
            let reason = format!("the grade `{grade}` is no whole number");
            return Err(bad_line(path, line, reason));
        };
        let grades = qrels.0.entry(id.to_owned()).or_default();
        if grades.insert(article, value).is_some() {
            let reason = format!("`{article}` is judged for {id} already");
            return Err(bad_line(path, line, reason));
        }
    }
    not_empty(qrels.0.is_empty(), path)?;
    Ok(qrels)
}

/// What was found for each topic: articles, the best first, none twice. Shown, it is a file that [`run`] reads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run(BTreeMap<String, Vec<(String, f64)>>);

impl Run {
    /// Notes the answer to the topic with this id.
    pub fn insert(&mut self, id: &str, answer: &Answer) {
        let mut seen = BTreeSet::new();
        let articles = answer.articles.iter();
        let articles = articles
            .map(|(article, score)| (column(article), *score))
            .filter(|(article, _)| seen.insert(article.clone()))
            .collect();
        self.0.insert(column(id), articles);
    }

    /// The articles for the topic with this id (as a [`column()`]), the best first.
    pub fn articles(&self, id: &str) -> impl Iterator<Item = &str> {
        let articles = self.0.get(id).into_iter().flatten();
        articles.map(|(article, _)| article.as_str())
    }

    /// The ids of its topics.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (id, articles) in &self.0 {
            let scores = falling(articles.iter().map(|(_, score)| *score));
            for (index, ((article, _), score)) in articles.iter().zip(scores).enumerate() {
                writeln!(formatter, "{}", run_line(id, article, index + 1, score))?;
            }
        }
        Ok(())
    }
}

/// The run of a file: a line `id Q0 ARTICLE RANK SCORE TAG` each; articles are ranked by score, then as they stand.
///
/// # Errors
/// [`Error::BadLine`], [`Error::EmptyFile`].
pub fn run(text: &str, path: &Path) -> Result<Run> {
    let mut run = Run::default();
    let mut seen = BTreeSet::new();
    for (line, text) in numbered_lines(text) {
        let [id, _, article, _, score, _] =
            columns(text, path, line, "id Q0 ARTICLE RANK SCORE TAG")?;
        let Some(score) = score.parse().ok().filter(|score: &f64| score.is_finite()) else {
            let reason = format!("the score `{score}` is no number");
            return Err(bad_line(path, line, reason));
        };
        if !seen.insert((id, article)) {
            let reason = format!("`{article}` is ranked for {id} already");
            return Err(bad_line(path, line, reason));
        }
        let articles = run.0.entry(id.to_owned()).or_default();
        articles.push((article.to_owned(), score));
    }
    for articles in run.0.values_mut() {
        articles.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    }
    not_empty(run.0.is_empty(), path)?;
    Ok(run)
}

/// The scores of a run, best first, so that each is below the one before it when it is written: programs that read runs
/// sort by score, and put articles of equal score in an order of their own.
pub fn falling(scores: impl IntoIterator<Item = f64>) -> impl Iterator<Item = f64> {
    let step = 1e-6;
    scores.into_iter().scan(f64::INFINITY, move |last, score| {
        *last = ((score / step).round() * step).min(*last - step);
        Some(*last)
    })
}

/// A line of a run, without its end; ranks are from 1.
#[must_use]
pub fn run_line(id: &str, article: &str, rank: usize, score: f64) -> String {
    let (id, article) = (column(id), column(article));
    format!("{id} Q0 {article} {rank} {score:.6} tolmach")
}

/// A text as a column: white space and what is no text (see [`is_control`]) are spelled as bytes that are no UTF-8 are
/// (`\x20`).
#[must_use]
pub fn column(text: &str) -> String {
    without(|c| c.is_whitespace() || is_control(c), text)
}

/// The lines of a text that are not empty, with their numbers from 1.
pub(super) fn numbered_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.trim_start_matches('\u{FEFF}');
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    lines.filter(|(_, line)| !line.trim().is_empty())
}

/// The columns of a line, which must be as many as `form` has.
pub(super) fn columns<'l, const N: usize>(
    text: &'l str,
    path: &Path,
    line: usize,
    form: &str,
) -> Result<[&'l str; N]> {
    let columns: Vec<&str> = text.split_whitespace().collect();
    columns.try_into().map_err(|columns: Vec<&str>| {
        let reason = format!("a line is `{form}`, this one has {} columns", columns.len());
        bad_line(path, line, reason)
    })
}

pub(super) fn bad_line(path: &Path, line: usize, reason: String) -> Error {
    Error::BadLine {
        path: path.to_owned(),
        line,
        reason,
    }
}

/// Refuses a file without anything in it.
pub(super) fn not_empty(empty: bool, path: &Path) -> Result<()> {
    if empty {
        return Err(Error::EmptyFile {
            path: path.to_owned(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use proptest::prelude::*;

    fn said<T: fmt::Debug>(result: Result<T>) -> String {
        result.expect_err("it is wrong").to_string()
    }

    #[test]
    fn written_scores_fall_so_that_ties_stay_as_they_are_ranked() {
        let scores: Vec<String> = falling([2.5, 2.5, 2.5, 1.0])
            .map(|score| format!("{score:.6}"))
            .collect();
        assert_eq!(scores, ["2.500000", "2.499999", "2.499998", "1.000000"]);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said_with_its_number() {
        let path = Path::new("f");
        for (said, expected) in [
            (
                said(qrels("1 0 a 1\n\n1 0 b c 1\n", path)),
                "f:3: a line is `id 0 ARTICLE GRADE`, this one has 5 columns",
            ),
            (
                said(qrels("1 0 a yes\n", path)),
                "f:1: the grade `yes` is no whole number",
            ),
            (
                said(qrels("1 0 a 1\n1 0 a 0\n", path)),
                "f:2: `a` is judged for 1 already",
            ),
            (
                said(run("1 Q0 a 1 NaN x\n", path)),
                "f:1: the score `NaN` is no number",
            ),
            (
                said(run("1 Q0 a 1 2 x\n1 Q0 a 2 1 x\n", path)),
                "f:2: `a` is ranked for 1 already",
            ),
            (said(qrels(" \n", path)), "`f` is empty"),
            (said(run("", path)), "`f` is empty"),
        ] {
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn a_run_is_ranked_by_score_and_then_as_it_stands() {
        let text = "1 Q0 b 2 1.5 x\n1 Q0 a 1 1.5 x\n1 Q0 c 9 2e1 x\n";
        let run = run(text, Path::new("run")).expect("a run");
        assert_eq!(run.articles("1").collect::<Vec<_>>(), ["c", "b", "a"]);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd_to_be_read(text in "([a-c0-9\t\n\r ]|\\PC){0,40}") {
            let path = Path::new("f");
            let _ = (qrels(&text, path), run(&text, path));
        }

        #[test]
        fn the_order_of_the_lines_of_qrels_is_nothing(
            (lines, shuffled) in proptest::collection::btree_map(("[ab]", "[c-z]{1,2}"), -1..3_i64, 1..20)
                .prop_map(|judged| judged.iter().map(|((id, article), grade)| format!("{id} 0 {article} {grade}\n")).collect::<Vec<_>>())
                .prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle()))
        ) {
            let path = Path::new("f");
            prop_assert_eq!(qrels(&lines.concat(), path).expect("qrels"), qrels(&shuffled.concat(), path).expect("qrels"));
        }

        #[test]
        fn a_run_that_was_written_is_read_again(answers in proptest::collection::btree_map("[a-c ]{1,3}", proptest::collection::vec("\\PC{1,4}", 1..6), 1..4)) {
            let mut written = Run::default();
            for (id, articles) in &answers {
                let articles = articles.iter().enumerate().map(|(index, article)| (article.clone(), -(index as f64))).collect();
                written.insert(id, &Answer { language: Language::UNKNOWN, articles });
            }
            prop_assert_eq!(run(&written.to_string(), Path::new("run")).expect("a run"), written);
        }
    }
}
