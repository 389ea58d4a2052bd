//! `tolmach index --watch`: files come, change and go, and are found or not, while the process runs.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::env::TestEnv;

/// How long something may take to become so, which a slow machine needs and none is measured by.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that ends with the test: an indexer that watches, with its reports in the file `reports` and its words in `notes`; killed when the test ends.
struct Watcher(Child);

impl Watcher {
    fn of(env: &TestEnv) -> Self {
        let file = |name| fs::File::create(env.path(name)).expect("a file");
        let mut command = env.command(["index", "--watch", "--format", "json"]);
        command
            .stdin(Stdio::null())
            .stdout(file("reports"))
            .stderr(file("notes"));
        Self(command.spawn().expect("it starts"))
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until something is so.
#[track_caller]
fn becomes(env: &TestEnv, what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        let notes = fs::read_to_string(env.path("notes")).unwrap_or_default();
        assert!(started.elapsed() < PATIENCE, "{what}: {notes}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn is_indexed(env: &TestEnv) -> bool {
    env.path("index/CURRENT").exists()
}

/// The outcome and the changes of each update.
fn updates(env: &TestEnv) -> Vec<(String, Vec<String>)> {
    let reports = fs::read_to_string(env.path("reports")).expect("reports");
    let update = |line: &str| {
        let report: Value = serde_json::from_str(line).expect("a report");
        let changes = report["changes"].as_array().cloned().unwrap_or_default();
        let change = |change: &Value| format!("{} {}", change["change"], change["path"]);
        let changes = changes.iter().map(change).collect();
        (report["outcome"].to_string(), changes)
    };
    // the last line may be half written
    let whole = reports.rfind('\n').map_or("", |end| &reports[..end]);
    whole.lines().map(update).collect()
}

#[test]
fn what_comes_changes_and_goes_is_found_and_not_found_while_the_indexer_watches() {
    let env = TestEnv::new();
    let _watcher = Watcher::of(&env);
    becomes(&env, "the first build", || is_indexed(&env));
    env.write("corpus/port/new.txt", "The crane works again.\n");
    becomes(&env, "a new file", || {
        env.found(["crane"]) == ["en port/new.txt: crane"]
    });
    env.write("corpus/port/new.txt", "The ferry sails again.\n");
    becomes(&env, "a change", || {
        env.found(["crane"]).is_empty() && env.found(["ferry"]).len() == 1
    });
    fs::remove_file(env.path("corpus/port/new.txt")).expect("gone");
    becomes(&env, "a removal", || env.found(["ferry"]).is_empty());
    let update = |changes: &[&str]| {
        let changes = changes.iter().map(|change| (*change).to_owned()).collect();
        ("\"updated\"".to_owned(), changes)
    };
    let expected = [
        ("\"built\"".to_owned(), Vec::new()),
        update(&["\"new\" \"port/new.txt\""]),
        update(&["\"changed\" \"port/new.txt\""]),
        update(&["\"removed\" \"port/new.txt\""]),
    ];
    becomes(&env, "the reports", || {
        updates(&env).len() >= expected.len()
    });
    // a file that is read while it is written is read once more
    let mut told = updates(&env);
    told.dedup();
    assert_eq!(told, expected);
    env.run(["verify"]).exits(0);
}

#[test]
fn a_corpus_that_is_away_for_a_while_is_told_once_and_taken_up_again() {
    let env = TestEnv::new();
    let _watcher = Watcher::of(&env);
    becomes(&env, "the first build", || is_indexed(&env));
    fs::rename(env.path("corpus"), env.path("away")).expect("away");
    let notes = || fs::read_to_string(env.path("notes")).expect("notes");
    let told = "cannot read the corpus `corpus`; trying again\n";
    becomes(&env, "a word", || notes().contains(told));
    env.write("away/new.txt", "The crane works again.\n");
    fs::rename(env.path("away"), env.path("corpus")).expect("back");
    becomes(&env, "the new file", || {
        env.found(["crane"]) == ["en new.txt: crane"]
    });
    assert_eq!(notes().matches(told).count(), 1, "{}", notes());
}

#[test]
fn a_folder_that_cannot_be_watched_at_first_is_an_error() {
    let env = TestEnv::empty();
    env.run(["index", "--watch"]).is(
        2,
        "",
        "
tolmach: cannot read the corpus `corpus`: No such file or directory (os error 2)

hint: name the folder that has the articles: tolmach index FOLDER
",
    );
}

#[test]
fn watching_waits_for_another_writer() {
    let env = TestEnv::new().indexed();
    env.write("corpus/new.txt", "The crane works again.\n");
    // a writer that holds the lock until it is told to go
    let script = "exec 9<> index/.lock; flock -n 9 || exit 1; touch held; while [ ! -e go ]; do sleep 0.05; done";
    let writer = std::process::Command::new("bash")
        .args(["-c", script])
        .current_dir(env.path(""))
        .spawn();
    // it ends with the test, however that ends
    let mut writer = Watcher(writer.expect("a shell"));
    becomes(&env, "the lock", || env.path("held").exists());
    let _watcher = Watcher::of(&env);
    becomes(&env, "a word", || {
        let notes = fs::read_to_string(env.path("notes")).expect("notes");
        notes.contains("another build is writing the index")
    });
    env.write("go", "");
    becomes(&env, "the update", || env.found(["crane"]).len() == 1);
    writer.0.wait().expect("it ends");
}

#[test]
fn a_new_file_is_found_soon_after_a_build_that_took_long() {
    let env = TestEnv::new();
    let text = "The crane in the harbour works again, and the port is open. ".repeat(40_000);
    for number in 0..3 {
        env.write(&format!("corpus/large{number}.txt"), &text);
    }
    let started = Instant::now();
    let _watcher = Watcher::of(&env);
    becomes(&env, "the first build", || is_indexed(&env));
    let build = started.elapsed();
    env.write("corpus/new.txt", "The ferry sails.\n");
    let started = Instant::now();
    becomes(&env, "the new file", || env.found(["ferry"]).len() == 1);
    // it would have been twenty times as long
    let took = started.elapsed();
    assert!(
        took < build * 5 + Duration::from_secs(10),
        "{took:?} after {build:?}"
    );
}

#[test]
fn an_index_that_is_gone_is_built_anew_and_damage_is_mended_while_the_indexer_watches() {
    let env = TestEnv::new();
    let _watcher = Watcher::of(&env);
    becomes(&env, "the first build", || is_indexed(&env));
    fs::remove_dir_all(env.path("index")).expect("gone");
    becomes(&env, "the index", || {
        is_indexed(&env) && env.found(["lunch"]).len() == 1
    });
    env.script("for file in index/gen-*/*; do printf garbage > $file; done")
        .exits(0);
    env.write("corpus/new.txt", "The crane works again.\n");
    becomes(&env, "the new file", || {
        env.run(["search", "crane"]).code == Some(0)
    });
    env.run(["verify"]).exits(0);
}

#[test]
fn one_of_several_folders_may_go_and_come_back_while_the_indexer_watches() {
    let env = TestEnv::new();
    env.write("blogs/a.txt", "The crane of my uncle.\n");
    env.run(["index", "corpus", "blogs"]).exits(0);
    let _watcher = Watcher::of(&env);
    let notes = || fs::read_to_string(env.path("notes")).expect("notes");
    becomes(&env, "it watches", || {
        notes().contains("watching for changes")
    });
    fs::rename(env.path("blogs"), env.path("away")).expect("away");
    env.write("corpus/new.txt", "The ferry sails.\n");
    becomes(&env, "the new file", || env.found(["ferry"]).len() == 1);
    assert_eq!(env.found(["uncle"]), ["en blogs/a.txt: uncle"]);
    env.write("away/b.txt", "The crane of my aunt.\n");
    fs::rename(env.path("away"), env.path("blogs")).expect("back");
    becomes(&env, "the aunt", || env.found(["aunt"]).len() == 1);
}
