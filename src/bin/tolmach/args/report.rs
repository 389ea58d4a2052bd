//! What can be typed of how a report is printed?

use clap::ValueEnum;

/// How reports are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// JSON, see docs/json.md
    Json,
}
