//! What does a document in Rich Text Format say? Its text without what formats it, and what its properties tell.

mod charset;

use std::io::BufRead;

use rustc_hash::FxHashMap;

use super::context::Context;
use super::line::{headed, one_line};
use super::piece::{Document, Piece, Stopped, Take};
use crate::article::{Date, Metadata, Origin, Told};
use crate::skip::Skip;
use charset::Charset;

/// Groups within groups beyond this are read as one.
const DEEPEST: usize = 2000;
/// A document has no more fonts.
const MOST_FONTS: usize = 10_000;

/// Reads a document.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let malformed = |detail: &str| Skip::Malformed {
        format: "RTF".to_owned(),
        detail: detail.to_owned(),
    };
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err(malformed("it does not begin with {\\rtf").into());
    }
    let mut reader = Reader::new(&bytes);
    reader.read();
    let is_whole = reader.groups.is_empty();
    let document = reader.document();
    if document.text.trim().is_empty() {
        let skip = if is_whole {
            Skip::Empty
        } else {
            malformed("it is cut off")
        };
        return Err(skip.into());
    }
    take(Piece::Article(document))?;
    if is_whole {
        Ok(())
    } else {
        take(Piece::Fault {
            id: None,
            skip: malformed("it is cut off"),
        })
    }
}

/// What the text of a group is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Destination {
    Text,
    Title,
    Author,
    Subject,
    Keywords,
    Fonts,
    Created,
    Nothing,
}

