//! UTF-8 statistics of a file, to tell damaged UTF-8 from another encoding.

use memchr::memmem;

/// Statistics of a file that tell "UTF-8 with a few bad bytes" from "another encoding".
#[derive(Debug, Default)]
pub(in crate::source) struct Utf8Stats {
    /// Number of characters of more than one byte.
    multibyte: u64,
    /// Number of places that are not UTF-8.
    invalid: u64,
    /// Number of lines with such a place.
    invalid_lines: u64,
    line_is_counted: bool,
    line_feeds: u64,
    carriage_returns: u64,
    /// True if there is an `ESC $`, which switches to another alphabet: the seven-bit encodings of East Asia are all
    /// ASCII.
    switches_alphabet: bool,
    /// True if the last part ended with an ESC.
    ends_with_escape: bool,
    /// End of the last part, in which a character may be cut.
    pending: Vec<u8>,
}

/// Verdict of [`Utf8Stats`] on a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Utf8Verdict {
    /// All of it is UTF-8.
    Utf8,
    /// UTF-8 damaged at this number of places.
    DamagedUtf8(u64),
    /// Another encoding.
    Other,
}

impl Utf8Stats {
    /// Counts the next part of the file.
    pub(in crate::source) fn update(&mut self, part: &[u8], last: bool) {
        // A multi-byte character contains no ASCII byte, so it is safe to cut after one.
        let cut = if last { part.len() } else { part.iter().rposition(u8::is_ascii).map_or(0, |at| at + 1) };
        let (now, later) = part.split_at(cut);
        if self.pending.is_empty() {
            self.count(now);
        } else if last || cut > 0 {
            let mut joined = std::mem::take(&mut self.pending);
            joined.extend_from_slice(now);
            self.count(&joined);
        }
        self.pending.extend_from_slice(later);
    }

    fn count(&mut self, part: &[u8]) {
        // The escape sequence may be cut between two parts.
        self.switches_alphabet |=
            memmem::find(part, b"\x1B$").is_some() || (self.ends_with_escape && part.starts_with(b"$"));
        self.ends_with_escape = part.last().map_or(self.ends_with_escape, |byte| *byte == b'\x1B');
        self.line_feeds += memchr::memchr_iter(b'\n', part).count() as u64;
        self.carriage_returns += memchr::memchr_iter(b'\r', part).count() as u64;
        match std::str::from_utf8(part) {
            Ok(text) => self.count_valid(text),
            Err(_) => self.count_damaged(part),
        }
    }

    fn count_damaged(&mut self, part: &[u8]) {
        for chunk in part.utf8_chunks() {
            self.count_valid(chunk.valid());
            if !chunk.invalid().is_empty() {
                self.count_invalid();
            }
        }
    }

    fn count_valid(&mut self, text: &str) {
        if !text.is_ascii() {
            // Bytes from 0xC0 on begin a character of several bytes.
            self.multibyte += text.bytes().map(|byte| u64::from(byte >= 0xC0)).sum::<u64>();
        }
        self.line_is_counted &= memchr::memchr2(b'\r', b'\n', text.as_bytes()).is_none();
    }

    fn count_invalid(&mut self) {
        self.invalid += 1;
        self.invalid_lines += u64::from(!self.line_is_counted);
        self.line_is_counted = true;
    }

    /// Returns the verdict. If the file has multi-byte characters, they must be at least as many as the invalid places.
    /// If it has none, a long file with bad bytes in at most one line of a thousand counts as damaged; anything else is
    /// more likely a whole file in another encoding.
    pub(in crate::source) fn verdict(&self) -> Utf8Verdict {
        let lines = self.line_feeds.max(self.carriage_returns);
        let few = lines >= 1000 && self.invalid_lines <= lines / 1000;
        match (self.invalid, self.multibyte) {
            // Seven-bit Japanese is valid UTF-8, but would be imported as garbage.
            (0, 0) if self.switches_alphabet => Utf8Verdict::Other,
            (0, _) => Utf8Verdict::Utf8,
            (invalid, 0) if few => Utf8Verdict::DamagedUtf8(invalid),
            (invalid, multibyte) if multibyte > 0 && multibyte >= invalid => Utf8Verdict::DamagedUtf8(invalid),
            _ => Utf8Verdict::Other,
        }
    }

    /// Returns the number of characters beyond ASCII in a file that is valid UTF-8; none in another one.
    pub(in crate::source) fn characters_of_utf8(&self) -> u64 {
        if self.invalid == 0 { self.multibyte } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(bytes: &[u8]) -> Utf8Verdict {
        let mut whole = Utf8Stats::default();
        whole.update(bytes, true);
        let mut parts = Utf8Stats::default();
        for byte in bytes {
            parts.update(&[*byte], false);
        }
        parts.update(b"", true);
        assert_eq!(whole.verdict(), parts.verdict(), "a cut in a character changes nothing");
        whole.verdict()
    }

    #[test]
    fn valid_text_is_utf8() {
        assert_eq!(verdict("Name\nJosé 山田\n".as_bytes()), Utf8Verdict::Utf8);
        assert_eq!(verdict(b"Name\nBob\n"), Utf8Verdict::Utf8);
        assert_eq!(verdict(b""), Utf8Verdict::Utf8);
    }

    #[test]
    fn an_escape_sequence_that_switches_the_alphabet_is_another_encoding() {
        assert_eq!(verdict(b"Name\n\x1B$BB@O:\x1B(B\n"), Utf8Verdict::Other);
        assert_eq!(verdict(b"Name\n\x1B[31mAnn $5\n"), Utf8Verdict::Utf8);
        assert_eq!(verdict("Zo\u{EB}\n\u{1B}$B\n".as_bytes()), Utf8Verdict::Utf8);
    }

    #[test]
    fn bad_bytes_beside_as_many_good_characters_are_damage() {
        assert_eq!(verdict(b"Name\nJos\xC3\xA9\nJos\xE9\n"), Utf8Verdict::DamagedUtf8(1));
        assert_eq!(verdict(b"Name\nJos\xC3\xA9\nJos\xE9 Ren\xE9\n"), Utf8Verdict::Other);
    }

    #[test]
    fn bad_bytes_alone_are_damage_only_when_rare() {
        assert_eq!(verdict(b"Name\nJos\xE9\n"), Utf8Verdict::Other);
        let rare = [&b"Bob\n".repeat(1000)[..], b"Jos\xE9 Ren\xE9\n"].concat();
        assert_eq!(verdict(&rare), Utf8Verdict::DamagedUtf8(2));
        let often = [&b"Bob\r".repeat(1000)[..], b"Jos\xE9\rRen\xE9\r"].concat();
        assert_eq!(verdict(&often), Utf8Verdict::Other);
    }
}
