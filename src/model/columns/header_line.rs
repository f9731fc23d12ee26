//! The line of a file that names its columns.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Header of a file (`--header-line`; spec section 2.5). In files: the number of its line, or `"none"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeaderLine {
    /// It is on this physical line, from 1; the lines above it are left out.
    At(NonZeroU64),
    /// There is none: every line is a row.
    None,
}

impl fmt::Display for HeaderLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(line) => line.fmt(f),
            Self::None => f.write_str("none"),
        }
    }
}

impl FromStr for HeaderLine {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            word if word.eq_ignore_ascii_case("none") => Ok(Self::None),
            number => number
                .parse()
                .map(Self::At)
                .map_err(|_| format!("'{text}' is neither the number of a line, from 1, nor the word none")),
        }
    }
}

impl Serialize for HeaderLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(line) => line.serialize(serializer),
            Self::None => serializer.collect_str(self),
        }
    }
}

/// Form of a [`HeaderLine`] in files.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected the number of a line, from 1, or \"none\"")]
enum HeaderLineText {
    Number(NonZeroU64),
    Word(String),
}

impl<'de> Deserialize<'de> for HeaderLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match HeaderLineText::deserialize(deserializer)? {
            HeaderLineText::Number(line) => Ok(Self::At(line)),
            HeaderLineText::Word(word) => word.parse().map_err(serde::de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_number_from_one_or_none() {
        for (text, written) in [("4", "4"), (" 12 ", "12"), ("NONE", "none")] {
            assert_eq!(text.parse::<HeaderLine>().unwrap().to_string(), written);
        }
        for text in ["0", "-1", "first", "", "1.5"] {
            assert!(text.parse::<HeaderLine>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn it_is_written_as_a_number_or_a_word_and_read_again() {
        for (header, written) in [(HeaderLine::At(NonZeroU64::MIN), "1"), (HeaderLine::None, "\"none\"")] {
            assert_eq!(crate::model::to_json(&header).unwrap(), written);
            assert_eq!(serde_json::from_str::<HeaderLine>(written).unwrap(), header);
        }
        for wrong in ["0", "\"0\"", "\"never\"", "[1]"] {
            assert!(serde_json::from_str::<HeaderLine>(wrong).is_err(), "{wrong}");
        }
    }
}
