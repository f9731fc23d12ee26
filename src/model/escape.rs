use std::borrow::Cow;

/// A cell as text: bytes that are no UTF-8, and NUL, are written as `\\xE9`, so that the file that shows them is text
/// and the byte can still be told. Nothing is ever replaced by U+FFFD.
pub fn escape_bytes(cell: &[u8]) -> Cow<'_, [u8]> {
    if std::str::from_utf8(cell).is_ok() && !cell.contains(&0) {
        return Cow::Borrowed(cell);
    }
    let mut text = Vec::with_capacity(cell.len() + 16);
    for chunk in cell.utf8_chunks() {
        for byte in chunk.valid().bytes() {
            if byte == 0 {
                escape(byte, &mut text);
            } else {
                text.push(byte);
            }
        }
        for byte in chunk.invalid() {
            escape(*byte, &mut text);
        }
    }
    Cow::Owned(text)
}

fn escape(byte: u8, text: &mut Vec<u8>) {
    text.extend_from_slice(format!("\\x{byte:02X}").as_bytes());
}

/// Whether a cell holds a byte that [`escape_bytes`] wrote. To be asked only of files that this tool wrote: elsewhere
/// `\xE9` is a text like any other.
pub fn has_escaped_byte(cell: &str) -> bool {
    cell.split("\\x").skip(1).any(|rest| {
        let is_upper_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
        rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(is_upper_hex))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bytes_that_are_no_text_are_escaped() {
        assert_eq!(&*escape_bytes("José\n".as_bytes()), "José\n".as_bytes());
        assert_eq!(&*escape_bytes(b"Jos\xe9 \xc3\xa9\xff"), "Jos\\xE9 é\\xFF".as_bytes());
        assert_eq!(&*escape_bytes(b"a\0b"), b"a\\x00b");
    }

    #[test]
    fn an_escaped_byte_is_found_again() {
        assert!(has_escaped_byte("Jos\\xE9"));
        assert!(!has_escaped_byte("Jos\\xe9") && !has_escaped_byte("C:\\xyz") && !has_escaped_byte("\\xF"));
    }
}
