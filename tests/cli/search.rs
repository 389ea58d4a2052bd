//! What a query finds, and the options that widen or narrow it.

use crate::env::TestEnv;

/// Four notices that differ in a few words.
const NOTICES: [(&str, &str); 4] = [
    (
        "bridge.txt",
        "The old bridge over the river was closed in the morning.\n",
    ),
    (
        "ferry.txt",
        "The ferry over the river was closed in the evening.\n",
    ),
    (
        "mill.txt",
        "The old mill by the river burned down in the evening, and the bridge is safe.\n",
    ),
    (
        "school.txt",
        "The school was opened by the mayor in the morning.\n",
    ),
];

fn notices() -> TestEnv {
    TestEnv::with_corpus(&NOTICES).indexed()
}

#[test]
fn stemmed_query_finds_inflected_form() {
    let env = notices();
    env.run(["search", "burning"]).is(
        0,
        "
 1. mill.txt:1  en
    The old mill by the river **burned** down in the evening, and the bridge is safe.

",
        "1 passage in 1 article matches, # ms\n",
    );
}

#[test]
fn nothing_found_is_no_error() {
    let env = notices();
    env.run(["search", "volcano"]).is(
        1,
        "",
        "\"volcano\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
}

#[test]
fn some_of_the_words_are_enough_and_more_are_better() {
    let env = notices();
    let hits = env.hits(["old", "bridge", "volcano"]);
    let articles: Vec<_> = hits.iter().map(|hit| hit["article"].as_str()).collect();
    assert_eq!(articles, [Some("bridge.txt"), Some("mill.txt")]);
}

#[test]
fn with_all_every_word_is_needed() {
    let env = notices();
    let found = env.found(["--all", "rivers", "evening", "closed"]);
    assert_eq!(found, ["en ferry.txt: river|closed|evening"]);
    env.run(["search", "--all", "river", "mayor"]).is(
        1,
        "",
        "0 passages in 0 articles match, # ms\n",
    );
}

#[test]
fn a_phrase_is_found_in_its_order_and_highlighted_as_one() {
    let env = notices();
    env.run(["search", "\"over the river\""]).is(
        0,
        "
 1. ferry.txt:1  en
    The ferry **over the river** was closed in the evening.

 2. bridge.txt:1  en
    The old bridge **over the river** was closed in the morning.

",
        "2 passages in 2 articles match, # ms\n",
    );
}

#[test]
fn every_kind_of_quotation_marks_makes_a_phrase() {
    let env = notices();
    let expected = ["en bridge.txt: old bridge"];
    for (open, close) in [
        ("\"", "\""),
        ("“", "”"),
        ("„", "“"),
        ("«", "»"),
        ("»", "«"),
        ("「", "」"),
    ] {
        assert_eq!(
            env.found([format!("{open}old bridge{close}")]),
            expected,
            "{open}{close}"
        );
    }
}

#[test]
fn a_phrase_that_stands_nowhere_is_relaxed_and_that_is_said() {
    let env = notices();
    env.run(["search", "\"bridge old\""]).is(
        1,
        "
 1. bridge.txt:1  en  (a guess)
    The **old bridge** over the river was closed in the morning.

 2. mill.txt:1  en  (a guess)
    The **old** mill by the river burned down in the evening, and the **bridge** is safe.

",
        "\"bridge old\" stands nowhere; its words were looked for one by one\n\
         2 passages in 2 articles are but guesses, # ms\n",
    );
    // who asks for its words then is given what was asked for
    env.run(["search", "--relax", "-n1", "\"bridge old\""]).is(
        0,
        "
 1. bridge.txt:1  en
    The **old bridge** over the river was closed in the morning.

",
        "\"bridge old\" stands nowhere; its words were looked for one by one\n\
         2 passages in 2 articles match, # ms\n",
    );
    // who wants all of it, or only what is there, wants the phrase
    for option in ["--all", "--strict"] {
        env.run(["search", option, "\"bridge old\""]).is(
            1,
            "",
            "\"bridge old\" stands nowhere\n0 passages in 0 articles match, # ms\n",
        );
    }
    // it stands where it must not be
    env.run(["search", "-n1", "\"old bridge\" -closed"]).is(
        1,
        "
 1. mill.txt:1  en  (a guess)
    The **old** mill by the river burned down in the evening, and the **bridge** is safe.

",
        "no passage has \"old bridge\" as the query asks for it; its words were looked for one by one\n\
         1 passage in 1 article is but a guess, # ms\n",
    );
}

#[test]
fn excluded_words_and_phrases_keep_passages_out() {
    let env = notices();
    for arguments in [&["river", "-ferry"][..], &["--", "-ferries", "river"]] {
        let found = env.found(arguments);
        assert_eq!(found, ["en bridge.txt: river", "en mill.txt: river"]);
    }
    assert_eq!(env.found(["--", "river -bridge"]), ["en ferry.txt: river"]);
    let found = env.found(["--", "river -\"old bridge\" -«the ferry»"]);
    assert_eq!(found, ["en mill.txt: river"]);
}

#[test]
fn a_minus_inside_a_word_or_before_a_number_excludes_nothing() {
    let env = TestEnv::with_corpus(&[(
        "cold.txt",
        "The ice-cold morning began with -12 degrees on the river.\n",
    )])
    .indexed();
    let found = env.found(["--", "ice-cold -12"]);
    assert_eq!(found, ["en cold.txt: ice-cold|12"]);
}

/// Articles of equal worth, which stand in the order of their paths.
fn ten_equal_articles() -> TestEnv {
    let env = TestEnv::empty();
    for number in 0..10 {
        env.write(
            &format!("corpus/{number}.txt"),
            format!("The ferry over the river was closed.\nPier {number} as well.\n"),
        );
    }
    env.indexed()
}

#[test]
fn limit_and_offset_cut_a_page_from_the_ranking() {
    let env = ten_equal_articles();
    let page = "
 4. 3.txt:1  en
    The **ferry** over the river was closed. Pier 3 as well.

 5. 4.txt:1  en
    The **ferry** over the river was closed. Pier 4 as well.

";
    let said = "10 passages in 10 articles match, # ms\n";
    env.run(["search", "-n", "2", "--offset", "3", "ferry"])
        .is(0, page, said);
    env.run(["search", "--limit=2", "--offset=3", "ferry"])
        .is(0, page, said);
    assert_eq!(env.hits(["--offset", "9", "ferry"]).len(), 1);
    // it is found, though not shown
    env.run(["search", "--offset", "10", "ferry"])
        .is(0, "", said);
    env.run(["search", "-n", "0", "ferry"]).is(0, "", said);
    let run = ["--format", "trec", "-n", "0"];
    env.run(["search", "ferry"].iter().chain(&run)).exits(0);
    env.run(["search", "volcano"].iter().chain(&run)).exits(1);
}

#[test]
fn lang_narrows_a_search_to_its_languages() {
    let env = TestEnv::new().indexed();
    let all = [
        "de de.txt: Kim",
        "en en.txt: Kim",
        "es es.txt: Kim",
        "fr fr.txt: Kim",
        "it it.txt: Kim",
        "tr tr.txt: Kim",
    ];
    assert_eq!(env.found(["Kim"]), all);
    assert_eq!(env.found(["--lang", "de", "Kim"]), all[..1]);
    assert_eq!(env.found(["--lang", "DE, en", "Kim"]), all[..2]);
    assert_eq!(env.found(["--lang", "it", "--lang", "tr", "Kim"]), all[4..]);
    env.run(["search", "--lang", "ja", "Kim"]).is(
        1,
        "",
        "--lang leaves out all 6 articles that match without it\n0 passages in 0 articles match, # ms\n",
    );
}

#[test]
fn verbose_says_which_languages_the_query_may_be_in() {
    let env = TestEnv::new().indexed();
    let outcome = env.run(["search", "--verbose", "--lang", "de,en", "short"]);
    outcome.exits(0);
    let expected = "en English: scores weighed 1.00\n1 passage in 1 article matches, # ms\n";
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn a_query_of_ten_thousand_words_is_a_query() {
    let env = notices();
    let words = (0..10_000).map(|number| format!("word{number}"));
    let query: Vec<String> = std::iter::once("ferry".to_owned()).chain(words).collect();
    assert_eq!(env.found(&query), ["en ferry.txt: ferry"]);
    let search = ["search".to_owned()];
    let outcome = env.run(search.iter().chain(&query));
    let said = "only the first 4096 characters of the query were looked at\n";
    assert!(outcome.stderr.starts_with(said), "{}", outcome.stderr);
}

#[test]
fn any_text_is_a_query() {
    let env = notices();
    for query in [
        "ferry OR (",
        "ferry:",
        "ferry^2 ~ *",
        "\"ferry",
        "[ferry TO",
        "ferry\\",
        "ferry \u{0}\u{202E}",
        "{ferry} && !",
        "'ferry",
        "/ferry/",
        "ferry 🙂 \u{301}",
    ] {
        // a NUL cannot be an argument
        let query = query.replace('\0', " ");
        assert_eq!(
            env.found(["--", &query]),
            ["en ferry.txt: ferry"],
            "{query}"
        );
    }
}

#[test]
fn without_an_index_the_corpus_beside_is_indexed_first() {
    let env = TestEnv::with_corpus(&NOTICES);
    let answer = "
 1. mill.txt:1  en
    The old **mill** by the river burned down in the evening, and the bridge is safe.

";
    let search = ["search", "mill"];
    env.run(search).is(
        0,
        answer,
        "
no index at index yet: building it from ./corpus
language                  articles  passages
en English                       4         4
4 articles, 4 passages, 238 B of text in # s (# MB/s); index # at index

1 passage in 1 article matches, # ms
",
    );
    env.run(search)
        .is(0, answer, "1 passage in 1 article matches, # ms\n");
}
