//! What reaches the terminal, and what happens when nobody reads any more.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;

use crate::env::TestEnv;

/// A title, a text and a file name with what makes a terminal turn red, ring, or change its title.
fn hostile() -> TestEnv {
    let env = TestEnv::empty();
    let text = "Harbour \u{1b}[31mnews\nThe crane \u{1b}]0;gotcha\u{7}works \u{9b}2J again,\tand the\u{8} port is open.\n";
    env.write("corpus/\u{1b}[31mred.txt", text);
    env.indexed()
}

#[test]
fn control_characters_of_an_article_and_its_name_do_not_reach_the_terminal() {
    let env = hostile();
    env.run(["search", "crane"]).is(
        0,
        "
 1. Harbour  [31mnews
    en   [31mred.txt:2
    The **crane**  ]0;gotcha works  2J again, and the  port is open.

",
        "1 passage in 1 article matches, # ms\n",
    );
    env.run_with_input(
        ["search", "--queries=-"],
        "\u{1b}[2Kid\tvolcano \u{1b}[5K\n",
    )
    .is(1, " [2Kid: volcano  [5K\n\n", "");
    let coloured = env.run(["search", "--color=always", "crane"]).stdout;
    let ours = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[1;31m", "\u{1b}[0m"];
    let rest = ours
        .iter()
        .fold(coloured, |text, code| text.replace(code, ""));
    let control = |c: char| c.is_control() && c != '\n';
    assert!(!rest.contains(control), "{rest:?}");
}

#[test]
fn json_escapes_what_a_terminal_would_act_on() {
    let env = hostile();
    let outcome = env.run(["search", "--format", "json", "crane"]);
    assert!(
        !outcome.stdout.contains(['\u{1b}', '\u{7}', '\u{8}']),
        "{outcome}"
    );
    assert_eq!(outcome.json()[0]["article"], "\u{1b}[31mred.txt");
}

#[test]
fn analysis_shows_no_control_characters() {
    let env = TestEnv::empty();
    let outcome = env.run(["analyze", "--lang", "en", "crane\u{1b}[31m a\u{AD}\u{9b}b"]);
    outcome.exits(0);
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!outcome.stdout.contains(control), "{outcome}");
}

#[test]
fn json_escapes_the_other_control_characters_too() {
    let outcome = hostile().run(["search", "--format", "json", "crane"]);
    assert!(!outcome.stdout.contains('\u{9b}'), "{outcome}");
}

#[test]
fn a_trec_run_has_no_control_characters() {
    let outcome = hostile().run(["search", "--format", "trec", "crane"]);
    assert!(!outcome.stdout.contains('\u{1b}'), "{outcome}");
}

#[test]
fn stderr_has_no_control_characters() {
    let env = hostile();
    env.write("corpus/\u{1b}[31mempty.txt", "");
    for arguments in [
        &["index"][..],
        &["search", "\u{1b}[!"],
        &["search", "--lang", "\u{1b}[31m", "x"],
        &["index", "\u{1b}[31m"],
    ] {
        let outcome = env.run(arguments);
        assert!(!outcome.stderr.contains('\u{1b}'), "{outcome}");
    }
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let env = TestEnv::empty();
    let filler = "The crane in the harbour works again, and the port is open. ".repeat(30);
    for number in 0..60 {
        env.write(&format!("corpus/{number}.txt"), format!("{filler}\n"));
    }
    let env = env.indexed();
    for format in ["text", "json", "trec"] {
        let mut search = env.command(["search", "--format", format, "-n", "1000", "--queries=-"]);
        let search = search.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = search.stderr(Stdio::piped()).spawn().expect("it starts");
        let queries = "crane\n".repeat(50); // far more to print than a pipe holds
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(queries.as_bytes()).expect("queries");
        drop(input);
        let mut reader = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
        assert!(!reader.fill_buf().expect("something to read").is_empty());
        drop(reader);
        let mut said = String::new();
        let mut errors = child.stderr.take().expect("a pipe");
        errors.read_to_string(&mut said).expect("text");
        let status = child.wait().expect("it ends");
        assert_eq!((said.as_str(), status.code()), ("", Some(0)), "{format}");
    }
}

#[test]
fn a_closed_stderr_changes_nothing() {
    let env = TestEnv::new().indexed();
    for (arguments, code) in [
        (&["search", "declaration"][..], 0),
        (&["search", "volcano"], 1),
        (&["search", ""], 2),
        (&["index"], 0),
    ] {
        let mut command = env.command(arguments);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let command = command.stdout(Stdio::null()).stderr(writer);
        let status = command.status().expect("it runs");
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn names_that_are_no_unicode_are_readable_in_every_format() {
    let env = TestEnv::with_corpus(&[]);
    let name = OsStr::from_bytes(b"corpus/a b\xff.txt");
    fs::write(env.path(name), "The crane works.\n").expect("a file");
    let env = env.indexed();
    let shown = |format: &str| env.run(["search", "--format", format, "crane"]).stdout;
    assert!(shown("text").starts_with(" 1. a b\\xFF.txt:1  en\n"));
    assert!(shown("json").contains("\"article\":\"a b\\\\xFF.txt\""));
    assert!(shown("trec").starts_with("1 Q0 a\\x20b\\xFF.txt 1 "));
}
