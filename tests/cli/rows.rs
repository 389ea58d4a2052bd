//! `search --queries --per-query`: one row for each of many names.

use serde_json::Value;

use crate::env::TestEnv;

const NAMES: &str = "Kim Jong Un\nvolcano\n\nleaders\n";

fn env() -> TestEnv {
    TestEnv::with_corpus(&[
        (
            "2024-06-19/en.txt",
            "Leaders meet\nKim Jong Un and the president shook hands. The leaders signed a declaration.\n",
        ),
        (
            "2024-06-20/de.txt",
            "Treffen in Singapur\nKim Jong Un und der Präsident gaben sich vor den Kameras die Hand.\n",
        ),
    ])
    .indexed()
}

fn rows(env: &TestEnv, arguments: &[&str], names: &str) -> (String, String, Option<i32>) {
    let mut all = vec!["search", "--queries=-", "--per-query", "--marks=none"];
    all.extend(arguments);
    let run = env.run_with_input(all, names);
    (run.stdout.clone(), run.stderr.clone(), run.code)
}

#[test]
fn each_name_has_a_row_whether_it_is_found_or_not() {
    let env = env();
    let (table, notes, exit) = rows(&env, &[], NAMES);
    assert_eq!(
        table,
        "\
query_id\tquery\tpassages\tarticles\tmatch\tarticle\tline\tdate\tsource\tsnippet
1\tKim Jong Un\t2\t2\texact\t2024-06-20/de.txt\t2\t2024-06-20\t\tKim Jong Un und der Präsident gaben sich vor den Kameras die Hand.
2\tvolcano\t0\t0\t\t\t\t\t\t
4\tleaders\t1\t1\texact\t2024-06-19/en.txt\t2\t2024-06-19\t\tKim Jong Un and the president shook hands. The leaders signed a declaration.
"
    );
    assert_eq!((notes.as_str(), exit), ("", Some(0)));
}

#[test]
fn a_name_that_cannot_be_asked_has_an_empty_row_and_the_exit_code_says_so() {
    let env = env();
    let (table, notes, exit) = rows(
        &env,
        &["--format=csv"],
        "a\tvolcano\nb\t???\nc\tleaders, Kim\n",
    );
    let firsts: Vec<&str> = table.lines().collect();
    assert_eq!(firsts[1], "a,volcano,0,0,,,,,,");
    assert_eq!(firsts[2], "b,???,,,,,,,,");
    assert!(
        firsts[3].starts_with("c,\"leaders, Kim\",2,2,exact,2024-06-19/en.txt,2,"),
        "{table}"
    );
    assert!(notes.starts_with("query b: "), "{notes}");
    assert_eq!(exit, Some(2));
}

#[test]
fn each_language_of_a_name_has_a_row() {
    let env = env();
    let (table, _, exit) = rows(
        &env,
        &["--per-language=1", "--format=tsv"],
        "Kim\nvolcano\n",
    );
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|row| row.split('\t').take(7).collect())
        .collect();
    assert_eq!(rows[0][2], "language");
    let mut found: Vec<_> = rows[1..3]
        .iter()
        .map(|row| (row[1], row[2], row[3], row[6]))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("Kim", "de", "1", "2024-06-20/de.txt"),
            ("Kim", "en", "1", "2024-06-19/en.txt")
        ]
    );
    assert_eq!(rows[3], ["2", "volcano", "", "0", "0", "", ""]);
    assert_eq!(exit, Some(0));
}

#[test]
fn rows_are_objects_where_json_is_asked_for() {
    let env = env();
    let (lines, _, exit) = rows(&env, &["--format=json"], "Kim\nvolcano\n");
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["kind"], "row");
    assert_eq!(lines[0]["passages"], 2);
    assert_eq!(lines[0]["match"], "exact");
    assert_eq!(lines[1]["articles"], 0);
    assert_eq!(lines[1]["article"], Value::Null);
    assert_eq!(exit, Some(0));
}

#[test]
fn thousands_of_names_are_asked_in_one_run() {
    let env = env();
    let names: Vec<String> = (0..3000)
        .map(|number| format!("name{number}\tKim {number}\n"))
        .collect();
    let names = names.concat();
    let (table, notes, exit) = rows(&env, &[], &names);
    assert_eq!(table.lines().count(), 3001);
    assert_eq!((notes.as_str(), exit), ("", Some(0)));
}
