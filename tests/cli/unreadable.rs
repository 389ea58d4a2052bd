//! Files that cannot be read: each is told wherever it matters, and taken up again as soon as it can be read.

use std::fs;
#[cfg(target_os = "linux")]
use std::os::unix::fs::symlink;

#[cfg(target_os = "linux")]
use serde_json::json;

use crate::env::TestEnv;

const NOTICE: (&str, &str) = (
    "notice.txt",
    "The harbour will be closed on Friday while the crane is being repaired.\n",
);

const NOTICE_ALONE: &str = "\
language                  articles  passages
en English                       1         1
1 article, 1 passage, 72 B of text in # s (# MB/s); index # at index
";

#[test]
fn files_and_folders_that_may_not_be_read_are_listed() {
    let env = TestEnv::with_corpus(&[
        NOTICE,
        ("secret.txt", "The harbour in secret."),
        ("vault/deep.txt", "The harbour in the vault."),
    ]);
    env.set_mode("corpus/secret.txt", 0);
    env.set_mode("corpus/vault", 0);
    let outcome = env.run_bound_by_permissions("index");
    // the folder of the test has to go when it ends
    env.set_mode("corpus/vault", 0o755);
    let said = "secret.txt: skipped, Permission denied (os error 13)\n\
                vault: skipped, Permission denied (os error 13)\n";
    if let Some(outcome) = outcome {
        outcome.is(3, "", &format!("{said}{NOTICE_ALONE}"));
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let env = TestEnv::new();
    fs::create_dir(env.path("locked")).expect("a folder");
    env.set_mode("locked", 0o555);
    if let Some(outcome) = env.run_bound_by_permissions("index --index locked/index") {
        outcome.is(
            2,
            "",
            "tolmach: cannot write the index at `locked/index`: Permission denied (os error 13)\n\n\
             hint: name a folder that can be written: --index DIR\n",
        );
    }
}

/// A file that opens and whose first byte cannot be read, as on a disk with a fault: the memory of the program itself,
/// which has nothing at address 0.
#[cfg(target_os = "linux")]
const FAULTY: &str = "/proc/self/mem";

/// With `crane.txt`, a link that leads to `target`.
#[cfg(target_os = "linux")]
fn lead(env: &TestEnv, target: &str) {
    let link = env.path("corpus/crane.txt");
    let _ = fs::remove_file(&link);
    symlink(target, link).expect("a link");
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_a_fault_makes_unreadable_is_told_by_every_command_until_it_can_be_read() {
    let env = TestEnv::with_corpus(&[NOTICE]);
    let text = "The crane in the harbour works again.\n";
    env.write("crane", text);
    lead(&env, "../crane");
    let index = ["index", "--follow-links"];
    env.run(index).exits(0);
    let (both, one) = (
        ["en crane.txt: crane", "en notice.txt: crane"],
        ["en notice.txt: crane"],
    );
    assert_eq!(env.found(["crane"]), both);

    lead(&env, FAULTY);
    assert_eq!(env.hits(["works"])[0]["stale"], "changed");
    // the second time there is nothing new, and it is tried and told again
    for changes in [
        json!([{"change": "changed", "path": "crane.txt"}]),
        json!([]),
    ] {
        let outcome = env.run([&index[..], &["--format=json"]].concat());
        let report = outcome.exits(3).json().remove(0);
        let failed = json!([{
            "path": "crane.txt", "reason": "unreadable", "detail": "Input/output error (os error 5)"
        }]);
        assert_eq!((&report["failed"], &report["changes"]), (&failed, &changes));
        assert_eq!(env.found(["crane"]), one);
    }
    let status = env.run(["status", "--format=json"]).exits(0).json();
    assert_eq!(
        (&status[0]["articles"], &status[0]["failed"]),
        (&json!(1), &json!(1))
    );
    env.run(["verify"]).is(
        1,
        "failed\tcrane.txt\tInput/output error (os error 5)\n",
        "the index at index is whole; in the corpus 0 new, 0 changed, 0 removed, 0 renamed, 1 failed\n",
    );
    let why = env.run(["why", "crane.txt", "crane"]);
    assert!(
        why.exits(1)
            .stdout
            .starts_with("crane.txt is not in the index: Input/output error (os error 5)\n"),
        "{why}"
    );

    lead(&env, "../crane");
    env.run(["verify"]).is(
        1,
        "changed\tcrane.txt\n",
        "the index at index is whole; in the corpus 0 new, 1 changed, 0 removed, 0 renamed, 0 failed\n",
    );
    env.run(index).is(
        0,
        "",
        "
language                  articles  passages
en English                       2         2
0 new, 1 changed, 0 removed, 0 renamed, 1 unchanged
2 articles, 2 passages, 110 B of text in # s; index # at index
",
    );
    assert_eq!(env.found(["crane"]), both);
    env.run(["verify"]).exits(0);
}

#[test]
#[cfg(target_os = "linux")]
fn a_fault_in_a_rebuild_or_in_an_ignore_file_is_told_and_the_rest_is_indexed() {
    let env = TestEnv::with_corpus(&[NOTICE, ("port/a.txt", "The crane in the port.\n")]);
    lead(&env, FAULTY);
    symlink(FAULTY, env.path("corpus/port/.tolmachignore")).expect("a link");
    let said = "crane.txt: skipped, Input/output error (os error 5)\n\
                port/.tolmachignore: skipped, Input/output error (os error 5), so nothing new of its folder is taken\n";
    for rebuild in [None, Some("--rebuild")] {
        let mut arguments = vec!["index", "--follow-links"];
        arguments.extend(rebuild);
        env.run(arguments)
            .is(3, "", &format!("{said}{NOTICE_ALONE}"));
        assert_eq!(env.found(["crane"]), ["en notice.txt: crane"]);
    }
}
