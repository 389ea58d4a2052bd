//! A property of characters, looked up instead of computed.

use std::sync::OnceLock;

/// A property of the characters of the basic plane, in pages of 256 that are made when first needed: computing it for
/// a character outside ASCII takes longer than anything else that is done with it.
pub(crate) struct CharTable<T: 'static> {
    pages: [OnceLock<Box<[T; 256]>>; 256],
    compute: fn(char) -> T,
}

impl<T: Copy> CharTable<T> {
    /// A table of what `compute` says of each character.
    pub(crate) const fn new(compute: fn(char) -> T) -> Self {
        Self {
            pages: [const { OnceLock::new() }; 256],
            compute,
        }
    }

    /// What the property of `character` is. Codes that are no characters have that of U+FFFD.
    pub(crate) fn get(&self, character: char) -> T {
        let code = character as u32;
        let Some(page) = self.pages.get((code >> 8) as usize) else {
            return (self.compute)(character);
        };
        let page = page.get_or_init(|| {
            let at = |low: usize| char::from_u32((code & !0xFF) + low as u32).unwrap_or('\u{FFFD}');
            Box::new(std::array::from_fn(|low| (self.compute)(at(low))))
        });
        page[(code & 0xFF) as usize]
    }
}
