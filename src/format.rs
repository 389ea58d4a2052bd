//! Which articles are in these bytes? A file, or what is in one, becomes pieces: articles, what is to be read in turn, and
//! parts that cannot be read.
//!
//! Each format is a file of this room with a function `read`, which takes bytes and hands over pieces as it comes to them.
//! Here they come together: the kind is told, the format reads, and what lies within is read in the same way.

mod archive;
mod bounds;
mod compressed;
mod context;
mod converter;
#[cfg(test)]
mod documents;
mod docx;
mod encoding;
mod epub;
mod feed;
mod html;
mod json;
mod kind;
mod line;
mod mail;
mod markdown;
mod mbox;
mod newsml;
mod odt;
mod packed;
mod pdf;
mod piece;
mod plain;
mod properties;
mod records;
mod rtf;
mod rules;
mod table;
#[cfg(test)]
mod tests;
mod told_language;
mod warc;
mod written;
mod xml;

use std::cell::Cell;
use std::hash::BuildHasher;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use rustc_hash::{FxBuildHasher, FxHashSet};

pub(crate) use bounds::Bounds;
pub(crate) use context::{Context, HEAD_BYTES, Notes};
pub(crate) use converter::Converter;
pub use encoding::{Assumed, CharsetOrigin};
pub(crate) use encoding::{Charset, Decoder, begins_a_character, charset_of, hopeless};
pub use kind::Kind;
pub(crate) use piece::{Document, Stopped};
pub(crate) use rules::{Field, Rules};

use piece::{Piece, Take};

use crate::article::Metadata;
use crate::skip::Skip;

/// What comes of a file in the end: articles, and faults of its parts.
pub(crate) enum Outcome {
    /// An article, with its id in the file.
    Article(Document),
    /// A part that is not in the index.
    Fault { id: Option<String>, skip: Skip },
}

/// Reads `input`, which is a file of this kind, and hands over what is in it, whatever it lies in. No two articles have the
/// same id.
///
/// # Errors
/// Why no more of it can be read; what was handed over is then to be taken back.
pub(crate) fn read(
    kind: Kind,
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut dyn FnMut(Outcome) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let mut ids = FxHashSet::default();
    let articles = Cell::new(0_u64);
    let mut take = |outcome| {
        take(match outcome {
            Outcome::Article(mut document) => {
                shorten(&mut document.metadata);
                tell_apart(&mut document.id, &mut ids);
                articles.set(articles.get() + 1);
                Outcome::Article(document)
            }
            fault @ Outcome::Fault { .. } => fault,
        })
    };
    let read = read_part(kind, input, context, &mut take);
    match read {
        // a file of which something was read is in the index as far as that
        Err(Stopped::Skipped(skip)) if articles.get() > 0 => {
            take(Outcome::Fault { id: None, skip })
        }
        read => read,
    }
}

/// The most bytes of what is told of an article: a feed of which the title is a book would have it with each entry.
const MOST_TOLD_BYTES: usize = 4000;

/// The most tags that are told of an article.
const MOST_TAGS: usize = 1000;

/// Leaves out of what is told of an article what nobody would say of one.
fn shorten(metadata: &mut Metadata) {
    let (title, source) = (&mut metadata.title, &mut metadata.source);
    let (author, url) = (&mut metadata.author, &mut metadata.url);
    metadata.tags.truncate(MOST_TAGS);
    let told = [title, source, author, url].into_iter().flatten();
    for told in told.chain(&mut metadata.tags) {
        if told.value.len() > MOST_TOLD_BYTES {
            let is_end = |end: &usize| told.value.is_char_boundary(*end);
            let end = (0..=MOST_TOLD_BYTES).rev().find(is_end);
            told.value.truncate(end.unwrap_or(0));
        }
    }
}

/// Changes an id that an article before has.
fn tell_apart(id: &mut Option<String>, ids: &mut FxHashSet<u64>) {
    let mut number = 1;
    let first = id.clone();
    while !ids.insert(FxBuildHasher.hash_one(&id)) {
        number += 1;
        *id = Some(format!("{}~{number}", first.as_deref().unwrap_or_default()));
    }
}

fn read_part(
    kind: Kind,
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut dyn FnMut(Outcome) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    if kind.is_compressed() {
        return read_compressed(kind, input, context, take);
    }
    // a panic of whoever takes is none of the format's
    let is_taking = Cell::new(false);
    let mut take_piece = |piece: Piece<'_>| {
        is_taking.set(true);
        let taken = match piece {
            Piece::Article(document) => take(Outcome::Article(document)),
            Piece::Fault { id, skip } => take(Outcome::Fault { id, skip }),
            Piece::File {
                id,
                bytes,
                metadata,
            } => read_within(&id, &mut &*bytes, &metadata, context, take),
            Piece::Entry {
                id,
                input,
                metadata,
            } => read_within(&id, input, &metadata, context, take),
        };
        is_taking.set(false);
        taken
    };
    let read = catch_unwind(AssertUnwindSafe(|| {
        read_kind(kind, input, context, &mut take_piece)
    }));
    match read {
        Ok(read) => read,
        Err(panic) if is_taking.get() => resume_unwind(panic),
        Err(panic) => Err(context::panicked(&*panic).into()),
    }
}

