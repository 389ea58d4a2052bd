//! How a ranking is put together and explained: the best of each language, and scores that add up.

use serde_json::Value;

use crate::env::TestEnv;
use crate::outcome::Outcome;

/// Two passages that tell of a name in each of three languages.
fn names() -> TestEnv {
    TestEnv::with_corpus(&[
        ("de.txt", "Merkel war am Morgen in der Stadt, und Merkel sprach dort mit den Leuten.\n"),
        ("de2.txt", "Es ist nicht wahr, dass man in der Stadt am Abend nichts von Merkel wusste.\n"),
        ("en.txt", "It was said in the city that Merkel had been there in the morning and that they met her.\n"),
        ("en2.txt", "The people of the city did not know that Merkel, whom they had met, was there.\n"),
        ("fr.txt", "Les gens de la ville ne savaient pas que Merkel était là dans la nuit et le matin.\n"),
    ])
    .indexed()
}

#[test]
fn the_best_of_each_language_stand_together_the_best_language_first() {
    let env = names();
    let search = ["search", "Merkel city", "--per-language", "1"];
    env.run(search).is(
        0,
        "
 1. en2.txt:1  en
    The people of the **city** did not know that **Merkel**, whom they had met, was there.

 2. de.txt:1  de
    **Merkel** war am Morgen in der Stadt, und **Merkel** sprach dort mit den Leuten.

 3. fr.txt:1  fr
    Les gens de la ville ne savaient pas que **Merkel** était là dans la nuit et le matin.

",
        "5 passages in 5 articles match, # ms\n",
    );
    let of = |arguments: &[&str]| -> Vec<String> {
        let hits = env.hits(arguments);
        let place = |hit: &Value| format!("{} {}", hit["rank"], hit["article"]);
        hits.iter().map(place).collect()
    };
    let two = ["Merkel city", "--per-language", "2"];
    let expected = [
        "1 \"en2.txt\"",
        "2 \"en.txt\"",
        "3 \"de.txt\"",
        "4 \"de2.txt\"",
        "5 \"fr.txt\"",
    ];
    assert_eq!(of(&two), expected);
    let narrowed: Vec<&str> = two.iter().copied().chain(["--lang", "fr,en"]).collect();
    let expected = ["1 \"en2.txt\"", "2 \"en.txt\"", "3 \"fr.txt\""];
    assert_eq!(of(&narrowed), expected);
    env.run(search.iter().chain(&["--format", "trec"]))
        .without_scores()
        .is(
            0,
            "
1 Q0 en2.txt 1 # tolmach
1 Q0 de.txt 2 # tolmach
1 Q0 fr.txt 3 # tolmach
",
            "",
        );
    let none = ["search", "Merkel", "--per-language", "0"];
    env.run(none)
        .is(0, "", "5 passages in 5 articles match, # ms\n");
}

#[test]
fn an_explanation_names_every_word_its_variants_and_each_evidence() {
    let env = names();
    env.write("list", "city, Stadt\n");
    let search = ["search", "Merke* city \"there\"", "--synonyms", "list"];
    env.run(search.iter().chain(&["--lang", "en", "-n1", "--explain"]))
        .without_scores()
        .is(
            0,
            "
 1. en2.txt:1  en  #
    The people of the **city** did not know that **Merkel**, whom they had met, was **there**.

    score # = # for en · (words # + reading #)
       #  Merke: merkel 1× (begins so, weight 1.00, in 2); in 2.0 passages, idf 0.18, weight 1.00
       #  city: city 1× (as typed, weight 1.00, in 2); in 2.0 passages, idf 0.18, weight 1.00
       #  there: there 1× (as typed, weight 1.00, in 2); in 2.0 passages, idf 0.18, weight 1.00
       #  4-grams
       #  exact words
       #  neighbouring words
       #  densest window
       #  title
       #  lead

",
            "2 passages in 2 articles match, # ms\n",
        );
    // the other word of the list, in the language that has it
    let hit = &env.hits(["--explain", "-n1", "--synonyms=list", "--lang=de", "city"])[0];
    let word = &hit["explanation"]["words"][0];
    let variants = serde_json::json!([
        {"term": "stadt", "reason": "synonym", "match": "form", "weight": 0.9, "frequency": 1, "passages": 2.0}
    ]);
    assert_eq!(word["variants"], variants);
}

