//! Where are the words of a text? They are byte ranges of it, in order.
//!
//! Nothing is normalised here, so that a range is always a range of the source. Words that follow one another come from
//! `cut.rs`. Between them are others that lie at a position that is taken: neighbours that are also written as one
//! (`e-mail`, `COVID-19`, a telephone number, a word broken at a line end), and words in a word (`O'Brien`,
//! `OvertimeService`).

pub(crate) use super::class::{Class, class};
use super::cut::{Cutter, Shape};
pub use super::word::{Word, WordKind};
use super::{cluster, ideograph, joined};

/// What follows a Korean word of one syllable without being of the word.
const PARTICLES: &str = "은는이가을를의에도로와과만들까께며나랑한부라여고처보조마";

/// Whether a term is a pair of neighbours of which a character, or cluster, is the first.
pub(crate) fn begins_pair(character: &str, term: &str) -> bool {
    let Some(rest) = term.strip_prefix(character) else {
        return false;
    };
    let (Some(first), Some(second)) = (character.chars().next(), rest.chars().next()) else {
        return false;
    };
    match class(first) {
        Class::Unspaced => cluster::cluster_ends(term).first() == Some(&character.len()),
        Class::Ideograph if ideograph::is_hangul(first) => {
            PARTICLES.contains(second) || !ideograph::is_hangul(second)
        }
        Class::Ideograph => rest.chars().nth(1).is_none() && class(second) == Class::Ideograph,
        _ => false,
    }
}

/// The words of a text, in order.
pub struct Words<'t> {
    cutter: Cutter<'t>,
    has_particles: bool,
    /// Whether the word behind the last row of words has nothing but a sign before it.
    goes_on: bool,
    /// Words that are still to be given out, last first.
    pending: Vec<Word>,
}

impl<'t> Words<'t> {
    /// The words of `text`; `space_groups_digits` lets a plain space group the digits of a number.
    #[must_use]
    pub fn new(text: &'t str, space_groups_digits: bool) -> Self {
        Self {
            cutter: Cutter::new(text, space_groups_digits),
            has_particles: true,
            goes_on: false,
            pending: Vec::new(),
        }
    }

    /// Without the word behind a short one and an apostrophe as a word in a word: the language cuts off the one or the other.
    #[must_use]
    pub(super) fn without_particles(mut self) -> Self {
        self.has_particles = false;
        self
    }

