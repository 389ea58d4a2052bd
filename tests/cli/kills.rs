//! An index that is killed, searched and built at once: it shows one committed state or another, never a mixture.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::ScopedJoinHandle;
use std::time::{Duration, SystemTime};

use fastrand::Rng;

use crate::env::TestEnv;
use crate::outcome::outcome;

/// Kills of the indexer, over as many edits of the corpus.
const KILLS: usize = 200;

/// Kills after which the index is brought up to date and compared with one built anew.
const KILLS_PER_COMPARISON: usize = 10;

/// How long after its start an indexer is killed at the latest, to begin with.
const FIRST_LONGEST: Duration = Duration::from_millis(100);

const QUERIES: &str = "river\nthe market in winter\n\"harbour council\"\ngarden -river\nnumber\n";

fn article(chance: &mut Rng) -> String {
    let words = [
        "river", "bridge", "market", "harbour", "council", "winter", "station", "garden",
    ];
    let mut text = format!("Number {}\n", chance.usize(..100));
    for _ in 0..=chance.usize(..12) {
        text += "The report said that the";
        for _ in 0..4 {
            text += " ";
            text += words[chance.usize(..words.len())];
        }
        text += " was closed on that day.\n";
    }
    text
}

fn edit(env: &TestEnv, chance: &mut Rng) {
    let path = |chance: &mut Rng| format!("corpus/{}.txt", chance.usize(..40));
    for _ in 0..=chance.usize(..5) {
        let (one, other) = (path(chance), path(chance));
        match chance.usize(..5) {
            0 => drop(fs::remove_file(env.path(one))),
            1 => drop(fs::rename(env.path(one), env.path(other))),
            _ => env.write(&one, article(chance)),
        }
    }
}

