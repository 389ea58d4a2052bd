//! Which share of their rows do two texts have in common? A sample of each says it.
//!
//! The hashes of the rows fall into bins, and of each bin the least is kept, of it a byte: where two texts have the same
//! rows they keep the same (minwise hashing by one permutation; Li, Owen and Zhang 2012). A bin without any takes what
//! another keeps (Shrivastava 2017). The share of bins that are alike is that of the rows which both have in all that
//! either has, give or take .06.

use serde::{Deserialize, Serialize};

/// Bins of a sample; a byte each.
pub(super) const BINS: usize = 64;

/// Bits of a hash that say which bin it falls into.
const BIN_BITS: u32 = BINS.trailing_zeros();

/// A text with fewer rows is too short to tell: what it has, others have by chance.
const MIN_ROWS: u32 = 12;

/// A sample of the rows of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sample {
    /// How many rows it has.
    rows: u32,
    bins: [[u8; BINS / 2]; 2],
}

/// Takes a sample.
pub(super) struct Sampler {
    rows: u32,
    least: [u64; BINS],
}

impl Default for Sampler {
    fn default() -> Self {
        Self {
            rows: 0,
            least: [u64::MAX; BINS],
        }
    }
}

impl Sampler {
    pub(super) fn add(&mut self, row: u64) {
        self.rows = self.rows.saturating_add(1);
        let bin = &mut self.least[(row >> (u64::BITS - BIN_BITS)) as usize];
        *bin = row.min(*bin);
    }

    /// The sample; none of too short a text.
    pub(super) fn finish(&self) -> Option<Sample> {
        let filled = self.least.iter().filter(|least| **least != u64::MAX);
        // a text that repeats itself has few rows, too
        if self.rows < MIN_ROWS || filled.count() < MIN_ROWS as usize / 2 {
            return None;
        }
        let mut bins = [[0; BINS / 2]; 2];
        let flat = bins.as_flattened_mut();
        for (number, bin) in flat.iter_mut().enumerate() {
            let mut from = number;
            let mut tries = 0;
            while self.least[from] == u64::MAX {
                tries += 1;
                from = other_bin(number, tries);
            }
            *bin = self.least[from] as u8;
        }
        Some(Sample {
            rows: self.rows,
            bins,
        })
    }
}

/// Where a bin that is empty looks next: anywhere, but each time the same.
fn other_bin(bin: usize, tries: u64) -> usize {
    let seed = (bin as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ tries.wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    let seed = (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (seed >> (u64::BITS - BIN_BITS)) as usize
}

/// Which bins of two samples are alike, a bit for each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alike(u64);

impl Alike {
    /// The first choice of three bins that are alike: a bin, and which of the distances the others are from it.
    pub(super) fn first_choice(self, distances: &[[usize; 2]]) -> Option<(usize, usize)> {
        let firsts = distances.iter().map(|distances| {
            let others = distances.map(|distance| self.0.rotate_right(distance as u32));
            (self.0 & others[0] & others[1]).trailing_zeros() as usize
        });
        let first = firsts
            .enumerate()
            .map(|(number, first)| (first, number))
            .min();
        first.filter(|(first, _)| *first < BINS)
    }
}

impl Sample {
    /// What is in each bin.
    pub(super) fn bins(&self) -> &[u8] {
        self.bins.as_flattened()
    }

    /// How many rows the text has.
    pub(super) fn rows(&self) -> u32 {
        self.rows
    }

    /// Which bins are alike.
    pub(super) fn alike(&self, other: &Self) -> Alike {
        let mut alike = 0;
        for (number, (one, other)) in self.bins().iter().zip(other.bins()).enumerate() {
            alike |= u64::from(one == other) << number;
        }
        Alike(alike)
    }

    /// The share of the rows of either that both have.
    fn share(&self, other: &Self) -> f32 {
        let alike = self.bins().iter().zip(other.bins());
        let alike: u32 = alike.map(|(one, other)| u32::from(one == other)).sum();
        alike as f32 / BINS as f32
    }

    /// Whether one is a near copy of the other: both have much of all that they have, or the shorter one is most of it from
    /// the longer.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        let share = self.share(other);
        if share >= NEAR_SHARE {
            return true;
        }
        let (less, more) = (self.rows.min(other.rows), self.rows.max(other.rows));
        let (less, more) = (less as f32, more as f32);
        let common = share * (less + more) / (1.0 + share);
        share >= CUT_SHARE && common >= CUT_OF_SHORTER * less
    }
}

/// Chosen on texts that were altered, and on others of the same events and subjects, which share .09 at most but for a few of
/// thousands.
const NEAR_SHARE: f32 = 0.2;
const CUT_SHARE: f32 = 0.109;
const CUT_OF_SHORTER: f32 = 0.55;
