//! How hits are printed: one file per format; and how builds are reported.

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
