//! Any text can be analysed in any language: tokens are ranges of it, in order, and every term has a letter.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tolmach::analysis::Analyzer;
use tolmach::language::Language;
use tolmach::passage;

fuzz_target!(|input: (u8, &str)| {
    let (ordinal, text) = input;
    let languages: Vec<_> = Language::all().collect();
    let language = languages[usize::from(ordinal) % languages.len()];
    let mut start = 0;
    for token in Analyzer::new(language).tokens(text) {
        assert!(text.get(token.byte_range.clone()).is_some() && !token.term.is_empty());
        assert!(token.byte_range.start >= start);
        start = token.byte_range.start;
    }
    let mut end = 0;
    for passage in passage::split(text, None) {
        assert_eq!(passage.byte_range.start, end);
        end = passage.byte_range.end;
    }
    assert_eq!(end, text.len());
});
