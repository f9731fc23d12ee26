//! Opens a link with the program that the system has for it.

use std::io;
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::cli::error::CliError;
use crate::cli::exit::Exit;

/// The system's opener and its arguments before the link. It is run without a shell, so no character of a link has a
/// meaning.
#[cfg(target_os = "macos")]
const OPENER: (&str, &[&str]) = ("open", &[]);
#[cfg(windows)]
const OPENER: (&str, &[&str]) = ("rundll32", &["url.dll,FileProtocolHandler"]);
#[cfg(not(any(target_os = "macos", windows)))]
const OPENER: (&str, &[&str]) = ("xdg-open", &[]);

/// Time after which an opener that still runs is taken for the program that shows the link.
const OPENER_TIMEOUT: Duration = Duration::from_secs(3);

/// Hands a link to the system.
pub(super) fn open(link: &str) -> Result<(), CliError> {
    let (program, words) = OPENER;
    let mut command = Command::new(program);
    // The opener and the program behind it may write to the terminal.
    command.args(words).arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match wait(&mut command) {
        Ok(status) if status.is_none_or(|status| status.success()) => Ok(()),
        Ok(_) => Err(failed(format!("{program} could not open {link}"), link)),
        Err(error) => Err(failed(format!("{program} cannot be run: {error}"), link)),
    }
}

/// Waits for the opener; `None` if it still runs after [`OPENER_TIMEOUT`].
fn wait(command: &mut Command) -> io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let until = Instant::now() + OPENER_TIMEOUT;
    while Instant::now() < until {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        // std has no wait with a timeout.
        sleep(Duration::from_millis(10));
    }
    Ok(None)
}

fn failed(message: String, link: &str) -> CliError {
    CliError::new(Exit::Failed, "not-opened", anyhow::Error::msg(message))
        .with_hint(format!("open it yourself: {link}"))
}
