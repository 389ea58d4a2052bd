//! Which surfaces of a language's vocabulary are forms of one word, and how surely?
//!
//! Two surfaces are taken apart into what stands before the part they share, that part, and what stands behind it. How often
//! such an exchange is inflection and how often chance was learned for each language by `vocabulary/learn_affixes.py`.

mod learned;
mod letters;
mod likeness;
#[cfg(test)]
mod tests;

pub(crate) use likeness::Likeness;
