//! Many queries from a file or from standard input.

use std::fs;

use serde_json::Value;

use crate::env::TestEnv;

/// Three queries with ids, one that finds nothing among them.
const QUERIES: &str = "q1\tcorn\nq2\tvolcano\nq 3\tthe wheel of a mill\n";

fn mill() -> TestEnv {
    let env = TestEnv::with_corpus(&[
        (
            "corn.txt",
            "A building in which corn is ground by a stone.\n",
        ),
        ("wheel.txt", "The mill and its wheel are very old.\n"),
    ]);
    env.write("queries.tsv", QUERIES);
    env.indexed()
}

#[test]
fn a_trec_run_has_the_id_of_each_query() {
    let env = mill();
    let search = ["search", "--format=trec", "-n1", "--queries", "queries.tsv"];
    // ids are columns too, so their spaces are written as those of paths are
    let run = "q1 Q0 corn.txt 1 # tolmach\nq\\x203 Q0 wheel.txt 1 # tolmach\n";
    env.run(search).without_scores().is(0, run, "");
}

#[test]
fn text_has_the_query_above_its_hits() {
    let env = mill();
    env.run(["search", "-n1", "--queries", "queries.tsv"]).is(
        0,
        "
q1: corn

 1. corn.txt:1  en
    A building in which **corn** is ground by a stone.

q2: volcano

q 3: the wheel of a mill

 1. wheel.txt:1  en
    The **mill** and its **wheel** are very old.

",
        "query q2: \"volcano\" stands nowhere\n",
    );
}

#[test]
fn json_has_the_id_and_the_text_of_the_query_in_each_line() {
    let env = mill();
    let outcome = env.run(["search", "--format=json", "-n1", "--queries=queries.tsv"]);
    outcome.exits(0);
    let lines = outcome.json();
    let ids: Vec<(Value, Value, Value)> = lines
        .iter()
        .filter(|line| line["kind"] == "hit" || line["hits"] == 0)
        .map(|hit| {
            (
                hit["query_id"].clone(),
                hit["query"].clone(),
                hit["article"].clone(),
            )
        })
        .collect();
    let expected = [
        ("q1".into(), "corn".into(), "corn.txt".into()),
        ("q2".into(), "volcano".into(), Value::Null),
        (
            "q 3".into(),
            "the wheel of a mill".into(),
            "wheel.txt".into(),
        ),
    ];
    assert_eq!(ids, expected);
}

#[test]
fn a_line_without_a_tab_has_its_number_as_id_and_empty_lines_are_no_queries() {
    let env = mill();
    env.write("plain.txt", "\u{FEFF}corn\r\n\r\n  \n\nwheel");
    let search = ["search", "--format=trec", "--queries", "plain.txt"];
    let run = "1 Q0 corn.txt 1 # tolmach\n5 Q0 wheel.txt 1 # tolmach\n";
    env.run(search).without_scores().is(0, run, "");
}

#[test]
fn topics_as_trec_has_them_are_queries_and_their_language_is_not_searched_for() {
    let env = mill();
    let search = ["search", "--format=trec", "--queries=-"];
    let topics = "<top>\n<num> Number: 7\n<title> corn\n<desc> the wheel\n</top>\n";
    env.run_with_input(search, topics)
        .without_scores()
        .is(0, "7 Q0 corn.txt 1 # tolmach\n", "");
    env.write("corpus/no.txt", "No, it was not true.\n");
    env.run(["index"]).exits(0);
    env.run_with_input(search, "a\tcorn\tno\n")
        .without_scores()
        .is(0, "a Q0 corn.txt 1 # tolmach\n", "");
    env.run_with_input(search, "<top>\n<num> 7\n</top>\n").is(
        2,
        "",
        "tolmach: -:1: this topic has no <title>\n",
    );
}

#[test]
fn queries_come_from_standard_input_too() {
    let env = mill();
    let search = ["search", "--format=trec", "--queries", "-"];
    let run = "a Q0 corn.txt 1 # tolmach\n2 Q0 wheel.txt 1 # tolmach\n";
    env.run_with_input(search, "a\tcorn\nwheel\n")
        .without_scores()
        .is(0, run, "");
}

