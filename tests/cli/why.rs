//! Why an article is, or is not, among the hits.

use std::fs;

use crate::env::TestEnv;
use crate::outcome::Outcome;

const RIVER: [(&str, &str); 7] = [
    (
        "de/brücke.txt",
        "Die Brücke über den Fluss war wegen des Hochwassers und des Schnees lange gesperrt.\n",
    ),
    (
        "de/mühle.txt",
        "Die Mühle am Fluss brannte am Abend ab, und niemand wurde dabei verletzt.\n",
    ),
    (
        "en/bridge.txt",
        "The old bridge over the river was closed because of the flood and the snow.\n",
    ),
    (
        "en/ferry.txt",
        "The ferry over the river was closed in the evening, as the old bridge had been.\n",
    ),
    (
        "en/mill.txt",
        "The mill by the river burned down in the evening and nobody was hurt at all.\n",
    ),
    (
        "ru/мост.txt",
        "Старый мост через реку был закрыт из-за наводнения, и паром не ходил до утра.\n",
    ),
    ("empty.txt", " \n"),
];

/// The line to paste when the index is behind its corpus.
fn hint(env: &TestEnv) -> String {
    let corpus = fs::canonicalize(env.path("corpus")).expect("the corpus");
    format!("hint: tolmach index {} --index index\n", corpus.display())
}

/// The run tells this, and below it what each passage has of the reading, side by side as in the last row.
#[track_caller]
fn tells(outcome: Outcome, code: i32, told: &str) {
    let last = told.lines().last().unwrap_or_default();
    let columns = vec!["#"; last.matches('#').count()].join("     ");
    let mut told = told.to_owned();
    for row in [
        "reading: 4-grams",
        "reading: exact words",
        "reading: neighbouring words",
        "reading: densest window",
        "reading: title",
        "reading: lead",
        "score",
    ] {
        told += &format!("{row:32}{columns}\n");
    }
    outcome.without_scores().is(code, &told, "");
}

fn river() -> TestEnv {
    TestEnv::with_corpus(&RIVER).indexed()
}

#[test]
fn of_the_first_hit_it_is_told_what_makes_its_score() {
    let env = river();
    tells(
        env.run(["why", "de/brücke.txt", "Brücken Schnee"]),
        0,
        "
de/brücke.txt is a hit: 1 of 1 article, its best passage 1 of 1

passages        1 in de German
scores weighed  de 1.00

words in line 1:
  Brücken  brücken  brücke 1× (same stem, weight 1.00, in 1)
  Schnee   schnee   schnees 1× (a likely form, weight 0.89, in 1)

   1. de/brücke.txt:1  de

                                    1.
Brücken                         #
Schnee                          #
",
    );
}

#[test]
fn of_a_lower_hit_it_is_told_what_those_above_have_more_of() {
    let env = river();
    tells(
        env.run(["why", "en/mill.txt:1", "old bridge over the river"]),
        0,
        "
en/mill.txt is a hit: 3 of 3 articles, its best passage 3 of 3

passages        1 in en English
scores weighed  en 1.00

words in line 1:
  old     old     not in the article; in 2 passages of en
  bridge  bridge  not in the article; in 2 passages of en
  over    over    not in the article; in 2 passages of en
  the     the     the 3× (as typed, weight 1.00, in 3)
  river   river   river 1× (as typed, weight 1.00, in 3)

   3. en/mill.txt:1  en
   2. en/ferry.txt:1  en
   1. en/bridge.txt:1  en

                                    3.         2.         1.
old                             #     #     #
bridge                          #     #     #
over                            #     #     #
the                             #     #     #
river                           #     #     #
",
    );
}

