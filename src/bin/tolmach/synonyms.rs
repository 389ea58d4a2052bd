//! Which words are to be found for each other? Those of the list that was named, else of the lists that lie ready.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use tolmach::index::Snapshot;
use tolmach::search::{Scope, Synonyms};
use tolmach::source::{CORRECTIONS_FILE, Root, listed_synonyms};

use crate::args;
use crate::input;

/// The file beside an index that is a list for all its searches.
const BESIDE_INDEX: &str = "synonyms";

/// The scope of a search with its synonyms.
pub fn with_synonyms(
    scope: Scope,
    arguments: &args::Scope,
    index: &Snapshot,
) -> anyhow::Result<Scope> {
    let lists = match &arguments.synonyms {
        Some(path) => vec![(input::read(path, "synonyms")?, path.clone())],
        None => lying_ready(index)?,
    };
    if lists.is_empty() {
        return Ok(scope);
    }
    let lists = lists
        .iter()
        .map(|(text, path)| (text.as_str(), path.as_path()));
    let lists: Vec<(&str, &Path)> = lists.collect();
    let synonyms = Some(Arc::new(Synonyms::of_lists(&lists)?));
    Ok(Scope { synonyms, ..scope })
}

/// The file beside the index, and what `tolmach.toml` of each corpus folder lists.
fn lying_ready(index: &Snapshot) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut lists = Vec::new();
    let beside = index
        .path()
        .parent()
        .map(|folder| folder.join(BESIDE_INDEX));
    if let Some(beside) = beside.filter(|beside| beside.is_file()) {
        lists.push((input::read(&beside, "synonyms")?, beside));
    }
    for folder in index.manifest().corpus.iter().filter_map(Root::path) {
        let path = folder.join(CORRECTIONS_FILE);
        let lines = listed_synonyms(&folder);
        let lines = lines.map_err(|fault| anyhow!("`{}`: {fault}", path.display()))?;
        if !lines.is_empty() {
            lists.push((lines.join("\n"), path));
        }
    }
    Ok(lists)
}
