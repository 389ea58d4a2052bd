//! Hits as a TREC run: `id Q0 ARTICLE RANK SCORE tolmach`, an article at most once, by its best passage.

use std::io::Write;
use std::ops::Range;

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

/// The columns are separated by spaces, so a space in a path is written `%20`, as in a URL.
fn without_spaces(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_whitespace() {
                "%20".to_owned()
            } else {
                c.to_string()
            }
        })
        .collect()
}
