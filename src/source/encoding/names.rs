//! Encodings of a source by name: those of the WHATWG standard, and the code pages of MS-DOS.

use std::fmt;
use std::str::FromStr;

use encoding_rs::{
    Encoding, IBM866, ISO_8859_15, MACINTOSH, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252,
    WINDOWS_1254,
};
use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850, DECODING_TABLE_CP852};
use serde::{Serialize, Serializer};

/// Encoding of a source, shown by its usual name in lower case: `windows-1252`, `macintosh`, `cp850`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceEncoding(Table);

/// Where the characters of an encoding are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// In the WHATWG standard.
    Standard(&'static Encoding),
    /// In MS-DOS, for those that browsers never knew.
    Dos(&'static DosPage),
}

/// Code page of MS-DOS, which Excel still writes as "CSV (MS-DOS)".
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DosPage {
    /// Number of the page.
    number: u16,
    /// Characters of the bytes from 0x80; those below are ASCII.
    pub(super) upper: &'static [char; 128],
}

static CP437: DosPage = DosPage { number: 437, upper: &DECODING_TABLE_CP437 };
static CP850: DosPage = DosPage { number: 850, upper: &DECODING_TABLE_CP850 };
static CP852: DosPage = DosPage { number: 852, upper: &DECODING_TABLE_CP852 };

impl SourceEncoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(Table::Standard(UTF_8));
    /// Names of the encodings in which lists are found, the frequent ones first: Unicode, then the code pages of Windows,
    /// old Macs and MS-DOS by region.
    pub const COMMON: [&'static str; 23] = [
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1252",
        "macintosh",
        "cp850",
        "cp437",
        "iso-8859-15",
        "windows-1250",
        "cp852",
        "iso-8859-2",
        "windows-1251",
        "cp866",
        "koi8-r",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1258",
        "shift_jis",
        "gb18030",
        "big5",
        "euc-kr",
    ];
    pub(in crate::source) const UTF_16LE: Self = Self(Table::Standard(UTF_16LE));
    pub(in crate::source) const UTF_16BE: Self = Self(Table::Standard(UTF_16BE));

    /// What Excel writes as "CSV (Macintosh)" and "CSV (MS-DOS)", in Western Europe and America first.
    pub(super) const OF_OLD_SYSTEMS: [Self; 5] = [
        Self(Table::Dos(&CP850)),
        Self(Table::Standard(MACINTOSH)),
        Self(Table::Dos(&CP852)),
        Self(Table::Dos(&CP437)),
        Self(Table::Standard(IBM866)),
    ];

    pub(in crate::source) fn new(encoding: &'static Encoding) -> Self {
        Self(Table::Standard(encoding))
    }

    pub(super) fn table(self) -> Table {
        self.0
    }

    /// Returns true for UTF-8, with or without a byte order mark.
    pub fn is_utf8(self) -> bool {
        self == Self::UTF_8
    }

    /// Returns true if a file in this encoding is recognised without `--encoding`.
    pub fn is_recognised(self) -> bool {
        self.is_utf8() || self.is_utf16()
    }

    pub(in crate::source) fn is_utf16(self) -> bool {
        self == Self::UTF_16LE || self == Self::UTF_16BE
    }

    /// Returns true for the encodings of Western Europe on Windows and the web, in which no letter has a byte that goes on
    /// a character of UTF-8 behind one that begins it.
    pub(in crate::source) fn is_western(self) -> bool {
        matches!(self.0, Table::Standard(encoding) if encoding == WINDOWS_1252 || encoding == ISO_8859_15)
    }

    /// Returns true for the encodings of Western and Central Europe and of Turkey on Windows and the web.
    pub(super) fn is_of_europe(self) -> bool {
        let standard = [WINDOWS_1250, WINDOWS_1252, WINDOWS_1254];
        matches!(self.0, Table::Standard(encoding) if standard.contains(&encoding))
    }

    /// Returns true if each character has one byte.
    pub(in crate::source) fn is_single_byte(self) -> bool {
        match self.0 {
            Table::Standard(encoding) => encoding.is_single_byte(),
            Table::Dos(_) => true,
        }
    }
}

