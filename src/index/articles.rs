//! How do the articles of a file lie on disk? One behind the other, in the table of files or where they wait for it.

use tantivy::directory::OwnedBytes;

use crate::article::{self, ArticleRecord, LanguageCounts, Metadata};
use crate::duplicates::Fingerprint;
use crate::language::Language;

/// An article as it lies there: its id, number, metadata, counts and fingerprint.
type Stored<I, M, C, F> = (I, u64, M, C, F);
pub(super) type StoredArticle =
    Stored<Option<String>, Metadata, Vec<(Language, LanguageCounts)>, Fingerprint>;

/// The articles of a file.
#[derive(Clone)]
pub(crate) struct Articles {
    bytes: OwnedBytes,
    count: u64,
    /// Whether each has before it how far away its file starts.
    in_table: bool,
}

impl Articles {
    /// So many from the beginning of some bytes on.
    pub(super) fn waiting(bytes: OwnedBytes, count: u64) -> Self {
        let in_table = false;
        Self {
            bytes,
            count,
            in_table,
        }
    }

    /// The same of a table.
    pub(super) fn in_table(bytes: OwnedBytes, count: u64) -> Self {
        let in_table = true;
        Self {
            bytes,
            count,
            in_table,
        }
    }

    /// The numbers that their passages have.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u64> {
        self.iter().map(|((_, number, ..), _)| number)
    }

    /// Each article, with the bytes that it is encoded in.
    pub(super) fn iter(&self) -> impl Iterator<Item = (StoredArticle, &[u8])> {
        let mut rest = self.bytes.as_slice();
        (0..self.count).map_while(move |_| {
            if self.in_table {
                (_, rest) = postcard::take_from_bytes::<u64>(rest).ok()?;
            }
            let (article, after) = postcard::take_from_bytes(rest).ok()?;
            let encoded = &rest[..rest.len() - after.len()];
            rest = after;
            Some((article, encoded))
        })
    }
}

/// An article of the file with this path, as it lies there.
pub(super) fn encode(article: &ArticleRecord, path: &str) -> Result<Vec<u8>, postcard::Error> {
    let ArticleRecord {
        name,
        metadata,
        languages,
        number,
        fingerprint,
    } = article;
    let id = article::id(name, path);
    let stored: Stored<_, _, _, _> = (id, *number, metadata, languages, fingerprint);
    postcard::to_stdvec(&stored)
}

/// The article of the file with this path that lies there.
pub(super) fn as_record(stored: StoredArticle, path: &str) -> ArticleRecord {
    let (id, number, metadata, languages, fingerprint) = stored;
    ArticleRecord {
        name: article::name(path, id.as_deref()),
        metadata,
        languages,
        number,
        fingerprint,
    }
}
