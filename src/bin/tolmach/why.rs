//! Why is an article among the hits of a query, or not? `tolmach why` says it.

use std::io::{BufWriter, Write};

use clap::ColorChoice;
use tolmach::index::{Index, Manifest, Stale};
use tolmach::language::Language;
use tolmach::search::{Certainty, Explanation, Scope};
use tolmach::source::Rule;
use tolmach::why::{
    Absence, Barrier, Nearest, RankedArticle, Verdict, Why, WhyLine, WordInArticle, why,
};
use unicode_width::UnicodeWidthStr;

use crate::args::{DEFAULT_LIMIT, ReportFormat, WhyArguments};
use crate::exit::Exit;
use crate::output::json::print_object;
use crate::output::text::variant;
use crate::search::{filter, parsed, scope};
use crate::stdout::Stdout;
use crate::synonyms::with_synonyms;
use crate::terminal::{Style, note, safe};
use crate::terminal::{plural, quoted};

pub fn run(arguments: &WhyArguments, color: ColorChoice) -> anyhow::Result<Exit> {
    let scope = Scope {
        filter: filter(&arguments.filters),
        ..scope(&arguments.scope)?
    };
    let index = Index::open(arguments.index.path())?.snapshot();
    let scope = with_synonyms(scope, &arguments.scope, &index)?;
    let query = parsed(None, &arguments.query.join(" "), &arguments.scope);
    let why = why(&index, &arguments.article, &query, &scope)?;
    let mut out = BufWriter::new(Stdout::lock());
    match arguments.format {
        ReportFormat::Text => print(&mut out, &Style::of_stdout(color), &why)?,
        ReportFormat::Json => {
            print_object(&mut out, &WhyLine::of(&query, &why))?;
        }
    }
    out.flush()?;
    let is_new = matches!(
        why.verdict,
        Verdict::NotIndexed(Absence::New | Absence::Unlisted)
    );
    if why.since.is_some() || is_new {
        let folder = quoted(&arguments.index.path());
        note!(
            "hint: tolmach index {} --index {folder}",
            corpus(index.manifest())
        );
    }
    Ok(match why.verdict {
        Verdict::Hit { .. } => Exit::Success,
        _ => Exit::NothingFound,
    })
}

/// The arguments of `tolmach index` that say what an index was made of.
fn corpus(manifest: &Manifest) -> String {
    let folders = manifest.corpus.iter().map(|root| {
        let folder = root.path().unwrap_or_else(|| root.folder.clone().into());
        match &root.name {
            Some(name) => quoted(format!("{name}={}", folder.display()).as_ref()),
            None => quoted(&folder),
        }
    });
    let mut arguments: Vec<String> = folders.collect();
    let selection = &manifest.selection;
    for (option, patterns) in [
        ("--include", &selection.include),
        ("--exclude", &selection.exclude),
        ("--format-of", &selection.format_of),
        ("--encoding", &selection.encoding),
        ("--field", &selection.fields),
    ] {
        let patterns = patterns.iter().map(|pattern| quoted(pattern.as_ref()));
        arguments.extend(patterns.map(|pattern| format!("{option} {pattern}")));
    }
    for (option, is_on) in [
        ("--hidden", selection.hidden),
        ("--follow-links", selection.follow_links),
        ("--date-from mtime", selection.file_time_is_date),
        ("--files-from FILE", manifest.is_listed),
    ] {
        arguments.extend(is_on.then(|| option.to_owned()));
    }
    arguments.join(" ")
}

fn print(out: &mut impl Write, style: &Style, why: &Why) -> std::io::Result<()> {
    let article = style.bold(&safe(&why.article));
    writeln!(out, "{article} {}", verdict(why))?;
    match why.since {
        Some(Stale::Changed) => writeln!(out, "its file has changed since it was indexed")?,
        Some(Stale::Gone) => writeln!(out, "its file is not in the corpus any more")?,
        None => {}
    }
    if why.phrases_relaxed {
        writeln!(
            out,
            "no passage has its phrases as the query asks for them; their words were looked for one by one"
        )?;
    }
    if let Some(nearest) = &why.nearest {
        writeln!(out, "\npassages        {}", passages(why))?;
        writeln!(out, "scores weighed  {}", weights(why, nearest.language))?;
        print_words(out, nearest)?;
    }
    if let Some(own) = &why.own {
        let others = [why.above.as_ref(), why.first.as_ref()];
        let mut ranked: Vec<&RankedArticle> = others.into_iter().flatten().collect();
        ranked.dedup_by_key(|article| article.rank);
        ranked.insert(0, own);
        print_scores(out, &ranked)?;
    }
    Ok(())
}

