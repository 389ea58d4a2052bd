//! What can be typed of what a query may find?

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, ValueEnum};
use tolmach::index::Period;

/// What a query can find, in a search as in the account of one.
// each is a switch of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
pub struct Scope {
    /// Only passages in these languages, such as de,ru or german
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub lang: Vec<String>,
    /// Only articles with every word
    #[arg(long)]
    pub all: bool,
    /// With --all and AND: all of it in one passage
    #[arg(long)]
    pub same_passage: bool,
    /// Take the query as words, whatever signs it has
    #[arg(long)]
    pub plain: bool,
    /// Only what is there: no guesses, and no phrase is taken apart
    #[arg(long, conflicts_with = "relax")]
    pub strict: bool,
    /// Take a phrase that no passage has for its words
    #[arg(long, hide_short_help = true)]
    pub relax: bool,
    /// Words to be found for each other: a file with a line `Kyiv, Kiev` or `USA => United States` each
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub synonyms: Option<PathBuf>,
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
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub author: Vec<String>,
    /// Only articles with this tag
    #[arg(long, value_name = "TAG", hide_short_help = true)]
    pub tag: Vec<String>,
    /// Only articles of which this is known
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        value_delimiter = ',',
        hide_short_help = true
    )]
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

/// The period that was typed; what is some time ago is counted from now.
fn period(text: &str) -> Result<Period, String> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = since_1970.map_or(0, |since| since.as_secs() / 60);
    Period::parse(text, now as i64).ok_or_else(|| {
        "a date such as 2024-06-19, 2024-06 or 2024, or how long ago: 12h, 3d, 2w, 6mo, 1y"
            .to_owned()
    })
}
