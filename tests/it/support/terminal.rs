//! A command in a pseudo-terminal: its screen and its keyboard.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Rows and columns of a terminal, unless a test wants others.
pub(crate) const USUAL_SHAPE: (u16, u16) = (40, 120);
/// What a terminal calls itself, unless a test says otherwise.
const USUAL_TERM: &str = "xterm-256color";
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The Ctrl-C of a keyboard.
pub(crate) const CTRL_C: &str = "\x03";

/// A run in a terminal: what is on its screen, and its keyboard.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    seen: Arc<Mutex<Vec<u8>>>,
    reader: Option<std::thread::JoinHandle<()>>,
    master: Box<dyn MasterPty + Send>,
    shape: (u16, u16),
    /// How the terminal treated lines and keys before the run.
    modes: String,
}

/// A terminal after its program ended.
pub(crate) struct FinishedTerminal {
    /// The exit code.
    pub(crate) status: u32,
    /// Everything that was sent to the terminal.
    pub(crate) raw: String,
    /// What stands on the screen, and above it.
    pub(crate) screen: String,
    /// Whether the user is left without a cursor.
    pub(crate) cursor_hidden: bool,
    /// Whether lines and keys are treated as they were before the run.
    pub(crate) modes_restored: bool,
    /// The screen with its colours.
    pub(crate) look: vt100::Parser,
}

impl Terminal {
    #[track_caller]
    pub(crate) fn start(
        binary: &str,
        words: &[String],
        directory: &Path,
        environment: &BTreeMap<String, String>,
        shape: (u16, u16),
    ) -> Self {
        let size = PtySize { rows: shape.0, cols: shape.1, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(binary);
        command.args(words);
        command.cwd(directory);
        command.env_clear();
        command.env("TERM", USUAL_TERM);
        for (name, value) in environment {
            command.env(name, value);
        }
        let modes = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).expect("the run starts");
        let keyboard = pair.master.take_writer().expect("a keyboard");
        let (seen, reader) = record(pair.master.try_clone_reader().expect("a screen"));
        Self { child, keyboard, seen, reader: Some(reader), master: pair.master, shape, modes }
    }

    /// Waits until the screen shows this, whatever its case.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let lower = text.to_lowercase();
        self.wait_until(text, |screen| screen.to_lowercase().contains(&lower));
    }

    /// Waits until the screen is so.
    #[track_caller]
    pub(crate) fn wait_until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        let until = Instant::now() + TIME_LIMIT;
        loop {
            let ended = self.child.try_wait().expect("the state of the run");
            if ended.is_some() {
                self.read_to_the_end();
            }
            if is_so(&self.screen()) {
                return;
            }
            let late = Instant::now() > until;
            assert!(ended.is_none() && !late, "'{what}' never came ({ended:?})\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// What a run wrote before it ended may still be under way.
    fn read_to_the_end(&mut self) {
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }

    /// Presses these keys.
    #[track_caller]
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("a key press");
    }

    /// Waits for the end of the run.
    #[track_caller]
    pub(crate) fn finish(mut self) -> FinishedTerminal {
        let until = Instant::now() + TIME_LIMIT;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("the state of the run") {
                break status;
            }
            assert!(Instant::now() < until, "it does not end\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        };
        self.read_to_the_end();
        let raw = self.raw();
        let drawn = drawn(&raw, self.shape);
        FinishedTerminal {
            status: status.exit_code(),
            screen: drawn.screen().contents(),
            cursor_hidden: drawn.screen().hide_cursor(),
            modes_restored: modes(self.master.as_ref()) == self.modes,
            raw: String::from_utf8_lossy(&raw).into_owned(),
            look: drawn,
        }
    }

    /// What the screen shows now.
    pub(crate) fn screen(&self) -> String {
        drawn(&self.raw(), self.shape).screen().contents()
    }

    /// What the screen shows now, with its colours.
    pub(crate) fn look(&self) -> vt100::Parser {
        drawn(&self.raw(), self.shape)
    }

    fn raw(&self) -> Vec<u8> {
        self.seen.lock().expect("what was seen").clone()
    }
}

impl Drop for Terminal {
    /// A test that fails leaves no process behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Keeps everything that comes from the terminal, until its program has closed it.
fn record(mut screen: Box<dyn Read + Send>) -> (Arc<Mutex<Vec<u8>>>, std::thread::JoinHandle<()>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let reader = std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = screen.read(&mut buffer) {
            kept.lock().expect("what was seen").extend_from_slice(&buffer[..read]);
        }
    });
    (seen, reader)
}

/// How a terminal treats lines and keys.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("the modes of the terminal"))
}

/// The terminal after these bytes. It is tall, so that nothing scrolls out of sight.
fn drawn(raw: &[u8], (rows, columns): (u16, u16)) -> vt100::Parser {
    let (rows, columns) = (NonZeroU16::new(rows.max(USUAL_SHAPE.0) * 10), NonZeroU16::new(columns));
    let mut parser = vt100::Parser::new(rows.expect("rows"), columns.expect("columns"), 0);
    parser.process(raw);
    parser
}
