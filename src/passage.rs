//! What is indexed, ranked and shown? A passage; and an article is split into them.
//!
//! Paragraphs (lines) are joined while they are short and cut at sentence ends where they are long, so that a
//! passage is near [`TARGET_CHARS`]; it never crosses from one language to another. The passages of an article
//! cover its text without gap or overlap, white space included, so that an offset in one is an offset in the other.

mod headline;
mod paragraph;

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::analysis::cluster::last_break;
use crate::analysis::words::{Class, class};
use crate::language::Language;
use crate::language::identify::{identify_article, identify_passage};
pub use headline::title;
use paragraph::paragraphs;

/// Paragraphs are joined up to about this many characters. Chosen on the judged sets; see `docs/ranking.md`.
pub const TARGET_CHARS: usize = 600;

/// A paragraph longer than this is cut at sentence ends into even pieces of at most this many characters.
pub const MAX_CHARS: usize = 2400;

/// White space is joined to the passage before it up to this many characters; more of it is passages without a word.
const MAX_BLANK_CHARS: usize = 4 * MAX_CHARS;

/// How much more a character of Chinese or Japanese says than one of an alphabet.
const IDEOGRAPH_CHARS: usize = 3;

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

/// Splits an article's text into passages; `language` is the article's if it is told.
#[must_use]
pub fn split(text: &str, language: Option<Language>) -> Vec<Passage> {
    let mut passages = Vec::new();
    let take = |passage: Passage, _: &str| {
        passages.push(passage);
        Ok::<(), Infallible>(())
    };
    match Splitter::new(language).split(text, true, take) {
        Ok(_) => passages,
    }
}

/// Splits a text of which no more than a part need be in memory.
#[derive(Debug)]
pub struct Splitter {
    /// The language that the article is told to be in.
    told: Option<Language>,
    /// The language of the article, once its beginning was seen.
    language: Option<Language>,
    /// Whether the last passage ends with the title of the article.
    open_title: bool,
    /// Where the title of the article ends, if it has one.
    title_end: usize,
    /// The last passage: what comes next may be joined to it.
    last: Option<Passage>,
    /// Bytes of the article before the text that is given next.
    start: usize,
}

impl Splitter {
    /// For an article from its beginning on; `language` is the article's if it is told.
    #[must_use]
    pub fn new(language: Option<Language>) -> Self {
        Self {
            told: language,
            language,
            open_title: false,
            title_end: 0,
            last: None,
            start: 0,
        }
    }

    /// For an article that is in a language, though not every passage need be.
    #[must_use]
    pub fn in_language(language: Language) -> Self {
        Self {
            language: Some(language),
            ..Self::new(None)
        }
    }

    /// Visits the passages that are complete as far as `text` goes, each with its own text, and says how many bytes of
    /// `text` these have: what is given next begins after them. All is complete if it is the last text. The passages are
    /// the same however the text is given, unless a line is longer than what is given at once: that is cut there.
    ///
    /// # Errors
    /// Those of `visit`.
    pub fn split<E>(
        &mut self,
        text: &str,
        is_last: bool,
        mut visit: impl FnMut(Passage, &str) -> Result<(), E>,
    ) -> Result<usize, E> {
        let article_language = *self.language.get_or_insert_with(|| identify_article(text));
        if self.start == 0 && self.last.is_none() {
            let title = title(text);
            self.open_title = title.is_some();
            self.title_end = title.map_or(0, |title| end_of(title, text));
        }
        let start = self.start;
        let seen = self.last.as_ref().map_or(0, |last| last.byte_range.len());
        let end = if is_last {
            text.len()
        } else {
            whole(text, seen)
        };
        let (paragraphs, whole) = paragraphs(&text[seen..end], is_last);
        let end = seen + whole;
        let mut complete = |passage: Passage| {
            let Range { start: first, end } = passage.byte_range;
            let content = &text[first - start..end - start];
            visit(passage, content)
        };
        for paragraph in paragraphs {
            let paragraph = seen + paragraph.start..seen + paragraph.end;
            let content = &text[paragraph.clone()];
            let weight = weigh(content);
            let language = self
                .told
                .unwrap_or_else(|| identify_passage(content, article_language));
            if let Some(last) = &mut self.last {
                let joined = last.weighed_chars + weight;
                let blank = content.trim().is_empty();
                // a title goes with the paragraph below it, unless that is itself too long
                let most = if self.open_title {
                    MAX_CHARS
                } else {
                    TARGET_CHARS
                };
                let fits = joined <= most;
                if (blank && joined <= MAX_BLANK_CHARS) || (last.language == language && fits) {
                    // what stands above the title goes with it
                    let ends_with_title = start + paragraph.start < self.title_end;
                    self.open_title = self.open_title && (blank || ends_with_title);
                    last.byte_range.end = start + paragraph.end;
                    last.weighed_chars = joined;
                    continue;
                }
                self.open_title = false;
            }
            if weight <= MAX_CHARS {
                let passage = Passage {
                    byte_range: start + paragraph.start..start + paragraph.end,
                    language,
                    weighed_chars: weight,
                };
                if let Some(last) = self.last.replace(passage) {
                    complete(last)?;
                }
                continue;
            }
            for piece in cut(text, paragraph, weight) {
                let passage = Passage {
                    weighed_chars: weigh(&text[piece.clone()]),
                    byte_range: start + piece.start..start + piece.end,
                    language,
                };
                if let Some(last) = self.last.replace(passage) {
                    complete(last)?;
                }
            }
        }
        if is_last && let Some(last) = self.last.take() {
            complete(last)?;
        }
        let open = self.last.as_ref().map(|last| last.byte_range.start);
        self.start = open.unwrap_or(start + end);
        Ok(self.start - start)
    }
}

