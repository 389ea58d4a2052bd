//! Speed of the stages, on the sample corpus: `cargo bench`.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use tolmach::analysis::Analyzer;
use tolmach::index::{BuildOptions, Index, Progress, build};
use tolmach::language::Language;
use tolmach::language::identify::identify_article;
use tolmach::passage;
use tolmach::query::Query;
use tolmach::search::{SearchOptions, search};
use tolmach::source::Sources;

/// The articles of the sample corpus in one language.
fn articles(code: &str) -> String {
    let mut paths: Vec<PathBuf> = fs::read_dir("corpus")
        .into_iter()
        .flatten()
        .flatten()
        .map(|folder| folder.path().join(format!("{code}.txt")))
        .filter(|path| path.exists())
        .collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

fn texts(criterion: &mut Criterion) {
    for code in ["en", "de", "ru", "ar", "zh", "th"] {
        let text = articles(code);
        let language = Language::from_code(code).unwrap_or(Language::UNKNOWN);
        let mut group = criterion.benchmark_group(code);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("analyse, first time", |bencher| {
            bencher.iter_batched(
                || Analyzer::new(language),
                |mut analyzer| black_box(analyzer.tokens(&text)),
                BatchSize::LargeInput,
            );
        });
        let mut analyzer = Analyzer::new(language);
        group.bench_function("analyse, words known", |bencher| {
            bencher.iter(|| black_box(analyzer.tokens(&text)));
        });
        group.bench_function("split into passages", |bencher| {
            bencher.iter(|| black_box(passage::split(&text, None)));
        });
        group.bench_function("identify", |bencher| {
            bencher.iter(|| black_box(identify_article(&text)));
        });
        group.finish();
    }
}

fn queries(criterion: &mut Criterion) {
    let place = std::env::temp_dir().join(format!("tolmach-bench-{}", std::process::id()));
    build(
        &Sources::folder(Path::new("corpus")),
        &place,
        &BuildOptions::default(),
        &Progress::default(),
    )
    .expect("the sample corpus builds");
    let index = Index::open(&place).expect("the index opens").snapshot();
    let bare = SearchOptions {
        snippet_chars: None,
        count: false,
        ..SearchOptions::default()
    };
    let mut group = criterion.benchmark_group("query");
    for text in [
        "Kim Jong Un",
        "Wann wurde die Kathedrale nach dem Brand wieder eröffnet?",
        "\"Kim Jong Un\" -Putin",
    ] {
        let query = Query::parse(text);
        group.bench_function(text, |bencher| {
            bencher.iter(|| black_box(search(&index, &query, &bare)).is_ok());
        });
    }
    let query = Query::parse("Kim Jong Un");
    group.bench_function("with snippets and a count", |bencher| {
        let all = SearchOptions::default();
        bencher.iter(|| black_box(search(&index, &query, &all)).is_ok());
    });
    group.finish();
    let _ = fs::remove_dir_all(&place);
}

criterion_group!(benches, texts, queries);
criterion_main!(benches);
