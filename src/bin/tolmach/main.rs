//! What is typed and shown? Arguments come in, text and exit codes go out; all that is known about searching is in the library.

// a program exports nothing; `pub` says what a room shows to the others
#![allow(unreachable_pub)]

mod analyze;
mod args;
mod batch;
mod command_line;
mod config;
mod editor;
mod eval;
mod exit;
mod formats;
mod generated;
mod hint;
mod hyperlink;
mod index;
mod input;
mod languages;
mod meaning;
mod missing;
mod new;
mod notices;
mod output;
mod pager;
mod search;
mod show;
mod status;
mod stdout;
mod synonyms;
mod terminal;
mod usage;
mod verify;
mod why;

use clap::{CommandFactory, Parser};

use args::{Arguments, Command};
use command_line::CommandLine;
use exit::Exit;

fn main() -> std::process::ExitCode {
    outlive_limits();
    exit::guarded(run)
        .unwrap_or_else(|error| exit::report(&error))
        .into()
}

/// Has a file that would become larger than allowed (`ulimit -f`) be an error of writing, which is told, instead of a signal
/// that ends the program without a word.
fn outlive_limits() {
    #[cfg(unix)]
    drop(signal_hook::flag::register(
        signal_hook::consts::SIGXFSZ,
        std::sync::Arc::default(),
    ));
}

fn run() -> anyhow::Result<Exit> {
    let mut program = Arguments::command();
    let mut typed = CommandLine::arrange(&mut program, std::env::args_os());
    if typed.is_json() {
        exit::answer_in_json();
    }
    config::apply(&program, &mut typed)?;
    if typed.is_json() {
        exit::answer_in_json();
    }
    let mut arguments = match Arguments::try_parse_from(typed.arguments) {
        Ok(arguments) => arguments,
        Err(said) => return usage::tell(&said, typed.command.as_deref()),
    };
    if arguments.quiet {
        terminal::be_quiet();
    }
    match &mut arguments.command {
        Command::Search(options) => options.quiet = arguments.quiet,
        Command::New(options) => options.search.quiet = arguments.quiet,
        _ => {}
    }
    match arguments.command {
        Command::Index(ref options) => index::run(options),
        Command::Search(ref options) => search::run(options, arguments.color),
        Command::New(ref options) => new::run(options, arguments.color),
        Command::Show(ref options) => show::run(options, arguments.color),
        Command::Why(ref options) => why::run(options, arguments.color),
        Command::Eval(ref options) => eval::run(options),
        Command::Analyze(ref options) => analyze::run(options),
        Command::Completions(ref options) => generated::completions(options),
        Command::Man(ref options) => generated::man(options),
        Command::Formats => formats::run(),
        Command::Languages => languages::run(),
        Command::Status(ref options) => status::run(options),
        Command::Verify(ref options) => verify::run(options),
    }
}
