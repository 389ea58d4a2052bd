//! How does the program end? With an exit code, and an error is told with what was tried and a line to paste.

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use tolmach::Error;

use crate::missing;
use crate::terminal::{note, quoted};

/// What the program returns to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Hits were found; the index is complete; it is whole and up to date; no figure is below its floor.
    Success,
    /// The search went well and found nothing, or not the article that was asked about.
    NothingFound,
    /// The evaluation went well and a figure is below its floor.
    BelowFloor,
    /// The index is whole, but the corpus is not as it was indexed.
    Differs,
    /// It could not be done; an index that was there is untouched. Or it is damaged.
    Failure,
    /// The index was published, but some files could not be read.
    Incomplete,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::NothingFound | Exit::BelowFloor | Exit::Differs => 1,
            Exit::Failure => 2,
            Exit::Incomplete => 3,
        })
    }
}

/// An error that the program finds and not the library.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ProgramError {
    pub message: String,
    pub hint: String,
}

/// What may help where the engine fails without a reason that is known.
const DAMAGED: &str =
    "if this happens again the index is damaged, build it anew: tolmach index --rebuild";

/// Tells an error on stderr.
pub fn report(error: &anyhow::Error) -> Exit {
    match error.downcast_ref::<Error>() {
        Some(Error::NoIndex { path }) => note!("tolmach: {}", missing::message(path)),
        _ => note!("tolmach: {error:#}"),
    }
    let own = error.downcast_ref::<ProgramError>();
    let own = own.map(|own| own.hint.clone());
    let hint = own.or_else(|| error.downcast_ref::<Error>().and_then(hint));
    if let Some(hint) = hint {
        note!("");
        note!("hint: {hint}");
    }
    Exit::Failure
}

/// Says that what was built is there although its report is not; who asked for it must not think that all is well.
pub fn unreported(error: &anyhow::Error) -> Exit {
    note!("tolmach: {error:#}; the index is published");
    Exit::Incomplete
}

/// What to do about a panic.
const REPORT_IT: &str = "this should not be: please report the line above and the command, if `tolmach verify` finds the \
                         index whole";

/// Where the last panic arose, in whatever thread.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Runs the program; a panic ends it as an error does. The library catches those that damage to an index may cause while it
/// is opened.
pub fn guarded(run: impl FnOnce() -> anyhow::Result<Exit>) -> anyhow::Result<Exit> {
    let by_default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let location = panic.location().map(ToString::to_string);
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = location;
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            by_default(panic);
        }
    }));
    without_panic(run)?
}

/// What `run` returns.
///
/// # Errors
/// Where and why it panicked, if [`guarded`] runs the program.
pub fn without_panic<T>(run: impl FnOnce() -> T) -> Result<T, ProgramError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        let location = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner);
        let location = location.as_deref().unwrap_or("an unknown place");
        let text = text.unwrap_or("no reason given").replace('\n', " ");
        ProgramError {
            message: format!("gave up at {location}: {text}"),
            hint: REPORT_IT.to_owned(),
        }
    })
}

