//! What is a file of the corpus called in the index, and where is a file of that name?
//!
//! A name is the path relative to its corpus folder, with `/` between parts and the folder's own name in front if it
//! has one. File names need not be text: a byte that is no UTF-8 is spelled `\xE9`, and a backslash that would read
//! as such an escape is spelled `\x5C`. So all other names stay as they are, no two files share a name, and the name
//! leads back to the file.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::open_file;

/// A corpus folder as an index remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// What the names of its articles begin with, before a `/`; nothing if names are relative to the folder.
    pub name: Option<String>,
    /// The absolute path of the folder, spelled by [`spell`].
    pub folder: String,
}

impl Root {
    /// The folder; none if its name cannot be a path on this system.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        unspell(&self.folder).map(PathBuf::from)
    }

    /// The folder with its name, as they are typed: `name=/folder`.
    #[must_use]
    pub fn typed(&self) -> String {
        match &self.name {
            Some(name) => format!("{name}={}", self.folder),
            None => self.folder.clone(),
        }
    }

    /// The name of the file with this path relative to the folder.
    #[must_use]
    pub fn article(&self, relative: &Path) -> String {
        let parts = relative.components().map(|part| spell(part.as_os_str()));
        let name = self.name.iter().cloned();
        name.chain(parts).collect::<Vec<_>>().join("/")
    }
}

/// Where the file of an article is, the inverse of [`Root::article`]; none if no folder of `roots` has such a name.
#[must_use]
pub fn locate(roots: &[Root], article: &str) -> Option<PathBuf> {
    let (folder, relative) = locate_below(roots, article)?;
    Some(folder.join(relative))
}

/// The corpus folder of an article, and the path of its file below that; none if no folder of `roots` has such a name.
pub(super) fn locate_below(roots: &[Root], article: &str) -> Option<(PathBuf, PathBuf)> {
    roots.iter().find_map(|root| {
        let relative = match &root.name {
            Some(name) => article.strip_prefix(name.as_str())?.strip_prefix('/')?,
            None => article,
        };
        let relative = PathBuf::from(unspell(relative)?);
        // an index that somebody changed must not lead out of the corpus
        let inside = |part: Component<'_>| matches!(part, Component::Normal(_));
        let is_inside = relative.components().all(inside) && !relative.as_os_str().is_empty();
        is_inside.then(|| Some((root.path()?, relative)))?
    })
}

/// A file name, or a path, as text.
#[must_use]
pub fn spell(name: &OsStr) -> String {
    match name.to_str() {
        Some(text) if !text.contains('\\') => return text.to_owned(),
        _ => {}
    }
    let bytes = name.as_encoded_bytes();
    let mut spelled = String::with_capacity(bytes.len() + 8);
    let mut offset = 0;
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character == '\\' && escape_at(&bytes[offset..]).is_some() {
                spelled.push_str("\\x5C");
            } else {
                spelled.push(character);
            }
            offset += character.len_utf8();
        }
        push_escaped(&mut spelled, chunk.invalid());
        offset += chunk.invalid().len();
    }
    spelled
}

