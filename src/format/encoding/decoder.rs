//! What do bytes say in an encoding that is known? Text, piece by piece.

use encoding_rs::{DecoderResult, UTF_16BE, UTF_16LE, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use super::charset::Charset;
use super::utf32::Utf32;
use crate::skip::Skip;

/// Of more than one byte in so many nobody can say that it was read.
const BYTES_PER_FAULT: u64 = 50;

/// Bytes that are looked at to tell an encoding by its zeros.
const LOOKED_BYTES: usize = 64 * 1024;

/// What makes text of bytes, piece by piece. Bytes that are no text become U+FFFD.
pub(crate) struct Decoder {
    charset: Charset,
    coder: Coder,
    bytes: u64,
    replaced_bytes: u64,
    /// The end of what was decoded, to which a mark may belong.
    kept: String,
}

enum Coder {
    Known(encoding_rs::Decoder),
    Utf32(Utf32),
}

impl Decoder {
    pub(crate) fn new(charset: Charset) -> Self {
        let coder = match charset {
            Charset::Known(encoding) => Coder::Known(encoding.new_decoder_without_bom_handling()),
            Charset::Utf32 { is_little_endian } => Coder::Utf32(Utf32::new(is_little_endian)),
        };
        Self {
            charset,
            coder,
            bytes: 0,
            replaced_bytes: 0,
            kept: String::new(),
        }
    }

    /// Adds what the next bytes say to `text`.
    pub(crate) fn decode(&mut self, bytes: &[u8], is_last: bool, text: &mut String) {
        self.bytes += bytes.len() as u64;
        if self.charset != Charset::Known(WINDOWS_1258) {
            return self.decode_as_is(bytes, is_last, text);
        }
        // Vietnamese letters have their tones behind them there, and nowhere else
        let mut decomposed = std::mem::take(&mut self.kept);
        self.decode_as_is(bytes, is_last, &mut decomposed);
        if !is_last && let Some((at, _)) = decomposed.char_indices().next_back() {
            self.kept = decomposed.split_off(at);
        }
        text.extend(decomposed.nfc());
    }

    fn decode_as_is(&mut self, mut bytes: &[u8], is_last: bool, text: &mut String) {
        let coder = match &mut self.coder {
            Coder::Known(coder) => coder,
            Coder::Utf32(coder) => {
                self.replaced_bytes += coder.decode(bytes, is_last, text);
                return;
            }
        };
        loop {
            let needed = coder.max_utf8_buffer_length_without_replacement(bytes.len());
            // most bytes are a character of one byte; where they are not, it grows
            text.reserve(needed.unwrap_or(0).min(bytes.len() * 2 + 16));
            let (result, read) = coder.decode_to_string_without_replacement(bytes, text, is_last);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => text.reserve(bytes.len() * 3 + 16),
                DecoderResult::Malformed(bad, _) => {
                    self.replaced_bytes += u64::from(bad);
                    text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }

    /// Bytes so far that were no text.
    pub(crate) fn replaced_bytes(&self) -> u64 {
        self.replaced_bytes
    }

    /// Whether too much was no text.
    pub(crate) fn is_hopeless(&self) -> bool {
        is_hopeless(self.replaced_bytes, self.bytes)
    }

    pub(crate) fn charset(&self) -> Charset {
        self.charset
    }
}

/// Whether a text of so many bytes is none, if so many of them are no text.
pub(crate) fn is_hopeless(replaced_bytes: u64, bytes: u64) -> bool {
    replaced_bytes * BYTES_PER_FAULT > bytes
}

/// Why a text of so many bytes is none, if so.
pub(crate) fn hopeless(charset: Charset, replaced: u64, bytes: u64) -> Result<(), Skip> {
    if is_hopeless(replaced, bytes) {
        let encoding = charset.name().to_owned();
        return Err(Skip::Undecodable {
            encoding,
            replaced,
            bytes,
        });
    }
    Ok(())
}

impl Charset {
    /// The encoding with two or four bytes for each character that a text without a mark shows by its zeros.
    pub(crate) fn of_zeros(bytes: &[u8]) -> Option<Self> {
        let bytes = &bytes[..bytes.len().min(LOOKED_BYTES) / 4 * 4];
        if !bytes.contains(&0) {
            return None;
        }
        let mut zeros = [0_usize; 4];
        for four in bytes.chunks_exact(4) {
            for (count, byte) in zeros.iter_mut().zip(four) {
                *count += usize::from(*byte == 0);
            }
        }
        let fours = bytes.len() / 4;
        let [first, second, third, fourth] = zeros;
        // a text has spaces and ends of lines; one zero among thousands of letters is none of these
        if fours < 2 || (first + second + third + fourth) * 50 < fours {
            return None;
        }
        let is_utf32 = |high: usize, low: usize| high == fours && low == 0;
        let candidate = if is_utf32(fourth, first) && third == fours {
            Self::Utf32 {
                is_little_endian: true,
            }
        } else if is_utf32(first, fourth) && second == fours {
            Self::Utf32 {
                is_little_endian: false,
            }
        } else if first + third == 0 && (second + fourth) > 0 {
            Self::Known(UTF_16LE)
        } else if second + fourth == 0 && (first + third) > 0 {
            Self::Known(UTF_16BE)
        } else {
            return None;
        };
        let mut decoder = Decoder::new(candidate);
        let mut text = String::new();
        decoder.decode(bytes, false, &mut text);
        let is_text = |character: char| {
            character.is_alphanumeric()
                || character.is_whitespace()
                || character.is_ascii_punctuation()
        };
        let chars = text.chars().count();
        let good = text.chars().filter(|character| is_text(*character)).count();
        (decoder.replaced_bytes() == 0 && good * 10 >= chars * 8).then_some(candidate)
    }
}
