//! What was typed? It is put in an order that the parser of arguments takes.
//!
//! A query has words that begin with a hyphen (`summit -Trump`), which a parser of arguments reads as options. So the
//! words of a query are put behind `--`, and what is an option of the command is put before it. An unknown option of
//! two hyphens stays an option: it is more often a slip than a word.

use std::ffi::OsString;

use clap::{Arg, Command};
use tolmach::source::name::spell;

use crate::terminal::note;

/// The commands that take a query, or a name, with the number of arguments before it.
const WITH_QUERY: [(&str, usize); 4] = [("search", 0), ("new", 1), ("show", 1), ("why", 1)];

/// The arguments in the order that the parser takes, and the command that they are for.
#[derive(Debug, PartialEq, Eq)]
pub struct CommandLine {
    pub arguments: Vec<OsString>,
    pub command: Option<String>,
    /// How many stand before what belongs to the command.
    up_to_command: usize,
}

/// How an argument is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// As an option, whose value the next argument may be.
    Option { takes_next: bool },
    /// As a word.
    Word,
    /// As the end of options.
    End,
}

impl CommandLine {
    /// Arranges what was typed, the name of the program first.
    pub fn arrange(program: &mut Command, typed: impl IntoIterator<Item = OsString>) -> Self {
        program.build();
        let mut typed = typed.into_iter();
        let mut arguments: Vec<OsString> = typed.next().into_iter().collect();
        let mut command = None;
        while let Some(argument) = typed.next() {
            let role = role(program, &argument.to_string_lossy());
            if role == Role::Word {
                command = Some(argument.to_string_lossy().into_owned());
            }
            arguments.push(argument);
            match role {
                Role::Option { takes_next: true } => arguments.extend(typed.next()),
                Role::Option { .. } => {}
                Role::Word | Role::End => break,
            }
        }
        let known = command.as_deref().and_then(|name| {
            let before_query = WITH_QUERY.iter().find(|(known, _)| *known == name)?.1;
            Some((program.find_subcommand(name)?, before_query))
        });
        let up_to_command = arguments.len();
        match known {
            None => arguments.extend(typed),
            Some((subcommand, before_query)) => {
                let (options, words) = apart(subcommand, typed);
                arguments.extend(options);
                if !words.is_empty() {
                    arguments.push("--".into());
                    arguments.extend(as_text(words, before_query));
                }
            }
        }
        Self {
            arguments,
            command,
            up_to_command,
        }
    }

    /// What was typed that begins with a hyphen, up to `--`.
    pub fn options(&self) -> Vec<String> {
        let options = self.arguments.iter().skip(1).take_while(|one| *one != "--");
        let texts = options.map(|one| one.to_string_lossy().into_owned());
        texts.filter(|text| text.starts_with('-')).collect()
    }

    /// Puts arguments before those of the command that were typed.
    pub fn insert(&mut self, arguments: impl Iterator<Item = OsString>) {
        let at = self.up_to_command;
        self.arguments.splice(at..at, arguments);
    }

    /// Whether the output is to be JSON, as far as can be told before all is parsed.
    pub fn is_json(&self) -> bool {
        let options = self.arguments.iter().take_while(|one| *one != "--");
        let texts: Vec<_> = options.map(|one| one.to_string_lossy()).collect();
        let mut formats = texts.iter().enumerate().filter_map(|(at, text)| {
            let value = text.strip_prefix("--format")?;
            match value.strip_prefix('=') {
                Some(value) => Some(value == "json"),
                None if value.is_empty() => {
                    Some(texts.get(at + 1).is_some_and(|next| next == "json"))
                }
                None => None,
            }
        });
        formats.next_back().unwrap_or(false)
    }
}

/// Options, with their values, and words.
fn apart(
    command: &Command,
    typed: impl Iterator<Item = OsString>,
) -> (Vec<OsString>, Vec<OsString>) {
    let mut typed = typed.peekable();
    let (mut options, mut words) = (Vec::new(), Vec::new());
    while let Some(argument) = typed.next() {
        match role(command, &argument.to_string_lossy()) {
            Role::Option { takes_next } => {
                // what begins with a hyphen is no value, so that the parser tells that there is none
                let is_number = takes_number(command, &argument.to_string_lossy());
                let may_be_hyphenated = takes_hyphenated(command, &argument.to_string_lossy());
                let is_value = |next: &OsString| {
                    let is_digits = next.as_encoded_bytes().iter().all(u8::is_ascii_digit);
                    let is_told = next == "-" || may_be_hyphenated || !is_hyphenated(next);
                    is_told && (is_digits || !is_number)
                };
                options.push(argument);
                if takes_next {
                    options.extend(typed.next_if(is_value));
                }
            }
            Role::Word => words.push(argument),
            Role::End => words.extend(typed.by_ref()),
        }
    }
    (options, words)
}

