//! Which articles are in a letter? Its text, with what its header tells; what is attached is read in turn.

use std::io::BufRead;

use mail_parser::{
    Address, Encoding, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};

use super::context::Context;
use super::html::text_of;
use super::line::{headed, one_line};
use super::piece::{Document, Piece, Stopped, Take};
use super::told_language::told_language;
use crate::article::{Date, Metadata, Origin, Told};
use crate::skip::Skip;

/// An alternative in plain text that is shorter than this part of the one with mark-up only says that there is another.
const LEAST_PART: usize = 8;

/// Reads a letter.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    for piece in letter(&bytes, context)?.into_pieces(None) {
        take(piece)?;
    }
    Ok(())
}

/// What is in a letter.
pub(super) struct Letter {
    document: Document,
    /// What is attached: its name, its bytes.
    attached: Vec<(String, Vec<u8>)>,
    is_encrypted: bool,
    /// What the letter is known by, if it says so.
    pub(super) message_id: Option<String>,
}

impl Letter {
    /// The pieces of a letter with this id.
    pub(super) fn into_pieces(self, id: Option<&str>) -> Vec<Piece<'static>> {
        let mut pieces = Vec::new();
        let Document { metadata, text, .. } = self.document;
        let inherited = Metadata {
            date: metadata.date,
            author: metadata.author.clone(),
            source: metadata.source.clone(),
            ..Metadata::default()
        };
        if self.is_encrypted {
            pieces.push(Piece::Fault {
                id: id.map(str::to_owned),
                skip: Skip::Encrypted,
            });
        } else if !text.trim().is_empty() {
            pieces.push(Piece::Article(Document {
                id: id.map(str::to_owned),
                metadata,
                text,
            }));
        }
        for (name, bytes) in self.attached {
            let id = id.map_or_else(|| name.clone(), |id| format!("{id}/{name}"));
            pieces.push(Piece::File {
                id,
                bytes,
                metadata: inherited.clone(),
            });
        }
        if pieces.is_empty() {
            pieces.push(Piece::Fault {
                id: id.map(str::to_owned),
                skip: Skip::Empty,
            });
        }
        pieces
    }
}

/// Reads the bytes of a letter.
pub(super) fn letter(bytes: &[u8], context: &Context<'_>) -> Result<Letter, Skip> {
    let malformed = || Skip::Malformed {
        format: "mail".to_owned(),
        detail: "no header".to_owned(),
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Skip::Empty);
    }
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(malformed)?;
    let is_header = message.from().is_some()
        || message.date().is_some()
        || message.subject().is_some()
        || message.to().is_some();
    if !is_header && message.root_part().content_type().is_none() {
        return Err(malformed());
    }
    let is_encrypted = is_encrypted(&message);
    let text = body(&message, context);
    let title = subject(&message, context);
    let text = headed(title.as_deref(), text);
    let metadata = metadata(&message, title, &text);
    Ok(Letter {
        document: Document {
            id: None,
            metadata,
            text,
        },
        attached: if is_encrypted {
            Vec::new()
        } else {
            attached(&message)
        },
        is_encrypted,
        message_id: message
            .message_id()
            .map(one_line)
            .filter(|id| !id.is_empty()),
    })
}

/// The text of a letter: the plain one, or that of its mark-up where the plain one says nothing.
fn body(message: &Message<'_>, context: &Context<'_>) -> String {
    let text = |ids: &[u32]| {
        let parts = ids.iter().filter_map(|id| message.parts.get(*id as usize));
        let texts: Vec<String> = parts
            .map(|part| text_of_part(part, message, context))
            .filter(|text| !text.trim().is_empty())
            .collect();
        texts.join("\n\n")
    };
    let plain = text(&message.text_body);
    let marked = text(&message.html_body);
    let text = if plain.trim().len() * LEAST_PART < marked.len() {
        marked
    } else {
        plain
    };
    text.trim().to_owned()
}

fn text_of_part(part: &MessagePart<'_>, message: &Message<'_>, context: &Context<'_>) -> String {
    match &part.body {
        PartType::Html(html) => text_of(&decoded(part, html, message, context), false),
        PartType::Text(text) => {
            let text = decoded(part, text, message, context);
            let is_flowed = part
                .content_type()
                .and_then(|kind| kind.attribute("format"))
                .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
            if is_flowed {
                flowed(&text)
            } else {
                text.replace("\r\n", "\n")
            }
        }
        _ => String::new(),
    }
}

/// The text of a part; one that does not say in which charset it is, or in one that cannot be, is decoded like any text.
fn decoded(
    part: &MessagePart<'_>,
    text: &str,
    message: &Message<'_>,
    context: &Context<'_>,
) -> String {
    let says = part
        .content_type()
        .is_some_and(|kind| kind.has_attribute("charset"));
    let raw = message
        .raw_message
        .get(part.offset_body as usize..part.offset_end as usize);
    match raw {
        Some(raw) if !says && part.encoding == Encoding::None && text.contains('\u{FFFD}') => {
            context
                .decode(raw, None)
                .unwrap_or_else(|_| text.to_owned())
        }
        _ => text.to_owned(),
    }
}

/// A text of which lines that end with a space go on (RFC 3676).
fn flowed(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        joined.push_str(line);
        if !line.ends_with(' ') || line == "-- " {
            joined.push('\n');
        }
    }
    joined
}

