//! How well are judged questions answered? People judged the articles, and an evaluation counts.
//!
//! The measures are those of `trec_eval`, over the first [`DEPTH`] articles of each question: RR@10, nDCG@10 and
//! R@100. Means are taken over the topics that have a relevant article in the qrels: one that finds nothing counts 0,
//! as with `trec_eval -c`; a topic without a relevant article says nothing about the ranking and is left out, where
//! `trec_eval` counts 0. The order is that of the run; `trec_eval` orders articles whose scores are equal in all six
//! decimals by their names instead.
//!
//! A question's language is what its topic says, else the one that the index finds likeliest for it: the same that
//! weighs its scores, so that a question is counted where it was looked for.

mod answer;
mod floors;
mod line;
mod measure;
mod topic;
pub mod trec;

use std::collections::BTreeMap;

pub use answer::Answer;
pub use floors::{BelowFloor, Floor};
pub use line::{ALL, FiguresLine, LOSS, Loser, worst};
pub use measure::{Figures, Grades, Measure};
pub use topic::{Topic, require_distinct, topics};

use serde::Serialize;

use crate::error::Result;
use crate::index::Snapshot;
use crate::language::Language;
use crate::query::Query;
use crate::search::{SameText, Scope, SearchOptions, search};
use trec::{Qrels, Run, column};

/// Articles of each question that are looked at.
pub const DEPTH: usize = 100;

/// Puts a topic to an index, to find passages in `languages` only, or in all.
///
/// # Errors
/// Those of [`search`].
pub fn answer(index: &Snapshot, topic: &Topic, languages: Option<&[Language]>) -> Result<Answer> {
    let options = SearchOptions {
        scope: Scope {
            languages: languages.map(<[_]>::to_vec),
            // each path is judged for itself
            same_text: SameText::Each,
            ..Scope::default()
        },
        limit: DEPTH,
        per_article: Some(1),
        snippet_chars: None,
        count: false,
        ..SearchOptions::default()
    };
    let result = search(index, &Query::parse(&topic.text), &options)?;
    let language = result.language().unwrap_or(Language::UNKNOWN);
    let articles = result.hits.into_iter().map(|hit| (hit.article, hit.score));
    Ok(Answer {
        language,
        articles: articles.collect(),
    })
}

/// A topic that is judged, and how well it is answered.
#[derive(Clone, Debug)]
pub struct Question<'t> {
    /// The topic.
    pub topic: &'t Topic,
    /// How well it is answered.
    pub now: Figures,
    /// How well it was answered in the former run.
    pub former: Option<Figures>,
}

impl Question<'_> {
    /// Its language, [`Language::UNKNOWN`] if nobody told.
    #[must_use]
    pub fn language(&self) -> Language {
        self.topic.language.unwrap_or(Language::UNKNOWN)
    }

    /// What a measure has lost since the former run; negative if it has gained.
    #[must_use]
    pub fn loss(&self, measure: Measure) -> f64 {
        self.former
            .map_or(0.0, |former| former.get(measure) - self.now.get(measure))
    }
}

/// The topics that have a relevant article, in their order, each with how well a run answers it, and a former one.
#[must_use]
pub fn judge<'t>(
    topics: &'t [Topic],
    qrels: &Qrels,
    now: &Run,
    former: Option<&Run>,
) -> Vec<Question<'t>> {
    let question = |topic: &'t Topic| {
        let id = column(&topic.id);
        let grades = qrels.grades(&id).filter(|grades| grades.any_relevant())?;
        let figures = |run: &Run| Figures::of(run.articles(&id), grades);
        Some(Question {
            topic,
            now: figures(now),
            former: former.map(figures),
        })
    };
    topics.iter().filter_map(question).collect()
}

/// The questions of one language, or of all.
#[derive(Clone, Debug)]
pub struct Row {
    /// The language; none for all.
    pub language: Option<Language>,
    /// How many questions.
    pub questions: usize,
    /// The means over them.
    pub mean: Figures,
    /// How that differs from the former run, for each measure in the order of [`Measure::ALL`].
    pub changes: Option<Vec<Change>>,
}

