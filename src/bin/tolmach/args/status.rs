//! What can be typed of `tolmach status` and `tolmach verify`?

use std::path::PathBuf;

use clap::Args;

use super::index_folder::IndexArgument;
use super::report::ReportFormat;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach status --help",
    after_long_help = "\
Examples:
  tolmach status
  tolmach status --index ~/news-index --format json | jq .articles

Exit codes:
  0  there is an index
  2  an error"
)]
pub struct StatusArguments {
    #[command(flatten)]
    pub index: IndexArgument,
    /// How to print
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach verify --help",
    after_long_help = "\
Reads all of the index for its checksums, counts its passages, and compares it with the corpus as `tolmach index` would. \
A line per finding: what it is (damaged, new, changed, removed, renamed, failed), then the file.

Examples:
  tolmach verify
  tolmach verify /mnt/news --index ~/news-index

Exit codes:
  0  the index is whole and has the corpus as it is
  1  it is whole, but the corpus has changed or has files that could not be read
  2  it is damaged, or could not be checked"
)]
pub struct VerifyArguments {
    /// Folder of the articles [default: the one that the index was made of]
    pub corpus: Option<PathBuf>,
    #[command(flatten)]
    pub index: IndexArgument,
    /// How to print
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}
