//! Which kinds of files are there? One table.

/// A kind of file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Text without marks.
    Plain,
    /// Text with the marks of Markdown, and metadata before it.
    Markdown,
    /// A page of the web.
    Html,
    /// Objects, each an article.
    Json,
    /// An object on each line.
    JsonLines,
    /// Rows below a header, with commas or semicolons between the fields.
    Csv,
    /// Rows below a header, with tabs between the fields.
    Tsv,
    /// RSS or Atom.
    Feed,
    /// NITF or NewsML-G2.
    NewsMl,
    /// A book.
    Epub,
    /// A document of Word.
    Docx,
    /// A document of `LibreOffice`.
    Odt,
    /// Rich text.
    Rtf,
    /// Pages.
    Pdf,
    /// Letters, one after the other.
    Mbox,
    /// A letter.
    Mail,
    /// What a crawler was answered.
    Warc,
    /// Compressed by gzip.
    Gzip,
    /// Compressed by Zstandard.
    Zstd,
    /// Compressed by bzip2.
    Bzip2,
    /// Compressed by xz.
    Xz,
    /// An archive that is compressed.
    Zip,
    /// An archive that is not.
    Tar,
}

/// What is told of a kind.
struct Row {
    kind: Kind,
    name: &'static str,
    title: &'static str,
    extensions: &'static [&'static str],
}

const fn row(
    kind: Kind,
    name: &'static str,
    title: &'static str,
    extensions: &'static [&'static str],
) -> Row {
    Row {
        kind,
        name,
        title,
        extensions,
    }
}

/// The kinds, in the order in which they are listed.
const TABLE: [Row; 23] = [
    row(Kind::Plain, "text", "plain text", &["txt", "text"]),
    row(
        Kind::Markdown,
        "markdown",
        "Markdown, with front matter in YAML or TOML",
        &["md", "markdown", "mkd"],
    ),
    row(
        Kind::Html,
        "html",
        "web page",
        &["html", "htm", "xhtml", "xht"],
    ),
    row(
        Kind::Json,
        "json",
        "JSON, an object or an array of objects",
        &["json"],
    ),
    row(
        Kind::JsonLines,
        "jsonl",
        "JSON Lines, an object on each line",
        &["jsonl", "ndjson", "ldjson"],
    ),
    row(Kind::Csv, "csv", "CSV with a header", &["csv"]),
    row(Kind::Tsv, "tsv", "TSV with a header", &["tsv", "tab"]),
    row(Kind::Feed, "feed", "RSS or Atom feed", &["rss", "atom"]),
    row(
        Kind::NewsMl,
        "newsml",
        "NITF or NewsML-G2",
        &["nitf", "newsml"],
    ),
    row(Kind::Epub, "epub", "EPUB book", &["epub"]),
    row(
        Kind::Docx,
        "docx",
        "Word document",
        &["docx", "docm", "dotx"],
    ),
    row(
        Kind::Odt,
        "odt",
        "OpenDocument text",
        &["odt", "ott", "fodt"],
    ),
    row(Kind::Rtf, "rtf", "Rich Text Format", &["rtf"]),
    row(Kind::Pdf, "pdf", "PDF with a text layer", &["pdf"]),
    row(Kind::Mbox, "mbox", "mailbox", &["mbox", "mbx"]),
    row(Kind::Mail, "eml", "mail message", &["eml", "mht", "mhtml"]),
    row(Kind::Warc, "warc", "web archive", &["warc"]),
    row(Kind::Gzip, "gzip", "compressed by gzip", &["gz", "tgz"]),
    row(
        Kind::Zstd,
        "zstd",
        "compressed by Zstandard",
        &["zst", "tzst"],
    ),
    row(
        Kind::Bzip2,
        "bzip2",
        "compressed by bzip2",
        &["bz2", "tbz2", "tbz"],
    ),
    row(Kind::Xz, "xz", "compressed by xz", &["xz", "txz"]),
    row(Kind::Zip, "zip", "zip archive", &["zip"]),
    row(Kind::Tar, "tar", "tar archive", &["tar"]),
];

impl Kind {
    /// All kinds, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.kind)
    }

    /// The kind with this name, or with this usual end of a file's name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let named = TABLE.iter().find(|row| row.name == name);
        named.map_or_else(|| Self::from_extension(&name), |row| Some(row.kind))
    }

    fn from_extension(extension: &str) -> Option<Self> {
        let row = TABLE
            .iter()
            .find(|row| row.extensions.contains(&extension))?;
        Some(row.kind)
    }

    fn row(self) -> &'static Row {
        // the order of the kinds is that of the table
        &TABLE[self as usize]
    }

    /// What it is called where it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What it is, for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// The usual ends of names of such files.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        self.row().extensions
    }

    /// Whether it holds other files.
    #[must_use]
    pub fn is_container(self) -> bool {
        self.is_compressed()
            || matches!(
                self,
                Self::Zip | Self::Tar | Self::Mbox | Self::Mail | Self::Warc
            )
    }

    /// Whether it is another file in fewer bytes.
    pub(crate) fn is_compressed(self) -> bool {
        matches!(self, Self::Gzip | Self::Zstd | Self::Bzip2 | Self::Xz)
    }

    /// Whether a file of this kind may have nothing in it.
    pub(crate) fn may_be_empty(self) -> bool {
        matches!(
            self,
            Self::Plain
                | Self::Markdown
                | Self::Html
                | Self::JsonLines
                | Self::Csv
                | Self::Tsv
                | Self::Mbox
        )
    }

    /// The kind that the end of a name tells.
    pub(crate) fn of_end(name: &str) -> Option<Self> {
        let last = name.rsplit(['/', '#']).next().unwrap_or(name);
        let (_, extension) = last.rsplit_once('.')?;
        Self::from_extension(&extension.to_ascii_lowercase())
    }

    /// The kind that files of such a name usually are.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let mut rest = name.rsplit(['/', '#']).next().unwrap_or(name);
        loop {
            let (stem, extension) = rest.rsplit_once('.')?;
            let kind = Self::from_extension(&extension.to_ascii_lowercase());
            match kind {
                Some(kind) if kind.is_compressed() => rest = stem,
                kind => return kind,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_row() {
        for kind in Kind::all() {
            assert_eq!(kind.row().kind, kind);
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            for extension in kind.extensions() {
                assert_eq!(Kind::from_name(extension), Some(kind), "{extension}");
            }
        }
    }
}
