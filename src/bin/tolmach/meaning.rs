//! How was a query read? `tolmach search --show-query` prints its parts, and what each word became in each language.

use std::io::Write;

use tolmach::index::Snapshot;
use tolmach::query::Query;
use tolmach::search::{Meaning, SearchOptions, WordMeaning, meaning};

use crate::output::json::print_object;
use crate::terminal::safe;

pub fn print(
    out: &mut impl Write,
    index: &Snapshot,
    query: &Query,
    options: &SearchOptions,
    is_json: bool,
) -> anyhow::Result<()> {
    let meaning = meaning(index, query, options)?;
    if is_json {
        print_object(out, &meaning)?;
        return Ok(());
    }
    print_text(out, &meaning)?;
    Ok(())
}

fn print_text(out: &mut impl Write, meaning: &Meaning) -> std::io::Result<()> {
    writeln!(out, "{}", safe(&meaning.query))?;
    for (depth, part) in &meaning.parts {
        writeln!(out, "  {}{}", "  ".repeat(*depth), safe(part))?;
    }
    for language in &meaning.languages {
        let (code, name) = (language.language, language.language.name());
        writeln!(
            out,
            "\n{code} {name}: scores weighed {:.2}",
            language.weight
        )?;
        for word in &language.words {
            writeln!(out, "  {}", of_word(word))?;
        }
    }
    Ok(())
}

/// `Kim: kim as typed 12; kims a likely form 3`.
fn of_word(word: &WordMeaning) -> String {
    let terms = word.terms.iter().map(|(text, reason, passages)| {
        format!("{} {} {passages:.0}", safe(text), reason.describe())
    });
    let mut terms: Vec<String> = terms.collect();
    if terms.is_empty() {
        terms.push("nowhere".to_owned());
    }
    if word.more > 0 {
        terms.push(format!("{} more", word.more));
    }
    let not = if word.is_excluded { "not " } else { "" };
    format!("{not}{}: {}", safe(&word.word), terms.join("; "))
}
