//! Bringing an index up to date, and what is told of it: summaries, reports, status, verification.

use std::fs;

use serde_json::{Value, json};

use crate::env::TestEnv;
use crate::outcome::Outcome;

const CRANE: &str = "The crane in the harbour works again, and the port is open.\n";

/// With a file new, one changed, one removed and one renamed since it was indexed.
fn edited() -> TestEnv {
    let env = TestEnv::new().indexed();
    env.write("corpus/new.txt", CRANE);
    env.write(
        "corpus/fr.txt",
        "Le port est de nouveau ouvert, a dit le maire de la ville.\n",
    );
    fs::remove_file(env.path("corpus/tr.txt")).expect("gone");
    fs::rename(env.path("corpus/it.txt"), env.path("corpus/italy.txt")).expect("another name");
    env
}

#[test]
fn an_update_says_what_changed() {
    let env = edited();
    env.run(["index"]).is(
        0,
        "",
        "
language                  articles  passages
en English                       2         2
de German                        1         1
es Spanish                       1         1
fr French                        1         1
it Italian                       1         1
1 new, 1 changed, 1 removed, 1 renamed, 3 unchanged
6 articles, 6 passages, 716 B of text in # s; index # at index
",
    );
    assert_eq!(
        env.names("index"),
        [".lock", "CURRENT", "gen-000001", "gen-000002"]
    );
    assert_eq!(env.found(["crane"]), ["en new.txt: crane"]);
    assert_eq!(env.found(["pranzo"]), ["it italy.txt: pranzo"]);
    assert_eq!(env.found(["déjeuner"]), [""; 0]);
}

#[test]
fn nothing_is_written_where_nothing_changed() {
    let env = TestEnv::new().indexed();
    env.run(["index"]).is(
        0,
        "",
        "nothing changed\n6 articles, 6 passages, 911 B of text in # s; index # at index\n",
    );
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000001"]);
}

#[test]
fn a_dry_run_prints_the_changes_and_makes_none() {
    let env = edited();
    let changes = "changed\tfr.txt\nrenamed\titaly.txt\tit.txt\nnew\tnew.txt\nremoved\ttr.txt\n";
    let counts = "1 new, 1 changed, 1 removed, 1 renamed, 3 unchanged; nothing was written\n";
    env.run(["index", "--dry-run"]).is(0, changes, counts);
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000001"]);
    let env = TestEnv::with_corpus(&[("a.txt", CRANE)]);
    let counts = "1 new, 0 changed, 0 removed, 0 renamed, 0 unchanged; nothing was written\n";
    env.run(["index", "--dry-run"])
        .is(0, "new\ta.txt\n", counts);
    assert_eq!(env.names("."), ["corpus"]);
}

/// The only line of stdout as an object, what differs from run to run as null.
#[track_caller]
fn object(outcome: &Outcome) -> Value {
    let mut lines = outcome.json();
    assert_eq!(lines.len(), 1, "{outcome}");
    let mut object = lines.remove(0);
    for (field, is_right) in [
        ("seconds", Value::is_f64 as fn(&Value) -> bool),
        ("index_bytes", Value::is_u64),
        ("published_ms", Value::is_u64),
        ("age_seconds", Value::is_u64),
        ("program", Value::is_string),
        ("index_version", Value::is_string),
        ("corpus", Value::is_array),
    ] {
        if let Some(value) = object.get_mut(field) {
            assert!(is_right(value), "{field}: {value}");
            *value = Value::Null;
        }
    }
    object
}

#[test]
fn a_report_in_json_has_all_that_a_pipeline_asks() {
    let env = edited();
    env.write("corpus/image.txt", b"\x89PNG\0\0");
    env.write("corpus/empty.txt", b"");
    env.write(
        "corpus/latin.txt",
        b"Le caf\xe9 du port est de nouveau ouvert, a dit le maire.\n",
    );
    let outcome = env.run(["index", "--format", "json"]);
    outcome.exits(3);
    let expected = json!({
        "version": 1,
        "program": null,
        "index_version": null,
        "outcome": "updated",
        "reason": null,
        "dry_run": false,
        "index": "index",
        "corpus": null,
        "former_corpus": null,
        "selection": {
            "include": [], "exclude": [], "hidden": false, "follow_links": false,
            "format_of": [], "encoding": [], "fields": [], "converted": [],
            "max_file_bytes": 1_000_000_000, "is_listed": false
        },
        "former_selection": null,
        "files": {
            "new": 4, "changed": 1, "removed": 1, "renamed": 1, "unchanged": 3, "failed": 1, "skipped": 1
        },
        "failed": [{"path": "image.txt", "reason": "binary", "detail": "binary, not text"}],
        "skipped": [{"path": "empty.txt", "reason": "empty", "detail": "empty"}],
        "kept_unseen": [],
        "replaced": [],
        "encodings": [{"path": "latin.txt", "encoding": "windows-1252", "from": "detected"}],
        "more_failed": 0,
        "changes": [
            {"change": "new", "path": "empty.txt"},
            {"change": "changed", "path": "fr.txt"},
            {"change": "new", "path": "image.txt"},
            {"change": "renamed", "path": "italy.txt", "from": "it.txt"},
            {"change": "new", "path": "latin.txt"},
            {"change": "new", "path": "new.txt"},
            {"change": "removed", "path": "tr.txt"},
        ],
        "articles": 7,
        "passages": 7,
        "bytes": 771,
        "bytes_read": 180,
        "languages": {
            "de": {"articles": 1, "passages": 1},
            "en": {"articles": 2, "passages": 2},
            "es": {"articles": 1, "passages": 1},
            "fr": {"articles": 2, "passages": 2},
            "it": {"articles": 1, "passages": 1},
        },
        "index_bytes": null,
        "seconds": null,
    });
    assert_eq!(object(&outcome), expected);
    // the file stays unread, and is told again
    let again = env.run(["index", "--format", "json"]);
    again.exits(3);
    let again = object(&again);
    assert_eq!(again["outcome"], "unchanged");
    assert_eq!(again["failed"], expected["failed"]);
    assert_eq!(again["files"]["unchanged"], 9);
}