/// The words as text: names of files are spelled as an index spells them, in a query what is no text is replaced.
fn as_text(words: Vec<OsString>, before_query: usize) -> impl Iterator<Item = OsString> {
    words.into_iter().enumerate().map(move |(at, word)| {
        if word.to_str().is_some() {
            return word;
        }
        if at < before_query {
            return spell(&word).into();
        }
        let text = word.to_string_lossy().into_owned();
        note!("the query is no UTF-8; what is not was replaced: {text}");
        text.into()
    })
}

fn is_hyphenated(argument: &OsString) -> bool {
    argument.as_encoded_bytes().first() == Some(&b'-')
}

fn role(command: &Command, argument: &str) -> Role {
    if argument == "--" {
        return Role::End;
    }
    if let Some(long) = argument.strip_prefix("--") {
        let known = command
            .get_arguments()
            .find(|known| known.get_long() == Some(long));
        let takes_next = known.is_some_and(takes_value);
        return Role::Option { takes_next };
    }
    let letters = argument.strip_prefix('-').unwrap_or_default();
    short_options(command, letters).unwrap_or(Role::Word)
}

/// `-v`, `-n 5`, `-n5`, `-vn=5`; none for letters that are not all options, such as those of a word.
fn short_options(command: &Command, letters: &str) -> Option<Role> {
    let mut rest = letters.chars();
    let mut role = None;
    while let Some(letter) = rest.next() {
        let mut known = command.get_arguments();
        let option = known.find(|known| known.get_short() == Some(letter))?;
        let value = rest.as_str();
        if takes_value(option) {
            let value = value.strip_prefix('=').unwrap_or(value);
            let is_number = value.chars().all(|c| c.is_ascii_digit());
            let takes_next = rest.as_str().is_empty();
            return is_number.then_some(Role::Option { takes_next });
        }
        role = Some(Role::Option { takes_next: false });
    }
    role
}

/// Whether what begins with a hyphen may be the value of a long option, as in `--sort -date`.
fn takes_hyphenated(command: &Command, argument: &str) -> bool {
    let mut known = command.get_arguments();
    let known = known.find(|known| known.get_long() == argument.strip_prefix("--"));
    known.is_some_and(Arg::is_allow_hyphen_values_set)
}

/// Whether an option may stand without its value, which is a number, as in `--passage 3` and `--passage`.
fn takes_number(command: &Command, argument: &str) -> bool {
    let mut known = command.get_arguments();
    let known = known.find(|known| known.get_long() == argument.strip_prefix("--"));
    let values = known.and_then(Arg::get_num_args);
    values.is_some_and(|values| values.min_values() == 0 && values.max_values() == 1)
}

fn takes_value(argument: &Arg) -> bool {
    argument.get_action().takes_values()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Arguments;

    fn arranged(typed: &[&str]) -> Vec<String> {
        let typed = std::iter::once("tolmach").chain(typed.iter().copied());
        let line = CommandLine::arrange(&mut Arguments::command(), typed.map(OsString::from));
        let texts = line.arguments.into_iter().skip(1);
        texts
            .map(|text| text.into_string().expect("text"))
            .collect()
    }

    #[test]
    fn words_with_a_hyphen_are_words_of_the_query_and_options_hold_anywhere() {
        for (typed, expected) in [
            ("search Kim -Trump", "search -- Kim -Trump"),
            ("search -Trump Kim", "search -- -Trump Kim"),
            (
                "search a -n 5 -b --lang de c",
                "search -n 5 --lang de -- a -b c",
            ),
            ("search a -n5 -vn=5 -v -5", "search -n5 -vn=5 -v -- a -5"),
            (
                "search -new -nuclear -hat -",
                "search -- -new -nuclear -hat -",
            ),
            ("search a --tpyo b", "search --tpyo -- a b"),
            ("search a -- --all -v", "search -- a --all -v"),
            ("search -n -x a", "search -n -- -x a"),
            ("search --queries=x -v", "search --queries=x -v"),
            ("--color never search a -b", "--color never search -- a -b"),
            (
                "why a.txt Kim -Trump --all",
                "why --all -- a.txt Kim -Trump",
            ),
            ("search -=Polish a", "search -- -=Polish a"),
            (
                "show --passage a.txt:3 -C 2",
                "show --passage -C 2 -- a.txt:3",
            ),
            ("show a.txt --passage 3", "show --passage 3 -- a.txt"),
            ("search a --sort -date -b", "search --sort -date -- a -b"),
            ("index -x", "index -x"),
            ("help search", "help search"),
            ("--help", "--help"),
            ("", ""),
        ] {
            let typed: Vec<&str> = typed.split_whitespace().collect();
            assert_eq!(arranged(&typed).join(" "), expected);
        }
    }
}
