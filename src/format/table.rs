//! Which articles are in a table? Each row below the header is one.

use std::io::{BufRead, Cursor};

use csv::{ByteRecord, ReaderBuilder};

use super::context::{Bounded, Context, skip_of};
use super::json::is_same;
use super::kind::Kind;
use super::piece::{Piece, Stopped, Take};
use super::records::{Names, Value};
use super::rules::Field;
use crate::skip::Skip;

/// What may stand between fields.
const SIGNS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads a table, CSV or TSV.
pub(super) fn read(
    kind: Kind,
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let head = input.fill_buf().map_err(|error| skip_of(&error))?;
    let is_utf8 = context.is_utf8(head);
    let mut decoded;
    let input: &mut dyn BufRead = if is_utf8 {
        let mark = head.starts_with(b"\xEF\xBB\xBF");
        input.consume(if mark { 3 } else { 0 });
        input
    } else {
        let bytes = context.whole(input)?;
        decoded = Cursor::new(context.decode(&bytes, None)?.into_bytes());
        &mut decoded
    };
    let head = input.fill_buf().map_err(|error| skip_of(&error))?;
    let sign = if kind == Kind::Tsv { b'\t' } else { sign(head) };
    // a quotation mark that is never closed makes one row of all
    let bounded = Bounded::new(input, context.bounds.document_bytes);
    let left = bounded.left();
    let mut reader = ReaderBuilder::new()
        .delimiter(sign)
        .flexible(true)
        .from_reader(bounded);
    let header: Vec<String> = {
        let header = reader.byte_headers().map_err(|error| skip_of_csv(&error))?;
        header
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim().to_owned())
            .collect()
    };
    if header.iter().all(String::is_empty) {
        return Err(malformed("it has no names of columns".to_owned()).into());
    }
    let names = Names::of(&context.rules.fields);
    let texts = names.of_field(Field::Text);
    if !header.iter().any(|column| {
        texts
            .iter()
            .any(|name| column == name || is_same(column, name))
    }) {
        return Err(malformed(format!(
            "no column has the text; name it with --field text=NAME ({})",
            header.join(", ").chars().take(200).collect::<String>()
        ))
        .into());
    }
    let mut row = ByteRecord::new();
    let mut number = 0_u64;
    loop {
        left.set(context.bounds.document_bytes);
        number += 1;
        match reader.read_byte_record(&mut row) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) => {
                let id = Some(number.to_string());
                let skip = skip_of_csv(&error);
                let goes_on = !error.is_io_error();
                take(Piece::Fault {
                    id,
                    skip: skip.clone(),
                })?;
                if goes_on {
                    continue;
                }
                return Ok(());
            }
        }
        let get = |name: &str| {
            let column = header.iter().position(|column| column == name);
            let column =
                column.or_else(|| header.iter().position(|column| is_same(column, name)))?;
            let value = row.get(column)?;
            Some(Value::Text(String::from_utf8_lossy(value).into_owned()))
        };
        if let Some(mut document) = names.document(get) {
            document.id = document.id.or_else(|| Some(number.to_string()));
            take(Piece::Article(document))?;
        }
    }
}

/// The sign that stands between the names of the header, of those that may the most frequent one.
fn sign(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [0; SIGNS.len()];
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let Some(at) = SIGNS
            .iter()
            .position(|sign| sign == byte)
            .filter(|_| !is_quoted)
        {
            counts[at] += 1;
        }
    }
    // of equals the first
    let most = (0..SIGNS.len()).rev().max_by_key(|at| counts[*at]);
    SIGNS[most.unwrap_or_default()]
}

fn skip_of_csv(error: &csv::Error) -> Skip {
    match error.kind() {
        csv::ErrorKind::Io(error) => skip_of(error),
        _ => malformed(error.to_string()),
    }
}

fn malformed(detail: String) -> Skip {
    let format = "table".to_owned();
    Skip::Malformed { format, detail }
}