#[test]
fn a_passage_further_down_is_weighed_with_the_title_and_the_lead_of_its_article() {
    let article = |title: &str, who: &str| {
        let lead = format!("The {who} came by train in the morning. ").repeat(20);
        format!("{title}\n{lead}\nThey signed the treaty on the border at noon.\n")
    };
    let env = TestEnv::with_corpus(&[
        ("a.txt", &article("A summit in Reykjavik", "senators")),
        ("b.txt", &article("A summit in Helsinki", "ministers")),
    ])
    .indexed();
    env.run([
        "search",
        "treaty Helsinki ministers",
        "-n1",
        "--offset=1",
        "--per-article=all",
        "--no-group",
        "--explain",
    ])
    .without_scores()
    .is(
        0,
        "
 2. A summit in **Helsinki**
    en  #  b.txt:3
    They signed the **treaty** on the border at noon.

    score # = # for en · (words # + reading #)
       #  treaty: treaty 1× (as typed, weight 1.00, in 2); in 2.0 passages, idf 0.69, weight 1.00
       #  Helsinki: not in the passage; in 1.0 passages, idf 1.20, weight 1.00
       #  ministers: not in the passage; in 1.0 passages, idf 1.20, weight 1.00
       #  4-grams
       #  exact words
       #  neighbouring words
       #  densest window
       #  title
       #  lead

",
        "3 passages in 2 articles match, # ms\n",
    );
    let of = |hit: &Value, name: &str| {
        let features = hit["explanation"]["features"].as_array();
        let one = features
            .expect("features")
            .iter()
            .find(|one| one["name"] == name);
        one.expect("the feature")["contribution"]
            .as_f64()
            .expect("a number")
    };
    let hits = env.hits(["treaty Helsinki ministers", "--explain"]);
    let told: Vec<_> = hits
        .iter()
        .map(|hit| {
            let counts = |name| of(hit, name) > 0.0;
            (
                hit["article"].clone(),
                hit["line"].clone(),
                counts("title"),
                counts("lead"),
            )
        })
        .collect();
    let expected = [
        ("b.txt", 1, false, false),
        ("b.txt", 3, true, true),
        ("a.txt", 3, false, false),
    ];
    let expected =
        expected.map(|(article, line, title, lead)| (article.into(), line.into(), title, lead));
    assert_eq!(told, expected);
}

/// Queries of many kinds, put to the sample corpus.
const QUERIES: [&str; 16] = [
    "Kim Jong Un",
    "Wahlen in Frankreich",
    "выборы президента",
    "الانتخابات الرئاسية",
    "世界杯",
    "elect* president",
    "Zelensky~ Selenskyj",
    "=Polish =president",
    "\"joint statement\" Trump",
    "summit -Trump",
    "vaalit presidentti",
    "the to be of",
    "president president world",
    "2018 12",
    "Kyiv Kiev",
    "รัฐบาล",
];

fn sum(parts: &Value) -> f64 {
    let parts = parts.as_array().expect("parts").iter();
    parts
        .map(|part| part["contribution"].as_f64().expect("a number"))
        .sum()
}

#[test]
fn an_explanation_adds_up_to_the_score() {
    let env = TestEnv::empty();
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    env.run(["index", corpus]).exits(0);
    env.write("list", "Kyiv, Kiev, Київ\npresident, head of state\n");
    let mut explained = 0;
    for query in QUERIES {
        for mode in ["--explain", "--all"] {
            let options = ["--explain", "--synonyms=list", "-n30", mode, query];
            let options = options.iter().skip(usize::from(mode == "--explain"));
            for hit in env.hits(options) {
                let explanation = &hit["explanation"];
                let of = |field: &str| explanation[field].as_f64().expect("a number");
                let parts = sum(&explanation["words"]) + sum(&explanation["features"]);
                let whole = of("language_weight") * parts;
                let score = hit["score"].as_f64().expect("a score");
                assert!((whole - score).abs() < 1e-6, "{query}: {whole} of {hit}");
                assert_eq!(of("score").to_bits(), score.to_bits());
                assert_ne!(
                    hit["highlights"],
                    Value::Array(Vec::new()),
                    "{query}: {hit}"
                );
                for word in explanation["words"].as_array().expect("words") {
                    let variants = word["variants"].as_array().expect("variants").iter();
                    let number = |value: &Value| value.as_f64().expect("a number");
                    let weighed =
                        variants.map(|one| number(&one["weight"]) * number(&one["frequency"]));
                    let sum: f64 = weighed.sum();
                    assert!((sum - number(&word["frequency"])).abs() < 1e-6, "{hit}");
                }
                explained += 1;
            }
        }
        let search = ["search", "--explain", "--synonyms=list", "-n5", query];
        adds_up_in_print(&env.run(search));
    }
    assert!(explained > 200, "{explained} hits");
}

/// The lines of each explanation for people add up within the rounding of four digits.
fn adds_up_in_print(outcome: &Outcome) {
    let number = |text: &str| -> Option<f64> {
        text.trim_matches(|c: char| !c.is_ascii_digit())
            .parse()
            .ok()
    };
    let mut lines = outcome.stdout.lines();
    while let Some(line) = lines.next() {
        let Some(line) = line.strip_prefix("    score ") else {
            continue;
        };
        let figures: Vec<f64> = line.split(' ').filter_map(number).collect();
        let [score, weight, words, reading] = figures[..] else {
            panic!("{line}");
        };
        let explained = lines.by_ref().take_while(|line| !line.is_empty());
        let parts: Vec<f64> = explained
            .filter_map(|line| number(line.trim_start().split("  ").next()?))
            .collect();
        let rounding = 0.0001 * (parts.len() + 2) as f64;
        let sum: f64 = parts.iter().sum();
        assert!((sum - words - reading).abs() < rounding, "{outcome}");
        let whole = weight * (words + reading);
        assert!(
            (whole - score).abs() < rounding + 0.0001 * (words + reading),
            "{outcome}"
        );
    }
}
