//! Which passages may be good? The first stage finds candidates by plans, over the postings of the index.

pub(crate) mod bm25;
#[cfg(test)]
mod brute_force;
pub(crate) mod candidates;
pub(crate) mod collect;
pub(crate) mod condition;
pub(crate) mod matching;
pub(crate) mod near;
pub(crate) mod phrase;
pub(crate) mod presence;
pub(crate) mod scorer;
pub(crate) mod settled;
pub(crate) mod tokens;
pub(crate) mod word;
