//! Rows: their cells read into the inputs of mapped fields, before anything is known of the workspace.
//!
//! | file | what |
//! |---|---|
//! | `parser` | the cells of a row into inputs, for the plan and for the prescan |
//! | `advice` | what to do about a value that is in error |
//! | `cell` | what programs write around a value, taken off |
//! | `error_cell` | what a row's `Error` cell of an earlier import still says |
//! | `identifiers`, `key` | the identifiers of a row |
//! | `column_signs`, `phone_columns` | what the cells of a row show about their columns |
//! | `open_values` | the values of a row that can be read in several ways |

mod advice;
mod cell;
mod column_signs;
mod error_cell;
mod identifiers;
mod key;
mod open_values;
mod parser;
mod phone_columns;

pub(super) use key::{RowKey, ScannedKeys};
pub(super) use parser::{RowParser, phone_column};
pub(super) use phone_columns::{OtherPhones, phone_settings};
