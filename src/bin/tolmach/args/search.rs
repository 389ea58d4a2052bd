//! What can be typed of `tolmach search`?

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::filters::{Filters, Scope};
use super::index_folder::IndexArgument;
use super::output::OutputArguments;

/// Passages that a search prints if it is not told how many.
pub const DEFAULT_LIMIT: usize = 10;

/// Passages that may be printed if tokens are what bounds them.
const LIMIT_BY_TOKENS: usize = 100;

// each is a switch of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach search --help",
    after_long_help = "\
A query is words in any language; which one need not be said. A passage need not have all of them. All forms with \
examples: docs/query.md.
  \"to be\"      the words one after the other (for the shell: '\"to be\"')
  -word        passages without the word
  word*        words that begin so; *word, w*d, w?rd: that have the pattern
  word~        words spelled much like it (~1, ~2: with so many letters changed)
  =word        exactly this form, not the other inflections (=Word: with this case)
  a AND b      articles with both; OR, NOT and brackets too; +word: articles with it
  a NEAR/5 b   with at most 5 words between them; \"a b\"~5: in any order
  title:word   in the title; passage:(a b): both in one passage; word^2: counts twice
  source:BBC   also author:, tag:, path:, lang:de, date:2024-06..2024-12
Everything else is plain text, and so is all that is no valid expression. A query needs a word to search for, which is something \
with a letter or a digit. Words that begin with two hyphens stand behind `--`.

Examples:
  tolmach search Kim Jong Un
  tolmach search 'summit \"Kim Jong Un\" -Trump' --lang en,de -n 5
  tolmach search Notre-Dame --format json | jq .article
  tolmach search election --since 2w --source Reuters --sort -date
  tolmach search flood --path 'news/2024/' --has date --expand
  tolmach search --queries questions.tsv --per-query --format csv > rows.csv
  tolmach search flood -l -0 | xargs -0 wc -w
  tolmach search flood --format csv --fields date,source,title > flood.csv
  tolmach search flood --format json --max-tokens 4000

An article whose date is but a month or a year is found by each time that it may be of. Of several --source, --author, --tag \
or --path one must hold; their case has no meaning. Articles with the same text are one with several paths.

With --format json each line is an object, the last one a summary, and an error is an object too (docs/json.md). \
Where there is no index and none was named, the folder ./corpus, if there is one, is indexed first, as for the sample of README; \
nothing else builds an index but `tolmach index`.

Exit codes:
  0  something was found
  1  nothing was found, or only guesses
  2  an error; of --queries, also if one line has no word to search for"
)]
pub struct SearchArguments {
    /// What to look for
    #[arg(required_unless_present = "queries", conflicts_with = "queries")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub index: IndexArgument,
    /// Passages to print (articles, with --format trec) [default: 10; 100 with --max-tokens; all with -l]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Passages to skip first
    #[arg(long, value_name = "N", default_value_t = 0, hide_short_help = true)]
    pub offset: usize,
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub output: OutputArguments,
    /// Whether only the exit code is asked for.
    #[arg(skip)]
    pub quiet: bool,
    /// Put many queries: a file with a line `id<TAB>text` each, or TREC topics; - for standard input
    #[arg(long, value_name = "FILE")]
    pub queries: Option<PathBuf>,
    /// Print one row for each of the queries, found or not: how much matches, and the best passage; with --per-language a row
    /// for each language that has it
    #[arg(long, requires = "queries", conflicts_with_all = ["limit", "offset", "explain"])]
    pub per_query: bool,
    #[command(flatten)]
    pub filters: Filters,
    /// In which order: the best first, or by date, the oldest (date) or the newest (-date) first
    #[arg(long, value_enum, default_value_t = Order::Score, value_name = "ORDER", allow_hyphen_values = true)]
    pub sort: Order,
    /// Passages of each article, its best ones, or `all` [default: 1 as text, Markdown or a table, else all]
    #[arg(long, value_name = "N", value_parser = per_article)]
    pub per_article: Option<PerArticle>,
    #[command(flatten)]
    pub copies: Copies,
    /// The best N passages of each language, instead of the best of all
    #[arg(long, value_name = "N", conflicts_with_all = ["limit", "offset"], hide_short_help = true)]
    pub per_language: Option<usize>,
    /// Show the score of each passage
    #[arg(long)]
    pub score: bool,
    /// Show how the score of each passage comes about (text and json)
    #[arg(long, hide_short_help = true)]
    pub explain: bool,
    /// Longest snippet, in characters
    #[arg(long, value_name = "N", default_value_t = 320, hide_short_help = true)]
    pub snippet_chars: usize,
    /// What to do with passages of files that changed or vanished since they were indexed
    #[arg(long, value_enum, default_value_t = StaleHits::Mark, hide_short_help = true)]
    pub stale: StaleHits,
    /// Show how the query is read, and what each of its words becomes in each language
    #[arg(long, conflicts_with = "queries")]
    pub show_query: bool,
    /// Say which languages the query may be in
    #[arg(short, long)]
    pub verbose: bool,
}

impl SearchArguments {
    /// How many hits are wanted, the first ones aside that are skipped.
    pub fn limit(&self) -> usize {
        let by_default = if self.output.is_list() {
            usize::MAX
        } else if self.output.max_tokens.is_some() {
            LIMIT_BY_TOKENS
        } else {
            DEFAULT_LIMIT
        };
        let limit = self.limit.unwrap_or(by_default);
        let opened = self.output.open.map_or(0, |number| number as usize);
        limit.max(opened.saturating_sub(self.offset))
    }
}

/// What becomes of near copies.
#[derive(Debug, Args)]
pub struct Copies {
    /// Show near copies (the same report cut, or headed anew) as one, under the best [default for text]
    #[arg(long, conflicts_with = "no_group")]
    pub group: bool,
    /// Show each near copy for itself
    #[arg(long, conflicts_with = "expand", hide_short_help = true)]
    pub no_group: bool,
    /// List the near copies that a hit stands for
    #[arg(long, hide_short_help = true)]
    pub expand: bool,
}

/// In which order hits come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// The best first
    Score,
    /// The oldest first
    Date,
    /// The newest first
    #[value(name = "-date")]
    NewestFirst,
}

/// How many passages of an article are wanted; none for all.
#[derive(Clone, Copy, Debug)]
pub struct PerArticle(pub Option<usize>);

fn per_article(number: &str) -> Result<PerArticle, String> {
    match number.parse() {
        _ if number == "all" => Ok(PerArticle(None)),
        Ok(number @ 1..) => Ok(PerArticle(Some(number))),
        _ => Err("a number from 1 on, or `all`".to_owned()),
    }
}

/// What becomes of hits of files that are not as they were indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StaleHits {
    /// Say so beside them (text and json)
    Mark,
    /// Leave them out, and show the next ones instead
    Hide,
    /// Print nothing, and end with an error
    Fail,
}
