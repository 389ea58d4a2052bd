//! Is an index what a rebuild makes, after any edits of a corpus and after any failure?

// what is compared is text
#![allow(clippy::format_push_string)]

mod damage;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tantivy::SegmentReader;
use tempfile::TempDir;

use crate::article::{Article, Metadata, Origin, Told};
use crate::error::{Error, Result};
use crate::index::build::{Environment, build_in};
use crate::index::disk::Disk;
use crate::index::faults::Faults;
use crate::index::*;
use crate::language::Language;
use crate::query::Query;
use crate::search::{Grouping, SearchOptions, search};
use crate::source::hashed::HashedFile;
use crate::source::reader::{FileArticle, How, Reader, Stopped, TakeArticle, any_format};
use crate::source::text::TextReader;
use crate::source::{FileNotes, Skip, Sources};

/// An index of articles that are in no file; its folder goes with the first.
pub(crate) fn index_of(articles: Vec<Article>) -> (tempfile::TempDir, std::sync::Arc<Snapshot>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index");
    let sources = Sources::articles(articles);
    build(
        &sources,
        &path,
        &BuildOptions::default(),
        &Progress::default(),
    )
    .expect("a build");
    let index = Index::open(&path).expect("an index").snapshot();
    (folder, index)
}

/// Words of three languages, so that the statistics of several change.
const SENTENCES: [&str; 12] = [
    "The old bridge over the river was closed on Monday because of the flood.",
    "The council said that the market would open again in the winter.",
    "A train to the harbour left the station without its driver.",
    "Which of the ships came first is what the harbour master would not say.",
    "Die alte Brücke über den Fluss wurde am Montag wegen des Hochwassers gesperrt.",
    "Der Markt soll nach den Worten des Bürgermeisters im Winter wieder öffnen.",
    "Ein Zug zum Hafen verließ den Bahnhof ohne seinen Fahrer.",
    "Welches der Schiffe das erste war, wollte der Hafenmeister nicht sagen.",
    "Старый мост через реку закрыли в понедельник из-за наводнения.",
    "Рынок, по словам мэра, снова откроется зимой, если не будет снега.",
    "Поезд в порт ушёл со станции без машиниста, и никто этого не заметил.",
    "Какой из кораблей был первым, начальник порта сказать не захотел.",
];

const QUERIES: [&str; 9] = [
    "bridge",
    "the harbour in the winter",
    "Hafen Schiffe",
    "мост зимой",
    "Brücke bridge мост",
    "\"the harbour master\"",
    "station -driver",
    "number 7",
    "of",
];

/// A corpus with an index of it, and one built anew to compare with.
struct Ground {
    folder: TempDir,
    /// The same for the same seed.
    chance: fastrand::Rng,
    reader: Reader,
    bounds: TextBounds,
}

