//! Does nothing panic, whatever happens to the files of an index, and is what is seen mended?

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;
use crate::engine::checksums::{CHECKSUMS, Checksums};
use crate::engine::directory::META;
use crate::error::Difference;
use crate::language::Language;

/// What is done to files of the index.
const DAMAGES: usize = 2_000;

/// Damages after each of which the index is brought up to date: it takes a while.
const DAMAGES_PER_UPDATE: usize = 50;

/// The files of an index by their paths in it.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The files of the index that count: those of its current generation, and what names it.
fn files_of(index: &Path) -> Files {
    let folder = Snapshot::open(index).expect("an index").folder().to_owned();
    let entries = fs::read_dir(&folder).expect("a generation").flatten();
    let paths = entries.map(|entry| entry.path());
    let paths = paths.chain([index.join("CURRENT")]);
    paths
        .map(|path| {
            let content = fs::read(&path).expect("a file of the index");
            (path, content)
        })
        .collect()
}

/// Replaces a file, as whoever has it open expects.
fn put(path: &Path, content: &[u8]) {
    let aside = path.with_extension("aside");
    fs::write(&aside, content).expect("a file");
    fs::rename(&aside, path).expect("in its place");
}

/// Does some damage; says what, and to which files.
fn damage(files: &Files, chance: &mut fastrand::Rng) -> (String, Vec<PathBuf>) {
    let any = |chance: &mut fastrand::Rng| {
        let at = chance.usize(..files.len());
        files.iter().nth(at).expect("there are files")
    };
    let (path, content) = any(chance);
    let name = path.file_name().unwrap_or_default().display();
    let mut content = content.clone();
    match chance.usize(..8) {
        0..=4 if !content.is_empty() => {
            let at = chance.usize(..content.len());
            content[at] ^= 1 << chance.usize(..8);
            put(path, &content);
            (format!("a bit of byte {at} of {name}"), vec![path.clone()])
        }
        5 => {
            content.truncate(chance.usize(..=content.len()));
            put(path, &content);
            let about = format!("{name} cut to {} bytes", content.len());
            (about, vec![path.clone()])
        }
        6 => {
            fs::remove_file(path).expect("deleted");
            (format!("{name} deleted"), vec![path.clone()])
        }
        _ => {
            // mostly with one of its kind
            let same = |other: &&PathBuf| other.extension() == path.extension();
            let alike: Vec<&PathBuf> = files.keys().filter(same).collect();
            let other = alike[chance.usize(..alike.len())];
            let other = if chance.bool() { other } else { any(chance).0 };
            put(path, &files[other]);
            put(other, &content);
            let about = format!("{name} and {} exchanged", other.display());
            (about, vec![path.clone(), other.clone()])
        }
    }
}

/// What some questions find, or why they find nothing.
fn ask(index: &Path) -> Result<String> {
    let index = Snapshot::open(index)?;
    let mut found = String::new();
    for query in [
        "bridge harbour",
        "\"the harbour master\"",
        "мос* -Markt",
        "stattion~",
    ] {
        let wanted = SearchOptions {
            snippet_chars: Some(100),
            ..SearchOptions::default()
        };
        for hit in search(&index, &Query::parse(query), &wanted)?.hits {
            found += &format!("{query} {} {}\n", hit.article, hit.score);
        }
    }
    Ok(found)
}

#[test]
fn whatever_happens_to_its_files_an_index_is_searched_without_a_panic_and_mended() {
    let mut ground = Ground::new(11, 14);
    ground.update(&Disk::default()).expect("a build");
    for _ in 0..2 {
        ground.add();
        ground.edit();
        ground.update(&Disk::default()).expect("an update");
    }
    ground.assert_as_rebuilt("before any damage");
    let expected = answers(&ground.index());
    let right = ask(&ground.index()).expect("answers");
    let mut files = files_of(&ground.index());
    assert!(files.len() > 20, "several segments: {:?}", files.keys());
    let (mut seen, mut refused, mut wrong) = (0, 0, 0);
    for number in 0..DAMAGES {
        let (done, changed) = damage(&files, &mut ground.chance);
        let about = format!("{number}: {done}");
        let asked = catch_unwind(AssertUnwindSafe(|| ask(&ground.index())));
        let asked = asked.unwrap_or_else(|_| panic!("{about}: a panic"));
        match asked {
            Ok(found) => wrong += usize::from(found != right),
            Err(Error::Damaged { .. } | Error::NoIndex { .. } | Error::OtherVersion { .. }) => {
                refused += 1;
            }
            Err(error) => panic!("{about}: {error}"),
        }
        let is_seen = match verify(&ground.index(), None, 1) {
            Ok(verification) => !verification.damages.is_empty(),
            Err(Error::NoIndex { .. } | Error::OtherVersion { .. }) => true,
            Err(error) => panic!("{about}: {error}"),
        };
        seen += usize::from(is_seen);
        if !is_seen {
            assert_eq!(answers(&ground.index()), expected, "{about}");
        }
        if number % DAMAGES_PER_UPDATE == 0 {
            let report = ground.update(&Disk::default());
            let report = report.unwrap_or_else(|error| panic!("{about}: {error}"));
            let is_mended = matches!(report.outcome, Outcome::Rebuilt { .. } | Outcome::Built);
            assert_eq!(is_mended, is_seen, "{about}: {:?}", report.outcome);
            ground.assert_as_rebuilt(&about);
            assert_eq!(answers(&ground.index()), expected, "{about}");
            // several segments again
            if is_mended {
                let _ = fs::remove_dir_all(ground.index());
                restore(&files, files.keys());
            }
            files = files_of(&ground.index());
        } else {
            restore(&files, changed.iter());
        }
    }
    let counts = format!("{seen} seen, {refused} refused by a search, {wrong} wrong answers");
    assert!(seen * 10 > DAMAGES * 9 && wrong * 20 < DAMAGES, "{counts}");
}

