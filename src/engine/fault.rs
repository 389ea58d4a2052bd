//! Is an index damaged, or can it only not be read now?
//!
//! Damage is mended by building anew, and a build that takes a lack of permission for damage throws away an index that was
//! whole. So every error of reading an index is told apart here.

use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};

use crate::error::{Damage, Difference, Error};
use crate::open_file;

/// Why a part of an index cannot be used.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It is not as it was written, which building anew mends.
    Damage(Damage),
    /// It is not what this program makes and reads.
    Other(Difference),
    /// The system does not let it be read (permission, too many open files, a failing disk), which says nothing of what is
    /// in it.
    Unreadable(io::Error),
}

impl Fault {
    /// What an error means that came of reading `file`. What the system refuses has its number; an error without one was
    /// made by whoever tried to understand the content.
    pub(crate) fn of_io(file: &Path, error: &io::Error) -> Self {
        let inner = error.get_ref();
        if let Some(damage) = inner.and_then(|inner| inner.downcast_ref::<Damage>()) {
            return Self::Damage(damage.clone());
        }
        let file = file.file_name().unwrap_or(file.as_os_str());
        let file = file.to_string_lossy().into_owned();
        let damage = match (error.kind(), error.raw_os_error()) {
            (io::ErrorKind::NotFound | io::ErrorKind::NotADirectory, _) => Damage::Missing { file },
            (_, Some(number)) => return Self::Unreadable(io::Error::from_raw_os_error(number)),
            _ if open_file::is_not_a_file(error) => Damage::NotAFile { file },
            (io::ErrorKind::FileTooLarge, None) => Damage::NotAsWritten { file },
            _ => Damage::of_engine(&error.to_string()),
        };
        Self::Damage(damage)
    }

    /// What an error of the engine means.
    pub(crate) fn of_engine(error: &TantivyError) -> Self {
        match error {
            TantivyError::IoError(error)
            | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
                io_error: error,
                ..
            }) => Self::of_io(Path::new("a file"), error),
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
                Self::of_io(filepath, io_error)
            }
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file))
            | TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(file)) => {
                Self::of_io(file, &io::ErrorKind::NotFound.into())
            }
            other => Self::Damage(Damage::of_engine(&other.to_string())),
        }
    }

    /// The error to tell of the index at `path`.
    pub(crate) fn in_index(self, path: &Path) -> Error {
        let path = path.to_owned();
        match self {
            Self::Damage(damage) => Error::Damaged { path, damage },
            Self::Other(difference) => Error::OtherVersion { path, difference },
            Self::Unreadable(source) => Error::ReadIndex { path, source },
        }
    }
}

impl From<Difference> for Fault {
    fn from(difference: Difference) -> Self {
        Self::Other(difference)
    }
}

impl From<Damage> for Fault {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_is_no_damage() {
        // permission, read-only file system, too many open files of the process and of the system, input/output
        for number in [13, 30, 24, 23, 5] {
            let refused = io::Error::from_raw_os_error(number);
            let fault = Fault::of_engine(&TantivyError::from(refused));
            assert!(matches!(fault, Fault::Unreadable(_)), "{number}: {fault:?}");
        }
    }

    #[test]
    fn what_is_missing_cut_or_not_understood_is_damage() {
        let of = |error: io::Error| match Fault::of_io(Path::new("folder/a.term"), &error) {
            Fault::Damage(damage) => damage.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(of(io::Error::from_raw_os_error(2)), "`a.term` is missing");
        assert_eq!(
            of(io::ErrorKind::UnexpectedEof.into()),
            "unexpected end of file"
        );
        let file = "a.pos".to_owned();
        let inner = io::Error::other(Damage::NotAsWritten { file });
        assert_eq!(of(inner), "`a.pos` is not as it was written");
        let long = "x".repeat(1000) + "\nmore";
        assert_eq!(of(io::Error::other(long)).chars().count(), 161);
    }
}
