//! `tolmach verify`: whether the index is whole and has the corpus as it is.

use std::io::Write;

use serde::Serialize;
use tolmach::index::{BuildOptions, Change, ChangeCounts, verify};

use crate::args::{ReportFormat, VerifyArguments};
use crate::exit::Exit;
use crate::output::json::print_object;
use crate::output::report::{self, PassedOver, VERSION};
use crate::stdout::Stdout;
use crate::terminal::{note, safe};

#[derive(Serialize)]
struct Object<'v> {
    version: u32,
    index: String,
    is_whole: bool,
    is_current: bool,
    damages: &'v [String],
    changes: &'v [Change],
    failed: Vec<PassedOver<'v>>,
}

pub fn run(arguments: &VerifyArguments) -> anyhow::Result<Exit> {
    let path = arguments.index.path();
    let jobs = BuildOptions::default().jobs;
    let found = verify(&path, arguments.corpus.as_deref(), jobs)?;
    let is_whole = found.damages.is_empty();
    let is_current = is_whole && found.changes.is_empty() && found.failed.is_empty();
    let mut out = Stdout::lock();
    match arguments.format {
        ReportFormat::Json => {
            let object = Object {
                version: VERSION,
                index: path.display().to_string(),
                is_whole,
                is_current,
                damages: &found.damages,
                changes: &found.changes,
                failed: found.failed.iter().map(PassedOver::of).collect(),
            };
            print_object(&mut out, &object)?;
        }
        ReportFormat::Text => {
            for damage in &found.damages {
                writeln!(out, "damaged\t{}", safe(damage))?;
            }
            report::changes(&mut out, &found.changes)?;
            for (file, skip) in &found.failed {
                writeln!(out, "failed\t{}\t{}", safe(file), safe(&skip.to_string()))?;
            }
        }
    }
    let index = path.display();
    Ok(if !is_whole {
        note!("the index at {index} is damaged; tolmach index builds it anew");
        Exit::Failure
    } else if !is_current {
        let (changes, failed) = (ChangeCounts::of(&found.changes), found.failed.len());
        note!("the index at {index} is whole; in the corpus {changes}, {failed} failed");
        Exit::Differs
    } else {
        note!("the index at {index} is whole and up to date");
        Exit::Success
    })
}
