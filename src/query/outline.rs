//! How is an expression read? Its parts in words, each on a line, what belongs to it below it.

use super::clause::{Clause, ClauseKind};
use super::tree::Node;

/// A part of a query: how deep it is, and what it asks.
pub type OutlineLine = (usize, String);

/// The parts of a query as they are read.
pub(super) fn outline(tree: Option<&Node>, clauses: &[Clause]) -> Vec<OutlineLine> {
    let mut lines = Vec::new();
    if let Some(tree) = tree {
        add(tree, clauses, 0, &mut lines);
    } else {
        lines.extend(clauses.iter().map(|clause| (0, of_clause(clause))));
    }
    lines
}

fn of_clause(clause: &Clause) -> String {
    let text = clause.text();
    match clause.kind {
        ClauseKind::Words => format!("words: {text}"),
        ClauseKind::Phrase => format!("in a row: {text}"),
        ClauseKind::Excluded => format!("not: {text}"),
    }
}

fn add(node: &Node, clauses: &[Clause], depth: usize, lines: &mut Vec<OutlineLine>) {
    let own = match node {
        Node::Any(_) => "one of",
        Node::All(_) => "all of",
        Node::Beside(some) if some.len() == 1 => return add(&some[0], clauses, depth, lines),
        Node::Beside(_) => "side by side",
        Node::Not(_) => "not in the article",
        Node::Must(_) => "in the article",
        Node::Without(_) => "not in the passage",
        Node::Passage(_) => "all in one passage",
        Node::Title(_) => "in the title",
        Node::Boosted(one, boost) => {
            lines.push((depth, format!("counts {}", f64::from(*boost) / 100.0)));
            return add(one, clauses, depth + 1, lines);
        }
        Node::Clause(clause) => {
            lines.extend(clauses.get(*clause).map(|one| (depth, one.typed.clone())));
            return;
        }
        other => {
            lines.push((depth, other.display(clauses).to_string()));
            return;
        }
    };
    lines.push((depth, own.to_owned()));
    for child in node.children() {
        add(child, clauses, depth + 1, lines);
    }
}
