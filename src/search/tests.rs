//! Is it one list, however it is asked for?

use std::fs;
use std::sync::Arc;

mod copies;
mod filters;

use super::*;
use crate::analysis::Analyzer;
use crate::article::{Article, Date, Metadata, Origin, Told};
use crate::error::Error;
use crate::index::{BuildOptions, Index, Progress, build};
use crate::limits::Limits;
use crate::retrieve::candidates::{candidates, compared};
use crate::retrieve::collect::best::{Candidate, Sort};
use crate::retrieve::condition::Condition;
use crate::retrieve::tokens::Tokens;
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
    let path = folder.path().join("index");
    let options = BuildOptions::default();
    build(
        &Sources::folder(&corpus),
        &path,
        &options,
        &Progress::default(),
    )
    .expect("a build");
    let index = Index::open(&path).expect("an index").snapshot();
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
            per_article: Some(1),
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

/// What a search of a query meets, and how many passages it shows.
fn met(index: &Snapshot, query: &str, limits: Limits) -> (Vec<Limit>, SearchResult) {
    let options = SearchOptions {
        limits,
        ..SearchOptions::default()
    };
    let result = search(index, &Query::parse(query), &options).expect("an answer");
    (result.met.clone(), result)
}

#[test]
fn of_a_query_of_any_length_a_beginning_is_looked_at() {
    let (_folder, index) = harbour();
    let limits = Limits::default();
    let long = 100_000;
    for (text, expected) in [
        ("a".repeat(long), vec![Limit::QueryChars, Limit::WordChars]),
        (
            "1 ".repeat(long / 2),
            vec![Limit::QueryChars, Limit::QueryWords],
        ),
        ("«".repeat(long) + " harbour", vec![Limit::QueryChars]),
        ("« ".repeat(long / 2) + "harbour »", vec![Limit::QueryChars]),
        (
            "港口".repeat(long / 2),
            vec![Limit::QueryChars, Limit::QueryWords],
        ),
        (
            format!("{}~2", "harbour".repeat(long / 7)),
            vec![Limit::QueryChars, Limit::WordChars],
        ),
        (
            "captains~2 ".repeat(long / 11),
            vec![Limit::QueryWords, Limit::ExpandedWords],
        ),
        (
            "ha* ".repeat(long / 4),
            vec![Limit::QueryWords, Limit::ExpandedWords],
        ),
        ("\"a\" ".repeat(long / 4), vec![Limit::QueryWords]),
        ("harbour -a ".repeat(long / 11), vec![Limit::QueryWords]),
    ] {
        let query = Query::parse(&text);
        let (within, _) = query.within(&limits);
        let clauses = within.clauses.iter();
        let kept: String = clauses.map(|clause| clause.text() + " ").collect();
        let words = crate::analysis::words::Words::new(&kept, false).count();
        assert!(words <= limits.query_words && kept.len() <= 4 * limits.query_chars);
        let about = &text[..text.char_indices().nth(9).map_or(0, |(at, _)| at)];
        match search(&index, &query, &SearchOptions::default()) {
            Ok(result) => assert_eq!(result.met, expected, "{about}"),
            // nothing of what is looked at is a word
            Err(error) => assert!(
                matches!(error, Error::EmptyQuery { .. }),
                "{about}: {error}"
            ),
        }
    }
    assert_eq!(met(&index, "harbour \"captain\" -storm*", limits).0, []);
}

#[test]
fn a_prefix_finds_the_most_frequent_of_its_terms_and_excludes_all() {
    let (_folder, index) = harbour();
    let few = || Limits {
        surfaces: 1,
        ..Limits::default()
    };
    let (limits, _) = met(&index, "s*", few());
    assert_eq!(limits, []); // too short for a sign
    let (limits, result) = met(&index, "sa*", few());
    assert_eq!(limits, [Limit::Surfaces]);
    assert!(result.is_found());
    // `sails` and `sailor`, of which one would be left
    let (limits, result) = met(&index, "harbour -sa*", few());
    assert_eq!(limits, []);
    let has_one = |hit: &Hit| hit.text.contains(" sail") || hit.text.contains(" Sa");
    assert!(!result.hits.iter().any(has_one));
}

