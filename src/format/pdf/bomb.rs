//! Would a document take more memory than it may? Streams that unpack to hundreds of times their size are looked for before
//! anything unpacks them.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::format::bounds::Bounds;
use crate::skip::{Bound, Skip};

/// How much of a stream is looked at first.
const SAMPLE: usize = 16 << 10;
/// A shorter stream unpacks to little, whatever it is.
const SMALL: usize = 30 << 10;

/// Looks at the streams of a document.
pub(super) fn check(bytes: &[u8], bounds: &Bounds) -> Result<(), Skip> {
    let mut unpacked = 0;
    let most = (bytes.len() as u64)
        .saturating_mul(bounds.ratio)
        .max(bounds.free_bytes)
        .min(bounds.document_bytes * 2);
    for (before, stream) in streams(bytes) {
        let packings = before
            .windows(b"FlateDecode".len())
            .filter(|window| window == b"FlateDecode")
            .count();
        if packings >= 2 {
            // packed twice: what is unpacked first is small, and what then comes may be anything
            let outer = sizes(stream, bounds.free_bytes);
            unpacked += outer * 1000;
        } else if stream.len() > SMALL
            && sizes(&stream[..SAMPLE], u64::MAX) > SAMPLE as u64 * bounds.ratio
        {
            unpacked += sizes(stream, most);
        }
        if unpacked > most {
            return Err(Skip::Bound(Bound::Ratio(bounds.ratio)));
        }
    }
    Ok(())
}

/// To how much a stream unpacks, counted up to a bound.
fn sizes(stream: &[u8], most: u64) -> u64 {
    let mut decoder = ZlibDecoder::new(stream).take(most.saturating_add(1));
    let mut buffer = [0; 8 << 10];
    let mut size = 0;
    while let Ok(read) = decoder.read(&mut buffer) {
        if read == 0 {
            break;
        }
        size += read as u64;
    }
    size
}

/// The streams of a document that are packed, each with what stands before it.
fn streams(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    const BEGIN: &[u8] = b"stream";
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let begin = at
                + bytes
                    .get(at..)?
                    .windows(BEGIN.len())
                    .position(|window| window == BEGIN)?;
            at = begin + BEGIN.len();
            let is_end = bytes[..begin].ends_with(b"end");
            let line = usize::from(bytes.get(at) == Some(&b'\r')) + 1;
            let Some(stream) = bytes.get(at + line..) else {
                continue;
            };
            if !is_end && stream.first().is_some_and(|first| first & 0x0f == 8) {
                let end = stream
                    .windows(9)
                    .position(|window| window == b"endstream")
                    .unwrap_or(stream.len());
                at += line + end;
                return Some((&bytes[begin.saturating_sub(400)..begin], &stream[..end]));
            }
        }
    })
}
