//! Do readers keep their promises, whatever they read? What `fuzz` tries with bytes that it finds, and tests with those that failed
//! once. It is compiled for both alone.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Component, Path};
use std::time::Duration;

use rustc_hash::FxHashSet;

use crate::article::{Date, Metadata};
use crate::date::{Hint, Locale, is_dateline, of_beginning, of_path, of_text};
use crate::format::{Document, HEAD_BYTES, Kind, Outcome, read_bounded, small_bounds};
use crate::language::Language;
use crate::skip::{Bound, Skip};
use crate::source::completed::{Around, completed};
use crate::{index, passage, source};

/// How many bytes of text may come of a byte that was read or unpacked: a name of HTML is shorter than what it stands for, a byte of
/// an old encoding is up to three, and a title comes before a text that has it.
const TEXT_PER_BYTE: u64 = 8;

/// What may come of a file that is very small.
const FREE_TEXT: u64 = 64 << 10;

/// Reads a file of any kind: the first byte is its kind, by its name alone or, above 127, whatever the content says.
///
/// # Panics
/// If what is read breaks a promise.
pub fn file(input: &[u8]) {
    let Some((first, bytes)) = input.split_first() else {
        return;
    };
    let kinds: Vec<Kind> = Kind::all().collect();
    let kind = kinds[usize::from(first & 0x7F) % kinds.len()];
    let name = format!("a.{}", kind.extensions()[0]);
    let kind = (*first > 0x7F).then_some(kind);
    read(&name, kind, bytes);
}

/// Reads a file of one kind, told by its usual extension.
///
/// # Panics
/// If there is no such kind, or what is read breaks a promise.
pub fn file_of(extension: &str, bytes: &[u8]) {
    let kind = Kind::from_name(extension).expect("a kind");
    read(&format!("a.{extension}"), Some(kind), bytes);
}

/// Reads documents of pages, and those that are archives of XML, of which the parts are given and not the archive.
///
/// # Panics
/// If what is read breaks a promise.
pub fn document(input: &[u8]) {
    let Some((first, bytes)) = input.split_first() else {
        return;
    };
    let parts = bytes.split(|byte| *byte == 0);
    let zipped = |names: &[&str]| zip(names.iter().copied().zip(parts.clone()));
    match first % 6 {
        0 => read("a.docx", Some(Kind::Docx), &zipped(&WORD)),
        1 => read("a.odt", Some(Kind::Odt), &zipped(&OPEN)),
        2 => read("a.epub", Some(Kind::Epub), &zipped(&BOOK)),
        3 => read("a.rtf", Some(Kind::Rtf), bytes),
        4 => read("a.pdf", Some(Kind::Pdf), &page(bytes)),
        _ => read("a.pdf", Some(Kind::Pdf), bytes),
    }
}

const WORD: [&str; 3] = [
    "word/document.xml",
    "word/footnotes.xml",
    "docProps/core.xml",
];
const OPEN: [&str; 3] = ["content.xml", "meta.xml", "META-INF/manifest.xml"];
const BOOK: [&str; 5] = [
    "META-INF/container.xml",
    "a.opf",
    "b.html",
    "c.html",
    "META-INF/encryption.xml",
];

/// An archive of these parts.
fn zip<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(name, stored).expect("memory");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// A page with this content, behind the table of characters of its font, both up to a zero.
fn page(bytes: &[u8]) -> Vec<u8> {
    let at = bytes.iter().position(|byte| *byte == 0);
    let (table, content) = bytes.split_at(at.unwrap_or(0));
    let mut pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R\
        /Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>endobj\n\
        5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>endobj\n\
        6 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>endobj\n"
        .to_vec();
    for (number, stream) in [(4, content), (7, table)] {
        let mut head = String::new();
        writeln!(head, "{number} 0 obj<</Length {}>>stream", stream.len()).expect("memory");
        pdf.extend_from_slice(head.as_bytes());
        pdf.extend_from_slice(stream);
        pdf.extend_from_slice(b"\nendstream endobj\n");
    }
    pdf.extend_from_slice(b"trailer<</Root 1 0 R>>\n%%EOF\n");
    pdf
}

