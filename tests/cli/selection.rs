//! Which files are indexed: patterns, ignore files, hidden files, links, lists, several folders.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use crate::env::TestEnv;
use crate::outcome::outcome;

/// A corpus of files that say their own path.
fn corpus(paths: &[&str]) -> TestEnv {
    let env = TestEnv::empty();
    for path in paths {
        env.write(path, format!("The harbour of {path}.\n"));
    }
    env
}

fn link(env: &TestEnv, target: &str, link: &str) {
    symlink(target, env.path(link)).expect("a link");
}

/// The articles of the index, sorted.
fn articles(env: &TestEnv) -> Vec<String> {
    env.articles_with("harbour")
}

/// Indexes with these arguments, whatever was typed before; returns the articles, and what was told before the summary.
#[track_caller]
fn indexed(env: &TestEnv, code: i32, arguments: &[&str]) -> (Vec<String>, String) {
    let outcome = env.run(["index", "--reset-selection"].iter().chain(arguments));
    outcome.exits(code);
    let notes = outcome.stderr.split("language  ").next();
    let told = notes.expect("the notes");
    let told = told.split_inclusive('\n');
    let told = told
        .filter(|line| !line.starts_with("selection changed: "))
        .collect();
    (articles(env), told)
}

#[test]
fn a_pattern_takes_or_leaves_out_files_and_folders_at_any_depth() {
    let env = corpus(&[
        "corpus/2024/a.md",
        "corpus/2024/a.txt",
        "corpus/2024/drafts/b.txt",
        "corpus/drafts.txt",
        "corpus/drafts/c.txt",
        "corpus/old/2024/d.txt",
    ]);
    let all = articles_of(&env, &[]);
    for (arguments, expected) in [
        (&["--include=*.md"][..], &["2024/a.md"][..]),
        (
            &["--exclude=drafts/"],
            &["2024/a.md", "2024/a.txt", "drafts.txt", "old/2024/d.txt"],
        ),
        (
            &["--include", "/2024/", "--exclude", "drafts"],
            &["2024/a.md", "2024/a.txt"],
        ),
        (
            &["--include=2024/*.txt", "--include=drafts.txt"],
            &["2024/a.txt", "drafts.txt"],
        ),
        (
            &["--include=**/2024/**", "--exclude=*.md"],
            &["2024/a.txt", "2024/drafts/b.txt", "old/2024/d.txt"],
        ),
        (
            &["--include", "[ab].*", "--exclude", "a.t?t"],
            &["2024/a.md", "2024/drafts/b.txt"],
        ),
    ] {
        assert_eq!(articles_of(&env, arguments), expected, "{arguments:?}");
        for article in expected {
            assert!(all.contains(&(*article).to_owned()));
        }
    }
    assert_eq!(all.len(), 6);
}

fn articles_of(env: &TestEnv, arguments: &[&str]) -> Vec<String> {
    indexed(env, 0, arguments).0
}

#[test]
fn what_was_left_out_is_counted_by_its_reason() {
    let env = corpus(&[
        "corpus/a.txt",
        "corpus/b.md",
        "corpus/drafts/c.txt",
        "corpus/.d.txt",
    ]);
    env.write("corpus/e.log", "The harbour.");
    env.write("corpus/.tolmachignore", "*.log\n");
    env.run(["index", "--include=*.txt", "--exclude=drafts"])
        .is(
            0,
            "",
            "
files and folders left out: 1 by .tolmachignore, 1 by --exclude, 1 that no --include matches
language                  articles  passages
en English                       1         1
1 article, 1 passage, 29 B of text in # s (# MB/s); index # at index
",
        );
}

#[test]
fn when_nothing_is_left_it_is_said_why() {
    let env = corpus(&["corpus/.a.txt", "corpus/b.txt", "corpus/c.txt"]);
    let said = "
nothing to index; files and folders left out: 1 hidden (--hidden takes them), 2 that no --include matches
0 articles, 0 passages, 0 B of text in # s (# MB/s); index # at index
";
    env.run(["index", "--include=*.html"]).is(3, "", said);
    let said = said.replace("2 that no --include matches", "2 by --exclude");
    let changed = "selection changed: --exclude '*' (before: --include '*.html')\n";
    let said = format!("{changed}{}", said.trim_start());
    env.run(["index", "--rebuild", "--reset-selection", "--exclude=*"])
        .is(3, "", &said);
}

