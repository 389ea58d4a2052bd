//! What do the properties of a document tell? Title, author, date, language, tags, in the names of Dublin Core that office
//! documents and books share.

use super::line::{add_name, one_line};
use super::told_language::told_language;
use super::xml::{Part, Xml, local};
use crate::article::{Date, Metadata, Origin, Told};

/// What properties tell, as it stands there.
#[derive(Default)]
pub(super) struct Properties {
    pub(super) title: Option<String>,
    authors: Vec<String>,
    /// The time of publication or creation, and that of the last change.
    date: Option<String>,
    language: Option<String>,
    publisher: Option<String>,
    source: Option<String>,
    tags: Vec<String>,
}

impl Properties {
    /// Reads them from XML, wherever they are in it.
    pub(super) fn read(text: &str) -> Self {
        let mut properties = Self::default();
        let mut xml = Xml::new(text);
        while let Some(part) = xml.next() {
            if let Part::Start(element) = part {
                properties.field(&mut xml, &element.name);
            }
        }
        properties
    }

    /// Reads an element if it is one of them.
    pub(super) fn field(&mut self, xml: &mut Xml<'_>, name: &str) {
        if !matches!(
            local(name),
            "title"
                | "creator"
                | "initial-creator"
                | "created"
                | "creation-date"
                | "date"
                | "language"
                | "publisher"
                | "identifier"
                | "keywords"
                | "keyword"
                | "subject"
                | "source"
        ) {
            return;
        }
        let text = one_line(&xml.text_of(name));
        if text.is_empty() {
            return;
        }
        let set = |field: &mut Option<String>, text: String| {
            field.get_or_insert(text);
        };
        match local(name) {
            "title" => set(&mut self.title, text),
            "initial-creator" => self.authors = vec![text],
            "creator" => add_name(&mut self.authors, text),
            "created" | "creation-date" => self.date = Some(text),
            "date" => set(&mut self.date, text),
            "language" => set(&mut self.language, text),
            "publisher" => set(&mut self.publisher, text),
            "source" | "identifier"
                if text.starts_with("http://") || text.starts_with("https://") =>
            {
                set(&mut self.source, text);
            }
            "keywords" | "keyword" | "subject" => {
                let tags = text
                    .split([',', ';'])
                    .map(one_line)
                    .filter(|tag| !tag.is_empty() && tag.chars().count() <= 60);
                self.tags.extend(tags);
            }
            _ => {}
        }
    }

    /// What they tell of a document with this text; of several makers only the first wrote it, unless all did.
    pub(super) fn metadata(self, text: &str, all_authors: bool) -> Metadata {
        let tell = |value: String| Told {
            value,
            origin: Origin::Properties,
        };
        let date = self.date.as_deref().and_then(Date::parse);
        let most = if all_authors { usize::MAX } else { 1 };
        let authors = self
            .authors
            .into_iter()
            .take(most)
            .collect::<Vec<_>>()
            .join(", ");
        let mut tags: Vec<String> = Vec::new();
        for tag in self.tags {
            add_name(&mut tags, tag);
        }
        Metadata {
            title: self.title.map(tell),
            date: date.map(|value| Told {
                value,
                origin: Origin::Properties,
            }),
            language: self
                .language
                .and_then(|tag| told_language(&tag, Origin::Properties, text)),
            source: self.publisher.map(tell),
            author: Some(authors)
                .filter(|authors| !authors.is_empty())
                .map(tell),
            url: self.source.map(tell),
            tags: tags.into_iter().map(tell).collect(),
            pages: Vec::new(),
        }
    }
}
