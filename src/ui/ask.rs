//! Questions on stderr, answered with keys. `dialoguer` draws them and reads their answers; what it would leave behind
//! (a hidden cursor, keys that are echoed between two others) is kept away from outside.

mod choose;
mod keys;
mod line;
mod pager;
mod screen;
mod text;

pub(super) use choose::choose;
use keys::Keys;
pub use pager::{Flow, Pager};
pub(super) use screen::{Look, Screen};
pub(super) use text::{ask_text, confirm};

use std::io;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Ctrl-C or Ctrl-D, or the terminal is gone.
    #[error("interrupted")]
    Interrupted,
    /// Nobody is there to answer.
    #[error("there is no terminal to ask in")]
    NotATerminal,
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Io(io::Error),
}

#[cfg(test)]
mod tests;
