//! Columns of a source: what their values show, how their cells are read, and notes on them.
//!
//! | file | what |
//! |---|---|
//! | `header_line` | the line that names the columns |
//! | `evidence`, `labels` | what the values of a column look like, and what another column says about them |
//! | `bare_phones`, `decimal_mark` | readings of phone numbers and numbers |
//! | `note`, `missing_field` | notes, and fields left out because of the columns |
//! | `left_out_reason` | why a mapping leaves a column out |

mod bare_phones;
mod decimal_mark;
mod evidence;
mod header_line;
mod labels;
mod left_out_reason;
mod missing_field;
mod note;

pub use bare_phones::BarePhones;
pub use decimal_mark::DecimalMark;
pub use evidence::{ColumnStats, LIKELY_KIND_PERCENT, SEPARATORS, ValueClass};
pub use header_line::HeaderLine;
pub use labels::Labels;
pub use left_out_reason::LeftOutReason;
pub use missing_field::{COLUMN_VANISHED, COLUMNS_CLAIM, MissingField};
pub use note::{Note, NoteLevel};
