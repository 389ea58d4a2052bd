//! Which paragraphs, headings and rows does a page have? Its text cut where no line goes on, with what speaks for and
//! against each piece.

use super::tree::Tree;
use crate::format::line::one_line;

/// A piece of text that goes on in one line: a paragraph, a heading, an entry of a list, a row of a table.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// What it says, in one line.
    pub(super) text: String,
    /// The block element that it is the text of, or part of it.
    pub(super) element: usize,
    /// The first node of it.
    pub(super) start: usize,
    /// How much text it is.
    pub(super) units: usize,
    /// How much of it are links.
    pub(super) link_units: usize,
    /// How deep a heading it is, from 1 on; 0 if it is none.
    pub(super) heading: u8,
    /// Whether it is a row of a table of figures or names, where short texts are usual.
    pub(super) is_row: bool,
}

/// How much text a text is, told the same for all scripts: letters, where an ideograph is as much as three.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(unit).sum()
}

fn unit(character: char) -> usize {
    match character {
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => 3,
        '\u{AC00}'..='\u{D7AF}' => 2,
        _ if character.is_alphanumeric() => 1,
        _ => 0,
    }
}

/// Whether a text ends as a sentence does, in any script that ends sentences with a sign.
pub(super) fn ends_as_sentence(text: &str) -> bool {
    let closing = |character: char| {
        "\"'”’»“›)]」』）】\u{200f}\u{200e}".contains(character) || character.is_whitespace()
    };
    let last = text.trim_end_matches(closing).chars().next_back();
    // the question mark of Greek looks like a semicolon
    if last == Some(';') || last == Some('\u{37e}') {
        return text
            .chars()
            .any(|character| ('\u{370}'..='\u{3ff}').contains(&character));
    }
    last.is_some_and(|last| ".!?…。！？।॥؟۔։።።፧။៕॰‽".contains(last))
}

impl Block {
    /// Which part of it are links.
    pub(super) fn link_share(&self) -> f64 {
        self.link_units as f64 / self.units.max(1) as f64
    }

    /// Whether it reads like a paragraph of a text.
    pub(super) fn is_prose(&self) -> bool {
        let own = self.units - self.link_units.min(self.units);
        let long = own >= 80 || (own >= 25 && ends_as_sentence(&self.text));
        self.heading == 0 && !self.is_row && long && self.link_share() < 0.5
    }

    /// How much it speaks for an element that it is within it.
    pub(super) fn prose_units(&self) -> usize {
        if self.is_prose() { self.units } else { 0 }
    }
}

/// What is being read of a block.
#[derive(Default)]
struct Open {
    text: String,
    start: usize,
    /// Which bytes of the text are links.
    links: Vec<(usize, usize)>,
    /// Where a `<br>` ended a line.
    breaks: Vec<usize>,
}

/// A line of a block.
#[derive(Default)]
struct Line {
    text: String,
    link_units: usize,
}

/// Cuts the text of a node into blocks, but for the nodes that `is_left_out` says.
pub(super) fn blocks(
    tree: &Tree,
    within: usize,
    is_left_out: &dyn Fn(usize) -> bool,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = Open::default();
    // ends of the elements that text is in, and of those the elements of blocks
    let mut around: Vec<(usize, usize)> = vec![(tree.node(within).end, within)];
    let mut at = within;
    while at < tree.node(within).end {
        while around.len() > 1 && around.last().is_some_and(|(end, _)| *end <= at) {
            let element = around.pop().map_or(within, |(_, element)| element);
            flush(tree, &mut open, element, &mut blocks);
        }
        let element = around.last().map_or(within, |(_, element)| *element);
        let node = tree.node(at);
        if node.is_text() {
            add(&mut open, at, &node.text, node.is_link);
            at += 1;
            continue;
        }
        if is_left_out(at) {
            if node.is_block {
                flush(tree, &mut open, element, &mut blocks);
            }
            at = node.end;
            continue;
        }
        if node.name == "table" && is_data_table(tree, at) {
            flush(tree, &mut open, element, &mut blocks);
            rows(tree, at, is_left_out, &mut blocks);
            at = node.end;
            continue;
        }
        if node.name == "br" {
            open.breaks.push(open.text.len());
        } else if node.is_block {
            flush(tree, &mut open, element, &mut blocks);
            if node.end > at + 1 {
                around.push((node.end, at));
            }
        }
        at += 1;
    }
    while let Some((_, element)) = around.pop() {
        flush(tree, &mut open, element, &mut blocks);
    }
    blocks
}

fn add(open: &mut Open, at: usize, text: &str, is_link: bool) {
    if open.text.is_empty() {
        open.start = at;
    }
    let from = open.text.len();
    open.text.push_str(text);
    if is_link {
        open.links.push((from, open.text.len()));
    }
}

