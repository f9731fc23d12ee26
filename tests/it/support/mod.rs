//! The test environment: a directory, a home and a clock of a test's own, and the binary run in them.
//!
//! ```text
//!   TestEnv ── run("import leads.csv …") ──▶ CommandOutput: exit code, stdout and stderr, shown whole on failure
//!     │
//!     └─────── terminal("import leads.csv …") ──▶ Terminal: a screen and a keyboard
//! ```
//!
//! What the tests assume where the specification leaves a name open stands in [`names`], in one place.

mod browser;
mod child;
mod command_output;
mod csv_text;
mod lock;
mod mail;
pub(crate) mod names;
mod rng;
mod shell_words;
mod spent;
mod terminal;
mod test_env;
mod witness;

pub(crate) use browser::{Browser, ENTER, TAB};
pub(crate) use child::{Child, SignalSender, send, try_to_send};
pub(crate) use command_output::CommandOutput;
pub(crate) use csv_text::{Table, csv_row, numbered};
pub(crate) use mail::{Certificate, MailServer, SizeLimit};
pub(crate) use rng::Rng;
pub(crate) use spent::{Spent, can_count_instructions, instructions, spent};
pub(crate) use terminal::{CTRL_C, FinishedTerminal, Terminal, USUAL_SHAPE};
pub(crate) use test_env::{Rows, TestEnv, rows_of};
pub(crate) use witness::{is_root, tool_available};
