//! How are hits printed as a TREC run? `id Q0 ARTICLE RANK SCORE tolmach`, an article at most once, by its best passage.

use std::io::Write;

use tolmach::eval::trec::{falling, run_line};
use tolmach::hit::Hit;

use super::answer::Output;

/// The id of a query that was typed.
const TYPED: &str = "1";

/// Prints the hits, but for those before the offset: scores fall from the first hit on, wherever a page begins.
pub fn print(
    output: &mut Output<'_, impl Write>,
    id: Option<&str>,
    hits: &[Hit],
) -> anyhow::Result<()> {
    let id = id.unwrap_or(TYPED);
    let scores = falling(hits.iter().map(|hit| hit.score));
    for (hit, score) in hits.iter().zip(scores).skip(output.arguments.offset) {
        let line = run_line(id, &hit.article, hit.rank, score);
        writeln!(output.out, "{line}")?;
    }
    Ok(())
}
