//! How does the program end? With an exit code, and an error is told with what was tried and a line to paste.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tolmach::Error;

use crate::hint::hint as hint_for;
use crate::missing;
use crate::output::json::{ErrorLine, print_object};
use crate::stdout::Stdout;
use crate::terminal::{is_quiet, write_error};

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
    /// What it is called by programs.
    pub code: &'static str,
    pub message: String,
    pub hint: String,
}

/// Whether JSON was asked for, so that errors are told in it too.
static IS_JSON: AtomicBool = AtomicBool::new(false);

/// Has errors told as JSON too from now on.
pub fn answer_in_json() {
    IS_JSON.store(true, Ordering::Relaxed);
}

/// Tells an error on stderr, and as an object on stdout if JSON was asked for.
pub fn report(error: &anyhow::Error) -> Exit {
    let of_library = error.downcast_ref::<Error>();
    let own = error.downcast_ref::<ProgramError>();
    let message = match of_library {
        Some(Error::NoIndex { path }) => missing::message(path),
        _ => format!("{error:#}"),
    };
    write_error(&format!("tolmach: {message}"));
    let hint = own.map(|own| own.hint.clone());
    let hint = hint.or_else(|| of_library.and_then(hint_for));
    if let Some(hint) = &hint {
        write_error("");
        write_error(&format!("hint: {hint}"));
    }
    if IS_JSON.load(Ordering::Relaxed) && !is_quiet() {
        let code = of_library.map(Error::code).or(own.map(|own| own.code));
        let line = ErrorLine {
            hint: hint.as_deref(),
            ..ErrorLine::of(code.unwrap_or("input"), &message)
        };
        if let Err(error) = print_object(&mut Stdout::lock(), &line) {
            write_error(&format!("tolmach: {error:#}"));
        }
    }
    Exit::Failure
}

/// Says that what was built is there although its report is not; who asked for it must not think that all is well.
pub fn unreported(error: &anyhow::Error) -> Exit {
    write_error(&format!("tolmach: {error:#}; the index is published"));
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
            code: "panic",
            message: format!("gave up at {location}: {text}"),
            hint: REPORT_IT.to_owned(),
        }
    })
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
