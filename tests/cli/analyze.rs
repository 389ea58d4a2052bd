//! What the program tells about itself: analysis, the table of languages, help.

use crate::env::TestEnv;

#[test]
fn german_is_lowered_and_found_by_its_stem_and_without_marks() {
    let env = TestEnv::empty();
    env.run([
        "analyze",
        "--lang",
        "de",
        "Die Häuser, STRASSE und Straße 3.765",
    ])
    .is(
        0,
        "
0\t0..3\tDie\tdie\tlowered die
1\t4..11\tHäuser\thäuser\tlowered häuser, stem haus, also hauser, also haeuser
2\t13..20\tSTRASSE\tstrasse\tlowered strasse, stem strass
3\t21..24\tund\tund\t
4\t25..32\tStraße\tstraße\tlowered straße, stem strass, also strasse
5\t33..38\t3.765\t3765\tnumber 3765
",
        "",
    );
}

#[test]
fn french_loses_its_elided_articles() {
    let env = TestEnv::empty();
    env.run(["analyze", "L'eau de l’université"]).is(
        0,
        "
0\t2..5\teau\teau\t
1\t6..8\tde\tde\t
2\t13..24\tuniversité\tuniversité\tstem univers, also universite
",
        "identified as fr French\n",
    );
}

#[test]
fn turkish_has_its_own_small_letters_and_endings_behind_an_apostrophe() {
    let env = TestEnv::empty();
    env.run(["analyze", "--lang", "tr", "İstanbul'da", "ışık", "ISINMAK"])
        .is(
            0,
            "
0\t0..12\tİstanbul'da\tistanbul\telided İstanbul, lowered istanbul
1\t13..20\tışık\tışık\talso isik
2\t21..28\tISINMAK\tısınmak\tlowered ısınmak, also isinmak
",
            "",
        );
}

#[test]
fn chinese_is_cut_in_overlapping_pairs() {
    let env = TestEnv::empty();
    env.run(["analyze", "金正恩抵达。山"]).is(
        0,
        "
0\t0..6\t金正\t金正\t
1\t3..9\t正恩\t正恩\t
2\t6..12\t恩抵\t恩抵\t
3\t9..15\t抵达\t抵达\t
4\t12..15\t达\t达\t
5\t18..21\t山\t山\t
",
        "identified as zh Chinese\n",
    );
}

#[test]
fn the_languages_are_a_table_with_a_code_in_each_line() {
    let env = TestEnv::empty();
    let outcome = env.run(["languages"]);
    outcome.exits(0);
    assert_eq!(outcome.stderr, "");
    let beginning = "
code  language          own name           stemmer
und   other             —                  none
ar    Arabic            العربية            rust-stemmers Arabic
be    Belarusian        беларуская         none
";
    assert!(
        outcome.stdout.starts_with(beginning.trim_start()),
        "{outcome}"
    );
    let codes: Vec<&str> = outcome
        .stdout
        .lines()
        .skip(1)
        .map(|line| line.split(' ').next().expect("a code"))
        .collect();
    for code in &codes {
        let lower = code.chars().all(|c| c.is_ascii_lowercase());
        assert!(lower && matches!(code.len(), 2 | 3), "{code}");
    }
    for code in "ar de en es fr hi hu it ja ko ru th tr uk zh".split(' ') {
        assert!(codes.contains(&code), "{code}");
    }
    // each code is one that --lang takes
    for code in codes {
        env.run(["analyze", "--lang", code, "a"]).exits(0);
    }
}

#[test]
fn every_help_says_how_to_use_it() {
    let env = TestEnv::empty();
    for (arguments, parts) in [
        (
            &["--help"][..],
            &["Usage: tolmach", "Examples:", "$TOLMACH_INDEX"][..],
        ),
        (&["help"], &["Usage: tolmach", "Examples:"]),
        (
            &["index", "--help"],
            &[
                "Usage: tolmach index",
                "Examples:",
                "Exit codes:\n  0  complete\n  3  published, but",
            ],
        ),
        (
            &["search", "--help"],
            &[
                "Usage: tolmach search",
                "Examples:",
                "Exit codes:\n  0  something was found",
                "\"to be\"",
            ],
        ),
        (
            &["analyze", "--help"],
            &["Usage: tolmach analyze", "Examples:", "Exit codes:"],
        ),
        (&["languages", "--help"], &["Usage: tolmach languages"]),
    ] {
        let outcome = env.run(arguments);
        outcome.exits(0);
        assert_eq!(outcome.stderr, "");
        for part in parts {
            assert!(outcome.stdout.contains(part), "no `{part}` in {outcome}");
        }
    }
}

#[test]
fn the_help_is_not_broken_twice() {
    let env = TestEnv::empty();
    for command in ["index", "search"] {
        let outcome = env.run([command, "--help"]);
        let stub = outcome
            .stdout
            .lines()
            .find(|line| (1..40).contains(&line.len()) && line.ends_with(" if"));
        assert_eq!(stub, None, "{outcome}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = format!("tolmach {}\n", env!("CARGO_PKG_VERSION"));
    TestEnv::empty().run(["--version"]).is(0, &version, "");
}