#[test]
fn missing_words_are_told_with_those_that_are_spelled_alike() {
    let env = river();
    tells(
        env.run(["why", "ru/мост.txt", "мосты", "паромщик", "ферри"]),
        0,
        "
ru/мост.txt is a hit: 1 of 1 article, its best passage 1 of 1

passages        1 in ru Russian
scores weighed  ru 1.00

words in line 1:
  мосты     мосты     мост 1× (same stem, weight 1.00, in 1)
  паромщик  паромщик  in no passage of ru
  ферри     ферри     in no passage of ru

   1. ru/мост.txt:1  ru

                                    1.
мосты                           #
паромщик                        #
ферри                           #
",
    );
    tells(
        env.run(["why", "en/mill.txt", "burned", "ferry", "mil", "vulcano"]),
        0,
        "
en/mill.txt is a hit: 1 of 2 articles, its best passage 1 of 2

passages        1 in en English
scores weighed  en 1.00

words in line 1:
  burned   burned   burned 1× (as typed, weight 1.00, in 1)
  ferry    ferry    not in the article; in 1 passage of en
  mil      mil      in no passage of en; the passage has mill (mill)
  vulcano  vulcano  in no passage of en

   1. en/mill.txt:1  en

                                    1.
burned                          #
ferry                           #
mil                             #
vulcano                         #
",
    );
}

#[test]
fn a_phrase_that_it_lacks_shuts_it_out() {
    let env = river();
    env.run(["why", "en/ferry.txt", "\"bridge over\""]).is(
        1,
        "
en/ferry.txt is no hit: its nearest passage, at line 1, lacks the phrase \"bridge over\"

passages        1 in en English
scores weighed  en 1.00

words in line 1:
  bridge  bridge  bridge 1× (as typed, weight 1.00, in 2)
  over    over    over 1× (as typed, weight 1.00, in 2)
",
        "",
    );
}

