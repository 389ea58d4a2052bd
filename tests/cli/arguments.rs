//! What may be typed as a query, and where.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use crate::env::TestEnv;

fn towns() -> TestEnv {
    TestEnv::with_corpus(&[
        ("both.txt", "The harbour of the town has a crane.\n"),
        ("crane.txt", "A crane flew over the lake.\n"),
        ("minus.txt", "The crane froze at -5 degrees.\n"),
    ])
    .indexed()
}

#[test]
fn a_word_to_leave_out_is_typed_as_it_is() {
    let env = towns();
    let expected = ["en crane.txt: crane", "en minus.txt: crane"];
    for arguments in [
        &["crane", "-harbour"][..],
        &["-harbour", "crane"],
        &["crane", "-harbour", "-n", "5"],
        &["-harbour", "--lang", "en", "crane", "-n5"],
        &["crane -harbour"],
        &["--", "crane", "-harbour"],
        &["crane", "-\"the harbour\""],
        &["crane", "-=harbour"],
        // begins as -n and as -h do
        &["crane", "-harbour", "-nothing"],
        &["crane", "-v", "-harbour"],
    ] {
        assert_eq!(env.found(arguments), expected, "{arguments:?}");
    }
    assert_eq!(env.found(["degrees", "-5"]), ["en minus.txt: 5|degrees"]);
    env.run(["why", "both.txt", "crane", "-harbour"]).exits(1);
    env.run(["why", "crane.txt", "-harbour", "crane", "--all"])
        .exits(0);
}

#[test]
fn what_begins_with_two_hyphens_is_an_option_unless_it_stands_behind_them() {
    let env = towns();
    env.run(["search", "crane", "--al"]).is(
        2,
        "",
        "tolmach: unknown option `--al`\n\nhint: like it: --all; all there are: tolmach search --help\n",
    );
    assert_eq!(env.found(["--", "--harbour"]), ["en both.txt: harbour"]);
}

#[test]
fn bytes_of_a_query_that_are_no_text_are_replaced() {
    let env = towns();
    let query: OsString = OsString::from_vec(b"harbour\xff".to_vec());
    let search: [&OsStr; 2] = ["search".as_ref(), query.as_ref()];
    let outcome = env.run(search);
    outcome.exits(0);
    assert!(
        outcome.stderr.starts_with(
            "the query is no UTF-8; what is not was replaced: harbour\u{fffd}\n1 passage in"
        ),
        "{outcome}"
    );
    let article: &OsStr = OsStr::from_bytes(b"no\xff.txt");
    let why: [&OsStr; 3] = ["why".as_ref(), article, "crane".as_ref()];
    env.run(why).is(
        2,
        "",
        "tolmach: no article `no\\xFF.txt` in the index at `index`\n\nhint: name a path as the hits of `tolmach search` show it\n",
    );
}
