//! What must not happen to an index by mistake? That it becomes one of other folders, and that articles vanish because
//! their files are not to be found.
//!
//! Articles stay where nobody could look, and so do those of a corpus folder that has no files at all: it is more often a
//! disk that is not mounted than a collection that was given up.

use std::path::Path;

use super::files::KnownFile;
use super::remembered::Remembered;
use crate::error::{Error, Result};
use crate::source::{Listing, Root, Skip, UnreadableFolder};

/// Sees to it that an index does not become one of other folders unless that is meant, and that all folders can be read
/// that it never saw.
///
/// # Errors
/// [`Error::OtherCorpus`], [`Error::ReadCorpus`].
pub(crate) fn same_corpus(
    listing: &mut Listing,
    remembered: Option<&Remembered>,
    index: &Path,
    may_replace: bool,
) -> Result<()> {
    let other = remembered.filter(|former| !may_replace && !former.is_of(&listing.roots));
    if let Some(former) = other {
        return Err(Error::OtherCorpus {
            index: index.to_owned(),
            former: former.corpus.iter().map(Root::typed).collect(),
            corpus: listing.roots.iter().map(Root::typed).collect(),
        });
    }
    // an index has nothing of a folder that it never saw
    let is_known = |root: &Root| remembered.is_some_and(|former| former.corpus.contains(root));
    let mut unreadable = listing.unreadable.iter();
    let unknown = unreadable.position(|folder| !is_known(&folder.root));
    unknown.map_or(Ok(()), |unknown| {
        let UnreadableFolder { path, source, .. } = listing.unreadable.swap_remove(unknown);
        Err(Error::ReadCorpus { path, source })
    })
}

/// An index, and what it is to be made of.
pub(crate) struct Guard<'g> {
    /// The files that it knows, by path.
    pub(crate) known: &'g [KnownFile],
    /// The first corpus folder, as it was named.
    pub(crate) corpus: &'g Path,
    pub(crate) index: &'g Path,
    /// Whether the corpus folders are those of before.
    pub(crate) same_folders: bool,
    /// Whether nothing of the former index is kept.
    pub(crate) is_rebuilt: bool,
    /// Whether articles that are in no file would be kept by an update.
    pub(crate) keeps_in_memory: bool,
}

impl Guard<'_> {
    /// Marks the corpus folders that had files and have none as unknown, so that what is known of them stays.
    ///
    /// # Errors
    /// [`Error::EmptiedCorpus`] if all folders are such, [`Error::RebuildLoses`] if what would stay is not kept.
    pub(crate) fn check(&self, listing: &mut Listing) -> Result<()> {
        let has_files = |root: &&Root| {
            let mut files = listing.files.iter();
            files.any(|file| file.article.is_none() && is_below(root, &file.path))
        };
        let bare: Vec<Root> = listing
            .roots
            .iter()
            .filter(|root| !has_files(root))
            .cloned()
            .collect();
        let all_bare = bare.len() == listing.roots.len();
        if !bare.is_empty() && (self.same_folders || all_bare) {
            self.keep_emptied(listing, bare)?;
        }
        if self.is_rebuilt {
            self.refuse_loss(listing)?;
        }
        Ok(())
    }

    /// Keeps what is known of folders that have no files, if there is anything that would not be kept anyway.
    fn keep_emptied(&self, listing: &mut Listing, bare: Vec<Root>) -> Result<()> {
        let mut lost = vec![false; bare.len()];
        let mut files = 0;
        let in_files = self.known.iter().filter(|file| !file.record.is_in_memory);
        for path in in_files.map(|file| file.record.path.as_str()) {
            files += 1;
            if listing.unknown.around(path).is_none() {
                for (root, lost) in bare.iter().zip(&mut lost) {
                    *lost |= is_below(root, path);
                }
            }
        }
        if files > 0 && bare.len() == listing.roots.len() && lost.iter().all(|lost| *lost) {
            return Err(Error::EmptiedCorpus {
                path: self.corpus.to_owned(),
                index: self.index.to_owned(),
                files,
                left_out: listing.left_out.values().sum(),
            });
        }
        for (root, _) in bare.into_iter().zip(lost).filter(|(_, lost)| *lost) {
            let name = root.name.unwrap_or_default();
            listing.unknown.insert(&name);
            listing.skipped.push((name, Skip::Emptied));
        }
        Ok(())
    }

    /// Sees to it that building anew loses nothing that only an update can keep.
    fn refuse_loss(&self, listing: &Listing) -> Result<()> {
        let (mut first, mut files) = (None, 0);
        for KnownFile { record, .. } in self.known {
            let is_kept = record.is_in_memory && self.keeps_in_memory;
            let unknown = listing.unknown.around(&record.path);
            if let Some(name) = unknown.or(is_kept.then_some(&record.path)) {
                files += 1;
                first.get_or_insert_with(|| name.to_owned());
            }
        }
        first.map_or(Ok(()), |name| {
            Err(Error::RebuildLoses {
                name,
                files,
                index: self.index.to_owned(),
            })
        })
    }
}

/// Whether an article of this name is in the folder.
fn is_below(root: &Root, article: &str) -> bool {
    let Some(name) = &root.name else {
        return true;
    };
    let rest = article.strip_prefix(name.as_str());
    rest.is_some_and(|rest| rest.starts_with('/'))
}
