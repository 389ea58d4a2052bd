//! What does a page tell of its article besides the text? Meta tags, `OpenGraph`, JSON-LD, `<time>`, the language of the
//! page, where it was saved from.

use super::json_ld::{self, Ld};
use super::tree::{ROOT, Tree};
use crate::article::Origin;
use crate::format::line::one_line;

/// What was told, as it stands there, with who told it.
pub(super) type Found = Option<(String, Origin)>;

/// What a page tells of its article.
#[derive(Default)]
pub(super) struct Page {
    pub(super) title: Found,
    pub(super) date: Found,
    pub(super) language: Found,
    pub(super) source: Found,
    pub(super) authors: Vec<(String, Origin)>,
    pub(super) url: Found,
    pub(super) tags: Vec<(String, Origin)>,
    /// Every title that is told, to know the heading by.
    pub(super) titles: Vec<String>,
    /// The text of the article, as JSON-LD has it.
    pub(super) body: Option<String>,
}

/// An article has no more authors.
const MOST_AUTHORS: usize = 20;

/// Names of meta tags that have the time of publication, the surest first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "date.published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "article.published",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "originalpublicationdate",
    "rnews:datepublished",
    "article.created",
    "ptime",
    "displaydate",
    "vr:published_time",
    "last-published",
    "dcsext.articlefirstpublished",
    "date",
    "bt:pubdate",
    "og:pubdate",
    "article:post_date",
    "weibo: article:create_at",
];
const TITLES: &[&str] = &[
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "hdl",
    "headline",
    "title",
    "twitter:title",
];
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article.author",
    "cxenseparse:author",
    "og:author",
    "dc.contributor",
    "authors",
];
const SOURCES: &[&str] = &[
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_journal_title",
    "publisher",
    "apple-mobile-web-app-title",
    "al:android:app_name",
    "cre",
];
const TAGS: &[&str] = &[
    "article:tag",
    "og:article:tag",
    "news_keywords",
    "keywords",
    "parsely-tags",
    "sailthru.tags",
    "dc.subject",
    "dcterms.subject",
];

/// Reads what a page tells. Where the page shows its heading, a time there counts more than one far away.
pub(super) fn read(tree: &Tree) -> Page {
    let metas = metas(tree);
    let ld = json_ld::read(tree);
    let mut page = Page {
        source: source(&metas, &ld),
        ..Page::default()
    };
    title(tree, &metas, &ld, &mut page);
    page.date = told(ld.date.clone())
        .or_else(|| first(&metas, DATES))
        .or_else(|| marked_date(tree));
    page.language = language(tree, &metas, &ld);
    page.url = url(tree, &metas, &ld);
    page.authors = authors(tree, &metas, &ld, page.source.as_ref());
    page.tags = tags(tree, &metas, &ld);
    page.body = ld.body;
    page
}

fn told(value: Option<String>) -> Found {
    value.map(|value| (value, Origin::JsonLd))
}

/// The meta tags with a content: their name in small letters, what they say, and whether it is a property of `OpenGraph`.
fn metas(tree: &Tree) -> Vec<(String, String, Origin)> {
    let mut metas = Vec::new();
    for (_, node) in tree.elements("meta").take(500) {
        let property = node.attribute("property");
        let name = property
            .or(node.attribute("name"))
            .or(node.attribute("itemprop"))
            .or(node.attribute("http-equiv"));
        let (Some(name), Some(content)) = (name, node.attribute("content")) else {
            continue;
        };
        let name = name.trim().to_lowercase();
        let is_graph = name.starts_with("og:") || name.starts_with("article:");
        let content = one_line(&decode_twice(content));
        if !content.is_empty() {
            metas.push((
                name,
                content,
                if is_graph {
                    Origin::OpenGraph
                } else {
                    Origin::MetaTag
                },
            ));
        }
    }
    metas
}

/// What is encoded twice, as `&amp;quot;`, means what is encoded once.
fn decode_twice(text: &str) -> String {
    if text.contains('&') && text.contains(';') {
        super::plain::plain_line(text)
    } else {
        text.to_owned()
    }
}

fn first(metas: &[(String, String, Origin)], names: &[&str]) -> Found {
    names.iter().find_map(|name| {
        let found = metas.iter().find(|(known, _, _)| known == name);
        found.map(|(_, content, origin)| (content.clone(), *origin))
    })
}

