//! Which encodings are there, and what are they called?

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

/// An encoding of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// One that browsers know.
    Known(&'static Encoding),
    /// Four bytes for each character, that with the least value first, or last.
    Utf32 { is_little_endian: bool },
}

/// Who says which encoding a text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharsetOrigin {
    /// It was said for the file.
    Told,
    /// A mark at its beginning.
    Mark,
    /// It says so itself, or what it came in does.
    Declared,
    /// It looks like it.
    Detected,
}

/// The encoding that a text was taken to be in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumed {
    /// The path of the file, or what it and its entry are called together.
    pub path: String,
    /// The encoding.
    pub encoding: String,
    /// Who says so.
    pub from: CharsetOrigin,
}

impl Assumed {
    pub(crate) fn of(path: &str, charset: Charset, from: CharsetOrigin) -> Self {
        Self {
            path: path.to_owned(),
            encoding: charset.name().to_owned(),
            from,
        }
    }
}

impl Charset {
    pub(crate) const UTF_8: Self = Self::Known(UTF_8);

    /// The encoding with this label.
    pub(crate) fn from_label(label: &str) -> Option<Self> {
        let label = label.trim();
        let lowered = label.to_ascii_lowercase();
        let utf32 = |is_little_endian| Some(Self::Utf32 { is_little_endian });
        match lowered.as_str() {
            "utf-32" | "utf32" | "utf-32le" | "utf32le" | "ucs-4" => utf32(true),
            "utf-32be" | "utf32be" => utf32(false),
            // names that are met and that browsers do not know
            "cp1250" | "cp1251" | "cp1252" | "cp1253" | "cp1254" | "cp1255" | "cp1256"
            | "cp1257" | "cp1258" => {
                let label = lowered.replacen("cp", "windows-", 1);
                Encoding::for_label(label.as_bytes()).map(Self::Known)
            }
            "maccyrillic" | "mac-cyrillic" => {
                Encoding::for_label(b"x-mac-cyrillic").map(Self::Known)
            }
            "macroman" | "mac-roman" => Encoding::for_label(b"macintosh").map(Self::Known),
            "cp874" => Encoding::for_label(b"windows-874").map(Self::Known),
            "cp932" | "ms932" => Encoding::for_label(b"shift_jis").map(Self::Known),
            "cp936" => Encoding::for_label(b"gbk").map(Self::Known),
            "cp949" | "uhc" => Encoding::for_label(b"euc-kr").map(Self::Known),
            "cp950" => Encoding::for_label(b"big5").map(Self::Known),
            "us-ascii-utf8" => Some(Self::UTF_8),
            _ => Encoding::for_label_no_replacement(label.as_bytes()).map(Self::Known),
        }
    }

    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Known(encoding) => encoding.name(),
            Self::Utf32 {
                is_little_endian: true,
            } => "UTF-32LE",
            Self::Utf32 {
                is_little_endian: false,
            } => "UTF-32BE",
        }
    }

    /// The encoding that a mark at the beginning of a text says, with the bytes of the mark.
    pub(crate) fn of_mark(bytes: &[u8]) -> Option<(Self, usize)> {
        let utf32 = |is_little_endian| Some((Self::Utf32 { is_little_endian }, 4));
        match bytes {
            // first, for the other begins so too
            [0xFF, 0xFE, 0, 0, ..] if bytes.len().is_multiple_of(4) || bytes.len() > 64 => {
                utf32(true)
            }
            [0, 0, 0xFE, 0xFF, ..] => utf32(false),
            [0xFF, 0xFE, ..] => Some((Self::Known(UTF_16LE), 2)),
            [0xFE, 0xFF, ..] => Some((Self::Known(UTF_16BE), 2)),
            [0xEF, 0xBB, 0xBF, ..] => Some((Self::UTF_8, 3)),
            _ => None,
        }
    }
}
