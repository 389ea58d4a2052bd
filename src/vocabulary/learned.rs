//! What was learned of a language? A table that `learn_affixes.py` wrote, read where it lies.

use std::sync::OnceLock;

use crate::language::Language;

/// Sections of languages: code, length, content.
const TABLES: &[u8] = include_bytes!("affixes.bin");

/// Weights are stored in parts of this.
const UNIT: f32 = 1.0 / 16.0;

/// What was learned of a language.
#[derive(Default)]
pub(super) struct Learned {
    weights: Weights,
    bias: f32,
    /// Beginnings that are exchanged for each other.
    fronts: Vec<[Vec<char>; 2]>,
    /// Letters that differ by a mark and stand for each other in forms of a word.
    marks: Vec<[char; 2]>,
    /// A line for each word: surfaces that are its forms, though no affix says so.
    irregular: &'static str,
    /// None of what is learned of no language.
    language: Option<Language>,
}

impl Learned {
    /// What was learned of `language`; nothing of a language without a table.
    pub(super) fn of(language: Language) -> &'static Self {
        static LEARNED: [OnceLock<Learned>; 256] = [const { OnceLock::new() }; 256];
        static NOTHING: OnceLock<Learned> = OnceLock::new();
        let Some(learned) = LEARNED.get(language.ordinal()) else {
            return NOTHING.get_or_init(Self::default);
        };
        learned.get_or_init(|| {
            let mut learned = section(language.code())
                .and_then(Self::decode)
                .unwrap_or_default();
            learned.language = Some(language);
            learned
        })
    }

    fn decode(mut bytes: &'static [u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let bias = f32::from(i16::from_le_bytes(take(bytes, 2)?.try_into().ok()?)) / 256.0;
        let mut fronts = Vec::new();
        for _ in 0..number(bytes)? {
            let [one, other] = [text(bytes)?, text(bytes)?];
            fronts.push([one.chars().collect(), other.chars().collect()]);
        }
        let marks: Vec<char> = text(bytes)?.chars().collect();
        let marks = marks.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
        let weights = Weights::decode(bytes)?;
        let irregular = text(bytes)?;
        Some(Self {
            weights,
            bias,
            fronts,
            marks: marks.collect(),
            irregular,
            language: None,
        })
    }

    /// Whether nothing is known of how words of the language change.
    pub(super) fn is_empty(&self) -> bool {
        self.weights.rows.is_empty()
    }

    /// Whether the surface is a function word: it has no forms by affixes.
    pub(super) fn is_function_word(&self, surface: &str) -> bool {
        self.language
            .is_some_and(|language| language.has_function_word(surface))
    }

    /// What a pair of surfaces scores before any of its features.
    pub(super) fn bias(&self) -> f32 {
        self.bias
    }

    /// What a feature adds; none if it was not seen.
    pub(super) fn weight(&self, feature: Feature) -> Option<f32> {
        self.weights.get(feature.0)
    }

    /// Whether words end so behind what their forms share.
    pub(super) fn is_ending(&self, letters: &[char]) -> bool {
        letters.is_empty() || self.weight(Feature::of('e').all(letters)).is_some()
    }

    /// Beginnings that are exchanged for each other.
    pub(super) fn fronts(&self) -> &[[Vec<char>; 2]] {
        &self.fronts
    }

    /// Whether forms of a word have one of the letters for the other.
    pub(super) fn is_mark(&self, one: char, other: char) -> bool {
        self.marks.contains(&[one.min(other), one.max(other)])
    }

    /// The letters that forms of a word have for this one.
    pub(super) fn marks_of(&self, letter: char) -> impl Iterator<Item = char> {
        let of_pair = move |[one, other]: &[char; 2]| match letter {
            _ if letter == *one => Some(*other),
            _ if letter == *other => Some(*one),
            _ => None,
        };
        self.marks.iter().filter_map(of_pair)
    }

    /// The forms of a surface that no affix tells.
    pub(super) fn irregular(&self, surface: &str) -> Vec<&'static str> {
        // letters in a row are found much faster than words, and mostly are not there
        if surface.is_empty() || !self.irregular.contains(surface) {
            return Vec::new();
        }
        let mut forms = Vec::new();
        for (start, _) in self.irregular.match_indices(surface) {
            let (before, rest) = self.irregular.split_at(start);
            let behind = &rest[surface.len()..];
            let is_whole = (before.is_empty() || before.ends_with([' ', '\n']))
                && (behind.is_empty() || behind.starts_with([' ', '\n']));
            if is_whole {
                let line = before.rfind('\n').map_or(0, |end| end + 1);
                let line = self.irregular[line..].lines().next().unwrap_or_default();
                forms.extend(line.split(' ').filter(|form| *form != surface));
            }
        }
        forms
    }
}

