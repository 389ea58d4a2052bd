//! Which fields are there? One per language for the text, and a few columns that say where a passage lies.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::analysis::Analyzer;
use crate::analysis::words::Words;
use crate::language::Language;

/// The handles of all fields.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    /// The text of a passage, indexed with positions; by [`Language::ordinal`].
    pub text: Vec<Field>,
    /// Number of the article, see [`ArticleRecord`](crate::article::ArticleRecord).
    pub article: Field,
    /// Bytes of the article before the passage.
    pub byte_start: Field,
    /// Characters of the article before the passage.
    pub char_start: Field,
    /// Line the passage starts in, from 1.
    pub line: Field,
    /// Character of that line it starts at, from 1.
    pub column: Field,
    /// Its length as the scorer sees it (see [`crate::passage::Passage::weighed_chars`]).
    pub length: Field,
}

/// The names of the columns, as they are asked for at search time.
pub(crate) const ARTICLE: &str = "_article";
pub(crate) const BYTE_START: &str = "_byte_start";
pub(crate) const CHAR_START: &str = "_char_start";
pub(crate) const LINE: &str = "_line";
pub(crate) const COLUMN: &str = "_column";
pub(crate) const LENGTH: &str = "_length";

impl Fields {
    /// The schema of an index, with its fields.
    pub(crate) fn schema() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let text = Language::all()
            .map(|language| {
                // No field norms: they would take a byte per passage in every language's field. The scorer reads
                // one column of lengths instead.
                let indexing = TextFieldIndexing::default()
                    .set_tokenizer(language.code())
                    .set_fieldnorms(false)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions);
                let options = TextOptions::default().set_indexing_options(indexing);
                builder.add_text_field(language.code(), options)
            })
            .collect();
        let column = NumericOptions::from(FAST);
        let fields = Self {
            text,
            article: builder.add_u64_field(ARTICLE, column.clone()),
            byte_start: builder.add_u64_field(BYTE_START, column.clone()),
            char_start: builder.add_u64_field(CHAR_START, column.clone()),
            line: builder.add_u64_field(LINE, column.clone()),
            column: builder.add_u64_field(COLUMN, column.clone()),
            length: builder.add_u64_field(LENGTH, column),
        };
        (builder.build(), fields)
    }

    /// The text field of a language.
    #[must_use]
    pub(crate) fn of(&self, language: Language) -> Field {
        self.text[language.ordinal()]
    }
}

/// An analyzer of each language, under the name of its field.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default(); // columns ask it for the engine's own
    for language in Language::all() {
        let analyzer = TextAnalyzer::from(FieldTokenizer {
            analyzer: Analyzer::new(language),
        });
        manager.register(language.code(), analyzer);
    }
    manager
}

/// [`Analyzer`] as the engine wants it.
struct FieldTokenizer {
    analyzer: Analyzer,
}

impl Clone for FieldTokenizer {
    /// Each segment writer gets an analyzer with a memory of its own.
    fn clone(&self) -> Self {
        Self {
            analyzer: Analyzer::new(self.analyzer.language()),
        }
    }
}

impl Tokenizer for FieldTokenizer {
    type TokenStream<'a> = FieldTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FieldTokens<'a> {
        let words = self.analyzer.words(text);
        FieldTokens {
            analyzer: &mut self.analyzer,
            text,
            words,
            token: Token::default(),
        }
    }
}

struct FieldTokens<'a> {
    analyzer: &'a mut Analyzer,
    text: &'a str,
    words: Words<'a>,
    token: Token,
}

impl TokenStream for FieldTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        let (byte_range, term) = self.analyzer.term(self.text, &word);
        let advance = usize::from(word.advances);
        self.token.position = self.token.position.wrapping_add(advance);
        self.token.offset_from = byte_range.start;
        self.token.offset_to = byte_range.end;
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
