//! A command that receives the notification on its stdin.

use std::io::Write;
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::NotifyError;

/// Interval at which a running program is polled for its end.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Program that receives input on stdin. It is run without a shell, and its output is discarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookCommand {
    /// Program, by path or by name in `PATH`.
    pub program: String,
    /// Arguments.
    pub arguments: Vec<String>,
    /// Environment variables that are withheld from it.
    pub hidden: Vec<&'static str>,
}

impl HookCommand {
    /// Runs the program until it ends, or kills it at the deadline.
    pub(super) fn run(&self, input: Vec<u8>, until: Instant) -> Result<(), NotifyError> {
        let program = || self.program.clone();
        let mut child = self.start().map_err(|cause| NotifyError::NotRun { program: program(), cause })?;
        if let Some(mut stdin) = child.stdin.take() {
            // On a thread, because a program may leave its input unread; a full pipe would block this one.
            std::thread::spawn(move || stdin.write_all(&input));
        }
        match wait(&mut child, until) {
            Ok(Some(status)) if status.success() => Ok(()),
            Ok(Some(status)) => Err(NotifyError::Ended { program: program(), status: status.to_string() }),
            Ok(None) => Err(NotifyError::Killed { program: program() }),
            Err(cause) => Err(NotifyError::NotRun { program: program(), cause }),
        }
    }

    fn start(&self) -> std::io::Result<Child> {
        let mut command = std::process::Command::new(&self.program);
        for name in &self.hidden {
            command.env_remove(name);
        }
        // Its own process group, so that everything it starts can be killed with it; Ctrl-C in a terminal does not
        // reach it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }
}

/// Kills a program that does not end, and everything it started that did not leave its process group.
fn kill(child: &mut Child) -> std::io::Result<()> {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // Where there is no such group, only the program itself is killed, below.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    child.kill()
}

/// Waits for a child and returns its status; `None` if it was killed at the deadline.
fn wait(child: &mut Child, until: Instant) -> std::io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= until {
            kill(child)?;
            child.wait()?;
            return Ok(None);
        }
        // Polled, because std has no wait with a timeout.
        std::thread::sleep(POLL_INTERVAL);
    }
}
