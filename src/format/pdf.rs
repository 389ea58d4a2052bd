//! What do the pages of a PDF say? Its text layer in the order in which it is read, and where each page begins.

mod bomb;
mod encoding;
mod font;
mod layout;
mod lines;
mod page;

use std::io::BufRead;

use hayro_syntax::{LoadPdfError, Pdf};

use super::context::Context;
use super::line::one_line;
use super::packed::malformed;
use super::piece::{Document, Piece, Stopped, Take};
use crate::article::{Date, Metadata, Origin, Told};
use crate::skip::Skip;

/// A document has no more pages.
const MOST_PAGES: usize = 100_000;
/// A text layer of which a larger part has no meaning is none.
const MOST_UNKNOWN: f64 = 0.3;

/// Reads a document.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Skip::Empty.into());
    }
    bomb::check(&bytes, context.bounds)?;
    let most_text = context.bounds.document_bytes;
    let document = context.guarded(move || document(bytes, most_text))?;
    take(Piece::Article(document))
}

/// The article of a document.
fn document(bytes: Vec<u8>, most_text: u64) -> Result<Document, Skip> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Skip::Encrypted,
        LoadPdfError::Invalid => malformed("PDF", "it is damaged or no PDF"),
    })?;
    let mut pages = Vec::new();
    let (mut shown, mut unknown, mut bytes, mut has_pictures) = (0, 0, 0, false);
    let mut fonts = font::Fonts::default();
    for page in pdf.pages().iter().take(MOST_PAGES) {
        let content = page::read(page, &mut fonts);
        shown += content.shown;
        unknown += content.unknown;
        has_pictures |= content.has_pictures;
        let lines = layout::lines(content.pieces);
        bytes += lines.iter().map(|line| line.text.len() as u64).sum::<u64>();
        if bytes > most_text {
            return Err(Skip::Bound(crate::skip::Bound::Document(most_text)));
        }
        pages.push(lines);
    }
    if pages.is_empty() {
        return Err(malformed("PDF", "no pages"));
    }
    if shown == 0 || unknown as f64 > MOST_UNKNOWN * shown as f64 {
        return Err(if has_pictures || shown > 0 {
            Skip::NeedsOcr
        } else {
            Skip::Empty
        });
    }
    let (text, starts) = lines::text(pages);
    if text.trim().is_empty() {
        return Err(Skip::NeedsOcr);
    }
    let mut metadata = metadata(&pdf);
    // a title that stands nowhere in the text would be found by nobody
    if let Some(title) = &metadata.title
        && !super::line::begins_with_line(&text, &title.value)
    {
        let with_title = super::line::headed(Some(&title.value), text.clone());
        let added = with_title.len() - text.len();
        metadata.pages = starts.iter().map(|start| start + added).collect();
        return Ok(Document {
            id: None,
            metadata,
            text: with_title,
        });
    }
    metadata.pages = starts;
    Ok(Document {
        id: None,
        metadata,
        text,
    })
}

/// What the properties of a document tell.
fn metadata(pdf: &Pdf) -> Metadata {
    let told = pdf.metadata();
    let text = |bytes: &Option<Vec<u8>>| {
        let text = one_line(&encoding::text_string(bytes.as_deref()?));
        Some(text).filter(|text| !text.is_empty())
    };
    let tell = |value: String| Told {
        value,
        origin: Origin::Properties,
    };
    // programs that print tell the name of what they printed
    let is_name = |title: &String| {
        let lower = title.to_lowercase();
        let is_file = [
            ".doc", ".docx", ".indd", ".pdf", ".qxd", ".odt", ".tex", ".dvi", ".rtf", ".txt",
            ".pub", ".p65",
        ]
        .iter()
        .any(|end| lower.ends_with(end));
        is_file
            || lower.starts_with("microsoft word - ")
            || lower == "untitled"
            || lower.chars().all(|character| !character.is_alphabetic())
    };
    let date = told.creation_date.as_ref().and_then(|date| {
        let zone = i16::from(date.utc_offset_hour) * 60;
        let minutes = i16::from(date.utc_offset_minute);
        let zone = if zone < 0 {
            zone - minutes
        } else {
            zone + minutes
        };
        let day = Date::of_day(i32::from(date.year), date.month, date.day)?;
        day.at(
            u16::from(date.hour) * 60 + u16::from(date.minute),
            Some(zone),
        )
        .or(Some(day))
    });
    let keywords = text(&told.keywords).unwrap_or_default();
    Metadata {
        title: text(&told.title).filter(|title| !is_name(title)).map(tell),
        date: date.map(|value| Told {
            value,
            origin: Origin::Properties,
        }),
        author: text(&told.author).map(tell),
        tags: keywords
            .split([',', ';'])
            .map(one_line)
            .filter(|tag| !tag.is_empty() && tag.chars().count() <= 60)
            .map(tell)
            .collect(),
        ..Metadata::default()
    }
}
