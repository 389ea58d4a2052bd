//! What of a text is looked at to tell its language?

use crate::analysis::fold;
use crate::analysis::unicode::{UnicodeScript, exact_script};
use crate::analysis::words::{Class, class};

/// The letters of a text, ideographs among them.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| {
        let class = class(*character);
        matches!(class, Class::Letter | Class::Ideograph | Class::Unspaced)
    })
}

/// The beginning of a text, or of what follows a beginning without enough letters, up to `max_bytes`.
pub(super) fn sample(mut text: &str, max_bytes: usize) -> &str {
    loop {
        let end = (max_bytes.min(text.len())..=text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(text.len());
        let (head, rest) = text.split_at(end);
        if rest.is_empty() || letters(head).count() * 4 > head.chars().count() {
            return head;
        }
        // A beginning of signs and digits tells nothing: look from the first stretch of letters on.
        match rest.find(char::is_alphabetic) {
            Some(at) => text = &rest[at..],
            None => return head,
        }
    }
}

/// Visits the words of a text in a script (see [`exact_script`]), composed and in lower case, each with whether it begins with
/// a capital.
///
/// They are runs of letters, cut more simply than those of the index: this must be quick, and a language shows in any case.
pub(super) fn each_word(text: &str, script: UnicodeScript, mut visit: impl FnMut(&str, bool)) {
    let mut lowered = String::new();
    let mut start = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let class = class(character);
        let goes_on = match class {
            Class::Letter => true,
            Class::Mark => start.is_some(),
            Class::Apostrophe => {
                let next = rest.peek().map(|(_, next)| *next);
                start.is_some() && next.is_some_and(char::is_alphabetic)
            }
            _ => false,
        };
        if goes_on {
            start = start.or(Some(at));
        }
        let end = match (goes_on, rest.peek()) {
            (true, Some(_)) => continue,
            (true, None) => text.len(),
            (false, _) => at,
        };
        let Some(word) = start.take().map(|start| &text[start..end]) else {
            continue;
        };
        if word.chars().next().map(exact_script) == Some(script) {
            // letters that a reader takes for the same are evidence here, such as the two yehs of Arabic and Persian
            lowered.clear();
            lowered.extend(fold::composed(word).chars().map(fold::lower));
            visit(&lowered, word.starts_with(char::is_uppercase));
        }
    }
}
