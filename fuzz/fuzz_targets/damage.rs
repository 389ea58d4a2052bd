//! An index with any file changed is opened and searched, or refused; nothing panics.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tolmach::index::{BuildOptions, Index, Progress, build};
use tolmach::query::Query;
use tolmach::search::{SearchOptions, search};
use tolmach::source::Sources;

struct Built {
    _folder: tempfile::TempDir,
    index: PathBuf,
    /// Every file of the index, with what is in it.
    files: Vec<(PathBuf, Vec<u8>)>,
}

fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let (corpus, index) = (folder.path().join("corpus"), folder.path().join("index"));
        fs::create_dir(&corpus).expect("a corpus");
        for (name, text) in [
            ("de.txt", "Der Präsident besuchte am Montag die Häuser am Hafen.\n"),
            ("fr.txt", "Le président a visité lundi les maisons du port.\n"),
        ] {
            fs::write(corpus.join(name), text.repeat(20)).expect("an article");
        }
        build(&Sources::folder(&corpus), &index, &BuildOptions::default(), &Progress::default()).expect("an index");
        let mut files = Vec::new();
        read(&index, &mut files);
        Built { _folder: folder, index, files }
    })
}

fn read(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder of the index").flatten() {
        if entry.path().is_dir() {
            read(&entry.path(), files);
        } else {
            files.push((entry.path(), fs::read(entry.path()).expect("a file of the index")));
        }
    }
}

fuzz_target!(|input: (u8, u16, &[u8])| {
    let (file, at, new) = input;
    let built = built();
    let (path, whole) = &built.files[usize::from(file) % built.files.len()];
    let at = usize::from(at).min(whole.len());
    let mut damaged = whole.clone();
    damaged.splice(at..(at + new.len()).min(whole.len()), new.iter().copied());
    fs::write(path, damaged).expect("a file of the index");
    if let Ok(index) = Index::open(&built.index) {
        let index = index.snapshot();
        let _ = search(&index, &Query::parse("Haus président"), &SearchOptions { limit: 10, ..SearchOptions::default() });
    }
    fs::write(path, whole).expect("a file of the index");
});