#[test]
fn what_only_texts_can_tell_is_counted_as_far_as_they_may_be_read() {
    let (_folder, index) = harbour();
    let count = |texts_counted, texts_searched| {
        let limits = Limits {
            texts_searched,
            texts_counted,
            ..Limits::default()
        };
        met(&index, "=Segel", limits)
    };
    let (limits, all) = count(1000, 1000);
    let exact = all.matches.expect("a count");
    assert!(limits.is_empty() && exact.is_exact);
    let (limits, most) = count(3, 1000);
    let most = most.matches.expect("a count");
    assert_eq!(limits, [Limit::TextsCounted]);
    assert!(!most.is_exact && most.passages >= exact.passages);
    let (limits, few) = count(1000, 5);
    assert_eq!(limits, [Limit::TextsSearched]);
    assert!(few.hits.len() <= 5 && few.is_found());
}

#[test]
fn a_search_ends_when_its_time_is_up_and_says_so() {
    let (_folder, index) = harbour();
    let limits = Limits {
        deadline: Some(std::time::Instant::now()),
        ..Limits::default()
    };
    let (limits, result) = met(&index, "harbour", limits);
    assert_eq!((limits, result.matches), (vec![Limit::Deadline], None));
    let later = Limits {
        deadline: std::time::Instant::now().checked_add(std::time::Duration::from_secs(600)),
        ..Limits::default()
    };
    let (limits, result) = met(&index, "harbour", later);
    assert!(limits.is_empty() && result.hits.len() == 10);
}

#[test]
fn the_best_of_few_are_the_best_of_all() {
    let (_folder, index) = harbour();
    let limits = Limits::default();
    let budget = Budget::new(&limits);
    for text in [
        "harbour",
        "harbour captain Hafen town",
        "the harbour and the anchor -storm",
        "\"the harbour\" sails",
        "=sails cargo -ank*",
        "sail* \"harbour Hafen\"",
    ] {
        let plans = crate::plan::plans(&index, &Query::parse(text), &Scope::default(), &budget);
        let plans = plans.expect("plans");
        let best = |limit| {
            let found = candidates(&index, &plans, Sort::Score, limit, &budget);
            let found = found.expect("candidates").into_iter();
            found
                .map(|one| (one.address, one.score.to_bits()))
                .collect::<Vec<_>>()
        };
        let all = best(10_000);
        assert!(all.len() > 10, "{text}: {}", all.len());
        for few in [1, 7, 40] {
            assert_eq!(best(few), all[..few.min(all.len())], "{text}");
        }
        // what is counted is what is found
        let counted = crate::retrieve::collect::count::count_matches(&index, &plans, &budget);
        let counted = counted.expect("a count").expect("in time");
        assert_eq!(counted.passages, all.len(), "{text}");
    }
}

#[test]
fn finds_are_compared_with_the_guesses_that_score_as_much() {
    let (_folder, index) = harbour();
    let limits = Limits::default();
    let budget = Budget::new(&limits);
    let mut compared_with = 0;
    for text in [
        "the harbour",
        "captaim captaim Seil",
        "he said they were not what they are, harbour",
        "der Hafen",
    ] {
        let plans = crate::plan::plans(&index, &Query::parse(text), &Scope::default(), &budget);
        let plans = plans.expect("plans");
        let all = candidates(&index, &plans, Sort::Score, 10_000, &budget).expect("candidates");
        let is_guess = |one: &Candidate| one.certainty == Certainty::Guess;
        let finds = all.iter().filter(|one| !is_guess(one)).count();
        for limit in [1, 5, finds, finds + 1] {
            let found =
                candidates(&index, &plans, Sort::Score, limit, &budget).expect("candidates");
            let others = compared(&index, &plans, &found, limit, &budget).expect("others");
            let mut best: Vec<&Candidate> = all.iter().collect();
            best.sort_by(|one, other| one.order(other));
            best.truncate(limit);
            best.retain(|one| is_guess(one) && limit <= finds);
            let addresses =
                |some: &[&Candidate]| -> Vec<_> { some.iter().map(|one| one.address).collect() };
            let others: Vec<&Candidate> = others.iter().collect();
            assert_eq!(addresses(&others), addresses(&best), "{text} {limit}");
            compared_with += others.len();
        }
    }
    assert!(compared_with > 0);
}

#[test]
fn a_condition_holds_for_the_texts_of_the_passages_that_postings_find() {
    let (_folder, index) = harbour();
    let limits = Limits::default();
    let budget = Budget::new(&limits);
    for text in [
        "captain -storm",
        "\"harbour Hafen\"",
        "=sails -\"rope rope\"",
        "sail* -anch*",
    ] {
        let plans = crate::plan::plans(&index, &Query::parse(text), &Scope::default(), &budget);
        for plan in plans
            .expect("plans")
            .iter()
            .filter(|plan| plan.finds_something())
        {
            let one = std::slice::from_ref(plan);
            let found = candidates(&index, one, Sort::Score, 10_000, &budget);
            let found: Vec<_> = found
                .expect("found")
                .iter()
                .map(|one| one.address)
                .collect();
            let condition = Condition::of(plan);
            let mut analyzer = Analyzer::new(plan.language);
            for article in 0..index.manifest().articles {
                for passage in index.passages_of(article).expect("passages") {
                    if passage.language != plan.language {
                        continue;
                    }
                    let holds = condition.holds(&Tokens::of(&passage.text, &mut analyzer));
                    assert_eq!(
                        holds,
                        found.contains(&passage.address),
                        "{text}: {}",
                        passage.text
                    );
                }
            }
        }
    }
}

