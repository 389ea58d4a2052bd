//! What somebody else may put into a corpus: pipes, devices, links and giants, where a file or an ignore file is expected.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::json;

use crate::env::TestEnv;
use crate::outcome::Outcome;

/// Articles in the corpus and in two folders of it.
fn ground() -> TestEnv {
    TestEnv::with_corpus(&[
        ("a.txt", "The crane in the harbour.\n"),
        ("port/b.txt", "The crane in the port.\n"),
        ("secret/c.txt", "The crane in secret.\n"),
    ])
}

/// Indexes, within a time and a memory that fail the test where there is no end.
fn index(env: &TestEnv, arguments: &str) -> Outcome {
    let limits = "ulimit -v 1500000; exec timeout 100";
    env.script(&format!("{limits} \"$TOLMACH\" index --jobs 1 {arguments}"))
}

/// The articles that have the crane.
fn articles(env: &TestEnv) -> Vec<String> {
    env.articles_with("crane")
}

/// Nothing of the folder of such an ignore file is published, what is beside it is, and it is told.
#[track_caller]
fn fails_closed(env: &TestEnv, reason: &str, arguments: &str) {
    let outcome = index(env, arguments);
    let told = format!(
        "secret/.tolmachignore: skipped, {reason}, so nothing new of its folder is taken\n"
    );
    assert!(outcome.exits(3).stderr.starts_with(&told), "{outcome}");
    assert_eq!(articles(env), ["a.txt", "port/b.txt"]);
    let report = index(env, &format!("{arguments} --format json"));
    let failed = &report.exits(3).json()[0]["failed"];
    assert_eq!(failed[0]["reason"], "bad_ignore_file", "{report}");
}

#[test]
fn an_ignore_file_that_is_none_publishes_nothing_of_its_folder() {
    let pipe = "mkfifo corpus/secret/.tolmachignore";
    let folder = "mkdir corpus/secret/.tolmachignore";
    let endless = "ln -s /dev/zero corpus/secret/.tolmachignore";
    let broken = "ln -s nothing corpus/secret/.tolmachignore";
    let elsewhere = "echo c.txt > patterns; ln -s ../../patterns corpus/secret/.tolmachignore";
    let what = "not a regular file";
    for (make, reason, arguments) in [
        (pipe, what, ""),
        (folder, what, ""),
        (endless, what, ""),
        (broken, what, ""),
        (elsewhere, what, ""),
        (pipe, what, "--follow-links"),
        (endless, what, "--follow-links"),
        (broken, "symbolic link to nothing", "--follow-links"),
    ] {
        let env = ground();
        env.script(make).exits(0);
        fails_closed(&env, reason, arguments);
    }
}

#[test]
fn an_ignore_file_behind_a_link_counts_where_links_are_followed() {
    let env = ground();
    env.write("patterns", "c.txt\n");
    symlink("../../patterns", env.path("corpus/secret/.tolmachignore")).expect("a link");
    index(&env, "--follow-links").exits(0);
    assert_eq!(articles(&env), ["a.txt", "port/b.txt"]);
}

#[test]
fn an_ignore_file_that_may_not_be_read_publishes_nothing_of_its_folder() {
    let env = ground();
    env.write("corpus/secret/.tolmachignore", "c.txt\n");
    env.set_mode("corpus/secret/.tolmachignore", 0);
    let Some(outcome) = env.run_bound_by_permissions("index") else {
        return;
    };
    let told = "secret/.tolmachignore: skipped, Permission denied (os error 13), so nothing new of its folder is taken\n";
    assert!(outcome.exits(3).stderr.starts_with(told), "{outcome}");
    assert_eq!(articles(&env), ["a.txt", "port/b.txt"]);
}

fn patterns(lines: std::ops::Range<usize>) -> String {
    let lines: Vec<String> = lines.map(|line| format!("/a*{line}/b?c\n")).collect();
    lines.concat()
}

#[test]
fn an_ignore_file_that_would_take_all_memory_publishes_nothing_of_its_folder() {
    for (lines, reason) in [
        (0..200_000, "too large for an ignore file"),
        (0..6_000, "too many patterns"),
    ] {
        let env = ground();
        let patterns = patterns(lines);
        env.write("corpus/secret/.tolmachignore", patterns);
        fails_closed(&env, reason, "");
    }
    // those of the folders around count with it
    let env = ground();
    let patterns = patterns(0..3_000);
    env.write("corpus/.tolmachignore", &patterns);
    env.write("corpus/secret/.tolmachignore", &patterns);
    fails_closed(&env, "too many patterns", "");
}

