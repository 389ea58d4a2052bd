//! How is a file of the corpus read? Opened so that nothing but a regular file of the corpus is, and piece by piece.
//!
//! A folder that somebody else may write is not what it was when it was listed: what is known of a file is asked of the
//! open file itself. That a file is no text is told by its beginning, so that of a large image no more is read.

use std::fs::{self, File};
use std::io::{self, Read};

use super::listing::milliseconds;
use super::name::{Root, locate, locate_below};
use super::selection::Selection;
use crate::format::{HEAD_BYTES, Kind};
use crate::open_file;
use crate::skip::Skip;

/// A hash of content that two files share only if they are the same.
pub type ContentHash = [u8; 16];

/// The hash of this content: half of a BLAKE3, which nobody can make collide in fewer than 2^64 tries.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> ContentHash {
    shortened(blake3::hash(bytes))
}

fn shortened(hash: blake3::Hash) -> ContentHash {
    let mut short = ContentHash::default();
    short.copy_from_slice(&hash.as_bytes()[..size_of::<ContentHash>()]);
    short
}

/// A content hash that is made piece by piece.
#[derive(Default)]
pub struct ContentHasher(blake3::Hasher);

impl ContentHasher {
    /// Adds the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The hash of all pieces.
    #[must_use]
    pub fn finish(&self) -> ContentHash {
        shortened(self.0.finalize())
    }
}

/// A file of the corpus that is open for reading; its beginning is read already.
#[derive(Debug)]
pub struct OpenedFile {
    file: File,
    /// The first [`HEAD_BYTES`], or all of it.
    head: Vec<u8>,
    /// How much of `head` was given to whoever reads.
    given: usize,
    bytes: u64,
    modified_ms: i64,
    /// How many bytes may still be read of `file`.
    left: u64,
    selection_max: u64,
}

/// Opens the file of an article in these folders.
///
/// # Errors
/// [`Skip::Outside`] if it is in none of them, [`Skip::Swapped`] if it is no regular file, or not without following a
/// link that `selection` does not follow, [`Skip::TooLarge`], [`Skip::Unreadable`].
pub fn open(roots: &[Root], article: &str, selection: &Selection) -> Result<OpenedFile, Skip> {
    let most = selection.max_file_bytes.unwrap_or(u64::MAX);
    let opened = if selection.follow_links {
        let location = locate(roots, article).ok_or(Skip::Outside)?;
        fs::canonicalize(location).and_then(|real| open_file::regular(&real, None))
    } else {
        let (folder, relative) = locate_below(roots, article).ok_or(Skip::Outside)?;
        open_file::regular_below(&folder, &relative)
    };
    let opened = opened.and_then(|file| OpenedFile::new(file, most));
    let opened = opened.map_err(|error| {
        if open_file::is_not_a_file(&error) {
            Skip::Swapped
        } else {
            unreadable(&error)
        }
    })?;
    selection.too_large(opened.bytes).map_or(Ok(opened), Err)
}

fn unreadable(error: &io::Error) -> Skip {
    Skip::Unreadable(error.to_string())
}

impl OpenedFile {
    fn new(mut file: File, most: u64) -> io::Result<Self> {
        let metadata = file.metadata()?;
        let bytes = metadata.len();
        // one more shows that a file has grown
        let mut left = most.saturating_add(1);
        let mut head = Vec::with_capacity(bytes.min(HEAD_BYTES as u64) as usize);
        if bytes <= most {
            let taken = (HEAD_BYTES as u64).min(left);
            left -= (&mut file).take(taken).read_to_end(&mut head)? as u64;
        }
        Ok(Self {
            modified_ms: metadata.modified().map_or(0, milliseconds),
            file,
            head,
            given: 0,
            bytes,
            left,
            selection_max: most,
        })
    }

    /// Its size when it was opened.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// When it had been changed last, in milliseconds since 1970.
    #[must_use]
    pub fn modified_ms(&self) -> i64 {
        self.modified_ms
    }

    /// Whether it may be text, as far as its beginning tells.
    ///
    /// # Errors
    /// [`Skip::Binary`], or what it is else that is not read.
    pub fn check(&self) -> Result<(), Skip> {
        self.kind("").map(drop)
    }

