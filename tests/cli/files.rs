//! What becomes of the files of a corpus, odd ones among them.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::env::TestEnv;

const NOTICE: (&str, &str) = (
    "notice.txt",
    "The harbour will be closed on Friday while the crane is being repaired.\n",
);

const NOTICE_ALONE: &str = "
language                  articles  passages
en English                       1         1
1 article, 1 passage, 72 B of text in # s (# MB/s); index # at index
";

/// What `tolmach index` says when it passes these files over.
fn passing_over(lines: &str) -> String {
    format!("{lines}{}", NOTICE_ALONE.trim_start())
}

#[test]
fn files_that_are_no_text_are_listed_and_make_the_index_incomplete() {
    let env = TestEnv::with_corpus(&[NOTICE]);
    env.write("corpus/photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    env.write("corpus/picture.txt", b"\0\x01\x02harbour");
    let said = "photo.png: skipped, binary, not text\n\
                picture.txt: skipped, binary, not text\n";
    env.run(["index"]).is(3, "", &passing_over(said));
    // what could be read can be searched
    assert_eq!(env.found(["harbour"]), ["en notice.txt: harbour"]);
}

#[test]
fn empty_files_are_listed_and_nothing_is_missing() {
    let env = TestEnv::with_corpus(&[NOTICE, ("blank.txt", " \n\n\t"), ("empty.txt", "")]);
    let said = "blank.txt: skipped, empty\nempty.txt: skipped, empty\n";
    env.run(["index"]).is(0, "", &passing_over(said));
}

#[test]
fn a_text_in_another_encoding_is_read_as_it_looks_and_that_is_said() {
    let env = TestEnv::with_corpus(&[NOTICE]);
    let latin1 = b"The caf\xe9 by the harbour is open, and so is the cr\xeaperie.\n";
    env.write("corpus/latin1.txt", latin1);
    env.run(["index"]).is(
        0,
        "",
        "
latin1.txt: read as windows-1252, as its letters look
language                  articles  passages
en English                       2         2
2 articles, 2 passages, 129 B of text in # s (# MB/s); index # at index
",
    );
    env.run(["search", "open"]).is(
        0,
        "
 1. latin1.txt:1  en
    The café by the harbour is **open**, and so is the crêperie.

",
        "1 passage in 1 article matches, # ms\n",
    );
}

#[test]
fn links_and_cycles_of_links_are_listed_and_not_followed() {
    let env = TestEnv::with_corpus(&[NOTICE, ("port/.keep", "")]);
    env.write("elsewhere.txt", "The harbour elsewhere.");
    for (target, link) in [
        ("../elsewhere.txt", "corpus/away.txt"),
        ("nothing", "corpus/broken.txt"),
        ("..", "corpus/loop"),
        ("../port", "corpus/port/self"),
    ] {
        symlink(target, env.path(link)).expect("a link");
    }
    let said = "away.txt: skipped, symbolic link, not followed\n\
                broken.txt: skipped, symbolic link, not followed\n\
                loop: skipped, symbolic link, not followed\n\
                port/self: skipped, symbolic link, not followed\n";
    env.run(["index"]).is(0, "", &passing_over(said));
}

#[test]
fn a_pipe_is_listed_and_not_waited_for() {
    let env = TestEnv::with_corpus(&[NOTICE]);
    let made = Command::new("mkfifo").arg(env.path("corpus/pipe")).status();
    assert!(made.expect("mkfifo runs").success());
    // `timeout` so that a program that waits for a writer fails the test and does not hold it up
    env.script("exec timeout 100 \"$TOLMACH\" index").is(
        0,
        "",
        &passing_over("pipe: skipped, not a regular file\n"),
    );
}

#[test]
fn hidden_files_and_folders_are_ignored() {
    let env = TestEnv::with_corpus(&[
        NOTICE,
        (".draft.txt", "The harbour in a draft."),
        (".git/description", "The harbour in a repository."),
        ("port/.cache/page.txt", "The harbour in a cache."),
    ]);
    env.run(["index"]).is(0, "", NOTICE_ALONE);
}

#[test]
fn a_hidden_corpus_is_none_of_the_hidden_files() {
    let env = TestEnv::empty();
    env.write(".news/notice.txt", NOTICE.1);
    env.run(["index", ".news"]).is(0, "", NOTICE_ALONE);
}

#[test]
fn many_skipped_files_are_counted_after_the_first_fifty() {
    let env = TestEnv::with_corpus(&[NOTICE]);
    for number in 0..60 {
        env.write(&format!("corpus/e{number:02}.txt"), "");
    }
    let listed = (0..50).map(|number| format!("e{number:02}.txt: skipped, empty\n"));
    let said = listed.collect::<String>() + "and 10 more files skipped\n";
    env.run(["index"]).is(0, "", &passing_over(&said));
}

#[test]
fn file_names_with_spaces_and_of_any_bytes_are_shown_readably() {
    let env = TestEnv::with_corpus(&[("a name with spaces.txt", NOTICE.1)]);
    let name = OsStr::from_bytes(b"corpus/caf\xe9.txt");
    let other = NOTICE.1.replace("Friday", "Monday");
    fs::write(env.path(name), other).expect("a file with a name that is no UTF-8");
    env.run(["index"]).exits(0);
    env.run(["search", "crane"]).is(
        0,
        "
 1. a name with spaces.txt:1  en
    The harbour will be closed on Friday while the **crane** is being repaired.

 2. caf\\xE9.txt:1  en
    The harbour will be closed on Monday while the **crane** is being repaired.

",
        "2 passages in 2 articles match, # ms\n",
    );
}

#[test]
fn a_file_of_one_character_is_an_article() {
    let env = TestEnv::with_corpus(&[("letter.txt", "Ж"), ("ideograph.txt", "山")]).indexed();
    let articles = |query: &str| -> Vec<String> {
        let hits = env.hits([query]);
        hits.iter().map(|hit| hit["article"].to_string()).collect()
    };
    assert_eq!(articles("ж"), ["\"letter.txt\""]);
    assert_eq!(articles("山"), ["\"ideograph.txt\""]);
}

#[test]
fn a_line_of_a_megabyte_without_spaces_is_searched_through() {
    let filler = "港口的起重机正在修理，";
    let half = filler.repeat(500_000 / filler.len());
    let env = TestEnv::with_corpus(&[
        NOTICE,
        ("latin.txt", &"x".repeat(1_000_000)),
        ("chinese.txt", &format!("{half}金正恩抵达新加坡，{half}")),
    ])
    .indexed();
    assert_eq!(env.found(["harbour"]), ["en notice.txt: harbour"]);
    assert_eq!(env.found(["--all", "金正恩"]), ["zh chinese.txt: 金正恩"]);
}
