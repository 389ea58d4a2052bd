//! What does a document of Word say? Its paragraphs, tables and notes, without what was deleted or is at the edge of pages.

use std::io::BufRead;

use super::context::Context;
use super::packed::{Packed, malformed};
use super::piece::{Stopped, Take};
use super::properties::Properties;
use super::written::Written;
use super::xml::{Element, Part, Xml, local};

/// Reads a document.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let mut packed = Packed::open(bytes, "DOCX", context)?;
    let Some(text) = packed.text("word/document.xml")? else {
        return Err(malformed("DOCX", "no word/document.xml in it").into());
    };
    let mut body = Body::default();
    let mut fault = body.read(&text);
    drop(text);
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(text) = packed.text(notes)? {
            fault = fault.or(body.read(&text));
        }
    }
    let properties = packed
        .text("docProps/core.xml")?
        .map(|text| Properties::read(&text))
        .unwrap_or_default();
    body.written.hand_over("DOCX", properties, fault, take)
}

/// The text of a document.
#[derive(Default)]
struct Body {
    written: Written,
    line: String,
    is_title: bool,
}

impl Body {
    /// Reads a part of the document, and says what is wrong with it.
    fn read(&mut self, text: &str) -> Option<String> {
        let mut xml = Xml::new(text);
        while let Some(part) = xml.next() {
            match part {
                Part::Start(element) => self.start(&mut xml, &element),
                Part::End(name) => self.end(local(&name)),
                Part::Text(_) => {}
            }
        }
        self.end("p");
        xml.fault().map(str::to_owned)
    }

    fn start(&mut self, xml: &mut Xml<'_>, element: &Element) {
        match local(&element.name) {
            "t" => self.line.push_str(&xml.text_of(&element.name)),
            "tab" | "ptab" => self.line.push(' '),
            "br" if element.attribute("type").is_none() => self.line.push('\n'),
            "cr" => self.line.push('\n'),
            "noBreakHyphen" => self.line.push('\u{2011}'),
            "softHyphen" => self.line.push('\u{ad}'),
            "pStyle" => {
                let style = element.attribute("val").unwrap_or_default().to_lowercase();
                self.is_title = matches!(
                    style.as_str(),
                    "title" | "titel" | "titre" | "título" | "titolo" | "tytuł"
                );
            }
            "tr" => self.written.begin_row(),
            // what a program shows that does not know better is said twice; what was deleted or moved is said no more
            "Fallback" | "del" | "moveFrom" | "instrText" | "delText" | "pPrChange"
            | "rPrChange" | "separator" => drop(xml.text_of(&element.name)),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => {
                let text = std::mem::take(&mut self.line);
                let is_title = std::mem::take(&mut self.is_title);
                let lines = text.lines().map(|line| line.trim().to_owned());
                self.written.end_paragraph(&text, is_title, lines);
            }
            "tc" => self.written.end_cell(),
            "tr" => self.written.end_row(),
            _ => {}
        }
    }
}
