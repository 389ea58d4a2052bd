//! What do expressions find? Every example of docs/query.md, and what is told of queries.

use std::fs;
use std::path::Path;

use crate::env::TestEnv;

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/query.md");
    fs::read_to_string(path).expect("docs/query.md")
}

/// The lines of the blocks of docs/query.md that are of a kind.
fn blocks(document: &str, kind: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut is_in = false;
    for line in document.lines() {
        if let Some(block) = line.strip_prefix("```") {
            is_in = block == kind;
        } else if is_in {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// An index of the articles of docs/query.md.
fn articles() -> TestEnv {
    let env = TestEnv::with_corpus(&[]);
    let corpus = blocks(&document(), "corpus").join("\n");
    for article in corpus.split("### ").skip(1) {
        let (name, text) = article.split_once('\n').expect("a name and a text");
        env.write(&format!("corpus/{name}"), format!("{}\n", text.trim()));
    }
    env.indexed()
}

/// The articles that a command finds, by name.
fn found(env: &TestEnv, command: &str) -> Vec<String> {
    let command = command.replacen(
        "tolmach search",
        "\"$TOLMACH\" search --format json --strict",
        1,
    );
    let outcome = env.script(&command);
    let hits = outcome
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    let hits = hits.filter(|hit: &serde_json::Value| hit.get("article").is_some());
    let mut names: Vec<String> = hits
        .map(|hit| hit["article"].as_str().expect("a name").to_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn every_example_of_the_document_finds_what_it_shows() {
    let env = articles();
    let mut shown: Vec<(String, Vec<String>)> = Vec::new();
    for line in blocks(&document(), "console") {
        match (line.strip_prefix("$ "), shown.last_mut()) {
            (Some(command), _) => shown.push((command.to_owned(), Vec::new())),
            (None, Some((_, names))) => names.push(line),
            (None, None) => panic!("output without a command: {line}"),
        }
    }
    assert!(shown.len() > 30);
    for (command, mut names) in shown {
        names.sort();
        assert_eq!(found(&env, &command), names, "{command}");
    }
}

#[test]
fn what_is_not_understood_is_told_and_looked_for_as_words() {
    let env = articles();
    let outcome = env.run(["search", "(Kim AND Merkel"]);
    assert!(
        outcome
            .exits(0)
            .stderr
            .starts_with("not understood: `(` without `)`; the query is taken as words\n"),
        "{outcome}"
    );
    let outcome = env.run(["search", "Kim", "AND", "Merkel"]);
    assert!(!outcome.exits(1).stderr.contains("understood"), "{outcome}");
    env.write("queries.tsv", "q1\tKim AND\nq2\tKim\n");
    let outcome = env.run(["search", "--queries", "queries.tsv", "--format", "trec"]);
    assert_eq!(
        outcome.exits(0).stderr,
        "query q1: not understood: nothing stands behind `AND`; the query is taken as words\n"
    );
}

#[test]
fn the_parts_of_a_query_and_what_its_words_became_are_shown() {
    let env = articles();
    let outcome = env.run([
        "search",
        "--show-query",
        "--lang",
        "en",
        "(Kim OR Merkel) AND harbour NOT title:Berlin",
    ]);
    assert_eq!(
        outcome.exits(0).stdout,
        "\
(Kim OR Merkel) AND harbour NOT title:Berlin
  all of
    one of
      Kim
      Merkel
    side by side
      harbour
      not in the article
        in the title
          Berlin

en English: scores weighed 1.00
  Kim: kim as typed 1
  Merkel: merkel as typed 1
  harbour: harbour as typed 1
  not Berlin: berlin as typed 1
"
    );
}

#[test]
fn it_is_told_which_part_or_filter_keeps_an_article_out() {
    let env = articles();
    let why = |arguments: &[&str]| {
        let outcome = env.run([&["why", "bbc/2024-03-02.txt"], arguments].concat());
        outcome.stdout.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        why(&["Putin AND Kim AND summit"]),
        "bbc/2024-03-02.txt is no hit: its nearest passage, at line 1, is not as `Kim` asks"
    );
    assert_eq!(
        why(&["Putin NOT Merkel"]),
        "bbc/2024-03-02.txt is no hit: its nearest passage, at line 1, is not as `Putin NOT Merkel` asks"
    );
    assert_eq!(
        why(&["Putin", "--since", "2024-06", "--path", "post/"]),
        "bbc/2024-03-02.txt is no hit: its nearest passage, at line 1, is of an article that --since leaves out, \
         and is of an article that --path leaves out"
    );
    assert!(why(&["Putin AND summit"]).starts_with("bbc/2024-03-02.txt is a hit: 1 of 1 article"));
}

#[test]
fn what_is_asked_of_articles_may_stand_in_two_passages() {
    let filler = "The weather was fine and the sea was calm on that day. ".repeat(40);
    let text = format!("Kim went home.\n\n{filler}\n\nPutin stayed there.\n\n{filler}\n");
    let env = TestEnv::with_corpus(&[("a.txt", &text)]).indexed();
    for query in ["Kim AND Putin", "+Kim +Putin"] {
        assert_eq!(
            env.found([query]),
            ["en a.txt: Kim", "en a.txt: Putin"],
            "{query}"
        );
    }
    assert_eq!(
        env.found(["--all", "Kim Putin"]),
        ["en a.txt: Kim", "en a.txt: Putin"]
    );
    let none: [&str; 0] = [];
    assert_eq!(env.found(["--same-passage", "Kim AND Putin"]), none);
    assert_eq!(env.found(["--same-passage", "--all", "Kim Putin"]), none);
    assert_eq!(env.found(["passage:(Kim Putin)"]), none);
    assert_eq!(env.found(["Kim NOT Putin"]), none);
    assert_eq!(env.found(["Kim -Putin"]), ["en a.txt: Kim"]);
    assert_eq!(env.found(["Kim NEAR/3 home"]), ["en a.txt: Kim|home"]);
}

#[test]
fn synonyms_that_lie_ready_are_looked_for_and_told() {
    let env = articles();
    let none: [&str; 0] = [];
    assert_eq!(env.found(["--strict", "USA"]), none);
    env.write("synonyms", "USA => United States\n");
    let found = ["en post/2023-05-05.txt: United States"];
    assert_eq!(env.found(["--strict", "USA"]), found);
    assert_eq!(env.found(["--strict", "USA AND sailor"]).len(), 1);
    let shown = env.run(["search", "--show-query", "--lang", "en", "USA"]);
    assert!(
        shown
            .exits(0)
            .stdout
            .contains("  USA: united states synonym 1\n"),
        "{shown}"
    );
    env.write("list", "ship, vessel\n");
    assert_eq!(env.found(["--strict", "--synonyms", "list", "USA"]), none);
    fs::remove_file(env.path("synonyms")).expect("a file");
    env.write(
        "corpus/tolmach.toml",
        "synonyms = [\"USA => United States\", \"ship, vessel\"]\n['*.txt']\ntags = ['a']\n",
    );
    assert_eq!(env.found(["--strict", "USA"]), found);
    assert_eq!(
        env.found(["--strict", "vessel"]),
        ["en post/2023-05-05.txt: ship"]
    );
    env.run(["index"]).exits(0);
    assert_eq!(env.found(["--strict", "USA tag:a"]), found);
    let why = env.run(["why", "post/2023-05-05.txt", "USA"]);
    assert!(why.exits(0).stdout.contains("synonym"), "{why}");
    env.write("corpus/tolmach.toml", "synonyms = [\"USA\", 3]\n");
    let outcome = env.run(["search", "USA"]);
    assert!(
        outcome
            .exits(2)
            .stderr
            .contains("`synonyms` is a list of texts"),
        "{outcome}"
    );
}
