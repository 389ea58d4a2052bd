//! What does mark-up say whose text is all of it an article, or part of one?

use super::blocks::blocks;
use super::left_out::LeftOut;
use super::tree::{ROOT, Tree};
use crate::format::line::one_line;

/// What a text says in which characters may be encoded, in one line.
pub(in crate::format) fn plain_line(text: &str) -> String {
    one_line(&plain_text(text))
}

/// What a text says that may have mark-up.
pub(in crate::format) fn plain_text(text: &str) -> String {
    if text.contains('<') || text.contains('&') {
        text_of(text, false)
    } else {
        text.trim().to_owned()
    }
}

/// The text of mark-up that is an article as it is: a message, a chapter, an entry of a feed.
pub(in crate::format) fn text_of(markup: &str, is_xml: bool) -> String {
    let tree = Tree::read(markup, is_xml);
    let never = LeftOut::never_text(&tree);
    let blocks = blocks(&tree, ROOT, &|at| never.has(at));
    let lines: Vec<String> = blocks.into_iter().map(|block| block.text).collect();
    lines.join("\n")
}
