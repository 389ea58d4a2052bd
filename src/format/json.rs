//! Which articles are in JSON? Each object is one: of a list, of a file with one after the other, or of lines.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::context::{Bounded, Context, HEAD_BYTES, skip_of};
use super::piece::{Document, Piece, Stopped, Take};
use super::records::{Names, Value};
use crate::skip::{Bound, Skip};

/// Objects within one another in which a value is looked for.
const LISTS: [&str; 9] = [
    "articles",
    "items",
    "docs",
    "documents",
    "results",
    "data",
    "hits",
    "entries",
    "response",
];

/// Reads JSON: objects, or lists of them.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let mut input = in_utf8(input, context)?;
    let bounded = Bounded::new(&mut *input, context.bounds.document_bytes);
    let mut records = Records::new(context, take, bounded.left());
    let mut input = BufReader::with_capacity(HEAD_BYTES, bounded);
    loop {
        let first = first_sign(&mut input)?;
        let read = match first {
            None => break,
            Some(b'[') => records.list(&mut input),
            Some(_) => {
                let mut objects =
                    serde_json::Deserializer::from_reader(&mut input).into_iter::<Json>();
                objects.try_for_each(|object| {
                    let object = object.map_err(malformed)?;
                    records.add(object, 0)
                })
            }
        };
        read?;
        if first != Some(b'[') {
            break;
        }
    }
    records.finish()
}

/// Reads JSON Lines: a line that is broken costs only itself.
pub(super) fn read_lines(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let mut input = in_utf8(input, context)?;
    let mut records = Records::new(context, take, Rc::default());
    let most = context.bounds.document_bytes;
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        let read = (&mut *input).take(most).read_until(b'\n', &mut line);
        let read = read.map_err(|error| skip_of(&error))?;
        if read == 0 {
            return records.finish();
        }
        number += 1;
        records.number = number;
        if read as u64 == most && line.last() != Some(&b'\n') {
            input.skip_until(b'\n').map_err(|error| skip_of(&error))?;
            records.fault(Skip::Bound(Bound::Document(most)))?;
            continue;
        }
        let text = line
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(&line)
            .trim_ascii();
        if text.is_empty() {
            continue;
        }
        match parsed(text) {
            Ok(object) => records.add_line(object)?,
            Err(skip) => records.fault(skip)?,
        }
    }
}

/// The value of a line, of which bytes may be spoilt.
fn parsed(line: &[u8]) -> Result<Json, Skip> {
    let value = serde_json::from_slice(line);
    match value {
        Err(_) if std::str::from_utf8(line).is_err() => {
            serde_json::from_str(&String::from_utf8_lossy(line)).map_err(skip_of_json)
        }
        value => value.map_err(skip_of_json),
    }
}

/// The input, in UTF-8 whatever it was in.
fn in_utf8<'i>(
    input: &'i mut dyn BufRead,
    context: &Context<'_>,
) -> Result<Box<dyn BufRead + 'i>, Skip> {
    let head = input.fill_buf().map_err(|error| skip_of(&error))?;
    let is_utf8 = context.is_utf8(head);
    if is_utf8 {
        let mark = head.starts_with(b"\xEF\xBB\xBF");
        input.consume(if mark { 3 } else { 0 });
        return Ok(Box::new(input));
    }
    let bytes = context.whole(input)?;
    let text = context.decode(&bytes, None)?;
    Ok(Box::new(Cursor::new(text.into_bytes())))
}

/// The next sign that is no space, which is not read yet.
fn first_sign(input: &mut dyn BufRead) -> Result<Option<u8>, Skip> {
    loop {
        let buffer = input.fill_buf().map_err(|error| skip_of(&error))?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let spaces = buffer
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let first = buffer.get(spaces).copied();
        input.consume(spaces);
        if first.is_some() {
            return Ok(first);
        }
    }
}

fn malformed(error: serde_json::Error) -> Stopped {
    skip_of_json(error).into()
}

fn skip_of_json(error: serde_json::Error) -> Skip {
    if error.is_io() {
        return skip_of(&io::Error::from(error));
    }
    Skip::Malformed {
        format: "JSON".to_owned(),
        detail: if error.is_eof() {
            "it is cut off".to_owned()
        } else {
            error.to_string()
        },
    }
}

/// Makes articles of records.
struct Records<'r, 't> {
    names: Names<'r>,
    take: &'r mut Take<'t>,
    number: u64,
    articles: u64,
    /// Records without a text.
    blank: u64,
    faults: u64,
    /// How many bytes the record may still take that is being read.
    left: Rc<Cell<u64>>,
    most: u64,
}

impl<'r, 't> Records<'r, 't> {
    fn new(context: &'r Context<'_>, take: &'r mut Take<'t>, left: Rc<Cell<u64>>) -> Self {
        Self {
            names: Names::of(&context.rules.fields),
            take,
            number: 0,
            articles: 0,
            blank: 0,
            faults: 0,
            left,
            most: context.bounds.document_bytes,
        }
    }

