//! Is every text read as a query, and as the right one?

use super::*;
use ClauseKind::{Excluded, Phrase, Words};
use proptest::prelude::*;

fn clauses(text: &str) -> Vec<(ClauseKind, String)> {
    Query::parse(text)
        .clauses
        .into_iter()
        .map(|clause| (clause.kind, clause.text()))
        .collect()
}

#[test]
fn an_initialism_is_of_few_capitals_beside_words_that_are_not() {
    for (query, word, expected) in [
        ("WHO", "WHO", true),
        ("What did the US say", "US", true),
        ("us", "us", false),
        ("Uber", "Uber", false),
        ("WHO IS IT", "IT", false),
        ("ООН и Путин", "ООН", true),
        ("सरकार", "सरकार", false),
        ("What is UNESCO", "UNESCO", false),
    ] {
        assert_eq!(
            Query::parse(query).has_initialism(word),
            expected,
            "{query}"
        );
    }
}

#[test]
fn words_phrases_and_exclusions() {
    let expected = [
        (Words, "summit"),
        (Phrase, "Kim Jong Un"),
        (Excluded, "Trump"),
        (Words, "2018 Jong-un -5"),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(kind, text)| (kind, text.to_owned()))
        .collect();
    assert_eq!(
        clauses("summit \"Kim Jong Un\" -Trump 2018 Jong-un -5"),
        expected
    );
}

#[test]
fn typographic_quotes_make_phrases() {
    for text in [
        "“to be”",
        "„to be“",
        "«to be»",
        "»to be«",
        "\"to be\"",
        "「to be」",
    ] {
        assert_eq!(clauses(text), [(Phrase, "to be".to_owned())], "{text}");
    }
    assert_eq!(clauses("-«to be»"), [(Excluded, "to be".to_owned())]);
}

#[test]
fn what_is_not_closed_is_text() {
    assert_eq!(clauses("5\" disk"), [(Words, "5\" disk".to_owned())]);
    assert_eq!(clauses("\"to be"), [(Words, "\"to be".to_owned())]);
    assert_eq!(clauses("- \"\" ()"), [(Words, "- \"\" ()".to_owned())]);
    assert!(clauses(" \t").is_empty());
}

proptest! {
    #[test]
    fn any_text_is_a_query_and_keeps_its_letters(text in "[a-zа-я\"“”„«»「」 =*~\\-]{0,40}|\\PC{0,40}") {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let clauses = Query::parse(&text).clauses;
        let parts = clauses.iter().flat_map(|clause| &clause.parts);
        // `word~1` says a number that is no word
        let written = |part: &Part| match part.form {
            Form::Fuzzy { max_edits: Some(edits) } => format!("{}{edits}", letters(&part.text)),
            _ => letters(&part.text),
        };
        let parsed: String = parts.map(written).collect();
        prop_assert_eq!(parsed, letters(&text));
    }

    #[test]
    fn an_expression_prints_as_what_parses_to_the_same_tree(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "AND", "OR", "NOT", "NEAR/2", "(", ")", "(", ")", "+", "-", "\"", "\"", "~3", "^2", "^0.25", "title:", "passage:",
                    "lang:de", "date:2024..", "source:", "a b", "Kim", "Путин", "金正恩", "=x", "wom?n", "„", "“", ",", "—", "e-mail",
                ]).prop_map(str::to_owned),
                "\\PC{0,3}",
            ],
            0..14,
        ),
        spaces in prop::collection::vec(any::<bool>(), 14),
    ) {
        let joined = pieces.iter().zip(&spaces);
        let joined = joined.flat_map(|(piece, space)| [piece.as_str(), if *space { " " } else { "" }]);
        let text: String = joined.collect();
        let query = Query::parse(&text);
        let printed = query.print();
        let again = Query::parse(&printed);
        prop_assert_eq!(&query.tree, &again.tree, "{} → {}", text, printed);
        prop_assert_eq!(&query.clauses, &again.clauses, "{} → {}", text, printed);
    }
}

/// What an expression prints as, with brackets around all that is bound; or what was not understood of it.
fn bound(text: &str) -> String {
    fn of(node: &Node, clauses: &[Clause]) -> String {
        let children = || {
            node.children()
                .iter()
                .map(|one| of(one, clauses))
                .collect::<Vec<_>>()
        };
        match node {
            Node::Any(_) => format!("[{}]", children().join(" | ")),
            Node::All(_) => format!("[{}]", children().join(" & ")),
            Node::Beside(_) => format!("<{}>", children().join(" ")),
            Node::Not(_) => format!("!{}", children()[0]),
            Node::Must(_) => format!("+{}", children()[0]),
            Node::Without(_) => format!("-{}", children()[0]),
            other => other.display(clauses).to_string(),
        }
    }
    let query = Query::parse(text);
    match (&query.tree, &query.not_understood) {
        (Some(tree), None) => of(tree, &query.clauses),
        (None, Some(fault)) => format!("not understood: {fault}"),
        _ => "words".to_owned(),
    }
}

