//! Filters of the templates: `{{ count|thousands }}`.

#![allow(
    unreachable_pub,
    clippy::inline_always,
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "`filter_fn` makes a type of each function, with a method that takes a reference and can fail"
)]

use askama::filters::Safe;
use askama::{Result, Template, Values};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::model::format_thousands;

/// Maximum length of a value that is shown whole, in characters; a cell may have 65,536 bytes.
const MAX_SHOWN: usize = 240;

/// The beginning of a value, and the length of one that is too long to be shown whole.
#[derive(Template)]
#[template(path = "excerpt.html")]
pub(super) struct Excerpt<'a> {
    beginning: &'a str,
    /// Characters of the whole value, if it is cut off.
    length: Option<String>,
}

/// Shows the beginning of a long value, and its length. It is a template of its own, which escapes the value.
#[askama::filter_fn]
pub(super) fn excerpt<'a>(value: &'a str, _: &dyn Values) -> Result<Safe<Excerpt<'a>>> {
    let end = value.char_indices().nth(MAX_SHOWN).map(|(end, _)| end);
    let beginning = end.and_then(|end| value.get(..end)).unwrap_or(value);
    let length = end.map(|_| format_thousands(value.chars().count() as u64));
    Ok(Safe(Excerpt { beginning, length }))
}

/// Groups the digits of a number: `1,234,567`.
#[askama::filter_fn]
pub(super) fn thousands(number: &u64, _: &dyn Values) -> Result<String> {
    Ok(format_thousands(*number))
}

/// Returns the digest by which a content security policy names a style or a script.
#[askama::filter_fn]
pub(super) fn sha256(text: &str, _: &dyn Values) -> Result<String> {
    Ok(STANDARD.encode(Sha256::digest(text)))
}
