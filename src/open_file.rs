//! How is a file opened that somebody else may have put there? As a regular file, or not at all.
//!
//! Corpus folders, ignore files and index folders may be written by others, and between listing a folder and opening a
//! file of it anything may take the file's name. So a link in the last place of a path is not followed (it may lead to a
//! file that the user may read and whoever placed the link may not), opening does not wait for the other end of a pipe,
//! and what is no regular file, or too large for its purpose, is refused before anything is read of it.
//!
//! This is the one room that depends on the system. Where it has no such way to open a file, the file is looked at
//! before it is opened instead, which is all that can be had there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Why a file is refused that is a link, a folder, a pipe, a socket or a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a regular file")]
pub(crate) struct NotAFile;

/// Opens a regular file to read it, without following a link and without waiting; one that is larger than `max_bytes`
/// is refused.
///
/// # Errors
/// [`NotAFile`] within the error if it is no regular file (see [`is_not_a_file`]), [`io::ErrorKind::FileTooLarge`] if it
/// is too large, else what the system says.
pub(crate) fn regular(path: &Path, max_bytes: Option<u64>) -> io::Result<File> {
    let file = open(path).map_err(|error| {
        // systems differ in what they call this
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file());
        if is_link { not_a_file() } else { error }
    })?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(not_a_file());
    }
    if max_bytes.is_some_and(|most| metadata.len() > most) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(file)
}

/// Reads a regular file of at most `max_bytes`, as [`regular`] opens it.
///
/// # Errors
/// Those of [`regular`], also if the file grows beyond `max_bytes` while it is read.
pub(crate) fn read(path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
    let file = regular(path, Some(max_bytes))?;
    let mut bytes = Vec::with_capacity(file.metadata()?.len() as usize);
    file.take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Whether a file was refused because it is no regular file.
#[allow(dead_code)]
pub(crate) fn is_not_a_file(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.downcast_ref::<NotAFile>().is_some())
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, NotAFile)
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;

    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits() as i32)
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(not_a_file());
    }
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_file_is_read_up_to_its_limit_of_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        fs::write(&path, "content").expect("a file");
        assert_eq!(read(&path, 7).expect("as large as allowed"), b"content");
        let error = read(&path, 6).expect_err("too large");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(!is_not_a_file(&error));
        assert!(regular(&path, None).is_ok());
    }

    #[test]
    fn what_is_missing_or_a_folder_is_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = regular(&folder.path().join("none"), None).expect_err("missing");
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        assert!(is_not_a_file(
            &regular(folder.path(), None).expect_err("a folder")
        ));
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_sockets_and_devices_are_refused_at_once() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("secret"), "secret").expect("a file");
        symlink(at("secret"), at("link")).expect("a link");
        symlink("/dev/zero", at("endless")).expect("a link");
        symlink(at("link"), at("loop")).expect("a link");
        let pipe = std::process::Command::new("mkfifo")
            .arg(at("pipe"))
            .status();
        assert!(pipe.expect("mkfifo").success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("a socket");
        let paths = ["link", "endless", "loop", "pipe", "socket"].map(at);
        for path in paths.iter().chain([&Path::new("/dev/zero").to_owned()]) {
            let error = regular(path, None).expect_err("refused");
            assert!(is_not_a_file(&error), "{}: {error}", path.display());
        }
        assert!(
            regular(&at("."), None).is_err() && regular(&at("secret"), None).is_ok(),
            "what is refused harms nothing"
        );
    }
}
