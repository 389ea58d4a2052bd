//! Which expression is a text? A grammar of one page, read from the top down.
//!
//! ```text
//! any     = all { "OR" all }
//! all     = beside { "AND" beside }
//! beside  = item { item }
//! item    = "NOT" item | "+" operand | "-" operand | operand { "NEAR/n" operand }
//! operand = ( word | quotation [ "~n" ] | field value | "(" any ")" ) [ "^n" ]
//! ```

use super::clause::{Clause, ClauseKind, FULL_BOOST, has_word};
use super::token::{Kind, Token};
use super::tree::{Field, Node};
use crate::analysis::words::Words;
use crate::article::Date;
use crate::index::{Filter, Period};
use crate::language::Language;

/// How deep brackets may be in one another.
const MAX_DEPTH: usize = 50;

/// How many clauses an expression may have.
const MAX_CLAUSES: usize = 256;

/// What is said of an expression that is deeper or longer.
const TOO_MUCH: &str = "an expression so deep or long";

/// An expression: its clauses, and what is asked of them.
pub(super) type Expression = (Vec<Clause>, Node);

/// What of a text is no expression, in words that end `… not understood: `.
pub(super) type Fault = String;

/// Reads an expression.
pub(super) fn parse(text: &str, tokens: &[Token<'_>]) -> Result<Expression, Fault> {
    if is_shouted(text, tokens) {
        return Err("a text in capitals is taken as words; write some of it in small letters or between quotation marks".to_owned());
    }
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        depth: 0,
        clauses: Vec::new(),
        is_apart: false,
        is_inner: false,
    };
    let tree = parser.any()?;
    if parser.at < tokens.len() {
        return Err("`)` without `(`".to_owned());
    }
    if parser.clauses.len() > MAX_CLAUSES {
        return Err(TOO_MUCH.to_owned());
    }
    let mut clauses = parser.clauses;
    tell(&tree, &mut clauses, true, FULL_BOOST);
    Ok((clauses, tree))
}

/// Whether a text is a headline in capitals, whose `AND` is a word: only such letters, no other sign, words side by side.
fn is_shouted(text: &str, tokens: &[Token<'_>]) -> bool {
    let is_plain =
        |token: &Token<'_>| matches!(token.kind, Kind::Word(_) | Kind::And | Kind::Or | Kind::Not);
    let is_word = |token: &Token<'_>| matches!(token.kind, Kind::Word(_));
    let mut words = tokens.iter().filter(|token| is_word(token));
    let has_capitals = words.any(|word| text[word.start..word.end].contains(char::is_uppercase));
    has_capitals
        && !text.contains(char::is_lowercase)
        && tokens.iter().all(is_plain)
        && tokens
            .windows(2)
            .any(|pair| is_word(&pair[0]) && is_word(&pair[1]))
}

/// Says of each clause what its words count, and whether passages are to have it.
fn tell(node: &Node, clauses: &mut [Clause], is_wanted: bool, boost: u32) {
    for clause in node.own_clauses() {
        if let Some(clause) = clauses.get_mut(clause) {
            clause.boost = boost;
            if !is_wanted {
                clause.kind = ClauseKind::Excluded;
            }
        }
    }
    let (is_wanted, boost) = match node {
        Node::Not(_) | Node::Without(_) => (!is_wanted, boost),
        Node::Boosted(_, own) => (is_wanted, (boost.saturating_mul(*own) / FULL_BOOST).max(1)),
        _ => (is_wanted, boost),
    };
    for child in node.children() {
        tell(child, clauses, is_wanted, boost);
    }
}

struct Parser<'p, 't> {
    text: &'t str,
    tokens: &'p [Token<'t>],
    at: usize,
    depth: usize,
    clauses: Vec<Clause>,
    /// Whether each word is a clause of its own: where one beside another is not one of several.
    is_apart: bool,
    /// Whether it is within a passage or a title.
    is_inner: bool,
}

