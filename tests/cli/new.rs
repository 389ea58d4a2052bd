//! `tolmach new`: what came in since a named query last ran.

use std::fs;

use crate::env::TestEnv;

const FLOOD: &str = "Flood at the port\nThe flood closed the port of the city on Monday, and the crane fell into the water.\n";
const REPORT: &str =
    "Water falls\nThe flood is over, said the mayor, and the port opens again in the morning.\n";
const STORM: &str = "Storm\nA storm came over the island, and nobody was harmed by it.\n";

fn env() -> TestEnv {
    TestEnv::with_corpus(&[("a.txt", FLOOD), ("storm.txt", STORM)]).indexed()
}

/// The paths that a run prints, and how it ends.
fn news(env: &TestEnv, arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let mut all = vec!["new", "flood", "-l"];
    all.extend(arguments);
    let run = env.command(all).output().expect("a run");
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    (text.lines().map(str::to_owned).collect(), run.status.code())
}

fn add(env: &TestEnv, path: &str, text: &str) {
    env.write(&format!("corpus/{path}"), text);
    env.run(["index"]).exits(0);
}

#[test]
fn each_article_is_new_once() {
    let env = env();
    assert_eq!(
        news(&env, &["flood"]),
        (vec!["corpus/a.txt".into()], Some(0))
    );
    assert_eq!(news(&env, &["flood"]), (vec![], Some(1)));
    add(&env, "b.txt", REPORT);
    // what it looks for is remembered
    assert_eq!(news(&env, &[]), (vec!["corpus/b.txt".into()], Some(0)));
    assert_eq!(news(&env, &[]), (vec![], Some(1)));
    // a rebuild brings nothing
    env.run(["index", "--rebuild"]).exits(0);
    assert_eq!(news(&env, &[]), (vec![], Some(1)));
}

#[test]
fn an_article_that_was_moved_is_not_new_and_one_that_was_changed_is() {
    let env = env();
    news(&env, &["flood"]);
    fs::rename(env.path("corpus/a.txt"), env.path("corpus/moved.txt")).expect("another name");
    env.run(["index"]).exits(0);
    assert_eq!(news(&env, &[]), (vec![], Some(1)));
    add(
        &env,
        "moved.txt",
        &format!("{FLOOD}The flood rose again at night.\n"),
    );
    assert_eq!(news(&env, &[]), (vec!["corpus/moved.txt".into()], Some(0)));
}

#[test]
fn a_run_that_is_not_read_or_not_written_to_the_end_is_printed_again() {
    let env = env();
    let many =
        (0..400).map(|number| format!("The flood of river number {number} closed a road.\n"));
    for (number, text) in many.enumerate() {
        env.write(&format!("corpus/{number}.txt"), text);
    }
    env.run(["index"]).exits(0);
    // nobody reads all of it
    env.script(
        "\"$TOLMACH\" new flood flood --format json | head -n 1 > first; exit \"${PIPESTATUS[0]}\"",
    );
    // there is no room for it
    env.script("\"$TOLMACH\" new flood flood > /dev/full");
    let (paths, exit) = news(&env, &["flood"]);
    assert_eq!((paths.len(), exit), (401, Some(0)));
    assert_eq!(news(&env, &[]), (vec![], Some(1)));
}

#[test]
fn a_run_whose_state_cannot_be_kept_says_so_and_loses_nothing() {
    let env = env();
    news(&env, &["--mark-seen", "flood"]);
    add(&env, "b.txt", REPORT);
    let lock = env.path("index/.runs/.lock");
    fs::remove_file(&lock).expect("a lock");
    fs::create_dir(&lock).expect("what cannot be locked");
    let (_, exit) = news(&env, &[]);
    assert_eq!(exit, Some(2));
    fs::remove_dir(&lock).expect("a folder");
    assert_eq!(news(&env, &[]), (vec!["corpus/b.txt".into()], Some(0)));
}

#[test]
fn a_state_that_is_not_as_it_was_written_is_told_and_can_be_forgotten() {
    let env = env();
    news(&env, &["flood"]);
    for name in env.names("index/.runs") {
        if name.ends_with(".texts") {
            env.write(&format!("index/.runs/{name}"), "x");
        }
    }
    let broken = env.command(["new", "flood"]).output().expect("a run");
    let said = String::from_utf8_lossy(&broken.stderr);
    assert_eq!(broken.status.code(), Some(2));
    assert!(
        said.contains("it is not as it was written") && said.contains("--forget"),
        "{said}"
    );
    env.run(["new", "flood", "--forget"]).exits(0);
    assert_eq!(
        news(&env, &["flood"]),
        (vec!["corpus/a.txt".into()], Some(0))
    );
}

#[test]
fn names_are_listed_and_share_what_they_know() {
    let env = env();
    env.run(["new", "--list"])
        .is(0, "", "no name ran on the index at index\n");
    env.run(["new", "--mark-seen", "flood", "flood"]).exits(0);
    env.run(["new", "storm", "--mark-seen", "storm", "-flood"])
        .exits(0);
    let listed = env.command(["new", "--list"]).output().expect("a list");
    let listed = String::from_utf8(listed.stdout).expect("UTF-8");
    let rows: Vec<Vec<&str>> = listed
        .lines()
        .map(|row| row.split('\t').collect())
        .collect();
    let [flood, storm] = &rows[..] else {
        panic!("{listed}");
    };
    assert_eq!((flood[0], flood[2]), ("flood", "flood"));
    assert_eq!((storm[0], storm[2]), ("storm", "storm -flood"));
    assert!(
        flood[1].starts_with("20") && flood[1].ends_with('Z'),
        "{}",
        flood[1]
    );
    let texts = |env: &TestEnv| {
        let names = env.names("index/.runs").into_iter();
        names.filter(|name| name.ends_with(".texts")).count()
    };
    assert_eq!(texts(&env), 1);
    add(&env, "b.txt", REPORT);
    news(&env, &[]);
    assert_eq!(texts(&env), 2);
    env.run(["new", "--mark-seen", "storm"]).exits(0);
    assert_eq!(texts(&env), 1);
}

#[test]
fn what_is_new_is_printed_like_any_hits() {
    let env = env();
    news(&env, &["flood"]);
    add(&env, "b.txt", REPORT);
    env.run(["new", "flood"]).is(
        0,
        " 1. Water falls
    en  b.txt:2
    The **flood** is over, said the mayor, and the port opens again in the morning.

",
        "",
    );
}

#[test]
fn what_cannot_be_done_is_told() {
    let env = env();
    env.run(["new", "flood"]).is(
        2,
        "",
        "tolmach: `flood` never ran: say what it is to look for\n",
    );
    env.run(["new", "../x", "flood"]).is(
        2,
        "",
        "tolmach: `../x` is no name for a query\n\nhint: a name has letters, digits, - and _: tolmach new flood-2024 QUERY\n",
    );
    news(&env, &["flood"]);
    let other = env
        .command(["new", "flood", "storm"])
        .output()
        .expect("a run");
    let said = String::from_utf8_lossy(&other.stderr);
    assert!(said.contains("`flood` looked for `flood` before"), "{said}");
}