#[test]
fn what_was_indexed_stays_while_an_ignore_file_cannot_be_read_and_nothing_new_comes() {
    let env = ground().indexed();
    let ignore = "corpus/secret/.tolmachignore";
    env.script(&format!("mkfifo {ignore}")).exits(0);
    env.write("corpus/secret/new.txt", "The new crane.\n");
    env.write("corpus/new.txt", "The crane of the new port.\n");
    index(&env, "").is(
        3,
        "",
        "
secret/.tolmachignore: skipped, not a regular file, so nothing new of its folder is taken
secret: 1 file stays as it was indexed (--allow-empty removes what is not found)
language                  articles  passages
en English                       4         4
1 new, 0 changed, 0 removed, 0 renamed, 3 unchanged
4 articles, 4 passages, 97 B of text in # s; index # at index
",
    );
    let report = index(&env, "--format json");
    let report = report.exits(3).json().remove(0);
    assert_eq!(report["outcome"], "unchanged");
    assert_eq!(
        report["kept_unseen"],
        json!([{"path": "secret", "files": 1}])
    );
    let all = ["a.txt", "new.txt", "port/b.txt", "secret/c.txt"];
    assert_eq!(articles(&env), all);
    env.run(["verify"]).is(
        1,
        "failed\tsecret/.tolmachignore\tnot a regular file, so nothing new of its folder is taken\n",
        "the index at index is whole; in the corpus 0 new, 0 changed, 0 removed, 0 renamed, 1 failed\n",
    );
    index(&env, "--rebuild").is(
        2,
        "",
        "
tolmach: building anew would lose what the index at `index` has of `secret`, which cannot be looked at now (1 file in all)

hint: update without --rebuild to keep them, or, if they are gone: tolmach index --index index --rebuild --allow-empty
",
    );
    index(&env, "--allow-empty").exits(3);
    assert_eq!(articles(&env), all[..3]);
    fs::remove_file(env.path(ignore)).expect("gone");
    env.write(ignore, "new.txt\n");
    index(&env, "").exits(0);
    assert_eq!(articles(&env), all);
}

#[test]
fn an_ignore_file_in_the_corpus_folder_itself_that_is_none_leaves_the_index_as_it_was() {
    let env = ground().indexed();
    env.script("mkfifo corpus/.tolmachignore").exits(0);
    env.write("corpus/new.txt", "The new crane.\n");
    index(&env, "").is(
        3,
        "",
        "
.tolmachignore: skipped, not a regular file, so nothing new of its folder is taken
the corpus: 3 files stay as they were indexed (--allow-empty removes what is not found)
nothing changed
3 articles, 3 passages, 70 B of text in # s; index # at index
",
    );
}

#[test]
fn a_folder_that_lost_its_permission_keeps_its_articles() {
    let env = ground().indexed();
    for mode in [0, 0o444] {
        env.set_mode("corpus/secret", mode);
        let outcome = env.run_bound_by_permissions("index");
        env.set_mode("corpus/secret", 0o755);
        let Some(outcome) = outcome else { return };
        let denied = "skipped, Permission denied (os error 13)";
        let stays = "1 file stays as it was indexed (--allow-empty removes what is not found)";
        let told = if mode == 0 {
            format!("secret: {denied}\nsecret: {stays}\n")
        } else {
            format!(
                "secret/.tolmachignore: {denied}, so nothing new of its folder is taken\nsecret: {stays}\n"
            )
        };
        let rest =
            "nothing changed\n3 articles, 3 passages, 70 B of text in # s; index # at index\n";
        outcome.is(3, "", &format!("{told}{rest}"));
    }
    assert_eq!(articles(&env).len(), 3);
}

#[test]
fn a_file_that_has_become_a_link_or_a_pipe_is_neither_read_nor_called_as_it_was() {
    let env = ground().indexed();
    env.write("outside.txt", "The crane in the harbour.\n");
    fs::remove_file(env.path("corpus/a.txt")).expect("gone");
    symlink("../outside.txt", env.path("corpus/a.txt")).expect("a link");
    env.script("rm corpus/port/b.txt && mkfifo corpus/port/b.txt")
        .exits(0);
    let stale = |article: &str| {
        let hits = env.hits(["crane"]);
        let hit = hits.into_iter().find(|hit| hit["article"] == article);
        hit.expect("the hit")["stale"].clone()
    };
    assert_eq!(stale("a.txt"), "gone");
    assert_eq!(stale("port/b.txt"), "gone");
    index(&env, "").exits(0);
    assert_eq!(articles(&env), ["secret/c.txt"]);
}

