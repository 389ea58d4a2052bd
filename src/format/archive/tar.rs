//! What is in a tar archive? It is read from its beginning to its end, an entry after the other, none of it twice.
//!
//! The format is a header of 512 bytes before each entry, and was extended in three ways for long names: read here are those
//! of POSIX (`ustar`, `pax`) and GNU.

use std::io::{self, BufRead, BufReader, Read};

use super::super::context::{Context, HEAD_BYTES, Refused, skip_of};
use super::super::encoding::decoded_name;
use super::super::piece::{Piece, Stopped, Take};
use super::entry::is_of_a_system;
use crate::article::Metadata;
use crate::skip::Skip;

const BLOCK_BYTES: u64 = 512;

/// More than a name takes, and what else is told of an entry.
const TOLD_BYTES: u64 = 1 << 20;

/// Reads a tar archive.
pub(in super::super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let mut told = Told::default();
    loop {
        let Some(header) = Header::read(input)? else {
            return Ok(());
        };
        let size = told.size.take().unwrap_or(header.size);
        let mut entry = Entry {
            input: &mut *input,
            left: size,
        };
        match header.kind {
            // what is told of the next entry
            b'L' => told.name = Some(text(&mut entry)?),
            b'x' => told.read_pax(&text(&mut entry)?),
            b'0' | b'\0' | b'7' => {
                let name = std::mem::take(&mut told).name.unwrap_or(header.name);
                let id = decoded_name(&name);
                if !id.ends_with('/') && !is_of_a_system(&id) {
                    context.entry()?;
                    let mut reader = BufReader::with_capacity(HEAD_BYTES, &mut entry);
                    take(Piece::Entry {
                        id,
                        input: &mut reader,
                        metadata: Metadata::default(),
                    })?;
                }
            }
            b'K' | b'g' => {}
            _ => told = Told::default(),
        }
        // an entry may say that it has more bytes than there are
        let filling = (BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES;
        let rest = entry.left.saturating_add(filling);
        pass(input, rest)?;
    }
}

/// What an entry has, and that it is cut off if the archive ends before it does.
struct Entry<'i> {
    input: &'i mut dyn BufRead,
    left: u64,
}

impl Read for Entry<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let read = self.input.read(&mut buffer[..wanted])?;
        if read == 0 && wanted > 0 {
            return Err(io::Error::other(Refused(cut_off())));
        }
        self.left -= read as u64;
        Ok(read)
    }
}

/// What was told of an entry before its header.
#[derive(Default)]
struct Told {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Told {
    /// Reads lines `length key=value`.
    fn read_pax(&mut self, mut records: &[u8]) {
        while let Some(space) = records.iter().position(|byte| *byte == b' ') {
            let length = std::str::from_utf8(&records[..space]).ok();
            let length = length.and_then(|length| length.parse::<usize>().ok());
            let Some(record) = length.and_then(|length| records.get(space + 1..length)) else {
                return;
            };
            records = &records[space + 1 + record.len()..];
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            if let Some(path) = record.strip_prefix(b"path=") {
                self.name = Some(path.to_vec());
            } else if let Some(size) = record.strip_prefix(b"size=") {
                self.size = std::str::from_utf8(size)
                    .ok()
                    .and_then(|size| size.parse().ok());
            }
        }
    }
}

/// What stands before an entry.
struct Header {
    name: Vec<u8>,
    size: u64,
    kind: u8,
}

impl Header {
    /// The next one; none at the end of the archive.
    fn read(input: &mut dyn BufRead) -> Result<Option<Self>, Skip> {
        let mut block = [0; BLOCK_BYTES as usize];
        let mut filled = 0;
        while filled < block.len() {
            let read = input
                .read(&mut block[filled..])
                .map_err(|error| skip_of(&error))?;
            if read == 0 {
                break;
            }
            filled += read;
        }
        // it ends with blocks of zeros, or without them
        if filled == 0 || block.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        if filled < block.len() {
            return Err(cut_off());
        }
        let sum = block.iter().enumerate();
        let sum = sum.map(|(at, byte)| {
            u32::from(if (148..156).contains(&at) {
                b' '
            } else {
                *byte
            })
        });
        if octal(&block[148..156]) != Some(u64::from(sum.sum::<u32>())) {
            return Err(malformed("the checksum of a header is wrong"));
        }
        let size = octal(&block[124..136]).ok_or_else(|| malformed("an entry without a size"))?;
        let until_zero = |bytes: &[u8]| {
            bytes
                .split(|byte| *byte == 0)
                .next()
                .unwrap_or_default()
                .to_vec()
        };
        let mut name = until_zero(&block[..100]);
        let prefix = until_zero(&block[345..500]);
        if &block[257..263] == b"ustar\0" && !prefix.is_empty() {
            name = [prefix, name].join(&b'/');
        }
        let kind = block[156];
        Ok(Some(Self { name, size, kind }))
    }
}

/// A number as it stands in a header: digits, or, if it is large, bytes behind a bit.
fn octal(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let mut bytes = field[1..].iter();
        return bytes.try_fold(u64::from(field[0] & 0x7F), |sum, byte| {
            sum.checked_mul(256)?.checked_add(u64::from(*byte))
        });
    }
    let digits = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    if digits.is_empty() {
        return Some(0);
    }
    u64::from_str_radix(digits, 8).ok()
}

/// What is told of the next entry.
fn text(entry: &mut impl Read) -> Result<Vec<u8>, Skip> {
    let mut text = Vec::new();
    let read = entry.take(TOLD_BYTES).read_to_end(&mut text);
    read.map_err(|error| skip_of(&error))?;
    while text.last() == Some(&0) {
        text.pop();
    }
    Ok(text)
}

/// Passes over so many bytes.
fn pass(input: &mut dyn BufRead, bytes: u64) -> Result<(), Skip> {
    let passed = io::copy(&mut input.take(bytes), &mut io::sink());
    let passed = passed.map_err(|error| skip_of(&error))?;
    if passed < bytes {
        Err(cut_off())
    } else {
        Ok(())
    }
}

fn cut_off() -> Skip {
    malformed("it is cut off")
}

fn malformed(detail: &str) -> Skip {
    Skip::Malformed {
        format: "tar".to_owned(),
        detail: detail.to_owned(),
    }
}
