//! What was a crawler answered? Each page and document of a web archive, with its address and when it was fetched.

mod answer;

use std::io::{BufRead, Read};

use super::context::{Context, skip_of};
use super::piece::{Piece, Stopped, Take};
use crate::article::{Date, Metadata, Origin, Told};
use crate::skip::{Bound, Skip};

/// A line of a header is no longer.
const MOST_LINE_BYTES: u64 = 1 << 16;
/// A header has no more lines.
const MOST_LINES: usize = 1000;

/// The header of a record.
#[derive(Default)]
struct Header {
    kind: String,
    uri: Option<String>,
    date: Option<Date>,
    content_type: String,
    length: u64,
    is_cut: bool,
}

/// Reads a web archive.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let mut number = 0;
    while let Some(header) = header(input, number == 0)? {
        number += 1;
        let id = header.uri.clone().unwrap_or_else(|| number.to_string());
        let is_answer = matches!(header.kind.as_str(), "response" | "resource" | "conversion");
        let is_http = header.content_type.starts_with("application/http");
        let most = context.bounds.document_bytes;
        if !is_answer || header.length > most {
            let passed = pass_over(input, header.length)?;
            if is_answer {
                take(Piece::Fault {
                    id: Some(id),
                    skip: Skip::Bound(Bound::Document(most)),
                })?;
            }
            if !passed {
                return Err(cut());
            }
            continue;
        }
        let mut block = Vec::new();
        let read = input.take(header.length).read_to_end(&mut block);
        read.map_err(|error| skip_of(&error))?;
        if (block.len() as u64) < header.length {
            take(Piece::Fault {
                id: Some(id),
                skip: malformed("the archive is cut off"),
            })?;
            return Ok(());
        }
        let answer = if is_http {
            answer::of_http(&block, context)
        } else {
            Ok(answer::of_resource(block, &header.content_type))
        };
        let bytes = match answer {
            Ok(Some(bytes)) => bytes,
            Ok(None) => continue,
            Err(skip) => {
                take(Piece::Fault { id: Some(id), skip })?;
                continue;
            }
        };
        let told = |value| Told {
            value,
            origin: Origin::Archive,
        };
        let date = header.date.map(|value| Told {
            value,
            origin: Origin::Archive,
        });
        let metadata = Metadata {
            url: header.uri.map(told),
            date,
            ..Metadata::default()
        };
        take(Piece::File {
            id: id.replace('#', "%23"),
            bytes,
            metadata,
        })?;
        if header.is_cut {
            take(Piece::Fault {
                id: Some(id),
                skip: malformed("the crawler cut it off"),
            })?;
        }
    }
    if number == 0 {
        Err(Skip::Empty.into())
    } else {
        Ok(())
    }
}

fn malformed(detail: &str) -> Skip {
    Skip::Malformed {
        format: "web archive".to_owned(),
        detail: detail.to_owned(),
    }
}

fn cut() -> Stopped {
    malformed("it is cut off").into()
}

/// Reads the next header; none at the end.
fn header(input: &mut dyn BufRead, is_first: bool) -> Result<Option<Header>, Stopped> {
    let mut line = loop {
        match line(input)? {
            None => return Ok(None),
            Some(line) if line.is_empty() => {}
            Some(line) => break line,
        }
    };
    if !line.trim_start_matches('\u{FEFF}').starts_with("WARC/") {
        let detail = if is_first {
            "no record"
        } else {
            "something is between two records"
        };
        return Err(malformed(detail).into());
    }
    let mut header = Header::default();
    let mut has_length = false;
    for _ in 0..MOST_LINES {
        line = match self::line(input)? {
            None => return Err(cut()),
            Some(line) if line.is_empty() => {
                return if has_length {
                    Ok(Some(header))
                } else {
                    Err(malformed("a record without a length").into())
                };
            }
            Some(line) => line,
        };
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => header.uri = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => header.date = Date::parse(value),
            "warc-truncated" => header.is_cut = true,
            "content-type" => header.content_type = value.to_ascii_lowercase(),
            "content-length" => {
                header.length = value
                    .parse()
                    .map_err(|_| malformed("a length that is no number"))?;
                has_length = true;
            }
            _ => {}
        }
    }
    Err(malformed("a header without an end").into())
}

/// Reads a line without its end; none at the end.
fn line(input: &mut dyn BufRead) -> Result<Option<String>, Stopped> {
    let mut line = Vec::new();
    let read = input.take(MOST_LINE_BYTES).read_until(b'\n', &mut line);
    if read.map_err(|error| skip_of(&error))? == 0 {
        return Ok(None);
    }
    if line.len() as u64 == MOST_LINE_BYTES {
        return Err(malformed("a line of a header that is too long").into());
    }
    Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
}

/// Passes over a block, and says whether it was there.
fn pass_over(input: &mut dyn BufRead, length: u64) -> Result<bool, Stopped> {
    let passed = std::io::copy(&mut input.take(length), &mut std::io::sink());
    Ok(passed.map_err(|error| skip_of(&error))? == length)
}
