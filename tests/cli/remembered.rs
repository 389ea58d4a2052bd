//! What an index remembers: its folders and which of their files it takes, and what of them stays where nobody can look.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::json;

use crate::env::TestEnv;
use crate::outcome::outcome;

/// A corpus with drafts, and the index of it without them.
fn without_drafts() -> TestEnv {
    let env = TestEnv::with_corpus(&[
        ("a.txt", "The crane in the harbour.\n"),
        ("drafts/b.txt", "The crane of tomorrow.\n"),
    ]);
    env.run(["index", "--exclude", "drafts/"]).exits(0);
    assert_eq!(articles(&env), ["a.txt"]);
    env
}

/// Two corpus folders, and the index of both.
fn two_folders() -> TestEnv {
    let env = TestEnv::empty();
    env.write("news/a.txt", "The crane in the harbour.\n");
    env.write("blogs/b.txt", "The crane of my uncle.\n");
    env.write("blogs/c.txt", "The crane of my aunt.\n");
    env.run(["index", "news", "blogs"]).exits(0);
    env
}

/// The articles that have the crane.
fn articles(env: &TestEnv) -> Vec<String> {
    env.articles_with("crane")
}

fn absolute(env: &TestEnv, path: &str) -> String {
    let path = fs::canonicalize(env.path(path)).expect("it is there");
    path.to_str().expect("text").to_owned()
}

#[test]
fn an_index_is_updated_from_anywhere_without_naming_its_folders() {
    let env = two_folders();
    env.write("blogs/d.txt", "The crane of my neighbour.\n");
    fs::create_dir(env.path("elsewhere")).expect("a folder");
    let script = "cd elsewhere && \"$TOLMACH\" index --index ../index";
    let outcome = env.script(script);
    let counts = "\n1 new, 0 changed, 0 removed, 0 renamed, 3 unchanged\n";
    assert!(outcome.exits(0).stderr.contains(counts), "{outcome}");
    // in whatever order they are named
    let named = env.run(["index", "blogs", "news"]);
    assert!(
        named.exits(0).stderr.starts_with("nothing changed\n"),
        "{named}"
    );
    let named = env.run(["index", "./blogs/", "news=news"]);
    assert!(
        named.exits(0).stderr.starts_with("nothing changed\n"),
        "{named}"
    );
}

#[test]
fn an_index_does_not_become_one_of_the_folder_that_one_happens_to_be_in() {
    let env = two_folders();
    env.write("corpus/other.txt", "Another crane.\n");
    let mut command = env.command(["index"]);
    let outcome = outcome(command.env("TOLMACH_INDEX", "index"), b"");
    assert!(
        outcome.exits(0).stderr.starts_with("nothing changed\n"),
        "{outcome}"
    );
    env.run(["index"]).exits(0);
    assert_eq!(articles(&env), ["blogs/b.txt", "blogs/c.txt", "news/a.txt"]);
    // where there is no index yet, the folder is taken
    env.run(["index", "--index", "other"]).exits(0);
    assert_eq!(
        env.found(["--index", "other", "crane"]),
        ["en other.txt: crane"]
    );
}

#[test]
fn another_corpus_is_refused_unless_it_is_to_replace_the_former() {
    let env = two_folders();
    let (news, blogs) = (absolute(&env, "news"), absolute(&env, "blogs"));
    for arguments in [
        &["news"][..],
        &["--rebuild", "news"],
        &["--dry-run", "news"],
    ] {
        env.run(["index"].iter().chain(arguments)).is(
            2,
            "",
            &format!(
                "tolmach: the index at `index` is of `news={news}`, `blogs={blogs}`, not of `{news}`\n\n\
                 hint: tolmach index --index index updates it; to make it one of the other: \
                 tolmach index {news} --index index --replace-corpus\n"
            ),
        );
    }
    assert_eq!(articles(&env).len(), 3);
    env.run(["index", "news", "--replace-corpus"]).exits(0);
    assert_eq!(articles(&env), ["a.txt"]);
    env.run(["index", "--replace-corpus"]).exits(2);
}

