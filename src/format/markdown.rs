//! Which article is a text in Markdown? What stands before it says what is known of it; the marks are none of its text.

mod front_matter;

use std::io::BufRead;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::context::Context;
use super::line::headed;
use super::piece::{Document, Piece, Stopped, Take};
use super::records::Names;
use crate::article::{Origin, Told};

/// Reads Markdown.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let text = context.decode(&bytes, None)?;
    let (fields, body) = front_matter::split(&text);
    let names = Names::of(&context.rules.fields);
    let get = |name: &str| {
        let found = fields.iter().find(|(key, _)| key == name);
        let found = found.or_else(|| {
            fields
                .iter()
                .find(|(key, _)| super::json::is_same(key, name))
        });
        found.map(|(_, value)| value.clone())
    };
    let (text, heading) = without_marks(body);
    let mut metadata = names.metadata(get, Origin::FrontMatter, &text);
    if metadata.title.is_none() {
        metadata.title = heading.map(|heading| Told::of(heading, Origin::Content));
    }
    let text = headed(metadata.title(), text);
    take(Piece::Article(Document {
        id: None,
        metadata,
        text,
    }))
}

/// The text of a body, a line for each paragraph, and its first heading if it begins with it.
fn without_marks(body: &str) -> (String, Option<String>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut text = String::with_capacity(body.len());
    let mut heading = None;
    let (mut hidden, mut heading_start) = (0_usize, None);
    for event in Parser::new_ext(body, options) {
        match event {
            Event::Start(Tag::Heading { .. }) if text.trim().is_empty() => {
                heading_start = Some(text.len());
            }
            Event::End(TagEnd::Heading(_)) => {
                let start = heading_start.take();
                heading = heading.or_else(|| start.map(|start| text[start..].trim().to_owned()));
                end_line(&mut text);
            }
            // what stands for a picture is no word of the article
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::MetadataBlock(_)) => hidden += 1,
            Event::End(TagEnd::Image | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                hidden = hidden.saturating_sub(1);
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::CodeBlock
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::FootnoteDefinition
                | TagEnd::BlockQuote(_),
            )
            | Event::Rule => end_line(&mut text),
            Event::End(TagEnd::TableCell) => text.push(' '),
            Event::Text(part) | Event::Code(part) if hidden == 0 => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak if hidden == 0 => text.push(' '),
            _ => {}
        }
    }
    let heading = heading.filter(|heading| !heading.is_empty());
    (text.trim_end().to_owned(), heading)
}

/// Ends a line, unless it is empty.
fn end_line(text: &mut String) {
    let spaces = text.len() - text.trim_end_matches(' ').len();
    text.truncate(text.len() - spaces);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}
