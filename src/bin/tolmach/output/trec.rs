//! Hits as a TREC run: `id Q0 ARTICLE RANK SCORE tolmach`, an article at most once, by its best passage.

use std::io::Write;
use std::ops::Range;

use tolmach::eval::trec::run_line;
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
    for place in places {
        let passage = &ranking.passages[place];
        let article = ranking.file(passage)?.path;
        let line = run_line(id, &article, place + 1, passage.score);
        writeln!(output.out, "{line}")?;
    }
    Ok(())
}
