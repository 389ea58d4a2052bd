//! Whether an index is whole, and whether it is of the corpus as it is now.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tantivy::directory::FileSlice;
use tantivy::directory::footer::Footer;

use super::changes::{Change, Changes, Comparison};
use super::files::{self, Entry, KnownFile};
use super::remembered::Remembered;
use super::snapshot::Snapshot;
use crate::engine::schema::ARTICLE;
use crate::error::Result;
use crate::source::name::unspell;
use crate::source::{self, Skip, Sources};

/// What was found wrong with an index.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verification {
    /// Parts of the index that are not as they were written.
    pub damages: Vec<String>,
    /// Files that are not in the index as they are in the corpus, by path.
    pub changes: Vec<Change>,
    /// Files and folders of the corpus that are not in the index because they could not be read, by path.
    pub failed: Vec<(String, Skip)>,
}

/// Checks the index at `index` in itself, and against `corpus` or else the folder that it was made of.
///
/// # Errors
/// [`Error::NoIndex`](crate::Error::NoIndex), [`Error::OtherVersion`](crate::Error::OtherVersion) or
/// [`Error::Damaged`](crate::Error::Damaged) if it cannot even be opened,
/// [`Error::ReadCorpus`](crate::Error::ReadCorpus) if there is no corpus to compare with.
pub fn verify(index: &Path, corpus: Option<&Path>, jobs: usize) -> Result<Verification> {
    let opened = Snapshot::open(index)?;
    let damages = damages(&opened);
    if !damages.is_empty() {
        return Ok(Verification {
            damages,
            ..Verification::default()
        });
    }
    let known = opened.known_files()?;
    let listing = source::list(&sources(&opened, corpus, &known), index)?;
    let skipped = known.iter().filter_map(|KnownFile { record, .. }| {
        let skip = record.skipped()?.clone();
        Some((record.path.clone(), skip))
    });
    let mut failed: Vec<(String, Skip)> = skipped.collect();
    failed.extend(listing.skipped);
    failed.retain(|(_, skip)| skip.is_failure());
    failed.sort_by(|one, other| one.0.cmp(&other.0));
    let comparison = Comparison {
        roots: &listing.roots,
        selection: &opened.manifest().selection,
        unknown: &listing.unknown,
        same_folder: corpus.is_none(),
        now_ms: 0,
        jobs,
    };
    let changes = Changes::find(&listing.files, known, comparison).list;
    // of a file that is another by now, or gone, what was known says nothing any more
    failed.retain(|(path, _)| !changes.iter().any(|change| change.path() == path));
    Ok(Verification {
        damages,
        changes,
        failed,
    })
}

/// What the index was made of, or `corpus` selected in the same way.
fn sources(index: &Snapshot, corpus: Option<&Path>, known: &[KnownFile]) -> Sources {
    let manifest = index.manifest();
    let listed = known.iter().map(|KnownFile { record, .. }| {
        // a list may have had names that lead to no file
        unspell(&record.path).map_or_else(|| record.path.clone().into(), PathBuf::from)
    });
    Sources {
        folders: match corpus {
            Some(path) => Sources::folder(path).folders,
            None => Remembered::of(manifest).folders(),
        },
        selection: manifest.selection.clone(),
        files_from: manifest.is_listed.then(|| listed.collect()),
    }
}

/// What is wrong with the index in itself: checksums of its files, then their counts.
pub(crate) fn damages(index: &Snapshot) -> Vec<String> {
    let mut damages = corrupt_files(index);
    if damages.is_empty() {
        damages = miscounts(index);
    }
    damages
}

/// The files of the current generation that are not as they were written.
fn corrupt_files(index: &Snapshot) -> Vec<String> {
    let mut corrupt = Vec::new();
    let engine = index.searcher().index();
    let Ok(metas) = engine.load_metas() else {
        return vec!["`meta.json` cannot be read".into()];
    };
    let mut names: Vec<PathBuf> = metas.list_segment_files().into_iter().collect();
    names.sort();
    // the engine names every file that a segment may have
    names.retain(|name| index.folder().join(name).exists());
    for name in names {
        let shown = name.display();
        match is_as_written(&index.folder().join(&name)) {
            Ok(true) => {}
            Ok(false) => corrupt.push(format!("`{shown}` is not as it was written")),
            Err(error) => corrupt.push(format!("`{shown}`: {error}")),
        }
    }
    if index.table().each(|_| ()).is_none() {
        corrupt.push(format!("`{}` is not as it was written", files::FILES));
    }
    corrupt
}

/// Whether a file of the engine has the checksum at its end. It is read piece by piece: the engine itself would map all
/// of it, and a check of the index take as much memory as the index has on disk.
fn is_as_written(path: &Path) -> io::Result<bool> {
    let (footer, content) = Footer::extract_footer(FileSlice::open(path)?)?;
    let mut hasher = crc32fast::Hasher::new();
    for piece in content.stream_file_chunks() {
        hasher.update(&piece?);
    }
    Ok(hasher.finalize() == footer.crc)
}

/// Where the passages, the records of files and articles, and the manifest do not agree.
pub(crate) fn miscounts(index: &Snapshot) -> Vec<String> {
    let mut passages = vec![0u64; index.table().numbers()];
    let mut of_no_article = 0u64;
    for reader in index.searcher().segment_readers() {
        let Ok(numbers) = reader.fast_fields().column_first_or_default::<u64>(ARTICLE) else {
            return vec![format!("a segment has no column `{ARTICLE}`")];
        };
        for doc in reader.doc_ids_alive() {
            let of_article = passages.get_mut(numbers.get_val(doc) as usize);
            *of_article.unwrap_or(&mut of_no_article) += 1;
        }
    }
    let mut miscounts = Vec::new();
    let mut manifest = index.manifest().emptied();
    let whole = index.table().each(|entry| {
        let article = match entry {
            Entry::File(file, _) => return manifest.add_file(&file),
            Entry::Article(article) => article,
        };
        let expected = article.passages();
        let of_article = passages.get_mut(article.number as usize);
        let found = of_article.map_or(0, std::mem::take);
        if found != expected {
            let name = &article.name;
            miscounts.push(format!(
                "`{name}` has {found} passages instead of {expected}"
            ));
        }
        manifest.add_article(&article.languages);
    });
    if whole.is_none() {
        return vec![format!("`{}` is not as it was written", files::FILES)];
    }
    of_no_article += passages.iter().sum::<u64>();
    if of_no_article > 0 {
        miscounts.push(format!("{of_no_article} passages are of no article"));
    }
    if *index.manifest() != manifest {
        miscounts.push("the manifest does not agree with the files".into());
    }
    miscounts
}
