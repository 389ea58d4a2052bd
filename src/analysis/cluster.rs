//! Where is a text cut that has no spaces? Into words by a dictionary, or into the clusters of letters that are written as one.
//!
//! Thai is cut by a dictionary, and the pairs of its clusters tell where words are that this has cut otherwise. Those of Lao, Khmer and Burmese know too few words, or long ones only that hide the words in
//! them, so these are cut into clusters: a consonant with all that is written around it, and in Burmese what closes the syllable.
//! Two clusters in a row make a token, as two ideographs do.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::class::{Class, class, is_mark};
use super::{compose, fold};

/// Cuts Chinese, Japanese, Thai, Lao, Khmer and Burmese by dictionaries.
static DICTIONARY: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Whether a script without spaces is cut into clusters; else a dictionary cuts it.
pub(super) fn is_cut_into_clusters(character: char) -> bool {
    !matches!(character, '\u{0E00}'..='\u{0E7F}')
}

/// Where the words of a run of Thai end. Signs in another order than the dictionary has them, and what nobody sees, change
/// nothing.
pub(super) fn word_ends(run: &str) -> Vec<usize> {
    if compose::is_ordered(run) {
        return breaks(run).skip(1).collect();
    }
    let (mut copy, mut starts) = (String::new(), Vec::new());
    let mut start = 0;
    for end in cluster_ends(run) {
        starts.push((copy.len(), start));
        copy.push_str(&fold::composed(&run[start..end]));
        start = end;
    }
    let source = |at: usize| {
        let found = starts.binary_search_by_key(&at, |(copied, _)| *copied);
        found.ok().map(|number| starts[number].1)
    };
    let inner = breaks(&copy).filter_map(source).filter(|end| *end > 0);
    inner.chain(std::iter::once(run.len())).collect()
}

/// Where a dictionary cuts a text, its start and end among them.
fn breaks(text: &str) -> impl Iterator<Item = usize> {
    DICTIONARY.segment_str(text)
}

/// The last of the places in `text` up to `most` bytes where no word is cut, as far as a dictionary knows them; none if the first
/// word is longer.
pub(crate) fn last_break(text: &str, most: usize) -> Option<usize> {
    let breaks = breaks(text).take_while(|at| *at <= most);
    breaks.last().filter(|at| *at > 0)
}

/// Where the clusters of a run end.
pub(super) fn cluster_ends(run: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut before = None; // the last character that is not ignorable
    for (at, character) in run.char_indices() {
        if before.is_some_and(|before| begins_cluster(before, character, &run[at..])) {
            ends.push(at);
        }
        if !fold::is_ignorable(character) {
            before = Some(character);
        }
    }
    ends.push(run.len());
    ends
}

/// Whether a cluster begins with the first character of `rest`.
fn begins_cluster(before: char, character: char, rest: &str) -> bool {
    match character {
        _ if class(character) == Class::Mark || is_mark(character) => false,
        // vowels of Thai and Lao behind their consonant
        '\u{0E30}' | '\u{0E32}' | '\u{0E33}' | '\u{0E45}' | '\u{0EB0}' | '\u{0EB2}'
        | '\u{0EB3}' | '\u{0EBD}' => false,
        // behind a vowel of theirs that is written first; below the consonant of Khmer and Burmese
        _ if matches!(before, '\u{0E40}'..='\u{0E44}' | '\u{0EC0}'..='\u{0EC4}' | '\u{17D2}' | '\u{1039}') => {
            false
        }
        // a Burmese consonant that closes the syllable
        '\u{1000}'..='\u{1021}' => {
            let mut behind = rest.chars().skip(1).filter(|one| !fold::is_ignorable(*one));
            match behind.next() {
                Some('\u{103A}' | '\u{1039}') => false,
                Some('\u{1037}') => behind.next() != Some('\u{103A}'),
                _ => true,
            }
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(run: &str, ends: &[usize]) -> Vec<String> {
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let pieces = starts
            .zip(ends)
            .map(|(start, end)| run[start..*end].to_owned());
        pieces.collect()
    }

    #[test]
    fn a_cluster_is_what_is_written_around_a_consonant() {
        for (run, expected) in [
            ("ទិញថ្នាំ", vec!["ទិ", "ញ", "ថ្នាំ"]),
            ("ວຽງຈັນ", vec!["ວຽ", "ງ", "ຈັ", "ນ"]),
            ("ເມືອງ", vec!["ເມື", "ອ", "ງ"]),
            ("ນ້ຳ", vec!["ນ້ຳ"]),
            ("ဝန်ကြီးချုပ်", vec!["ဝန်", "ကြီး", "ချုပ်"]),
            ("မြန်မာ", vec!["မြန်", "မာ"]),
            ("ဗုဒ္ဓ", vec!["ဗုဒ္ဓ"]),
            ("ခွင့်", vec!["ခွင့်"]),
        ] {
            assert_eq!(pieces(run, &cluster_ends(run)), expected, "{run}");
        }
    }

    #[test]
    fn thai_is_cut_the_same_however_it_is_encoded() {
        for (run, expected) in [
            ("น้ำท่วมหนัก", vec!["น้ำ", "ท่วม", "หนัก"]),
            ("นํ้าท่วมหนัก", vec!["นํ้า", "ท่วม", "หนัก"]),
            ("น้ํา\u{200B}ท่วมหนัก", vec!["น้ํา\u{200B}", "ท่วม", "หนัก"]),
            ("เเม่น้ำ", vec!["เเม่น้ำ"]),
        ] {
            assert_eq!(pieces(run, &word_ends(run)), expected, "{run}");
        }
        assert_eq!(word_ends("แม่น้ำ").len(), word_ends("เเม่น้ำ").len());
    }

    #[test]
    fn a_break_is_never_inside_a_word() {
        let text = "北京大学的研究人员";
        assert_eq!(
            last_break(text, 9),
            Some("北京".len()).max(last_break(text, 9))
        );
        assert_ne!(last_break("ประเทศไทย", 9), Some(9));
        assert_eq!(last_break("ประเทศ", 3), None);
    }

    proptest! {
        #[test]
        fn pieces_cover_a_run(run in "[ก-๎]{1,20}|[ກ-ໝ]{1,20}|[ក-៓]{1,20}|[က-႟\u{200B}]{1,20}") {
            for ends in [cluster_ends(&run), word_ends(&run)] {
                prop_assert_eq!(ends.last(), Some(&run.len()));
                prop_assert!(ends.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(ends.iter().all(|end| run.is_char_boundary(*end)));
            }
        }
    }
}
