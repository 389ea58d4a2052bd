//! Which kind is a text? Its beginning tells, as far as no plain text begins so, and its name the rest.

use std::borrow::Cow;

use super::super::encoding::{Charset, Decoder};
use super::kinds::Kind;

/// Bytes of a text in an encoding of several bytes for a letter that are decoded to see what it begins with.
const DECODED_BYTES: usize = 4096;

/// The kind of a text that begins so, if files of its name are usually of the kind `named`.
pub(super) fn kind(head: &[u8], named: Option<Kind>) -> Kind {
    let head = legible(head);
    let start = head.trim_ascii_start();
    let told = match start.first() {
        Some(b'<') => markup(start, named),
        Some(b'{' | b'[') => json(start, named),
        Some(b'-' | b'+') => front_matter(start),
        Some(b'F' | b'>') if start.starts_with(b"From ") => mailbox(start),
        Some(_) => mail(start, named),
        None => None,
    };
    let is_text = |kind: &Kind| {
        !matches!(
            kind,
            Kind::Epub | Kind::Docx | Kind::Pdf | Kind::Zip | Kind::Tar
        )
    };
    // an archive or a book that does not begin like one is none
    told.or_else(|| named.filter(is_text))
        .unwrap_or(Kind::Plain)
}

/// The beginning with a byte for each letter of ASCII, whatever the encoding.
fn legible(head: &[u8]) -> Cow<'_, [u8]> {
    let marked = Charset::of_mark(head);
    match marked.or_else(|| Some((Charset::of_zeros(head)?, 0))) {
        Some((charset, mark)) if charset == Charset::UTF_8 => Cow::Borrowed(&head[mark..]),
        Some((charset, mark)) => {
            let mut text = String::new();
            let bytes = &head[mark..head.len().min(DECODED_BYTES)];
            Decoder::new(charset).decode(bytes, false, &mut text);
            Cow::Owned(text.into_bytes())
        }
        None => Cow::Borrowed(head),
    }
}

/// The kind of what begins with a tag.
fn markup(start: &[u8], named: Option<Kind>) -> Option<Kind> {
    let is_xml = start.starts_with(b"<?xml");
    let root = root(start);
    let local = root.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    match local.to_ascii_lowercase().as_slice() {
        b"!doctype-html" | b"html" => Some(Kind::Html),
        b"rss" | b"feed" | b"rdf" => Some(Kind::Feed),
        b"nitf" | b"newsitem" | b"newsmessage" | b"newsml" | b"packageitem" => Some(Kind::NewsMl),
        b"document" | b"document-content" if root.starts_with(b"office:") => Some(Kind::Odt),
        b"head" | b"body" | b"meta" | b"title" | b"script" | b"link" | b"style"
            if named != Some(Kind::Markdown) =>
        {
            Some(Kind::Html)
        }
        _ if is_xml && named.is_none() => Some(Kind::Html),
        _ => None,
    }
}

/// The name of the first element; of a page of the web that says so before it, `!doctype-html`.
fn root(mut start: &[u8]) -> Vec<u8> {
    loop {
        start = start.trim_ascii_start();
        let end: &[u8] = if start.starts_with(b"<!--") {
            b"-->"
        } else if start.starts_with(b"<?") {
            b"?>"
        } else if start.len() > 9 && start[..9].eq_ignore_ascii_case(b"<!doctype") {
            let name = start[9..].trim_ascii_start();
            if name.len() >= 4 && name[..4].eq_ignore_ascii_case(b"html") {
                return b"!doctype-html".to_vec();
            }
            b">"
        } else {
            let Some(name) = start.strip_prefix(b"<") else {
                return Vec::new();
            };
            let is_name = |byte: &&u8| {
                byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'.')
            };
            return name.iter().take_while(is_name).copied().collect();
        };
        let Some(at) = start.windows(end.len()).position(|window| window == end) else {
            return Vec::new();
        };
        start = &start[at + end.len()..];
    }
}

/// The kind of what begins with a bracket.
fn json(start: &[u8], named: Option<Kind>) -> Option<Kind> {
    if matches!(
        named,
        Some(Kind::Plain | Kind::Markdown | Kind::Csv | Kind::Tsv)
    ) {
        return is_json_lines(start).then_some(Kind::JsonLines);
    }
    if matches!(named, Some(Kind::JsonLines)) {
        return named;
    }
    let next = start
        .get(1..)
        .map(<[u8]>::trim_ascii_start)
        .and_then(<[u8]>::first);
    let is_json = match start[0] {
        b'[' => matches!(next, Some(b'{' | b']') | None),
        _ => matches!(next, Some(b'"' | b'}') | None),
    };
    if is_json && is_json_lines(start) {
        Some(Kind::JsonLines)
    } else {
        is_json.then_some(Kind::Json)
    }
}

/// Whether there are two lines, each with a whole object, or one that is the beginning of such a line.
fn is_json_lines(start: &[u8]) -> bool {
    let mut lines = start
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    let is_object = |line: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    first.starts_with(b"{") && second.trim_ascii_start().starts_with(b"{") && is_object(first)
}

/// Markdown, if it begins with what is known of it.
fn front_matter(start: &[u8]) -> Option<Kind> {
    let mut lines = start
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii_end);
    let fence = lines
        .next()
        .filter(|fence| *fence == b"---" || *fence == b"+++")?;
    let sign = if fence == b"---" { b':' } else { b'=' };
    let mut keys = 0;
    for line in lines {
        if line == fence || line == b"..." {
            return (keys > 0).then_some(Kind::Markdown);
        }
        let key = line
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
            .count();
        let rest = line[key..].trim_ascii_start();
        let is_key = key > 0 && rest.first() == Some(&sign);
        keys += usize::from(is_key);
        let goes_on =
            keys > 0 || line.is_empty() || line.starts_with(b"#") || line.starts_with(b"[");
        if !is_key && !goes_on {
            return None;
        }
    }
    None
}

/// A mailbox, if there is a time in its first line and a header below.
fn mailbox(start: &[u8]) -> Option<Kind> {
    let mut lines = start.split(|byte| *byte == b'\n');
    let first = lines.next()?;
    let has_time = first
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && three[1] == b':' && three[2].is_ascii_digit());
    let header = lines.next().is_some_and(|line| field(line).is_some());
    (has_time && header).then_some(Kind::Mbox)
}

/// A mail, if it begins as programs begin mails.
fn mail(start: &[u8], named: Option<Kind>) -> Option<Kind> {
    if named == Some(Kind::Mail) {
        return named;
    }
    field(start.split(|byte| *byte == b'\n').next()?)?;
    let (mut known, mut transport) = (0, 0);
    for line in start.split(|byte| *byte == b'\n').take(200) {
        if line.trim_ascii().is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let name = field(line)?.to_ascii_lowercase();
        known += usize::from(matches!(
            name.as_slice(),
            b"from" | b"to" | b"subject" | b"date" | b"reply-to" | b"cc"
        ));
        transport += usize::from(matches!(
            name.as_slice(),
            b"received"
                | b"return-path"
                | b"message-id"
                | b"mime-version"
                | b"delivered-to"
                | b"dkim-signature"
        ));
    }
    (known > 0 && transport > 0 && known + transport > 2).then_some(Kind::Mail)
}

/// The name of a field of a mail.
fn field(line: &[u8]) -> Option<&[u8]> {
    let end = line.iter().position(|byte| *byte == b':')?;
    let name = &line[..end];
    let is_name = !name.is_empty()
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    is_name.then_some(name)
}