/// A property of a pair of surfaces, hashed (FNV-1a) as the script does it.
#[derive(Clone, Copy)]
pub(super) struct Feature(u32);

impl Feature {
    /// Features of a kind, without what makes it this one.
    pub(super) fn of(kind: char) -> Self {
        Self(0x811c_9dc5).and(kind)
    }

    pub(super) fn and(self, letter: char) -> Self {
        Self((self.0 ^ letter as u32).wrapping_mul(0x0100_0193))
    }

    pub(super) fn digit(self, digit: usize) -> Self {
        self.and(char::from(b'0' + digit.min(9) as u8))
    }

    pub(super) fn all(self, letters: &[char]) -> Self {
        letters
            .iter()
            .fold(self, |so_far, letter| so_far.and(*letter))
    }
}

/// Weights by 24 bits of the feature's hash, read where they lie: the highest bits say in which bucket.
#[derive(Default)]
struct Weights {
    /// How many bits say which bucket.
    bits: u32,
    /// Where each bucket begins, and where the last one ends: two bytes.
    starts: &'static [u8],
    /// The other bits of the key, in two bytes, and the weight with 128 added.
    rows: &'static [u8],
}

impl Weights {
    fn decode(bytes: &mut &'static [u8]) -> Option<Self> {
        let bits = u32::from(take(bytes, 1)?[0]);
        let starts = take(bytes, ((1 << bits) + 1) * 2)?;
        let count = usize::from(short(starts, 1 << bits));
        let rows = take(bytes, count * 3)?;
        (8..=16)
            .contains(&bits)
            .then_some(Self { bits, starts, rows })
    }

    fn get(&self, hash: u32) -> Option<f32> {
        if self.rows.is_empty() {
            return None;
        }
        let key = (hash ^ hash >> 15) & 0x00ff_ffff;
        let below = 24 - self.bits;
        let bucket = (key >> below) as usize;
        let [from, to] = [bucket, bucket + 1].map(|at| usize::from(short(self.starts, at)) * 3);
        let wanted = ((key & ((1 << below) - 1)) as u16).to_le_bytes();
        let mut rows = self.rows.get(from..to)?.chunks_exact(3);
        let row = rows.find(|row| row[..2] == wanted)?;
        Some((f32::from(row[2]) - 128.0) * UNIT)
    }
}

/// The number in two bytes at this position of such numbers.
fn short(numbers: &[u8], at: usize) -> u16 {
    let two = numbers.get(at * 2..at * 2 + 2);
    two.map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

/// The part of the tables that is a language's.
fn section(code: &str) -> Option<&'static [u8]> {
    let mut bytes = TABLES;
    while !bytes.is_empty() {
        let of = text(&mut bytes)?;
        let length = number(&mut bytes)?;
        let content = take(&mut bytes, length)?;
        if of == code {
            return Some(content);
        }
    }
    None
}

fn take(bytes: &mut &'static [u8], length: usize) -> Option<&'static [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// A number in bytes of seven bits, the lowest first.
fn number(bytes: &mut &'static [u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = take(bytes, 1)?[0];
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn text(bytes: &mut &'static [u8]) -> Option<&'static str> {
    let length = number(bytes)?;
    std::str::from_utf8(take(bytes, length)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_of_a_language_and_whole() {
        let mut bytes = TABLES;
        while !bytes.is_empty() {
            let code = text(&mut bytes).expect("a code");
            assert!(Language::from_code(code).is_some(), "{code}");
            let length = number(&mut bytes).expect("a length");
            let content = take(&mut bytes, length).expect(code);
            assert!(Learned::decode(content).is_some(), "{code}");
        }
    }
}
