//! How well judged questions are answered: figures, runs, comparisons and floors.

use std::fs;

use crate::env::TestEnv;

const RIVER: [(&str, &str); 5] = [
    (
        "de/brücke am see.txt",
        "Die Brücke über den Fluss war wegen des Hochwassers und des Schnees lange gesperrt.\n",
    ),
    (
        "de/mühle.txt",
        "Die Mühle am Fluss brannte am Abend ab, und niemand wurde dabei verletzt.\n",
    ),
    (
        "en/bridge.txt",
        "The bridge over the river was closed because of the flood and the snow.\n",
    ),
    (
        "en/mill.txt",
        "The mill by the river burned down in the evening and nobody was hurt at all.\n",
    ),
    (
        "en/school.txt",
        "The teachers of the school wrote a letter to the mayor about the winter.\n",
    ),
];

/// Of the German question the first article is relevant, of the English ones the first, the second and none.
const TOPICS: &str = "d 1\tDie Brücke über den Fluss
e1\tthe mill by the river
e2\tthe flood at the bridge of the river
e3\ta letter to teachers
";
const QRELS: &str = "d\\x201 0 de/brücke\\x20am\\x20see.txt 1
e1 0 en/mill.txt 1
e2 0 en/mill.txt 2
e3 0 en/bridge.txt 1
e3 0 en/school.txt 0
";

const FIGURES: &str = "
language                 questions    RR@10  nDCG@10    R@100
de German                        1   1.0000   1.0000   1.0000
en English                       3   0.5000   0.5436   0.6667
all                              4   0.6250   0.6577   0.7500
";

const TIME: &str = "4 questions; mean time # ms\n";

const EVAL: [&str; 5] = ["eval", "--topics", "topics.tsv", "--qrels", "qrels.txt"];

fn river() -> TestEnv {
    let env = TestEnv::with_corpus(&RIVER);
    env.write("topics.tsv", TOPICS);
    env.write("qrels.txt", QRELS);
    env.indexed()
}

/// `eval` of the topics and qrels with these further arguments.
fn with<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&EVAL[..], arguments].concat()
}

#[test]
fn figures_are_told_for_each_language_and_for_all() {
    let env = river();
    env.run(EVAL).is(0, FIGURES, TIME);
}

