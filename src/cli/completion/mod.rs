//! Completion on the Tab key. The script of `contacts completions` has the shell run
//! `CONTACTS_COMPLETE=zsh contacts -- WORDS…` and offers what that prints.
//!
//! ```text
//!   what was typed ──▶ zsh, fish, bash … ──▶ Line ──▶ offers (clap) ──▶ zsh, fish, bash … ──▶ what the shell shows
//!                      quotes taken off               candidates:       quoted where the
//!                                                     workspace, list   shell does not
//! ```

mod bash;
pub(super) mod candidates;
mod elvish;
mod fish;
mod line;
mod offers;
mod powershell;
mod shells;
mod zsh;

use std::ffi::OsString;

use clap::Command;

use super::exit::Exit;
use crate::ui::sanitize;
pub(super) use shells::Shell;

/// Environment variable that asks for completions and names the shell.
const COMPLETE_ENV: &str = "CONTACTS_COMPLETE";

/// Answers a shell that asks for completions; `None` for any other run.
///
/// Errors are not printed: the shell would show them in the middle of what is being typed.
pub(super) fn complete_line(words: &[OsString], program: impl FnOnce() -> Command) -> Option<(String, Exit)> {
    let shell = std::env::var_os(COMPLETE_ENV).filter(|shell| !shell.is_empty())?;
    let Some(shell) = Shell::named(&shell.to_string_lossy()) else { return Some((String::new(), Exit::Failed)) };
    let typed: Vec<OsString> = words.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    let mut program = program();
    program.build();
    Some((shell.answer(&mut program, &typed), Exit::Done))
}

/// Returns true if a word has no control or invisible characters.
fn is_safe(word: &str) -> bool {
    sanitize(word) == word
}
