//! Building an index: its summary, its place, and what a build that fails leaves behind.

use std::fs;

use crate::env::TestEnv;
use crate::outcome::outcome;

/// Some hundred kB of words that no two articles share, so that the index needs as much room.
fn write_large_corpus(env: &TestEnv) {
    for article in 0..20 {
        let lines = (0..80).map(|line| {
            let words = (0..30).map(|word| format!("w{article}x{line}y{word}z"));
            format!("The {}.\n", words.collect::<Vec<_>>().join(" "))
        });
        env.write(&format!("large/{article}.txt"), lines.collect::<String>());
    }
}

const SUMMARY: &str = "
language                  articles  passages
de German                        1         1
en English                       1         1
es Spanish                       1         1
fr French                        1         1
it Italian                       1         1
tr Turkish                       1         1
6 articles, 6 passages, 911 B of text in # s (# MB/s); index # at index
";

#[test]
fn a_complete_build_says_what_went_in() {
    let env = TestEnv::new();
    env.run(["index"]).is(0, "", SUMMARY);
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000001"]);
}

#[test]
fn corpus_and_index_can_be_anywhere() {
    let env = TestEnv::new();
    fs::rename(env.path("corpus"), env.path("my news")).expect("another name");
    let summary = SUMMARY.replace("at index", "at made/on the way");
    env.run(["index", "my news", "--index", "made/on the way"])
        .is(0, "", &summary);
    let found = env.found(["--index", "made/on the way", "lunch"]);
    assert_eq!(found, ["en en.txt: lunch"]);
}

#[test]
fn the_flag_goes_before_the_variable_and_the_variable_before_the_default() {
    let env = TestEnv::new();
    let build = |arguments: &[&str]| {
        let mut command = env.command(["index"]);
        command.args(arguments).env("TOLMACH_INDEX", "named");
        outcome(&mut command, b"").exits(0);
    };
    build(&[]);
    assert_eq!(env.names("."), ["corpus", "named"]);
    build(&["--index", "flagged"]);
    assert_eq!(env.names("."), ["corpus", "flagged", "named"]);
}

#[test]
fn a_second_build_replaces_the_first_and_answers_the_same() {
    let env = TestEnv::new().indexed();
    let search = ["search", "--format", "json", "Kim Jong Un"];
    let before = env.run(search).stdout;
    env.run(["index", "--rebuild"]).is(0, "", SUMMARY);
    let names = [".lock", "CURRENT", "gen-000001", "gen-000002"];
    assert_eq!(env.names("index"), names, "one former generation stays");
    assert_eq!(env.run(search).stdout, before);
    env.run(["index", "--rebuild", "--keep", "0"]).exits(0);
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000003"]);
}

#[test]
fn an_index_inside_the_corpus_is_not_indexed() {
    let env = TestEnv::new();
    for _ in 0..2 {
        let summary = SUMMARY.replace("at index", "at corpus/index");
        env.run(["index", "--rebuild", "--index", "corpus/index"])
            .is(0, "", &summary);
    }
}

#[test]
fn an_empty_corpus_makes_an_index_that_finds_nothing() {
    let env = TestEnv::with_corpus(&[]);
    env.run(["index"]).is(
        3,
        "",
        "nothing to index; the corpus has no files\n\
         0 articles, 0 passages, 0 B of text in # s (# MB/s); index # at index\n",
    );
    env.run(["search", "summit"])
        .is(1, "", "0 passages in 0 articles match, # ms\n");
}

#[test]
fn a_missing_corpus_is_an_error_and_makes_no_index() {
    let env = TestEnv::empty();
    env.run(["index", "nowhere"]).is(
        2,
        "",
        "tolmach: cannot read the corpus `nowhere`: No such file or directory (os error 2)\n\n\
         hint: name the folder that has the articles: tolmach index FOLDER\n",
    );
    assert!(env.names(".").is_empty());
}

#[test]
fn a_file_is_no_corpus() {
    let env = TestEnv::new();
    env.run(["index", "corpus/de.txt"]).is(
        2,
        "",
        "tolmach: cannot read the corpus `corpus/de.txt`: not a directory\n\n\
         hint: name the folder that has the articles: tolmach index FOLDER\n",
    );
}

#[test]
fn a_folder_of_other_things_is_no_place_for_an_index() {
    let env = TestEnv::new();
    env.write("thesis/chapter.txt", "years of work");
    env.run(["index", "--index", "thesis"]).is(
        2,
        "",
        "tolmach: `thesis` is not empty and holds no index\n\n\
         hint: name another folder for the index: --index DIR\n",
    );
    assert_eq!(env.names("thesis"), ["chapter.txt"]);
    let kept = fs::read_to_string(env.path("thesis/chapter.txt"));
    assert_eq!(kept.expect("the chapter"), "years of work");
}

#[test]
fn a_folder_that_is_named_like_a_generation_is_not_removed() {
    let env = TestEnv::new();
    env.write("films/gen-1/script.txt", "years of work");
    env.run(["index", "--index", "films"]).exits(2);
    assert!(env.path("films/gen-1/script.txt").exists());
}

#[test]
fn a_rebuild_that_fails_leaves_the_former_index_as_it_was() {
    let env = TestEnv::new().indexed();
    let search = ["search", "--format", "json", "Kim Jong Un"];
    let before = env.run(search).stdout;
    env.run(["index", "nowhere"]).exits(2);
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000001"]);
    assert_eq!(env.run(search).stdout, before);
}

#[test]
fn a_full_disk_is_told_and_leaves_the_former_index_as_it_was() {
    let env = TestEnv::new().indexed();
    let search = ["search", "--format", "json", "Kim Jong Un"];
    let before = env.run(search).stdout;
    write_large_corpus(&env);
    // A limit on the size of files makes writing fail as a full disk does, without filling one; pipes are exempt.
    let full = env.script("ulimit -f 8; exec \"$TOLMACH\" index large --replace-corpus");
    full.exits(2);
    assert_eq!(full.stdout, "");
    let message = "tolmach: cannot write the index at `index`: File too large (os error 27)";
    assert!(full.stderr.starts_with(message), "{full}");
    let hint = "\n\nhint: make room (an index takes about as much as the text) \
                or name a place with room: --index DIR\n";
    assert!(full.stderr.ends_with(hint), "{full}");
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000001"]);
    assert_eq!(env.run(search).stdout, before);
}

#[test]
fn a_disk_that_fills_up_later_is_told_in_the_same_words() {
    let env = TestEnv::new();
    write_large_corpus(&env);
    for blocks in [8, 64, 128] {
        let script = format!("ulimit -f {blocks}; exec \"$TOLMACH\" index large --replace-corpus");
        let full = env.script(&script);
        full.exits(2);
        assert!(full.stderr.contains("cannot write the index"), "{full}");
        assert!(full.stderr.contains("hint: make room"), "{full}");
    }
}