/// What holds within a group.
#[derive(Clone, Copy)]
struct Group {
    destination: Destination,
    charset: Charset,
    /// How many characters stand for one that is told by its number.
    fallback: usize,
    is_hidden: bool,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    groups: Vec<Group>,
    group: Group,
    /// Groups that were too deep.
    beyond: usize,
    fonts: FxHashMap<i32, Charset>,
    font: i32,
    page: Charset,
    /// Bytes that are to be decoded together.
    pending: Vec<u8>,
    /// Half of a character beyond the first 65,536.
    high: Option<u16>,
    skip: usize,
    text: String,
    title: String,
    author: String,
    keywords: String,
    created: [i32; 5],
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let page = Charset::of_page(1252);
        Self {
            bytes,
            at: 0,
            groups: Vec::new(),
            group: Group {
                destination: Destination::Text,
                charset: page,
                fallback: 1,
                is_hidden: false,
            },
            beyond: 0,
            fonts: FxHashMap::default(),
            font: 0,
            page,
            pending: Vec::new(),
            high: None,
            skip: 0,
            text: String::new(),
            title: String::new(),
            author: String::new(),
            keywords: String::new(),
            created: [0; 5],
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn read(&mut self) {
        while let Some(byte) = self.next() {
            match byte {
                b'{' => self.open(),
                b'}' => {
                    self.close();
                    if self.groups.is_empty() {
                        return;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                _ => self.byte(byte),
            }
        }
        self.flush();
    }

    fn open(&mut self) {
        self.flush();
        self.skip = 0;
        if self.groups.len() < DEEPEST {
            self.groups.push(self.group);
        } else {
            self.beyond += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(group) = self.groups.pop() {
            self.group = group;
        }
    }

    /// A byte of text.
    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.pending.push(byte);
        }
    }

    fn push(&mut self, text: &str) {
        if self.group.is_hidden {
            return;
        }
        match self.group.destination {
            Destination::Text => self.text.push_str(text),
            Destination::Title => self.title.push_str(text),
            Destination::Author => self.author.push_str(text),
            Destination::Keywords => self.keywords.push_str(text),
            _ => {}
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let text = self.group.charset.decode(&self.pending);
            self.pending.clear();
            self.push(&text);
        }
    }

    /// What follows a backslash.
    fn control(&mut self) {
        let Some(first) = self.next() else { return };
        if first.is_ascii_alphabetic() {
            self.at -= 1;
            let (word, value) = self.word();
            if !matches!(word, "u") {
                self.high = None;
            }
            self.flush();
            self.apply(word, value);
            return;
        }
        match first {
            b'\'' => {
                let digits = self
                    .bytes
                    .get(self.at..self.at + 2)
                    .and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'\\' | b'{' | b'}' => self.byte(first),
            b'~' => self.character("\u{a0}"),
            b'_' => self.character("\u{2011}"),
            b'-' => self.character("\u{ad}"),
            b'\r' | b'\n' => self.character("\n"),
            // what not every program knows is not to be read, unless it is known here
            b'*' => self.unknown_destination(),
            _ => {}
        }
    }

    fn character(&mut self, text: &str) {
        self.flush();
        self.push(text);
    }

    fn unknown_destination(&mut self) {
        self.flush();
        self.group.destination = Destination::Nothing;
    }

    /// A word and its number.
    fn word(&mut self) -> (&'b str, Option<i32>) {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        let letters = rest
            .iter()
            .take(40)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let behind = &rest[letters..];
        let sign = usize::from(behind.first() == Some(&b'-'));
        let digits = behind[sign..]
            .iter()
            .take(10)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let number_length = if digits > 0 { sign + digits } else { 0 };
        let number = std::str::from_utf8(&behind[..number_length])
            .ok()
            .and_then(|number| number.parse().ok());
        let space = usize::from(behind.get(number_length) == Some(&b' '));
        self.at += letters + number_length + space;
        (
            std::str::from_utf8(&rest[..letters]).unwrap_or_default(),
            number,
        )
    }

    fn apply(&mut self, word: &str, value: Option<i32>) {
        let number = value.unwrap_or(0);
        match word {
            "par" | "sect" | "page" | "row" | "line" | "column" => self.push("\n"),
            "cell" | "nestcell" => self.push(" | "),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("• "),
            "tab" | "emspace" | "enspace" | "qmspace" => self.push(" "),
            "u" => self.unicode(number),
            "uc" => self.group.fallback = usize::try_from(number).unwrap_or(0).min(16),
            "bin" => self.at = self.at.saturating_add(usize::try_from(number).unwrap_or(0)),
            "ansicpg" => {
                self.page = Charset::of_page(number);
                self.group.charset = self.page;
            }
            "mac" => self.group.charset = Charset::of_page(10_000),
            "f" if self.group.destination == Destination::Fonts => self.font = number,
            "f" => {
                let charset = self.fonts.get(&number);
                self.group.charset = charset.copied().unwrap_or(self.page);
            }
            "fcharset" if self.group.destination == Destination::Fonts => {
                let charset = Charset::of_font(number).unwrap_or(self.page);
                if self.fonts.len() < MOST_FONTS {
                    self.fonts.entry(self.font).or_insert(charset);
                }
            }
            "plain" => self.group.is_hidden = false,
            "v" => self.group.is_hidden = value != Some(0),
            "yr" | "mo" | "dy" | "hr" | "min" if self.group.destination == Destination::Created => {
                let fields = ["yr", "mo", "dy", "hr", "min"];
                if let Some(at) = fields.iter().position(|field| *field == word) {
                    self.created[at] = number;
                }
            }
            _ => self.destination(word),
        }
    }

    fn destination(&mut self, word: &str) {
        self.group.destination = match word {
            "fonttbl" => Destination::Fonts,
            "title" => Destination::Title,
            "author" => Destination::Author,
            "subject" => Destination::Subject,
            "keywords" => Destination::Keywords,
            "creatim" => Destination::Created,
            "colortbl" | "stylesheet" | "info" | "pict" | "object" | "header" | "headerl"
            | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "fldinst"
            | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl" | "generator"
            | "themedata" | "colorschememapping" | "datastore" | "latentstyles" | "xmlnstbl"
            | "operator" | "company" | "doccomm" | "revtim" | "printim" | "buptim" | "listtext"
            | "pntext" | "bkmkstart" | "bkmkend" | "atnid" | "atnauthor" | "annotation"
            | "deleted" => Destination::Nothing,
            // known, though marked as what not every program knows
            "shptxt" | "footnote" | "fldrslt" if self.group.destination == Destination::Nothing => {
                Destination::Text
            }
            _ => return,
        };
    }

    /// A character by its number, and so many bytes that stand for it where it is not known.
    fn unicode(&mut self, number: i32) {
        let unit = (number & 0xffff) as u16;
        let character = match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.high = Some(unit);
                None
            }
            (Some(high), 0xdc00..=0xdfff) => {
                char::decode_utf16([high, unit]).next().and_then(Result::ok)
            }
            _ => char::from_u32(u32::from(unit)).or(Some('\u{FFFD}')),
        };
        if let Some(character) = character {
            self.push(character.encode_utf8(&mut [0; 4]));
        }
        self.skip = self.group.fallback;
    }

    fn document(self) -> Document {
        let tell = |value: String| Told {
            value,
            origin: Origin::Properties,
        };
        let some = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
        let lines: Vec<&str> = self
            .text
            .lines()
            .map(|line| line.trim().trim_end_matches('|').trim_end())
            .collect();
        let title = some(&self.title);
        let text = headed(title.as_deref(), lines.join("\n").trim().to_owned());
        let [year, month, day, hour, minute] = self.created;
        let small = |number: i32| u8::try_from(number).unwrap_or(0);
        let date = Date::of_day(year, small(month), small(day));
        let date = date.map(|day| {
            day.at(u16::from(small(hour)) * 60 + u16::from(small(minute)), None)
                .unwrap_or(day)
        });
        let tags = self
            .keywords
            .split([',', ';'])
            .map(one_line)
            .filter(|tag| !tag.is_empty());
        let metadata = Metadata {
            title: title.map(tell),
            date: date.map(|value| Told {
                value,
                origin: Origin::Properties,
            }),
            author: some(&self.author).map(tell),
            tags: tags.map(tell).collect(),
            ..Metadata::default()
        };
        Document {
            id: None,
            metadata,
            text,
        }
    }
}
