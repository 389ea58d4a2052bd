//! Which of the candidates are good? They are read again, for evidence that an index of stems cannot give.
//!
//! The strongest is a BM25 over the character 4-grams of the words, word boundaries marked, with the grams' inverse
//! document frequency taken from the candidates themselves: it sees inflections, compounds and spellings that the
//! stemmer keeps apart, and needs no index of its own. Whole words and pairs of neighbours count as grams too, and what
//! stands within a few words of each other counts once more. A passage further down an article says less of what it is
//! about, so what it lacks is looked for in the title and at the beginning, too. `docs/ranking.md` says what each part adds.

mod capitals;
pub(crate) mod explain;
pub(crate) mod pool;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::gram::{Kind, each_gram};
use crate::analysis::words::Words;
use crate::language::Language;
use crate::language::identify::is_function_word;
use crate::retrieve::bm25::{self, Bm25, idf};

/// Weight of the gram score beside the first stage's. This and all below were chosen on the judged sets.
const GRAM_WEIGHT: f64 = 0.4;
/// How far frequencies of grams and the number of a passage's grams count.
const GRAMS: Bm25 = Bm25 { k1: 0.5, b: 0.5 };
/// Weight of a whole word, in its exact spelling, beside one of its grams.
const WORD_WEIGHT: f64 = 1.0;
/// Weight of two neighbouring words, in any inflection.
const PAIR_WEIGHT: f64 = 1.0;
/// Weight of the densest window beside the whole passage.
const WINDOW_WEIGHT: f64 = 0.7;
/// Weight of what the title has and the passage has not.
const TITLE_WEIGHT: f64 = 0.6;
/// Weight of what of the article only its first passage has.
const LEAD_WEIGHT: f64 = 0.4;
/// Length of the window in grams; some ten words.
const WINDOW_GRAMS: usize = 50;
/// What the grams of a function word count.
const FUNCTION_WORD_WEIGHT: f64 = 0.2;
/// What the weight of the grams of a word is multiplied by in a language; an initialism (`WHO`) is no function word.
fn weight_factor(word: &str, is_initialism: bool, language: Language) -> f64 {
    if !is_initialism && is_function_word(word, language) {
        FUNCTION_WORD_WEIGHT
    } else {
        1.0
    }
}

/// The grams of a query, by number, with their kinds and weights.
pub(crate) struct QueryGrams {
    numbers: FxHashMap<u64, usize>,
    /// A bit for each gram by its hash: nearly all grams of a text are told by one bit not to be of the query.
    filter: Box<[u64; FILTER_WORDS]>,
    kinds: Vec<Kind>,
    /// For each language what the grams count in it: its function words are light.
    weights: Vec<(Language, Vec<f64>)>,
}

/// Words of 64 bits that a filter has: 32 times as many bits as a long query has grams.
const FILTER_WORDS: usize = 64;

/// The word of the filter and the bit in it that stand for a gram.
fn filter_bit(gram: u64) -> (usize, u64) {
    let hash = gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52;
    (hash as usize >> 6, 1 << (hash & 63))
}

/// What each kind of evidence adds to the score of a passage, before the language weight.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Features {
    /// By [`Kind`].
    whole: [f64; 3],
    window: f64,
    title: f64,
    lead: f64,
}

impl Features {
    /// Each kind of evidence by name.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let [characters, words, pairs] = self.whole;
        [
            ("4-grams", characters),
            ("exact words", words),
            ("neighbouring words", pairs),
            ("densest window", self.window),
            ("title", self.title),
            ("lead", self.lead),
        ]
        .into_iter()
    }

    /// Adds what exact words say besides their letters.
    fn add_to_words(&mut self, added: f64) {
        self.whole[Kind::Word as usize] += added;
    }

    /// All of it.
    pub(crate) fn sum(&self) -> f64 {
        self.each().map(|(_, value)| value).sum()
    }
}

/// A candidate as it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read<'p> {
    pub(crate) text: &'p str,
    pub(crate) language: Language,
    /// The weight of its language, which says, squared, how much it counts in the grams' document frequencies: what
    /// passages in other languages have is hardly evidence.
    pub(crate) language_weight: f64,
    /// Which article it is of.
    pub(crate) article: u64,
    /// Whether its article begins with it.
    pub(crate) is_first: bool,
    /// The title of its article; of no account where the passage is the first, which has it itself.
    pub(crate) title: Option<&'p str>,
}

