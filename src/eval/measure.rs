//! What is measured? The measures of an evaluation are defined as `trec_eval` defines them; an article is relevant if its grade is 1 or more.
//!
//! - RR@10: 1 / the rank of the first relevant article, 0 if none is among the first ten.
//! - nDCG@10: the sum of `grade / log2(rank + 1)` over the first ten, divided by that of the best order there could be.
//! - R@100: the share of the relevant articles that is among the first hundred.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// A measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "&str")]
pub enum Measure {
    /// Reciprocal rank of the first relevant article, within ten.
    Rr10,
    /// Normalized discounted cumulative gain, within ten.
    Ndcg10,
    /// Recall within a hundred.
    R100,
}

impl Measure {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Rr10, Self::Ndcg10, Self::R100];

    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rr10 => "RR@10",
            Self::Ndcg10 => "nDCG@10",
            Self::R100 => "R@100",
        }
    }

    /// The measure with this name, in capitals or not.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|measure| measure.name().eq_ignore_ascii_case(name))
    }
}

impl From<Measure> for &str {
    fn from(measure: Measure) -> Self {
        measure.name()
    }
}

/// The grades of the articles that were judged for a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grades(BTreeMap<String, i64>);

impl Grades {
    /// Notes a grade; the former one if the article was judged already.
    pub(super) fn insert(&mut self, article: &str, grade: i64) -> Option<i64> {
        self.0.insert(article.to_owned(), grade)
    }

    /// Whether any article is relevant.
    #[must_use]
    pub fn any_relevant(&self) -> bool {
        self.relevant().next().is_some()
    }

    /// The grades of the relevant articles.
    fn relevant(&self) -> impl Iterator<Item = i64> {
        self.0.values().copied().filter(|grade| *grade > 0)
    }

    /// The grade of an article; 0 if it is not relevant or was not judged.
    fn gain(&self, article: &str) -> i64 {
        self.0.get(article).copied().unwrap_or(0).max(0)
    }
}

/// A value from 0 to 1 for each measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures([f64; Measure::ALL.len()]);

impl Figures {
    /// How well these articles, the best first and none twice, answer what has these grades.
    pub(super) fn of<'a>(articles: impl Iterator<Item = &'a str>, grades: &Grades) -> Self {
        let gains: Vec<i64> = articles.map(|article| grades.gain(article)).collect();
        let mut ideal: Vec<i64> = grades.relevant().collect();
        if ideal.is_empty() {
            return Self::default();
        }
        ideal.sort_unstable_by(|one, other| other.cmp(one));
        let first = gains.iter().take(10).position(|gain| *gain > 0);
        let found = gains.iter().take(100).filter(|gain| **gain > 0).count();
        Self([
            first.map_or(0.0, |index| 1.0 / (index + 1) as f64),
            discounted(&gains) / discounted(&ideal),
            found as f64 / ideal.len() as f64,
        ])
    }

    /// The value of a measure.
    #[must_use]
    pub fn get(&self, measure: Measure) -> f64 {
        self.0[measure as usize]
    }

    /// The same value for each measure.
    #[cfg(test)]
    pub(super) fn all(value: f64) -> Self {
        Self([value; Measure::ALL.len()])
    }

    /// The means; 0 over nothing.
    pub(super) fn mean(all: &[Self]) -> Self {
        let count = all.len().max(1) as f64;
        let sum = |measure| total(all.iter().map(|figures| figures.get(measure)));
        Self(Measure::ALL.map(|measure| sum(measure) / count))
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Measure::ALL.map(|measure| (measure, self.get(measure))))
    }
}

/// The discounted cumulative gain of the first ten.
fn discounted(gains: &[i64]) -> f64 {
    let discounted = |(index, gain): (usize, &i64)| *gain as f64 / ((index + 2) as f64).log2();
    total(gains.iter().take(10).enumerate().map(discounted))
}

