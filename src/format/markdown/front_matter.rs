//! What is known of a text that says so before it begins? Lines of YAML between `---`, or of TOML between `+++`.
//!
//! Of YAML only what such lines are made of is read: keys with a text, a list, or a text of several lines. A whole reader of
//! YAML would follow its references, by which a few lines become gigabytes.

use super::super::records::Value;

/// More lines are no front matter.
const MAX_LINES: usize = 1000;

type Fields = Vec<(String, Value)>;

/// The fields that stand before a text, and the text.
pub(super) fn split(text: &str) -> (Fields, &str) {
    let trimmed = text.trim_start_matches('\u{FEFF}').trim_start();
    for fence in ["---", "+++"] {
        let Some(rest) = trimmed.strip_prefix(fence).and_then(after_line) else {
            continue;
        };
        let mut end = 0;
        for line in rest.split_inclusive('\n').take(MAX_LINES) {
            let bare = line.trim_end();
            if bare == fence || (fence == "---" && bare == "...") {
                let (told, body) = (&rest[..end], &rest[end + line.len()..]);
                let fields = if fence == "---" {
                    Some(yaml(told))
                } else {
                    toml(told)
                };
                return fields.map_or((Vec::new(), text), |fields| (fields, body));
            }
            end += line.len();
        }
    }
    (Vec::new(), text)
}

/// What comes behind the end of a line of which the rest is blank.
fn after_line(rest: &str) -> Option<&str> {
    let (line, after) = rest.split_once('\n')?;
    line.trim().is_empty().then_some(after)
}

fn toml(text: &str) -> Option<Fields> {
    let table: toml::Table = toml::from_str(text).ok()?;
    let mut fields = Vec::new();
    add_table("", &table, &mut fields);
    Some(fields)
}

fn add_table(prefix: &str, table: &toml::Table, fields: &mut Fields) {
    for (key, value) in table {
        let key = format!("{prefix}{key}");
        match value {
            toml::Value::Table(inner) => add_table(&format!("{key}."), inner, fields),
            toml::Value::Array(list) => {
                let texts = list.iter().filter_map(toml_text);
                fields.push((key, Value::List(texts.collect())));
            }
            value => fields.extend(toml_text(value).map(|text| (key, Value::Text(text)))),
        }
    }
}

fn toml_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Datetime(time) => Some(time.to_string()),
        toml::Value::Table(table) => table.get("name").and_then(toml_text),
        toml::Value::Boolean(_) | toml::Value::Array(_) => None,
    }
}

fn yaml(text: &str) -> Fields {
    let mut fields: Fields = Vec::new();
    let mut lines = text.lines().peekable();
    // the key of the lines that are further in
    let mut outer: Option<String> = None;
    while let Some(line) = lines.next() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        if let Some(item) = bare
            .strip_prefix("- ")
            .or_else(|| (bare == "-").then_some(""))
        {
            add_item(&mut fields, outer.as_deref(), item);
            continue;
        }
        let Some((key, value)) = key_and_value(bare) else {
            continue;
        };
        let key = match &outer {
            Some(outer) if indent > 0 => format!("{outer}.{key}"),
            _ => key,
        };
        let value = value.trim();
        if matches!(value.chars().next(), Some('|' | '>')) {
            let mut block: Vec<&str> = Vec::new();
            while let Some(next) = lines.next_if(|next| {
                next.trim().is_empty() || next.len() - next.trim_start().len() > indent
            }) {
                block.push(next.trim());
            }
            let joined = block.join(if value.starts_with('|') { "\n" } else { " " });
            fields.push((key, Value::Text(joined.trim().to_owned())));
        } else if value.is_empty() {
            if indent == 0 {
                outer = Some(key);
            }
        } else {
            if indent == 0 {
                outer = None;
            }
            fields.push((key, scalar_or_list(value)));
        }
    }
    fields
}

/// Adds an item to the list of a key: a text, or what the item of several fields is called.
fn add_item(fields: &mut Fields, key: Option<&str>, item: &str) {
    let Some(key) = key else { return };
    let text = match key_and_value(item) {
        Some((inner, value)) if matches!(inner.as_str(), "name" | "title") => scalar(value.trim()),
        Some((_, _)) if !item.starts_with(['"', '\'']) && item.contains(": ") => return,
        _ => scalar(item.trim()),
    };
    match fields.last_mut() {
        Some((known, Value::List(list))) if known == key => list.push(text),
        _ => fields.push((key.to_owned(), Value::List(vec![text]))),
    }
}

fn key_and_value(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty() && !key.contains(char::is_whitespace);
    (is_key && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then(|| (key.to_owned(), value))
}

fn scalar_or_list(value: &str) -> Value {
    let list = value
        .strip_prefix('[')
        .and_then(|rest| rest.trim_end().strip_suffix(']'));
    match list {
        Some(list) => Value::List(
            items(list)
                .iter()
                .map(|item| scalar(item.trim()))
                .filter(|item| !item.is_empty())
                .collect(),
        ),
        None => Value::Text(scalar(value)),
    }
}

/// What stands between commas that are in no quotation marks.
fn items(list: &str) -> Vec<&str> {
    let (mut items, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, character) in list.char_indices() {
        match (character, quote) {
            ('"' | '\'', None) => quote = Some(character),
            (character, Some(open)) if character == open => quote = None,
            (',', None) => {
                items.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&list[start..]);
    items
}

/// A text, with or without quotation marks; behind one without there may be a comment.
fn scalar(value: &str) -> String {
    if let Some(rest) = value.strip_prefix('"') {
        let mut text = String::new();
        let mut characters = rest.chars();
        while let Some(character) = characters.next() {
            match character {
                '"' => break,
                '\\' => match characters.next() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some(other) => text.push(other),
                    None => {}
                },
                other => text.push(other),
            }
        }
        return text;
    }
    if let Some(rest) = value.strip_prefix('\'') {
        let quoted = rest.replace("''", "\u{0}");
        let quoted = quoted.split('\'').next().unwrap_or_default();
        return quoted.replace('\u{0}', "'");
    }
    let value = value.split(" #").next().unwrap_or(value).trim();
    match value {
        "null" | "~" | "true" | "false" => String::new(),
        value => value.to_owned(),
    }
}
