//! Which articles does a file have? Its kind is told, and its format reads it.

use std::io::{BufRead, BufReader};

use serde::{Deserialize, Serialize};

use super::completed::{Around, completed};
use super::hashed::HashedFile;
use super::name::{Root, locate};
use super::text::TextReader;
use crate::article::{self, Date, Metadata};
use crate::error::Result;
pub(crate) use crate::format::Stopped;
use crate::format::{
    self, Assumed, Bounds, Context, Document, HEAD_BYTES, Kind, Notes, Outcome, Rules,
};
use crate::skip::Skip;

/// Faults of the parts of a file that are told one by one; of more, the number is.
const MAX_FAULTS: usize = 1000;

/// An article as a file has it.
pub(crate) struct FileArticle<'f, 'r> {
    /// What tells it from the others of its file, if the file can have others.
    pub(crate) id: Option<String>,
    pub(crate) metadata: Metadata,
    /// Its text, or the beginning of it.
    pub(crate) text: String,
    /// Where the rest of its text comes from, if it has more.
    pub(crate) rest: Option<&'r mut TextReader<'f>>,
}

/// Takes the articles of a file, one after the other.
pub(crate) type TakeArticle<'t> = dyn FnMut(FileArticle<'_, '_>) -> Result<(), Stopped> + 't;

/// Makes articles of a file and hands them over in order.
pub(crate) type Reader = fn(
    file: &mut HashedFile,
    how: &How<'_>,
    take: &mut TakeArticle<'_>,
) -> Result<FileNotes, Stopped>;

/// How a file is to be read.
pub(crate) struct How<'h> {
    /// Its path relative to the corpus.
    pub(crate) path: &'h str,
    /// The folders of the corpus.
    pub(crate) roots: &'h [Root],
    /// What was said of it.
    pub(crate) rules: &'h Rules,
    /// What it may take.
    pub(crate) bounds: &'h Bounds,
    /// When it was changed, if that is to be the date of articles of which nothing else tells one.
    pub(crate) file_time: Option<Date>,
    /// Of a long text no more than about so many bytes are to be in memory.
    pub(crate) window_bytes: usize,
}

impl<'h> How<'h> {
    /// What is around the text of the article with this name.
    fn around<'a>(&'a self, name: &'a str) -> Around<'a>
    where
        'h: 'a,
    {
        Around {
            path: name,
            corrected: Some(&self.rules.corrected),
            file_time: self.file_time,
        }
    }
}

/// What there is to tell of a file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNotes {
    /// Bytes that were no text in the encoding of the file and were replaced.
    pub replaced_bytes: u64,
    /// Texts that were taken to be in another encoding than UTF-8.
    pub encodings: Vec<Assumed>,
    /// Parts that are not in the index, and why, by their ids.
    pub faults: Vec<(Option<String>, Skip)>,
    /// How many more there are of these.
    pub more_faults: u64,
}

/// The [`Reader`] of all formats.
pub(crate) fn any_format(
    file: &mut HashedFile,
    how: &How<'_>,
    take: &mut TakeArticle<'_>,
) -> Result<FileNotes, Stopped> {
    if how.rules.is_converted {
        return converted(file, how, take);
    }
    let kind = match how.rules.kind {
        Some(kind) => kind,
        None => file.kind(how.path)?,
    };
    match kind {
        Kind::Plain => plain_text(file, how, take),
        kind => {
            let bytes = file.bytes();
            let mut input = BufReader::with_capacity(HEAD_BYTES, file);
            pieces(kind, &mut input, bytes, how, take)
        }
    }
}

/// The articles of what a program of the user's makes of a file: text, or a page of the web.
fn converted(
    file: &mut HashedFile,
    how: &How<'_>,
    take: &mut TakeArticle<'_>,
) -> Result<FileNotes, Stopped> {
    let Some(converter) = &how.rules.converter else {
        let forgotten = "which program it was is not remembered, see --pre";
        return Err(Skip::Converter(forgotten.to_owned()).into());
    };
    let path = locate(how.roots, how.path).ok_or(Skip::Outside)?;
    let output = converter.run(file, &path, how.bounds)?;
    let kind = match Kind::of(&output[..output.len().min(HEAD_BYTES)], "")? {
        Kind::Html => Kind::Html,
        _ => Kind::Plain,
    };
    let bytes = output.len() as u64;
    pieces(kind, &mut &*output, bytes, how, take)
}

/// The articles of a plain text, which may be larger than memory: the file is one, and its first line may be the title.
fn plain_text(
    file: &mut HashedFile,
    how: &How<'_>,
    take: &mut TakeArticle<'_>,
) -> Result<FileNotes, Stopped> {
    let mut reader = TextReader::new(file, how.rules.encoding.as_deref());
    let mut text = String::new();
    let has_more = reader.fill(&mut text, how.window_bytes)?;
    if !has_more {
        reader.check()?;
    }
    let metadata = completed(Metadata::default(), &text, how.around(how.path));
    take(FileArticle {
        id: None,
        metadata,
        text,
        rest: has_more.then_some(&mut reader),
    })?;
    reader.check()?;
    let assumed = reader.charset();
    let assumed = assumed.map(|(charset, origin)| Assumed::of(how.path, charset, origin));
    Ok(FileNotes {
        replaced_bytes: reader.replaced_bytes(),
        encodings: assumed.into_iter().collect(),
        ..FileNotes::default()
    })
}

/// The articles of any other kind of file.
fn pieces(
    kind: Kind,
    input: &mut dyn BufRead,
    bytes: u64,
    how: &How<'_>,
    take: &mut TakeArticle<'_>,
) -> Result<FileNotes, Stopped> {
    let notes = Notes::of_size(bytes);
    let context = Context {
        name: how.path,
        rules: how.rules,
        bounds: how.bounds,
        depth: 0,
        notes: &notes,
    };
    let mut told = FileNotes::default();
    format::read(kind, input, &context, &mut |outcome| match outcome {
        Outcome::Article(Document { id, metadata, text }) => {
            let name = article::name(how.path, id.as_deref());
            take(FileArticle {
                id,
                metadata: completed(metadata, &text, how.around(&name)),
                text,
                rest: None,
            })
        }
        Outcome::Fault { id, skip } => {
            told.add_fault(id, skip);
            Ok(())
        }
    })?;
    told.replaced_bytes = notes.replaced_bytes.get();
    told.encodings = notes.encodings.into_inner();
    Ok(told)
}

impl FileNotes {
    /// Why a file has no article of which this is to be told; a fault of all of it is no fault of a part then.
    pub(crate) fn why_nothing(&mut self) -> Skip {
        match &self.faults[..] {
            [] => Skip::Empty,
            [(None, skip)] => {
                let skip = skip.clone();
                self.faults.clear();
                skip
            }
            _ => Skip::Parts,
        }
    }

    fn add_fault(&mut self, id: Option<String>, skip: Skip) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push((id, skip));
        } else {
            self.more_faults += 1;
        }
    }
}
