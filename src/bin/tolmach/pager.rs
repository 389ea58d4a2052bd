//! What if there is more than a terminal shows at once? A pager shows it, as git has it do.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crate::terminal;

/// What `less` is told unless it is told otherwise: colours, and nothing that stays when it ends.
const LESS: &str = "FRX";

/// Writes a text to standard output, through a pager if that is a terminal with fewer lines.
pub fn show(text: &[u8], out: &mut impl Write, is_wanted: bool) -> io::Result<()> {
    let rows = terminal::rows().filter(|_| is_wanted);
    let is_long = rows.is_some_and(|rows| lines(text) >= rows);
    if is_long && let Some(pager) = command() {
        out.flush()?;
        if page(&pager, text) {
            return Ok(());
        }
    }
    out.write_all(text)
}

fn lines(text: &[u8]) -> usize {
    text.split(|byte| *byte == b'\n').count() - 1
}

/// The pager, as a shell takes it: `$TOLMACH_PAGER`, else `$PAGER`, else `less`; none if it is empty or `cat`.
fn command() -> Option<String> {
    let told = ["TOLMACH_PAGER", "PAGER"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    let pager = told.unwrap_or_else(|| "less".to_owned());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let is_none = pager.trim().is_empty() || pager.trim() == "cat" || is_dumb;
    (!is_none).then_some(pager)
}

/// Whether the pager took it.
fn page(pager: &str, text: &[u8]) -> bool {
    let mut command = Command::new("sh");
    command.args(["-c", pager]).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", LESS);
    }
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        // who has seen enough closes it
        let _ = input.write_all(text);
    }
    let ended = child.wait();
    // the shell found no such program
    !ended.is_ok_and(|status| matches!(status.code(), Some(126 | 127)))
}
