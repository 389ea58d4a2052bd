//! tolmach
pub mod analysis;
pub mod corpus;
pub mod error;
pub mod index;
pub mod language;
pub mod passage;
pub mod query;
pub mod search;

pub use error::{Error, Result};
