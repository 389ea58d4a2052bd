//! Hits of files that have changed or gone since they were indexed: marked, left out, or refused.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::env::TestEnv;

/// Files that are found for `crane`, the best first: `a.txt`, `b.txt`, `c.txt`, `d.txt`.
fn harbour() -> TestEnv {
    let env = TestEnv::with_corpus(&[
        ("a.txt", "The crane, the crane, the crane of the port.\n"),
        ("b.txt", "The crane and the other crane are closed.\n"),
        (
            "c.txt",
            "The crane was repaired by the town council today.\n",
        ),
        (
            "d.txt",
            "The mayor of the town said that the old crane will be painted in the spring of the next year.\n",
        ),
    ]);
    for name in ["a.txt", "b.txt", "c.txt", "d.txt"] {
        dated(&env, name, 1000);
    }
    env.indexed()
}

/// Gives a file a time that lies so many seconds back.
fn dated(env: &TestEnv, name: &str, seconds: u64) {
    let file = fs::File::options()
        .append(true)
        .open(env.path("corpus").join(name))
        .expect("a file");
    let time = SystemTime::now() - Duration::from_secs(seconds);
    file.set_modified(time).expect("another time");
}

/// With `a.txt` changed in place, `b.txt` gone, `c.txt` touched.
fn edited() -> TestEnv {
    let env = harbour();
    env.write(
        "corpus/a.txt",
        "The crown, the crown, the crown of the king.\n",
    );
    fs::remove_file(env.path("corpus/b.txt")).expect("gone");
    dated(&env, "c.txt", 10);
    env
}

/// Article, rank and mark of each hit.
fn marks(env: &TestEnv, options: &[&str]) -> Vec<String> {
    let hits = env.hits(["crane"].iter().chain(options));
    let mark = |hit: &serde_json::Value| {
        let article = hit["article"].as_str().expect("an article");
        format!("{} {article} {}", hit["rank"], hit["stale"])
    };
    hits.iter().map(mark).collect()
}

#[test]
fn a_hit_says_that_its_file_changed_or_is_gone_but_not_that_it_was_touched() {
    let env = harbour();
    let fresh = [
        "1 a.txt null",
        "2 b.txt null",
        "3 c.txt null",
        "4 d.txt null",
    ];
    assert_eq!(marks(&env, &[]), fresh);
    let env = edited();
    let expected = [
        "1 a.txt \"changed\"",
        "2 b.txt \"gone\"",
        "3 c.txt null",
        "4 d.txt null",
    ];
    assert_eq!(marks(&env, &[]), expected);
    env.run(["index"]).exits(0);
    assert_eq!(marks(&env, &[]), ["1 c.txt null", "2 d.txt null"]);
}

#[test]
fn a_file_that_grew_at_the_same_time_is_changed_and_a_folder_in_its_place_is_no_file() {
    let env = harbour();
    let path = env.path("corpus/a.txt");
    let time = fs::metadata(&path).and_then(|file| file.modified());
    env.write("corpus/a.txt", "The crane is longer now than it was.\n");
    let file = fs::File::options().append(true).open(&path);
    file.and_then(|file| file.set_modified(time?))
        .expect("the time before");
    fs::remove_file(env.path("corpus/b.txt")).expect("gone");
    fs::create_dir(env.path("corpus/b.txt")).expect("a folder");
    assert_eq!(
        marks(&env, &["-n", "2"]),
        ["1 a.txt \"changed\"", "2 b.txt \"gone\""]
    );
}

#[test]
fn a_change_within_the_time_stamp_of_the_indexing_is_noticed() {
    let env = TestEnv::with_corpus(&[("a.txt", "The crane of the port.\n")]);
    let env = env.indexed();
    let path = env.path("corpus/a.txt");
    let time = fs::metadata(&path).and_then(|file| file.modified());
    env.write("corpus/a.txt", "The crown of the king.\n");
    let file = fs::File::options().append(true).open(&path);
    file.and_then(|file| file.set_modified(time?))
        .expect("the time before");
    assert_eq!(marks(&env, &[]), ["1 a.txt \"changed\""]);
}

#[test]
fn people_read_the_mark_beside_the_hit() {
    edited().run(["search", "crane", "-n", "2"]).is(
        0,
        "
 1. a.txt:1  en  (it has changed since it was indexed)
    The **crane**, the **crane**, the **crane** of the port.

 2. b.txt:1  en  (it is gone since it was indexed)
    The **crane** and the other **crane** are closed.

",
        "4 passages in 4 articles match, # ms\n",
    );
}

#[test]
fn hidden_hits_make_room_for_the_next_ones_and_are_told() {
    let env = edited();
    let told = "2 passages left out: changed or gone since indexed; `tolmach index` brings the index up to date\n";
    env.run(["search", "crane", "-n", "1", "--stale", "hide"])
        .is(
            0,
            "
 1. c.txt:1  en
    The **crane** was repaired by the town council today.

",
            &format!("{told}4 passages in 4 articles match, # ms\n"),
        );
    let per_language = ["--stale=hide", "--per-language=2"];
    assert_eq!(marks(&env, &per_language), ["1 c.txt null", "2 d.txt null"]);
    let offset = ["--stale=hide", "-n1", "--offset=1"];
    assert_eq!(marks(&env, &offset), ["2 d.txt null"]);
    env.run(["search", "crane", "--stale=hide", "--format=trec"])
        .without_scores()
        .is(0, "1 Q0 c.txt 1 # tolmach\n1 Q0 d.txt 2 # tolmach\n", told);
    fs::remove_dir_all(env.path("corpus")).expect("gone");
    env.run(["search", "crane", "--stale=hide", "--format=trec"])
        .is(1, "", &told.replace('2', "4"));
}

#[test]
fn refused_hits_are_an_error_before_anything_is_printed() {
    let env = edited();
    let told = "\
tolmach: `a.txt` was found, but has changed since it was indexed

hint: bring the index up to date: tolmach index --index index
";
    for format in ["text", "json", "trec"] {
        let stdout = if format == "json" {
            "{\"version\":2,\"kind\":\"error\",\"code\":\"stale_hit\",\
             \"message\":\"`a.txt` was found, but has changed since it was indexed\",\
             \"hint\":\"bring the index up to date: tolmach index --index index\"}\n"
        } else {
            ""
        };
        env.run(["search", "crane", "--stale=fail", "--format", format])
            .is(2, stdout, told);
    }
    let queries = ["search", "--queries=-", "--stale=fail", "--format=trec"];
    env.run_with_input(queries, "1\tmayor\n2\tport\n")
        .is(2, "", told);
    env.run_with_input(queries, "1\tmayor\n2\tcouncil\n")
        .without_scores()
        .is(0, "1 Q0 d.txt 1 # tolmach\n2 Q0 c.txt 1 # tolmach\n", "");
}

#[test]
fn a_run_for_trec_is_the_same_with_marks_as_when_nothing_changed() {
    let trec = ["search", "crane", "--format", "trec"];
    assert_eq!(edited().run(trec).stdout, harbour().run(trec).stdout);
}
