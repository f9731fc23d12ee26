//! Countries and languages: ISO codes and names to the stored code (spec section 4). Official English names come from
//! `rust_iso3166` and `isolang`, those in other languages from CLDR; other names in common use stand in tables of this
//! module, and win.

mod cldr;
mod country;
mod country_names;
mod fold;
mod halves;
mod language;
mod language_names;
mod locale;

pub use cldr::{codes_named, country_name};
pub(super) use country::country;
pub(super) use fold::normalize_name;
pub(super) use language::language;
pub use language::other_meaning;