/// The verdict as the end of a sentence that begins with the article.
fn verdict(why: &Why) -> String {
    match &why.verdict {
        Verdict::Hit {
            rank,
            passage_rank,
            of_articles,
            of_passages,
        } => {
            let own = why.own.as_ref();
            let is_guess = own.is_some_and(|own| own.certainty == Certainty::Guess);
            let guess = if is_guess { ", but a guess" } else { "" };
            let further = if *passage_rank > DEFAULT_LIMIT {
                format!("; search prints it with -n {passage_rank}")
            } else {
                String::new()
            };
            format!(
                "is a hit{guess}: {rank} of {of_articles} {}, its best passage {passage_rank} of {of_passages}{further}",
                plural(*of_articles as u64, "article")
            )
        }
        Verdict::Outranked {
            rank,
            of_passages,
            read,
        } => format!(
            "is no hit: by its words its best passage is {rank} of {of_passages}, and the first {read} are read again; \
             read with them, it makes its article {}",
            why.own.as_ref().map_or(*rank, |own| own.rank)
        ),
        Verdict::ShutOut { by } => {
            let line = why.nearest.as_ref().map_or(1, |nearest| nearest.line);
            let barriers: Vec<String> = by.iter().map(barrier).collect();
            format!(
                "is no hit: its nearest passage, at line {line}, {}",
                barriers.join(", and ")
            )
        }
        Verdict::NoWord => "is no hit: it has no word of the query".into(),
        Verdict::NotIndexed(Absence::New) => {
            "is not in the index: it was not in the corpus when that was built".into()
        }
        Verdict::NotIndexed(Absence::Unlisted) => {
            "is not in the index: it was not listed when that was built".into()
        }
        Verdict::NotIndexed(Absence::LeftOut(rule)) => {
            format!("is not in the index: {}", left_out(*rule))
        }
        Verdict::NotIndexed(Absence::Skipped(skip)) => {
            format!("is not in the index: {}", safe(&skip.to_string()))
        }
    }
}

fn left_out(rule: Rule) -> &'static str {
    match rule {
        Rule::Hidden => "hidden (--hidden takes it)",
        Rule::IgnoreFile => "left out by .tolmachignore",
        Rule::Exclude => "left out by --exclude",
        Rule::Include => "no --include matches it",
        Rule::Corrections => "left out by tolmach.toml",
    }
}

fn barrier(barrier: &Barrier) -> String {
    match barrier {
        Barrier::Language { language } => format!("is in {language}, which --lang leaves out"),
        Barrier::Word { text } => format!("lacks \"{}\", which --all requires", safe(text)),
        Barrier::Guess => "has but guesses, which --strict leaves out".to_owned(),
        Barrier::Phrase { text } => format!("lacks the phrase \"{}\"", safe(text)),
        Barrier::Expression { text } => format!("is not as `{}` asks", safe(text)),
        Barrier::Filter { text } => format!("is of an article that {text} leaves out"),
        Barrier::Excluded { text } => format!("has \"{}\", which is excluded", safe(text)),
    }
}

