//! Which texts are copies of each other? The same text, or one that was cut, headed anew, changed in names or in another order.
//!
//! A text has a fingerprint: a hash of all of it, by which exact copies are told, and a sample of the rows of words that it
//! has, by which near copies are. Two reports on one event share names and quotations, two copies of one report share most of
//! their rows of words. What is a copy of what follows from the fingerprints alone, in the order in which they come, so that
//! it is the same whatever was indexed when.

pub(crate) mod fingerprint;
pub(crate) mod groups;
mod rows;
mod sample;
#[cfg(test)]
mod tests;

pub(crate) use fingerprint::{Fingerprint, Fingerprinter, TextHash};
pub(crate) use groups::groups;
