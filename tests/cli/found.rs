//! Found is found: what was asked for is told from what is only like it, in every output and by the exit code.

use serde_json::{Value, json};

use crate::env::TestEnv;

/// Two languages; `merkez` is the centre in Turkish, and a chancellor in nobody's news.
fn centre() -> TestEnv {
    TestEnv::with_corpus(&[
        (
            "merkez.txt",
            "Şehrin merkezi bugün trafiğe kapatıldı ve bu karar bir hafta sürecek.\n",
        ),
        (
            "harbour.txt",
            "The chancellor came to the harbour, and the harbour was full of the ships of the fleet.\n",
        ),
        (
            "form.txt",
            "Nobody had ever seen as many chancelleries as on that day in the old town by the river.\n",
        ),
    ])
    .indexed()
}

/// The articles of hits, each with how sure it is.
fn matches(hits: &[Value]) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let hits = hits.iter();
    hits.map(|hit| (text(&hit["article"]), text(&hit["match"])))
        .collect()
}

#[test]
fn a_word_that_stands_nowhere_is_named_with_what_came_in_its_place() {
    let env = centre();
    env.run(["search", "Merkel"]).is(
        1,
        "
 1. merkez.txt:1  tr  (a guess)
    Şehrin **merkezi** bugün trafiğe kapatıldı ve bu karar bir hafta sürecek.

",
        "\"Merkel\" stands nowhere; nearest: merkez (tr)\n\
         1 passage in 1 article is but a guess, # ms\n",
    );
    let lines = env.lines(["Merkel harbour"]);
    assert_eq!(
        lines.last(),
        Some(&json!({
            "version": 1,
            "query": "Merkel harbour",
            "notice": "stands_nowhere",
            "text": "Merkel",
            "nearest": [{"text": "merkez", "language": "tr"}],
        }))
    );
    // a line of its own kind is none of a hit
    let notice = lines.last().expect("a line").to_string();
    assert!(!notice.contains("article"), "{notice}");
    env.run(["search", "volcano eruption"]).is(
        1,
        "",
        "\"volcano\" stands nowhere\n\"eruption\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
}

#[test]
fn what_was_found_stands_before_guesses_and_gives_the_exit_code() {
    let env = centre();
    let hits = env.hits(["Merkel harbour"]);
    let sure = |(_, certainty): &(String, String)| certainty != "guess";
    let found = matches(&hits);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0, "harbour.txt");
    assert!(sure(&found[0]) && !sure(&found[1]), "{found:?}");
    env.run(["search", "Merkel harbour"]).exits(0);
    env.run(["search", "Merkel"]).exits(1);
    // the second page has guesses only, but something was found
    env.run(["search", "--offset=1", "Merkel harbour"]).exits(0);
    for (queries, code) in [("Merkel\n", 1), ("Merkel\nharbour\n", 0)] {
        env.run_with_input(["search", "--queries=-"], queries)
            .exits(code);
    }
}

#[test]
fn strict_shows_only_what_is_there() {
    let env = centre();
    env.run(["search", "--strict", "Merkel"]).is(
        1,
        "",
        "\"Merkel\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
    let found = matches(&env.hits(["--strict", "the Merkel harbour"]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "harbour.txt");
    // what has the function words only is no find
    env.run(["search", "--strict", "the volcano"]).is(
        1,
        "",
        "\"volcano\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
    env.run(["why", "--strict", "form.txt", "the volcano"])
        .exits(1);
    env.run(["search", "--strict", "--relax", "harbour"])
        .exits(2);
}

#[test]
fn likeness_that_is_asked_for_is_found() {
    let env = centre();
    let found = matches(&env.hits(["--lang=tr", "Merkel~"]));
    assert_eq!(found, [("merkez.txt".to_owned(), "form".to_owned())]);
    env.run(["search", "--lang=tr", "Merkel~"]).exits(0);
}

#[test]
fn function_words_say_of_no_passage_that_it_was_found_unless_they_are_all_that_was_asked() {
    let env = centre();
    let found = matches(&env.hits(["the volcano"]));
    assert!(!found.is_empty());
    assert!(
        found.iter().all(|(_, certainty)| certainty == "guess"),
        "{found:?}"
    );
    env.run(["search", "the volcano"]).exits(1);
    env.run(["search", "of the"]).exits(0);
    // they are marked where nothing else is
    assert!(
        env.found(["the volcano"])
            .contains(&"en form.txt: the|the".to_owned())
    );
    assert!(
        env.found(["the harbour"])
            .contains(&"en harbour.txt: harbour|harbour".to_owned())
    );
}

#[test]
fn a_limit_is_told_in_json_too() {
    let env = centre();
    let long = format!("harbour {}", "x".repeat(5000));
    let lines = env.lines([long.as_str()]);
    let limits: Vec<&Value> = lines
        .iter()
        .filter(|line| line["notice"] == "limit_met")
        .map(|line| &line["limit"])
        .collect();
    assert_eq!(limits, ["query_chars", "word_chars"]);
}
