//! `tolmach show`: an article as it was indexed.

use serde_json::json;

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

/// A mailbox, a document of pages, an archive with another in it, and an export that is compressed.
fn containers() -> TestEnv {
    let env = TestEnv::empty();
    for path in [
        "documents/box.mbox",
        "documents/pages.pdf",
        "formats/containers/all.zip",
        "formats/containers/articles.jsonl.gz",
    ] {
        let fixture = format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"));
        let name = path.rsplit('/').next().expect("a name");
        env.write(
            &format!("corpus/{name}"),
            std::fs::read(fixture).expect(path),
        );
    }
    env.run(["index"]).exits(3);
    env
}

#[test]
fn an_article_of_a_mailbox_is_shown() {
    let env = containers();
    let head = "\
box.mbox#1@example.org
title    Pszczoły zajęły dworzec, pociągi stoją  (mail-header)
date     2024-03-14T09:31Z  (mail-header)
author   pl@example.org  (mail-header)
language pl
";
    let line = "**Maszynista** pierwszego porannego pociągu zauważył, że semafor jest dziwnie ciemny. Dopiero z bliska zobaczył, że pokrywają go **pszczoły**.";
    env.run([
        "show",
        "box.mbox#1@example.org:4",
        "-C0",
        "--query",
        "maszynista pszczoły",
    ])
    .is(0, &format!("{head}line     4 of 9\n\n{line}\n"), "");
    env.run(["show", "corpus/box.mbox#1@example.org", "--passage", "1"])
        .is(
            0,
            &format!(
                "{head}
Pszczoły zajęły dworzec, pociągi stoją
Rój liczący około trzydziestu tysięcy owadów osiadł na semaforze stacji Brzozów.

{}

Ruch wstrzymano o godzinie 5.40. Podróżnych przewieziono autobusami, a na peronie rozstawiono taśmę ostrzegawczą.

Pszczelarz z sąsiedniej wsi
From here on it is text.
",
                line.replace("**", "")
            ),
            "",
        );
}

const PAGES: &str = "\
pages.pdf
title    Fishing town votes to keep its old lighthouse  (properties)
date     2024-03-14T09:30Z  (properties)
author   Maud Ellery  (properties)
tags     harbour, towers
language en
";

const SECOND_PAGE: &str = "\
Repairs are thought to cost about 340,000 pounds, of which the county will pay a third. The rest is to be raised by the town, which has set aside less than half of it.
We have buried enough of our past, said Ruth Penhale, who led the campaign. My grandfather lit that **lamp** for thirty years.
Opponents said the money was needed for the school roof. They do not plan to contest the result, but they want the accounts to be published every quarter.
Three things are to happen before the summer:
";

#[test]
fn an_article_of_pages_is_shown_with_the_pages_that_it_is_on() {
    let env = containers();
    env.run(["show", "pages.pdf", "--passage", "2", "--query", "lamps"])
        .is(
            0,
            &format!("{PAGES}page     2 of 3\nlines    6-9 of 11\n\n{SECOND_PAGE}"),
            "",
        );
    let second = SECOND_PAGE.replace("**", "");
    let lines: Vec<&str> = second.lines().collect();
    env.run(["show", "pages.pdf:6", "-C1"]).is(
        0,
        &format!(
            "{PAGES}pages    1-2 of 3\nlines    5-7 of 11\n\nA costly landmark\n{}\n{}\n",
            lines[0], lines[1]
        ),
        "",
    );
    let whole = env.run(["show", "pages.pdf"]);
    let head = format!("{PAGES}pages    3\n\nFishing town votes");
    assert!(whole.exits(0).stdout.starts_with(&head), "{whole}");
    let shown = env.run([
        "show",
        "pages.pdf:6",
        "-C0",
        "--query",
        "county",
        "--format=json",
    ]);
    assert_eq!(
        shown.exits(0).json(),
        [json!({
            "version": 1,
            "article": "pages.pdf",
            "title": "Fishing town votes to keep its old lighthouse",
            "title_from": "properties",
            "date": "2024-03-14T09:30Z",
            "date_from": "properties",
            "language": null,
            "language_from": null,
            "source": null,
            "source_from": null,
            "author": "Maud Ellery",
            "author_from": "properties",
            "url": null,
            "url_from": null,
            "tags": ["harbour", "towers"],
            "pages": [527, 1019],
            "stale": null,
            "page": 2,
            "lines": 11,
            "bytes": {"start": 527, "end": 695},
            "chars": {"start": 527, "end": 695},
            "line": 6,
            "column": 1,
            "text": format!("{}\n", lines[0]),
            "highlights": [{"bytes": {"start": 590, "end": 596}, "chars": {"start": 590, "end": 596}, "line": 6, "column": 64}],
            "passages": [
                {"language": "en", "bytes": {"start": 0, "end": 527}, "line": 1},
                {"language": "en", "bytes": {"start": 527, "end": 1019}, "line": 6},
                {"language": "en", "bytes": {"start": 1019, "end": 1251}, "line": 10},
            ],
        })]
    );
}

