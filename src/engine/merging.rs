//! Which segments become one?
//!
//! A query meets every segment, so few are wanted; but a segment that is merged is read and written anew, and both ends
//! of it are in memory meanwhile. So an update merges no more than it is given memory for, and not more than takes a few
//! seconds: what is left comes with the next one. Segments of more than half of that are left alone, unless many of
//! their passages are gone.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;
use tantivy::index::SegmentMeta;
use tantivy::{Index, IndexWriter};

/// Segments of a size that become one.
const SEGMENTS_OF_A_SIZE: usize = 8;

/// Segments count as of a size whose passages are no fewer than this share of those of the largest of them.
const SAME_SIZE: f64 = 0.6;

/// Passages below which all segments are of one size.
const SMALL_SEGMENT_PASSAGES: u32 = 10_000;

/// The share of passages gone from which on a segment is written anew.
const MAX_GONE: f64 = 0.25;

/// Bytes of segments that an update merges at most, whatever its memory: some three seconds.
const MERGED_BYTES: u64 = 120_000_000;

/// A segment as the choice sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct SegmentSize {
    /// Passages that are not gone.
    passages: u32,
    gone: u32,
    /// Bytes on disk.
    bytes: u64,
}

impl SegmentSize {
    fn share_gone(self) -> f64 {
        f64::from(self.gone) / f64::from(self.passages + self.gone).max(1.0)
    }

    fn is_much_gone(self) -> bool {
        self.share_gone() > MAX_GONE
    }

    fn level(self) -> f64 {
        f64::from(self.passages.max(SMALL_SEGMENT_PASSAGES))
    }
}

/// Merges committed segments of the index in `folder` as long as that is worth it, within `memory_bytes`. A merge that
/// fails changes nothing: its segments stay.
pub(crate) fn merge(writer: &mut IndexWriter, engine: &Index, folder: &Path, memory_bytes: usize) {
    let most = MERGED_BYTES.min(memory_bytes as u64);
    let mut merged = 0;
    loop {
        let Ok(segments) = engine.searchable_segment_metas() else {
            return;
        };
        let sizes = sizes(&segments, folder);
        let chosen = choose(&sizes, most - merged, merged == 0);
        if chosen.is_empty() {
            return;
        }
        let bytes: u64 = chosen.iter().map(|at| sizes[*at].bytes).sum();
        merged = most.min(bytes.max(1).saturating_add(merged));
        let ids: Vec<_> = chosen.iter().map(|at| segments[*at].id()).collect();
        // the engine keeps the files of segments that somebody knows of
        drop(segments);
        if writer.merge(&ids).wait().is_err() {
            return;
        }
    }
}

fn sizes(segments: &[SegmentMeta], folder: &Path) -> Vec<SegmentSize> {
    let mut bytes: FxHashMap<String, u64> = FxHashMap::default();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let segment = name.to_str().and_then(|name| name.split('.').next());
        if let (Some(segment), Ok(metadata)) = (segment, entry.metadata()) {
            *bytes.entry(segment.to_owned()).or_default() += metadata.len();
        }
    }
    let size = |segment: &SegmentMeta| SegmentSize {
        passages: segment.num_docs(),
        gone: segment.num_deleted_docs(),
        bytes: bytes
            .get(&segment.id().uuid_string())
            .copied()
            .unwrap_or(u64::MAX),
    };
    segments.iter().map(size).collect()
}

