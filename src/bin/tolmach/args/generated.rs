//! What can be typed of `tolmach completions` and `tolmach man`?

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach completions --help",
    after_long_help = "\
Examples:
  tolmach completions bash > ~/.local/share/bash-completion/completions/tolmach
  tolmach completions fish > ~/.config/fish/completions/tolmach.fish

Exit codes:
  0  printed
  2  an error"
)]
pub struct CompletionsArguments {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_enum, hide_possible_values = true)]
    pub shell: Shell,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach man --help",
    after_long_help = "\
Examples:
  tolmach man search > tolmach-search.1
  tolmach man --dir ~/.local/share/man/man1

Exit codes:
  0  printed or written
  2  an error"
)]
pub struct ManArguments {
    /// The command [default: the program itself]
    pub command: Option<String>,
    /// Write a page for the program and for each command into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}
