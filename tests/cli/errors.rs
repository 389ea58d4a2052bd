//! What goes wrong: one line that says what was tried, a hint to paste, exit code 2.

use std::fs;

use crate::env::TestEnv;
use crate::outcome::{Outcome, outcome};

/// The folder of the only generation.
const GENERATION: &str = "index/gen-000001";

const BUILD_ANEW: &str = "\n\nhint: build it anew: tolmach index --index index\n";

#[test]
fn without_an_index_and_without_a_corpus_there_is_nothing_to_search() {
    let env = TestEnv::empty();
    let none = |place: &str, hint: &str| {
        let full = env.path(place);
        let further = if place == "index" {
            ", nor in the folders above"
        } else {
            ""
        };
        format!(
            "tolmach: no index at `{}`{further}\n\nhint: {hint}\n",
            full.display()
        )
    };
    let said = none("index", "tolmach index CORPUS --index index");
    env.run(["search", "mill"]).is(2, "", &said);
    let said = none("my own", "tolmach index CORPUS --index 'my own'");
    env.run(["search", "mill", "--index", "my own"])
        .is(2, "", &said);
    assert!(env.names(".").is_empty());
}

#[test]
fn a_search_writes_nothing_where_it_was_told_to_look() {
    let env = TestEnv::new();
    let none = |place: &str| {
        let full = env.path(place);
        format!(
            "tolmach: no index at `{}`\n\nhint: tolmach index CORPUS --index {place}\n",
            full.display()
        )
    };
    env.run(["search", "Kim", "--index", "idx"])
        .is(2, "", &none("idx"));
    let mut search = env.command(["search", "Kim"]);
    outcome(search.env("TOLMACH_INDEX", "ix"), b"").is(2, "", &none("ix"));
    assert_eq!(env.names("."), ["corpus"]);
    env.run(["search", "Kim"]).exits(0);
    assert_eq!(env.names("."), ["corpus", "index"]);
}

#[test]
fn an_index_further_up_is_searched_unless_another_is_named() {
    let env = TestEnv::new().indexed();
    let hits = "search \"signed a short declaration\" -l --absolute --all";
    let outcome = env.script(&format!("mkdir -p a/b; cd a/b; \"$TOLMACH\" {hits}"));
    let found = format!("{}\n", env.path("corpus/en.txt").display());
    outcome.is(0, &found, "1 passage in 1 article matches, # ms\n");
    let outcome = env.script("cd a/b; \"$TOLMACH\" search Kim --index index/");
    let said = format!(
        "tolmach: no index at `{}`\n\nhint: there is one further up: tolmach search … --index ../../index/\n",
        env.path("a/b/index/").display()
    );
    outcome.is(2, "", &said);
    env.script("cd a; \"$TOLMACH\" search declaration --index ../index")
        .exits(0);
}

#[test]
fn a_file_in_the_place_of_an_index_is_told() {
    let env = TestEnv::new();
    env.write("file", "x");
    let hint = "hint: `file` is a file, and an index is a folder: --index DIR\n";
    let full = env.path("file");
    let missing = format!("tolmach: no index at `{}`\n\n{hint}", full.display());
    env.run(["search", "Kim", "--index", "file"])
        .is(2, "", &missing);
    env.run(["status", "--index", "file"]).is(2, "", &missing);
    let outcome = env.run(["index", "--index", "file"]);
    outcome.exits(2);
    assert!(outcome.stderr.ends_with(hint), "{outcome}");
    assert_eq!(fs::read(full).expect("the file"), b"x");
}

#[test]
fn what_matches_is_found_whether_it_is_shown_or_not() {
    let env = TestEnv::new().indexed();
    for arguments in [
        &["-n", "0"][..],
        &["--offset", "100000"],
        &["--per-language", "0"],
        &["-n", "0", "--format", "trec"],
    ] {
        let outcome = env.run([&["search", "declaration"], arguments].concat());
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (Some(0), ""),
            "{outcome}"
        );
        env.run([&["search", "volcano"], arguments].concat())
            .exits(1);
    }
}

