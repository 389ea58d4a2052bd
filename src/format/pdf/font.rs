//! What do the bytes of a text mean in a font of a PDF, and how wide is each?

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use unicode_normalization::UnicodeNormalization;

use super::encoding::{Base, named, of_byte};

/// A document has no more fonts that are remembered.
const MOST_FONTS: usize = 2000;
/// More widths say nothing.
const MOST_WIDTHS: usize = 70_000;

/// The fonts that were met, by where they are in the file.
#[derive(Default)]
pub(super) struct Fonts {
    known: HashMap<(i32, i32), Rc<Font>>,
}

impl Fonts {
    /// The font that a dictionary describes.
    pub(super) fn get(&mut self, dict: &Dict<'_>) -> Rc<Font> {
        let id = dict.obj_id().map(|id| (id.obj_number, id.gen_number));
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return Rc::clone(known);
        }
        let font = Rc::new(Font::new(dict));
        if let Some(id) = id
            && self.known.len() < MOST_FONTS
        {
            self.known.insert(id, Rc::clone(&font));
        }
        font
    }
}

/// A glyph of a text.
pub(super) struct Glyph {
    /// What it means; none if nobody says.
    pub(super) text: Option<String>,
    /// How far the next one is, in parts of the size.
    pub(super) width: f32,
    /// Whether it is the byte that stands between words.
    pub(super) is_space: bool,
}

/// A font.
pub(super) struct Font {
    to_unicode: Option<CMap>,
    /// What each byte means, in a font of single bytes.
    bytes: Vec<Option<String>>,
    /// How bytes are put together to numbers of glyphs, in other fonts.
    codes: Option<CMap>,
    /// What the numbers mean in a collection of glyphs of East Asia.
    collection: Option<CMap>,
    is_unicode: bool,
    widths: HashMap<u32, f32>,
    default_width: Option<f32>,
    is_fixed: bool,
}