#[test]
fn a_damaged_index_is_built_anew_of_what_it_was_made_of() {
    for damage in [
        "printf x >> index/gen-000001/*.texts",
        "printf garbage > index/gen-000001/meta.json",
        "rm index/gen-000001/meta.json",
        "printf garbage > index/CURRENT",
        "sed -i 's/\"version\\\\\\?\":\\\\\\?\"[0-9.]*/\"version\":\"1.1/' index/gen-000001/meta.json",
    ] {
        let env = without_drafts();
        env.script(damage).exits(0);
        env.run(["index"]).exits(0);
        assert_eq!(articles(&env), ["a.txt"], "{damage}");
        env.run(["verify"]).exits(0);
    }
}

#[test]
fn an_index_that_does_not_tell_what_it_is_of_asks_for_it_and_takes_no_folder_that_happens_to_be_there()
 {
    let env = without_drafts();
    env.script("rm index/gen-000001/meta.json index/gen-000001/.corpus.json")
        .exits(0);
    env.run(["index"]).is(
        2,
        "",
        "
tolmach: the index at `index` is damaged, and does not tell which folders it is of

hint: name them: tolmach index CORPUS --index index
",
    );
    env.run(["index", "corpus"]).exits(0);
    assert_eq!(articles(&env).len(), 2);
}

#[test]
fn the_selection_is_remembered_and_what_is_typed_wins() {
    let env = without_drafts();
    env.write("corpus/c.md", "The crane of the market.\n");
    let counts = "\n1 new, 0 changed, 0 removed, 0 renamed, 1 unchanged\n";
    let outcome = env.run(["index"]);
    assert!(outcome.exits(0).stderr.contains(counts), "{outcome}");
    assert_eq!(articles(&env), ["a.txt", "c.md"]);
    env.run(["index", "--rebuild"]).exits(0);
    assert_eq!(articles(&env), ["a.txt", "c.md"]);
    let status = env.run(["status"]);
    let taken = "\ntaken     --exclude drafts/\n";
    assert!(status.exits(0).stdout.contains(taken), "{status}");
    // another kind is added to what is remembered
    let outcome = env.run(["index", "--include", "*.txt"]);
    let changed =
        "selection changed: --include '*.txt' --exclude drafts/ (before: --exclude drafts/)\n";
    assert!(outcome.exits(0).stderr.starts_with(changed), "{outcome}");
    assert_eq!(articles(&env), ["a.txt"]);
    // the same kind replaces it
    let outcome = env.run(["index", "--exclude", "a.txt"]);
    let changed = "selection changed: --include '*.txt' --exclude a.txt (before: --include '*.txt' --exclude drafts/)\n";
    assert!(outcome.exits(0).stderr.starts_with(changed), "{outcome}");
    assert_eq!(articles(&env), ["drafts/b.txt"]);
    let report = env.run(["index", "--reset-selection", "--format=json"]);
    let report = report.exits(0).json().remove(0);
    let all = json!({
        "include": [], "exclude": [], "hidden": false, "follow_links": false,
            "format_of": [], "encoding": [], "fields": [], "converted": [],
        "max_file_bytes": 1_000_000_000, "is_listed": false
    });
    assert_eq!(report["selection"], all);
    assert_eq!(report["former_selection"]["exclude"], json!(["a.txt"]));
    assert_eq!(articles(&env).len(), 3);
    let report = env.run(["index", "--max-file-size", "none", "--format=json"]);
    let report = report.exits(0).json().remove(0);
    assert_eq!(report["selection"]["max_file_bytes"], json!(null));
}

#[test]
fn links_and_hidden_files_are_remembered_too() {
    let env = TestEnv::empty();
    env.write("corpus/.a.txt", "The hidden crane.\n");
    env.write("b.txt", "The linked crane.\n");
    symlink("../b.txt", env.path("corpus/b.txt")).expect("a link");
    env.run(["index", "--hidden", "--follow-links"]).exits(0);
    env.run(["index"]).exits(0);
    assert_eq!(articles(&env), [".a.txt", "b.txt"]);
}

