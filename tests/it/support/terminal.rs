use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const ROWS: u16 = 40;
const COLUMNS: u16 = 120;
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The Ctrl-C of a keyboard.
pub(crate) const CTRL_C: &str = "\x03";

/// A run in a terminal: what is on its screen, and its keyboard.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    seen: Arc<Mutex<Vec<u8>>>,
    reader: Option<std::thread::JoinHandle<()>>,
    _master: Box<dyn MasterPty + Send>,
}

/// A terminal after its program ended.
#[derive(Debug)]
pub(crate) struct Left {
    /// The exit code.
    pub(crate) status: u32,
    /// Everything that was sent to the terminal.
    pub(crate) raw: String,
    /// What stands on the screen, and above it.
    pub(crate) screen: String,
    /// Whether the user is left without a cursor.
    pub(crate) cursor_hidden: bool,
}

impl Terminal {
    #[track_caller]
    pub(crate) fn start(
        binary: &str,
        words: &[String],
        directory: &Path,
        environment: &BTreeMap<String, String>,
    ) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(binary);
        command.args(words);
        command.cwd(directory);
        command.env_clear();
        for (name, value) in environment {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("the run starts");
        let keyboard = pair.master.take_writer().expect("a keyboard");
        let (seen, reader) = record(pair.master.try_clone_reader().expect("a screen"));
        Self { child, keyboard, seen, reader: Some(reader), _master: pair.master }
    }

    /// Waits until the screen shows this, whatever its case.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let text = text.to_lowercase();
        let until = Instant::now() + TIME_LIMIT;
        while !self.screen().to_lowercase().contains(&text) {
            let ended = self.child.try_wait().expect("the state of the run");
            let late = Instant::now() > until;
            assert!(ended.is_none() && !late, "'{text}' never came ({ended:?})\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Presses these keys.
    #[track_caller]
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("a key press");
    }

    /// Waits for the end of the run.
    #[track_caller]
    pub(crate) fn finish(mut self) -> Left {
        let until = Instant::now() + TIME_LIMIT;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("the state of the run") {
                break status;
            }
            assert!(Instant::now() < until, "it does not end\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        };
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        let raw = self.raw();
        let drawn = drawn(&raw);
        Left {
            status: status.exit_code(),
            screen: drawn.screen().contents(),
            cursor_hidden: drawn.screen().hide_cursor(),
            raw: String::from_utf8_lossy(&raw).into_owned(),
        }
    }

    /// What the screen shows now.
    fn screen(&self) -> String {
        drawn(&self.raw()).screen().contents()
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

/// The terminal after these bytes. It is tall, so that nothing scrolls out of sight.
fn drawn(raw: &[u8]) -> vt100::Parser {
    let (rows, columns) = (NonZeroU16::new(ROWS * 10), NonZeroU16::new(COLUMNS));
    let mut parser = vt100::Parser::new(rows.expect("rows"), columns.expect("columns"), 0);
    parser.process(raw);
    parser
}
