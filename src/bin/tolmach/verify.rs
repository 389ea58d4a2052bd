//! Is the index whole, and does it have the corpus as it is? `tolmach verify` tells it.

use std::io::Write;

use tolmach::index::{BuildOptions, ChangeCounts, verify};

use crate::args::{ReportFormat, VerifyArguments};
use crate::exit::Exit;
use crate::output::json::print_object;
use crate::output::report;
use crate::stdout::Stdout;
use crate::terminal::{note, safe};

pub fn run(arguments: &VerifyArguments) -> anyhow::Result<Exit> {
    let path = arguments.index.path();
    let jobs = BuildOptions::default().jobs;
    let found = verify(&path, arguments.corpus.as_deref(), jobs)?;
    let mut out = Stdout::lock();
    match arguments.format {
        ReportFormat::Json => print_object(&mut out, &found.line(&path))?,
        ReportFormat::Text => {
            for damage in &found.damages {
                writeln!(out, "damaged\t{}", safe(&damage.to_string()))?;
            }
            report::changes(&mut out, &found.changes)?;
            for (file, skip) in &found.failed {
                writeln!(out, "failed\t{}\t{}", safe(file), safe(&skip.to_string()))?;
            }
        }
    }
    let index = path.display();
    Ok(if !found.is_whole() {
        note!("the index at {index} is damaged; tolmach index builds it anew");
        Exit::Failure
    } else if !found.is_current() {
        let (changes, failed) = (ChangeCounts::of(&found.changes), found.failed.len());
        note!("the index at {index} is whole; in the corpus {changes}, {failed} failed");
        Exit::Differs
    } else {
        note!("the index at {index} is whole and up to date");
        Exit::Success
    })
}