fn subject(message: &Message<'_>, context: &Context<'_>) -> Option<String> {
    let subject = one_line(message.subject()?);
    let subject = match message.header_raw("Subject") {
        Some(raw) if subject.contains('\u{FFFD}') => context
            .decode(raw.as_bytes(), None)
            .map_or(subject, |raw| one_line(&raw)),
        _ => subject,
    };
    Some(subject).filter(|subject| !subject.is_empty())
}

fn metadata(message: &Message<'_>, title: Option<String>, text: &str) -> Metadata {
    let tell = |value: String| Told {
        value,
        origin: Origin::MailHeader,
    };
    let date = message.date().and_then(|date| {
        let zone = i16::from(date.tz_hour) * 60 + i16::from(date.tz_minute);
        let zone = if date.tz_before_gmt { -zone } else { zone };
        let day = Date::of_day(i32::from(date.year), date.month, date.day)?;
        day.at(
            u16::from(date.hour) * 60 + u16::from(date.minute),
            Some(zone),
        )
        .or(Some(day))
    });
    let header = |name: &'static str| match message.header(name) {
        Some(HeaderValue::Text(text)) => Some(one_line(text)),
        Some(HeaderValue::TextList(texts)) => Some(one_line(&texts.join(", "))),
        Some(HeaderValue::Address(address)) => name_of(address),
        _ => None,
    };
    let header = |name| header(name).filter(|text| !text.is_empty());
    let tags = header("Keywords").unwrap_or_default();
    let is_address = |text: &String| text.starts_with("http://") || text.starts_with("https://");
    let url = header("Archived-At")
        .map(|url| url.trim_matches(['<', '>']).to_owned())
        .filter(is_address);
    Metadata {
        title: title.map(tell),
        date: date.map(|value| Told {
            value,
            origin: Origin::MailHeader,
        }),
        language: header("Content-Language")
            .and_then(|tag| told_language(&tag, Origin::MailHeader, text)),
        source: header("List-Id")
            .or_else(|| header("Newsgroups"))
            .or_else(|| header("Organization"))
            .map(tell),
        author: message.from().and_then(name_of).map(tell),
        url: url.map(tell),
        tags: tags
            .split(',')
            .map(one_line)
            .filter(|tag| !tag.is_empty())
            .map(tell)
            .collect(),
        pages: Vec::new(),
    }
}

/// The name of the first of some people, or else the address.
fn name_of(address: &Address<'_>) -> Option<String> {
    let first = address.iter().next()?;
    let name = first.name().map(one_line).filter(|name| !name.is_empty());
    name.or_else(|| first.address().map(one_line))
}

/// What is attached that may have text, with a name for each.
fn attached(message: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let parts = message.attachments().enumerate();
    let kept = parts.filter(|(_, part)| has_text(part));
    let named = kept.map(|(at, part)| {
        let name = part
            .attachment_name()
            .map(safe_name)
            .filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| match &part.body {
            PartType::Message(_) => format!("{}.eml", at + 1),
            PartType::Html(_) => format!("{}.html", at + 1),
            _ => (at + 1).to_string(),
        });
        (name, bytes_of(part, message))
    });
    named.collect()
}

/// The bytes of an attachment. Text was decoded, which it says by a mark at its beginning.
fn bytes_of(part: &MessagePart<'_>, message: &Message<'_>) -> Vec<u8> {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => {
            let says = part
                .content_type()
                .is_some_and(|kind| kind.has_attribute("charset"));
            let raw = message
                .raw_message
                .get(part.offset_body as usize..part.offset_end as usize);
            match raw {
                Some(raw) if !says && part.encoding == Encoding::None => raw.to_vec(),
                _ => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            }
        }
        PartType::Message(inner) => inner.raw_message.to_vec(),
        _ => part.contents().to_vec(),
    }
}

/// Whether an attachment may have text: pictures, sounds, signatures and dates have none.
fn has_text(part: &MessagePart<'_>) -> bool {
    let Some(kind) = part.content_type() else {
        return true;
    };
    let (main, sub) = (
        kind.ctype().to_ascii_lowercase(),
        kind.subtype().unwrap_or_default().to_ascii_lowercase(),
    );
    let is_media = matches!(main.as_str(), "image" | "audio" | "video" | "font");
    let is_sign = matches!(
        sub.as_str(),
        "pgp-signature"
            | "pkcs7-signature"
            | "x-pkcs7-signature"
            | "calendar"
            | "pgp-encrypted"
            | "delivery-status"
            | "vcard"
            | "x-vcard"
    );
    !is_media && !is_sign && !is_sealed(&main, &sub)
}

fn is_sealed(main: &str, sub: &str) -> bool {
    (main == "multipart" && sub == "encrypted")
        || (main == "application" && matches!(sub, "pkcs7-mime" | "x-pkcs7-mime"))
}

/// Whether the text of a letter is encrypted.
fn is_encrypted(message: &Message<'_>) -> bool {
    let kind = message.root_part().content_type();
    kind.is_some_and(|kind| {
        let (main, sub) = (
            kind.ctype().to_ascii_lowercase(),
            kind.subtype().unwrap_or_default().to_ascii_lowercase(),
        );
        let is_signed = kind
            .attribute("smime-type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("signed-data"));
        is_sealed(&main, &sub) && !is_signed
    })
}

/// A name that somebody else gave, without what would lead elsewhere.
pub(super) fn safe_name(name: &str) -> String {
    let line = one_line(name);
    let safe = line.chars().map(|character| {
        if matches!(character, '/' | '\\' | '#' | ':') {
            '_'
        } else {
            character
        }
    });
    safe.take(120)
        .collect::<String>()
        .trim()
        .trim_matches('.')
        .to_owned()
}
