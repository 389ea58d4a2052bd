//! Full-text search over a folder of articles in many languages.
//!
//! ```text
//! index:   folder → file → article(s) → language of each passage → passages → tokens → terms → fields → commit
//! search:  text → query → plan per language → candidates → re-ranked → hits → snippets
//! ```
//!
//! A file of the corpus yields *articles*, a plain text one; a *passage* of an article, in one language, is what is
//! indexed and ranked. An analyzer makes *tokens* of a text and a *term* of each token; the terms of each language have
//! a *field* of their own. A query is planned for every language of the index, each with its own statistics, and a *hit* is a passage
//! with its score and its *highlights*.
//!
//! The library prints nothing, exits nowhere and reads no environment; the program in `src/bin` does.
//!
//! ```
//! use tolmach::index::{BuildOptions, Progress, build};
//! use tolmach::source::Sources;
//! use tolmach::{Index, Query, SearchOptions, search};
//!
//! let folder = tempfile::tempdir()?;
//! let corpus = folder.path().join("corpus");
//! std::fs::create_dir(&corpus)?;
//! std::fs::write(corpus.join("de.txt"), "Der Präsident besuchte am Montag die Häuser am Hafen.\n")?;
//! std::fs::write(corpus.join("fr.txt"), "Le président a visité lundi les maisons du port.\n")?;
//!
//! let path = folder.path().join("index");
//! let report = build(&Sources::folder(&corpus), &path, &BuildOptions::default(), &Progress::default())?;
//! assert_eq!(report.manifest.articles, 2);
//!
//! let index = Index::open(&path)?.snapshot();
//! let result = search(&index, &Query::parse("Haus"), &SearchOptions::default())?;
//! let hit = &result.hits[0];
//! assert_eq!((hit.article.as_str(), hit.language.code()), ("de.txt", "de"));
//! assert_eq!(hit.text_of(&hit.highlights[0]), "Häuser");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Articles need not be in files: [`Sources::articles`](source::Sources::articles) takes what a database has, say, with
//! what it knows of each ([`Article`]); `examples/in_memory.rs` shows all of it.
//!
//! ```
//! # use tolmach::index::{BuildOptions, Progress, build};
//! use tolmach::{Article, source::Sources};
//! # let folder = tempfile::tempdir()?;
//! # let (path, options) = (folder.path().join("index"), BuildOptions::default());
//!
//! let article = Article::new("17", "Die Häuser am Hafen sind eröffnet.").with_date("2024-05-02".parse()?);
//! let report = build(&Sources::articles([article]), &path, &options, &Progress::default())?;
//! assert_eq!(report.manifest.articles, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(rustdoc::broken_intra_doc_links)]
#![deny(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::exit,
    clippy::dbg_macro
)]
#![cfg_attr(not(test), deny(clippy::unwrap_used))]

pub mod analysis;
pub mod article;
mod date;
mod duplicates;
mod engine;
pub mod error;
pub mod eval;
pub mod format;
#[cfg(any(test, fuzzing))]
pub mod fuzzed;
pub mod hit;
pub mod index;
pub mod language;
pub mod last_run;
pub mod limits;
mod named;
mod open_file;
pub mod passage;
mod plan;
pub mod query;
mod rerank;
mod retrieve;
pub mod search;
pub mod show;
mod skip;
mod snippet;
pub mod source;
#[cfg(test)]
mod trials;
mod vocabulary;
pub mod why;

pub use article::{Article, Date};
pub use error::{Error, Result};
pub use hit::Hit;
pub use index::{Index, Snapshot};
pub use query::Query;
pub use search::{SearchOptions, SearchResult, search};
