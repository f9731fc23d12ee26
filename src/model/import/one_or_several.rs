//! Lists that are written as a single text where they have one part: `"DD/MM/YYYY"`, or `["Born=DD/MM/YYYY", "D.M.YY"]`.
//!
//! For `#[serde(with)]`: what was a single text in an older version is still read.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text or a list of texts")]
enum OneOrSeveral {
    One(String),
    Several(Vec<String>),
}

/// Serializes the parts.
///
/// # Errors
/// As the serializer.
pub(super) fn serialize<S: Serializer>(parts: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    if let [one] = parts { one.serialize(serializer) } else { parts.serialize(serializer) }
}

/// Deserializes the parts.
///
/// # Errors
/// As the deserializer, and anything but a text or a list of texts.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match OneOrSeveral::deserialize(deserializer)? {
        OneOrSeveral::One(part) => vec![part],
        OneOrSeveral::Several(parts) => parts,
    })
}