#[test]
fn a_pattern_that_is_none_is_an_error_and_the_index_stays() {
    let env = TestEnv::new().indexed();
    let hint = "patterns are those of .gitignore: --include '*.txt' --exclude drafts/; `\\[` is the character";
    let opposite =
        "say the opposite with the other option, --include or --exclude; `\\!` is the character";
    for (pattern, reason, hint) in [
        ("a[b", "unclosed character class; missing ']'", hint),
        (
            "{a",
            "unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
            hint,
        ),
        (" ", "it is empty", hint),
        ("!a.txt", "`!` has no meaning here", opposite),
    ] {
        let said =
            format!("tolmach: cannot use the pattern `{pattern}`: {reason}\n\nhint: {hint}\n");
        env.run(["index", "--include", pattern]).is(2, "", &said);
        env.run(["index", "--exclude", pattern]).is(2, "", &said);
    }
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000001"]);
}

#[test]
fn characters_with_a_meaning_can_be_named() {
    let env = corpus(&[
        "corpus/#a.txt",
        "corpus/!b.txt",
        "corpus/[c].txt",
        "corpus/-d.txt",
    ]);
    let one = |pattern: &str| articles_of(&env, &["--include", pattern]);
    assert_eq!(one("#*"), ["#a.txt"]);
    assert_eq!(one("\\!*"), ["!b.txt"]);
    assert_eq!(one("\\[*"), ["[c].txt"]);
    assert_eq!(one("-d*"), ["-d.txt"]);
}

#[test]
fn an_ignore_file_holds_for_its_folder_and_an_inner_one_goes_before_it() {
    let env = corpus(&[
        "corpus/a.log",
        "corpus/a.txt",
        "corpus/build/b.txt",
        "corpus/keep.log",
        "corpus/port/build/c.txt",
        "corpus/port/d.log",
        "corpus/port/d.txt",
        "corpus/port/deep/d.txt",
        "corpus/port/e.txt",
        "corpus/quay/d.txt",
    ]);
    // as editors on other systems write it
    env.write(
        "corpus/.tolmachignore",
        "\u{FEFF}# built\r\n\r\n/build/\r\n*.log  \r\n!keep.log\r\n",
    );
    env.write("corpus/port/.tolmachignore", "/d.txt\n!*.log\n");
    assert_eq!(
        articles_of(&env, &[]),
        [
            "a.txt",
            "keep.log",
            "port/build/c.txt",
            "port/d.log",
            "port/deep/d.txt",
            "port/e.txt",
            "quay/d.txt"
        ]
    );
}

#[test]
fn git_does_not_say_what_is_indexed() {
    let env = corpus(&["corpus/a.txt"]);
    env.write("corpus/.gitignore", "*.txt\n");
    env.write("corpus/.ignore", "*.txt\n");
    assert_eq!(articles_of(&env, &[]), ["a.txt"]);
}

#[test]
fn a_line_of_an_ignore_file_that_is_no_pattern_is_told() {
    let env = corpus(&["corpus/port/a.txt", "corpus/port/b.txt"]);
    env.write("corpus/port/.tolmachignore", b"b[\n\nb.txt\ncaf\xe9\n");
    let (articles, told) = indexed(&env, 0, &[]);
    assert_eq!(articles, ["port/a.txt"]);
    assert_eq!(
        told,
        "port/.tolmachignore:1: no pattern, unclosed character class; missing ']'\n\
         port/.tolmachignore:4: no pattern, no UTF-8\n\
         files and folders left out: 1 by .tolmachignore\n"
    );
}

#[test]
fn hidden_files_are_taken_if_asked_for_but_no_ignore_file_and_no_index() {
    let env = corpus(&["corpus/.git/a.txt", "corpus/.hidden.txt", "corpus/b.txt"]);
    env.write("corpus/.tolmachignore", "# harbour\n");
    let place = ["--index", "corpus/.index"];
    for _ in 0..2 {
        let place = ["--hidden", "--index", "corpus/.index"];
        let outcome = env.run([&["index", "--rebuild"], &place[..]].concat());
        outcome.is(
            0,
            "",
            "
language                  articles  passages
en English                       3         3
3 articles, 3 passages, 98 B of text in # s (# MB/s); index # at corpus/.index
",
        );
    }
    assert_eq!(env.found(place.iter().chain(&["hidden"])).len(), 1);
}

