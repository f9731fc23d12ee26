//! Escapes for bytes that are no text, so that every output file is text.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns a cell as text: bytes that are not UTF-8, and NUL, are written as `\\xE9`, so that the output is text and
/// the byte can still be identified. Nothing is ever replaced by U+FFFD.
pub fn escape_bytes(cell: &[u8]) -> Cow<'_, [u8]> {
    let is_text = cell.is_ascii() || std::str::from_utf8(cell).is_ok();
    // NUL is valid UTF-8, but programs take a file that holds one for a binary file.
    if is_text && memchr::memchr(0, cell).is_none() {
        return Cow::Borrowed(cell);
    }
    // A cell may be a whole file of zeros, so that its text is four times as long; it is never held twice.
    let mut text = Vec::with_capacity(cell.len() + escaped(cell).count() * (ESCAPED - 1));
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

/// Length of `\xE9`, in bytes.
const ESCAPED: usize = 4;

/// Iterates over the bytes that need an escape.
fn escaped(cell: &[u8]) -> impl Iterator<Item = u8> {
    cell.utf8_chunks().flat_map(|chunk| {
        let zeros = chunk.valid().bytes().filter(|byte| *byte == 0);
        zeros.chain(chunk.invalid().iter().copied())
    })
}

/// Formats bytes as two lower-case hexadecimal digits each.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // Writing to a String never fails.
        hex
    })
}

fn escape(byte: u8, text: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.extend([b'\\', b'x', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

/// Returns true if a cell holds an escape that [`escape_bytes`] wrote. Use it only on files that this tool wrote:
/// elsewhere `\xE9` is a text like any other.
pub fn has_escaped_byte(cell: &str) -> bool {
    cell.split("\\x").skip(1).any(|rest| {
        // `escape` writes upper case alone, so lower-case digits cannot be its work.
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
