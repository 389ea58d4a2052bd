//! What is in an archive? Files, each to be read in turn; what is no file is passed over.

mod entry;
mod tar;

use std::io::{BufRead, BufReader, Cursor};

use zip::ZipArchive;
use zip::result::ZipError;

use super::compressed::Counted;
use super::context::{Context, HEAD_BYTES};
use super::encoding::decoded_name;
use super::piece::{Piece, Stopped, Take};
use crate::article::Metadata;
use crate::skip::{Bound, Skip};

use entry::is_of_a_system;
pub(super) use tar::read as read_tar;

/// What a zip archive ends with, before a comment, and where it says how many entries it has.
const END_MARK: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const ENTRIES_AT: usize = 10;

/// Reads a zip archive, of which all is in memory: where its entries are is said at its end.
pub(super) fn read_zip(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    if told_entries(&bytes) > context.bounds.entries {
        return Err(Skip::Bound(Bound::Entries(context.bounds.entries)).into());
    }
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).map_err(|error| skip_of(&error))?;
    for ordinal in 0..archive.len() {
        context.entry()?;
        let (id, skip) = match archive.by_index_raw(ordinal) {
            Ok(entry) if !entry.is_file() => continue,
            Ok(entry) => {
                let id = decoded_name(entry.name_raw());
                (id, entry.encrypted().then_some(Skip::Encrypted))
            }
            Err(error) => (format!("entry {}", ordinal + 1), Some(skip_of(&error))),
        };
        if is_of_a_system(&id) {
            continue;
        }
        if let Some(skip) = skip {
            let id = Some(id);
            take(Piece::Fault { id, skip })?;
            continue;
        }
        match archive.by_index(ordinal) {
            Ok(entry) => {
                let entry = Counted::new(Box::new(entry), "zip", *context);
                let mut input = BufReader::with_capacity(HEAD_BYTES, entry);
                take(Piece::Entry {
                    id,
                    input: &mut input,
                    metadata: Metadata::default(),
                })?;
            }
            Err(error) => take(Piece::Fault {
                id: Some(id),
                skip: skip_of(&error),
            })?,
        }
    }
    Ok(())
}

/// How many entries an archive says it has: so many are made room for before any is read.
fn told_entries(bytes: &[u8]) -> u64 {
    let ends = bytes
        .len()
        .saturating_sub(END_BYTES + usize::from(u16::MAX));
    let at = bytes[ends..]
        .windows(END_MARK.len())
        .rposition(|window| window == END_MARK);
    let count = at.and_then(|at| bytes[ends + at..].get(ENTRIES_AT..)?.first_chunk::<2>());
    count.map_or(0, |count| match u16::from_le_bytes(*count) {
        // the true number stands elsewhere; an entry has at least 46 bytes there and 30 where it is
        u16::MAX => bytes.len() as u64 / 76,
        count => u64::from(count),
    })
}

fn skip_of(error: &ZipError) -> Skip {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Skip::Encrypted,
        ZipError::UnsupportedArchive(what) => {
            Skip::Unsupported(format!("a zip archive with what is not read: {what}"))
        }
        other => Skip::Malformed {
            format: "zip".to_owned(),
            detail: other.to_string(),
        },
    }
}
