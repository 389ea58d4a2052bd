//! Which terms does an automaton accept if they are read without their marks? Any automaton over bytes, put behind what
//! takes the marks away.

use tantivy_fst::Automaton;

use crate::analysis::fold::without_diacritics;

/// An automaton that is shown each character without its marks.
pub(crate) struct Bare<A>(pub(crate) A);

/// The state of the inner automaton before a character, and the bytes of that which were seen.
#[derive(Clone)]
pub(crate) struct BareState<S> {
    inner: S,
    seen: [u8; 4],
    seen_bytes: usize,
}

/// How many bytes the character has that begins with this one.
fn bytes_of(first: u8) -> usize {
    match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

impl<A: Automaton> Automaton for Bare<A>
where
    A::State: Clone,
{
    type State = BareState<A::State>;

    fn start(&self) -> Self::State {
        BareState {
            inner: self.0.start(),
            seen: [0; 4],
            seen_bytes: 0,
        }
    }

    fn is_match(&self, state: &Self::State) -> bool {
        state.seen_bytes == 0 && self.0.is_match(&state.inner)
    }

    fn can_match(&self, state: &Self::State) -> bool {
        self.0.can_match(&state.inner)
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        let mut next = state.clone();
        if state.seen_bytes == 0 && byte.is_ascii() {
            next.inner = self.0.accept(&state.inner, byte);
            return next;
        }
        next.seen[state.seen_bytes] = byte;
        next.seen_bytes += 1;
        if next.seen_bytes == bytes_of(next.seen[0]) || next.seen_bytes == next.seen.len() {
            // what is no character is left as it is, and no text has it
            let character = std::str::from_utf8(&next.seen[..next.seen_bytes]).unwrap_or_default();
            for byte in without_diacritics(character).bytes() {
                next.inner = self.0.accept(&next.inner, byte);
            }
            next.seen_bytes = 0;
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::pattern::Pattern;
    use proptest::prelude::*;

    fn accepts(automaton: &impl Automaton, text: &str) -> bool {
        let accept = |state, byte| automaton.accept(&state, byte);
        let state = text.bytes().fold(automaton.start(), accept);
        automaton.is_match(&state)
    }

    #[test]
    fn a_beginning_is_found_with_marks_and_without() {
        let automaton = Bare(Pattern::of("prasi*").expect("a pattern"));
        for (text, expected) in [
            ("präsident", true),
            ("prasident", true),
            ("prä", false),
            ("preis", false),
            ("pra\u{308}sidium", true),
        ] {
            assert_eq!(accepts(&automaton, text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_term_is_accepted_as_it_is_without_marks(beginning in "[aeß]{0,3}", text in "[aäeéß漢]{0,6}") {
            let bare = without_diacritics(&beginning);
            let automaton = Bare(Pattern::of(&format!("{bare}*")).expect("a pattern"));
            let expected = without_diacritics(&text).starts_with(bare.as_ref());
            prop_assert_eq!(accepts(&automaton, &text), expected);
        }
    }
}
