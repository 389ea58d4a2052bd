//! What does a document of Word say? Its paragraphs, tables and notes, without what was deleted or is at the edge of pages.

use std::io::BufRead;

use super::context::Context;
use super::line::{headed, one_line};
use super::packed::{Packed, malformed};
use super::piece::{Document, Piece, Stopped, Take};
use super::properties::Properties;
use super::xml::{Element, Part, Xml, local};
use crate::skip::Skip;

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
    let mut properties = properties;
    properties.title = properties.title.or(body.title);
    let text = headed(properties.title.as_deref(), body.lines.join("\n"));
    if text.trim().is_empty() {
        return Err(fault
            .map_or(Skip::Empty, |fault| malformed("DOCX", &fault))
            .into());
    }
    let metadata = properties.metadata(&text, false);
    take(Piece::Article(Document {
        id: None,
        metadata,
        text,
    }))?;
    match fault {
        Some(fault) => take(Piece::Fault {
            id: None,
            skip: malformed("DOCX", &fault),
        }),
        None => Ok(()),
    }
}

/// The text of a document.
#[derive(Default)]
struct Body {
    lines: Vec<String>,
    /// The paragraph in the style of titles.
    title: Option<String>,
    line: String,
    /// Cells of the row, if one is being read, and how deep tables are.
    cells: Vec<String>,
    rows: usize,
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
            "tr" => self.rows += 1,
            // what a program shows that does not know better is said twice; what was deleted or moved is said no more
            "Fallback" | "del" | "moveFrom" | "instrText" | "delText" | "pPrChange"
            | "rPrChange" | "separator" => drop(xml.text_of(&element.name)),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => {
                let line = std::mem::take(&mut self.line);
                if std::mem::take(&mut self.is_title)
                    && !line.trim().is_empty()
                    && self.title.is_none()
                {
                    self.title = Some(one_line(&line));
                }
                if self.rows > 0 {
                    let cell = one_line(&line);
                    match self.cells.last_mut() {
                        Some(last) if !last.is_empty() && !cell.is_empty() => {
                            *last = format!("{last} {cell}");
                        }
                        Some(last) if last.is_empty() => *last = cell,
                        Some(_) => {}
                        None => self.cells.push(cell),
                    }
                } else {
                    self.lines
                        .extend(line.lines().map(|line| line.trim().to_owned()));
                }
            }
            "tc" => self.cells.push(String::new()),
            "tr" => {
                self.rows = self.rows.saturating_sub(1);
                let cells: Vec<String> = self
                    .cells
                    .drain(..)
                    .filter(|cell| !cell.is_empty())
                    .collect();
                if !cells.is_empty() {
                    self.lines.push(cells.join(" | "));
                }
            }
            _ => {}
        }
    }
}
