//! What do files become? The fixtures of all formats, held against what they became before; and files that nobody would make.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::article::Told;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

/// The environment variable that has what files become written instead of compared: `TOLMACH_GOLDEN=write`.
const WRITE: &str = "TOLMACH_GOLDEN";

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(FOLDER).join(folder)).expect(folder);
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| {
        path.is_file() && path.file_name().is_some_and(|name| name != "golden.json")
    });
    files.sort();
    files
}

/// What a file becomes, as the golden files have it.
fn read_file(path: &Path) -> Value {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a name");
    let bytes = fs::read(path).expect(name);
    let (articles, faults) = read_bytes(name, &bytes);
    let article = |document: Document| {
        let mut object = serde_json::Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                object.insert(key.to_owned(), value);
            }
        };
        let metadata = document.metadata;
        let told = |told: &Told<String>| json!(format!("{} ({})", told.value, told.origin.code()));
        put("id", document.id.map(Value::from));
        put("title", metadata.title.as_ref().map(told));
        let date = metadata.date.as_ref();
        put(
            "date",
            date.map(|date| json!(format!("{} ({})", date.value, date.origin.code()))),
        );
        let language = metadata.language.as_ref();
        put(
            "language",
            language
                .map(|language| json!(format!("{} ({})", language.value, language.origin.code()))),
        );
        put("source", metadata.source.as_ref().map(told));
        put("author", metadata.author.as_ref().map(told));
        put("url", metadata.url.as_ref().map(told));
        if !metadata.tags.is_empty() {
            put("tags", Some(metadata.tags.iter().map(told).collect()));
        }
        if !metadata.pages.is_empty() {
            put("pages", Some(json!(metadata.pages)));
        }
        let text = document.text;
        let text = if text.len() > 5000 {
            let begin: String = text.chars().take(100).collect();
            format!("{begin} … {} bytes", text.len())
        } else {
            text
        };
        put("text", Some(json!(text)));
        Value::Object(object)
    };
    let fault = |(id, skip): (Option<String>, Skip)| json!({"id": id, "reason": skip.code(), "detail": skip.to_string()});
    let mut object = serde_json::Map::new();
    object.insert(
        "articles".to_owned(),
        articles.into_iter().map(article).collect(),
    );
    if !faults.is_empty() {
        object.insert("faults".to_owned(), faults.into_iter().map(fault).collect());
    }
    Value::Object(object)
}

/// Compares what the files of a folder become with its file `golden.json`.
fn assert_golden(folder: &str) {
    let golden = Path::new(FOLDER).join(folder).join("golden.json");
    let mut found = serde_json::Map::new();
    for path in files(folder) {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        found.insert(name, read_file(&path));
    }
    if std::env::var(WRITE).is_ok_and(|write| write == "write") {
        let text = serde_json::to_string_pretty(&found).expect("JSON");
        return fs::write(golden, text + "\n").expect("a golden file");
    }
    let expected = fs::read_to_string(&golden).expect("a golden file");
    let expected: serde_json::Map<String, Value> = serde_json::from_str(&expected).expect("JSON");
    for (name, found) in &found {
        assert_eq!(expected.get(name), Some(found), "{folder}/{name}");
    }
    assert_eq!(expected.len(), found.len(), "{folder}");
}

#[test]
fn records_become_their_articles() {
    assert_golden("formats/records");
}

#[test]
fn containers_become_the_articles_of_their_files() {
    assert_golden("formats/containers");
}

#[test]
fn bad_files_become_reasons_and_what_could_be_read() {
    assert_golden("formats/bad");
}

#[test]
fn a_text_is_the_same_in_whatever_encoding() {
    for path in files("formats/encodings") {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let (language, rest) = name.split_once('.').expect("a language");
        let (articles, faults) = read_bytes(name, &fs::read(&path).expect(name));
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let [article] = &articles[..] else {
            panic!("{name}")
        };
        if rest.contains("spoilt") {
            assert!(article.text.contains('\u{FFFD}'), "{name}");
            continue;
        }
        let mut same = files("formats/encodings").into_iter().filter_map(|other| {
            let other_name = other.file_name()?.to_str()?.to_owned();
            (other_name != name && other_name.starts_with(&format!("{language}.")))
                .then_some((other_name, other))
        });
        if let Some((other_name, other)) = same.find(|(other, _)| !other.contains("spoilt")) {
            let (others, _) = read_bytes(&other_name, &fs::read(other).expect("a file"));
            assert_eq!(others[0].text, article.text, "{name}, {other_name}");
        }
        let identified = crate::language::identify::identify_article(&article.text);
        assert_eq!(identified.code(), language, "{name}: {}", article.text);
    }
}

/// Reads bytes within small bounds; says how many bytes of text came of it.
fn read_small(name: &str, bytes: &[u8]) -> usize {
    let mut taken = 0;
    let no_panic = |skip: &Skip| assert_ne!(skip.code(), "panicked", "{name}: {skip}");
    let (read, _) = read_bounded(
        name,
        None,
        bytes,
        &small_bounds(),
        |outcome| match outcome {
            Outcome::Article(document) => taken += document.text.len(),
            Outcome::Fault { skip, .. } => no_panic(&skip),
        },
    );
    read.as_ref().err().into_iter().for_each(no_panic);
    taken
}

/// All fixtures, each with its name.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folders = [
        "formats/records",
        "formats/containers",
        "formats/encodings",
        "formats/bad",
    ];
    let paths = folders.into_iter().flat_map(files);
    let read = paths.map(|path| {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        (name, fs::read(path).expect("a file"))
    });
    read.filter(|(_, bytes)| !bytes.is_empty() && bytes.len() < 50_000)
        .collect()
}

#[test]
fn bombs_are_left_when_they_have_grown_too_large() {
    for name in ["bomb.txt.gz", "bomb.zip", "deep.zip", "deep.gz"] {
        let bytes = fs::read(Path::new(FOLDER).join("formats/bad").join(name)).expect(name);
        let started = Instant::now();
        assert!(read_small(name, &bytes) <= 4_000_000, "{name}");
        assert!(started.elapsed() < Duration::from_secs(20), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn nothing_panics_at_a_fixture_that_was_cut_or_changed(
        which in 0_usize..1000,
        cut in 0.0_f64..1.2,
        changes in prop::collection::vec((0.0_f64..1.0, any::<u8>()), 0..6),
        other_name: bool,
    ) {
        let fixtures = fixtures();
        let (name, mut bytes) = fixtures[which % fixtures.len()].clone();
        bytes.truncate((bytes.len() as f64 * cut) as usize);
        for (at, byte) in changes {
            let at = (bytes.len() as f64 * at) as usize;
            if let Some(changed) = bytes.get_mut(at) {
                *changed = byte;
            }
        }
        let name = if other_name { fixtures[which / 7 % fixtures.len()].0.clone() } else { name };
        read_small(&name, &bytes);
    }

    #[test]
    fn nothing_panics_at_any_bytes(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        name in prop::sample::select(vec!["a.txt", "a.json", "a.jsonl", "a.csv", "a.md", "a.tar", "a.zip", "a.gz"]),
    ) {
        read_small(name, &bytes);
    }
}
