//! Which text of a page is its article? The element that has most of the prose, what belongs to it beside, and of that
//! no line that is about something else.

use super::blocks::{Block, blocks, ends_as_sentence, units};
use super::bylines;
use super::known::{Known, likeness, title_words};
use super::left_out::{LeftOut, is_card, names};
use super::signs::{Sign, is_about_the_page, is_offer, sign};
use super::tree::{ROOT, Tree};

/// The main text of a page.
pub(super) struct MainText {
    /// The heading of the article as the page shows it.
    pub(super) heading: Option<String>,
    /// Short lines near it with numbers, of which one may say when it was published.
    pub(super) near: Vec<String>,
    /// What follows it, each paragraph by itself.
    pub(super) paragraphs: Vec<String>,
}

/// Finds the main text of a page.
pub(super) fn main_text(tree: &Tree, told: &Known) -> MainText {
    let never = LeftOut::never_text(tree);
    let all = blocks(tree, ROOT, &|at| never.has(at));
    let heading = heading(tree, &all, told);
    let heading_at = heading.map(|block| {
        // what is no element of its own is known by its text
        let is_own = block.heading > 0 || tree.node(block.element).attribute("itemprop").is_some();
        if is_own { block.element } else { block.start }
    });
    let left_out = LeftOut::of_page(tree, &all, heading_at);
    let mut kept = blocks(tree, ROOT, &|at| left_out.has(at));
    if kept.iter().map(|block| block.units).sum::<usize>() == 0 {
        kept.clone_from(&all);
    }
    let region = Region::find(tree, &kept, heading_at);
    let inside: Vec<Block> = kept
        .iter()
        .filter(|block| region.has(block))
        .cloned()
        .collect();
    let mut text = clean(tree, inside, heading_at, told);
    if text.iter().map(|block| block.units).sum::<usize>() < 120 {
        // a page without an article, as a list of many is: what it says, but for its frame
        let said = kept
            .into_iter()
            .filter(|block| heading_at.is_none_or(|at| block.start > at));
        let said: Vec<Block> = said
            .filter(|block| {
                block.units > 0
                    && !is_about_the_page(&block.text)
                    && (block.link_share() < 0.8 || block.units >= 25)
            })
            .collect();
        let prose = |blocks: &[Block]| blocks.iter().map(Block::prose_units).sum::<usize>();
        if text.is_empty() || prose(&said) > 3 * prose(&text) {
            text = said;
        }
    }
    let near = near(&all, heading);
    let heading = heading.map(|block| block.text.clone());
    let paragraphs = text.into_iter().map(|block| block.text).collect();
    MainText {
        heading,
        near,
        paragraphs,
    }
}

/// The element that heads the article: the one that says what the page says that its title is.
fn heading<'b>(tree: &Tree, all: &'b [Block], told: &Known) -> Option<&'b Block> {
    let titles: Vec<Vec<String>> = told
        .titles
        .iter()
        .take(4)
        .map(|title| title_words(title))
        .collect();
    let mut best: Option<(f64, &Block)> = None;
    for block in all.iter().take(4000) {
        let node = tree.node(block.element);
        let is_named = node
            .attribute("itemprop")
            .is_some_and(|item| item.contains("headline"));
        if block.heading == 0 && !is_named && block.units > 200 {
            continue;
        }
        let words = title_words(&block.text);
        if words.is_empty() || words.len() > 60 {
            continue;
        }
        let like = titles.iter().map(|title| {
            // a word or two of a long title are the name of the site
            let part = words.len() as f64 / title.len().max(1) as f64;
            if part < 0.35 {
                0.0
            } else {
                likeness(&words, title)
            }
        });
        let like = like.fold(0.0, f64::max);
        let rank = match block.heading {
            1 => 0.45,
            2 => 0.15,
            3 => 0.05,
            _ if is_named => 0.4,
            _ => -0.12,
        };
        let is_site =
            block.heading == 1 && (words.len() < 2 && block.units < 12 || block.link_share() > 0.8);
        let rank = if is_site { rank - 0.4 } else { rank };
        let like_enough = like >= 0.7;
        if block.heading != 1 && !is_named && !like_enough {
            continue;
        }
        let score = like + rank - if block.link_share() > 0.8 { 0.5 } else { 0.0 };
        if score > best.map_or(0.2, |(score, _)| score) {
            best = Some((score, block));
        }
    }
    best.map(|(_, at)| at)
}