#[test]
fn operators_bind_their_operands() {
    for (text, expected) in [
        ("Kim OR Putin AND summit", "[Kim | [Putin & summit]]"),
        ("Kim Jong Un AND Putin", "[Kim Jong Un & Putin]"),
        ("Putin NOT Kim Trump", "<Putin !Kim Trump>"),
        (
            "(Kim OR Putin) summit -Trump",
            "<[Kim | Putin] summit -Trump>",
        ),
        (
            "+Kim Putin -\"state visit\"",
            "<+Kim Putin -\"state visit\">",
        ),
        (
            "(Kim OR Un) NEAR/5 \"state visit\"",
            "(Kim OR Un) NEAR/5 \"state visit\"",
        ),
        ("a Kim NEAR/0 Un b", "<a Kim NEAR/0 Un b>"),
        ("\"Kim summit\"~5", "\"Kim summit\"~5"),
        ("Kim source:BBC", "<Kim source:BBC>"),
        (
            "title:(Kim Putin) lang:de,russian",
            "<title:(Kim Putin) lang:de,russian>",
        ),
        ("Kim date:2024-06..2024-12", "<Kim date:2024-06..2024-12>"),
        (
            "source:(\"Der Spiegel\" OR BBC) Kim",
            "<source:(\"Der Spiegel\" OR BBC) Kim>",
        ),
        ("Kim^2 Putin", "<Kim^2 Putin>"),
        ("习近平 AND 普京", "[习近平 & 普京]"),
        ("BMW OR VW", "[BMW | VW]"),
        (
            "passage:(wom?n =US) AND fuzzy~",
            "[passage:(wom?n =US) & fuzzy~]",
        ),
    ] {
        assert_eq!(bound(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_expression_is_words() {
    for text in [
        "Kim and Putin",
        "What is C++ or C#?",
        "http://example.org/?a=title:b",
        "title: a novel",
        "3:1 at 12:30",
        "C:\\news\\a.txt",
        "it is so :-) ;)",
        "E=mc^2 x^2",
        "+49 30 1234",
        "(Kim) Putin",
        "author:",
        "Sand and ANDes",
        "~ ~5",
        "a -b \"c d\"",
        "nota bene:this",
        "Ж:д",
    ] {
        assert_eq!(bound(text), "words", "{text}");
        assert!(Query::parse(text).tree.is_none());
    }
}

#[test]
fn what_is_not_understood_is_told_and_taken_as_words() {
    for (text, fault) in [
        ("Kim AND", "nothing stands behind `AND`"),
        ("OR Kim", "nothing stands before `OR`"),
        ("(Kim AND Putin", "`(` without `)`"),
        ("Kim AND Putin)", "`)` without `(`"),
        ("Kim AND ()", "nothing between `(` and `)`"),
        ("Kim NEAR/3", "nothing stands behind `NEAR/3`"),
        ("lang:xx Kim", "`lang:xx`"),
        ("date:soon Kim", "`date:soon`"),
        (
            "KIM AND PUTIN MEET",
            "a text in capitals is taken as words; write some of it in small letters or between quotation marks",
        ),
    ] {
        assert_eq!(bound(text), format!("not understood: {fault}"), "{text}");
        assert_eq!(
            Query::parse(text).clauses,
            Query::without_operators(text).clauses
        );
    }
}

#[test]
fn a_plain_query_has_words_only() {
    let query = Query::plain("Kim AND (\"Putin\" -Trump* source:BBC");
    assert_eq!(query.clauses.len(), 1);
    assert_eq!(query.clauses[0].parts[0].form, Form::Any);
    assert_eq!(
        query.clauses[0].text(),
        "Kim AND (\"Putin\" -Trump* source:BBC"
    );
    assert!(Query::plain(" ").clauses.is_empty());
}

#[test]
fn what_is_negated_is_excluded_and_what_is_boosted_counts_more() {
    let query = Query::parse("NOT (an NOT by) cat^2 (dog eel^0.5)^3");
    let of = query.clauses.iter();
    let of: Vec<_> = of
        .map(|one| (one.text(), one.kind == Excluded, one.boost))
        .collect();
    let expected = [
        ("an", true, 100),
        ("by", false, 100),
        ("cat", false, 200),
        ("dog", false, 300),
        ("eel", false, 150),
    ];
    let expected = expected.map(|(text, is_out, boost)| (text.to_owned(), is_out, boost));
    assert_eq!(of, expected);
}
