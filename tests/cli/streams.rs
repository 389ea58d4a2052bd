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
    .is(
        1,
        " [2Kid: volcano  [5K\n\n",
        "query  [2Kid: \"volcano\" stands nowhere\nquery  [2Kid: \"5K\" stands nowhere\n",
    );
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

/// What a terminal obeys: control characters of both kinds, and all marks that turn the direction of writing.
const OBEYED: &str = "\u{1b}[31m\u{9b}2J\u{7}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\
                      \u{2069}\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}";

/// Every place where text of the corpus, names, queries and errors are printed.
const PRINTED: [&str; 39] = [
    "index --dry-run",
    "index --dry-run --format json",
    "index",
    "index --format json",
    "index ~nowhere",
    "index --include ~[",
    "search crane",
    "search crane --explain --score -v",
    "search crane --format json --explain",
    "search crane --format trec",
    "search crane --format csv",
    "search crane --format tsv --fields article,file,text",
    "search crane --format markdown --absolute",
    "search crane --format markdown --fields article,text --marks ~,~",
    "search crane --format vimgrep",
    "search crane -lc",
    "search cr~ane",
    "search ~",
    "search -cr~ane",
    "search --lang ~ crane",
    "search --queries ~nowhere",
    "search --queries queries",
    "search --queries queries --format json",
    "search --queries queries --format trec",
    "search crane --synonyms synonyms --explain",
    "search crane --index ~nowhere",
    "search --~",
    "search --limit=~ crane",
    "why ~.txt crane",
    "why ~.txt cr~ane --format json",
    "why ~nowhere crane",
    "eval --topics queries --qrels qrels --run run",
    "eval --topics queries --qrels qrels --format json --compare run",
    "eval --topics ~ --qrels qrels",
    "analyze --lang en cr~ane",
    "status",
    "status --format json",
    "verify",
    "verify --format json",
];

#[test]
fn nothing_that_a_terminal_obeys_reaches_it_raw() {
    let env = TestEnv::empty();
    let with = |text: &str| text.replace('~', OBEYED);
    let article =
        with("~Harbour~ news\nThe crane~ of ~the harbour ~works, and the crane~s are old.\n");
    env.write(&with("corpus/~.txt"), &article);
    env.write(&with("corpus/~empty.txt"), "");
    env.write("corpus/.tolmachignore", with("~[\n"));
    env.write(
        "queries",
        with("~q\tcrane~ harbour\ner~r\t~\nq2\t\"crane~ the\"\n"),
    );
    env.write("qrels", "q2 0 a 1\nother 0 b 1\n");
    env.write("synonyms", with("crane, cr~ane, cranes\n"));
    let obeyed = |c: char| OBEYED[1..].contains(c) && !"[31m2J".contains(c) || c == '\u{1b}';
    for command in PRINTED {
        let outcome = env.run(command.split(' ').map(with));
        for text in [&outcome.stdout, &outcome.stderr] {
            assert!(!text.contains(obeyed), "{command}: {text:?}");
        }
        if command.contains("json") && outcome.code == Some(0) {
            assert!(!outcome.json().is_empty(), "{outcome}");
        }
        if command == "search crane --format json --explain" {
            let hit = &outcome.json()[0];
            assert_eq!(hit["article"], with("~.txt"));
            assert!(article.ends_with(hit["text"].as_str().expect("a text")));
        }
    }
    let run = fs::read_to_string(env.path("run")).expect("a run");
    assert!(
        run.contains("\\xE2\\x80\\xAE") && !run.contains(obeyed),
        "{run:?}"
    );
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let env = TestEnv::empty();
    let filler = "The crane in the harbour works again, and the port is open. ".repeat(30);
    for number in 0..60 {
        env.write(&format!("corpus/{number}.txt"), format!("{filler}\n"));
    }
    let env = env.indexed();
    for format in ["text", "json", "trec", "csv", "tsv", "markdown", "vimgrep"] {
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

/// A corpus of which every command has something to tell, and what is judged of it.
fn eventful() -> TestEnv {
    let env = TestEnv::new().indexed();
    env.write("topics.tsv", "q1\tdeclaration\ten\n");
    env.write("qrels.txt", "q1 0 en.txt 1\n");
    env.write("queries.tsv", "q1\tdeclaration\nq2\tvolcano\n");
    env.write("bad.tsv", "q1\tdeclaration\nq2\t?!\n");
    env
}

/// Every command that prints data, with what it prints and how it ends.
const COMMANDS: [&str; 34] = [
    "--help",
    "--version",
    "search --help",
    "search declaration",
    "search declaration --explain",
    "search declaration --format json",
    "search declaration --format trec",
    "search declaration --format csv",
    "search declaration --format markdown --max-tokens 100",
    "search declaration --format vimgrep",
    "search declaration -l",
    "search volcano -c",
    "completions bash",
    "man search",
    "search volcano --format json",
    "search -- ?!",
    "search --queries queries.tsv",
    "search --queries queries.tsv --format json --stale fail",
    "search --queries bad.tsv --format trec",
    "why en.txt declaration",
    "why en.txt declaration --format json",
    "why en.txt volcano",
    "eval --topics topics.tsv --qrels qrels.txt",
    "eval --topics topics.tsv --qrels qrels.txt --format json",
    "eval --topics topics.tsv --qrels qrels.txt --floor RR@10=1.1",
    "analyze --lang en declarations",
    "languages",
    "status",
    "status --format json",
    "verify",
    "verify --format json",
    "verify --index damaged",
    "index --dry-run",
    "index --format json --dry-run",
];

#[test]
fn exit_codes_hold_when_nobody_reads_and_a_full_disk_is_an_error() {
    let env = eventful();
    env.script("cp -r index damaged; for f in damaged/gen*/*.term; do printf x >> \"$f\"; done");
    let mut codes = std::collections::BTreeSet::new();
    // at first all is as it was indexed, then it is not
    for round in 0..2 {
        for command in COMMANDS {
            let arguments = || env.command(command.split(' '));
            let usual = env.run(command.split(' '));
            let code = usual.code.expect("a code");
            codes.insert(code);

            let (reader, closed) = std::io::pipe().expect("a pipe");
            drop(reader);
            let unread = arguments().stdout(closed).output().expect("it runs");
            let said = String::from_utf8_lossy(&unread.stderr);
            assert_eq!(unread.status.code(), Some(code), "{command}: {said}");
            assert!(!said.contains("pipe"), "{command}: {said}");

            let full = fs::OpenOptions::new().write(true).open("/dev/full");
            let Ok(full) = full else { continue };
            let unwritten = arguments().stdout(full).output().expect("it runs");
            let said = String::from_utf8_lossy(&unwritten.stderr);
            let is_fall = command.contains("--floor");
            let (expected, reason) = if usual.stdout.is_empty() || is_fall {
                (code, "")
            } else {
                (
                    2,
                    "cannot write to standard output: No space left on device",
                )
            };
            assert_eq!(unwritten.status.code(), Some(expected), "{command}: {said}");
            assert!(said.contains(reason), "{command}: {said}");
        }
        if round == 0 {
            env.write("corpus/en.txt", "The text of today is another one.\n");
            env.write("corpus/binary.txt", b"\0\x01\x02\0");
        }
    }
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), [0, 1, 2]);
    for format in ["text", "json"] {
        let (reader, closed) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut index = env.command(["index", "--format", format]);
        let status = index.stdout(closed).stderr(Stdio::null()).status();
        assert_eq!(status.expect("it runs").code(), Some(3), "{format}");
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
