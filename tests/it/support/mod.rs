//! The sealed house: a directory, a home and a clock of a test's own, and the binary run in them.
//!
//! ```text
//!   House ── run("import leads.csv …") ──▶ Outcome: exit code, stdout and stderr, shown whole when a test fails
//!     │
//!     └───── terminal("import leads.csv …") ──▶ Terminal: a screen and a keyboard
//! ```
//!
//! What the tests assume where the specification leaves a name open stands in [`names`], in one place.

mod browser;
mod chance;
mod csv_text;
mod house;
mod lock;
mod mail;
pub(crate) mod names;
mod outcome;
mod run;
mod spent;
mod terminal;
mod witness;
mod words;

pub(crate) use browser::{Browser, ENTER, TAB};
pub(crate) use chance::Chance;
pub(crate) use csv_text::{Table, csv_row, numbered};
pub(crate) use house::{House, Rows, rows_of};
pub(crate) use mail::{Certificate, MailServer};
pub(crate) use outcome::Outcome;
pub(crate) use run::{Freezer, Running, send, try_to_send};
pub(crate) use spent::{Spent, can_count_instructions, instructions, spent};
pub(crate) use terminal::{CTRL_C, Left, Terminal, USUAL_SHAPE};
pub(crate) use witness::{can_witness, is_root};
