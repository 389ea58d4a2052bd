//! What does a book in EPUB say? Its chapters in the order in which they are read.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use super::context::Context;
use super::html::{plain_line, text_of};
use super::line::headed;
use super::packed::{Packed, malformed};
use super::piece::{Document, Piece, Stopped, Take};
use super::properties::Properties;
use super::xml::{Part, Xml, local};
use crate::skip::Skip;

/// A book has no more chapters.
const MOST_CHAPTERS: usize = 20_000;

/// Reads a book.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let mut packed = Packed::open(bytes, "EPUB", context)?;
    let container = packed
        .text("META-INF/container.xml")?
        .ok_or_else(|| malformed("EPUB", "no META-INF/container.xml in it"))?;
    let path = package_path(&container).ok_or_else(|| malformed("EPUB", "no package is named"))?;
    let package = packed
        .text(&path)?
        .ok_or_else(|| malformed("EPUB", &format!("no {path} in it")))?;
    let package = Package::read(&package);
    let encrypted = packed.text("META-INF/encryption.xml")?.unwrap_or_default();
    let encrypted: HashSet<&str> = encrypted.split('"').skip(1).step_by(2).collect();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut texts: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for chapter in package.chapters.iter().take(MOST_CHAPTERS) {
        let name = resolved(folder, chapter);
        if encrypted.contains(name.as_str()) {
            return Err(Skip::Encrypted.into());
        }
        match packed.text(&name) {
            Ok(Some(page)) => texts.push(text_of(&page, true)),
            Ok(None) => faults.push((chapter.clone(), malformed("EPUB", "it is not in the book"))),
            Err(skip @ Skip::Bound(_)) => return Err(skip.into()),
            Err(skip) => faults.push((chapter.clone(), skip)),
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    let text = headed(package.properties.title.as_deref(), texts.join("\n\n"));
    if texts.is_empty() {
        return Err(faults
            .into_iter()
            .next()
            .map_or(Skip::Empty, |(_, skip)| skip)
            .into());
    }
    let metadata = package.properties.metadata(&text, true);
    take(Piece::Article(Document {
        id: None,
        metadata,
        text,
    }))?;
    for (id, skip) in faults {
        take(Piece::Fault { id: Some(id), skip })?;
    }
    Ok(())
}

/// Where the package of a book is.
fn package_path(container: &str) -> Option<String> {
    let mut xml = Xml::new(container);
    while let Some(part) = xml.next() {
        if let Part::Start(element) = part
            && local(&element.name) == "rootfile"
        {
            return element.attribute("full-path").map(str::to_owned);
        }
    }
    None
}

/// What a package says of its book.
struct Package {
    properties: Properties,
    /// The documents that are read one after the other, as paths beside the package.
    chapters: Vec<String>,
}

impl Package {
    fn read(text: &str) -> Self {
        let mut properties = Properties::default();
        let mut documents: HashMap<String, (String, bool)> = HashMap::new();
        let mut order = Vec::new();
        let mut xml = Xml::new(text);
        while let Some(part) = xml.next() {
            let Part::Start(element) = part else { continue };
            match local(&element.name) {
                "item" => {
                    let kind = element.attribute("media-type").unwrap_or_default();
                    let is_text = kind.contains("html")
                        || kind.contains("xml") && !kind.contains("svg") && !kind.contains("ncx");
                    let is_list = element.attribute("properties").is_some_and(|properties| {
                        properties.split(' ').any(|property| property == "nav")
                    });
                    if let (Some(id), Some(path)) =
                        (element.attribute("id"), element.attribute("href"))
                    {
                        documents.insert(id.to_owned(), (path.to_owned(), is_text && !is_list));
                    }
                }
                "itemref" => order.extend(element.attribute("idref").map(str::to_owned)),
                _ => properties.field(&mut xml, &element.name),
            }
        }
        let chapters = order.iter().filter_map(|id| documents.get(id));
        let chapters = chapters
            .filter(|(_, is_text)| *is_text)
            .map(|(path, _)| path.clone());
        Self {
            properties,
            chapters: chapters.collect(),
        }
    }
}

/// The name of a part of the archive that a path beside the package leads to.
fn resolved(folder: &str, path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let path = if path.contains('&') {
        plain_line(path)
    } else {
        path.to_owned()
    };
    let path = unescaped(&path);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path of which characters are told by their numbers: `Kapitel%201.xhtml`.
fn unescaped(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, behind @ ..] = rest {
        let digits = behind
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
