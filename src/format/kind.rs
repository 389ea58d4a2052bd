//! Of which kind is a file? Its content tells, and its name where the content can be several.

mod kinds;
mod magic;
mod text;

use super::encoding::Charset;
use crate::skip::Skip;
pub use kinds::Kind;

impl Kind {
    /// The kind of a file that begins so and has this name.
    ///
    /// # Errors
    /// Why nothing of such a file is read; its name has no say in that, unless it is empty.
    pub(crate) fn of(head: &[u8], name: &str) -> Result<Self, Skip> {
        if let Some(kind) = magic::kind(head)? {
            return Ok(kind);
        }
        let outer = Self::of_end(name).filter(|_| head.is_empty());
        if let Some(kind) = outer.filter(|kind| !kind.may_be_empty()) {
            return Err(Skip::Malformed {
                format: kind.name().to_owned(),
                detail: "it is empty".to_owned(),
            });
        }
        if is_binary(head) {
            return Err(Skip::Binary);
        }
        Ok(text::kind(head, Self::of_name(name)))
    }
}

/// Whether what begins so is no text in any encoding.
pub(crate) fn is_binary(head: &[u8]) -> bool {
    if head.contains(&0) {
        return Charset::of_mark(head).is_none() && Charset::of_zeros(head).is_none();
    }
    // what begins with a mark that takes two bytes for a letter has them there
    controls(head) * BYTES_PER_CONTROL > head.len() && Charset::of_mark(head).is_none()
}

/// How many bytes tell a device what to do, other than those that move on in a text; without a branch, for every file is looked
/// at so.
fn controls(head: &[u8]) -> usize {
    let is_control = |byte: &u8| {
        u8::from(*byte < 0x20)
            & u8::from(*byte != 0x08)
            & u8::from(*byte != b'\t')
            & u8::from(*byte != b'\n')
            & u8::from(*byte != 0x0C)
            & u8::from(*byte != b'\r')
            & u8::from(*byte != 0x1B)
    };
    let chunks = head.chunks(usize::from(u8::MAX));
    let of_chunk = |chunk: &[u8]| usize::from(chunk.iter().map(is_control).sum::<u8>());
    chunks.map(of_chunk).sum()
}

