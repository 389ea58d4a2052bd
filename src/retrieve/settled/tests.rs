//! Do sets of passages find what a plain evaluation over the tokens of each article finds? On random collections, in all languages.

use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::text::condition;
use super::*;
use crate::analysis::Analyzer;
use crate::article::{Article, Metadata, Told};
use crate::index::ArticlePassage;
use crate::language::Language;
use crate::limits::Limits;
use crate::plan::plans;
use crate::retrieve::candidates::candidates;
use crate::retrieve::collect::best::Sort;
use crate::retrieve::collect::count::count_matches;
use crate::retrieve::tokens::Tokens;
use crate::trials::index_of;

/// Words that the collection is made of: in several scripts, some of them forms of one word, some of several tokens.
const WORDS: [&str; 14] = [
    "anchor",
    "anchors",
    "harbour",
    "Kim",
    "Haus",
    "Häuser",
    "мост",
    "моста",
    "金正恩",
    "गाँव",
    "e-mail",
    "2024",
    "élu",
    "the",
];

/// A collection of articles of several passages, each in any language.
fn collection() -> &'static (tempfile::TempDir, Arc<Snapshot>, Vec<Article>) {
    static COLLECTION: OnceLock<(tempfile::TempDir, Arc<Snapshot>, Vec<Article>)> = OnceLock::new();
    COLLECTION.get_or_init(|| {
        let mut chance = fastrand::Rng::with_seed(11);
        let languages: Vec<Language> = Language::all().collect();
        let articles = (0..120).map(|number| {
            let language = languages[number % languages.len()];
            let mut text = String::new();
            for _ in 0..=chance.usize(..4) {
                for _ in 0..3 + chance.usize(..9) {
                    text.push_str(WORDS[chance.usize(..WORDS.len())]);
                    text.push(' ');
                }
                // so much that each paragraph is a passage
                text.push_str(&"z ".repeat(500));
                text.push_str("\n\n");
            }
            let title = format!(
                "{} {}",
                WORDS[chance.usize(..WORDS.len())],
                WORDS[chance.usize(..WORDS.len())]
            );
            Article {
                name: format!("{number:03}"),
                text: format!("{title}\n\n{text}"),
                metadata: Metadata {
                    title: Some(Told::by_caller(title)),
                    source: Some(Told::by_caller(["Post", "Blatt"][number % 2].to_owned())),
                    language: Some(Told::by_caller(language)),
                    ..Metadata::default()
                },
            }
        });
        let articles: Vec<Article> = articles.collect();
        let (folder, index) = index_of(articles.clone());
        (folder, index, articles)
    })
}

/// An expression of these words.
fn expression() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned);
    let leaf = prop_oneof![
        6 => word.clone(),
        1 => (word.clone(), word.clone()).prop_map(|(one, other)| format!("\"{one} {other}\"")),
        1 => (word.clone(), word.clone(), 0u32..4).prop_map(|(one, other, gap)| format!("\"{one} {other}\"~{gap}")),
        2 => (word.clone(), word.clone(), 0u32..4).prop_map(|(one, other, gap)| format!("({one} NEAR/{gap} {other})")),
        1 => (word.clone(), word.clone()).prop_map(|(one, other)| format!("passage:({one} {other})")),
        1 => (word.clone(), word.clone()).prop_map(|(one, other)| format!("passage:({one} NOT {other})")),
        1 => word.clone().prop_map(|word| format!("title:{word}")),
        1 => Just("source:Post".to_owned()),
        1 => word.clone().prop_map(|word| format!("={word}")),
        1 => Just("anch*".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some.clone()
                .prop_map(|some| format!("({})", some.join(" AND "))),
            some.clone()
                .prop_map(|some| format!("({})", some.join(" OR "))),
            some.prop_map(|some| format!("({})", some.join(" "))),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one} NOT {other})")),
            (inner.clone(), inner.clone())
                .prop_map(|(one, other)| format!("({one} AND NOT {other})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("(+{one} {other})")),
            (word_of(), inner).prop_map(|(one, other)| format!("({other} -{one})")),
        ]
    })
}