impl Ground {
    fn new(seed: u64, files: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("corpus")).expect("a corpus");
        let mut ground = Self {
            folder,
            chance: fastrand::Rng::with_seed(seed),
            reader: any_format,
            bounds: TextBounds::default(),
        };
        for _ in 0..files {
            ground.add();
        }
        ground
    }

    fn sources(&self) -> Sources {
        Sources::folder(&self.corpus())
    }

    fn corpus(&self) -> PathBuf {
        self.folder.path().join("corpus")
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.corpus()).expect("the corpus");
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        files
    }

    fn any_file(&mut self) -> Option<PathBuf> {
        let files = self.files();
        (!files.is_empty()).then(|| files[self.chance.usize(..files.len())].clone())
    }

    fn a_path(&mut self) -> PathBuf {
        let number = self.chance.usize(..200);
        self.corpus().join(format!("{number}.txt"))
    }

    fn add(&mut self) {
        let text = match self.chance.usize(..12) {
            0 => Vec::new(),
            1 => b"\0binary".to_vec(),
            2 => b"The caf\xe9 at the harbour was closed, as the council said.\n".to_vec(),
            _ => self.article().into_bytes(),
        };
        let path = self.a_path();
        fs::write(path, text).expect("an article");
    }

    fn article(&mut self) -> String {
        let mut text = format!("About number {}\n", self.chance.usize(..20));
        for _ in 0..=self.chance.usize(..12) {
            text += SENTENCES[self.chance.usize(..SENTENCES.len())];
            text += if self.chance.usize(..3) == 0 {
                "\n\n"
            } else {
                " "
            };
        }
        text
    }

    /// Does something to some file, as people and programs do.
    fn edit(&mut self) {
        let Some(file) = self.any_file() else {
            return self.add();
        };
        match self.chance.usize(..9) {
            0..=2 => self.add(),
            3 => fs::write(&file, self.article()).expect("another text"),
            4 => fs::remove_file(&file).expect("gone"),
            5 => {
                let to = self.a_path();
                fs::rename(&file, to).expect("another name");
            }
            6 => {
                // the same size and another content
                let mut bytes = fs::read(&file).expect("a text");
                for byte in bytes.iter_mut().filter(|byte| **byte == b'1') {
                    *byte = b'7';
                }
                fs::write(&file, bytes).expect("another text");
            }
            7 => {
                let to = self.a_path();
                fs::copy(&file, to).expect("a copy");
            }
            _ => {
                let past = Duration::from_secs(self.chance.u64(..100_000));
                let opened = fs::File::options().append(true).open(&file);
                let touched = opened.and_then(|file| file.set_modified(SystemTime::now() - past));
                touched.expect("touched");
            }
        }
    }

    fn update(&self, disk: &Disk) -> Result<BuildReport> {
        self.build(disk, &self.index())
    }

    fn build(&self, disk: &Disk, index: &Path) -> Result<BuildReport> {
        let environment = Environment {
            disk: disk.clone(),
            reader: self.reader,
            bounds: self.bounds,
        };
        let progress = Progress::default();
        build_in(&environment, &self.sources(), index, &options(), &progress)
    }

    /// What an index built anew from the same corpus answers.
    fn rebuilt(&self) -> String {
        let aside = self.folder.path().join("aside");
        let _ = fs::remove_dir_all(&aside);
        self.build(&Disk::default(), &aside).expect("a build");
        answers(&aside)
    }

    #[track_caller]
    fn assert_as_rebuilt(&self, about: &str) {
        let (got, expected) = (answers(&self.index()), self.rebuilt());
        assert_eq!(got, expected, "{about}");
        let verification = verify(&self.index(), None, 1).expect("an index");
        assert_eq!(verification.damages, [], "{about}");
        assert_eq!(verification.changes, [], "{about}");
    }
}

fn options() -> BuildOptions {
    BuildOptions {
        jobs: 2,
        allow_empty: true,
        ..BuildOptions::default()
    }
}

/// All that can be seen of an index: every answer to the last digit, every count, every record.
fn answers(index: &Path) -> String {
    let index = Snapshot::open(index).expect("an index");
    let manifest = Manifest {
        generation: String::new(), // each has its own
        ..index.manifest().clone()
    };
    let mut answers = format!("{manifest:?}\n");
    for file in index.files().expect("the files") {
        // doubts are the index's own affair
        let FileRecord {
            path,
            bytes,
            modified_ms,
            hash,
            outcome,
            ..
        } = &file;
        answers += &format!("{path} {bytes} {modified_ms} {hash:?} {outcome:?}\n");
    }
    for article in index.articles().expect("the articles") {
        // so are numbers
        let (name, metadata) = (&article.name, &article.metadata);
        answers += &format!("{name} {metadata:?} {:?}\n", article.languages);
    }
    for (per_article, grouping) in [
        (None, Grouping::Apart),
        (Some(1), Grouping::Apart),
        (None, Grouping::Listed),
    ] {
        for query in QUERIES {
            let wanted = SearchOptions {
                limit: 30,
                per_article,
                grouping,
                snippet_chars: Some(200),
                ..SearchOptions::default()
            };
            let result = search(&index, &Query::parse(query), &wanted).expect("an answer");
            let matches = result.matches;
            answers += &format!("{query}: {matches:?}\n");
            for hit in result.hits {
                let score = hit.score.to_bits();
                answers += &format!(
                    "  {score} {} {:?} {:?} {:?} {:?}\n",
                    hit.article, hit.span, hit.highlights, hit.paths, hit.group
                );
            }
        }
    }
    answers
}

