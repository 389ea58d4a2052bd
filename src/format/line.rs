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

/// A list of people or of tags that is longer names nobody: each is compared with all before it.
const MOST_NAMES: usize = 1000;

/// Adds a name to a list that does not have it, unless the list is too long.
pub(super) fn add_name(names: &mut Vec<String>, name: String) {
    if names.len() < MOST_NAMES && !names.contains(&name) {
        names.push(name);
    }
}

/// Whether a character is neither seen nor between words: controls, and marks of the order of bytes.
fn is_nothing(character: char) -> bool {
    character.is_control() || matches!(character, '\u{FEFF}' | '\u{FFFC}')
}

/// Whether one of the first lines of a text is this one.
pub(super) fn begins_with_line(text: &str, line: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|character| character.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let begin: String = text.chars().take(line.chars().count() + 400).collect();
    let wanted = plain(line);
    !wanted.is_empty() && plain(&begin).contains(&wanted)
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
