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
///
/// All steps that may come next are looked at together, a bit each (Baeza-Yates and Gonnet 1992), since a pattern that begins with
/// `*` is held against every byte of a dictionary.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// How many steps it has.
    steps: usize,
    /// The steps that take a byte, for each byte.
    takes: Box<[u128; 256]>,
    /// The steps that may be left out, and taken again.
    optional: u128,
    /// Whether the last step takes whatever comes.
    ends_with_any: bool,
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
        if steps.len() > MAX_STEPS {
            return None;
        }
        let those = |is_such: &dyn Fn(Step) -> bool| {
            let numbered = steps.iter().enumerate();
            let such = numbered.filter(|(_, step)| is_such(**step));
            such.fold(0, |bits: u128, (number, _)| bits | 1 << number)
        };
        let mut takes = Box::new([0; 256]);
        for (byte, those_that_take) in (0..=u8::MAX).zip(takes.iter_mut()) {
            *those_that_take = those(&|step| step.takes(byte));
        }
        Some(Self {
            steps: steps.len(),
            takes,
            optional: those(&Step::is_optional),
            ends_with_any: steps.last() == Some(&Step::Any),
        })
    }

    /// The state with those steps too that are reached by leaving out others.
    fn closed(&self, mut state: u128) -> u128 {
        loop {
            let more = state | (state & self.optional) << 1;
            if more == state {
                return state;
            }
            state = more;
        }
    }
}

impl Automaton for Pattern {
    /// A bit for each step that may come next, and one for the end.
    type State = u128;

    fn start(&self) -> u128 {
        self.closed(1)
    }

    fn is_match(&self, state: &u128) -> bool {
        *state >> self.steps & 1 == 1
    }

    fn can_match(&self, state: &u128) -> bool {
        *state != 0
    }

    fn will_always_match(&self, state: &u128) -> bool {
        self.ends_with_any && self.is_match(state)
    }

    fn accept(&self, state: &u128, byte: u8) -> u128 {
        let taken = *state & self.takes[usize::from(byte)];
        self.closed((taken & !self.optional) << 1 | taken & self.optional)
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
