//! What is known of an article, and who says so: as the corpus says it, corrected, or found in its text and path.

use crate::env::TestEnv;

const TEXT: &str =
    "The harbour was closed on Monday because of the storm, the police said in the evening.\n";

/// What JSON says of the only article of a corpus that has a file with this content.
fn told(path: &str, content: &str, arguments: &[&str]) -> serde_json::Value {
    let env = TestEnv::empty();
    env.write(&format!("corpus/{path}"), content);
    env.run(["index"].iter().chain(arguments)).exits(0);
    let mut hits = env.hits(["harbour"]);
    assert_eq!(hits.len(), 1, "{path}");
    hits.remove(0)
}

#[test]
fn each_date_says_where_it_comes_from() {
    let headed = |line: &str| format!("A storm\n{line}\n{TEXT}");
    let page = format!(
        "<html lang=en><head><title>A storm</title><meta property='article:published_time' content='2024-06-19T08:30:00+02:00'></head>\
        <body><article><h1>A storm</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    );
    let record = |date: &str| {
        format!(
            "{{\"title\": \"A storm\", \"date\": \"{date}\", \"text\": \"{}\"}}\n",
            TEXT.trim()
        )
    };
    for (path, content, expected) in [
        ("2024-06-19.txt", headed(""), ("2024-06-19", "file-name")),
        ("2024/06/19/a.txt", headed(""), ("2024-06-19", "path")),
        ("2024/06/a.txt", headed(""), ("2024-06", "path")),
        (
            "a.txt",
            headed("(Updated on 19 June 2024)"),
            ("2024-06-19", "dateline"),
        ),
        (
            "2024/a.txt",
            headed("(Updated on 19 June, 08:30 GMT)"),
            ("2024-06-19T08:30Z", "dateline"),
        ),
        ("a.html", page, ("2024-06-19T08:30+02:00", "open-graph")),
        ("a.jsonl", record("2024-06-19"), ("2024-06-19", "field")),
        ("a.jsonl", record("June 19, 2024"), ("2024-06-19", "field")),
        (
            "2024-06-20.jsonl",
            record("2024-06"),
            ("2024-06-20", "file-name"),
        ),
    ] {
        let hit = told(path, &content, &[]);
        assert_eq!(
            (&hit["date"], &hit["date_from"]),
            (&expected.0.into(), &expected.1.into()),
            "{path}"
        );
    }
}

#[test]
fn what_is_not_certain_is_no_date() {
    for (path, line) in [
        ("2022/a.txt", ""),
        ("storm-2022.txt", ""),
        ("03-04-2024.txt", ""),
        ("20241319.txt", ""),
        ("a.txt", "(Updated on 26 April)"),
        ("a.txt", "Updated: 03/04/2024"),
        ("a.txt", "On 19 June 2024 the storm came."),
        (
            "a.txt",
            "The storm of 19 June 2024 was the worst in years, as everybody said.",
        ),
    ] {
        let hit = told(path, &format!("A storm\n{line}\n{TEXT}"), &[]);
        assert_eq!(
            (&hit["date"], &hit["date_from"]),
            (&().into(), &().into()),
            "{path} {line}"
        );
    }
    let hit = told("a.txt", TEXT, &["--date-from", "mtime"]);
    assert_eq!(hit["date_from"], "file-time");
}

#[test]
fn a_correction_is_told_as_one() {
    let env = TestEnv::empty();
    env.write("corpus/2024-06-19.txt", format!("A storm\n{TEXT}"));
    let says = "['*.txt']\ndate = 1998-05\n";
    env.write("corpus/tolmach.toml", says);
    // a month alone is no date of TOML
    env.run(["index"]).exits(3);
    env.write(
        "corpus/tolmach.toml",
        "['*.txt']\ndate = '1998-05'\nsource = 'Post'\nauthor = 'J. Miller'\ntags = ['sea']\nurl = 'https://example.org'\n",
    );
    env.run(["index"]).exits(0);
    let hit = &env.hits(["harbour"])[0];
    let told: Vec<String> = [
        "date",
        "date_from",
        "source",
        "source_from",
        "author",
        "url",
    ]
    .iter()
    .map(|name| hit[name].as_str().unwrap_or("-").to_owned())
    .collect();
    assert_eq!(
        told,
        [
            "1998-05",
            "corrections",
            "Post",
            "corrections",
            "J. Miller",
            "https://example.org"
        ]
    );
    assert_eq!(hit["tags"][0], "sea");
    let outcome = env.run(["search", "harbour"]);
    assert!(
        outcome.stdout.contains("1998-05") && outcome.stdout.contains("Post"),
        "{}",
        outcome.stdout
    );
}
