//! `tolmach.toml`: what people correct by hand, applied by the next update to the files that it concerns.

use crate::env::TestEnv;
use crate::outcome::Outcome;

const TEXT: &str = "The harbour was closed on Monday because of the storm, the police said.\n";

fn corpus(paths: &[&str]) -> TestEnv {
    let env = TestEnv::empty();
    for path in paths {
        env.write(
            &format!("corpus/{path}"),
            format!("Headline of {path}\n{TEXT}"),
        );
    }
    env
}

/// Each article with its title and language, sorted.
fn known(env: &TestEnv) -> Vec<String> {
    let hits = env.hits(["-n", "50", "harbour"]);
    let mut known: Vec<String> = hits
        .iter()
        .map(|hit| {
            let part = |name: &str| hit[name].as_str().unwrap_or("-").to_owned();
            format!(
                "{}: {} ({})",
                part("article"),
                part("title"),
                part("language")
            )
        })
        .collect();
    known.sort();
    known
}

fn update(env: &TestEnv, code: i32) -> Outcome {
    let outcome = env.run(["index", "--format", "json"]);
    outcome.exits(code);
    outcome
}

/// Files that were read again, or left.
fn changes(outcome: &Outcome) -> Vec<String> {
    let report = &outcome.json()[0];
    let changes = report["changes"].as_array().expect("changes").iter();
    let part =
        |change: &serde_json::Value, name: &str| change[name].as_str().expect(name).to_owned();
    changes
        .map(|change| format!("{} {}", part(change, "change"), part(change, "path")))
        .collect()
}

#[test]
fn a_correction_is_applied_at_the_next_update_to_the_files_that_it_concerns_and_only_these() {
    let env = corpus(&["a.txt", "b/c.txt", "b/d.txt", "e.txt"]);
    update(&env, 0);
    env.write(
        "corpus/tolmach.toml",
        "['b/']\ntitle = 'Right'\n\n['d.txt']\nlanguage = 'German'\n",
    );
    assert_eq!(
        changes(&update(&env, 0)),
        ["changed b/c.txt", "changed b/d.txt"]
    );
    assert_eq!(
        known(&env),
        [
            "a.txt: Headline of a.txt (en)",
            "b/c.txt: Right (en)",
            "b/d.txt: Right (de)",
            "e.txt: Headline of e.txt (en)",
        ]
    );
    // nearer to the files
    env.write("corpus/b/tolmach.toml", "['d.txt']\ntitle = 'Nearer'\n");
    assert_eq!(changes(&update(&env, 0)), ["changed b/d.txt"]);
    assert_eq!(known(&env)[2], "b/d.txt: Nearer (de)");
    assert_eq!(changes(&update(&env, 0)), Vec::<String>::new());
    // what says the same in other words changes nothing
    env.write(
        "corpus/b/tolmach.toml",
        "# checked\n['*.txt']\n['/d.txt']\ntitle = \"Nearer\"\n",
    );
    assert_eq!(changes(&update(&env, 0)), Vec::<String>::new());
    let outcome = env.run(["verify"]);
    outcome.exits(0);
    std::fs::remove_file(env.path("corpus/tolmach.toml")).expect("gone");
    assert_eq!(
        changes(&update(&env, 0)),
        ["changed b/c.txt", "changed b/d.txt"]
    );
    assert_eq!(
        known(&env)[1..3],
        ["b/c.txt: Headline of b/c.txt (en)", "b/d.txt: Nearer (en)"]
    );
    // the same as an index that is made anew
    let updated = known(&env);
    env.run(["index", "--rebuild"]).exits(0);
    assert_eq!(known(&env), updated);
}

#[test]
fn what_a_correction_leaves_out_is_counted_and_why_says_so() {
    let env = corpus(&["a.txt", "drafts/b.txt", "drafts/good.txt"]);
    env.write("corpus/tolmach.toml", "['drafts/']\nskip = true\n");
    env.write("corpus/drafts/tolmach.toml", "['good.txt']\nskip = false\n");
    let outcome = env.run(["index"]);
    outcome.exits(0);
    let articles: Vec<String> = env.articles_with("harbour");
    assert_eq!(articles, ["a.txt", "drafts/good.txt"]);
    let why = env.run(["why", "drafts/b.txt", "harbour", "--format", "json"]);
    let told = &why.json()[0];
    assert_eq!(
        (&told["verdict"], &told["reason"]),
        (&"not_indexed".into(), &"corrections".into())
    );
    std::fs::remove_file(env.path("corpus/tolmach.toml")).expect("gone");
    assert_eq!(changes(&update(&env, 0)), ["new drafts/b.txt"]);
}

