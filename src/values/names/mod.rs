//! Countries and languages: ISO codes and English names to the stored code (spec section 4). Official names come from
//! `rust_iso3166` and `isolang`; other names in common use stand in tables of this module.

mod country;
mod country_names;
mod fold;
mod language;
mod language_names;

pub(super) use country::country;
pub(super) use fold::normalize_name;
pub(super) use language::language;
