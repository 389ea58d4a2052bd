//! `tolmach languages`: the table of languages.

use std::io::Write;

use tolmach::language::{Language, Stemming};
use unicode_width::UnicodeWidthStr;

use crate::exit::Exit;
use crate::stdout::Stdout;

pub fn run() -> anyhow::Result<Exit> {
    let mut out = Stdout::lock();
    writeln!(
        out,
        "{:5} {:17} {:18} stemmer",
        "code", "language", "own name"
    )?;
    for language in Language::all() {
        let row = language.row();
        let stemmer = match row.stemming {
            Stemming::None => "none".to_owned(),
            Stemming::Classic(algorithm) => format!("rust-stemmers {algorithm:?}"),
            Stemming::Newer(algorithm) => format!("frostem {algorithm:?}"),
        };
        let padding = " ".repeat(18_usize.saturating_sub(row.native_name.width()));
        writeln!(
            out,
            "{:5} {:17} {}{padding} {stemmer}",
            row.code, row.name, row.native_name
        )?;
    }
    Ok(Exit::Success)
}
