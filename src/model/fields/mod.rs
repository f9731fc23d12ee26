//! Contact fields, their kinds, and what kinds of values have of their own.
//!
//! | file | what |
//! |---|---|
//! | `field` | fields: their IDs, kinds and names |
//! | `target` | where the values of a column go |
//! | `known_field` | custom fields known by their names |
//! | `identifier`, `email_key` | identifiers, and the keys by which values are compared |
//! | `value_order` | the order of values |
//! | `list_options` | options of lists and choices |
//! | `full_name` | full names in one column |
//! | `tags` | tags and cells that hold several |

mod email_key;
mod field;
mod full_name;
mod identifier;
mod known_field;
mod list_options;
mod tags;
mod target;
mod value_order;

pub use email_key::{ascii_domain, email_key, other_cases};
pub use field::{Field, FieldId, FieldKind, Fields};
pub use full_name::{NameOrder, NameOrderError, NamePart};
pub use identifier::{Few, Identifier, Identifiers, Key, PackedPhone, RowKeys};
pub use known_field::{KnownField, KnownFields, OWN_COLUMN_SUFFIX};
pub use list_options::{CHOICE_SEPARATOR, ListOptions, split_choices};
pub use tags::{
    CELL_SEPARATORS, TagInterner, TagRef, TagRefs, join_tags, join_tags_by, join_tags_with, split_tag_cell, split_tags,
};
pub use target::Target;
pub use value_order::ValueOrder;