#[test]
fn updates_after_any_edits_give_the_answers_of_a_rebuild() {
    for seed in 0..6 {
        let mut ground = Ground::new(seed, 30);
        for update in 0..6 {
            ground.update(&Disk::default()).expect("an update");
            ground.assert_as_rebuilt(&format!("seed {seed}, update {update}"));
            for _ in 0..ground.chance.usize(..20) {
                ground.edit();
            }
        }
    }
}

/// Texts that leave no doubt about their language, and notes that do.
const TOLD: [&str; 4] = [
    "Vlada je priopćila kako će se sljedeći tjedan u Zagrebu sastati s europskim povjerenikom.",
    "Tijekom listopada tisuće ljudi posjetilo je kazalište, a ravnatelj je izvijestio o uspjehu.",
    "Vlada je saopštila da će sledeće nedelje u Beogradu da se sastane sa evropskim poverenikom.",
    "Tokom oktobra hiljade ljudi je posetilo pozorište, a direktor je izvestio o uspehu.",
];
const NOTES: [&str; 4] = [
    "Broj zemalja",
    "Kava i mlin",
    "Stol, prozor, vrata",
    "Hotel Park",
];

/// The language of a note is that of what is around it, and around it is what other files come and go.
#[test]
fn updates_tell_the_language_of_short_texts_as_a_rebuild_does() {
    let mut languages = std::collections::BTreeSet::new();
    for seed in 0..4 {
        let mut ground = Ground::new(seed, 0);
        for folder in ["a", "b"] {
            fs::create_dir(ground.corpus().join(folder)).expect("a folder");
        }
        for update in 0..6 {
            let side = ground.chance.usize(..2) * 2;
            for _ in 0..ground.chance.usize(1..12) {
                let path = format!(
                    "{}/{}.txt",
                    ground.chance.choice(["a", "b"]).expect("one"),
                    ground.chance.usize(..25)
                );
                let path = ground.corpus().join(path);
                let text = match ground.chance.usize(..5) {
                    0..=1 => NOTES[ground.chance.usize(..4)],
                    2..=3 => TOLD[side + ground.chance.usize(..2)],
                    _ => {
                        let _ = fs::remove_file(&path);
                        continue;
                    }
                };
                fs::write(path, text).expect("a text");
            }
            ground.update(&Disk::default()).expect("an update");
            ground.assert_as_rebuilt(&format!("seed {seed}, update {update}"));
            let index = Snapshot::open(&ground.index()).expect("an index");
            for article in index.articles().expect("the articles") {
                languages.extend(
                    article
                        .languages
                        .iter()
                        .map(|(language, _)| language.code()),
                );
            }
        }
    }
    assert!(
        ["hr", "sr"].iter().all(|code| languages.contains(code)),
        "{languages:?}"
    );
}

/// A reader of files that have an article in each part that is long enough, or none.
fn parts(
    file: &mut HashedFile,
    _: &How<'_>,
    take: &mut TakeArticle<'_>,
) -> Result<FileNotes, Stopped> {
    let mut reader = TextReader::new(file, None);
    let mut text = String::new();
    reader.fill(&mut text, usize::MAX)?;
    let parts = text.split_inclusive("\n\n");
    for (ordinal, part) in parts.enumerate().filter(|(_, part)| part.len() > 50) {
        let title = Told {
            value: format!("part {ordinal}"),
            origin: Origin::Caller,
        };
        take(FileArticle {
            id: Some(ordinal.to_string()),
            text: part.to_owned(),
            metadata: Metadata {
                title: Some(title),
                ..Metadata::default()
            },
            rest: None,
        })?;
    }
    Ok(FileNotes {
        replaced_bytes: reader.replaced_bytes(),
        ..FileNotes::default()
    })
}

