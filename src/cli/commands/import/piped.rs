//! Advice on a list that came through a pipe: it is the program before the pipe that must be looked at, and no file.

use crate::cli::error::CliError;

/// Gives an error of the list the advice that helps where there is no file.
pub(super) fn advise(error: CliError) -> CliError {
    let hint = match error.code() {
        "source-no-rows" => "the program before the pipe wrote no rows: run it alone to see what it writes",
        "source-unclosed-quote" => {
            "the program before the pipe broke off within a row, or its quotes are wrong (a quote inside a quoted cell is \
             written twice): run it alone to see what it writes"
        }
        "source-unreadable" => "see what is before the pipe: … | contacts import -",
        "source-too-large" => {
            "a pipe does not tell how long a list is: import it in parts, or raise the limit: \
             contacts config set max-file-size 200MB"
        }
        _ => return error,
    };
    error.with_hint(hint)
}
