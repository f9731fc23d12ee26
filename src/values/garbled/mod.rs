//! Text that was decoded wrongly on its way (spec section 4, Debris): UTF-8 read in another encoding, HTML character
//! references, lost letters, and control characters. Nothing is repaired here; the probable original is reported.

mod controls;
mod entities;
mod lost;
mod pages;

use crate::model::{FieldKind, Garbled, MAX_QUOTED_CHARS, Text, excerpt};

/// Maximum number of wrong decodings that are undone; text may have been decoded wrongly more than once.
const MAX_DECODINGS: usize = 3;

/// Returns the defect of a value of this kind if it was decoded wrongly. In a name a letter may be lost at either end.
pub fn garbled(kind: &FieldKind, value: &str, is_name: bool) -> Option<Garbled> {
    if !matches!(kind, FieldKind::Text | FieldKind::Tags | FieldKind::Email) || is_plain(value) {
        return None;
    }
    let (likely, first) = decoded(value);
    let is_lost = !matches!(kind, FieldKind::Email) && lost::is_lost(&likely, is_name);
    let reason = first.or_else(|| is_lost.then(|| lost::reason(&likely))).or_else(|| controls::reason(value))?;
    Some(Garbled { likely: Text::from(likely), reason })
}

/// Returns true if no character of a text can be a trace of another encoding. Nearly all texts are such.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && memchr::memchr2(b'&', b'?', text.as_bytes()).is_none()
}

/// Returns the probable original of a text, and the cause of its first wrong decoding.
fn decoded(text: &str) -> (String, Option<String>) {
    let mut likely = text.to_owned();
    let mut first = None;
    for _ in 0..MAX_DECODINGS {
        let entities = entities::decoded(&likely).map(|right| (right, entities::CAUSE.to_owned()));
        let Some((right, cause)) = entities.or_else(|| pages::decoded(&likely)) else { break };
        first = first.or(Some(cause));
        likely = right;
    }
    let reason = first.map(|cause| {
        let (wrong, right) = difference(text, &likely);
        let (wrong, right) = (excerpt(wrong, MAX_QUOTED_CHARS), excerpt(right, MAX_QUOTED_CHARS));
        format!("'{wrong}' was probably '{right}': {cause}")
    });
    (likely, reason)
}

/// Returns the first part in which two texts differ, as it stands in each.
fn difference<'t>(wrong: &'t str, right: &'t str) -> (&'t str, &'t str) {
    let same: usize = wrong.chars().zip(right.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (wrong, right) = (&wrong[same..], &right[same..]);
    let ends = wrong.chars().rev().zip(right.chars().rev()).take_while(|(a, b)| a == b);
    let same_end: usize = ends.map(|(c, _)| c.len_utf8()).sum();
    (&wrong[..wrong.len() - same_end], &right[..right.len() - same_end])
}

#[cfg(test)]
mod tests;
