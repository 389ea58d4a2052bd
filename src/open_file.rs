//! How is a file opened that anybody may have put there? As a regular file, or not at all.
//!
//! Corpus folders, ignore files and index folders may be written by others, and between listing a folder and opening a
//! file of it anything may take the file's name. So a link in the last place of a path is not followed (it may lead to a
//! file that the user may read and whoever placed the link may not), opening does not wait for the other end of a pipe,
//! and what is no regular file, or too large for its purpose, is refused before anything is read of it.
//!
//! This is the one room that depends on the system. Where it has no such way to open a file, the file is looked at
//! before it is opened instead, which is all that can be had there.

use std::ffi::OsString;
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
    let file = open(path).map_err(|error| named(path, error))?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(not_a_file());
    }
    if max_bytes.is_some_and(|most| metadata.len() > most) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(file)
}

/// Opens the regular file at `relative` below `folder`, as [`regular`] does, and follows no link to a folder on the way
/// either: a folder that is swapped for a link leads out of the corpus as a file does. `relative` has nothing but names.
///
/// # Errors
/// [`NotAFile`] within the error if the file, or what should be a folder on the way to it, is something else, else what
/// the system says.
pub(crate) fn regular_below(folder: &Path, relative: &Path) -> io::Result<File> {
    let file = open_below(folder, relative)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(not_a_file())
    }
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

/// Opens a regular file to lock it, without following a link, and makes it if there is none. It can be written where that
/// is allowed, which locks over a network need.
///
/// # Errors
/// Those of [`regular`].
pub(crate) fn lockable(path: &Path) -> io::Result<File> {
    let opened = match options().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            options().write(true).open(path)
        }
        opened => opened,
    };
    let file = match opened {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return regular(path, None);
        }
        opened => opened.map_err(|error| named(path, error))?,
    };
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(not_a_file())
    }
}

/// Waits until the disk has the entries of a folder, where folders can be opened for that.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}

/// The name of a file that has these bytes; none if no file of this system can be called so.
#[allow(clippy::unnecessary_wraps)] // there are such systems
pub(crate) fn name(bytes: Vec<u8>) -> Option<OsString> {
    #[cfg(unix)]
    return Some(std::os::unix::ffi::OsStringExt::from_vec(bytes));
    #[cfg(not(unix))]
    return String::from_utf8(bytes).ok().map(OsString::from);
}

/// Whether a file was refused because it is no regular file.
pub(crate) fn is_not_a_file(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.downcast_ref::<NotAFile>().is_some())
}

/// Systems differ in how they say that something is a link.
fn named(path: &Path, error: io::Error) -> io::Error {
    let is_other = fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file());
    if is_other { not_a_file() } else { error }
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, NotAFile)
}

#[cfg(unix)]
fn open_below(folder: &Path, relative: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    use rustix::io::Errno;

    // what is only passed through need not be readable
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const PASS: OFlags = OFlags::PATH;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const PASS: OFlags = OFlags::RDONLY;
    let to_folder = PASS | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let to_file = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut within = openat(CWD, folder, to_folder, Mode::empty())?;
    let mut parts = relative.iter().peekable();
    while let Some(part) = parts.next() {
        let flags = match parts.peek() {
            Some(_) => to_folder | OFlags::NOFOLLOW,
            None => to_file,
        };
        within = openat(&within, part, flags, Mode::empty()).map_err(|error| match error {
            // a link, a file in the place of a folder, a socket
            Errno::LOOP | Errno::NOTDIR | Errno::NXIO | Errno::MLINK => not_a_file(),
            error => error.into(),
        })?;
    }
    Ok(File::from(within))
}

#[cfg(not(unix))]
fn open_below(folder: &Path, relative: &Path) -> io::Result<File> {
    let mut path = folder.to_owned();
    for part in relative {
        path.push(part);
        if fs::symlink_metadata(&path)?.is_symlink() {
            return Err(not_a_file());
        }
    }
    open(&path)
}

fn open(path: &Path) -> io::Result<File> {
    if cfg!(not(unix)) && !fs::symlink_metadata(path)?.is_file() {
        return Err(not_a_file());
    }
    options().open(path)
}

/// Options to read, without following a link and without waiting.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::OFlags;

        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits() as i32);
    }
    options
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

    #[test]
    fn a_file_to_lock_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lock");
        let first = lockable(&path).expect("a new file");
        first.try_lock().expect("the lock");
        let second = lockable(&path).expect("the same file");
        assert!(matches!(
            second.try_lock(),
            Err(fs::TryLockError::WouldBlock)
        ));
        assert!(is_not_a_file(
            &lockable(folder.path()).expect_err("a folder")
        ));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_anywhere_below_the_folder_is_refused_and_one_to_the_folder_itself_is_not() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("corpus/port")).expect("a folder");
        fs::create_dir(at("outside")).expect("a folder");
        fs::write(at("corpus/port/a.txt"), "a").expect("a file");
        fs::write(at("outside/b.txt"), "b").expect("a file");
        symlink(at("outside"), at("corpus/away")).expect("a link");
        symlink(at("outside/b.txt"), at("corpus/port/b.txt")).expect("a link");
        symlink(at("corpus"), at("named")).expect("a link");
        let open = |relative: &str| regular_below(&at("named"), Path::new(relative));
        let mut text = String::new();
        let mut file = open("port/a.txt").expect("a regular file");
        file.read_to_string(&mut text).expect("its text");
        assert_eq!(text, "a");
        for refused in ["away/b.txt", "port/b.txt", "port", "port/a.txt/b"] {
            let error = open(refused).expect_err("refused");
            assert!(is_not_a_file(&error), "{refused}: {error}");
        }
        let missing = open("port/none.txt").expect_err("missing");
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
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
            for opened in [regular(path, None), lockable(path)] {
                let error = opened.expect_err("refused");
                assert!(is_not_a_file(&error), "{}: {error}", path.display());
            }
        }
        assert!(
            regular(&at("."), None).is_err() && regular(&at("secret"), None).is_ok(),
            "what is refused harms nothing"
        );
    }
}