/// The grams of a query that a text has.
struct Found {
    /// How often it has each.
    counts: Vec<u32>,
    /// Their positions, in grams from the start of the text, with their numbers.
    positions: Vec<(usize, usize)>,
    /// Grams of the text.
    total: usize,
}

impl QueryGrams {
    /// The grams of the texts of a query that may be in any of these languages.
    pub(crate) fn of(
        texts: &[String],
        languages: impl Iterator<Item = Language>,
        is_initialism: &dyn Fn(&str) -> bool,
    ) -> Self {
        let mut grams = Self {
            numbers: FxHashMap::default(),
            filter: Box::new([0; FILTER_WORDS]),
            kinds: Vec::new(),
            weights: languages.map(|language| (language, Vec::new())).collect(),
        };
        for text in texts {
            grams.add_text(text, is_initialism);
        }
        grams
    }

    fn add_text(&mut self, text: &str, is_initialism: &dyn Fn(&str) -> bool) {
        let words = Words::new(text, false).filter(|word| word.kind.is_in_row());
        let words: Vec<Range<usize>> = words.map(|word| word.byte_range).collect();
        // of each word in each language
        let factors: Vec<Vec<f64>> = words
            .iter()
            .map(|word| {
                let word = &text[word.clone()];
                let (word, is_initialism) = (word.to_lowercase(), is_initialism(word));
                let languages = self.weights.iter().map(|(language, _)| *language);
                languages
                    .map(|language| weight_factor(&word, is_initialism, language))
                    .collect()
            })
            .collect();
        each_gram(text, |kind, gram, byte| {
            let index = words.partition_point(|word| word.start <= byte);
            let number = self.number(gram, kind);
            let of = |back: usize| index.checked_sub(back).and_then(|at| factors.get(at));
            let (own, before) = (of(1), of(2));
            for (at, (_, weights)) in self.weights.iter_mut().enumerate() {
                let of = |word: Option<&Vec<f64>>| word.map_or(1.0, |word| word[at]);
                let weight = match kind {
                    Kind::Characters => of(own),
                    Kind::Word => WORD_WEIGHT * of(own),
                    Kind::Pair => PAIR_WEIGHT * of(own).min(of(before)),
                };
                weights.resize(self.kinds.len(), 0.0);
                weights[number] = weight.max(weights[number]);
            }
        });
    }

    /// The number of a gram, which may be new.
    fn number(&mut self, gram: u64, kind: Kind) -> usize {
        let next = self.kinds.len();
        let number = *self.numbers.entry(gram).or_insert(next);
        if number == next {
            self.kinds.push(kind);
            let (word, bit) = filter_bit(gram);
            self.filter[word] |= bit;
        }
        number
    }

    fn find(&self, text: &str) -> Found {
        let mut found = Found {
            counts: vec![0; self.kinds.len()],
            positions: Vec::new(),
            total: 0,
        };
        each_gram(text, |kind, gram, _| {
            found.total += usize::from(kind == Kind::Characters);
            let (word, bit) = filter_bit(gram);
            if self.filter[word] & bit == 0 {
                return;
            }
            if let Some(number) = self.numbers.get(&gram) {
                found.counts[*number] += 1;
                found.positions.push((found.total, *number));
            }
        });
        found
    }

