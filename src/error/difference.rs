//! In what does an index differ from those that this program makes and reads?

/// In what an index differs from those that this program makes and reads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Difference {
    /// Its format or its analysis is of another version.
    #[error("is of version {found}, this program reads version {expected}")]
    Version {
        /// Its version.
        found: String,
        /// The version of this program.
        expected: String,
    },
    /// Its terms were made by analyzers that make other terms of the same words.
    #[error("has terms of other analyzers than this program has")]
    Analysis,
    /// The engine has other fields in it.
    #[error("has other fields than this program reads")]
    Fields,
}