/// Ends a block.
fn flush(tree: &Tree, open: &mut Open, element: usize, blocks: &mut Vec<Block>) {
    let open = std::mem::take(open);
    if open.text.trim().is_empty() {
        return;
    }
    let node = tree.node(element);
    let heading = match node.name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => digit - b'0',
        _ => 0,
    };
    let lines = open.lines(node.name == "pre");
    let lines = if node.name == "pre" {
        lines
    } else {
        paragraphs(lines)
    };
    for Line { text, link_units } in lines {
        if !text.is_empty() {
            let units = units(&text);
            blocks.push(Block {
                text,
                element,
                start: open.start,
                units,
                link_units,
                heading,
                is_row: false,
            });
        }
    }
}

impl Open {
    /// The lines as `<br>` ends them, or as they stand in a text that is shown as it is.
    fn lines(&self, is_verbatim: bool) -> Vec<Line> {
        let mut ends = self.breaks.clone();
        if is_verbatim {
            ends.extend(self.text.match_indices('\n').map(|(at, _)| at));
            ends.sort_unstable();
        }
        ends.push(self.text.len());
        let mut linked = self.links.iter().peekable();
        let mut cut = Vec::with_capacity(ends.len());
        let mut from = 0;
        for end in ends {
            let mut line = Line {
                text: one_line(&self.text[from..end]),
                link_units: 0,
            };
            while let Some((begin, stop)) = linked.peek() {
                let part = self.text.get((*begin).max(from)..(*stop).min(end));
                line.link_units += part.map_or(0, units);
                if *stop > end {
                    break;
                }
                linked.next();
            }
            cut.push(line);
            from = end;
        }
        cut
    }
}

/// The paragraphs of lines: they are told apart by blank lines, or each line is one if they are long.
fn paragraphs(mut lines: Vec<Line>) -> Vec<Line> {
    while lines.last().is_some_and(|line| line.text.is_empty()) {
        lines.pop();
    }
    let full = lines.iter().filter(|line| !line.text.is_empty());
    let (count, sum) = full.fold((0, 0), |(count, sum), line| {
        (count + 1, sum + units(&line.text))
    });
    let has_blank = lines
        .iter()
        .skip_while(|line| line.text.is_empty())
        .any(|line| line.text.is_empty());
    // two or three lines are a title and what stands below it; many short ones were broken at a width
    if !has_blank && (sum / count.max(1) >= 80 || count <= 3) {
        return lines;
    }
    let mut joined: Vec<Line> = vec![Line::default()];
    for line in lines {
        match joined.last_mut() {
            Some(last) if !line.text.is_empty() => {
                if !last.text.is_empty() {
                    last.text.push(' ');
                }
                last.text.push_str(&line.text);
                last.link_units += line.link_units;
            }
            _ => joined.push(Line::default()),
        }
    }
    joined
}

/// Whether a table has data: several rows of short cells in columns, without text that is laid out by it.
fn is_data_table(tree: &Tree, table: usize) -> bool {
    let inner = &tree.nodes()[table + 1..tree.node(table).end];
    let lays_out = |name: &str| matches!(name, "table" | "form" | "h1" | "nav" | "article");
    if inner.iter().any(|node| lays_out(node.name)) {
        return false;
    }
    let (mut rows, mut cells, mut long, mut links) = (0, 0, 0, 0);
    for at in table + 1..tree.node(table).end {
        let node = tree.node(at);
        match node.name {
            "tr" => rows += 1,
            "td" | "th" => {
                cells += 1;
                long += usize::from(units(&tree.line(at)) > 160);
            }
            "p" | "div" | "img" => links += 1,
            _ => {}
        }
    }
    rows >= 2 && cells >= rows * 2 && long * 6 <= cells && links <= cells * 2
}

/// The rows of a table of data, each a block.
fn rows(tree: &Tree, table: usize, is_left_out: &dyn Fn(usize) -> bool, blocks: &mut Vec<Block>) {
    let mut at = table + 1;
    while at < tree.node(table).end {
        let node = tree.node(at);
        if is_left_out(at) {
            at = node.end;
            continue;
        }
        if !matches!(node.name, "tr" | "caption") {
            at += 1;
            continue;
        }
        let cells: Vec<String> = if node.name == "tr" {
            let cells =
                (at + 1..node.end).filter(|cell| matches!(tree.node(*cell).name, "td" | "th"));
            cells
                .map(|cell| tree.line(cell))
                .filter(|cell| !cell.is_empty())
                .collect()
        } else {
            vec![tree.line(at)]
        };
        let text = cells.join(" | ");
        let links = tree.nodes()[at..node.end]
            .iter()
            .filter(|node| node.is_link);
        let link_units = links.map(|node| units(&node.text)).sum();
        let units = units(&text);
        if !text.is_empty() {
            blocks.push(Block {
                text,
                element: at,
                start: at,
                units,
                link_units,
                heading: 0,
                is_row: true,
            });
        }
        at = node.end;
    }
}
