//! Which of altered copies and other reports on the same events are told apart? The sample corpus has several reports on
//! each event, some in one language; copies of them are altered here as newspapers alter what an agency sends.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::fingerprint::Fingerprint;
use super::groups::groups;

/// A text, and which original it is of.
struct Report {
    of: String,
    text: String,
}

fn corpus() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<PathBuf> = Vec::new();
    for event in fs::read_dir(&root).expect("the corpus").flatten() {
        if event.file_name() != "odds" {
            let reports = fs::read_dir(event.path()).expect("an event");
            paths.extend(reports.flatten().map(|report| report.path()));
        }
    }
    paths.sort();
    let named = paths.into_iter().map(|path| {
        let name = path.strip_prefix(&root).expect("below it");
        let text = fs::read_to_string(&path).expect("a text");
        (name.to_string_lossy().into_owned(), text)
    });
    named.collect()
}

fn is_unspaced(text: &str) -> bool {
    text.split_whitespace().count() * 12 < text.chars().count()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// Another headline, some words longer or shorter.
fn headed_anew(text: &str, chance: &mut fastrand::Rng) -> String {
    let mut lines = lines(text);
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let headline: Vec<&str> = (0..7)
        .map(|_| words[chance.usize(..words.len())].as_str())
        .collect();
    lines[0] = headline.join(" ");
    lines.join("\n")
}

/// What is left when an editor has room for so much: the last paragraphs go, and then the end of the last that stays.
fn cut(text: &str, share: f64) -> String {
    let chars = (text.chars().count() as f64 * share) as usize;
    let end = text
        .char_indices()
        .nth(chars)
        .map_or(text.len(), |(at, _)| at);
    text[..end].to_owned()
}

/// One word in `every` is another: names, numbers, spellings of the house.
fn changed(text: &str, every: usize, chance: &mut fastrand::Rng) -> String {
    if is_unspaced(text) {
        let changed = text.chars().map(|c| {
            let is_hit = c.is_alphabetic() && chance.usize(..every * 2) == 0;
            if is_hit {
                char::from_u32('一' as u32 + chance.u32(..9000)).unwrap_or(c)
            } else {
                c
            }
        });
        return changed.collect();
    }
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        if chance.usize(..every) == 0 {
            format!("Name{} ", chance.u32(..9000))
        } else {
            word.to_owned()
        }
    });
    words.collect()
}

/// The paragraphs in another order.
fn reordered(text: &str, chance: &mut fastrand::Rng) -> String {
    let mut lines = lines(text);
    chance.shuffle(&mut lines);
    lines.join("\n")
}

/// Three copies of a text, each altered in one way or two.
fn altered(text: &str, number: usize, chance: &mut fastrand::Rng) -> [String; 3] {
    match number % 4 {
        0 => [
            cut(text, 0.5),
            headed_anew(&reordered(text, chance), chance),
            changed(text, 12, chance),
        ],
        1 => [
            headed_anew(text, chance),
            reordered(&cut(text, 0.6), chance),
            changed(&headed_anew(text, chance), 16, chance),
        ],
        2 => [
            headed_anew(&cut(text, 0.45), chance),
            changed(&reordered(text, chance), 14, chance),
            cut(text, 0.7),
        ],
        _ => [
            changed(&cut(text, 0.6), 20, chance),
            headed_anew(&changed(text, 10, chance), chance),
            reordered(text, chance),
        ],
    }
}

/// 30 originals, 90 altered copies of them, and 60 other reports on the same events; a third of these end with the words of
/// another report in their language, an eighth of their own.
fn reports(seed: u64, length: f64) -> Vec<Report> {
    let mut chance = fastrand::Rng::with_seed(seed);
    let corpus = corpus().into_iter();
    let corpus = corpus.map(|(name, text)| (name, cut(&text, length)));
    let corpus: Vec<(String, String)> = corpus.collect();
    let mut reports = Vec::new();
    let language = |name: &str| {
        let file = name.rsplit('/').next().expect("a name");
        file[..2].to_owned()
    };
    let mut numbers: Vec<usize> = (0..corpus.len()).collect();
    chance.shuffle(&mut numbers);
    let (originals, others) = numbers.split_at(30);
    for (number, at) in originals.iter().enumerate() {
        let (name, text) = &corpus[*at];
        let copies = altered(text, number, &mut chance);
        for text in std::iter::once(text.clone()).chain(copies) {
            reports.push(Report {
                of: name.clone(),
                text,
            });
        }
    }
    for (number, at) in others.iter().take(60).enumerate() {
        let (name, text) = &corpus[*at];
        let mut text = text.clone();
        let mut quoted = originals.iter().map(|at| &corpus[*at]);
        let quoted = quoted.find(|(other, _)| language(other) == language(name));
        if let (0, Some((_, quoted))) = (number % 3, quoted) {
            let paragraph = quoted.lines().nth(2).unwrap_or_default();
            text += &paragraph
                .chars()
                .take(text.chars().count() / 8)
                .collect::<String>();
        }
        reports.push(Report {
            of: name.clone(),
            text,
        });
    }
    chance.shuffle(&mut reports);
    reports
}