#[test]
fn an_article_of_an_archive_in_an_archive_is_shown() {
    let env = containers();
    let article = "all.zip#inner/more.zip#pl.txt";
    let first = "Most nad rzeką zostanie zamknięty";
    let third = "od poniedziałku, ponieważ inżynierowie znaleźli pęknięcia. Mieszkańcy będą musieli jeździć objazdem przez sąsiednią wieś.";
    let head = format!("{article}\ntitle    {first}  (first-line)\nlanguage pl\n");
    let marked = first.replace("Most", "**Most**");
    env.run(["show", article, "--query", "most"]).is(
        0,
        &format!("{head}\n{marked}\n\n{marked} {third}\n"),
        "",
    );
    env.run(["show", &format!("{article}:3"), "-C", "0"]).is(
        0,
        &format!("{head}line     3 of 3\n\n{first} {third}\n"),
        "",
    );
    let shown = env.run([
        "show",
        article,
        "--passage",
        "--query",
        "most",
        "--format=json",
    ]);
    let span = |start: usize, char_start: usize, line: usize| {
        json!({
            "bytes": {"start": start, "end": start + 4},
            "chars": {"start": char_start, "end": char_start + 4},
            "line": line,
            "column": 1,
        })
    };
    assert_eq!(
        shown.exits(0).json(),
        [json!({
            "version": 1,
            "article": article,
            "title": first,
            "title_from": "first-line",
            "date": null,
            "date_from": null,
            "language": null,
            "language_from": null,
            "source": null,
            "source_from": null,
            "author": null,
            "author_from": null,
            "url": null,
            "url_from": null,
            "tags": [],
            "stale": null,
            "lines": 3,
            "bytes": {"start": 0, "end": 209},
            "chars": {"start": 0, "end": 191},
            "line": 1,
            "column": 1,
            "text": format!("{first}\n\n{first} {third}\n"),
            "highlights": [span(0, 0, 1), span(37, 35, 3)],
            "passages": [{"language": "pl", "bytes": {"start": 0, "end": 209}, "line": 1}],
        })]
    );
}

#[test]
fn an_article_of_a_compressed_export_is_shown_with_its_other_paths() {
    let env = containers();
    env.run([
        "show",
        "articles.jsonl.gz#a2:2",
        "-C0",
        "--query",
        "marchés",
    ])
    .is(
        0,
        "\
articles.jsonl.gz#a2
title    Le marché couvert rouvre ses portes  (field)
date     2024-06-12T08:30+02:00  (field)
source   The Example  (field)
author   A. Writer  (field)
url      https://example.org/fr/2  (field)
language fr  (field)
tags     river, town
also     all.zip#articles.jsonl#a2
line     2 of 2

Après deux années de travaux, le **marché** couvert a rouvert mercredi. Les marchands espèrent que les habitués reviendront dès la première journée de l'été.
",
        "",
    );
    env.run(["show", "articles.jsonl.gz#a2:9"]).is(
        2,
        "",
        "tolmach: `articles.jsonl.gz#a2` has 2 lines\n",
    );
}

#[test]
fn a_file_of_several_articles_names_the_first_of_them() {
    let env = containers();
    for (file, articles) in [
        (
            "articles.jsonl.gz",
            "'articles.jsonl.gz#a1' 'articles.jsonl.gz#a2' 'articles.jsonl.gz#a3'",
        ),
        (
            "corpus/box.mbox:3",
            "'box.mbox#0@example.org' 'box.mbox#1@example.org' 'box.mbox#2@example.org'",
        ),
    ] {
        env.run(["show", file]).is(
            2,
            "",
            &format!("tolmach: no article `{file}` in the index at `index`\n\nhint: like it: {articles}\n"),
        );
    }
}

#[test]
fn a_line_counts_behind_a_name_that_ends_like_one() {
    let records =
        r#"{"id": "note:2", "title": "A note", "text": "Second line.\nThird line.\nFourth."}"#;
    let env = TestEnv::with_corpus(&[(
        "a.jsonl",
        &format!("{records}\n{{\"id\": \"b\", \"text\": \"x\"}}\n"),
    )])
    .indexed();
    let whole = env.run(["show", "a.jsonl#note:2", "--format=json"]);
    let lines = whole.json()[0]["lines"].clone();
    assert_eq!(whole.json()[0]["line"], 1);
    let second = env.run(["show", "a.jsonl#note:2:2", "-C0", "--format=json"]);
    assert_eq!(second.json()[0]["line"], 2, "of {lines}");
}