#[test]
fn a_query_without_a_word_is_an_error() {
    let env = TestEnv::new().indexed();
    for query in ["", " ", "?! …", "\"\"", "-", "🙂", "*", "\u{301}"] {
        let said = format!(
            "tolmach: the query `{query}` has no word to search for\n\n\
             hint: a word has a letter or a digit: tolmach search Kim Jong Un\n"
        );
        env.run(["search", query]).is(2, "", &said);
        env.run(["why", "en.txt", query]).is(2, "", &said);
    }
}

#[test]
fn a_query_of_exclusions_only_is_an_error() {
    let env = TestEnv::new().indexed();
    for query in [&["-Kim"][..], &["-\"Kim Jong\"", "-Un", "!"]] {
        let said = format!(
            "tolmach: the query `{}` says only what to leave out\n\n\
             hint: name a word to search for too: tolmach search Kim -Trump\n",
            query.join(" ")
        );
        env.run([&["search"], query].concat()).is(2, "", &said);
        env.run([&["why", "en.txt"], query].concat())
            .is(2, "", &said);
    }
}

#[test]
fn an_error_repeats_the_beginning_of_what_is_long() {
    let env = TestEnv::new().indexed();
    env.run(["search", &"?".repeat(100_000)]).is(
        2,
        "",
        &format!(
            "tolmach: the query `{}…` has no word to search for\n\n\
             hint: a word has a letter or a digit: tolmach search Kim Jong Un\n",
            "?".repeat(60)
        ),
    );
    env.run(["why", &"a/".repeat(60_000), "Kim"]).is(
        2,
        "",
        &format!(
            "tolmach: no article `{}…` in the index at `index`\n\n\
             hint: name a path as the hits of `tolmach search` show it\n",
            "a/".repeat(100)
        ),
    );
}

#[test]
fn an_unknown_language_is_an_error() {
    let env = TestEnv::new().indexed();
    let said = "tolmach: unknown language `klingon`\n\nhint: tolmach languages\n";
    env.run(["search", "--lang", "de,klingon", "Kim"])
        .is(2, "", said);
    env.run(["analyze", "--lang", "klingon", "Kim"])
        .is(2, "", said);
    let said = "tolmach: unknown language `Germna`\n\nhint: like it: de (German); all of them: tolmach languages\n";
    env.run(["search", "--lang", "Germna", "Kim"])
        .is(2, "", said);
}

#[test]
fn a_language_is_named_by_its_code_or_a_tag_or_a_name() {
    let env = TestEnv::new().indexed();
    let by_code = env.run(["search", "--lang", "de", "Kim"]).stdout;
    assert!(!by_code.is_empty());
    for name in [
        "german",
        "German",
        "Deutsch",
        "deu",
        "ger",
        "de-AT",
        "de_DE.UTF-8",
    ] {
        assert_eq!(
            env.run(["search", "--lang", name, "Kim"]).stdout,
            by_code,
            "{name}"
        );
    }
    let norwegian = env.run(["search", "--lang", "no", "maraton"]).stdout;
    for name in ["nb", "nn-NO", "bokmal"] {
        assert_eq!(
            env.run(["search", "--lang", name, "maraton"]).stdout,
            norwegian,
            "{name}"
        );
    }
}

