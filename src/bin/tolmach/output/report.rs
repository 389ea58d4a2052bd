//! What did a build do? It is told in words on stderr, with its changes.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use indicatif::HumanBytes;
use tolmach::article::LanguageCounts;
use tolmach::index::{BuildOptions, BuildReport, Change, Manifest, Outcome, Selected};
use tolmach::language::Language;
use tolmach::source::{CharsetOrigin, LeftOut, Root, Rule, Selection};

use crate::terminal::{note, plural, quoted, safe};

/// Files that are listed one by one; of more, the number is given.
const MAX_LISTED: usize = 50;

/// Says in words what was done.
pub fn summary(report: &BuildReport, options: &BuildOptions, elapsed: Duration, index: &Path) {
    if let Outcome::Rebuilt {
        reason: Some(reason),
    } = &report.outcome
    {
        note!("{reason}; it is built anew");
    }
    if let Some(former) = &report.former_corpus {
        note!(
            "the index was of another folder before: {}",
            folders(former)
        );
    }
    if let Some(change) = &report.selection_change {
        let (now, former) = (selected(&change.now), selected(&change.former));
        note!("selection changed: {now} (before: {former})");
    }
    for (path, bytes) in report.repaired.iter().take(MAX_LISTED) {
        let were = if *bytes == 1 {
            "byte was"
        } else {
            "bytes were"
        };
        note!("{path}: {bytes} {were} no text, replaced");
    }
    let assumed = || {
        report
            .encodings
            .iter()
            .filter(|assumed| assumed.from != CharsetOrigin::Told)
    };
    for assumed in assumed().take(MAX_LISTED) {
        let how = match assumed.from {
            CharsetOrigin::Mark => "by the mark at its beginning",
            CharsetOrigin::Declared => "as it declares",
            CharsetOrigin::Detected | CharsetOrigin::Told => "as its letters look",
        };
        note!("{}: read as {}, {how}", assumed.path, assumed.encoding);
    }
    let more = assumed().count().saturating_sub(MAX_LISTED);
    if more > 0 {
        note!("and {more} more texts in other encodings than UTF-8");
    }
    for (path, skip) in report.skipped.iter().take(MAX_LISTED) {
        note!("{path}: skipped, {skip}");
    }
    let more = report.skipped.len().saturating_sub(MAX_LISTED);
    let more = more as u64 + report.more_faults;
    if more > 0 {
        note!("and {more} more files skipped");
    }
    for (path, files) in report.kept_unseen.iter().take(MAX_LISTED) {
        let stay = if *files == 1 {
            "file stays as it was"
        } else {
            "files stay as they were"
        };
        let below = if path.is_empty() { "the corpus" } else { path };
        note!("{below}: {files} {stay} indexed (--allow-empty removes what is not found)");
    }
    let more = report.kept_unseen.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        note!("and files of {more} more folders that stay as they were indexed");
    }
    for bad in report.bad_lines.iter().take(MAX_LISTED) {
        note!("{}:{}: no pattern, {}", bad.file, bad.line, bad.reason);
    }
    let more = report.bad_lines.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        note!("and {more} more lines that are no patterns");
    }
    tell_left_out(&report.left_out, report.manifest.articles == 0);
    let is_expected = options.dry_run || options.allow_empty;
    if report.manifest.articles == 0 && report.left_out.is_empty() && !is_expected {
        if report.skipped.is_empty() {
            note!("nothing to index; the corpus has no files");
        } else {
            note!("nothing to index; no file of the corpus has text that can be read");
        }
    }
    if options.dry_run {
        note!("{}; nothing was written", counted(report));
        return;
    }
    if report.outcome == Outcome::Unchanged {
        note!("nothing changed");
    } else {
        languages(&report.manifest);
    }
    if report.outcome == Outcome::Updated {
        note!("{}", counted(report));
    }
    let seconds = elapsed.as_secs_f64();
    let speed = match report.outcome {
        Outcome::Built | Outcome::Rebuilt { .. } => {
            let megabytes = report.manifest.bytes as f64 / 1e6;
            format!(" ({:.1} MB/s)", megabytes / seconds.max(1e-9))
        }
        Outcome::Updated | Outcome::Unchanged => String::new(),
    };
    let passages = report.manifest.passages();
    note!(
        "{} {}, {passages} {}, {} of text in {seconds:.2} s{speed}; index {} at {}",
        report.manifest.articles,
        plural(report.manifest.articles, "article"),
        plural(passages, "passage"),
        HumanBytes(report.manifest.bytes),
        HumanBytes(report.index_bytes),
        index.display(),
    );
}

