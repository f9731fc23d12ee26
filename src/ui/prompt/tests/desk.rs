//! A terminal of its own for one prompt: a screen, a keyboard, and this test binary as the program.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};
use tempfile::TempDir;

use crate::ui::{PageFlow, Terminal, TerminalEnv, TerminalOptions};

const TIME_LIMIT: Duration = Duration::from_secs(30);
/// Between items.
const SEPARATOR: &str = "\u{1e}";

/// What the terminal is like and what is asked; [`Desk::start`] makes it a running one.
pub(super) struct Desk {
    size: PtySize,
    /// A file for each setting: the program finds them where it runs.
    settings: TempDir,
}

/// A prompt that stands in its terminal.
pub(super) struct Asking {
    pair: PtyPair,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Option<Box<dyn Write + Send>>,
    seen: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
    modes_before: String,
    _settings: TempDir,
}

/// The terminal afterwards.
pub(super) struct Left {
    /// Everything that was sent to it.
    pub(super) raw: String,
    pub(super) screen: String,
    pub(super) cursor_hidden: bool,
    /// Whether it echoes, waits for whole lines, and so on.
    pub(super) modes_before: String,
    pub(super) modes_after: String,
}

impl Desk {
    pub(super) fn of(columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, ..PtySize::default() };
        Self { size, settings: tempfile::tempdir().unwrap() }
    }

    pub(super) fn dumb(self, is_dumb: bool) -> Self {
        if is_dumb { self.with("dumb", "") } else { self }
    }

    pub(super) fn no_color(self) -> Self {
        self.with("no-color", "")
    }

    /// Something that stands on the screen before the question.
    pub(super) fn above(self, text: &str) -> Self {
        self.with("above", text)
    }

    pub(super) fn choose(self, question: &str, items: &[&str], default: usize, escape: Option<&str>) -> Asking {
        let desk = self.with("items", &items.join(SEPARATOR)).with("default", &default.to_string());
        let desk = if let Some(escape) = escape { desk.with("escape", escape) } else { desk };
        desk.start("choose", question)
    }

    /// The text `wrong` is refused.
    pub(super) fn text(self, question: &str, default: Option<&str>) -> Asking {
        let desk = if let Some(default) = default { self.with("default", default) } else { self };
        desk.start("text", question)
    }

    pub(super) fn confirm(self, question: &str) -> Asking {
        self.start("confirm", question)
    }

    /// So many lines, numbered.
    pub(super) fn pages(self, line: &str, lines: usize) -> Asking {
        self.with("default", &lines.to_string()).start("pages", line)
    }

    #[allow(clippy::disallowed_methods, reason = "a file that only the test reads")]
    fn with(self, name: &str, value: &str) -> Self {
        std::fs::write(self.settings.path().join(name), value).unwrap();
        self
    }

    fn start(self, kind: &str, question: &str) -> Asking {
        let desk = self.with("kind", kind).with("question", question);
        let pair = native_pty_system().openpty(desk.size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "ui::prompt::tests::desk::the_program",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ]);
        command.cwd(desk.settings.path());
        let modes_before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let (seen, reader) = record(pair.master.try_clone_reader().unwrap());
        Asking {
            pair,
            child,
            keyboard: Some(keyboard),
            seen,
            reader: Some(reader),
            modes_before,
            _settings: desk.settings,
        }
    }
}

