//! Which language is a text in?
//!
//! The script leaves one language or a few, and among these decides how likely the letters of the words are in each: in
//! words of their own, beginnings, endings, letters that others have not (`identify/profiles.rs`). Where that leaves doubt,
//! as a note of three words does, the doubt is told, and who knows what else is in the collection decides.
//!
//! A passage follows its article unless its script differs, or it has so few of the article's function words and looks so
//! much more like another language that it must be in that one; a quotation of a few words, names and numbers do not flip it.

mod evidence;
mod function_words;
mod profiles;
mod sample;
mod word_weights;
mod writing;

use evidence::{Likelihood, likelihoods};
use function_words::Probe;
pub use function_words::is_function_word;
use sample::sample;
use writing::{identify_ideographs, is_written_in, main_script, only_language, without_latin};

use super::{Language, Script};
use crate::analysis::words::Words;

/// Bytes of text that tell the script of an article: some 150 words.
const SAMPLE_BYTES: usize = 900;

/// Bytes of text that identify an article, and what is looked at where they leave doubt: lists of names say little.
const SAMPLES: [usize; 3] = [300, SAMPLE_BYTES, 3600];

/// Bytes of text that are enough where function words tell the same: reading pieces of words is what a build does slowest.
const FIRST_BYTES: usize = 120;

/// How much likelier a language must be than any other if function words leave no doubt about it, as a natural logarithm.
const MARGIN_BESIDE_WORDS: f32 = 3.0;

/// What is known of a collection never makes a language likelier than another by more than this, as a natural logarithm: an
/// article of which the text alone says more is in no doubt.
pub const MAX_PRIOR: f32 = 6.0;

/// Words of a text that are looked at for function words.
const PROBED_WORDS: usize = 60;

/// Words of a passage that are enough where that of the article has more function words among them than any other language; the
/// fewer do for most.
const FIRST_WORDS: [usize; 2] = [8, 16];

/// A passage of fewer words than this follows its article if the script is the same.
const MIN_WORDS: usize = 8;

/// How much likelier another language must be than that of the article if it has more function words in a passage, if the
/// passage has as many of the article's language as one in it would have, and if it has many of neither: a list of names is
/// like the language of the names. Natural logarithms.
const FLIP_MARGIN: f32 = 1.0;
const FLIP_MARGIN_OF_NATURAL: f32 = 3.0;
const FLIP_MARGIN_OF_NAMES: f32 = 6.0;

/// What a text tells of its language.
#[derive(Clone, Debug, PartialEq)]
pub struct Identified {
    /// The likeliest.
    pub language: Language,
    /// Where the text leaves doubt: the languages that it may be in, the likeliest first, each with how much less likely it is
    /// than the first, as a natural logarithm.
    pub doubt: Vec<(Language, f32)>,
}

impl Identified {
    /// Beyond doubt.
    #[must_use]
    pub fn sure(language: Language) -> Self {
        let doubt = Vec::new();
        Self { language, doubt }
    }

    /// How much likelier the likeliest language is than any other, as a natural logarithm.
    #[must_use]
    pub fn margin(&self) -> f32 {
        match self.doubt[..] {
            [] => f32::INFINITY,
            [_] => MAX_PRIOR,
            [_, (_, second), ..] => second,
        }
    }

    /// The likeliest language where each is likelier than the text alone says by what `prior` tells of it, as a natural
    /// logarithm of at most 0.
    #[must_use]
    pub fn with_prior(&self, prior: impl Fn(Language) -> f32) -> Language {
        let mut best = (self.language, f32::NEG_INFINITY);
        for (language, behind) in &self.doubt {
            let likelihood = prior(*language).max(-MAX_PRIOR) - behind;
            if likelihood > best.1 {
                best = (*language, likelihood);
            }
        }
        best.0
    }
}

/// The language of an article, from a sample of its text.
#[must_use]
pub fn identify_article(text: &str) -> Language {
    identify(text).language
}

/// What a sample of the text of an article tells of its language.
#[must_use]
pub fn identify(text: &str) -> Identified {
    let begin = sample(text, SAMPLE_BYTES);
    if let Some(language) = identify_ideographs(begin) {
        return Identified::sure(language);
    }
    let Some((script, letters)) = main_script(begin) else {
        return Identified::sure(Language::UNKNOWN);
    };
    if let Some(language) = only_language(script) {
        return Identified::sure(language);
    }
    // a letter alone is a sign
    if letters < 2 {
        return Identified::sure(Language::UNKNOWN);
    }
    // most articles have so many function words that nothing else need be looked at, which costs ten times as much
    let mut probe = Probe::new();
    probe.read(begin, &mut Words::new(begin, false), PROBED_WORDS);
    if let Some(language) = probe.clear_language() {
        return Identified::sure(language);
    }
    let mut identified = Identified::sure(Language::UNKNOWN);
    for max_bytes in std::iter::once(FIRST_BYTES).chain(SAMPLES) {
        let some = sample(text, max_bytes);
        identified = of_likelihoods(&likelihoods(some, script));
        let language = identified.language;
        if identified.margin() >= MARGIN_BESIDE_WORDS && probe.is_ahead_in(language) {
            return Identified::sure(language);
        }
        let is_told = max_bytes > FIRST_BYTES || probe.is_led_by(language);
        if (identified.doubt.is_empty() && is_told) || some.len() == text.len() {
            break;
        }
    }
    identified
}

