use std::io;

use dialoguer::Confirm;
use dialoguer::console::Term;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Ctrl-C, or the terminal is gone.
    #[error("interrupted")]
    Interrupted,
    /// Nobody is there to answer.
    #[error("there is no terminal to ask in")]
    NotATerminal,
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Io(io::Error),
}

/// Asks on stderr. The answer is a key and Enter, so that a typed `yes` does not end up in the shell.
pub(super) fn confirm(question: &str, default: bool) -> Result<bool, AskError> {
    let term = Term::stderr();
    Confirm::new()
        .with_prompt(question)
        .default(default)
        .wait_for_newline(true)
        .interact_on(&term)
        .map_err(|error| leave_prompt(&term, error.into()))
}

/// Puts the terminal right: dialoguer leaves the cursor hidden and in the middle of its line (#77, #294).
fn leave_prompt(term: &Term, error: io::Error) -> AskError {
    let _ = term.show_cursor();
    let _ = term.write_line("");
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => AskError::Interrupted,
        io::ErrorKind::NotConnected => AskError::NotATerminal,
        _ => AskError::Io(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_the_prompt_is_known_by_its_kind() {
        let ended = |kind| leave_prompt(&Term::buffered_stderr(), io::Error::from(kind));
        assert!(matches!(ended(io::ErrorKind::Interrupted), AskError::Interrupted));
        assert!(matches!(ended(io::ErrorKind::UnexpectedEof), AskError::Interrupted));
        assert!(matches!(ended(io::ErrorKind::NotConnected), AskError::NotATerminal));
        assert!(matches!(ended(io::ErrorKind::PermissionDenied), AskError::Io(_)));
    }
}
