//! Which terms have a pattern? `*` is any characters, `?` is one; an automaton over bytes, so that a dictionary shows them.

use tantivy_fst::Automaton;

/// Steps that a pattern may have: so many bits has a state.
const MAX_STEPS: usize = u128::BITS as usize - 1;

/// What the next byte must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// This one.
    Byte(u8),
    /// The first of a character.
    First,
    /// Any, none or more of them.
    Any,
    /// One that is not the first of a character, none or more of them.
    Rest,
}

impl Step {
    /// Whether it may be left out.
    fn is_optional(self) -> bool {
        matches!(self, Self::Any | Self::Rest)
    }

    fn takes(self, byte: u8) -> bool {
        let is_first = byte & 0b1100_0000 != 0b1000_0000;
        match self {
            Self::Byte(own) => own == byte,
            Self::First => is_first,
            Self::Any => true,
            Self::Rest => !is_first,
        }
    }
}

/// A pattern of a word.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    steps: Vec<Step>,
}

impl Pattern {
    /// The pattern of a text with `*` and `?`; none if it is too long for one.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut bytes = [0; 4];
        for character in text.chars() {
            match character {
                '*' if steps.last() == Some(&Step::Any) => {}
                '*' => steps.push(Step::Any),
                '?' => steps.extend([Step::First, Step::Rest]),
                other => steps.extend(other.encode_utf8(&mut bytes).bytes().map(Step::Byte)),
            }
        }
        (steps.len() <= MAX_STEPS).then_some(Self { steps })
    }

    /// The state with those steps too that are reached by leaving out others.
    fn closed(&self, mut state: u128) -> u128 {
        for (number, step) in self.steps.iter().enumerate() {
            if step.is_optional() && state >> number & 1 == 1 {
                state |= 1 << (number + 1);
            }
        }
        state
    }
}

impl Automaton for Pattern {
    /// A bit for each step that may come next, and one for the end.
    type State = u128;

    fn start(&self) -> u128 {
        self.closed(1)
    }

    fn is_match(&self, state: &u128) -> bool {
        *state >> self.steps.len() & 1 == 1
    }

    fn can_match(&self, state: &u128) -> bool {
        *state != 0
    }

    fn will_always_match(&self, state: &u128) -> bool {
        self.steps.last() == Some(&Step::Any) && self.is_match(state)
    }

    fn accept(&self, state: &u128, byte: u8) -> u128 {
        let mut next = 0;
        for (number, step) in self.steps.iter().enumerate() {
            if *state >> number & 1 == 1 && step.takes(byte) {
                let stays = usize::from(!step.is_optional());
                next |= 1 << (number + stays);
            }
        }
        self.closed(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn accepts(pattern: &str, text: &str) -> bool {
        let pattern = Pattern::of(pattern).expect("a short pattern");
        let accept = |state, byte| pattern.accept(&state, byte);
        let state = text.bytes().fold(pattern.start(), accept);
        pattern.is_match(&state)
    }

    /// The same by trying every length.
    fn matches(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, _) => text.is_empty(),
            (Some(('*', rest)), _) => (0..=text.len()).any(|at| matches(rest, &text[at..])),
            (Some(('?', rest)), Some((_, behind))) => matches(rest, behind),
            (Some((own, rest)), Some((first, behind))) => own == first && matches(rest, behind),
            (Some(_), None) => false,
        }
    }

    #[test]
    fn a_pattern_is_met_as_a_whole_in_any_script() {
        for (pattern, text, expected) in [
            ("wom?n", "women", true),
            ("wom?n", "womn", false),
            ("wom?n", "woman's", false),
            ("*burg", "hamburg", true),
            ("*burg", "burg", true),
            ("*burg", "burger", false),
            ("in*fix", "infix", true),
            ("in*fix", "in the midst, a fix", true),
            ("беог?ад", "београд", true),
            ("الرئ*", "الرئيس", true),
            ("日?", "日本", true),
            ("日?", "日", false),
        ] {
            assert_eq!(accepts(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_of_very_many_letters_is_none() {
        assert!(Pattern::of(&"a*".repeat(64)).is_none());
        assert!(Pattern::of(&"*".repeat(1000)).is_some());
    }

    proptest! {
        #[test]
        fn a_pattern_means_what_trying_every_length_finds(pattern in "[ab\u{e4}*?]{0,8}", text in "[ab\u{e4}]{0,8}") {
            let [own, there]: [Vec<char>; 2] = [pattern.chars().collect(), text.chars().collect()];
            prop_assert_eq!(accepts(&pattern, &text), matches(&own, &there));
        }
    }
}
