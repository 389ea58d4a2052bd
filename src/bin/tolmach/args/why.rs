//! What can be typed of `tolmach why`?

use clap::Args;

use super::filters::{Filters, Scope};
use super::index_folder::IndexArgument;
use super::report::ReportFormat;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach why --help",
    after_long_help = "\
ARTICLE is a path as hits show it, with or without :LINE, or the path of a file in the corpus. \
Told is whether it is in the index, which language its passages were put in, which words of the query it has and by \
which terms, what shuts it out, and where its score falls behind those above it.

Examples:
  tolmach why singapore-2018/de.txt Kim Jong Un
  tolmach why ~/news/2024/budget.txt 'budget \"joint statement\" -draft' --lang en
  tolmach why report.txt tax cuts --all --format json | jq .verdict

Exit codes:
  0  it is a hit, on the first page or further down
  1  it is none
  2  an error: no such article, no index"
)]
pub struct WhyArguments {
    /// The article
    pub article: String,
    /// The query
    #[arg(required = true)]
    pub query: Vec<String>,
    #[command(flatten)]
    pub index: IndexArgument,
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub filters: Filters,
    /// How to print: for people, or as JSON
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}