#[test]
fn an_unknown_flag_and_a_missing_argument_are_errors_of_use() {
    let env = TestEnv::new().indexed();
    for (arguments, said, hint) in [
        (
            &["search", "--bogus", "Kim"][..],
            "unknown option `--bogus`",
            "as a word of the query it stands behind `--`: tolmach search … -- --bogus",
        ),
        (
            &["search", "--limt", "3", "Kim"],
            "unknown option `--limt`",
            "like it: --limit; all there are: tolmach search --help",
        ),
        (
            &["status", "-x"],
            "unknown option `-x`",
            "tolmach status --help",
        ),
        (
            &["status", "x"],
            "`x` is one argument too many",
            "tolmach status --help",
        ),
        (&["bogus"], "unknown command `bogus`", "tolmach --help"),
        (
            &["serch", "x"],
            "unknown command `serch`",
            "like it: search; all there are: tolmach --help",
        ),
        (
            &["search"],
            "`<QUERY>...` is missing",
            "tolmach search --help",
        ),
        (
            &["search", "Kim", "--queries", "file"],
            "`--queries <FILE>` cannot be used with `[QUERY]...`",
            "tolmach search --help",
        ),
        (
            &["search", "Kim", "-n", "many"],
            "`many` is no value for `--limit <N>`: invalid digit found in string",
            "tolmach search --help",
        ),
        (
            &["search", "-n", "-Kim"],
            "`--limit <N>` needs a value",
            "tolmach search --help",
        ),
        (
            &["search", "Kim", "--format", "xml"],
            "`xml` is no value for `--format <FORMAT>`",
            "one of text, json, csv, tsv, markdown, vimgrep, trec",
        ),
        (
            &["index", "--jobs", "0"],
            "`0` is no value for `--jobs <N>`: 0 is not in 1..=65535",
            "tolmach index --help",
        ),
        (
            &["--color", "never"],
            "a command is missing",
            "tolmach --help",
        ),
    ] {
        let said = format!("tolmach: {said}\n\nhint: {hint}\n");
        env.run(arguments).is(2, "", &said);
    }
    let outcome = env.run::<&str>([]);
    outcome.exits(2);
    assert!(outcome.stderr.starts_with("Full-text search"), "{outcome}");
}

#[test]
fn an_error_of_use_has_no_control_characters() {
    let env = TestEnv::empty();
    for word in ["\u{9b}31m", "\u{1b}[31m", "\u{202e}x"] {
        for arguments in [
            vec![word.to_owned()],
            vec![format!("--{word}")],
            vec!["status".into(), word.to_owned()],
            vec!["search".into(), format!("--{word}"), "x".into()],
            vec!["search".into(), format!("--limit={word}"), "x".into()],
        ] {
            let stderr = env.run(arguments).stderr;
            let hostile = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!stderr.contains(hostile), "{stderr:?}");
        }
    }
}

#[test]
fn an_index_of_another_version_is_refused_with_the_command_to_run() {
    let env = TestEnv::new().indexed();
    let path = env.path(format!("{GENERATION}/meta.json"));
    let meta = fs::read_to_string(&path).expect("the engine's own file");
    let mut meta: serde_json::Value = serde_json::from_str(&meta).expect("it is JSON");
    // the manifest is JSON inside of JSON
    let payload = meta["payload"].as_str().expect("a manifest");
    let mut manifest: serde_json::Value = serde_json::from_str(payload).expect("it is JSON");
    let version = manifest["version"].as_str().expect("a version").to_owned();
    manifest["version"] = "0.9".into();
    meta["payload"] = manifest.to_string().into();
    fs::write(&path, meta.to_string()).expect("it can be written");
    let said = format!(
        "tolmach: the index at `index` is of version 0.9, this program reads version {version}{BUILD_ANEW}"
    );
    env.run(["search", "Kim"]).is(2, "", &said);
    env.run(["index"]).exits(0);
    env.run(["search", "Kim"]).exits(0);
}

#[test]
fn an_index_whose_generation_is_not_known_or_not_there_is_damaged() {
    let env = TestEnv::new().indexed();
    for (current, reason) in [
        ("gen-000009\n", "`gen-000009` is missing"),
        ("", "`CURRENT` names no generation"),
        ("../corpus\n", "`CURRENT` names no generation"),
    ] {
        env.write("index/CURRENT", current);
        let said = format!("tolmach: the index at `index` is damaged: {reason}{BUILD_ANEW}");
        env.run(["search", "Kim"]).is(2, "", &said);
    }
    env.run(["index"]).exits(0);
    env.run(["search", "Kim"]).exits(0);
}

