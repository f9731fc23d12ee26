//! Options that several commands take, each group in a file with what it means.

mod bulk;
mod entry;
mod field_type;
mod global;
mod guards;
mod mapping;
mod missing;
mod outputs;
mod page;
mod purpose;
mod reading;
mod selection;
mod since;
mod tags;

pub(super) use bulk::{BulkOptions, nobody_selected};
pub(super) use entry::entry_id;
pub(super) use field_type::FieldType;
pub(super) use global::{GENERAL, Global};
pub(super) use guards::GuardOptions;
pub(super) use mapping::{MappingOptions, SavedOptions, no_new_field};
pub(super) use missing::MissingOptions;
pub(super) use outputs::{LinesOption, OutputOptions, existing_folder};
pub(super) use page::{PageOption, write_page, write_stats_page};
pub(super) use purpose::PurposeOptions;
pub(super) use reading::ReadingOptions;
pub(super) use selection::{LayoutOptions, SelectionOptions};
pub(super) use since::SinceOption;
pub(super) use tags::{TagOptions, new_tags, typed_tags};
