//! What README shows: every command of it, run in a folder with the sample corpus.

use std::fs;
use std::path::Path;

use crate::env::TestEnv;
use crate::outcome::Outcome;

/// Copies the sample corpus.
pub(crate) fn sample() -> TestEnv {
    let env = TestEnv::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for entry in walkdir::WalkDir::new(&root) {
        let entry = entry.expect("the sample corpus");
        if entry.file_type().is_file() {
            let relative = entry.path().strip_prefix(&root).expect("a path in it");
            let text = fs::read(entry.path()).expect("an article");
            env.write(&format!("corpus/{}", relative.display()), text);
        }
    }
    env
}

/// A command of README, and what is shown below it.
struct Shown {
    command: String,
    output: String,
}

/// The commands in the blocks of a page that are a console.
fn console(page: &str) -> Vec<Shown> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page));
    let readme = readme.expect(page);
    let mut shown: Vec<Shown> = Vec::new();
    let mut is_console = false;
    for line in readme.lines() {
        if let Some(block) = line.strip_prefix("```") {
            is_console = block == "console";
        } else if let (true, Some(command)) = (is_console, line.strip_prefix("$ ")) {
            let command = command.split("  #").next().unwrap_or(command).trim_end();
            shown.push(Shown {
                command: command.to_owned(),
                output: String::new(),
            });
        } else if let (true, Some(last)) = (is_console, shown.last_mut()) {
            last.output += line;
            last.output.push('\n');
        }
    }
    shown
}

/// Without the line that says how long it took, and with scores to two places, which is what a reader compares.
fn comparable(output: &str) -> String {
    let lines = output.lines().filter(|line| !line.ends_with(" ms"));
    let words = |line: &str| line.split(' ').map(rounded).collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = lines.map(words).collect();
    lines.join("\n").trim_end().to_owned()
}

fn rounded(word: &str) -> String {
    match (word.parse::<f64>(), word.split_once('.')) {
        (Ok(score), Some((_, digits))) if digits.len() == 4 => format!("{score:.2}"),
        _ => word.to_owned(),
    }
}

/// Runs a command as it stands in README, `~` being the folder of the test.
fn run(env: &TestEnv, command: &str, variables: &str) -> Outcome {
    let command = command.replacen("tolmach ", "\"$TOLMACH\" ", 1);
    // the asterisks of README stand for the colours of a terminal
    env.script(&format!("HOME=$PWD; export HOME; {variables}\n{command}"))
}

/// Files of several formats, as they come.
fn fill_inbox(env: &TestEnv) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for file in [
        "documents/box.mbox",
        "documents/crawl.warc",
        "documents/pages.pdf",
        "documents/report.odt",
        "documents/rss.xml",
        "formats/containers/articles.jsonl.gz",
        "formats/containers/ru.txt.xz",
        "pages/01-semantic.html",
    ] {
        let bytes = fs::read(fixtures.join(file)).expect(file);
        let name = file.rsplit('/').next().unwrap_or(file);
        env.write(&format!("inbox/{name}"), &bytes);
    }
}

#[test]
fn every_command_of_the_readme_does_what_it_shows() {
    let env = sample();
    env.run(["index"]).exits(0);
    env.write("news/a.txt", "Die Wahlen in Frankreich waren am Sonntag.\n");
    fill_inbox(&env);
    env.write("topics.tsv", "q1\tKim Jong Un\ten\n");
    env.write("qrels.txt", "q1 0 singapore-2018/en.txt 1\n");
    let mut variables = String::new();
    let commands = console("README.md");
    assert!(commands.len() > 12, "{}", commands.len());
    for Shown { command, output } in commands {
        if command.starts_with("export ") {
            variables += &command;
            continue;
        }
        // what builds the program itself, and what is of an index that nobody has
        if command.starts_with("cargo ") {
            continue;
        }
        // what README shows is of the sample corpus, and so is what is judged here
        let is_eval = command.contains(" eval ");
        let is_sample = is_eval || !output.is_empty();
        let variables = if is_sample { "" } else { variables.as_str() };
        let outcome = run(&env, &command, variables);
        outcome.exits(0);
        if !output.is_empty() && !is_eval {
            assert_eq!(
                comparable(&outcome.stdout),
                comparable(&output),
                "{command}"
            );
        }
    }
}

