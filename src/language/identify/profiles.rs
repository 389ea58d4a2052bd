//! How much does a gram speak for a language? A table says it, made by `profiles/make.py`.
//!
//! The grams of a word are the pieces of one to five characters of it, its border counted as one, and the whole of it and
//! its first five and seven letters. Each has, for a language in which it is not rare, the logarithm of how much more
//! frequent it is there than in a language that hardly has it. The sum over a text tells its language: naive Bayes over
//! overlapping grams, which is as good as anything larger from some four words on.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::analysis::unicode::{UnicodeScript, exact_script};
use crate::language::Language;

/// The table as its script writes it: what is known of each profile, then the grams, then those that tell lookalikes apart.
static TABLE: &[u8] = include_bytes!("profiles/profiles.bin");

/// Profiles are fewer than this.
pub(super) const MAX_PROFILES: usize = 128;

/// Weights are in this part of a natural logarithm.
pub(super) const WEIGHT_UNIT: f32 = 1.0 / 20.0;

/// A gram has at most this many characters, borders of the word among them.
const MAX_GRAM_CHARS: usize = 5;

/// No more letters of a word are looked at.
const MAX_WORD_CHARS: usize = 40;

/// What a way of writing a language looks like. Some are of languages that have no row in the table of languages: a text
/// in one of them is to be in none, or in a near relative, and not in any that shares some letters.
pub(super) struct Profile {
    /// The language that a text is in which looks so.
    pub(super) language: Language,
    /// The script that it is written in, as [`exact_script`] has it.
    pub(super) script: UnicodeScript,
    /// What speaks against it before anything is read, as a natural logarithm: it is seldom met.
    pub(super) rarity: u8,
}

/// Two languages that share most of their words.
pub(super) struct Lookalikes {
    /// The one that positive weights speak for, and the other.
    pub(super) pair: [Language; 2],
    /// What the first one has ahead.
    pub(super) bias: i8,
    weights: FxHashMap<u32, i8>,
}

impl Lookalikes {
    /// How much a gram speaks for the first language of the pair, in [`WEIGHT_UNIT`]s.
    pub(super) fn weight(&self, gram: u32) -> i32 {
        self.weights.get(&gram).copied().map_or(0, i32::from)
    }
}

/// The whole table.
pub(super) struct Profiles {
    pub(super) all: Vec<Profile>,
    pub(super) lookalikes: Vec<Lookalikes>,
    /// Where in the table the weights of a gram are, by its hash.
    grams: FxHashMap<u32, u32>,
}

/// Read when the first text is identified: a search of an index that is there never does.
pub(super) static PROFILES: LazyLock<Profiles> = LazyLock::new(Profiles::read);

/// What is left to read of the table.
struct Rest(&'static [u8]);

impl Rest {
    fn take(&mut self, bytes: usize) -> &'static [u8] {
        let (taken, rest) = self.0.split_at(bytes);
        self.0 = rest;
        taken
    }

    fn number(&mut self, bytes: usize) -> u32 {
        let taken = self.take(bytes).iter().rev();
        taken.fold(0, |sum, byte| sum << 8 | u32::from(*byte))
    }

    /// Where it begins in the table.
    fn position(&self) -> u32 {
        (TABLE.len() - self.0.len()) as u32
    }
}

impl Profiles {
    fn read() -> Self {
        let mut rest = Rest(TABLE);
        let (about_bytes, grams) = (rest.number(2) as usize, rest.number(4) as usize);
        let about = std::str::from_utf8(rest.take(about_bytes)).unwrap_or_default();
        let all = about.lines().map(profile).collect();
        let mut at = FxHashMap::with_capacity_and_hasher(grams, rustc_hash::FxBuildHasher);
        for _ in 0..grams {
            let gram = rest.number(4);
            at.insert(gram, rest.position());
            let weights = rest.number(1) as usize;
            rest.take(2 * weights);
        }
        let pairs = rest.number(1);
        let lookalikes = (0..pairs).map(|_| lookalikes(&mut rest)).collect();
        Self {
            all,
            lookalikes,
            grams: at,
        }
    }

    /// The profiles that a gram speaks for, each with its weight in [`WEIGHT_UNIT`]s.
    pub(super) fn weights(&self, gram: u32) -> impl Iterator<Item = (usize, i32)> {
        let table = self.grams.get(&gram).map_or(&[][..], |at| {
            let at = *at as usize;
            &TABLE[at + 1..at + 1 + 2 * usize::from(TABLE[at])]
        });
        let pairs = table.chunks_exact(2);
        pairs.map(|pair| (usize::from(pair[0]), i32::from(pair[1])))
    }
}

/// A line on a profile: a letter of its script, its name, the code of its language, its rarity.
fn profile(line: &str) -> Profile {
    let mut parts = line.split(' ');
    let letter = parts.next().and_then(|part| part.chars().next());
    let code = parts.nth(1).unwrap_or_default();
    let rarity = parts.next().and_then(|part| part.parse().ok());
    Profile {
        language: Language::from_code(code).unwrap_or(Language::UNKNOWN),
        script: letter.map_or(UnicodeScript::Unknown, exact_script),
        rarity: rarity.unwrap_or_default(),
    }
}

fn lookalikes(rest: &mut Rest) -> Lookalikes {
    let pair = [(); 2].map(|()| {
        let code = std::str::from_utf8(rest.take(2)).unwrap_or_default();
        Language::from_code(code).unwrap_or(Language::UNKNOWN)
    });
    let bias = rest.number(1) as u8 as i8;
    let grams = rest.number(4);
    let weights = (0..grams).map(|_| (rest.number(4), rest.number(1) as u8 as i8));
    Lookalikes {
        pair,
        bias,
        weights: weights.collect(),
    }
}

/// Visits the hashes of the grams of a word, which is composed and in lower case.
pub(super) fn each_gram(word: &str, mut visit: impl FnMut(u32)) {
    let mut bordered = ["_"; MAX_WORD_CHARS + 2];
    let mut chars = 0;
    for (at, character) in word.char_indices().take(MAX_WORD_CHARS) {
        chars += 1;
        bordered[chars] = &word[at..at + character.len_utf8()];
    }
    let letters = &bordered[1..=chars];
    let bordered = &bordered[..chars + 2];
    for start in 0..bordered.len() {
        let end = bordered.len().min(start + MAX_GRAM_CHARS);
        let mut gram = HASH_OF_NOTHING;
        for (more, character) in bordered[start..end].iter().enumerate() {
            gram = hash(gram, character);
            // a border alone says nothing
            if more > 0 || *character != "_" {
                visit(gram);
            }
        }
    }
    visit(hash(hash(HASH_OF_NOTHING, "="), word));
    let begins = hash(HASH_OF_NOTHING, "^");
    for beginning in BEGINNINGS {
        if let Some(letters) = letters.get(..beginning) {
            visit(
                letters
                    .iter()
                    .fold(begins, |gram, letter| hash(gram, letter)),
            );
        }
    }
}

/// Lengths of the beginnings of words that are grams too.
const BEGINNINGS: [usize; 2] = [5, 7];

const HASH_OF_NOTHING: u32 = 0x811c_9dc5;

/// FNV-1a, continued by the bytes of `text`: its script can compute it too.
fn hash(gram: u32, text: &str) -> u32 {
    text.bytes().fold(gram, |gram, byte| {
        (gram ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
