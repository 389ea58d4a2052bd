//! How are hits printed, and builds reported? A file for each format.

pub mod json;
pub mod report;
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
