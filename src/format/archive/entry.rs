//! Which entries of an archive count, and how many may there be?

use super::super::context::Context;
use crate::skip::{Bound, Skip};

/// Names of what systems leave in archives for themselves.
const OF_SYSTEMS: [&str; 4] = ["__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini"];

/// Whether an entry is none of what somebody put into the archive.
pub(super) fn is_of_a_system(id: &str) -> bool {
    let name = id.rsplit('/').next().unwrap_or(id);
    OF_SYSTEMS
        .iter()
        .any(|own| *own == name || (own.ends_with('/') && id.starts_with(own)))
}

impl Context<'_> {
    /// Counts an entry of an archive.
    ///
    /// # Errors
    /// That there are too many.
    pub(super) fn entry(&self) -> Result<(), Skip> {
        let entries = self.notes.entries.get() + 1;
        self.notes.entries.set(entries);
        let most = self.bounds.entries;
        if entries > most {
            return Err(Skip::Bound(Bound::Entries(most)));
        }
        Ok(())
    }
}
