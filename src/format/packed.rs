//! Which parts has a document that is an archive? Each is unpacked within the bounds when it is asked for.

use std::io::{Cursor, Read};

use super::context::Context;
use super::xml::declared_charset;
use crate::skip::{Bound, Skip};

/// A document that is an archive.
pub(super) struct Packed<'c> {
    archive: zip::ZipArchive<Cursor<Vec<u8>>>,
    context: &'c Context<'c>,
    format: &'static str,
    all_bytes: u64,
    taken_bytes: u64,
}

impl<'c> Packed<'c> {
    /// Opens a document of this format.
    pub(super) fn open(
        bytes: Vec<u8>,
        format: &'static str,
        context: &'c Context<'c>,
    ) -> Result<Self, Skip> {
        // the container of older office programs, in which newer ones put what they encrypt
        if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            let name: Vec<u8> = "EncryptedPackage"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
            let is_encrypted = bytes.windows(name.len()).any(|window| window == name);
            let old = || {
                Skip::Unsupported("a document of Word before 2007; convert it to DOCX".to_owned())
            };
            return Err(if is_encrypted { Skip::Encrypted } else { old() });
        }
        let all_bytes = bytes.len() as u64;
        let archive = zip::ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|error| malformed(format, &error.to_string()))?;
        Ok(Self {
            archive,
            context,
            format,
            all_bytes,
            taken_bytes: 0,
        })
    }

    /// The bytes of a part; none if it is not there.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Skip> {
        let Some(at) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let format = self.format;
        let part = self.archive.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
                Skip::Encrypted
            }
            error => malformed(format, &error.to_string()),
        })?;
        let bounds = self.context.bounds;
        let by_ratio = self
            .all_bytes
            .saturating_mul(bounds.ratio)
            .max(bounds.free_bytes);
        let left = by_ratio
            .min(bounds.document_bytes)
            .saturating_sub(self.taken_bytes);
        let mut bytes = Vec::new();
        let read = part.take(left.saturating_add(1)).read_to_end(&mut bytes);
        if bytes.len() as u64 > left {
            let is_large = by_ratio > bounds.document_bytes;
            return Err(Skip::Bound(if is_large {
                Bound::Document(bounds.document_bytes)
            } else {
                Bound::Ratio(bounds.ratio)
            }));
        }
        read.map_err(|error| malformed(format, &format!("{name}: {error}")))?;
        self.taken_bytes += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// The text of a part that is XML; none if it is not there.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Skip> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        self.context
            .decode(&bytes, declared_charset(&bytes).as_deref())
            .map(Some)
    }
}

/// What is wrong with a document of a format.
pub(super) fn malformed(format: &str, detail: &str) -> Skip {
    Skip::Malformed {
        format: format.to_owned(),
        detail: detail.to_owned(),
    }
}
