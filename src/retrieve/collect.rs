//! What is kept of the passages that match? The best, or how many there are, of which kinds.

pub(crate) mod best;
pub(crate) mod count;
pub(crate) mod facets;
pub(crate) mod matched;
