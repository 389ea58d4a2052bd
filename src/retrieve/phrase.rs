//! Words in a row: the passages in which a variant of each stands at its place.

use tantivy::schema::Field;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::word::WordPostings;
use crate::plan::variant::Variant;

/// The passages of a segment with a phrase, each word in any of its variants.
pub(crate) struct PhrasePostings {
    /// The words with their places in the phrase.
    words: Vec<(u32, WordPostings)>,
    /// Where the phrase starts in the passage it stands on, in tokens plus the last word's place.
    starts: Vec<u32>,
    last_place: u32,
    buffer: Vec<u32>,
    doc: DocId,
}

impl PhrasePostings {
    /// None if the phrase cannot stand in the segment. `words` are the variants of each with its place, rising.
    pub(crate) fn open(
        words: &[(u32, Vec<Variant>)],
        field: Field,
        reader: &SegmentReader,
    ) -> tantivy::Result<Option<Self>> {
        let mut opened = Vec::new();
        for (place, variants) in words {
            let Some(postings) = WordPostings::open_with_positions(variants, field, reader)? else {
                return Ok(None);
            };
            opened.push((*place, postings));
        }
        let Some((last_place, _)) = opened.last() else {
            return Ok(None);
        };
        let mut phrase = Self {
            last_place: *last_place,
            words: opened,
            starts: Vec::new(),
            buffer: Vec::new(),
            doc: 0,
        };
        // the rarest word leads
        phrase
            .words
            .sort_by_key(|(place, postings)| (postings.size_hint(), *place));
        phrase.seek(0);
        Ok((phrase.doc != TERMINATED).then_some(phrase))
    }

    /// Occurrences in the passage it stands on.
    pub(crate) fn frequency(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Where it starts in the passage it stands on, in tokens.
    pub(crate) fn starts(&self) -> Vec<u32> {
        self.starts
            .iter()
            .map(|start| start - self.last_place)
            .collect()
    }

    /// The next passage from `target` on that has every word, wherever.
    fn seek_all(&mut self, target: DocId) -> DocId {
        let mut doc = target;
        'search: loop {
            for (_, postings) in &mut self.words {
                let at = if postings.doc() < doc {
                    postings.seek(doc)
                } else {
                    postings.doc()
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
        let last_place = self.last_place;
        for (number, (place, postings)) in self.words.iter_mut().enumerate() {
            // counted from where the last word would stand, so that no start is below zero
            let offset = last_place - *place;
            if number == 0 {
                postings.positions(offset, &mut self.starts);
            } else {
                postings.positions(offset, &mut self.buffer);
                let there = &self.buffer;
                self.starts
                    .retain(|start| there.binary_search(start).is_ok());
            }
        }
        // a phrase that would start before the passage does
        self.starts.retain(|start| *start >= last_place);
    }
}

impl DocSet for PhrasePostings {
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
            .map(|(_, postings)| postings.size_hint())
            .min();
        shortest.unwrap_or(0) / 2
    }
}
