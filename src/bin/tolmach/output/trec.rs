//! Hits as a TREC run: `id Q0 ARTICLE RANK SCORE tolmach`, an article at most once, by its best passage.

use std::io::Write;
use std::ops::Range;

use tolmach::eval::trec::{falling, run_line};
use tolmach::search::Ranking;

use super::Output;

/// The id of a query that was typed.
const TYPED: &str = "1";

pub fn print(
    output: &mut Output<'_, impl Write>,
    id: Option<&str>,
    ranking: &Ranking<'_>,
    places: Range<usize>,
) -> anyhow::Result<()> {
    let id = id.unwrap_or(TYPED);
    let scores = falling(ranking.passages.iter().map(|passage| passage.score));
    for (place, score) in scores.enumerate().take(places.end).skip(places.start) {
        let article = ranking.file(&ranking.passages[place])?.path;
        let line = run_line(id, &article, place + 1, score);
        writeln!(output.out, "{line}")?;
    }
    Ok(())
}
