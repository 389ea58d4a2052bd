//! How hits are shown: as text for people, with and without colour, and as a TREC run.

use crate::env::{TestEnv, left_out};
use crate::outcome::outcome;

const FIRE: &str = "Fire at the old mill
The old mill by the river burned down in the evening. Nobody was hurt. The fire brigade of the town came late because the bridge was closed.
The mayor spoke to the press in front of the school. He thanked the neighbours for their help and for the soup. He said that the town would not build the mill again. He had no answer to the question why the bridge had been closed for so long, and he asked for patience.
";

/// An article with a title and one without.
fn fire() -> TestEnv {
    let untitled = "A mill is a building in which corn is ground.\n";
    TestEnv::with_corpus(&[("fire.txt", FIRE), ("notes/mill.txt", untitled)]).indexed()
}

#[test]
fn text_shows_title_language_place_and_the_best_of_the_passage() {
    let env = fire();
    env.run(["search", "mills", "bridges"]).is(
        0,
        "
 1. Fire at the old **mill**
    en  fire.txt:2
    The old **mill** by the river burned down in the evening. Nobody was hurt. The fire brigade of the town came late because the **bridge** was closed. The mayor spoke to the press in front of the school. He thanked the neighbours for their help and for the soup. …

 2. notes/mill.txt:1  en
    A **mill** is a building in which corn is ground.

",
        "2 passages in 2 articles match, # ms\n",
    );
}

#[test]
fn what_is_left_out_of_a_passage_is_marked() {
    let env = fire();
    env.run(["search", "--snippet-chars", "60", "soup"]).is(
        0,
        "
 1. Fire at the old mill
    en  fire.txt:3
    … He thanked the neighbours for their help and for the **soup**. …

",
        "1 passage in 1 article matches, # ms\n",
    );
}

#[test]
fn a_match_in_the_title_alone_shows_the_beginning() {
    let env = TestEnv::with_corpus(&[(
        "a.txt",
        "Harbour news\nThe crane has been repaired and works again.\n",
    )])
    .indexed();
    env.run(["search", "news"]).is(
        0,
        "
 1. Harbour **news**
    en  a.txt:1
    The crane has been repaired and works again.

",
        "1 passage in 1 article matches, # ms\n",
    );
}

#[test]
fn line_ends_of_windows_do_not_show() {
    let env = TestEnv::with_corpus(&[(
        "a.txt",
        "Harbour news\r\nThe crane has been repaired\r\nand works again.\r\n",
    )])
    .indexed();
    let outcome = env.run(["search", "crane"]);
    outcome.exits(0);
    assert!(!outcome.stdout.contains('\r'), "{outcome}");
    assert!(
        outcome
            .stdout
            .starts_with(" 1. Harbour news\n    en  a.txt:2\n    The"),
        "{outcome}"
    );
}

#[test]
fn a_byte_order_mark_does_not_show() {
    let text = "\u{FEFF}Harbour news\nThe crane has been repaired and works again.\n";
    let env = TestEnv::with_corpus(&[("a.txt", text)]).indexed();
    env.run(["search", "crane"]).is(
        0,
        "
 1. Harbour news
    en  a.txt:2
    The **crane** has been repaired and works again.

",
        "1 passage in 1 article matches, # ms\n",
    );
}

#[test]
fn score_is_shown_when_asked_for() {
    let env = fire();
    env.run(["search", "--score", "corn"]).without_scores().is(
        0,
        "
 1. notes/mill.txt:1  en  #
    A mill is a building in which **corn** is ground.

",
        "1 passage in 1 article matches, # ms\n",
    );
    let scores: Vec<f64> = env
        .hits(["mill"])
        .iter()
        .map(|hit| hit["score"].as_f64().expect("a score"))
        .collect();
    assert!(
        scores.len() == 2 && scores[0] > scores[1] && scores[1] > 0.0,
        "{scores:?}"
    );
}