/// Whether a character is no text but tells whatever shows it what to do: control characters, ends of lines and
/// paragraphs, and marks that turn the direction of writing.
#[must_use]
pub fn is_control(character: char) -> bool {
    character.is_control()
        || turns_direction(character)
        || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Whether a character is a mark of no width that turns the direction of what stands around it.
#[must_use]
pub fn turns_direction(character: char) -> bool {
    matches!(
        character,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// The name with the characters for which `unwanted` holds escaped too; [`unspell`] reads that as well.
#[must_use]
pub fn without(unwanted: impl Fn(char) -> bool, spelled: &str) -> String {
    let mut rest = String::with_capacity(spelled.len());
    for character in spelled.chars() {
        if unwanted(character) {
            push_escaped(&mut rest, character.encode_utf8(&mut [0; 4]).as_bytes());
        } else {
            rest.push(character);
        }
    }
    rest
}

/// The file name that [`spell`] made this text of; none if there can be no such name on this system.
#[must_use]
pub fn unspell(spelled: &str) -> Option<OsString> {
    let mut rest = spelled.as_bytes();
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some((first, behind)) = rest.split_first() {
        if let Some(byte) = escape_at(rest) {
            bytes.push(byte);
            rest = &rest[ESCAPE_BYTES..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    from_bytes(bytes)
}

/// A file name from its bytes; none if they are none on this system.
#[must_use]
pub fn from_bytes(bytes: Vec<u8>) -> Option<OsString> {
    open_file::name(bytes)
}

/// Bytes of `\xE9`.
const ESCAPE_BYTES: usize = 4;

fn push_escaped(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(text, "\\x{byte:02X}"); // a string takes all that is written
    }
}

/// The byte that an escape at the beginning of `bytes` stands for.
fn escape_at(bytes: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    match bytes {
        [b'\\', b'x', high, low, ..] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_is_no_utf8_or_would_read_as_an_escape_is_spelled_otherwise() {
        for (name, spelled) in [
            (&b"a name, 100%.txt"[..], "a name, 100%.txt"),
            ("Häuser.txt".as_bytes(), "Häuser.txt"),
            (b"caf\xe9.txt", r"caf\xE9.txt"),
            (b"\xff\xfe", r"\xFF\xFE"),
            (br"back\slash \x \xe9 \xG0", r"back\slash \x \xe9 \xG0"),
            (br"caf\xE9.txt", r"caf\x5CxE9.txt"),
            (b"\\\xe9", r"\\xE9"),
            (b"\\x4\xe9", r"\x4\xE9"),
        ] {
            assert_eq!(spell(OsStr::from_bytes(name)), spelled);
        }
    }

    #[test]
    fn an_article_is_located_by_the_folder_that_its_name_begins_with() {
        let root = |name: Option<&str>, folder: &str| Root {
            name: name.map(str::to_owned),
            folder: folder.to_owned(),
        };
        let roots = [
            root(Some("news"), "/a/news"),
            root(Some("newsletter"), r"/b\xE9/n"),
        ];
        let located = |article| locate(&roots, article);
        assert_eq!(located("news/x/y.txt"), Some("/a/news/x/y.txt".into()));
        let latin1 = OsStr::from_bytes(b"/b\xe9/n/\xe9.txt");
        assert_eq!(located(r"newsletter/\xE9.txt"), Some(latin1.into()));
        for stranger in ["x.txt", "news", "news/", "news/../x.txt", r"news/\x2Fetc"] {
            assert_eq!(located(stranger), None, "{stranger}");
        }
        let alone = [root(None, "/c")];
        assert_eq!(locate(&alone, "x/y.txt"), Some("/c/x/y.txt".into()));
    }

    /// Bytes of a file name, of those above all that escapes are made of.
    fn name() -> impl Strategy<Value = Vec<u8>> {
        let telling = prop::sample::select(b"\\x5CE9 \xc3\xa9".to_vec());
        vec(prop_oneof![3 => telling, 1 => 1..=255_u8], 1..24)
    }

    proptest! {
        #[test]
        fn a_spelled_name_leads_back(bytes in name()) {
            let name = OsStr::from_bytes(&bytes);
            prop_assert_eq!(unspell(&spell(name)), Some(name.to_owned()));
        }

        #[test]
        fn a_name_without_spaces_leads_back(bytes in name()) {
            let name = OsStr::from_bytes(&bytes);
            let spelled = without(char::is_whitespace, &spell(name));
            prop_assert!(!spelled.contains(char::is_whitespace));
            prop_assert_eq!(unspell(&spelled), Some(name.to_owned()));
        }

        #[test]
        fn an_article_is_located_where_its_file_is(parts in vec(name(), 1..4), named: bool) {
            let relative: PathBuf = parts
                .iter()
                .map(|part| OsStr::from_bytes(part))
                .filter(|part| !part.as_bytes().contains(&b'/') && *part != "." && *part != "..")
                .collect();
            prop_assume!(!relative.as_os_str().is_empty());
            let root = Root { name: named.then(|| "news".to_owned()), folder: "/corpus".to_owned() };
            let article = root.article(&relative);
            prop_assert_eq!(locate(&[root], &article), Some(Path::new("/corpus").join(relative)));
        }
    }
}
