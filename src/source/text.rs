//! How is the text of a file read that is larger than memory? Piece by piece, in whatever encoding it is.

use std::io::Read;

use super::hashed::HashedFile;
use crate::format::{
    Charset, CharsetOrigin, Decoder, HEAD_BYTES, begins_a_character, charset_of, hopeless,
};
use crate::skip::Skip;

/// The text of a file, as much of it at a time as is asked for. Bytes that are no text in its encoding become U+FFFD. What is
/// read depends on what is asked for and on the file alone.
pub(crate) struct TextReader<'f> {
    file: &'f mut HashedFile,
    /// The label of the encoding, if that was said.
    told: Option<&'f str>,
    /// What decodes it, once its encoding is known, but for UTF-8.
    decoder: Option<(Decoder, CharsetOrigin)>,
    /// Whether all that was read is the same in most encodings.
    is_ascii: bool,
    /// Bytes that begin a character of which the rest was not read yet.
    rest: Vec<u8>,
    read_bytes: u64,
    replaced_bytes: u64,
    is_at_end: bool,
}

impl<'f> TextReader<'f> {
    /// A reader of a file that is in the encoding of this label, if it is told.
    pub(crate) fn new(file: &'f mut HashedFile, told: Option<&'f str>) -> Self {
        Self {
            file,
            told,
            decoder: None,
            is_ascii: true,
            rest: Vec::new(),
            read_bytes: 0,
            replaced_bytes: 0,
            is_at_end: false,
        }
    }

    /// Adds to `text` until it has so many bytes, or a few more; says whether there may be more in the file.
    ///
    /// # Errors
    /// Why the file cannot be read further.
    pub(crate) fn fill(&mut self, text: &mut String, bytes: usize) -> Result<bool, Skip> {
        while !self.is_at_end && text.len() < bytes {
            let wanted = bytes - text.len();
            let mut read = std::mem::take(&mut self.rest);
            let known = self.file.bytes_left().min(wanted as u64) as usize;
            // one more, so that the end is seen without growing
            read.reserve_exact(known.saturating_add(1));
            let more = self
                .file
                .by_ref()
                .take(wanted as u64)
                .read_to_end(&mut read);
            let more = more.map_err(|error| self.file.skip_of(&error))?;
            self.is_at_end = more < wanted;
            if self.read_bytes == 0 {
                read.drain(..self.begin(&read));
            }
            self.read_bytes += more as u64;
            // no text has it in an encoding of single bytes, wherever it stands
            if self.decoder.is_none() && read.contains(&0) {
                return Err(Skip::Binary);
            }
            self.decode(read, text);
        }
        Ok(!self.is_at_end)
    }

    /// Looks at the first bytes for what tells an encoding; returns how many are a mark and no text.
    fn begin(&mut self, read: &[u8]) -> usize {
        let head = &read[..read.len().min(HEAD_BYTES)];
        let (charset, origin, mark) =
            if self.told.is_some() || Charset::of_mark(head).is_some() || head.contains(&0) {
                charset_of(read, self.told, None)
            } else if head.is_ascii() && head.contains(&ESCAPE) {
                charset_of(head, None, None)
            } else {
                return 0;
            };
        self.is_ascii = false;
        if charset == Charset::UTF_8 {
            // offsets into a text in UTF-8 are those into its file, so the mark stays
            return 0;
        }
        self.decoder = Some((Decoder::new(charset), origin));
        mark
    }

    fn decode(&mut self, bytes: Vec<u8>, text: &mut String) {
        if let Some((decoder, _)) = &mut self.decoder {
            return decoder.decode(&bytes, self.is_at_end, text);
        }
        let bytes = match String::from_utf8(bytes) {
            Ok(read) => {
                self.is_ascii &= !self.is_at_end && read.is_ascii();
                if text.is_empty() {
                    return *text = read;
                }
                return text.push_str(&read);
            }
            Err(error) => error.into_bytes(),
        };
        if std::mem::take(&mut self.is_ascii) {
            let (charset, origin, _) = charset_of(&bytes, None, None);
            if charset != Charset::UTF_8 {
                let mut decoder = Decoder::new(charset);
                decoder.decode(&bytes, self.is_at_end, text);
                self.decoder = Some((decoder, origin));
                return;
            }
        }
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            text.push_str(chunk.valid());
            let invalid = chunk.invalid();
            let is_last = chunks.peek().is_none();
            if is_last && !self.is_at_end && begins_a_character(invalid) {
                invalid.clone_into(&mut self.rest);
            } else if !invalid.is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
                self.replaced_bytes += invalid.len() as u64;
            }
        }
    }

    /// Bytes so far that were no text.
    pub(crate) fn replaced_bytes(&self) -> u64 {
        let decoder = self.decoder.as_ref();
        decoder.map_or(self.replaced_bytes, |(decoder, _)| decoder.replaced_bytes())
    }

    /// The encoding, and who says so, unless it is UTF-8.
    pub(crate) fn charset(&self) -> Option<(Charset, CharsetOrigin)> {
        let decoder = self.decoder.as_ref();
        decoder.map(|(decoder, origin)| (decoder.charset(), *origin))
    }

    /// Why what was read is no text, if too much of it is none.
    pub(crate) fn check(&self) -> Result<(), Skip> {
        let charset = self
            .charset()
            .map_or(Charset::UTF_8, |(charset, _)| charset);
        hopeless(charset, self.replaced_bytes(), self.read_bytes)
    }
}

