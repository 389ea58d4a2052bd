//! What does a program of the user's make of a file? Text or a web page, which it writes within a time.
//!
//! A command comes from the command line alone, and no shell reads it. It gets the file on its standard input, or its path in
//! place of `{}`.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use super::bounds::Bounds;
use crate::skip::{Bound, Skip};

/// What stands for the path of the file.
const PATH: &str = "{}";

/// How much is told of what a program complains of.
const COMPLAINT_BYTES: u64 = 4000;

/// How long to wait for that when the program has ended.
const COMPLAINT_TIME: Duration = Duration::from_secs(1);

/// A program that makes text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Converter {
    program: String,
    arguments: Vec<String>,
}

impl Converter {
    /// The command that is written so, its words between spaces unless these stand in quotation marks or behind a backslash.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(command: &str) -> Result<Self, &'static str> {
        let mut words = words(command)?.into_iter();
        let program = words.next().ok_or("there is no command")?;
        let arguments = words.collect();
        Ok(Self { program, arguments })
    }

    /// Whether it asks for the path of the file.
    pub(crate) fn takes_path(&self) -> bool {
        self.arguments
            .iter()
            .any(|argument| argument.contains(PATH))
    }

    /// What it makes of `input`, or of the file at `path` if it asks for that.
    ///
    /// # Errors
    /// [`Skip::Converter`] if it cannot be run or fails, [`Skip::Bound`] if it takes too long or writes too much.
    pub(crate) fn run(
        &self,
        input: &mut dyn Read,
        path: &Path,
        bounds: &Bounds,
    ) -> Result<Vec<u8>, Skip> {
        let takes_path = self.takes_path();
        let most = bounds.document_bytes;
        let mut command = Command::new(&self.program);
        command.args(
            self.arguments
                .iter()
                .map(|argument| with_path(argument, path)),
        );
        command.stdin(if takes_path {
            Stdio::null()
        } else {
            Stdio::piped()
        });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let failed = |error: io::Error| Skip::Converter(format!("{}: {error}", self.program));
        let mut child = command.spawn().map_err(failed)?;
        if let Some(mut stdin) = child.stdin.take() {
            let mut file = Vec::new();
            input.take(most).read_to_end(&mut file).map_err(failed)?;
            // one that needs only the beginning does not read the rest
            thread::spawn(move || drop(stdin.write_all(&file)));
        }
        let output = reader(child.stdout.take(), most + 1);
        let complaint = reader(child.stderr.take(), COMPLAINT_BYTES);
        // nobody waits for what it started and left behind
        let output = output.recv_timeout(bounds.time);
        let is_late = output.is_err();
        let output = output.unwrap_or_default();
        if is_late || output.len() as u64 > most {
            let _ = child.kill();
        }
        let status = child.wait().map_err(failed)?;
        let complaint = complaint.recv_timeout(COMPLAINT_TIME).unwrap_or_default();
        if is_late {
            return Err(Skip::Bound(Bound::Seconds(bounds.time.as_secs())));
        }
        if output.len() as u64 > most {
            return Err(Skip::Bound(Bound::Document(most)));
        }
        if !status.success() {
            let complaint = String::from_utf8_lossy(&complaint);
            let first = complaint
                .lines()
                .find(|line| !line.trim().is_empty())
                .unwrap_or_default();
            let first: String = first.trim().chars().take(200).collect();
            return Err(Skip::Converter(format!(
                "{}: {status}: {first}",
                self.program
            )));
        }
        Ok(output)
    }
}

/// An argument with the path where it asks for it.
fn with_path(argument: &str, path: &Path) -> OsString {
    let mut whole = OsString::new();
    for (ordinal, part) in argument.split(PATH).enumerate() {
        if ordinal > 0 {
            whole.push(path);
        }
        whole.push(part);
    }
    whole
}

/// Reads the first bytes of what a program writes, and the rest to forget it, in a thread of its own.
fn reader(source: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut source) = source {
            // what was read before a fault is what there is
            let _ = source.by_ref().take(most).read_to_end(&mut bytes);
            let _ = sender.send(bytes);
            let _ = io::copy(&mut source, &mut io::sink());
        }
    });
    receiver
}

/// The words of a command.
fn words(command: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = command.chars();
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\'' | '"', None) => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (character, Some(open)) if character == open => quote = None,
            ('\\', None | Some('"')) => {
                let next = characters
                    .next()
                    .ok_or("there is nothing behind its last backslash")?;
                word.get_or_insert_default().push(next);
            }
            (space, None) if space.is_whitespace() => words.extend(word.take()),
            (other, _) => word.get_or_insert_default().push(other),
        }
    }
    if quote.is_some() {
        return Err("a quotation mark is not closed");
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn run(command: &str, input: &[u8], seconds: u64) -> Result<String, Skip> {
        let bounds = Bounds {
            time: Duration::from_secs(seconds),
            document_bytes: 1000,
            ..Bounds::default()
        };
        let converter = Converter::parse(command).expect("a command");
        let output = converter.run(&mut &*input, Path::new("/a b/c.txt"), &bounds)?;
        Ok(String::from_utf8(output).expect("text"))
    }

    #[test]
    fn words_are_those_of_a_shell_without_what_it_does_to_them() {
        let words = |command| super::words(command);
        assert_eq!(
            words("a  'b c' d\\ e \"f\\\"g\" $HOME *"),
            Ok(["a", "b c", "d e", "f\"g", "$HOME", "*"]
                .map(str::to_owned)
                .to_vec())
        );
        assert_eq!(words("a ''"), Ok(vec!["a".to_owned(), String::new()]));
        assert!(words("a 'b").is_err() && words("a \\").is_err());
        assert!(Converter::parse("  ").is_err());
    }

    #[test]
    #[cfg(unix)]
    fn a_program_gets_the_file_or_its_path_and_its_output_is_taken() {
        assert_eq!(run("tr a-z A-Z", b"harbour", 10), Ok("HARBOUR".to_owned()));
        assert_eq!(
            run("printf %s: {} x{}", b"", 10),
            Ok("/a b/c.txt:x/a b/c.txt:".to_owned())
        );
        // no shell
        assert_eq!(
            run("printf %s $HOME;ls", b"", 10),
            Ok("$HOME;ls".to_owned())
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_program_that_fails_or_does_not_end_costs_the_file() {
        let failed = run("sh -c 'echo no such page >&2; exit 3'", b"", 10);
        assert!(
            matches!(&failed, Err(Skip::Converter(how)) if how.ends_with("3: no such page")),
            "{failed:?}"
        );
        assert!(matches!(
            run("no-such-program-here", b"", 10),
            Err(Skip::Converter(_))
        ));
        let started = Instant::now();
        // nobody waits for what it started either
        let late = run("sh -c 'sleep 600 & sleep 600'", b"", 1);
        assert_eq!(late, Err(Skip::Bound(Bound::Seconds(1))));
        assert_eq!(run("yes", b"", 20), Err(Skip::Bound(Bound::Document(1000))));
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}