fn title(tree: &Tree, metas: &[(String, String, Origin)], ld: &Ld, page: &mut Page) {
    let site = page.source.as_ref().map(|(name, _)| name.as_str());
    let graph = first(metas, &["og:title"]);
    let meta = first(metas, TITLES);
    let head = tree.elements("title").find(|(at, _)| {
        !tree
            .ancestors(*at)
            .any(|around| tree.node(around).name == "svg")
    });
    let head = head.map(|(at, _)| (tree.line(at), Origin::Content));
    let candidates = [told(ld.title.clone()), graph, meta, head];
    for (title, origin) in candidates.into_iter().flatten() {
        let title = without_site(&title, site);
        if !title.is_empty() {
            page.titles.push(title.clone());
            page.title.get_or_insert((title, origin));
        }
    }
}

/// A title without the name of the site that stands behind or before it.
pub(super) fn without_site(title: &str, site: Option<&str>) -> String {
    let plain = |text: &str| {
        text.chars()
            .filter(|character| character.is_alphanumeric())
            .collect::<String>()
            .to_lowercase()
    };
    let title = one_line(title);
    let Some(site) = site.map(plain).filter(|site| !site.is_empty()) else {
        return title;
    };
    for mark in [
        " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ", "｜", " ― ", "_", "|",
        " : ",
    ] {
        if let Some((rest, last)) = title.rsplit_once(mark) {
            let last = plain(last);
            if !last.is_empty()
                && (last == site || last.contains(&site) || site.contains(&last))
                && !rest.trim().is_empty()
            {
                return rest.trim().to_owned();
            }
        }
        if let Some((before, rest)) = title.split_once(mark)
            && plain(before) == site
            && !rest.trim().is_empty()
        {
            return rest.trim().to_owned();
        }
    }
    title
}

/// Of a title that has several parts the longest, if the others are short.
pub(super) fn longest_part(title: &str) -> String {
    let mut parts = vec![title];
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", "｜", "_"] {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(mark))
            .collect();
    }
    let length = |part: &&str| part.chars().count();
    let longest = parts.iter().copied().max_by_key(length).unwrap_or(title);
    let rest: usize = parts.iter().map(length).sum::<usize>() - length(&longest);
    if rest < length(&longest) && rest < 50 {
        longest.trim().to_owned()
    } else {
        title.to_owned()
    }
}

/// A time that is marked in the page itself: as the time of publication, or else the first.
fn marked_date(tree: &Tree) -> Found {
    let value = |at: usize| {
        let node = tree.node(at);
        let told = node.attribute("datetime").or(node.attribute("content"));
        told.map(str::trim)
            .filter(|told| !told.is_empty())
            .map_or_else(|| tree.line(at), str::to_owned)
    };
    let nodes = || tree.nodes().iter().enumerate();
    let is_published =
        |name: &str| name.to_lowercase().contains("datepublished") || name == "pubdate";
    let marked = nodes().find(|(_, node)| {
        node.attribute("itemprop").is_some_and(is_published) || node.attribute("pubdate").is_some()
    });
    let in_head_of_article = || {
        let mut times = nodes().filter(|(_, node)| node.name == "time");
        let is_aside = |at: usize| {
            tree.ancestors(at)
                .any(|around| matches!(tree.node(around).name, "aside" | "nav" | "footer" | "li"))
        };
        times.find(|(at, _)| !is_aside(*at))
    };
    let found = marked.or_else(in_head_of_article).map(|(at, _)| value(at));
    found
        .filter(|value| value.chars().any(char::is_numeric) && value.len() < 100)
        .map(|value| (value, Origin::Content))
}

fn language(tree: &Tree, metas: &[(String, String, Origin)], ld: &Ld) -> Found {
    let root = tree.node(ROOT);
    let of_page = root.attribute("lang").or(root.attribute("xml:lang"));
    let of_body = || {
        let body = tree
            .elements("body")
            .find_map(|(_, node)| node.attribute("lang"));
        body.or_else(|| {
            tree.elements("article")
                .find_map(|(_, node)| node.attribute("lang"))
        })
    };
    let of_page = of_page
        .filter(|lang| !lang.trim().is_empty())
        .or_else(of_body);
    let of_page = of_page.map(|lang| (lang.trim().to_owned(), Origin::Content));
    told(ld.language.clone()).or(of_page).or_else(|| {
        first(
            metas,
            &[
                "og:locale",
                "content-language",
                "language",
                "dc.language",
                "dcterms.language",
            ],
        )
    })
}

