//! Is an index whole?
//!
//! The engine trusts the files that it reads: it may panic, take all memory or never end on one that is not as it was
//! written. So the checksums of all files are compared before the engine opens any.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::files::{Entry, FILES};
use super::snapshot::Snapshot;
use super::{ARTICLE, generation, glance, version};
use crate::engine::checksums::Checksums;
use crate::engine::fault::Fault;
use crate::error::{Damage, Error, Result};

/// An index that was looked through.
pub(crate) enum Examined {
    /// It is as it was written.
    Whole(Box<Snapshot>),
    /// It is not, for these reasons; there is at least one.
    Damaged(Vec<Damage>),
}

/// Reads all files of the index at `path`, opens it and counts its passages.
///
/// # Errors
/// Those of [`Snapshot::open`] but [`Error::Damaged`].
pub(crate) fn examine(path: &Path) -> Result<Examined> {
    loop {
        let named = generation::named(path);
        let examined = examine_once(path);
        // a build may have removed what was looked through
        if matches!(examined, Ok(Examined::Whole(_))) || generation::named(path) == named {
            return examined;
        }
    }
}

fn examine_once(path: &Path) -> Result<Examined> {
    let damages = match file_damages(path) {
        Ok(damages) if damages.is_empty() => match Snapshot::open(path) {
            Ok(snapshot) => return Ok(counted(snapshot)),
            Err(Error::Damaged { damage, .. }) => vec![damage],
            Err(error) => return Err(error),
        },
        Ok(damages) => damages,
        Err(Error::Damaged { damage, .. }) => vec![damage],
        Err(error) => return Err(error),
    };
    Ok(Examined::Damaged(damages))
}

/// The files of the current generation that are not as they were written.
fn file_damages(path: &Path) -> Result<Vec<Damage>> {
    let folder = generation::current(path)?.folder;
    if glance::version_of(&folder).is_some_and(|found| found != version()) {
        return Ok(Vec::new()); // opening it says so
    }
    let damages = Checksums::read(&folder).and_then(|list| list.damages(&folder));
    damages.map_err(|fault: Fault| fault.in_index(path))
}

fn counted(snapshot: Snapshot) -> Examined {
    let damages = catch_unwind(AssertUnwindSafe(|| miscounts(&snapshot)));
    let damages = damages.unwrap_or_else(|panic| vec![Damage::of_panic(&*panic)]);
    if damages.is_empty() {
        Examined::Whole(Box::new(snapshot))
    } else {
        Examined::Damaged(damages)
    }
}

/// Where the passages, the records of files and articles, and the manifest do not agree.
pub(crate) fn miscounts(index: &Snapshot) -> Vec<Damage> {
    let mut passages = vec![0u64; index.table().numbers()];
    let mut of_no_article = 0u64;
    for reader in index.searcher().segment_readers() {
        let numbers = match reader.fast_fields().column_first_or_default::<u64>(ARTICLE) {
            Ok(numbers) => numbers,
            Err(error) => return vec![Damage::of_engine(&error.to_string())],
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
            miscounts.push(Damage::Miscount {
                article: article.name.clone(),
                found,
                expected,
            });
        }
        manifest.add_article(&article.languages);
    });
    if whole.is_none() {
        let file = FILES.to_owned();
        return vec![Damage::NotAsWritten { file }];
    }
    of_no_article += passages.iter().sum::<u64>();
    if of_no_article > 0 {
        let passages = of_no_article;
        miscounts.push(Damage::Orphans { passages });
    }
    if *index.manifest() != manifest {
        miscounts.push(Damage::OtherSums);
    }
    miscounts
}
