//! A terminal for the test of one prompt: a screen, a keyboard, and this test binary as the program.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};
use tempfile::TempDir;

use crate::ui::{Choice, PageFlow, Terminal, TerminalEnv, TerminalOptions, TextQuestion};

const TIME_LIMIT: Duration = Duration::from_secs(30);
/// Separator of items.
const SEPARATOR: &str = "\u{1e}";

/// A terminal's properties and what is asked in it; [`TestTerminal::start`] starts the program.
pub(super) struct TestTerminal {
    size: PtySize,
    /// Directory in which the program runs, with a file for each setting.
    settings: TempDir,
}

/// A running prompt in its terminal.
pub(super) struct RunningPrompt {
    pair: PtyPair,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Option<Box<dyn Write + Send>>,
    seen: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
    modes_before: String,
    _settings: TempDir,
}

/// The terminal after the prompt.
pub(super) struct FinishedTerminal {
    /// Everything that was sent to it.
    pub(super) raw: String,
    pub(super) screen: String,
    pub(super) cursor_hidden: bool,
    /// Local flags: echo, whole lines, and so on.
    pub(super) modes_before: String,
    pub(super) modes_after: String,
}

impl TestTerminal {
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

    /// Adds text that is on the screen before the question.
    pub(super) fn above(self, text: &str) -> Self {
        self.with("above", text)
    }

    pub(super) fn choose(self, question: &str, items: &[&str], default: usize, escape: Option<&str>) -> RunningPrompt {
        let terminal = self.with("items", &items.join(SEPARATOR)).with("default", &default.to_string());
        let terminal = if let Some(escape) = escape { terminal.with("escape", escape) } else { terminal };
        terminal.start("choose", question)
    }

    /// Adds lines that stay above the question.
    pub(super) fn about(self, lines: &[&str]) -> Self {
        self.with("about", &lines.join(SEPARATOR))
    }

    /// Gives Esc a meaning for [`Self::text`] and [`Self::confirm`].
    pub(super) fn escape(self, meaning: &str) -> Self {
        self.with("escape", meaning)
    }

    /// Puts a text into the line of [`Self::text`].
    pub(super) fn typed(self, text: &str) -> Self {
        self.with("typed", text)
    }

    /// Asks for a text; `wrong` is refused.
    pub(super) fn text(self, question: &str, default: Option<&str>) -> RunningPrompt {
        let terminal = if let Some(default) = default { self.with("default", default) } else { self };
        terminal.start("text", question)
    }

    pub(super) fn confirm(self, question: &str) -> RunningPrompt {
        self.start("confirm", question)
    }

    /// Shows numbered lines in the pager.
    pub(super) fn pages(self, line: &str, lines: usize) -> RunningPrompt {
        self.with("default", &lines.to_string()).start("pages", line)
    }

    #[allow(clippy::disallowed_methods, reason = "a file that only the test reads")]
    fn with(self, name: &str, value: &str) -> Self {
        std::fs::write(self.settings.path().join(name), value).unwrap();
        self
    }

    fn start(self, kind: &str, question: &str) -> RunningPrompt {
        let terminal = self.with("kind", kind).with("question", question);
        let pair = native_pty_system().openpty(terminal.size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "ui::prompt::tests::terminal::the_program",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ]);
        command.cwd(terminal.settings.path());
        let modes_before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let (seen, reader) = record(pair.master.try_clone_reader().unwrap());
        RunningPrompt {
            pair,
            child,
            keyboard: Some(keyboard),
            seen,
            reader: Some(reader),
            modes_before,
            _settings: terminal.settings,
        }
    }
}

impl RunningPrompt {
    /// Waits until the screen shows this text.
    #[track_caller]
    pub(super) fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contains(text));
    }

    /// Waits until a line of the screen is exactly this.
    #[track_caller]
    pub(super) fn wait_for_line(&mut self, line: &str) {
        self.wait_until(line, |screen| screen.lines().any(|shown| shown == line));
    }

    /// Waits until the screen shows exactly this number of lines.
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

    /// Changes the size of the terminal.
    #[track_caller]
    pub(super) fn resize(&mut self, columns: u16, rows: u16) {
        self.pair.master.resize(PtySize { rows, cols: columns, ..PtySize::default() }).unwrap();
    }

    /// Presses a key several times without waiting for the program.
    #[track_caller]
    pub(super) fn hurry(&mut self, key: &str, times: usize) {
        let keyboard = self.keyboard.as_mut().unwrap();
        for _ in 0..times {
            keyboard.write_all(key.as_bytes()).and_then(|()| keyboard.flush()).unwrap();
        }
    }

    #[track_caller]
    pub(super) fn finish(mut self) -> FinishedTerminal {
        self.wait_for_end();
        let modes_after = modes(&*self.pair.master);
        // The last bytes are those of the answer.
        let until = Instant::now() + TIME_LIMIT;
        while !String::from_utf8_lossy(&self.raw()).contains(END) && Instant::now() < until {
            sleep(Duration::from_millis(5));
        }
        let raw = self.raw();
        let drawn = self.drawn();
        FinishedTerminal {
            screen: trimmed(&drawn.screen().contents()).trim_end().to_owned(),
            cursor_hidden: drawn.screen().hide_cursor(),
            raw: shown(&raw),
            modes_before: self.modes_before.clone(),
            modes_after,
        }
    }

    /// Returns what the screen shows now.
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

impl Drop for RunningPrompt {
    /// Ends the program, also where a test fails.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        drop(self.reader.take()); // it ends with the terminal
    }
}

/// Returns what the program wrote between the lines of the test harness.
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

/// Marks around the program's own output.
const BEGIN: &str = "<begin>\r\n";
const END: &str = "<end>";

#[test]
#[ignore = "is run by the other tests, in a terminal of its own"]
fn the_program() {
    let setting = |name: &str| std::fs::read_to_string(name).ok();
    let Some(kind) = setting("kind") else { return };
    let env = TerminalEnv { no_color: setting("no-color").is_some(), term_dumb: setting("dumb").is_some() };
    let terminal = Terminal::new(TerminalOptions::default(), env);
    eprintln!("<begin>");
    if let Some(above) = setting("above") {
        eprintln!("{above}");
    }
    let question = setting("question").unwrap();
    let default = setting("default");
    let number = || default.as_ref().unwrap().parse::<usize>().unwrap();
    let lines = |name: &str| -> Vec<String> {
        setting(name).map(|text| text.split(SEPARATOR).map(str::to_owned).collect()).unwrap_or_default()
    };
    let meaning = setting("escape");
    let escape = meaning.as_deref();
    let answer = match kind.as_str() {
        "choose" => {
            let (items, about) = (lines("items"), lines("about"));
            let choice = Choice { question: &question, about: &about, items: &items, default: number(), escape };
            format!("{:?}", terminal.ask_choice(&choice))
        }
        "text" => {
            let typed = setting("typed").unwrap_or_default();
            let question = TextQuestion { question: &question, default: default.as_deref(), typed: &typed, escape };
            format!("{:?}", terminal.ask_text(question, validate))
        }
        "confirm" if escape.is_some() => format!("{:?}", terminal.confirm_or(&question, false, escape)),
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
