//! What does a text document in `OpenDocument` say? Its paragraphs, headings, tables and notes.

use std::io::BufRead;

use super::context::Context;
use super::line::one_line;
use super::packed::{Packed, malformed};
use super::piece::{Stopped, Take};
use super::properties::Properties;
use super::written::Written;
use super::xml::{Element, Part, Xml, declared_charset, local};
use crate::skip::Skip;

/// Reads a document, as an archive or as a single file of XML.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let is_flat = bytes.trim_ascii_start().starts_with(b"<") || bytes.starts_with(b"\xEF\xBB\xBF<");
    let (body_text, meta) = if is_flat {
        let text = context.decode(&bytes, declared_charset(&bytes).as_deref())?;
        (text.clone(), Some(text))
    } else {
        let mut packed = Packed::open(bytes, "ODT", context)?;
        let manifest = packed.text("META-INF/manifest.xml")?;
        if manifest.is_some_and(|manifest| manifest.contains("encryption-data")) {
            return Err(Skip::Encrypted.into());
        }
        let Some(body_text) = packed.text("content.xml")? else {
            return Err(malformed("ODT", "no content.xml in it").into());
        };
        (body_text, packed.text("meta.xml")?)
    };
    let mut body = Body::default();
    let fault = body.read(&body_text);
    let properties = meta.map(|meta| properties(&meta)).unwrap_or_default();
    body.written.hand_over("ODT", properties, fault, take)
}

/// What the properties tell; in a flat file they stand before the text.
fn properties(text: &str) -> Properties {
    let end = text.find("</office:meta>").unwrap_or(text.len());
    let begin = text
        .find("<office:meta")
        .filter(|begin| *begin < end)
        .unwrap_or(0);
    Properties::read(&text[begin..end])
}

/// The text of a document.
#[derive(Default)]
struct Body {
    written: Written,
    line: String,
    /// Paragraphs that are open, for a note is within another.
    paragraphs: usize,
    is_title: bool,
}

impl Body {
    fn read(&mut self, text: &str) -> Option<String> {
        let mut xml = Xml::new(text);
        while let Some(part) = xml.next() {
            match part {
                Part::Start(element) => self.start(&mut xml, &element),
                Part::Text(text) if self.paragraphs > 0 => self.line.push_str(&text),
                Part::Text(_) => {}
                Part::End(name) => self.end(local(&name)),
            }
        }
        self.finish();
        xml.fault().map(str::to_owned)
    }

    fn start(&mut self, xml: &mut Xml<'_>, element: &Element) {
        match local(&element.name) {
            "p" | "h" => {
                self.paragraphs += 1;
                let style = element.attribute("style-name").unwrap_or_default();
                self.is_title = self.is_title || style == "Title" || style.starts_with("Title_");
            }
            "s" | "tab" | "note" => self.line.push(' '),
            "line-break" => self.line.push('\n'),
            "note-citation"
            | "tracked-changes"
            | "annotation"
            | "sequence-decls"
            | "styles"
            | "automatic-styles"
            | "master-styles"
            | "scripts"
            | "font-face-decls"
            | "meta"
            | "settings"
            | "forms"
            | "bibliography-source"
            | "binary-data"
            | "desc" => drop(xml.text_of(&element.name)),
            "table-row" => self.written.begin_row(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.paragraphs == 0 {
                    self.finish();
                }
            }
            "table-cell" => self.written.end_cell(),
            "table-row" => self.written.end_row(),
            _ => {}
        }
    }

    /// Ends a paragraph.
    fn finish(&mut self) {
        let text = std::mem::take(&mut self.line);
        let is_title = std::mem::take(&mut self.is_title);
        let lines = text.lines().map(one_line);
        self.written.end_paragraph(&text, is_title, lines);
    }
}
