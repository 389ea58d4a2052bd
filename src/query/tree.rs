//! What is asked of articles? A tree of conditions over the clauses of a query.

use std::fmt;
use std::ops::Range;

use super::clause::{Clause, FULL_BOOST};
use crate::index::Filter;
use crate::language::Language;

/// What a query that is an expression asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// One of these: `a OR b`.
    Any(Vec<Self>),
    /// All of these: `a AND b`.
    All(Vec<Self>),
    /// Side by side: of its words one, all that is more than words, and phrases in the passage itself.
    Beside(Vec<Self>),
    /// Not this: `NOT a`.
    Not(Box<Self>),
    /// This in the article: `+a`.
    Must(Box<Self>),
    /// Not this in the passage that is shown: `-a`.
    Without(Box<Self>),
    /// Words that count more or less, in hundredths: `a^2`.
    Boosted(Box<Self>, u32),
    /// A clause: words of which one is enough, or a phrase.
    Clause(usize),
    /// Words or phrases, of each operand one, with at most so many words between an operand and the next: `a NEAR/5 b`.
    Near {
        /// The clauses of each operand.
        operands: Vec<Vec<usize>>,
        /// How many other words may stand before the next operand.
        gaps: Vec<u32>,
    },
    /// Words in any order, with at most so many others among them: `"a b"~5`.
    Window {
        /// Its words.
        clauses: Range<usize>,
        /// How many other words may stand among them.
        gap: u32,
    },
    /// All of it in one passage: `passage:(a b)`.
    Passage(Box<Self>),
    /// In the title: `title:a`.
    Title(Box<Self>),
    /// The passage is in one of these languages: `lang:de`.
    Languages {
        /// What was typed.
        typed: String,
        /// The languages.
        languages: Vec<Language>,
    },
    /// What is known of the article: `source:`, `author:`, `tag:`, `date:`, `path:`.
    Known {
        /// Of what.
        field: Field,
        /// What was typed.
        typed: String,
        /// What that asks.
        filter: Filter,
    },
}

/// What can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `title:`
    Title,
    /// `passage:`
    Passage,
    /// `lang:`
    Language,
    /// `date:`
    Date,
    /// `source:`
    Source,
    /// `author:`
    Author,
    /// `tag:`
    Tag,
    /// `path:`
    Path,
}

/// The fields with their names.
const FIELDS: [(&str, Field); 8] = [
    ("title", Field::Title),
    ("passage", Field::Passage),
    ("lang", Field::Language),
    ("date", Field::Date),
    ("source", Field::Source),
    ("author", Field::Author),
    ("tag", Field::Tag),
    ("path", Field::Path),
];

impl Field {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        let mut fields = FIELDS.iter();
        fields
            .find(|(_, field)| *field == self)
            .map_or("", |(name, _)| name)
    }

    /// The field with a value that a text starts with, and how long its name and colon are.
    pub(super) fn starting(text: &str) -> Option<(Self, usize)> {
        let (name, value) = text.split_at_checked(text.find(':')?)?;
        let (_, field) = FIELDS.iter().find(|(known, _)| *known == name)?;
        let next = value.chars().nth(1)?;
        let has_value = !next.is_whitespace() && !matches!(next, ':' | ')');
        // an address is none
        (has_value && !value.starts_with("://")).then_some((*field, name.len() + 1))
    }
}

impl Node {
    /// The nodes right below it.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        match self {
            Self::Any(some) | Self::All(some) | Self::Beside(some) => some,
            Self::Not(one)
            | Self::Must(one)
            | Self::Without(one)
            | Self::Boosted(one, _)
            | Self::Passage(one)
            | Self::Title(one) => std::slice::from_ref(one),
            _ => &[],
        }
    }

    /// The clauses that it names itself.
    pub(crate) fn own_clauses(&self) -> Vec<usize> {
        match self {
            Self::Clause(clause) => vec![*clause],
            Self::Near { operands, .. } => operands.concat(),
            Self::Window { clauses, .. } => clauses.clone().collect(),
            _ => Vec::new(),
        }
    }

    /// As it may be typed, with the clauses of its query.
    #[must_use]
    pub fn display<'n>(&'n self, clauses: &'n [Clause]) -> impl fmt::Display + 'n {
        Shown {
            node: self,
            clauses,
            is_operand: false,
        }
    }

    /// Whether it can be an operand without brackets.
    fn is_closed(&self) -> bool {
        !matches!(
            self,
            Self::Any(_)
                | Self::All(_)
                | Self::Beside(_)
                | Self::Near { .. }
                | Self::Not(_)
                | Self::Must(_)
                | Self::Without(_)
        )
    }
}