#[test]
fn every_task_is_done_as_its_page_shows() {
    let env = sample();
    env.run(["index"]).exits(0);
    fill_inbox(&env);
    env.script("\"$TOLMACH\" index inbox --index inbox-index --date-from none");
    let commands = console("docs/tasks.md");
    assert!(commands.len() >= 20, "{}", commands.len());
    for Shown { command, output } in commands {
        let outcome = run(&env, &command, "");
        assert!(!output.is_empty(), "{command} shows nothing");
        assert_eq!(
            comparable(&outcome.stdout),
            comparable(&output),
            "{command}"
        );
    }
}

/// The blocks of README in a notation.
fn blocks(notation: &str) -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.expect("README.md");
    let fence = format!("```{notation}\n");
    let parts = readme.split(&fence).skip(1);
    let blocks = parts.filter_map(|part| part.split_once("\n```"));
    blocks.map(|(block, _)| format!("{block}\n")).collect()
}

/// A folder with news, one file of which cannot be read, and the program under its name.
fn newsroom() -> TestEnv {
    let env = TestEnv::empty();
    env.write(
        "news/a.txt",
        "Flood at the port\nThe flood closed the port on Monday.\n",
    );
    env.write("news/broken.pdf", "%PDF-1.7\nnothing of a page\n");
    env.script("mkdir bin && ln -s \"$TOLMACH\" bin/tolmach")
        .exits(0);
    env
}

#[test]
fn the_makefile_of_the_readme_goes_on_where_a_file_cannot_be_read() {
    let env = newsroom();
    if env.script("command -v make").code != Some(0) {
        eprintln!("skipped: there is no make here");
        return;
    }
    let [makefile] = &blocks("make")[..] else {
        panic!("one makefile");
    };
    env.write("Makefile", makefile);
    let made = env.script("PATH=$PWD/bin:$PATH make");
    assert_eq!(made.code, Some(0), "{made}");
    let report = fs::read_to_string(env.path("bad.json")).expect("a report");
    assert!(report.contains("broken.pdf"), "{report}");
    let again = env.script("PATH=$PWD/bin:$PATH make");
    assert!(again.stdout.contains("up to date"), "{again}");
}

#[test]
fn the_line_of_cron_in_the_readme_mails_what_is_new_once() {
    let env = newsroom();
    env.script("\"$TOLMACH\" index news --index news-index")
        .exits(3);
    env.write("bin/mail", "#!/bin/sh\ncat >> mailed\n");
    env.script("chmod +x bin/mail").exits(0);
    let [line] = &blocks("crontab")[..] else {
        panic!("one line");
    };
    let command = line.trim().splitn(6, ' ').last().expect("a command");
    let script = format!("PATH=$PWD/bin:$PATH\n{command}");
    env.script(&script).exits(0);
    let mailed = || fs::read_to_string(env.path("mailed")).unwrap_or_default();
    assert!(
        mailed().contains("The **flood** closed the port"),
        "{}",
        mailed()
    );
    let once = mailed();
    env.script(&script).exits(1);
    assert_eq!(mailed(), once);
}

#[test]
fn the_python_and_the_tool_of_the_readme_find_what_is_there() {
    let env = newsroom();
    env.script("\"$TOLMACH\" index news --index news-index")
        .exits(3);
    let tools = blocks("json");
    let tool: serde_json::Value = serde_json::from_str(&tools[0]).expect("JSON");
    let words = tool["command"].as_array().expect("a command").iter();
    let words: Vec<String> = words
        .map(|word| {
            word.as_str()
                .expect("a word")
                .replace("{query}", "flood AND port")
        })
        .collect();
    let found = env.run(&words[1..]);
    assert!(
        found.code == Some(0) && found.stdout.contains("\"article\":\"a.txt\""),
        "{found}"
    );
    if env.script("command -v python3 && python3 -c 1").code != Some(0) {
        eprintln!("skipped: there is no Python here");
        return;
    }
    env.write("find.py", &blocks("python")[0]);
    let found = env.script("PATH=$PWD/bin:$PATH python3 find.py");
    assert_eq!(found.stdout, "a.txt 2 Flood at the port\n", "{found}");
}