fn word_of() -> impl Strategy<Value = String> {
    prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned)
}

/// An article as the passages that it has, each with its tokens, and what is known of it.
struct Read<'r> {
    passages: Vec<(&'r Plan, &'r ArticlePassage)>,
    title: &'r str,
    source: &'r str,
    query: &'r Query,
}

impl Read<'_> {
    /// Whether a passage has what a node asks of a text.
    fn has(&self, node: &Node, at: usize) -> bool {
        let (plan, passage) = self.passages[at];
        let mut analyzer = Analyzer::new(passage.language);
        condition(node, plan, self.query).holds(&Tokens::of(&passage.text, &mut analyzer))
    }

    fn has_title(&self, node: &Node) -> bool {
        let (plan, _) = self.passages[0];
        let mut analyzer = Analyzer::new(plan.language);
        condition(node, plan, self.query).holds(&Tokens::of(self.title, &mut analyzer))
    }

    fn is_word(&self, node: &Node) -> bool {
        matches!(node, Node::Clause(clause) if self.query.clauses[*clause].kind == ClauseKind::Words)
            || matches!(node, Node::Boosted(one, _) if self.is_word(one))
    }

    fn is_row(&self, node: &Node) -> bool {
        matches!(
            node,
            Node::Near { .. } | Node::Window { .. } | Node::Passage(_)
        ) || (matches!(node, Node::Clause(_)) && !self.is_word(node))
    }

    /// Whether the article is as a node asks.
    fn is_so(&self, node: &Node) -> bool {
        match node {
            Node::Any(some) => some.iter().any(|one| self.is_so(one)),
            Node::All(some) => some.iter().all(|one| self.is_so(one)),
            Node::Beside(some) if some.iter().all(|one| matches!(one, Node::Without(_))) => true,
            Node::Beside(some) => {
                let (words, others): (Vec<_>, Vec<_>) =
                    some.iter().partition(|one| self.is_word(one));
                let is_enough = others
                    .iter()
                    .any(|one| self.is_row(one) || matches!(one, Node::Must(_)));
                others.iter().all(|one| self.is_so(one))
                    && (words.is_empty() || is_enough || words.iter().any(|one| self.is_so(one)))
            }
            Node::Not(one) => !self.is_so(one),
            Node::Must(one) | Node::Boosted(one, _) => self.is_so(one),
            Node::Without(_) | Node::Languages { .. } => true,
            Node::Title(one) => self.has_title(one),
            Node::Known { typed, .. } => typed == self.source,
            node => (0..self.passages.len()).any(|at| self.has(node, at)),
        }
    }

    /// Whether a passage may be shown, and whether it has something that was asked for.
    fn shown(&self, node: &Node, at: usize, is_wanted: bool) -> (bool, bool) {
        let all = |some: &[Node]| {
            let each = some.iter().map(|one| self.shown(one, at, is_wanted));
            each.fold((true, false), |all, one| (all.0 && one.0, all.1 || one.1))
        };
        match node {
            Node::Any(some) if is_wanted => {
                let each: Vec<_> = some
                    .iter()
                    .map(|one| (self.shown(one, at, true), one))
                    .collect();
                (
                    each.iter().any(|((may, _), _)| *may),
                    each.iter()
                        .any(|((may, has), one)| *may && *has && self.is_so(one)),
                )
            }
            Node::All(some) if is_wanted => {
                let hoisted = some.iter().flat_map(|one| match one {
                    Node::Beside(some) => some.as_slice(),
                    _ => &[],
                });
                let mut without = hoisted.filter(|one| matches!(one, Node::Without(_)));
                let may = without.all(|one| self.shown(one, at, true).0);
                let (all_may, has) = all(some);
                (may && all_may, has)
            }
            Node::Beside(some) if is_wanted => {
                let (may, has) = all(some);
                let has_rows = some
                    .iter()
                    .filter(|one| self.is_row(one))
                    .all(|one| self.has(one, at));
                (may && has_rows, has)
            }
            Node::Any(some) | Node::All(some) | Node::Beside(some) => (true, all(some).1),
            Node::Must(one) | Node::Boosted(one, _) => self.shown(one, at, is_wanted),
            Node::Not(one) => (true, self.shown(one, at, !is_wanted).1),
            Node::Without(one) => (
                !is_wanted || !self.has(one, at),
                self.shown(one, at, !is_wanted).1,
            ),
            Node::Title(one) => (true, is_wanted && at == 0 && self.has_title(one)),
            Node::Known { .. } | Node::Languages { .. } => (true, false),
            node => (true, is_wanted && self.has(node, at)),
        }
    }
}