/// The short lines with numbers that stand near the heading of the article: first those behind it.
fn near(all: &[Block], heading: Option<&Block>) -> Vec<String> {
    let at = heading.and_then(|heading| all.iter().position(|block| block.start == heading.start));
    let Some(at) = at else { return Vec::new() };
    let behind = all[at..].iter().take(9);
    let before = all[..at].iter().rev().take(3);
    let lines = behind
        .chain(before)
        .filter(|block| block.units < 110 && block.text.chars().any(char::is_numeric));
    lines.map(|block| block.text.clone()).collect()
}

/// The part of a page that has its article.
struct Region {
    /// Elements whose blocks belong to it.
    parts: Vec<usize>,
    ends: Vec<usize>,
}

impl Region {
    fn has(&self, block: &Block) -> bool {
        self.parts
            .iter()
            .zip(&self.ends)
            .any(|(part, end)| (*part..*end).contains(&block.start))
    }

    /// Finds it: prose speaks for the element that it is in, and less for each around that.
    fn find(tree: &Tree, kept: &[Block], heading: Option<usize>) -> Self {
        let mut scores = vec![0.0; tree.nodes().len()];
        let mut prose = vec![0_usize; tree.nodes().len()];
        for block in kept {
            let weight = block.prose_units() as f64;
            if weight == 0.0 {
                continue;
            }
            let mut part = 1.0;
            // the paragraph itself is none that others are in
            let own = (tree.node(block.element).name != "p").then_some(block.element);
            if own.is_none() {
                prose[block.element] += block.prose_units();
            }
            for at in own.into_iter().chain(tree.ancestors(block.element)) {
                scores[at] += weight * part;
                prose[at] += block.prose_units();
                part *= 0.72;
            }
        }
        let mut best = ROOT;
        let mut most = 0.0;
        for (at, score) in scores.iter().enumerate() {
            let score = score * preference(tree, at, heading, kept);
            if score > most {
                (best, most) = (at, score);
            }
        }
        Self::around(tree, best, &prose, heading)
    }

    /// The element, with what is like it or leads to it in the elements around it.
    fn around(tree: &Tree, best: usize, prose: &[usize], heading: Option<usize>) -> Self {
        let mut parts = vec![best];
        let mut inner = best;
        let own = prose[best];
        for (levels, outer) in tree.ancestors(best).enumerate() {
            let name = tree.node(outer).name;
            if matches!(name, "body" | "html")
                && levels > 0
                && heading.is_none_or(|heading| inner <= heading)
            {
                break;
            }
            let has_heading =
                heading.is_some_and(|heading| (inner..tree.node(inner).end).contains(&heading));
            for child in tree.children(outer).filter(|child| *child != inner) {
                let node = tree.node(child);
                let leads =
                    heading.is_some_and(|heading| heading < child && child < inner && !has_heading);
                let holds_heading =
                    heading.is_some_and(|heading| (child..node.end).contains(&heading));
                let is_alike = node.name == tree.node(inner).name
                    && node.attribute("class") == tree.node(inner).attribute("class")
                    && node.attribute("class").is_some();
                let is_paragraph = matches!(
                    node.name,
                    "p" | "blockquote" | "pre" | "table" | "ul" | "ol" | "h2" | "h3" | "h4" | ""
                );
                let is_like_text =
                    levels < 2 && is_paragraph && !has_other_heading(tree, child, heading);
                let is_large = prose[child] * 5 >= own
                    && levels < 3
                    && sign(&names(tree, child)) == Sign::Text
                    && !has_other_heading(tree, child, heading);
                let is_part = is_alike
                    && prose[child] * 12 >= own
                    && !has_other_heading(tree, child, heading);
                if leads
                    || holds_heading
                    || is_large
                    || is_part
                    || (is_like_text && prose[child] > 0)
                {
                    parts.push(child);
                }
            }
            inner = outer;
            let holds_heading =
                heading.is_none_or(|heading| (outer..tree.node(outer).end).contains(&heading));
            if (holds_heading && levels >= 1) || levels >= 5 {
                break;
            }
        }
        // where an element was ended too early, the text goes on right behind it
        let outer = tree.node(inner).parent;
        let behind = tree.children(outer).skip_while(|child| *child <= inner);
        let goes_on = |child: &usize| {
            matches!(
                tree.node(*child).name,
                "p" | "" | "b" | "inline" | "h2" | "h3" | "blockquote"
            )
        };
        parts.extend(
            behind
                .take_while(goes_on)
                .filter(|child| inner != ROOT && prose[*child] > 0),
        );
        let ends = parts.iter().map(|part| tree.node(*part).end).collect();
        Self { parts, ends }
    }
}