/// Where the last line that is whole ends, after the bytes that were seen; without one, where a line that is not may be
/// cut.
fn whole(text: &str, seen: usize) -> usize {
    let unseen = &text[seen..];
    let after = |at: usize| {
        unseen[at..]
            .chars()
            .next()
            .map_or(at, |one| at + one.len_utf8())
    };
    let end = unseen
        .rfind('\n')
        .or_else(|| unseen.rfind(char::is_whitespace));
    seen + end.map_or(unseen.len(), after)
}

/// Where a part of a text ends in it.
fn end_of(part: &str, text: &str) -> usize {
    part.as_ptr() as usize + part.len() - text.as_ptr() as usize
}

/// Characters, an ideograph counted as three.
#[must_use]
pub fn weigh(text: &str) -> usize {
    let chars = text.chars().count();
    if !may_have_ideographs(text) {
        return chars;
    }
    let ideographs = text.chars().filter(|one| class(*one) == Class::Ideograph);
    chars + ideographs.count() * (IDEOGRAPH_CHARS - 1)
}

/// The first bytes of a character that may be an ideograph, and those of U+2000 to U+2E7F, among them dashes and quotes, of
/// which none is.
const FIRST_LEAD: u8 = 0xE1;
const SIGNS_LEAD: u8 = 0xE2;
const AFTER_SIGNS: u8 = 0xBA;

/// Whether a text has characters of those that ideographs are among; it looks at bytes only.
fn may_have_ideographs(text: &str) -> bool {
    let bytes = text.as_bytes();
    // most texts have none of these bytes, and looking for the largest takes no branch
    let largest = |chunk: &[u8]| chunk.iter().copied().max();
    if bytes
        .chunks(64)
        .filter_map(largest)
        .all(|byte| byte < FIRST_LEAD)
    {
        return false;
    }
    let next = bytes.iter().skip(1).chain([&AFTER_SIGNS]);
    let mut pairs = bytes.iter().zip(next);
    pairs.any(|(byte, next)| *byte >= FIRST_LEAD && (*byte != SIGNS_LEAD || *next >= AFTER_SIGNS))
}

