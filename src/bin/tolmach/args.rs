//! What can be typed? The program's subcommands and options.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use tolmach::eval::Floor;
use tolmach::index::Period;
use tolmach::source::Folder;

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

// each is a switch of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
#[command(after_help = "\
Every file below CORPUS is read whose format is known (tolmach formats), told by its content, and in whatever encoding, \
but for empty and hidden files, symbolic links, files of an index, and what a file .tolmachignore in its folder, or in one \
above, leaves out. Of an archive each entry is read: news.zip#2024/a.txt. Bytes that are no text are \
replaced and told. \
The first line of a plain text is its title if it is short and has no closing stop. \
The language of each passage is found by itself.

Only new and changed files are read, by size and modification time, and by content where these leave doubt. \
The result is that of building anew. \
The new index takes the place of the old one only when it is complete, and searches go on meanwhile. \
An index that is damaged or of another version is built anew.

Patterns are those of .gitignore, relative to CORPUS: `*.txt` and `drafts/` match at any depth, `/2024/*.txt` in \
CORPUS/2024 only, `2024/**/*.txt` at any depth below it. A folder that matches counts for all that is in it. A file \
.tolmachignore has a pattern on each line; `!` takes back what a line above left out. One that cannot be read leaves out \
all of its folder.

The index remembers its folders and which of their files it takes: `tolmach index --index DIR` is all that an update needs, \
from any folder. --include, --exclude, --hidden, --follow-links, --max-file-size, --format-of, --encoding and --field each replace what was remembered of their \
kind, and are remembered; --reset-selection forgets all of them. A list (--files-from) is not remembered, and has to be \
given again. Another CORPUS than before is refused without --replace-corpus.

What was indexed of a folder that cannot be read now, or of one of several CORPUS that has no files any more, stays: it is \
told, and the exit code is 3.

Of several folders each gives its name to its articles: news/2024/a.txt. NAME=FOLDER gives another name; write \
./a=b for a folder with such a name. What a symbolic link leads to is taken once, under its own name if it has one \
in the corpus.

A file that is listed with --files-from is taken even if it is hidden or a .tolmachignore leaves it out; --include and \
--exclude hold for it too.

With --watch the corpus is looked at each second, less often where looking takes long. Each update is told, or printed as \
an object of its own. What goes wrong is told, and tried again. A list of files is read once.

Examples:
  tolmach index                          ./corpus into ./index
  tolmach index ~/news --index ~/news-index
  tolmach index --index ~/news-index     what has changed since, as it was indexed before
  tolmach index ~/news --include '*.txt' --exclude drafts/
  tolmach index ~/news ~/blogs old=/archive/news
  (cd ~/news && find . -size -1024k -name '*.txt' -print0) | tolmach index ~/news --files-from - -0
  tolmach index ~/news --dry-run         what has changed since
  tolmach index ~/news --watch           until Ctrl-C, with each change

Exit codes:
  0  complete
  3  published, but files could not be read, there is no article, or the report could not be written
  2  failed; the old index is untouched")]
pub struct IndexArguments {
    /// Folders of the articles [default: those that the index was made of, ./corpus for a new one]
    #[arg(value_name = "CORPUS", value_parser = PathBufValueParser::new().map(folder))]
    pub folders: Vec<Folder>,
    #[command(flatten)]
    pub index: IndexArgument,
    /// Only files that match, or that are in a folder that matches; may be repeated
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true)]
    pub include: Vec<String>,
    /// No files that match, or that are in a folder that matches; may be repeated
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true)]
    pub exclude: Vec<String>,
    /// Hidden files and folders too: those whose name begins with a dot
    #[arg(long)]
    pub hidden: bool,
    /// Follow symbolic links, also to what is outside of CORPUS
    #[arg(long)]
    pub follow_links: bool,
    /// No files larger than SIZE, such as 300K or 2G; `none` for no limit [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = most_bytes)]
    pub max_file_size: Option<MostBytes>,
    /// The format of files that match, whatever they look like: `*.dat=csv` (`tolmach formats` lists them); may be repeated
    #[arg(long, value_name = "GLOB=FORMAT")]
    pub format_of: Vec<String>,
    /// The encoding of files that match, or of all: `old/*.txt=koi8-r`, `windows-1251` [default: as they look]; may be
    /// repeated
    #[arg(long, value_name = "[GLOB=]NAME")]
    pub encoding: Vec<String>,
    /// The field of JSON, CSV and front matter that has an article's text, title, date, id, language, url, author, source or
    /// tags: `text=article_body`, `title=meta.title`; may be repeated
    #[arg(long, value_name = "FIELD=NAME")]
    pub field: Vec<String>,
    /// A program that makes text or HTML of files that match: `*.djvu=djvutxt {}`. It gets the file on its standard input, or
    /// its path for {}, no shell reads the line, and it is not remembered; may be repeated
    #[arg(long, value_name = "GLOB=COMMAND")]
    pub pre: Vec<String>,
    /// What an article has its date from of which nothing tells one [default: none]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub date_from: Option<DateFrom>,
    /// Only the files that FILE lists, a path on each line, relative to CORPUS; - for standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// The list has a NUL byte after each path, not a line end
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
    /// Forget which files were taken before, and take all but what is typed with it
    #[arg(long)]
    pub reset_selection: bool,
    /// Make an index that is of other folders one of CORPUS
    #[arg(long, requires = "folders")]
    pub replace_corpus: bool,
    /// Read every file, whatever the index has of it
    #[arg(long)]
    pub rebuild: bool,
    /// Print what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Go on until interrupted, and bring the index up to date whenever files change
    #[arg(long, conflicts_with = "dry_run")]
    pub watch: bool,
    /// Take a corpus without files for one whose files were all removed, and a folder that cannot be read for an empty one
    #[arg(long)]
    pub allow_empty: bool,
    /// Former states of the index to keep, for readers on other hosts that have them open; they share what did not change
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub keep: usize,
    /// How to tell what was done: for people on stderr, or also as one JSON object on stdout
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// Threads that read and analyse [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Memory that the threads may fill before they write, less 200 bytes for each file, such as 300M or 2G [default: 60M
    /// for each]
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    pub memory: Option<usize>,
}

