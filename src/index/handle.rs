//! Which snapshot of an index is handed out? The one that was opened last, until a build has published another.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::generation;
use super::snapshot::Snapshot;
use crate::error::Result;

/// A handle on an index folder, which hands out snapshots of it and follows the generations that builds publish.
///
/// It can be shared by threads. A snapshot that was handed out stays what it is; whoever holds it reads on while others
/// are handed the next one.
pub struct Index {
    path: PathBuf,
    current: RwLock<Arc<Snapshot>>,
}

impl Index {
    /// Opens the index at `path`.
    ///
    /// # Errors
    /// Those of [`Snapshot::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let current = RwLock::new(Arc::new(Snapshot::open(&path)?));
        Ok(Self { path, current })
    }

    /// The folder of the index.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The snapshot that was opened last.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let current = self.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the snapshot that it hands out is of the generation that is current now.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.snapshot().is_current()
    }

    /// Opens the current generation if a build has published another than the one current; says whether that was so.
    ///
    /// # Errors
    /// Those of [`Snapshot::open`]; the snapshot that is current stays the same then.
    pub fn refresh(&self) -> Result<bool> {
        if self.is_current() {
            return Ok(false);
        }
        let next = Arc::new(Snapshot::open(&self.path)?);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let is_new = current.manifest().generation != next.manifest().generation;
        *current = next;
        Ok(is_new)
    }
}

impl Snapshot {
    /// Whether it is of the generation that is current now. A generation is known by its identity: an index that was
    /// deleted and built anew is another one, though its folders have the same names.
    #[must_use]
    pub fn is_current(&self) -> bool {
        generation::current(self.path())
            .is_ok_and(|current| current.identity == self.manifest().generation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_and_snapshots_are_shared_by_threads() {
        fn is_shared<T: Send + Sync>() {}
        is_shared::<Index>();
        is_shared::<Snapshot>();
    }
}
