//! How does Tantivy work inside? What is known of that is in one room: fields, the files that a segment has besides its
//! own, and how passages leave an index.

pub(crate) mod checksums;
pub(crate) mod directory;
pub(crate) mod endings;
pub(crate) mod fault;
mod footer;
pub(crate) mod removal;
pub(crate) mod schema;
pub(crate) mod store;
pub(crate) mod texts;