    /// The kind that it is, as far as its beginning and this name tell.
    ///
    /// # Errors
    /// Those of [`check`](Self::check).
    pub fn kind(&self, name: &str) -> Result<Kind, Skip> {
        Kind::of(&self.head, name).map_err(|skip| match skip {
            // somebody may have taken a picture of a page
            Skip::Media(_) => Skip::Binary,
            skip => skip,
        })
    }

    /// The hash of its beginning, which stands for a file that by its beginning is no text.
    #[must_use]
    pub fn head_hash(&self) -> ContentHash {
        content_hash(&self.head)
    }

    /// The hash of its content, read piece by piece; that of its beginning if that is no text.
    ///
    /// # Errors
    /// [`Skip::Unreadable`], or [`Skip::TooLarge`] if it grew.
    pub fn hash(mut self) -> Result<ContentHash, Skip> {
        if self.check().is_err() || self.head.len() < HEAD_BYTES {
            return Ok(self.head_hash());
        }
        let mut hasher = ContentHasher::default();
        let mut piece = vec![0; HEAD_BYTES];
        loop {
            match self
                .read(&mut piece)
                .map_err(|error| self.skip_of(&error))?
            {
                0 => return Ok(hasher.finish()),
                read => hasher.update(&piece[..read]),
            }
        }
    }

    /// All its bytes.
    ///
    /// # Errors
    /// [`Skip::Unreadable`], or [`Skip::TooLarge`] if it grew.
    pub fn into_bytes(mut self) -> Result<Vec<u8>, Skip> {
        let mut bytes = std::mem::take(&mut self.head);
        if bytes.len() == HEAD_BYTES {
            self.given = 0;
            bytes.reserve((self.bytes as usize).saturating_sub(HEAD_BYTES));
            let read = self.read_to_end(&mut bytes);
            read.map_err(|error| self.skip_of(&error))?;
        }
        Ok(bytes)
    }

    /// Why reading failed.
    #[must_use]
    pub fn skip_of(&self, error: &io::Error) -> Skip {
        if error.kind() == io::ErrorKind::FileTooLarge {
            Skip::TooLarge(self.selection_max)
        } else {
            unreadable(error)
        }
    }
}

