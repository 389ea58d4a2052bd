//! Which articles are in a feed? One for each entry of RSS or Atom, with what the entry and its channel tell.

use std::io::BufRead;

use super::context::Context;
use super::html::text_of;
use super::line::{add_name, headed, one_line};
use super::piece::{Document, Piece, Stopped, Take};
use super::told_language::told_language;
use super::xml::{Element, Part, Xml, declared_charset};
use crate::article::{Date, Metadata, Origin, Told};
use crate::skip::Skip;

/// What a channel tells of all its entries.
#[derive(Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
    author: Option<String>,
}

/// What an entry tells, as it stands there.
#[derive(Default)]
struct Entry {
    id: Option<String>,
    title: String,
    link: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    language: Option<String>,
    source: Option<String>,
    authors: Vec<String>,
    tags: Vec<String>,
    /// The text in the order of what is more of it.
    whole: String,
    summary: String,
}

/// Reads a feed.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let text = context.decode(&bytes, declared_charset(&bytes).as_deref())?;
    drop(bytes);
    let mut xml = Xml::new(&text);
    let mut channel = Channel::default();
    let mut entries = 0;
    let mut is_feed = false;
    while let Some(part) = xml.next() {
        let Part::Start(element) = part else { continue };
        match element.name.as_str() {
            "rss" | "feed" | "channel" | "rdf:RDF" | "atom:feed" => {
                is_feed = true;
                channel.language = channel
                    .language
                    .take()
                    .or_else(|| element.attribute("lang").map(str::to_owned));
            }
            "item" | "entry" | "atom:entry" => {
                let entry = entry(&mut xml, &element);
                entries += 1;
                take(Piece::Article(document(entry, &channel, entries)))?;
            }
            "image" | "textInput" | "cloud" => drop(xml.text_of(&element.name)),
            "title" | "atom:title" if entries == 0 => {
                let title = plain(&xml.text_of(&element.name));
                channel.title.get_or_insert(title);
            }
            "language" | "dc:language" => {
                channel.language = Some(one_line(&xml.text_of(&element.name)));
            }
            "author" if entries == 0 => {
                let name = name_of(&mut xml, &element.name);
                channel.author.get_or_insert(name);
            }
            _ => {}
        }
    }
    match xml.fault() {
        Some(fault) => {
            let skip = Skip::Malformed {
                format: "feed".to_owned(),
                detail: fault.to_owned(),
            };
            if entries == 0 {
                Err(skip.into())
            } else {
                take(Piece::Fault { id: None, skip })
            }
        }
        None if !is_feed => Err(Skip::Malformed {
            format: "feed".to_owned(),
            detail: "no channel and no entries".to_owned(),
        }
        .into()),
        None => Ok(()),
    }
}

/// Reads an entry that has begun.
fn entry(xml: &mut Xml<'_>, begun: &Element) -> Entry {
    let mut entry = Entry {
        language: begun.attribute("lang").map(str::to_owned),
        ..Entry::default()
    };
    // in RDF an entry is known by its address
    entry.id = begun.attribute("about").map(str::to_owned);
    while let Some(part) = xml.next() {
        match part {
            Part::End(name) if name == begun.name => break,
            Part::Start(element) => field(xml, &element, &mut entry),
            _ => {}
        }
    }
    entry
}

