//! How many tokens does a language model make of a text, at most? An estimate that rather says too many.
//!
//! Vocabularies differ, and none is here. The shares were set so that the sample articles have no fewer tokens than by
//! `cl100k`, a vocabulary of 100,000, in any of their languages.

/// Parts of a token that a character takes: so many are a token.
const WHOLE: usize = 24;

/// The tokens of a text, rather too many than too few.
pub fn count(text: &str) -> usize {
    text.chars().map(share).sum::<usize>().div_ceil(WHOLE)
}

fn share(character: char) -> usize {
    match character {
        'a'..='z' => 10,
        ' ' => 2,
        'A'..='Z' => 11,
        '0'..='9' => 16,
        '\0'..='\u{7f}' => 18,
        // Latin with marks, Greek
        '\u{80}'..='\u{3ff}' => 34,
        // Cyrillic
        '\u{400}'..='\u{52f}' => 19,
        // Hebrew, Arabic and others of two bytes
        '\u{530}'..='\u{7ff}' => 30,
        // a byte of UTF-8 is a token where a vocabulary does not know a letter
        _ => 12 * character.len_utf8(),
    }
}

/// How much may still be printed.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    most: Option<usize>,
    used: usize,
}

impl Budget {
    pub fn new(most: Option<usize>) -> Self {
        Self { most, used: 0 }
    }

    /// What it began with; none without a bound.
    pub fn most(&self) -> Option<usize> {
        self.most
    }

    /// Takes a text, if there is room for it and for so many tokens behind it.
    pub fn takes(&mut self, text: &str, reserved: usize) -> bool {
        let Some(most) = self.most else { return true };
        let used = self.used + count(text);
        let has_room = used + reserved <= most;
        if has_room {
            self.used = used;
        }
        has_room
    }

    /// Takes what is printed in any case.
    pub fn spend(&mut self, text: &str) {
        if self.most.is_some() {
            self.used += count(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_budget_takes_what_leaves_room_for_the_end() {
        let mut budget = Budget::new(Some(11));
        assert!(budget.takes("twelve chars", 6));
        assert!(!budget.takes("and twelve more", 6));
        assert!(budget.takes("", 6));
        assert!(Budget::new(None).takes(&"x".repeat(1000), 1000));
    }

    proptest! {
        #[test]
        fn no_text_has_fewer_tokens_than_a_part_of_it(one in ".*", other in ".*") {
            let whole = count(&format!("{one}{other}"));
            prop_assert!(whole >= count(&one).max(count(&other)));
            prop_assert!(whole <= count(&one) + count(&other));
        }
    }
}