/// The segments that are to become one next, by their positions in `sizes`; none if they are well as they are. They have no
/// more than `most` bytes, but one of which much is gone may be larger if nothing was merged yet: a segment that was
/// written with more memory would stay full of what is gone.
fn choose(sizes: &[SegmentSize], most: u64, is_first: bool) -> Vec<usize> {
    let gone = (0..sizes.len()).filter(|at| {
        let size = sizes[*at];
        size.is_much_gone() && (is_first || size.bytes <= most)
    });
    let share_gone = |at: &usize| sizes[*at].share_gone();
    let most_gone = gone.max_by(|one, other| share_gone(one).total_cmp(&share_gone(other)));
    if let Some(at) = most_gone {
        return vec![at];
    }
    let mut by_size: Vec<usize> = (0..sizes.len()).collect();
    by_size.sort_by_key(|at| Reverse(sizes[*at].passages));
    let mut rest = by_size.as_slice();
    while let Some(largest) = rest.first() {
        let least = sizes[*largest].level() * SAME_SIZE;
        let end = rest.partition_point(|at| sizes[*at].level() >= least);
        let (of_a_size, smaller) = rest.split_at(end);
        rest = smaller;
        if of_a_size.len() < SEGMENTS_OF_A_SIZE {
            continue;
        }
        let mut left = most;
        let fits = |at: &usize| {
            let fitting = left.checked_sub(sizes[*at].bytes);
            left = fitting.unwrap_or(left);
            fitting.is_some()
        };
        // the smaller first, for they cost least
        let fitting: Vec<usize> = of_a_size.iter().rev().copied().filter(fits).collect();
        if fitting.len() > 1 {
            return fitting;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(passages: u32, gone: u32, bytes: u64) -> SegmentSize {
        SegmentSize {
            passages,
            gone,
            bytes,
        }
    }

    #[test]
    fn eight_segments_of_a_size_become_one() {
        let small = size(300, 0, 40_000);
        let large = size(200_000, 0, 30_000_000);
        let mut sizes = vec![large; 7];
        sizes.extend([small; 7]);
        assert!(choose(&sizes, 100_000_000, true).is_empty());
        sizes.push(size(9_000, 0, 1_000_000));
        let mut chosen = choose(&sizes, 100_000_000, true);
        chosen.sort_unstable();
        assert_eq!(chosen, (7..15).collect::<Vec<_>>());
    }

    #[test]
    fn only_as_much_becomes_one_as_may_be_in_memory() {
        let sizes = [size(200_000, 0, 35_000_000); 26];
        assert_eq!(choose(&sizes, 120_000_000, true).len(), 3);
        assert!(choose(&sizes, 50_000_000, true).is_empty());
    }

    #[test]
    fn a_segment_of_which_much_is_gone_is_written_anew_by_itself() {
        let sizes = [
            size(100, 0, 1000),
            size(74, 26, 1000),
            size(60, 40, 1000),
            size(50, 50, 9000),
        ];
        assert_eq!(choose(&sizes, 5000, true), [3]);
        assert_eq!(choose(&sizes, 5000, false), [2]);
        assert_eq!(choose(&sizes[..2], 5000, false), [1]);
        assert!(choose(&sizes[..1], 5000, false).is_empty());
    }

    /// Nightly updates of an index that was built with many segments: each merges a bounded amount, and in the end there
    /// are as few segments as the bound allows.
    #[test]
    fn many_updates_merge_step_by_step() {
        let most = MERGED_BYTES;
        let mut sizes = vec![size(200_000, 0, 35_000_000); 26];
        for _ in 0..60 {
            sizes.push(size(5_000, 0, 1_000_000));
            let mut merged = 0;
            loop {
                let chosen = choose(&sizes, most - merged, merged == 0);
                if chosen.is_empty() {
                    break;
                }
                let ones: Vec<SegmentSize> = chosen.iter().map(|at| sizes[*at]).collect();
                let mut at = 0;
                sizes.retain(|_| {
                    at += 1;
                    !chosen.contains(&(at - 1))
                });
                let bytes = ones.iter().map(|one| one.bytes).sum();
                sizes.push(size(ones.iter().map(|one| one.passages).sum(), 0, bytes));
                merged += bytes;
                assert!(merged <= most);
            }
        }
        assert!(sizes.len() <= 24, "{} segments", sizes.len());
    }
}
