//! Which texts make a group of copies? All are compared that may be alike, and each group is what is near to one text.
//!
//! Texts of which three bins are alike (256 choices of three) are compared. The one with the most near copies has a group of
//! all of them, and so on with what is left: a text is near to the one that its group was made for, so that no chain of small
//! changes joins what has nothing in common. Of texts that are the same each counts once.

use std::cmp::Reverse;
use std::panic::resume_unwind;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fingerprint::{Fingerprint, HASH_BYTES};
use super::sample::{BINS, Sample};

/// So few texts are compared each with each.
const ALL_PAIRS: usize = 2_000;

/// How far the second and the third bin of a choice are from the first.
const DISTANCES: [[usize; 2]; 4] = [[1, 3], [7, 19], [11, 30], [5, 26]];

/// Texts of a choice that are compared with those after them: where hundreds are alike, each need not be held against each.
const COMPARED: usize = 24;

/// Groups of texts, by their positions in the order in which they came, in rising order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Groups {
    /// Of the same text each; none of one text only.
    pub(crate) exact: Vec<Vec<u32>>,
    /// Near copies of each other, and their exact copies; none of one text only.
    pub(crate) near: Vec<Vec<u32>>,
}

/// The groups of texts with these fingerprints; so many threads look for them.
pub(crate) fn groups(fingerprints: &[Fingerprint], jobs: usize) -> Groups {
    let exact = same_texts(fingerprints);
    let others: FxHashSet<u32> = exact
        .iter()
        .flat_map(|texts| &texts[1..])
        .copied()
        .collect();
    let samples: Vec<(u32, &Sample)> = (0..)
        .zip(fingerprints)
        .filter(|(at, _)| !others.contains(at))
        .filter_map(|(at, fingerprint)| Some((at, fingerprint.sample.as_ref()?)))
        .collect();
    let copies_of: FxHashMap<u32, &[u32]> =
        exact.iter().map(|texts| (texts[0], &texts[1..])).collect();
    let near = stars(&samples, &near_pairs(&samples, jobs))
        .into_iter()
        .map(|group| {
            let mut texts: Vec<u32> = group.into_iter().map(|at| samples[at as usize].0).collect();
            let copies = texts.iter().filter_map(|text| copies_of.get(text));
            let copies: Vec<u32> = copies.copied().flatten().copied().collect();
            texts.extend(copies);
            texts.sort_unstable();
            texts
        });
    let mut near: Vec<Vec<u32>> = near.collect();
    near.sort_unstable();
    Groups { exact, near }
}

/// The texts that are the same.
fn same_texts(fingerprints: &[Fingerprint]) -> Vec<Vec<u32>> {
    let mut hashes: Vec<([u8; HASH_BYTES], u32)> = fingerprints
        .iter()
        .map(|fingerprint| fingerprint.hash)
        .zip(0..)
        .collect();
    hashes.sort_unstable();
    let same = hashes.chunk_by(|one, other| one.0 == other.0);
    let same = same.filter(|texts| texts.len() > 1);
    let mut same: Vec<Vec<u32>> = same
        .map(|texts| texts.iter().map(|(_, at)| *at).collect())
        .collect();
    same.sort_unstable();
    same
}

/// The pairs that are near copies, each once.
fn near_pairs(samples: &[(u32, &Sample)], jobs: usize) -> Vec<(u32, u32)> {
    let mut near = Vec::new();
    if samples.len() <= ALL_PAIRS {
        for (one, (_, sample)) in (0..).zip(samples) {
            let others = (one + 1..).zip(&samples[one as usize + 1..]);
            let others = others.filter(|(_, (_, other))| sample.is_near(other));
            near.extend(others.map(|(other, _)| (one, other)));
        }
        return near;
    }
    let jobs = jobs.clamp(1, BINS);
    let share = |job| {
        let mut near = Vec::new();
        (job..BINS)
            .step_by(jobs)
            .for_each(|first| add_near(samples, first, &mut near));
        near
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs)
            .map(|job| scope.spawn(move || share(job)))
            .collect();
        for worker in workers {
            near.extend(worker.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
    near
}

/// Adds the pairs that are near copies and alike in a choice of bins that begins with this one, and in none that begins
/// with one before.
fn add_near(samples: &[(u32, &Sample)], first: usize, near: &mut Vec<(u32, u32)>) {
    // by what they have in the first bin
    let mut alike: Vec<Vec<u32>> = vec![Vec::new(); 1 << u8::BITS];
    for (at, (_, sample)) in (0..).zip(samples) {
        alike[sample.bins()[first] as usize].push(at);
    }
    // what they have in the others, apart: fetched from all over the samples it would take most of the time
    let keys = DISTANCES.map(|distances| {
        let others = distances.map(|distance| (first + distance) % BINS);
        let key = |sample: &Sample| u16::from_be_bytes(others.map(|bin| sample.bins()[bin]));
        samples
            .iter()
            .map(|(_, sample)| key(sample))
            .collect::<Vec<u16>>()
    });
    let mut keyed: Vec<u64> = Vec::new();
    for texts in alike {
        for (number, keys) in keys.iter().enumerate() {
            keyed.clear();
            keyed.extend(
                texts
                    .iter()
                    .map(|at| u64::from(keys[*at as usize]) << u32::BITS | u64::from(*at)),
            );
            keyed.sort_unstable();
            for alike in keyed.chunk_by(|one, other| one >> u32::BITS == other >> u32::BITS) {
                for (at, one) in alike
                    .iter()
                    .map(|one| *one as u32)
                    .enumerate()
                    .take(COMPARED)
                {
                    let sample = samples[one as usize].1;
                    for other in alike[at + 1..].iter().map(|other| *other as u32) {
                        let in_common = sample.alike(samples[other as usize].1);
                        if in_common.first_choice(&DISTANCES) == Some((first, number))
                            && sample.is_near(samples[other as usize].1)
                        {
                            near.push((one, other));
                        }
                    }
                }
            }
        }
    }
}

/// Each text with those that are near to it, the one with the most first, of what is left of them.
fn stars(samples: &[(u32, &Sample)], pairs: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut neighbours: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (one, other) in pairs {
        neighbours.entry(*one).or_default().push(*other);
        neighbours.entry(*other).or_default().push(*one);
    }
    let rank = |(at, near): (&u32, &Vec<u32>)| {
        let rows = samples[*at as usize].1.rows();
        (Reverse(near.len()), Reverse(rows), *at)
    };
    let mut centres: Vec<_> = neighbours.iter().map(rank).collect();
    centres.sort_unstable();
    let mut taken = FxHashSet::default();
    let mut groups = Vec::new();
    for (_, _, centre) in centres {
        if !taken.insert(centre) {
            continue;
        }
        let near = neighbours[&centre].iter().copied();
        let mut group: Vec<u32> = near.filter(|at| taken.insert(*at)).collect();
        if group.is_empty() {
            continue;
        }
        group.push(centre);
        groups.push(group);
    }
    groups
}