/// Reads bytes under this name.
fn read(name: &str, kind: Option<Kind>, bytes: &[u8]) {
    let bounds = small_bounds();
    let (mut ids, mut text_bytes) = (FxHashSet::default(), 0);
    let (read, unpacked) = read_bounded(name, kind, bytes, &bounds, |outcome| match outcome {
        Outcome::Article(document) => {
            text_bytes += document.text.len() as u64;
            article(name, &document);
            assert!(ids.insert(document.id), "two articles with one id");
        }
        Outcome::Fault { skip, .. } => reason(&skip),
    });
    read.as_ref().err().into_iter().for_each(reason);
    assert!(unpacked <= bounds.unpacked_bytes + HEAD_BYTES as u64);
    let most = (bytes.len() as u64 + unpacked) * TEXT_PER_BYTE + FREE_TEXT;
    assert!(text_bytes <= most, "{text_bytes} bytes of {}", bytes.len());
}

/// What an article promises.
fn article(path: &str, document: &Document) {
    let text = &document.text;
    let mut end = 0;
    for page in &document.metadata.pages {
        assert!(*page >= end && text.is_char_boundary(*page), "{page}");
        end = *page;
    }
    known(&document.metadata);
    let around = Around {
        path,
        ..Around::default()
    };
    known(&completed(document.metadata.clone(), text, around));
}

/// What metadata promise.
fn known(metadata: &Metadata) {
    let texts = [
        &metadata.title,
        &metadata.source,
        &metadata.author,
        &metadata.url,
    ];
    for told in texts.into_iter().flatten().chain(&metadata.tags) {
        let is_line = !told.value.contains('\n') && !told.value.trim().is_empty();
        assert!(is_line, "{told:?}");
    }
    if let Some(told) = metadata.date {
        assert_eq!(Date::parse(&told.value.to_string()), Some(told.value));
    }
}

/// A reader may give up, but takes no longer than it may. That a parser of others panics is borne where panics of this crate end a run
/// before they come here.
fn reason(skip: &Skip) {
    assert!(
        cfg!(fuzzing) || !matches!(skip, Skip::Panicked(_)),
        "{skip}"
    );
    assert!(!skip.to_string().is_empty());
    assert!(!matches!(skip, Skip::Bound(Bound::Seconds(_))), "{skip}");
}

/// Looks for a date in a text, as a field has it, a path, or the beginning of an article; the first byte is the language.
///
/// # Panics
/// If what is found breaks a promise.
pub fn date(input: &[u8]) {
    let Some((first, bytes)) = input.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(bytes);
    let language = Language::all().nth(usize::from(*first));
    let mut dates = vec![
        Date::parse(&text),
        of_path(&text).date.map(|told| told.value),
    ];
    for region in [None, Some("US"), Some("GB")] {
        dates.push(of_text(&text, Locale::of(language, region)));
        let hint = Hint {
            year: Some(2024),
            month: None,
        };
        let date = of_beginning(&text, &mut || language, region, hint);
        assert!(date.is_none_or(|date| date.year() == 2024), "{date:?}");
        dates.push(date);
    }
    for date in dates.into_iter().flatten() {
        assert_eq!(Date::parse(&date.to_string()), Some(date));
        assert!(!date.minutes().is_empty(), "{date:?}");
    }
    is_dateline(&text);
    if let Some(title) = passage::title(&text) {
        assert!(text.contains(title) && !title.trim().is_empty() && !title.contains('\n'));
    }
}