#[test]
fn links_are_followed_if_asked_for_and_each_file_is_taken_once() {
    let env = corpus(&[
        "corpus/a.txt",
        "corpus/port/b.txt",
        "outside/c.txt",
        "outside/d.txt",
    ]);
    link(&env, "../outside", "corpus/away");
    link(&env, "../../outside/c.txt", "corpus/port/again.txt");
    link(&env, "a.txt", "corpus/a link.txt");
    link(&env, "nothing", "corpus/broken.txt");
    link(&env, "..", "corpus/port/up");
    link(&env, "port", "corpus/second");
    link(&env, "self", "corpus/self");
    let (articles, told) = indexed(&env, 3, &["--follow-links"]);
    assert_eq!(
        articles,
        ["a.txt", "away/c.txt", "away/d.txt", "port/b.txt"]
    );
    assert_eq!(
        told,
        "a link.txt: skipped, the same as a.txt\n\
         broken.txt: skipped, symbolic link to nothing\n\
         port/again.txt: skipped, the same as away/c.txt\n\
         port/up: skipped, symbolic link to a folder that it lies in\n\
         second/again.txt: skipped, the same as away/c.txt\n\
         second/b.txt: skipped, the same as port/b.txt\n\
         second/up: skipped, symbolic link to a folder that it lies in\n\
         self: skipped, Too many levels of symbolic links (os error 40)\n"
    );
}

#[test]
fn folders_full_of_links_to_each_other_are_walked_to_an_end() {
    let names: Vec<String> = (10..30).map(|number| format!("f{number}")).collect();
    let env = TestEnv::empty();
    for name in &names {
        env.write(
            &format!("outside/{name}/a.txt"),
            format!("The harbour of {name}.\n"),
        );
        for other in names.iter().filter(|other| *other != name) {
            link(
                &env,
                &format!("../{other}"),
                &format!("outside/{name}/{other}"),
            );
        }
    }
    fs::create_dir(env.path("corpus")).expect("a corpus");
    link(&env, "../outside", "corpus/away");
    // `timeout` so that a walk without end fails the test and does not hold it up
    let index = "exec timeout 100 \"$TOLMACH\" index --follow-links";
    env.script(index).exits(0);
    let expected: Vec<String> = names
        .iter()
        .map(|name| format!("away/{name}/a.txt"))
        .collect();
    assert_eq!(articles(&env), expected);
}

#[test]
fn a_followed_link_is_left_out_by_its_own_name() {
    let env = corpus(&["corpus/a.txt", "outside/c.txt", "outside/d.txt"]);
    link(&env, "../outside", "corpus/away");
    link(&env, "nothing", "corpus/broken.txt");
    let arguments = [
        "--follow-links",
        "--exclude=broken.*",
        "--exclude=/away/d.txt",
    ];
    assert_eq!(articles_of(&env, &arguments), ["a.txt", "away/c.txt"]);
}

#[test]
fn an_index_behind_a_link_is_not_indexed() {
    let env = corpus(&["corpus/a.txt"]);
    env.run(["index"]).exits(0);
    link(&env, "../index", "corpus/search");
    link(&env, "../index/CURRENT", "corpus/current");
    let (articles, told) = indexed(&env, 0, &["--follow-links"]);
    assert_eq!((articles, told.as_str()), (vec!["a.txt".to_owned()], ""));
}

