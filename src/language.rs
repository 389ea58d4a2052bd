//! How do languages differ? One table says it: adding a language is adding a row.
//!
//! A row has what is particular to a language: its codes, its script, its stemmer, what an apostrophe means in it, how it
//! groups digits, its function words. Code that needs to know such a thing asks the row; no code names a language.

pub mod identify;
mod names;
mod table;

pub(crate) use table::{Apostrophe, Casing, Row, Script, Stemming};

/// A language of the table, or [`Language::UNKNOWN`] for text in none of them.
///
/// It is an index into [`Language::all`], so it is two bytes, `Copy`, and ordered like the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u16);

/// Parts of a compound are at least this long.
pub(crate) const MIN_PART_CHARS: usize = 3;

impl Language {
    /// Text in none of the table's languages; it is indexed by its words as they are.
    pub const UNKNOWN: Self = Self(0);

    /// Every language of the table, [`Language::UNKNOWN`] first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..table::TABLE.len() as u16).map(Self)
    }

    /// The language with this code, in any case (`de`, `PT`).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|language| language.row().code.eq_ignore_ascii_case(code))
    }

    /// Its row of the table.
    pub(crate) fn row(self) -> &'static Row {
        &table::TABLE[self.0 as usize]
    }

    /// Its code, which is also the name of its field in the index.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// Its name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Its own name for itself.
    #[must_use]
    pub fn native_name(self) -> &'static str {
        self.row().native_name
    }

    /// The crate that stems its words, and the algorithm in it.
    #[must_use]
    pub fn stemmer(self) -> Option<String> {
        match self.row().stemming {
            Stemming::None => None,
            Stemming::Classic(algorithm) => Some(format!("rust-stemmers {algorithm:?}")),
            Stemming::Newer(algorithm) => Some(format!("frostem {algorithm:?}")),
        }
    }

    /// If it writes compounds as one word: the letters that may link their parts.
    #[must_use]
    pub fn links(self) -> Option<&'static [&'static str]> {
        self.row().links
    }

    /// Whether a word in lower case is one of its function words. It looks through all of them, which for the words of a query
    /// takes less than to make a table.
    pub(crate) fn has_function_word(self, word: &str) -> bool {
        let words = self.row().function_words;
        // letters in a row are found much faster than words, and mostly are not there
        words.contains(word) && words.split_ascii_whitespace().any(|known| known == word)
    }

    /// Its position in the table, which an index stores.
    #[must_use]
    pub fn ordinal(self) -> usize {
        self.0 as usize
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::from_code(&code)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown language `{code}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_found_in_any_case() {
        for language in Language::all() {
            assert_eq!(
                Language::from_code(&language.code().to_uppercase()),
                Some(language)
            );
        }
        assert_eq!(Language::from_code("xx"), None);
    }

    /// An index stores the position of a language: a new one is added at the end, and none moves.
    #[test]
    fn no_language_moves_in_the_table() {
        let codes: Vec<_> = Language::all().map(Language::code).collect();
        let stored = "und ar be bg bn ca cs cy da de el en eo es et eu fa fi fr ga gu he hi hr hu hy id it ja ka kk km kn \
            ko lt lv mk ml mr my ne nl no or pa pl pt ro ru si sk sl sr sv ta te th tl tr uk ur uz az vi yi zh";
        let stored: Vec<_> = stored.split_whitespace().collect();
        assert_eq!(codes[..stored.len()], stored);
    }

    #[test]
    fn a_row_says_the_script_of_the_languages_own_name() {
        for language in Language::all().skip(1) {
            let (row, first) = (language.row(), language.native_name().chars().next());
            let told = first.map_or(Script::Other, crate::analysis::unicode::script);
            let told = match told {
                Script::Han | Script::Kana | Script::Hangul => Script::Other,
                told => told,
            };
            let alphabets = [
                Script::Latin,
                Script::Cyrillic,
                Script::Greek,
                Script::Arabic,
                Script::Hebrew,
            ];
            let expected = if alphabets.contains(&row.script) {
                row.script
            } else {
                Script::Other
            };
            assert_eq!(told, expected, "{language}");
        }
    }

    #[test]
    fn the_table_has_every_language_of_rust_stemmers() {
        let classic = "ar da nl en fi fr de el hu it no pt ro ru es sv ta tr";
        for code in classic.split(' ') {
            let row = Language::from_code(code).expect(code).row();
            assert_ne!(row.stemming, Stemming::None, "{code}");
        }
    }
}
