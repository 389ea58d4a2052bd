//! What do bytes say that are four for each character?

/// What makes text of UTF-32, piece by piece.
pub(super) struct Utf32 {
    is_little_endian: bool,
    /// Bytes of a character of which the rest is not there yet.
    rest: Vec<u8>,
}

impl Utf32 {
    pub(super) fn new(is_little_endian: bool) -> Self {
        Self {
            is_little_endian,
            rest: Vec::new(),
        }
    }

    /// Adds what the next bytes say to `text`; returns how many were none.
    pub(super) fn decode(&mut self, bytes: &[u8], is_last: bool, text: &mut String) -> u64 {
        let mut all = std::mem::take(&mut self.rest);
        all.extend_from_slice(bytes);
        let (fours, rest) = all.as_chunks::<4>();
        let mut replaced = 0;
        for four in fours {
            let code = if self.is_little_endian {
                u32::from_le_bytes(*four)
            } else {
                u32::from_be_bytes(*four)
            };
            text.push(char::from_u32(code).unwrap_or_else(|| {
                replaced += 4;
                char::REPLACEMENT_CHARACTER
            }));
        }
        if !is_last {
            rest.clone_into(&mut self.rest);
        } else if !rest.is_empty() {
            replaced += rest.len() as u64;
            text.push(char::REPLACEMENT_CHARACTER);
        }
        replaced
    }
}
