//! What was said of how a file is to be read? Its kind, its encoding, the names of its fields, and what is known of it.

use super::converter::Converter;
use super::kind::Kind;
use crate::article::Metadata;

/// How a file is to be read, as far as that was said; all else is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Its kind.
    pub(crate) kind: Option<Kind>,
    /// The label of its encoding.
    pub(crate) encoding: Option<String>,
    /// Which of its fields have what is known of an article.
    pub(crate) fields: FieldNames,
    /// What is known of its articles, whatever they say themselves.
    pub(crate) corrected: Metadata,
    /// Whether a program of the user's is to make text of it.
    pub(crate) is_converted: bool,
    /// That program, where it was told: it is not remembered.
    pub(crate) converter: Option<Converter>,
    /// Whether articles have the time at which it was changed as their date if nothing else tells one.
    pub(crate) file_time_is_date: bool,
}

/// The fields of a record that have what is known of an article; none for those that usually do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldNames(pub(crate) Vec<(Field, String)>);

/// What a field of a record can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    Id,
    Title,
    Text,
    Date,
    Language,
    Url,
    Author,
    Source,
    Tags,
}

impl Field {
    /// The field with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let named = Self::ALL.iter().find(|(_, known)| *known == name);
        named.map(|(field, _)| *field)
    }

    /// Each with its name.
    pub(crate) const ALL: [(Self, &'static str); 9] = [
        (Self::Id, "id"),
        (Self::Title, "title"),
        (Self::Text, "text"),
        (Self::Date, "date"),
        (Self::Language, "language"),
        (Self::Url, "url"),
        (Self::Author, "author"),
        (Self::Source, "source"),
        (Self::Tags, "tags"),
    ];
}

impl Rules {
    /// What tells them from others, as the record of a file has it; 0 if nothing was said.
    pub(crate) fn fingerprint(&self) -> u64 {
        let remembered = Self {
            converter: None,
            ..self.clone()
        };
        if remembered == Self::default() {
            return 0;
        }
        // all of them are plain data, of which each part shows
        let hash = blake3::hash(format!("{remembered:?}").as_bytes());
        let (first, _) = hash.as_bytes().split_at(8);
        first
            .iter()
            .fold(0, |hash, byte| hash << 8 | u64::from(*byte))
    }
}