fn hint(error: &Error) -> Option<String> {
    let hint = match error {
        Error::CorpusForgotten { index } => {
            format!("name them: tolmach index CORPUS --index {}", quoted(index))
        }
        Error::NoIndex { path } => missing::hint(path),
        Error::OtherVersion { path, .. } | Error::Damaged { path, .. } => {
            format!(
                "build it anew: tolmach index --index {}",
                quoted(path)
            )
        }
        Error::StaleHit { index, .. } => {
            format!("bring the index up to date: tolmach index --index {}", quoted(index))
        }
        Error::ReadCorpus { .. } | Error::CorpusIsIndex { .. } => {
            "name the folder that has the articles: tolmach index FOLDER".into()
        }
        Error::Overlap { outer, .. } => format!("name that one only: tolmach index {}", quoted(outer)),
        Error::NamedTwice { one, .. } => format!("name it once: tolmach index {}", quoted(one)),
        Error::SameName { name, one, other } => format!(
            "give one another name: tolmach index {} {}",
            quoted(one),
            quoted(Path::new(&format!("{name}2={}", other.display()))),
        ),
        Error::BadPattern { pattern, .. } if pattern.starts_with('!') => {
            "say the opposite with the other option, --include or --exclude; `\\!` is the character".into()
        }
        Error::BadPattern { .. } => {
            "patterns are those of .gitignore: --include '*.txt' --exclude drafts/; `\\[` is the character".into()
        }
        Error::NotAnIndex { .. } | Error::IndexIsCorpus { .. } => "name another folder for the index: --index DIR".into(),
        Error::ReadIndex { path, source } => return unreadable(path, source),
        Error::NoLock { .. } => "name a place on a file system that has locks: --index DIR".into(),
        Error::Unsynced { path, .. } => {
            format!("see whether it is whole: tolmach verify --index {}", quoted(path))
        }
        Error::WriteIndex { source, .. }
            if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) =>
        {
            "name a folder that can be written: --index DIR".into()
        }
        Error::WriteIndex { path, .. } if path.is_file() => missing::of_file(path),
        Error::WriteIndex { .. } => {
            "make room (an index takes about as much as the text) or name a place with room: --index DIR".into()
        }
        Error::Engine(_) => DAMAGED.into(),
        Error::EmptiedCorpus { index, left_out: 1.., .. } => format!(
            "tolmach index --index {} --dry-run --allow-empty says by which rule; \
             without --dry-run it removes all articles",
            quoted(index)
        ),
        Error::OtherCorpus { index, corpus, .. } => {
            let corpus: Vec<String> = corpus.iter().map(|folder| quoted(folder.as_ref())).collect();
            let (index, corpus) = (quoted(index), corpus.join(" "));
            format!(
                "tolmach index --index {index} updates it; to make it one of the other: \
                 tolmach index {corpus} --index {index} --replace-corpus"
            )
        }
        Error::CorpusGone { index, .. } => format!(
            "if it was moved: tolmach index FOLDER --index {} --replace-corpus",
            quoted(index)
        ),
        Error::ListForgotten { index } => format!(
            "give the list again: tolmach index --index {0} --files-from FILE; \
             or take all files: tolmach index --index {0} --reset-selection",
            quoted(index)
        ),
        Error::RebuildLoses { index, .. } => format!(
            "update without --rebuild to keep them, or, if they are gone: \
             tolmach index --index {} --rebuild --allow-empty",
            quoted(index)
        ),
        Error::EmptiedCorpus { index, .. } => format!(
            "if all its articles were removed indeed: tolmach index --index {} --allow-empty",
            quoted(index)
        ),
        Error::Busy { .. } => "wait until it has finished, or name another place: --index DIR".into(),
        Error::EmptyQuery { .. } => "a word has a letter or a digit: tolmach search Kim Jong Un".into(),
        Error::OnlyExclusions { .. } => "name a word to search for too: tolmach search Kim -Trump".into(),
        Error::NothingJudged { .. } => {
            "a topic is `id<TAB>text`, and a line of the qrels `id 0 ARTICLE GRADE` with the same id".into()
        }
        Error::OtherTopics { .. } => "make a run of these topics: tolmach eval … --run FILE".into(),
        Error::UnknownArticle { closest, .. } if !closest.is_empty() => {
            let closest: Vec<String> = closest.iter().map(|path| quoted(path.as_ref())).collect();
            format!("like it: {}", closest.join(" "))
        }
        Error::UnknownArticle { .. } => "name a path as the hits of `tolmach search` show it".into(),
        Error::UnknownLanguage { .. } => "tolmach languages".into(),
        _ => return None,
    };
    Some(hint)
}

/// What helps where the system does not let an index be read.
fn unreadable(index: &Path, source: &io::Error) -> Option<String> {
    const TOO_MANY_OPEN_FILES: [i32; 2] = [23, 24];
    const INPUT_OUTPUT: i32 = 5;
    let number = source.raw_os_error()?;
    if source.kind() == io::ErrorKind::PermissionDenied {
        let index = quoted(index);
        Some(format!(
            "its owner can let all read it: chmod -R a+rX {index}"
        ))
    } else if TOO_MANY_OPEN_FILES.contains(&number) {
        Some("allow more open files: ulimit -n 4096".into())
    } else if number == INPUT_OUTPUT {
        Some("the disk may be failing: look at `dmesg`, and build the index on another one".into())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_repeats_its_text() {
        let caught = without_panic(|| -> u32 { panic!("the\nend") });
        let message = caught.expect_err("it panicked").to_string();
        assert!(message.ends_with(": the end"), "{message}");
        assert_eq!(without_panic(|| 1).expect("no panic"), 1);
    }

    #[test]
    fn a_panic_is_told_with_its_words_and_where_it_arose() {
        let told = |run: fn() -> anyhow::Result<Exit>| {
            let error = guarded(run).expect_err("a panic");
            error.to_string()
        };
        let here = told(|| panic!("assertion failed: {}\n  left: 1", "start <= end"));
        assert!(
            here.starts_with("gave up at src/bin/tolmach/exit.rs:"),
            "{here}"
        );
        assert!(
            here.ends_with(": assertion failed: start <= end   left: 1"),
            "{here}"
        );
        let in_worker = told(|| {
            let worker = std::thread::spawn(|| panic!("in a worker"));
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        assert!(in_worker.ends_with(": in a worker"), "{in_worker}");
    }
}