    fn fault(&mut self, skip: Skip) -> Result<(), Stopped> {
        self.faults += 1;
        let id = Some(self.number.to_string());
        (self.take)(Piece::Fault { id, skip })
    }

    /// Adds what is in a list, element by element.
    fn list(&mut self, input: &mut dyn BufRead) -> Result<(), Stopped> {
        let mut stopped = None;
        let mut deserializer = serde_json::Deserializer::from_reader(input);
        let read = deserializer.deserialize_seq(Elements {
            records: self,
            stopped: &mut stopped,
        });
        match (stopped, read) {
            (Some(stopped), _) => Err(stopped),
            (None, read) => read.map_err(malformed),
        }
    }

    /// Adds the record of the line that was read last.
    fn add_line(&mut self, value: Json) -> Result<(), Stopped> {
        let number = self.number - 1;
        self.number = number;
        self.add(value, 0)
    }

    /// Adds a record, or what a list in it has.
    fn add(&mut self, value: Json, depth: usize) -> Result<(), Stopped> {
        self.left.set(self.most);
        match value {
            Json::Array(list) => list
                .into_iter()
                .try_for_each(|value| self.add(value, depth)),
            Json::Object(object) => self.add_object(object, depth),
            _ => {
                self.number += 1;
                self.blank += 1;
                Ok(())
            }
        }
    }

    fn add_object(&mut self, mut object: Map<String, Json>, depth: usize) -> Result<(), Stopped> {
        if let Some(document) = self.document(&object) {
            self.number += 1;
            self.articles += 1;
            return (self.take)(Piece::Article(document));
        }
        // what a search engine or an interface wraps around them
        for name in LISTS {
            let is_list = matches!(object.get(name), Some(Json::Array(_) | Json::Object(_)));
            if is_list
                && depth < 3
                && let Some(list) = object.remove(name)
            {
                return self.add(list, depth + 1);
            }
        }
        self.number += 1;
        self.blank += 1;
        Ok(())
    }

    fn document(&self, object: &Map<String, Json>) -> Option<Document> {
        // an export of a search engine has the record in another, which has its id
        let wrapped = object.get("_source").and_then(Json::as_object);
        let get = |name: &str| {
            let value = wrapped
                .and_then(|record| found(record, name))
                .or_else(|| found(object, name))?;
            as_value(value)
        };
        let mut document = self.names.document(get)?;
        document.id = document.id.or_else(|| Some((self.number + 1).to_string()));
        Some(document)
    }

    fn finish(self) -> Result<(), Stopped> {
        if self.articles == 0 && self.blank > 0 && self.faults == 0 {
            let format = "JSON".to_owned();
            let detail = "no object has a text; name its field with --field text=NAME".to_owned();
            return Err(Skip::Malformed { format, detail }.into());
        }
        Ok(())
    }
}

/// The value of a field; `meta.title` is one within another.
fn found<'o>(object: &'o Map<String, Json>, name: &str) -> Option<&'o Json> {
    if let Some(value) = object.get(name) {
        return Some(value);
    }
    if let Some((outer, inner)) = name.split_once('.') {
        return found(object.get(outer)?.as_object()?, inner);
    }
    let same = object.iter().find(|(key, _)| is_same(key, name));
    same.map(|(_, value)| value)
}

/// Whether a field has a name in another way of writing: `publishedAt`, `Published_At`.
pub(super) fn is_same(key: &str, name: &str) -> bool {
    let letters = |text: &str| {
        text.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    key.is_ascii() && key.len() <= name.len() + 4 && letters(key) == letters(name)
}

/// What a value says; of an object, what it is called.
fn as_value(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Number(number) => Some(Value::Text(number.to_string())),
        Json::Array(list) => {
            let texts = list.iter().filter_map(as_value);
            let texts = texts.map(|value| match value {
                Value::Text(text) => text,
                Value::List(list) => list.join(", "),
            });
            Some(Value::List(texts.collect()))
        }
        Json::Object(object) => [
            "name", "text", "value", "title", "$date", "$oid", "rendered", "#text",
        ]
        .iter()
        .find_map(|name| object.get(*name).and_then(as_value)),
        Json::Null | Json::Bool(_) => None,
    }
}

/// Hands over the elements of a list as they are read.
struct Elements<'e, 'r, 't> {
    records: &'e mut Records<'r, 't>,
    stopped: &'e mut Option<Stopped>,
}

impl<'de> Visitor<'de> for Elements<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element_seed(AnyValue)? {
            if let Err(stopped) = self.records.add(value, 0) {
                *self.stopped = Some(stopped);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// Any value.
struct AnyValue;

impl<'de> DeserializeSeed<'de> for AnyValue {
    type Value = Json;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}