const COLOURED: &str = "
 1. \u{1b}[1mFire at the old mill\u{1b}[0m
    \u{1b}[2men\u{1b}[0m  \u{1b}[2mfire.txt:3\u{1b}[0m
    … He thanked the neighbours for their help and for the \u{1b}[1;31msoup\u{1b}[0m. …

";

#[test]
fn colour_can_be_forced_or_forbidden_and_a_pipe_has_none() {
    let env = fire();
    let plain = COLOURED
        .replace("\u{1b}[1;31msoup\u{1b}[0m", "soup")
        .replace("\u{1b}[1m", "")
        .replace("\u{1b}[2m", "")
        .replace("\u{1b}[0m", "");
    let said = "1 passage in 1 article matches, # ms\n";
    let search = ["search", "--snippet-chars=60", "soup"];
    for (options, no_color, expected) in [
        (&["--color", "always"][..], "", COLOURED),
        // the flag is nearer to what the person wants now than the variable
        (&["--color", "always"], "1", COLOURED),
        (&["--color", "never"], "", &plain),
        (&["--color", "auto"], "", &plain),
        (&[], "", &plain),
        (&[], "1", &plain),
    ] {
        let mut command = env.command(search);
        command.args(options).env("NO_COLOR", no_color);
        command.env_remove("TOLMACH_MARKS");
        outcome(&mut command, b"").is(0, expected, said);
    }
}

/// Runs a search at a terminal, and gives what a person would see; none where no terminal can be had.
fn at_a_terminal(env: &TestEnv, variables: &str) -> Option<String> {
    let script = "script -qec '\"$TOLMACH\" search --snippet-chars=60 soup 2>stderr' /dev/null";
    let shown = env.script(&format!("unset TOLMACH_MARKS; {variables} {script}"));
    if shown.code == Some(127) {
        left_out(
            "a terminal",
            "there is no program `script` to make one with",
        );
        return None;
    }
    shown.exits(0);
    Some(shown.stdout.replace("\r\n", "\n"))
}

#[test]
fn a_terminal_has_colour_unless_it_is_not_wanted() {
    let env = fire();
    let coloured = COLOURED.trim_start_matches('\n');
    let Some(shown) = at_a_terminal(&env, "COLUMNS=100") else {
        return;
    };
    assert_eq!(shown, coloured);
    for variables in ["COLUMNS=100 NO_COLOR=1", "COLUMNS=100 TERM=dumb"] {
        let shown = at_a_terminal(&env, variables).expect("a terminal");
        assert!(!shown.contains('\u{1b}'), "{variables}: {shown}");
    }
}

#[test]
fn a_terminal_is_written_on_as_wide_as_it_is() {
    let env = fire();
    let Some(shown) = at_a_terminal(&env, "COLUMNS=44") else {
        return;
    };
    let expected = " 1. \u{1b}[1mFire at the old mill\u{1b}[0m
    \u{1b}[2men\u{1b}[0m  \u{1b}[2mfire.txt:3\u{1b}[0m
    … He thanked the neighbours for their
    help and for the \u{1b}[1;31msoup\u{1b}[0m. …

";
    assert_eq!(shown, expected);
}

#[test]
fn a_trec_run_has_each_article_once_by_its_best_passage() {
    let long = "The mill and its wheel are very old, and many people come to see them. ".repeat(40);
    let env = TestEnv::with_corpus(&[
        ("many passages.txt", &format!("{long}\n\n{long}\n")),
        (
            "one.txt",
            "A mill is a building in which corn is ground by a stone.\n",
        ),
    ])
    .indexed();
    assert!(env.hits(["-n", "50", "wheel"]).len() > 1);
    let outcome = env
        .run(["search", "--format", "trec", "mill wheel"])
        .without_scores();
    outcome.is(
        0,
        "
1 Q0 many\\x20passages.txt 1 # tolmach
1 Q0 one.txt 2 # tolmach
",
        "",
    );
    let outcome = env
        .run(["search", "--format=trec", "-n1", "--offset=1", "mill wheel"])
        .without_scores();
    outcome.is(0, "1 Q0 one.txt 2 # tolmach\n", "");
    env.run(["search", "--format", "trec", "volcano"])
        .is(1, "", "");
}

#[test]
fn a_trec_run_has_the_second_article_after_one_of_very_many_passages() {
    let paragraph = "The mill and its wheel, the wheel of the mill and its keeper. ".repeat(20);
    let env = TestEnv::with_corpus(&[
        ("book.txt", &format!("{paragraph}\n").repeat(300)),
        (
            "note.txt",
            "A note on the weather, with a mill in it and many other words on that day.\n",
        ),
    ])
    .indexed();
    let outcome = env
        .run(["search", "--format", "trec", "mill wheel"])
        .without_scores();
    outcome.is(
        0,
        "1 Q0 book.txt 1 # tolmach\n1 Q0 note.txt 2 # tolmach\n",
        "",
    );
}
