//! What can be typed? The program's subcommands and options.

mod analyze;
mod eval;
mod filters;
mod index;
mod search;
mod show;
mod status;
mod why;

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

pub use analyze::AnalyzeArguments;
pub use eval::EvalArguments;
pub use filters::{Filters, Has, Scope};
pub use index::{DateFrom, IndexArguments};
pub use search::{DEFAULT_LIMIT, Format, Order, PerArticle, SearchArguments, StaleHits};
pub use show::ShowArguments;
pub use status::{StatusArguments, VerifyArguments};
pub use why::WhyArguments;

/// Searches a folder of articles in many languages.
#[derive(Debug, Parser)]
#[command(
    name = "tolmach",
    version,
    about,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(after_help = "\
Examples:
  tolmach index ~/news                   build the index of a folder of text files
  tolmach search Kim Jong Un             search it, in all languages at once
  tolmach search '\"joint statement\"' --lang en,de
  tolmach search --queries questions.tsv --format trec > run.txt

The index is looked for at --index, else at $TOLMACH_INDEX, else in ./index.")]
pub struct Arguments {
    /// When to use colour
    #[arg(
        long,
        help = "When to use colour [default: auto, which heeds NO_COLOR]",
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub color: ColorChoice,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the index of a folder of articles, or bring it up to date
    Index(IndexArguments),
    /// Search the index and print the best passages
    Search(SearchArguments),
    /// Print an article as it was indexed, with what is known of it
    Show(ShowArguments),
    /// Say why an article is, or is not, among the hits of a query
    Why(WhyArguments),
    /// Measure how well judged questions are answered, and compare it with floors or a former run
    Eval(EvalArguments),
    /// Show what becomes of a text: its tokens, their terms, and what changed them
    Analyze(AnalyzeArguments),
    /// List the formats that are read
    Formats,
    /// List the languages that are known
    Languages,
    /// Show what the index holds: articles, languages, size, age, versions
    Status(StatusArguments),
    /// Check that the index is whole and that it is of the corpus as it is now
    Verify(VerifyArguments),
}

/// Where the index is.
#[derive(Debug, Args)]
pub struct IndexArgument {
    /// Folder of the index
    #[arg(
        long = "index",
        value_name = "DIR",
        help = "Folder of the index [default: $TOLMACH_INDEX, else index]"
    )]
    path: Option<PathBuf>,
}

impl IndexArgument {
    /// The folder: the option, else the variable unless it is empty, else `index`.
    pub fn path(&self) -> PathBuf {
        self.told().unwrap_or_else(|| PathBuf::from("index"))
    }

    /// The folder, if the option or the variable says it.
    pub fn told(&self) -> Option<PathBuf> {
        let variable = || {
            std::env::var_os("TOLMACH_INDEX")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        self.path.clone().or_else(variable)
    }
}

/// How reports are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// JSON, see docs/json.md
    Json,
}
