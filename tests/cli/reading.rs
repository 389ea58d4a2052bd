//! Files of all formats as a caller meets them: which articles they become, what is said of those that cannot be read, and
//! what can be typed to have them read otherwise.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::env::TestEnv;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats");

/// Copies fixtures into the corpus.
fn take(env: &TestEnv, folder: &str, take: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(Path::new(FIXTURES).join(folder)).expect(folder) {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        if name != "golden.json" && take(name) {
            env.write(&format!("corpus/{name}"), fs::read(&path).expect(name));
        }
    }
}

#[test]
fn the_same_text_in_eight_encodings_gives_the_same_passages() {
    let env = TestEnv::with_corpus(&[(
        "plain.txt",
        "Something else, so that there is English here.\n",
    )]);
    take(&env, "encodings", |name| {
        (name.starts_with("ru.") && !name.contains("spoilt")) || name.starts_with("de.")
    });
    let outcome = env.run(["index", "--format=json"]);
    let report = outcome.exits(0).json().remove(0);
    let encodings = report["encodings"].as_array().expect("encodings");
    let assumed = |path: &str| {
        let of = encodings.iter().find(|assumed| assumed["path"] == path);
        of.map(|assumed| (assumed["encoding"].clone(), assumed["from"].clone()))
    };
    for (path, encoding, from) in [
        ("ru.windows-1251.txt", "windows-1251", "detected"),
        ("ru.koi8-r.txt", "KOI8-U", "detected"),
        ("ru.ibm866.txt", "IBM866", "detected"),
        ("ru.utf-16-le.txt", "UTF-16LE", "mark"),
        ("ru.utf-32-le.bare.txt", "UTF-32LE", "detected"),
        ("de.windows-1252.txt", "windows-1252", "detected"),
    ] {
        assert_eq!(
            assumed(path),
            Some((json!(encoding), json!(from))),
            "{path}"
        );
    }
    assert_eq!(assumed("ru.utf-8.txt"), None);
    // what has the same text is one article with several names; a mark in UTF-8 stays, so that offsets are those of the file
    for (query, language, least) in [("паром", "ru", 11), ("Fähre", "de", 8)] {
        let hits = env.hits(["-n", "100", query]);
        let hits: Vec<_> = hits
            .iter()
            .filter(|hit| hit["language"] == language)
            .collect();
        let names = |hit: &serde_json::Value| hit["paths"].as_array().map_or(1, Vec::len);
        let most = hits.iter().map(|hit| names(hit)).max();
        assert!(hits.len() <= 2 && most >= Some(least), "{query}: {hits:#?}");
    }
}

#[test]
fn what_is_in_archives_is_found_under_the_names_of_its_entries() {
    let env = TestEnv::new();
    take(&env, "containers", |name| {
        name == "all.zip" || name == "articles.jsonl.gz"
    });
    let said = env.run(["index"]);
    said.exits(3);
    assert!(
        said.stderr
            .contains("all.zip#blob: skipped, binary, not text\n"),
        "{said}"
    );
    assert!(
        said.stderr
            .contains("all.zip#picture.png: skipped, a picture (PNG), no text\n"),
        "{said}"
    );
    assert!(
        said.stderr
            .contains("all.zip#ru.txt: read as windows-1251, as its letters look\n"),
        "{said}"
    );
    // the same article in two archives is one with two names
    let paths = |word: &str| {
        let hits = env.hits(["-n", "10", word]);
        let paths = hits.iter().flat_map(|hit| match hit["paths"].as_array() {
            Some(paths) => paths.clone(),
            None => vec![hit["article"].clone()],
        });
        let mut paths: Vec<_> = paths
            .map(|path| path.as_str().expect("a name").to_owned())
            .collect();
        paths.sort();
        paths
    };
    assert_eq!(
        paths("паром"),
        [
            "all.zip#articles.jsonl#a4",
            "all.zip#ru.txt",
            "articles.jsonl.gz#a4"
        ]
    );
    assert_eq!(
        paths("rzeką"),
        [
            "all.zip#articles.jsonl#a3",
            "all.zip#inner/more.zip#pl.txt",
            "articles.jsonl.gz#a3"
        ]
    );
    assert_eq!(env.articles_with("knihovna"), ["all.zip#notes.md"]);
    // nothing is written beside the index
    assert_eq!(env.names("."), ["corpus", "index"]);
    env.run(["index"]).exits(3);
    assert!(
        env.run(["verify"])
            .stdout
            .starts_with("failed\tall.zip#blob\tbinary, not text\n")
    );
}

