//! Floor 2: which column goes to which contact field (spec section 5), compiled once so that no row looks anything up.
//!
//! ```text
//!   headers ──┬── --skip ─────────────▶ left out
//!             ├── --map COLUMN=FIELD ─▶ as the user says
//!             ├── a field's name ─────▶ mapped by itself, unless two columns claim it
//!             └── anything else ──────▶ left out with its reason, and suggested where something speaks for it
//!   --set FIELD=VALUE ────────────────▶ the same for every row
//! ```

mod column_diff;
mod compile;
mod compiled;
mod error;
mod header;
mod left_out;
mod names;
mod nearest;
mod presets;
mod request;
mod required;
mod saved;
mod suggest;
mod typing_errors;

#[cfg(test)]
mod tests;

pub use crate::model::quote;
pub use column_diff::{Doubled, LocatedColumns, find_columns};
pub use compile::{add_answers, compile};
pub use compiled::{AmbiguousTarget, ColumnDiff, Compiled};
pub use error::{MAX_OFFERED, MappingError, UnmappedField};
pub use left_out::{Filler, LeftOut, Why, left_out};
pub use names::{Headers, column_option, option_names, shortened, split_argument};
pub use nearest::{nearest, nearest_field};
pub use presets::{Preset, PresetChoice, recognise};
pub use request::{ColumnAnswer, MapChoice, MappingRequest, SavedChoices, identifier_targets};
pub use required::check_required;
pub use saved::{SavedMapping, SavedMappingError, mapping_name};
pub use suggest::{
    Doubt, SPLIT_FIELD_NAMES, SPLIT_FIELDS, Suggested, Suggestion, field_meant_by, header_languages,
    is_about_calling_codes, is_about_something_else, is_common_header, means_a_field, names_field, shows_identifier,
    suggest,
};
