//! `tolmach show`: an article as it was indexed.

use crate::env::TestEnv;

const FIRE: &str = "Fire at the old mill
The old mill by the river burned down in the evening. Nobody was hurt.

The mayor spoke to the press in front of the school.
He thanked the neighbours for their help and for the soup.

The bridge had been closed since March.
";

fn fire() -> TestEnv {
    let note = "Der Hafen ist seit Montag wegen des Sturms gesperrt, sagte der Bürgermeister.\n";
    TestEnv::with_corpus(&[("fire.txt", FIRE), ("news/2024-06-19 harbour.txt", note)]).indexed()
}

#[test]
fn an_article_is_shown_as_it_was_indexed() {
    let env = fire();
    let head = "fire.txt\ntitle    Fire at the old mill  (first-line)\nlanguage en\n";
    env.run(["show", "fire.txt"])
        .is(0, &format!("\n{head}\n{FIRE}"), "");
    env.write(
        "corpus/fire.txt",
        "Another text altogether, as long as nobody indexes it.\n",
    );
    let outcome = env.run(["show", "corpus/fire.txt"]);
    outcome.is(
        0,
        &format!("\n{head}\n{FIRE}"),
        "its file has changed since it was indexed\n",
    );
}

#[test]
fn what_a_query_matches_is_marked_and_a_line_shows_what_is_around_it() {
    let env = fire();
    env.run([
        "show",
        "fire.txt:5",
        "-C",
        "1",
        "--query",
        "mills the neighbour -driver",
    ])
    .is(
        0,
        "
fire.txt
title    Fire at the old mill  (first-line)
language en
lines    4-6 of 7

The mayor spoke to the press in front of the school.
He thanked the **neighbours** for their help and for the soup.

",
        "",
    );
    let whole = env.run(["show", "fire.txt", "--query", "mill"]);
    assert_eq!(whole.exits(0).stdout.matches("**mill**").count(), 2);
}

#[test]
fn passages_are_shown_whole() {
    let paragraph = |of: &str| format!("The {of} was the talk of the town for a year. ").repeat(30);
    let text = format!(
        "{}\n\n{}\n\n{}\n",
        paragraph("mill"),
        paragraph("bridge"),
        paragraph("harbour")
    );
    let env = TestEnv::with_corpus(&[("a.txt", &text)]).indexed();
    for (arguments, expected) in [
        (&["a.txt", "--passage", "2"][..], "bridge"),
        (&["--passage", "a.txt:5"], "harbour"),
        (&["a.txt", "--passage"], "mill"),
    ] {
        let outcome = env.run(["show"].iter().chain(arguments));
        let shown = outcome.exits(0).stdout.clone();
        for word in ["mill", "bridge", "harbour"] {
            assert_eq!(
                shown.contains(&format!("The {word} was")),
                word == expected,
                "{shown}"
            );
        }
    }
    let around = env.run(["show", "a.txt:3", "--passage", "-C1", "--format", "json"]);
    let shown = &around.json()[0];
    assert_eq!(shown["text"], text);
    assert_eq!(shown["passages"].as_array().map(Vec::len), Some(3));
    assert_eq!(shown["passages"][1]["line"], 3);
}

#[test]
fn json_has_what_is_known_and_offsets_into_the_whole_text() {
    let env = fire();
    let outcome = env.run([
        "show",
        "fire.txt:4",
        "-C",
        "0",
        "--query",
        "mayor",
        "--format=json",
    ]);
    let shown = &outcome.json()[0];
    let line = "The mayor spoke to the press in front of the school.\n";
    assert_eq!(shown["text"], line);
    let start = FIRE.find(line).expect("a line");
    assert_eq!(shown["bytes"]["start"], start);
    assert_eq!(shown["line"], 4);
    let mark = &shown["highlights"][0];
    assert_eq!(mark["bytes"]["start"], start + 4);
    assert_eq!((&mark["line"], &mark["column"]), (&4.into(), &5.into()));
    assert_eq!(
        (&shown["title"], &shown["title_from"]),
        (&"Fire at the old mill".into(), &"first-line".into())
    );
    let dated = env
        .run(["show", "news/2024-06-19 harbour.txt", "--format=json"])
        .json();
    assert_eq!(
        (&dated[0]["date"], &dated[0]["date_from"]),
        (&"2024-06-19".into(), &"file-name".into())
    );
}

#[test]
fn what_is_not_there_is_an_error_that_names_what_is_like_it() {
    let env = fire();
    env.write("corpus/empty.txt", "");
    env.run(["index"]).exits(0);
    for (arguments, said) in [
        (
            &["fier.txt"][..],
            "tolmach: no article `fier.txt` in the index at `index`\n\nhint: like it: fire.txt\n",
        ),
        (&["fire.txt:99"], "tolmach: `fire.txt` has 7 lines\n"),
        (
            &["fire.txt", "--passage", "9"],
            "tolmach: `fire.txt` has 1 passage\n",
        ),
        (
            &["empty.txt"],
            "tolmach: `empty.txt` is not in the index: empty\n\nhint: tolmach why empty.txt WORD says more\n",
        ),
        (&["fire.txt", "--query", "-mill"], ""),
    ] {
        let outcome = env.run(["show"].iter().chain(arguments));
        outcome.exits(2);
        assert!(said.is_empty() || outcome.stderr == said, "{outcome}");
    }
}
