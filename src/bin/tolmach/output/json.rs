//! How are hits and other objects printed as JSON Lines? What they are is the library's affair, here they are printed.

use std::io::Write;

use serde::Serialize;
use tolmach::hit::{Hit, HitLine};
use tolmach::query::Query;

use super::Output;
use crate::terminal::escaped;

pub fn print(
    output: &mut Output<'_, impl Write>,
    id: Option<&str>,
    query: &Query,
    hits: &[Hit],
) -> anyhow::Result<()> {
    for hit in hits {
        print_object(output.out, &HitLine::of(query, id, hit))?;
    }
    Ok(())
}

/// Prints an object on a line of its own.
pub fn print_object(out: &mut impl Write, object: &impl Serialize) -> anyhow::Result<()> {
    let json = serde_json::to_string(object).map_err(std::io::Error::from)?;
    writeln!(out, "{}", escaped(&json))?;
    Ok(())
}
