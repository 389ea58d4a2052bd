//! Exit codes, and how an error is told: what was tried, and a line to paste.

use std::io;
use std::process::ExitCode;

use tolmach::Error;

/// What the program returns to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Hits were found; the index is complete.
    Success = 0,
    /// The search went well and found nothing.
    NothingFound = 1,
    /// It could not be done; an index that was there is untouched.
    Failure = 2,
    /// The index was published, but some files could not be read.
    Incomplete = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Tells an error on stderr. A closed pipe is none: whoever read has seen enough.
pub fn report(error: &anyhow::Error) -> Exit {
    let closed_pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(closed_pipe) {
        return Exit::Success;
    }
    eprintln!("tolmach: {error:#}");
    if let Some(hint) = error.downcast_ref::<Error>().and_then(hint) {
        eprintln!("\nhint: {hint}");
    }
    Exit::Failure
}

fn hint(error: &Error) -> Option<String> {
    let hint = match error {
        Error::NoIndex { path } => format!("tolmach index CORPUS --index {}", quoted(path)),
        Error::OtherVersion { path, .. } | Error::Damaged { path, .. } => {
            format!(
                "build it anew: tolmach index CORPUS --index {}",
                quoted(path)
            )
        }
        Error::ReadCorpus { .. } => {
            "name the folder that has the articles: tolmach index FOLDER".into()
        }
        Error::NotAnIndex { .. } => "name another folder for the index: --index DIR".into(),
        Error::WriteIndex { path, source }
            if matches!(
                source.kind(),
                io::ErrorKind::StorageFull
                    | io::ErrorKind::QuotaExceeded
                    | io::ErrorKind::FileTooLarge
            ) =>
        {
            format!(
                "make room (the index takes about as much as the text) or name another place than {}: --index DIR",
                quoted(path)
            )
        }
        Error::WriteIndex { .. } => "name a folder that can be written: --index DIR".into(),
        Error::EmptyQuery { .. } => "name at least one word: tolmach search Kim Jong Un".into(),
        Error::UnknownLanguage { .. } => "tolmach languages".into(),
        _ => return None,
    };
    Some(hint)
}

/// A path as a shell takes it.
fn quoted(path: &std::path::Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-~+,:@%".contains(c);
    if !path.is_empty() && path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
