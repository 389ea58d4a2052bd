//! What does a format know of what it reads? Its name, what was said of it, and the bounds; and it can have bytes read,
//! decoded, and parsers kept from doing harm.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;

use super::bounds::Bounds;
use super::rules::Rules;
use crate::skip::{Bound, Skip};

/// The stack of a parser that is not ours: deep nesting must not end the program.
const PARSER_STACK_BYTES: usize = 64 << 20;

/// What is being read, and how.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    /// The path of the file, or what the file and its entry are called together.
    pub(crate) name: &'c str,
    /// What was said of it.
    pub(crate) rules: &'c Rules,
    /// What it may take.
    pub(crate) bounds: &'c Bounds,
    /// How many containers it lies in.
    pub(crate) depth: usize,
    /// What is noted of the file that all of it lies in.
    pub(crate) notes: &'c Notes,
}

/// What is noted while a file is read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Bytes that were no text and were replaced.
    pub(crate) replaced_bytes: Cell<u64>,
    /// The encodings that its parts were taken to be in, but for UTF-8.
    pub(crate) encodings: RefCell<Vec<Assumed>>,
    /// Bytes that were unpacked.
    pub(crate) unpacked_bytes: Cell<u64>,
    /// Entries of archives.
    pub(crate) entries: Cell<u64>,
}

/// The encoding that a text was taken to be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assumed {
    /// The path of the file, or what it and its entry are called together.
    pub(crate) name: String,
    /// The name of the encoding.
    pub(crate) encoding: &'static str,
}

impl Context<'_> {
    /// All of `input`.
    ///
    /// # Errors
    /// [`Bound::Document`] if it has more bytes than a document may have.
    pub(crate) fn whole(&self, input: &mut dyn BufRead) -> Result<Vec<u8>, Skip> {
        let most = self.bounds.document_bytes;
        let mut bytes = Vec::new();
        let read = input.take(most.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| skip_of(&error))?;
        if bytes.len() as u64 > most {
            return Err(Skip::Bound(Bound::Document(most)));
        }
        Ok(bytes)
    }

    /// The text that bytes stand for, which say of themselves that they are in the encoding `declared`.
    ///
    /// # Errors
    /// [`Skip::Undecodable`] if too many of them are no text.
    #[allow(clippy::unnecessary_wraps, clippy::unused_self)] // until encodings are detected
    pub(crate) fn decode(&self, bytes: &[u8], declared: Option<&str>) -> Result<String, Skip> {
        let _ = declared;
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }

    /// Runs a parser that is not ours: a panic, a nesting that takes much of the stack, and one that does not come to an end
    /// cost only what it reads.
    ///
    /// # Errors
    /// What the parser says, [`Skip::Panicked`], or [`Bound::Seconds`].
    pub(crate) fn guarded<T: Send + 'static>(
        &self,
        parse: impl FnOnce() -> Result<T, Skip> + Send + 'static,
    ) -> Result<T, Skip> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let parser = thread::Builder::new().stack_size(PARSER_STACK_BYTES);
        let started = parser.spawn(move || {
            let parsed = catch_unwind(AssertUnwindSafe(parse));
            // nobody waits any more for one that took too long
            let _ = sender.send(parsed.unwrap_or_else(|panic| Err(panicked(&*panic))));
        });
        started.map_err(|error| skip_of(&error))?;
        let most = self.bounds.time;
        let late = |_| Err(Skip::Bound(Bound::Seconds(most.as_secs())));
        receiver.recv_timeout(most).unwrap_or_else(late)
    }
}

/// The last words of a parser.
pub(super) fn panicked(panic: &(dyn Any + Send)) -> Skip {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    Skip::Panicked(text.unwrap_or("no reason given").replace('\n', " "))
}

/// Why reading failed.
pub(crate) fn skip_of(error: &io::Error) -> Skip {
    let known = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Refused>());
    match known {
        Some(Refused(skip)) => skip.clone(),
        None => Skip::Unreadable(error.to_string()),
    }
}

/// A reason that comes by way of an error of reading.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Skip);

impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Refused {}
