//! Which elements and texts does an XML document have? One after the other, whatever is wrong with them; entities that a
//! document makes itself stand for nothing, and none is ever fetched.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Read};
use rustc_hash::FxHashMap;

use super::html::plain_line;

/// An attribute or a name longer than this says nothing.
const MOST_BYTES: usize = 1 << 20;

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// An element begins.
    Start(Element),
    /// The element with this name ends.
    End(String),
    /// A text.
    Text(String),
}

/// How an element begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name with the prefix that it has: `dc:creator`.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

/// Reads a document part by part.
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    /// Elements that are open.
    open: Open,
    /// The end of an element that has nothing in it.
    end: Option<String>,
    /// What is wrong with the document, once it cannot be read on.
    fault: Option<String>,
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

impl Element {
    /// An attribute, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self
            .attributes
            .iter()
            .find(|(known, _)| local(known) == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl<'x> Xml<'x> {
    /// A document.
    pub(super) fn new(text: &'x str) -> Self {
        let text = text.trim_start_matches('\u{FEFF}');
        let mut reader = Reader::from_reader(text.as_bytes());
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            open: Open::default(),
            end: None,
            fault: None,
        }
    }

    /// The next part; none at the end, and where nothing can be read on.
    pub(super) fn next(&mut self) -> Option<Part> {
        if let Some(name) = self.end.take() {
            return Some(Part::End(name));
        }
        loop {
            let part = match self.reader.read_event() {
                Err(error) => {
                    self.fault = Some(error.to_string());
                    return None;
                }
                Ok(Read::Eof) => {
                    let open = self.open.names.last();
                    self.fault = open.map(|open| format!("<{open}> does not end"));
                    return None;
                }
                Ok(Read::Start(start)) => {
                    let element = element(&start);
                    self.open.begin(&element.name);
                    Part::Start(element)
                }
                Ok(Read::Empty(start)) => {
                    let element = element(&start);
                    self.end = Some(element.name.clone());
                    Part::Start(element)
                }
                Ok(Read::End(end)) => {
                    let name = end.name().as_ref().to_owned();
                    self.open.end(&name);
                    Part::End(name)
                }
                Ok(Read::Text(text)) => Part::Text(text.xml10_content().into_owned()),
                Ok(Read::CData(text)) => Part::Text(text.xml10_content().into_owned()),
                Ok(Read::GeneralRef(reference)) => Part::Text(entity(&reference.into_inner())),
                Ok(_) => continue,
            };
            return Some(part);
        }
    }

    /// What is wrong with what was read.
    pub(super) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Reads the rest of the element with this name, which has begun: its text, a space for each element that begins or ends.
    pub(super) fn text_of(&mut self, name: &str) -> String {
        let mut text = String::new();
        let mut depth = 1;
        while let Some(part) = self.next() {
            match part {
                Part::Text(more) => text.push_str(&more),
                Part::Start(element) => {
                    depth += usize::from(element.name == name);
                    text.push(' ');
                }
                Part::End(end) => {
                    depth -= usize::from(end == name);
                    if depth == 0 {
                        break;
                    }
                    text.push(' ');
                }
            }
        }
        text
    }

    /// Reads the rest of the element with this name, which has begun, as the mark-up that it is.
    pub(super) fn markup_of(&mut self, name: &str) -> String {
        let mut markup = String::new();
        let mut depth = 1;
        while let Some(part) = self.next() {
            match part {
                Part::Text(text) => {
                    markup.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
                }
                Part::Start(element) => {
                    depth += usize::from(element.name == name);
                    markup.push('<');
                    markup.push_str(local(&element.name));
                    if let Some(target) = element.attribute("href") {
                        markup.push_str(" href=\"");
                        markup.push_str(&target.replace('"', "&quot;"));
                        markup.push('"');
                    }
                    markup.push('>');
                }
                Part::End(end) => {
                    depth -= usize::from(end == name);
                    if depth == 0 {
                        break;
                    }
                    markup.push_str("</");
                    markup.push_str(local(&end));
                    markup.push('>');
                }
            }
        }
        markup
    }
}

/// Elements that are open, and how many of each name: an end without a beginning is told without looking at all of them.
#[derive(Default)]
struct Open {
    names: Vec<String>,
    counts: FxHashMap<String, usize>,
}

impl Open {
    fn begin(&mut self, name: &str) {
        self.names.push(name.to_owned());
        match self.counts.get_mut(name) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(name.to_owned(), 1)),
        }
    }

    /// What ends out of order ends what was begun last with this name.
    fn end(&mut self, name: &str) {
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some(last) = self.names.pop() {
            if let Some(count) = self.counts.get_mut(&last) {
                *count -= 1;
            }
            if last == name {
                return;
            }
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut all = start.html_attributes();
    let attributes = all.with_checks(false).filter_map(Result::ok);
    let attributes = attributes
        .take(100)
        .filter(|attribute| attribute.value.len() < MOST_BYTES);
    let attributes = attributes.map(|attribute| {
        let value = attribute.value.as_ref();
        let value = if value.contains('&') {
            plain_line(&value.replace('<', "&lt;"))
        } else {
            value.to_owned()
        };
        (attribute.key.as_ref().to_owned(), value)
    });
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: attributes.collect(),
    }
}

/// What a reference stands for: a character by its number or by its name; nothing if the document would have to say.
fn entity(name: &str) -> String {
    let named = match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" | "#160" => "\u{a0}",
        "#10" | "#xA" | "#13" | "#xD" => "\n",
        _ => {
            let reference = format!("&{name};");
            let text = plain_line(&reference);
            return if text == reference {
                String::new()
            } else {
                text
            };
        }
    };
    named.to_owned()
}

/// The charset that the declaration of a document names.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(300)]).into_owned();
    let begin = begin.trim_start_matches('\u{FEFF}');
    let end = begin.find("?>").filter(|_| begin.starts_with("<?xml"))?;
    let value = begin[..end]
        .split("encoding")
        .nth(1)?
        .trim_start()
        .strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let name = value.split(['"', '\'', ' ']).next()?;
    Some(name.to_owned()).filter(|name| !name.is_empty())
}