impl Asking {
    /// Waits until the screen shows this.
    #[track_caller]
    pub(super) fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contains(text));
    }

    /// Waits until the screen shows this line and nothing else on it.
    #[track_caller]
    pub(super) fn wait_for_line(&mut self, line: &str) {
        self.wait_until(line, |screen| screen.lines().any(|shown| shown == line));
    }

    /// Waits until the screen shows as many lines as this, and no more.
    #[track_caller]
    pub(super) fn wait_for_lines(&mut self, count: usize) {
        self.wait_until(&format!("{count} lines"), |screen| screen.lines().count() == count);
    }

    /// Presses keys once the program waits for one.
    #[track_caller]
    pub(super) fn press(&mut self, keys: &str) {
        let until = Instant::now() + TIME_LIMIT;
        while modes(&*self.pair.master) == self.modes_before {
            assert!(Instant::now() < until, "no key is waited for\n{}", self.screen());
            sleep(Duration::from_millis(1));
        }
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(keys.as_bytes()).and_then(|()| keyboard.flush()).unwrap();
    }

    /// Presses one key after the other, whether or not the program waits for it.
    #[track_caller]
    pub(super) fn hurry(&mut self, key: &str, times: usize) {
        let keyboard = self.keyboard.as_mut().unwrap();
        for _ in 0..times {
            keyboard.write_all(key.as_bytes()).and_then(|()| keyboard.flush()).unwrap();
        }
    }

    #[track_caller]
    pub(super) fn finish(mut self) -> Left {
        self.wait_for_end();
        let modes_after = modes(&*self.pair.master);
        // The last bytes are those of the answer.
        let until = Instant::now() + TIME_LIMIT;
        while !String::from_utf8_lossy(&self.raw()).contains(END) && Instant::now() < until {
            sleep(Duration::from_millis(5));
        }
        let raw = self.raw();
        let drawn = self.drawn();
        Left {
            screen: trimmed(&drawn.screen().contents()).trim_end().to_owned(),
            cursor_hidden: drawn.screen().hide_cursor(),
            raw: shown(&raw),
            modes_before: self.modes_before.clone(),
            modes_after,
        }
    }

    /// What the screen shows now.
    pub(super) fn screen(&self) -> String {
        trimmed(&self.drawn().screen().contents())
    }

    #[track_caller]
    fn wait_until(&mut self, text: &str, is_shown: impl Fn(&str) -> bool) {
        let until = Instant::now() + TIME_LIMIT;
        while !is_shown(&self.screen()) {
            let ended = self.child.try_wait().unwrap();
            let is_late = Instant::now() > until;
            assert!(ended.is_none() && !is_late, "'{text}' never came ({ended:?})\n{}", self.screen());
            sleep(Duration::from_millis(5));
        }
    }

    #[track_caller]
    fn wait_for_end(&mut self) {
        let until = Instant::now() + TIME_LIMIT;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < until, "it does not end\n{}", self.screen());
            sleep(Duration::from_millis(5));
        }
    }

    fn raw(&self) -> Vec<u8> {
        self.seen.lock().unwrap().clone()
    }

    fn drawn(&self) -> vt100::Parser {
        let size = self.pair.master.get_size().unwrap();
        let (rows, columns) = (NonZeroU16::new(size.rows), NonZeroU16::new(size.cols));
        let mut parser = vt100::Parser::new(rows.unwrap(), columns.unwrap(), 0);
        parser.process(shown(&self.raw()).as_bytes());
        parser
    }
}

impl Drop for Asking {
    /// A test that fails leaves no process behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        drop(self.reader.take()); // it ends with the terminal
    }
}

/// What the program wrote between the test harness's own lines.
fn shown(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let begun = text.split_once(BEGIN).map_or("", |(_, shown)| shown);
    begun.split_once(END).map_or(begun, |(shown, _)| shown).to_owned()
}

fn trimmed(screen: &str) -> String {
    screen.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().unwrap().local_flags)
}

fn record(mut screen: Box<dyn Read + Send>) -> (Arc<Mutex<Vec<u8>>>, JoinHandle<()>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let reader = spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = screen.read(&mut buffer) {
            kept.lock().unwrap().extend_from_slice(&buffer[..read]);
        }
    });
    (seen, reader)
}

/// Around what the program shows.
const BEGIN: &str = "<begin>\r\n";
const END: &str = "<end>";

#[test]
#[ignore = "is run by the other tests, in a terminal of its own"]
fn the_program() {
    let setting = |name: &str| std::fs::read_to_string(name).ok();
    let Some(kind) = setting("kind") else { return };
    let env = TerminalEnv { no_color: setting("no-color").is_some(), term_dumb: setting("dumb").is_some() };
    signal_hook::flag::register(signal_hook::consts::SIGINT, std::sync::Arc::default()).unwrap(); // as the program has one
    let terminal = Terminal::new(TerminalOptions::default(), env);
    eprintln!("<begin>");
    if let Some(above) = setting("above") {
        eprintln!("{above}");
    }
    let question = setting("question").unwrap();
    let default = setting("default");
    let number = || default.as_ref().unwrap().parse::<usize>().unwrap();
    let answer = match kind.as_str() {
        "choose" => {
            let items: Vec<String> = setting("items").unwrap().split(SEPARATOR).map(str::to_owned).collect();
            format!("{:?}", terminal.choose(&question, &items, number(), setting("escape").as_deref()))
        }
        "text" => format!("{:?}", terminal.ask_text(&question, default.as_deref(), validate)),
        "confirm" => format!("{:?}", terminal.confirm(&question, false)),
        _ => format!("{:?}", show_pages(&terminal, &question, number())),
    };
    eprint!("answer: {}<end>", crate::ui::sanitize(&answer));
}

fn validate(text: &str) -> Result<(), String> {
    if text == "wrong" { Err("that is wrong\u{1b}[2J".to_owned()) } else { Ok(()) }
}

fn show_pages(terminal: &Terminal, line: &str, lines: usize) -> Result<PageFlow, crate::ui::AskError> {
    let mut pager = terminal.pager();
    for number in 1..=lines {
        if pager.line(&format!("{line} {number}"))? == PageFlow::Stop {
            return Ok(PageFlow::Stop);
        }
    }
    Ok(PageFlow::GoOn)
}
