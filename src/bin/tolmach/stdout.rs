//! What if standard output is closed or full?
//!
//! Whoever closes a pipe has seen enough: what is written after that goes nowhere, and the command goes on to its end,
//! so that its exit code is the one that it has without a pipe. All else that keeps data from being written is an error.

use std::fmt;
use std::io::{self, StdoutLock, Write};
use std::sync::atomic::{AtomicBool, Ordering};

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether nobody reads any more, as far as writing has shown.
pub fn is_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

/// Standard output, locked.
pub struct Stdout(StdoutLock<'static>);

impl Stdout {
    pub fn lock() -> Self {
        Self(io::stdout().lock())
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_closed() {
            return Ok(bytes.len());
        }
        told(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if is_closed() {
            return Ok(());
        }
        told(self.0.flush(), ())
    }
}

/// The result of writing, or `done` if nobody reads any more.
fn told<T>(result: io::Result<T>, done: T) -> io::Result<T> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            CLOSED.store(true, Ordering::Relaxed);
            Ok(done)
        }
        // the caller tries again
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
        result => result.map_err(|error| io::Error::new(error.kind(), Unwritten(error))),
    }
}

/// Says what could not be written to, which the system does not.
#[derive(Debug)]
struct Unwritten(io::Error);

impl fmt::Display for Unwritten {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("cannot write to standard output")
    }
}

impl std::error::Error for Unwritten {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
