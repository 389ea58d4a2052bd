//! Are the same text and near copies told once, whatever is asked for?

use super::*;
use crate::hit::Grouping;
use crate::index::Filter;
use crate::trials::index_of;

const REPORT: &str = "Fire at the old mill\n\
The old mill by the river burned down on Monday evening after a storm had cut the power lines of the whole quarter.\n\
Nobody was hurt, said the chief of the fire brigade, which came late because the only bridge had been closed since March.\n\
The mayor promised that the mill would be built again, as it had been for two hundred years, with the help of the county.\n\
Neighbours brought soup and blankets, and the school gave its gymnasium to the families whose houses stood nearest.\n";

const OTHER: &str = "Questions after the fire\n\
Why did the brigade of the town take so long on Monday, when the mill by the river stood in flames? The bridge is one answer.\n\
It was closed in March for repairs that should have lasted six weeks; the company has not been seen there since Easter.\n\
Two members of the council now demand that the mayor explain who signed the contract, and why nobody looked after it.\n";

fn articles() -> Vec<Article> {
    let cut: String = REPORT.lines().take(4).collect::<Vec<_>>().join("\n");
    let headed = REPORT.replace("Fire at the old mill", "Mill burns down in the night");
    let dated = |name: &str, text: &str, date: &str, source: &str| {
        let mut article = Article::new(name, text).with_source(source);
        article.metadata.date = Date::parse(date).map(Told::by_caller);
        article
    };
    vec![
        dated("a/report.txt", REPORT, "2024-05-03", "Bote"),
        dated("b/same.txt", REPORT, "2024-05-02", "Kurier"),
        dated("c/cut.txt", &cut, "2024-05-01", "Kurier"),
        dated("d/headed.txt", &headed, "2024-05-04", "Zeitung"),
        dated("e/other.txt", OTHER, "2024-05-02", "Zeitung"),
    ]
}

fn names(result: &SearchResult) -> Vec<&str> {
    result.hits.iter().map(|hit| hit.article.as_str()).collect()
}

#[test]
fn the_same_text_is_one_article_with_several_paths() {
    let (_folder, index) = index_of(articles());
    let plain = SearchOptions::default();
    let result = search(&index, &Query::parse("mill"), &plain).expect("an answer");
    assert_eq!(names(&result).len(), 4);
    assert_eq!(result.matches.expect("a count").articles, 4);
    for hit in &result.hits {
        let paths: &[&str] = match hit.article.as_str() {
            "a/report.txt" => &["a/report.txt", "b/same.txt"],
            _ => &[],
        };
        assert_eq!(hit.paths, paths);
        assert_ne!(hit.article, "b/same.txt");
    }
    let each = SearchOptions {
        scope: Scope {
            same_text: SameText::Each,
            ..Scope::default()
        },
        ..plain
    };
    let result = search(&index, &Query::parse("mill"), &each).expect("an answer");
    assert_eq!(result.matches.expect("a count").articles, 5);
}

#[test]
fn a_copy_that_a_filter_lets_through_stands_for_those_that_it_does_not() {
    let (_folder, index) = index_of(articles());
    let of_kurier = SearchOptions {
        scope: Scope {
            filter: Filter {
                sources: vec!["Kurier".to_owned()],
                ..Filter::default()
            },
            ..Scope::default()
        },
        grouping: Grouping::Together,
        ..SearchOptions::default()
    };
    let result = search(&index, &Query::parse("gymnasium"), &of_kurier).expect("an answer");
    assert_eq!(names(&result), ["b/same.txt"]);
    assert_eq!(
        result.hits[0].group.as_ref().map(|group| group.articles),
        Some(2)
    );
}

#[test]
fn near_copies_stand_under_the_best_and_other_reports_for_themselves() {
    let (_folder, index) = index_of(articles());
    for (grouping, expected) in [
        (Grouping::Apart, 4),
        (Grouping::Together, 2),
        (Grouping::Listed, 2),
    ] {
        let wanted = SearchOptions {
            grouping,
            ..SearchOptions::default()
        };
        let result = search(&index, &Query::parse("mill burned"), &wanted).expect("an answer");
        assert_eq!(result.hits.len(), expected);
        let other = result.hits.iter().find(|hit| hit.article == "e/other.txt");
        assert_eq!(other.and_then(|hit| hit.group.as_ref()), None);
        let of_group = result.hits.iter().find(|hit| hit.article != "e/other.txt");
        let group = of_group.and_then(|hit| hit.group.clone());
        let Some(group) = group else {
            assert_eq!(grouping, Grouping::Apart);
            continue;
        };
        assert_eq!(group.articles, 3);
        assert_eq!(group.sources, ["Bote", "Kurier", "Zeitung"]);
        assert_eq!(group.first_seen, Date::parse("2024-05-01"));
        let copies = group
            .copies
            .map(|copies| copies.into_iter().map(|copy| copy.article));
        let copies = copies.map(Iterator::collect::<Vec<_>>);
        let listed = ["c/cut.txt", "a/report.txt", "d/headed.txt"].map(str::to_owned);
        assert_eq!(
            copies,
            (grouping == Grouping::Listed).then(|| listed.to_vec())
        );
    }
}

#[test]
fn pages_of_groups_and_of_articles_follow_one_another_however_they_are_cut() {
    let (_folder, index) = super::harbour();
    for (per_article, grouping) in [
        (Some(1), Grouping::Together),
        (Some(2), Grouping::Apart),
        (None, Grouping::Together),
    ] {
        let page = |limit: usize, offset: usize| {
            let wanted = SearchOptions {
                limit,
                offset,
                per_article,
                grouping,
                ..SearchOptions::default()
            };
            let result = search(&index, &Query::parse("harbour"), &wanted).expect("an answer");
            let hits = result.hits.into_iter();
            hits.map(|hit| (hit.rank, hit.article, hit.span.bytes.start))
                .collect::<Vec<_>>()
        };
        let whole = page(1000, 0);
        let mut pages = Vec::new();
        for offset in (0..whole.len()).step_by(7) {
            pages.extend(page(7, offset));
        }
        assert_eq!(pages, whole);
    }
}

#[test]
fn how_many_more_passages_of_an_article_match_is_told() {
    let (_folder, index) = super::harbour();
    let query = Query::parse("harbour");
    let all = SearchOptions {
        limit: 5000,
        ..SearchOptions::default()
    };
    let all = search(&index, &query, &all).expect("an answer");
    for most in [1, 2] {
        let wanted = SearchOptions {
            limit: 40,
            per_article: Some(most),
            count: false,
            ..SearchOptions::default()
        };
        let result = search(&index, &query, &wanted).expect("an answer");
        assert_eq!(result.matches, None);
        for hit in result.hits {
            let of_article = all.hits.iter().filter(|other| other.article == hit.article);
            let expected = of_article.count().saturating_sub(most);
            assert_eq!(hit.more_passages, Some(expected), "{}", hit.article);
        }
    }
}
