//! Which article is a plain text? It is one, and its first line may be the title.

use std::io::BufRead;

use super::context::Context;
use super::piece::{Document, Piece, Stopped, Take};
use crate::article::Metadata;

pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let bytes = context.whole(input)?;
    let text = context.decode(&bytes, None)?;
    take(Piece::Article(Document {
        id: None,
        metadata: Metadata::default(),
        text,
    }))
}