/// How the mean of a measure came to differ from the former one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The measure.
    pub measure: Measure,
    /// Its former mean.
    pub former: f64,
    /// Questions for which it rose.
    pub won: usize,
    /// Questions for which it fell.
    pub lost: usize,
    /// Questions for which it did neither.
    pub equal: usize,
}

/// A row for each language of the questions, in the order of the table of languages, and one for all as the last.
#[must_use]
pub fn rows(questions: &[Question<'_>]) -> Vec<Row> {
    let mut by_language: BTreeMap<Language, Vec<&Question<'_>>> = BTreeMap::new();
    for question in questions {
        let of_language = by_language.entry(question.language()).or_default();
        of_language.push(question);
    }
    let all: Vec<_> = questions.iter().collect();
    by_language
        .iter()
        .map(|(language, questions)| row(Some(*language), questions))
        .chain([row(None, &all)])
        .collect()
}

fn row(language: Option<Language>, questions: &[&Question<'_>]) -> Row {
    let former: Option<Vec<Figures>> = questions.iter().map(|question| question.former).collect();
    let change = |measure: Measure, former: &[Figures]| {
        let count = |is: fn(f64) -> bool| {
            let losses = questions.iter().map(|question| question.loss(measure));
            losses.filter(|loss| is(*loss)).count()
        };
        Change {
            measure,
            former: Figures::mean(former).get(measure),
            won: count(|loss| loss < 0.0),
            lost: count(|loss| loss > 0.0),
            equal: count(|loss| loss == 0.0),
        }
    };
    let now: Vec<Figures> = questions.iter().map(|question| question.now).collect();
    Row {
        language,
        questions: questions.len(),
        mean: Figures::mean(&now),
        changes: former.map(|former| {
            let changes = Measure::ALL.map(|measure| change(measure, &former));
            changes.to_vec()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn file(lines: &str) -> (&str, &Path) {
        (lines, Path::new("file"))
    }

    const TOPICS: &str =
        "1\tHaus\tde\n2\thouse\ten\n3\thome\ten\n4\tunjudged\ten\n5\tnothing is relevant\n";
    const QRELS: &str = "1 0 a 1\n2 0 b 1\n3 0 c 1\n5 0 a 0\n6 0 a 1\n";

    #[test]
    fn a_mean_is_over_the_topics_with_a_relevant_article_found_or_not() {
        let (text, path) = file(TOPICS);
        let topics = super::topics(text, path).expect("topics");
        let (text, path) = file(QRELS);
        let qrels = trec::qrels(text, path).expect("qrels");
        let (text, path) = file("1 Q0 a 1 2 x\n2 Q0 a 1 3 x\n2 Q0 b 2 1 x\n");
        let now = trec::run(text, path).expect("a run");
        let questions = judge(&topics, &qrels, &now, None);
        let seen: Vec<_> = rows(&questions)
            .iter()
            .map(|row| {
                let code = row.language.map_or("all", Language::code);
                (code, row.questions, row.mean.get(Measure::Rr10))
            })
            .collect();
        assert_eq!(
            seen,
            [("de", 1, 1.0), ("en", 2, 0.25), ("all", 3, 0.5)] // (0.5 + 0) / 2; (1 + 0.5 + 0) / 3
        );
    }

    #[test]
    fn a_comparison_counts_what_was_won_and_lost() {
        let (text, path) = file(TOPICS);
        let topics = super::topics(text, path).expect("topics");
        let (text, path) = file(QRELS);
        let qrels = trec::qrels(text, path).expect("qrels");
        let run = |text: &str| trec::run(text, Path::new("run")).expect("a run");
        let now = run("1 Q0 a 1 2 x\n2 Q0 a 1 3 x\n2 Q0 b 2 1 x\n");
        let former = run("2 Q0 b 1 1 x\n");
        let questions = judge(&topics, &qrels, &now, Some(&former));
        let rows = rows(&questions);
        let all = rows.last().and_then(|row| row.changes.as_deref());
        assert_eq!(
            all.expect("changes")[0],
            Change {
                measure: Measure::Rr10,
                former: 1.0 / 3.0,
                won: 1,
                lost: 1,
                equal: 1
            }
        );
    }
}
