//! Which text are the bytes of a file?

use super::skip::Skip;

/// The text of a file, and how many of its bytes were no UTF-8 and became U+FFFD.
#[derive(Debug)]
pub struct FileText {
    /// The text, complete.
    pub text: String,
    /// Bytes that were replaced.
    pub replaced_bytes: usize,
}

/// The text that the bytes of a file are.
///
/// # Errors
/// Why there is no text in them to index.
pub fn decode(bytes: Vec<u8>) -> Result<FileText, Skip> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Skip::Utf16);
    }
    if bytes.contains(&0) {
        return Err(Skip::Binary);
    }
    let (text, replaced_bytes) = match String::from_utf8(bytes) {
        Ok(text) => (text, 0),
        Err(error) => {
            let bytes = error.as_bytes();
            let replaced = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
            (String::from_utf8_lossy(bytes).into_owned(), replaced)
        }
    };
    if text.trim_start_matches('\u{FEFF}').trim().is_empty() {
        return Err(Skip::Empty);
    }
    Ok(FileText {
        text,
        replaced_bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_bytes_are_replaced_and_counted() {
        let file = decode(b"caf\xe9 au lait".to_vec()).expect("text");
        assert_eq!(
            (file.text.as_str(), file.replaced_bytes),
            ("caf\u{FFFD} au lait", 1)
        );
    }

    #[test]
    fn what_is_no_text_says_why() {
        assert_eq!(decode(b"\x89PNG\0\0".to_vec()).unwrap_err(), Skip::Binary);
        assert_eq!(decode(b"\xff\xfeA\0".to_vec()).unwrap_err(), Skip::Utf16);
        assert_eq!(decode("\u{FEFF} \n".into()).unwrap_err(), Skip::Empty);
    }
}
