//! Does a filter see what is known of articles, wherever it is asked?

use super::*;
use crate::index::{Filter, Known, Period};
use crate::retrieve::collect::best::Sort;
use crate::trials::index_of;

/// What is known of an article: its name, date, source, author and tags; nothing where it is empty.
type Known5 = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const ARTICLES: [Known5; 8] = [
    (
        "news/a.txt",
        "2024-06-19",
        "Der Bote",
        "K. Blum",
        "port,ships",
    ),
    ("news/b.txt", "2024-06", "The Courier", "", "port"),
    ("news/old/c.txt", "2023", "The  courier", "A. Lee", ""),
    (
        "news/old/d.txt",
        "2023-12-31T23:59Z",
        "Вестник",
        "",
        "Ships",
    ),
    ("blogs/e.txt", "2024-06-20T08:00+02:00", "", "k. blum", ""),
    ("blogs/f.txt", "", "", "", ""),
    ("g.txt", "1999-01-01", "Der Bote", "", ""),
    ("h.jsonl#7", "", "WESTNIK", "", "port"),
];

/// An index of articles in memory: each has the word harbour in two passages of different words.
fn articles() -> (tempfile::TempDir, Arc<Snapshot>) {
    let articles = ARTICLES.map(|(name, date, source, author, tags)| {
        let filler = format!("They spoke of {name} at length. ").repeat(30);
        let text =
            format!("The harbour of {name} was open. {filler}\n\nThen the harbour was closed.\n");
        let mut article = Article::new(name, text);
        if let Some(date) = Date::parse(date) {
            article.metadata.date = Some(Told::by_caller(date));
        }
        for (value, told) in [
            (source, &mut article.metadata.source),
            (author, &mut article.metadata.author),
        ] {
            *told = (!value.is_empty()).then(|| Told::by_caller(value.to_owned()));
        }
        let tags = tags.split(',').filter(|tag| !tag.is_empty());
        tags.fold(article, Article::with_tag)
    });
    index_of(articles.into())
}

fn period(text: &str) -> Period {
    let now = Date::parse("2024-06-21T12:00Z")
        .expect("now")
        .minutes()
        .start;
    Period::parse(text, now).expect(text)
}

fn since(text: &str) -> Filter {
    Filter {
        since: Some(period(text).first),
        ..Filter::default()
    }
}

