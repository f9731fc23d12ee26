//! The form of rows, checked against the header; values are checked elsewhere.
//!
//! | file | what |
//! |---|---|
//! | `rows` | the issues of a row |
//! | `misfits` | issues of rows whose cells do not fit the header |
//! | `widths`, `short` | how many cells the rows have, and how many have too few |
//! | `wrapped` | lines in quotes as a whole |
//! | `quoting` | notes on odd quoting |

mod misfits;
mod quoting;
mod rows;
mod short;
mod widths;
mod wrapped;

pub(super) use quoting::AnomalyNotes;
pub(super) use rows::RowValidator;
pub(super) use widths::WidthStats;
pub use widths::Widths;
pub(super) use wrapped::cells_on_lines;
