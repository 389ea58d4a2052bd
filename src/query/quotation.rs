//! Where is something quoted? Marks of many kinds, each looked for once.

/// Opening quotation marks, and what closes them.
const QUOTES: [(char, &[char]); 6] = [
    ('"', &['"']),
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('»', &['«']),
    ('「', &['」']),
];

/// Whether a minus or plus before `rest` can be a sign: a word or quotation follows at once, not a number.
pub(super) fn starts_operand(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| {
        c.is_alphabetic() || matches!(c, '=' | '*') || QUOTES.iter().any(|(open, _)| *open == c)
    })
}

/// Where the quotation marks and letters of a query are, so that no mark is looked for twice.
pub(super) struct Quotations<'t> {
    text: &'t str,
    /// For each kind of [`QUOTES`] where its closing marks are, rising.
    closings: [Vec<usize>; QUOTES.len()],
    /// Where letters and digits are, rising.
    alphanumerics: Vec<usize>,
}

impl<'t> Quotations<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut quotations = Self {
            text,
            closings: Default::default(),
            alphanumerics: Vec::new(),
        };
        if !text.contains(|c| QUOTES.iter().any(|(open, _)| *open == c)) {
            return quotations;
        }
        for (at, character) in text.char_indices() {
            for (closings, (_, marks)) in quotations.closings.iter_mut().zip(&QUOTES) {
                if marks.contains(&character) {
                    closings.push(at);
                }
            }
            if character.is_alphanumeric() {
                quotations.alphanumerics.push(at);
            }
        }
        quotations
    }

    /// The quotation that starts at a byte, and the byte behind it; none if it is not closed or has no words.
    pub(super) fn starting(&self, at: usize) -> Option<(&'t str, usize)> {
        let open = self.text[at..].chars().next()?;
        let kind = QUOTES.iter().position(|(mark, _)| *mark == open)?;
        let start = at + open.len_utf8();
        let end = first_from(&self.closings[kind], start)?;
        let has_words = first_from(&self.alphanumerics, start).is_some_and(|word| word < end);
        let close = self.text[end..].chars().next()?;
        has_words.then(|| (self.text[start..end].trim(), end + close.len_utf8()))
    }
}

/// The first of rising numbers that is not below `start`.
fn first_from(numbers: &[usize], start: usize) -> Option<usize> {
    let at = numbers.partition_point(|number| *number < start);
    numbers.get(at).copied()
}
