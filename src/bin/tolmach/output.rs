//! How are hits printed, and builds reported? A file for each format.

mod answer;
pub mod json;
mod lists;
mod markdown;
pub mod report;
pub mod rows;
mod snippet;
mod table;
pub mod text;
mod tokens;
mod trec;
mod vimgrep;

use std::io::Write;

use crate::args::Format;
pub use answer::{Answer, Output};

/// Prints what stands before all hits.
pub fn begin(output: &mut Output<'_, impl Write>) -> anyhow::Result<()> {
    let asked = &output.arguments.output;
    let is_listed = asked.files || asked.count || output.arguments.quiet;
    if is_listed || !table::is_table(asked) {
        return Ok(());
    }
    table::print_head(output)
}

/// Prints an answer.
pub fn print(output: &mut Output<'_, impl Write>, answer: Answer<'_>) -> anyhow::Result<()> {
    let asked = &output.arguments.output;
    if output.arguments.quiet {
        return Ok(());
    }
    if asked.files {
        return lists::print_files(output, answer.result);
    }
    if asked.count {
        return lists::print_count(output, answer);
    }
    if table::is_table(asked) {
        return table::print(output, answer);
    }
    match asked.format {
        Format::Text => text::print(output, answer),
        Format::Json => json::print(output, answer),
        Format::Markdown => markdown::print(output, answer),
        Format::Vimgrep => vimgrep::print(output, &answer.result.hits),
        Format::Trec => trec::print(output, answer.id, &answer.result.hits),
        Format::Csv | Format::Tsv => Ok(()),
    }
}
