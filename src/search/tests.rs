//! One list, however it is asked for.

use std::fs;
use std::sync::Arc;

use super::*;
use crate::index::{BuildOptions, Index, Progress, build};
use crate::source::Sources;

/// More passages with the word than a pool holds, several of most articles, in two languages.
fn harbour() -> (tempfile::TempDir, Arc<Snapshot>) {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus");
    fs::create_dir(&corpus).expect("a corpus");
    let mut chance = fastrand::Rng::with_seed(7);
    let english = "ship sails tide rope captain storm sailor coast wind anchor cargo";
    let german = "Schiff Flut Seil Sturm Küste Wind Anker Ladung Mannschaft Segel";
    for number in 0..130 {
        let words: Vec<&str> = if number % 5 == 0 { german } else { english }
            .split(' ')
            .collect();
        let mut text = String::new();
        for paragraph in 0..=chance.usize(..5) {
            text += if number % 5 == 0 {
                "Der Hafen und die Stadt, sagte er, sind nicht mehr das, was sie waren"
            } else {
                "The harbour and the town, he said, are not what they were before this"
            };
            for _ in 0..40 + chance.usize(..60) {
                text += " ";
                text += words[chance.usize(..words.len())];
                if chance.usize(..9) == 0 {
                    text += " harbour Hafen";
                }
            }
            text.extend([" ", &paragraph.to_string(), ".\n\n"]);
        }
        fs::write(corpus.join(format!("{number:03}.txt")), text).expect("an article");
    }
    let place = folder.path().join("index");
    let options = BuildOptions::default();
    build(
        &Sources::folder(&corpus),
        &place,
        &options,
        &Progress::default(),
    )
    .expect("a build");
    let index = Index::open(&place).expect("an index").snapshot();
    (folder, index)
}

fn found(index: &Snapshot, options: &SearchOptions) -> Vec<(usize, String, usize, u64)> {
    let query = Query::parse("harbour Hafen captain");
    let result = search(index, &query, options).expect("an answer");
    let hits = result.hits.into_iter();
    let hit = |hit: Hit| {
        (
            hit.rank,
            hit.article,
            hit.span.bytes.start,
            hit.score.to_bits(),
        )
    };
    hits.map(hit).collect()
}

#[test]
fn the_first_hits_are_the_same_however_many_are_asked_for() {
    let (_folder, index) = harbour();
    let page = |offset, limit| {
        let options = SearchOptions {
            limit,
            offset,
            ..SearchOptions::default()
        };
        found(&index, &options)
    };
    let all = page(0, usize::MAX);
    assert!(all.len() > listing::CANDIDATES + 50, "{}", all.len());
    for (offset, limit) in [(0, 10), (0, 100), (7, 10), (195, 10), (190, 60), (230, 1)] {
        let end = (offset + limit).min(all.len());
        assert_eq!(page(offset, limit), all[offset..end], "{offset} {limit}");
    }
    assert_eq!(page(usize::MAX, usize::MAX), []);
    let falls = |pair: &[(usize, String, usize, u64)]| {
        f64::from_bits(pair[0].3) >= f64::from_bits(pair[1].3)
    };
    assert!(all.windows(2).all(falls));
    let plain = SearchOptions {
        limit: 100,
        snippet_chars: None,
        count: false,
        explain: true,
        freshness: Freshness::Marked,
        ..SearchOptions::default()
    };
    assert_eq!(found(&index, &plain), all[..100]);
}

#[test]
fn articles_are_in_the_order_of_their_best_passages() {
    let (_folder, index) = harbour();
    let all = SearchOptions {
        limit: usize::MAX,
        ..SearchOptions::default()
    };
    let mut best = found(&index, &all);
    let mut seen = std::collections::BTreeSet::new();
    best.retain(|(_, article, ..)| seen.insert(article.clone()));
    for limit in [5, 80, 1000] {
        let articles = SearchOptions {
            limit,
            one_per_article: true,
            ..SearchOptions::default()
        };
        let without_rank = |hits: &[(usize, String, usize, u64)]| -> Vec<_> {
            let hits = hits.iter();
            hits.map(|(_, article, at, score)| (article.clone(), *at, *score))
                .collect()
        };
        let expected = without_rank(&best[..limit.min(best.len())]);
        assert_eq!(without_rank(&found(&index, &articles)), expected);
    }
}

#[test]
fn the_best_of_each_language_are_the_same_however_many_are_asked_for() {
    let (_folder, index) = harbour();
    let best = |most| {
        let options = SearchOptions {
            per_language: Some(most),
            ..SearchOptions::default()
        };
        search(&index, &Query::parse("harbour Hafen"), &options).expect("an answer")
    };
    let of = |result: &SearchResult, code: &str| -> Vec<(String, u64)> {
        let hits = result.hits.iter().filter(|hit| hit.language.code() == code);
        hits.map(|hit| (hit.article.clone(), hit.score.to_bits()))
            .collect()
    };
    let (all, few, none) = (best(1000), best(3), best(0));
    for code in ["de", "en"] {
        assert_eq!(of(&few, code), of(&all, code)[..3]);
    }
    assert!(of(&all, "en").len() > listing::CANDIDATES);
    assert!(none.hits.is_empty() && none.is_found());
}

#[test]
fn what_matches_is_found_where_no_hit_is_asked_for() {
    let (_folder, index) = harbour();
    for (limit, offset) in [(0, 0), (10, 100_000)] {
        let options = SearchOptions {
            limit,
            offset,
            ..SearchOptions::default()
        };
        let result = search(&index, &Query::parse("harbour"), &options).expect("an answer");
        let matches = result.matches.expect("a count");
        assert!(result.hits.is_empty() && result.is_found() && matches.passages > 0);
    }
    let result = search(&index, &Query::parse("volcano"), &SearchOptions::default());
    assert!(!result.expect("an answer").is_found());
}

#[test]
fn a_hit_without_a_snippet_has_a_text_and_no_marks() {
    let (_folder, index) = harbour();
    let options = SearchOptions {
        snippet_chars: None,
        ..SearchOptions::default()
    };
    let result = search(&index, &Query::parse("harbour"), &options).expect("an answer");
    assert_eq!(result.hits.len(), 10);
    for hit in result.hits {
        assert!(hit.fragments.is_empty() && hit.highlights.is_empty());
        assert_eq!(hit.text_of(&hit.span), hit.text);
    }
}
