//! What of a hit is shown? Its fragments as one text, the title aside, which is shown above it.

use std::ops::Range;

use tolmach::hit::{Hit, Span};

use crate::terminal::{Style, joined_for_the_eye, safe};

/// The fragments of a hit as one text with its matches marked.
pub fn marked(hit: &Hit, style: &Style) -> String {
    let (text, highlights) = shown(hit);
    marked_with(&text, &highlights, style, str::to_owned)
}

/// A text with its `highlights` marked, and what is within and between them changed by `escape`.
pub fn marked_with(
    text: &str,
    highlights: &[Range<usize>],
    style: &Style,
    escape: impl Fn(&str) -> String,
) -> String {
    let (open, close) = style.marks();
    let mut marked = String::new();
    let mut at = 0;
    for mark in joined_for_the_eye(text, highlights) {
        marked += &escape(&safe(&text[at..mark.start]));
        marked += open;
        marked += &escape(&safe(&text[mark.clone()]));
        marked += close;
        at = mark.end;
    }
    marked + &escape(&safe(&text[at..]))
}

/// The fragments of a hit as one text, and the highlights in it.
pub fn shown(hit: &Hit) -> (String, Vec<Range<usize>>) {
    let fragments = &without_title(hit);
    let mut text = String::new();
    let mut highlights = Vec::new();
    let whole_end = hit.span.bytes.end;
    let mut last_end = None;
    for fragment in fragments {
        match last_end {
            None if starts_inside(hit, fragment) => text.push_str("… "),
            Some(_) => text.push_str(" … "),
            None => {}
        }
        let start = text.len();
        text.push_str(hit.text_of(fragment));
        for mark in hit.highlights.iter().filter(|mark| {
            mark.bytes.start >= fragment.bytes.start && mark.bytes.end <= fragment.bytes.end
        }) {
            highlights.push(
                start + mark.bytes.start - fragment.bytes.start
                    ..start + mark.bytes.end - fragment.bytes.start,
            );
        }
        last_end = Some(fragment.bytes.end);
    }
    let passage_end = hit.span.bytes.start + hit.text.trim_end().len();
    if last_end.is_some_and(|end| end < passage_end.min(whole_end)) {
        text.push_str(" …");
    }
    (text, highlights)
}

/// The fragments, the first without the line of the title.
fn without_title(hit: &Hit) -> Vec<Span> {
    let mut fragments = hit.fragments.clone();
    if let (Some(title), Some(first)) = (&hit.title, fragments.first_mut()) {
        let text = hit.text_of(first);
        let mark_bytes = text.len() - text.trim_start_matches('\u{FEFF}').len();
        if first.line == 1 && text[mark_bytes..].starts_with(title.as_str()) {
            let rest = text[mark_bytes + title.len()..].trim_start();
            if rest.is_empty() {
                fragments.remove(0);
            } else {
                first.line += text[..text.len() - rest.len()].matches('\n').count();
                first.bytes.start = first.bytes.end - rest.len();
            }
        }
    }
    fragments
}

/// Whether something of the passage stands before the fragment, its title aside.
fn starts_inside(hit: &Hit, fragment: &Span) -> bool {
    let before = hit
        .text
        .get(..fragment.bytes.start - hit.span.bytes.start)
        .unwrap_or_default()
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    !before.is_empty() && Some(before) != hit.title.as_deref()
}