/// Of a text, fewer bytes than one in so many tell a device what to do.
const BYTES_PER_CONTROL: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_the_kind_whatever_the_name_says() {
        let tar = {
            let mut header = [0_u8; 512];
            header[..5].copy_from_slice(b"a.txt");
            header[257..263].copy_from_slice(b"ustar\0");
            header
        };
        for (head, names, kind) in [
            (&b"%PDF-1.7\n%\xe2\xe3"[..], &["a.pdf", "a.txt", "a"][..], Kind::Pdf),
            (b"\n\xef\xbb\xbf %PDF-1.4", &["a.pdf"], Kind::Pdf),
            (b"\x1f\x8b\x08\0\0", &["a.gz", "a.txt"], Kind::Gzip),
            (b"\x28\xb5\x2f\xfd\0", &["a.zst", "a"], Kind::Zstd),
            (b"BZh91AY&SY\0", &["a.bz2", "a.html"], Kind::Bzip2),
            (b"\xfd7zXZ\0\0", &["a.xz"], Kind::Xz),
            (b"PK\x03\x04\x14\0\0\0a.txt", &["a.zip", "a.docx", "a.txt"], Kind::Zip),
            (b"PK\x03\x04\x14\0\0\0[Content_Types].xml PK\x03\x04 word/document.xml", &["a.docx", "a.zip"], Kind::Docx),
            (b"PK\x03\x04\x14\0\0\0mimetypeapplication/epub+zipPK", &["a.epub", "a.zip"], Kind::Epub),
            (b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.textPK", &["a"], Kind::Odt),
            (&tar, &["a.tar", "a"], Kind::Tar),
            (b"{\\rtf1\\ansi", &["a.rtf", "a.doc", "a.txt"], Kind::Rtf),
            (b"WARC/1.0\r\nWARC-Type: response\r\n", &["a.warc", "a.txt"], Kind::Warc),
            (b"<!DOCTYPE html>\n<html>", &["a.html", "a.txt", "a.md", "a.php", "a.pdf"], Kind::Html),
            (b"\xef\xbb\xbf\r\n<!-- saved from url=(0014) --><HTML lang=de>", &["a", "a.txt"], Kind::Html),
            (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='y'>", &["a.xml"], Kind::Html),
            (b"<?xml version=\"1.0\"?>\n<!-- x --><rss version='2.0'>", &["a.xml", "a.txt", "feed"], Kind::Feed),
            (b"<feed xmlns=\"http://www.w3.org/2005/Atom\">", &["a.xml", "a"], Kind::Feed),
            (b"<rdf:RDF xmlns='x'><channel rdf:about='y'>", &["a.rdf"], Kind::Feed),
            (b"<?xml version='1.0'?><nitf>", &["a.xml"], Kind::NewsMl),
            (b"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>", &["a.xml"], Kind::NewsMl),
            (b"[{\"a\": 1}]", &["a.json", "a"], Kind::Json),
            (b"{\n  \"a\": 1\n}", &["a.json", "a"], Kind::Json),
            (b"{\"a\": 1}\n{\"a\": 2}\n", &["a.jsonl", "a.json", "a", "a.txt"], Kind::JsonLines),
            (b"---\ntitle: A\n---\nText", &["a.md", "a", "a.txt"], Kind::Markdown),
            (b"+++\ntitle = 'A'\n+++\nText", &["a.md", "a"], Kind::Markdown),
            (b"From a@b.c Wed Jun 19 08:30:00 2024\nFrom: a@b.c\n", &["a.mbox", "Inbox", "a.txt"], Kind::Mbox),
            (b"Return-Path: <a@b.c>\r\nReceived: from x\r\n by y\r\nFrom: a@b.c\r\nSubject: A\r\n\r\nText", &["a.eml", "a", "a.txt"], Kind::Mail),
        ] {
            for name in names {
                assert_eq!(Kind::of(head, name), Ok(kind), "{name}: {}", head.escape_ascii());
            }
        }
    }

    #[test]
    fn the_name_tells_where_the_content_may_be_several() {
        for (head, name, kind) in [
            ("a,b\n1,2\n", "a.csv", Kind::Csv),
            ("a,b\n1,2\n", "a.txt", Kind::Plain),
            ("a\tb\n", "a.TSV.gz", Kind::Tsv),
            ("# A\n\nText", "a.md", Kind::Markdown),
            ("# A\n\nText", "a", Kind::Plain),
            ("<p>Text</p>", "a.htm", Kind::Html),
            ("<p>Text</p>", "a.txt", Kind::Plain),
            ("{\"a\": 1}\n", "a.jsonl", Kind::JsonLines),
            ("{\"a\": 1}\n", "a.json", Kind::Json),
            ("{curly} text", "a.txt", Kind::Plain),
            ("[1] A note\n", "a", Kind::Plain),
            ("{broken", "a.json", Kind::Json),
            (
                "Subject: peace\nFrom: the editor\n\nText",
                "a.txt",
                Kind::Plain,
            ),
            (
                "Subject: peace\nFrom: the editor\n\nText",
                "a.eml",
                Kind::Mail,
            ),
            ("From here on Wed we go\n", "a.txt", Kind::Plain),
            ("---\nA rule\n---\n", "a.txt", Kind::Plain),
            ("no archive", "a.zip", Kind::Plain),
            ("no pages", "x.zip#a.pdf", Kind::Plain),
            ("", "a.txt", Kind::Plain),
        ] {
            assert_eq!(Kind::of(head.as_bytes(), name), Ok(kind), "{name}: {head}");
        }
    }

    #[test]
    fn what_is_no_text_is_told_for_what_it_is() {
        for (head, code) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "media"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "media"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "unsupported"),
            (b"7z\xbc\xaf\x27\x1c\0\x04", "unsupported"),
            (b"Rar!\x1a\x07\0", "unsupported"),
            (
                b"PK\x03\x04\x14\0\0\0[Content_Types].xml xl/workbook.xml",
                "unsupported",
            ),
            (b"\0binary", "binary"),
            (b"\x01\x02\x03\x04\x05\x06\x07", "binary"),
        ] {
            let told = Kind::of(head, "a.txt").map_err(|skip| skip.code());
            assert_eq!(told, Err(code), "{}", head.escape_ascii());
        }
    }
}