/// Reads a field of an entry.
fn field(xml: &mut Xml<'_>, element: &Element, entry: &mut Entry) {
    let name = element.name.as_str();
    match name.strip_prefix("atom:").unwrap_or(name) {
        "guid" | "id" => entry.id = Some(one_line(&xml.text_of(name))).filter(|id| !id.is_empty()),
        "title" => entry.title = plain(&xml.text_of(name)),
        "link" => {
            let href = element.attribute("href").map(str::to_owned);
            let is_other = element
                .attribute("rel")
                .is_some_and(|rel| rel != "alternate");
            let text = one_line(&xml.text_of(name));
            let link = href
                .or(Some(text))
                .filter(|link| !link.is_empty() && !is_other);
            entry.link = entry.link.take().or(link);
        }
        "pubDate" | "published" | "dc:date" | "dcterms:created" | "issued" => {
            let date = one_line(&xml.text_of(name));
            entry.published.get_or_insert(date);
        }
        "updated" | "modified" | "dcterms:modified" => {
            entry.updated = Some(one_line(&xml.text_of(name)));
        }
        "author" | "dc:creator" | "itunes:author" | "contributor" => {
            let author = name_of(xml, name);
            let is_first = entry.authors.is_empty();
            if !author.is_empty() && (name != "itunes:author" || is_first) {
                add_name(&mut entry.authors, author);
            }
        }
        "category" | "dc:subject" | "media:keywords" => {
            let label = element
                .attribute("label")
                .or(element.attribute("term"))
                .map(str::to_owned);
            let text = xml.text_of(name);
            let tag = one_line(&label.unwrap_or(text));
            let tags = if name == "media:keywords" {
                tag.split(',').map(one_line).collect()
            } else {
                vec![tag]
            };
            entry
                .tags
                .extend(tags.into_iter().filter(|tag| !tag.is_empty()));
        }
        "dc:language" => entry.language = Some(one_line(&xml.text_of(name))),
        "source" => {
            let source = name_of(xml, name);
            entry.source = Some(source).filter(|source| !source.is_empty());
        }
        "content:encoded" => entry.whole = text_of(&xml.text_of(name), false),
        "content" | "summary" | "description" | "xhtml:body" | "body" => {
            let is_markup = element.attribute("type") == Some("xhtml") || name.ends_with("body");
            let text = if is_markup {
                text_of(&xml.markup_of(name), true)
            } else {
                text_of(&xml.text_of(name), false)
            };
            let is_whole = matches!(local_of(name), "content" | "body");
            let kept = if is_whole {
                &mut entry.whole
            } else {
                &mut entry.summary
            };
            if text.len() > kept.len() {
                *kept = text;
            }
        }
        // what is around a picture or a film is none of the article
        _ => drop(xml.text_of(name)),
    }
}

fn local_of(name: &str) -> &str {
    super::xml::local(name)
}

/// A text that may have mark-up, in one line.
fn plain(text: &str) -> String {
    one_line(&text_of(text, false))
}

/// The name of a person or a source: its own element, or all that is said but an address of mail.
fn name_of(xml: &mut Xml<'_>, around: &str) -> String {
    let mut all = String::new();
    let mut name = None;
    while let Some(part) = xml.next() {
        match part {
            Part::End(end) if end == around => break,
            Part::Start(element) if matches!(local_of(&element.name), "name" | "title") => {
                let text = plain(&xml.text_of(&element.name));
                name.get_or_insert(text);
            }
            Part::Start(element) => drop(xml.text_of(&element.name)),
            Part::Text(text) => all.push_str(&text),
            Part::End(_) => {}
        }
    }
    let said = name.unwrap_or_else(|| plain(&all));
    // `mail@example.org (Name)`
    match said.split_once('(') {
        Some((before, rest)) if before.contains('@') => {
            rest.trim_end_matches(')').trim().to_owned()
        }
        _ => said,
    }
}

/// The article of an entry, which is the one with this number.
fn document(entry: Entry, channel: &Channel, number: usize) -> Document {
    let text = if entry.whole.trim().is_empty() {
        entry.summary
    } else {
        entry.whole
    };
    let title = Some(entry.title).filter(|title| !title.is_empty());
    let text = headed(title.as_deref(), text);
    let tell = |value: String| Told {
        value,
        origin: Origin::Feed,
    };
    let date = entry
        .published
        .or(entry.updated)
        .and_then(|date| Date::parse(&date));
    let author = Some(entry.authors.join(", "))
        .filter(|author| !author.is_empty())
        .or_else(|| channel.author.clone());
    let language = entry.language.as_ref().or(channel.language.as_ref());
    let is_address = |text: &String| text.starts_with("http://") || text.starts_with("https://");
    let url = entry.link.or_else(|| entry.id.clone()).filter(is_address);
    let mut tags: Vec<String> = Vec::new();
    for tag in entry.tags {
        add_name(&mut tags, tag);
    }
    let metadata = Metadata {
        title: title.map(tell),
        date: date.map(|value| Told {
            value,
            origin: Origin::Feed,
        }),
        language: language.and_then(|tag| told_language(tag, Origin::Feed, &text)),
        source: entry
            .source
            .or_else(|| channel.title.clone())
            .filter(|title| !title.is_empty())
            .map(tell),
        author: author.filter(|author| !author.is_empty()).map(tell),
        url: url.map(tell),
        tags: tags.into_iter().map(tell).collect(),
        pages: Vec::new(),
    };
    Document {
        id: Some(entry.id.unwrap_or_else(|| number.to_string())),
        metadata,
        text,
    }
}
