//! What can be typed of `tolmach show`?

use clap::Args;

use super::filters::Scope;
use super::index_folder::IndexArgument;
use super::output::{Marks, marks};
use super::report::ReportFormat;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach show --help",
    after_long_help = "\
ARTICLE is a path as hits show it, or the path of a file in the corpus; with :LINE the lines around that line are shown.

Examples:
  tolmach show singapore-2018/de.txt
  tolmach show singapore-2018/en.txt:4 -C 1 --query 'Kim Jong Un'
  tolmach show singapore-2018/en.txt:4 --passage
  tolmach show singapore-2018/en.txt --format json | jq .date

Exit codes:
  0  it is shown
  2  an error: no such article, line or passage, no index"
)]
pub struct ShowArguments {
    /// The article
    pub article: String,
    #[command(flatten)]
    pub index: IndexArgument,
    /// Mark what this query matches
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,
    #[command(flatten)]
    pub scope: Scope,
    /// Whole passages: the N-th, else the one with the line, else the first
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "0")]
    pub passage: Option<usize>,
    /// Lines, or passages, before it and behind it [default: 3 lines, no passage]
    #[arg(short = 'C', long, value_name = "N")]
    pub context: Option<usize>,
    /// How matches are marked: ansi, none, `**`, or a pair as `<b>,</b>` [default: in colour, without it **; in a pipe none]
    #[arg(long, value_name = "MARKS", value_parser = marks, allow_hyphen_values = true)]
    pub marks: Option<Marks>,
    /// How to print: for people, or as JSON
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}
