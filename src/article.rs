//! What is an article? One document of the collection, with what is told of it.
//!
//! A file yields a sequence of articles, a plain text one. Each has a name of its own: the path of its file, or
//! `path#id` where the file has several. Whatever is known of an article besides its text says where it comes from.

mod date;
mod notation;

use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::duplicates::Fingerprint;
use crate::language::Language;

pub use date::{Date, Precision};

/// What stands between the path of a file and the id of one of its articles.
const ID_MARK: char = '#';

/// An article that is to be indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// What it is called: hits show it, and no other article of the index has the same name.
    pub name: String,
    /// Its text; all offsets of hits are into it.
    pub text: String,
    /// What is known of it besides.
    pub metadata: Metadata,
}

/// What is known of an article besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// What it is headed with.
    pub title: Option<Told<String>>,
    /// When it was published.
    pub date: Option<Told<Date>>,
    /// The language that it is written in.
    pub language: Option<Told<Language>>,
    /// Who published it.
    pub source: Option<Told<String>>,
    /// Who wrote it.
    pub author: Option<Told<String>>,
    /// Where it was published.
    pub url: Option<Told<String>>,
    /// What it is filed under.
    pub tags: Vec<Told<String>>,
    /// The byte of its text at which each page after the first begins, if it has pages.
    pub pages: Vec<usize>,
}

/// A metadatum with its origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told<T> {
    /// What was told.
    pub value: T,
    /// Who told it.
    pub origin: Origin,
}

/// Where a metadatum comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The first line of the text reads like it.
    FirstLine,
    /// Whoever handed over the article said so.
    Caller,
    /// The name of the file has it.
    FileName,
    /// The folders that the file is in have it.
    Path,
    /// A dateline at the beginning of the text, or a line that says when it was updated.
    Dateline,
    /// The front matter of a Markdown file.
    FrontMatter,
    /// A `meta` tag of a web page.
    MetaTag,
    /// `OpenGraph` in a web page.
    OpenGraph,
    /// JSON-LD in a web page.
    JsonLd,
    /// A field of a JSON object or a column of a table.
    Field,
    /// An entry of a feed, or a message of a news agency.
    Feed,
    /// The header of a mail.
    MailHeader,
    /// The properties of a document, as EPUB, DOCX, ODT, RTF and PDF have them.
    Properties,
    /// What an archive says of its entry.
    Archive,
    /// A mark in the content, such as a heading of a web page.
    Content,
    /// The correction file of the corpus.
    Corrections,
    /// The time at which the file was changed.
    FileTime,
}

impl Origin {
    /// What it is called, for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstLine => "first-line",
            Self::Caller => "caller",
            Self::FileName => "file-name",
            Self::Path => "path",
            Self::Dateline => "dateline",
            Self::FrontMatter => "front-matter",
            Self::MetaTag => "meta-tag",
            Self::OpenGraph => "open-graph",
            Self::JsonLd => "json-ld",
            Self::Field => "field",
            Self::Feed => "feed",
            Self::MailHeader => "mail-header",
            Self::Properties => "properties",
            Self::Archive => "archive",
            Self::Content => "content",
            Self::Corrections => "corrections",
            Self::FileTime => "file-time",
        }
    }
}

/// What an index keeps of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleRecord {
    /// What it is called.
    pub name: String,
    /// What is known of it besides its text.
    pub metadata: Metadata,
    /// What it has in each language.
    pub languages: Vec<(Language, LanguageCounts)>,
    /// The number that its passages have.
    pub(crate) number: u64,
    /// What tells copies of its text.
    pub(crate) fingerprint: Fingerprint,
}

/// What there is in a language: the statistics that scores need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageCounts {
    /// Articles whose first passage is in it.
    pub articles: u64,
    /// Passages.
    pub passages: u64,
    /// Their summed length (see [`crate::passage::Passage::weighed_chars`]).
    pub weighed_chars: u64,
}

impl LanguageCounts {
    /// Adds what another has.
    pub(crate) fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        self.passages += other.passages;
        self.weighed_chars += other.weighed_chars;
    }
}

impl Article {
    /// An article with this name and text, of which nothing else is told.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            metadata: Metadata::default(),
        }
    }

    /// Tells its title; else that is its first line, if it reads like one.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.metadata.title = Some(Told::by_caller(title.into()));
        self
    }

    /// Tells when it was published.
    #[must_use]
    pub fn with_date(mut self, date: Date) -> Self {
        self.metadata.date = Some(Told::by_caller(date));
        self
    }

    /// Tells its language, which all its passages then have; else that of each is identified.
    #[must_use]
    pub fn with_language(mut self, language: Language) -> Self {
        self.metadata.language = Some(Told::by_caller(language));
        self
    }

    /// Tells who published it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.metadata.source = Some(Told::by_caller(source.into()));
        self
    }

    /// Tells who wrote it.
    #[must_use]
    pub fn with_author(mut self, author: impl Into<String>) -> Self {
        self.metadata.author = Some(Told::by_caller(author.into()));
        self
    }

    /// Tells where it was published.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.metadata.url = Some(Told::by_caller(url.into()));
        self
    }

    /// Tells something that it is filed under, besides what was told so far.
    #[must_use]
    pub fn with_tag(mut self, tag: impl Into<String>) -> Self {
        self.metadata.tags.push(Told::by_caller(tag.into()));
        self
    }
}