fn source(metas: &[(String, String, Origin)], ld: &Ld) -> Found {
    first(metas, &SOURCES[..1])
        .or_else(|| told(ld.publisher.clone()))
        .or_else(|| first(metas, &SOURCES[1..]))
}

fn url(tree: &Tree, metas: &[(String, String, Origin)], ld: &Ld) -> Found {
    let is_whole = |url: &str| url.starts_with("http://") || url.starts_with("https://");
    let links = tree.elements("link").filter(|(_, node)| {
        node.attribute("rel").is_some_and(|rel| {
            rel.split_whitespace()
                .any(|rel| rel.eq_ignore_ascii_case("canonical"))
        })
    });
    let mut canonical = links
        .filter_map(|(_, node)| node.attribute("href"))
        .map(str::trim)
        .filter(|url| is_whole(url));
    let graph = first(metas, &["og:url"]).filter(|(url, _)| is_whole(url));
    let canonical = canonical
        .next()
        .map(|url| (url.to_owned(), Origin::MetaTag));
    let ld = told(ld.url.clone()).filter(|(url, _)| is_whole(url));
    let other = first(
        metas,
        &["parsely-link", "twitter:url", "dc.identifier", "al:web:url"],
    )
    .filter(|(url, _)| is_whole(url));
    canonical
        .or(graph)
        .or(ld)
        .or(other)
        .or_else(|| saved_from(tree))
}

/// The address that a program remarks when it saves a page.
fn saved_from(tree: &Tree) -> Found {
    let comments = tree.comments().iter();
    let mut urls = comments
        .filter(|comment| {
            comment.contains("saved from url")
                || comment.contains("SingleFile")
                || comment.contains("HTTrack")
        })
        .filter_map(|comment| {
            let begin = comment.find("http")?;
            let url: String = comment[begin..]
                .chars()
                .take_while(|character| !character.is_whitespace() && *character != '"')
                .collect();
            (url.starts_with("http://") || url.starts_with("https://")).then_some(url)
        });
    urls.next().map(|url| (url, Origin::Content))
}

fn authors(
    tree: &Tree,
    metas: &[(String, String, Origin)],
    ld: &Ld,
    source: Option<&(String, Origin)>,
) -> Vec<(String, Origin)> {
    let is_name = |name: &str| {
        !name.is_empty()
            && !name.contains("://")
            && !name.starts_with('@')
            && name.chars().count() <= 120
            && name.chars().any(char::is_alphabetic)
    };
    let mut authors: Vec<(String, Origin)> = ld
        .authors
        .iter()
        .map(|name| (name.clone(), Origin::JsonLd))
        .collect();
    if authors.is_empty() {
        let told = AUTHORS.iter().map(|name| {
            metas
                .iter()
                .filter(|(known, _, _)| known == name)
                .map(|(_, content, origin)| (content.clone(), *origin))
                .collect::<Vec<_>>()
        });
        let mut told = told.map(|mut names| {
            names.retain(|(name, _)| is_name(name));
            names
        });
        authors = told.find(|names| !names.is_empty()).unwrap_or_default();
    }
    let is_site = |name: &str| source.is_some_and(|(source, _)| source.eq_ignore_ascii_case(name));
    if authors.is_empty() || authors.iter().all(|(name, _)| is_site(name)) {
        let marked = marked_author(tree)
            .filter(|name| is_name(name))
            .map(|name| (name, Origin::Content));
        if let Some(marked) = marked {
            authors = vec![marked];
        }
    }
    for (name, _) in &mut authors {
        *name = without_by(name);
    }
    authors.retain(|(name, _)| is_name(name));
    let mut known = Vec::new();
    authors.retain(|(name, _)| {
        let lower = name.to_lowercase();
        known.len() < MOST_AUTHORS && !known.contains(&lower) && {
            known.push(lower);
            true
        }
    });
    authors
}

