//! Floor 3: the column profile (spec section 5a), what the cells of a column show as a whole and a single one cannot.
//!
//! ```text
//!   first 1,000 rows ──▶ sample_columns   classes of values, distinct ones, samples   for suggestions and questions
//!   all rows, prescan ─▶ PhoneProfile     country codes, regions that fit, rounding   how numbers are read, and notes
//!                      ▶ TypedColumns     formats of dates, decimal marks             how they are read, and notes
//!                      ▶ DebrisProfile    what spreadsheets write around values       notes
//!                      ▶ LostDigits       numbers in scientific notation               notes
//!                      ▶ LastRows         lines below the last row, such as totals     a note
//!                      ▶ NameColumns      names or codes of countries and languages   what NA means there
//!                      ▶ Placeholders     words that stand for nothing                notes
//!   header ────────────▶ countries_of_header   the language of the headers             which country comes first
//!   first rows, bare phones ▶ CodeColumn    calling codes beside the numbers             advice
//!   all rows, planned ─▶ BadValues        the most frequent bad values                notes
//!                      ▶ GarbledColumns   texts that were decoded wrongly              notes
//!   all rows, trial ───▶ ShapeProfile     shapes and lengths, never values            a report that can be sent
//!   all rows, asked ───▶ distinct         the values of one column                    options of a list
//!                      ▶ confirm_kinds    whether later rows fit a type               types of new fields
//!                      ▶ column_labels    the labels beside the values of a column     which field they are for
//! ```
//!
//! The prescan gathers it on the pass that identifiers need anyway, of mapped columns alone.

mod bad_values;
mod code_column;
mod column_labels;
mod confirmed_kinds;
mod debris;
mod distinct_values;
mod footer_lines;
mod garbled_columns;
mod likely_kind;
mod list_countries;
mod lost_digits;
mod name_columns;
mod phones;
mod placeholders;
mod read_options;
mod sample;
mod shapes;
mod typed_columns;

pub use bad_values::{BadValues, ColumnValues};
pub use code_column::{CodeColumn, find_code_column};
pub use column_labels::column_labels;
pub use confirmed_kinds::confirm_kinds;
pub use debris::{Debris, DebrisProfile};
pub use distinct_values::distinct;
pub use footer_lines::LastRows;
pub use garbled_columns::GarbledColumns;
pub use likely_kind::likely_kind;
pub use list_countries::countries_of_header;
pub use lost_digits::{LostDigits, lost_digits_of_row};
pub use name_columns::{NameColumns, Spelling, cell_text, may_be_named};
pub use phones::{OpenCountries, PhoneProfile, PhoneReading, PhoneSettings, RegionMisfit};
pub use placeholders::{Placeholders, offering_blank, placeholder_in_name, placeholders_of_row};
pub use read_options::{DateFormats, ReadOptions, ReadOptionsError, RegionColumn};
pub use sample::sample_columns;
pub use shapes::{ColumnShapes, ShapeProfile};
pub use typed_columns::{CellSign, ColumnReading, OpenColumn, OpenReading, Readings, TypedColumns, is_typed};