impl Font {
    fn new(dict: &Dict<'_>) -> Self {
        let name = dict.get::<Name<'_>>("BaseFont");
        let is_fixed = name.is_some_and(|name| name.as_str().contains("Courier"));
        let mut font = Self {
            to_unicode: dict
                .get::<Stream<'_>>("ToUnicode")
                .and_then(|stream| parsed(&stream)),
            bytes: Vec::new(),
            codes: None,
            collection: None,
            is_unicode: false,
            widths: HashMap::new(),
            default_width: None,
            is_fixed,
        };
        let is_composite = dict
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| kind.as_str() == "Type0");
        if is_composite {
            font.composite(dict);
        } else {
            font.simple(dict);
        }
        font
    }

    /// A font of which each byte is a glyph.
    fn simple(&mut self, dict: &Dict<'_>) {
        let encoding = dict.get::<Object<'_>>("Encoding");
        let is_type1 = dict
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| kind.as_str() == "Type1");
        let base_of = |name: Option<Name<'_>>| match name.as_ref().map(Name::as_str) {
            Some("MacRomanEncoding") => Base::Mac,
            Some("StandardEncoding") => Base::Standard,
            Some("WinAnsiEncoding") => Base::Windows,
            _ if is_type1 => Base::Standard,
            _ => Base::Windows,
        };
        let mut differences = None;
        let base = match encoding {
            Some(Object::Name(name)) => base_of(Some(name)),
            Some(Object::Dict(dict)) => {
                differences = dict.get::<Array<'_>>("Differences");
                base_of(dict.get::<Name<'_>>("BaseEncoding"))
            }
            _ => base_of(None),
        };
        self.bytes = (0..=255).map(|byte| of_byte(byte, base)).collect();
        let mut code = 0_usize;
        for object in differences
            .iter()
            .flat_map(Array::iter::<Object<'_>>)
            .take(2000)
        {
            match object {
                Object::Number(number) => code = number.as_f64().max(0.0) as usize,
                Object::Name(name) => {
                    if let Some(meaning) = self.bytes.get_mut(code) {
                        *meaning = named(name.as_str());
                    }
                    code += 1;
                }
                _ => {}
            }
        }
        let first = dict.get::<f32>("FirstChar").unwrap_or(0.0).max(0.0) as u32;
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            let widths = widths.iter::<f32>().take(256).enumerate();
            self.widths = widths
                .map(|(at, width)| (first + at as u32, width / 1000.0))
                .collect();
        }
        // a font that draws its glyphs by itself has its own measure
        if dict
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| kind.as_str() == "Type3")
        {
            let scale = dict
                .get::<Array<'_>>("FontMatrix")
                .and_then(|matrix| matrix.iter::<f32>().next());
            let scale = scale.unwrap_or(0.001) * 1000.0;
            self.widths.values_mut().for_each(|width| *width *= scale);
        }
    }

    /// A font of which several bytes are a glyph.
    fn composite(&mut self, dict: &Dict<'_>) {
        let encoding = dict.get::<Object<'_>>("Encoding");
        let mut collection = None;
        match encoding {
            Some(Object::Name(name)) => {
                let name = name.as_str();
                self.is_unicode = name.contains("UCS2") || name.contains("UTF16");
                self.codes = match name {
                    "Identity-H" | "Identity-V" => None,
                    _ => load_embedded(CMapName::from_bytes(name.as_bytes()))
                        .and_then(|data| CMap::parse(data, load_embedded)),
                };
            }
            Some(Object::Stream(stream)) => self.codes = parsed(&stream),
            _ => {}
        }
        let descendant = dict
            .get::<Array<'_>>("DescendantFonts")
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        if let Some(descendant) = descendant {
            self.default_width = Some(descendant.get::<f32>("DW").unwrap_or(1000.0) / 1000.0);
            if let Some(widths) = descendant.get::<Array<'_>>("W") {
                self.widths_of_composite(&widths);
            }
            collection = descendant
                .get::<Dict<'_>>("CIDSystemInfo")
                .and_then(|info| {
                    let text = |key: &str| {
                        info.get::<hayro_syntax::object::String<'_>>(key)
                            .map(|text| text.as_bytes().to_vec())
                    };
                    Some(hayro_cmap::CidFamily::from_registry_ordering(
                        &text("Registry")?,
                        &text("Ordering")?,
                    ))
                });
        }
        if self.to_unicode.is_none() {
            let name = collection.and_then(|family| family.ucs2_cmap());
            self.collection = name
                .and_then(load_embedded)
                .and_then(|data| CMap::parse(data, load_embedded));
        }
    }

    /// Widths as lists from a number on, or one for a range of numbers.
    fn widths_of_composite(&mut self, widths: &Array<'_>) {
        let mut objects = widths.iter::<Object<'_>>();
        while let Some(Object::Number(first)) = objects.next() {
            let first = first.as_f64().clamp(0.0, 70_000.0) as u32;
            match objects.next() {
                Some(Object::Array(list)) => {
                    for (at, width) in list.iter::<f32>().enumerate().take(MOST_WIDTHS) {
                        self.widths.insert(first + at as u32, width / 1000.0);
                    }
                }
                Some(Object::Number(last)) => {
                    let last = last.as_f64().clamp(0.0, 70_000.0) as u32;
                    let Some(Object::Number(width)) = objects.next() else {
                        return;
                    };
                    for number in first..=last.max(first) {
                        self.widths.insert(number, width.as_f64() as f32 / 1000.0);
                    }
                }
                _ => return,
            }
            if self.widths.len() > MOST_WIDTHS {
                return;
            }
        }
    }

    /// The glyphs of a text.
    pub(super) fn glyphs(&self, text: &[u8]) -> Vec<Glyph> {
        if !self.bytes.is_empty() {
            return text.iter().map(|byte| self.of_byte(*byte)).collect();
        }
        let mut glyphs = Vec::with_capacity(text.len() / 2);
        let mut rest = text;
        while !rest.is_empty() {
            let (code, length) = self.code(rest);
            rest = &rest[length..];
            glyphs.push(self.of_code(code, length));
        }
        glyphs
    }

    fn of_byte(&self, byte: u8) -> Glyph {
        let code = u32::from(byte);
        let told = self
            .told(code)
            .or_else(|| self.bytes[usize::from(byte)].clone());
        let width = self.widths.get(&code).copied().filter(|width| *width > 0.0);
        let width = width.unwrap_or_else(|| {
            if self.is_fixed {
                0.6
            } else {
                guessed_width(told.as_deref())
            }
        });
        Glyph {
            text: told.map(|text| plain(&text)),
            width,
            is_space: byte == b' ',
        }
    }

    /// The next number of a text, and of how many bytes it is.
    fn code(&self, text: &[u8]) -> (u32, usize) {
        let number = |length: usize| {
            text[..length]
                .iter()
                .fold(0_u32, |number, byte| (number << 8) | u32::from(*byte))
        };
        if let Some(codes) = &self.codes {
            let found = (1..=text.len().min(4)).find(|length| {
                codes
                    .lookup_cid_code(number(*length), *length as u8)
                    .is_some_and(|glyph| glyph != 0)
            });
            if let Some(length) = found {
                return (number(length), length);
            }
        }
        let length = text.len().min(2);
        (number(length), length)
    }

    fn of_code(&self, code: u32, length: usize) -> Glyph {
        let glyph = match &self.codes {
            Some(codes) => codes.lookup_cid_code(code, length as u8).unwrap_or(0),
            None => code,
        };
        let in_collection = || match self.collection.as_ref()?.lookup_bf_string(glyph)? {
            BfString::Char(character) => Some(character.to_string()),
            BfString::String(text) => Some(text),
        };
        let as_unicode = || {
            self.is_unicode
                .then(|| char::from_u32(code).map(String::from))?
        };
        let told = self.told(code).or_else(as_unicode).or_else(in_collection);
        let width = self
            .widths
            .get(&glyph)
            .copied()
            .or(self.default_width)
            .unwrap_or(1.0);
        Glyph {
            text: told.map(|text| plain(&text)),
            width,
            is_space: length == 1 && code == 32,
        }
    }

    /// What the font itself says that a code means.
    fn told(&self, code: u32) -> Option<String> {
        let told = match self.to_unicode.as_ref()?.lookup_bf_string(code)? {
            BfString::Char(character) => character.to_string(),
            BfString::String(text) => text,
        };
        let says = !told.is_empty()
            && !told
                .chars()
                .any(|character| character == '\0' || character == '\u{FFFD}');
        says.then_some(told)
    }
}

