//! A command that runs while the test does something else.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::process::{self, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::CommandOutput;

/// No run takes longer: a hang is a failure, not a wait.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// A run that goes on while the test does something else.
#[derive(Debug)]
pub(crate) struct Child {
    line: String,
    process: process::Child,
    stdout: File,
    stderr: File,
    until: Instant,
}

impl Child {
    /// Starts a command without a terminal. Its output goes to files, so that no full pipe can hold it up.
    #[track_caller]
    pub(crate) fn start(line: &str, command: &mut Command) -> Self {
        let stdout = tempfile::tempfile().expect("a file for stdout");
        let stderr = tempfile::tempfile().expect("a file for stderr");
        let child = command
            .stdin(Stdio::null())
            .stdout(stdout.try_clone().expect("stdout"))
            .stderr(stderr.try_clone().expect("stderr"))
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        Self { line: line.to_owned(), process: child, stdout, stderr, until: Instant::now() + TIME_LIMIT }
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Whether it has come to its end.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.process.try_wait().expect("the state of the run").is_some()
    }

    /// Whether it has said this on stderr so far.
    pub(crate) fn says(&self, text: &str) -> bool {
        use std::os::unix::fs::FileExt;
        let length = self.stderr.metadata().map_or(0, |metadata| metadata.len());
        let mut bytes = vec![0; usize::try_from(length).expect("a length")];
        let read = self.stderr.read_at(&mut bytes, 0).expect("what it said"); // The run's own place in the file stays.
        String::from_utf8_lossy(&bytes[..read]).contains(text)
    }

    /// Holds it where it is, so that it can be looked at; [`Child::kill`] ends it there. Whether it was still alive.
    pub(crate) fn stop(&mut self, sender: &mut SignalSender) -> bool {
        sender.order("STOP", self.id());
        while !self.has_ended() {
            if self.threads().all(|state| state == 'T') {
                return true;
            }
            std::thread::yield_now();
        }
        false
    }

    /// Lets it go on.
    pub(crate) fn cont(&mut self, sender: &mut SignalSender) {
        sender.order("CONT", self.id());
    }

    /// The state of each of its threads, as /proc tells it; none when it is gone.
    fn threads(&self) -> impl Iterator<Item = char> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.id())).into_iter().flatten().flatten();
        tasks.filter_map(|task| {
            let state = std::fs::read_to_string(task.path().join("stat")).ok()?;
            state.rsplit_once(") ")?.1.chars().next()
        })
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.process.kill().expect("the run is killed");
    }

    /// Waits for its end and takes what it wrote.
    #[track_caller]
    pub(crate) fn finish(mut self) -> CommandOutput {
        let status = self.wait();
        CommandOutput {
            line: self.line.clone(),
            status: exit_code(status),
            stdout: text(&mut self.stdout),
            stderr: text(&mut self.stderr),
        }
    }

    #[track_caller]
    fn wait(&mut self) -> ExitStatus {
        loop {
            if let Some(status) = self.process.try_wait().expect("the state of the run") {
                return status;
            }
            if Instant::now() > self.until {
                self.kill();
                let (stdout, stderr) = (text(&mut self.stdout), text(&mut self.stderr));
                panic!("'contacts {}' did not end in {TIME_LIMIT:?}\n{stdout}\n{stderr}", self.line);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Child {
    /// A test that fails leaves no process behind.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A shell that stands by to stop processes and to let them go on: its own `kill` does so within microseconds, where
/// starting a program would take milliseconds.
pub(crate) struct SignalSender(process::Child);

impl SignalSender {
    pub(crate) fn stand_by() -> Self {
        let mut command = Command::new("sh");
        command
            .args(["-c", "while read -r signal process; do kill -\"$signal\" \"$process\"; done"])
            .stderr(Stdio::null());
        Self(command.stdin(Stdio::piped()).spawn().expect("a shell"))
    }

    fn order(&mut self, signal: &str, process: u32) {
        let orders = self.0.stdin.as_mut().expect("the shell's stdin");
        writeln!(orders, "{signal} {process}").expect("an order to the shell");
    }
}

impl Drop for SignalSender {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Sends a signal (`INT`) to a process. The shell has a `kill` of its own; a program of that name need not be there.
#[track_caller]
pub(crate) fn send(signal: &str, process: u32) {
    assert!(try_to_send(signal, process), "process {process} is gone");
}

/// The same, to a process that may have ended; whether it had not.
#[track_caller]
pub(crate) fn try_to_send(signal: &str, process: u32) -> bool {
    let line = format!("kill -{signal} {process}");
    Command::new("sh").args(["-c", &line]).stderr(Stdio::null()).status().expect("a shell").success()
}

fn exit_code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
}

fn text(file: &mut File) -> String {
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).expect("the output of the run");
    String::from_utf8_lossy(&bytes).into_owned()
}
