//! What does a comparison see of a surface?

use unicode_normalization::UnicodeNormalization;

use crate::analysis::char_table::CharTable;

/// Surfaces of more letters have no forms: no natural word is so long.
pub(super) const MAX_LETTERS: usize = 48;

/// The letters of a surface, each as it is and without its mark.
pub(super) struct Letters {
    marked: [char; MAX_LETTERS],
    bare: [char; MAX_LETTERS],
    length: usize,
}

impl Letters {
    /// Those of a surface; none if it is too long or has none.
    pub(super) fn of(surface: &str) -> Option<Self> {
        let mut letters = Self {
            marked: ['\0'; MAX_LETTERS],
            bare: ['\0'; MAX_LETTERS],
            length: 0,
        };
        for character in surface.chars() {
            letters.push(character, BARE.get(character))?;
        }
        (letters.length > 0).then_some(letters)
    }

    fn push(&mut self, marked: char, bare: char) -> Option<()> {
        *self.marked.get_mut(self.length)? = marked;
        self.bare[self.length] = bare;
        self.length += 1;
        Some(())
    }

    /// As they are.
    pub(super) fn marked(&self) -> &[char] {
        &self.marked[..self.length]
    }

    /// Without marks.
    pub(super) fn bare(&self) -> &[char] {
        &self.bare[..self.length]
    }
}

static BARE: CharTable<char> = CharTable::new(bare);

/// The letter without its mark, in Latin and Greek; in Hebrew not as at the end of a word.
fn bare(character: char) -> char {
    match character {
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        '\u{00C0}'..='\u{024F}' | '\u{0370}'..='\u{03FF}' | '\u{1E00}'..='\u{1FFF}' => {
            let mut parts = std::iter::once(character).nfd();
            parts
                .find(|part| !('\u{0300}'..='\u{036F}').contains(part))
                .unwrap_or(character)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(surface: &str) -> (String, String) {
        let letters = Letters::of(surface).expect(surface);
        (
            letters.marked().iter().collect(),
            letters.bare().iter().collect(),
        )
    }

    #[test]
    fn marks_are_seen_beside_the_letters() {
        assert_eq!(seen("häuser"), ("häuser".into(), "hauser".into()));
        assert_eq!(seen("й"), ("й".into(), "й".into()));
        assert_eq!(seen("דרך"), ("דרך".into(), "דרכ".into()));
    }

    #[test]
    fn too_long_a_surface_has_none() {
        assert!(Letters::of(&"a".repeat(MAX_LETTERS)).is_some());
        assert!(Letters::of(&"a".repeat(MAX_LETTERS + 1)).is_none());
        assert!(Letters::of("").is_none());
    }
}
