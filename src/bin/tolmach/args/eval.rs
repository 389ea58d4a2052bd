//! What can be typed of `tolmach eval`?

use std::path::PathBuf;

use clap::Args;
use tolmach::eval::Floor;

use super::index_folder::IndexArgument;
use super::report::ReportFormat;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach eval --help",
    after_long_help = "\
Every topic is put to the index as a query, and the first 100 articles are compared with the qrels: \
RR@10, nDCG@10 and R@100 as trec_eval defines them, for the questions of each language and for all. \
A topic that finds nothing counts 0, one without a relevant article in the qrels is left out. \
The language of a question is what its topic says, else the likeliest of those in the index.

  TOPICS  a line `id<TAB>text` or `id<TAB>text<TAB>LANGUAGE` each, or TREC's <top> blocks
  QRELS   a line `id 0 ARTICLE GRADE` each; ARTICLE is a path below the corpus, its spaces \\x20
  FLOORS  a line `LANGUAGE MEASURE VALUE` each; LANGUAGE may be `all`

Examples:
  tolmach eval --topics topics.tsv --qrels qrels.txt --run monday.run --write-floors floors.tsv
  tolmach eval --topics topics.tsv --qrels qrels.txt --floors floors.tsv --compare monday.run
  tolmach eval --topics topics.tsv --qrels qrels.txt --floor RR@10=0.85,nDCG@10=0.8

Exit codes:
  0  nothing is below its floor
  1  something is, each told on a line
  2  an error"
)]
pub struct EvalArguments {
    /// The questions; - for standard input
    #[arg(long, value_name = "TOPICS")]
    pub topics: PathBuf,
    /// Which articles answer them
    #[arg(long, value_name = "QRELS")]
    pub qrels: PathBuf,
    #[command(flatten)]
    pub index: IndexArgument,
    /// Only passages in these languages, such as de,ru or german
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub lang: Vec<String>,
    /// Write what was found as a TREC run
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// Compare with a former run, and show the questions that lost most
    #[arg(long, value_name = "RUN")]
    pub compare: Option<PathBuf>,
    /// Values of all questions that must be reached, such as RR@10=0.85,nDCG@10=0.8
    #[arg(long, value_name = "MEASURE=VALUE", value_delimiter = ',', value_parser = floor)]
    pub floor: Vec<Floor>,
    /// File of values that must be reached
    #[arg(long, value_name = "FLOORS")]
    pub floors: Option<PathBuf>,
    /// Keep the figures, rounded down, as floors for the next time, unless one is below its floor now
    #[arg(long, value_name = "FILE")]
    pub write_floors: Option<PathBuf>,
    /// How to print: for people, or as JSON Lines
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

/// A floor of all questions: `MEASURE=VALUE`.
fn floor(text: &str) -> Result<Floor, String> {
    let (measure, value) = text.split_once('=').ok_or("a floor is MEASURE=VALUE")?;
    Floor::new("all", measure.trim(), value.trim())
}