    /// What of the query each text has.
    fn find_all(&self, passages: &[Read<'_>]) -> Vec<Found> {
        passages.iter().map(|one| self.find(one.text)).collect()
    }

    /// What these passages, in which `found` was found, tell of the grams.
    fn statistics(&self, passages: &[Read<'_>], found: &[Found]) -> Statistics {
        let counted = || {
            let weights = passages.iter().map(|one| one.language_weight.powi(2));
            found.iter().zip(weights)
        };
        let all: f64 = counted().map(|(_, weight)| weight).sum();
        let summed: f64 = counted()
            .map(|(found, weight)| found.total as f64 * weight)
            .sum();
        let mut having = vec![0.0; self.kinds.len()];
        for (found, weight) in counted() {
            for (count, having) in found.counts.iter().zip(&mut having) {
                *having += if *count > 0 { weight } else { 0.0 };
            }
        }
        let idfs: Vec<f64> = having.iter().map(|having| idf(all, *having)).collect();
        let of_language = |(language, weights): &(Language, Vec<f64>)| {
            let weights = weights.iter().zip(&idfs).map(|(weight, idf)| weight * idf);
            (*language, weights.collect())
        };
        let firsts = passages.iter().zip(found).filter(|(one, _)| one.is_first);
        Statistics {
            mean_grams: (summed / all.max(f64::MIN_POSITIVE)).max(1.0),
            gram_weights: self.weights.iter().map(of_language).collect(),
            leads: firsts
                .map(|(one, found)| ((one.article, one.language), found.counts.clone()))
                .collect(),
        }
    }

    /// What reading them adds to the score of each passage, in which `found` was found.
    fn features(
        &self,
        statistics: &Statistics,
        passages: &[Read<'_>],
        found: &[Found],
    ) -> Vec<Features> {
        let mut titles: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for passage in passages.iter().filter(|one| !one.is_first) {
            if let Some(title) = passage.title {
                let counts = || self.find(title).counts;
                titles.entry(passage.article).or_insert_with(counts);
            }
        }
        let features = |(found, passage): (&Found, &Read<'_>)| {
            let weights = statistics.gram_weights(passage.language);
            let title = titles.get(&passage.article);
            let (title, lead) = statistics.missing(found, passage, title, weights);
            Features {
                whole: self.whole(found, weights, statistics.mean_grams),
                window: GRAM_WEIGHT * WINDOW_WEIGHT * densest_window(found, weights),
                title: GRAM_WEIGHT * TITLE_WEIGHT * title,
                lead: GRAM_WEIGHT * LEAD_WEIGHT * lead,
            }
        };
        found.iter().zip(passages).map(features).collect()
    }

    /// BM25 over the grams of a passage, by kind.
    fn whole(&self, found: &Found, weights: &[f64], mean: f64) -> [f64; 3] {
        let norm = GRAMS.norm(found.total as f64, mean);
        let mut sums = [0.0; 3];
        for ((count, weight), kind) in found.counts.iter().zip(weights).zip(&self.kinds) {
            if *count > 0 {
                let maximum = GRAMS.maximum_score(GRAM_WEIGHT * weight);
                sums[*kind as usize] += bm25::score(maximum, f64::from(*count), norm);
            }
        }
        sums
    }
}

/// What the pool of a query tells of its grams: the same for every passage that is read.
struct Statistics {
    /// Mean number of grams of a passage.
    mean_grams: f64,
    /// For each language what each gram weighs in it: idf times the weight of the query's gram.
    gram_weights: Vec<(Language, Vec<f64>)>,
    /// How often the first passage of an article has each gram, for passages in its language.
    leads: FxHashMap<(u64, Language), Vec<u32>>,
}

impl Statistics {
    fn gram_weights(&self, language: Language) -> &[f64] {
        let weights = self.gram_weights.iter().find(|(of, _)| *of == language);
        weights.map_or(&[][..], |(_, weights)| weights.as_slice())
    }

    /// What distinct grams weigh that a passage lacks: those that its title has, and those that only its lead has.
    fn missing(
        &self,
        found: &Found,
        passage: &Read<'_>,
        title: Option<&Vec<u32>>,
        weights: &[f64],
    ) -> (f64, f64) {
        if passage.is_first {
            return (0.0, 0.0);
        }
        let lead = self.leads.get(&(passage.article, passage.language));
        let mut sums = (0.0, 0.0);
        for (gram, weight) in weights.iter().enumerate() {
            if found.counts[gram] > 0 {
                continue;
            }
            if title.is_some_and(|counts| counts[gram] > 0) {
                sums.0 += weight;
            } else if lead.is_some_and(|counts| counts[gram] > 0) {
                sums.1 += weight;
            }
        }
        sums
    }
}

/// The most that distinct grams weigh within [`WINDOW_GRAMS`] of each other.
fn densest_window(found: &Found, weights: &[f64]) -> f64 {
    if weights.is_empty() {
        return 0.0;
    }
    let mut inside = vec![0u32; weights.len()];
    let (mut sum, mut best) = (0.0, 0.0f64);
    let mut first = 0;
    for (position, gram) in &found.positions {
        if inside[*gram] == 0 {
            sum += weights[*gram];
        }
        inside[*gram] += 1;
        while position - found.positions[first].0 > WINDOW_GRAMS {
            let left = found.positions[first].1;
            inside[left] -= 1;
            if inside[left] == 0 {
                sum -= weights[left];
            }
            first += 1;
        }
        best = best.max(sum);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BELOW: &str = "They met in the hall of the castle and signed the treaty at noon.";

    fn english() -> Language {
        Language::from_code("en").expect("a language")
    }

    /// A passage further down in its article.
    fn below<'p>(text: &'p str, article: u64, title: Option<&'p str>) -> Read<'p> {
        Read {
            text,
            language: english(),
            language_weight: 1.0,
            article,
            is_first: false,
            title,
        }
    }

    fn first<'p>(text: &'p str, article: u64, title: Option<&'p str>) -> Read<'p> {
        Read {
            is_first: true,
            ..below(text, article, title)
        }
    }

    fn features(query: &str, passages: &[Read<'_>]) -> Vec<Features> {
        let grams = QueryGrams::of(&[query.to_owned()], std::iter::once(english()), &|_| false);
        let found = grams.find_all(passages);
        grams.features(&grams.statistics(passages, &found), passages, &found)
    }

    #[test]
    fn a_passage_below_a_title_with_the_word_is_above_the_same_below_another() {
        let passages = [
            below(BELOW, 0, Some("A summit in Reykjavik")),
            below(BELOW, 1, Some("A summit in Helsinki")),
            below(BELOW, 2, None),
        ];
        let [other, named, none] = features("treaty of Helsinki", &passages)[..] else {
            panic!("three passages");
        };
        assert!(named.title > other.title && named.sum() > other.sum());
        assert_eq!((none.title, none.sum()), (0.0, other.sum()));
    }

    #[test]
    fn what_the_passage_has_itself_counts_nothing_above_it() {
        let text = "The treaty of Helsinki was signed at noon.";
        let passages = [
            below(text, 0, Some("Helsinki")),
            first(
                "Helsinki\nOf the treaty nothing is known.",
                0,
                Some("Helsinki"),
            ),
        ];
        for one in features("treaty of Helsinki", &passages) {
            assert!(one.title <= 0.0 && one.lead <= 0.0);
        }
    }

    #[test]
    fn the_lead_counts_for_what_neither_title_nor_passage_has_and_only_in_its_article() {
        let lead = "Helsinki\nThe ministers came by train.";
        let passages = [
            first(lead, 0, Some("Helsinki")),
            below(BELOW, 0, Some("Helsinki")),
            below(BELOW, 1, Some("Helsinki")),
        ];
        let of = |query| features(query, &passages);
        let [itself, below, alone] = of("ministers treaty")[..] else {
            panic!("three passages");
        };
        assert!(below.lead > 0.0 && below.sum() > alone.sum());
        assert_eq!((itself.lead, alone.lead, below.title), (0.0, 0.0, 0.0));
        let named = of("Helsinki treaty")[1];
        assert!(named.title > 0.0 && named.lead <= 0.0);
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec("[ab]{1,3}", 0..9).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn a_gram_that_a_passage_lacks_counts_once_if_title_or_lead_has_it(
            query in "[ab]{1,3}( [ab]{1,3}){0,4}", title in text(), lead in text(), text in text(),
        ) {
            let passages = [first(&lead, 0, Some(&title)), below(&text, 0, Some(&title))];
            let grams = QueryGrams::of(std::slice::from_ref(&query), std::iter::once(english()), &|_| false);
            let found = grams.find_all(&passages);
            let weights = vec![1.0; grams.kinds.len()];
            let statistics = grams.statistics(&passages, &found);
            let counts = grams.find(&title).counts;
            let missing = |at: usize| {
                statistics.missing(&found[at], &passages[at], Some(&counts), &weights)
            };
            let (by_title, by_lead) = missing(1);
            prop_assert_eq!(missing(0), (0.0, 0.0));
            let above = grams.find(&title).counts.into_iter().zip(grams.find(&lead).counts);
            let missing = above.zip(&found[1].counts).filter(|((in_title, in_lead), here)| {
                in_title + in_lead > 0 && **here == 0
            });
            prop_assert!((by_title + by_lead - missing.count() as f64).abs() < 1e-9);
        }
    }
}
