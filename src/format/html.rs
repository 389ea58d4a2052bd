//! Which article is in a page of the web? Its main text, and what the page tells of it.

mod blocks;
mod body_check;
mod bylines;
mod json_ld;
mod known;
mod left_out;
mod main_text;
mod plain;
mod signs;
#[cfg(test)]
mod tests;
mod told;
mod tree;

use std::io::BufRead;

use super::context::Context;
use super::line::headed;
use super::piece::{Document, Piece, Stopped, Take};
use super::told_language::told_language;
use crate::article::{Date, Metadata, Origin, Told};
use crate::date::{Locale, of_text};
use crate::language::identify::identify_article;
use crate::skip::Skip;

use blocks::units;
use known::Known;
pub(super) use plain::{plain_line, text_of};
pub(super) use told::without_by;
use tree::Tree;

/// Reads a page.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let declared = declared_charset(&bytes);
    let page = context.decode(&bytes, declared.as_deref())?;
    drop(bytes);
    let document = article(&page);
    if document.text.trim().is_empty() {
        return Err(Skip::Empty.into());
    }
    take(Piece::Article(document))
}

/// The charset that the beginning of a page declares.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let of_xml = begin
        .trim_start_matches('\u{feff}')
        .starts_with("<?xml")
        .then(|| begin.split("encoding=").nth(1))
        .flatten();
    let named = begin
        .find("<meta")
        .and_then(|at| begin[at..].split("charset").nth(1))
        .and_then(|rest| rest.trim_start().strip_prefix('='));
    let value = named
        .or(of_xml)?
        .trim_start()
        .trim_start_matches(['"', '\'']);
    let end = value.find(|character: char| {
        !(character.is_ascii_alphanumeric() || "-_.:+".contains(character))
    });
    Some(value[..end.unwrap_or(value.len())].to_owned()).filter(|name| !name.is_empty())
}

/// The article of a page.
pub(super) fn article(page: &str) -> Document {
    let tree = Tree::read(page, page.trim_start().starts_with("<?xml"));
    let told = told::read(&tree);
    let hints = Known {
        titles: told.titles.clone(),
        authors: told.authors.iter().map(|(name, _)| name.clone()).collect(),
        body: told.body.clone(),
    };
    let found = main_text::main_text(&tree, &hints);
    let mut paragraphs = found.paragraphs;
    // a page that a program fills has nothing but what it tells
    if let Some(body) = &told.body {
        let shown: usize = paragraphs.iter().map(|text| units(text)).sum();
        if shown * 2 < units(body) {
            paragraphs = body.lines().map(str::to_owned).collect();
        }
    }
    let site = told.source.as_ref().map(|(name, _)| name.as_str());
    let shown = found
        .heading
        .map(|heading| told::without_site(&heading, site));
    let title = told
        .title
        .clone()
        .or_else(|| shown.clone().map(|title| (title, Origin::Content)));
    // the title of the window has the name of the site besides
    let title = match (title, &shown) {
        (Some((_, Origin::Content)), Some(shown)) => Some((shown.clone(), Origin::Content)),
        (Some((title, Origin::Content)), None) => {
            Some((told::longest_part(&title), Origin::Content))
        }
        (title, _) => title,
    };
    let head = shown.or_else(|| title.as_ref().map(|(title, _)| title.clone()));
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    let text = headed(head.as_deref(), paragraphs.join("\n"));
    Document {
        id: None,
        metadata: metadata(told, title, &text, &found.near),
        text,
    }
}

/// What is known of an article with this text; its date may stand in one of the lines near its heading.
fn metadata(
    told: told::Page,
    title: Option<(String, Origin)>,
    text: &str,
    near: &[String],
) -> Metadata {
    let tell = |(value, origin)| Told { value, origin };
    // `en-GB`: the region says what a date in numbers means
    let tag = told.language.as_ref().map(|(tag, _)| tag.clone());
    let region = tag.as_deref().and_then(|tag| tag.split(['-', '_']).nth(1));
    let language = told
        .language
        .and_then(|(tag, origin)| told_language(&tag, origin, text));
    let known = language.map(|told| told.value);
    let date_of = |line: &str| -> Option<Date> {
        Date::parse(line).or_else(|| {
            let known = Some(known.unwrap_or_else(|| identify_article(text)));
            of_text(line, Locale::of(known, region))
        })
    };
    let date = told.date.and_then(|(date, origin)| {
        Some(Told {
            value: date_of(&date)?,
            origin,
        })
    });
    let shown = || near.iter().find_map(|line| date_of(line));
    let date = date.or_else(|| {
        Some(Told {
            value: shown()?,
            origin: Origin::Content,
        })
    });
    let origin_of_authors = told.authors.first().map(|(_, origin)| *origin);
    let authors: Vec<String> = told.authors.into_iter().map(|(name, _)| name).collect();
    Metadata {
        title: title.map(tell),
        date,
        language,
        source: told.source.map(tell),
        author: origin_of_authors.map(|origin| Told {
            value: authors.join(", "),
            origin,
        }),
        url: told.url.map(tell),
        tags: told.tags.into_iter().map(tell).collect(),
        pages: Vec::new(),
    }
}
