//! The same corpus gives the same answers, byte for byte, however many threads built the index.

use crate::env::TestEnv;
use crate::outcome::diff;

const QUERIES: &str =
    "river bridge market harbour\nthe garden station in winter\ncouncil\n\"the river\"\n";

/// What all formats say to some queries after a build with so many threads.
fn answers(env: &TestEnv, jobs: &str) -> Vec<String> {
    env.run(["index", "--rebuild", "--jobs", jobs]).exits(0);
    let formats = ["text", "json", "trec"];
    let answer = |format| {
        let search = [
            "search",
            "-n",
            "50",
            "--score",
            "--queries=-",
            "--format",
            format,
        ];
        env.run_with_input(search, QUERIES).stdout
    };
    formats.map(answer).to_vec()
}

/// Writes articles of random words, always the same ones.
fn write_random_articles(env: &TestEnv, articles: usize) {
    let words = [
        "river", "bridge", "market", "harbour", "council", "winter", "station", "garden",
    ];
    let mut chance = fastrand::Rng::with_seed(5);
    for article in 0..articles {
        let mut text = "The report said that the river".to_owned();
        for _ in 0..3 + chance.usize(..9) {
            text += &format!(" and the {}", words[chance.usize(..words.len())]);
        }
        env.write(
            &format!("corpus/{article:04}.txt"),
            text + " were closed on that day.\n",
        );
    }
}

/// The answers are the same; if not, the lines that differ are shown.
#[track_caller]
fn assert_same(expected: &[String], got: &[String]) {
    for (expected, got) in expected.iter().zip(got) {
        let differing = || {
            let lines = diff(expected, got);
            let signed = lines.lines().filter(|line| !line.starts_with(' '));
            signed.take(10).collect::<Vec<_>>().join("\n")
        };
        assert!(expected == got, "\n{}", differing());
    }
}

#[test]
fn answers_do_not_depend_on_the_number_of_threads() {
    let env = TestEnv::new();
    write_random_articles(&env, 60);
    let one = answers(&env, "1");
    for jobs in ["2", "2", "3"] {
        assert_same(&one, &answers(&env, jobs));
    }
}

#[test]
fn answers_to_common_words_do_not_depend_on_the_number_of_threads() {
    let env = TestEnv::empty();
    write_random_articles(&env, 1500);
    let one = answers(&env, "1");
    for _ in 0..3 {
        assert_same(&one, &answers(&env, "2"));
    }
}

#[test]
fn of_many_equal_articles_the_first_paths_are_shown() {
    let env = TestEnv::empty();
    for number in 1000..2500 {
        let text = "The weather report said that the river was calm on that day.\n";
        env.write(&format!("corpus/{number}.txt"), text);
    }
    // more than a thread takes at a time, fewer than there are candidates
    let lines =
        (0..100).map(|place| format!("1 Q0 {}.txt {} # tolmach\n", 1000 + place, place + 1));
    let expected: String = lines.collect();
    for jobs in ["1", "2"] {
        env.run(["index", "--rebuild", "--jobs", jobs]).exits(0);
        let search = ["search", "-n100", "--format=trec", "river"];
        env.run(search).without_scores().is(0, &expected, "");
    }
}