#[test]
fn every_hit_names_a_line_that_has_what_it_marks() {
    let env = sample();
    env.run(["index"]).exits(0);
    let mut hits = 0;
    for query in [
        "Kim Jong Un",
        "cave rescue",
        "Wahlen in Frankreich",
        "summit -Trump",
        "earthquake victims",
        "Nobel",
        "elect*",
        "Путин",
        "World Cup",
    ] {
        let outcome = env.run(["search", "-n", "20", "--per-article", "all", query]);
        let mut place = None;
        for line in outcome.stdout.lines() {
            if line.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
                place = None;
            }
            let words = line.split_whitespace();
            let named = words
                .filter_map(|word| word.rsplit_once(':'))
                .find_map(|(path, line)| {
                    let line = line.parse::<usize>().ok()?;
                    path.ends_with(".txt").then(|| (path.to_owned(), line))
                });
            place = named.or(place);
            let Some((_, rest)) = line.split_once("**") else {
                continue;
            };
            let Some((article, number)) = place.take() else {
                continue;
            };
            let text = fs::read_to_string(env.path(format!("corpus/{article}"))).expect("a text");
            let there = text.lines().nth(number - 1).expect("a line");
            let marked = rest.split("**").next().unwrap_or_default();
            assert!(
                there.contains(marked),
                "{query}: {article}:{number} has no {marked}"
            );
            hits += 1;
        }
    }
    assert!(hits > 60, "{hits}");
}

/// The examples in the help of a command.
fn examples(env: &TestEnv, command: &str) -> Vec<String> {
    let help = env.run([command, "--help"]).exits(0).stdout.clone();
    let examples = help.split_once("\nExamples:\n");
    let lines = examples.map(|(_, examples)| examples.lines().take_while(|line| !line.is_empty()));
    let without_remark = |line: &str| {
        line.trim()
            .split("   ")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    lines.into_iter().flatten().map(without_remark).collect()
}

#[test]
fn every_example_of_the_help_can_be_typed() {
    let env = sample();
    env.write("corpus/report.txt", "They cut the tax for small firms.\n");
    env.write(
        "news/2024/budget.txt",
        "The budget has a joint statement.\n",
    );
    env.write("blogs/b.txt", "The harbour has a crane.\n");
    env.write("questions.tsv", "q1\tKim Jong Un\n");
    env.write("topics.tsv", "q1\tKim Jong Un\ten\n");
    env.write("qrels.txt", "q1 0 singapore-2018/en.txt 1\n");
    env.write("archive/old.txt", "The mill burned down in the night.\n");
    env.run(["index"]).exits(0);
    env.run(["index", "news", "--index", "news-index"]).exits(0);
    let mut run_of_them = 0;
    for command in [
        "search", "show", "why", "eval", "analyze", "status", "verify", "index",
    ] {
        for example in examples(&env, command) {
            // it goes on for ever; is of another corpus than that of the index; is of a folder that is nowhere
            let is_odd = ["--watch", "budget.txt", "/mnt/"]
                .iter()
                .any(|odd| example.contains(odd));
            if is_odd {
                continue;
            }
            let example = example.split(" | jq").next().unwrap_or_default();
            let example = example.replace("/archive/news", "$PWD/archive");
            // each example of `index` is of its own corpus
            let own = if command == "index" {
                "rm -rf index news-index;"
            } else {
                ""
            };
            let typed = example.replace("tolmach ", "\"$TOLMACH\" ");
            let outcome = env.script(&format!("HOME=$PWD; export HOME; {own} {typed}"));
            assert!(matches!(outcome.code, Some(0 | 1)), "{outcome}");
            run_of_them += 1;
        }
    }
    assert!(run_of_them > 15, "{run_of_them}");
}
