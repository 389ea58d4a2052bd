//! What is indexed, ranked and shown? A passage; and an article is split into them.
//!
//! Paragraphs (lines) are joined while they are short and cut at sentence ends where they are long, so that a
//! passage is near [`TARGET_CHARS`]; it never crosses from one language to another. The passages of an article
//! cover its text without gap or overlap, white space included, so that an offset in one is an offset in the other.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::analysis::words::{Class, class};
use crate::language::Language;
use crate::language::identify::{identify_article, identify_passage};

/// Paragraphs are joined up to about this many characters. Chosen on the judged sets; see `docs/ranking.md`.
pub const TARGET_CHARS: usize = 600;

/// A paragraph longer than this is cut at sentence ends into even pieces of at most this many characters.
pub const MAX_CHARS: usize = 2400;

/// How much more a character of Chinese or Japanese says than one of an alphabet.
const IDEOGRAPH_CHARS: usize = 3;

/// A title is at most this long.
const MAX_TITLE_CHARS: usize = 160;

/// A piece of an article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its bytes in the article's text.
    pub byte_range: Range<usize>,
    /// The language whose field it is indexed in.
    pub language: Language,
    /// Its length as the scorer sees it: characters, an ideograph counted as three.
    pub weighed_chars: usize,
}

/// The first line of a text if it is a title: short, without a closing stop, and followed by more.
#[must_use]
pub fn title(text: &str) -> Option<&str> {
    let (first, rest) = text.trim_start_matches('\u{FEFF}').split_once('\n')?;
    let first = first.trim();
    let closed = first.ends_with(['.', '!', '…', '。', '！', '।', '؟', ':', ';', ',']);
    let short = weigh(first) <= MAX_TITLE_CHARS;
    (short && !closed && !first.is_empty() && !rest.trim().is_empty()).then_some(first)
}

/// Splits an article's text into passages; `language` is the article's if it is told.
#[must_use]
pub fn split(text: &str, language: Option<Language>) -> Vec<Passage> {
    let told = language.is_some();
    let article_language = language.unwrap_or_else(|| identify_article(text));
    let mut passages: Vec<Passage> = Vec::new();
    let mut open_title = title(text).is_some();
    for paragraph in paragraphs(text) {
        let content = &text[paragraph.clone()];
        let weight = weigh(content);
        let language = if told {
            article_language
        } else {
            identify_passage(content, article_language)
        };
        if let Some(last) = passages.last_mut() {
            let joined = last.weighed_chars + weight;
            let blank = content.trim().is_empty();
            // a title goes with the paragraph below it, unless that is itself too long
            let most = if open_title { MAX_CHARS } else { TARGET_CHARS };
            let fits = joined <= most;
            if blank || (last.language == language && fits) {
                open_title = open_title && blank;
                last.byte_range.end = paragraph.end;
                last.weighed_chars = joined;
                continue;
            }
            open_title = false;
        }
        if weight <= MAX_CHARS {
            passages.push(Passage {
                byte_range: paragraph,
                language,
                weighed_chars: weight,
            });
        } else {
            passages.extend(cut(text, paragraph, weight).map(|byte_range| {
                let weighed_chars = weigh(&text[byte_range.clone()]);
                Passage {
                    byte_range,
                    language,
                    weighed_chars,
                }
            }));
        }
    }
    passages
}

/// Lines with their line ends.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let range = *start..*start + line.len();
        *start = range.end;
        Some(range)
    })
}

/// Characters, an ideograph counted as three.
#[must_use]
pub fn weigh(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars()
        .map(|character| {
            if class(character) == Class::Ideograph {
                IDEOGRAPH_CHARS
            } else {
                1
            }
        })
        .sum()
}

/// Cuts a long paragraph into even pieces at sentence ends, or at words where sentences are too long themselves.
fn cut(text: &str, paragraph: Range<usize>, weight: usize) -> impl Iterator<Item = Range<usize>> {
    let pieces = weight.div_ceil(MAX_CHARS);
    let piece_chars = weight.div_ceil(pieces);
    let mut cuts = vec![paragraph.start];
    let mut since_cut = 0;
    for (offset, sentence) in text[paragraph.clone()].split_sentence_bound_indices() {
        let start = paragraph.start + offset;
        let sentence_chars = weigh(sentence);
        // cut before the sentence if that comes nearer to an even piece than cutting after it
        if since_cut > 0 && since_cut + sentence_chars / 2 > piece_chars {
            cuts.push(start);
            since_cut = 0;
        }
        since_cut += sentence_chars;
        if sentence_chars > MAX_CHARS {
            let mut at = start;
            let mut chars = 0;
            for (inner, word) in sentence.split_word_bound_indices() {
                let word_chars = weigh(word);
                if chars > 0 && chars + word_chars > MAX_CHARS {
                    at = start + inner;
                    cuts.push(at);
                    chars = 0;
                }
                chars += word_chars;
                // one endless word: cut between characters
                let mut inside = 0;
                for (position, character) in word.char_indices().filter(|_| word_chars > MAX_CHARS)
                {
                    if inside >= MAX_CHARS {
                        at = start + inner + position;
                        cuts.push(at);
                        inside = 0;
                    }
                    inside += weigh(character.encode_utf8(&mut [0; 4]));
                    chars = inside;
                }
            }
            since_cut = weigh(&text[at..start + sentence.len()]);
        }
    }
    cuts.push(paragraph.end);
    cuts.dedup();
    let ranges: Vec<_> = cuts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    ranges.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_first_line_is_a_title_if_short_open_and_followed() {
        assert_eq!(
            title("Putin in Pjöngjang\nDer Präsident kam.\n"),
            Some("Putin in Pjöngjang")
        );
        assert_eq!(title("Der Präsident kam.\nEr blieb."), None);
        assert_eq!(title("Putin in Pjöngjang\n"), None);
        assert_eq!(title(&format!("{}\nText.", "lang ".repeat(80))), None);
        assert_eq!(title(""), None);
    }

    #[test]
    fn passages_do_not_cross_a_language_switch() {
        let text = "Der Minister sagte, dass die Gespräche in der Nacht auf den Freitag ohne ein Ergebnis beendet wurden.\n\
            The minister said that the talks had ended in the night to Friday without any result for the two sides.\n";
        let passages = split(text, None);
        let languages: Vec<_> = passages
            .iter()
            .map(|passage| passage.language.code())
            .collect();
        assert_eq!(languages, ["de", "en"]);
    }

    #[test]
    fn a_long_paragraph_is_cut_at_sentence_ends() {
        let sentence = "The delegation arrived in the morning and left again before the evening. ";
        let text = sentence.repeat(100);
        let passages = split(&text, None);
        assert!(passages.len() >= text.len() / MAX_CHARS);
        for passage in &passages {
            assert!(passage.weighed_chars <= MAX_CHARS + sentence.len());
            assert!(text[passage.byte_range.clone()].starts_with("The delegation"));
        }
    }

    proptest! {
        #[test]
        fn passages_cover_the_article_without_gap_or_overlap(text in "(\\PC{0,300}\n?){0,4}|[a-z一-十]{0,9000}|([a-z]{1,9} ){0,1500}") {
            let passages = split(&text, None);
            let mut end = 0;
            for passage in &passages {
                prop_assert_eq!(passage.byte_range.start, end);
                prop_assert!(text.get(passage.byte_range.clone()).is_some());
                prop_assert!(passage.weighed_chars <= 2 * MAX_CHARS);
                end = passage.byte_range.end;
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
