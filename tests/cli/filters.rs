//! What must be known of articles, and how many passages and copies of them are shown.

use crate::env::TestEnv;

const REPORT: &str = "Fire at the old mill
The old mill by the river burned down on Monday evening after a storm had cut the power lines of the whole quarter.
Nobody was hurt, said the chief of the fire brigade, which came late because the only bridge had been closed since March.
The mayor promised that the mill would be built again, as it had been for two hundred years, with the help of the county.
";

/// Reports that are copies of one, and others, with their dates in the names of their files.
fn reports() -> TestEnv {
    let cut: Vec<&str> = REPORT.lines().take(3).collect();
    let cut = cut.join(
        "
",
    );
    let headed = REPORT.replace("Fire at the old mill", "Mill burns down");
    let harbour = "The mill at the harbour was sold on Friday. ".repeat(40);
    let harbour = format!(
        "{harbour}\n\nThe mill was too dear, said the council, which looks for another one now.\n"
    );
    TestEnv::with_corpus(&[
        ("bote/2024-05-03.txt", REPORT),
        ("kurier/2024-05-01.txt", &cut),
        ("kurier/2024-05-02.txt", REPORT),
        ("zeitung/2024-05-04.txt", &headed),
        ("zeitung/2024-06-01.txt", &harbour),
    ])
    .indexed()
}

fn articles(env: &TestEnv, arguments: &[&str]) -> Vec<String> {
    let hits = env.hits(arguments);
    let name = |hit: &serde_json::Value| hit["article"].as_str().expect("a name").to_owned();
    hits.iter().map(name).collect()
}

#[test]
fn as_text_copies_and_passages_of_an_article_stand_under_the_best() {
    let env = reports();
    let text = env.run(["search", "mill", "--sort", "date", "--expand"]);
    let lines: Vec<&str> = text.exits(0).stdout.lines().collect();
    let besides: Vec<&&str> = lines
        .iter()
        .filter(|line| {
            line.contains("cop")
                || line.contains("more")
                || line.contains("same text")
                || line.starts_with("      ")
        })
        .collect();
    assert_eq!(
        besides,
        [
            &"    2 near copies; first seen 2024-05-01",
            &"      bote/2024-05-03.txt  2024-05-03",
            &"      zeitung/2024-05-04.txt  2024-05-04",
            &"    1 more passage",
        ],
        "{text}"
    );
    let one = env.run(["search", "fire old promised"]);
    assert!(
        one.exits(0)
            .stdout
            .contains("    the same text: kurier/2024-05-02.txt\n"),
        "{one}"
    );
    let all = env.run(["search", "mill", "--no-group", "--per-article", "all"]);
    let numbered = all.exits(0).stdout.lines().filter(|line| {
        line.trim_start().starts_with(|c: char| c.is_ascii_digit()) && line.contains(". ")
    });
    assert_eq!(numbered.count(), 5, "{all}");
}

#[test]
fn machine_formats_have_all_unless_they_are_asked_not_to() {
    let env = reports();
    let all = articles(&env, &["mill", "-n", "50"]);
    assert_eq!(all.len(), 5);
    assert!(!all.contains(&"kurier/2024-05-02.txt".to_owned()));
    assert_eq!(articles(&env, &["mill", "--per-article", "1"]).len(), 4);
    assert_eq!(
        articles(&env, &["mill", "--per-article", "1", "--group"]).len(),
        2
    );
    let run = env.run(["search", "mill", "--format", "trec"]);
    assert_eq!(
        run.exits(0).stdout.lines().count(),
        5,
        "a run names each path: {run}"
    );
    let hits = env.hits(["fire old promised", "--group"]);
    let hit = hits
        .iter()
        .find(|hit| hit["article"] == "bote/2024-05-03.txt");
    let hit = hit.expect("the report");
    assert_eq!(
        hit["paths"],
        serde_json::json!(["bote/2024-05-03.txt", "kurier/2024-05-02.txt"])
    );
    assert_eq!(
        hit["group"],
        serde_json::json!({"articles": 3, "sources": [], "first_seen": "2024-05-01"})
    );
    assert_eq!(
        (&hit["date"], &hit["date_from"]),
        (&"2024-05-03".into(), &"file-name".into())
    );
}

#[test]
fn an_update_has_the_groups_of_a_rebuild() {
    let env = reports();
    env.write(
        "corpus/agency/2024-04-30.txt",
        REPORT.replace("Monday", "Tuesday"),
    );
    std::fs::remove_file(env.path("corpus/bote/2024-05-03.txt")).expect("removed");
    env.run(["index"]).exits(0);
    let asked = ["search", "mill", "--format", "json", "--expand", "-n", "50"];
    let updated = env.run(asked).exits(0).stdout.clone();
    env.run(["index", "--rebuild"]).exits(0);
    assert_eq!(env.run(asked).exits(0).stdout, updated);
    assert!(
        updated.contains("\"first_seen\":\"2024-04-30\""),
        "{updated}"
    );
}

#[test]
fn filters_narrow_a_search() {
    let env = reports();
    for (arguments, expected) in [
        (
            &["--since", "2024-05-04"][..],
            "zeitung/2024-05-04.txt zeitung/2024-06-01.txt",
        ),
        (&["--until", "2024-05-01"], "kurier/2024-05-01.txt"),
        (
            &["--since=2024-05", "--until=2024-05", "--path", "zeitung/"],
            "zeitung/2024-05-04.txt",
        ),
        (
            &["--path", "kurier/*"],
            "kurier/2024-05-01.txt kurier/2024-05-02.txt",
        ),
        (
            &["--has", "date", "--path=2024-06*"],
            "zeitung/2024-06-01.txt",
        ),
        (&["--has", "source"], ""),
        (&["--since", "1d"], ""),
    ] {
        let asked: Vec<&str> = ["mill", "--per-article=1", "-n50"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let mut found = articles(&env, &asked);
        found.sort();
        assert_eq!(found.join(" "), expected, "{arguments:?}");
    }
    let newest = articles(&env, &["mill", "--sort", "-date", "--per-article=1"]);
    assert_eq!(newest[0], "zeitung/2024-06-01.txt");
    assert!(
        newest.is_sorted_by(|one, other| one.rsplit('/').next() >= other.rsplit('/').next()),
        "{newest:?}"
    );
    let nothing = env.run(["search", "mill", "--source", "nobody"]);
    let left_out = "--source leaves out all 4 articles that match without it\n";
    let told = format!("{left_out}0 passages in 0 articles match, # ms\n");
    nothing.is(1, "", &told);
}

#[test]
fn what_is_no_date_and_no_pattern_is_an_error_of_use() {
    let env = reports();
    for arguments in [
        &["--since", "yesterday-ish"][..],
        &["--until", "2024-13"],
        &["--path", "news/["],
        &["--per-article", "0"],
        &["--group", "--no-group"],
        &["--has", "money"],
    ] {
        env.run(["search", "mill"].iter().chain(arguments)).exits(2);
    }
}
