//! What comes next in the text of a date? Digits, letters, marks.

/// The rest of a text.
#[derive(Clone)]
pub(super) struct Scanner<'t> {
    rest: &'t str,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(rest: &'t str) -> Self {
        Self { rest }
    }

    pub(super) fn text(&self) -> &'t str {
        self.rest
    }

    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// How many digits come next.
    pub(super) fn digits_ahead(&self) -> usize {
        let mut bytes = self.rest.bytes();
        bytes
            .position(|byte| !byte.is_ascii_digit())
            .unwrap_or(self.rest.len())
    }

    /// What comes next, so many bytes of it; nothing if there are not so many.
    pub(super) fn peek(&self, bytes: usize) -> &'t str {
        self.rest.get(..bytes).unwrap_or_default()
    }

    /// Takes a number of this many digits, of which more may follow.
    pub(super) fn number(&mut self, digits: usize) -> Option<i64> {
        if digits == 0 || self.digits_ahead() < digits {
            return None;
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        number.parse().ok()
    }

    /// Takes a number of one or two digits, which no other follows.
    pub(super) fn one_or_two(&mut self) -> Option<u8> {
        let digits = self.digits_ahead();
        let number = (digits <= 2).then(|| self.number(digits))?;
        number.and_then(|number| u8::try_from(number).ok())
    }

    /// Takes the letters of the alphabet that come next.
    pub(super) fn word(&mut self) -> &'t str {
        let mut bytes = self.rest.bytes();
        let end = bytes.position(|byte| !byte.is_ascii_alphabetic());
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    /// Takes the next character if it is such.
    pub(super) fn take_if(&mut self, is_such: impl Fn(char) -> bool) -> Option<char> {
        let next = self.rest.chars().next().filter(|next| is_such(*next))?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    /// Passes over all of these characters that come next.
    pub(super) fn skip(&mut self, marks: &[char]) {
        self.rest = self.rest.trim_start_matches(marks);
    }

    /// Passes over what stands in these brackets to the end, if that comes next.
    pub(super) fn skip_bracketed(&mut self, open: char, close: char) {
        if self.rest.starts_with(open) && self.rest.ends_with(close) {
            self.rest = "";
        }
    }
}