#[test]
fn a_file_that_cannot_be_understood_publishes_nothing_new_of_its_folder() {
    let env = corpus(&["a.txt", "b/c.txt"]);
    update(&env, 0);
    env.write("corpus/b/tolmach.toml", "['*.txt']\n\nlangauge = 'de'\n");
    env.write("corpus/b/new.txt", TEXT);
    env.write("corpus/new.txt", TEXT);
    let outcome = env.run(["index"]);
    outcome.exits(3);
    let expected =
        "b/tolmach.toml: skipped, line 3: unknown key `langauge`, the nearest is `language`";
    assert!(outcome.stderr.contains(expected), "{}", outcome.stderr);
    assert_eq!(
        env.articles_with("harbour"),
        ["a.txt", "b/c.txt", "new.txt"]
    );
    let report = update(&env, 3);
    let failed = &report.json()[0]["failed"][0];
    assert_eq!(
        (&failed["path"], &failed["reason"]),
        (&"b/tolmach.toml".into(), &"bad_corrections_file".into())
    );
    env.write("corpus/b/tolmach.toml", "['*.txt']\nlanguage = 'de'\n");
    update(&env, 0);
    assert_eq!(
        env.articles_with("harbour"),
        ["a.txt", "b/c.txt", "b/new.txt", "new.txt"]
    );
}

#[test]
fn no_command_is_ever_taken_from_a_file_of_the_corpus() {
    let env = corpus(&["a.txt"]);
    let told = env.path("told");
    for key in ["pre", "command", "exec"] {
        let line = format!("['*.txt']\n{key} = \"touch '{}'\"\n", told.display());
        env.write("corpus/tolmach.toml", line);
        let outcome = env.run(["index"]);
        outcome.exits(3);
        let expected = format!("line 2: `{key}`: programs are run by what is typed only");
        assert!(outcome.stderr.contains(&expected), "{}", outcome.stderr);
        assert!(!told.exists());
    }
}

#[test]
fn files_of_a_list_are_corrected_too() {
    let env = corpus(&["a.txt", "b/c.txt", "b/d.txt"]);
    env.write(
        "corpus/b/tolmach.toml",
        "['*.txt']\ntitle = 'Right'\n['d.txt']\nskip = true\n",
    );
    env.write("list", "a.txt\nb/c.txt\nb/d.txt\nb/tolmach.toml\n");
    let list = env.path("list");
    let list = list.to_str().expect("a path");
    env.run(["index", "--files-from", list]).exits(0);
    assert_eq!(
        known(&env),
        ["a.txt: Headline of a.txt (en)", "b/c.txt: Right (en)"]
    );
    env.write("corpus/b/tolmach.toml", "x");
    let outcome = env.run(["index", "--files-from", list]);
    outcome.exits(3);
    assert_eq!(
        known(&env),
        ["a.txt: Headline of a.txt (en)", "b/c.txt: Right (en)"]
    );
}

#[test]
fn the_time_of_a_file_is_a_date_only_if_asked_and_remembered() {
    let env = corpus(&["a.txt", "2024-06-19.txt"]);
    let touched = |seconds: u64| {
        let file = std::fs::File::options()
            .append(true)
            .open(env.path("corpus/a.txt"));
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        file.expect("a file").set_modified(time).expect("a time");
    };
    touched(1_577_934_245);
    update(&env, 0);
    assert_eq!(changes(&update(&env, 0)), Vec::<String>::new());
    let outcome = env.run(["index", "--date-from", "mtime", "--format", "json"]);
    assert_eq!(
        changes(&outcome),
        ["changed 2024-06-19.txt", "changed a.txt"]
    );
    assert_eq!(changes(&update(&env, 0)), Vec::<String>::new());
    // the same text at another time has another date
    touched(1_577_934_999);
    assert_eq!(changes(&update(&env, 0)), ["changed a.txt"]);
    let outcome = env.run(["index", "--date-from", "none", "--format", "json"]);
    assert_eq!(
        changes(&outcome),
        ["changed 2024-06-19.txt", "changed a.txt"]
    );
    touched(1_577_935_555);
    assert_eq!(changes(&update(&env, 0)), Vec::<String>::new());
}

#[test]
fn a_new_name_that_tells_another_date_has_the_file_read_again() {
    let env = corpus(&["a.txt", "2024-06-19-b.txt"]);
    update(&env, 0);
    let rename = |from: &str, to: &str| {
        let (from, to) = (format!("corpus/{from}"), format!("corpus/{to}"));
        std::fs::rename(env.path(from), env.path(to)).expect("another name");
        changes(&update(&env, 0))
    };
    assert_eq!(rename("a.txt", "c.txt"), ["renamed c.txt"]);
    assert_eq!(
        rename("2024-06-19-b.txt", "2024-06-19-d.txt"),
        ["renamed 2024-06-19-d.txt"]
    );
    let expected = ["removed 2024-06-19-d.txt", "new 2024-06-20-d.txt"];
    assert_eq!(rename("2024-06-19-d.txt", "2024-06-20-d.txt"), expected);
}
