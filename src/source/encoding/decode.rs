//! Decodes the bytes of a source into UTF-8.

use encoding_rs::{Decoder, DecoderResult};

use super::names::{DosPage, Table};
use crate::source::SourceEncoding;

/// The byte order mark in UTF-8.
const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// Byte that stands for undecodable input. It is never valid UTF-8, so the row's own check finds it; U+FFFD would pass.
pub(super) const INVALID_MARKER: u8 = 0xFF;

/// Decoder from another encoding into UTF-8, part by part.
pub(super) enum TextDecoder {
    Standard { decoder: Box<Decoder>, scratch: Vec<u8> },
    Dos(&'static DosPage),
}

impl TextDecoder {
    /// Creates a decoder; `None` for UTF-8, which needs none.
    pub(super) fn new(encoding: SourceEncoding) -> Option<Self> {
        match encoding.table() {
            Table::Standard(_) if encoding.is_utf8() => None,
            // Marks are handled by the caller: `decode_head` and `Records` drop any number of them.
            Table::Standard(encoding) => Some(Self::Standard {
                decoder: Box::new(encoding.new_decoder_without_bom_handling()),
                scratch: vec![0; 16 * 1024],
            }),
            Table::Dos(page) => Some(Self::Dos(page)),
        }
    }

    /// Appends the text of the next bytes.
    pub(super) fn decode(&mut self, bytes: &[u8], last: bool, text: &mut Vec<u8>) {
        match self {
            Self::Standard { decoder, scratch } => decode_standard(decoder, scratch, bytes, last, text),
            Self::Dos(page) => bytes.iter().for_each(|byte| page.decode(*byte, text)),
        }
    }
}

fn decode_standard(decoder: &mut Decoder, scratch: &mut [u8], mut bytes: &[u8], last: bool, text: &mut Vec<u8>) {
    loop {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(bytes, scratch, last);
        text.extend_from_slice(&scratch[..written]);
        bytes = &bytes[read..];
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => text.push(INVALID_MARKER),
        }
    }
}

impl DosPage {
    /// Appends the character of a byte.
    fn decode(&self, byte: u8, text: &mut Vec<u8>) {
        match byte.checked_sub(0x80).and_then(|upper| self.upper.get(usize::from(upper))) {
            Some(character) => text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            None => text.push(byte),
        }
    }
}

/// Decodes the first bytes of a file and drops byte order marks.
pub(in crate::source) fn decode_head(encoding: SourceEncoding, head: &[u8], whole: bool) -> Vec<u8> {
    let mut text = Vec::new();
    match TextDecoder::new(encoding) {
        Some(mut decoder) => decoder.decode(head, whole, &mut text),
        None => text.extend_from_slice(head),
    }
    text.drain(..bom_length(&text));
    text
}

/// Returns the length in bytes of the byte order marks at the start: some programs add one to a text that has one
/// already.
pub(in crate::source) fn bom_length(text: &[u8]) -> usize {
    text.chunks(BOM.len()).take_while(|chunk| *chunk == BOM).count() * BOM.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(label: &str, parts: &[&[u8]]) -> Vec<u8> {
        let mut decoder = TextDecoder::new(label.parse().unwrap()).unwrap();
        let mut text = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            decoder.decode(part, i + 1 == parts.len(), &mut text);
        }
        text
    }

    #[test]
    fn a_character_may_be_cut_between_parts() {
        assert_eq!(decoded("shift_jis", &[b"\x8E", b"\x52,\x93", b"\x63"]), "山,田".as_bytes());
        assert_eq!(decoded("utf-16le", &[b"a", b"\0\xE9", b"\0"]), "aé".as_bytes());
    }

    #[test]
    fn pages_of_old_systems_are_decoded() {
        for (label, bytes) in [("cp850", b"J\x81rgen"), ("cp437", b"J\x81rgen"), ("macintosh", b"J\x9Frgen")] {
            assert_eq!(decoded(label, &[bytes]), "Jürgen".as_bytes(), "{label}");
        }
        assert_eq!(decoded("cp852", &[b"\x9Du", b"kasz"]), "Łukasz".as_bytes());
        assert_eq!(decoded("cp866", &[b"\x88\xA2\xA0\xAD"]), "Иван".as_bytes());
    }

    #[test]
    fn what_is_no_text_becomes_a_byte_that_is_no_text() {
        assert_eq!(decoded("utf-16le", &[b"a\0\x00\xD8b\0"]), b"a\xFFb", "an unpaired surrogate");
        assert_eq!(decoded("utf-16le", &[b"a\0b"]), b"a\xFF", "half a character at the end");
    }

    #[test]
    fn every_leading_byte_order_mark_is_dropped() {
        assert_eq!(decode_head(SourceEncoding::UTF_8, b"\xEF\xBB\xBF\xEF\xBB\xBFa", true), b"a");
        assert_eq!(decode_head(SourceEncoding::UTF_16BE, b"\xFE\xFF\0a", true), b"a");
        assert_eq!(bom_length(b"\xEF\xBB"), 0);
    }
}
