//! What can be typed? The program's subcommands and options.

mod analyze;
mod eval;
mod filters;
mod generated;
mod index;
mod index_folder;
mod new;
mod output;
mod report;
mod search;
mod show;
mod status;
mod why;

use clap::{ColorChoice, Parser, Subcommand};

pub use analyze::AnalyzeArguments;
pub use eval::EvalArguments;
pub use filters::{Filters, Has, Scope};
pub use generated::{CompletionsArguments, ManArguments};
pub use index::{DateFrom, IndexArguments};
pub use index_folder::IndexArgument;
pub use new::NewArguments;
pub use output::{Field, Format, Marks, OutputArguments};
pub use report::ReportFormat;
pub use search::{DEFAULT_LIMIT, Order, PerArticle, SearchArguments, StaleHits};
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
#[command(
    after_help = "Examples and all options: tolmach --help",
    after_long_help = "\
Examples:
  tolmach index ~/news                   build the index of a folder of text files
  tolmach search Kim Jong Un             search it, in all languages at once
  tolmach search '\"joint statement\"' --lang en,de
  tolmach search --queries questions.tsv --format trec > run.txt

The index is looked for at --index, else at $TOLMACH_INDEX, else in ./index, else in the folder `index` of the folders above.

Options that hold every time stand in $XDG_CONFIG_HOME/tolmach/config (~/.config/tolmach/config), one on each line, such as \
`--limit 20`, or `search --limit 20` for one command. The variables TOLMACH_COLOR, TOLMACH_FORMAT, TOLMACH_HYPERLINK_FORMAT, \
TOLMACH_LIMIT, TOLMACH_MARKS and TOLMACH_MAX_TOKENS come before them, and what is typed before both."
)]
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
    /// Print no notes; of `search` nothing at all, the exit code tells
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Do without the configuration file
    #[arg(long, global = true, hide_short_help = true)]
    pub no_config: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the index of a folder of articles, or bring it up to date
    Index(IndexArguments),
    /// Search the index and print the best passages
    Search(Box<SearchArguments>),
    /// Print the hits of a named query in articles that came in since it last ran
    New(Box<NewArguments>),
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
    /// Print what a shell completes commands and options by
    Completions(CompletionsArguments),
    /// Print a manual page, or write all of them
    Man(ManArguments),
}
