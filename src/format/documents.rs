//! What becomes of a document of each format, and of one that is broken? Held against what is noted beside the documents.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::read_bytes;
use crate::skip::Skip;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/documents");

/// The documents by name, with their bytes.
fn documents() -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(FOLDER).expect("the documents");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let name = |path: &std::path::Path| {
        path.file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    let mut documents: Vec<(String, Vec<u8>)> = paths
        .filter(|path| {
            path.is_file()
                && !["py", "txt"]
                    .iter()
                    .any(|end| path.extension().is_some_and(|own| own == *end))
        })
        .map(|path| (name(&path), std::fs::read(&path).expect("bytes")))
        .collect();
    documents.sort();
    documents
}

/// What becomes of a document, as JSON.
fn told(name: &str, bytes: &[u8]) -> Value {
    let (articles, faults) = read_bytes(name, bytes);
    let articles: Vec<Value> = articles
        .into_iter()
        .map(|article| {
            let lines: Vec<&str> = article.text.lines().collect();
            json!({"id": article.id, "metadata": article.metadata, "text": lines})
        })
        .collect();
    let faults: Vec<Value> = faults
        .iter()
        .map(|(id, skip)| json!({"id": id, "code": skip.code(), "reason": skip.to_string()}))
        .collect();
    json!({"file": name, "articles": articles, "faults": faults})
}

#[test]
fn a_document_of_each_format_becomes_what_is_noted() {
    let told: Vec<String> = documents()
        .iter()
        .map(|(name, bytes)| format!("{:#}\n", told(name, bytes)))
        .collect();
    let told = told.concat();
    let golden = format!("{FOLDER}/golden.txt");
    if std::env::var_os("TOLMACH_GOLDEN").is_some() {
        std::fs::write(&golden, &told).expect("written");
    }
    let noted = std::fs::read_to_string(golden).expect("what is noted");
    for (line, (told, noted)) in told.lines().zip(noted.lines()).enumerate() {
        assert_eq!(told, noted, "line {}", line + 1);
    }
    assert_eq!(told.lines().count(), noted.lines().count());
}

#[test]
fn broken_documents_are_told_with_their_reason() {
    for (name, bytes) in documents() {
        let (articles, faults) = read_bytes(&name, &bytes);
        let codes: Vec<&str> = faults.iter().map(|(_, skip)| skip.code()).collect();
        let is_broken = [
            "cut",
            "none",
            "sealed",
            "bomb.docx",
            "bomb.pdf",
            "scan",
            "old",
            "empty",
        ]
        .iter()
        .any(|begin| name.starts_with(begin));
        // what is a page by its content is read as one
        if is_broken && name != "none.rss" {
            assert!(!codes.is_empty(), "{name}: {articles:?}");
        }
        if name.starts_with("sealed") {
            assert_eq!(codes, ["encrypted"], "{name}");
        }
        assert!(!codes.contains(&"panicked"), "{name}: {faults:?}");
    }
}

#[test]
fn a_page_of_a_document_begins_where_its_text_does() {
    let bytes = std::fs::read(format!("{FOLDER}/pages.pdf")).expect("bytes");
    let (articles, _) = read_bytes("pages.pdf", &bytes);
    let article = &articles[0];
    let begins: Vec<&str> = article
        .metadata
        .pages
        .iter()
        .map(|at| &article.text[*at..*at + 10])
        .collect();
    assert_eq!(begins, ["Repairs ar", "divers ins"]);
}

/// Whether the reading of bytes panicked, or took too long.
fn fails(name: &str, bytes: &[u8]) -> Option<Skip> {
    let begun = std::time::Instant::now();
    let (_, faults) = read_bytes(name, bytes);
    assert!(
        begun.elapsed().as_secs() < 20,
        "{name}: {:?}",
        begun.elapsed()
    );
    faults
        .into_iter()
        .map(|(_, skip)| skip)
        .find(|skip| matches!(skip, Skip::Panicked(_)))
}

#[test]
fn each_document_that_is_cut_anywhere_is_borne() {
    for (name, bytes) in documents() {
        if bytes.len() > 100_000 || name.starts_with("bomb") {
            continue;
        }
        for part in 1..12 {
            let cut = &bytes[..bytes.len() * part / 12];
            assert_eq!(fails(&name, cut), None, "{name} {part}/12");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn a_document_that_is_changed_is_borne(at in 0_usize..200, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30), cut in any::<prop::sample::Index>(), is_cut in any::<bool>()) {
        let documents: Vec<_> = documents().into_iter().filter(|(name, bytes)| !bytes.is_empty() && bytes.len() < 100_000 && !name.starts_with("bomb")).collect();
        let (name, mut bytes) = documents[at % documents.len()].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        prop_assert_eq!(fails(&name, &bytes), None);
    }

    #[test]
    fn bytes_that_are_none_of_a_format_are_borne(bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0_usize..9) {
        let (begin, name) = [
            (&b"%PDF-1.4\n"[..], "a.pdf"), (b"{\\rtf1 ", "a.rtf"), (b"WARC/1.0\r\n", "a.warc"), (b"From a\n", "a.mbox"), (b"Subject: x\nFrom: a\n\n", "a.eml"),
            (b"<rss><channel><item>", "a.rss"), (b"<nitf><body><body.content>", "a.nitf"), (b"<html>", "a.html"), (b"PK\x03\x04word/[Content_Types].xml", "a.docx"),
        ][at];
        prop_assert_eq!(fails(name, &[begin, &bytes].concat()), None);
    }
}
