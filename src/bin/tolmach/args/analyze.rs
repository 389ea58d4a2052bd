//! What can be typed of `tolmach analyze`?

use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples and all options: tolmach analyze --help",
    after_long_help = "\
A line per token: position, bytes, surface, term, and each step that changed it with its result.

Examples:
  tolmach analyze --lang de 'Die Häuser am Hafen'
  tolmach analyze \"l'eau de l'Élysée\"

Exit codes:
  0  done
  2  an error"
)]
pub struct AnalyzeArguments {
    /// The text
    #[arg(required = true)]
    pub text: Vec<String>,
    /// Its language, by code or name [default: identified]
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
}
