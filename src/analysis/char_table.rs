//! How is a property of a character looked up instead of computed?

use std::sync::OnceLock;

/// Characters of a page: enough for a text to need few of them, few enough for a short query to be soon read.
const PAGE: usize = 64;

/// A property of the characters of the basic plane, in pages of 64 that are made when first needed: computing it for
/// a character outside ASCII takes longer than anything else that is done with it.
pub(crate) struct CharTable<T: 'static> {
    pages: [OnceLock<Box<[T; PAGE]>>; 0x1_0000 / PAGE],
    compute: fn(char) -> T,
}

impl<T: Copy> CharTable<T> {
    /// A table of what `compute` says of each character.
    pub(crate) const fn new(compute: fn(char) -> T) -> Self {
        Self {
            pages: [const { OnceLock::new() }; 0x1_0000 / PAGE],
            compute,
        }
    }

    /// What the property of `character` is. Codes that are no characters have that of U+FFFD.
    pub(crate) fn get(&self, character: char) -> T {
        let code = character as u32;
        let Some(page) = self.pages.get(code as usize / PAGE) else {
            return (self.compute)(character);
        };
        let page = page.get_or_init(|| {
            let first = code / PAGE as u32 * PAGE as u32;
            let at = |offset: usize| char::from_u32(first + offset as u32).unwrap_or('\u{FFFD}');
            Box::new(std::array::from_fn(|offset| (self.compute)(at(offset))))
        });
        page[code as usize % PAGE]
    }
}