/// Said where nothing was typed to select files.
pub const ALL_FILES: &str = "all files";

/// Which files are taken, as it is typed.
pub fn selected(selected: &Selected) -> String {
    let Selection {
        include,
        exclude,
        hidden,
        follow_links,
        max_file_bytes,
        format_of,
        encoding,
        fields,
        converted,
        file_time_is_date,
    } = &selected.selection;
    let pattern = |option: &str, pattern: &String| format!("{option} {}", quoted(pattern.as_ref()));
    let mut typed: Vec<String> = Vec::new();
    typed.extend(include.iter().map(|include| pattern("--include", include)));
    typed.extend(exclude.iter().map(|exclude| pattern("--exclude", exclude)));
    typed.extend(hidden.then(|| "--hidden".to_owned()));
    typed.extend(follow_links.then(|| "--follow-links".to_owned()));
    if *max_file_bytes != Selection::default().max_file_bytes {
        let most = max_file_bytes.map_or_else(|| "none".to_owned(), |most| most.to_string());
        typed.push(format!("--max-file-size {most}"));
    }
    for (option, rules) in [
        ("--format-of", format_of),
        ("--encoding", encoding),
        ("--field", fields),
    ] {
        typed.extend(rules.iter().map(|rule| pattern(option, rule)));
    }
    let converted = converted.iter().map(|glob| format!("{glob}=…"));
    typed.extend(converted.map(|rule| pattern("--pre", &rule)));
    typed.extend(file_time_is_date.then(|| "--date-from mtime".to_owned()));
    typed.extend(selected.is_listed.then(|| "--files-from …".to_owned()));
    if typed.is_empty() {
        ALL_FILES.to_owned()
    } else {
        typed.join(" ")
    }
}

/// The languages of an index, that with the most passages first.
pub fn by_passages(manifest: &Manifest) -> Vec<(Language, LanguageCounts)> {
    let languages = manifest.languages.iter();
    let mut languages: Vec<_> = languages
        .map(|(language, counts)| (*language, *counts))
        .collect();
    let most_first = |(_, counts): &(Language, LanguageCounts)| std::cmp::Reverse(counts.passages);
    languages.sort_by_key(most_first);
    languages
}

fn languages(manifest: &Manifest) {
    let languages = by_passages(manifest);
    if !languages.is_empty() {
        note!("{:24} {:>9} {:>9}", "language", "articles", "passages");
    }
    for (language, counts) in languages {
        let name = format!("{language} {}", language.name());
        note!("{name:24} {:>9} {:>9}", counts.articles, counts.passages);
    }
}

fn counted(report: &BuildReport) -> String {
    format!("{}, {} unchanged", report.counts, report.unchanged)
}

/// Prints a line per change: what it is, the file, and of a renamed one the path that it had.
pub fn changes(out: &mut impl Write, changes: &[Change]) -> anyhow::Result<()> {
    for change in changes {
        let (what, path, from) = match change {
            Change::New { path } => ("new", path, None),
            Change::Changed { path } => ("changed", path, None),
            Change::Removed { path } => ("removed", path, None),
            Change::Renamed { path, from } => ("renamed", path, Some(from)),
        };
        let from = from.map_or_else(String::new, |from| format!("\t{}", safe(from)));
        writeln!(out, "{what}\t{}{from}", safe(path))?;
    }
    Ok(())
}

/// Says how much the selection left out. That hidden files were is worth telling only if nothing is left.
fn tell_left_out(left_out: &LeftOut, nothing_left: bool) {
    let told = left_out
        .iter()
        .filter(|(rule, _)| nothing_left || **rule != Rule::Hidden)
        .map(|(rule, count)| match rule {
            Rule::Hidden => format!("{count} hidden (--hidden takes them)"),
            Rule::IgnoreFile => format!("{count} by .tolmachignore"),
            Rule::Exclude => format!("{count} by --exclude"),
            Rule::Include => format!("{count} that no --include matches"),
            Rule::Corrections => format!("{count} by tolmach.toml"),
        });
    let told = told.collect::<Vec<_>>().join(", ");
    if !told.is_empty() {
        let nothing = if nothing_left {
            "nothing to index; "
        } else {
            ""
        };
        note!("{nothing}files and folders left out: {told}");
    }
}

/// The folders of a corpus, with the names that they give their articles.
pub fn folders(roots: &[Root]) -> String {
    roots.iter().map(Root::typed).collect::<Vec<_>>().join(", ")
}