/// The sum; 0 of nothing, where the standard one is -0.
fn total(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn grades(judged: &[(&str, i64)]) -> Grades {
        let mut grades = Grades::default();
        for (article, grade) in judged {
            grades.insert(article, *grade);
        }
        grades
    }

    fn figures(articles: &[&str], judged: &[(&str, i64)]) -> [f64; 3] {
        Figures::of(articles.iter().copied(), &grades(judged)).0
    }

    #[track_caller]
    fn near(got: [f64; 3], expected: [f64; 3]) {
        let near = got
            .iter()
            .zip(expected)
            .all(|(got, expected)| (got - expected).abs() < 5e-5);
        assert!(near, "{got:?} is not {expected:?}");
    }

    #[test]
    fn one_relevant_article_counts_by_its_rank() {
        near(figures(&["a", "b"], &[("a", 1)]), [1.0, 1.0, 1.0]);
        // 1/3; 1 / log2(4)
        near(figures(&["x", "y", "a"], &[("a", 1)]), [0.3333, 0.5, 1.0]);
        near(figures(&["x", "y"], &[("a", 1)]), [0.0, 0.0, 0.0]);
        let nothing = figures(&[], &[("a", 1)]);
        near(nothing, [0.0, 0.0, 0.0]);
        assert!(
            nothing.iter().all(|value| value.is_sign_positive()),
            "{nothing:?}"
        );
    }

    #[test]
    fn the_gain_is_the_grade_and_the_ideal_order_is_that_of_the_qrels() {
        // DCG 1/1 + 3/log2(4) = 2.5; ideal 3/1 + 2/log2(3) + 1/log2(4) = 4.76186
        let judged = [("a", 1), ("b", 3), ("c", 2), ("d", 0)];
        near(figures(&["a", "d", "b"], &judged), [1.0, 0.5250, 0.6667]);
    }

    #[test]
    fn only_the_first_ten_and_the_first_hundred_count() {
        let names: Vec<String> = (1..=101).map(|rank| format!("r{rank}")).collect();
        let run: Vec<&str> = names.iter().map(String::as_str).collect();
        // 1 / log2(11)
        near(figures(&run, &[("r10", 1)]), [0.1, 0.2891, 1.0]);
        near(figures(&run, &[("r11", 1)]), [0.0, 0.0, 1.0]);
        near(figures(&run, &[("r100", 1)]), [0.0, 0.0, 1.0]);
        near(figures(&run, &[("r101", 1)]), [0.0, 0.0, 0.0]);
    }

    #[test]
    fn an_article_judged_worse_than_irrelevant_is_irrelevant() {
        let judged = [("a", -2), ("b", 1)];
        // 1 / log2(3)
        near(figures(&["a", "b"], &judged), [0.5, 0.6309, 1.0]);
        assert!(!grades(&[("a", -2), ("b", 0)]).any_relevant());
    }

    #[test]
    fn a_name_in_any_case_is_a_measure() {
        assert_eq!(Measure::from_name("ndcg@10"), Some(Measure::Ndcg10));
        assert_eq!(Measure::from_name("MAP"), None);
    }

    /// Grades of articles 0, 1, 2, …, and an order of some articles, judged or not.
    fn judged_run() -> impl Strategy<Value = (Vec<i64>, Vec<usize>)> {
        let ranking = Just((0..150_usize).collect::<Vec<_>>()).prop_shuffle();
        let run = (ranking, 0..150_usize).prop_map(|(mut ranking, length)| {
            ranking.truncate(length);
            ranking
        });
        (proptest::collection::vec(-1..4_i64, 1..120), run)
    }

    fn put(judged: &[i64], run: &[usize]) -> Figures {
        let mut grades = Grades::default();
        for (article, grade) in judged.iter().enumerate() {
            grades.insert(&article.to_string(), *grade);
        }
        let run: Vec<String> = run.iter().map(usize::to_string).collect();
        Figures::of(run.iter().map(String::as_str), &grades)
    }

    proptest! {
        #[test]
        fn figures_are_from_0_to_1((judged, run) in judged_run()) {
            for measure in Measure::ALL {
                let value = put(&judged, &run).get(measure);
                prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{value}");
            }
        }

        #[test]
        fn the_best_order_is_1((judged, _) in judged_run()) {
            let mut best: Vec<usize> = (0..judged.len()).filter(|article| judged[*article] > 0).collect();
            best.sort_by_key(|article| -judged[*article]);
            let expected = if best.is_empty() { 0.0 } else { 1.0 };
            let recall = if best.len() > 100 { 100.0 / best.len() as f64 } else { expected };
            prop_assert_eq!(put(&judged, &best), Figures([expected, expected, recall]));
        }

        #[test]
        fn a_better_article_put_before_a_worse_one_harms_nothing((judged, run) in judged_run(), one in 0..150_usize, other in 0..150_usize) {
            let gain = |index: usize| judged.get(run[index]).copied().unwrap_or(0).max(0);
            let (above, below) = (one.min(other), one.max(other));
            if below < run.len() && gain(above) < gain(below) {
                let mut better = run.clone();
                better.swap(above, below);
                let (was, is) = (put(&judged, &run), put(&judged, &better));
                for measure in Measure::ALL {
                    prop_assert!(is.get(measure) >= was.get(measure) - 1e-12);
                }
            }
        }
    }
}
