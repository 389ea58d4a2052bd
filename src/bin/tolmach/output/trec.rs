//! Hits as a TREC run: `id Q0 ARTICLE RANK SCORE tolmach`, an article at most once, by its best passage.

use std::io::Write;
use std::ops::Range;

use tolmach::corpus::name::without;
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
    let id = without_spaces(id.unwrap_or(TYPED));
    for place in places {
        let passage = &ranking.passages[place];
        let article = without_spaces(&ranking.file(passage)?.path);
        writeln!(
            output.out,
            "{id} Q0 {article} {} {:.6} tolmach",
            place + 1,
            passage.score
        )?;
    }
    Ok(())
}

/// The columns are separated by spaces, so white space and control characters are spelled as bytes that are no UTF-8
/// are: `\x20`.
fn without_spaces(text: &str) -> String {
    without(|c| c.is_whitespace() || c.is_control(), text)
}
