//! What can go wrong? It is data here; the program turns it into a message, a hint and an exit code.

mod code;
mod damage;
mod difference;

use std::io;
use std::path::{Path, PathBuf};

pub use damage::Damage;
pub use difference::Difference;

/// An error of the library. Variants say what went wrong and where, and carry the values a message needs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The corpus folder cannot be read.
    #[error("cannot read the corpus `{}`", path.display())]
    ReadCorpus {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Of two corpus folders, one is or lies in the other.
    #[error("the folder `{}` is part of `{}`, which is to be indexed too", inner.display(), outer.display())]
    Overlap {
        /// The one within.
        inner: PathBuf,
        /// The one around it.
        outer: PathBuf,
    },
    /// A corpus folder is named twice.
    #[error("the folder `{}` is named twice{}", one.display(), as_also(one, other))]
    NamedTwice {
        /// How it is named first.
        one: PathBuf,
        /// How it is named later.
        other: PathBuf,
    },
    /// Articles of two corpus folders would have the same names.
    #[error("the folders `{}` and `{}` are both called `{name}`", one.display(), other.display())]
    SameName {
        /// What both are called.
        name: String,
        /// The one named first.
        one: PathBuf,
        /// The one named later.
        other: PathBuf,
    },
    /// Two articles that were handed over have the same name, or one that of a file.
    #[error("two articles are called `{name}`")]
    SameArticle {
        /// What both are called.
        name: String,
    },
    /// A pattern for files cannot be understood.
    #[error("cannot use the pattern `{pattern}`: {reason}")]
    BadPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A text is no date.
    #[error("`{text}` is no date")]
    NoDate {
        /// The text.
        text: String,
    },
    /// There is no index at this place.
    #[error("no index at `{}`", path.display())]
    NoIndex {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The index is not one that this program reads.
    #[error("the index at `{}` {difference}", path.display())]
    OtherVersion {
        /// The index.
        path: PathBuf,
        /// In what it differs.
        difference: Difference,
    },
    /// The index is damaged: it is not as it was written.
    #[error("the index at `{}` is damaged: {damage}", path.display())]
    Damaged {
        /// The index.
        path: PathBuf,
        /// Which part, and how.
        damage: Damage,
    },
    /// The index is there, and the system does not let it be read.
    #[error("cannot read the index at `{}`", path.display())]
    ReadIndex {
        /// The index.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder named for the index holds something else.
    #[error("`{}` is not empty and holds no index", path.display())]
    NotAnIndex {
        /// The folder.
        path: PathBuf,
    },
    /// The index could not be written; the former index is untouched.
    #[error("cannot write the index at `{}`", path.display())]
    WriteIndex {
        /// The index.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The index could not be locked, as on a file system without locks, so nothing was written.
    #[error("cannot lock the index at `{}`, so nothing was written", path.display())]
    NoLock {
        /// The index.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The new state of the index was published, and the disk did not confirm that it has it.
    #[error("the index at `{}` is up to date, but a power cut may bring its former state back", path.display())]
    Unsynced {
        /// The index.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process is building this index.
    #[error("another build is writing the index at `{}`{}", path.display(), of_process(*process))]
    Busy {
        /// The index.
        path: PathBuf,
        /// The other process, if it says which it is.
        process: Option<u32>,
    },
    /// A corpus that had files has none now, as when its disk is not mounted.
    #[error("{}, the index at `{}` has {files}", emptied(path, *left_out), index.display())]
    EmptiedCorpus {
        /// The corpus folder.
        path: PathBuf,
        /// The index.
        index: PathBuf,
        /// Files that the index knows.
        files: usize,
        /// Files and folders that the selection leaves out.
        left_out: u64,
    },
    /// To build anew would lose files that an update keeps, because nobody can look at them now.
    #[error("building anew would lose what the index at `{}` has of {}, which cannot be looked at now ({files} {} in all)", index.display(), named(name), if *files == 1 { "file" } else { "files" })]
    RebuildLoses {
        /// What cannot be looked at: the name of a folder or file; empty for the corpus as a whole.
        name: String,
        /// Files that would be lost, there and elsewhere.
        files: usize,
        /// The index.
        index: PathBuf,
    },
    /// A hit is of a file that is not as it was indexed, and such hits were refused.
    #[error("`{article}` was found, but {reason}")]
    StaleHit {
        /// The article.
        article: String,
        /// What has become of its file.
        reason: String,
        /// The index.
        index: PathBuf,
    },
    /// The query has no word to look for.
    #[error("the query `{query}` has no word to search for")]
    EmptyQuery {
        /// The query, its beginning if it is long.
        query: String,
    },
    /// The query says only what is to be left out.
    #[error("the query `{query}` says only what to leave out")]
    OnlyExclusions {
        /// The query, its beginning if it is long.
        query: String,
    },
    /// Neither the index nor its corpus has an article of this name.
    #[error("no article `{name}` in the index at `{}`", index.display())]
    UnknownArticle {
        /// What was given.
        name: String,
        /// The index.
        index: PathBuf,
        /// Articles of the index with names like it, the likest first; maybe none.
        closest: Vec<String>,
    },
    /// A file of the corpus has no article in the index.
    #[error("`{name}` is not in the index: {reason}")]
    NotIndexed {
        /// The file.
        name: String,
        /// Why it is not.
        reason: String,
    },
    /// An article has no such line or passage.
    #[error("`{name}` has {count} {unit}{}", if *count == 1 { "" } else { "s" })]
    Beyond {
        /// The article.
        name: String,
        /// What it has: line or passage.
        unit: &'static str,
        /// How many.
        count: usize,
    },
    /// No language has this code or name.
    #[error("unknown language `{code}`")]
    UnknownLanguage {
        /// What was given.
        code: String,
        /// Languages with names like it, each as its code and its name, the likest first; maybe none.
        closest: Vec<String>,
    },
    /// A line of a file of topics, qrels, a run, floors or synonyms cannot be read as one.
    #[error("{}:{line}: {reason}", path.display())]
    BadLine {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of topics, qrels, a run or floors has nothing in it.
    #[error("`{}` is empty", path.display())]
    EmptyFile {
        /// The file.
        path: PathBuf,
    },
    /// No topic has a relevant article in the qrels.
    #[error("no topic of `{}` has a relevant article in `{}`", topics.display(), qrels.display())]
    NothingJudged {
        /// The file of topics.
        topics: PathBuf,
        /// The file of qrels.
        qrels: PathBuf,
    },
    /// A run to compare with answers none of the questions.
    #[error("`{}` is a run of other topics", path.display())]
    OtherTopics {
        /// The file of the run.
        path: PathBuf,
    },
    /// A named query cannot be called so.
    #[error("`{name}` is no name for a query")]
    BadRunName {
        /// What was given.
        name: String,
    },
    /// Another process runs the named query.
    #[error("`{name}` is run by another process")]
    BusyRun {
        /// Its name.
        name: String,
    },
    /// What is kept of named queries cannot be read or written.
    #[error("cannot keep what was shown, in `{}`", path.display())]
    Runs {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An index would become one of other folders.
    #[error("the index at `{}` is of {}, not of {}", index.display(), quoted(former), quoted(corpus))]
    OtherCorpus {
        /// The index.
        index: PathBuf,
        /// The folders that it is of, as they would be typed, with their names.
        former: Vec<String>,
        /// The folders that it would become one of.
        corpus: Vec<String>,
    },
    /// The corpus that an index remembers is not there.
    #[error("cannot read the corpus `{}`, which the index at `{}` is of", path.display(), index.display())]
    CorpusGone {
        /// The folder.
        path: PathBuf,
        /// The index.
        index: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An index is so damaged that it does not tell what it was made of.
    #[error("the index at `{}` is damaged, and does not tell which folders it is of", index.display())]
    CorpusForgotten {
        /// The index.
        index: PathBuf,
    },
    /// A list said which files an index has, and is not there any more.
    #[error("the index at `{}` is of the files of a list, which it does not remember", index.display())]
    ListForgotten {
        /// The index.
        index: PathBuf,
    },
    /// The folder of an index was named as one of articles.
    #[error("`{}` is in an index, so there are no articles in it", path.display())]
    CorpusIsIndex {
        /// The folder.
        path: PathBuf,
    },
    /// The search engine underneath failed.
    #[error("the index failed: {0}")]
    Engine(EngineError),
    /// The index would be written into the corpus folder itself.
    #[error("`{}` is the corpus: the index needs a folder of its own", path.display())]
    IndexIsCorpus {
        /// The folder.
        path: PathBuf,
    },
}

fn named(name: &str) -> String {
    if name.is_empty() {
        "its corpus folder".to_owned()
    } else {
        format!("`{name}`")
    }
}

fn quoted(folders: &[String]) -> String {
    if folders.is_empty() {
        return "articles in no folder".to_owned();
    }
    let quoted: Vec<String> = folders.iter().map(|folder| format!("`{folder}`")).collect();
    quoted.join(", ")
}

fn emptied(corpus: &Path, left_out: u64) -> String {
    let corpus = corpus.display();
    match left_out {
        0 => format!("the corpus `{corpus}` has no files"),
        1 => format!("no file of the corpus `{corpus}` is selected (1 file or folder is left out)"),
        many => format!(
            "no file of the corpus `{corpus}` is selected ({many} files and folders are left out)"
        ),
    }
}

fn as_also(one: &Path, other: &Path) -> String {
    // not as paths, which leave out a slash at the end
    if one.as_os_str() == other.as_os_str() {
        String::new()
    } else {
        format!(", also as `{}`", other.display())
    }
}

fn of_process(process: Option<u32>) -> String {
    process.map_or_else(String::new, |process| format!(" (process {process})"))
}

/// What the engine says went wrong. Which engine it is, is no part of the interface of this library.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct EngineError(pub(crate) tantivy::TantivyError);

/// What the engine fails with. A trait, so that no signature of this library names a type of the engine.
pub(crate) trait EngineFailure {
    /// The error as the engine has it.
    fn into_engine_error(self) -> EngineError;
}

impl EngineFailure for tantivy::TantivyError {
    fn into_engine_error(self) -> EngineError {
        EngineError(self)
    }
}

// nobody else can fail as the engine does
#[allow(private_bounds)]
impl<E: EngineFailure> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Engine(error.into_engine_error())
    }
}

/// A result of the library.
pub type Result<T, E = Error> = std::result::Result<T, E>;
