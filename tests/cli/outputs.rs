//! Every notation of hits, whole, and what chooses it.

use crate::env::TestEnv;
use crate::outcome::outcome;

/// Articles with what each notation has signs for.
fn town() -> TestEnv {
    TestEnv::with_corpus(&[
        (
            "news/a b.txt",
            "Fire at the \"old\" mill, again\n\nThe old mill by the river burned down in the evening.\n",
        ),
        (
            "notes/mill.md",
            "---\ntitle: The *mill* | a note\ndate: 2024-06-19\nsource: =The Post\ntags: [a, b]\n---\nA mill\tis a building.\n",
        ),
    ])
    .indexed()
}

const SAID: &str = "2 passages in 2 articles match, # ms\n";

/// Runs a search of the mill.
fn mill(env: &TestEnv, options: &str) -> crate::outcome::Outcome {
    let arguments = ["search", "mill"].into_iter().chain(options.split(' '));
    let mut command = env.command(arguments.filter(|one| !one.is_empty()));
    outcome(command.env_remove("TOLMACH_MARKS"), b"").without_scores()
}

#[test]
fn text_in_a_pipe_has_no_marks_unless_they_are_asked_for() {
    let env = town();
    let text = |open: &str, close: &str| {
        format!(
            "
 1. The *{open}mill{close}* | a note
    en  2024-06-19  =The Post  notes/mill.md:2
    A {open}mill{close} is a building.

 2. Fire at the \"old\" {open}mill{close}, again
    en  news/a b.txt:3
    The old {open}mill{close} by the river burned down in the evening.

"
        )
    };
    mill(&env, "").is(0, &text("", ""), SAID);
    mill(&env, "--marks none").is(0, &text("", ""), SAID);
    mill(&env, "--marks **").is(0, &text("**", "**"), SAID);
    mill(&env, "--marks <b>,</b>").is(0, &text("<b>", "</b>"), SAID);
    mill(&env, "--marks ansi").is(0, &text("\u{1b}[1;31m", "\u{1b}[0m"), SAID);
}

