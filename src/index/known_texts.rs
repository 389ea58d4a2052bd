//! Which texts did an index have when somebody looked? Their hashes, as a file keeps them.

use crate::duplicates::Fingerprint;

const HASH_BYTES: usize = size_of::<u64>();

/// The texts that an index had at some time: eight bytes of the hash of each, and no name, so that an article that was only
/// moved is no other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownTexts {
    /// In rising order, each once.
    hashes: Vec<u64>,
}

impl KnownTexts {
    /// Those with these fingerprints.
    pub(crate) fn of<'f>(fingerprints: impl IntoIterator<Item = &'f Fingerprint>) -> Self {
        let mut hashes: Vec<u64> = fingerprints.into_iter().map(hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether the text with this fingerprint is among them.
    pub(crate) fn has(&self, fingerprint: &Fingerprint) -> bool {
        self.hashes.binary_search(&hash(fingerprint)).is_ok()
    }

    /// As a file keeps them: eight bytes each, the lowest first, and a checksum of all.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let hashes = self.hashes.iter();
        let mut bytes: Vec<u8> = hashes.flat_map(|hash| hash.to_le_bytes()).collect();
        let checksum = blake3::hash(&bytes);
        bytes.extend_from_slice(checksum.as_bytes());
        bytes
    }

    /// Those that a file has, unless it is not as it was written.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (hashes, checksum) = bytes.split_last_chunk::<{ blake3::OUT_LEN }>()?;
        if blake3::hash(hashes) != *checksum {
            return None;
        }
        let (hashes, []) = hashes.as_chunks::<HASH_BYTES>() else {
            return None;
        };
        let hashes = hashes.iter().copied().map(u64::from_le_bytes).collect();
        Some(Self { hashes })
    }
}

fn hash(fingerprint: &Fingerprint) -> u64 {
    let hash = fingerprint.hash();
    hash.first_chunk()
        .map_or(0, |first| u64::from_le_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_file_keeps_all_texts_and_tells_when_it_was_changed(
            mut hashes in prop::collection::vec(any::<u64>(), 0..40),
            at in any::<prop::sample::Index>(),
        ) {
            hashes.sort_unstable();
            hashes.dedup();
            let known = KnownTexts { hashes };
            let mut bytes = known.to_bytes();
            prop_assert_eq!(KnownTexts::of_bytes(&bytes), Some(known));
            let at = at.index(bytes.len());
            prop_assert_eq!(KnownTexts::of_bytes(&bytes[..at]), None);
            bytes[at] ^= 1;
            prop_assert_eq!(KnownTexts::of_bytes(&bytes), None);
        }
    }
}
