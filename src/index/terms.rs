//! Which terms does a language have, and in how many passages? The dictionaries of the segments, seen as one.

use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::{TermOrdinal, TermStreamer};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term};
use tantivy_fst::Automaton;

use super::snapshot::Snapshot;
use crate::engine::bare::Bare;
use crate::engine::keys::{Cuts, KeyKind, is_cut};
use crate::engine::pattern::Pattern;
use crate::error::Result;
use crate::language::Language;

/// A term of one segment, met while its dictionary is enumerated.
pub(crate) struct FoundTerm<'s> {
    pub(crate) term: &'s str,
    segment: usize,
    inverted: &'s InvertedIndexReader,
    info: &'s TermInfo,
    ordinal: TermOrdinal,
}

impl Snapshot {
    /// The segments that have passages in a language, with their ordinals.
    fn segments_with(&self, language: Language) -> impl Iterator<Item = (usize, &SegmentReader)> {
        let segments = self.searcher.segment_readers().iter().enumerate();
        segments.filter(move |(segment, _)| self.has(*segment, language))
    }

    /// The document frequency of a term: how many passages have it.
    pub(crate) fn passages_with(&self, language: Language, term: &str) -> Result<u64> {
        let field = self.field(language);
        let term = &Term::from_field_text(field, term);
        let mut passages = 0;
        for (segment, reader) in self.segments_with(language) {
            let inverted = reader.inverted_index(field)?;
            let info = inverted.get_term_info(term).map_err(TantivyError::from)?;
            if let Some(info) = info {
                passages += self.alive_with(segment, &inverted, &info)?;
            }
        }
        Ok(passages)
    }

    /// How many passages of a segment have a term that was found in it.
    pub(crate) fn passages_of_found(&self, found: &FoundTerm<'_>) -> Result<u64> {
        self.alive_with(found.segment, found.inverted, found.info)
    }

    /// The engine counts passages that are gone until it merges their segment; so they are told from the others here, by
    /// whichever list is shorter.
    fn alive_with(
        &self,
        segment: usize,
        inverted: &InvertedIndexReader,
        info: &TermInfo,
    ) -> Result<u64> {
        let reader = self.searcher.segment_reader(segment as u32);
        if !reader.has_deletes() {
            return Ok(u64::from(info.doc_freq));
        }
        let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
        let mut postings = postings.map_err(TantivyError::from)?;
        let gone = self.gone[segment].get_or_init(|| {
            let docs = 0..reader.max_doc();
            docs.filter(|doc| reader.is_deleted(*doc)).collect()
        });
        let mut alive = u64::from(info.doc_freq);
        if gone.len() < info.doc_freq as usize {
            for doc in gone {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                alive -= u64::from(postings.doc() == *doc);
            }
        } else {
            while postings.doc() != TERMINATED {
                alive -= u64::from(reader.is_deleted(postings.doc()));
                postings.advance();
            }
        }
        Ok(alive)
    }