fn parsed(stream: &Stream<'_>) -> Option<CMap> {
    let data = stream.decoded().ok()?;
    CMap::parse(&data, load_embedded)
}

/// A text with the letters that ligatures and forms within words stand for.
fn plain(text: &str) -> String {
    let is_form = |character: char| matches!(character, '\u{FB00}'..='\u{FB4F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{2F00}'..='\u{2FDF}' | '\u{2E80}'..='\u{2EFF}');
    if text.chars().any(is_form) {
        text.nfkc().collect()
    } else {
        text.to_owned()
    }
}

/// About how wide a glyph is in a usual font that does not say it.
fn guessed_width(text: Option<&str>) -> f32 {
    match text.and_then(|text| text.chars().next()) {
        Some('i' | 'j' | 'l' | '\'' | '|') => 0.22,
        Some(
            ' ' | '.' | ',' | ':' | ';' | '!' | 'f' | 't' | 'I' | '/' | '\\' | '[' | ']' | '’'
            | '‘',
        ) => 0.28,
        Some('r' | '-' | '(' | ')' | '"' | '“' | '”') => 0.33,
        Some('m' | 'M' | 'W' | '—') => 0.85,
        Some('w') => 0.72,
        Some('c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J') => 0.5,
        Some(letter) if letter.is_uppercase() => 0.68,
        _ => 0.556,
    }
}
