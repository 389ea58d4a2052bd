//! What does a format know of what it reads? Its name, what was said of it, and the bounds; and it can have bytes read,
//! decoded, and parsers kept from doing harm.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::mpsc;
use std::thread;

use super::bounds::Bounds;
use super::encoding::{Assumed, Charset, CharsetOrigin, Decoder, charset_of, hopeless};
use super::rules::Rules;
use crate::skip::{Bound, Skip};

/// The bytes at the beginning of a file by which its kind is told.
pub(crate) const HEAD_BYTES: usize = 64 * 1024;

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
    /// The size of the file.
    pub(crate) file_bytes: Cell<u64>,
}

/// Encodings of parts of a file that are told one by one.
const MAX_ASSUMED: usize = 1000;

impl Notes {
    /// What is noted of a file of this size.
    pub(crate) fn of_size(bytes: u64) -> Self {
        let notes = Self::default();
        notes.file_bytes.set(bytes);
        notes
    }

    fn replaced(&self, bytes: u64) {
        self.replaced_bytes.set(self.replaced_bytes.get() + bytes);
    }

    fn assume(&self, name: &str, charset: Charset, origin: CharsetOrigin) {
        let mut encodings = self.encodings.borrow_mut();
        let assumed = Assumed::of(name, charset, origin);
        if encodings.len() < MAX_ASSUMED && encodings.last() != Some(&assumed) {
            encodings.push(assumed);
        }
    }
}

impl<'c> Context<'c> {
    /// That of something within, with this name.
    ///
    /// # Errors
    /// That it lies too deep.
    pub(super) fn within<'n>(&self, name: &'n str) -> Result<Context<'n>, Skip>
    where
        'c: 'n,
    {
        let depth = self.depth + 1;
        let most = self.bounds.depth;
        if depth > most {
            return Err(Skip::Bound(Bound::Depth(most)));
        }
        Ok(Context {
            name,
            depth,
            ..*self
        })
    }

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
    pub(crate) fn decode(&self, bytes: &[u8], declared: Option<&str>) -> Result<String, Skip> {
        let told = self.rules.encoding.as_deref();
        let (charset, origin, mark) = charset_of(bytes, told, declared);
        let bytes = &bytes[mark..];
        if charset == Charset::UTF_8
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            return Ok(text.to_owned());
        }
        let mut decoder = Decoder::new(charset);
        let mut text = String::with_capacity(bytes.len());
        decoder.decode(bytes, true, &mut text);
        let replaced = decoder.replaced_bytes();
        hopeless(charset, replaced, bytes.len() as u64)?;
        self.notes.replaced(replaced);
        if charset != Charset::UTF_8 {
            self.notes.assume(self.name, charset, origin);
        }
        Ok(text)
    }

    /// Whether what begins so is in UTF-8, as far as its beginning and what was said tell.
    pub(super) fn is_utf8(&self, head: &[u8]) -> bool {
        if let Some(label) = &self.rules.encoding {
            return Charset::from_label(label) == Some(Charset::UTF_8);
        }
        match Charset::of_mark(head) {
            Some((charset, _)) => charset == Charset::UTF_8,
            None => match std::str::from_utf8(head) {
                Ok(_) => Charset::of_zeros(head).is_none(),
                // a character that is cut
                Err(error) => error.error_len().is_none(),
            },
        }
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

/// Input of which each document may take only so much: what is never closed makes one document of all.
pub(super) struct Bounded<'i> {
    input: &'i mut dyn BufRead,
    left: Rc<Cell<u64>>,
    most: u64,
}

impl<'i> Bounded<'i> {
    pub(super) fn new(input: &'i mut dyn BufRead, most: u64) -> Self {
        let left = Rc::new(Cell::new(most));
        Self { input, left, most }
    }

    /// How much the document may still take; to be set to all of it when the next begins.
    pub(super) fn left(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.left)
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let left = self.left.get().saturating_sub(read as u64);
        self.left.set(left);
        if left == 0 && read > 0 {
            return Err(io::Error::other(Refused(Skip::Bound(Bound::Document(
                self.most,
            )))));
        }
        Ok(read)
    }
}