/// Whether an element begins another article.
fn has_other_heading(tree: &Tree, at: usize, heading: Option<usize>) -> bool {
    let level = heading.map_or("h1", |heading| tree.node(heading).name);
    let mut inner = (at..tree.node(at).end).filter(|inner| Some(*inner) != heading);
    inner.any(|inner| {
        matches!(tree.node(inner).name, "h1") || (level == "h2" && tree.node(inner).name == "h2")
    })
}

/// How much more, or less, an element is likely to be the article's than its prose says.
fn preference(tree: &Tree, at: usize, heading: Option<usize>, kept: &[Block]) -> f64 {
    let _ = kept;
    let node = tree.node(at);
    if node.is_text() || matches!(node.name, "li" | "td" | "tr" | "ul" | "ol" | "blockquote") {
        return if node.name == "td" { 0.95 } else { 0.8 };
    }
    let mut preference = 1.0;
    if matches!(node.name, "article" | "main") || node.attribute("role") == Some("main") {
        preference *= 1.15;
    }
    if node
        .attribute("itemprop")
        .is_some_and(|item| item.contains("articleBody"))
    {
        preference *= 2.0;
    }
    preference *= match sign(&names(tree, at)) {
        Sign::Text => 1.15,
        Sign::None => 1.0,
        Sign::Other => 0.9,
        Sign::Comments => 0.4,
    };
    if let Some(heading) = heading {
        let is_behind = at > heading || (at..node.end).contains(&heading);
        preference *= if is_behind { 1.0 } else { 0.5 };
        // what belongs to another heading of the same rank
        preference *= if (at..node.end).contains(&heading) {
            1.1
        } else {
            1.0
        };
    }
    preference
}

/// Why a block is no line of the article, if it is none.
fn speaks_against(tree: &Tree, block: &Block, told: &Known) -> bool {
    let own = block.units - block.link_units.min(block.units);
    if block.units == 0 {
        return true;
    }
    if block.heading == 0 && block.link_share() > 0.8 && !(own >= 40 || block.is_row) {
        return true;
    }
    if is_offer(&block.text) && (block.units < 60 || block.link_share() > 0.3) {
        return true;
    }
    // `Read on: …`, in whatever language
    if block.link_share() > 0.5
        && own < 40
        && block.heading == 0
        && !block.is_row
        && is_led_to_a_link(&block.text)
    {
        return true;
    }
    if is_about_the_page(&block.text) && block.units < 130 {
        return true;
    }
    let is_short = block.units < 110;
    let names_author = told
        .authors
        .iter()
        .any(|author| author.chars().count() > 4 && block.text.contains(author.as_str()));
    if is_short
        && names_author
        && !ends_as_sentence(&block.text)
        && block.heading == 0
        && block.units
            < 40 + told
                .authors
                .iter()
                .map(|author| units(author))
                .sum::<usize>()
    {
        return true;
    }
    block.heading == 0
        && block.units < 60
        && has_time(tree, block)
        && !ends_as_sentence(&block.text)
}

/// Whether a short text ends where a link begins: with a colon, a dash, an arrow.
fn is_led_to_a_link(text: &str) -> bool {
    text.chars()
        .take(60)
        .any(|character| ":：—–>›»→▶►".contains(character))
}

/// Whether a block tells a time by mark-up.
fn has_time(tree: &Tree, block: &Block) -> bool {
    let node = tree.node(block.element);
    let inner = &tree.nodes()[block.element..node.end.min(block.element + 40)];
    inner
        .iter()
        .any(|node| node.name == "time" || node.attribute("datetime").is_some())
}

/// Takes from the blocks of an article what is none of its text.
fn clean(tree: &Tree, inside: Vec<Block>, heading: Option<usize>, told: &Known) -> Vec<Block> {
    let end_of_heading = heading.map(|at| tree.node(at).end);
    let before_heading = |block: &Block| heading.is_some_and(|at| block.start < at);
    let behind_heading = inside.iter().filter(|block| !before_heading(block));
    let prose: usize = behind_heading.map(Block::prose_units).sum();
    let mut against: Vec<bool> = inside
        .iter()
        .map(|block| {
            let is_heading =
                heading.is_some_and(|at| (at..end_of_heading.unwrap_or(at)).contains(&block.start));
            let is_before = before_heading(block) && prose > 200;
            is_heading
                || is_before
                || speaks_against(tree, block, told)
                || is_in_card(tree, block, heading)
        })
        .collect();
    bylines::take_away(&inside, &mut against, told);
    tail(tree, &inside, &mut against);
    headings(&inside, &mut against);
    repeated(tree, &inside, &mut against);
    let kept: Vec<Block> = inside
        .into_iter()
        .zip(against)
        .filter(|(_, against)| !against)
        .map(|(block, _)| block)
        .collect();
    match &told.body {
        Some(body) => super::body_check::agree(kept, body),
        None => kept,
    }
}