#[test]
fn a_list_has_to_be_given_again() {
    let env = without_drafts();
    env.write("list", "drafts/b.txt\n");
    let listed = env.run(["index", "--reset-selection", "--files-from", "list"]);
    let changed = "selection changed: --files-from … (before: --exclude drafts/)\n";
    assert!(listed.exits(0).stderr.starts_with(changed), "{listed}");
    for arguments in [
        &["index"][..],
        &["index", "--include=*.txt"],
        &["index", "corpus"],
    ] {
        env.run(arguments).is(
            2,
            "",
            "
tolmach: the index at `index` is of the files of a list, which it does not remember

hint: give the list again: tolmach index --index index --files-from FILE; or take all files: tolmach index --index index --reset-selection
",
        );
    }
    env.run(["index", "--files-from", "list"]).exits(0);
    assert_eq!(articles(&env), ["drafts/b.txt"]);
    env.run(["index", "--reset-selection"]).exits(0);
    assert_eq!(articles(&env).len(), 2);
}

#[test]
fn a_corpus_that_is_gone_is_told_with_what_to_do() {
    let env = without_drafts();
    let corpus = absolute(&env, "corpus");
    fs::rename(env.path("corpus"), env.path("moved")).expect("another name");
    env.run(["index"]).is(
        2,
        "",
        &format!(
            "tolmach: cannot read the corpus `{corpus}`, which the index at `index` is of: No such file or directory (os error 2)\n\n\
             hint: if it was moved: tolmach index FOLDER --index index --replace-corpus\n"
        ),
    );
    let moved = env.run(["index", "moved", "--replace-corpus"]);
    assert_eq!(articles(&env), ["a.txt"], "{moved}");
}

#[test]
fn one_of_several_folders_that_has_no_files_any_more_keeps_its_articles() {
    let env = two_folders();
    env.script("mkdir away && mv blogs/* away && rm news/a.txt")
        .exits(0);
    env.write("news/new.txt", "The crane of the news.\n");
    env.run(["index"]).is(
        3,
        "",
        "
blogs: skipped, no files in it any more
blogs: 2 files stay as they were indexed (--allow-empty removes what is not found)
language                  articles  passages
en English                       3         3
1 new, 0 changed, 1 removed, 0 renamed, 2 unchanged
3 articles, 3 passages, 68 B of text in # s; index # at index
",
    );
    let report = env.run(["index", "--format", "json"]);
    let report = report.exits(3).json().remove(0);
    let detail = "no files in it any more";
    let emptied = json!([{"path": "blogs", "reason": "emptied", "detail": detail}]);
    assert_eq!(report["failed"], emptied);
    assert_eq!(
        report["kept_unseen"],
        json!([{"path": "blogs", "files": 2}])
    );
    assert_eq!(articles(&env).len(), 3);
    env.run(["index", "--rebuild"]).exits(2);
    env.run(["index", "--allow-empty"]).exits(0);
    assert_eq!(articles(&env), ["news/new.txt"]);
}

#[test]
fn one_of_several_folders_that_is_gone_keeps_its_articles_and_one_that_never_was_is_an_error() {
    let env = two_folders();
    fs::rename(env.path("blogs"), env.path("away")).expect("another name");
    for arguments in [&["index"][..], &["index", "news", "blogs"]] {
        env.run(arguments).is(
            3,
            "",
            "
blogs: skipped, No such file or directory (os error 2)
blogs: 2 files stay as they were indexed (--allow-empty removes what is not found)
nothing changed
3 articles, 3 passages, 71 B of text in # s; index # at index
",
        );
    }
    env.run(["verify"]).is(
        1,
        "failed\tblogs\tNo such file or directory (os error 2)\n",
        "the index at index is whole; in the corpus 0 new, 0 changed, 0 removed, 0 renamed, 1 failed\n",
    );
    let typo = env.run(["index", "news", "blog", "--replace-corpus"]);
    let said = "tolmach: cannot read the corpus `blog`: No such file or directory (os error 2)\n";
    assert!(typo.exits(2).stderr.starts_with(said), "{typo}");
    fs::rename(env.path("away"), env.path("blogs")).expect("back");
    env.run(["index"]).exits(0);
    assert_eq!(articles(&env).len(), 3);
}

