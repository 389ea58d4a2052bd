//! What is in a file that is compressed? Another file, which is unpacked as it is read.

use std::io::{self, BufRead, BufReader, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::context::{Context, HEAD_BYTES, Refused};
use super::kind::Kind;
use crate::skip::{Bound, Skip};

/// The most memory that unpacking may take, for what it says that it needs.
const WINDOW_BYTES: u64 = 128 << 20;

/// The file that is in one of a kind that is compressed.
pub(super) fn unpack<'i>(
    kind: Kind,
    input: &'i mut dyn BufRead,
    context: &Context<'i>,
) -> BufReader<Counted<'i>> {
    let decoder: Box<dyn Read + 'i> = match kind {
        Kind::Zstd => Box::new(Frames::new(input)),
        Kind::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
        Kind::Xz => {
            let most = (WINDOW_BYTES / 1024) as u32;
            Box::new(lzma_rust2::XzReader::new_mem_limit(input, true, most))
        }
        _ => Box::new(flate2::bufread::MultiGzDecoder::new(input)),
    };
    BufReader::with_capacity(HEAD_BYTES, Counted::new(decoder, kind.name(), *context))
}

/// What is unpacked, as far as the bounds allow.
pub(super) struct Counted<'i> {
    decoder: Box<dyn Read + 'i>,
    format: &'static str,
    context: Context<'i>,
}

impl<'i> Counted<'i> {
    pub(super) fn new(
        decoder: Box<dyn Read + 'i>,
        format: &'static str,
        context: Context<'i>,
    ) -> Self {
        Self {
            decoder,
            format,
            context,
        }
    }
}

/// Whether what lies below has told why it ends.
fn is_refused(error: &io::Error) -> bool {
    let inner = error.get_ref();
    inner.is_some_and(<dyn std::error::Error + Send + Sync>::is::<Refused>)
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer).map_err(|error| {
            // what lies below may have refused already
            if is_refused(&error) || error.kind() == io::ErrorKind::FileTooLarge {
                return error;
            }
            let words = error.to_string();
            // some tell it in their words only
            let is_cut =
                error.kind() == io::ErrorKind::UnexpectedEof || words.contains("UnexpectedEof");
            let detail = if is_cut {
                "it is cut off".to_owned()
            } else {
                words.chars().take(100).collect()
            };
            let format = self.format.to_owned();
            io::Error::other(Refused(Skip::Malformed { format, detail }))
        })?;
        self.context
            .unpacked(read as u64)
            .map_err(|bound| io::Error::other(Refused(Skip::Bound(bound))))?;
        Ok(read)
    }
}

impl Context<'_> {
    /// Counts bytes that were unpacked.
    ///
    /// # Errors
    /// The bound that they exceed.
    pub(super) fn unpacked(&self, bytes: u64) -> Result<(), Bound> {
        let (bounds, notes) = (self.bounds, self.notes);
        let unpacked = notes.unpacked_bytes.get() + bytes;
        notes.unpacked_bytes.set(unpacked);
        if unpacked > bounds.unpacked_bytes {
            return Err(Bound::Unpacked(bounds.unpacked_bytes));
        }
        let most = notes
            .file_bytes
            .get()
            .saturating_mul(bounds.ratio)
            .max(bounds.free_bytes);
        if unpacked > most {
            return Err(Bound::Ratio(bounds.ratio));
        }
        Ok(())
    }
}

/// The frames of a file of Zstandard, one after the other.
struct Frames<'i> {
    /// Where the next frame is, or who reads one.
    state: State<'i>,
}

type Frame<'i> = StreamingDecoder<&'i mut dyn BufRead, FrameDecoder>;

enum State<'i> {
    Between(&'i mut dyn BufRead),
    Within(Box<Frame<'i>>),
    Ended,
}

impl<'i> Frames<'i> {
    fn new(input: &'i mut dyn BufRead) -> Self {
        let state = State::Between(input);
        Self { state }
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(input) => {
                    if input.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    if skip_frame(input)? {
                        self.state = State::Between(input);
                        continue;
                    }
                    let decoder = FrameDecoder::new();
                    match StreamingDecoder::new_with_decoder(input, decoder) {
                        Ok(frame) => self.state = State::Within(Box::new(frame)),
                        Err(FrameDecoderError::ReadFrameHeaderError(
                            ReadFrameHeaderError::MagicNumberReadError(error),
                        )) => {
                            return Err(error);
                        }
                        Err(error) => return Err(io::Error::other(error.to_string())),
                    }
                }
                State::Within(mut frame) => {
                    let read = frame.read(buffer)?;
                    self.state = if read == 0 && !buffer.is_empty() {
                        State::Between(frame.into_inner())
                    } else {
                        State::Within(frame)
                    };
                    if read > 0 || buffer.is_empty() {
                        return Ok(read);
                    }
                }
            }
        }
    }
}

/// Passes over a frame that has nothing of the file, if the next is one.
fn skip_frame(input: &mut dyn BufRead) -> io::Result<bool> {
    let head = input.fill_buf()?;
    let is_skipped = head.len() >= 8 && head[0] & 0xF0 == 0x50 && head[1..4] == [0x2A, 0x4D, 0x18];
    if is_skipped {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        io::copy(&mut input.take(u64::from(length) + 8), &mut io::sink())?;
    }
    Ok(is_skipped)
}
