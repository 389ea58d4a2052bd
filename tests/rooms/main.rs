//! The rooms of `docs/architecture.md`, held against the paths that the source names.
//!
//! A room uses itself and the rooms above it, and no circle of files is in a room. What is compiled for tests only may use
//! anything.

mod signatures;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenTree;
use source::Source;

/// The rooms in their order, as paths below `src` without an extension.
fn rooms() -> Vec<String> {
    let page = std::fs::read_to_string("docs/architecture.md").expect("docs/architecture.md");
    let section = page.split("\n## ").find(|part| part.starts_with("Rooms"));
    let rows = section.expect("a section on rooms").lines();
    rows.filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(str::to_owned)
        .collect()
}

/// The files and folders of `src` that the second table tells of. Behind the first of a row, others are named from its folder.
fn told_files() -> Vec<String> {
    let page = std::fs::read_to_string("docs/architecture.md").expect("docs/architecture.md");
    let sections = page.split("\n## ");
    let section = sections
        .into_iter()
        .find(|part| part.starts_with("Files of the rooms"));
    let rows = section.expect("a section on files").lines();
    let cells = rows.filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let names = |cell: &str| {
        let names: Vec<_> = cell.split('`').step_by(2).map(str::to_owned).collect();
        let folder = names[0]
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        let others = names.iter().skip(1).filter(|name| !name.is_empty());
        let others = others.map(|name| format!("{folder}/{name}"));
        std::iter::once(names[0].clone())
            .chain(others)
            .collect::<Vec<_>>()
    };
    cells.flat_map(names).collect()
}

/// The position of a module's room in their order: the room with the longest name that is the module or above it.
fn room_of(rooms: &[String], module: &str) -> Option<usize> {
    let holds = |room: &str| {
        module
            .strip_prefix(room)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let holding = rooms.iter().enumerate().filter(|(_, room)| holds(room));
    holding.max_by_key(|(_, room)| room.len()).map(|(at, _)| at)
}

/// Every arrow from a module to another, once.
fn arrows(source: &Source) -> BTreeSet<(String, String)> {
    let mut arrows = BTreeSet::new();
    for (module, uses) in source.uses() {
        arrows.extend(uses.into_iter().map(|used| (module.clone(), used)));
    }
    arrows.retain(|(module, used)| module != used);
    arrows
}

#[test]
fn every_module_is_in_a_room() {
    let rooms = rooms();
    for module in Source::read().modules() {
        assert!(
            room_of(&rooms, module).is_some(),
            "no row of docs/architecture.md has {module}"
        );
    }
}

#[test]
fn every_file_is_a_module() {
    let source = Source::read();
    assert_eq!(source.files_without_module(), Vec::<String>::new());
}

#[test]
fn every_file_that_is_told_of_is_there() {
    let told = told_files();
    assert!(told.len() > 50, "{told:?}");
    for file in told {
        assert!(std::path::Path::new("src").join(&file).exists(), "{file}");
    }
}

/// So the first page of each module in `cargo doc` says what is looked for there.
#[test]
fn every_file_begins_with_the_question_that_it_answers() {
    for file in Source::read().files() {
        let text = std::fs::read_to_string(file).expect(file);
        let first = text.lines().next().unwrap_or_default();
        let is_root = file == "src/lib.rs";
        assert!(
            first.starts_with("//! ") && (is_root || first.contains('?')),
            "{file}: {first}"
        );
    }
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    let (rooms, source) = (rooms(), Source::read());
    let against: Vec<_> = arrows(&source)
        .into_iter()
        .filter(|(module, used)| room_of(&rooms, used) > room_of(&rooms, module))
        .collect();
    assert!(against.is_empty(), "{against:#?}");
}

#[test]
fn no_circle_of_files_is_in_a_room() {
    let (rooms, source) = (rooms(), Source::read());
    let mut below: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, used) in arrows(&source) {
        if room_of(&rooms, &module) == room_of(&rooms, &used) {
            below.entry(module).or_default().insert(used);
        }
    }
    // what reaches itself is in a circle, with all that it reaches and that reaches it
    let reach: BTreeMap<&String, BTreeSet<&String>> = below
        .keys()
        .map(|module| (module, reached(&below, module)))
        .collect();
    let goes = |from: &String, to: &String| reach.get(from).is_some_and(|all| all.contains(to));
    let circles: BTreeSet<Vec<&str>> = below
        .keys()
        .filter(|module| goes(module, module))
        .map(|module| {
            let others = below
                .keys()
                .filter(|other| goes(module, other) && goes(other, module));
            others.map(String::as_str).collect()
        })
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

/// Names that say something only to who knows this crate, where the field has words: position, location, ordinal, rank, tie key,
/// weight, maximum score, document frequency.
const PRIVATE_VOCABULARY: &str = "place places Place worth lightness held Held standing Standing fallen Fallen elsewhere \
    Elsewhere Made Work Reading readings Next Waiting";

/// The names of the code, whatever they are of.
fn names(tokens: proc_macro2::TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => drop(found.insert(name.to_string())),
            TokenTree::Group(group) => names(group.stream(), found),
            _ => {}
        }
    }
}

#[test]
fn no_name_is_of_a_private_vocabulary() {
    let private: BTreeSet<_> = PRIVATE_VOCABULARY.split_whitespace().collect();
    for file in Source::read().files() {
        let text = std::fs::read_to_string(file).expect(file);
        let mut found = BTreeSet::new();
        names(text.parse().expect(file), &mut found);
        found.retain(|name| private.contains(name.as_str()));
        assert!(found.is_empty(), "{file}: {found:?}");
    }
}

/// The modules that a path of arrows leads to.
fn reached<'a>(
    below: &'a BTreeMap<String, BTreeSet<String>>,
    from: &String,
) -> BTreeSet<&'a String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&String> = below.get(from).into_iter().flatten().collect();
    while let Some(module) = open.pop() {
        if found.insert(module) {
            open.extend(below.get(module).into_iter().flatten());
        }
    }
    found
}
