//! Hits as JSON Lines: one whole line, and offsets that slice the article.

use std::fs;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tolmach::hit::HitLine;
use tolmach::index::{BuildOptions, Progress, Status, build, verify};
use tolmach::search::{Freshness, Scope, SearchOptions, SummaryLine, search};
use tolmach::source::Sources;
use tolmach::why::{WhyLine, why};
use tolmach::{Index, Query};

use crate::env::{SUMMIT, TestEnv};
use crate::outcome::outcome;

#[test]
fn a_hit_is_a_line_with_all_that_is_known_of_it() {
    let env = TestEnv::new().indexed();
    let outcome = env.run(["search", "--format", "json", "Erklärungen Kameras"]);
    let file = env.path("corpus/de.txt");
    let file = file.display();
    let expected = json!({
        "version": 2,
        "kind": "hit",
        "query": "Erklärungen Kameras",
        "rank": 1,
        "score": outcome.json()[0]["score"],
        "match": "exact",
        "article": "de.txt",
        "file": env.path("corpus/de.txt"),
        "title": "Treffen in Singapur",
        "date": null,
        "source": null,
        "language": "de",
        "bytes": {"start": 0, "end": 145},
        "chars": {"start": 0, "end": 143},
        "line": 1,
        "column": 1,
        "text": SUMMIT[0].1,
        "fragments": [
            {"bytes": {"start": 0, "end": 144}, "chars": {"start": 0, "end": 142}, "line": 1, "column": 1}
        ],
        "highlights": [
            {"bytes": {"start": 70, "end": 77}, "chars": {"start": 69, "end": 76}, "line": 2, "column": 50},
            {"bytes": {"start": 133, "end": 143}, "chars": {"start": 132, "end": 141}, "line": 2, "column": 113}
        ],
        "title_highlights": [],
        "match_line": 2,
        "stale": null
    });
    let summary = json!({
        "version": 2,
        "kind": "summary",
        "query": "Erklärungen Kameras",
        "hits": 1,
        "left_out": 0,
        "passages": 1,
        "articles": 1,
        "is_exact": true,
        "is_found": true,
        "milliseconds": 0,
        "languages": [{"language": "de", "weight": 1.0}],
        "missing": [],
        "relaxed": [],
        "suggestions": [],
        "limits": [],
        "stale": 0,
        "hidden": 0
    });
    assert_eq!(outcome.json(), [expected, summary]);
    assert_eq!(outcome.stderr, "1 passage in 1 article matches, # ms\n");
    assert_eq!(
        outcome.without_scores().stdout.lines().next(),
        Some(format!("{{\"version\":2,\"kind\":\"hit\",\"query\":\"Erklärungen Kameras\",\"rank\":1,\"score\":#,\"match\":\"exact\",\"article\":\"de.txt\",\"file\":\"{file}\",\
         \"title\":\"Treffen in Singapur\",\"date\":null,\"source\":null,\"language\":\"de\",\"bytes\":{{\"start\":0,\"end\":145}},\
         \"chars\":{{\"start\":0,\"end\":143}},\"line\":1,\"column\":1,\"text\":\"Treffen in Singapur\\n\
         Kim Jong-un und der Präsident gaben sich vor den Kameras die Hand. Nach dem Essen unterschrieben sie \
         eine kurze Erklärung.\\n\",\"fragments\":[{{\"bytes\":{{\"start\":0,\"end\":144}},\
         \"chars\":{{\"start\":0,\"end\":142}},\"line\":1,\"column\":1}}],\"highlights\":[\
         {{\"bytes\":{{\"start\":70,\"end\":77}},\"chars\":{{\"start\":69,\"end\":76}},\"line\":2,\"column\":50}},\
         {{\"bytes\":{{\"start\":133,\"end\":143}},\"chars\":{{\"start\":132,\"end\":141}},\"line\":2,\"column\":113}}],\
         \"title_highlights\":[],\"match_line\":2,\"stale\":null}}").as_str())
    );
}

