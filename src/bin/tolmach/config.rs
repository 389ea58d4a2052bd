//! Which arguments hold every time? Those of the configuration file, then those of variables, before what is typed.
//!
//! A line of the file is an option with its value as it is, without quotes; the name of a command before it says that it is
//! for that one only. An option that a command does not have is left out there, and one that is typed counts alone.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, Command};

use crate::command_line::CommandLine;
use crate::exit::ProgramError;

/// The options that a variable says, `TOLMACH_` before their names.
const VARIABLES: [&str; 6] = [
    "color",
    "format",
    "hyperlink-format",
    "limit",
    "marks",
    "max-tokens",
];

/// The most letters in which an option that is meant differs from what was typed.
const MAX_DISTANCE: usize = 3;

/// An option with its value, for all commands or for one.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    command: Option<String>,
    option: String,
    value: Option<String>,
}

/// Puts the arguments that hold every time before those that were typed.
pub fn apply(program: &Command, typed: &mut CommandLine) -> Result<(), ProgramError> {
    let options = typed.options();
    if options
        .iter()
        .any(|one| matches!(one.as_str(), "-h" | "--help" | "-V" | "--version"))
    {
        return Ok(());
    }
    let Some(name) = &typed.command else {
        return Ok(());
    };
    let Some(command) = program.find_subcommand(name) else {
        return Ok(());
    };
    let mut told = Vec::new();
    if !options.iter().any(|one| one == "--no-config") {
        told = of_file(program)?;
    }
    told.extend(VARIABLES.iter().filter_map(|option| of_variable(option)));
    let is_typed = |arg: &Arg| options.iter().any(|one| is_named(arg, one));
    let mut arguments: Vec<(String, String)> = Vec::new();
    for one in told {
        let is_for_it = one.command.as_ref().is_none_or(|wanted| wanted == name);
        let arg = command
            .get_arguments()
            .find(|arg| is_named(arg, &one.option));
        let Some(arg) = arg.filter(|arg| is_for_it && !is_typed(arg) && takes(arg, &one)) else {
            continue;
        };
        let value = one
            .value
            .map(|value| format!("={value}"))
            .unwrap_or_default();
        let option = arg
            .get_long()
            .map_or(one.option, |long| format!("--{long}"));
        // what is said later counts alone
        arguments.retain(|(known, _)| *known != option);
        arguments.push((option, value));
    }
    let arguments = arguments
        .into_iter()
        .map(|(option, value)| OsString::from(option + &value));
    typed.insert(arguments);
    Ok(())
}

/// Whether an option that was typed is this argument.
fn is_named(arg: &Arg, option: &str) -> bool {
    let long = option
        .strip_prefix("--")
        .map(|long| long.split('=').next().unwrap_or(long));
    let short = option
        .strip_prefix('-')
        .and_then(|letters| letters.chars().next());
    match long {
        Some(long) => arg.get_long() == Some(long),
        None => short.is_some() && arg.get_short() == short,
    }
}

/// Whether an argument may have this value, as far as there is a list of its values.
fn takes(arg: &Arg, told: &Told) -> bool {
    let possible = arg.get_possible_values();
    match &told.value {
        None => true,
        Some(value) if arg.get_action().takes_values() => {
            possible.is_empty() || possible.iter().any(|one| one.matches(value, false))
        }
        Some(_) => false,
    }
}

fn of_variable(option: &str) -> Option<Told> {
    let name = format!("TOLMACH_{}", option.replace('-', "_").to_uppercase());
    let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
    Some(Told {
        command: None,
        option: format!("--{option}"),
        value: Some(value),
    })
}

/// Where the file is looked for: `$XDG_CONFIG_HOME/tolmach/config`, else `~/.config/tolmach/config`.
fn path() -> Option<PathBuf> {
    let folder = |name: &str| {
        let folder = std::env::var_os(name).map(PathBuf::from);
        folder.filter(|folder| folder.is_absolute())
    };
    let home = || folder("HOME").map(|home| home.join(".config"));
    Some(
        folder("XDG_CONFIG_HOME")
            .or_else(home)?
            .join("tolmach/config"),
    )
}

fn of_file(program: &Command) -> Result<Vec<Told>, ProgramError> {
    let Some(path) = path() else {
        return Ok(Vec::new());
    };
    match fs::read_to_string(&path) {
        Ok(text) => parse(program, &text, &path),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(Vec::new())
        }
        Err(error) => Err(fault(
            format!(
                "cannot read the configuration `{}`: {error}",
                path.display()
            ),
            "--no-config does without it",
        )),
    }
}

