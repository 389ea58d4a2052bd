//! The first stage: from plans to candidates, over the postings of the index.

pub(crate) mod candidates;
pub(crate) mod count;
pub(crate) mod phrase;
pub(crate) mod word;