/// A reader that cannot read files to their end in which a word stands, after it has read their articles.
fn parts_of_sound_files(
    file: &mut HashedFile,
    how: &How<'_>,
    take: &mut TakeArticle<'_>,
) -> Result<FileNotes, Stopped> {
    let mut is_sound = true;
    let read = parts(file, how, &mut |article| {
        is_sound &= !article.text.contains("snow") && !article.text.contains("снега");
        take(article)
    });
    match read {
        Ok(_) if !is_sound => Err(Skip::Unreadable("it is broken".into()).into()),
        read => read,
    }
}

#[test]
fn a_file_is_in_the_index_whole_or_not_at_all() {
    let mut ground = Ground::new(10, 30);
    ground.reader = parts_of_sound_files;
    let broken = || {
        let index = Index::open(ground.index()).expect("an index").snapshot();
        let files = index.files().expect("the files").into_iter();
        let broken = files.filter(|file| matches!(file.skipped(), Some(Skip::Unreadable(_))));
        broken.count()
    };
    ground.update(&Disk::default()).expect("a build");
    assert!(broken() > 0);
    ground.assert_as_rebuilt("after a build");
    let mut all = 0;
    for update in 0..5 {
        for _ in 0..10 {
            ground.edit();
        }
        ground.update(&Disk::default()).expect("an update");
        ground.assert_as_rebuilt(&format!("update {update}"));
        all += 1;
    }
    assert_eq!(all, 5);
}

/// A text of many paragraphs, with lines that are short beside the windows of the tests.
fn long_text(chance: &mut fastrand::Rng, bytes: usize) -> String {
    let mut text = String::from("A long text\n");
    while text.len() < bytes {
        text += SENTENCES[chance.usize(..SENTENCES.len())];
        text += ["\n", "\n\n", " "][chance.usize(..3)];
    }
    text
}

#[test]
fn a_text_that_is_larger_than_the_bounds_gives_the_answers_of_one_that_is_not() {
    let mut ground = Ground::new(12, 5);
    for (name, bytes) in [("long", 60_000), ("longer", 90_000)] {
        let text = long_text(&mut ground.chance, bytes);
        fs::write(ground.corpus().join(name), text).expect("a text");
    }
    fs::write(ground.corpus().join("blank"), " \n".repeat(30_000)).expect("a file");
    let expected = ground.rebuilt();
    ground.bounds = TextBounds {
        window_bytes: 20_000,
        segment_bytes: 7_000,
    };
    ground.update(&Disk::default()).expect("a build");
    let index = Index::open(ground.index()).expect("an index").snapshot();
    assert!(index.searcher().segment_readers().len() > 20);
    assert_eq!(answers(&ground.index()), expected);
    ground.assert_as_rebuilt("within small bounds");
    fs::remove_file(ground.corpus().join("long")).expect("gone");
    ground.update(&Disk::default()).expect("an update");
    ground.assert_as_rebuilt("after a file left that was in many segments");
}

fn told(articles: Vec<Article>, index: &Path) -> BuildReport {
    let (sources, progress) = (Sources::articles(articles), Progress::default());
    build(&sources, index, &options(), &progress).expect("a build")
}

