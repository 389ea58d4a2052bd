//! Which elements have nothing of the article? What tags, names and shape say, held against how much text would go.

use super::blocks::{Block, units};
use super::signs::{Sign, sign};
use super::tree::{ROOT, Tree};

/// An element that has more than this part of the prose of a page is not left out for its name.
const LARGE_PART: f64 = 0.4;
/// But what readers say may be much longer than the article.
const LARGE_PART_OF_COMMENTS: f64 = 0.85;
/// And as much prose is to be left.
const LEAST_LEFT: usize = 250;

/// What of a page is left out.
pub(super) struct LeftOut {
    nodes: Vec<bool>,
}

/// Prose of a page by node, so that what an element has is a difference.
struct Mass {
    before: Vec<usize>,
}

impl Mass {
    fn new(tree: &Tree, blocks: &[Block]) -> Self {
        let mut own = vec![0; tree.nodes().len() + 1];
        for block in blocks {
            own[block.start] += block.prose_units();
        }
        let mut sum = 0;
        let before = own.into_iter().map(|units| {
            let before = sum;
            sum += units;
            before
        });
        Self {
            before: before.collect(),
        }
    }

    fn of(&self, tree: &Tree, at: usize) -> usize {
        self.before[tree.node(at).end] - self.before[at]
    }
}

impl LeftOut {
    /// What is never text, whatever it is called.
    pub(super) fn never_text(tree: &Tree) -> Self {
        let nodes = tree.nodes().iter().map(|node| {
            matches!(
                node.name,
                "script"
                    | "style"
                    | "head"
                    | "title"
                    | "template"
                    | "svg"
                    | "math"
                    | "iframe"
                    | "select"
                    | "option"
                    | "textarea"
                    | "input"
                    | "canvas"
                    | "noembed"
                    | "noframes"
                    | "video"
                    | "audio"
                    | "object"
                    | "map"
                    | "amp-sidebar"
                    | "amp-ad"
                    | "amp-consent"
                    | "amp-list"
                    | "amp-user-notification"
                    | "amp-carousel"
                    | "amp-social-share"
                    | "amp-embed"
                    | "amp-lightbox"
                    | "amp-sticky-ad"
                    | "amp-analytics"
                    | "amp-next-page"
                    | "amp-story-player"
                    | "rp"
                    | "rt"
            )
        });
        Self {
            nodes: nodes.collect(),
        }
    }

    /// What is no part of the main text, given the blocks of all text and the heading of the article.
    pub(super) fn of_page(tree: &Tree, blocks: &[Block], heading: Option<usize>) -> Self {
        let mut left_out = Self::never_text(tree);
        let mass = Mass::new(tree, blocks);
        let all = mass.of(tree, ROOT);
        let mut gone = 0;
        let mut at = 1;
        while at < tree.nodes().len() {
            let node = tree.node(at);
            if left_out.nodes[at] {
                at = node.end;
                continue;
            }
            let has_heading = heading.is_some_and(|heading| (at..node.end).contains(&heading));
            let prose = mass.of(tree, at);
            let part = prose as f64 / all.max(1) as f64;
            let left = all.saturating_sub(gone + prose);
            if !node.is_text() && goes(tree, at, has_heading, part, left) {
                left_out.nodes[at] = true;
                gone += prose;
                at = node.end;
                continue;
            }
            at += 1;
        }
        left_out.cards(tree, &mass, all, heading);
        left_out
    }

    /// Whether a node is left out by itself.
    pub(super) fn has(&self, at: usize) -> bool {
        self.nodes[at]
    }

    /// Leaves out rows of like elements that each head something else: a linked heading, with a little text at most.
    fn cards(&mut self, tree: &Tree, mass: &Mass, all: usize, heading: Option<usize>) {
        for at in 1..tree.nodes().len() {
            let node = tree.node(at);
            if node.is_text()
                || self.nodes[at]
                || !node.is_block
                || matches!(node.name, "tr" | "tbody" | "table")
            {
                continue;
            }
            let has_heading = heading.is_some_and(|heading| (at..node.end).contains(&heading));
            if has_heading || mass.of(tree, at) as f64 > 0.7 * all as f64 {
                continue;
            }
            let children: Vec<usize> = tree
                .children(at)
                .filter(|child| tree.node(*child).is_block && !self.nodes[*child])
                .collect();
            if children.len() < 2 || children.len() > 2000 {
                continue;
            }
            let cards: Vec<usize> = children
                .iter()
                .copied()
                .filter(|child| is_card(tree, *child))
                .collect();
            if cards.len() >= 2 && cards.len() * 5 >= children.len() * 4 {
                for card in cards {
                    self.nodes[card] = true;
                }
            }
        }
    }
}