fn fault(message: String, hint: &str) -> ProgramError {
    ProgramError {
        code: "config",
        message,
        hint: hint.to_owned(),
    }
}

fn parse(program: &Command, text: &str, path: &Path) -> Result<Vec<Told>, ProgramError> {
    let mut told = Vec::new();
    for (at, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let one = parse_line(program, line).map_err(|(reason, hint)| {
            fault(format!("{}:{}: {reason}", path.display(), at + 1), &hint)
        })?;
        told.push(one);
    }
    Ok(told)
}

/// What a line says, or what is wrong with it and what helps.
fn parse_line(program: &Command, line: &str) -> Result<Told, (String, String)> {
    let (command, rest) = match line.split_once(char::is_whitespace) {
        Some((first, rest)) if !first.starts_with('-') => (Some(first), rest.trim_start()),
        _ => (None, line),
    };
    if let Some(name) = command
        && program.find_subcommand(name).is_none()
    {
        return Err((
            format!("unknown command `{name}`"),
            "a line is an option: --limit 20".into(),
        ));
    }
    let end = rest
        .find(|c: char| c == '=' || c.is_whitespace())
        .unwrap_or(rest.len());
    let (option, value) = rest.split_at(end);
    let value = value.strip_prefix('=').unwrap_or(value).trim();
    let commands = program.get_subcommands();
    let commands = commands.filter(|one| command.is_none_or(|name| one.get_name() == name));
    let known: Vec<&Arg> = commands.flat_map(Command::get_arguments).collect();
    let arg = known
        .iter()
        .find(|arg| option.starts_with('-') && is_named(arg, option));
    let Some(arg) = arg else {
        return Err((
            format!("unknown option `{option}`"),
            nearest(&known, option),
        ));
    };
    let is_needed = arg.get_action().takes_values();
    if is_needed && value.is_empty() {
        return Err((
            format!("`{option}` needs a value"),
            format!("{option} VALUE"),
        ));
    }
    if !is_needed && !value.is_empty() {
        return Err((format!("`{option}` has no value"), option.to_owned()));
    }
    Ok(Told {
        command: command.map(str::to_owned),
        option: option.to_owned(),
        value: (!value.is_empty()).then(|| value.to_owned()),
    })
}

fn nearest(known: &[&Arg], option: &str) -> String {
    let longs = known.iter().filter_map(|arg| arg.get_long());
    let longs = longs.map(|long| {
        (
            strsim::osa_distance(long, option.trim_start_matches('-')),
            long,
        )
    });
    match longs.min() {
        Some((0..=MAX_DISTANCE, long)) => format!("like it: --{long}"),
        _ => "a line is an option: --limit 20; --no-config does without the file".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use proptest::prelude::*;

    use super::*;
    use crate::args::Arguments;

    fn program() -> Command {
        let mut program = Arguments::command();
        program.build();
        program
    }

    fn parsed(text: &str) -> Result<Vec<Told>, String> {
        let told = parse(&program(), text, Path::new("config"));
        told.map_err(|error| format!("{error}; {}", error.hint))
    }

    #[test]
    fn a_line_is_an_option_for_all_commands_or_for_one() {
        let told = |command: Option<&str>, option: &str, value: Option<&str>| Told {
            command: command.map(str::to_owned),
            option: option.to_owned(),
            value: value.map(str::to_owned),
        };
        assert_eq!(
            parsed("# mine\n\n--limit=20\r\n  -n 5\nsearch --marks ** \n--index /a b\n-q\n"),
            Ok(vec![
                told(None, "--limit", Some("20")),
                told(None, "-n", Some("5")),
                told(Some("search"), "--marks", Some("**")),
                told(None, "--index", Some("/a b")),
                told(None, "-q", None),
            ])
        );
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_with_its_number() {
        for (text, expected) in [
            (
                "\n--limt 5",
                "config:2: unknown option `--limt`; like it: --limit",
            ),
            (
                "--limit",
                "config:1: `--limit` needs a value; --limit VALUE",
            ),
            ("--quiet yes", "config:1: `--quiet` has no value; --quiet"),
            (
                "serch --limit 5",
                "config:1: unknown command `serch`; a line is an option: --limit 20",
            ),
            (
                "limit",
                "config:1: unknown option `limit`; like it: --limit",
            ),
        ] {
            assert_eq!(parsed(text), Err(expected.to_owned()));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_configuration_or_an_error(text in "(?s).{0,60}") {
            let _ = parsed(&text);
        }
    }
}
