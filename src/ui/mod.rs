//! Floor 5: the only room that touches the terminal.
//!
//! ```text
//!   result ───────────▶ Terminal::out ──────────────▶ stdout
//!   rows ──▶ Table ──────────┤
//!   counts ──▶ BarChart ─────┤
//!   findings ──▶ Checklist ──┘
//!   messages ─────────▶ Terminal::note/warn/error ──▶ stderr
//!   events ───────────▶ Progress (an Observer) ─────▶ stderr, when it is a terminal
//!   long work ────────▶ Spinner ────────────────────▶ stderr, when it is a terminal
//!   questions ────────▶ Terminal::confirm, ask_choice, ask_text ──▶ stderr, answered on stdin
//!   long results ─────▶ Terminal::pager ────────────▶ stdout, a page at a time when it is a terminal
//! ```
//!
//! Text from files is shown through [`sanitize()`]: no cell can command the terminal (spec section 9). All output goes
//! through [`Terminal`]; [`Table`] sanitises its cells before it measures them.

mod bars;
mod checklist;
mod duration;
mod progress;
mod prompt;
mod spinner;
mod stream;
mod style;
mod table;
mod terminal;
mod truncate;
mod wrap;

pub use crate::model::sanitize;
pub use bars::BarChart;
pub use checklist::Checklist;
pub use duration::duration;
pub use progress::{Progress, phase_title};
pub use prompt::{AskError, Choice, PageFlow, Pager, TextQuestion};
pub use spinner::Spinner;
pub use style::{Styled, Tone};
pub use table::{Table, UNLIMITED, labelled};
pub use terminal::{ColorChoice, Terminal, TerminalEnv, TerminalOptions};