    /// Queues the words from `first` on that are written as one, with what they are together, and the words in them.
    fn queue(&mut self, first: Word) {
        let row = joined::row(&mut self.cutter, first, self.goes_on);
        self.goes_on = row.goes_on;
        let text = self.cutter.text;
        for number in 0..row.words.len() {
            let mut advances = true;
            let joined = row
                .joined_from(number, text)
                .map(|range| Word::new(range, WordKind::Joined));
            let word = row.words[number].clone();
            let inner = joined::inner(text, &word, self.has_particles).into_iter();
            let inner = inner.map(|range| Word::new(range, WordKind::Inner));
            for mut word in joined.chain([word]).chain(inner) {
                word.advances = std::mem::replace(&mut advances, false);
                self.pending.push(word);
            }
        }
        self.pending.reverse();
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        if let Some(word) = self.pending.pop() {
            return Some(word);
        }
        let word = self.cutter.next()?;
        let has_inner = match self.cutter.shape {
            Shape::Plain => false,
            Shape::Apostrophe => self.has_particles,
            Shape::Humped => true,
        };
        if !has_inner && joined::joint(&self.cutter, &word, true).is_none() {
            self.goes_on = false;
            return Some(word);
        }
        self.queue(word);
        self.pending.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn words(text: &str) -> Vec<&str> {
        Words::new(text, true)
            .filter(|word| word.kind.is_in_row())
            .map(|word| &text[word.byte_range])
            .collect()
    }

    #[test]
    fn words_end_at_hyphens_and_keep_apostrophes() {
        assert_eq!(
            words("Kim Jong-un's l'eau d’Ivoire 'quoted'"),
            ["Kim", "Jong", "un's", "l'eau", "d’Ivoire", "quoted"]
        );
    }

    #[test]
    fn acronyms_with_dots_are_one_word() {
        assert_eq!(
            words("the U.S.A. and U.K. end. Next e.g. this"),
            ["the", "U.S.A", "and", "U.K", "end", "Next", "e.g", "this"]
        );
    }

    #[test]
    fn numbers_keep_their_separators() {
        assert_eq!(
            words("3,765 of 12 500, 3.5% on 19.06.2024 at 15:30, the 1990s"),
            [
                "3,765", "of", "12 500", "3.5", "on", "19", "06", "2024", "at", "15", "30", "the",
                "1990s"
            ]
        );
    }

    #[test]
    fn scripts_without_spaces_are_cut() {
        assert_eq!(words("金正恩 is"), ["金正", "正恩", "恩", "is"]);
        assert_eq!(words("東京タワー"), ["東京", "京タ", "タワ", "ワー", "ー"]);
        assert_eq!(
            words("ภาษาไทยง่ายนิดเดียว"),
            ["ภาษา", "ไทย", "ง่าย", "นิด", "เดียว"]
        );
    }

    #[test]
    fn a_run_of_ideographs_goes_on_over_a_line_end() {
        assert_eq!(
            words("北京大\n学，人工智\r\n 能"),
            [
                "北京",
                "京大",
                "大\n学",
                "学",
                "人工",
                "工智",
                "智\r\n 能",
                "能"
            ]
        );
        assert_eq!(
            words("東京\n\n大学 서울\n시"),
            ["東京", "京", "大学", "学", "서울", "울", "시"]
        );
    }

    #[test]
    fn what_repeats_a_character_is_a_part_of_it() {
        assert_eq!(words("佐々木"), ["佐々", "佐々木", "木"]);
        assert_eq!(words("人々"), ["人々", "々"]);
    }

    #[test]
    fn a_long_vowel_at_the_end_of_a_word_of_katakana_is_part_of_what_is_before() {
        assert_eq!(words("サーバーの"), ["サー", "ーバー", "バーの", "の"]);
        assert_eq!(words("ｻｰﾊﾞｰ"), ["ｻｰ", "ｰﾊﾞｰ", "ﾊﾞ"]);
        assert_eq!(words("タワー"), ["タワ", "ワー", "ー"]);
    }

    #[test]
    fn pairs_of_clusters_lie_between_the_words_of_thai() {
        let text = "มหาวิทยาลัยไทย";
        let all: Vec<(&str, bool)> = Words::new(text, false)
            .map(|word| (&text[word.byte_range], word.advances))
            .collect();
        assert_eq!(
            all,
            [
                ("มหาวิทยาลัย", true),
                ("มหา", false),
                ("หาวิ", true),
                ("วิท", true),
                ("ทยา", true),
                ("ยาลั", true),
                ("ลัย", true),
                ("ยไท", true),
                ("ไทย", true),
            ]
        );
    }

    #[test]
    fn a_character_begins_a_pair() {
        for (character, term, expected) in [
            ("水", "水道", true),
            ("水", "水", false),
            ("水", "道水", false),
            ("책", "책을", true),
            ("책", "책상", false),
            ("ថ្នាំ", "ថ្នាំនៅ", true),
            ("ថ", "ថ្នាំនៅ", false),
            ("a", "ab", false),
        ] {
            assert_eq!(begins_pair(character, term), expected, "{character} {term}");
        }
    }

    #[test]
    fn clusters_make_pairs_as_ideographs_do() {
        assert_eq!(words("ទិញថ្នាំ"), ["ទិញ", "ញថ្នាំ", "ថ្នាំ"]);
        assert_eq!(words("ວຽງຈັນ"), ["ວຽງ", "ງຈັ", "ຈັນ", "ນ"]);
    }

    #[test]
    fn a_word_goes_on_over_a_line_end_behind_a_soft_hyphen() {
        assert_eq!(
            words("Po\u{AD}\nlitik, lang¬\r\n fristig so\u{AD} \nfort a ¬\nb"),
            [
                "Po\u{AD}\nlitik",
                "lang¬\r\n fristig",
                "so\u{AD}",
                "fort",
                "a",
                "b"
            ]
        );
    }

    #[test]
    fn characters_in_two_parts_are_one() {
        assert_eq!(words("ﾊﾟﾅｿ"), ["ﾊﾟﾅ", "ﾅｿ", "ｿ"]);
        assert_eq!(words("か\u{3099}か゛"), ["か\u{3099}か゛", "か゛"]);
        let decomposed: String =
            unicode_normalization::UnicodeNormalization::nfd("대통령").collect();
        let lengths: Vec<usize> = words(&decomposed)
            .iter()
            .map(|word| word.chars().count())
            .collect();
        assert_eq!(lengths, [5, 6, 3]);
    }

    #[test]
    fn digits_above_and_below_the_line_are_of_formulas_and_units() {
        assert_eq!(
            words("CO₂ H₂O 50 m² 7 km² x³ council² 10²"),
            ["CO₂", "H₂O", "50", "m²", "7", "km²", "x³", "council", "10"]
        );
    }

    #[test]
    fn marks_and_soft_hyphens_stay_inside() {
        assert_eq!(
            words("e\u{301}cole Donau\u{AD}dampf हिन्दी में"),
            ["e\u{301}cole", "Donau\u{AD}dampf", "हिन्दी", "में"]
        );
    }

    proptest! {
        #[test]
        fn words_are_ordered_on_char_boundaries_and_letters_are_never_lost(text in "\\PC{0,60}") {
            let mut last_start = 0;
            let mut covered = vec![false; text.len()];
            for word in Words::new(&text, false) {
                prop_assert!(text.get(word.byte_range.clone()).is_some());
                prop_assert!(word.byte_range.start >= last_start && !word.byte_range.is_empty());
                last_start = word.byte_range.start;
                covered[word.byte_range].fill(true);
            }
            for (at, character) in text.char_indices() {
                if character.is_alphanumeric() && matches!(class(character), Class::Letter | Class::Digit | Class::Ideograph | Class::Unspaced) {
                    prop_assert!(covered[at], "{character:?} at {at} is in no word");
                }
            }
        }

        #[test]
        fn plain_words_are_those_of_uax_29(text in "[a-zA-Zäöüßéèñçøåłа-яА-ЯёїґΑ-ώ ,;!?\u{201c}\u{201d}()\n-]{0,80}") {
            let expected: Vec<&str> = text.unicode_words().collect();
            prop_assert_eq!(words(&text), expected);
        }
    }
}
