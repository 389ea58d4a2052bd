//! The yardstick of the build benchmark: what an indexer in plain Tantivy does with the same fields and two threads.
//! `cargo run --release --example plain_tantivy -- CORPUS INDEX`
//!
//! It is told the language (the name of the first folder), takes each line as a document, splits words at what is
//! no letter or digit, lowers and stems them, and stores the text. It detects nothing, joins nothing, folds nothing.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use rust_stemmers::{Algorithm, Stemmer};
use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};
use tantivy::{IndexWriter, TantivyDocument};
use walkdir::WalkDir;

const LANGUAGES: [(&str, Algorithm); 5] = [
    ("de", Algorithm::German),
    ("ru", Algorithm::Russian),
    ("hu", Algorithm::Hungarian),
    ("es", Algorithm::Spanish),
    ("en", Algorithm::English),
];

#[derive(Clone)]
struct Stem(Algorithm);

impl TokenFilter for Stem {
    type Tokenizer<T: Tokenizer> = Stemming<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> Stemming<T> {
        Stemming {
            inner,
            algorithm: self.0,
        }
    }
}

#[derive(Clone)]
struct Stemming<T> {
    inner: T,
    algorithm: Algorithm,
}

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = Stems<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Stems {
            inner: self.inner.token_stream(text),
            stemmer: Stemmer::create(self.algorithm),
        }
    }
}

struct Stems<S> {
    inner: S,
    stemmer: Stemmer,
}

impl<S: TokenStream> TokenStream for Stems<S> {
    fn advance(&mut self) -> bool {
        let more = self.inner.advance();
        if more {
            let token = self.inner.token_mut();
            token.text = self.stemmer.stem(&token.text).into_owned();
        }
        more
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, corpus, index] = arguments.as_slice() else {
        return Err("usage: plain_tantivy CORPUS INDEX".into());
    };
    let started = Instant::now();
    let _ = fs::remove_dir_all(index);
    fs::create_dir_all(index)?;
    let mut builder = Schema::builder();
    let fields: Vec<_> = LANGUAGES
        .iter()
        .map(|(code, _)| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(code)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions);
            builder.add_text_field(
                code,
                TextOptions::default()
                    .set_indexing_options(indexing)
                    .set_stored(),
            )
        })
        .collect();
    let file = builder.add_u64_field("file", FAST | INDEXED);
    let columns: Vec<_> = ["byte", "char", "line", "column", "length"]
        .iter()
        .map(|name| builder.add_u64_field(name, FAST))
        .collect();
    let path = builder.add_text_field("path", STORED);
    let engine = tantivy::Index::create_in_dir(Path::new(index), builder.build())?;
    for (code, algorithm) in LANGUAGES {
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(Stem(algorithm))
            .build();
        engine.tokenizers().register(code, analyzer);
    }
    let mut writer: IndexWriter = engine.writer_with_num_threads(2, 300_000_000)?;
    let mut bytes = 0;
    let files = WalkDir::new(corpus)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    for (number, entry) in files.enumerate() {
        let relative = entry.path().strip_prefix(corpus)?;
        let language = relative
            .iter()
            .next()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let Some(place) = LANGUAGES.iter().position(|(code, _)| *code == language) else {
            continue;
        };
        let text = fs::read_to_string(entry.path())?;
        bytes += text.len();
        let mut at = 0;
        for (line, paragraph) in text.split_inclusive('\n').enumerate() {
            let mut document = TantivyDocument::new();
            document.add_text(fields[place], paragraph);
            document.add_u64(file, number as u64);
            for (column, value) in columns.iter().zip([at, at, line, 1, paragraph.len()]) {
                document.add_u64(*column, value as u64);
            }
            writer.add_document(document)?;
            at += paragraph.len();
        }
        let mut document = TantivyDocument::new();
        document.add_text(path, relative.to_string_lossy());
        document.add_u64(file, number as u64);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{bytes} bytes in {seconds:.2} s, {:.1} MB/s",
        bytes as f64 / 1e6 / seconds
    );
    Ok(())
}
