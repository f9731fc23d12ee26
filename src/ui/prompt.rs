//! Questions on stderr, answered with keys. `dialoguer` draws lists and reads their answers; what it would leave behind
//! (a hidden cursor, keys echoed between two others) is prevented around it.

mod line_editor;
mod pager;
mod prompt_terminal;
mod raw_mode;
mod select;
mod text;

pub use pager::{PageFlow, Pager};
pub(super) use prompt_terminal::{PromptStyle, PromptTerminal};
use raw_mode::RawMode;
pub(super) use select::choose;
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
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Io(io::Error),
}

#[cfg(test)]
mod tests;