/// Cuts a long paragraph into even pieces at sentence ends, or at words where sentences are too long themselves.
fn cut(text: &str, paragraph: Range<usize>, weight: usize) -> impl Iterator<Item = Range<usize>> {
    let pieces = weight.div_ceil(MAX_CHARS);
    let piece_chars = weight.div_ceil(pieces);
    let mut cuts = vec![paragraph.start];
    let mut since_cut = 0;
    let content = without_line_ends(&text[paragraph.clone()]);
    for (offset, sentence) in content.split_sentence_bound_indices() {
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
                    at = word_end(text, at, start + inner);
                    cuts.push(at);
                    chars = weigh(&text[at..start + inner]);
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

/// A paragraph with spaces for its line ends, which end no sentence: lines that are one paragraph were broken at a width.
fn without_line_ends(paragraph: &str) -> Cow<'_, str> {
    if paragraph.trim_end().contains('\n') {
        paragraph.replace(['\n', '\r'], " ").into()
    } else {
        paragraph.into()
    }
}

/// A word without spaces around it is not longer than so many characters.
const MAX_UNSPACED_CHARS: usize = 60;

/// Where the last word ends that ends behind `start` and not behind `end`, in text without spaces; `end` in any other.
fn word_end(text: &str, start: usize, end: usize) -> usize {
    let is_unspaced =
        |one: char| matches!(class(one), Class::Ideograph | Class::Unspaced | Class::Mark);
    let behind = text[end..].chars().take_while(|one| is_unspaced(*one));
    let behind: usize = behind.take(MAX_UNSPACED_CHARS).map(char::len_utf8).sum();
    let before = text[start..end]
        .chars()
        .rev()
        .take_while(|one| is_unspaced(*one));
    let before: usize = before.take(MAX_UNSPACED_CHARS).map(char::len_utf8).sum();
    if behind == 0 {
        return end;
    }
    let first = end - before;
    // without a break nearer than that, or where that is no progress, it is no word of the dictionary
    match last_break(&text[first..end + behind], before) {
        Some(at) if first + at > start => first + at,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_ideograph_weighs_as_three_characters_and_any_other_as_one() {
        for character in ('\0'..=char::MAX).filter(|one| *one != '\0') {
            let expected = match class(character) {
                Class::Ideograph => IDEOGRAPH_CHARS,
                _ => 1,
            };
            let weighed = weigh(character.encode_utf8(&mut [0; 4]));
            assert_eq!(weighed, expected, "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn text_without_spaces_is_not_cut_inside_a_word() {
        for (filler, word) in [
            ("ประเทศไทยมีประชาชนจำนวนมาก", "มหาวิทยาลัย"),
            ("新华社报道中国经济发展", "大学"),
            ("ຂ່າວປະເທດລາວ", "ອຸນຫະພູມ"),
        ] {
            for shift in 0..12 {
                let filler = filler.repeat(MAX_CHARS / filler.chars().count() - 2);
                let text = format!(
                    "{}{filler}{}{filler}",
                    "x".repeat(3 * shift),
                    word.repeat(20)
                );
                let passages = split(&text, None);
                let words = passages
                    .into_iter()
                    .map(|passage| text[passage.byte_range].matches(word).count());
                assert_eq!(words.sum::<usize>(), 20, "{word} {shift}");
            }
        }
    }

    #[test]
    fn lines_that_are_broken_at_a_width_are_cut_at_sentence_ends() {
        let sentence = "The delegation arrived in the morning and left again before the evening, as it was told to.";
        let words: Vec<&str> = sentence.split(' ').collect();
        let mut text = String::new();
        let mut column = 0;
        for word in words.iter().cycle().take(words.len() * 60) {
            if column + word.len() > 72 {
                text.push('\n');
                column = 0;
            } else if column > 0 {
                text.push(' ');
            }
            text.push_str(word);
            column += word.len() + 1;
        }
        text.push('\n');
        let passages = split(&text, None);
        assert!(passages.len() > 1);
        for passage in passages {
            assert!(text[passage.byte_range].trim_start().starts_with("The"));
        }
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

    #[test]
    fn blank_lines_without_end_are_no_endless_passage() {
        for blanks in ["\n".repeat(100_000), " ".repeat(100_000)] {
            let text = format!("The harbour is closed.\n{blanks}\nIt opens in the winter.\n");
            let passages = split(&text, None);
            assert!(passages.len() > 100_000 / MAX_BLANK_CHARS);
            let longest = passages.iter().map(|passage| passage.weighed_chars).max();
            assert!(longest.is_some_and(|chars| chars <= MAX_BLANK_CHARS));
            assert_eq!(
                passages.last().map(|last| last.byte_range.end),
                Some(text.len())
            );
        }
    }

    /// The passages of a text of which so many bytes are read at a time.
    fn split_in_pieces(text: &str, bytes: usize) -> Vec<Passage> {
        let mut splitter = Splitter::new(None);
        let (mut buffer, mut rest) = (String::new(), text);
        let mut passages: Vec<Passage> = Vec::new();
        loop {
            let mut taken = bytes.min(rest.len());
            while !rest.is_char_boundary(taken) {
                taken += 1;
            }
            let (piece, after) = rest.split_at(taken);
            buffer.push_str(piece);
            rest = after;
            let take = |passage: Passage, content: &str| {
                assert_eq!(&text[passage.byte_range.clone()], content);
                passages.push(passage);
                Ok::<(), Infallible>(())
            };
            let Ok(done) = splitter.split(&buffer, rest.is_empty(), take);
            buffer.drain(..done);
            if rest.is_empty() {
                assert_eq!(buffer, "");
                return passages;
            }
            assert!(
                buffer.len() <= bytes + 3 * MAX_BLANK_CHARS,
                "{} bytes wait",
                buffer.len()
            );
        }
    }

    proptest! {
        #[test]
        fn a_text_in_pieces_has_the_same_passages(lines in prop::collection::vec("(\\PC{0,90}|[a-z ]{0,3000})\n{1,3}", 1..20), bytes in 12_001_usize..20_000) {
            let text = lines.concat();
            let language = split(&text, None).first().map(|first| first.language);
            prop_assume!(language == split_in_pieces(&text, bytes).first().map(|first| first.language));
            prop_assert_eq!(split_in_pieces(&text, bytes), split(&text, None));
        }

        #[test]
        fn a_line_longer_than_a_piece_is_cut(text in "[a-zü ]{0,3000}(\n[a-zü]{0,2000}){0,2}", bytes in 1_usize..700) {
            let passages = split_in_pieces(&text, bytes);
            let mut end = 0;
            for passage in &passages {
                prop_assert_eq!(passage.byte_range.start, end);
                end = passage.byte_range.end;
            }
            prop_assert_eq!(end, text.len());
        }

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