#[test]
fn articles_in_memory_are_a_source_like_folders() {
    let folder = tempfile::tempdir().expect("a folder");
    let (index, aside) = (folder.path().join("index"), folder.path().join("aside"));
    let bridge = Article::new("bridge", SENTENCES[0]).with_title("The bridge");
    let market = Article::new("market", SENTENCES[5]);
    let train = Article::new("train", SENTENCES[10]);
    let changes = |report: &BuildReport| {
        let changes = report.changes.iter();
        let changes = changes.map(|change| match change {
            Change::New { path } => format!("new {path}"),
            Change::Changed { path } => format!("changed {path}"),
            Change::Removed { path } => format!("removed {path}"),
            Change::Renamed { path, from } => format!("renamed {from} to {path}"),
        });
        changes.collect::<Vec<_>>()
    };
    let report = told(vec![train.clone(), bridge.clone(), market.clone()], &index);
    assert_eq!((report.manifest.articles, report.manifest.files), (3, 3));
    let report = told(vec![bridge.clone(), market.clone(), train.clone()], &index);
    assert_eq!(report.outcome, Outcome::Unchanged);
    // text, metadata and names decide what has changed
    let dated = bridge.with_date("2024-05-01".parse().expect("a date"));
    let renamed = Article::new("market hall", SENTENCES[5]);
    let now = vec![dated, renamed, Article::new("harbour", SENTENCES[3])];
    let report = told(now.clone(), &index);
    assert_eq!(
        changes(&report),
        [
            "changed bridge",
            "new harbour",
            "renamed market to market hall",
            "removed train"
        ]
    );
    assert_eq!(
        report.bytes_read as usize,
        SENTENCES[0].len() + SENTENCES[3].len()
    );
    told(now, &aside);
    assert_eq!(answers(&index), answers(&aside));
    let verification = verify(&index, None, 1).expect("an index");
    assert_eq!(
        (verification.damages.len(), verification.changes.len()),
        (0, 0)
    );
    let snapshot = Index::open(&index).expect("an index").snapshot();
    let articles = snapshot.articles().expect("the articles");
    let title = articles[0].metadata.title.clone();
    let expected = Told {
        value: "The bridge".to_owned(),
        origin: Origin::Caller,
    };
    assert_eq!(
        (articles[0].name.as_str(), title),
        ("bridge", Some(expected))
    );
    let result = search(
        &snapshot,
        &Query::parse("bridge"),
        &SearchOptions::default(),
    );
    assert_eq!(result.expect("hits").hits[0].stale, None);
}

#[test]
fn a_language_that_is_told_is_obeyed() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = folder.path().join("index");
    let danish = Language::from_code("da").expect("a language");
    let text = SENTENCES.join("\n");
    told(vec![Article::new("a", &text).with_language(danish)], &index);
    let snapshot = Index::open(&index).expect("an index").snapshot();
    let languages: Vec<Language> = snapshot.languages().map(|(language, _)| language).collect();
    assert_eq!(languages, [danish]);
}

#[test]
fn two_articles_of_a_name_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let twice = ["one", "two"].map(|text| Article::new("a", text));
    let sources = Sources::articles(twice);
    let built = build(
        &sources,
        &folder.path().join("index"),
        &options(),
        &Progress::default(),
    );
    assert!(matches!(built, Err(Error::SameArticle { name }) if name == "a"));
}

#[test]
fn updates_give_the_answers_of_a_rebuild_whatever_articles_a_file_has() {
    for seed in 20..24 {
        let mut ground = Ground::new(seed, 30);
        ground.reader = parts;
        for update in 0..6 {
            ground.update(&Disk::default()).expect("an update");
            ground.assert_as_rebuilt(&format!("seed {seed}, update {update}"));
            for _ in 0..ground.chance.usize(..20) {
                ground.edit();
            }
        }
    }
}

/// The titles of articles by their numbers.
fn numbered(index: &Path) -> BTreeMap<u64, String> {
    let index = Snapshot::open(index).expect("an index");
    let records = index.articles().expect("the articles");
    let numbered = records.into_iter().map(|record| {
        let title = record.title().unwrap_or_default().to_owned();
        (record.number, title)
    });
    numbered.collect()
}

