//! Questions on stderr, answered with keys.
//!
//! ```text
//!   confirm, ask_text ──▶ text ────▶ line_editor ──┐
//!   ask_choice ─────────▶ choice ──▶ by number ────┤
//!                           └──────▶ select (filter, drawing) ──▶ PromptTerminal ──▶ keys, colours and sizes of console
//! ```
//!
//! Keys, colours and sizes are those of `console`, as `dialoguer` re-exports it. The prompts of `dialoguer` itself would
//! not do: a list has no filter and no lines that stay above it, measures its items in bytes and hides the cursor, and
//! a line is measured in characters, and echoed as it is pasted.

mod choice;
mod drawing;
mod filter;
mod line_editor;
mod pager;
mod prompt_terminal;
mod raw_mode;
mod select;
mod text;

pub use choice::Choice;
pub(super) use choice::choose;
pub use pager::{PageFlow, Pager};
pub(super) use prompt_terminal::{PromptStyle, PromptTerminal};
use raw_mode::RawMode;
pub use text::TextQuestion;
pub(super) use text::{ask_text, confirm};

use std::io;

/// Reason for which a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Ctrl-C or Ctrl-D, or the terminal was closed.
    #[error("interrupted")]
    Interrupted,
    /// There is no terminal to ask in.
    #[error("there is no terminal to ask in")]
    NotATerminal,
    /// A result could not be written between two questions.
    #[error("the output could not be written: {0}")]
    Unwritable(io::Error),
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Io(io::Error),
}

#[cfg(test)]
mod tests;