/// Says that the index is damaged and what to do.
#[track_caller]
fn is_damaged(outcome: &Outcome) {
    outcome.exits(2);
    assert_eq!(outcome.stdout, "");
    let beginning = "tolmach: the index at `index` is damaged: ";
    assert!(outcome.stderr.starts_with(beginning), "{outcome}");
    assert!(outcome.stderr.ends_with(BUILD_ANEW), "{outcome}");
}

/// The files of the index that hold its terms, postings, columns and texts.
fn segment_files(env: &TestEnv) -> Vec<String> {
    let mut names = env.names(GENERATION);
    // a spare copy of what is in the manifest is not looked at
    let spare = [".managed.json", ".corpus.json"];
    names.retain(|name| !name.ends_with(".lock") && !spare.contains(&name.as_str()));
    assert!(names.len() >= 6, "{names:?}");
    names
}

#[test]
fn an_index_with_a_file_cut_in_half_is_damaged() {
    let env = TestEnv::new().indexed();
    for name in segment_files(&env) {
        let path = env.path(format!("{GENERATION}/{name}"));
        let whole = fs::read(&path).expect("a file of the index");
        for bytes in [whole.len() / 2, 0] {
            fs::write(&path, &whole[..bytes]).expect("half of it");
            is_damaged(&env.run(["search", "Kim"]));
        }
        fs::write(&path, &whole).expect("all of it again");
    }
    env.run(["search", "Kim"]).exits(0);
}

#[test]
fn an_index_with_a_file_missing_is_damaged() {
    let env = TestEnv::new().indexed();
    for name in segment_files(&env) {
        // see below
        if name.ends_with(".pos") {
            continue;
        }
        let path = env.path(format!("{GENERATION}/{name}"));
        let aside = env.path("aside");
        fs::rename(&path, &aside).expect("a file of the index");
        is_damaged(&env.run(["search", "Kim"]));
        fs::rename(&aside, &path).expect("it is back");
    }
    env.run(["search", "Kim"]).exits(0);
}

#[test]
fn an_index_without_its_positions_is_damaged() {
    let env = TestEnv::new().indexed();
    let names = segment_files(&env);
    let positions = names.iter().find(|name| name.ends_with(".pos"));
    let path = format!("{GENERATION}/{}", positions.expect("positions"));
    fs::remove_file(env.path(path)).expect("they are removed");
    is_damaged(&env.run(["search", "Kim"]));
}

#[test]
fn an_index_with_bytes_changed_does_not_panic() {
    let env = TestEnv::new().indexed();
    for name in segment_files(&env) {
        let path = env.path(format!("{GENERATION}/{name}"));
        let whole = fs::read(&path).expect("a file of the index");
        for part in 0..4 {
            let mut changed = whole.clone();
            let start = whole.len() * part / 5;
            changed[start..]
                .iter_mut()
                .take(8)
                .for_each(|byte| *byte ^= 0xFF);
            fs::write(&path, &changed).expect("changed bytes");
            let code = env.run(["search", "Kim"]).code;
            assert!(matches!(code, Some(0..=2)), "{name}: {code:?}");
        }
        fs::write(&path, &whole).expect("as it was");
    }
}

#[test]
fn a_cause_is_told_once() {
    let env = TestEnv::empty();
    // not `run`, which hides what this is about
    let output = env.command(["index", "nowhere"]).output().expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(stderr.matches("No such file").count(), 1, "{stderr}");
}

#[test]
fn a_limit_beyond_all_measure_is_only_a_limit() {
    let env = TestEnv::new().indexed();
    for limit in ["18446744073709551615", "1000000000000"] {
        env.run(["search", "-n", limit, "declaration"]).exits(0);
        env.run(["search", "--offset", limit, "declaration"])
            .exits(0);
    }
}

#[test]
fn an_empty_variable_is_an_unset_one() {
    let env = TestEnv::new().indexed();
    let mut search = env.command(["search", "declaration"]);
    outcome(search.env("TOLMACH_INDEX", ""), b"").exits(0);
}
