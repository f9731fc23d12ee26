use std::io::Write;
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::NotifyError;

/// How often it is looked whether a program has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// A program that gets something on its stdin. It is run without a shell, and what it writes goes nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookCommand {
    /// The program, by its path or by its name in `PATH`.
    pub program: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Variables of the environment that it does not get.
    pub hidden: Vec<&'static str>,
}

impl HookCommand {
    /// Runs it until it ends, and no longer than until then.
    pub(super) fn run(&self, input: Vec<u8>, until: Instant) -> Result<(), NotifyError> {
        let program = || self.program.clone();
        let mut child = self.start().map_err(|cause| NotifyError::NotRun { program: program(), cause })?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that does not read its input must not hold us up, and may do so.
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
        // A group of its own, so that what it starts can be ended with it; Ctrl-C in a terminal does not reach it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }
}

/// Ends a program that does not end by itself, and everything that it started and that did not leave its group.
fn kill(child: &mut Child) -> std::io::Result<()> {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // Where there is no such group the program alone is ended below.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    child.kill()
}

/// The status of a child that ended in time; `None` after it was killed.
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
        std::thread::sleep(POLL_INTERVAL);
    }
}
