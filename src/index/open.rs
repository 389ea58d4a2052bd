//! An index opened for searching.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, DocSet, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, Term};

use super::schema::Fields;
use super::{FILE, FileRecord, LENGTH, LanguageCounts, Manifest, generation, version};
use crate::error::{Error, Result};
use crate::language::Language;

/// An index opened for searching; it shows the state at the time it was opened.
pub struct Index {
    path: PathBuf,
    searcher: Searcher,
    fields: Fields,
    manifest: Manifest,
}

/// Enough of a manifest of any version to tell its version.
#[derive(Deserialize)]
struct Versioned {
    version: String,
}

/// The beginning of a message of the engine, which may quote whole files.
fn brief(reason: &str) -> String {
    const MAX_CHARS: usize = 160;
    let line = reason.lines().next().unwrap_or_default();
    if line.chars().count() <= MAX_CHARS {
        line.to_owned()
    } else {
        line.chars().take(MAX_CHARS).chain("…".chars()).collect()
    }
}

impl Index {
    /// Opens the index at `path`.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`] or [`Error::Damaged`].
    pub fn open(path: &Path) -> Result<Self> {
        let folder = generation::current(path)?;
        match Self::open_generation(path, &folder) {
            // A build may have replaced the generation since its name was read.
            Err(_) if generation::current(path)? != folder => {
                Self::open_generation(path, &generation::current(path)?)
            }
            opened => opened,
        }
    }

    fn open_generation(path: &Path, folder: &Path) -> Result<Self> {
        let damaged = |reason: String| Error::Damaged {
            path: path.to_owned(),
            reason: brief(&reason),
        };
        let engine =
            tantivy::Index::open_in_dir(folder).map_err(|error| damaged(error.to_string()))?;
        let metas = engine
            .load_metas()
            .map_err(|error| damaged(error.to_string()))?;
        let payload = metas
            .payload
            .ok_or_else(|| damaged("it has no manifest".into()))?;
        let found = serde_json::from_str::<Versioned>(&payload)
            .map_err(|error| damaged(error.to_string()))?
            .version;
        let (schema, fields) = Fields::schema();
        if found != version() || engine.schema() != schema {
            return Err(Error::OtherVersion {
                path: path.to_owned(),
                found,
                expected: version(),
            });
        }
        let manifest =
            serde_json::from_str(&payload).map_err(|error| damaged(error.to_string()))?;
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(16)
            .try_into()
            .map_err(|error: tantivy::TantivyError| damaged(error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            searcher: reader.searcher(),
            fields,
            manifest,
        })
    }

    /// An error of the engine while it reads this index, as what it means.
    pub(crate) fn blame(&self, error: Error) -> Error {
        match error {
            Error::Engine(error) => Error::Damaged {
                path: self.path.clone(),
                reason: brief(&error.to_string()),
            },
            other => other,
        }
    }

    /// What the index says about itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What it has of each language, in the order of the table.
    pub fn languages(&self) -> impl Iterator<Item = (Language, &LanguageCounts)> {
        self.manifest
            .languages
            .iter()
            .map(|(language, counts)| (*language, counts))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(crate) fn field(&self, language: Language) -> Field {
        self.fields.of(language)
    }

    /// How many passages have this term.
    pub(crate) fn passages_with(&self, field: Field, term: &str) -> Result<u64> {
        let term = Term::from_field_text(field, term);
        Ok(self.searcher.doc_freq(&term)?)
    }

    /// Visits the terms of a field from `prefix` on, as long as they begin with it; a term once per segment.
    pub(crate) fn terms_with_prefix(
        &self,
        field: Field,
        prefix: &str,
        mut visit: impl FnMut(&str),
    ) -> Result<()> {
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            let range = inverted.terms().range().ge(prefix);
            let mut terms = range.into_stream().map_err(tantivy::TantivyError::from)?;
            while terms.advance() {
                match std::str::from_utf8(terms.key()) {
                    Ok(term) if term.starts_with(prefix) => visit(term),
                    _ => break,
                }
            }
        }
        Ok(())
    }

    /// Visits the terms of a field within `max_edits` letters of `term`, itself included; a term once per segment.
    pub(crate) fn terms_like(
        &self,
        field: Field,
        term: &str,
        max_edits: u8,
        mut visit: impl FnMut(&str),
    ) -> Result<()> {
        let term = Term::from_field_text(field, term);
        let automaton = FuzzyTermQuery::new(term, max_edits, true).automaton()?;
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            let search = inverted.terms().search(&automaton);
            let mut terms = search.into_stream().map_err(tantivy::TantivyError::from)?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    visit(term);
                }
            }
        }
        Ok(())
    }

    /// What it knows of the file with this number, which has passages in the segment with this ordinal.
    pub(crate) fn file(&self, segment: u32, number: u64) -> Result<FileRecord> {
        let reader = self.searcher.segment_reader(segment);
        let term = Term::from_field_u64(self.fields.file, number);
        let postings = reader
            .inverted_index(self.fields.file)?
            .read_postings(&term, IndexRecordOption::Basic);
        let postings = postings.map_err(tantivy::TantivyError::from)?;
        // The document of a file stands before those of its passages.
        let document = postings.map_or(TERMINATED, |postings| postings.doc());
        let record = if document == TERMINATED {
            None
        } else {
            let stored: TantivyDocument = self.searcher.doc(DocAddress::new(segment, document))?;
            stored
                .get_first(self.fields.record)
                .and_then(|value| value.as_str())
                .and_then(|json| serde_json::from_str(json).ok())
        };
        record.ok_or_else(|| {
            tantivy::TantivyError::InternalError(format!("file {number} has no record")).into()
        })
    }

    /// What it knows of each file of the corpus, with its number.
    pub(crate) fn records(&self) -> Result<Vec<(u64, FileRecord)>> {
        let mut records = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let columns = reader.fast_fields();
            let lengths = columns.column_first_or_default::<u64>(LENGTH)?;
            let files = columns.column_first_or_default::<u64>(FILE)?;
            // passages are longer than nothing
            let of_files = reader
                .doc_ids_alive()
                .filter(|doc| lengths.get_val(*doc) == 0);
            for number in of_files.map(|doc| files.get_val(doc)) {
                records.push((number, self.file(segment as u32, number)?));
            }
        }
        Ok(records)
    }

    /// The passages of the file with this number, with their languages and texts, in the order of the file.
    pub(crate) fn passages_of(&self, number: u64) -> Result<Vec<(DocAddress, Language, String)>> {
        let mut passages = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let files = reader.fast_fields().column_first_or_default::<u64>(FILE)?;
            let of_file = reader
                .doc_ids_alive()
                .filter(|doc| files.get_val(*doc) == number);
            for doc in of_file {
                let address = DocAddress::new(segment as u32, doc);
                let stored: TantivyDocument = self.searcher.doc(address)?;
                let text_in = |language: Language| {
                    let text = stored.get_first(self.field(language))?.as_str()?;
                    Some((address, language, text.to_owned()))
                };
                passages.extend(Language::all().find_map(text_in));
            }
        }
        Ok(passages)
    }

    /// The text of the passage at this address.
    pub(crate) fn text(&self, address: DocAddress, language: Language) -> Result<String> {
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let text = stored
            .get_first(self.field(language))
            .and_then(|value| value.as_str())
            .unwrap_or_default();
        Ok(text.to_owned())
    }
}