/// How many passages of the article are in which language, most first.
fn passages(why: &Why) -> String {
    let mut counts: Vec<(Language, usize, usize)> = Vec::new();
    for passage in &why.passages {
        match counts.iter_mut().find(|one| one.0 == passage.language) {
            Some((_, count, _)) => *count += 1,
            None => counts.push((passage.language, 1, passage.line)),
        }
    }
    counts.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    let several = counts.len() > 1;
    let told = counts.into_iter().map(|(language, count, line)| {
        let from = if several {
            format!(" (line {line})")
        } else {
            String::new()
        };
        format!("{count} in {language} {}{from}", language.name())
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What scores are multiplied by in the likeliest languages of the query and in that of the passage.
fn weights(why: &Why, own: Language) -> String {
    const MAX_SHOWN: usize = 5;
    let mut told: Vec<String> = Vec::new();
    for (index, one) in why.query_languages.iter().enumerate() {
        if index < MAX_SHOWN || one.language == own {
            told.push(format!("{} {:.2}", one.language, one.weight));
        }
    }
    if why.query_languages.iter().all(|one| one.language != own) {
        told.push(format!("{own} not searched"));
    }
    told.join(", ")
}

/// A line per word of the query: its term, and where the article has it.
fn print_words(out: &mut impl Write, nearest: &Nearest) -> std::io::Result<()> {
    writeln!(out, "\nwords in line {}:", nearest.line)?;
    let columns = |of: fn(&WordInArticle) -> &String| {
        let columns = nearest.words.iter().map(|word| safe(of(word)).width());
        columns.max().unwrap_or_default()
    };
    let (words, terms) = (columns(|one| &one.word), columns(|one| &one.term));
    for word in &nearest.words {
        let told = padded(&safe(&word.word), words);
        let term = padded(&safe(&word.term), terms);
        writeln!(
            out,
            "  {told}  {term}  {}",
            whereabouts(word, nearest.language)
        )?;
    }
    Ok(())
}

fn whereabouts(word: &WordInArticle, language: Language) -> String {
    if !word.here.is_empty() {
        let here: Vec<String> = word.here.iter().map(variant).collect();
        return here.join("; ");
    }
    if let Some(line) = word.other_line {
        return format!("not in this passage, in that of line {line}");
    }
    let mut told = if word.doc_freq > 0.0 {
        let passages = (word.doc_freq * 10.0).round() / 10.0; // weighted by variant
        let of_them = plural(passages.ceil() as u64, "passage");
        format!("not in the article; in {passages} {of_them} of {language}")
    } else {
        format!("in no passage of {language}")
    };
    if !word.alike_here.is_empty() {
        let alike = word.alike_here.iter();
        let alike = alike.map(|one| format!("{} ({})", safe(&one.surface), safe(&one.term)));
        told += "; the passage has ";
        told += &alike.collect::<Vec<_>>().join(", ");
    }
    if word.alike_here.is_empty() && !word.alike.is_empty() {
        let alike: Vec<String> = word.alike.iter().map(|term| safe(term)).collect();
        told = format!("{told}; {language} has {}", alike.join(", "));
    }
    told
}

/// What makes the scores, side by side; each column adds up to its score.
fn print_scores(out: &mut impl Write, ranked: &[&RankedArticle]) -> std::io::Result<()> {
    writeln!(out)?;
    for article in ranked {
        let (name, line) = (safe(&article.article), article.line);
        writeln!(
            out,
            "{:>4}. {name}:{line}  {}",
            article.rank, article.language
        )?;
    }
    // the same word may be of another language there, and be cut in another way
    let mut rows: Vec<(String, Vec<f64>)> = Vec::new();
    for (column, article) in ranked.iter().enumerate() {
        for word in &article.explanation.words {
            let at = rows.iter().position(|(known, _)| *known == word.word);
            let at = at.unwrap_or_else(|| {
                rows.push((word.word.clone(), vec![0.0; ranked.len()]));
                rows.len() - 1
            });
            rows[at].1[column] += word.contribution * article.explanation.language_weight;
        }
    }
    let each = |value: &dyn Fn(&Explanation) -> f64| -> Vec<f64> {
        let explanations = ranked.iter().map(|article| &article.explanation);
        explanations.map(value).collect()
    };
    let features = ranked
        .first()
        .map_or(0, |own| own.explanation.features.len());
    for feature in 0..features {
        let name = ranked[0].explanation.features[feature].name;
        let contribution =
            |one: &Explanation| one.features[feature].contribution * one.language_weight;
        rows.push((format!("reading: {name}"), each(&contribution)));
    }
    rows.push(("score".into(), each(&|one| one.score)));
    let names = rows.iter().map(|(name, _)| safe(name).width());
    let columns = names.max().unwrap_or_default();
    write!(out, "\n{}", padded("", columns))?;
    for article in ranked {
        write!(out, "  {:>9}", format!("{}.", article.rank))?;
    }
    writeln!(out)?;
    for (name, values) in rows {
        write!(out, "{}", padded(&safe(&name), columns))?;
        for value in values {
            write!(out, "  {value:>9.4}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}
