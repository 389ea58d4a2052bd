//! What does a page tell machines of its article, as JSON-LD?

use serde_json::Value;

use super::plain::{plain_line, plain_text};
use super::tree::Tree;
use crate::format::line::one_line;

/// What was told.
#[derive(Default)]
pub(super) struct Ld {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) language: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) url: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) body: Option<String>,
}

/// No more objects are looked at.
const MOST_OBJECTS: usize = 500;
/// No deeper ones either.
const DEEPEST: usize = 8;

/// Reads what the scripts of a page say of an article.
pub(super) fn read(tree: &Tree) -> Ld {
    let mut found = Vec::new();
    let scripts = tree.elements("script").filter(|(_, node)| {
        node.attribute("type")
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    });
    let mut values: Vec<Value> = Vec::new();
    for (at, _) in scripts.take(20) {
        let text: String = tree.nodes()[at..tree.node(at).end]
            .iter()
            .map(|node| node.text.as_str())
            .collect();
        values.extend(parse(&text));
    }
    let mut all = Vec::new();
    for value in &values {
        collect(value, 0, &mut all);
    }
    for object in &all {
        let rank = rank(object);
        if rank > 0 {
            found.push((rank, *object));
        }
    }
    // the first of the highest rank: others are teasers
    let best = found
        .iter()
        .rev()
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, object)| *object);
    best.map_or_else(Ld::default, |object| of(object, &all))
}

/// What scripts say is not always JSON: lines end within strings, remarks stand around it.
fn parse(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->");
    let text = text
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>");
    let text = text.trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let plain: String = text
            .chars()
            .map(|character| {
                if character.is_control() {
                    ' '
                } else {
                    character
                }
            })
            .collect();
        serde_json::from_str(&plain).ok()
    })
}

fn collect<'v>(value: &'v Value, depth: usize, all: &mut Vec<&'v Value>) {
    if depth > DEEPEST || all.len() > MOST_OBJECTS {
        return;
    }
    match value {
        Value::Array(values) => values
            .iter()
            .for_each(|value| collect(value, depth + 1, all)),
        Value::Object(object) => {
            all.push(value);
            for (key, inner) in object {
                if matches!(
                    key.as_str(),
                    "@graph"
                        | "mainEntity"
                        | "mainEntityOfPage"
                        | "publisher"
                        | "author"
                        | "hasPart"
                        | "liveBlogUpdate"
                ) {
                    collect(inner, depth + 1, all);
                }
            }
        }
        _ => {}
    }
}

/// How likely an object is the article of the page; 0 if it is none.
fn rank(object: &Value) -> usize {
    let kinds = texts(object.get("@type"));
    let rank = |kind: &String| match kind.as_str() {
        "BlogPosting" | "TechArticle" | "ScholarlyArticle" | "SocialMediaPosting" | "Review" => 4,
        kind if kind.ends_with("Article")
            || kind.ends_with("Report")
            || kind == "LiveBlogPosting" =>
        {
            5
        }
        "WebPage" | "ItemPage" => 1,
        _ => 0,
    };
    let most = kinds.iter().map(rank).max().unwrap_or(0);
    if most == 0 {
        0
    } else {
        most * 2 + usize::from(object.get("datePublished").is_some())
    }
}

/// The texts of a value: itself, its members, or what is called its name.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![plain_line(text)]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect(),
        Some(Value::Array(values)) => values
            .iter()
            .take(100)
            .flat_map(|value| {
                if value.is_array() {
                    Vec::new()
                } else {
                    texts(Some(value))
                }
            })
            .collect(),
        Some(Value::Object(object)) => match object.get("name").or_else(|| object.get("@value")) {
            Some(Value::String(text)) => vec![plain_line(text)],
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .map(plain_line)
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn of(object: &Value, all: &[&Value]) -> Ld {
    let one = |key: &str| texts(object.get(key)).into_iter().next();
    // an object may be told elsewhere, and only be named here
    let told = |key: &str| {
        let value = object.get(key);
        let id = value
            .and_then(|value| value.get("@id"))
            .filter(|_| texts(value).is_empty());
        let other = id.and_then(|id| {
            all.iter()
                .find(|other| other.get("@id") == Some(id) && other.get("name").is_some())
        });
        texts(other.copied().or(value))
    };
    let url = object
        .get("mainEntityOfPage")
        .map(|page| page.get("@id").or_else(|| page.get("url")).unwrap_or(page));
    let url = url
        .and_then(Value::as_str)
        .map(str::to_owned)
        .filter(|url| url.starts_with("http"));
    let mut authors = told("author");
    if authors.is_empty() {
        authors = told("creator");
    }
    let keywords = object.get("keywords");
    let tags = texts(keywords).into_iter().flat_map(|text| {
        let parts: Vec<String> = text.split([',', ';', '、', '،']).map(one_line).collect();
        parts
    });
    let body = object
        .get("articleBody")
        .or_else(|| object.get("text"))
        .and_then(Value::as_str)
        .map(plain_text);
    Ld {
        title: one("headline").or_else(|| one("name")),
        date: one("datePublished")
            .or_else(|| one("dateCreated"))
            .or_else(|| one("uploadDate")),
        language: match object.get("inLanguage") {
            Some(Value::Object(language)) => language
                .get("alternateName")
                .or_else(|| language.get("name"))
                .and_then(Value::as_str)
                .map(str::to_owned),
            _ => one("inLanguage"),
        },
        publisher: told("publisher").into_iter().next(),
        authors,
        url: url.or_else(|| one("url")),
        tags: tags.filter(|tag| !tag.is_empty()).collect(),
        body: body.filter(|body| super::blocks::units(body) >= 80),
    }
}