/// What goes over to other letters in an encoding of which all bytes are ASCII.
const ESCAPE: u8 = 0x1B;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Selection, Sources, list, open};
    use super::*;

    /// The text of a file with these bytes, read so many bytes at a time, and how many were replaced.
    fn read(bytes: &[u8], piece_bytes: usize) -> (String, u64) {
        let folder = tempfile::tempdir().expect("a folder");
        let corpus = folder.path().join("corpus");
        std::fs::create_dir(&corpus).expect("a corpus");
        std::fs::write(corpus.join("a.txt"), bytes).expect("a file");
        let sources = Sources::folder(&corpus);
        let listing = list(&sources, &folder.path().join("index")).expect("a listing");
        let opened = open(&listing.roots, "a.txt", &Selection::default());
        let mut file = HashedFile::new(opened.expect("a file"));
        let mut reader = TextReader::new(&mut file, Some("utf-8"));
        let (mut text, mut piece) = (String::new(), String::new());
        loop {
            let has_more = reader.fill(&mut piece, piece_bytes).expect("text");
            assert!(piece.len() >= piece_bytes || !has_more);
            text.push_str(&std::mem::take(&mut piece));
            if !has_more {
                break;
            }
        }
        let replaced = reader.replaced_bytes();
        let hash = file.finish().expect("a hash");
        assert_eq!(hash, super::super::content_hash(bytes));
        (text, replaced)
    }

    #[test]
    fn a_nul_in_whatever_piece_says_that_a_file_is_no_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let corpus = folder.path().join("corpus");
        std::fs::create_dir(&corpus).expect("a corpus");
        let mut bytes = vec![b'a'; 200_000];
        *bytes.last_mut().expect("bytes") = 0;
        std::fs::write(corpus.join("a.txt"), &bytes).expect("a file");
        let sources = Sources::folder(&corpus);
        let listing = list(&sources, &folder.path().join("index")).expect("a listing");
        for piece_bytes in [1000, 150_000, 200_000, 1_000_000] {
            let opened = open(&listing.roots, "a.txt", &Selection::default());
            let mut file = HashedFile::new(opened.expect("a file"));
            let mut reader = TextReader::new(&mut file, Some("utf-8"));
            let read = loop {
                match reader.fill(&mut String::new(), piece_bytes) {
                    Ok(true) => {}
                    other => break other,
                }
            };
            assert_eq!(read, Err(Skip::Binary), "{piece_bytes}");
            assert_eq!(file.finish(), Ok(super::super::content_hash(&bytes)));
        }
    }

    #[test]
    fn invalid_bytes_are_replaced_and_counted() {
        let (text, replaced) = read(b"caf\xe9 au lait", 100);
        assert_eq!((text.as_str(), replaced), ("caf\u{FFFD} au lait", 1));
    }

    #[test]
    fn a_character_that_is_cut_is_whole() {
        for piece_bytes in 1..8 {
            let text = "aé한𝄞\u{301}ß";
            assert_eq!(read(text.as_bytes(), piece_bytes), (text.to_owned(), 0));
        }
    }

    /// Bytes of which many are parts of characters.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let telling = prop::sample::select(b"a\n\xc3\xa9\xed\x95\x9c\xf0\x9d\x84\x9e\xff".to_vec());
        prop::collection::vec(telling, 0..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_text_in_pieces_is_that_of_the_whole(bytes in bytes(), piece_bytes in 1_usize..12) {
            let whole = String::from_utf8_lossy(&bytes);
            let replaced: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
            prop_assert_eq!(read(&bytes, piece_bytes), (whole.into_owned(), replaced as u64));
        }
    }
}