/// Reads what people write of files: the first line is a path, the second a pattern of paths, the rest a corrections file.
///
/// # Panics
/// If what is read breaks a promise.
pub fn rules(input: &[u8]) {
    let mut lines = input.splitn(3, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (path, pattern) = (
        String::from_utf8_lossy(line()),
        String::from_utf8_lossy(line()),
    );
    let content = line();
    let parts = Path::new(&*path).components();
    let parts = parts.filter(|part| matches!(part, Component::Normal(_)));
    let path: std::path::PathBuf = parts.collect();
    index::path_pattern::check(&pattern, &path.to_string_lossy());
    source::corrections::check(content, &path);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fixtures with their names.
    fn fixtures() -> Vec<(String, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let files = walkdir::WalkDir::new(folder).sort_by_file_name();
        let files = files.into_iter().flatten();
        let files = files.filter(|file| file.file_type().is_file());
        files
            .map(|file| {
                let name = file.file_name().to_string_lossy().into_owned();
                (name, std::fs::read(file.path()).expect("a file"))
            })
            .collect()
    }

    #[test]
    fn every_fixture_keeps_what_is_promised_as_its_kind_and_as_another() {
        let kinds: Vec<Kind> = Kind::all().collect();
        for (at, (name, bytes)) in fixtures().into_iter().enumerate() {
            read(&name, None, &bytes);
            if bytes.len() < 20_000 {
                read(&name, Some(kinds[at % kinds.len()]), &bytes);
            }
        }
    }

    /// How long a file of less than a megabyte may take, without optimisation and beside other work.
    const MAX_TIME: Duration = Duration::from_secs(30);

    #[test]
    fn what_repeats_takes_time_as_it_is_long() {
        let chapters = "<itemref idref='c'/>".repeat(19_000);
        let package =
            format!("<package><item id='c' href='b.html' media-type='text/html'/>{chapters}");
        let book = [
            "\u{2}<rootfile full-path='a.opf'/>",
            &package,
            "<p>A",
            "",
            &"<x URI='other.html'/>".repeat(15_000),
        ];
        let files: [(&str, [&str; 3]); 14] = [
            ("rss", ["<rss>", "<a>", "</b>"]),
            ("rss", ["<rss><channel>", "<item><title>", "</item>"]),
            ("fodt", ["<office:text>", "<text:p>", "</text:h>"]),
            ("nitf", ["<nitf>", "<body.content>", "<p>"]),
            ("html", ["", "<div>", "</p>"]),
            ("html", ["<p>A", "<table><td>", "</b>"]),
            ("html", ["<article>", "<a href=b>c</a> ", "<li>"]),
            ("rtf", ["{\\rtf1 ", "{\\b a", "}"]),
            ("md", ["---\n", "a:\n - b\n", "c: [d\n"]),
            (
                "eml",
                ["From: a@b.c\n", "Subject: =?utf-8?q?a?=\n b\n", "\n--x\n"],
            ),
            ("mbox", ["", "From a@b.c Wed Jun 19 08:30:00 2024\n", "\n"]),
            ("csv", ["text\n", "\"a", "\n"]),
            ("json", ["[", "{\"text\":[", "],"]),
            ("warc", ["WARC/1.0\r\n", "a: b\r\n", "\r\nWARC/1.0\r\n"]),
        ];
        let document = book.join("\0");
        let mut slow = Vec::new();
        let mut timed = |name: String, read: &dyn Fn()| {
            let begun = std::time::Instant::now();
            read();
            slow.extend((begun.elapsed() > MAX_TIME).then_some(name));
        };
        timed("epub".to_owned(), &|| super::document(document.as_bytes()));
        for (extension, [head, first, second]) in files {
            let count = 450_000 / first.len().max(second.len());
            let text = [head, &first.repeat(count), &second.repeat(count)].concat();
            timed(format!("{extension} {first}"), &|| {
                file_of(extension, text.as_bytes());
            });
            let text = [head, &[first, second].concat().repeat(count)].concat();
            timed(format!("{extension} {first}{second}"), &|| {
                file_of(extension, text.as_bytes());
            });
        }
        assert_eq!(slow, Vec::<String>::new());
    }

    #[test]
    fn an_entry_that_says_it_has_more_bytes_than_there_can_be_is_cut_off() {
        for kind in *b"0KgxL5" {
            let mut header = [0_u8; 512];
            header[0] = b'a';
            header[124..136].copy_from_slice(b"\x80\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff");
            header[156] = kind;
            header[148..156].fill(b' ');
            let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
            header[148..155].copy_from_slice(format!("{sum:07o}").as_bytes());
            file_of("tar", &header);
            file_of("tar", &[&header[..], b"more"].concat());
        }
    }
}
