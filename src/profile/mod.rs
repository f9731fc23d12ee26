//! Floor 3: the column profile (spec section 5a), what the cells of a column show as a whole and a single one cannot.
//!
//! ```text
//!   first 1,000 rows ──▶ sample_columns   classes of values, distinct ones, samples   for suggestions and questions
//!   all rows, prescan ─▶ PhoneProfile     country codes, regions that fit, rounding   how numbers are read, and notes
//!                      ▶ TypedColumns     formats of dates, decimal marks             how they are read, and notes
//!                      ▶ DebrisProfile    what spreadsheets write around values       notes
//!                      ▶ NameColumns      names or codes of countries and languages   what NA means there
//!                      ▶ Placeholders     words that stand for nothing                notes
//!   all rows, planned ─▶ BadValues        the most frequent bad values                notes
//!   all rows, trial ───▶ ShapeProfile     shapes and lengths, never values            a report that can be sent
//!   all rows, asked ───▶ distinct         the values of one column                    options of a list
//! ```
//!
//! The prescan gathers it on the pass that identifiers need anyway, of mapped columns alone.

mod bad_values;
mod debris;
mod distinct_values;
mod name_columns;
mod phones;
mod placeholders;
mod read_options;
mod sample;
mod shapes;
mod typed_columns;

pub use bad_values::{BadValues, ColumnValues};
pub use debris::{Debris, DebrisProfile};
pub use distinct_values::distinct;
pub use name_columns::{NameColumns, cell_text};
pub use phones::{PhoneProfile, PhoneReading, PhoneSettings, RegionMisfit};
pub use placeholders::{Placeholders, placeholders_of_row};
pub use read_options::{DateFormats, ReadOptions, ReadOptionsError};
pub use sample::sample_columns;
pub use shapes::{ColumnShapes, ShapeProfile};
pub use typed_columns::{CellSign, ColumnReading, Readings, TypedColumns, is_typed};
