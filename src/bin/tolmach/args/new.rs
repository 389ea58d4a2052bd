//! What can be typed of `tolmach new`?

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Args};

use super::SearchArguments;

#[derive(Debug, Args)]
#[command(
    mut_arg("query", |_| {
        Arg::new("query")
            .value_name("QUERY")
            .help("What to look for, as `tolmach search` takes it [default: what NAME looked for last]")
            .action(ArgAction::Append)
            .num_args(0..)
            .value_parser(ValueParser::string())
    }),
    mut_arg("queries", |arg| arg.hide(true)),
    mut_arg("limit", |arg| arg.help("Passages to print [default: all]")),
    after_help = "Examples and all options: tolmach new --help",
    after_long_help = "\
A name keeps, beside the index, which texts were there when it last ran. An article is new if its text was not among them: one \
that was only moved is not, one whose text was changed is. The first time everything is new.

What was printed counts as seen only when all of it was written: a run that fails prints the same the next time. \
Two runs of one name do not go on at once.

Examples:
  tolmach index ~/news && tolmach new flood 'flood*' --since 1w
  tolmach new flood                      what came in since
  tolmach new putin --format json Putin
  tolmach new putin --mark-seen Putin    prints nothing; what comes in from now on is new
  tolmach new --list

Exit codes:
  0  there is something new
  1  there is nothing new
  2  an error; what was new stays new"
)]
pub struct NewArguments {
    /// The name of the query: letters, digits, - and _
    #[arg(required_unless_present = "list")]
    pub name: Option<String>,
    /// List the names, when each last ran, and what it looks for
    #[arg(long, conflicts_with_all = ["name", "forget", "mark_seen"])]
    pub list: bool,
    /// Forget the name
    #[arg(long, conflicts_with_all = ["mark_seen", "query"])]
    pub forget: bool,
    /// Print nothing, and count all that is there as seen
    #[arg(long)]
    pub mark_seen: bool,
    #[command(flatten)]
    pub search: SearchArguments,
}
