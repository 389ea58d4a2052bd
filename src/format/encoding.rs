//! In which encoding is a text, and what does it say? What was said counts first, then a mark at its beginning, then what it
//! declares, then what it looks like.

mod charset;
mod decoder;
mod detect;
#[cfg(test)]
mod measured;
mod utf32;

use encoding_rs::{UTF_16BE, UTF_16LE};

pub(crate) use charset::Charset;
pub use charset::{Assumed, CharsetOrigin};
pub(crate) use decoder::{Decoder, hopeless};

/// Bytes that are looked at to tell an encoding.
const SAMPLE_BYTES: usize = 64 * 1024;

/// The encoding of a text that is whole, or of which these are the first bytes: what `told` says, a mark, what `declared`
/// says if it can be true, and else what the text looks like. With the bytes of the mark.
pub(crate) fn charset_of(
    bytes: &[u8],
    told: Option<&str>,
    declared: Option<&str>,
) -> (Charset, CharsetOrigin, usize) {
    let mark = Charset::of_mark(bytes);
    if let Some(charset) = told.and_then(Charset::from_label) {
        let mark_bytes = mark.filter(|(marked, _)| *marked == charset);
        return (
            charset,
            CharsetOrigin::Told,
            mark_bytes.map_or(0, |(_, bytes)| bytes),
        );
    }
    if let Some((charset, bytes)) = mark {
        return (charset, CharsetOrigin::Mark, bytes);
    }
    let declared = declared.and_then(Charset::from_label);
    let wide = |charset| {
        matches!(charset, Charset::Utf32 { .. })
            || charset == Charset::Known(UTF_16LE)
            || charset == Charset::Known(UTF_16BE)
    };
    // whoever could read a declaration byte by byte did not read UTF-16
    let declared = declared.filter(|charset| !wide(*charset) || bytes.contains(&0));
    if let Some(charset) = Charset::of_zeros(bytes) {
        return (charset, CharsetOrigin::Detected, 0);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let utf8 = Utf8Look::of(sample, sample.len() == bytes.len());
    // that a text in another encoding is good UTF-8 does not happen
    if utf8.faults == 0 && (utf8.long > 0 || declared.is_none()) && !detect::shifts(sample) {
        return (Charset::UTF_8, CharsetOrigin::Detected, 0);
    }
    if let Some(charset) = declared {
        let mut decoder = Decoder::new(charset);
        decoder.decode(sample, false, &mut String::new());
        if !decoder.is_hopeless() {
            return (charset, CharsetOrigin::Declared, 0);
        }
    }
    if utf8.is_damaged_utf8() {
        return (Charset::UTF_8, CharsetOrigin::Detected, 0);
    }
    (
        Charset::Known(detect::detect(bytes)),
        CharsetOrigin::Detected,
        0,
    )
}

/// How much bytes look like UTF-8.
struct Utf8Look {
    /// Characters of several bytes.
    long: usize,
    /// Bytes that are no UTF-8, but for a character that is cut at the end.
    faults: usize,
}

impl Utf8Look {
    fn of(bytes: &[u8], is_whole: bool) -> Self {
        let mut look = Self { long: 0, faults: 0 };
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            look.long += chunk
                .valid()
                .chars()
                .filter(|character| !character.is_ascii())
                .count();
            let is_cut =
                !is_whole && chunks.peek().is_none() && begins_a_character(chunk.invalid());
            look.faults += if is_cut { 0 } else { chunk.invalid().len() };
        }
        look
    }

    /// Whether it is UTF-8 of which some bytes were spoilt.
    fn is_damaged_utf8(&self) -> bool {
        self.long > 1 && self.faults * 4 <= self.long
    }
}

/// Whether more bytes could make a character of these.
pub(crate) fn begins_a_character(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// The name of an entry, which is in no encoding that is told.
pub(crate) fn decoded_name(name: &[u8]) -> String {
    let mut text = String::new();
    let (charset, _, _) = charset_of(name, None, None);
    Decoder::new(charset).decode(name, true, &mut text);
    text
}