/// Each format with its function.
fn read_kind(
    kind: Kind,
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    match kind {
        Kind::Html => html::read(input, context, take),
        Kind::Plain => plain::read(input, context, take),
        Kind::Feed => feed::read(input, context, take),
        Kind::NewsMl => newsml::read(input, context, take),
        Kind::Rtf => rtf::read(input, context, take),
        Kind::Mbox => mbox::read(input, context, take),
        Kind::Mail => mail::read(input, context, take),
        Kind::Epub => epub::read(input, context, take),
        Kind::Docx => docx::read(input, context, take),
        Kind::Odt => odt::read(input, context, take),
        Kind::Pdf => pdf::read(input, context, take),
        Kind::Warc => warc::read(input, context, take),
        Kind::Markdown => markdown::read(input, context, take),
        Kind::Json => json::read(input, context, take),
        Kind::JsonLines => json::read_lines(input, context, take),
        Kind::Csv | Kind::Tsv => table::read(kind, input, context, take),
        Kind::Zip => archive::read_zip(input, context, take),
        Kind::Tar => archive::read_tar(input, context, take),
        Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz => Ok(()),
    }
}

/// Reads what is in a file that is compressed, under the file's own name.
fn read_compressed(
    kind: Kind,
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut dyn FnMut(Outcome) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let inner = context.within(context.name)?;
    read_untold(&mut compressed::unpack(kind, input, &inner), &inner, take)
}

/// Reads something of which the kind is not told yet.
fn read_untold(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut dyn FnMut(Outcome) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let mut head = Vec::new();
    let read = input.take(HEAD_BYTES as u64).read_to_end(&mut head);
    // what came before it fails is read
    let failed = read.err();
    if let Some(error) = &failed
        && head.is_empty()
    {
        return Err(context::skip_of(error).into());
    }
    let kind = Kind::of(&head, context.name)?;
    let head = Cursor::new(head);
    match failed {
        None => read_part(kind, &mut head.chain(input), context, take),
        Some(error) => {
            let failing = BufReader::new(Failing(Some(error)));
            read_part(kind, &mut head.chain(failing), context, take)
        }
    }
}

/// What can be read no further.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Reads something that lies in what `context` is of, and hands over what is in it under its own id and theirs.
fn read_within(
    id: &str,
    input: &mut dyn BufRead,
    metadata: &Metadata,
    context: &Context<'_>,
    take: &mut dyn FnMut(Outcome) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let name = joined(context.name, Some(id));
    let mut take = |outcome| {
        take(match outcome {
            Outcome::Article(mut document) => {
                document.id = Some(joined(id, document.id.as_deref()));
                inherit(&mut document.metadata, metadata);
                Outcome::Article(document)
            }
            Outcome::Fault { id: part, skip } => Outcome::Fault {
                id: Some(joined(id, part.as_deref())),
                skip,
            },
        })
    };
    let inner = context.within(&name);
    let read = inner
        .map_err(Stopped::from)
        .and_then(|inner| read_untold(input, &inner, &mut take));
    match read {
        Err(Stopped::Skipped(skip)) => take(Outcome::Fault { id: None, skip }),
        read => read,
    }
}

/// The id of a part of a part.
fn joined(id: &str, part: Option<&str>) -> String {
    match part {
        Some(part) => format!("{id}#{part}"),
        None => id.to_owned(),
    }
}

/// Adds to what is known of an article what is known of what it lies in.
fn inherit(metadata: &mut Metadata, outer: &Metadata) {
    fn add<T: Clone>(own: &mut Option<T>, outer: Option<&T>) {
        if own.is_none() {
            *own = outer.cloned();
        }
    }
    add(&mut metadata.title, outer.title.as_ref());
    add(&mut metadata.date, outer.date.as_ref());
    add(&mut metadata.language, outer.language.as_ref());
    add(&mut metadata.source, outer.source.as_ref());
    add(&mut metadata.author, outer.author.as_ref());
    add(&mut metadata.url, outer.url.as_ref());
    if metadata.tags.is_empty() {
        metadata.tags.clone_from(&outer.tags);
    }
}

/// Reads the bytes of a file with this name, of this kind or, without one, of that which they look like; says how many bytes were
/// unpacked.
///
/// # Errors
/// Why the file as a whole is not read.
///
/// # Panics
/// If reading was stopped for anything else.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_bounded(
    name: &str,
    kind: Option<Kind>,
    bytes: &[u8],
    bounds: &Bounds,
    mut visit: impl FnMut(Outcome),
) -> (Result<(), Skip>, u64) {
    let (rules, notes) = (Rules::default(), Notes::of_size(bytes.len() as u64));
    let context = Context {
        name,
        rules: &rules,
        bounds,
        depth: 0,
        notes: &notes,
    };
    let mut take = |outcome| {
        visit(outcome);
        Ok(())
    };
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let kind = kind.map_or_else(|| Kind::of(head, name), Ok);
    let read = kind
        .map_err(Stopped::from)
        .and_then(|kind| read(kind, &mut &*bytes, &context, &mut take));
    let read = match read {
        Ok(()) => Ok(()),
        Err(Stopped::Skipped(skip)) => Err(skip),
        Err(other) => panic!("{other:?}"),
    };
    (read, notes.unpacked_bytes.get())
}

/// Bounds that small files meet.
#[cfg(any(test, fuzzing))]
pub(crate) fn small_bounds() -> Bounds {
    Bounds {
        document_bytes: 1_000_000,
        free_bytes: 2_000_000,
        unpacked_bytes: 4_000_000,
        entries: 200,
        time: std::time::Duration::from_secs(10),
        ..Bounds::default()
    }
}

/// The articles and faults of a file with this name and these bytes.
#[cfg(test)]
pub(crate) fn read_bytes(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<(Option<String>, Skip)>) {
    let (mut articles, mut faults) = (Vec::new(), Vec::new());
    let (read, _) = read_bounded(
        name,
        None,
        bytes,
        &Bounds::default(),
        |outcome| match outcome {
            Outcome::Article(document) => articles.push(document),
            Outcome::Fault { id, skip } => faults.push((id, skip)),
        },
    );
    faults.extend(read.err().map(|skip| (None, skip)));
    (articles, faults)
}
