//! Where do words stand in a row? A cursor over the passages in which each of some cursors stands at its position.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// A cursor that knows where in a passage it stands.
pub(crate) trait Positions: DocSet {
    /// Replaces `positions` by where it stands in the passage, in tokens plus `offset`, rising.
    fn positions(&mut self, offset: u32, positions: &mut Vec<u32>);
}

impl Positions for SegmentPostings {
    fn positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        positions.clear();
        self.append_positions_with_offset(offset, positions);
    }
}

/// The passages of a segment with words in a row.
pub(crate) struct PhraseCursor<C> {
    /// The words with their positions in the phrase.
    words: Vec<(u32, C)>,
    /// Where the phrase starts in the passage it stands on, in tokens plus the last word's position.
    starts: Vec<u32>,
    last_position: u32,
    buffer: Vec<u32>,
    doc: DocId,
}

impl<C: Positions> PhraseCursor<C> {
    /// None if the phrase cannot stand in the segment; `words` are with their positions, rising.
    pub(crate) fn new(mut words: Vec<(u32, C)>) -> Option<Self> {
        let last_position = words.last()?.0;
        // the rarest word leads
        words.sort_by_key(|(position, cursor)| (cursor.size_hint(), *position));
        let mut phrase = Self {
            words,
            starts: Vec::new(),
            last_position,
            buffer: Vec::new(),
            doc: 0,
        };
        phrase.seek(0);
        (phrase.doc != TERMINATED).then_some(phrase)
    }

    /// Occurrences in the passage it stands on.
    pub(crate) fn frequency(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Where it starts in the passage it stands on, in tokens.
    pub(crate) fn starts(&self) -> Vec<u32> {
        self.starts
            .iter()
            .map(|start| start - self.last_position)
            .collect()
    }

    /// The next passage from `target` on that has every word, wherever.
    fn seek_all(&mut self, target: DocId) -> DocId {
        let mut doc = target;
        'search: loop {
            for (_, cursor) in &mut self.words {
                let at = if cursor.doc() < doc {
                    cursor.seek(doc)
                } else {
                    cursor.doc()
                };
                if at > doc {
                    if at == TERMINATED {
                        return TERMINATED;
                    }
                    doc = at;
                    continue 'search;
                }
            }
            return doc;
        }
    }

    /// Finds where the words stand in a row in the passage that all stand on.
    fn find_starts(&mut self) {
        let last_position = self.last_position;
        for (number, (position, cursor)) in self.words.iter_mut().enumerate() {
            // counted from where the last word would stand, so that no start is below zero
            let offset = last_position - *position;
            if number == 0 {
                cursor.positions(offset, &mut self.starts);
            } else {
                cursor.positions(offset, &mut self.buffer);
                let there = &self.buffer;
                self.starts
                    .retain(|start| there.binary_search(start).is_ok());
            }
        }
        // a phrase that would start before the passage does
        self.starts.retain(|start| *start >= last_position);
    }
}

impl<C: Positions> DocSet for PhraseCursor<C> {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            self.doc = self.seek_all(target);
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            self.find_starts();
            if !self.starts.is_empty() {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let shortest = self
            .words
            .iter()
            .map(|(_, cursor)| cursor.size_hint())
            .min();
        shortest.unwrap_or(0) / 2
    }
}
