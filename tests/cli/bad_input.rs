//! Files that are not what they should be, of each format: cut off, empty, of another kind, sealed, nested, and bombs. Each is listed
//! with a reason, and what is beside it is indexed.

use std::collections::BTreeMap;
use std::fs;

use crate::env::TestEnv;

/// A format by the end of its files' names: a file that is as it should be, and why half of it is not, where half of it is not also a
/// whole one.
const FORMATS: [(&str, &str, Option<&str>); 26] = [
    ("txt", "formats/encodings/de.utf-8.txt", None),
    ("md", "formats/records/yaml.md", None),
    ("csv", "formats/records/articles.csv", None),
    ("tsv", "formats/records/articles.tsv", None),
    ("mbox", "documents/box.mbox", None),
    ("eml", "documents/letter.eml", None),
    ("json", "formats/records/articles.json", Some("malformed")),
    ("jsonl", "formats/records/articles.jsonl", Some("malformed")),
    ("rss", "documents/rss.xml", Some("malformed")),
    ("nitf", "documents/message.nitf", Some("malformed")),
    ("newsml", "documents/message.newsml", Some("malformed")),
    ("epub", "documents/book.epub", Some("malformed")),
    ("docx", "documents/letter.docx", Some("malformed")),
    ("odt", "documents/report.odt", Some("malformed")),
    ("fodt", "documents/flat.fodt", Some("malformed")),
    ("rtf", "documents/czech.rtf", Some("malformed")),
    ("pdf", "documents/pages.pdf", Some("malformed")),
    ("warc", "documents/crawl.warc", Some("malformed")),
    ("txt.gz", "formats/containers/ru.txt.gz", Some("malformed")),
    (
        "txt.zst",
        "formats/containers/ru.txt.zst",
        Some("malformed"),
    ),
    (
        "txt.bz2",
        "formats/containers/ru.txt.bz2",
        Some("malformed"),
    ),
    ("txt.xz", "formats/containers/ru.txt.xz", Some("malformed")),
    ("zip", "formats/containers/all.zip", Some("malformed")),
    ("tar", "formats/bad/truncated.tar", Some("malformed")),
    ("tar.gz", "formats/containers/gnu.tar.gz", Some("malformed")),
    (
        "tar.xz",
        "formats/containers/ustar.tar.xz",
        Some("malformed"),
    ),
];

/// Of these an empty file has no articles and is not broken.
const MAY_BE_EMPTY: [&str; 4] = ["txt", "md", "jsonl", "mbox"];

/// Files that were made so, each with the reasons that are told of it and its parts: `parts` if none of them could be read.
const MADE: [(&str, &str); 17] = [
    ("documents/sealed.pdf", "encrypted"),
    ("documents/sealed.docx", "encrypted"),
    ("documents/sealed.odt", "encrypted"),
    ("documents/sealed.epub", "encrypted"),
    ("documents/sealed.eml", "encrypted"),
    ("formats/bad/encrypted.zip", "parts encrypted"),
    ("documents/scan.pdf", "needs_ocr"),
    ("documents/bomb.pdf", "bound"),
    ("documents/bomb.docx", "parts bound"),
    ("formats/bad/bomb.txt.gz", "bound"),
    ("formats/bad/bomb.zip", "bound"),
    ("formats/bad/deep.gz", "bound"),
    ("formats/bad/deep.zip", "parts bound"),
    ("formats/bad/nested.json", "malformed"),
    ("formats/bad/nested-objects.json", "malformed"),
    ("documents/cut-within.docx", "malformed"),
    ("documents/none.pdf", "malformed"),
];

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

fn fixture(path: &str) -> Vec<u8> {
    fs::read(format!(
        "{}/tests/fixtures/{path}",
        env!("CARGO_MANIFEST_DIR")
    ))
    .expect(path)
}

/// Indexes within a time and a memory that fail the test where there is no end; the reasons that are told of each file, and all that
/// is said.
fn reasons(env: &TestEnv) -> BTreeMap<String, String> {
    let limits = "ulimit -v 1500000; exec timeout 200";
    let index = format!("{limits} \"$TOLMACH\" index --jobs 1");
    let outcome = env.script(&format!("{index} --format json"));
    let report = &outcome.exits(3).json()[0];
    let mut reasons: BTreeMap<String, String> = BTreeMap::new();
    for kind in ["failed", "skipped"] {
        for told in report[kind].as_array().into_iter().flatten() {
            let path = told["path"].as_str().expect("a path");
            let path = path.split('#').next().unwrap_or(path);
            let reason = told["reason"].as_str().expect("a reason");
            let known = reasons.entry(path.to_owned()).or_default();
            if !known.split(' ').any(|known| known == reason) {
                if !known.is_empty() {
                    known.push(' ');
                }
                known.push_str(reason);
            }
        }
    }
    reasons
}

#[test]
fn a_file_of_each_format_that_is_cut_or_empty_or_of_another_kind_is_listed_with_its_reason() {
    let noise: Vec<u8> = (0..900_u32).map(|at| ((at * 7919) >> 3) as u8).collect();
    let env = TestEnv::with_corpus(&[("good.txt", "The harbour is closed.\n")]);
    let mut expected = BTreeMap::new();
    for (extension, path, cut) in FORMATS {
        let whole = fixture(path);
        let empty = if MAY_BE_EMPTY.contains(&extension) {
            "empty"
        } else {
            "malformed"
        };
        for (name, bytes, reason) in [
            ("cut", &whole[..whole.len() / 2], cut),
            ("empty", &[][..], Some(empty)),
            ("noise", &noise, Some("binary")),
            ("picture", PICTURE, Some("binary")),
        ] {
            let name = format!("{name}.{extension}");
            env.write(&format!("corpus/{name}"), bytes);
            if let Some(reason) = reason {
                expected.insert(name, reason.to_owned());
            }
        }
    }
    let mut told = reasons(&env);
    // a broken part of what is whole is told besides
    told.retain(|path, _| !path.starts_with("cut.") || expected.contains_key(path));
    assert_eq!(told, expected);
    assert_eq!(env.articles_with("harbour").len(), 1);
}

#[test]
fn sealed_nested_and_bomb_files_are_listed_with_their_reason() {
    let env = TestEnv::with_corpus(&[("good.txt", "The harbour is closed.\n")]);
    let mut expected = BTreeMap::new();
    for (path, reason) in MADE {
        let name = path.rsplit('/').next().unwrap_or(path);
        env.write(&format!("corpus/{name}"), fixture(path));
        expected.insert(name.to_owned(), reason.to_owned());
    }
    assert_eq!(reasons(&env), expected);
    // what could be read of the others may have the word too
    assert!(
        env.articles_with("harbour")
            .contains(&"good.txt".to_owned())
    );
}