#[test]
fn passages_of_articles_stay_that_are_as_they_were_in_a_file_that_changed() {
    let mut ground = Ground::new(5, 0);
    ground.reader = parts;
    let part = |number: usize| format!("{}\nPart {number} of them all.\n\n", SENTENCES[number % 7]);
    let write = |ground: &Ground, numbers: &[usize]| {
        let text: String = numbers.iter().map(|number| part(*number)).collect();
        fs::write(ground.corpus().join("all"), text).expect("a file");
        ground.update(&Disk::default()).expect("an update");
        ground.assert_as_rebuilt(&format!("{numbers:?}"));
        let numbers: Vec<u64> = numbered(&ground.index()).into_keys().collect();
        numbers
    };
    let first = write(&ground, &[0, 1, 2, 3, 4]);
    assert_eq!(first, [0, 1, 2, 3, 4]);
    // the first one is always made anew, and gets the lowest number that is free
    assert_eq!(
        write(&ground, &[0, 1, 2, 3, 4, 5, 6]),
        [1, 2, 3, 4, 5, 6, 7]
    );
    // 6 and the first 3 stay, whatever comes before them
    assert_eq!(write(&ground, &[8, 0, 6, 3, 3]), [0, 3, 7, 8, 9]);
}

#[test]
fn articles_and_files_are_counted_apart() {
    let mut ground = Ground::new(9, 0);
    ground.reader = parts;
    let corpus = ground.corpus();
    let two = format!("{}\n\n{}\n\n", SENTENCES[1], SENTENCES[2]);
    let write = |name: &str, text: &str| fs::write(corpus.join(name), text).expect("a file");
    write("two", &two);
    write("one", SENTENCES[4]);
    write("none", "too short");
    let report = ground.update(&Disk::default()).expect("a build");
    let counted = |report: &BuildReport| (report.manifest.articles, report.manifest.files);
    assert_eq!(counted(&report), (3, 2));
    let names = || {
        let index = Snapshot::open(&ground.index()).expect("an index");
        let articles = index.articles().expect("the articles").into_iter();
        articles.map(|article| article.name).collect::<Vec<_>>()
    };
    assert_eq!(names(), ["one#0", "two#0", "two#1"]);
    fs::rename(corpus.join("two"), corpus.join("a")).expect("another name");
    let report = ground.update(&Disk::default()).expect("an update");
    assert_eq!((counted(&report), report.bytes_read), ((3, 2), 0));
    assert_eq!(names(), ["a#0", "a#1", "one#0"]);
    ground.assert_as_rebuilt("after a change of name");
    fs::remove_file(corpus.join("a")).expect("gone");
    let report = ground.update(&Disk::default()).expect("an update");
    assert_eq!(counted(&report), (1, 1));
    assert_eq!(names(), ["one#0"]);
    ground.assert_as_rebuilt("after its articles left");
}

#[test]
fn many_updates_leave_few_segments() {
    let mut ground = Ground::new(1, 40);
    for _ in 0..40 {
        ground.update(&Disk::default()).expect("an update");
        ground.edit();
        let index = Snapshot::open(&ground.index()).expect("an index");
        let segments = index.searcher().segment_readers();
        assert!(segments.len() <= 8, "{} segments", segments.len());
        let gone: u32 = segments.iter().map(SegmentReader::num_deleted_docs).sum();
        assert!(f64::from(gone) <= 0.25 * f64::from(gone + index.searcher().num_docs() as u32));
    }
}

#[test]
fn passages_stay_where_a_file_is_touched_or_renamed() {
    let ground = Ground::new(2, 0);
    let corpus = ground.corpus();
    for (name, text) in [
        ("a", SENTENCES[0]),
        ("b", SENTENCES[5]),
        ("c", SENTENCES[9]),
    ] {
        fs::write(corpus.join(name), text).expect("an article");
    }
    ground.update(&Disk::default()).expect("a build");
    fs::rename(corpus.join("a"), corpus.join("d")).expect("another name");
    let file = fs::File::options()
        .append(true)
        .open(corpus.join("b"))
        .expect("a file");
    file.set_modified(SystemTime::UNIX_EPOCH).expect("touched");
    let report = ground.update(&Disk::default()).expect("an update");
    let renamed = Change::Renamed {
        path: "d".into(),
        from: "a".into(),
    };
    assert_eq!((report.changes, report.unchanged), (vec![renamed], 2));
    assert_eq!(report.bytes_read, 0);
    ground.assert_as_rebuilt("after a touch and a change of name");
}

