//! What must a text alone be like, as an expression asks?

use crate::plan::Plan;
use crate::query::{ClauseKind, Node, Query};
use crate::retrieve::condition::{Condition, Leaf};
use crate::retrieve::near::{Nearness, Reach};

/// What is to be near one another, in the language of a plan.
pub(super) fn nearness<'n>(node: &'n Node, plan: &'n Plan) -> Option<Nearness<'n>> {
    let rows = |clauses: &[usize]| {
        let clauses = clauses
            .iter()
            .filter_map(|clause| plan.clauses.get(*clause));
        clauses.flat_map(|clause| &clause.rows).collect::<Vec<_>>()
    };
    let (operands, reach): (Vec<Vec<_>>, Reach<'_>) = match node {
        Node::Near { operands, gaps } => (
            operands.iter().map(|operand| rows(operand)).collect(),
            Reach::Gaps(gaps),
        ),
        Node::Window { clauses, gap } => (
            clauses.clone().map(|clause| rows(&[clause])).collect(),
            Reach::Window(*gap),
        ),
        _ => return None,
    };
    Some(Nearness::of(operands, reach))
}

/// What a text alone must be like for a node to hold, all of what stands side by side included.
pub(super) fn condition<'c>(node: &'c Node, plan: &'c Plan, query: &Query) -> Condition<'c> {
    let each = |nodes: &'c [Node]| -> Vec<Condition<'c>> {
        nodes
            .iter()
            .map(|node| condition(node, plan, query))
            .collect()
    };
    match node {
        Node::Any(some) => Condition::Any(each(some)),
        Node::All(some) | Node::Beside(some) => Condition::All(each(some)),
        Node::Not(one) | Node::Without(one) => {
            Condition::Not(Box::new(condition(one, plan, query)))
        }
        Node::Must(one) | Node::Boosted(one, _) | Node::Passage(one) | Node::Title(one) => {
            condition(one, plan, query)
        }
        Node::Clause(clause) => {
            let is_words = query
                .clauses
                .get(*clause)
                .is_some_and(|clause| clause.kind == ClauseKind::Words);
            Condition::Any(if is_words {
                let is_own = |(of, _): &(usize, usize)| of == clause;
                let words = plan.words.iter();
                let own = words.filter(|word| word.query_positions.iter().any(is_own));
                own.map(|word| Condition::Word(Leaf::of(word))).collect()
            } else {
                let rows = plan.clauses.get(*clause).into_iter();
                let rows = rows.flat_map(|clause| &clause.rows);
                rows.map(|row| Condition::Phrase(Leaf::of(row))).collect()
            })
        }
        Node::Near { .. } | Node::Window { .. } => match nearness(node, plan) {
            Some(near) => Condition::Near(near),
            None => Condition::Any(Vec::new()),
        },
        Node::Languages { .. } | Node::Known { .. } => Condition::All(Vec::new()),
    }
}
