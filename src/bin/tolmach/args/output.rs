//! What can be typed of how hits are printed?

use clap::{Args, ValueEnum};

use crate::hyperlink::Hyperlink;

/// How hits are printed.
// each is a switch of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
pub struct OutputArguments {
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The columns of a table, or the fields of JSON, such as date,source,title
    #[arg(
        long,
        value_enum,
        value_name = "NAMES",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    pub fields: Vec<Field>,
    /// How matches are marked: ansi, none, `**`, or a pair as `<b>,</b>` [default: in colour, without it **; in a pipe none]
    #[arg(long, value_name = "MARKS", value_parser = marks, allow_hyphen_values = true, hide_short_help = true)]
    pub marks: Option<Marks>,
    /// Only the paths of the files that match, all of them
    #[arg(short = 'l', long, overrides_with = "format")]
    pub files: bool,
    /// Only how many passages and articles match; with -l the passages of each file
    #[arg(short, long, overrides_with = "format")]
    pub count: bool,
    /// A NUL byte after each path of -l, and the path as it is
    #[arg(short = '0', long, requires = "files", hide_short_help = true)]
    pub null: bool,
    /// Paths from the root of the file system on
    #[arg(long, hide_short_help = true)]
    pub absolute: bool,
    /// Where a click on a path leads, as ripgrep has it: vscode, default, none, or such as `x://{path}:{line}:{column}`
    /// [default: what the terminal is known for]
    #[arg(long, value_name = "FORMAT", value_parser = Hyperlink::parse, hide_short_help = true)]
    pub hyperlink_format: Option<Hyperlink>,
    /// Open the N-th hit in $VISUAL or $EDITOR at its line, and print nothing
    #[arg(long, value_name = "N", conflicts_with = "queries", value_parser = clap::value_parser!(u32).range(1..))]
    pub open: Option<u32>,
    /// Do not have what is longer than the screen shown by a pager: `$TOLMACH_PAGER`, `$PAGER` or less
    #[arg(long, hide_short_help = true)]
    pub no_pager: bool,
    /// Print no more than a language model reads as N tokens, the best first (text, markdown and json)
    #[arg(long, value_name = "N")]
    pub max_tokens: Option<usize>,
}

impl OutputArguments {
    /// Whether nothing but paths is printed.
    pub fn is_list(&self) -> bool {
        self.files
    }

    /// Whether it is hits that are printed, in this format.
    pub fn is(&self, format: Format) -> bool {
        !self.files && !self.count && self.format == format
    }

    /// Whether people read it: articles, each once, and near copies as one.
    pub fn is_for_people(&self) -> bool {
        let formats = [Format::Text, Format::Markdown, Format::Csv, Format::Tsv];
        formats.iter().any(|format| self.is(*format))
    }

    /// Whether what is printed has snippets.
    pub fn has_snippets(&self) -> bool {
        !self.files && !self.count && self.format != Format::Trec
    }

    /// Whether people read it line by line.
    pub fn is_prose(&self) -> bool {
        self.is(Format::Text) || self.is(Format::Markdown)
    }
}

/// The notation of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// JSON Lines, see docs/json.md
    Json,
    /// A table of comma-separated values
    Csv,
    /// A table of values with tabs between them
    Tsv,
    /// Markdown: a list, or with --fields a table
    Markdown,
    /// path:line:column:text, as editors read it
    Vimgrep,
    /// TREC run: id Q0 ARTICLE RANK SCORE tolmach
    Trec,
}

/// What can be told of a hit: the fields of its JSON, and its snippet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Field {
    Query,
    QueryId,
    Rank,
    Score,
    Match,
    Article,
    File,
    Paths,
    Title,
    Date,
    DateFrom,
    Source,
    SourceFrom,
    Author,
    AuthorFrom,
    Url,
    Tags,
    Page,
    Language,
    Bytes,
    Chars,
    Line,
    Column,
    MatchLine,
    Snippet,
    Text,
    Fragments,
    Highlights,
    TitleHighlights,
    Stale,
    MorePassages,
    Group,
    Explanation,
}

/// How matches are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marks {
    /// In colour
    Ansi,
    /// Not
    None,
    /// By what stands before and behind
    Pair(String, String),
}

pub(super) fn marks(text: &str) -> Result<Marks, String> {
    let pair = |(open, close): (&str, &str)| Marks::Pair(open.to_owned(), close.to_owned());
    match text {
        "ansi" => Ok(Marks::Ansi),
        "none" => Ok(Marks::None),
        "" => Err("ansi, none, `**`, or a pair as `<b>,</b>`".to_owned()),
        _ => {
            let apart = text.split_once(',').or_else(|| text.split_once(' '));
            Ok(pair(apart.unwrap_or((text, text))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_a_name_a_pair_or_the_same_on_both_sides() {
        let pair = |open: &str, close: &str| Ok(Marks::Pair(open.to_owned(), close.to_owned()));
        assert_eq!(marks("ansi"), Ok(Marks::Ansi));
        assert_eq!(marks("none"), Ok(Marks::None));
        assert_eq!(marks("**"), pair("**", "**"));
        assert_eq!(marks("<b>,</b>"), pair("<b>", "</b>"));
        assert_eq!(marks("[ ]"), pair("[", "]"));
        assert_eq!(marks(">>>,"), pair(">>>", ""));
        assert!(marks("").is_err());
    }
}