/// Whether a block is in an element that heads something else.
fn is_in_card(tree: &Tree, block: &Block, heading: Option<usize>) -> bool {
    let around = std::iter::once(block.element)
        .chain(tree.ancestors(block.element))
        .take(4);
    let mut around = around.take_while(|at| {
        !matches!(
            tree.node(*at).name,
            "body" | "main" | "article" | "html" | "td"
        ) && heading.is_none_or(|heading| !(*at..tree.node(*at).end).contains(&heading))
    });
    around.any(|at| {
        matches!(
            tree.node(at).name,
            "div" | "section" | "li" | "custom" | "ul" | "ol"
        ) && is_card(tree, at)
    })
}

/// Takes away what stands behind the last paragraph.
fn tail(tree: &Tree, inside: &[Block], against: &mut [bool]) {
    let mut kept = inside.iter().zip(against.iter());
    let is_text = |block: &Block| {
        block.is_prose()
            || block.is_row
            || (block.units >= 60 && block.link_share() < 0.5)
            || (tree.node(block.element).name == "li"
                && block.units >= 20
                && block.link_share() < 0.5)
    };
    let Some(last) = kept.rposition(|(block, against)| !against && is_text(block)) else {
        return;
    };
    for (block, against) in inside.iter().zip(against.iter_mut()).skip(last + 1) {
        let says = block.heading == 0
            && ends_as_sentence(&block.text)
            && block.units >= 4
            && block.link_share() < 0.3;
        if !says {
            *against = true;
        }
    }
}

/// Takes away headings of what was taken away: those that no text follows before the next.
fn headings(inside: &[Block], against: &mut [bool]) {
    for at in (0..inside.len()).rev() {
        if against[at] || inside[at].heading == 0 {
            continue;
        }
        let level = inside[at].heading;
        let next = (at + 1..inside.len()).find(|next| !against[*next]);
        let goes_on =
            next.is_some_and(|next| inside[next].heading == 0 || inside[next].heading > level);
        // right behind it something else begins: what is linked is what it heads
        let heads_links = inside.get(at + 1).is_some_and(|block| {
            against[at + 1] && block.heading == 0 && block.link_share() > 0.6 && block.units >= 12
        });
        if !goes_on || heads_links || inside[at].link_share() > 0.9 && is_offer(&inside[at].text) {
            against[at] = true;
        }
    }
}

/// Takes away what is said twice: a sentence that is shown large beside the text that has it, a paragraph for another width.
fn repeated(tree: &Tree, inside: &[Block], against: &mut [bool]) {
    let mut known = std::collections::HashSet::new();
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|character| character.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut whole = String::new();
    let texts: Vec<String> = inside.iter().map(|block| plain(&block.text)).collect();
    for (at, text) in texts.iter().enumerate() {
        if against[at] || inside[at].is_row {
            continue;
        }
        if inside[at].units >= 40 && !known.insert(text.clone()) {
            against[at] = true;
            continue;
        }
        if !is_pulled(tree, &inside[at]) {
            whole.push_str(text);
            whole.push('\n');
        }
    }
    if whole.len() > 1_000_000 {
        return;
    }
    let mut pulled = 0;
    for (at, text) in texts.iter().enumerate() {
        if !against[at] && is_pulled(tree, &inside[at]) && pulled < 200 {
            pulled += 1;
            against[at] = !text.is_empty() && whole.contains(text.as_str());
        }
    }
}

/// Whether a block is set apart as something that is said.
fn is_pulled(tree: &Tree, block: &Block) -> bool {
    let mut around = std::iter::once(block.element)
        .chain(tree.ancestors(block.element))
        .take(3);
    around.any(|at| {
        let names = names(tree, at).to_lowercase();
        matches!(tree.node(at).name, "blockquote" | "q" | "figure")
            || names.contains("quote")
            || names.contains("pull")
            || names.contains("zitat")
            || names.contains("highlight")
    })
}
