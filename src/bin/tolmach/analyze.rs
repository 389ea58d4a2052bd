//! What becomes of a text in the index? `tolmach analyze` shows it.

use std::io::Write;

use tolmach::analysis::Analyzer;
use tolmach::language::identify::identify_article;

use crate::args::AnalyzeArguments;
use crate::exit::Exit;
use crate::search::language;
use crate::stdout::Stdout;
use crate::terminal::{note, safe};

pub fn run(arguments: &AnalyzeArguments) -> anyhow::Result<Exit> {
    let text = arguments.text.join(" ");
    let language = if let Some(code) = &arguments.lang {
        language(code)?
    } else {
        let identified = identify_article(&text);
        note!("identified as {identified} {}", identified.name());
        identified
    };
    let mut analyzer = Analyzer::new(language);
    let mut out = Stdout::lock();
    for token in analyzer.tokens(&text) {
        let surface = &text[token.byte_range.clone()];
        let steps = analyzer.steps(surface, token.kind);
        let steps = steps.iter();
        let steps = steps.map(|(step, result)| format!("{} {}", step.name(), safe(result)));
        let (stem, spellings) = analyzer.keys(&token.term);
        let stem = stem.iter().map(|stem| format!("stem {}", safe(stem)));
        let spellings = spellings.iter();
        let spellings = spellings.map(|spelling| format!("also {}", safe(spelling)));
        let told: Vec<String> = steps.chain(stem).chain(spellings).collect();
        writeln!(
            out,
            "{}\t{}..{}\t{}\t{}\t{}",
            token.position,
            token.byte_range.start,
            token.byte_range.end,
            safe(surface),
            safe(&token.term),
            told.join(", ")
        )?;
    }
    Ok(Exit::Success)
}
