//! Which kind do the first bytes of a file tell that is no plain text?

use super::kinds::Kind;
use crate::skip::Skip;

/// Where in a PDF its mark may begin.
const PDF_MARK_BYTES: usize = 1024;

/// Where in the header of a tar archive its mark is, and where its checksum.
const TAR_MARK: usize = 257;
const TAR_CHECKSUM: std::ops::Range<usize> = 148..156;
const TAR_HEADER_BYTES: usize = 512;

/// What the kinds begin with that are read.
const READ: [(&[u8], Kind); 7] = [
    (b"\x1f\x8b\x08", Kind::Gzip),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (b"\xfd7zXZ\0", Kind::Xz),
    (b"PK\x05\x06", Kind::Zip),
    (b"{\\rtf", Kind::Rtf),
    (b"WARC/0.", Kind::Warc),
    (b"WARC/1.", Kind::Warc),
];

/// What others begin with, and what they are.
const UNSUPPORTED: [(&[u8], &str); 7] = [
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a document of Office before 2007, or an encrypted one; save it in a new format, or give a converter with --pre",
    ),
    (
        b"7z\xbc\xaf\x27\x1c",
        "a 7-Zip archive; unpack it, or give a converter with --pre",
    ),
    (
        b"Rar!\x1a\x07",
        "a RAR archive; unpack it, or give a converter with --pre",
    ),
    (
        b"\x1f\x9d",
        "compressed by compress; unpack it, or give a converter with --pre",
    ),
    (
        b"\x04\x22\x4d\x18",
        "compressed by LZ4; unpack it, or give a converter with --pre",
    ),
    (
        b"AT&TFORM",
        "a DjVu document; give a converter with --pre, such as djvutxt",
    ),
    (
        b"SQLite format 3\0",
        "a database of SQLite; give a converter with --pre",
    ),
];

/// What pictures, sounds and films begin with.
const MEDIA: [(&[u8], &str); 11] = [
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"ID3", "a sound (MP3)"),
    (b"OggS", "a sound or film (Ogg)"),
    (b"fLaC", "a sound (FLAC)"),
    (b"\x1aE\xdf\xa3", "a film (Matroska)"),
    (b"wOF", "a font"),
];

/// The kind of what begins so, if it is one of those that the first bytes tell.
///
/// # Errors
/// What it is, if nothing of it is read.
pub(super) fn kind(head: &[u8]) -> Result<Option<Kind>, Skip> {
    if let Some((_, kind)) = READ.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Ok(Some(*kind));
    }
    if head.starts_with(b"PK\x03\x04") {
        return zipped(head).map(Some);
    }
    if head.starts_with(b"BZh")
        && (head.get(4..10) == Some(b"1AY&SY") || head.get(4..10) == Some(b"\x17rE8P\x90"))
    {
        return Ok(Some(Kind::Bzip2));
    }
    let pdf_head = &head[..head.len().min(PDF_MARK_BYTES)];
    // most texts have no such sign, which is seen at once
    if pdf_head.contains(&b'%') && has(pdf_head, b"%PDF-") {
        return Ok(Some(Kind::Pdf));
    }
    if is_tar(head) {
        return Ok(Some(Kind::Tar));
    }
    // what newer programs of Office encrypt lies in the container of older ones
    let encrypted: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if head.starts_with(UNSUPPORTED[0].0) && has(head, &encrypted) {
        return Err(Skip::Encrypted);
    }
    if let Some((_, what)) = UNSUPPORTED.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Err(Skip::Unsupported((*what).to_owned()));
    }
    // a text may begin with these letters
    let is_text = || !head.contains(&0) && std::str::from_utf8(head).is_ok();
    let medium = MEDIA.iter().find(|(mark, _)| head.starts_with(mark));
    if let Some((_, what)) = medium
        && !is_text()
    {
        return Err(Skip::Media((*what).to_owned()));
    }
    let riff = head.starts_with(b"RIFF")
        && head
            .get(8..12)
            .is_some_and(|form| form == b"WAVE" || form == b"AVI " || form == b"WEBP");
    if riff || (head.get(4..8) == Some(b"ftyp") && head.contains(&0)) {
        return Err(Skip::Media("a picture, a sound or a film".to_owned()));
    }
    if head.get(60..68) == Some(b"BOOKMOBI") {
        let what = "a book of Mobipocket; save it as EPUB, or give a converter with --pre";
        return Err(Skip::Unsupported(what.to_owned()));
    }
    Ok(None)
}

/// What a zip archive is that begins so: several formats are one.
fn zipped(head: &[u8]) -> Result<Kind, Skip> {
    let after = |mark: &[u8]| {
        let start = head
            .windows(mark.len())
            .take(200)
            .position(|window| window == mark)?;
        head.get(start + mark.len()..)
    };
    if let Some(rest) = after(b"mimetype") {
        // behind the name there may be more about the entry
        let rest = &rest[..rest.len().min(200)];
        if has(rest, b"application/epub+zip") {
            return Ok(Kind::Epub);
        }
        if has(rest, b"opendocument.text") {
            return Ok(Kind::Odt);
        }
        if has(rest, b"opendocument.") {
            let what = "an OpenDocument that is no text; give a converter with --pre";
            return Err(Skip::Unsupported(what.to_owned()));
        }
    }
    if has(head, b"word/") && (has(head, b"[Content_Types].xml") || has(head, b"_rels/")) {
        return Ok(Kind::Docx);
    }
    for (part, what) in [
        (&b"xl/workbook"[..], "a table of Excel"),
        (b"ppt/presentation", "slides of PowerPoint"),
    ] {
        if has(head, part) {
            return Err(Skip::Unsupported(format!(
                "{what}; give a converter with --pre"
            )));
        }
    }
    Ok(Kind::Zip)
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Whether a tar archive begins so: with its mark, or, as old ones do, with a header whose checksum is right.
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..TAR_HEADER_BYTES) else {
        return false;
    };
    if header[TAR_MARK..].starts_with(b"ustar") {
        return true;
    }
    let told = std::str::from_utf8(&header[TAR_CHECKSUM]).unwrap_or_default();
    let told = u32::from_str_radix(told.trim_matches(['\0', ' ']), 8);
    let bytes = header.iter().enumerate();
    let sum = bytes.map(|(at, byte)| {
        u32::from(if TAR_CHECKSUM.contains(&at) {
            b' '
        } else {
            *byte
        })
    });
    header[0] != 0 && told.is_ok_and(|told| told == sum.sum::<u32>())
}
