//! What people expect of a program: help, a configuration, variables, completions, manuals.

use crate::env::{SUMMIT, TestEnv};
use crate::outcome::{Outcome, outcome};

const SAID: &str = "1 passage in 1 article matches, # ms\n";

/// Runs a command with a configuration file and variables.
fn with(env: &TestEnv, config: &str, variables: &[(&str, &str)], arguments: &str) -> Outcome {
    env.write("home/.config/tolmach/config", config);
    let mut command = env.command(arguments.split(' '));
    command.env("HOME", env.path("home"));
    command.env_remove("TOLMACH_MARKS");
    outcome(command.envs(variables.iter().copied()), b"")
}

#[test]
fn options_of_the_configuration_hold_unless_others_are_typed() {
    let env = TestEnv::new().indexed();
    let search = "search Erklärung --fields article";
    let csv = "article\nde.txt\n";
    let tsv = "article\tscore\n";
    with(&env, "# mine\n--format csv\n", &[], search).is(0, csv, SAID);
    with(&env, "search --format=csv\n", &[], search).is(0, csv, SAID);
    // for another command, or none that the command has
    let status = with(
        &env,
        "index --format json\n--format csv\n--limit 3\n",
        &[],
        "status",
    );
    assert!(status.exits(0).stdout.starts_with("index     "), "{status}");
    // variables come before the file, and what is typed before both
    with(
        &env,
        "--format json\n",
        &[("TOLMACH_FORMAT", "csv")],
        search,
    )
    .is(0, csv, SAID);
    let typed = format!("{search} --fields score --format tsv");
    let outcome = with(
        &env,
        "--format json\n",
        &[("TOLMACH_FORMAT", "csv")],
        &typed,
    );
    assert!(outcome.exits(0).stdout.starts_with(tsv), "{outcome}");
    with(
        &env,
        "--format json\n",
        &[("TOLMACH_FORMAT", "")],
        "search Erklärung -l",
    )
    .is(0, "corpus/de.txt\n", SAID);
    with(&env, "-q\n", &[], search).is(0, "", "");
    let plain = with(
        &env,
        "--format csv\n-q\n",
        &[],
        "search Erklärung --no-config",
    );
    assert!(plain.exits(0).stdout.starts_with(" 1. "), "{plain}");
    // words of a query are no options
    let words = "search --format vimgrep -- Erklärung --limit";
    let said = format!("\"limit\" stands nowhere\n{SAID}");
    with(&env, "--limit 0\n", &[], words).is(0, "", &said);
}

#[test]
fn a_configuration_that_cannot_be_read_is_told_with_its_line() {
    let env = TestEnv::new().indexed();
    let path = env.path("home/.config/tolmach/config");
    let said = format!(
        "tolmach: {}:2: unknown option `--limt`\n\nhint: like it: --limit\n",
        path.display()
    );
    with(&env, "\n--limt 5\n", &[], "search Kim").is(2, "", &said);
    with(&env, "--limt 5\n", &[], "search Kim --no-config").exits(0);
    with(&env, "--limt 5\n", &[], "search --help").exits(0);
    with(&env, "--limit many\n", &[], "search Kim").exits(2);
    std::fs::remove_file(&path).expect("a file");
    std::fs::create_dir(&path).expect("a folder in its place");
    let mut command = env.command(["search", "Kim"]);
    let outcome = outcome(command.env("HOME", env.path("home")), b"");
    assert!(
        outcome
            .exits(2)
            .stderr
            .contains("cannot read the configuration"),
        "{outcome}"
    );
}

#[test]
fn short_help_is_short_and_long_help_has_examples() {
    let env = TestEnv::empty();
    for command in [
        "search",
        "new",
        "index",
        "show",
        "why",
        "eval",
        "analyze",
        "status",
        "verify",
        "man",
        "completions",
    ] {
        let short = env.run([command, "-h"]).exits(0).stdout.clone();
        let long = env.run([command, "--help"]).exits(0).stdout.clone();
        assert!(short.len() < long.len(), "{command}");
        assert!(!short.contains("Examples:\n"), "{command}");
        assert!(
            short.contains(&format!("tolmach {command} --help")),
            "{command}: {short}"
        );
        assert!(
            long.contains("\nExamples:\n") && long.contains("\nExit codes:\n"),
            "{command}"
        );
    }
}

#[test]
fn completions_are_scripts_that_shells_read() {
    let env = TestEnv::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = env.run(["completions", shell]).exits(0).stdout.clone();
        for word in ["search", "max-tokens", "completions"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    env.script("\"$TOLMACH\" completions bash > c && bash -n c")
        .is(0, "", "");
    env.script(
        "\"$TOLMACH\" completions bash > c; . ./c; COMP_WORDS=(tolmach sea); COMP_CWORD=1; \
         _tolmach tolmach sea tolmach; echo \"${COMPREPLY[@]}\"",
    )
    .is(0, "search\n", "");
    let said = "one of bash, elvish, fish, powershell, zsh";
    let unknown = env.run(["completions", "csh"]);
    assert!(unknown.exits(2).stderr.contains(said), "{unknown}");
}

#[test]
fn man_pages_are_made_of_the_same_options() {
    let env = TestEnv::empty();
    let page = env.run(["man", "search"]).exits(0).stdout.clone();
    assert!(
        page.contains(".TH") && page.contains("max\\-tokens"),
        "{page}"
    );
    env.run(["man", "--dir", "man1"]).is(0, "", "");
    let names = env.names("man1");
    for name in [
        "tolmach.1",
        "tolmach-search.1",
        "tolmach-index.1",
        "tolmach-man.1",
    ] {
        assert!(names.iter().any(|one| one == name), "{names:?}");
    }
    env.run(["man", "serch"]).exits(2);
}

#[test]
fn what_is_nearest_to_an_unknown_command_or_option_is_told() {
    let env = TestEnv::empty();
    for (arguments, nearest) in [
        ("serch Kim", "like it: search"),
        ("search Kim --limt 5", "like it: --limit"),
        ("search Kim --max-token 5", "like it: --max-tokens"),
        ("stauts", "like it: status"),
        ("index --exlude x", "like it: --exclude"),
    ] {
        let outcome = env.run(arguments.split(' '));
        assert!(outcome.exits(2).stderr.contains(nearest), "{outcome}");
    }
}

#[test]
fn quiet_commands_print_no_notes_and_errors_all_the_same() {
    let env = TestEnv::with_corpus(&SUMMIT);
    env.run(["index", "-q"]).is(0, "", "");
    env.run(["--quiet", "verify"]).is(0, "", "");
    let outcome = env.run(["index", "nowhere", "-q", "--index", "other"]);
    assert!(outcome.exits(2).stderr.contains("nowhere"), "{outcome}");
}

#[test]
fn a_search_builds_no_index_but_that_of_the_sample() {
    let env = TestEnv::new();
    env.run(["search", "Kim", "--index", "elsewhere"]).exits(2);
    env.script("mkdir a; cd a; \"$TOLMACH\" search Kim")
        .exits(2);
    assert_eq!(env.names("."), ["a", "corpus"]);
    let help = env.run(["search", "--help"]).stdout;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        help.contains("nothing else builds an index but `tolmach index`"),
        "{help}"
    );
}
