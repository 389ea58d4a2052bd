//! Which figures are good enough? Those that are not below their floors, which a file keeps from one evaluation to the next.
//!
//! A line is a language or `all`, a measure and a value. A language that has a floor and no question any more is below
//! it: an index that has lost a language must not pass.

use std::fmt;
use std::path::Path;

use super::trec::{bad_line, columns, not_empty, numbered_lines};
use super::{Measure, Row};
use crate::error::Result;
use crate::language::Language;

/// The value below which a measure must not fall. Shown, it is a line of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// Of which language; none for all.
    pub language: Option<Language>,
    /// Of what.
    pub measure: Measure,
    /// From 0 to 1.
    pub value: f64,
}

/// A floor, and the figure that is below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BelowFloor {
    /// The floor.
    pub floor: Floor,
    /// The figure; none if there is no question in its language.
    pub figure: Option<f64>,
}

/// What stands for all languages in a file.
const ALL: &str = "all";

/// Decimals of a floor, as many as are shown of a figure: 10^4.
const STEPS: f64 = 1e4;

impl Floor {
    /// The floors of a file; lines that begin with `#` are for people.
    ///
    /// # Errors
    /// [`Error::BadLine`](crate::Error::BadLine), [`Error::EmptyFile`](crate::Error::EmptyFile).
    pub fn read(text: &str, path: &Path) -> Result<Vec<Self>> {
        let lines = numbered_lines(text).filter(|(_, text)| !text.starts_with('#'));
        let floors: Vec<Self> = lines
            .map(|(line, text)| {
                let [language, measure, value] =
                    columns(text, path, line, "LANGUAGE MEASURE VALUE")?;
                Self::new(language, measure, value).map_err(|reason| bad_line(path, line, reason))
            })
            .collect::<Result<_>>()?;
        not_empty(floors.is_empty(), path)?;
        Ok(floors)
    }

    /// A floor from its parts as text.
    ///
    /// # Errors
    /// What is wrong with them, for people.
    pub fn new(language: &str, measure: &str, value: &str) -> Result<Self, String> {
        let value = value
            .parse()
            .ok()
            .filter(|value| (0.0..=1.0).contains(value));
        Ok(Self {
            language: match language {
                ALL => None,
                code => Some(
                    Language::from_code(code)
                        .ok_or_else(|| format!("unknown language `{code}`"))?,
                ),
            },
            measure: Measure::from_name(measure).ok_or_else(|| {
                let known = Measure::ALL.map(Measure::name).join(", ");
                format!("unknown measure `{measure}`, known are {known}")
            })?,
            value: value.ok_or("a floor is a number from 0 to 1")?,
        })
    }

    /// The figures of these rows as floors, rounded down to four decimals.
    #[must_use]
    pub fn of(rows: &[Row]) -> Vec<Self> {
        let floors = rows.iter().flat_map(|row| {
            Measure::ALL.map(|measure| Self {
                language: row.language,
                measure,
                value: rounded_down(row.mean.get(measure)),
            })
        });
        floors.collect()
    }

    /// Its figure in these rows, if that is below it.
    #[must_use]
    pub fn below(self, rows: &[Row]) -> Option<BelowFloor> {
        let row = rows.iter().find(|row| row.language == self.language);
        let figure = row.map(|row| row.mean.get(self.measure));
        let holds = figure.is_some_and(|figure| figure >= self.value);
        (!holds).then_some(BelowFloor {
            floor: self,
            figure,
        })
    }
}

/// A figure as it is kept and told: never above what it is.
fn rounded_down(figure: f64) -> f64 {
    (figure * STEPS).floor() / STEPS
}

impl fmt::Display for Floor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let language = self.language.map_or(ALL, Language::code);
        write!(
            formatter,
            "{language}\t{}\t{:.4}",
            self.measure.name(),
            self.value
        )
    }
}

impl fmt::Display for BelowFloor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Floor {
            language,
            measure,
            value,
        } = self.floor;
        let language = language.map_or(ALL, Language::code);
        write!(formatter, "{language} {}: ", measure.name())?;
        match self.figure {
            Some(figure) => {
                let figure = rounded_down(figure);
                write!(formatter, "{figure:.4} is below the floor {value}")
            }
            None => write!(
                formatter,
                "no question in this language, the floor is {value}"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Figures;

    #[test]
    fn what_is_wrong_with_a_floor_is_said_with_its_line() {
        for (text, expected) in [
            ("# of May\nxx RR@10 0.5\n", "f:2: unknown language `xx`"),
            (
                "all MAP 0.5\n",
                "f:1: unknown measure `MAP`, known are RR@10, nDCG@10, R@100",
            ),
            ("all RR@10 85\n", "f:1: a floor is a number from 0 to 1"),
            ("all RR@10 NaN\n", "f:1: a floor is a number from 0 to 1"),
            (
                "all RR@10\n",
                "f:1: a line is `LANGUAGE MEASURE VALUE`, this one has 2 columns",
            ),
            ("# nothing\n", "`f` is empty"),
        ] {
            let error = Floor::read(text, Path::new("f")).expect_err("it is wrong");
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn figures_are_not_below_the_floors_made_of_them() {
        for thousandths in 0..=3000 {
            let row = Row {
                language: None,
                questions: 1,
                mean: Figures::all(f64::from(thousandths) / 3000.0),
                changes: None,
            };
            let rows = [row];
            for floor in Floor::of(&rows) {
                let again = Floor::read(&floor.to_string(), Path::new("f")).expect("a floor");
                assert_eq!(again[0].below(&rows), None);
            }
        }
    }
}