#[test]
fn a_table_has_a_row_for_each_hit_and_quotes_what_needs_it() {
    let env = town();
    mill(&env, "--format csv").is(
        0,
        "
rank,date,source,language,article,match_line,title,snippet
1,2024-06-19,=The Post,en,notes/mill.md,2,The *mill* | a note,A mill is a building.
2,,,en,news/a b.txt,3,\"Fire at the \"\"old\"\" mill, again\",The old mill by the river burned down in the evening.
",
        SAID,
    );
    mill(
        &env,
        "--format tsv --fields article,tags,bytes,snippet --marks [,]",
    )
    .is(
        0,
        "
article\ttags\tbytes\tsnippet
notes/mill.md\ta; b\t{\"end\":41,\"start\":0}\tA [mill] is a building.
news/a b.txt\t\t{\"end\":85,\"start\":0}\tThe old [mill] by the river burned down in the evening.
",
        SAID,
    );
    env.run_with_input(
        [
            "search",
            "--format=csv",
            "--fields=query_id,article",
            "--queries=-",
        ],
        "q,1\tmill\nq2\tvolcano\n",
    )
    .is(
        0,
        "query_id,article\n\"q,1\",notes/mill.md\n\"q,1\",news/a b.txt\n",
        "query q2: \"volcano\" stands nowhere\n",
    );
    mill(&env, "--format csv -n 0 --fields title").is(0, "title\n", SAID);
    let unknown = env.run(["search", "mill", "--format=csv", "--fields=titel"]);
    assert!(
        unknown.exits(2).stderr.contains("`titel` is no value for"),
        "{unknown}"
    );
}

#[test]
fn markdown_is_a_list_in_which_no_text_is_a_sign() {
    let env = town();
    mill(&env, "--format markdown").is(
        0,
        "
1. The \\***mill**\\* \\| a note — `notes/mill.md:2`, en, 2024-06-19, \\=The Post
   > A **mill** is a building.

2. Fire at the \"old\" **mill**, again — `news/a b.txt:3`, en
   > The old **mill** by the river burned down in the evening.

",
        SAID,
    );
    mill(&env, "--format markdown --fields article,title").is(
        0,
        "
| article | title |
| --- | --- |
| notes/mill.md | The \\*mill\\* \\| a note |
| news/a b.txt | Fire at the \"old\" mill, again |
",
        SAID,
    );
}

#[test]
fn an_editor_gets_paths_that_open_with_line_column_and_text() {
    let env = town();
    mill(&env, "--format vimgrep").is(
        0,
        "
corpus/notes/mill.md:2:3:A mill is a building.
corpus/news/a b.txt:3:9:The old mill by the river burned down in the evening.
",
        SAID,
    );
    let here = env.path("").display().to_string();
    let outcome = mill(&env, "--format vimgrep --absolute");
    for line in outcome.stdout.lines() {
        let path = line.split(':').next().expect("a path");
        assert!(
            path.starts_with(&here) && std::path::Path::new(path).is_file(),
            "{line}"
        );
    }
    // columns are bytes, as those of ripgrep are
    let env =
        TestEnv::with_corpus(&[("ru.txt", "Погода\nСтарая мельница у реки сгорела.\n")]).indexed();
    env.run(["search", "--format=vimgrep", "мельница"]).is(
        0,
        "corpus/ru.txt:2:14:Старая мельница у реки сгорела.\n",
        "1 passage in 1 article matches, # ms\n",
    );
}

#[test]
fn paths_and_counts_are_all_that_is_printed_where_they_are_asked_for() {
    let env = town();
    mill(&env, "-l").is(0, "corpus/notes/mill.md\ncorpus/news/a b.txt\n", SAID);
    mill(&env, "-l -0").is(0, "corpus/notes/mill.md\0corpus/news/a b.txt\0", SAID);
    mill(&env, "-lc").is(0, "corpus/notes/mill.md\t1\ncorpus/news/a b.txt\t1\n", SAID);
    mill(&env, "-lc0").is(
        0,
        "corpus/notes/mill.md\u{0}1\ncorpus/news/a b.txt\u{0}1\n",
        SAID,
    );
    mill(&env, "-c").is(0, "2\t2\n", SAID);
    mill(&env, "-l -n 1").is(0, "corpus/notes/mill.md\n", SAID);
    mill(&env, "-q").is(0, "", "");
    env.run(["search", "volcano", "-q"]).is(1, "", "");
    env.run(["search", "volcano", "-c"]).is(
        1,
        "0\t0\n",
        "\"volcano\" stands nowhere\n0 passages in 0 articles match, # ms\n",
    );
    env.run(["search", "?!", "-q"]).is(
        2,
        "",
        "tolmach: the query `?!` has no word to search for\n\nhint: a word has a letter or a digit: tolmach search Kim Jong Un\n",
    );
    env.run_with_input(["search", "-c", "--queries=-"], "a\tmill\nb\tvolcano\n")
        .is(
            0,
            "a\t2\t2\nb\t0\t0\n",
            "query b: \"volcano\" stands nowhere\n",
        );
    // every path opens, whatever its name is
    let read = env.script("\"$TOLMACH\" search mill -l0 | xargs -0 cat | wc -l");
    read.is(0, "10\n", SAID);
    let read = env.script(
        "cd corpus/news; \"$TOLMACH\" search mill -l | tail -n1 | xargs -d '\\n' cat | wc -l",
    );
    read.is(0, "3\n", SAID);
}

#[test]
fn all_files_are_listed_and_each_once() {
    let env = TestEnv::empty();
    for number in 0..30 {
        env.write(&format!("corpus/{number}.txt"), "The crane works again.\n");
    }
    let rows =
        (0..20).map(|row| format!("{{\"id\": \"{row}\", \"text\": \"A crane of {row}.\"}}\n"));
    env.write("corpus/rows.jsonl", rows.collect::<String>());
    let env = env.indexed();
    let listed = env.run(["search", "crane", "-l"]);
    assert_eq!(listed.exits(0).stdout.lines().count(), 31, "{listed}");
    let counted = env.run(["search", "crane", "-lc"]);
    assert!(
        counted.stdout.contains("corpus/rows.jsonl\t20\n"),
        "{counted}"
    );
}

#[test]
fn a_budget_of_tokens_is_kept_and_what_is_left_out_is_told() {
    let env = TestEnv::empty();
    for number in 0..30 {
        let text = format!(
            "Crane {number}\n\nThe crane number {number} works again, and the port is open.\n"
        );
        env.write(&format!("corpus/{number}.txt"), text);
    }
    let env = env.indexed();
    let run = |format: &str, most: &str| {
        env.run([
            "search",
            "crane",
            "--format",
            format,
            "--max-tokens",
            most,
            "--no-group",
        ])
    };
    for format in ["text", "markdown", "json"] {
        let (mut last, mut lengths) = (0, Vec::new());
        for most in ["300", "800", "3000", "100000"] {
            let outcome = run(format, most);
            let length = outcome.exits(0).stdout.len();
            // no vocabulary of the day makes a token of less than two and a half letters here
            assert!(
                length as f64 <= most.parse::<f64>().expect("a number") * 4.0,
                "{outcome}"
            );
            assert!(length >= last, "{outcome}");
            last = length;
            lengths.push(length);
        }
        assert!(lengths[0] < lengths[2], "{lengths:?}");
    }
    let text = run("text", "300").stdout;
    let (hits, left) = text.rsplit_once("\n\n").expect("hits and the rest");
    let shown = hits.matches("    en  ").count();
    assert_eq!(
        left,
        format!("{} more passages left out: --max-tokens 300\n", 30 - shown)
    );
    assert!(shown > 1);
    let lines = run("json", "1500").json();
    let summary = lines.last().expect("a summary");
    assert_eq!(summary["hits"], lines.len() - 1);
    assert_eq!(summary["left_out"], 31 - lines.len());
    assert!(lines.len() > 2, "{lines:?}");
    // so little that not even the summary has room: it is told all the same
    assert_eq!(run("json", "1").json().len(), 1);
}

#[test]
fn fields_of_json_are_those_that_were_asked_for_in_that_order() {
    let env = town();
    let outcome = mill(&env, "--format json -n1 --fields snippet,article,date");
    let first = outcome.stdout.lines().next();
    assert_eq!(
        first,
        Some(
            "{\"version\":2,\"kind\":\"hit\",\"snippet\":\"A mill\\tis a building.\",\"article\":\"notes/mill.md\",\"date\":\"2024-06-19\"}"
        )
    );
}

#[test]
fn errors_are_objects_where_json_is_asked_for() {
    let env = TestEnv::new().indexed();
    let code = |arguments: &str| {
        let outcome = env.run(arguments.split(' '));
        let lines = outcome.exits(2).json();
        assert_eq!(lines.len(), 1, "{outcome}");
        assert_eq!(
            (&lines[0]["version"], &lines[0]["kind"]),
            (&2.into(), &"error".into())
        );
        assert!(outcome.stderr.starts_with("tolmach: "), "{outcome}");
        lines[0]["code"].as_str().expect("a code").to_owned()
    };
    for (arguments, expected) in [
        ("search Kim --format json --index nowhere", "no_index"),
        ("search ?! --format=json", "empty_query"),
        ("search --format json -- -Kim", "only_exclusions"),
        (
            "search --format json Kim --lang klingon",
            "unknown_language",
        ),
        ("search --format json Kim --tpyo", "usage"),
        ("search --format json Kim --limit many", "usage"),
        ("search --format json --queries nowhere", "input"),
        ("status --format json --index nowhere", "no_index"),
        ("show nowhere.txt --format json", "unknown_article"),
        ("why nowhere.txt Kim --format json", "unknown_article"),
        ("index nowhere --index new --format json", "read_corpus"),
    ] {
        assert_eq!(code(arguments), expected, "{arguments}");
    }
    let many = env.run_with_input(
        ["search", "--format=json", "--queries=-"],
        "a\t?!\nb\tdeclaration\n",
    );
    let lines = many.exits(2).json();
    assert_eq!(
        (&lines[0]["code"], &lines[0]["query_id"]),
        (&"empty_query".into(), &"a".into())
    );
    assert_eq!(lines.last().expect("a line")["kind"], "summary");
    // no words of the query are options
    env.run(["search", "--", "--format", "json", "?!"]).exits(1);
}
