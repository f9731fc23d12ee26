//! Filters of the templates: `{{ count|thousands }}`.

#![allow(
    unreachable_pub,
    clippy::inline_always,
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "`filter_fn` makes a type of each function, with a method that takes a reference and can fail"
)]

use askama::{Result, Values};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::model::format_thousands;

/// Shows the beginning of a long value, and its length.
#[askama::filter_fn]
pub(super) fn shown(value: &str, _: &dyn Values) -> Result<String> {
    Ok(super::shown::shown(value))
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