#[test]
fn a_first_build_in_json_lists_no_files() {
    let report = object(&TestEnv::new().run(["index", "--format", "json"]));
    assert_eq!(
        (&report["outcome"], &report["files"]["new"]),
        (&json!("built"), &json!(6))
    );
    assert_eq!(report.get("changes"), None);
}

#[test]
fn a_damaged_index_is_built_anew_and_said_so() {
    let env = TestEnv::new().indexed();
    let names = env.names("index/gen-000001");
    let texts = names
        .iter()
        .find(|name| name.ends_with(".texts"))
        .expect("texts");
    let path = format!("index/gen-000001/{texts}");
    let mut bytes = fs::read(env.path(&path)).expect("texts");
    bytes[20] ^= 1;
    env.write(&path, bytes);
    let complaint = format!("`{texts}` is not as it was written");
    env.run(["verify"]).is(
        2,
        &format!("damaged\t{complaint}\n"),
        "the index at index is damaged; tolmach index builds it anew\n",
    );
    let rebuilt = env.run(["index"]);
    rebuilt.exits(0);
    let said = format!("the index at `index` is damaged: {complaint}; it is built anew\n");
    assert!(rebuilt.stderr.starts_with(&said), "{rebuilt}");
    env.run(["verify"])
        .is(0, "", "the index at index is whole and up to date\n");
}

#[test]
fn an_index_of_another_folder_becomes_one_of_this_and_says_so() {
    let env = TestEnv::new().indexed();
    env.script("cp -rp corpus moved; printf 'The crane works.\\n' > moved/crane.txt")
        .exits(0);
    let former = fs::canonicalize(env.path("corpus")).expect("the former folder");
    let moved = fs::canonicalize(env.path("moved")).expect("the folder");
    let (former, moved) = (former.display(), moved.display());
    env.run(["index", "moved"]).is(
        2,
        "",
        &format!(
            "tolmach: the index at `index` is of `{former}`, not of `{moved}`\n\n\
             hint: tolmach index --index index updates it; to make it one of the other: \
             tolmach index {moved} --index index --replace-corpus\n"
        ),
    );
    assert_eq!(env.found(["crane"]), [""; 0]);
    let said = format!("the index was of another folder before: {former}\n");
    let moved = env.run(["index", "moved", "--replace-corpus"]);
    moved.exits(0);
    assert!(moved.stderr.starts_with(&said), "{moved}");
    let counts = "\n1 new, 0 changed, 0 removed, 0 renamed, 6 unchanged\n";
    assert!(moved.stderr.contains(counts), "{moved}");
    env.run(["verify"]).exits(0);
    assert_eq!(
        env.run(["index", "moved"]).exits(0).stderr.lines().next(),
        Some("nothing changed")
    );
}

#[test]
fn a_corpus_that_has_no_files_any_more_is_refused() {
    let env = TestEnv::new().indexed();
    env.script("rm corpus/*").exits(0);
    let corpus = fs::canonicalize(env.path("corpus")).expect("the corpus");
    let corpus = corpus.display();
    env.run(["index"]).is(
        2,
        "",
        &format!(
            "tolmach: the corpus `{corpus}` has no files, the index at `index` has 6\n\n\
             hint: if all its articles were removed indeed: tolmach index --index index --allow-empty\n"
        ),
    );
    assert_eq!(env.found(["lunch"]), ["en en.txt: lunch"]);
    env.write("corpus/.hidden.txt", "Hidden.");
    env.run(["index"]).is(
        2,
        "",
        &format!(
            "tolmach: no file of the corpus `{corpus}` is selected (1 file or folder is left out), the index at `index` has 6\n\n\
         hint: tolmach index --index index --dry-run --allow-empty says by which rule; without --dry-run it removes all articles\n"
        ),
    );
    fs::remove_file(env.path("corpus/.hidden.txt")).expect("gone");
    env.run(["index", "--allow-empty"]).is(
        0,
        "",
        "0 new, 0 changed, 6 removed, 0 renamed, 0 unchanged\n\
         0 articles, 0 passages, 0 B of text in # s; index # at index\n",
    );
    env.run(["search", "lunch"]).exits(1);
}

