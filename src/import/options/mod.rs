//! Options that lists and choices lack and an import adds: found (`added`), and used by its rows (`used`).

mod added;
mod used;

pub(super) use added::{
    MAX_NEW_OPTIONS, NewOptions, advised, is_for_nothing, is_of_kind, list_slots, missing, option_slots,
};
pub use used::UsedOptions;