#[test]
fn bad_files_are_each_listed_with_a_reason_and_the_others_are_indexed() {
    let env = TestEnv::with_corpus(&[("good.txt", "The harbour will be closed on Friday.\n")]);
    take(&env, "bad", |_| true);
    let outcome = env.run(["index", "--format=json"]);
    let report = outcome.exits(3).json().remove(0);
    let mut reasons: Vec<String> = Vec::new();
    for list in ["failed", "skipped"] {
        for file in report[list].as_array().expect("a list") {
            assert!(!file["detail"].as_str().expect("a reason").is_empty());
            reasons.push(format!(
                "{}: {}",
                file["path"].as_str().expect("a path"),
                file["reason"].as_str().expect("a reason")
            ));
        }
    }
    let told = |path: &str| reasons.iter().any(|reason| reason.starts_with(path));
    for entry in fs::read_dir(Path::new(FIXTURES).join("bad")).expect("fixtures") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a name");
        // these are what their content says
        let is_read = [
            "golden.json",
            "page.pdf",
            "text.zip",
            "outside.tar",
            "no-utf-8.json",
            "damaged.tar",
        ]
        .contains(&name.as_str());
        assert!(
            is_read || told(&name),
            "{name} is not told of: {reasons:#?}"
        );
    }
    for reason in [
        "encrypted.zip#secret.txt: encrypted",
        "bomb.txt.gz: bound",
        "old.doc: unsupported",
        "binary.txt: binary",
        "truncated.jsonl.gz: malformed",
    ] {
        assert!(
            reasons.contains(&reason.to_owned()),
            "{reason}: {reasons:#?}"
        );
    }
    assert_eq!(env.articles_with("harbour"), ["good.txt"]);
    assert_eq!(env.articles_with("caf\u{e9}"), ["no-utf-8.json#1"]);
    // of a file that is cut off what came before is there
    let hits = env.hits(["rzeką"]);
    assert!(
        hits[0]["paths"]
            .to_string()
            .contains("truncated.jsonl.gz#a3"),
        "{hits:#?}"
    );
}

#[test]
fn a_text_of_which_too_much_is_no_text_fails() {
    let env = TestEnv::with_corpus(&[("good.txt", "The harbour will be closed on Friday.\n")]);
    env.write(
        "corpus/ru.txt",
        fs::read(Path::new(FIXTURES).join("encodings/ru.windows-1251.txt")).expect("a file"),
    );
    let outcome = env.run(["index", "--encoding", "*.txt=utf-8"]);
    outcome.exits(3);
    assert!(outcome.stderr.starts_with("ru.txt: skipped, "), "{outcome}");
    assert!(
        outcome
            .stderr
            .contains(" bytes are no text in UTF-8, see --encoding\n"),
        "{outcome}"
    );
    assert_eq!(env.articles_with("паром"), [""; 0]);
    // another encoding is taken up without a change of the file
    env.run(["index", "--encoding", "windows-1251"]).exits(0);
    assert_eq!(env.articles_with("паром"), ["ru.txt"]);
    env.run(["index"]).exits(0);
    assert_eq!(env.articles_with("паром"), ["ru.txt"]);
}

#[test]
fn formats_and_fields_can_be_typed_and_are_remembered() {
    let env = TestEnv::new();
    let rows = "kennung;kopf;inhalt\n7;Sturm am Kap;Der Sturm hat am Kap viele Bäume entwurzelt.\n";
    env.write("corpus/export.dat", rows);
    let index = [
        "index",
        "--format-of",
        "*.dat=csv",
        "--field",
        "text=inhalt",
        "--field",
        "title=kopf",
        "--field",
        "id=kennung",
    ];
    env.run(index).exits(0);
    assert_eq!(env.articles_with("Bäume"), ["export.dat#7"]);
    assert_eq!(env.hits(["Bäume"])[0]["title"], "Sturm am Kap");
    env.write("corpus/more.dat", rows.replace("Sturm", "Orkan"));
    env.run(["index"]).exits(0);
    assert_eq!(env.articles_with("Orkan"), ["more.dat#7"]);
    for (option, wrong) in [
        ("--format-of", "*.dat=sheet"),
        ("--format-of", "csv"),
        ("--encoding", "windows-9"),
        ("--field", "body=x"),
        ("--pre", "*.dat"),
        ("--pre", "*.dat=cat 'x"),
    ] {
        let outcome = env.run(["index", option, wrong]);
        outcome.exits(2);
        assert!(outcome.stderr.contains(wrong), "{outcome}");
    }
}

#[test]
fn a_converter_is_typed_each_time_and_no_index_or_file_brings_one() {
    let env = TestEnv::with_corpus(&[("plain.txt", "The harbour will be closed on Friday.\n")]);
    env.write("corpus/a.scan", b"\0\0UNE HISTOIRE DE PORT ET DE NAVIRES");
    let pre = ["index", "--pre", "*.scan=tr -d '\\000'"];
    env.run(pre).exits(0);
    assert_eq!(env.articles_with("navires"), ["a.scan"]);
    env.run(["index"]).is(
        2,
        "",
        "tolmach: a program made text of some files, and which one is not remembered\n\n\
         hint: tolmach index --pre '*.scan=COMMAND', or --reset-selection to do without\n",
    );
    env.run(["verify"]).exits(0);
    env.write("corpus/b.scan", b"\0page");
    let outcome = env.run([
        "index",
        "--pre",
        "*.scan=sh -c 'echo no such page >&2; exit 3'",
    ]);
    outcome.exits(3);
    assert!(
        outcome
            .stderr
            .contains("b.scan: skipped, its converter failed: sh: exit status: 3: no such page\n"),
        "{outcome}"
    );
    assert_eq!(env.articles_with("navires"), ["a.scan"]);
    env.run(["index", "--reset-selection"]).exits(3);
    assert_eq!(env.articles_with("navires"), [""; 0]);
}

#[test]
fn formats_are_listed() {
    let outcome = TestEnv::new().run(["formats"]);
    outcome.exits(0);
    assert!(
        outcome.stdout.contains(
            "jsonl     JSON Lines, an object on each line           *.jsonl *.ndjson *.ldjson\n"
        ),
        "{outcome}"
    );
}
