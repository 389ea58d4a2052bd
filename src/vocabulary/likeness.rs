//! How likely are two surfaces forms of one word?

use super::learned::{Feature, Learned};
use super::letters::Letters;
use crate::language::Language;

/// Forms share at least this many letters.
const MIN_SHARED: usize = 2;

/// Letters of what is shared that may differ by a mark.
const MAX_MARKS: usize = 2;

/// How surely a form that no affix tells, but the table of irregular ones, is one.
const IRREGULAR: f32 = 0.9;

/// Beginnings are as long as they have no more spellings: looking up another costs more than reading some more surfaces.
const MAX_SPELLINGS: usize = 12;

/// How likely surfaces of a language's vocabulary are forms of the word that one surface is of.
pub(crate) struct Likeness {
    learned: &'static Learned,
    surface: String,
    /// None if the surface can have no forms: it is too long, a function word, or of a language of which nothing was learned.
    letters: Option<Letters>,
    /// Those lengths of a beginning, as bits, behind which the surface has a known ending.
    cuts: u64,
    /// How many letters are cut from the front of the surface, and what another may have there.
    fronts: Vec<(usize, &'static [char])>,
    irregular: Vec<&'static str>,
}

impl Likeness {
    /// To the word of this surface, spelled as the vocabulary of `language` has it.
    pub(crate) fn of(surface: &str, language: Language) -> Self {
        let learned = Learned::of(language);
        let letters = Letters::of(surface)
            .filter(|_| !learned.is_empty() && !learned.is_function_word(surface));
        let mut likeness = Self {
            learned,
            surface: surface.to_owned(),
            irregular: letters
                .as_ref()
                .map_or_else(Vec::new, |_| learned.irregular(surface)),
            letters,
            cuts: 0,
            fronts: Vec::new(),
        };
        if let Some(letters) = &likeness.letters {
            let marked = letters.marked();
            for cut in MIN_SHARED..=marked.len() {
                if learned.is_ending(&marked[cut..]) {
                    likeness.cuts |= 1 << cut;
                }
            }
            for [one, other] in learned.fronts() {
                for (one, other) in [(one, other), (other, one)] {
                    if marked.starts_with(one) && marked.len() >= one.len() + MIN_SHARED {
                        likeness.fronts.push((one.len(), other));
                    }
                }
            }
        }
        likeness
    }

    /// Whether anything is known of the word's forms.
    pub(crate) fn is_known(&self) -> bool {
        self.letters.is_some()
    }

    /// The probability that a surface is a form of the word: 1 for the surface itself, 0 for most others.
    pub(crate) fn with(&self, candidate: &str) -> f32 {
        if candidate == self.surface {
            return 1.0;
        }
        let Some(letters) = &self.letters else {
            return 0.0;
        };
        if self.irregular.contains(&candidate) {
            return IRREGULAR;
        }
        let Some(other) = Letters::of(candidate) else {
            return 0.0;
        };
        if letters.marked() == other.marked() {
            return 1.0;
        }
        let mut least = usize::MAX;
        let mut best = f32::NEG_INFINITY;
        let plain = std::iter::once((0, &[][..]));
        let initial = other.marked()[0];
        let begins_so =
            |(_, front): &(usize, &[char])| front.first().is_none_or(|one| *one == initial);
        let fronts = self.fronts.iter().copied().filter(begins_so);
        for (cut, front) in plain.chain(fronts) {
            let Some(exchange) = self.exchange(letters, &other, cut, front) else {
                continue;
            };
            let rest = exchange.rest();
            if rest <= least {
                let score = exchange.score(self.learned);
                best = if rest < least { score } else { best.max(score) };
                least = rest;
            }
        }
        if best == f32::NEG_INFINITY || self.learned.is_function_word(candidate) {
            return 0.0;
        }
        1.0 / (1.0 + (-best).exp())
    }

