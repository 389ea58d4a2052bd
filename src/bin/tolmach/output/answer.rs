//! What is printed, where and how? An answer to a query, within a budget, with paths that open.

use std::io::Write;
use std::path::{Path, PathBuf};

use tolmach::hit::Hit;
use tolmach::query::Query;
use tolmach::search::SearchResult;

use super::tokens::{self, Budget};
use crate::args::SearchArguments;
use crate::hyperlink::Hyperlink;
use crate::terminal::{Style, plural};

/// Where and how hits are printed.
pub struct Output<'o, W> {
    pub arguments: &'o SearchArguments,
    pub style: Style,
    pub out: W,
    pub(super) budget: Budget,
    /// What people can click on, if they can.
    pub(super) hyperlink: Option<Hyperlink>,
    /// The folder that paths are relative to.
    here: Option<PathBuf>,
}

/// An answer to be printed.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    pub id: Option<&'a str>,
    pub query: &'a Query,
    pub result: &'a SearchResult,
    pub milliseconds: f64,
}

impl<'o, W: Write> Output<'o, W> {
    pub fn new(arguments: &'o SearchArguments, style: Style, out: W) -> Self {
        let told = arguments.output.hyperlink_format.clone();
        let hyperlink = told.or_else(|| style.columns.and_then(|_| Hyperlink::of_terminal()));
        Self {
            arguments,
            hyperlink: hyperlink.filter(|_| style.color),
            style,
            out,
            budget: Budget::new(arguments.output.max_tokens),
            here: std::env::current_dir().ok(),
        }
    }

    /// Prints hits one by one as long as the budget has room for them and for what is said of the rest; how many it had room
    /// for.
    pub(super) fn print_within(
        &mut self,
        hits: &[Hit],
        closing: &str,
        mut written: impl FnMut(&Self, usize) -> anyhow::Result<String>,
    ) -> anyhow::Result<usize> {
        let reserved = tokens::count(closing);
        for at in 0..hits.len() {
            let text = written(self, at)?;
            if !self.budget.takes(&text, reserved) {
                return Ok(at);
            }
            self.out.write_all(text.as_bytes())?;
        }
        Ok(hits.len())
    }

    /// How the file of a hit is named so that it opens from here, or from anywhere.
    pub(super) fn path<'h>(&self, hit: &'h Hit) -> &'h Path {
        let file = hit.file.as_deref().unwrap_or(Path::new(&hit.article));
        let here = self
            .here
            .as_deref()
            .filter(|_| !self.arguments.output.absolute);
        here.and_then(|here| file.strip_prefix(here).ok())
            .unwrap_or(file)
    }

    /// A text as a link to the file and the line of a hit, where there are links.
    pub(super) fn linked(&self, shown: &str, hit: &Hit) -> String {
        match (&self.hyperlink, &hit.file) {
            (Some(hyperlink), Some(file)) => {
                let mark = hit.highlights.iter().find(|mark| mark.line == hit.line);
                let column = mark.map_or(1, |mark| mark.column);
                hyperlink.around(shown, file, hit.line, column)
            }
            _ => shown.to_owned(),
        }
    }

    /// How people are told where a hit is: by the name of its article, or by the whole path of its file.
    pub(super) fn location(&self, hit: &Hit) -> String {
        match &hit.file {
            Some(file) if self.arguments.output.absolute => {
                let part = hit.article.split_once('#').map(|(_, id)| format!("#{id}"));
                format!("{}{}", file.display(), part.unwrap_or_default())
            }
            _ => hit.article.clone(),
        }
    }
}

/// What is said of hits that there was no room for.
pub(super) fn left_out(hits: usize, budget: &Budget) -> String {
    let passages = plural(hits as u64, "passage");
    let most = budget.most().unwrap_or_default();
    format!("{hits} more {passages} left out: --max-tokens {most}")
}
