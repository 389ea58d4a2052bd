//! Found is found: what was asked for is told from what is only like it, in every output and by the exit code.

use serde_json::{Value, json};

use crate::env::TestEnv;
use crate::readme::sample;

/// Two languages; a German article has the parts of a crane in a harbour, each by itself.
fn harbour() -> TestEnv {
    TestEnv::with_corpus(&[
        (
            "kran.txt",
            "Der Hafen ist alt, und der Kran von damals steht noch immer dort am Wasser.\n",
        ),
        (
            "harbour.txt",
            "The chancellor came to the harbour, and the harbour was full of the ships of the fleet.\n",
        ),
        (
            "form.txt",
            "Nobody had ever seen as many people as on that day in the old town by the river.\n",
        ),
    ])
    .indexed()
}

/// The articles of hits, each with how sure it is.
fn matches(hits: &[Value]) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let hits = hits.iter();
    hits.map(|hit| (text(&hit["article"]), text(&hit["match"])))
        .collect()
}

#[test]
fn a_word_that_stands_nowhere_is_named_with_what_came_in_its_place() {
    let env = harbour();
    env.run(["search", "Hafenkran"]).is(
        1,
        "
 1. kran.txt:1  de  (a guess)
    Der **Hafen** ist alt, und der **Kran** von damals steht noch immer dort am Wasser.

",
        "\"Hafenkran\" stands nowhere; nearest: hafen (de), kran (de)\n\
         1 passage in 1 article is but a guess, # ms\n",
    );
    let lines = env.lines(["Hafenkran harbour"]);
    assert_eq!(
        lines.last(),
        Some(&json!({
            "version": 2,
            "kind": "summary",
            "query": "Hafenkran harbour",
            "hits": 2,
            "left_out": 0,
            "passages": 2,
            "articles": 2,
            "is_exact": true,
            "is_found": true,
            "milliseconds": 0,
            "languages": lines.last().expect("a line")["languages"],
            "missing": ["Hafenkran"],
            "relaxed": [],
            "suggestions": [
                {"for": "Hafenkran", "text": "hafen", "language": "de"},
                {"for": "Hafenkran", "text": "kran", "language": "de"},
            ],
            "limits": [],
            "stale": 0,
            "hidden": 0,
        }))
    );
    env.run(["search", "volcano eruption"]).is(
        1,
        "",
        "\"volcano\" stands nowhere\n\"eruption\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
}

#[test]
fn what_was_found_stands_before_guesses_and_gives_the_exit_code() {
    let env = harbour();
    let hits = env.hits(["Hafenkran harbour"]);
    let sure = |(_, certainty): &(String, String)| certainty != "guess";
    let found = matches(&hits);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0, "harbour.txt");
    assert!(sure(&found[0]) && !sure(&found[1]), "{found:?}");
    env.run(["search", "Hafenkran harbour"]).exits(0);
    env.run(["search", "Hafenkran"]).exits(1);
    // the second page has guesses only, but something was found
    env.run(["search", "--offset=1", "Hafenkran harbour"])
        .exits(0);
    for (queries, code) in [("Hafenkran\n", 1), ("Hafenkran\nharbour\n", 0)] {
        env.run_with_input(["search", "--queries=-"], queries)
            .exits(code);
    }
}