#[test]
fn verification_lists_what_is_not_in_the_index_as_it_is_on_disk() {
    let env = edited();
    env.write("corpus/image.txt", b"\x89PNG\0\0");
    env.run(["index"]).exits(3);
    env.run(["verify"]).is(
        1,
        "failed\timage.txt\tbinary, not text\n",
        "the index at index is whole; in the corpus 0 new, 0 changed, 0 removed, 0 renamed, 1 failed\n",
    );
    fs::remove_file(env.path("corpus/image.txt")).expect("gone");
    env.write("corpus/de.txt", "Der Hafen ist wieder offen.\n");
    env.write("corpus/newer.txt", CRANE);
    let changes = "changed\tde.txt\nremoved\timage.txt\nnew\tnewer.txt\n";
    env.run(["verify"]).is(
        1,
        changes,
        "the index at index is whole; in the corpus 1 new, 1 changed, 1 removed, 0 renamed, 0 failed\n",
    );
    let expected = json!({
        "version": 1,
        "index": "index",
        "is_whole": true,
        "is_current": false,
        "damages": [],
        "changes": [
            {"change": "changed", "path": "de.txt"},
            {"change": "removed", "path": "image.txt"},
            {"change": "new", "path": "newer.txt"},
        ],
        "failed": [],
    });
    let outcome = env.run(["verify", "--format", "json"]);
    assert_eq!(object(outcome.exits(1)), expected);
    env.run(["index"]).exits(0);
    env.run(["verify"])
        .is(0, "", "the index at index is whole and up to date\n");
}

#[test]
fn there_is_nothing_to_verify_without_an_index_or_a_corpus() {
    let env = TestEnv::new();
    let no_index = format!(
        "tolmach: no index at `{}`, nor in the folders above\n\nhint: tolmach index CORPUS --index index\n",
        env.path("index").display()
    );
    let no_index = no_index.as_str();
    env.run(["verify"]).is(2, "", no_index);
    env.run(["status"]).is(2, "", no_index);
    let env = env.indexed();
    fs::rename(env.path("corpus"), env.path("elsewhere")).expect("another name");
    env.run(["verify"]).exits(2);
    env.run(["verify", "elsewhere"]).exits(0);
}

#[test]
fn status_tells_what_the_index_holds() {
    let env = TestEnv::with_corpus(&[
        ("a.txt", CRANE),
        ("b.txt", CRANE),
        (
            "c.txt",
            "Der Hafen ist wieder offen, sagte der Bürgermeister der Stadt am Montag.\n",
        ),
        ("d.txt", ""),
        ("e.txt", "\0"),
    ]);
    env.run(["index"]).exits(3);
    let outcome = env.run(["status"]);
    outcome.exits(0);
    let told: Vec<&str> = outcome.stdout.lines().collect();
    let corpus = fs::canonicalize(env.path("corpus")).expect("the corpus");
    assert_eq!(told[0], "index     index");
    assert_eq!(told[1], format!("corpus    {}", corpus.display()));
    assert!(
        told[2].starts_with("built     ") && told[2].ends_with(" ago"),
        "{outcome}"
    );
    assert_eq!(
        told[3..7],
        [
            "articles  3",
            "no text   2",
            "failed    1, whole or in part",
            "passages  3"
        ]
    );
    assert_eq!(told[7], "text      194 B");
    assert!(told[8].starts_with("on disk   "), "{outcome}");
    assert!(told[9].starts_with("versions  index "), "{outcome}");
    let languages = [
        "",
        "language                  articles  passages",
        "en English                       2         2  ████████████████████████",
        "de German                        1         1  ████████████",
    ];
    assert_eq!(told[10..], languages);
    let expected = json!({
        "version": 1,
        "program": null,
        "index_version": null,
        "index": "index",
        "corpus": null,
        "selection": {
            "include": [], "exclude": [], "hidden": false, "follow_links": false,
            "format_of": [], "encoding": [], "fields": [], "converted": [],
            "max_file_bytes": 1_000_000_000, "is_listed": false
        },
        "published_ms": null,
        "age_seconds": null,
        "articles": 3,
        "passages": 3,
        "bytes": 194,
        "files": 5,
        "failed": 1,
        "languages": {"de": {"articles": 1, "passages": 1}, "en": {"articles": 2, "passages": 2}},
        "index_bytes": null,
    });
    assert_eq!(object(&env.run(["status", "--format", "json"])), expected);
}

#[test]
fn memory_is_told_with_or_without_a_unit() {
    let env = TestEnv::new();
    for size in ["200000000", "64M", "1g", "100000k"] {
        env.run(["index", "--rebuild", "--memory", size]).exits(0);
    }
    for size in ["", "M", "many", "1.5G", "-1", "99999999999999999999G"] {
        let refused = env.run(["index", &format!("--memory={size}")]);
        refused.exits(2);
        assert!(refused.stderr.starts_with("tolmach: `"), "{refused}");
    }
}
