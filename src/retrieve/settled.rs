//! Which articles and passages are as an expression asks? Settled once, before any passage is scored.
//!
//! Operators are of articles: `a AND b` asks for articles that have both somewhere, in any language. A passage of such an
//! article is a hit if it has something that was asked for, phrases beside words included, and nothing that a minus
//! leaves out. What stands in `passage:(…)`, or all of it with [`Scope::same_passage`], is asked of single passages.

mod leaf;
mod maker;
mod part;
mod shown;
#[cfg(test)]
mod tests;
mod text;
mod within;

use std::sync::Arc;

use crate::error::Result;
use crate::index::{PassageSet, Snapshot};
use crate::limits::Budget;
use crate::plan::Plan;
use crate::plan::scope::Scope;
use crate::query::{ClauseKind, Node, Query};
use leaf::Gatherer;
use maker::Maker;

/// Settles which articles and passages the plans of a query may find.
pub(crate) fn settle(
    index: &Snapshot,
    query: &Query,
    plans: &mut [Plan],
    scope: &Scope,
    budget: &Budget<'_>,
) -> Result<()> {
    let Some(tree) = tree(query, scope) else {
        return Ok(());
    };
    let maker = Maker {
        gatherer: Gatherer { index, budget },
        query,
        plans,
        scope,
    };
    let part = maker.part(&tree)?;
    let (mut articles, mut sure) = (None, None);
    if !scope.same_passage {
        let all = maker.articles(&part, false)?;
        let certain = part.has_guesses().then(|| maker.articles(&part, true));
        sure = certain.transpose()?.filter(|certain| *certain != all);
        articles = Some(all);
    }
    let mut passages: Vec<Option<Vec<PassageSet>>> = Vec::new();
    for plan in maker.plans {
        passages.push(maker.passages_shown(&part, plan.language)?);
    }
    let admitted = plans.iter().find_map(|plan| plan.admitted.clone());
    if let (Some(articles), Some(admitted)) = (&mut articles, &admitted) {
        articles.intersect(admitted);
    }
    let (articles, sure) = (articles.map(Arc::new), sure.map(Arc::new));
    for (plan, passages) in plans.iter_mut().zip(passages) {
        plan.admitted = articles.clone().or_else(|| admitted.clone());
        plan.sure.clone_from(&sure);
        plan.passages = passages.map(Arc::new);
    }
    Ok(())
}

/// The parts of an expression that do not hold for an article, as they may be typed.
pub(crate) fn unmet(
    index: &Snapshot,
    query: &Query,
    plans: &[Plan],
    scope: &Scope,
    article: u64,
    budget: &Budget<'_>,
) -> Result<Vec<String>> {
    let Some(tree) = tree(query, scope).filter(|_| !scope.same_passage) else {
        return Ok(Vec::new());
    };
    let maker = Maker {
        gatherer: Gatherer { index, budget },
        query,
        plans,
        scope,
    };
    let parts = match &tree {
        Node::All(some) | Node::Beside(some) => some.as_slice(),
        one => std::slice::from_ref(one),
    };
    // of words side by side one may be enough, so they are judged together
    let is_apart = matches!(tree, Node::All(_)) || scope.require_all;
    let parts = if is_apart {
        parts
    } else {
        std::slice::from_ref(&tree)
    };
    let mut unmet = Vec::new();
    for node in parts {
        if let (Node::Clause(clause), None) = (node, &query.tree) {
            unmet.extend(maker.lacking(*clause, article)?);
        } else if !maker.articles(&maker.part(node)?, false)?.contains(article) {
            unmet.push(node.display(&query.clauses).to_string());
        }
    }
    Ok(unmet)
}

/// What is asked of articles; none if nothing is asked but words. Where all words are wanted and there are no operators, that is
/// each clause of words.
fn tree(query: &Query, scope: &Scope) -> Option<Node> {
    if query.tree.is_some() || !scope.require_all || scope.same_passage {
        return query.tree.clone();
    }
    let clauses = query.clauses.iter().enumerate();
    let words = clauses.filter(|(_, clause)| clause.kind == ClauseKind::Words);
    Some(Node::All(
        words.map(|(clause, _)| Node::Clause(clause)).collect(),
    ))
}