/// How many pairs are grouped that should be, of how many that are, and of how many that should be.
fn pairs(reports: &[Report]) -> (usize, usize, usize) {
    let fingerprints: Vec<Fingerprint> = reports
        .iter()
        .map(|report| Fingerprint::of(&report.text))
        .collect();
    let found = groups(&fingerprints, 2);
    let mut grouped = BTreeSet::new();
    for group in found.near.iter().chain(&found.exact) {
        for (at, one) in group.iter().enumerate() {
            grouped.extend(
                group[at + 1..]
                    .iter()
                    .map(|other| (*one as usize, *other as usize)),
            );
        }
    }
    let mut wanted = BTreeSet::new();
    for one in 0..reports.len() {
        let others = (one + 1..reports.len()).filter(|other| reports[one].of == reports[*other].of);
        wanted.extend(others.map(|other| (one, other)));
    }
    (
        grouped.intersection(&wanted).count(),
        grouped.len(),
        wanted.len(),
    )
}

#[test]
fn copies_are_grouped_and_other_reports_on_the_same_events_stay_apart() {
    // whole reports of some 250 words, and such as are half and a third of that
    for (length, least) in [(1.0, 0.95), (0.5, 0.95), (0.33, 0.93)] {
        let (mut right, mut found, mut wanted) = (0, 0, 0);
        for seed in 0..8 {
            let reports = reports(seed, length);
            assert_eq!(reports.len(), 180);
            let (of_both, of_found, of_wanted) = pairs(&reports);
            let precision = of_both as f64 / of_found as f64;
            let recall = of_both as f64 / of_wanted as f64;
            assert!(
                precision >= least && recall >= least,
                "{length} {seed}: {precision:.3} {recall:.3}"
            );
            (right, found, wanted) = (right + of_both, found + of_found, wanted + of_wanted);
        }
        let all = format!("{length}: {right} of {found}, of {wanted}");
        assert!(
            right * 100 >= wanted * 97 && right * 100 >= found * 98,
            "{all}"
        );
    }
}

#[test]
fn of_many_texts_those_that_are_alike_are_compared() {
    let mut chance = fastrand::Rng::with_seed(5);
    let mut reports = reports(1, 1.0);
    let known = reports.len();
    // more than are compared each with each
    for number in 0..2_500 {
        let words: Vec<String> = (0..40)
            .map(|_| format!("w{}", chance.u32(..5_000)))
            .collect();
        reports.push(Report {
            of: number.to_string(),
            text: words.join(" "),
        });
    }
    let (right, found, wanted) = pairs(&reports);
    assert!(
        known == 180 && right * 100 >= wanted * 95 && right * 100 >= found * 95,
        "{right} of {found}, of {wanted}"
    );
}

#[test]
fn groups_depend_on_no_thread_and_on_no_text_that_is_alone() {
    let fingerprints: Vec<Fingerprint> = reports(2, 1.0)
        .iter()
        .map(|report| Fingerprint::of(&report.text))
        .collect();
    let one = groups(&fingerprints, 1);
    assert_eq!(one, groups(&fingerprints, 7));
    assert!(one.near.len() >= 30 && one.exact.is_empty());
    let twice: Vec<Fingerprint> = fingerprints.iter().chain(&fingerprints).cloned().collect();
    let twice = groups(&twice, 2);
    assert_eq!(twice.exact.len(), 180);
    let doubled = one.near.iter().map(|group| {
        let others = group.iter().map(|at| at + 180);
        group.iter().copied().chain(others).collect::<Vec<u32>>()
    });
    assert_eq!(twice.near, doubled.collect::<Vec<_>>());
}