#[test]
fn a_file_that_is_too_large_is_listed_and_read_when_it_may_be() {
    let env = ground();
    env.write("corpus/large.txt", "The large crane. ".repeat(20));
    let said = "large.txt: skipped, larger than 300 bytes, see --max-file-size\n";
    let outcome = index(&env, "--max-file-size 300");
    assert!(outcome.exits(3).stderr.starts_with(said), "{outcome}");
    assert_eq!(articles(&env).len(), 3);
    let report = index(&env, "--max-file-size 300 --format json");
    let failed = report.exits(3).json()[0]["failed"].clone();
    let detail = "larger than 300 bytes, see --max-file-size";
    let expected = json!([{"path": "large.txt", "reason": "too_large", "detail": detail}]);
    assert_eq!(failed, expected);
    for size in ["340", "1K", "none", "0"] {
        index(&env, &format!("--max-file-size {size}")).exits(0);
        assert_eq!(articles(&env).len(), 4);
    }
    index(&env, "--max-file-size 339").exits(3);
    assert_eq!(articles(&env).len(), 3);
}

#[test]
fn giants_that_are_no_text_take_no_memory() {
    let env = ground();
    env.script("truncate -s 3G corpus/sparse.txt && truncate -s 2G corpus/secret/image.txt")
        .exits(0);
    env.script("printf 'PNG' | dd of=corpus/secret/image.txt conv=notrunc status=none")
        .exits(0);
    let giant = "larger than 1000000000 bytes, see --max-file-size";
    let said = format!("secret/image.txt: skipped, {giant}\nsparse.txt: skipped, {giant}\n");
    let outcome = index(&env, "");
    assert!(outcome.exits(3).stderr.starts_with(&said), "{outcome}");
    // with time stamps in doubt, so that contents are compared
    let said =
        "secret/image.txt: skipped, binary, not text\nsparse.txt: skipped, binary, not text\n";
    for touch in ["true", "touch corpus/sparse.txt corpus/secret/image.txt"] {
        env.script(touch).exits(0);
        let outcome = index(&env, "--max-file-size none");
        assert!(outcome.exits(3).stderr.contains(said), "{outcome}");
    }
    assert_eq!(articles(&env).len(), 3);
}

#[test]
fn a_nul_far_behind_makes_a_file_binary_too() {
    let env = ground();
    let mut bytes = "The crane works. ".repeat(10_000).into_bytes();
    bytes.push(0);
    env.write("corpus/late.txt", &bytes);
    let said = "late.txt: skipped, binary, not text\n";
    for touch in ["true", "touch corpus/late.txt"] {
        env.script(touch).exits(0);
        let outcome = index(&env, "");
        assert!(outcome.exits(3).stderr.starts_with(said), "{outcome}");
        assert_eq!(articles(&env), ["a.txt", "port/b.txt", "secret/c.txt"]);
    }
    env.run(["verify"]).exits(1);
}

#[test]
fn a_list_without_end_is_refused_and_a_pipe_is_read() {
    let env = ground();
    index(&env, "--files-from /dev/zero").is(
        2,
        "",
        "tolmach: cannot read the list of files from `/dev/zero`: file too large\n",
    );
    index(&env, "--files-from <(echo a.txt)").exits(0);
    assert_eq!(articles(&env), ["a.txt"]);
}

#[test]
fn why_says_of_a_file_that_is_not_read_why_it_is_not() {
    let env = ground();
    env.write("corpus/large.txt", "The large crane. ".repeat(20));
    env.script("mkfifo corpus/secret/.tolmachignore").exits(0);
    env.run(["index", "--index", "corpus/port/index"]).exits(3);
    index(&env, "--max-file-size 300").exits(3);
    for (article, reason) in [
        ("large.txt", "too_large"),
        ("secret/c.txt", "ignore_file"),
        ("port/index/CURRENT", "index"),
    ] {
        let why = env.run(["why", article, "crane", "--format", "json"]);
        assert_eq!(why.exits(1).json()[0]["reason"], reason, "{why}");
    }
}

#[test]
fn an_edit_of_the_same_size_is_seen_whatever_the_time_stamp_was() {
    for date in [
        "1970-01-01 00:00:00",
        "1969-12-31 12:00:00",
        "1960-06-01 00:00:00",
    ] {
        let env = ground();
        let touch = format!("touch -d '{date} UTC' corpus/a.txt");
        env.script(&touch).exits(0);
        let env = env.indexed();
        env.write("corpus/a.txt", "The ferry in the harbour.\n");
        env.script(&touch).exits(0);
        let outcome = env.run(["index"]);
        assert!(
            outcome.exits(0).stderr.contains("\n0 new, 1 changed, "),
            "{date}: {outcome}"
        );
        assert_eq!(articles(&env).len(), 2, "{date}");
    }
}
