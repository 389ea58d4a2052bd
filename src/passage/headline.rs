//! Which line of a text is its headline? The first one, if it is as short and open as headlines are, in any language.

use super::paragraph::paragraphs;
use super::weigh;
use crate::date::{beginning, is_dateline};

/// A title is at most this long.
const MAX_CHARS: usize = 160;

/// Lines above a headline that are only a date, or an address: no more of them are passed over.
const MAX_ABOVE: usize = 2;

/// What is looked at to tell whether the lines of a text are broken at a width.
const SAMPLE_BYTES: usize = 4000;

/// Marks that close what a sentence says.
const CLOSING: &[char] = &['"', '”', '“', '’', '»', '«', ')', '」', '』', '\'', ']'];

/// The headline of a text, if it begins with one: a line with letters, short, without a closing stop, and followed by more; not the
/// first of lines that are broken at a width. A date or an address above it is passed over.
#[must_use]
pub fn title(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches(is_blank);
    for _ in 0..=MAX_ABOVE {
        let (line, after) = rest.split_once('\n')?;
        let line = line.trim();
        let below = after.trim_start_matches(is_blank);
        if below.is_empty() {
            return None;
        }
        if is_address(line) || is_dateline(line) {
            rest = below;
            continue;
        }
        return is_headline(line, rest, after).then(|| without_marks(line));
    }
    None
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{FEFF}'
}

/// Whether a line, with which `text` begins and behind which comes `after`, reads like a headline.
fn is_headline(line: &str, text: &str, after: &str) -> bool {
    let is_short = line.len() <= 4 * MAX_CHARS && weigh(line) <= MAX_CHARS;
    if !is_short || !line.contains(char::is_alphabetic) || closes(line) {
        return false;
    }
    let next = after.split('\n').next().unwrap_or_default().trim();
    // a cry ends a headline, or the address of a letter, which is followed by as little
    if line.ends_with(['!', '！']) {
        let below = after.lines().map(str::trim).find(|line| !line.is_empty());
        return below.is_some_and(|below| weigh(below) > weigh(line));
    }
    next.is_empty() || !goes_on(text)
}

/// Whether a line ends as a sentence does, or says that something follows.
fn closes(line: &str) -> bool {
    let end = line.trim_end_matches(CLOSING);
    if end.ends_with([
        '…', '。', '।', '॥', '։', '።', '။', ':', '：', ';', ',', '،', '、', '，',
    ]) {
        return true;
    }
    let Some(sentence) = end.strip_suffix('.') else {
        return false;
    };
    let last = sentence
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    // `in the U.S.`, `2024 г.`
    let is_abbreviated = last.contains('.') || last.chars().count() == 1;
    !is_abbreviated || last.ends_with('.') || last.chars().all(char::is_numeric)
}

/// Whether the first line of a text is part of a paragraph that goes on over its end.
fn goes_on(text: &str) -> bool {
    let sample = beginning(text, SAMPLE_BYTES);
    let (paragraphs, _) = paragraphs(sample, true);
    let first = paragraphs.first().map(|first| sample[first.clone()].trim());
    first.is_some_and(|first| first.contains('\n'))
}

fn is_address(line: &str) -> bool {
    let is_one = !line.contains(char::is_whitespace);
    is_one
        && ["http://", "https://", "www."]
            .iter()
            .any(|start| line.starts_with(start))
}

/// A headline without what marks it as one in plain text.
fn without_marks(line: &str) -> &str {
    let bare = line.trim_start_matches('#');
    let marks = line.len() - bare.len();
    if (1..=6).contains(&marks) && bare.starts_with(' ') {
        bare.trim_end_matches('#').trim()
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_headline_reads_so_in_every_language() {
        let paragraph = "Der Sturm kam am Montag, und es wurde niemand verletzt, wie die Polizei am Abend mitteilte. ".repeat(3);
        for headline in [
            "Regierung tritt zurück!",
            "Wer war es?",
            "من فعل ذلك؟",
            "Storm hits the U.S.",
            "Что случилось в 2024 г.",
            "“We will stay”",
            "洪水後の町",
            "तूफ़ान से तबाही",
            "สงครามจบแล้ว",
            "Ἡ καταιγίδα ἦλθε",
        ] {
            for gap in ["\n", "\n\n", "\r\n"] {
                let text = format!("{headline}{gap}{paragraph}\n");
                assert_eq!(title(&text), Some(headline), "{text}");
                assert_eq!(title(&format!("\u{FEFF}\n \n{text}")), Some(headline));
                assert_eq!(title(&format!("19. Juni 2024\n{text}")), Some(headline));
                let address = format!("https://example.org/a\n\n{text}");
                assert_eq!(title(&address), Some(headline));
            }
        }
        assert_eq!(title("# Ein Sturm\n\nEr kam.\n"), Some("Ein Sturm"));
        assert_eq!(title("#sturm kommt\n\nEr kam.\n"), Some("#sturm kommt"));
    }

    #[test]
    fn what_is_no_headline_is_none() {
        for text in [
            "* * *\nDer Sturm kam.\n",
            "-----\nDer Sturm kam.\n",
            "17\nDer Sturm kam.\n",
            "Er sagte: „Wir bleiben.“\nUnd ging.\n",
            "Dear all!\nHello.\n",
            "洪水が来た。\nそれだけ。\n",
            "तूफ़ान आया।\nबस।\n",
            "19. Juni 2024\n",
            "Folgendes:\nDer Sturm kam.\n",
            "It was 5.\nMore.\n",
            "\n\n",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_of_lines_that_are_broken_at_a_width_is_no_headline() {
        let broken = "The storm came over the coast on Monday evening and nobody was\n\
            harmed by it, the police said, but many of the houses near the\n\
            harbour have no roof any more and it will take weeks until the\n\
            people who live there can go back to them, which they want to\n\
            do before the winter comes.\n";
        assert_eq!(title(broken), None);
        assert_eq!(title(&format!("A storm\n\n{broken}")), Some("A storm"));
        assert_eq!(title(&format!("A storm\n{broken}")), Some("A storm"));
    }
}
