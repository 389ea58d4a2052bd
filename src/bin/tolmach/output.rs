//! How hits are printed: one file per format.

pub mod json;
pub mod text;
pub mod trec;

use crate::args::SearchArguments;
use crate::terminal::Style;

/// Where and how hits are printed.
pub struct Output<'o, W> {
    pub arguments: &'o SearchArguments,
    pub style: Style,
    pub out: &'o mut W,
}
