//! How is a page built? Its mark-up as elements and texts in the order of the document, whatever the mark-up is like.
//!
//! Tags are told apart as the standard of the web has it; how elements nest is simpler than there, for only the text
//! matters: nothing is moved, inline elements never end what is around them, and the depth is bounded.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};

use crate::format::line::one_line;

/// An element more deeply nested than this is taken as a part of what it lies in.
const DEEPEST: usize = 256;
/// A page has no more elements and texts than this; what is beyond is text of its last element.
const MOST_NODES: usize = 1_000_000;
/// The whole page.
pub(super) const ROOT: usize = 0;

/// A page. Its nodes stand in the order of the document, so that what is within a node follows it without a gap.
pub(super) struct Tree {
    nodes: Vec<Node>,
    comments: Vec<String>,
}

/// An element or a text.
pub(super) struct Node {
    /// The name of an element; a text has none.
    pub(super) name: &'static str,
    /// What it is part of.
    pub(super) parent: usize,
    /// The first node behind it and all that it has.
    pub(super) end: usize,
    /// What a text says.
    pub(super) text: String,
    /// Whether an element is none within a line.
    pub(super) is_block: bool,
    /// Whether a text is part of a link to another page.
    pub(super) is_link: bool,
    attributes: Vec<(&'static str, String)>,
}

/// Elements that a paragraph does not go beyond, and that are no part of a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "custom",
    "listing",
    "xmp",
    "iframe",
    "noscript",
    "template",
    "video",
    "audio",
    "object",
    "textarea",
    "button",
];

/// Elements within lines, and others that only their name matters of.
const OTHERS: &[&str] = &[
    "a",
    "abbr",
    "area",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "br",
    "canvas",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "del",
    "dfn",
    "em",
    "embed",
    "font",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "link",
    "map",
    "mark",
    "math",
    "meta",
    "noembed",
    "noframes",
    "picture",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "center",
    "amp-img",
    "amp-ad",
    "amp-sidebar",
    "amp-social-share",
    "amp-consent",
    "amp-embed",
    "amp-list",
    "amp-user-notification",
    "amp-carousel",
    "amp-lightbox",
    "amp-sticky-ad",
    "amp-analytics",
    "amp-story-player",
    "amp-next-page",
];

/// Elements that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// What may stand in the head of a page.
const OF_THE_HEAD: &[&str] = &[
    "head", "base", "link", "meta", "noscript", "script", "style", "template", "title", "html",
];

/// Attributes that are kept; the others say nothing of the text.
const ATTRIBUTES: &[&str] = &[
    "aria-hidden",
    "aria-label",
    "charset",
    "class",
    "content",
    "data-component",
    "data-testid",
    "data-type",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "style",
    "type",
    "xml:lang",
    "epub:type",
];

/// Whether an element is none within a line.
fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

fn known(list: &[&'static str], name: &[u8]) -> Option<&'static str> {
    list.iter().copied().find(|known| known.as_bytes() == name)
}

/// The name of an element as it is kept: the known ones, `custom` for those that a site has made, and else none in
/// particular.
fn element_name(name: &[u8]) -> &'static str {
    known(BLOCKS, name)
        .or_else(|| known(OTHERS, name))
        .unwrap_or(if name.contains(&b'-') {
            "custom"
        } else {
            "inline"
        })
}

impl Node {
    /// An attribute of an element, if it has it.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it is a text.
    pub(super) fn is_text(&self) -> bool {
        self.name.is_empty()
    }
}

impl Tree {
    /// Reads a page; one that is XML ends elements as XML does.
    pub(super) fn read(page: &str, is_xml: bool) -> Self {
        let mut builder = Builder::new(is_xml);
        let emitter =
            CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| builder.take(&event));
        let mut tokenizer = Tokenizer::new_with_emitter(page, emitter);
        // what is within a script is no mark-up
        while let Some(Ok(state)) = tokenizer.next() {
            tokenizer.set_state(state);
        }
        drop(tokenizer);
        builder.finish()
    }

    /// All nodes, in the order of the document.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What is remarked in the page.
    pub(super) fn comments(&self) -> &[String] {
        &self.comments
    }

    /// A node.
    pub(super) fn node(&self, at: usize) -> &Node {
        &self.nodes[at]
    }

    /// The elements with this name.
    pub(super) fn elements<'t>(
        &'t self,
        name: &'t str,
    ) -> impl Iterator<Item = (usize, &'t Node)> + 't {
        let nodes = self.nodes.iter().enumerate();
        nodes.filter(move |(_, node)| node.name == name)
    }

    /// The children of a node.
    pub(super) fn children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[of].end;
        let mut at = of + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let child = at;
                at = self.nodes[child].end;
                child
            })
        })
    }

    /// What a node is part of, from the nearest on.
    pub(super) fn ancestors(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = of;
        std::iter::from_fn(move || {
            (at != ROOT).then(|| {
                at = self.nodes[at].parent;
                at
            })
        })
    }

    /// All text of a node in one line.
    pub(super) fn line(&self, of: usize) -> String {
        let texts = &self.nodes[of..self.nodes[of].end];
        let mut line = String::new();
        for node in texts {
            if node.is_text() {
                line.push_str(&node.text);
            } else if node.is_block || node.name == "br" {
                line.push(' ');
            }
        }
        one_line(&line)
    }
}

