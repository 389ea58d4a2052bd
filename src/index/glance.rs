//! What does an index say about itself, without the engine that reads it?
//!
//! An index that is to be built anew is not opened: whatever is wrong with it must not keep it from being replaced. What is
//! known of its files is read by a glance, and only where checksums say that it is as it was written.

use std::path::Path;

use serde::Deserialize;
use tantivy::directory::OwnedBytes;

use super::files::{FILES, FileTable, KnownFile};
use super::{generation, version};
use crate::engine::checksums::{Checksum, Checksums};
use crate::engine::directory::{MAX_META_BYTES, META};
use crate::open_file;

/// Enough of the engine's list of segments.
#[derive(Deserialize)]
struct Meta {
    payload: Option<String>,
}

/// Enough of a manifest of any version to tell its version.
#[derive(Deserialize)]
struct Versioned {
    version: String,
}

/// The files that the current generation of an index knows, if what it says of them is as it was written.
pub(crate) fn known_files(index: &Path) -> Option<Vec<KnownFile>> {
    let folder = generation::current(index).ok()?.folder;
    if version_of(&folder)? != version() {
        return None;
    }
    let expected = Checksums::read(&folder).ok()?.get(FILES)?;
    let table = open_file::read(&folder.join(FILES), expected.bytes).ok()?;
    if Checksum::of(&table) != expected {
        return None;
    }
    FileTable::of(OwnedBytes::new(table))?.files()
}

/// The version of the generation in a folder, as far as it can be told.
pub(crate) fn version_of(folder: &Path) -> Option<String> {
    let meta = open_file::read(&folder.join(META), MAX_META_BYTES).ok()?;
    version_in(&payload(&meta)?)
}

/// The version that a manifest names.
pub(crate) fn version_in(payload: &str) -> Option<String> {
    let versioned: Versioned = serde_json::from_str(payload).ok()?;
    Some(versioned.version)
}

/// The manifest that the engine's list of segments has.
pub(crate) fn payload(meta: &[u8]) -> Option<String> {
    serde_json::from_slice::<Meta>(meta).ok()?.payload
}
