//! What is a text in one line? Its words with single spaces between them.

/// A text in one line.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|character: char| character.is_whitespace() || is_nothing(character)) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line
}

/// Whether a character is neither seen nor between words: controls, and marks of the order of bytes.
fn is_nothing(character: char) -> bool {
    character.is_control() || matches!(character, '\u{FEFF}' | '\u{FFFC}')
}

/// The text of an article with its title as its first line, unless it begins with it.
pub(super) fn headed(title: Option<&str>, text: String) -> String {
    let Some(title) = title.map(one_line).filter(|title| !title.is_empty()) else {
        return text;
    };
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .map(one_line)
        .unwrap_or_default();
    if first.starts_with(&title)
        || (!first.is_empty() && first.chars().count() > 12 && title.starts_with(&first))
    {
        return text;
    }
    if text.is_empty() {
        title
    } else {
        format!("{title}\n{text}")
    }
}