    /// Visits the terms of a language from `prefix` on, as long as they begin with it; a term once per segment.
    pub(crate) fn terms_with_prefix(
        &self,
        language: Language,
        prefix: &str,
        mut visit: impl FnMut(&FoundTerm<'_>) -> Result<()>,
    ) -> Result<()> {
        for (segment, reader) in self.segments_with(language) {
            let inverted = reader.inverted_index(self.field(language))?;
            let range = inverted.terms().range().ge(prefix);
            let terms = range.into_stream().map_err(TantivyError::from)?;
            each_term(segment, &inverted, terms, |found| {
                let is_of = found.term.starts_with(prefix);
                if is_of {
                    visit(found)?;
                }
                Ok(is_of)
            })?;
        }
        Ok(())
    }

    /// Visits the terms of a language that have a stem; a term once per segment.
    pub(crate) fn terms_with_stem(
        &self,
        language: Language,
        stem: &str,
        mut visit: impl FnMut(&FoundTerm<'_>) -> Result<()>,
    ) -> Result<()> {
        self.terms_under(language, KeyKind::Stem, stem, &mut visit)?;
        if !is_cut(stem) {
            return Ok(());
        }
        let cuts: Vec<Cuts<'_>> = self.keys.iter().map(|keys| keys.cuts(language)).collect();
        self.terms_with_prefix(language, stem, |found| {
            if cuts[found.segment].is_stem(stem.len(), found.term, found.ordinal) {
                visit(found)?;
            }
            Ok(())
        })
    }

    /// Visits the terms of a language that have a key of a kind; a term once per segment.
    pub(crate) fn terms_under(
        &self,
        language: Language,
        kind: KeyKind,
        key: &str,
        mut visit: impl FnMut(&FoundTerm<'_>) -> Result<()>,
    ) -> Result<()> {
        for (segment, reader) in self.segments_with(language) {
            let ordinals = self.keys[segment].under(language, kind, key);
            if !ordinals.is_empty() {
                let inverted = reader.inverted_index(self.field(language))?;
                numbered_terms(segment, &inverted, &ordinals, &mut visit)?;
            }
        }
        Ok(())
    }

    /// Visits the terms of a language that have a key of a kind that begins so; a term once per segment and key.
    pub(crate) fn terms_under_beginning(
        &self,
        language: Language,
        kind: KeyKind,
        beginning: &str,
        mut visit: impl FnMut(&FoundTerm<'_>) -> Result<()>,
    ) -> Result<()> {
        for (segment, reader) in self.segments_with(language) {
            let ordinals = self.keys[segment].under_beginning(language, kind, beginning);
            if !ordinals.is_empty() {
                let inverted = reader.inverted_index(self.field(language))?;
                numbered_terms(segment, &inverted, &ordinals, &mut visit)?;
            }
        }
        Ok(())
    }

    /// Visits the terms of a language that an automaton over their bytes accepts, in order; a term once per segment.
    pub(crate) fn terms_matching<A: Automaton>(
        &self,
        language: Language,
        automaton: &A,
        mut visit: impl FnMut(&FoundTerm<'_>) -> Result<()>,
    ) -> Result<()>
    where
        A::State: Clone,
    {
        for (segment, reader) in self.segments_with(language) {
            let inverted = reader.inverted_index(self.field(language))?;
            let search = inverted.terms().search(automaton);
            let terms = search.into_stream().map_err(TantivyError::from)?;
            each_term(segment, &inverted, terms, |found| {
                visit(found)?;
                Ok(true)
            })?;
        }
        Ok(())
    }

    /// Visits the terms of a language that have a pattern (`*`, `?`) if they are read without their marks; a term once per
    /// segment. One that is too long for a pattern has no terms.
    pub(crate) fn terms_with_pattern(
        &self,
        language: Language,
        bare: &str,
        visit: impl FnMut(&FoundTerm<'_>) -> Result<()>,
    ) -> Result<()> {
        match Pattern::of(bare) {
            Some(pattern) => self.terms_matching(language, &Bare(pattern), visit),
            None => Ok(()),
        }
    }

    /// Visits the terms of a language that are, without their marks, within `max_edits` letters of `bare`; a term once per
    /// segment.
    pub(crate) fn terms_like(
        &self,
        language: Language,
        bare: &str,
        max_edits: u8,
        visit: impl FnMut(&FoundTerm<'_>) -> Result<()>,
    ) -> Result<()> {
        let field = self.field(language);
        let term = Term::from_field_text(field, bare);
        let automaton = FuzzyTermQuery::new(term, max_edits, true).automaton()?;
        self.terms_matching(language, &Bare(automaton), visit)
    }
}

/// Visits terms of a segment by their ordinals.
fn numbered_terms(
    segment: usize,
    inverted: &InvertedIndexReader,
    ordinals: &[TermOrdinal],
    visit: &mut impl FnMut(&FoundTerm<'_>) -> Result<()>,
) -> Result<()> {
    let dictionary = inverted.terms();
    let mut bytes = Vec::new();
    for ordinal in ordinals {
        let is_there = (*ordinal as usize) < dictionary.num_terms();
        if !is_there
            || !dictionary
                .ord_to_term(*ordinal, &mut bytes)
                .map_err(TantivyError::from)?
        {
            continue;
        }
        let (Ok(term), Some(info)) = (
            std::str::from_utf8(&bytes),
            dictionary.get(&bytes).map_err(TantivyError::from)?,
        ) else {
            continue;
        };
        visit(&FoundTerm {
            term,
            segment,
            inverted,
            info: &info,
            ordinal: *ordinal,
        })?;
    }
    Ok(())
}

/// Visits the terms of a stream that are text, until `visit` says no.
fn each_term<A: Automaton>(
    segment: usize,
    inverted: &InvertedIndexReader,
    mut terms: TermStreamer<'_, A>,
    mut visit: impl FnMut(&FoundTerm<'_>) -> Result<bool>,
) -> Result<()>
where
    A::State: Clone,
{
    while terms.advance() {
        let ordinal = terms.term_ord();
        let Ok(term) = std::str::from_utf8(terms.key()) else {
            continue;
        };
        let found = FoundTerm {
            term,
            segment,
            inverted,
            info: terms.value(),
            ordinal,
        };
        if !visit(&found)? {
            break;
        }
    }
    Ok(())
}
