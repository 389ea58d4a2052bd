//! What is said of what was typed? Help, and errors in the form that all errors have.

use std::error::Error as _;
use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, Error};

use crate::exit::{Exit, ProgramError};
use crate::stdout::Stdout;
use crate::terminal::{Style, write_error};

/// Prints the help that was asked for; all else that the parser says is an error of the command that was typed.
pub fn tell(said: &Error, command: Option<&str>) -> anyhow::Result<Exit> {
    match said.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = said.render();
            let mut out = Stdout::lock();
            if Style::of_stdout(ColorChoice::Auto).color {
                write!(out, "{}", text.ansi())?;
            } else {
                write!(out, "{text}")?;
            }
            out.flush()?;
            Ok(Exit::Success)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            for line in said.render().to_string().lines() {
                write_error(line);
            }
            Ok(Exit::Failure)
        }
        _ => {
            let (message, hint) = (message(said), hint(said, command));
            Err(ProgramError {
                code: "usage",
                message,
                hint,
            }
            .into())
        }
    }
}

fn message(said: &Error) -> String {
    let invalid = shown(said, ContextKind::InvalidArg);
    match said.kind() {
        ErrorKind::UnknownArgument if invalid.starts_with("`-") => {
            format!("unknown option {invalid}")
        }
        ErrorKind::UnknownArgument => format!("{invalid} is one argument too many"),
        ErrorKind::InvalidSubcommand => {
            format!(
                "unknown command {}",
                shown(said, ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingSubcommand => "a command is missing".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("{invalid} is missing"),
        ErrorKind::ArgumentConflict => {
            format!(
                "{invalid} cannot be used with {}",
                shown(said, ContextKind::PriorArg)
            )
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = shown(said, ContextKind::InvalidValue);
            if value == "``" {
                return format!("{invalid} needs a value");
            }
            let reason = said.source().map(|reason| format!(": {reason}"));
            format!(
                "{value} is no value for {invalid}{}",
                reason.unwrap_or_default()
            )
        }
        _ => {
            let text = said.render().to_string();
            let first = text.lines().next().unwrap_or_default();
            first.trim_start_matches("error: ").to_owned()
        }
    }
}

fn hint(said: &Error, command: Option<&str>) -> String {
    let help = match command {
        Some(command) if said.kind() != ErrorKind::InvalidSubcommand => {
            format!("tolmach {command} --help")
        }
        _ => "tolmach --help".to_owned(),
    };
    let nearest = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    let nearest = nearest.iter().flat_map(|kind| values(said, *kind)).next();
    let valid = values(said, ContextKind::ValidValue);
    if !valid.is_empty() && matches!(said.kind(), ErrorKind::InvalidValue) {
        format!("one of {}", valid.join(", "))
    } else if let Some(nearest) = nearest {
        format!("like it: {nearest}; all there are: {help}")
    } else if let (ErrorKind::UnknownArgument, Some(command @ ("search" | "why"))) =
        (said.kind(), command)
    {
        let word = values(said, ContextKind::InvalidArg).concat();
        format!("as a word of the query it stands behind `--`: tolmach {command} … -- {word}")
    } else {
        help
    }
}

/// What the parser tells of this kind, as a person reads it.
fn shown(said: &Error, kind: ContextKind) -> String {
    let values = values(said, kind);
    let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    quoted.join(", ")
}

fn values(said: &Error, kind: ContextKind) -> Vec<String> {
    match said.get(kind) {
        Some(ContextValue::String(value)) => vec![value.clone()],
        Some(ContextValue::Strings(values)) => values.clone(),
        _ => Vec::new(),
    }
}
