//! What is shown at a terminal: widths, colours, links, a pager, an editor.

use crate::env::{TestEnv, left_out};

/// Articles with all that a hit may show, in several writings.
fn town() -> TestEnv {
    TestEnv::with_corpus(&[
        (
            "2024/reports-from-the-harbour/the-old-lighthouse.md",
            "---\ntitle: Fishing town votes to keep its old lighthouse after two years of argument\ndate: 2024-03-14\nsource: The Harbour Post\n---\nThe residents of the bay have decided that the lighthouse stays where it is, see https://example.org/a/very/long/address/of/a/page for all of it.\n",
        ),
        ("zh.txt", "朝鲜领导人金正恩周日抵达新加坡，准备与美国总统举行会晤，灯塔之行随后进行。\n"),
        ("he.txt", "המגדלור הישן נשאר במקומו, כך החליטו תושבי העיר אחרי שנתיים של ויכוח.\n"),
    ])
    .indexed()
}

/// Runs a command at a terminal; none where no terminal can be had.
fn at_a_terminal(env: &TestEnv, variables: &str, arguments: &str) -> Option<String> {
    let script = format!(
        "unset TOLMACH_MARKS; export {variables}; script -qec '\"$TOLMACH\" {arguments} 2>stderr' /dev/null"
    );
    let shown = env.script(&script);
    if shown.code == Some(127) {
        left_out(
            "a terminal",
            "there is no program `script` to make one with",
        );
        return None;
    }
    Some(shown.stdout.replace("\r\n", "\n"))
}

/// The lines of a text that are wider than a terminal, in columns.
fn too_wide(shown: &str, columns: usize) -> Vec<&str> {
    use unicode_width::UnicodeWidthStr;
    let lines = shown.lines();
    lines
        .filter(|line| line.trim_end().width() > columns)
        .collect()
}

#[test]
fn a_hit_is_wrapped_at_any_width_and_no_word_or_path_is_broken() {
    let env = town();
    let Some(narrow) = at_a_terminal(&env, "NO_COLOR=1 COLUMNS=40", "search lighthouse --lang en")
    else {
        return;
    };
    let expected = " 1. Fishing town votes to keep its old
    **lighthouse** after two years of
    argument
    en  2024-03-14  The Harbour Post
    2024/reports-from-the-harbour/the-old-lighthouse.md:2
    The residents of the bay have
    decided that the **lighthouse**
    stays where it is, see
    https://example.org/a/very/long/address/of/a/page
    for all of it.

";
    assert_eq!(narrow, expected);
    for columns in [30, 40, 80, 200] {
        let variables = format!("NO_COLOR=1 COLUMNS={columns}");
        for query in ["lighthouse --lang en", "金正恩", "המגדלור"] {
            let shown =
                at_a_terminal(&env, &variables, &format!("search {query}")).expect("a terminal");
            for line in too_wide(&shown, columns) {
                // a word alone on its line, for which there is no better place
                let word =
                    line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit() || c == '.');
                assert!(!word.contains(' '), "{columns}: {line}");
            }
            let is_whole =
                shown.contains("the-old-lighthouse.md:2") || query != "lighthouse --lang en";
            assert!(is_whole, "{columns}: {shown}");
        }
    }
    let dumb = at_a_terminal(&env, "TERM=dumb COLUMNS=40", "search lighthouse --lang en");
    assert_eq!(dumb.as_deref(), Some(expected));
    // text that runs the other way does not turn what stands around it
    let hebrew =
        at_a_terminal(&env, "NO_COLOR=1 COLUMNS=30", "search המגדלור").expect("a terminal");
    assert!(hebrew.matches('\u{2068}').count() >= 3, "{hebrew}");
    assert_eq!(
        hebrew.matches('\u{2068}').count(),
        hebrew.matches('\u{2069}').count()
    );
}

