//! Which articles are in a message of a news agency? NITF, alone or within NewsML-G2, with what the message tells.

use std::io::BufRead;

use super::context::Context;
use super::html::text_of;
use super::line::{add_name, headed, one_line};
use super::piece::{Document, Piece, Stopped, Take};
use super::told_language::told_language;
use super::xml::{Element, Part, Xml, declared_charset, local};
use crate::article::{Date, Metadata, Origin, Told};
use crate::skip::Skip;

/// What a message tells of an article, as it stands there.
#[derive(Default)]
struct Message {
    id: Option<String>,
    title: Option<String>,
    date: Option<String>,
    language: Option<String>,
    source: Option<String>,
    authors: Vec<String>,
    url: Option<String>,
    tags: Vec<String>,
    text: String,
    /// Whether the text is a page of the web, of which the body has no parts.
    is_page: bool,
}

/// Reads a message.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let text = context.decode(&bytes, declared_charset(&bytes).as_deref())?;
    drop(bytes);
    let mut xml = Xml::new(&text);
    let mut message = Message::default();
    let mut items = Vec::new();
    while let Some(part) = xml.next() {
        match part {
            Part::Start(element) if matches!(local(&element.name), "newsItem" | "NewsItem") => {
                // what stands before the first item tells of all
                let outer_language = message.language.clone();
                message = Message {
                    language: outer_language,
                    ..Message::default()
                };
                message.id = element.attribute("guid").map(str::to_owned);
                message.language = element
                    .attribute("lang")
                    .map(str::to_owned)
                    .or(message.language);
            }
            Part::Start(element) => field(&mut xml, &element, &mut message),
            Part::End(name) if matches!(local(&name), "newsItem" | "NewsItem") => {
                items.push(std::mem::take(&mut message));
            }
            _ => {}
        }
    }
    if !message.text.trim().is_empty() {
        items.push(message);
    }
    let several = items
        .iter()
        .filter(|item| !item.text.trim().is_empty())
        .count()
        > 1;
    let mut taken = 0;
    for item in items
        .into_iter()
        .filter(|item| !item.text.trim().is_empty())
    {
        taken += 1;
        take(Piece::Article(document(item, several.then_some(taken))))?;
    }
    let malformed = |detail: &str| Skip::Malformed {
        format: "NewsML".to_owned(),
        detail: detail.to_owned(),
    };
    match xml.fault() {
        Some(fault) if taken == 0 => Err(malformed(fault).into()),
        Some(fault) => take(Piece::Fault {
            id: None,
            skip: malformed(fault),
        }),
        None if taken == 0 => Err(malformed("no text").into()),
        None => Ok(()),
    }
}

/// Reads a field, or goes into it.
fn field(xml: &mut Xml<'_>, element: &Element, message: &mut Message) {
    let name = element.name.as_str();
    match local(name) {
        "nitf" | "html" => {
            message.is_page = local(name) == "html";
            message.language = message
                .language
                .take()
                .or_else(|| element.attribute("lang").map(str::to_owned));
        }
        "title" | "headline" | "HeadLine" | "hl1" | "hedline" => {
            let title = one_line(&xml.text_of(name));
            if !title.is_empty() && (message.title.is_none() || local(name) == "hl1") {
                message.title = Some(title);
            }
        }
        "versionCreated" | "contentCreated" | "firstCreated" | "FirstCreated" | "DateAndTime" => {
            let date = one_line(&xml.text_of(name));
            let is_better = local(name) == "contentCreated" || message.date.is_none();
            message.date = if is_better && !date.is_empty() {
                Some(date)
            } else {
                message.date.take()
            };
        }
        "date.issue" | "date.release" | "story.date" => {
            let date = element.attribute("norm").map(str::to_owned);
            message.date = date.or(message.date.take());
        }
        "language" => {
            message.language = element
                .attribute("tag")
                .map(str::to_owned)
                .or(message.language.take());
        }
        "Language" => {
            message.language = element
                .attribute("FormalName")
                .map(str::to_owned)
                .or(message.language.take());
        }
        "creditline" | "CreditLine" | "provider" | "copyrightHolder" | "doc.copyright"
        | "distributor" | "infoSource" | "Provider" => {
            let attribute = element
                .attribute("holder")
                .or(element.attribute("literal"))
                .map(str::to_owned);
            let said = one_line(&xml.text_of(name));
            let source = Some(said).filter(|said| !said.is_empty()).or(attribute);
            message.source = message.source.take().or(source);
        }
        "by" | "ByLine" | "byline" | "creator" => {
            let said = one_line(&xml.text_of(name));
            let said = super::html::without_by(&said);
            if !said.is_empty() {
                add_name(&mut message.authors, said);
            }
        }
        "subject" | "keyword" | "classifier" | "Keyword" | "slugline" => {
            let attribute = element.attribute("key").map(str::to_owned);
            let said = one_line(&xml.text_of(name));
            let tag = attribute.unwrap_or(said);
            if !tag.is_empty() && tag.chars().count() < 60 {
                add_name(&mut message.tags, tag);
            }
        }
        "doc-id" => {
            message.id = element
                .attribute("id-string")
                .map(str::to_owned)
                .or(message.id.take());
        }
        "body.content" | "body" | "inlineData" | "DataContent" | "inlineXML"
            if message.is_page || !has_inner(local(name)) =>
        {
            body(xml, name, message);
        }
        "media" | "media-caption" | "remoteContent" | "style" | "script" | "series"
        | "abstract"
            if local(name) != "abstract" =>
        {
            drop(xml.text_of(name));
        }
        "abstract" => message.text.push_str(&text_of(&xml.markup_of(name), true)),
        _ => {}
    }
}

/// Whether an element has others that are read one by one.
fn has_inner(name: &str) -> bool {
    matches!(name, "body" | "DataContent" | "inlineXML")
}

/// Reads the text of an article.
fn body(xml: &mut Xml<'_>, name: &str, message: &mut Message) {
    let markup = xml.markup_of(name);
    let text = if markup.contains('<') {
        text_of(&without_media(&markup), true)
    } else {
        text_of(&markup.replace("&lt;", "<").replace("&amp;", "&"), false)
    };
    if !message.text.is_empty() && !text.is_empty() {
        message.text.push('\n');
    }
    message.text.push_str(&text);
}

/// Mark-up without what is said of pictures.
fn without_media(markup: &str) -> String {
    let mut kept = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = rest.find("<media>") {
        kept.push_str(&rest[..at]);
        rest = rest[at..]
            .find("</media>")
            .map_or("", |end| &rest[at + end + "</media>".len()..]);
    }
    kept.push_str(rest);
    kept
}

/// The article of a message; with its number, if there are several.
fn document(message: Message, number: Option<usize>) -> Document {
    let tell = |value: String| Told {
        value,
        origin: Origin::Feed,
    };
    let text = headed(message.title.as_deref(), message.text);
    let date = message.date.as_deref().and_then(Date::parse);
    let metadata = Metadata {
        title: message.title.map(tell),
        date: date.map(|value| Told {
            value,
            origin: Origin::Feed,
        }),
        language: message
            .language
            .and_then(|tag| told_language(&tag, Origin::Feed, &text)),
        source: message.source.map(tell),
        author: Some(message.authors.join(", "))
            .filter(|author| !author.is_empty())
            .map(tell),
        url: message.url.map(tell),
        tags: message.tags.into_iter().map(tell).collect(),
        pages: Vec::new(),
    };
    let id = number.map(|number| {
        message
            .id
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| number.to_string())
    });
    Document { id, metadata, text }
}
