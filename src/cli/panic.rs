//! Panics, reported like any other error.

use std::panic::{self, AssertUnwindSafe, Location};

use super::context::fallback_terminal;
use super::error::CliError;
use super::exit::Exit;

/// Runs the program and turns a panic, which is a bug, into an error with exit code 1.
pub(super) fn catch_panics(as_json: bool, run: impl FnOnce() -> Exit) -> Exit {
    // Rust's own report quotes the panic's message, and with it perhaps a cell: a name or a number in the log of a
    // nightly job. The human-panic crate was refused: it writes the message to a world-readable file in the temporary
    // directory.
    panic::set_hook(Box::new(move |panic| {
        panic_error(panic.location()).tell(&fallback_terminal(), as_json);
    }));
    // `AssertUnwindSafe` holds because the process ends: nothing that was left half done is used again.
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or(Exit::Failed)
}

/// Returns the error with the place of the panic, and nothing of the data that was being processed.
fn panic_error(place: Option<&Location<'_>>) -> CliError {
    let place = place.map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    CliError::new(Exit::Failed, "internal", anyhow::anyhow!("a mistake in contacts itself, at {place}"))
        .with_hint("please report this line; what was done before is in: contacts history")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_that_tells_its_place_and_none_of_its_words() {
        let exit = catch_panics(false, || panic!("Kanarienvogel +60123000077"));
        let _ = panic::take_hook(); // The other tests keep their reports.
        assert_eq!(exit, Exit::Failed);
        let document = panic_error(Some(Location::caller())).to_json().to_string();
        assert!(document.contains("src/cli/panic.rs:") && document.contains("internal"), "{document}");
    }
}
