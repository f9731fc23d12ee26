//! A command that receives the notification on its stdin.

use std::io::{self, PipeReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::NotifyError;

/// Interval at which a running program is polled for its end.
const POLL_INTERVAL: Duration = Duration::from_millis(5);
/// Maximum length of a program's words in an error, in bytes.
const MAX_SAID_BYTES: usize = 1000;
/// Time that the last words of a program that has ended are waited for.
// What it left running may keep the pipe open, so its end is not waited for.
const LAST_WORDS_TIMEOUT: Duration = Duration::from_millis(200);

/// Program that receives input on stdin. It is run without a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookCommand {
    /// Program, by path or by name in `PATH`.
    pub program: String,
    /// Arguments.
    pub arguments: Vec<String>,
    /// Environment variables that are withheld from it.
    pub hidden: Vec<&'static str>,
    /// Whether an error quotes its output, which is discarded otherwise. A program that writes after this process has ended
    /// is stopped by that then.
    pub is_heard: bool,
}

impl HookCommand {
    /// Runs the program until it ends, or kills it at the deadline.
    pub(super) fn run(&self, input: Vec<u8>, until: Instant) -> Result<(), NotifyError> {
        let program = || self.program.clone();
        let not_run = |cause| NotifyError::NotRun { program: program(), cause };
        let (mut child, output) = self.start().map_err(|error| not_run(missing_null_device().unwrap_or(error)))?;
        let output = output.map(listen);
        let said = || output.as_ref().and_then(last_words);
        if let Some(mut stdin) = child.stdin.take() {
            // On a thread, because a program may leave its input unread; a full pipe would block this one.
            std::thread::spawn(move || stdin.write_all(&input));
        }
        match wait(&mut child, until) {
            Ok(Some(status)) if status.success() => Ok(()),
            Ok(Some(status)) => Err(NotifyError::Ended { program: program(), status, said: said() }),
            Ok(None) => Err(NotifyError::Killed { program: program(), said: said() }),
            Err(cause) => Err(not_run(cause)),
        }
    }

    /// Starts the program; returns its output too where it is heard.
    fn start(&self) -> io::Result<(Child, Option<PipeReader>)> {
        let mut command = Command::new(&self.program);
        for name in &self.hidden {
            command.env_remove(name);
        }
        // Its own process group, so that everything it starts can be killed with it; Ctrl-C in a terminal does not
        // reach it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        if !self.is_heard {
            return Ok((command.spawn()?, None));
        }
        let (output, writer) = io::pipe()?;
        command.stdout(writer.try_clone()?).stderr(writer);
        // With its end, the command closes the ends of the pipe that this process holds: the program has the last ones.
        Ok((command.spawn()?, Some(output)))
    }
}

/// Returns the error of a root without `/dev/null`, which every program gets for what is not listened to. The system's own
/// words would sound as if the program were missing.
fn missing_null_device() -> Option<io::Error> {
    let is_missing = cfg!(unix) && !Path::new("/dev/null").exists();
    is_missing.then(|| io::Error::new(io::ErrorKind::NotFound, "there is no /dev/null here: mount /dev"))
}

/// Reads the output of a program to its end, on a thread, and hands on its beginning.
fn listen(mut output: PipeReader) -> mpsc::Receiver<Vec<u8>> {
    let (words, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        let mut left = MAX_SAID_BYTES;
        // Read on after that, because a full pipe would stop the program.
        while let Some(read) = output.read(&mut buffer).ok().filter(|read| *read > 0) {
            let kept = read.min(left);
            left -= kept;
            if kept > 0 && words.send(buffer.get(..kept).unwrap_or_default().to_vec()).is_err() {
                return;
            }
        }
    });
    heard
}

/// Returns what an ended program said, on one line; `None` if it said nothing.
fn last_words(output: &mpsc::Receiver<Vec<u8>>) -> Option<String> {
    let mut said = Vec::new();
    while let Ok(words) = output.recv_timeout(LAST_WORDS_TIMEOUT) {
        said.extend(words);
    }
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}

/// Kills a program that does not end, and everything it started that did not leave its process group.
fn kill(child: &mut Child) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // Where there is no such group, only the program itself is killed, below.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    child.kill()
}

/// Waits for a child and returns its status; `None` if it was killed at the deadline.
fn wait(child: &mut Child, until: Instant) -> io::Result<Option<ExitStatus>> {
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