#[test]
fn an_article_without_a_title_has_none() {
    let env = TestEnv::with_corpus(&[("a.txt", "The crane was repaired.\n")]).indexed();
    assert_eq!(env.hits(["crane"])[0]["title"], Value::Null);
}

#[test]
fn nothing_found_is_a_line_that_says_so_and_no_hit() {
    let env = TestEnv::new().indexed();
    env.run(["search", "--format", "json", "volcano"]).is(
        1,
        "{\"version\":2,\"kind\":\"summary\",\"query\":\"volcano\",\"hits\":0,\"left_out\":0,\"passages\":0,\"articles\":0,\
         \"is_exact\":true,\"is_found\":false,\"milliseconds\":0,\"languages\":[],\"missing\":[\"volcano\"],\"relaxed\":[],\
         \"suggestions\":[],\"limits\":[],\"stale\":0,\"hidden\":0}\n",
        "\"volcano\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
}

/// The text that a span covers; its bytes, characters, line and column must say the same.
fn covered<'t>(article: &'t str, span: &Value) -> &'t str {
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    let bytes = number(&span["bytes"]["start"])..number(&span["bytes"]["end"]);
    let covered = &article[bytes.clone()];
    let before = &article[..bytes.start];
    let chars = before.chars().count()..before.chars().count() + covered.chars().count();
    assert_eq!(
        number(&span["chars"]["start"])..number(&span["chars"]["end"]),
        chars
    );
    let line = before.rsplit('\n').next().unwrap_or(before);
    assert_eq!(number(&span["line"]), before.matches('\n').count() + 1);
    assert_eq!(number(&span["column"]), line.chars().count() + 1);
    covered
}

#[test]
fn the_line_is_that_of_the_first_highlight_and_a_title_is_marked() {
    let env = TestEnv::with_corpus(&[
        (
            "a.txt",
            "The bridge\n\nNobody came.\nThe bridge was closed.\n",
        ),
        ("b.txt", "The bridges of Kiel\n\nNobody came.\n"),
    ]);
    let env = env.indexed();
    let hits = env.hits(["bridge"]);
    let told = |hit: &Value| {
        let told = ["article", "line", "match_line", "title_highlights"];
        json!(told.map(|name| hit[name].clone()))
    };
    let expected = json!([
        ["a.txt", 1, 4, [{"start": 4, "end": 10}]],
        ["b.txt", 1, 1, [{"start": 4, "end": 11}]],
    ]);
    let told: Vec<Value> = hits.iter().map(told).collect();
    assert_eq!(json!(told), expected);
}

#[test]
fn every_offset_is_right_in_every_article() {
    let long = "Die Brücke über den Fluß ist gesperrt. Der Bürgermeister öffnet die alte Brücke erst morgen. ".repeat(30);
    let thai = "นายกรัฐมนตรีกล่าวว่าสะพานเก่าจะปิดจนถึงสิ้นสัปดาห์";
    let env = TestEnv::with_corpus(&[
        ("long.txt", &format!("Titel\n{long}\n\n{long}\r\n{long}")),
        (
            "composed.txt",
            "Les e\u{301}lèves de l’e\u{301}cole\r\n\r\net de l'école ont posé des questions.\r\n",
        ),
        (
            "plain.txt",
            "The 😀 school 🏫 of the town\n\n\n   has a bridge, and the school is old.\n",
        ),
        (
            "mark.txt",
            "\u{FEFF}The bridge\nto the school and the other bridges of the town.\n",
        ),
        ("zh.txt", "桥梁\n这座旧桥梁将关闭到周末，学校也关闭。\n"),
        ("th.txt", &format!("{thai}\n{thai} {thai}\n")),
    ])
    .indexed();
    let (mut passages, mut highlights) = (0, 0);
    for hit in env.hits(["-n", "100", "Brücken bridge school école 桥梁 สะพาน"]) {
        let path = format!("corpus/{}", hit["article"].as_str().expect("an article"));
        let article = fs::read_to_string(env.path(path)).expect("the article");
        assert_eq!(covered(&article, &hit), hit["text"]);
        for (of, spans) in [
            ("fragments", &hit["fragments"]),
            ("highlights", &hit["highlights"]),
        ] {
            let spans = spans.as_array().expect("spans");
            let mut end = hit["bytes"]["start"].as_u64();
            for span in spans {
                let text = covered(&article, span);
                assert!(!text.is_empty() && text == text.trim(), "{of}: {text:?}");
                assert!(
                    span["bytes"]["start"].as_u64() >= end,
                    "{of} are sorted and disjoint"
                );
                end = span["bytes"]["end"].as_u64();
            }
            assert!(
                end <= hit["bytes"]["end"].as_u64(),
                "{of} are of the passage"
            );
            assert!(!spans.is_empty(), "{of}");
        }
        passages += 1;
        highlights += hit["highlights"].as_array().map_or(0, Vec::len);
    }
    assert!(
        passages > 8 && highlights > 100,
        "{passages} passages, {highlights} highlights"
    );
}

