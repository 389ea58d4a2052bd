//! tolmach
pub mod analysis;
pub mod corpus;
pub mod error;
pub mod hit;
pub mod index;
pub mod language;
pub mod passage;
pub mod query;
pub mod search;
pub mod snippet;

pub use error::{Error, Result};