/// A node on its way to a text.
struct Shown<'n> {
    node: &'n Node,
    clauses: &'n [Clause],
    /// Whether it stands where only what is closed needs no brackets.
    is_operand: bool,
}

impl<'n> Shown<'n> {
    fn child(&self, node: &'n Node, is_operand: bool) -> Self {
        Self {
            node,
            clauses: self.clauses,
            is_operand,
        }
    }

    fn typed(&self, clause: usize) -> &'n str {
        let clause = self.clauses.get(clause);
        clause.map_or("", |clause| &clause.typed)
    }

    fn list(
        &self,
        f: &mut fmt::Formatter<'_>,
        nodes: &'n [Node],
        between: &str,
        needs_brackets: impl Fn(&Node) -> bool,
    ) -> fmt::Result {
        for (number, node) in nodes.iter().enumerate() {
            if number > 0 {
                f.write_str(between)?;
            }
            write!(f, "{}", self.child(node, needs_brackets(node)))?;
        }
        Ok(())
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_operand && !self.node.is_closed() {
            return write!(f, "({})", self.child(self.node, false));
        }
        match self.node {
            Node::Any(some) => self.list(f, some, " OR ", |node| matches!(node, Node::Any(_))),
            Node::All(some) => self.list(f, some, " AND ", |node| {
                matches!(node, Node::Any(_) | Node::All(_))
            }),
            // brackets around one are there to keep it apart from its neighbours
            Node::Beside(one) if one.len() == 1 => write!(f, "({})", self.child(&one[0], false)),
            Node::Beside(some) => self.list(f, some, " ", |node| {
                matches!(node, Node::Any(_) | Node::All(_))
                    || matches!(node, Node::Beside(some) if some.len() > 1)
            }),
            Node::Not(one) => {
                let is_operand = matches!(**one, Node::Any(_) | Node::All(_) | Node::Beside(_));
                write!(f, "NOT {}", self.child(one, is_operand && !is_lone(one)))
            }
            Node::Must(one) => write!(f, "+{}", self.child(one, !is_lone(one))),
            Node::Without(one) => write!(f, "-{}", self.child(one, !is_lone(one))),
            Node::Boosted(one, boost) => {
                let one = self.child(one, !is_lone(one));
                let (whole, part) = (boost / FULL_BOOST, boost % FULL_BOOST);
                match part {
                    0 => write!(f, "{one}^{whole}"),
                    _ if part % 10 == 0 => write!(f, "{one}^{whole}.{}", part / 10),
                    _ => write!(f, "{one}^{whole}.{part:02}"),
                }
            }
            Node::Clause(clause) => f.write_str(self.typed(*clause)),
            Node::Near { operands, gaps } => {
                for (number, operand) in operands.iter().enumerate() {
                    if number > 0 {
                        write!(f, " NEAR/{} ", gaps.get(number - 1).copied().unwrap_or(0))?;
                    }
                    let some: Vec<&str> = operand.iter().map(|one| self.typed(*one)).collect();
                    match some.as_slice() {
                        [one] => f.write_str(one)?,
                        some => write!(f, "({})", some.join(" OR "))?,
                    }
                }
                Ok(())
            }
            Node::Window { clauses, gap } => {
                let words: Vec<&str> = clauses.clone().map(|one| self.typed(one)).collect();
                write!(f, "\"{}\"~{gap}", words.join(" "))
            }
            Node::Passage(one) => write!(f, "passage:{}", self.child(one, !is_lone(one))),
            Node::Title(one) => write!(f, "title:{}", self.child(one, !is_lone(one))),
            Node::Languages { typed, .. } => write!(f, "lang:{typed}"),
            Node::Known { field, typed, .. } => write!(f, "{}:{typed}", field.name()),
        }
    }
}

/// Whether a node has brackets of its own.
fn is_lone(node: &Node) -> bool {
    matches!(node, Node::Beside(one) if one.len() == 1)
}
