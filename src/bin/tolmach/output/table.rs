//! How are hits printed as a table? A row each, with the columns that were asked for.

use std::io::Write;

use clap::ValueEnum;
use serde_json::{Map, Value};
use tolmach::hit::{Hit, HitLine};

use super::answer::{Answer, Output};
use super::{markdown, snippet};
use crate::args::{Field, Format, OutputArguments};
use crate::terminal::safe;

/// The columns of a table of which nothing else is said; behind the id of the query, if there are several.
const COLUMNS: [Field; 8] = [
    Field::Rank,
    Field::Date,
    Field::Source,
    Field::Language,
    Field::Article,
    Field::MatchLine,
    Field::Title,
    Field::Snippet,
];

/// Whether hits are rows: Markdown is a table where columns are named.
pub fn is_table(arguments: &OutputArguments) -> bool {
    match arguments.format {
        Format::Csv | Format::Tsv => true,
        Format::Markdown => !arguments.fields.is_empty(),
        _ => false,
    }
}

/// The name of a field, as JSON has it.
pub fn name(field: Field) -> String {
    let value = field.to_possible_value();
    value
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

fn columns(output: &Output<'_, impl Write>) -> Vec<Field> {
    let fields = &output.arguments.output.fields;
    if !fields.is_empty() {
        return fields.clone();
    }
    let id = output.arguments.queries.as_ref().map(|_| Field::QueryId);
    id.into_iter().chain(COLUMNS).collect()
}

pub fn print_head(output: &mut Output<'_, impl Write>) -> anyhow::Result<()> {
    let names: Vec<String> = columns(output).into_iter().map(name).collect();
    print_names(output, &names)
}

/// Prints the names of columns above their rows.
pub fn print_names(output: &mut Output<'_, impl Write>, names: &[String]) -> anyhow::Result<()> {
    print_row(output, names)?;
    if output.arguments.output.format == Format::Markdown {
        writeln!(output.out, "|{}", " --- |".repeat(names.len()))?;
    }
    Ok(())
}

pub fn print(output: &mut Output<'_, impl Write>, answer: Answer<'_>) -> anyhow::Result<()> {
    let columns = columns(output);
    for hit in &answer.result.hits {
        let fields = fields_of(answer, hit)?;
        let cell = |field: &Field| match field {
            Field::Snippet => snippet::marked(hit, &output.style),
            field => told(fields.get(&name(*field))),
        };
        let cells: Vec<String> = columns.iter().map(cell).collect();
        print_row(output, &cells)?;
    }
    Ok(())
}

/// All that JSON tells of a hit.
pub fn fields_of(answer: Answer<'_>, hit: &Hit) -> anyhow::Result<Map<String, Value>> {
    let line = HitLine::of(answer.query, answer.id, hit);
    match serde_json::to_value(line)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// A value in a cell: text as it is, several texts with `; ` between them, else JSON.
pub fn told(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(values)) if values.iter().all(Value::is_string) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            texts.join("; ")
        }
        Some(value) => value.to_string(),
    }
}

/// Prints a row on one line: what ends lines or parts cells of a text becomes a space.
pub fn print_row(output: &mut Output<'_, impl Write>, cells: &[String]) -> anyhow::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| safe(cell)).collect();
    match output.arguments.output.format {
        Format::Markdown => {
            let cells = cells.iter().map(|cell| markdown::escaped(cell.trim()));
            let row: Vec<String> = cells.collect();
            writeln!(output.out, "| {} |", row.join(" | "))?;
        }
        // rows of queries are read in columns by people too
        Format::Tsv | Format::Text => writeln!(output.out, "{}", cells.join("\t"))?,
        _ => {
            let mut writer = csv::WriterBuilder::new().from_writer(&mut output.out);
            writer.write_record(&cells).map_err(std::io::Error::from)?;
            writer.flush()?;
        }
    }
    Ok(())
}