/// Makes a tree of what the tokenizer finds.
struct Builder {
    nodes: Vec<Node>,
    /// Elements that are open, the innermost last.
    open: Vec<usize>,
    /// The open link, and the element that it is in.
    link: Option<usize>,
    name: Vec<u8>,
    attributes: Vec<(&'static str, String)>,
    attribute: Option<&'static str>,
    comments: Vec<String>,
    has_body: bool,
    /// How many paragraphs and drawings are open, so that nobody looks for them in vain.
    paragraphs: usize,
    drawings: usize,
    is_xml: bool,
}

impl Builder {
    fn new(is_xml: bool) -> Self {
        let root = Node {
            name: "html",
            parent: ROOT,
            end: 0,
            text: String::new(),
            is_link: false,
            is_block: true,
            attributes: Vec::new(),
        };
        Self {
            nodes: vec![root],
            open: vec![ROOT],
            link: None,
            name: Vec::new(),
            attributes: Vec::new(),
            attribute: None,
            comments: Vec::new(),
            has_body: false,
            paragraphs: 0,
            drawings: 0,
            is_xml,
        }
    }

    fn take(&mut self, event: &CallbackEvent<'_>) -> Option<State> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = name.to_ascii_lowercase();
                self.attributes.clear();
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = known(ATTRIBUTES, &name.to_ascii_lowercase());
                if let Some(name) = self.attribute {
                    self.attributes.push((name, String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let (Some(_), Some((_, kept))) = (self.attribute, self.attributes.last_mut()) {
                    *kept = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => return self.start(*self_closing),
            CallbackEvent::EndTag { name } => self.end(&name.to_ascii_lowercase()),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { value } if self.comments.len() < 64 && value.len() < 4096 => {
                self.comments
                    .push(String::from_utf8_lossy(value).into_owned());
            }
            _ => {}
        }
        None
    }

    /// The name of the innermost open element.
    fn innermost(&self) -> &'static str {
        self.open.last().map_or("html", |at| self.nodes[*at].name)
    }

    fn pop(&mut self) {
        if self.open.len() > 1
            && let Some(at) = self.open.pop()
        {
            self.nodes[at].end = self.nodes.len();
            self.count(at, usize::wrapping_sub);
            if self.link.is_some_and(|link| link >= at) {
                self.link = None;
            }
        }
    }

    /// Counts an element that begins or ends.
    fn count(&mut self, at: usize, change: fn(usize, usize) -> usize) {
        match self.nodes[at].name {
            "p" => self.paragraphs = change(self.paragraphs, 1),
            "svg" | "math" => self.drawings = change(self.drawings, 1),
            _ => {}
        }
    }

    /// Ends the innermost element with one of these names, unless one of the others is around it.
    fn close(&mut self, names: &[&str], within: &[&str]) {
        let open = self.open.iter().enumerate().skip(1).rev();
        let mut names_of = open.map(|(at, node)| (at, self.nodes[*node].name));
        let found = names_of.find(|(_, name)| names.contains(name) || within.contains(name));
        if let Some((depth, name)) = found
            && names.contains(&name)
        {
            while self.open.len() > depth {
                self.pop();
            }
        }
    }

    fn start(&mut self, self_closing: bool) -> Option<State> {
        let name = element_name(&self.name);
        if OF_THE_HEAD.contains(&name) {
            if name == "html" || name == "head" {
                self.document(name);
                if name == "html" {
                    return None;
                }
            }
        } else {
            self.close(&["head"], &[]);
        }
        if name == "body" && std::mem::replace(&mut self.has_body, true) {
            return None;
        }
        if is_block(name) {
            self.close_implied(name);
        }
        let in_drawing = self.drawings > 0;
        let is_empty = VOID.contains(&name)
            || self.name == b"param"
            || self.name == b"track"
            || (self_closing && (self.is_xml || in_drawing));
        self.push(name, is_empty);
        if is_empty {
            return None;
        }
        match name {
            "title" | "textarea" => Some(State::RcData),
            "script" => Some(State::ScriptData),
            "style" | "iframe" | "xmp" | "noembed" | "noframes" => Some(State::RawText),
            _ => None,
        }
    }

    /// The attributes of the whole page, which may come late.
    fn document(&mut self, name: &str) {
        if name == "html" {
            let attributes = std::mem::take(&mut self.attributes);
            self.nodes[ROOT].attributes.extend(attributes);
        }
    }

    /// Ends what an element ends by beginning.
    fn close_implied(&mut self, name: &str) {
        const CELL: &[&str] = &["td", "th", "table", "caption"];
        match name {
            "li" => self.close(&["li"], &["ul", "ol", "menu", "dir", "td", "th", "table"]),
            "dt" | "dd" => self.close(&["dt", "dd"], &["dl", "td", "th", "table"]),
            "td" | "th" => self.close(&["td", "th"], &["table", "tr"]),
            "tr" => self.close(&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => self.close(&["thead", "tbody", "tfoot"], &["table"]),
            "option" | "optgroup" => self.close(&["option"], &["select"]),
            _ => {}
        }
        // a button, a film and its like may stand in a line
        let within_line = [
            "iframe", "noscript", "template", "video", "audio", "object", "textarea", "button",
            "select", "option", "optgroup", "title",
        ];
        if self.paragraphs > 0 && !within_line.contains(&name) {
            self.close(&["p"], CELL);
        }
        let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        if is_heading(name) && is_heading(self.innermost()) {
            self.pop();
        }
    }

    fn push(&mut self, name: &'static str, is_empty: bool) {
        if self.nodes.len() >= MOST_NODES {
            return;
        }
        let at = self.nodes.len();
        let parent = self.open.last().copied().unwrap_or(ROOT);
        self.nodes.push(Node {
            name,
            parent,
            end: at + 1,
            text: String::new(),
            is_link: false,
            is_block: is_block(name),
            attributes: std::mem::take(&mut self.attributes),
        });
        if is_empty {
            return;
        }
        if name == "a" {
            // a link within the page leads to no other text
            let target = self.nodes[at].attribute("href").unwrap_or("#").trim_start();
            let leads_away = !target.starts_with('#') && !target.is_empty();
            self.link = leads_away.then_some(at);
        }
        if self.open.len() < DEEPEST {
            self.open.push(at);
            self.count(at, usize::wrapping_add);
        }
    }

    fn end(&mut self, name: &[u8]) {
        let name = element_name(name);
        match name {
            "html" | "body" => {}
            "a" => {
                self.link = None;
                self.end_inline("a");
            }
            "head" => self.close(&["head"], &[]),
            "p" | "div" if self.nodes.len() >= MOST_NODES => {}
            _ if VOID.contains(&name) => {
                // `</br>` is read as `<br>`
                if name == "br" {
                    self.attributes.clear();
                    self.push("br", true);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close(
                    &["h1", "h2", "h3", "h4", "h5", "h6"],
                    &["td", "th", "table"],
                );
            }
            "table" => self.close(&["table"], &[]),
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => self.close(&[name], &["table"]),
            "li" => self.close(&["li"], &["ul", "ol", "td", "th", "table"]),
            _ if is_block(name) => self.close(&[name], &["td", "th", "table"]),
            _ => self.end_inline(name),
        }
    }

    /// Ends an element within a line, if nothing larger was begun in it.
    fn end_inline(&mut self, name: &str) {
        let open = self.open.iter().enumerate().skip(1).rev();
        let mut inline = open.take_while(|(_, at)| !self.nodes[**at].is_block || name == "svg");
        if let Some((depth, _)) = inline.find(|(_, at)| self.nodes[**at].name == name) {
            while self.open.len() > depth {
                self.pop();
            }
        }
    }

    fn text(&mut self, text: &str) {
        let parent = self.open.last().copied().unwrap_or(ROOT);
        let is_link = self.link.is_some();
        let is_full = self.nodes.len() >= MOST_NODES;
        if let Some(last) = self.nodes.last_mut()
            && last.is_text()
            && ((last.parent == parent && last.is_link == is_link) || is_full)
        {
            last.text.push_str(text);
            return;
        }
        let at = self.nodes.len();
        self.nodes.push(Node {
            name: "",
            parent,
            end: at + 1,
            text: text.to_owned(),
            is_link,
            is_block: false,
            attributes: Vec::new(),
        });
    }

    fn finish(mut self) -> Tree {
        while self.open.len() > 1 {
            self.pop();
        }
        self.nodes[ROOT].end = self.nodes.len();
        Tree {
            nodes: self.nodes,
            comments: self.comments,
        }
    }
}