#[test]
fn strict_shows_only_what_is_there() {
    let env = harbour();
    env.run(["search", "--strict", "Hafenkran"]).is(
        1,
        "",
        "\"Hafenkran\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
    let found = matches(&env.hits(["--strict", "the Hafenkran harbour"]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "harbour.txt");
    // what has the function words only is no find
    env.run(["search", "--strict", "the volcano"]).is(
        1,
        "",
        "\"volcano\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
    env.run(["why", "--strict", "form.txt", "the volcano"])
        .exits(1);
    env.run(["search", "--strict", "--relax", "harbour"])
        .exits(2);
}

#[test]
fn likeness_that_is_asked_for_is_found() {
    let env = harbour();
    let found = matches(&env.hits(["Krahn~"]));
    assert_eq!(found, [("kran.txt".to_owned(), "form".to_owned())]);
    env.run(["search", "Krahn~"]).exits(0);
    env.run(["search", "Krahn"]).exits(1);
}

#[test]
fn function_words_say_of_no_passage_that_it_was_found_unless_they_are_all_that_was_asked() {
    let env = harbour();
    let found = matches(&env.hits(["the volcano"]));
    assert!(!found.is_empty());
    assert!(
        found.iter().all(|(_, certainty)| certainty == "guess"),
        "{found:?}"
    );
    env.run(["search", "the volcano"]).exits(1);
    env.run(["search", "of the"]).exits(0);
    // they are marked where nothing else is
    assert!(
        env.found(["the volcano"])
            .contains(&"en form.txt: the|the".to_owned())
    );
    assert!(
        env.found(["the harbour"])
            .contains(&"en harbour.txt: harbour|harbour".to_owned())
    );
}

#[test]
fn a_limit_is_told_in_json_too() {
    let env = harbour();
    let long = format!("harbour {}", "x".repeat(5000));
    let lines = env.lines([long.as_str()]);
    let summary = lines.last().expect("a summary");
    assert_eq!(summary["limits"], json!(["query_chars", "word_chars"]));
}

/// Words in capitals, each beside its twin in lower case, which is the more frequent there.
fn capitals() -> TestEnv {
    TestEnv::with_corpus(&[
        (
            "lower.txt",
            "They told us who it was, and it was us who asked who it was that had told us of it.\n",
        ),
        (
            "upper.txt",
            "The minister met people of the WHO in the hall, and a man who works in IT in the US told them a long story.\n",
        ),
        (
            "nations.txt",
            "Il rappresentante dell'UN ha parlato per un'ora con un giornalista di un giornale e con un fotografo.\n",
        ),
        (
            "uno.txt",
            "Un uomo ha parlato per un'ora con un giornalista di un giornale e poi con un fotografo della stampa.\n",
        ),
        (
            "ride.txt",
            "Der Fahrer von Uber kam zu spät und fuhr dann sehr schnell durch die Stadt und wieder zurück.\n",
        ),
        (
            "aid.txt",
            "Many NGOs came to the aid of the town, and the aid that they gave was of great use.\n",
        ),
        (
            "over.txt",
            "Über die Stadt und über den Fluss fuhr er sehr schnell, und über alles sprach er mit ihr.\n",
        ),
    ])
    .indexed()
}

#[test]
fn an_initialism_prefers_its_capitals_and_is_no_function_word() {
    let env = capitals();
    for (query, first) in [
        ("US", "upper.txt"),
        ("WHO", "upper.txt"),
        ("IT", "upper.txt"),
        ("What did the WHO say", "upper.txt"),
        ("UN", "nations.txt"),
        ("Uber", "ride.txt"),
    ] {
        let found = matches(&env.hits([query]));
        let (article, certainty) = &found[0];
        assert_eq!(article, first, "{query}: {found:?}");
        assert_ne!(certainty, "guess", "{query}");
    }
    assert_eq!(matches(&env.hits(["us"]))[0].0, "lower.txt");
    // its forms are those that begin with it
    env.run(["search", "AIDS"]).exits(1);
    assert_eq!(env.found(["NGO"]), ["en aid.txt: NGOs"]);
    // who shouts means no initialism
    assert_eq!(matches(&env.hits(["WHO IS IT"]))[0].0, "lower.txt");
}

/// Names, inventions, and words of many languages of which the sample articles have none.
const ABSENT: &str = include_str!("absent_words.txt");

#[test]
fn of_two_hundred_words_that_do_not_occur_none_is_found_and_few_bring_a_guess() {
    let env = sample();
    env.run(["index"]).exits(0);
    assert_eq!(ABSENT.lines().count(), 200);
    let search = ["search", "-n1", "--format=json", "--queries=-"];
    let outcome = env.run_with_input(search, ABSENT);
    let hits = outcome.json();
    let hits: Vec<(&str, &str)> = hits
        .iter()
        .filter(|line| line["kind"] == "hit")
        .filter_map(|hit| Some((hit["query"].as_str()?, hit["match"].as_str()?)))
        .collect();
    let found: Vec<&(&str, &str)> = hits.iter().filter(|hit| hit.1 != "guess").collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(hits.len() <= 20, "{}: {hits:?}", hits.len());
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn a_function_word_of_the_querys_language_is_no_find_in_another() {
    let env = TestEnv::with_corpus(&[
        (
            "de.txt",
            "Die alte Brücke über den Fluss ist seit gestern gesperrt, und niemand weiß, wie lange das so bleibt.\n",
        ),
        (
            "en.txt",
            "Many of the animals in the forest die in the winter, and nobody knows how many of them there were.\n",
        ),
    ])
    .indexed();
    let guess = |article: &str| (article.to_owned(), "guess".to_owned());
    for (query, code) in [("die Brücke", 0), ("Die Brücke", 0), ("die Kanzlerin", 1)] {
        assert!(
            matches(&env.hits([query])).contains(&guess("en.txt")),
            "{query}"
        );
        env.run(["search", query]).exits(code);
    }
    // there it is what was asked for
    env.run(["search", "die"]).exits(0);
    assert_eq!(
        matches(&env.hits(["animals die"])),
        [("en.txt".to_owned(), "exact".to_owned()), guess("de.txt")]
    );
    // function words of the likeliest language are not worth a word
    let said = env.run(["search", "Wie hoch war der Schaden"]).stderr;
    assert!(
        !said.contains("\"der\"") && said.contains("\"Schaden\" stands nowhere"),
        "{said}"
    );
}

#[test]
fn what_is_the_same_to_every_reader_is_exact_and_an_inflection_is_a_form() {
    let env = TestEnv::with_corpus(&[
        (
            "en.txt",
            "The e-mail about COVID-19 and the F-16 reached O'Brien in the café of Müller; it cost 3,765 dollars.\n",
        ),
        (
            "de.txt",
            "Die Bürgermeisterin sprach über den Wahlkampf, die Kinder und die Häuser am Hafen der alten Stadt.\n",
        ),
        (
            "ru.txt",
            "Президент Путин и королева встретились в Москве, и подводные лодки были видны всем.\n",
        ),
    ])
    .indexed();
    for (certainty, queries) in [
        (
            "exact",
            vec![
                "E-MAIL",
                "email",
                "covid19",
                "F16",
                "obrien",
                "CAFE",
                "Mueller",
                "3.765",
                "häuser",
                "HAEUSER",
                "=Kinder",
                "путин",
                "harbour Hafen",
            ],
        ),
        (
            "form",
            vec![
                "emails",
                "haus",
                "Kind",
                "Wahlkämpfe",
                "Путина",
                "королеву",
                "Kindr~",
                "kind*",
                "H?user",
            ],
        ),
    ] {
        for query in queries {
            let found = matches(&env.hits([query]));
            assert!(
                found.len() == 1 && found[0].1 == certainty,
                "{query}: {found:?}"
            );
            env.run(["search", query]).exits(0);
            env.run(["search", "--strict", query]).exits(0);
        }
    }
}

/// Articles of three languages, of two years and sources.
fn mixed() -> TestEnv {
    TestEnv::with_corpus(&[
        (
            "ru.txt",
            "Source: Vesti\nDate: 2019-05-02\n\nПрезидент сказал нам привет и уехал домой, где его ждали друзья и большая семья.\n",
        ),
        (
            "en.txt",
            "Source: Courier\nDate: 2018-03-01\n\nThe president went to the red harbour, and the people of the town were glad.\n",
        ),
        (
            "en-2.txt",
            "Source: Courier\nDate: 2020-03-01\n\nThere was a storm at the red harbour, and the president stayed at home that day.\n",
        ),
    ])
    .indexed()
}

#[test]
fn a_word_typed_on_another_keyboard_is_named_as_it_was_meant() {
    let env = mixed();
    for (typed, told) in [
        (
            "ghbdtn",
            "\"ghbdtn\" stands nowhere; nearest: привет (ru)\n",
        ),
        (
            "GHBDTN",
            "\"GHBDTN\" stands nowhere; nearest: привет (ru)\n",
        ),
        (
            "lhepmz",
            "\"lhepmz\" stands nowhere; nearest: друзья (ru)\n",
        ),
        (
            "зкуышвуте",
            "\"зкуышвуте\" stands nowhere; nearest: president (en)\n",
        ),
        ("qqqqzz", "\"qqqqzz\" stands nowhere\n"),
    ] {
        let told = format!("{told}0 passages in 0 articles match, # ms\n");
        env.run(["search", typed]).is(1, "", &told);
    }
    let lines = env.lines(["ghbdtn"]);
    assert_eq!(
        lines[0]["suggestions"],
        json!([{"for": "ghbdtn", "text": "привет", "language": "ru"}])
    );
}

#[test]
fn words_without_spaces_are_named_apart_if_they_stand_in_a_row() {
    let env = mixed();
    for (typed, told) in [
        (
            "theredharbour",
            "\"theredharbour\" stands nowhere; nearest: the red harbour (en)\n",
        ),
        ("stormharbour", "\"stormharbour\" stands nowhere\n"),
    ] {
        let told = format!("{told}0 passages in 0 articles match, # ms\n");
        env.run(["search", "--strict", typed]).is(1, "", &told);
    }
}

#[test]
fn a_filter_that_leaves_out_everything_is_named_with_how_much() {
    let env = mixed();
    let none = "0 passages in 0 articles match, # ms\n";
    for (arguments, told) in [
        (
            &["harbour", "--since", "2025"][..],
            "--since leaves out both articles that match without it\n",
        ),
        (
            &["harbour", "--lang", "ru"],
            "\"harbour\" stands nowhere\n--lang leaves out both articles that match without it\n",
        ),
        (
            &["storm", "--path", "ru.txt"],
            "--path leaves out the only article that matches without it\n",
        ),
        (
            &["harbour", "--since", "2025", "--path", "ru.txt"],
            "--since and --path leave out both articles that match without them\n",
        ),
        (
            &["volcano", "--since", "2025"],
            "\"volcano\" stands nowhere\n",
        ),
    ] {
        let arguments = std::iter::once(&"search").chain(arguments);
        env.run(arguments).is(1, "", &format!("{told}{none}"));
    }
    let lines = env.lines(["harbour", "--since", "2025"]);
    assert_eq!(
        lines[0]["filtered_out"],
        json!([{"options": ["--since"], "articles": 2}])
    );
}
