//! Which passages have the parts of an expression? They are gathered for each.

use std::collections::BTreeSet;

use tantivy::DocAddress;

use super::leaf::{Found, Gatherer};
use super::part::{Part, evidence};
use super::text::{condition, nearness};
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{ArticleSet, BYTE_START};
use crate::plan::Plan;
use crate::plan::scope::Scope;
use crate::query::{ClauseKind, Node, Query};
use crate::retrieve::tokens::Tokens;

/// Makes the parts of an expression.
pub(super) struct Maker<'m> {
    pub(super) gatherer: Gatherer<'m>,
    pub(super) query: &'m Query,
    pub(super) plans: &'m [Plan],
    pub(super) scope: &'m Scope,
}

impl Maker<'_> {
    pub(super) fn part(&self, node: &Node) -> Result<Part> {
        let parts = |nodes: &[Node]| -> Result<Vec<Part>> {
            nodes.iter().map(|node| self.part(node)).collect()
        };
        let boxed = |node: &Node| self.part(node).map(Box::new);
        Ok(match node {
            Node::Any(some) => Part::Any(parts(some)?),
            Node::All(some) => Part::All(self.hoisted(some)?),
            Node::Beside(some) => Part::Beside(parts(some)?),
            Node::Not(one) => Part::Not(boxed(one)?),
            Node::Must(one) => Part::Must(boxed(one)?),
            Node::Without(one) => Part::Without(boxed(one)?),
            Node::Boosted(one, _) => self.part(one)?,
            Node::Clause(clause) if self.kind(*clause) == ClauseKind::Words => {
                Part::Words(self.words(*clause)?)
            }
            Node::Clause(_) | Node::Near { .. } | Node::Window { .. } => {
                Part::Row(self.rows(node)?)
            }
            Node::Passage(one) => Part::Passage(self.passages(&self.part(one)?)?),
            Node::Title(one) => Part::Title(self.titles(one)?),
            Node::Languages { languages, .. } => Part::Languages(languages.clone()),
            Node::Known { filter, .. } => {
                let index = self.gatherer.index;
                let all = || ArticleSet::full(index.article_numbers() as usize);
                Part::Known(index.admitted(filter, false)?.unwrap_or_else(all))
            }
        })
    }

    /// What a minus leaves out beside one of several that are all wanted, it leaves out beside each.
    fn hoisted(&self, nodes: &[Node]) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        for node in nodes {
            if let Node::Beside(some) = node {
                let without = some.iter().filter(|one| matches!(one, Node::Without(_)));
                for one in without {
                    parts.push(self.part(one)?);
                }
            }
            parts.push(self.part(node)?);
        }
        Ok(parts)
    }

    fn kind(&self, clause: usize) -> ClauseKind {
        let clause = self.query.clauses.get(clause);
        clause.map_or(ClauseKind::Words, |clause| clause.kind)
    }

    /// The words of a clause.
    fn ordinals(&self, clause: usize) -> Vec<usize> {
        let words = self.plans.iter().flat_map(|plan| &plan.words);
        let positions = words.flat_map(|word| word.query_positions.iter().copied());
        let own = positions.filter(|(of, _)| *of == clause);
        let ordinals: BTreeSet<usize> = own.map(|(_, ordinal)| ordinal).collect();
        ordinals.into_iter().collect()
    }

    /// The words of a clause of which all are wanted that an article has not, as they were typed.
    pub(super) fn lacking(&self, clause: usize, article: u64) -> Result<Vec<String>> {
        let mut lacking = Vec::new();
        for (ordinal, found) in self.ordinals(clause).into_iter().zip(self.words(clause)?) {
            if !self.articles_with(&found, false)?.contains(article) {
                let mut words = self.plans.iter().flat_map(|plan| &plan.words);
                let word = words.find(|word| word.query_positions.contains(&(clause, ordinal)));
                lacking.extend(word.map(|word| word.text.clone()));
            }
        }
        Ok(lacking)
    }

    /// The passages with a word of a clause; where all are wanted, those with each.
    fn words(&self, clause: usize) -> Result<Vec<Found>> {
        let all = self.ordinals(clause);
        let groups: Vec<&[usize]> = if self.scope.require_all && !all.is_empty() {
            all.chunks(1).collect()
        } else {
            vec![&all]
        };
        let mut sets = Vec::new();
        for ordinals in groups {
            let mut found = self.gatherer.none();
            for plan in self.plans {
                let is_own =
                    |(of, ordinal): &(usize, usize)| *of == clause && ordinals.contains(ordinal);
                let words = plan.words.iter();
                for word in words.filter(|word| word.query_positions.iter().any(is_own)) {
                    self.gatherer.add_word(plan, word, &mut found)?;
                }
            }
            sets.push(found);
        }
        Ok(sets)
    }

    /// The passages with a phrase, or with words near one another.
    fn rows(&self, node: &Node) -> Result<Found> {
        let mut found = self.gatherer.none();
        for plan in self.plans {
            match node {
                Node::Clause(clause) => {
                    let rows = plan
                        .clauses
                        .get(*clause)
                        .map_or(&[][..], |clause| &clause.rows);
                    self.gatherer.add_rows(plan, rows, &mut found)?;
                }
                node => {
                    if let Some(near) = nearness(node, plan) {
                        self.gatherer.add_near(plan, near, &mut found)?;
                    }
                }
            }
        }
        Ok(found)
    }

    /// The passages for each of which a part holds.
    fn passages(&self, part: &Part) -> Result<Found> {
        let mut found = self.gatherer.none();
        let has_guesses = part.has_guesses();
        let mut sure = Vec::new();
        for segment in 0..found.all.len() {
            let of = |is_sure| self.within(part, segment, is_sure, None, true);
            found.all[segment] = of(false)?;
            if has_guesses {
                sure.push(of(true)?);
            }
        }
        found.sure = has_guesses.then_some(sure);
        Ok(found)
    }

    /// The first passages of the articles with a title for which a node holds. A title stands in the first passage, so that only
    /// those are looked at that have one of its words there.
    fn titles(&self, node: &Node) -> Result<Found> {
        let index = self.gatherer.index;
        let mut found = self.gatherer.none();
        for plan in self.plans {
            let condition = condition(node, plan, self.query);
            let own = std::slice::from_ref(plan);
            let of_plan = Maker {
                gatherer: Gatherer {
                    index,
                    budget: self.gatherer.budget,
                },
                plans: own,
                query: self.query,
                scope: self.scope,
            };
            let part = of_plan.part(node)?;
            let mut analyzer = Analyzer::new(plan.language);
            for segment in 0..found.all.len() {
                let named = evidence(&part, segment, true, &found.all[segment]);
                let starts = index.column(segment as u32, BYTE_START)?;
                for document in named.iter().filter(|one| starts.get_val(*one) == 0) {
                    if self.gatherer.budget.is_over_after_steps() {
                        return Ok(found);
                    }
                    let address = DocAddress::new(segment as u32, document);
                    let article = index.article_ordinal(index.article_number(address)?);
                    let Some(title) = index.metadata(article)?.title else {
                        continue;
                    };
                    if condition.holds(&Tokens::of(&title.value, &mut analyzer)) {
                        found.all[segment].insert(document);
                    }
                }
            }
        }
        Ok(found)
    }
}