/// Puts the files of an index back.
fn restore<'p>(files: &Files, paths: impl Iterator<Item = &'p PathBuf>) {
    for path in paths {
        let folder = path.parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder");
        put(path, &files[path]);
    }
}

#[test]
fn a_folder_in_a_generation_and_a_foreign_file_are_none_of_its_files() {
    let mut ground = Ground::new(12, 10);
    ground.update(&Disk::default()).expect("a build");
    let snapshot = Snapshot::open(&ground.index()).expect("an index");
    let foreign = snapshot.folder().join("@eaDir");
    fs::create_dir(&foreign).expect("a folder, as some NAS make them");
    fs::write(foreign.join("thumb"), "x").expect("a file in it");
    fs::write(snapshot.folder().join("foreign.idx"), "x").expect("a foreign file");
    let verification = verify(&ground.index(), None, 1).expect("an index");
    assert_eq!(verification.damages, []);
    ground.add();
    let report = ground.update(&Disk::default()).expect("an update");
    assert_eq!(report.outcome, Outcome::Updated);
    ground.assert_as_rebuilt("with a folder in the former generation");
    let now = Snapshot::open(&ground.index()).expect("an index");
    assert!(!now.folder().join("@eaDir").exists() && !now.folder().join("foreign.idx").exists());
}

/// Changes what the engine knows of the index, as if it had been written so.
fn rewrite_meta(index: &Path, change: impl FnOnce(String) -> String) {
    let folder = Snapshot::open(index).expect("an index").folder().to_owned();
    let path = folder.join(META);
    let meta = fs::read_to_string(&path).expect("a list of segments");
    let changed = change(meta.clone());
    assert_ne!(changed, meta);
    put(&path, changed.as_bytes());
    let mut list = Checksums::read(&folder).expect("a list of files");
    let names: Vec<String> = list.names().map(str::to_owned).collect();
    list.forget(&[META]);
    let list = Checksums::of(&folder, names, &list).expect("a list of files");
    put(&folder.join(CHECKSUMS), list.to_text().as_bytes());
}

#[test]
fn an_index_of_other_analyzers_or_fields_is_refused_with_what_differs_and_built_anew() {
    let ground = Ground::new(13, 10);
    ground.update(&Disk::default()).expect("a build");
    let expected = answers(&ground.index());
    let german = Language::from_code("de").expect("a language");
    let other_stems = |meta: String| {
        let snapshot = Snapshot::open(&ground.index()).expect("an index");
        let checksum = snapshot.manifest().analysis[&german];
        meta.replace(&checksum.to_string(), &(checksum ^ 1).to_string())
    };
    let other_fields = |meta: String| meta.replace("\"_column\"", "\"_row\"");
    for (change, difference) in [
        (
            &other_stems as &dyn Fn(String) -> String,
            Difference::Analysis,
        ),
        (&other_fields, Difference::Fields),
    ] {
        rewrite_meta(&ground.index(), change);
        let refused = Snapshot::open(&ground.index()).err();
        let Some(Error::OtherVersion {
            difference: told, ..
        }) = refused
        else {
            panic!("{difference:?}: {refused:?}");
        };
        assert_eq!(told, difference);
        let report = ground.update(&Disk::default()).expect("a build");
        let reason = format!("the index at `{}` {difference}", ground.index().display());
        let reason = Some(reason);
        assert_eq!(report.outcome, Outcome::Rebuilt { reason });
        assert_eq!(answers(&ground.index()), expected);
    }
}