#[test]
fn an_excluded_word_shuts_it_out() {
    let env = river();
    env.run([
        "why",
        "--",
        "de/brücke.txt",
        "Fluss -hochwasser -\"über den\"",
    ])
    .is(1, "
de/brücke.txt is no hit: its nearest passage, at line 1, has \"hochwasser\", which is excluded, and has \"über den\", which is excluded

passages        1 in de German
scores weighed  de 1.00

words in line 1:
  Fluss  fluss  fluss 1× (as typed, weight 1.00, in 2)
", "");
}

#[test]
fn a_language_that_is_not_asked_for_shuts_it_out() {
    let env = river();
    env.run(["why", "ru/мост.txt", "мосты", "--lang", "de,en"])
        .is(
            1,
            "
ru/мост.txt is no hit: its nearest passage, at line 1, is in ru, which --lang leaves out

passages        1 in ru Russian
scores weighed  ru not searched

words in line 1:
  мосты  мосты  мост 1× (same stem, weight 1.00, in 1)
",
            "",
        );
}

#[test]
fn with_all_a_missing_word_shuts_it_out() {
    let env = river();
    env.run(["why", "en/mill.txt", "river bridge", "--all"]).is(
        1,
        "
en/mill.txt is no hit: its nearest passage, at line 1, lacks \"bridge\", which --all requires

passages        1 in en English
scores weighed  en 1.00

words in line 1:
  river   river   river 1× (as typed, weight 1.00, in 3)
  bridge  bridge  not in the article; in 2 passages of en
",
        "",
    );
}

#[test]
fn a_file_without_text_is_not_in_the_index() {
    let env = TestEnv::with_corpus(&RIVER);
    env.write("corpus/picture.png", b"\x89PNG\0\0");
    env.run(["index"]).exits(3);
    env.run(["why", "empty.txt", "river"])
        .is(1, "empty.txt is not in the index: empty\n", "");
    env.run(["why", "picture.png", "river"]).is(
        1,
        "picture.png is not in the index: binary, not text\n",
        "",
    );
}

#[test]
fn a_new_file_is_not_in_the_index_yet() {
    let env = river();
    env.write("corpus/en/new.txt", "The new bridge.\n");
    env.write("corpus/.hidden.txt", "The new bridge.\n");
    env.run(["why", "corpus/en/new.txt", "bridge"]).is(
        1,
        "en/new.txt is not in the index: it was not in the corpus when that was built\n",
        &hint(&env),
    );
    env.run(["why", ".hidden.txt", "bridge"]).is(
        1,
        ".hidden.txt is not in the index: hidden (--hidden takes it)\n",
        "",
    );
}

#[test]
fn of_a_file_that_a_rule_leaves_out_the_rule_is_told() {
    let env = TestEnv::with_corpus(&RIVER);
    env.write("corpus/.tolmachignore", "ru/\n");
    env.write("corpus/note.md", "The bridge.\n");
    env.run([
        "index",
        "corpus",
        "--include",
        "*.txt",
        "--exclude",
        "mill.*",
    ])
    .exits(0);
    for (article, reason) in [
        ("ru/мост.txt", "left out by .tolmachignore"),
        ("en/mill.txt", "left out by --exclude"),
        ("note.md", "no --include matches it"),
    ] {
        let told = format!("{article} is not in the index: {reason}\n");
        env.run(["why", article, "bridge"]).is(1, &told, "");
    }
    env.run(["why", "note.md", "bridge", "--format", "json"])
        .is(1, r#"
{"version":1,"query":"bridge","article":"note.md","title":null,"verdict":"not_indexed","reason":"include","since":null,"phrases_relaxed":false,"query_languages":[{"language":"en","weight":1.0}],"passages":[],"nearest":null,"own":null,"above":null,"first":null}
"#, "");
    env.write("corpus/en/new.txt", "The new bridge.\n");
    let corpus = fs::canonicalize(env.path("corpus")).expect("the corpus");
    env.run(["why", "en/new.txt", "bridge"]).is(
        1,
        "en/new.txt is not in the index: it was not in the corpus when that was built\n",
        &format!(
            "hint: tolmach index {} --include '*.txt' --exclude 'mill.*' --index index\n",
            corpus.display()
        ),
    );
}

#[test]
fn of_a_file_that_is_not_listed_that_is_told() {
    let env = TestEnv::with_corpus(&RIVER);
    env.write("list", "en/mill.txt\n");
    env.run(["index", "corpus", "--files-from", "list"])
        .exits(0);
    let corpus = fs::canonicalize(env.path("corpus")).expect("the corpus");
    env.run(["why", "en/ferry.txt", "river"]).is(
        1,
        "en/ferry.txt is not in the index: it was not listed when that was built\n",
        &format!(
            "hint: tolmach index {} --files-from FILE --index index\n",
            corpus.display()
        ),
    );
}

#[test]
fn an_article_of_one_of_several_folders_is_found_by_its_name_and_by_its_path() {
    let env = TestEnv::empty();
    env.write("news/a.txt", "The bridge over the river.\n");
    env.write("blogs/a.txt", "The ferry over the river.\n");
    env.run(["index", "news", "old=blogs"]).exits(0);
    let expected = env
        .run(["why", "old/a.txt", "ferry"])
        .exits(0)
        .stdout
        .clone();
    assert!(expected.starts_with("old/a.txt is a hit: 1 of 1 article"));
    env.run(["why", "blogs/a.txt", "ferry"])
        .is(0, &expected, "");
    env.write("blogs/b.txt", "A newer ferry.\n");
    let folder = |name| fs::canonicalize(env.path(name)).expect("a folder");
    env.run(["why", "blogs/b.txt", "ferry"]).is(
        1,
        "old/b.txt is not in the index: it was not in the corpus when that was built\n",
        &format!(
            "hint: tolmach index news={} old={} --index index\n",
            folder("news").display(),
            folder("blogs").display()
        ),
    );
}

#[test]
fn after_an_update_the_article_is_told_as_it_is_now() {
    let env = river();
    env.write("corpus/en/mill.txt", "The harbour has a lighthouse.\n");
    env.run(["index"]).exits(0);
    env.run(["why", "en/mill.txt", "mill"]).exits(1);
    env.run(["why", "en/mill.txt", "lighthouse"]).exits(0);
    fs::rename(
        env.path("corpus/en/mill.txt"),
        env.path("corpus/en/zoo.txt"),
    )
    .expect("the file moves");
    env.run(["index"]).exits(0);
    env.run(["why", "en/zoo.txt", "lighthouse"]).exits(0);
    env.run(["why", "en/bridge.txt", "bridge"]).exits(0);
}

#[test]
fn a_phrase_that_stands_in_it_with_a_synonym_does_not_shut_it_out() {
    let env = river();
    env.write("synonyms", "burned down => went up in flames, fell\n");
    let synonyms = ["--synonyms", "synonyms"];
    env.write(
        "corpus/en/barn.txt",
        "The barn went up in flames at night.\n",
    );
    env.run(["index"]).exits(0);
    env.run(
        [
            &["why", "en/barn.txt", "\"barn burned down\""][..],
            &synonyms,
        ]
        .concat(),
    )
    .exits(0);
    env.run(
        [
            &["why", "en/mill.txt", "\"barn burned down\""][..],
            &synonyms,
        ]
        .concat(),
    )
    .exits(1);
    let json = [
        "--format=json",
        "--",
        "en/barn.txt",
        "barn -\"burned down\"",
    ];
    let shut_out = env
        .run([&["why"][..], &synonyms, &json].concat())
        .exits(1)
        .json();
    let by = serde_json::json!([{"barrier": "excluded", "text": "burned down"}]);
    assert_eq!(shut_out[0]["by"], by);
}

#[test]
fn a_file_that_changed_or_went_since_is_told() {
    let env = river();
    env.write("corpus/en/mill.txt", "The mill is no more.\n");
    fs::remove_file(env.path("corpus/en/ferry.txt")).expect("the file goes");
    env.script("touch -d 2001-02-03 corpus/de/brücke.txt")
        .exits(0);
    let touched = env.run(["why", "de/brücke.txt", "Brücken"]);
    assert!(!touched.exits(0).stdout.contains("since it was indexed"));
    env.run(["why", "en/mill.txt", "harbour"]).is(
        1,
        "
en/mill.txt is no hit: it has no word of the query
its file has changed since it was indexed

passages        1 in en English
scores weighed  en not searched

words in line 1:
  harbour  harbour  in no passage of en
",
        &hint(&env),
    );
    env.run(["why", "en/ferry.txt", "harbour"]).is(
        1,
        "
en/ferry.txt is no hit: it has no word of the query
its file is not in the corpus any more

passages        1 in en English
scores weighed  en not searched

words in line 1:
  harbour  harbour  in no passage of en
",
        &hint(&env),
    );
}

#[test]
fn an_unknown_article_is_an_error_and_the_closest_are_named() {
    let env = river();
    env.run(["why", "ferry.txt", "river"]).is(
        2,
        "",
        "
tolmach: no article `ferry.txt` in the index at `index`

hint: like it: en/ferry.txt
",
    );
    env.run(["why", "de/bruecke.txt", "river"]).is(
        2,
        "",
        "
tolmach: no article `de/bruecke.txt` in the index at `index`

hint: like it: de/brücke.txt
",
    );
    env.run(["why", "nothing/of/the/kind", "river"]).is(
        2,
        "",
        "
tolmach: no article `nothing/of/the/kind` in the index at `index`

hint: name a path as the hits of `tolmach search` show it
",
    );
    env.run(["why", "../corpus", "river"]).is(
        2,
        "",
        "
tolmach: no article `../corpus` in the index at `index`

hint: name a path as the hits of `tolmach search` show it
",
    );
}

#[test]
fn every_spelling_of_its_path_is_the_article() {
    let env = river();
    let expected = env
        .run(["why", "en/mill.txt", "mill"])
        .exits(0)
        .stdout
        .clone();
    let absolute = env.path("corpus/en/mill.txt").display().to_string();
    for spelled in [
        "./en/mill.txt",
        "en/mill.txt:1",
        "corpus/en/mill.txt",
        "./corpus/../corpus/en/mill.txt",
        &absolute,
        &format!("{absolute}:12"),
    ] {
        env.run(["why", spelled, "mill"]).is(0, &expected, "");
    }
}

#[test]
fn it_is_json_too() {
    let env = river();
    env.run(["why", "en/mill.txt", "old mill", "--format", "json"])
        .without_scores()
        .is(0, r#"
{"version":1,"query":"old mill","article":"en/mill.txt","title":null,"verdict":"hit","rank":1,"passage_rank":1,"of_articles":3,"of_passages":3,"since":null,"phrases_relaxed":false,"query_languages":[{"language":"en","weight":1.0}],"passages":[{"line":1,"language":"en"}],"nearest":{"line":1,"language":"en","words":[{"word":"old","term":"old","passages":2.0,"here":[],"elsewhere":null,"alike_here":[],"alike":[]},{"word":"mill","term":"mill","passages":1.0,"here":[{"term":"mill","reason":"exact","match":"exact","weight":1.0,"frequency":1,"passages":1.0}],"elsewhere":null,"alike_here":[],"alike":[]}]},"own":{"rank":1,"article":"en/mill.txt","line":1,"language":"en","match":"exact","explanation":{"score":#,"language_weight":1.0,"words":[{"word":"old","contribution":0.0,"frequency":0.0,"passages":2.0,"idf":#,"weight":1.0,"variants":[]},{"word":"mill","contribution":#,"frequency":1.0,"passages":1.0,"idf":#,"weight":1.0,"variants":[{"term":"mill","reason":"exact","match":"exact","weight":1.0,"frequency":1,"passages":1.0}]}],"features":[{"name":"4-grams","contribution":#},{"name":"exact words","contribution":#},{"name":"neighbouring words","contribution":0.0},{"name":"densest window","contribution":#},{"name":"title","contribution":0.0},{"name":"lead","contribution":0.0}]}},"above":null,"first":null}
"#, "");
    env.run(["why", "--format=json", "--", "en/mill.txt", "mills -burn"])
        .is(1, r#"
{"version":1,"query":"mills -burn","article":"en/mill.txt","title":null,"verdict":"shut_out","by":[{"barrier":"excluded","text":"burn"}],"since":null,"phrases_relaxed":false,"query_languages":[{"language":"en","weight":1.0}],"passages":[{"line":1,"language":"en"}],"nearest":{"line":1,"language":"en","words":[{"word":"mills","term":"mills","passages":1.0,"here":[{"term":"mill","reason":"stem","match":"form","weight":1.0,"frequency":1,"passages":1.0}],"elsewhere":null,"alike_here":[],"alike":[]}]},"own":null,"above":null,"first":null}
"#, "");
    env.run(["why", "empty.txt", "mill", "--format", "json"])
        .is(1, r#"
{"version":1,"query":"mill","article":"empty.txt","title":null,"verdict":"not_indexed","reason":"empty","since":null,"phrases_relaxed":false,"query_languages":[{"language":"en","weight":1.0}],"passages":[],"nearest":null,"own":null,"above":null,"first":null}
"#, "");
}

#[test]
fn the_rank_is_that_of_the_search() {
    let env = river();
    let mut hits = 0;
    for query in [
        &["old bridge over the river"][..],
        &["\"over the river\" mill"],
        &["river -snow"],
        &["river evening", "--all"],
        &["Fluss river мосты"],
        &["Fluss river мосты", "--lang", "ru,de"],
        &["ferr* Brück~ =river"],
    ] {
        let search = ["search", "--format", "trec", "-n", "100"];
        let run = env.run([&search[..], query].concat()).stdout;
        for (article, _) in &RIVER {
            let line = run.lines().find(|line| line.contains(article));
            let rank = line.and_then(|line| line.split(' ').nth(3));
            let why = env.run([&["why", "--format", "json", article], query].concat());
            why.exits(i32::from(rank.is_none()));
            let told = why.json()[0]["rank"].as_u64().map(|rank| rank.to_string());
            assert_eq!(told.as_deref(), rank, "{query:?} {article}");
            hits += usize::from(rank.is_some());
        }
    }
    assert!(hits > 20, "{hits}");
}

#[test]
fn a_language_that_the_query_is_hardly_in_is_told() {
    let env = TestEnv::new().indexed();
    tells(
        env.run(["why", "tr.txt", "Kim Jong-un und der Präsident"]),
        0,
        "
tr.txt is a hit: 6 of 6 articles, its best passage 6 of 6

passages        1 in tr Turkish
scores weighed  de 1.00, en 0.92, es 0.92, fr 0.92, it 0.92, tr 0.92

words in line 1:
  Kim        kim        kim 1× (as typed, weight 1.00, in 1)
  Jong       jong       jong 1× (as typed, weight 1.00, in 1)
  un         un         un 1× (as typed, weight 1.00, in 1)
  und        und        in no passage of tr; the passage has Un'un (un)
  der        der        in no passage of tr
  Präsident  präsident  in no passage of tr

   6. tr.txt:1  tr
   5. es.txt:1  es
   1. de.txt:1  de

                                    6.         5.         1.
Kim                             #     #     #
Jong                            #     #     #
un                              #     #     #
und                             #     #     #
der                             #     #     #
Präsident                       #     #     #
",
    );
}

#[test]
fn phrases_that_stand_nowhere_are_relaxed_here_as_in_a_search() {
    let env = river();
    tells(
        env.run(["why", "en/mill.txt", "\"river mill\""]),
        0,
        "
en/mill.txt is a hit, but a guess: 1 of 3 articles, its best passage 1 of 3
no passage has its phrases as the query asks for them; their words were looked for one by one

passages        1 in en English
scores weighed  en 1.00

words in line 1:
  river  river  river 1× (as typed, weight 1.00, in 3)
  mill   mill   mill 1× (as typed, weight 1.00, in 1)

   1. en/mill.txt:1  en

                                    1.
river                           #
mill                            #
",
    );
}

#[test]
fn a_passage_in_another_language_than_its_article_is_told_apart() {
    let env = TestEnv::with_corpus(&[(
        "mixed.txt",
        &format!(
            "{}\n\n{}",
            "The old bridge over the river was closed because of the flood and the snow in the hills. ".repeat(8),
            "Die alte Brücke über den Fluss war wegen des Hochwassers und des Schnees lange gesperrt. ".repeat(8),
        ),
    )])
    .indexed();
    tells(
        env.run(["why", "mixed.txt", "bridge Hochwasser"]),
        0,
        "
mixed.txt is a hit: 1 of 1 article, its best passage 1 of 2

passages        1 in en English (line 1), 1 in de German (line 3)
scores weighed  de 1.00, en 1.00

words in line 3:
  bridge      bridge      not in this passage, in that of line 1
  Hochwasser  hochwasser  hochwassers 8× (same stem, weight 1.00, in 1)

   1. mixed.txt:3  de

                                    1.
bridge                          #
Hochwasser                      #
",
    );
}

#[test]
fn an_article_that_too_many_outdo_is_no_hit_and_its_place_is_told() {
    let env = TestEnv::empty();
    for number in 0..250 {
        env.write(
            &format!("corpus/{number:03}.txt"),
            format!("The bridge and the other bridge: a bridge by the bridge {number:03}.\n"),
        );
    }
    env.write(
        "corpus/last.txt",
        "Somewhere behind the hills and the woods that nobody knows there was a bridge too.\n",
    );
    env.run(["index"]).exits(0);
    tells(
        env.run(["why", "last.txt", "bridge"]),
        1,
        "
last.txt is no hit: by its words its best passage is 251 of 251, and the first 200 are read again; read with them, it makes its article 201

passages        1 in en English
scores weighed  en 1.00

words in line 1:
  bridge  bridge  bridge 1× (as typed, weight 1.00, in 251)

 201. last.txt:1  en
 200. 199.txt:1  en
   1. 000.txt:1  en

                                  201.       200.         1.
bridge                          #     #     #
",
    );
    tells(
        env.run(["why", "150.txt", "bridge"]),
        0,
        "
150.txt is a hit: 151 of 251 articles, its best passage 151 of 251; search prints it with -n 151

passages        1 in en English
scores weighed  en 1.00

words in line 1:
  bridge  bridge  bridge 4× (as typed, weight 1.00, in 251)

 151. 150.txt:1  en
 150. 149.txt:1  en
   1. 000.txt:1  en

                                  151.       150.         1.
bridge                          #     #     #
",
    );
}
