//! Encodings of a source by their WHATWG names.

use std::fmt;
use std::str::FromStr;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Serialize, Serializer};

/// Encoding of a source: one of the WHATWG standard, shown by its lower-case name (`windows-1252`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceEncoding(&'static Encoding);

impl SourceEncoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(UTF_8);
    pub(super) const UTF_16LE: Self = Self(UTF_16LE);
    pub(super) const UTF_16BE: Self = Self(UTF_16BE);

    pub(super) fn new(encoding: &'static Encoding) -> Self {
        Self(encoding)
    }

    pub(super) fn encoding(self) -> &'static Encoding {
        self.0
    }

    /// Returns true for UTF-8, with or without a byte order mark.
    pub fn is_utf8(self) -> bool {
        self.0 == UTF_8
    }

    /// Returns true if a file in this encoding is recognised without `--encoding`.
    pub fn is_recognised(self) -> bool {
        self.is_utf8() || self.is_utf16()
    }

    pub(super) fn is_utf16(self) -> bool {
        self.0 == UTF_16LE || self.0 == UTF_16BE
    }
}

impl fmt::Display for SourceEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.name().to_ascii_lowercase().fmt(f)
    }
}

impl FromStr for SourceEncoding {
    type Err = String;

    /// Parses a WHATWG label in any case: `latin1`, `cp1252`, `Shift_JIS`.
    fn from_str(label: &str) -> Result<Self, String> {
        let wanted = label.trim().to_ascii_lowercase();
        // The standard has no UTF-32, and "not a known encoding" would not help its user.
        if wanted.starts_with("utf-32") || wanted.starts_with("utf32") {
            return Err("UTF-32 cannot be read: save the file as UTF-8".to_owned());
        }
        // Names of other tools for UTF-8 with a mark, which the standard does not list; Python's is utf-8-sig.
        if matches!(wanted.as_str(), "utf-8-sig" | "utf-8-bom") {
            return Ok(Self::UTF_8);
        }
        match Encoding::for_label(wanted.as_bytes()) {
            // The standard maps labels of unsafe encodings to `replacement`, which decodes nothing.
            Some(encoding) if encoding != REPLACEMENT => Ok(Self(encoding)),
            _ => Err(format!("'{label}' is not a known encoding: try utf-8, utf-16le, windows-1252, shift_jis or gbk")),
        }
    }
}

impl Serialize for SourceEncoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_whatever_their_case() {
        assert_eq!("Latin1".parse::<SourceEncoding>().unwrap().to_string(), "windows-1252");
        assert_eq!(" CP1252 ".parse::<SourceEncoding>().unwrap().to_string(), "windows-1252");
        assert_eq!("UTF-8-sig".parse(), Ok(SourceEncoding::UTF_8));
        assert_eq!("utf-16".parse(), Ok(SourceEncoding::UTF_16LE));
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        assert!("UTF-32LE".parse::<SourceEncoding>().unwrap_err().contains("UTF-32"));
        assert!("klingon".parse::<SourceEncoding>().unwrap_err().contains("'klingon'"));
        assert!("iso-2022-kr".parse::<SourceEncoding>().is_err(), "the standard's replacement encoding reads nothing");
    }
}