#[test]
fn a_highlight_is_the_word_as_the_article_spells_it() {
    let env = TestEnv::with_corpus(&[(
        "a.txt",
        "Les e\u{301}lèves de l’e\u{301}cole\r\net de l'ÉCOLE ont posé des questions à la mairie de la ville.\r\n",
    )])
    .indexed();
    assert_eq!(env.found(["écoles"]), ["fr a.txt: e\u{301}cole|ÉCOLE"]);
}

#[test]
fn a_user_of_the_library_prints_the_same_lines() {
    let env = TestEnv::new().indexed();
    env.write("corpus/new.txt", "The river rose in the night.\n");
    env.write("corpus/tr.txt", [0_u8, 1, 2, 3].as_slice());
    let place = env.path("index");
    let lines = |command: &str| {
        let arguments = command.split(' ').chain(["--format", "json", "--index"]);
        let mut command = env.command(arguments);
        outcome(command.arg(&place), b"").stdout
    };

    let index = Index::open(&place).expect("an index").snapshot();
    let query = Query::parse("Erklärung declaration");
    let options = SearchOptions {
        freshness: Freshness::Marked,
        explain: true,
        ..SearchOptions::default()
    };
    let result = search(&index, &query, &options).expect("a result");
    let hits = result.hits.iter();
    let hits = hits.map(|hit| line(&HitLine::of(&query, None, hit)));
    let summary = SummaryLine::of(&query, None, &result, 0.0);
    assert_eq!(
        lines("search --explain Erklärung declaration"),
        hits.collect::<String>() + &line(&summary).replace("0.0,\"lang", "0,\"lang")
    );

    let told = why(&index, "fr.txt", &query, &Scope::default()).expect("an account");
    assert_eq!(
        lines("why fr.txt Erklärung declaration"),
        line(&WhyLine::of(&query, &told))
    );

    let found = verify(&place, None, 1).expect("a verification");
    assert_eq!(lines("verify"), line(&found.line(&place)));

    let status = Status::of(&index, SystemTime::now()).expect("a status");
    let timeless = |line: &str| {
        let mut object: Value = serde_json::from_str(line).expect("JSON");
        for time in ["age_seconds", "seconds"] {
            object[time].take();
        }
        object
    };
    assert_eq!(timeless(&lines("status")), timeless(&line(&status)));

    let options = BuildOptions {
        dry_run: true,
        ..BuildOptions::default()
    };
    let sources = Sources::folder(&env.path("corpus"));
    let report = build(&sources, &place, &options, &Progress::default()).expect("a report");
    let told = report.line(&options, Duration::ZERO, &place);
    assert_eq!(
        timeless(&lines("index corpus --dry-run")),
        timeless(&line(&told))
    );
}

/// An object as a user of the library prints it.
fn line(object: &impl serde::Serialize) -> String {
    serde_json::to_string(object).expect("JSON") + "\n"
}
