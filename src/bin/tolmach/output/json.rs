//! How are hits and other objects printed as JSON Lines? What they are is the library's affair, here they are printed.

use std::io::Write;

use serde::Serialize;
use tolmach::hit::HitLine;
use tolmach::query::Query;
use tolmach::search::{NoticeLine, SearchResult};

use super::Output;
use crate::terminal::escaped;

pub fn print(
    output: &mut Output<'_, impl Write>,
    id: Option<&str>,
    query: &Query,
    result: &SearchResult,
) -> anyhow::Result<()> {
    for hit in &result.hits {
        print_object(output.out, &HitLine::of(query, id, hit))?;
    }
    for notice in NoticeLine::of(query, id, result) {
        print_object(output.out, &notice)?;
    }
    Ok(())
}

/// Prints an object on a line of its own.
pub fn print_object(out: &mut impl Write, object: &impl Serialize) -> anyhow::Result<()> {
    let json = serde_json::to_string(object).map_err(std::io::Error::from)?;
    writeln!(out, "{}", escaped(&json))?;
    Ok(())
}