#[test]
fn a_query_without_words_is_said_and_the_others_are_answered() {
    let env = mill();
    env.write("queries.tsv", "q1\t?!\nq2\t\nq3\tcorn\nq4\t-corn\n");
    env.run(["search", "--format=trec", "--queries", "queries.tsv"])
        .without_scores()
        .is(
            2,
            "q3 Q0 corn.txt 1 # tolmach\n",
            "query q1: the query `?!` has no word to search for\n\
             query q2: the query `` has no word to search for\n\
             query q4: the query `-corn` says only what to leave out\n",
        );
}

#[test]
fn a_line_with_a_tab_and_no_id_is_no_query() {
    let env = mill();
    for line in ["\tcorn", " \tcorn\ten"] {
        let said = "tolmach: -:2: there is no id before the tab\n";
        env.run_with_input(["search", "--queries=-"], &format!("a\tcorn\n{line}\n"))
            .is(2, "", said);
    }
}

#[test]
fn when_no_query_finds_anything_nothing_was_found() {
    let env = mill();
    let missing = |id: u32, word: &str| {
        format!(
            "{{\"version\":2,\"kind\":\"summary\",\"query\":\"{word}\",\"query_id\":\"{id}\",\"hits\":0,\"left_out\":0,\
             \"passages\":0,\"articles\":0,\"is_exact\":true,\"is_found\":false,\"milliseconds\":0,\"languages\":[],\
             \"missing\":[\"{word}\"],\"relaxed\":[],\"suggestions\":[],\"limits\":[],\"stale\":0,\"hidden\":0}}\n"
        )
    };
    env.run_with_input(
        ["search", "--format=json", "--queries=-"],
        "volcano\nlava\n",
    )
    .is(
        1,
        &(missing(1, "volcano") + &missing(2, "lava")),
        "query 1: \"volcano\" stands nowhere\nquery 2: \"lava\" stands nowhere\n",
    );
    env.run_with_input(["search", "--queries=-"], "")
        .is(1, "", "");
}

#[test]
fn a_query_as_long_as_a_book_is_a_query() {
    let env = mill();
    let book = "x".repeat(1_000_000);
    fs::write(env.path("long"), format!("corn {book}\n{book} corn\n")).expect("long queries");
    let search = ["search", "--format=trec", "--queries", "long"];
    let run = "1 Q0 corn.txt 1 # tolmach\n";
    let said = |id| {
        format!(
            "query {id}: only the first 4096 characters of the query were looked at\n\
             query {id}: words of more than 64 characters were looked for in no other form\n"
        )
    };
    let said = said(1) + &said(2);
    env.run(search).without_scores().is(0, run, &said);
}

#[test]
fn options_hold_for_every_query() {
    let env = mill();
    let options = [
        "search",
        "--format=trec",
        "--all",
        "--lang=en",
        "--queries=-",
    ];
    env.run_with_input(options, "a\tmill wheel\nb\tmill corn\n")
        .without_scores()
        .is(0, "a Q0 wheel.txt 1 # tolmach\n", "");
}

#[test]
fn a_relaxed_phrase_is_said_of_the_query_that_has_it() {
    let env = mill();
    let said = "query a: \"wheel mill\" stands nowhere; its words were looked for one by one\n";
    for (options, code) in [(&[][..], 1), (&["--relax"][..], 0)] {
        let options = ["search", "--queries=-"].iter().chain(options);
        let outcome = env.run_with_input(options, "a\t\"wheel mill\"\n");
        assert_eq!(outcome.exits(code).stderr, said);
    }
}

#[test]
fn a_file_of_queries_that_is_not_there_is_an_error() {
    let env = mill();
    env.run(["search", "--queries", "nowhere.tsv"]).is(
        2,
        "",
        "tolmach: cannot read queries from `nowhere.tsv`: No such file or directory (os error 2)\n",
    );
}
