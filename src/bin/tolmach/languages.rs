//! Which languages are known? `tolmach languages` shows the table.

use std::io::Write;

use tolmach::language::Language;
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
        let stemmer = language.stemmer().unwrap_or_else(|| "none".to_owned());
        let padding = " ".repeat(18_usize.saturating_sub(language.native_name().width()));
        writeln!(
            out,
            "{:5} {:17} {}{padding} {stemmer}",
            language.code(),
            language.name(),
            language.native_name()
        )?;
    }
    Ok(Exit::Success)
}
