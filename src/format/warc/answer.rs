//! Which document is in the answer of a web server? Its body, put together, unpacked and decoded.

use std::io::Read;

use crate::format::context::Context;
use crate::format::packed::malformed;
use crate::skip::{Bound, Skip};

/// What the head of an answer says.
#[derive(Default)]
struct Head {
    status: u16,
    content_type: String,
    is_chunked: bool,
    encodings: Vec<String>,
}

/// The document of an answer as it went over the wire; none if there is none that has a text.
pub(super) fn of_http(block: &[u8], context: &Context<'_>) -> Result<Option<Vec<u8>>, Skip> {
    let Some((head, body)) = head(block) else {
        return Err(malformed("web archive", "an answer without a head"));
    };
    if !(200..300).contains(&head.status) || is_furniture(&head.content_type) {
        return Ok(None);
    }
    let joined = if head.is_chunked {
        chunks(body)
    } else {
        body.to_vec()
    };
    let mut bytes = joined;
    for encoding in head.encodings.iter().rev() {
        bytes = unpacked(&bytes, encoding, context)?;
    }
    if bytes.is_empty() {
        return Ok(None);
    }
    // the server knows better than the page
    let charset = head
        .content_type
        .split("charset=")
        .nth(1)
        .map(|rest| rest.trim_matches(['"', '\'', ' ']));
    let charset = charset
        .and_then(|rest| rest.split([';', '"', ' ']).next())
        .filter(|charset| !charset.is_empty());
    let is_text = head.content_type.starts_with("text/") || head.content_type.contains("xhtml");
    match charset {
        Some(charset) if is_text && !charset.eq_ignore_ascii_case("utf-8") => {
            let text = context.decode(&bytes, Some(charset))?;
            Ok(Some([b"\xEF\xBB\xBF", text.as_bytes()].concat()))
        }
        _ => Ok(Some(bytes)),
    }
}

/// The document of a record that is one by itself; none if it has no text.
pub(super) fn of_resource(block: Vec<u8>, content_type: &str) -> Option<Vec<u8>> {
    Some(block).filter(|block| !block.is_empty() && !is_furniture(content_type))
}

/// Whether a document only serves a page: its look, its scripts, its pictures.
fn is_furniture(content_type: &str) -> bool {
    let kinds = [
        "image/",
        "audio/",
        "video/",
        "font/",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "application/json",
        "application/font",
        "application/octet-stream",
        "application/manifest",
        "application/x-font",
        "text/dns",
        "application/wasm",
    ];
    kinds.iter().any(|kind| content_type.starts_with(kind))
}

/// The head of an answer, and what follows it.
fn head(block: &[u8]) -> Option<(Head, &[u8])> {
    let (end, length) = match find(block, b"\r\n\r\n") {
        Some(at) => (at, 4),
        None => (find(block, b"\n\n")?, 2),
    };
    let text = String::from_utf8_lossy(&block[..end]);
    let mut lines = text.lines();
    let status = lines
        .next()?
        .strip_prefix("HTTP/")?
        .split_whitespace()
        .nth(1)?
        .parse()
        .ok()?;
    let mut head = Head {
        status,
        ..Head::default()
    };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => head.content_type = value,
            "transfer-encoding" => head.is_chunked = value.contains("chunked"),
            "content-encoding" => {
                head.encodings = value
                    .split(',')
                    .map(|encoding| encoding.trim().to_owned())
                    .collect();
            }
            _ => {}
        }
    }
    Some((head, &block[end + length..]))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// The body of an answer that was sent in chunks. Archives often have it put together already, though the head says that
/// it is not: then it is taken as it is.
fn chunks(body: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(end) = rest.iter().take(64).position(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(&rest[..end]);
        let size = line.trim().split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(size, 16) else {
            break;
        };
        rest = &rest[end + 1..];
        if size == 0 {
            return joined;
        }
        let size = size.min(rest.len());
        joined.extend_from_slice(&rest[..size]);
        rest = rest[size..]
            .strip_prefix(b"\r\n")
            .or(rest[size..].strip_prefix(b"\n"))
            .unwrap_or(&rest[size..]);
    }
    if joined.is_empty() {
        body.to_vec()
    } else {
        joined
    }
}

/// What is packed, unpacked within the bounds. What is not packed, though the head says so, is taken as it is.
fn unpacked(bytes: &[u8], encoding: &str, context: &Context<'_>) -> Result<Vec<u8>, Skip> {
    let most = context.bounds.document_bytes;
    let mut reader: Box<dyn Read + '_> = match encoding {
        "gzip" | "x-gzip" if bytes.starts_with(b"\x1f\x8b") => {
            Box::new(flate2::read::MultiGzDecoder::new(bytes))
        }
        "deflate" if bytes.first().is_some_and(|first| first & 0x0f == 8) => {
            Box::new(flate2::read::ZlibDecoder::new(bytes))
        }
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(bytes)),
        "br" | "zstd" => {
            return Err(Skip::Unsupported(format!(
                "an answer compressed by {encoding}"
            )));
        }
        _ => return Ok(bytes.to_vec()),
    };
    let mut unpacked = Vec::new();
    let read = Read::take(&mut reader, most.saturating_add(1)).read_to_end(&mut unpacked);
    if unpacked.len() as u64 > most {
        return Err(Skip::Bound(Bound::Document(most)));
    }
    match read {
        Err(error) if unpacked.is_empty() => Err(malformed("web archive", &error.to_string())),
        _ => Ok(unpacked),
    }
}