fn until(text: &str) -> Filter {
    Filter {
        until: Some(period(text).after),
        ..Filter::default()
    }
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn sources(names: &[&str]) -> Filter {
    Filter {
        sources: owned(names),
        ..Filter::default()
    }
}

fn paths(patterns: &[&str]) -> Filter {
    Filter {
        paths: owned(patterns),
        ..Filter::default()
    }
}

fn tags(tags: &[&str]) -> Filter {
    Filter {
        tags: owned(tags),
        ..Filter::default()
    }
}

fn has(known: Known) -> Filter {
    Filter {
        has: vec![known],
        ..Filter::default()
    }
}

fn options(filter: Filter) -> SearchOptions {
    SearchOptions {
        limit: 100,
        scope: Scope {
            filter,
            ..Scope::default()
        },
        facets: vec![Facet::Language],
        ..SearchOptions::default()
    }
}

#[test]
fn a_filter_lets_through_what_is_so_in_hits_counts_and_facets() {
    let (_folder, index) = articles();
    let author = Filter {
        authors: owned(&["K. BLUM"]),
        ..Filter::default()
    };
    let several = Filter {
        sources: owned(&["der bote", "вестник"]),
        ..until("2024-01")
    };
    let none = Filter {
        has: vec![Known::Date, Known::Tag],
        ..paths(&["blogs/"])
    };
    for (filter, expected) in [
        (
            Filter::default(),
            "blogs/e.txt blogs/f.txt g.txt h.jsonl#7 news/a.txt news/b.txt news/old/c.txt news/old/d.txt",
        ),
        (since("2024-06-19"), "blogs/e.txt news/a.txt news/b.txt"),
        (since("2d"), "blogs/e.txt news/a.txt news/b.txt"),
        (since("2024"), "blogs/e.txt news/a.txt news/b.txt"),
        (
            since("6mo"),
            "blogs/e.txt news/a.txt news/b.txt news/old/c.txt news/old/d.txt",
        ),
        (until("2023"), "g.txt news/old/c.txt news/old/d.txt"),
        (until("2022"), "g.txt"),
        (
            until("2024-06-19"),
            "g.txt news/a.txt news/b.txt news/old/c.txt news/old/d.txt",
        ),
        (sources(&["the courier"]), "news/b.txt news/old/c.txt"),
        (sources(&["Вестник", "westnik"]), "h.jsonl#7 news/old/d.txt"),
        (sources(&["nobody"]), ""),
        (author, "blogs/e.txt news/a.txt"),
        (tags(&["ships"]), "news/a.txt news/old/d.txt"),
        (
            paths(&["news/"]),
            "news/a.txt news/b.txt news/old/c.txt news/old/d.txt",
        ),
        (paths(&["news/*.txt"]), "news/a.txt news/b.txt"),
        (paths(&["[e-g].txt"]), "blogs/e.txt blogs/f.txt g.txt"),
        (
            paths(&["news/old", "/g.txt"]),
            "g.txt news/old/c.txt news/old/d.txt",
        ),
        (paths(&["*#7"]), "h.jsonl#7"),
        (
            has(Known::Date),
            "blogs/e.txt g.txt news/a.txt news/b.txt news/old/c.txt news/old/d.txt",
        ),
        (
            has(Known::Tag),
            "h.jsonl#7 news/a.txt news/b.txt news/old/d.txt",
        ),
        (has(Known::Author), "blogs/e.txt news/a.txt news/old/c.txt"),
        (
            has(Known::Source),
            "g.txt h.jsonl#7 news/a.txt news/b.txt news/old/c.txt news/old/d.txt",
        ),
        (several, "g.txt news/old/d.txt"),
        (none, ""),
    ] {
        let expected: Vec<&str> = expected.split_whitespace().collect();
        for query in [
            "harbour",
            "\"the harbour was closed\"",
            "=harbour open",
            "harbour -train",
        ] {
            let result = search(&index, &Query::parse(query), &options(filter.clone()));
            let result = result.expect("an answer");
            let mut found: Vec<&str> = result.hits.iter().map(|hit| hit.article.as_str()).collect();
            found.sort_unstable();
            let hits = found.len();
            found.dedup();
            assert_eq!(found, expected, "{query} {filter:?}");
            let matches = result.matches.expect("a count");
            assert_eq!(
                (matches.passages, matches.articles),
                (hits, expected.len()),
                "{query} {filter:?}"
            );
            let counted = result.facets[0].values.iter().map(|(_, articles)| articles);
            assert_eq!(counted.sum::<usize>(), expected.len(), "{query} {filter:?}");
        }
    }
}

#[test]
fn a_filter_takes_away_and_changes_no_order() {
    let (_folder, index) = super::harbour();
    let query = Query::parse("harbour captain");
    let all = SearchOptions {
        limit: 2000,
        ..SearchOptions::default()
    };
    let asked = |filter: Filter, limit: usize, offset: usize| {
        let wanted = SearchOptions {
            limit,
            offset,
            scope: Scope {
                filter,
                ..Scope::default()
            },
            ..all.clone()
        };
        let found = search(&index, &query, &wanted).expect("an answer").hits;
        found
            .into_iter()
            .map(|hit| (hit.article, hit.span.bytes.start))
            .collect::<Vec<_>>()
    };
    let filter = paths(&["0[0-4]*.txt"]);
    let whole = asked(filter.clone(), 2000, 0);
    assert!(whole.len() > 100);
    let beyond = asked(filter.clone(), 30, 60);
    assert_eq!(beyond, whole[60..90]);
    assert_eq!(
        asked(paths(&["*.txt"]), 2000, 0),
        asked(Filter::default(), 2000, 0)
    );
}

#[test]
fn sorted_by_date_everything_that_matches_comes_in_its_order() {
    let (_folder, index) = articles();
    let sorted = |sort: Sort, limit: usize, offset: usize| {
        let wanted = SearchOptions {
            sort,
            limit,
            offset,
            per_article: Some(1),
            ..SearchOptions::default()
        };
        let found = search(&index, &Query::parse("harbour"), &wanted).expect("an answer");
        found
            .hits
            .into_iter()
            .map(|hit| hit.article)
            .collect::<Vec<_>>()
    };
    let dated = [
        "g.txt",
        "news/old/c.txt",
        "news/old/d.txt",
        "news/b.txt",
        "news/a.txt",
        "blogs/e.txt",
    ];
    assert_eq!(sorted(Sort::OldestFirst, 6, 0), dated);
    assert_eq!(sorted(Sort::OldestFirst, 2, 3), dated[3..5]);
    let newest: Vec<&str> = dated.iter().rev().copied().collect();
    assert_eq!(sorted(Sort::NewestFirst, 6, 0), newest);
    let mut rest = sorted(Sort::NewestFirst, 9, 6);
    rest.sort_unstable();
    assert_eq!(rest, ["blogs/f.txt", "h.jsonl#7"]);
}

#[test]
fn a_pattern_that_is_none_is_an_error() {
    let (_folder, index) = articles();
    let result = search(
        &index,
        &Query::parse("harbour"),
        &options(paths(&["news/["])),
    );
    assert!(matches!(result, Err(Error::BadPattern { .. })));
}