/// Holds what a search finds against what each article says.
fn compare(text: &str) -> Result<usize, TestCaseError> {
    let (_, index, articles) = collection();
    let query = Query::parse(text);
    prop_assume!(query.tree.is_some());
    let limits = Limits {
        texts_searched: usize::MAX,
        ..Limits::default()
    };
    let budget = Budget::new(&limits);
    let scope = Scope::default();
    let mut all = plans(index, &query, &scope, &budget).expect("plans");
    settle(index, &query, &mut all, &scope, &budget).expect("sets");
    let mut searched = all.clone();
    searched.retain(Plan::finds_something);
    let found = candidates(index, &searched, Sort::Score, 10_000, &budget).expect("candidates");
    let mut found: Vec<_> = found.iter().map(|one| one.address).collect();
    found.sort();
    let mut expected = Vec::new();
    let tree = query.tree.as_ref().expect("a tree");
    for number in 0..index.manifest().articles {
        let passages = index.passages_of(number).expect("passages");
        let record = index
            .article(index.article_ordinal(number))
            .expect("a record")
            .1;
        let own = articles
            .iter()
            .find(|one| one.name == record.name)
            .expect("the article");
        let plan_of = |language: Language| {
            all.iter()
                .find(|plan| plan.language == language)
                .expect("a plan")
        };
        let read = Read {
            passages: passages
                .iter()
                .map(|one| (plan_of(one.language), one))
                .collect(),
            title: own.metadata.title().unwrap_or_default(),
            source: own.metadata.source.as_ref().map_or("", |told| &told.value),
            query: &query,
        };
        if !read.is_so(tree) {
            continue;
        }
        for (at, passage) in passages.iter().enumerate() {
            let has_word = plan_of(passage.language).words.iter().any(|word| {
                let mut analyzer = Analyzer::new(passage.language);
                let word = crate::retrieve::condition::Condition::Word(
                    crate::retrieve::condition::Leaf::of(word),
                );
                word.holds(&Tokens::of(&passage.text, &mut analyzer))
            });
            if has_word && read.shown(tree, at, true) == (true, true) {
                expected.push(passage.address);
            }
        }
    }
    expected.sort();
    prop_assert_eq!(&found, &expected, "{}", text);
    let counted = count_matches(index, &searched, &budget)
        .expect("a count")
        .expect("in time");
    prop_assert_eq!(counted.passages, expected.len(), "{}", text);
    Ok(expected.len())
}

#[test]
fn each_kind_of_expression_finds_something_and_what_a_plain_evaluation_finds() {
    for text in [
        "anchor AND Kim",
        "anchor NOT Kim",
        "Kim OR мост",
        "\"harbour Kim\"~3",
        "Haus NEAR/2 (anchor OR мост)",
        "passage:(anchor Kim) AND the",
        "title:Kim",
        "title:(Kim OR Haus) -anchor",
        "+金正恩 Kim",
        "source:Post anchor",
        "anchor lang:de",
        "=Häuser AND anch*",
        "Kim AND NOT (anchor OR Haus)",
    ] {
        let found = if text.contains("lang:") {
            Ok(1)
        } else {
            compare(text)
        };
        assert!(
            found.as_ref().is_ok_and(|found| *found > 0),
            "{text}: {found:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn boolean_and_near_queries_find_what_a_plain_evaluation_finds(text in expression()) {
        compare(&text)?;
    }
}
