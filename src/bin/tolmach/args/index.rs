//! What can be typed of `tolmach index`?

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, ValueEnum};
use tolmach::source::Folder;

use super::index_folder::IndexArgument;
use super::report::ReportFormat;

// each is a switch of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach index --help",
    after_long_help = "\
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
  2  failed; the old index is untouched"
)]
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
    #[arg(long, hide_short_help = true)]
    pub hidden: bool,
    /// Follow symbolic links, also to what is outside of CORPUS
    #[arg(long, hide_short_help = true)]
    pub follow_links: bool,
    /// No files larger than SIZE, such as 300K or 2G; `none` for no limit [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = most_bytes, hide_short_help = true)]
    pub max_file_size: Option<MostBytes>,
    /// The format of files that match, whatever they look like: `*.dat=csv` (`tolmach formats` lists them); may be repeated
    #[arg(long, value_name = "GLOB=FORMAT", hide_short_help = true)]
    pub format_of: Vec<String>,
    /// The encoding of files that match, or of all: `old/*.txt=koi8-r`, `windows-1251` [default: as they look]; may be
    /// repeated
    #[arg(long, value_name = "[GLOB=]NAME", hide_short_help = true)]
    pub encoding: Vec<String>,
    /// The field of JSON, CSV and front matter that has an article's text, title, date, id, language, url, author, source or
    /// tags: `text=article_body`, `title=meta.title`; may be repeated
    #[arg(long, value_name = "FIELD=NAME", hide_short_help = true)]
    pub field: Vec<String>,
    /// A program that makes text or HTML of files that match: `*.djvu=djvutxt {}`. It gets the file on its standard input, or
    /// its path for {}, no shell reads the line, and it is not remembered; may be repeated
    #[arg(long, value_name = "GLOB=COMMAND", hide_short_help = true)]
    pub pre: Vec<String>,
    /// What an article has its date from of which nothing tells one [default: none]
    #[arg(long, value_enum, value_name = "WHAT", hide_short_help = true)]
    pub date_from: Option<DateFrom>,
    /// Only the files that FILE lists, a path on each line, relative to CORPUS; - for standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// The list has a NUL byte after each path, not a line end
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
    /// Forget which files were taken before, and take all but what is typed with it
    #[arg(long, hide_short_help = true)]
    pub reset_selection: bool,
    /// Make an index that is of other folders one of CORPUS
    #[arg(long, requires = "folders", hide_short_help = true)]
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
    #[arg(long, hide_short_help = true)]
    pub allow_empty: bool,
    /// Former states of the index to keep, for readers on other hosts that have them open; they share what did not change
    #[arg(long, value_name = "N", default_value_t = 1, hide_short_help = true)]
    pub keep: usize,
    /// How to tell what was done: for people on stderr, or also as one JSON object on stdout
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// Threads that read and analyse [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), hide_short_help = true)]
    pub jobs: Option<u16>,
    /// Memory that the threads may fill before they write, less 200 bytes for each file, such as 300M or 2G [default: 60M
    /// for each]
    #[arg(long, value_name = "SIZE", value_parser = bytes, hide_short_help = true)]
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
