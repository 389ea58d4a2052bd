//! What are the signs of an expression? Text → words, quotations, operators, brackets.
//!
//! A sign is only what hardly stands in a sentence: operators in capitals, a field with its value right behind the colon.

use super::clause::FULL_BOOST;
use super::quotation::{Quotations, starts_operand};
use super::tree::Field;

/// A piece of a query that may be an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    /// Where it starts in the query.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// What a piece of a query is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind<'t> {
    /// A word with its signs.
    Word(&'t str),
    /// A quotation: what stands in it.
    Quoted(&'t str),
    /// `~n` behind a quotation: how many other words may stand among its words.
    Gap(u32),
    /// `^n` behind an operand: what its words count, in hundredths.
    Boost(u32),
    And,
    Or,
    Not,
    /// `NEAR/n`
    Near(u32),
    /// `+` right before an operand.
    Plus,
    /// `-` right before an operand.
    Minus,
    /// `title:` and the like, right before an operand.
    Field(Field),
    Open,
    Close,
}

impl Kind<'_> {
    /// Whether a text with it is an expression.
    fn makes_expression(self) -> bool {
        !matches!(
            self,
            Self::Word(_) | Self::Quoted(_) | Self::Minus | Self::Open | Self::Close
        )
    }
}

/// The pieces of a text that has a sign which makes it an expression; none if it has no such.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    if !may_be_expression(text) {
        return None;
    }
    let quotations = Quotations::of(text);
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let before = tokens.last().filter(|before| before.end == at);
        let (kind, end) = next(text, at, before.map(|token| token.kind), &quotations);
        tokens.push(Token {
            kind,
            start: at,
            end,
        });
        at = end;
    }
    let is_expression = tokens.iter().any(|token| token.kind.makes_expression());
    is_expression.then_some(tokens)
}

/// Whether a text has a character or word without which it is no expression: most have none, and are not read twice.
fn may_be_expression(text: &str) -> bool {
    text.contains(['+', ':', '~', '^'])
        || ["AND", "OR", "NOT", "NEAR/"]
            .iter()
            .any(|word| text.contains(word))
}

/// The piece that starts at a byte, and where it ends; `before` is one that ends right there.
fn next<'t>(
    text: &'t str,
    at: usize,
    before: Option<Kind<'t>>,
    quotations: &Quotations<'t>,
) -> (Kind<'t>, usize) {
    let rest = &text[at..];
    let is_behind_operand = matches!(
        before,
        Some(Kind::Word(_) | Kind::Quoted(_) | Kind::Gap(_) | Kind::Close)
    );
    if is_behind_operand && let Some((boost, length)) = boost(rest) {
        return (Kind::Boost(boost), at + length);
    }
    if matches!(before, Some(Kind::Quoted(_)))
        && let Some((gap, length)) = gap(rest)
    {
        return (Kind::Gap(gap), at + length);
    }
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        '(' => return (Kind::Open, at + 1),
        ')' => return (Kind::Close, at + 1),
        _ => {}
    }
    // a sign stands where an operand may begin
    let is_at_start = !matches!(before, Some(Kind::Word(_) | Kind::Quoted(_) | Kind::Gap(_)));
    let behind = &rest[first.len_utf8()..];
    let is_sign = is_at_start
        && !matches!(before, Some(Kind::Plus | Kind::Minus | Kind::Field(_)))
        && (starts_operand(behind) || behind.starts_with('('));
    match first {
        '+' if is_sign => return (Kind::Plus, at + 1),
        '-' | '−' if is_sign => return (Kind::Minus, at + first.len_utf8()),
        _ => {}
    }
    if is_at_start && let Some((inner, end)) = quotations.starting(at) {
        return (Kind::Quoted(inner), end);
    }
    if is_at_start
        && !matches!(before, Some(Kind::Field(_)))
        && let Some((field, length)) = Field::starting(rest)
    {
        return (Kind::Field(field), at + length);
    }
    let word = &rest[..word_end(rest)];
    let kind = match word {
        "AND" => Kind::And,
        "OR" => Kind::Or,
        "NOT" => Kind::Not,
        _ => word
            .strip_prefix("NEAR/")
            .and_then(number)
            .map_or(Kind::Word(word), Kind::Near),
    };
    (kind, at + word.len())
}

/// Where a word ends: before a space, a bracket, or a boost.
fn word_end(rest: &str) -> usize {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '(' | ')');
    let end = rest.find(is_end).unwrap_or(rest.len());
    let word = &rest[..end];
    match word.rfind('^') {
        Some(sign) if sign > 0 && has_name(&word[..sign]) && boost(&rest[sign..]).is_some() => sign,
        _ => end,
    }
}

/// Whether something is a word and not a letter of mathematics, which has exponents.
fn has_name(word: &str) -> bool {
    if word.trim_start_matches('=').contains('=') {
        return false;
    }
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    letters
        .next()
        .is_some_and(|first| !first.is_ascii() || letters.next().is_some())
}

/// `^2` or `^0.5` at the start of a text, in hundredths, and its length.
fn boost(rest: &str) -> Option<(u32, usize)> {
    let number = rest.strip_prefix('^')?;
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '.');
    let number = &number[..end.unwrap_or(number.len())];
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = |digits: &str| (1..=3).contains(&digits.len());
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(is_number(whole) && (1..=2).contains(&part.len()) && digits(whole) && digits(part)) {
        return None;
    }
    let hundredths: u32 = format!("{part:0<2}").parse().ok()?;
    let boost = whole.parse::<u32>().ok()? * FULL_BOOST + hundredths;
    let is_ended = rest[1 + number.len()..]
        .chars()
        .next()
        .is_none_or(|next| next.is_whitespace() || next == ')');
    (is_ended && (1..=MAX_BOOST).contains(&boost)).then_some((boost, 1 + number.len()))
}

/// `~5` at the start of a text, and its length.
fn gap(rest: &str) -> Option<(u32, usize)> {
    let number = rest.strip_prefix('~')?;
    let end = number.find(|c: char| !c.is_ascii_digit());
    let number = &number[..end.unwrap_or(number.len())];
    Some((self::number(number)?, 1 + number.len()))
}

/// A small number in digits.
fn number(digits: &str) -> Option<u32> {
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// More would only be a way to write that nothing else counts.
const MAX_BOOST: u32 = 100 * FULL_BOOST;