#[test]
fn a_file_changed_within_its_time_stamp_is_noticed() {
    let ground = Ground::new(3, 0);
    let path = ground.corpus().join("a");
    let write = |text: &str| {
        fs::write(&path, text).expect("an article");
        let file = fs::File::options()
            .append(true)
            .open(&path)
            .expect("a file");
        let now = SystemTime::now() - Duration::from_secs(1);
        let stamp = SystemTime::UNIX_EPOCH
            + Duration::from_secs(
                now.duration_since(SystemTime::UNIX_EPOCH)
                    .expect("a time")
                    .as_secs(),
            );
        file.set_modified(stamp).expect("a time stamp");
        stamp
    };
    loop {
        let first = write("The bridge is open on Monday.\n");
        ground.update(&Disk::default()).expect("an update");
        // a second may have begun in between
        if write("The bridge is shut on Monday.\n") == first {
            break;
        }
    }
    let report = ground.update(&Disk::default()).expect("an update");
    assert_eq!(report.changes, [Change::Changed { path: "a".into() }]);
}

#[test]
fn a_corpus_that_lost_all_its_files_does_not_empty_the_index() {
    let ground = Ground::new(4, 10);
    ground.update(&Disk::default()).expect("a build");
    let before = answers(&ground.index());
    for file in ground.files() {
        fs::remove_file(file).expect("gone");
    }
    for rebuild in [false, true] {
        let careful = BuildOptions {
            allow_empty: false,
            rebuild,
            ..options()
        };
        let progress = Progress::default();
        let refused = build(&ground.sources(), &ground.index(), &careful, &progress);
        assert!(matches!(refused, Err(Error::EmptiedCorpus { .. })));
        assert_eq!(answers(&ground.index()), before);
    }
    ground.update(&Disk::default()).expect("it is allowed");
    ground.assert_as_rebuilt("without files");
}

#[test]
fn an_open_index_shows_one_state_until_it_is_refreshed() {
    let mut ground = Ground::new(8, 20);
    ground.update(&Disk::default()).expect("a build");
    let handle = Index::open(ground.index()).expect("an index");
    let index = handle.snapshot();
    let manifest = index.manifest().clone();
    let find = |index: &Snapshot| {
        let wanted = SearchOptions {
            limit: 100,
            ..SearchOptions::default()
        };
        let result = search(index, &Query::parse("harbour мост Markt"), &wanted).expect("hits");
        let hits = result.hits.into_iter().map(|hit| hit.article);
        hits.collect::<Vec<_>>()
    };
    let before = find(&index);
    assert!(!handle.refresh().expect("nothing new"));
    for _ in 0..3 {
        ground.add();
        ground.edit();
        ground.update(&Disk::default()).expect("an update");
        assert!(!index.is_current());
        assert_eq!(
            (index.manifest(), find(&index)),
            (&manifest, before.clone())
        );
    }
    assert!(handle.refresh().expect("a new state"));
    assert!(handle.is_current() && !index.is_current());
    let opened = Snapshot::open(&ground.index()).expect("an index");
    assert_eq!(find(&handle.snapshot()), find(&opened));
    assert_eq!(find(&index), before, "who holds the former keeps it");
}

