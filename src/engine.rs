//! How does Tantivy work inside? What is known of that is in one room: fields, the files that a segment has besides its
//! own, and how passages leave an index.

pub(crate) mod bare;
pub(crate) mod checksums;
pub(crate) mod directory;
pub(crate) mod fault;
mod footer;
pub(crate) mod keys;
pub(crate) mod merging;
pub(crate) mod pattern;
pub(crate) mod removal;
pub(crate) mod schema;
pub(crate) mod store;
pub(crate) mod texts;
pub(crate) mod writing;

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_worked_around_here_was_looked_at_for_this_version_of_the_engine() {
        // of another version, read again what the files of this room say of it, and raise the version of the format
        let version = tantivy::version().to_string();
        assert!(version.starts_with("tantivy v0.27.0"), "{version}");
    }
}
