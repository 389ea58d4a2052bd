//! What can be typed: the program's subcommands and options.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use tolmach::eval::Floor;

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
    /// Build the index of a folder of articles
    Index(IndexArguments),
    /// Search the index and print the best passages
    Search(SearchArguments),
    /// Say why an article is, or is not, among the hits of a query
    Why(WhyArguments),
    /// Measure how well judged questions are answered, and compare it with floors or a former run
    Eval(EvalArguments),
    /// Show what becomes of a text: its tokens, their terms, and what changed them
    Analyze(AnalyzeArguments),
    /// List the languages that are known
    Languages,
}

/// Where the index is.
#[derive(Debug, Args)]
pub struct IndexPlace {
    /// Folder of the index
    #[arg(
        long = "index",
        value_name = "DIR",
        help = "Folder of the index [default: $TOLMACH_INDEX, else index]"
    )]
    path: Option<PathBuf>,
}

impl IndexPlace {
    /// The folder: the option, else the variable unless it is empty, else `index`.
    pub fn path(&self) -> PathBuf {
        let variable = || {
            std::env::var_os("TOLMACH_INDEX")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        self.path
            .clone()
            .or_else(variable)
            .unwrap_or_else(|| PathBuf::from("index"))
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Every file below CORPUS that is text in UTF-8 becomes an article, hidden files aside. \
Its first line is its title if it is short and has no closing stop. \
The language of each passage is found by itself. \
The new index takes the place of the old one only when it is complete.

Examples:
  tolmach index                          ./corpus into ./index
  tolmach index ~/news --index ~/news-index

Exit codes:
  0  complete
  3  complete but for files that could not be read, each listed with its reason
  2  failed; the old index is untouched")]
pub struct IndexArguments {
    /// Folder of the articles
    #[arg(default_value = "corpus")]
    pub corpus: PathBuf,
    #[command(flatten)]
    pub index: IndexPlace,
    /// Threads that read and analyse [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
}

/// Passages that a search prints if it is not told how many.
pub const DEFAULT_LIMIT: usize = 10;

// each is a switch of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
#[command(after_help = "\
A query is words in any language; which one need not be said. A passage need not have all of them.
  \"to be\"      the words one after the other (for the shell: '\"to be\"')
  -word        passages without the word (to begin with it: tolmach search -- -word ...)
  word*        words that begin so
  word~        words spelled much like it (~1, ~2: with so many letters changed)
  =word        exactly this form, not the other inflections (=Word: with this case)
Everything else is plain text: there are no errors of syntax.

Examples:
  tolmach search Kim Jong Un
  tolmach search 'summit \"Kim Jong Un\" -Trump' --lang en,de -n 5
  tolmach search Notre-Dame --format json | jq .article

Exit codes:
  0  something was found
  1  nothing was found
  2  an error")]
pub struct SearchArguments {
    /// What to look for
    #[arg(required_unless_present = "queries", conflicts_with = "queries")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub index: IndexPlace,
    /// Passages to print (articles, with --format trec)
    #[arg(short = 'n', long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    pub limit: usize,
    /// Passages to skip first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Only passages in these languages, such as de,ru
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub lang: Vec<String>,
    /// Only passages with every word
    #[arg(long)]
    pub all: bool,
    /// Words to be found for each other: a file with a line `Kyiv, Kiev` or `USA => United States` each
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// How to print: for people, as JSON Lines, or as a TREC run
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Put many queries: a file with a line `id<TAB>text` each, or TREC topics; - for standard input
    #[arg(long, value_name = "FILE")]
    pub queries: Option<PathBuf>,
    /// The best N passages of each language, instead of the best of all
    #[arg(long, value_name = "N", conflicts_with_all = ["limit", "offset"])]
    pub per_language: Option<usize>,
    /// Show the score of each passage
    #[arg(long)]
    pub score: bool,
    /// Show how the score of each passage comes about (text and json)
    #[arg(long)]
    pub explain: bool,
    /// Longest snippet, in characters
    #[arg(long, value_name = "N", default_value_t = 320)]
    pub snippet_chars: usize,
    /// Say which languages the query may be in
    #[arg(short, long)]
    pub verbose: bool,
}

/// How hits are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// JSON Lines, see docs/json.md
    Json,
    /// TREC run: id Q0 ARTICLE RANK SCORE tolmach
    Trec,
}

#[derive(Debug, Args)]
#[command(after_help = "\
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
  2  an error: no such article, no index")]
pub struct WhyArguments {
    /// The article
    pub article: String,
    /// The query
    #[arg(required = true)]
    pub query: Vec<String>,
    #[command(flatten)]
    pub index: IndexPlace,
    /// As in a search: only passages in these languages, such as de,ru
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub lang: Vec<String>,
    /// As in a search: only passages with every word
    #[arg(long)]
    pub all: bool,
    /// As in a search: words to be found for each other
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// How to print: for people, or as JSON
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Every topic is put to the index as a query, and the first 100 articles are compared with the qrels: \
RR@10, nDCG@10 and R@100 as trec_eval defines them, for the questions of each language and for all. \
A topic that finds nothing counts 0, one without a relevant article in the qrels is left out. \
The language of a question is what its topic says, else the likeliest of those in the index.

  TOPICS  a line `id<TAB>text` or `id<TAB>text<TAB>LANGUAGE` each, or TREC's <top> blocks
  QRELS   a line `id 0 ARTICLE GRADE` each; ARTICLE is a path below the corpus, its spaces %20
  FLOORS  a line `LANGUAGE MEASURE VALUE` each; LANGUAGE may be `all`

Examples:
  tolmach eval --topics topics.tsv --qrels qrels.txt --run monday.run --write-floors floors.tsv
  tolmach eval --topics topics.tsv --qrels qrels.txt --floors floors.tsv --compare monday.run
  tolmach eval --topics topics.tsv --qrels qrels.txt --floor RR@10=0.85,nDCG@10=0.8

Exit codes:
  0  nothing is below its floor
  1  something is, each told on a line
  2  an error")]
pub struct EvalArguments {
    /// The questions; - for standard input
    #[arg(long, value_name = "TOPICS")]
    pub topics: PathBuf,
    /// Which articles answer them
    #[arg(long, value_name = "QRELS")]
    pub qrels: PathBuf,
    #[command(flatten)]
    pub index: IndexPlace,
    /// Only passages in these languages, such as de,ru
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

/// How figures are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// JSON Lines, see docs/json.md
    Json,
}

/// A floor of all questions: `MEASURE=VALUE`.
fn floor(text: &str) -> Result<Floor, String> {
    let (measure, value) = text.split_once('=').ok_or("a floor is MEASURE=VALUE")?;
    Floor::new("all", measure.trim(), value.trim())
}

#[derive(Debug, Args)]
#[command(after_help = "\
A line per token: position, bytes, surface, term, and each step that changed it with its result.

Examples:
  tolmach analyze --lang de 'Die Häuser am Hafen'
  tolmach analyze \"l'eau de l'Élysée\"

Exit codes:
  0  done
  2  an error")]
pub struct AnalyzeArguments {
    /// The text
    #[arg(required = true)]
    pub text: Vec<String>,
    /// Its language [default: identified]
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
}
