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

/// The columns are separated by spaces, so white space and control characters are written as in a URL (`%20`).
fn without_spaces(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() || character.is_control() {
            let mut bytes = [0; 4];
            written.extend(
                character
                    .encode_utf8(&mut bytes)
                    .bytes()
                    .map(|byte| format!("%{byte:02X}")),
            );
        } else {
            written.push(character);
        }
    }
    written
}