/// Every answer of the index at a place, scores included.
#[track_caller]
fn answers(env: &TestEnv, index: &str) -> String {
    let search = [
        "search",
        "--format=json",
        "-n60",
        "--queries=-",
        "--index",
        index,
    ];
    let outcome = env.run_with_input(search, QUERIES);
    assert!(matches!(outcome.code, Some(0 | 1)), "{outcome}");
    // a summary counts how many of them have changed
    let is_hit = |line: &&str| line.contains(r#""kind":"hit""#);
    let hits = outcome.stdout.lines().filter(is_hit);
    let stdout = hits.collect::<Vec<_>>().join("\n");
    // what has become of the files since is no matter of the index
    let stdout = stdout.replace(r#""stale":"changed""#, r#""stale":null"#);
    stdout.replace(r#""stale":"gone""#, r#""stale":null"#)
}

/// The answers of an index built anew.
fn rebuilt(env: &TestEnv) -> String {
    env.run(["index", "--rebuild", "--index", "anew"]).exits(0);
    answers(env, "anew")
}

#[test]
fn an_indexer_killed_at_any_moment_leaves_the_index_as_it_was_or_as_it_was_to_be() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seed = now.expect("a time").as_nanos() as u64;
    println!("seed {seed}"); // shown if the test fails
    let mut chance = Rng::with_seed(seed);
    let env = TestEnv::with_corpus(&[]);
    for number in 0..30 {
        env.write(&format!("corpus/{number}.txt"), article(&mut chance));
    }
    let env = env.indexed();
    let (mut before, mut after_switch) = (answers(&env, "index"), 0);
    let mut longest = FIRST_LONGEST;
    for kill in 1..=KILLS {
        edit(&env, &mut chance);
        let mut command = env.command(["index"]);
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut indexer = command.spawn().expect("it starts");
        std::thread::sleep(longest.mul_f64(chance.f64()));
        indexer.kill().expect("it is killed, or has ended");
        let code = indexer.wait().expect("it ends").code();
        assert!(matches!(code, None | Some(0)), "kill {kill}: {code:?}");
        let after = answers(&env, "index");
        if after != before {
            assert_eq!(after, rebuilt(&env), "kill {kill}");
        }
        // how long an update takes depends on what else runs: the moments are spread so that half of them come after
        // the switch
        if after != before || code == Some(0) {
            after_switch += 1;
            longest = longest.mul_f64(0.9);
        } else {
            longest = longest.mul_f64(1.1);
        }
        before = after;
        if kill % KILLS_PER_COMPARISON == 0 {
            env.run(["index"]).exits(0);
            let names = env.names("index");
            assert!(names.len() <= 4, "one former generation stays: {names:?}");
            before = answers(&env, "index");
            assert_eq!(before, rebuilt(&env), "kill {kill}");
            env.run(["verify"]).exits(0);
        }
    }
    println!("{after_switch} of {KILLS} kills came after the switch, the last within {longest:?}");
    assert!((KILLS / 5..KILLS * 4 / 5).contains(&after_switch));
}

#[test]
fn what_a_build_leaves_that_is_killed_after_publishing_is_removed_by_the_next() {
    let env = TestEnv::new().indexed();
    let before = env.names("index/gen-000001");
    env.script("cp -r index/gen-000001 former").exits(0);
    env.write("corpus/new.txt", "The crane in the harbour works again.\n");
    env.run(["index"]).exits(0);
    // as if it had been killed before it removed the former generation
    env.run(["index", "--keep", "0", "--rebuild"]).exits(0);
    env.script("mv former index/gen-000001; echo 1 > index/.lock")
        .exits(0);
    assert_eq!(env.names("index/gen-000001"), before);
    assert_eq!(env.found(["crane"]), ["en new.txt: crane"]);
    env.run(["index", "--keep", "0"]).exits(0);
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000003"]);
}

/// The corpus as it is at a time: how many articles it has, and the word in each, tell which.
fn write_state(env: &TestEnv, state: usize) {
    for number in 0..12 + state {
        let text = format!("Number {number}\nThe lighthouse had edition{state} on its wall.\n");
        env.write(&format!("corpus/{number}.txt"), text);
    }
}

#[test]
fn searches_during_updates_see_one_committed_state_each() {
    const SEARCHERS: usize = 20;
    const UPDATES: usize = 10;
    let env = TestEnv::empty();
    write_state(&env, 0);
    let env = env.indexed();
    let (finished, searches) = (AtomicBool::new(false), AtomicUsize::new(0));
    let search = || {
        while !finished.load(Ordering::Relaxed) {
            let mut command = env.command(["search", "--format=json", "-n100", "lighthouse"]);
            let outcome = outcome(&mut command, b"");
            outcome.exits(0);
            let mut texts = outcome.json();
            texts.retain(|line| line["kind"] == "hit");
            let state = texts.len() - 12;
            let edition = format!("edition{state} ");
            for hit in &texts {
                let text = hit["text"].as_str().expect("a text");
                assert!(text.contains(&edition), "{} articles: {text}", texts.len());
            }
            searches.fetch_add(1, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..SEARCHERS).map(|_| scope.spawn(search)).collect();
        for state in 1..=UPDATES + 1 {
            write_state(&env, state);
            let rebuild = (state > UPDATES).then_some("--rebuild");
            let mut command = env.command(["index"]);
            let built = outcome(command.args(rebuild), b"");
            let before = searches.load(Ordering::Relaxed);
            let ended = || threads.iter().any(ScopedJoinHandle::is_finished);
            // searches go on in each state
            while searches.load(Ordering::Relaxed) < before + SEARCHERS && !ended() {
                std::thread::yield_now();
            }
            if built.code != Some(0) || ended() {
                finished.store(true, Ordering::Relaxed);
            }
            built.exits(0);
        }
        finished.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_second_writer_is_told_who_the_first_is() {
    let env = TestEnv::new().indexed();
    // the lock of a writer, held by a shell
    let script = "exec 9<> index/.lock; flock -n 9; echo $$ > index/.lock; \
                  \"$TOLMACH\" index > out 2>&1; echo $? $$ >> out; cat out";
    let outcome = env.script(script);
    if outcome.stdout.contains("flock: command not found") {
        return crate::env::left_out("a_second_writer_is_told_who_the_first_is", "no flock here");
    }
    let last = outcome.stdout.lines().last().unwrap_or_default();
    let (code, process) = last.split_once(' ').expect("a code and a process");
    assert_eq!(code, "2");
    let message = format!(
        "tolmach: another build is writing the index at `index` (process {process})\n\n\
         hint: wait until it has finished, or name another place: --index DIR\n"
    );
    assert!(outcome.stdout.starts_with(&message), "{outcome}");
    env.run(["index"]).exits(0);
}
