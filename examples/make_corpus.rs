//! Makes a corpus of any size for benchmarks, the same at every run:
//! `cargo run --release --example make_corpus -- FOLDER MEGABYTES`
//!
//! Words are drawn from the articles of `corpus/` by a bigram chain, and from a lexicon of made-up words (by letter
//! trigrams of the same articles) with a Zipf distribution, so that the vocabulary keeps growing with the text as it
//! does in real collections (Heaps' law), and with it dictionaries, posting lists and stem caches. Files have 26
//! paragraphs of one or two sentences on average; one language each: de, ru, hu, es, en.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

const LANGUAGES: [&str; 5] = ["de", "ru", "hu", "es", "en"];
const FILE_BYTES: usize = 4_260;
/// Share of the words that come from the lexicon.
const LEXICON_SHARE: f64 = 0.22;
const LEXICON_WORDS: usize = 250_000;

/// A small generator (Vigna's splitmix64), so that the corpus does not change with a crate's version.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

struct Source {
    /// word → the words that follow it, as often as they do
    chain: BTreeMap<String, Vec<String>>,
    starts: Vec<String>,
    lexicon: Vec<String>,
}

impl Source {
    fn read(language: &str) -> Result<Self, Box<dyn Error>> {
        let mut chain: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut starts = Vec::new();
        let mut words = BTreeSet::new();
        let mut folders: Vec<_> = fs::read_dir("corpus")?
            .flatten()
            .map(|entry| entry.path())
            .collect();
        folders.sort();
        for folder in folders {
            for name in [format!("{language}.txt"), format!("{language}-2.txt")] {
                let Ok(text) = fs::read_to_string(folder.join(name)) else {
                    continue;
                };
                for line in text.lines() {
                    let line: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
                    starts.extend(line.first().map(|word| (*word).to_owned()));
                    for pair in line.windows(2) {
                        chain
                            .entry(pair[0].to_owned())
                            .or_default()
                            .push(pair[1].to_owned());
                    }
                    let plain = line
                        .iter()
                        .filter(|word| word.chars().all(char::is_lowercase));
                    words.extend(plain.map(|word| (*word).to_owned()));
                }
            }
        }
        let lexicon = lexicon(&words, language);
        Ok(Self {
            chain,
            starts,
            lexicon,
        })
    }

    fn lexicon_word(&self, random: &mut Random) -> &str {
        // Zipf with exponent 1 over the ranks, drawn by inverting its logarithmic distribution function
        let rank = (self.lexicon.len() as f64).powf(random.fraction()) as usize;
        &self.lexicon[rank.min(self.lexicon.len() - 1)]
    }

    fn paragraph(&self, random: &mut Random, out: &mut String) {
        for _ in 0..=random.below(2) {
            let mut word = self.starts[random.below(self.starts.len())].as_str();
            let length = 6 + random.below(14);
            for place in 0..length {
                out.push_str(word.trim_end_matches(['.', '!', '?']));
                if place + 1 < length {
                    out.push(' ');
                }
                word = match self.chain.get(word) {
                    Some(next) if random.fraction() > LEXICON_SHARE => {
                        &next[random.below(next.len())]
                    }
                    _ => self.lexicon_word(random),
                };
            }
            out.push_str(". ");
        }
        out.pop();
        out.push('\n');
    }
}

/// Made-up words with the letter trigrams of real ones.
fn lexicon(words: &BTreeSet<String>, language: &str) -> Vec<String> {
    let mut follows: BTreeMap<(char, char), Vec<char>> = BTreeMap::new();
    for word in words {
        let letters: Vec<char> = "^^"
            .chars()
            .chain(word.chars())
            .chain("$".chars())
            .collect();
        for three in letters.windows(3) {
            follows
                .entry((three[0], three[1]))
                .or_default()
                .push(three[2]);
        }
    }
    let mut random = Random(language.bytes().map(u64::from).sum());
    let mut lexicon = Vec::new();
    while lexicon.len() < LEXICON_WORDS {
        let mut word = String::new();
        let mut last = ('^', '^');
        while let Some(next) = follows
            .get(&last)
            .map(|next| next[random.below(next.len())])
        {
            if next == '$' || word.len() > 40 {
                break;
            }
            word.push(next);
            last = (last.1, next);
        }
        if word.chars().count() > 3 {
            lexicon.push(word);
        }
    }
    lexicon
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, megabytes] = arguments.as_slice() else {
        return Err("usage: make_corpus FOLDER MEGABYTES".into());
    };
    let total = megabytes.parse::<f64>()? * 1e6;
    let sources = LANGUAGES
        .iter()
        .map(|language| Source::read(language))
        .collect::<Result<Vec<_>, _>>()?;
    let mut random = Random(2024);
    let mut written = 0.0;
    for number in 0.. {
        if written >= total {
            println!("{number} files, {written} bytes");
            break;
        }
        let place = number % LANGUAGES.len();
        let mut text = String::new();
        while text.len() < FILE_BYTES {
            sources[place].paragraph(&mut random, &mut text);
        }
        let folder = Path::new(folder)
            .join(LANGUAGES[place])
            .join(format!("{:03}", number / 1000));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{number:06}.txt")), &text)?;
        written += text.len() as f64;
    }
    Ok(())
}
