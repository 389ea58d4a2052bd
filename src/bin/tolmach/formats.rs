//! Which formats are read? `tolmach formats` shows the table.

use std::io::Write;

use tolmach::format::Kind;

use crate::exit::Exit;
use crate::stdout::Stdout;

pub fn run() -> anyhow::Result<Exit> {
    let mut out = Stdout::lock();
    writeln!(out, "{:9} {:44} usual names", "format", "what it is")?;
    for kind in Kind::all() {
        let names = kind.extensions().iter().map(|end| format!("*.{end}"));
        let names = names.collect::<Vec<_>>().join(" ");
        writeln!(out, "{:9} {:44} {names}", kind.name(), kind.title())?;
    }
    Ok(Exit::Success)
}