/// Whether an element heads something that is to be read elsewhere: it begins with a link, and has little more.
pub(super) fn is_card(tree: &Tree, at: usize) -> bool {
    let node = tree.node(at);
    if node.end - at > 120 || matches!(node.name, "p" | "td" | "th" | "blockquote" | "pre") {
        return false;
    }
    let (mut all, mut links, mut paragraphs) = (0, 0, 0);
    let mut first_is_link = None;
    let mut link_has_block = false;
    for inner in &tree.nodes()[at..node.end] {
        if inner.name == "p" {
            paragraphs += 1;
        }
        if matches!(inner.name, "time" | "img" | "figure") {
            link_has_block = true;
        }
        let size = units(&inner.text);
        all += size;
        links += if inner.is_link { size } else { 0 };
        if size > 0 && first_is_link.is_none() && (size >= 12 || inner.is_link) {
            first_is_link = Some(inner.is_link && size >= 12);
        }
    }
    let is_headed = first_is_link == Some(true) && paragraphs <= 1 && all <= 330 && links >= 15;
    let is_link = links * 10 >= all * 8 && links > 0;
    is_link || (is_headed && (link_has_block || links * 10 >= all * 2) && !is_in_line(tree, at))
}

/// Whether a link in an element goes on in the same line, as one in a sentence does.
fn is_in_line(tree: &Tree, at: usize) -> bool {
    let node = tree.node(at);
    let inner = &tree.nodes()[at..node.end];
    let Some(link) = inner
        .iter()
        .position(|node| node.is_link && units(&node.text) > 0)
    else {
        return false;
    };
    let behind = inner.iter().skip(link + 1);
    let next = behind
        .take_while(|node| node.is_text() || !node.is_block)
        .find(|node| node.is_text() && !node.is_link && !node.text.trim().is_empty());
    next.is_some()
}

/// Whether an element says that it is no part of the article. It has this part of the prose, and as much would be left.
fn goes(tree: &Tree, at: usize, has_heading: bool, part: f64, left: usize) -> bool {
    let node = tree.node(at);
    if matches!(node.name, "html" | "body" | "head" | "main") {
        return false;
    }
    if node.name == "nav" || is_hidden(tree, at) {
        return !has_heading && part < 0.7;
    }
    let is_small = part <= LARGE_PART;
    let role = node.attribute("role").unwrap_or_default();
    if matches!(
        role,
        "navigation"
            | "banner"
            | "contentinfo"
            | "complementary"
            | "dialog"
            | "alertdialog"
            | "search"
            | "menu"
            | "menubar"
            | "toolbar"
            | "tooltip"
            | "alert"
            | "form"
    ) {
        return !has_heading && is_small;
    }
    match node.name {
        "figcaption" | "button" | "label" | "legend" | "dialog" | "aside" | "footer" | "form"
        | "menu" | "fieldset" => {
            return part <= LARGE_PART && !has_heading;
        }
        "noscript" => return part <= LARGE_PART,
        "figure" => return is_picture(tree, at),
        _ => {}
    }
    if node
        .attribute("itemprop")
        .is_some_and(|item| item == "articleBody" || item == "headline")
    {
        return false;
    }
    let names = names(tree, at);
    match sign(&names) {
        Sign::Comments => {
            !has_heading
                && part <= LARGE_PART_OF_COMMENTS
                && (left >= LEAST_LEFT || part <= LARGE_PART)
        }
        // what has the heading is the article, or its head
        Sign::Other => {
            !has_heading && part <= LARGE_PART && !is_lead(&names) && !is_line_of_text(tree, at)
        }
        Sign::Text | Sign::None => {
            !has_heading && (asks_for_mail(tree, at, part) || is_captioned(tree, at))
        }
    }
}

/// The names of an element, with those that say only what an article is filed under taken away.
pub(super) fn names(tree: &Tree, at: usize) -> String {
    let node = tree.node(at);
    let class = node.attribute("class").unwrap_or_default();
    let is_entry = node.name == "article"
        || class
            .split_whitespace()
            .any(|name| name == "hentry" || name == "type-post");
    let filed = |name: &&str| {
        let beginnings = [
            "category-",
            "tag-",
            "author-",
            "topic-",
            "section-",
            "format-",
            "has-",
        ];
        !(is_entry
            && beginnings
                .iter()
                .any(|beginning| name.starts_with(beginning)))
    };
    let mut names: Vec<&str> = class.split_whitespace().filter(filed).collect();
    for attribute in [
        "id",
        "data-component",
        "data-testid",
        "data-type",
        "epub:type",
    ] {
        names.extend(node.attribute(attribute).filter(|name| name.len() < 60));
    }
    names.join(" ")
}