/// A name that the page marks as that of who wrote it.
fn marked_author(tree: &Tree) -> Option<String> {
    let is_author = |node: &super::tree::Node| {
        let rel = node
            .attribute("rel")
            .is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "author"));
        rel || node.attribute("itemprop") == Some("author")
    };
    let in_comment = |at: usize| {
        tree.ancestors(at).any(|around| {
            super::signs::sign(&super::left_out::names(tree, around))
                == super::signs::Sign::Comments
        })
    };
    let mut marked = tree
        .nodes()
        .iter()
        .enumerate()
        .filter(|(_, node)| is_author(node));
    if let Some((at, _)) = marked.find(|(at, _)| !in_comment(*at)) {
        let name = (at..tree.node(at).end)
            .find(|inner| tree.node(*inner).attribute("itemprop") == Some("name"));
        let name = name.unwrap_or(at);
        let told = tree.node(name).attribute("content").map(str::to_owned);
        return Some(told.unwrap_or_else(|| tree.line(name)))
            .filter(|line| line.chars().count() < 80);
    }
    let class_is = |node: &super::tree::Node, wanted: &[&str]| {
        let class = node.attribute("class").unwrap_or_default().to_lowercase();
        class.split_whitespace().any(|name| wanted.contains(&name))
    };
    let wanted = [
        "byline",
        "author",
        "author-name",
        "byline-name",
        "autor",
        "auteur",
        "autore",
        "article-author",
        "article__author",
        "byline__name",
        "author__name",
        "post-author",
        "autor-name",
        "yazar",
        "penulis",
    ];
    let mut named = tree
        .nodes()
        .iter()
        .enumerate()
        .filter(|(_, node)| class_is(node, &wanted));
    let (at, _) = named.find(|(at, _)| !in_comment(*at))?;
    Some(tree.line(at))
        .filter(|line| line.chars().count() < 60 && !line.chars().any(char::is_numeric))
}

/// What stands before the name of who wrote a text.
pub(super) const BY: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "av ",
    "af ",
    "autor: ",
    "autor ",
    "author: ",
    "auteur : ",
    "text: ",
    "szerző: ",
    "yazan: ",
    "автор: ",
    "автор ",
    "текст: ",
    "oleh ",
    "penulis: ",
    "بقلم ",
    "كتب ",
    "od ",
    "de ",
    "文：",
    "作者：",
    "記者：",
    "记者 ",
    "文/",
    "του ",
    "της ",
    "kirjoittaja: ",
    "tekst: ",
    "autor:",
    "द्वारा ",
    "لیکھک",
    "به قلم ",
    "מאת ",
    "viết bởi ",
    "文・",
    "글 ",
    "reporter: ",
    "words by ",
    "text by ",
];

/// A name without the word that says that it is one.
pub(in crate::format) fn without_by(name: &str) -> String {
    let name = one_line(name);
    let lower = name.to_lowercase();
    let by = BY
        .iter()
        .find(|by| lower.starts_with(**by) && lower.len() == name.len());
    let name = by.and_then(|by| name.get(by.len()..)).unwrap_or(&name);
    name.trim()
        .trim_end_matches([',', ';', '|', '·'])
        .trim()
        .to_owned()
}

fn tags(tree: &Tree, metas: &[(String, String, Origin)], ld: &Ld) -> Vec<(String, Origin)> {
    let mut tags: Vec<(String, Origin)> = Vec::new();
    let mut add = |tag: &str, origin: Origin| {
        let tag = one_line(tag);
        let is_known = tags
            .iter()
            .any(|(known, _)| known.to_lowercase() == tag.to_lowercase());
        if !tag.is_empty() && tag.chars().count() <= 60 && !is_known && tags.len() < 40 {
            tags.push((tag, origin));
        }
    };
    for tag in &ld.tags {
        add(tag, Origin::JsonLd);
    }
    for name in TAGS {
        for (_, content, origin) in metas.iter().filter(|(known, _, _)| known == name) {
            content
                .split([',', ';', '、', '،', '，'])
                .for_each(|tag| add(tag, *origin));
        }
    }
    let links = tree.elements("a").filter(|(_, node)| {
        node.attribute("rel")
            .is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "tag"))
    });
    for (at, _) in links.take(40) {
        add(tree.line(at).trim_start_matches('#'), Origin::Content);
    }
    tags
}