/// What an article has its date from of which nothing tells one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateFrom {
    /// It has none
    None,
    /// The time at which its file was changed
    Mtime,
}

/// How reports are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// JSON, see docs/json.md
    Json,
}

/// A number of bytes, as it is with `K`, `M` or `G` for thousands, millions and billions.
fn bytes(size: &str) -> Result<usize, String> {
    let (digits, unit) = match size.char_indices().last() {
        Some((at, 'k' | 'K')) => (&size[..at], 1_000),
        Some((at, 'm' | 'M')) => (&size[..at], 1_000_000),
        Some((at, 'g' | 'G')) => (&size[..at], 1_000_000_000),
        _ => (size, 1),
    };
    let number = digits.parse::<usize>().ok();
    number
        .and_then(|number| number.checked_mul(unit))
        .ok_or_else(|| "a number, K, M or G behind it if need be, such as 300M".to_owned())
}

/// The most bytes that something may have; none for any number.
#[derive(Clone, Copy, Debug)]
pub struct MostBytes(pub Option<u64>);

fn most_bytes(size: &str) -> Result<MostBytes, String> {
    if matches!(size, "none" | "0") {
        return Ok(MostBytes(None));
    }
    bytes(size).map(|bytes| MostBytes(Some(bytes as u64)))
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tolmach status
  tolmach status --index ~/news-index --format json | jq .articles

Exit codes:
  0  there is an index
  2  an error")]
pub struct StatusArguments {
    #[command(flatten)]
    pub index: IndexArgument,
    /// How to print
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Reads all of the index for its checksums, counts its passages, and compares it with the corpus as `tolmach index` would. \
A line per finding: what it is (damaged, new, changed, removed, renamed, failed), then the file.

Examples:
  tolmach verify
  tolmach verify /mnt/news --index ~/news-index

Exit codes:
  0  the index is whole and has the corpus as it is
  1  it is whole, but the corpus has changed or has files that could not be read
  2  it is damaged, or could not be checked")]
pub struct VerifyArguments {
    /// Folder of the articles [default: the one that the index was made of]
    pub corpus: Option<PathBuf>,
    #[command(flatten)]
    pub index: IndexArgument,
    /// How to print
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

/// What `NAME=FOLDER` or `FOLDER` says.
fn folder(argument: PathBuf) -> Folder {
    let parts = argument.to_str().and_then(|text| text.split_once('='));
    match parts {
        Some((name, path))
            if !name.is_empty() && !path.is_empty() && !name.contains(['/', '\\']) =>
        {
            Folder {
                name: Some(name.to_owned()),
                path: path.into(),
            }
        }
        _ => Folder {
            name: None,
            path: argument,
        },
    }
}

/// What a query can find, in a search as in the account of one.
#[derive(Debug, Args)]
pub struct Scope {
    /// Only passages in these languages, such as de,ru or german
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub lang: Vec<String>,
    /// Only passages with every word
    #[arg(long)]
    pub all: bool,
    /// Only what is there: no guesses, and no phrase is taken apart
    #[arg(long, conflicts_with = "relax")]
    pub strict: bool,
    /// Take a phrase that no passage has for its words
    #[arg(long)]
    pub relax: bool,
    /// Words to be found for each other: a file with a line `Kyiv, Kiev` or `USA => United States` each
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
}

/// Passages that a search prints if it is not told how many.
pub const DEFAULT_LIMIT: usize = 10;

#[derive(Debug, Args)]
#[command(after_help = "\
A query is words in any language; which one need not be said. A passage need not have all of them.
  \"to be\"      the words one after the other (for the shell: '\"to be\"')
  -word        passages without the word
  word*        words that begin so; *word, w*d, w?rd: that have the pattern
  word~        words spelled much like it (~1, ~2: with so many letters changed)
  =word        exactly this form, not the other inflections (=Word: with this case)
Everything else is plain text: there are no errors of syntax. A query needs a word to search for, which is something \
with a letter or a digit. Words that begin with two hyphens stand behind `--`.

Examples:
  tolmach search Kim Jong Un
  tolmach search 'summit \"Kim Jong Un\" -Trump' --lang en,de -n 5
  tolmach search Notre-Dame --format json | jq .article
  tolmach search election --since 2w --source Reuters --sort -date
  tolmach search flood --path 'news/2024/' --has date --expand

An article whose date is but a month or a year is found by each time that it may be of. Of several --source, --author, --tag \
or --path one must hold; their case has no meaning. Articles with the same text are one with several paths.

Exit codes:
  0  something was found
  1  nothing was found, or only guesses
  2  an error; of --queries, also if one line has no word to search for")]
pub struct SearchArguments {
    /// What to look for
    #[arg(required_unless_present = "queries", conflicts_with = "queries")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub index: IndexArgument,
    /// Passages to print (articles, with --format trec)
    #[arg(short = 'n', long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    pub limit: usize,
    /// Passages to skip first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    #[command(flatten)]
    pub scope: Scope,
    /// How to print: for people, as JSON Lines, or as a TREC run
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Put many queries: a file with a line `id<TAB>text` each, or TREC topics; - for standard input
    #[arg(long, value_name = "FILE")]
    pub queries: Option<PathBuf>,
    #[command(flatten)]
    pub filters: Filters,
    /// In which order: the best first, or by date, the oldest (date) or the newest (-date) first
    #[arg(long, value_enum, default_value_t = Order::Score, value_name = "ORDER", allow_hyphen_values = true)]
    pub sort: Order,
    /// Passages of each article, its best ones, or `all` [default: 1 as text, else all]
    #[arg(long, value_name = "N", value_parser = per_article)]
    pub per_article: Option<PerArticle>,
    #[command(flatten)]
    pub copies: Copies,
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
    /// What to do with passages of files that changed or vanished since they were indexed
    #[arg(long, value_enum, default_value_t = StaleHits::Mark)]
    pub stale: StaleHits,
    /// Say which languages the query may be in
    #[arg(short, long)]
    pub verbose: bool,
}

/// What becomes of near copies.
#[derive(Debug, Args)]
pub struct Copies {
    /// Show near copies (the same report cut, or headed anew) as one, under the best [default for text]
    #[arg(long, conflicts_with = "no_group")]
    pub group: bool,
    /// Show each near copy for itself
    #[arg(long, conflicts_with = "expand")]
    pub no_group: bool,
    /// List the near copies that a hit stands for
    #[arg(long)]
    pub expand: bool,
}

/// What must be known of the articles that a search finds.
#[derive(Debug, Args)]
pub struct Filters {
    /// Only articles of this time or later: 2024-06-19, 2024-06, 2024, or ago: 3d, 2w, 6mo, 1y
    #[arg(long, value_name = "WHEN", value_parser = period)]
    pub since: Option<Period>,
    /// Only articles of this time or earlier
    #[arg(long, value_name = "WHEN", value_parser = period)]
    pub until: Option<Period>,
    /// Only articles of this source; of several, of one of them
    #[arg(long, value_name = "NAME")]
    pub source: Vec<String>,
    /// Only articles in files or folders that match, by patterns as in .gitignore
    #[arg(long = "path", value_name = "GLOB")]
    pub paths: Vec<String>,
    /// Only articles by this author
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// Only articles with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only articles of which this is known
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub has: Vec<Has>,
}

/// Something that may be known of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Has {
    /// When it was published
    Date,
    /// Who published it
    Source,
    /// Who wrote it
    Author,
    /// What it is filed under
    Tag,
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

/// The period that was typed; what is some time ago is counted from now.
fn period(text: &str) -> Result<Period, String> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = since_1970.map_or(0, |since| since.as_secs() / 60);
    Period::parse(text, now as i64).ok_or_else(|| {
        "a date such as 2024-06-19, 2024-06 or 2024, or how long ago: 12h, 3d, 2w, 6mo, 1y"
            .to_owned()
    })
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
ARTICLE is a path as hits show it, or the path of a file in the corpus; with :LINE the lines around that line are shown.

Examples:
  tolmach show singapore-2018/de.txt
  tolmach show singapore-2018/en.txt:4 -C 1 --query 'Kim Jong Un'
  tolmach show singapore-2018/en.txt:4 --passage
  tolmach show singapore-2018/en.txt --format json | jq .date

Exit codes:
  0  it is shown
  2  an error: no such article, line or passage, no index")]
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
    /// How to print: for people, or as JSON
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
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
    pub index: IndexArgument,
    #[command(flatten)]
    pub scope: Scope,
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
  QRELS   a line `id 0 ARTICLE GRADE` each; ARTICLE is a path below the corpus, its spaces \\x20
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
    /// Its language, by code or name [default: identified]
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
}