#[test]
fn an_index_in_the_corpus_is_none_of_it_whosever_it_is() {
    let env = TestEnv::with_corpus(&[("a.txt", "The crane in the harbour.\n")]);
    let other = ["index", "--index", "corpus/port/index"];
    env.run(other).exits(0);
    let said = "
port/index: skipped, the folder of an index
language                  articles  passages
en English                       1         1
1 article, 1 passage, 26 B of text in # s (# MB/s); index # at index
";
    env.run(["index"]).is(0, "", said);
    env.script("mkdir corpus/new && touch corpus/new/.tolmach && echo x > corpus/new/x.txt")
        .exits(0);
    let listed = "printf 'a.txt\\nport/index/CURRENT\\nport/index/gen-000001/meta.json\\n' | \
                  \"$TOLMACH\" index --files-from - --index listed";
    let listed = env.script(listed);
    let skipped = "port/index: skipped, the folder of an index\nlanguage";
    assert!(listed.exits(0).stderr.starts_with(skipped), "{listed}");
    let updated = env.run(["index"]);
    let skipped =
        "new: skipped, the folder of an index\nport/index: skipped, the folder of an index\n";
    assert!(updated.exits(0).stderr.starts_with(skipped), "{updated}");
    env.script("cp -r index/gen-000001 corpus/ && rm -r corpus/port corpus/new")
        .exits(0);
    let updated = env.run(["index"]);
    let skipped = "gen-000001: skipped, the folder of an index\n";
    assert!(updated.exits(0).stderr.starts_with(skipped), "{updated}");
    for corpus in ["index", "index/gen-000001"] {
        let said = format!(
            "tolmach: `{corpus}` is in an index, so there are no articles in it\n\n\
             hint: name the folder that has the articles: tolmach index FOLDER\n"
        );
        env.run(["index", corpus, "--index", "third"])
            .is(2, "", &said);
    }
}

#[test]
fn an_index_of_nothing_says_why_and_is_not_called_complete() {
    for (make, arguments, why) in [
        ("true", &[][..], "the corpus has no files"),
        (
            "echo a > corpus/a.txt",
            &["--include", "nothing"],
            "files and folders left out: 1 that no --include matches",
        ),
        (
            "echo a > corpus/.a.txt",
            &[],
            "files and folders left out: 1 hidden (--hidden takes them)",
        ),
        (
            "touch corpus/a.txt",
            &[],
            "no file of the corpus has text that can be read",
        ),
    ] {
        let env = TestEnv::with_corpus(&[]);
        env.script(make).exits(0);
        for _ in 0..2 {
            let outcome = env.run(["index"].iter().chain(arguments));
            let said = format!("nothing to index; {why}\n");
            assert!(outcome.exits(3).stderr.contains(&said), "{outcome}");
        }
        env.run(["index", "--allow-empty"]).exits(0);
    }
}

#[test]
fn a_tilde_that_no_shell_expanded_is_refused_with_what_is_meant() {
    let env = TestEnv::new();
    let refused = |arguments: &[&str], path: &str, hint: &str| {
        let mut command = env.command(["index"].iter().chain(arguments));
        command.env("HOME", "/home/me");
        outcome(&mut command, b"").is(
            2,
            "",
            &format!(
                "tolmach: `{path}` begins with a `~` that no shell has expanded\n\nhint: {hint}\n"
            ),
        );
    };
    refused(
        &["--index", "~/ix"],
        "~/ix",
        "/home/me/ix is meant, or ./~/ix",
    );
    refused(&["~/news"], "~/news", "/home/me/news is meant, or ./~/news");
    refused(
        &["old=~/news"],
        "~/news",
        "/home/me/news is meant, or ./~/news",
    );
    refused(&["~"], "~", "/home/me/ is meant, or ./~");
    refused(
        &["~somebody/news"],
        "~somebody/news",
        "write the whole path, or ./~somebody/news if it is called so",
    );
    assert_eq!(env.names("."), ["corpus"]);
    env.write("~/a.txt", "The crane.\n");
    env.run(["index", "./~"]).exits(0);
}

#[test]
fn a_report_that_cannot_be_written_does_not_say_that_nothing_was_done() {
    let env = TestEnv::new();
    let full = env.script("exec \"$TOLMACH\" index --format json > /dev/full");
    let told = "tolmach: cannot write to standard output: No space left on device (os error 28); the index is published\n";
    assert!(full.exits(3).stderr.ends_with(told), "{full}");
    assert_eq!(env.found(["lunch"]), ["en en.txt: lunch"]);
    env.write("corpus/image.txt", b"\x89PNG\0\0");
    let closed = env.script("\"$TOLMACH\" index --format json | true; exit ${PIPESTATUS[0]}");
    closed.exits(3);
}
