//! What is made of the options for shells and manuals? Completions and man pages, from what is parsed.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::{Arguments, CompletionsArguments, ManArguments};
use crate::exit::{Exit, ProgramError};
use crate::stdout::Stdout;

pub fn completions(arguments: &CompletionsArguments) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "tolmach",
        &mut script,
    );
    let mut out = Stdout::lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Success)
}

pub fn man(arguments: &ManArguments) -> anyhow::Result<Exit> {
    let mut program = Arguments::command();
    program.build();
    if let Some(folder) = &arguments.dir {
        write_pages(&program, folder)?;
        return Ok(Exit::Success);
    }
    let page = match &arguments.command {
        None => page(&program)?,
        Some(name) => {
            let command = program.find_subcommand(name).ok_or_else(|| ProgramError {
                code: "usage",
                message: format!("unknown command `{name}`"),
                hint: "tolmach --help".to_owned(),
            })?;
            page(command)?
        }
    };
    let mut out = Stdout::lock();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Exit::Success)
}

fn write_pages(program: &Command, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for command in std::iter::once(program).chain(program.get_subcommands()) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = folder.join(format!("{name}.1"));
        fs::write(&path, page(command)?)
            .with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

fn page(command: &Command) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    // no date, so that the same program makes the same page
    Man::new(command.clone()).date("").render(&mut page)?;
    Ok(page)
}