impl<T> Told<T> {
    /// What the caller told.
    #[must_use]
    pub fn by_caller(value: T) -> Self {
        Self::of(value, Origin::Caller)
    }

    /// What was told there.
    #[must_use]
    pub fn of(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

impl ArticleRecord {
    /// Its title, if it has one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.metadata.title()
    }

    /// How many passages it has.
    #[must_use]
    pub fn passages(&self) -> u64 {
        self.languages
            .iter()
            .map(|(_, counts)| counts.passages)
            .sum()
    }
}

impl Metadata {
    /// The title, if there is one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_ref().map(|title| title.value.as_str())
    }
}

/// The name of an article of the file with this path.
pub(crate) fn name(path: &str, id: Option<&str>) -> String {
    match id {
        Some(id) => format!("{path}{ID_MARK}{id}"),
        None => path.to_owned(),
    }
}

/// The id of an article in the file with this path, if it has one.
pub(crate) fn id<'n>(name: &'n str, path: &str) -> Option<&'n str> {
    name.strip_prefix(path)?.strip_prefix(ID_MARK)
}

/// One thing that is known of an article, as metadata are stored: what is not known takes no room.
#[derive(Serialize, Deserialize)]
enum Metadatum<T, D, L, P> {
    Title(T),
    Date(D),
    Language(L),
    Source(T),
    Author(T),
    Url(T),
    Tag(T),
    Pages(P),
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use Metadatum::{Author, Date, Pages, Source, Tag, Title, Url};
        let language = self.language.iter().map(Metadatum::Language);
        let known = self.title.iter().map(Title);
        let known = known.chain(self.date.iter().map(Date)).chain(language);
        let known = known.chain(self.source.iter().map(Source));
        let known = known.chain(self.author.iter().map(Author));
        let known = known.chain(self.url.iter().map(Url));
        let known = known.chain(self.tags.iter().map(Tag));
        let pages = Some(&self.pages).into_iter();
        let pages = pages.filter(|pages| !pages.is_empty());
        let known = known.chain(pages.map(Pages));
        let mut sequence = serializer.serialize_seq(Some(known.clone().count()))?;
        for metadatum in known {
            sequence.serialize_element(&metadatum)?;
        }
        sequence.end()
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Known;
        impl<'de> Visitor<'de> for Known {
            type Value = Metadata;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("what is known of an article")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Metadata, A::Error> {
                let mut metadata = Metadata::default();
                while let Some(metadatum) = sequence.next_element()? {
                    match metadatum {
                        Metadatum::Title(title) => metadata.title = Some(title),
                        Metadatum::Date(date) => metadata.date = Some(date),
                        Metadatum::Language(language) => metadata.language = Some(language),
                        Metadatum::Source(source) => metadata.source = Some(source),
                        Metadatum::Author(author) => metadata.author = Some(author),
                        Metadatum::Url(url) => metadata.url = Some(url),
                        Metadatum::Tag(tag) => metadata.tags.push(tag),
                        Metadatum::Pages(pages) => metadata.pages = pages,
                    }
                }
                Ok(metadata)
            }
        }
        deserializer.deserialize_seq(Known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: &str, origin: Origin) -> Told<String> {
        let value = value.to_owned();
        Told { value, origin }
    }

    #[test]
    fn metadata_are_stored_with_their_origins_and_nothing_takes_a_byte() {
        let metadata = Metadata {
            title: Some(told("Hafen", Origin::FirstLine)),
            date: Date::parse("2024-05-01").map(|date| Told::of(date, Origin::JsonLd)),
            language: Some(Told {
                value: Language::from_code("de").expect("a language"),
                origin: Origin::Caller,
            }),
            source: Some(told("Der Bote", Origin::Caller)),
            author: Some(told("K. Blum", Origin::Caller)),
            url: Some(told("https://example.org/1", Origin::Caller)),
            tags: vec![told("ships", Origin::Caller), told("port", Origin::Caller)],
            pages: vec![1200, 2900],
        };
        for (metadata, most) in [(metadata, 100), (Metadata::default(), 1)] {
            let stored = postcard::to_stdvec(&metadata).expect("bytes");
            assert!(stored.len() <= most, "{} bytes", stored.len());
            assert_eq!(postcard::from_bytes(&stored), Ok(metadata));
        }
    }

    #[test]
    fn an_origin_is_called_as_its_json_says() {
        for origin in [
            Origin::JsonLd,
            Origin::FirstLine,
            Origin::OpenGraph,
            Origin::Field,
        ] {
            let json = serde_json::to_string(&origin).expect("a text");
            assert_eq!(json, format!("\"{}\"", origin.code()));
        }
    }

    #[test]
    fn an_article_is_named_after_its_file() {
        for id in [None, Some("7"), Some("a#b"), Some("")] {
            assert_eq!(super::id(&name("news/x.txt", id), "news/x.txt"), id);
        }
        assert_eq!(id("x", "y"), None);
    }
}
