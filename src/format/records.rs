//! Which article is a record? Its fields say it, by their usual names or by those that were told.

use super::html::{plain_line, text_of};
use super::line::{headed, one_line};
use super::piece::Document;
use super::rules::{Field, FieldNames};
use super::told_language::told_language;
use crate::article::{Date, Metadata, Origin, Told};
use crate::date::{self, Locale};
use crate::language::identify::identify_article;

/// What a field of a record has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(Vec<String>),
}

/// The names that fields usually have, the likeliest first.
fn usual(field: Field) -> &'static [&'static str] {
    match field {
        Field::Id => &["id", "_id", "uuid", "guid", "article_id", "doc_id", "docid"],
        Field::Title => &["title", "headline", "heading", "name", "subject"],
        Field::Text => &[
            "text",
            "body",
            "content",
            "content_text",
            "article_text",
            "articlebody",
            "article_body",
            "body_text",
            "full_text",
            "fulltext",
            "maintext",
            "main_text",
            "raw_text",
            "story",
            "article",
            "contents",
            "content_html",
            "body_html",
            "html",
            "message",
            "description",
            "summary",
        ],
        Field::Date => &[
            "date",
            "published",
            "published_at",
            "date_published",
            "datepublished",
            "publish_date",
            "publication_date",
            "publicationdate",
            "pub_date",
            "pubdate",
            "published_date",
            "publishedat",
            "date_publish",
            "published_on",
            "publish_time",
            "time",
            "timestamp",
            "datetime",
            "created_at",
            "created",
            "issued",
        ],
        Field::Language => &[
            "lang",
            "language",
            "lang_code",
            "language_code",
            "inlanguage",
            "locale",
        ],
        Field::Url => &[
            "url",
            "link",
            "canonical_url",
            "permalink",
            "uri",
            "source_url",
            "web_url",
            "href",
        ],
        Field::Author => &[
            "author", "authors", "byline", "creator", "creators", "by", "writer",
        ],
        Field::Source => &[
            "source",
            "outlet",
            "publisher",
            "publication",
            "newspaper",
            "source_name",
            "site_name",
            "sitename",
            "site",
            "source_domain",
            "domain",
            "feed",
            "medium",
        ],
        Field::Tags => &[
            "tags",
            "tag",
            "keywords",
            "categories",
            "category",
            "topics",
            "topic",
            "section",
            "subjects",
        ],
    }
}

/// What is asked for each field: the names that were told, else the usual ones.
pub(super) struct Names<'n> {
    told: &'n FieldNames,
}

impl<'n> Names<'n> {
    pub(super) fn of(told: &'n FieldNames) -> Self {
        Self { told }
    }

    /// The names under which a field may be, in their order.
    pub(super) fn of_field(&self, field: Field) -> Vec<&'n str> {
        let told = self.told.0.iter().filter(|(known, _)| *known == field);
        let told: Vec<&str> = told.map(|(_, name)| name.as_str()).collect();
        if told.is_empty() {
            usual(field).to_vec()
        } else {
            told
        }
    }

    /// The article that is made of the values that `get` has for the names of fields; none if it has no text.
    pub(super) fn document(&self, get: impl Fn(&str) -> Option<Value>) -> Option<Document> {
        let text = self.first(Field::Text, &get).map(Value::into_paragraphs)?;
        let text = if has_tags(&text) {
            text_of(&text, false)
        } else {
            text
        };
        let id = self.first(Field::Id, &get).map(Value::joined);
        let metadata = self.metadata(get, Origin::Field, &text);
        Some(Document {
            id: id.filter(|id| !id.contains(['\n', '\r'])),
            text: headed(metadata.title(), text),
            metadata,
        })
    }

    /// What is known of an article by the values that `get` has for the names of fields.
    pub(super) fn metadata(
        &self,
        get: impl Fn(&str) -> Option<Value>,
        origin: Origin,
        text: &str,
    ) -> Metadata {
        let one = |field| self.first(field, &get).map(Value::joined);
        let told = |value: String| Told::of(value, origin);
        let title = one(Field::Title).map(|title| {
            if has_signs_in_words(&title) {
                plain_line(&title)
            } else {
                one_line(&title)
            }
        });
        let tag = one(Field::Language);
        let language = tag
            .as_deref()
            .and_then(|tag| told_language(tag, origin, text));
        // `en-GB`: the region says what a date in numbers means
        let region = tag.as_deref().and_then(|tag| tag.split(['-', '_']).nth(1));
        let date = one(Field::Date).and_then(|date| {
            Date::parse(&date).or_else(|| {
                let known = language.map(|told| told.value);
                let known = known.unwrap_or_else(|| identify_article(text));
                date::of_text(&date, Locale::of(Some(known), region))
            })
        });
        let tags = self.first(Field::Tags, &get).map(Value::into_tags);
        Metadata {
            title: title.map(told),
            date: date.map(|date| Told::of(date, origin)),
            language,
            source: one(Field::Source).map(told),
            author: one(Field::Author).map(told),
            url: one(Field::Url).map(told),
            tags: tags.unwrap_or_default().into_iter().map(told).collect(),
            ..Metadata::default()
        }
    }

    /// The first value of a field that is not blank.
    fn first(&self, field: Field, get: impl Fn(&str) -> Option<Value>) -> Option<Value> {
        let names = self.of_field(field);
        names
            .into_iter()
            .find_map(|name| get(name).filter(|value| !value.is_blank()))
    }
}

/// Whether a text has mark-up of the web, as systems export it.
fn has_tags(text: &str) -> bool {
    let tags = [
        "<p>", "<p ", "</p>", "<br>", "<br/>", "<br />", "</div>", "</li>", "</a>",
    ];
    text.contains('<') && tags.iter().any(|tag| text.contains(tag))
}

/// Whether a line has characters in the writing of the web, such as `&#8217;`.
fn has_signs_in_words(line: &str) -> bool {
    ["&#", "&amp;", "&quot;", "&nbsp;", "&lt;"]
        .iter()
        .any(|sign| line.contains(sign))
}

impl Value {
    fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.iter().all(|text| text.trim().is_empty()),
        }
    }

    fn joined(self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::List(list) => list.join(", "),
        }
    }

    fn into_paragraphs(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::List(list) => list.join("\n"),
        }
    }

    /// Each tag for itself: several in a text have commas, semicolons or bars between them.
    fn into_tags(self) -> Vec<String> {
        let parts = match self {
            Self::List(list) => list,
            Self::Text(text) => {
                let sign = [';', '|', ',']
                    .into_iter()
                    .find(|sign| text.contains(*sign));
                sign.map_or(vec![text.clone()], |sign| {
                    text.split(sign).map(str::to_owned).collect()
                })
            }
        };
        let trimmed = parts.iter().map(|part| part.trim().to_owned());
        trimmed.filter(|part| !part.is_empty()).collect()
    }
}
