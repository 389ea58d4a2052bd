//! Who may read an index can search it, whoever built it; what the system refuses is told as that, and no index is built
//! anew for it.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use crate::env::{TestEnv, left_out};
use crate::outcome::Outcome;

const GENERATION: &str = "index/gen-000001";

/// Runs the program as a user who may write nothing; none where there is no other user to be had.
fn as_another_user(env: &TestEnv, arguments: &str) -> Option<Outcome> {
    let nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
    let program = "cp \"$TOLMACH\" tolmach 2> /dev/null; chmod -R a+rX . tolmach";
    let probe = format!("{program}; {nobody} ./tolmach --version > /dev/null");
    if env.script(&probe).code != Some(0) {
        left_out(arguments, "there is no other user to be had");
        return None;
    }
    Some(env.script(&format!("exec {nobody} ./tolmach {arguments}")))
}

#[test]
fn another_user_searches_an_index_that_it_may_not_write() {
    let env = TestEnv::new().indexed();
    let before = env.names(GENERATION);
    for arguments in [
        "search Kim",
        "why en.txt Kim",
        "status",
        "verify",
        "index --dry-run",
    ] {
        let Some(outcome) = as_another_user(&env, arguments) else {
            return;
        };
        outcome.exits(0);
    }
    assert_eq!(env.names(GENERATION), before, "nothing was written");
    let refused = as_another_user(&env, "index --rebuild").expect("a user");
    assert!(
        refused.exits(2).stderr.contains("Permission denied"),
        "{refused}"
    );
}

#[test]
fn the_files_of_an_index_have_the_mode_that_the_umask_gives() {
    let env = TestEnv::new();
    env.script("umask 027; \"$TOLMACH\" index").exits(0);
    env.write("corpus/new.txt", "The harbour is closed.\n");
    env.script("umask 027; \"$TOLMACH\" index").exits(0);
    for name in env.names("index/gen-000002") {
        let path = env.path(format!("index/gen-000002/{name}"));
        let mode = fs::metadata(path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{name}");
    }
}

#[test]
fn an_index_that_may_not_be_read_is_not_called_damaged_and_not_built_anew() {
    let env = TestEnv::new().indexed();
    let identity = fs::metadata(env.path("index/CURRENT"))
        .expect("a file")
        .ino();
    let names = env.names(GENERATION);
    let texts = names.iter().find(|name| name.ends_with(".texts"));
    for name in ["CURRENT", "gen-000001/checksums", "gen-000001/meta.json"] {
        env.set_mode(&format!("index/{name}"), 0);
        for arguments in ["search Kim", "status", "verify", "index", "index corpus"] {
            let Some(outcome) = env.run_bound_by_permissions(arguments) else {
                return;
            };
            let said = "tolmach: cannot read the index at `index`: Permission denied (os error 13)\n\n\
                        hint: its owner can let all read it: chmod -R a+rX index\n";
            assert_eq!(
                (outcome.exits(2).stderr.as_str(), name),
                (said, name),
                "{arguments}"
            );
        }
        env.set_mode(&format!("index/{name}"), 0o644);
    }
    let texts = format!("{GENERATION}/{}", texts.expect("a file of texts"));
    env.set_mode(&texts, 0);
    for arguments in ["search Kim", "verify", "index"] {
        let outcome = env.run_bound_by_permissions(arguments).expect("bound");
        let beginning = "tolmach: cannot read the index at `index`: Permission denied";
        assert!(outcome.exits(2).stderr.starts_with(beginning), "{outcome}");
    }
    env.set_mode(&texts, 0o644);
    let same = fs::metadata(env.path("index/CURRENT"))
        .expect("a file")
        .ino();
    assert_eq!(same, identity, "nothing was published");
    env.run(["search", "Kim"]).exits(0);
}

#[test]
fn too_few_files_that_may_be_open_are_no_damage() {
    let env = TestEnv::new().indexed();
    for command in ["search Kim", "index"] {
        let outcome = env.script(&format!("ulimit -n 4; \"$TOLMACH\" {command}"));
        let told = outcome.exits(2).stderr.contains("Too many open files");
        assert!(told, "{outcome}");
        assert!(!outcome.stderr.contains("damaged"), "{outcome}");
    }
    assert_eq!(env.names("index"), [".lock", "CURRENT", "gen-000001"]);
}

#[test]
fn pipes_devices_and_links_in_the_place_of_files_of_an_index_are_damage_at_once() {
    let env = TestEnv::new().indexed();
    let names = env.names(GENERATION);
    let find = |end: &str| {
        let name = names.iter().find(|name| name.ends_with(end));
        name.expect("a file of the index").clone()
    };
    for file in ["CURRENT".to_owned()]
        .into_iter()
        .chain(["meta.json", "checksums", "files", ".texts", ".idx"].map(find))
    {
        for make in ["mkfifo", "ln -s /dev/zero", "ln -s aside", "mkdir"] {
            let folder = fs::read_to_string(env.path("index/CURRENT")).expect("a name");
            let folder = folder.split(' ').next().expect("a name").to_owned();
            let path = match file.as_str() {
                "CURRENT" if make == "mkdir" => continue,
                "CURRENT" => "index/CURRENT".to_owned(),
                // a segment of another generation has another name
                file => match env.names(&format!("index/{folder}")).iter().find(|name| {
                    let end = file.rsplit_once('.').map_or(file, |(_, end)| end);
                    name.as_str() == file || name.ends_with(&format!(".{end}"))
                }) {
                    Some(name) => format!("index/{folder}/{name}"),
                    None => panic!("no {file} in {folder}"),
                },
            };
            let aside = "cp \"$1\" index/aside 2> /dev/null; rm -f \"$1\"";
            env.script(&format!("set -- {path}; {aside}; {make} \"$1\""))
                .exits(0);
            let search = env.script("ulimit -v 4000000; exec timeout 60 \"$TOLMACH\" search Kim");
            let beginning = "tolmach: the index at `index` is damaged: ";
            assert!(
                search.exits(2).stderr.starts_with(beginning),
                "{make} {path}: {search}"
            );
            env.script("exec timeout 60 \"$TOLMACH\" index corpus --keep 0")
                .exits(0);
            env.run(["search", "Kim"]).exits(0);
        }
    }
}

#[test]
fn a_build_writes_through_no_link_that_lies_in_the_folder_of_an_index() {
    let env = TestEnv::new().indexed();
    env.write("victim", "untouched");
    env.write("corpus/new.txt", "The harbour is closed.\n");
    for name in [".CURRENT-gen-000002", ".writer", "gen-000009"] {
        symlink(env.path("victim"), env.path(format!("index/{name}"))).expect("a link");
    }
    env.run(["index"]).exits(0);
    fs::remove_file(env.path("index/.lock")).expect("the lock is removed");
    symlink(env.path("victim"), env.path("index/.lock")).expect("a link");
    let outcome = env.run(["index", "--rebuild"]);
    assert!(
        outcome.exits(2).stderr.contains("not a regular file"),
        "{outcome}"
    );
    let victim = fs::read_to_string(env.path("victim")).expect("the victim");
    assert_eq!(victim, "untouched");
}
