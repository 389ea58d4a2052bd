//! What is told of an evaluation as JSON? A line for each language and one for all, see `docs/json.md`.

use serde::Serialize;

use super::{Change, Figures, Measure, Question, Row};
use crate::language::Language;

/// What stands for all languages.
pub const ALL: &str = "all";

/// By which loss the questions are chosen that lost most: of the measures it looks at most of what a person sees.
pub const LOSS: Measure = Measure::Ndcg10;

/// Questions that are told of those that lost.
const MAX_WORST: usize = 5;

/// The figures of a language, or of all.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresLine<'q> {
    /// [`FiguresLine::VERSION`].
    pub version: u32,
    /// Code of the language, or [`ALL`].
    pub language: &'static str,
    /// How many questions.
    pub questions: usize,
    /// The means over them.
    pub measures: Figures,
    /// How each measure differs from the former run, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<&'q [Change]>,
    /// In the line for all, with a former run: the questions that lost most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worst: Option<Vec<Loser<'q>>>,
}

/// A question that lost.
#[derive(Clone, Debug, Serialize)]
pub struct Loser<'q> {
    /// Its id.
    pub query_id: &'q str,
    /// What was asked.
    pub query: &'q str,
    /// Code of its language.
    pub language: &'static str,
    /// How well it was answered.
    pub former: Figures,
    /// How well it is answered.
    pub now: Figures,
}

impl<'q> FiguresLine<'q> {
    /// Version of the lines: it rises when a field goes away or changes its meaning.
    pub const VERSION: u32 = 1;

    /// The line of a row of these questions.
    #[must_use]
    pub fn of(row: &'q Row, questions: &'q [Question<'_>]) -> Self {
        let changes = row.changes.as_deref();
        let losers = || worst(questions).into_iter().map(Loser::of).collect();
        Self {
            version: Self::VERSION,
            language: row.language.map_or(ALL, Language::code),
            questions: row.questions,
            measures: row.mean,
            changes,
            worst: (row.language.is_none() && changes.is_some()).then(losers),
        }
    }
}

impl<'q> Loser<'q> {
    fn of(question: &'q Question<'_>) -> Self {
        Self {
            query_id: &question.topic.id,
            query: &question.topic.text,
            language: question.language().code(),
            former: question.former.unwrap_or_default(),
            now: question.now,
        }
    }
}

/// The questions that lost most, the worst first.
#[must_use]
pub fn worst<'q, 't>(questions: &'q [Question<'t>]) -> Vec<&'q Question<'t>> {
    let lost = questions.iter();
    let mut lost: Vec<_> = lost.filter(|question| question.loss(LOSS) > 0.0).collect();
    lost.sort_by(|one, other| other.loss(LOSS).total_cmp(&one.loss(LOSS)));
    lost.truncate(MAX_WORST);
    lost
}