#[test]
fn a_path_is_a_link_where_the_terminal_has_links() {
    let env = town();
    let search = "search lighthouse --lang en";
    let file = "corpus/2024/reports-from-the-harbour/the-old-lighthouse.md";
    let file = env.path(file).display().to_string();
    let begins = |link: &str| format!("\u{1b}]8;;{link}\u{1b}\\");
    let Some(shown) = at_a_terminal(&env, "TERM_PROGRAM=vscode COLUMNS=100", search) else {
        return;
    };
    assert!(
        shown.contains(&begins(&format!("vscode://file{file}:2:48"))),
        "{shown:?}"
    );
    assert_eq!(shown.matches("\u{1b}]8;;").count(), 2, "{shown:?}");
    let own = format!("{search} --hyperlink-format \"x:{{path}}#{{line}}\"");
    let shown = at_a_terminal(&env, "COLUMNS=100", &own).expect("a terminal");
    assert!(shown.contains(&begins(&format!("x:{file}#2"))), "{shown:?}");
    for variables in [
        "COLUMNS=100",
        "TERM_PROGRAM=vscode NO_COLOR=1",
        "TERM_PROGRAM=vscode TERM=dumb",
    ] {
        let shown = at_a_terminal(&env, variables, search).expect("a terminal");
        assert!(!shown.contains("\u{1b}]8"), "{variables}: {shown:?}");
    }
    let none = format!("{search} --hyperlink-format none");
    let shown = at_a_terminal(&env, "TERM_PROGRAM=vscode", &none).expect("a terminal");
    assert!(!shown.contains("\u{1b}]8"), "{shown:?}");
    let wrong = env.run(["search", "x", "--hyperlink-format", "x:{path}{foo}"]);
    assert!(
        wrong.exits(2).stderr.contains("`{foo` is none of"),
        "{wrong}"
    );
}

#[test]
fn what_is_longer_than_the_screen_is_shown_by_a_pager() {
    let env = town();
    let search = "search lighthouse --lang en";
    let variables = "NO_COLOR=1 COLUMNS=80 PAGER=\"sed s/^/P:/\"";
    let lines = |variables: &str, arguments: &str| {
        let shown = at_a_terminal(&env, variables, arguments)?;
        let paged = shown.lines().filter(|line| line.starts_with("P:")).count();
        Some((paged, shown.lines().count()))
    };
    let Some((paged, all)) = lines(&format!("{variables} LINES=3"), search) else {
        return;
    };
    assert!(paged == all && all > 4, "{paged} of {all}");
    for (variables, arguments) in [
        (format!("{variables} LINES=100"), search.to_owned()),
        (
            format!("{variables} LINES=3"),
            format!("{search} --no-pager"),
        ),
        (
            format!("{variables} LINES=3"),
            format!("{search} --format csv"),
        ),
        (format!("{variables} LINES=3 TERM=dumb"), search.to_owned()),
        (
            format!("{variables} LINES=3 TOLMACH_PAGER="),
            search.to_owned(),
        ),
        (
            format!("{variables} LINES=3 TOLMACH_PAGER=cat"),
            search.to_owned(),
        ),
        (
            format!("{variables} LINES=3 TOLMACH_PAGER=/no/such/pager"),
            search.to_owned(),
        ),
    ] {
        let (paged, lines) = lines(&variables, &arguments).expect("a terminal");
        assert!(
            paged == 0 && lines > 1,
            "{variables} {arguments}: {paged} of {lines}"
        );
    }
    // the exit code is that of the search, also if the pager has seen enough
    let code = env.script(&format!(
        "export LINES=3 PAGER=true; script -qec '\"$TOLMACH\" {search}' /dev/null"
    ));
    code.exits(0);
}

#[test]
fn a_hit_opens_in_the_editor_at_its_line() {
    let env = town();
    let open = |editor: &str, arguments: &str| {
        env.script(&format!(
            "export EDITOR={editor}; \"$TOLMACH\" search {arguments}"
        ))
    };
    let file = "corpus/2024/reports-from-the-harbour/the-old-lighthouse.md";
    let file = env.path(file).display().to_string();
    open("echo", "lighthouse --open 1").is(0, &format!("+2 {file}\n"), "");
    open("'echo -n'", "lighthouse --open 1 -n 0").is(0, &format!("+2 {file}"), "");
    open("echo", "lighthouse --open 9").is(1, "", "there is no hit 9\n");
    let failed = open("false", "lighthouse --open 1");
    assert!(
        failed
            .exits(2)
            .stderr
            .contains("the editor `false` ended with"),
        "{failed}"
    );
    env.run(["search", "lighthouse", "--open", "0"]).exits(2);
}