/// Whether an element leads into the article.
fn is_lead(names: &str) -> bool {
    let names = names.to_lowercase();
    let leads = [
        "lead",
        "lede",
        "standfirst",
        "chapo",
        "vorspann",
        "ingress",
        "entradilla",
        "sumario",
        "abstract",
        "subtitle",
        "subhead",
        "dek",
    ];
    leads.iter().any(|lead| names.contains(lead))
}

/// Whether an element within a line has so much text that it is a part of the sentence, whatever it is called.
fn is_line_of_text(tree: &Tree, at: usize) -> bool {
    let node = tree.node(at);
    if node.is_block {
        return false;
    }
    let parent = tree.node(node.parent);
    matches!(parent.name, "p" | "td" | "li" | "blockquote") && has_units(tree, at, 60)
}

/// Whether a figure shows something: what it says then is said of that. Others frame a table or a quotation.
fn is_picture(tree: &Tree, at: usize) -> bool {
    let inner = &tree.nodes()[at..tree.node(at).end];
    !inner.iter().any(|node| {
        matches!(
            node.name,
            "table" | "blockquote" | "pre" | "ul" | "ol" | "p" | "h1" | "h2"
        )
    })
}

/// Whether an element is a picture with what is said of it, whatever it is called.
fn is_captioned(tree: &Tree, at: usize) -> bool {
    let node = tree.node(at);
    let frames = [
        "div", "span", "section", "custom", "table", "center", "dl", "inline", "a",
    ];
    if !frames.contains(&node.name) || node.end - at > 40 {
        return false;
    }
    let mut units_before = 0;
    let mut has_picture = false;
    for inner in &tree.nodes()[at..node.end] {
        let is_sign = inner
            .attribute("class")
            .is_some_and(|class| class.contains("emoji") || class.contains("icon"));
        match inner.name {
            "img" | "picture" | "amp-img" if !is_sign => has_picture |= units_before == 0,
            "h1" | "h2" | "h3" | "ul" | "ol" | "blockquote" => return false,
            _ => {}
        }
        units_before += units(&inner.text);
    }
    has_picture && units_before <= 150
}

/// Whether an element is not shown.
fn is_hidden(tree: &Tree, at: usize) -> bool {
    let node = tree.node(at);
    if node.attribute("hidden").is_some() || node.attribute("aria-hidden") == Some("true") {
        return true;
    }
    let style = node
        .attribute("style")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let style: String = style
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    if style.contains("display:none") || style.contains("visibility:hidden") {
        return true;
    }
    let class = node.attribute("class").unwrap_or_default();
    let mut names = class.split_whitespace();
    // `hidden md:block` is shown where there is room
    let is_shown_somewhere = class.contains(":block")
        || class.contains(":flex")
        || class.contains("-block")
        || class.contains(":inline");
    !is_shown_somewhere
        && names.any(|name| {
            matches!(
                name,
                "hidden" | "hide" | "d-none" | "is-hidden" | "sr-only" | "visuallyhidden"
            )
        })
}

/// Whether an element is a box that asks for an address or a word to look for.
fn asks_for_mail(tree: &Tree, at: usize, part: f64) -> bool {
    let node = tree.node(at);
    if part > 0.25
        || !matches!(
            node.name,
            "div" | "section" | "custom" | "td" | "li" | "span" | "inline"
        )
        || node.end - at > 150
    {
        return false;
    }
    let inner = &tree.nodes()[at..node.end];
    let asks = inner.iter().any(|node| {
        let kind = node.attribute("type").unwrap_or("text");
        node.name == "input" && matches!(kind, "email" | "text" | "search" | "password" | "tel")
    });
    asks && inner.iter().map(|node| units(&node.text)).sum::<usize>() < 400
}

/// Whether a node has as much text.
fn has_units(tree: &Tree, at: usize, least: usize) -> bool {
    let mut sum = 0;
    tree.nodes()[at..tree.node(at).end].iter().any(|node| {
        sum += units(&node.text);
        sum >= least
    })
}
