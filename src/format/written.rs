//! What does a text document become? Its paragraphs are lines, a row of a table is one, and its title stands first.

use super::line::{headed, one_line};
use super::packed::malformed;
use super::piece::{Document, Piece, Stopped, Take};
use super::properties::Properties;
use crate::skip::Skip;

/// What was read of a document so far.
#[derive(Default)]
pub(super) struct Written {
    lines: Vec<String>,
    /// The first paragraph in the style of titles.
    title: Option<String>,
    /// Cells of the row that is being read.
    cells: Vec<String>,
    /// How deep tables are.
    rows: usize,
}

impl Written {
    /// Ends a paragraph with this text, which has these lines where it is in no table.
    pub(super) fn end_paragraph(
        &mut self,
        text: &str,
        is_title: bool,
        lines: impl Iterator<Item = String>,
    ) {
        if is_title && self.title.is_none() && !text.trim().is_empty() {
            self.title = Some(one_line(text));
        }
        if self.rows == 0 {
            self.lines.extend(lines);
            return;
        }
        let cell = one_line(text);
        match self.cells.last_mut() {
            Some(last) if !last.is_empty() && !cell.is_empty() => {
                last.push(' ');
                last.push_str(&cell);
            }
            Some(last) if last.is_empty() => *last = cell,
            Some(_) => {}
            None => self.cells.push(cell),
        }
    }

    pub(super) fn begin_row(&mut self) {
        self.rows += 1;
    }

    pub(super) fn end_cell(&mut self) {
        self.cells.push(String::new());
    }

    pub(super) fn end_row(&mut self) {
        self.rows = self.rows.saturating_sub(1);
        let cells = self.cells.drain(..).filter(|cell| !cell.is_empty());
        let cells: Vec<String> = cells.collect();
        if !cells.is_empty() {
            self.lines.push(cells.join(" | "));
        }
    }

    /// Hands over the article of a document of this format, and what is wrong with the document if not all of it could be
    /// read.
    ///
    /// # Errors
    /// [`Skip::Empty`] or what is wrong, if it has no text.
    pub(super) fn hand_over(
        self,
        format: &'static str,
        mut properties: Properties,
        fault: Option<String>,
        take: &mut Take<'_>,
    ) -> Result<(), Stopped> {
        properties.title = properties.title.or(self.title);
        let text = headed(properties.title.as_deref(), self.lines.join("\n"));
        let fault = fault.map(|fault| malformed(format, &fault));
        if text.trim().is_empty() {
            return Err(fault.unwrap_or(Skip::Empty).into());
        }
        let metadata = properties.metadata(&text, false);
        take(Piece::Article(Document {
            id: None,
            metadata,
            text,
        }))?;
        match fault {
            Some(skip) => take(Piece::Fault { id: None, skip }),
            None => Ok(()),
        }
    }
}
