//! What was said of how a file is to be read? Its kind, its encoding, the names of its fields, and what is known of it.

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
