//! How do lists lie in one file? One section behind the other, and at the end where each ends.
//!
//! Nothing is decoded when the file is opened: a number is read where it lies. What lies beyond a section is none, so that
//! damage can give wrong numbers, but no panic.

use std::io::{self, Write};

use tantivy::directory::OwnedBytes;

const NUMBER_BYTES: usize = size_of::<u32>();

/// Writes sections, and behind them where they end.
pub(super) fn write(out: &mut dyn Write, sections: &[Vec<u8>]) -> io::Result<()> {
    let mut end = 0;
    for section in sections {
        out.write_all(section)?;
    }
    for section in sections {
        end += section.len() as u64;
        out.write_all(&end.to_le_bytes())?;
    }
    Ok(())
}

/// The sections of a file.
pub(super) struct Sections {
    bytes: OwnedBytes,
    ends: Vec<usize>,
}

impl Sections {
    /// So many sections of a file, unless it is cut short.
    pub(super) fn of(bytes: OwnedBytes, count: usize) -> Option<Self> {
        let ends_start = bytes.len().checked_sub(count * size_of::<u64>())?;
        let (ends, _) = bytes[ends_start..].as_chunks::<8>();
        let ends: Vec<usize> = ends
            .iter()
            .map(|end| u64::from_le_bytes(*end) as usize)
            .collect();
        let is_sound = ends.is_sorted() && ends.last().is_none_or(|last| *last == ends_start);
        is_sound.then_some(Self { bytes, ends })
    }

    /// The section of this number.
    pub(super) fn get(&self, section: usize) -> &[u8] {
        let start = match section.checked_sub(1) {
            Some(before) => self.ends[before],
            None => 0,
        };
        &self.bytes[start..self.ends[section]]
    }

    /// The numbers of a section.
    pub(super) fn numbers(&self, section: usize) -> impl Iterator<Item = u32> {
        numbers(self.get(section))
    }

    /// The lists that are in this section and the next.
    pub(super) fn lists(&self, section: usize) -> Lists<'_> {
        Lists {
            ends: self.get(section),
            items: self.get(section + 1),
        }
    }
}

/// Numbers as they lie in a file.
pub(super) fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .as_chunks::<NUMBER_BYTES>()
        .0
        .iter()
        .map(|number| u32::from_le_bytes(*number))
}

/// The number at a position.
pub(super) fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    let numbers = bytes.as_chunks::<NUMBER_BYTES>().0;
    numbers.get(at).map(|number| u32::from_le_bytes(*number))
}

/// Lists of bytes, or of numbers.
#[derive(Clone, Copy)]
pub(super) struct Lists<'s> {
    /// The byte at which each list ends.
    ends: &'s [u8],
    items: &'s [u8],
}

impl<'s> Lists<'s> {
    /// How many there are.
    pub(super) fn len(self) -> usize {
        self.ends.len() / NUMBER_BYTES
    }

    /// The bytes of a list; none if there is no such list.
    pub(super) fn bytes(self, list: usize) -> &'s [u8] {
        let end = number_at(self.ends, list).unwrap_or(0) as usize;
        let start = list
            .checked_sub(1)
            .and_then(|before| number_at(self.ends, before));
        self.items
            .get(start.unwrap_or(0) as usize..end)
            .unwrap_or_default()
    }

    /// The numbers of a list.
    pub(super) fn numbers(self, list: usize) -> impl Iterator<Item = u32> + use<'s> {
        numbers(self.bytes(list))
    }
}

/// Lists as they are written: two sections.
#[derive(Default)]
pub(super) struct ListsWriter {
    ends: Vec<u8>,
    items: Vec<u8>,
}

impl ListsWriter {
    /// Adds to the list that is open.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.items.extend_from_slice(bytes);
    }

    /// Ends the list that is open.
    ///
    /// # Errors
    /// If the lists are larger than 32 bits count.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let end = u32::try_from(self.items.len()).map_err(io::Error::other)?;
        self.ends.extend_from_slice(&end.to_le_bytes());
        Ok(())
    }

    /// Adds a whole list of numbers.
    pub(super) fn list(&mut self, numbers: &[u32]) -> io::Result<()> {
        for number in numbers {
            self.add(&number.to_le_bytes());
        }
        self.end()
    }

    pub(super) fn into_sections(self) -> [Vec<u8>; 2] {
        [self.ends, self.items]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_they_were_written_and_nothing_beyond_them_panics() {
        let mut lists = ListsWriter::default();
        for list in [&[7, 0, u32::MAX][..], &[], &[3]] {
            lists.list(list).expect("a list");
        }
        let mut sections = vec![vec![1, 2, 3]];
        sections.extend(lists.into_sections());
        let mut file = Vec::new();
        write(&mut file, &sections).expect("a file");
        let read = Sections::of(OwnedBytes::new(file.clone()), 3).expect("sections");
        assert_eq!(read.get(0), [1, 2, 3]);
        let lists = read.lists(1);
        assert_eq!(lists.len(), 3);
        let all = (0..4).map(|list| lists.numbers(list).collect::<Vec<_>>());
        assert_eq!(
            all.collect::<Vec<_>>(),
            [vec![7, 0, u32::MAX], vec![], vec![3], vec![]]
        );
        assert_eq!(number_at(read.get(0), 0), None);
        for cut in 0..file.len() {
            let cut = Sections::of(OwnedBytes::new(file[..cut].to_vec()), 3);
            assert!(cut.is_none_or(|cut| cut.lists(1).len() < 9));
        }
    }
}