#[test]
fn figures_are_json_too() {
    let env = river();
    env.write("topics.tsv", TOPICS.split_once("e2").expect("two topics").0);
    env.write("former.run", "e1 Q0 en/mill.txt 1 2.0 x\n");
    env.run(with(&["--format", "json"])).is(
        0,
        "
{\"version\":1,\"language\":\"de\",\"questions\":1,\"measures\":{\"RR@10\":1.0,\"nDCG@10\":1.0,\"R@100\":1.0}}
{\"version\":1,\"language\":\"en\",\"questions\":1,\"measures\":{\"RR@10\":1.0,\"nDCG@10\":1.0,\"R@100\":1.0}}
{\"version\":1,\"language\":\"all\",\"questions\":2,\"measures\":{\"RR@10\":1.0,\"nDCG@10\":1.0,\"R@100\":1.0}}
",
        "2 topics in the qrels only, left out: e2, e3\n2 questions; mean time # ms\n",
    );
    env.write(
        "qrels.txt",
        "e1 0 en/bridge.txt 1\nd\\x201 0 de/mühle.txt 1\n",
    );
    env.write("former.run", "e1 Q0 en/bridge.txt 1 2.0 x\n");
    let outcome = env.run(with(&[
        "--format=json",
        "--lang=en",
        "--compare=former.run",
    ]));
    let lines = outcome.exits(0).json();
    assert_eq!(
        lines.last().expect("a line")["worst"],
        serde_json::json!([{
            "query_id": "e1",
            "query": "the mill by the river",
            "language": "en",
            "former": {"RR@10": 1.0, "nDCG@10": 1.0, "R@100": 1.0},
            "now": {"RR@10": 0.5, "nDCG@10": 1.0 / 3_f64.log2(), "R@100": 1.0},
        }])
    );
    assert_eq!(
        lines.last().expect("a line")["changes"][0],
        serde_json::json!({"measure": "RR@10", "former": 0.5, "won": 0, "lost": 1, "equal": 1})
    );
}

#[test]
fn topics_and_qrels_are_read_in_the_forms_they_come_in() {
    let env = river();
    env.write(
        "topics.tsv",
        "\u{FEFF}<top>\r\n<num> Number: d\\x201\r\n<title> Die Brücke über den Fluss\r\n</top>\r\n\
         <top>\n<num>e1</num>\n<title>the mill by\nthe river</title>\n</top>\n\
         <top>\n<num> e2\n<title> the flood at the bridge of the river\n<desc> of no use\n</top>\n\
         <top>\n<num> e3\n<title> a letter to teachers\n</top>\n",
    );
    let mut lines: Vec<&str> = QRELS.lines().collect();
    lines.reverse();
    env.write(
        "qrels.txt",
        format!("\u{FEFF}\r\n{}\r\n", lines.join("\r\n")).replace(' ', "\t"),
    );
    env.run(EVAL).is(0, FIGURES, TIME);
    let standard_input = ["eval", "--topics=-", "--qrels=qrels.txt"];
    env.run_with_input(standard_input, TOPICS)
        .is(0, FIGURES, TIME);
}

#[test]
fn the_language_that_a_topic_tells_is_the_one_it_counts_for() {
    let env = river();
    env.write("topics.tsv", "d 1\tFluss\tde\ne1\tmill\tsv\ne2\tvolcano\n");
    env.run(EVAL).is(
        0,
        "
language                 questions    RR@10  nDCG@10    R@100
und other                        1   0.0000   0.0000   0.0000
de German                        1   0.5000   0.6309   1.0000
sv Swedish                       1   1.0000   1.0000   1.0000
all                              3   0.5000   0.5436   0.6667
",
        "1 topic in the qrels only, left out: e3\n3 questions; mean time # ms\n",
    );
}

#[test]
fn a_run_is_written_as_a_search_prints_it() {
    let env = river();
    env.run(with(&["--run", "now.run"])).is(0, FIGURES, TIME);
    let search = [
        "search",
        "--queries=topics.tsv",
        "--format=trec",
        "-n",
        "100",
    ];
    let run = fs::read_to_string(env.path("now.run")).expect("a run");
    env.run(search).is(0, &run, "");
    assert!(
        run.starts_with("d\\x201 Q0 de/brücke\\x20am\\x20see.txt 1 "),
        "{run}"
    );
    // it is the one that it is compared with before it is replaced
    env.run(with(&["--run", "now.run", "--compare", "now.run"]))
        .is(
            0,
            &format!(
                "{}
compared                   measure   former      now   change    won   lost  equal
all                          RR@10   0.6250   0.6250  +0.0000      0      0      4
all                        nDCG@10   0.6577   0.6577  +0.0000      0      0      4
all                          R@100   0.7500   0.7500  +0.0000      0      0      4
",
                FIGURES.trim_start()
            ),
            TIME,
        );
}

#[test]
fn a_comparison_shows_what_changed_and_the_questions_that_lost_most() {
    let env = river();
    env.write(
        "former.run",
        "e1 Q0 en/school.txt 1 2.5 x\ne1 Q0 en/mill.txt 2 2.25 x\ne2 Q0 en/mill.txt 1 1 x\ne3 Q0 en/mill.txt 1 4 x\n\
         e3 Q0 en/school.txt 2 3 x\ne3 Q0 en/bridge.txt 3 2 x\n",
    );
    env.run(with(&["--compare", "former.run"])).is(
        0,
        &format!(
            "{}
compared                   measure   former      now   change    won   lost  equal
de German                    RR@10   0.0000   1.0000  +1.0000      1      0      0
de German                  nDCG@10   0.0000   1.0000  +1.0000      1      0      0
de German                    R@100   0.0000   1.0000  +1.0000      1      0      0
en English                   RR@10   0.6111   0.5000  -0.1111      1      2      0
en English                 nDCG@10   0.7103   0.5436  -0.1667      1      2      0
en English                   R@100   1.0000   0.6667  -0.3333      0      1      2
all                          RR@10   0.4583   0.6250  +0.1667      2      2      0
all                        nDCG@10   0.5327   0.6577  +0.1250      2      2      0
all                          R@100   0.7500   0.7500  +0.0000      1      1      2

lost most by nDCG@10:
e3  0.5000 -> 0.0000  en  a letter to teachers
e2  1.0000 -> 0.6309  en  the flood at the bridge of the river
",
            FIGURES.trim_start()
        ),
        TIME,
    );
}

#[test]
fn a_figure_below_its_floor_is_told_and_is_exit_code_1() {
    let env = river();
    env.run(with(&["--floor", "RR@10=0.625,ndcg@10=0.5"]))
        .is(0, FIGURES, TIME);
    env.run(with(&["--floor", "RR@10=0.626,R@100=0.75"])).is(
        1,
        FIGURES,
        &format!("{TIME}all RR@10: 0.6250 is below the floor 0.626\n"),
    );
    env.write(
        "floors.tsv",
        "# language, measure, floor\nde RR@10 1\r\nen\tnDCG@10\t0.6\nru R@100 0\nall R@100 0.7501\n",
    );
    env.run(with(&["--floors", "floors.tsv", "--floor=RR@10=1"]))
        .is(
            1,
            FIGURES,
            &format!(
                "{TIME}all RR@10: 0.6250 is below the floor 1
en nDCG@10: 0.5436 is below the floor 0.6
ru R@100: no question in this language, the floor is 0
all R@100: 0.7500 is below the floor 0.7501
"
            ),
        );
}

#[test]
fn a_figure_below_its_floor_is_told_where_the_table_cannot_be_written() {
    let env = river();
    let eval = "\"$TOLMACH\" eval --topics topics.tsv --qrels qrels.txt >/dev/full --floor";
    let fallen = format!("{TIME}all RR@10: 0.6250 is below the floor 1\n");
    env.script(&format!("{eval} RR@10=1")).is(1, "", &fallen);
    let full = format!(
        "{TIME}tolmach: cannot write to standard output: No space left on device (os error 28)\n"
    );
    env.script(&format!("{eval} RR@10=0")).is(2, "", &full);
}

#[test]
fn floors_are_kept_for_the_next_time_unless_a_figure_is_below_one() {
    let env = river();
    let kept = "de\tRR@10\t1.0000\nde\tnDCG@10\t1.0000\nde\tR@100\t1.0000\n\
                en\tRR@10\t0.5000\nen\tnDCG@10\t0.5436\nen\tR@100\t0.6666\n\
                all\tRR@10\t0.6250\nall\tnDCG@10\t0.6577\nall\tR@100\t0.7500\n";
    let read = || fs::read_to_string(env.path("floors.tsv")).expect("floors");
    env.run(with(&["--write-floors", "floors.tsv"]))
        .is(0, FIGURES, TIME);
    assert_eq!(read(), kept);
    let rebuilt = [
        "--floors",
        "floors.tsv",
        "--write-floors",
        "floors.tsv",
        "--run",
        "now.run",
    ];
    env.run(with(&rebuilt)).is(0, FIGURES, TIME);
    assert_eq!(read(), kept);
    // a rebuild that has lost an article
    fs::remove_file(env.path("corpus/en/mill.txt")).expect("it was there");
    env.run(["index"]).exits(0);
    let outcome = env.run(with(&rebuilt));
    assert_eq!(
        outcome.exits(1).stderr,
        format!(
            "{TIME}en RR@10: 0.0000 is below the floor 0.5
en nDCG@10: 0.0000 is below the floor 0.5436
en R@100: 0.0000 is below the floor 0.6666
all RR@10: 0.2500 is below the floor 0.625
all nDCG@10: 0.2500 is below the floor 0.6577
all R@100: 0.2500 is below the floor 0.75
"
        )
    );
    assert_eq!(read(), kept);
    // the run is for finding out why
    let run = fs::read_to_string(env.path("now.run")).expect("a run");
    assert!(
        run.contains("e1 Q0 en/") && !run.contains("en/mill.txt"),
        "{run}"
    );
}

#[test]
fn topics_without_counterpart_are_told_and_left_out() {
    let env = river();
    env.write(
        "topics.tsv",
        format!("{TOPICS}x1\tthe mill\nx2\tthe bridge\ne4\t?!\n"),
    );
    env.write(
        "qrels.txt",
        format!("{QRELS}x1 0 en/mill.txt 0\ne4 0 en/mill.txt 1\ny1 0 en/mill.txt 1\n"),
    );
    env.run(EVAL).is(
        0,
        "
language                 questions    RR@10  nDCG@10    R@100
und other                        1   0.0000   0.0000   0.0000
de German                        1   1.0000   1.0000   1.0000
en English                       3   0.5000   0.5436   0.6667
all                              5   0.5000   0.5262   0.6000
",
        "2 topics without a relevant article in the qrels, left out: x1, x2
1 topic in the qrels only, left out: y1
query e4: the query `?!` has no word to search for
7 questions; mean time # ms
",
    );
}

#[test]
fn paths_that_no_article_has_are_suspected_when_nothing_relevant_is_found() {
    let env = river();
    env.write("topics.tsv", "e1\tthe mill by the river\n");
    env.write("qrels.txt", "e1 0 mill 1\n");
    let outcome = env.run(EVAL);
    assert_eq!(
        outcome.exits(0).stderr,
        "1 question; mean time # ms\n\
         no relevant article was found; the qrels must name them by paths as the index has them, such as en/mill.txt\n"
    );
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_line() {
    let env = river();
    for (file, content, said) in [
        (
            "topics.tsv",
            "e1\tmill\ne1\tbridge\n",
            "topics.tsv:2: topic e1 is there already\n",
        ),
        (
            "topics.tsv",
            "<top>\n<num> 1\n</top>\n",
            "topics.tsv:1: this topic has no <title>\n",
        ),
        ("topics.tsv", "\u{FEFF}\r\n", "`topics.tsv` is empty\n"),
        (
            "topics.tsv",
            "other\tmill\n",
            "no topic of `topics.tsv` has a relevant article in `qrels.txt`\n\n\
             hint: a topic is `id<TAB>text`, and a line of the qrels `id 0 ARTICLE GRADE` with the same id\n",
        ),
        (
            "qrels.txt",
            "e1 0 a.txt 1\r\ne1 0 a b.txt 1\r\n",
            "qrels.txt:2: a line is `id 0 ARTICLE GRADE`, this one has 5 columns\n",
        ),
        (
            "qrels.txt",
            "e1 0 a.txt x\n",
            "qrels.txt:1: the grade `x` is no whole number\n",
        ),
        (
            "qrels.txt",
            "e1 0 a 1\ne1 0 a 1\n",
            "qrels.txt:2: `a` is judged for e1 already\n",
        ),
        ("qrels.txt", "", "`qrels.txt` is empty\n"),
        (
            "former.run",
            "e1 Q0 a 1 2 x\ne1 Q0 a 2\n",
            "former.run:2: a line is `id Q0 ARTICLE RANK SCORE TAG`, this one has 4 columns\n",
        ),
        (
            "former.run",
            "z Q0 a 1 2 x\n",
            "`former.run` is a run of other topics\n\nhint: make a run of these topics: tolmach eval … --run FILE\n",
        ),
        (
            "floors.tsv",
            "xx RR@10 0.5\n",
            "floors.tsv:1: unknown language `xx`\n",
        ),
    ] {
        let right = [
            ("topics.tsv", TOPICS),
            ("qrels.txt", QRELS),
            ("former.run", "e1 Q0 a 1 2 x\n"),
            ("floors.tsv", "all RR@10 0\n"),
        ];
        for (file, content) in right {
            env.write(file, content);
        }
        env.write(file, content);
        env.run(with(&[
            "--compare=former.run",
            "--floors=floors.tsv",
            "--run=now.run",
        ]))
        .is(2, "", &format!("tolmach: {said}"));
        assert!(!env.path("now.run").exists(), "{file}: {content}");
    }
}

#[test]
fn what_is_not_there_is_an_error() {
    let env = river();
    let not_there = "No such file or directory (os error 2)\n";
    env.run(["eval", "--topics", "topics.tsv", "--qrels", "nowhere"])
        .is(
            2,
            "",
            &format!("tolmach: cannot read qrels from `nowhere`: {not_there}"),
        );
    env.run(with(&["--compare", "nowhere"])).is(
        2,
        "",
        &format!("tolmach: cannot read a run from `nowhere`: {not_there}"),
    );
    env.run(with(&["--run", "no/where"])).is(
        2,
        FIGURES,
        &format!("{TIME}tolmach: cannot write the run to `no/where`: {not_there}"),
    );
    // it is a check of an index, so it makes none
    env.run(with(&["--index", "other"])).is(
        2,
        "",
        &format!(
            "tolmach: no index at `{}`\n\nhint: tolmach index CORPUS --index other\n",
            env.path("other").display()
        ),
    );
    for (floor, said) in [
        ("RR@10", "a floor is MEASURE=VALUE"),
        (
            "MAP=0.5",
            "unknown measure `MAP`, known are RR@10, nDCG@10, R@100",
        ),
        ("RR@10=85", "a floor is a number from 0 to 1"),
    ] {
        let outcome = env.run(with(&["--floor", floor]));
        let said = format!(
            "tolmach: `{floor}` is no value for `--floor <MEASURE=VALUE>`: {said}\n\n\
             hint: tolmach eval --help\n"
        );
        outcome.is(2, "", &said);
    }
}