#[test]
fn an_index_that_was_deleted_and_built_anew_is_noticed_by_who_has_it_open() {
    let mut ground = Ground::new(9, 20);
    ground.update(&Disk::default()).expect("a build");
    let handle = Index::open(ground.index()).expect("an index");
    fs::remove_dir_all(ground.index()).expect("deleted");
    assert!(!handle.is_current());
    assert!(matches!(handle.refresh(), Err(Error::NoIndex { .. })));
    ground.add();
    ground.update(&Disk::default()).expect("a build");
    let former = handle.snapshot();
    assert!(handle.refresh().expect("another index"));
    let now = handle.snapshot();
    assert_eq!(
        now.folder(),
        former.folder(),
        "the folders have the same name"
    );
    assert_eq!(now.manifest().files, former.manifest().files + 1);
    assert!(!handle.refresh().expect("the same index"));
}

#[test]
fn a_dry_run_says_what_would_change_and_writes_nothing() {
    let mut ground = Ground::new(5, 20);
    let dry = BuildOptions {
        dry_run: true,
        ..options()
    };
    let try_out = |ground: &Ground| {
        let report = build(
            &ground.sources(),
            &ground.index(),
            &dry,
            &Progress::default(),
        );
        report.expect("a dry run").changes
    };
    assert_eq!(try_out(&ground).len(), ground.files().len());
    assert!(!ground.index().exists());
    ground.update(&Disk::default()).expect("a build");
    assert_eq!(try_out(&ground), []);
    for _ in 0..20 {
        ground.edit();
    }
    let before = answers(&ground.index());
    let expected = try_out(&ground);
    assert_eq!(answers(&ground.index()), before);
    let report = ground.update(&Disk::default()).expect("an update");
    assert_eq!(report.changes, expected);
}

#[test]
fn a_damaged_index_is_built_anew() {
    let ground = Ground::new(6, 20);
    ground.update(&Disk::default()).expect("a build");
    let expected = answers(&ground.index());
    let folder = || {
        Snapshot::open(&ground.index())
            .expect("an index")
            .folder()
            .to_owned()
    };
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("a generation").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names
            .filter(|name| !name.starts_with('.'))
            .collect::<Vec<_>>()
    };
    for ordinal in 0.. {
        let folder = folder();
        // a build has as many segments as threads came to a file
        let names = names(&folder);
        let Some(name) = names.get(ordinal) else {
            assert!(ordinal > 8, "{ordinal} files were damaged");
            break;
        };
        let path = folder.join(name);
        let mut bytes = fs::read(&path).expect("a part of the index");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        fs::write(&path, bytes).expect("damage");
        let report = ground.update(&Disk::default()).expect("a build");
        let rebuilt = matches!(report.outcome, Outcome::Rebuilt { reason: Some(_) });
        assert!(rebuilt, "{name}: {:?}", report.outcome);
        assert_eq!(answers(&ground.index()), expected, "{name}");
    }
}

#[test]
fn whichever_write_fails_the_index_is_the_old_or_the_new() {
    // one that fails alone goes the same ways, so that some will do
    for (lasting, step) in [(true, 1), (false, 4)] {
        let mut ground = Ground::new(7, 12);
        ground.update(&Disk::default()).expect("a build");
        for write in (0..).step_by(step) {
            for _ in 0..3 {
                ground.edit();
            }
            let before = answers(&ground.index());
            let about = format!("write {write}, lasting {lasting}");
            let faults = Faults::from(write, lasting);
            let disk = Disk {
                faults: faults.clone(),
            };
            let result = ground.update(&disk);
            if !faults.happened() {
                assert!(write > 40, "{write} writes were tried");
                break;
            }
            match result {
                // merging and linking can do without
                Ok(_) | Err(Error::Unsynced { .. }) => ground.assert_as_rebuilt(&about),
                Err(Error::WriteIndex { .. }) => {
                    let after = answers(&ground.index());
                    assert!(after == before || after == ground.rebuilt(), "{about}");
                }
                Err(error) => panic!("{about}: {error}"),
            }
            ground.update(&Disk::default()).expect("an update");
            ground.assert_as_rebuilt(&about);
            let entries = fs::read_dir(ground.index()).expect("the index").flatten();
            let left = entries.count();
            assert!(
                left <= 4,
                "{about}: a lock, a name, and two generations at most"
            );
        }
    }
}