impl<'t> Parser<'_, 't> {
    fn peek(&self) -> Option<Kind<'t>> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// Takes the next piece if it is this.
    fn takes(&mut self, kind: Kind<'_>) -> bool {
        let is_so = self.peek() == Some(kind);
        self.at += usize::from(is_so);
        is_so
    }

    fn any(&mut self) -> Result<Node, Fault> {
        let mut some = vec![self.all()?];
        while self.takes(Kind::Or) {
            some.push(self.all()?);
        }
        Ok(one_or(some, Node::Any))
    }

    fn all(&mut self) -> Result<Node, Fault> {
        let mut all = vec![self.beside()?];
        while self.takes(Kind::And) {
            all.push(self.beside()?);
        }
        Ok(one_or(all, Node::All))
    }

    fn beside(&mut self) -> Result<Node, Fault> {
        let mut items = Vec::new();
        loop {
            match self.peek() {
                None | Some(Kind::And | Kind::Or | Kind::Close) => break,
                Some(Kind::Word(word)) if !has_word(word) => self.at += 1, // a dash
                Some(_) => items.push(self.item()?),
            }
        }
        if items.is_empty() {
            return Err(self.lacks_operand());
        }
        Ok(one_or(items, Node::Beside))
    }

    /// What is said of an operator without an operand.
    fn lacks_operand(&self) -> Fault {
        let sign = |at: usize| {
            let token = self.tokens.get(at)?;
            let is_sign = !matches!(token.kind, Kind::Word(_) | Kind::Quoted(_));
            is_sign.then(|| &self.text[token.start..token.end])
        };
        let before = self.at.checked_sub(1).and_then(sign);
        match (before, sign(self.at)) {
            (Some("("), Some(")")) => "nothing between `(` and `)`".to_owned(),
            (Some(before), _) if before != "(" => format!("nothing stands behind `{before}`"),
            (_, Some(next)) => format!("nothing stands before `{next}`"),
            _ => "an operator without its words".to_owned(),
        }
    }

    fn item(&mut self) -> Result<Node, Fault> {
        if self.takes(Kind::Not) {
            self.enter()?;
            let node = self.apart(true, Self::item)?;
            self.depth -= 1;
            return Ok(Node::Not(Box::new(node)));
        }
        if self.takes(Kind::Plus) {
            return Ok(Node::Must(Box::new(self.operand()?)));
        }
        if self.takes(Kind::Minus) {
            let node = self.apart(true, Self::operand)?;
            return Ok(Node::Without(Box::new(node)));
        }
        let first = if self.is_before_near() || self.is_apart {
            self.operand()?
        } else {
            self.words_or_operand()?
        };
        if !matches!(self.peek(), Some(Kind::Near(_))) {
            return Ok(first);
        }
        let (mut operands, mut gaps) = (vec![self.near_operand(&first)?], Vec::new());
        while let Some(Kind::Near(gap)) = self.peek() {
            self.at += 1;
            gaps.push(gap);
            let next = self.apart(true, Self::operand)?;
            operands.push(self.near_operand(&next)?);
        }
        Ok(Node::Near { operands, gaps })
    }

    /// Reads with every word for itself, or not, and goes on as before.
    fn apart<T>(
        &mut self,
        is_apart: bool,
        read: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let before = self.is_apart;
        self.is_apart |= is_apart;
        let node = read(self);
        self.is_apart = before;
        node
    }

    fn enter(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH || self.clauses.len() > MAX_CLAUSES {
            return Err(TOO_MUCH.to_owned());
        }
        Ok(())
    }

    fn is_before_near(&self) -> bool {
        let next = self.tokens.get(self.at + 1).map(|token| token.kind);
        matches!(next, Some(Kind::Near(_) | Kind::Boost(_)))
    }

    /// The clauses of an operand of `NEAR`, which are rows of words from now on.
    fn near_operand(&mut self, node: &Node) -> Result<Vec<usize>, Fault> {
        let some = match node {
            Node::Any(some) => some.as_slice(),
            Node::Beside(some) if some.len() == 1 => match &some[0] {
                Node::Any(some) => some.as_slice(),
                one => std::slice::from_ref(one),
            },
            one => std::slice::from_ref(one),
        };
        let clauses = some.iter().map(|one| match one {
            Node::Clause(clause) => Ok(*clause),
            _ => Err(
                "`NEAR` stands between words and phrases, or `(one OR another)` of them".to_owned(),
            ),
        });
        let clauses = clauses.collect::<Result<Vec<_>, _>>()?;
        for clause in &clauses {
            let clause = &mut self.clauses[*clause];
            if clause.kind == ClauseKind::Words && clause.typed.contains(char::is_whitespace) {
                return Err(
                    "`NEAR` stands between single words, or phrases in quotation marks".to_owned(),
                );
            }
            clause.kind = ClauseKind::Phrase;
        }
        Ok(clauses)
    }

    /// Words that stand beside each other are one clause.
    fn words_or_operand(&mut self) -> Result<Node, Fault> {
        let Some(Kind::Word(_)) = self.peek() else {
            return self.operand();
        };
        let start = self.tokens[self.at].start;
        let (mut end, mut words) = (start, 0);
        while let Some(Kind::Word(word)) = self.peek()
            && (words == 0 || !self.is_before_near())
        {
            if has_word(word) {
                end = self.tokens[self.at].end;
                words += 1;
            }
            self.at += 1;
        }
        Ok(self.clause(&self.text[start..end], ClauseKind::Words))
    }

    fn operand(&mut self) -> Result<Node, Fault> {
        let Some(token) = self.tokens.get(self.at).copied() else {
            return Err(self.lacks_operand());
        };
        let node = match token.kind {
            Kind::Word(word) if has_word(word) => {
                self.at += 1;
                self.clause(word, ClauseKind::Words)
            }
            Kind::Quoted(inner) => {
                self.at += 1;
                if let Some(Kind::Gap(gap)) = self.peek() {
                    self.at += 1;
                    self.window(inner, gap)
                } else {
                    let typed = &self.text[token.start..token.end];
                    self.quotation(inner, typed)
                }
            }
            Kind::Open => {
                self.at += 1;
                self.bracket()?
            }
            Kind::Field(field) => {
                self.at += 1;
                self.field(field)?
            }
            _ => return Err(self.lacks_operand()),
        };
        if let Some(Kind::Boost(boost)) = self.peek() {
            self.at += 1;
            return Ok(Node::Boosted(Box::new(node), boost));
        }
        Ok(node)
    }

    fn bracket(&mut self) -> Result<Node, Fault> {
        self.enter()?;
        let node = self.any()?;
        self.depth -= 1;
        if !self.takes(Kind::Close) {
            return Err("`(` without `)`".to_owned());
        }
        Ok(match node {
            Node::Any(_) | Node::All(_) | Node::Beside(_) => node,
            one => Node::Beside(vec![one]),
        })
    }

    /// A clause of a text. One word that is several to a language (`Kim-Un`, `金正恩`) is a row of these.
    fn clause(&mut self, typed: &str, kind: ClauseKind) -> Node {
        let is_row = kind == ClauseKind::Words
            && !typed.contains(char::is_whitespace)
            && Words::new(typed, false)
                .filter(|word| word.kind.is_in_row())
                .nth(1)
                .is_some();
        let kind = if is_row { ClauseKind::Phrase } else { kind };
        self.clauses.push(Clause::new(typed, kind));
        Node::Clause(self.clauses.len() - 1)
    }

    fn quotation(&mut self, inner: &str, typed: &str) -> Node {
        let clause = Clause::new(inner, ClauseKind::Phrase);
        self.clauses.push(Clause {
            typed: typed.to_owned(),
            ..clause
        });
        Node::Clause(self.clauses.len() - 1)
    }

    fn window(&mut self, inner: &str, gap: u32) -> Node {
        let start = self.clauses.len();
        let words = inner.split(|c: char| c.is_whitespace() || c == '"');
        for word in words.filter(|word| has_word(word)) {
            self.clauses.push(Clause::new(word, ClauseKind::Phrase));
        }
        let clauses = start..self.clauses.len();
        Node::Window { clauses, gap }
    }

    fn field(&mut self, field: Field) -> Result<Node, Fault> {
        if matches!(field, Field::Title | Field::Passage) {
            if self.is_inner {
                return Err(format!("`{}:` within a passage or title", field.name()));
            }
            self.is_inner = true;
            let node = self.apart(true, Self::operand)?;
            self.is_inner = false;
            let node = Box::new(node);
            return Ok(match field {
                Field::Title => Node::Title(node),
                _ => Node::Passage(node),
            });
        }
        if self.is_inner {
            return Err(format!("`{}:` within a passage or title", field.name()));
        }
        let (values, typed) = self.values()?;
        let fault = |value: &str| format!("`{}:{value}`", field.name());
        if field == Field::Language {
            let mut languages = Vec::new();
            for value in values.iter().flat_map(|value| value.split(',')) {
                let named = Language::named(value.trim());
                if named.is_empty() {
                    return Err(fault(value));
                }
                languages.extend(named);
            }
            return Ok(Node::Languages { typed, languages });
        }
        let mut filter = Filter::default();
        match field {
            Field::Source => filter.sources = values,
            Field::Author => filter.authors = values,
            Field::Tag => filter.tags = values,
            Field::Path => filter.paths = values,
            _ => {
                let [value] = values.as_slice() else {
                    return Err(fault(&typed));
                };
                (filter.since, filter.until) = period(value).ok_or_else(|| fault(value))?;
            }
        }
        Ok(Node::Known {
            field,
            typed,
            filter,
        })
    }

    /// The values of a field, and how they were typed: one, or `(one OR another)`.
    fn values(&mut self) -> Result<(Vec<String>, String), Fault> {
        let Some(token) = self.tokens.get(self.at).copied() else {
            return Err(self.lacks_operand());
        };
        let start = token.start;
        let mut values = vec![String::new()];
        if token.kind == Kind::Open {
            loop {
                self.at += 1;
                let Some(token) = self.tokens.get(self.at) else {
                    return Err("`(` without `)`".to_owned());
                };
                let text = match token.kind {
                    Kind::Close => break,
                    Kind::Or => {
                        values.push(String::new());
                        continue;
                    }
                    Kind::Quoted(inner) => inner,
                    _ => &self.text[token.start..token.end],
                };
                if let Some(value) = values.last_mut() {
                    value.push_str(if value.is_empty() { "" } else { " " });
                    value.push_str(text);
                }
            }
        } else {
            let value = match token.kind {
                Kind::Quoted(inner) => inner,
                _ => &self.text[token.start..token.end],
            };
            values = vec![value.to_owned()];
        }
        let end = self.tokens[self.at].end;
        self.at += 1;
        if values.iter().any(String::is_empty) {
            return Err("a field without its value".to_owned());
        }
        Ok((values, self.text[start..end].to_owned()))
    }
}

/// The first minute of a stretch of time, and the first behind it: a date, or two with `..` between them, one of which may lack.
fn period(text: &str) -> Option<(Option<i64>, Option<i64>)> {
    let date = |text: &str| {
        let date = Some(text).filter(|text| !text.is_empty());
        date.map(|text| {
            let is_date = Date::parse(text).is_some();
            Period::parse(text, 0).filter(|_| is_date).ok_or(())
        })
        .transpose()
    };
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (date(first).ok()?, date(last).ok()?);
    let is_some = first.is_some() || last.is_some();
    is_some.then(|| (first.map(|one| one.first), last.map(|one| one.after)))
}

fn one_or(mut nodes: Vec<Node>, of: impl FnOnce(Vec<Node>) -> Node) -> Node {
    match nodes.pop() {
        Some(one) if nodes.is_empty() => one,
        Some(last) => {
            nodes.push(last);
            of(nodes)
        }
        None => of(nodes),
    }
}
