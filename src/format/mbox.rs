//! Which letters are in a mailbox? Each begins with a line `From …`; they are read one after the other.

use std::io::BufRead;

use super::context::{Context, skip_of};
use super::mail::letter;
use super::piece::{Piece, Stopped, Take};
use crate::skip::{Bound, Skip};

/// What a letter begins with.
const BEGIN: &[u8] = b"From ";

/// Reads a mailbox.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let mut mailbox = Mailbox {
        letter: Vec::new(),
        line: Vec::new(),
        number: 0,
        is_too_large: false,
    };
    let mut is_blank = true;
    loop {
        mailbox.line.clear();
        let most = context.bounds.document_bytes;
        let read = std::io::Read::take(&mut *input, most).read_until(b'\n', &mut mailbox.line);
        if read.map_err(|error| skip_of(&error))? == 0 {
            break;
        }
        if is_blank && mailbox.line.starts_with(BEGIN) {
            mailbox.finish(context, take)?;
            mailbox.number += 1;
        } else if mailbox.number == 0 && !mailbox.line.iter().all(u8::is_ascii_whitespace) {
            return Err(Skip::Malformed {
                format: "mailbox".to_owned(),
                detail: "does not begin with `From `".to_owned(),
            }
            .into());
        } else {
            mailbox.add(most);
        }
        is_blank = matches!(&mailbox.line[..], b"\n" | b"\r\n");
    }
    mailbox.finish(context, take)?;
    if mailbox.number == 0 {
        Err(Skip::Empty.into())
    } else {
        Ok(())
    }
}

/// What is read of a mailbox.
struct Mailbox {
    letter: Vec<u8>,
    line: Vec<u8>,
    number: usize,
    is_too_large: bool,
}

impl Mailbox {
    /// Adds a line to the letter. Lines that would begin a letter have a `>` before them, which is taken away.
    fn add(&mut self, most: u64) {
        let quotes = self.line.iter().take_while(|byte| **byte == b'>').count();
        let is_quoted = quotes > 0 && self.line[quotes..].starts_with(BEGIN);
        let line = if is_quoted {
            &self.line[1..]
        } else {
            &self.line[..]
        };
        if (self.letter.len() + line.len()) as u64 > most {
            self.is_too_large = true;
            self.letter.clear();
        }
        if !self.is_too_large {
            self.letter.extend_from_slice(line);
        }
    }

    /// Hands over the letter that was read.
    fn finish(&mut self, context: &Context<'_>, take: &mut Take<'_>) -> Result<(), Stopped> {
        let bytes = std::mem::take(&mut self.letter);
        let is_too_large = std::mem::take(&mut self.is_too_large);
        if self.number == 0 {
            return Ok(());
        }
        let number = self.number.to_string();
        if is_too_large {
            let skip = Skip::Bound(Bound::Document(context.bounds.document_bytes));
            return take(Piece::Fault {
                id: Some(number),
                skip,
            });
        }
        match letter(&bytes, context) {
            Ok(letter) => {
                let id = letter
                    .message_id
                    .as_deref()
                    .map_or(number, super::mail::safe_name);
                for piece in letter.into_pieces(Some(&id)) {
                    take(piece)?;
                }
                Ok(())
            }
            Err(skip) => take(Piece::Fault {
                id: Some(number),
                skip,
            }),
        }
    }
}
