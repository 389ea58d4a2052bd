//! What is wrong with an index that is not as it was written?

use std::any::Any;

use serde::{Serialize, Serializer};

/// What is wrong with an index that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// What should name the current generation does not.
    #[error("`CURRENT` names no generation")]
    NothingNamed,
    /// The generation is another than the one that was published.
    #[error("`CURRENT` names another generation")]
    OtherGeneration,
    /// A file or a generation is not there.
    #[error("`{file}` is missing")]
    Missing {
        /// Its name.
        file: String,
    },
    /// A link, a folder, a pipe or a device has the name of a file.
    #[error("`{file}` is not a regular file")]
    NotAFile {
        /// The name.
        file: String,
    },
    /// A file has another length or another checksum than it was written with.
    #[error("`{file}` is not as it was written")]
    NotAsWritten {
        /// Its name.
        file: String,
    },
    /// The index has no manifest, or one that cannot be understood.
    #[error("the manifest cannot be read")]
    NoManifest,
    /// An article has more or fewer passages than its record says.
    #[error("`{article}` has {found} passages instead of {expected}")]
    Miscount {
        /// The article.
        article: String,
        /// Passages in the index.
        found: u64,
        /// Passages by the record.
        expected: u64,
    },
    /// There are passages that belong to nothing.
    #[error("{passages} passages are of no article")]
    Orphans {
        /// How many.
        passages: u64,
    },
    /// The manifest has other sums than the records.
    #[error("the manifest does not agree with the files")]
    OtherSums,
    /// The engine cannot make sense of a file; in its own words.
    #[error("{message}")]
    Engine {
        /// What it says, or what it panicked with.
        message: String,
    },
}

impl Damage {
    /// What the engine panicked with.
    pub(crate) fn of_panic(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Self::of_engine(text.unwrap_or("the engine gave up"))
    }

    /// What the engine says, of which only the beginning is kept: it may quote whole files.
    pub(crate) fn of_engine(message: &str) -> Self {
        const MAX_CHARS: usize = 160;
        let line = message.lines().next().unwrap_or_default();
        let message = if line.chars().count() <= MAX_CHARS {
            line.to_owned()
        } else {
            line.chars().take(MAX_CHARS).chain("…".chars()).collect()
        };
        Self::Engine { message }
    }
}

impl Serialize for Damage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
