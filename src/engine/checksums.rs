//! Which files is a generation made of, and is each of them as it was written?
//!
//! The engine ends each of its files with a checksum of what is in it, which shows that a file is whole, but not that it
//! is the right one: of two segments with their files exchanged each file is whole, and a file that is gone is looked for
//! only when a query needs it. So a generation has a list of its files, with the length and the checksum of each, which
//! says of itself whether it is whole. It is short, and is read whenever an index is opened.
//!
//! ```text
//! CRC-32 (8 hexadecimal digits), length, name: a line per file, by name
//! BLAKE3 of all before it, and a line end
//! ```
//! A checksum is that of the whole file. That of an engine's file follows from the one at its end: what is written
//! need not be read again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::fault::Fault;
use super::footer;
use crate::error::Damage;
use crate::open_file;

/// The name of the list in a generation.
pub(crate) const CHECKSUMS: &str = "checksums";

/// More than the list of ten thousand segments takes.
const MAX_BYTES: u64 = 8_000_000;

/// What is read at once.
const PIECE_BYTES: usize = 256 * 1024;

const HASH_DIGITS: usize = 2 * blake3::OUT_LEN;

/// The length of a file and the CRC-32 of all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checksum {
    pub(crate) bytes: u64,
    pub(crate) crc: u32,
}

impl Checksum {
    /// That of these bytes.
    pub(crate) fn of(content: &[u8]) -> Self {
        Self {
            bytes: content.len() as u64,
            crc: crc32fast::hash(content),
        }
    }

    /// That of a file that ends as the engine's files do, of which no more than that is read; none of another.
    fn by_end(path: &Path) -> io::Result<Option<Self>> {
        let mut file = open_file::regular(path, None)?;
        let bytes = file.metadata()?.len();
        let end_bytes = bytes.min(footer::MAX_BYTES as u64);
        file.seek(SeekFrom::Start(bytes - end_bytes))?;
        let mut end = Vec::with_capacity(footer::MAX_BYTES);
        file.take(end_bytes).read_to_end(&mut end)?;
        Ok(Self::by_its_end(&end, bytes))
    }

    /// That of a file of so many bytes that ends so; none if that is no end of a file of the engine.
    pub(crate) fn by_its_end(end: &[u8], bytes: u64) -> Option<Self> {
        footer::whole_crc(end, bytes).map(|crc| Self { bytes, crc })
    }

    /// That of a file, which is read piece by piece: mapped as a whole, a check of an index would take as much memory as
    /// the index has on disk.
    fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = open_file::regular(path, None)?;
        let mut hasher = crc32fast::Hasher::new();
        let mut piece = vec![0; PIECE_BYTES];
        let mut bytes = 0;
        loop {
            let read = file.read(&mut piece)?;
            if read == 0 {
                let crc = hasher.finalize();
                return Ok(Self { bytes, crc });
            }
            bytes += read as u64;
            hasher.update(&piece[..read]);
        }
    }
}

/// The list of a generation's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Checksums {
    files: BTreeMap<String, Checksum>,
}

