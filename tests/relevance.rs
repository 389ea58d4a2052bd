//! Ranking on the judged questions of the sample corpus, per language: a floor for each, kept in this file.
//!
//! `tests/judged/LANG.topics.tsv` has a line `id<TAB>question`, `LANG.qrels` the articles that answer it (TREC). All
//! questions are put to one index of all languages, without saying which language they are in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tolmach::eval::trec::{self, Run};
use tolmach::eval::{self, Measure};
use tolmach::index::{BuildOptions, Index, Progress, Snapshot, build};
use tolmach::query::Query;
use tolmach::search::{SearchOptions, search};
use tolmach::source::Sources;

/// The mean reciprocal rank (of the first ten articles) below which a change has made a language worse.
#[rustfmt::skip]
const FLOORS: &[(&str, f64)] = &[
    ("ar", 0.97), ("bg", 0.99), ("cs", 0.99), ("da", 0.99), ("de", 0.98), ("el", 0.99), ("en", 0.97),
    ("es", 0.99), ("fi", 0.99), ("fr", 0.98), ("he", 0.99), ("hi", 0.99), ("hu", 0.99), ("it", 0.99),
    ("ja", 0.99), ("ko", 0.99), ("nl", 0.93), ("no", 0.99), ("pl", 0.99), ("pt", 0.99), ("ro", 0.99),
    ("ru", 0.99), ("sv", 0.99), ("th", 0.99), ("tr", 0.97), ("uk", 0.99), ("vi", 0.99), ("zh", 0.99),
];

fn mean_reciprocal_rank(index: &Snapshot, language: &str) -> f64 {
    let read = |ending: &str| {
        let path = PathBuf::from(format!("tests/judged/{language}.{ending}"));
        (fs::read_to_string(&path).expect("a judged set"), path)
    };
    let (text, path) = read("topics.tsv");
    let topics = eval::topics(&text, &path).expect("topics");
    let (text, path) = read("qrels");
    let qrels = trec::qrels(&text, &path).expect("qrels");
    let mut run = Run::default();
    for topic in &topics {
        let answer = eval::answer(index, topic, None).expect("an answer");
        run.insert(&topic.id, &answer);
    }
    let questions = eval::judge(&topics, &qrels, &run, None);
    assert_eq!(
        questions.len(),
        topics.len(),
        "{language}: not all are judged"
    );
    let rows = eval::rows(&questions);
    rows.last().expect("a row for all").mean.get(Measure::Rr10)
}

fn sample_index(folder: &Path) -> Arc<Snapshot> {
    build(
        &Sources::folder(Path::new("corpus")),
        folder,
        &BuildOptions::default(),
        &Progress::default(),
    )
    .expect("the sample corpus builds");
    Index::open(folder).expect("the index opens").snapshot()
}

#[test]
fn no_language_falls_below_its_floor() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = sample_index(folder.path());
    let mut judged = BTreeSet::new();
    for entry in fs::read_dir("tests/judged").expect("judged sets").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        judged.extend(name.strip_suffix(".topics.tsv").map(str::to_owned));
    }
    let measured: Vec<(String, f64)> = judged
        .into_iter()
        .map(|language| (language.clone(), mean_reciprocal_rank(&index, &language)))
        .collect();
    let floors: BTreeMap<&str, f64> = FLOORS.iter().copied().collect();
    let below: Vec<_> = measured
        .iter()
        .filter(|(language, value)| {
            floors
                .get(language.as_str())
                .is_none_or(|floor| value < floor)
        })
        .collect();
    assert!(
        below.is_empty(),
        "below their floors: {below:?}\nall: {measured:?}"
    );
}

#[test]
fn a_name_is_found_in_every_language_that_writes_it_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = sample_index(folder.path());
    let options = SearchOptions {
        limit: 60,
        ..SearchOptions::default()
    };
    let result = search(&index, &Query::parse("Kim Jong Un"), &options).expect("an answer");
    let languages: BTreeSet<&str> = result.hits.iter().map(|hit| hit.language.code()).collect();
    for language in ["de", "en", "es", "fr", "it", "tr", "vi"] {
        assert!(
            languages.contains(language),
            "{language} is not among {languages:?}"
        );
    }
}