impl fmt::Display for SourceEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            // The standard says ibm866, but the names of its neighbours begin with cp everywhere.
            Table::Standard(encoding) if encoding == IBM866 => f.write_str("cp866"),
            Table::Standard(encoding) => encoding.name().to_ascii_lowercase().fmt(f),
            Table::Dos(page) => write!(f, "cp{}", page.number),
        }
    }
}

impl FromStr for SourceEncoding {
    type Err = String;

    /// Parses a name in any case: a WHATWG label (`latin1`, `cp1252`, `Shift_JIS`), or `cp850` and what else it is
    /// called.
    fn from_str(label: &str) -> Result<Self, String> {
        let wanted = label.trim().to_ascii_lowercase();
        // The standard has no UTF-32, and "not a known encoding" would not help its user.
        if wanted.starts_with("utf-32") || wanted.starts_with("utf32") {
            return Err("UTF-32 cannot be read: save the file as UTF-8".to_owned());
        }
        match wanted.as_str() {
            // Names of other tools for UTF-8 with a mark, which the standard does not list; Python's is utf-8-sig.
            "utf-8-sig" | "utf-8-bom" => return Ok(Self::UTF_8),
            "macroman" | "mac-roman" | "mac_roman" => return Ok(Self(Table::Standard(MACINTOSH))),
            _ => {}
        }
        if let Some(page) = dos_page(&wanted) {
            return Ok(Self(Table::Dos(page)));
        }
        match Encoding::for_label(wanted.as_bytes()) {
            // The standard maps labels of unsafe encodings to `replacement`, which decodes nothing.
            Some(encoding) if encoding != REPLACEMENT => Ok(Self::new(encoding)),
            _ => Err(format!(
                "'{label}' is not a known encoding: try utf-8, utf-16le, windows-1252, macintosh, cp850, shift_jis or gbk"
            )),
        }
    }
}

/// Returns the code page of a name such as `cp850`, `ibm850`, `dos-850` or `850`.
fn dos_page(name: &str) -> Option<&'static DosPage> {
    let number = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    let prefix = name.strip_suffix(number)?.trim_end_matches(['-', '_']);
    let page = [&CP437, &CP850, &CP852].into_iter().find(|page| page.number.to_string() == number)?;
    matches!(prefix, "" | "cp" | "ibm" | "dos" | "oem" | "csibm").then_some(page)
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
        let read = |label: &str| label.parse::<SourceEncoding>().unwrap().to_string();
        assert_eq!([read("Latin1"), read(" CP1252 ")], ["windows-1252", "windows-1252"]);
        assert_eq!("UTF-8-sig".parse(), Ok(SourceEncoding::UTF_8));
        assert_eq!("utf-16".parse(), Ok(SourceEncoding::UTF_16LE));
        assert_eq!([read("CP850"), read("IBM437"), read("852"), read("cp866")], ["cp850", "cp437", "cp852", "cp866"]);
        assert_eq!([read("Mac"), read("x-mac-roman"), read("MacRoman")], ["macintosh"; 3]);
    }

    #[test]
    fn every_name_that_is_shown_is_read_again() {
        for encoding in SourceEncoding::OF_OLD_SYSTEMS {
            assert_eq!(encoding.to_string().parse(), Ok(encoding));
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        assert!("UTF-32LE".parse::<SourceEncoding>().unwrap_err().contains("UTF-32"));
        assert!("klingon".parse::<SourceEncoding>().unwrap_err().contains("'klingon'"));
        assert!("iso-2022-kr".parse::<SourceEncoding>().is_err(), "the standard's replacement encoding reads nothing");
        assert!("mp850".parse::<SourceEncoding>().is_err());
    }
}