impl Checksums {
    /// The list of the files of these names in a folder. What stands in `former` never changes and keeps its line.
    pub(crate) fn of(
        folder: &Path,
        names: impl IntoIterator<Item = String>,
        former: &Self,
    ) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for name in names {
            let checksum = match former.get(&name) {
                Some(known) => known,
                None => match Checksum::by_end(&folder.join(&name))? {
                    Some(by_footer) => by_footer,
                    None => Checksum::of_file(&folder.join(&name))?,
                },
            };
            files.insert(name, checksum);
        }
        Ok(Self { files })
    }

    /// Takes files out of the list.
    pub(crate) fn forget(&mut self, names: &[&str]) {
        self.files.retain(|name, _| !names.contains(&name.as_str()));
    }

    /// Reads the list of the generation in a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join(CHECKSUMS);
        let list = open_file::read(&path, MAX_BYTES);
        let list = list.map_err(|error| Fault::of_io(&path, &error))?;
        let damaged = || Damage::NotAsWritten {
            file: CHECKSUMS.to_owned(),
        };
        Ok(Self::parse(&list).ok_or_else(damaged)?)
    }

    fn parse(list: &[u8]) -> Option<Self> {
        let list = std::str::from_utf8(list).ok()?.strip_suffix('\n')?;
        let (lines, hash) = list.split_at_checked(list.len().checked_sub(HASH_DIGITS)?)?;
        if *blake3::hash(lines.as_bytes()).to_hex() != *hash {
            return None;
        }
        let files = lines.lines().map(|line| {
            let mut parts = line.splitn(3, ' ');
            let crc = u32::from_str_radix(parts.next()?, 16).ok()?;
            let bytes = parts.next()?.parse().ok()?;
            Some((parts.next()?.to_owned(), Checksum { bytes, crc }))
        });
        Some(Self {
            files: files.collect::<Option<_>>()?,
        })
    }

    /// The list as it is written.
    pub(crate) fn to_text(&self) -> String {
        let mut list = String::new();
        for (name, Checksum { bytes, crc }) in &self.files {
            let _ = writeln!(list, "{crc:08x} {bytes} {name}");
        }
        let hash = blake3::hash(list.as_bytes()).to_hex();
        let _ = writeln!(list, "{hash}");
        list
    }

    /// What the file of this name must be, if it is of the generation.
    pub(crate) fn get(&self, name: &str) -> Option<Checksum> {
        self.files.get(name).copied()
    }

    /// The names of the files.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Looks whether every file is there and has its length, which is cheap; nothing is read.
    pub(crate) fn look(&self, folder: &Path) -> Result<(), Fault> {
        for (name, checksum) in &self.files {
            let path = folder.join(name);
            let metadata = fs::symlink_metadata(&path);
            let metadata = metadata.map_err(|error| Fault::of_io(&path, &error))?;
            let file = || name.clone();
            if !metadata.is_file() {
                return Err(Damage::NotAFile { file: file() }.into());
            }
            if metadata.len() != checksum.bytes {
                return Err(Damage::NotAsWritten { file: file() }.into());
            }
        }
        Ok(())
    }

    /// Reads every file whole; says which of them are not as they were written.
    pub(crate) fn damages(&self, folder: &Path) -> Result<Vec<Damage>, Fault> {
        let mut damages = Vec::new();
        for (name, checksum) in &self.files {
            let path = folder.join(name);
            match Checksum::of_file(&path) {
                Ok(found) if found == *checksum => {}
                Ok(_) => damages.push(Damage::NotAsWritten { file: name.clone() }),
                Err(error) => match Fault::of_io(&path, &error) {
                    Fault::Damage(damage) => damages.push(damage),
                    fault => return Err(fault),
                },
            }
        }
        Ok(damages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Checksums {
        let files = [("a.term", 7, 1), ("files", 0, u32::MAX)];
        let files = files.map(|(name, bytes, crc)| (name.to_owned(), Checksum { bytes, crc }));
        Checksums {
            files: files.into(),
        }
    }

    #[test]
    fn a_list_is_read_as_it_was_written_and_not_with_a_byte_changed_or_cut() {
        let text = list().to_text();
        assert_eq!(Checksums::parse(text.as_bytes()), Some(list()));
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1;
            assert_eq!(Checksums::parse(&changed), None, "byte {at}");
            assert_eq!(
                Checksums::parse(&text.as_bytes()[..at]),
                None,
                "cut at {at}"
            );
        }
    }

    #[test]
    fn a_file_that_is_missing_cut_changed_or_no_file_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("part");
        fs::write(&path, "content").expect("a file");
        let names = || ["part".to_owned()];
        let list = Checksums::of(folder.path(), names(), &Checksums::default()).expect("a list");
        let damages = || list.damages(folder.path()).expect("can be read");
        assert_eq!(damages(), []);
        assert!(list.look(folder.path()).is_ok());
        fs::write(&path, "contend").expect("a file");
        let file = "part".to_owned();
        assert_eq!(damages(), [Damage::NotAsWritten { file: file.clone() }]);
        assert!(list.look(folder.path()).is_ok(), "only reading tells");
        fs::write(&path, "conten").expect("a file");
        assert!(list.look(folder.path()).is_err());
        fs::remove_file(&path).expect("removed");
        assert_eq!(damages(), [Damage::Missing { file: file.clone() }]);
        fs::create_dir(&path).expect("a folder");
        assert_eq!(damages(), [Damage::NotAFile { file }]);
        assert!(list.look(folder.path()).is_err());
    }
}