#[test]
fn articles_are_counted_by_what_is_known_of_them() {
    let told = |value: &str| Told {
        value: value.to_owned(),
        origin: Origin::Caller,
    };
    let article = |name: &str, text: &str, date: Option<&str>, source: &str| Article {
        name: name.to_owned(),
        text: text.to_owned(),
        metadata: Metadata {
            date: date.and_then(Date::parse).map(Told::by_caller),
            source: Some(told(source)),
            tags: vec![told("sea"), told(source)],
            ..Metadata::default()
        },
    };
    let articles = [
        article(
            "a",
            "The harbour was closed on Monday because of the storm.",
            Some("2024-05-02"),
            "Post",
        ),
        article(
            "b",
            "The harbour was opened again when the storm was over.",
            Some("2024-05-01"),
            "Post",
        ),
        article(
            "c",
            "Der Hafen war am Montag wegen des Sturms geschlossen.",
            None,
            "Blatt",
        ),
        article(
            "d",
            "Nothing is said of it here, and nobody has been asked.",
            None,
            "Post",
        ),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("index");
    let (sources, options) = (Sources::articles(articles), BuildOptions::default());
    build(&sources, &place, &options, &Progress::default()).expect("a build");
    let index = Index::open(&place).expect("an index").snapshot();
    let options = SearchOptions {
        count: false,
        facets: vec![
            Facet::Language,
            Facet::Date,
            Facet::Source,
            Facet::Author,
            Facet::Tag,
        ],
        ..SearchOptions::default()
    };
    let result = search(&index, &Query::parse("harbour Hafen"), &options).expect("an answer");
    let told: Vec<String> = result
        .facets
        .iter()
        .map(|one| format!("{:?} {:?}", one.facet, one.values))
        .collect();
    let expected = [
        "Language [(\"en\", 2), (\"de\", 1)]",
        "Date [(\"2024-05-01\", 1), (\"2024-05-02\", 1)]",
        "Source [(\"Post\", 2), (\"Blatt\", 1)]",
        "Author []",
        "Tag [(\"sea\", 3), (\"Post\", 2), (\"Blatt\", 1)]",
    ];
    assert_eq!(told, expected);
}

#[test]
fn every_word_of_a_query_counts_in_the_likelihood_of_every_language() {
    let (_folder, index) = harbour();
    let limits = Limits::default();
    let budget = Budget::new(&limits);
    for text in [
        "sail sails sailing",
        "l'harbour d'Hafen",
        "the 3 765 ships \"of the\" coast",
    ] {
        let plans = crate::plan::plans(&index, &Query::parse(text), &Scope::default(), &budget);
        let positions: Vec<std::collections::BTreeSet<(usize, usize)>> = plans
            .expect("plans")
            .iter()
            .map(|plan| {
                let words = plan.words.iter();
                words
                    .flat_map(|word| word.query_positions.clone())
                    .collect()
            })
            .collect();
        assert_eq!(positions.len(), 2);
        assert_eq!(positions[0], positions[1], "{text}");
    }
}

#[test]
fn a_phrase_of_many_synonyms_is_looked_for_in_so_many_ways_and_that_is_told() {
    let (_folder, index) = harbour();
    let list =
        "harbour, port, haven, dock, quay\ncaptain, skipper, master, chief\nstorm, gale, squall\n";
    let synonyms = Synonyms::parse(list, std::path::Path::new("list")).expect("a list");
    let synonyms = Arc::new(synonyms);
    let find = |alternatives| {
        let options = SearchOptions {
            scope: Scope {
                synonyms: Some(synonyms.clone()),
                ..Scope::default()
            },
            limits: Limits {
                alternatives,
                ..Limits::default()
            },
            ..SearchOptions::default()
        };
        search(&index, &Query::parse("\"harbour captain storm\""), &options)
            .expect("an answer")
            .met
    };
    assert_eq!(find(64), []);
    assert_eq!(find(8), [Limit::Alternatives]);
}
