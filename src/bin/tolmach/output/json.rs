//! How are hits and other objects printed as JSON Lines? What they are is the library's affair, here they are printed.

use std::io::Write;

use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::{Value, json};
use tolmach::hit::{Hit, HitLine};
use tolmach::search::SummaryLine;

use super::answer::{Answer, Output};
use super::snippet;
use super::table::{fields_of, name};
use crate::args::Field;
use crate::terminal::escaped;

pub fn print(output: &mut Output<'_, impl Write>, answer: Answer<'_>) -> anyhow::Result<()> {
    let Answer {
        id,
        query,
        result,
        milliseconds,
    } = answer;
    let hits = &result.hits;
    let mut summary = SummaryLine::of(query, id, result, milliseconds);
    summary.left_out = hits.len();
    let longest = line(&summary)?;
    let fields = &output.arguments.output.fields;
    let shown = output.print_within(hits, &longest, |_, at| {
        if fields.is_empty() {
            line(&HitLine::of(query, id, &hits[at]))
        } else {
            line(&Chosen::of(answer, &hits[at], fields)?)
        }
    })?;
    summary.hits = shown;
    summary.left_out = hits.len() - shown;
    let closing = line(&summary)?;
    output.budget.spend(&closing);
    output.out.write_all(closing.as_bytes())?;
    Ok(())
}

/// The fields of a hit that were asked for, in that order.
struct Chosen(Vec<(String, Value)>);

impl Chosen {
    fn of(answer: Answer<'_>, hit: &Hit, fields: &[Field]) -> anyhow::Result<Self> {
        let mut known = fields_of(answer, hit)?;
        let mut chosen = vec![
            ("version".to_owned(), json!(HitLine::VERSION)),
            ("kind".to_owned(), json!("hit")),
        ];
        for field in fields {
            let value = match field {
                Field::Snippet => Some(json!(snippet::shown(hit).0)),
                field => known.remove(&name(*field)),
            };
            chosen.extend(value.map(|value| (name(*field), value)));
        }
        Ok(Self(chosen))
    }
}

impl Serialize for Chosen {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// An error as an object.
#[derive(Debug, Serialize)]
pub struct ErrorLine<'e> {
    pub version: u32,
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_id: Option<&'e str>,
    pub code: &'e str,
    pub message: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'e str>,
}

impl<'e> ErrorLine<'e> {
    pub fn of(code: &'e str, message: &'e str) -> Self {
        Self {
            version: HitLine::VERSION,
            kind: "error",
            query_id: None,
            code,
            message,
            hint: None,
        }
    }
}

/// An object as a line.
fn line(object: &impl Serialize) -> anyhow::Result<String> {
    let json = serde_json::to_string(object).map_err(std::io::Error::from)?;
    Ok(format!("{}\n", escaped(&json)))
}

/// Prints an object on a line of its own.
pub fn print_object(out: &mut impl Write, object: &impl Serialize) -> anyhow::Result<()> {
    out.write_all(line(object)?.as_bytes())?;
    Ok(())
}