/// Reads it from its beginning. That it grew beyond the most that a file may have is an error, of the kind
/// [`FileTooLarge`](io::ErrorKind::FileTooLarge).
impl Read for OpenedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let head = &self.head[self.given..];
        if !head.is_empty() {
            let given = head.len().min(buffer.len());
            buffer[..given].copy_from_slice(&head[..given]);
            self.given += given;
            return Ok(given);
        }
        let wanted = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let read = self.file.read(&mut buffer[..wanted])?;
        self.left -= read as u64;
        if self.left == 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::*;
    use crate::source::{Sources, list};

    /// A corpus with a file and what lies beside it.
    struct Ground(tempfile::TempDir);

    impl Ground {
        fn with(content: &[u8]) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            fs::create_dir_all(folder.path().join("corpus/port")).expect("a corpus");
            fs::create_dir(folder.path().join("secret")).expect("a folder");
            let ground = Self(folder);
            fs::write(ground.at("corpus/port/a.txt"), content).expect("a file");
            fs::write(ground.at("secret/a.txt"), "secret").expect("a file");
            ground
        }

        fn at(&self, path: impl AsRef<Path>) -> std::path::PathBuf {
            self.0.path().join(path)
        }

        /// Opens the file after something has happened since it was listed.
        fn open(&self, selection: &Selection, happens: impl FnOnce()) -> Result<OpenedFile, Skip> {
            let mut sources = Sources::folder(&self.at("corpus"));
            sources.selection = selection.clone();
            let listing = list(&sources, &self.at("index")).expect("a listing");
            assert_eq!(listing.files.len(), 1, "{listing:?}");
            happens();
            open(&listing.roots, &listing.files[0].path, selection)
        }

        fn remove(&self) {
            fs::remove_file(self.at("corpus/port/a.txt")).expect("gone");
        }
    }

    fn text(opened: Result<OpenedFile, Skip>) -> String {
        let bytes = opened.and_then(OpenedFile::into_bytes).expect("bytes");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn a_file_swapped_for_a_link_or_a_pipe_after_it_was_listed_is_not_read() {
        let (ground, selection) = (Ground::with(b"public"), Selection::default());
        let link = || {
            ground.remove();
            symlink(ground.at("secret/a.txt"), ground.at("corpus/port/a.txt")).expect("a link");
        };
        assert_eq!(ground.open(&selection, link).err(), Some(Skip::Swapped));
        let ground = Ground::with(b"public");
        let pipe = || {
            ground.remove();
            let path = ground.at("corpus/port/a.txt");
            let made = std::process::Command::new("mkfifo").arg(path).status();
            assert!(made.expect("mkfifo runs").success());
        };
        assert_eq!(ground.open(&selection, pipe).err(), Some(Skip::Swapped));
    }

    #[test]
    fn a_folder_swapped_for_a_link_after_it_was_listed_leads_nowhere() {
        let ground = Ground::with(b"public");
        let link = || {
            fs::remove_dir_all(ground.at("corpus/port")).expect("gone");
            symlink(ground.at("secret"), ground.at("corpus/port")).expect("a link");
        };
        let opened = ground.open(&Selection::default(), link);
        assert_eq!(opened.err(), Some(Skip::Swapped));
    }

    #[test]
    fn links_are_followed_if_that_is_asked_for_but_not_to_a_device() {
        let selection = Selection {
            follow_links: true,
            ..Selection::default()
        };
        for (target, expected) in [("secret/a.txt", None), ("/dev/zero", Some(Skip::Swapped))] {
            let ground = Ground::with(b"public");
            let opened = ground.open(&selection, || {
                ground.remove();
                symlink(ground.at(target), ground.at("corpus/port/a.txt")).expect("a link");
            });
            match expected {
                None => assert_eq!(text(opened), "secret"),
                skip => assert_eq!(opened.err(), skip),
            }
        }
    }

    #[test]
    fn size_and_time_are_those_of_what_is_read() {
        let ground = Ground::with(b"public");
        let edit = || fs::write(ground.at("corpus/port/a.txt"), "edited since").expect("a file");
        let opened = ground.open(&Selection::default(), edit);
        assert_eq!(opened.as_ref().map(OpenedFile::bytes), Ok(12));
        assert_eq!(text(opened), "edited since");
    }

    #[test]
    fn a_file_that_grows_beyond_the_most_is_too_large_whenever_that_happens() {
        for size in [HEAD_BYTES, 200_000] {
            let most = size as u64 + 100;
            let too_large = Skip::TooLarge(most);
            let selection = Selection {
                max_file_bytes: Some(most),
                ..Selection::default()
            };
            let ground = Ground::with(&vec![b'a'; size]);
            let write = |bytes: usize| {
                fs::write(ground.at("corpus/port/a.txt"), vec![b'a'; bytes]).expect("a file");
            };
            let grown = || {
                write(size);
                let opened = ground.open(&selection, || {}).expect("it is small enough");
                write(size + 200);
                opened
            };
            assert_eq!(grown().hash(), Err(too_large.clone()));
            assert_eq!(grown().into_bytes(), Err(too_large.clone()));
            write(size);
            let opened = ground.open(&selection, || write(size + 101));
            assert_eq!(opened.err(), Some(too_large));
        }
    }

    #[test]
    fn the_hash_in_pieces_is_that_of_the_whole_and_of_no_text_that_of_the_beginning() {
        for size in [0, 1, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 1, 300_000] {
            let bytes: Vec<u8> = (0..size).map(|at| b'a' + (at % 23) as u8).collect();
            let ground = Ground::with(&bytes);
            let opened = ground.open(&Selection::default(), || {});
            assert_eq!(opened.and_then(OpenedFile::hash), Ok(content_hash(&bytes)));
        }
        let mut binary = vec![b'a'; 300_000];
        binary[HEAD_BYTES - 1] = 0;
        let ground = Ground::with(&binary);
        let opened = ground.open(&Selection::default(), || {}).expect("a file");
        assert_eq!(opened.check(), Err(Skip::Binary));
        assert_eq!(opened.hash(), Ok(content_hash(&binary[..HEAD_BYTES])));
    }
}
