//! Hits as JSON Lines. The schema is documented in `docs/json.md`; a change that breaks readers raises `VERSION`.

use std::io::Write;

use serde::Serialize;
use tolmach::hit::Hit;
use tolmach::query::Query;

use super::Output;
use crate::terminal::escaped;

/// Version of the lines.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Line<'l> {
    version: u32,
    query: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'l str>,
    #[serde(flatten)]
    hit: &'l Hit,
}

pub fn print(
    output: &mut Output<'_, impl Write>,
    id: Option<&str>,
    query: &Query,
    hits: &[Hit],
) -> anyhow::Result<()> {
    for hit in hits {
        let line = Line {
            version: VERSION,
            query: &query.text,
            query_id: id,
            hit,
        };
        print_object(output.out, &line)?;
    }
    Ok(())
}

/// Prints an object on a line of its own.
pub fn print_object(out: &mut impl Write, object: &impl Serialize) -> anyhow::Result<()> {
    let json = serde_json::to_string(object).map_err(std::io::Error::from)?;
    writeln!(out, "{}", escaped(&json))?;
    Ok(())
}