/// How much a text reads like one in a language that is known, as a natural logarithm, and how many letters its words have: of
/// several readings of the same bytes the right one does most.
pub(crate) fn likeness(text: &str) -> (f32, usize) {
    main_script(text).map_or((0.0, 0), |(script, _)| evidence::likeness(text, script))
}

/// The likeliest language, and those that may be it.
fn of_likelihoods(likelihoods: &[Likelihood]) -> Identified {
    let Some(&(language, most)) = likelihoods.first() else {
        return Identified::sure(Language::UNKNOWN);
    };
    let behind = likelihoods
        .iter()
        .map(|(other, likelihood)| (*other, most - likelihood));
    let mut doubt: Vec<_> = behind.filter(|(_, behind)| *behind < MAX_PRIOR).collect();
    if doubt.len() == 1 {
        doubt.clear();
    }
    Identified { language, doubt }
}

/// The language of a passage of an article in `article_language`.
#[must_use]
pub fn identify_passage(passage: &str, article_language: Language) -> Language {
    let (mut probe, mut words) = (Probe::new(), Words::new(passage, false));
    for first in FIRST_WORDS {
        probe.read(passage, &mut words, first);
        if probe.leads(article_language) {
            return article_language;
        }
    }
    probe.read(passage, &mut words, PROBED_WORDS);
    let foreign = probe.words_where(|alphabet| !is_written_in(article_language, alphabet));
    if foreign * 2 > probe.words() {
        let names_stand_out =
            !is_written_in(article_language, Script::Latin) && without_latin(passage).is_some();
        return if probe.words() < 3 || names_stand_out {
            article_language
        } else {
            identify_article(sample(passage, SAMPLE_BYTES))
        };
    }
    let own = probe.count(article_language);
    let is_natural = probe.is_natural_in(article_language);
    // without function words of its own it is names and numbers, not another language
    let enough = match own {
        0 => 1,
        _ if is_natural => own + 2,
        _ => 2.max(own + 1),
    };
    if probe.words() < MIN_WORDS || probe.most() < enough {
        return article_language;
    }
    let some = sample(passage, SAMPLES[0]);
    let Some((script, _)) = main_script(some) else {
        return article_language;
    };
    let likelihoods = likelihoods(some, script);
    let told = likelihoods
        .iter()
        .find(|(language, _)| *language == article_language);
    let (Some(&(language, most)), Some(&(_, told))) = (likelihoods.first(), told) else {
        return article_language;
    };
    let margin = if is_natural {
        FLIP_MARGIN_OF_NATURAL
    } else if probe.count(language) > own {
        FLIP_MARGIN
    } else {
        FLIP_MARGIN_OF_NAMES
    };
    if most - told >= margin && probe.count(language) >= enough.min(2) {
        language
    } else {
        article_language
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn millions_of_digits_with_a_letter_here_and_there_are_no_deep_recursion() {
        let look = || {
            let text = format!("{}a", "1".repeat(SAMPLE_BYTES)).repeat(4000);
            assert_eq!(identify_article(&text), Language::UNKNOWN);
        };
        let thread = std::thread::Builder::new().stack_size(200_000).spawn(look);
        thread.expect("a thread").join().expect("no overflow");
    }

    #[test]
    fn a_short_quotation_does_not_flip_a_passage() {
        let german = Language::from_code("de").expect("de");
        let passage = "„We will not give up“, sagte der Minister nach dem Treffen in Brüssel, das bis in die Nacht dauerte.";
        assert_eq!(identify_passage(passage, german), german);
    }

    #[test]
    fn a_passage_in_another_language_is_seen() {
        let german = Language::from_code("de").expect("de");
        for (code, passage) in [
            (
                "en",
                "The agency said on Tuesday that the talks would go on in the morning and that no date had been set for the next round.",
            ),
            ("ru", "Переговоры продолжатся утром, сообщило агентство."),
            (
                "fr",
                "Les discussions reprendront dans la matinée, a indiqué le ministère, qui n'a pas fixé de date pour la prochaine rencontre.",
            ),
        ] {
            assert_eq!(identify_passage(passage, german).code(), code);
        }
    }

    #[test]
    fn a_list_of_foreign_names_is_in_the_language_around_them() {
        let text = "Professional teams in the south include the Los Angeles Rams, the Los Angeles Kings, \
            the Los Angeles Lakers and the Los Angeles Dodgers, and in San Diego the Padres.";
        assert_eq!(identify_article(text).code(), "en");
    }

    #[test]
    fn a_list_of_foreign_names_does_not_hide_the_language_of_few_words_or_another_script() {
        for (code, text) in [
            (
                "tr",
                "Güney Kaliforniya'daki profesyonel spor takımları arasında NFL'den (Los Angeles Rams, San Diego \
                 Chargers), NHL'den (Los Angeles Kings, Anaheim Ducks) ve MLS'ten (LA Galaxy) takımlar bulunur.",
            ),
            (
                "ru",
                "Клубы: Los Angeles Rams, San Diego Chargers, Los Angeles Lakers, Los Angeles Clippers, Los Angeles \
                 Dodgers, San Diego Padres и LA Galaxy играют на юге штата.",
            ),
            (
                "fi",
                "Halonen on ohjannut viisi elokuvaa, joista tunnetuimpia ovat Back to the USSR, Lipton Cockton in the \
                 Shadows of Sodoma, Joulubileet ja Kalevala.",
            ),
        ] {
            assert_eq!(identify_article(text).code(), code, "{text}");
        }
    }

    #[test]
    fn a_list_of_names_is_in_the_language_of_the_words_between_them() {
        for (code, text) in [
            (
                "vi",
                "Những câu lạc bộ chuyên nghiệp của bang đến từ NFL (Los Angeles Rams, San Diego Chargers); NBA (Los \
                 Angeles Lakers, Los Angeles Clippers); MLB (Los Angeles Dodgers, San Diego Padres) và MLS (LA Galaxy).",
            ),
            (
                "vi",
                "Chính khách: cựu tổng thống Mỹ John Hancock, John Adams, John Quincy Adams, Rutherford Hayes, \
                 Theodore Roosevelt, Franklin Roosevelt, John Kennedy, các nhà văn Ralph Waldo Emerson, Henry David \
                 Thoreau và nhạc sĩ Leonard Bernstein.",
            ),
            (
                "ro",
                "Cluburile profesioniste din sudul statului joacă în NFL (Los Angeles Rams, San Diego Chargers); NBA (Los \
                 Angeles Lakers, Los Angeles Clippers); MLB (Los Angeles Dodgers, San Diego Padres) și MLS (LA Galaxy).",
            ),
            (
                "hu",
                "A város híres lakói között volt a zeneszerző Leonard Bernstein, az író Henry David Thoreau, Ralph Waldo \
                 Emerson, valamint a színész Matt Damon, Jack Lemmon, Tommy Lee Jones és Natalie Portman.",
            ),
        ] {
            assert_eq!(identify_article(text).code(), code, "{text}");
        }
    }

    #[test]
    fn names_in_latin_letters_stay_with_an_article_in_another_script() {
        let thai = Language::from_code("th").expect("th");
        let passage = "ทีมกีฬามืออาชีพประกอบด้วย NFL (Los Angeles Rams, San Diego Chargers) และ NHL (Los Angeles Kings)";
        assert_eq!(identify_passage(passage, thai), thai);
    }

    #[test]
    fn names_and_numbers_stay_with_their_article() {
        let german = Language::from_code("de").expect("de");
        let table =
            "Müller 12, Schmidt 14, Schneider 9, Fischer 8, Weber 7, Meyer 6, Wagner 5, Becker 4";
        assert_eq!(identify_passage(table, german), german);
    }

    /// `které` as it comes from file names and some PDF files: an `e` and a mark behind it.
    fn decomposed(text: &str) -> String {
        unicode_normalization::UnicodeNormalization::nfd(text).collect()
    }

    #[test]
    fn letters_with_marks_behind_them_are_of_the_same_language() {
        for (code, text) in [
            (
                "cs",
                "Česká vláda už při jednání řekla, že také další země, které byly při tom, podle něj souhlasí.",
            ),
            (
                "vi",
                "Chính phủ của nước này đã có những cuộc họp với các nước khác và không đạt được thỏa thuận.",
            ),
            (
                "sv",
                "Regeringen säger att den också är på väg när det gäller ett nytt förslag för de här frågorna.",
            ),
            (
                "el",
                "Η κυβέρνηση δήλωσε ότι θα γίνει μετά από αυτό το έργο που είναι για την πόλη και τους κατοίκους.",
            ),
        ] {
            assert_eq!(identify_article(text).code(), code);
            assert_eq!(identify_article(&decomposed(text)).code(), code, "{text}");
        }
    }

    /// Headlines, notes of three words and lists in all languages, and lines in some that have no row.
    const SHORT_TEXTS: &str = include_str!("identify/short_texts.tsv");

    #[test]
    fn a_headline_or_a_note_of_three_words_tells_its_language() {
        let lines: Vec<_> = SHORT_TEXTS
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect();
        let wrong: Vec<_> = lines
            .iter()
            .map(|(code, text)| (*code, identify_article(text).code(), *text))
            .filter(|(expected, told, _)| expected != told)
            .collect();
        assert!(
            lines.len() > 150 && wrong.len() * 20 <= lines.len(),
            "{wrong:#?}"
        );
    }

    #[test]
    fn where_a_short_text_leaves_doubt_its_language_is_among_those_that_it_may_be_in() {
        for (code, text) in SHORT_TEXTS.lines().filter_map(|line| line.split_once('\t')) {
            let language = Language::from_code(code).expect(code);
            let Identified {
                language: told,
                doubt,
            } = identify(text);
            let may_be = told == language || doubt.iter().any(|(may_be, _)| *may_be == language);
            assert!(may_be, "{text}: {told}, {doubt:?}");
            assert!(doubt.first().is_none_or(|first| *first == (told, 0.0)));
            assert!(doubt.is_sorted_by(|one, other| one.1 <= other.1));
        }
    }

    #[test]
    fn what_is_around_a_text_decides_where_it_leaves_doubt_and_nowhere_else() {
        let croatian = Language::from_code("hr").expect("hr");
        let serbian = Language::from_code("sr").expect("sr");
        let text = identify("Broj zemalja se povećao za pet.");
        for wanted in [croatian, serbian] {
            let prior = |language| if language == wanted { 0.0 } else { -MAX_PRIOR };
            assert_eq!(text.with_prior(prior), wanted);
        }
        let english = identify("The council said that the market would open again in the winter.");
        assert_eq!(
            english,
            Identified::sure(Language::from_code("en").expect("en"))
        );
        assert_eq!(
            english
                .with_prior(|language| if language == croatian { 0.0 } else { -99.0 })
                .code(),
            "en"
        );
    }

    #[test]
    fn a_text_that_says_the_same_again_and_again_is_in_its_language() {
        for (code, text) in [
            (
                "sv",
                "Ministern sade att arbetet med bron blir klart till sommaren. ",
            ),
            (
                "hr",
                "Ministar je rekao da će radovi na mostu završiti u ljeto. ",
            ),
            (
                "pl",
                "Minister powiedział, że prace na moście skończą się latem. ",
            ),
        ] {
            for times in [1, 2, 5, 40] {
                assert_eq!(
                    identify_article(&text.repeat(times)).code(),
                    code,
                    "{times}"
                );
            }
        }
    }

    #[test]
    fn serbian_is_serbian_in_either_script_and_not_croatian() {
        for text in [
            "Predsednik je rekao da će vlada sledeće nedelje da razmotri uslove.",
            "Председник је рекао да ће влада следеће недеље да размотри услове.",
        ] {
            assert_eq!(identify_article(text).code(), "sr", "{text}");
        }
        let croatian = "Predsjednik je rekao da će vlada sljedeći tjedan razmotriti uvjete.";
        assert_eq!(identify_article(croatian).code(), "hr");
    }

    #[test]
    fn a_line_of_few_function_words_stays_with_its_article() {
        let english = Language::from_code("en").expect("en");
        for line in [
            "We should all do so well while under attack.",
            "Let no man put asunder so fine a pair.",
        ] {
            assert_eq!(identify_passage(line, english), english, "{line}");
        }
    }

    #[test]
    fn a_paragraph_of_a_lookalike_is_seen_and_a_few_words_of_it_are_not() {
        let danish = Language::from_code("da").expect("da");
        let norwegian = "Regjeringen sier at den ikke vil gjøre noe mer med saken før etter jul, og at det nå er opp til kommunene.";
        assert_eq!(identify_passage(norwegian, danish).code(), "no");
        assert_eq!(identify_passage("Hva sier du?", danish), danish);
    }

    proptest! {
        #[test]
        fn any_text_has_a_language_and_always_the_same(text in "\\PC{0,200}|[a-zåäöøæčšžđćłżőűșțğışĉ' ]{0,300}|[а-яіїєґўәғқңөұүһђјљњћџ -]{0,300}") {
            let identified = identify(&text);
            prop_assert_eq!(&identified, &identify(&text));
            for language in [Language::UNKNOWN, identified.language] {
                prop_assert_eq!(identify_passage(&text, language), identify_passage(&text, language));
            }
        }
    }

    #[test]
    fn nothing_to_identify_is_unknown() {
        for text in ["", " \n", "12 345 — 6", "🙂", "x"] {
            assert_eq!(identify_article(text), Language::UNKNOWN);
        }
    }
}