    /// How the two are taken apart, if one has `cut` letters more at its front and the other `front`.
    fn exchange<'l>(
        &self,
        letters: &'l Letters,
        other: &'l Letters,
        cut: usize,
        front: &'l [char],
    ) -> Option<Exchange<'l>> {
        if !other.marked().starts_with(front) {
            return None;
        }
        let [one_bare, other_bare] = [&letters.bare()[cut..], &other.bare()[front.len()..]];
        let pairs = one_bare.iter().zip(other_bare);
        let shared = pairs.take_while(|(one, other)| one == other).count();
        if shared < MIN_SHARED || self.cuts >> (cut + shared) & 1 == 0 {
            return None;
        }
        let one = Side::of(letters, cut, shared);
        let two = Side::of(other, front.len(), shared);
        let fits = self.learned.is_ending(two.ending)
            && (one.shared == two.shared || self.marks_fit(one.shared, two.shared));
        fits.then(|| Exchange::of(one, two, &one_bare[..shared]))
    }

    fn marks_fit(&self, one: &[char], other: &[char]) -> bool {
        let mut changes = 0;
        for (one, other) in one.iter().zip(other).filter(|(one, other)| one != other) {
            changes += 1;
            if changes > MAX_MARKS || !self.learned.is_mark(*one, *other) {
                return false;
            }
        }
        true
    }

    /// Beginnings of surfaces: every form that is at all likely has one of them.
    pub(crate) fn prefixes(&self) -> Vec<String> {
        let whole = self.irregular.iter().copied();
        let whole = whole.chain([self.surface.as_str()]);
        let mut prefixes: Vec<String> = whole.map(str::to_owned).collect();
        if let Some(letters) = &self.letters {
            let plain = std::iter::once((0, &[][..]));
            for (cut, front) in plain.chain(self.fronts.iter().copied()) {
                let longer = self.cuts >> (cut + MIN_SHARED) << (cut + MIN_SHARED);
                if longer != 0 {
                    let end = longer.trailing_zeros() as usize;
                    self.spellings(front, &letters.marked()[cut..end], &mut prefixes);
                }
            }
        }
        prefixes.sort_unstable();
        prefixes.dedup_by(|next, kept| next.starts_with(kept.as_str()));
        prefixes
    }

    /// Puts every spelling of a beginning into `into`, with the marks that forms may have; of a shorter one if there are many.
    fn spellings(&self, front: &[char], shared: &[char], into: &mut Vec<String>) {
        let mut spelled: Vec<(Vec<char>, usize)> = vec![(front.to_vec(), 0)];
        for (at, letter) in shared.iter().enumerate() {
            let mut longer = Vec::with_capacity(spelled.len());
            for (spelling, changes) in &spelled {
                let with = |letter| spelling.iter().copied().chain([letter]).collect();
                longer.push((with(*letter), *changes));
                if *changes < MAX_MARKS {
                    let others = self.learned.marks_of(*letter);
                    longer.extend(others.map(|other| (with(other), changes + 1)));
                }
            }
            if longer.len() > MAX_SPELLINGS && at >= MIN_SHARED {
                break;
            }
            spelled = longer;
        }
        let spelled = spelled.into_iter();
        into.extend(spelled.map(|(spelling, _)| spelling.into_iter().collect::<String>()));
    }
}

/// A surface, taken apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Side<'l> {
    ending_length: usize,
    ending: &'l [char],
    front_length: usize,
    front: &'l [char],
    shared: &'l [char],
}

impl<'l> Side<'l> {
    fn of(letters: &'l Letters, front: usize, shared: usize) -> Self {
        let (front, rest) = letters.marked().split_at(front);
        let (shared, ending) = rest.split_at(shared);
        Self {
            ending_length: ending.len(),
            ending,
            front_length: front.len(),
            front,
            shared,
        }
    }
}

/// Two surfaces taken apart, the lesser side first, so that it does not matter which of them was asked for.
struct Exchange<'l> {
    one: Side<'l>,
    other: Side<'l>,
    /// What they share, without marks.
    shared: &'l [char],
}

impl<'l> Exchange<'l> {
    fn of(one: Side<'l>, other: Side<'l>, shared: &'l [char]) -> Self {
        let (one, other) = if one <= other {
            (one, other)
        } else {
            (other, one)
        };
        Self { one, other, shared }
    }

    fn has_fronts(&self) -> bool {
        self.one.front_length + self.other.front_length > 0
    }

    /// Letters that are not shared; one more if there are any in front.
    fn rest(&self) -> usize {
        let endings = self.one.ending_length + self.other.ending_length;
        endings + self.one.front_length + self.other.front_length + usize::from(self.has_fronts())
    }

    /// The logarithm of the odds that they are forms of one word.
    fn score(&self, learned: &Learned) -> f32 {
        let mut score = learned.bias();
        let mut add = |feature| score += learned.weight(feature).unwrap_or(0.0);
        let (one, other, shared) = (&self.one, &self.other, self.shared);
        let length = shared.len();
        let endings = |feature: Feature| feature.all(one.ending).and('|').all(other.ending);
        add(endings(Feature::of('x')));
        for (kind, last) in [('l', 1), ('k', 2), ('h', 3)] {
            if length >= last {
                add(endings(Feature::of(kind))
                    .and('|')
                    .all(&shared[length - last..]));
            }
        }
        add(Feature::of('e').all(one.ending));
        add(Feature::of('e').all(other.ending));
        add(Feature::of('s').digit(length));
        add(endings(Feature::of('n').digit(length.min(5)).and('|')));
        let both = one.ending_length + other.ending_length;
        let of_length = |kind| Feature::of(kind).digit(length.min(7)).and('|');
        add(of_length('r').digit(both));
        if self.has_fronts() {
            let fronts = |kind| Feature::of(kind).all(one.front).and('|').all(other.front);
            add(fronts('p'));
            add(endings(fronts('q').and('|')));
            add(fronts('f').and('|').and(shared[0]));
            let both_fronts = one.front_length + other.front_length;
            add(of_length('g').digit(both_fronts.min(5)));
            add(Feature::of('c').digit(both.min(5)));
        }
        if one.shared != other.shared {
            let marks = |kind| self.marks(Feature::of(kind));
            add(marks('m'));
            add(endings(marks('d').and('|')));
            add(Feature::of('u'));
        }
        score
    }

    /// The letters that differ by a mark, and whether the last of the shared ones does.
    fn marks(&self, mut feature: Feature) -> Feature {
        let pairs = self.one.shared.iter().zip(self.other.shared);
        for (at, (one, other)) in pairs.filter(|(one, other)| one != other).enumerate() {
            if at > 0 {
                feature = feature.and(',');
            }
            feature = feature.and(*one).and(*other);
        }
        if self.one.shared.last() == self.other.shared.last() {
            feature
        } else {
            feature.and('!')
        }
    }
}