#[test]
fn two_names_that_are_no_unicode_are_two_articles() {
    let env = corpus(&["corpus/a.txt", r"corpus/caf\xE9.txt"]);
    for name in [
        &b"corpus/caf\xe9.txt"[..],
        b"corpus/caf\xe8.txt",
        b"corpus/\xff/x y\n.txt",
    ] {
        let path = env.path(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(path, format!("The harbour {name:?}.\n")).expect("a file");
    }
    let expected = [
        "\\xFF/x y\n.txt",
        "a.txt",
        r"caf\x5CxE9.txt",
        r"caf\xE8.txt",
        r"caf\xE9.txt",
    ];
    assert_eq!(articles_of(&env, &[]), expected);
    let run = env.run(["search", "--format", "trec", "harbour"]).stdout;
    let mut columns: Vec<_> = run
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .collect();
    columns.sort();
    assert!(columns.iter().all(|columns| columns.len() == 6), "{run}");
    let articles: Vec<_> = columns.iter().map(|columns| columns[2]).collect();
    let spelled = [
        r"\xFF/x\x20y\x0A.txt",
        "a.txt",
        r"caf\x5CxE9.txt",
        r"caf\xE8.txt",
        r"caf\xE9.txt",
    ];
    assert_eq!(articles, spelled);
}

#[test]
fn articles_of_several_folders_begin_with_the_folder() {
    let env = corpus(&["news/2024/a.txt", "archive/news/b.txt", "blogs/c.txt"]);
    env.write("news/.tolmachignore", "/x.txt\n");
    env.write("news/x.txt", "The harbour.");
    env.write("blogs/x.txt", "The harbour.");
    assert_eq!(
        articles_of(&env, &["news", "./blogs/", "--replace-corpus"]),
        ["blogs/c.txt", "blogs/x.txt", "news/2024/a.txt"]
    );
    assert_eq!(
        articles_of(
            &env,
            &[
                "news",
                "old=archive/news",
                "blogs",
                "--exclude=/x.txt",
                "--replace-corpus"
            ]
        ),
        ["blogs/c.txt", "news/2024/a.txt", "old/b.txt"]
    );
    assert_eq!(
        articles_of(&env, &["old=archive/news", "--replace-corpus"]),
        ["old/b.txt"]
    );
    assert_eq!(
        articles_of(&env, &["archive/news", "--replace-corpus"]),
        ["b.txt"]
    );
}

#[test]
fn a_folder_with_an_equals_sign_in_its_name_can_be_named() {
    let env = corpus(&["a=b/c.txt"]);
    assert_eq!(articles_of(&env, &["./a=b"]), ["c.txt"]);
}

#[test]
fn folders_that_do_not_go_together_are_an_error() {
    let env = corpus(&["news/a.txt", "archive/news/b.txt"]);
    link(&env, "archive", "linked");
    let part = |inner: &str, outer: &str| {
        format!(
            "tolmach: the folder `{inner}` is part of `{outer}`, which is to be indexed too\n\n\
             hint: name that one only: tolmach index {outer}\n"
        )
    };
    env.run(["index", "news", "archive/news"]).is(
        2,
        "",
        "tolmach: the folders `news` and `archive/news` are both called `news`\n\n\
         hint: give one another name: tolmach index news news2=archive/news\n",
    );
    for (arguments, inner, outer) in [
        (["archive", "archive/news"], "archive/news", "archive"),
        (["archive/news", "archive"], "archive/news", "archive"),
        (["archive/news", "linked"], "archive/news", "linked"),
    ] {
        let said = part(inner, outer);
        env.run(["index"].iter().chain(&arguments)).is(2, "", &said);
    }
    for (other, also) in [
        ("news", ""),
        ("./news/", ", also as `./news/`"),
        ("x=news", ""),
    ] {
        let said = format!(
            "tolmach: the folder `news` is named twice{also}\n\n\
             hint: name it once: tolmach index news\n"
        );
        env.run(["index", "news", other]).is(2, "", &said);
    }
    env.run(["index", "news", "index=nowhere"]).is(
        2,
        "",
        "tolmach: cannot read the corpus `nowhere`: No such file or directory (os error 2)\n\n\
         hint: name the folder that has the articles: tolmach index FOLDER\n",
    );
    assert_eq!(env.names("."), ["archive", "linked", "news"]);
}

#[test]
fn a_corpus_in_the_place_of_the_index_is_an_error() {
    let env = corpus(&["news/a.txt", "blogs/b.txt"]);
    env.run(["index", "news", "blogs", "--index", "blogs"]).is(
        2,
        "",
        "tolmach: `blogs` is the corpus: the index needs a folder of its own\n\n\
         hint: name another folder for the index: --index DIR\n",
    );
}

#[test]
fn a_link_from_one_folder_to_another_gives_no_article_twice() {
    let env = corpus(&["news/a.txt", "blogs/b.txt"]);
    link(&env, "../news", "blogs/linked");
    let (articles, told) = indexed(&env, 0, &["blogs", "news", "--follow-links"]);
    assert_eq!(articles, ["blogs/b.txt", "news/a.txt"]);
    assert_eq!(
        told,
        "blogs/linked/a.txt: skipped, the same as news/a.txt\n"
    );
}

#[test]
fn a_list_says_which_files_are_indexed() {
    let env = corpus(&[
        "corpus/.hidden.txt",
        "corpus/a.txt",
        "corpus/b.txt",
        "corpus/port/c d.txt",
        "corpus/port/ignored.txt",
        "outside.txt",
    ]);
    env.write("corpus/.tolmachignore", "port/\n");
    let absolute = env.path("corpus/port/ignored.txt");
    let list = format!(
        "\u{FEFF}a.txt\r\n\r\n./port/../a.txt\nport/c d.txt\n{}\n.hidden.txt\n.tolmachignore\na.txt",
        absolute.display()
    );
    env.write("list", &list);
    let expected = [".hidden.txt", "a.txt", "port/c d.txt", "port/ignored.txt"];
    assert_eq!(articles_of(&env, &["--files-from", "list"]), expected);
    env.run_with_input(
        [
            "index",
            "--files-from=-",
            "--exclude=a.*",
            "--include=*d.txt",
        ],
        &list,
    )
    .is(
        0,
        "",
        "
selection changed: --include '*d.txt' --exclude 'a.*' --files-from … (before: --files-from …)
files and folders left out: 1 by --exclude, 1 that no --include matches
language                  articles  passages
en English                       2         2
0 new, 0 changed, 2 removed, 0 renamed, 2 unchanged
2 articles, 2 passages, 76 B of text in # s; index # at index
",
    );
}

#[test]
fn a_list_can_be_separated_by_nul_bytes_and_have_any_name() {
    let env = corpus(&["corpus/a\nb.txt", "corpus/c\r", "corpus/other.txt"]);
    let latin1 = env.path(OsStr::from_bytes(b"corpus/\xe9.txt"));
    fs::write(latin1, "The harbour.\n").expect("a file");
    env.write("list", b"a\nb.txt\0c\r\0\0\xe9.txt");
    let arguments = ["--files-from", "list", "-0"];
    assert_eq!(
        articles_of(&env, &arguments),
        [r"\xE9.txt", "a\nb.txt", "c\r"]
    );
}

#[test]
fn listed_files_that_are_not_there_or_not_in_the_corpus_make_the_index_incomplete() {
    let env = corpus(&["corpus/a.txt", "corpus/port/b.txt", "outside.txt"]);
    link(&env, "../outside.txt", "corpus/away.txt");
    link(&env, "..", "corpus/up");
    let outside = env.path("outside.txt");
    let outside = outside.to_str().expect("text");
    let list = format!(
        "a.txt\ngone.txt\na.txt/b\n../outside.txt\n{outside}\nport\naway.txt\nup/outside.txt\n"
    );
    env.write("list", list);
    let (articles, told) = indexed(&env, 3, &["--files-from", "list"]);
    assert_eq!(articles, ["a.txt"]);
    let missing = "not found; a list has absolute paths or paths relative to the corpus";
    assert_eq!(
        told,
        format!(
            "../outside.txt: skipped, outside of the corpus\n\
             {outside}: skipped, outside of the corpus\n\
             a.txt/b: skipped, {missing}\n\
             away.txt: skipped, symbolic link, not followed\n\
             gone.txt: skipped, {missing}\n\
             port: skipped, not a regular file\n\
             up/outside.txt: skipped, symbolic link, not followed\n"
        )
    );
    let (articles, _) = indexed(&env, 3, &["--files-from", "list", "--follow-links"]);
    assert_eq!(articles, ["a.txt", "away.txt"]);
}

#[test]
fn a_list_for_several_folders_has_the_names_of_the_articles() {
    let env = corpus(&["news/a.txt", "news/b.txt", "blogs/a.txt", "blogs/c.txt"]);
    let b = env.path("news/b.txt");
    let list = format!("news/a.txt\nweb/c.txt\n{}\nblogs/a.txt\n", b.display());
    let mut command = env.command(["index", "news", "web=blogs", "--files-from=-"]);
    let said = outcome(&mut command, list.as_bytes());
    said.exits(3);
    let skipped = "blogs/a.txt: skipped, outside of the corpus\n";
    assert!(said.stderr.starts_with(skipped), "{said}");
    assert_eq!(articles(&env), ["news/a.txt", "news/b.txt", "web/c.txt"]);
}

#[test]
fn absolute_paths_of_a_list_may_name_the_corpus_as_it_was_named() {
    let env = corpus(&["real/a.txt", "real/b.txt"]);
    link(&env, "real", "corpus");
    let (named, real) = (env.path("corpus/a.txt"), env.path("real/b.txt"));
    env.write("list", format!("{}\n{}\n", named.display(), real.display()));
    assert_eq!(
        articles_of(&env, &["--files-from=list"]),
        ["a.txt", "b.txt"]
    );
}

#[test]
fn files_of_the_index_that_a_list_names_are_not_indexed() {
    let env = corpus(&["a.txt"]);
    for _ in 0..2 {
        let find = "find . -type f -print0 | \"$TOLMACH\" index . --files-from - -0";
        env.script(find).exits(0);
        assert_eq!(articles(&env), ["a.txt"]);
    }
}

#[test]
fn a_list_that_cannot_be_read_is_an_error_and_the_index_stays() {
    let env = TestEnv::new().indexed();
    env.run(["index", "--files-from", "nowhere"]).is(
        2,
        "",
        "tolmach: cannot read the list of files from `nowhere`: No such file or directory (os error 2)\n",
    );
    env.run(["index", "-0"]).exits(2);
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000001"]);
}
