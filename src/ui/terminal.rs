use std::io::{self, IsTerminal};
use std::sync::Arc;

use dialoguer::console::{Style, Term};

use super::progress::Progress;
use super::prompt::{self, AskError, Pager, PromptStyle, PromptTerminal};
use super::spinner::Spinner;
use super::stream::Stream;
use super::style::{OutcomeText, Styled};
use super::table::UNLIMITED;
use super::wrap::wrap;
use crate::model::Cancel;
use crate::model::sanitize_lines;

/// How far the further lines of a message stand in.
const INDENT: usize = 2;

/// Columns of a terminal that does not say how many it has.
const DEFAULT_WIDTH: usize = 80;

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// On a terminal that can show colours, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Also into a pipe, and whatever the environment says.
    Always,
    /// Nowhere.
    Never,
}

/// What the user asked for on the command line.
#[derive(Debug, Clone, Copy, Default)]
pub struct TerminalOptions {
    /// `--color`.
    pub color: ColorChoice,
    /// `--quiet`: no notes and no progress; warnings and errors are told.
    pub quiet: bool,
    /// `--json`: nobody is asked and no progress is drawn.
    pub json: bool,
}

/// What the environment says; `cli` reads it, because nothing below does.
#[derive(Debug, Clone, Copy, Default)]
pub struct TerminalEnv {
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// `TERM` is `dumb`: neither colours nor a progress bar, and questions without moving the cursor.
    pub term_dumb: bool,
}

/// What is on the other side of the program's streams.
struct StreamInfo {
    /// Whether somebody can type.
    stdin_is_terminal: bool,
    /// Columns of stdout's terminal; `None` when it is none.
    columns: Option<usize>,
    /// Columns of stderr's terminal; `None` when it is none.
    message_columns: Option<usize>,
}

/// The terminal, or the pipes in its place. What it does is decided once, when the program starts.
pub struct Terminal {
    results: Stream,
    messages: Arc<Stream>,
    look: PromptStyle,
    /// How results look; `look` is how messages do.
    results_look: PromptStyle,
    is_watched: bool,
    has_progress: bool,
    can_ask: bool,
    options: TerminalOptions,
    width: usize,
    message_width: usize,
    cancel: Cancel,
}

impl Terminal {
    /// The terminal of this process.
    pub fn new(options: TerminalOptions, env: TerminalEnv) -> Self {
        let (results, messages) = (Stream::stdout(), Stream::stderr());
        let columns = results.is_terminal.then(|| columns_of(&Term::stdout()));
        let message_columns = messages.is_terminal.then(|| columns_of(&Term::stderr()));
        let surroundings = StreamInfo { stdin_is_terminal: io::stdin().is_terminal(), columns, message_columns };
        Self::over(results, messages, &surroundings, options, env)
    }

    fn over(
        results: Stream,
        messages: Stream,
        surroundings: &StreamInfo,
        options: TerminalOptions,
        env: TerminalEnv,
    ) -> Self {
        let has_colors = |stream: &Stream| match options.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => stream.is_terminal && !env.no_color && !env.term_dumb,
        };
        Self {
            look: PromptStyle { has_colors: has_colors(&messages), is_dumb: env.term_dumb },
            results_look: PromptStyle { has_colors: has_colors(&results), is_dumb: env.term_dumb },
            is_watched: messages.is_terminal,
            has_progress: messages.is_terminal && !env.term_dumb && !options.quiet && !options.json,
            can_ask: surroundings.stdin_is_terminal && messages.is_terminal && !options.json,
            options,
            width: surroundings.columns.unwrap_or(UNLIMITED),
            message_width: surroundings.message_columns.unwrap_or(UNLIMITED),
            results,
            messages: Arc::new(messages),
            cancel: Cancel::default(),
        }
    }

    /// The same, where no question is asked any more once somebody asked to stop.
    #[must_use]
    pub fn with_cancel(self, cancel: Cancel) -> Self {
        Self { cancel, ..self }
    }

    /// Whether a person is there to answer: stdin and stderr are terminals, and the result is not for a program.
    pub fn can_ask(&self) -> bool {
        self.can_ask
    }

    /// Whether a person may see the messages: stderr is a terminal.
    pub fn stderr_is_terminal(&self) -> bool {
        self.is_watched
    }

    /// Whether [`Self::progress`] draws anything.
    pub fn has_progress(&self) -> bool {
        self.has_progress
    }

    /// Whether the user wants no notes.
    pub fn is_quiet(&self) -> bool {
        self.options.quiet
    }

    /// Columns of stdout's terminal. Into a pipe or a file it is [`UNLIMITED`]: whoever reads it gets every cell whole.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Tells a result on stdout, ended with a line end, for a person: it can do no harm wherever it is read.
    ///
    /// # Errors
    /// As the system says. [`io::ErrorKind::BrokenPipe`] means that the reader has seen enough: no failure.
    pub fn out(&self, text: &str) -> io::Result<()> {
        if text.is_empty() || text.ends_with('\n') {
            self.results.write_text(text)
        } else {
            self.results.write_text(&format!("{text}\n"))
        }
    }

    /// Tells a result on stdout that has colours where there are any.
    ///
    /// # Errors
    /// As [`Self::out`].
    pub fn out_painted(&self, result: &impl Styled) -> io::Result<()> {
        if self.results_look.has_colors {
            self.results.write_raw(&result.painted(true))
        } else {
            self.results.write_text(&result.painted(false))
        }
    }

    /// Tells what came of an import, with the words of its outcome in their colours and its long lines broken between
    /// words.
    ///
    /// # Errors
    /// As [`Self::out`].
    pub fn out_report(&self, text: &str) -> io::Result<()> {
        self.out_painted(&OutcomeText(&format!("{}\n", self.wrapped(text.trim_end_matches('\n')))))
    }

    /// A result's text for [`Self::out`], with its long lines broken between words.
    pub fn wrapped(&self, text: &str) -> String {
        wrap(text, self.width, INDENT)
    }

    /// Writes data to stdout: CSV, JSON, a script. On a terminal it can do no harm; into a pipe it goes as it is, so that
    /// its last line has an end only where it has one itself.
    ///
    /// # Errors
    /// As [`Self::out`].
    pub fn out_data(&self, text: &str) -> io::Result<()> {
        self.results.write_data(text)
    }

    /// Whether a person looks at the results: stdout is a terminal.
    pub fn shows_results(&self) -> bool {
        self.results.is_terminal
    }

    /// Tells a part of a result that is no text, into a pipe or a file: a terminal would take it for orders.
    ///
    /// # Errors
    /// As [`Self::out`].
    pub fn out_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        self.results.write_bytes(bytes)
    }

    /// Whether a result, or a part of one, was written to stdout. A second JSON document behind it would make both
    /// unreadable.
    pub fn has_results(&self) -> bool {
        self.results.has_begun()
    }

    /// Tells something by the way on stderr, unless the user wants it quiet.
    pub fn note(&self, text: &str) {
        if !self.options.quiet {
            self.tell(&wrap(&sanitize_lines(text), self.message_width, INDENT));
        }
    }

    /// Shows on stderr what a question is about: also when it should be quiet.
    pub fn print_always(&self, text: &str) {
        self.tell(&sanitize_lines(text));
    }

    /// Tells `warning: …` on stderr.
    pub fn warn(&self, text: &str) {
        self.tell_labelled("warning:", &Style::new().yellow().bold(), text);
    }

    /// Tells `error: …` on stderr, then `hint: …` where there is something to do next.
    pub fn error(&self, message: &str, hint: Option<&str>) {
        self.tell_labelled("error:", &Style::new().red().bold(), message);
        if let Some(hint) = hint {
            // It stays on its line: a command in it is to be copied.
            self.tell_line("hint:", &Style::new().yellow(), &sanitize_lines(hint));
        }
    }

    /// Asks a question that is answered with `y` or `n` and Enter; Enter alone takes the default. The last `y` or `n`
    /// counts, and other keys do nothing.
    ///
    /// # Errors
    /// [`AskError::NotATerminal`] when nobody is there to answer ([`Self::can_ask`]), [`AskError::Interrupted`] after
    /// Ctrl-C or when the terminal is gone. Ctrl-C also raises `SIGINT`, which the program is to handle: else it ends
    /// there and then, and the terminal stays as the question needs it.
    pub fn confirm(&self, question: &str, default: bool) -> Result<bool, AskError> {
        prompt::confirm(&self.screen()?, question, default)
    }

    /// Lets the user choose one of the items, one line each, with the cursor on `default`. Esc is an answer where
    /// `escape` says in a few words what it means (`skip this column`); `q` is the same there. Afterwards the question and its answer stay on
    /// one line.
    ///
    /// Returns the item's index; `None` after Esc, and when there is nothing to choose from.
    ///
    /// # Errors
    /// As [`Self::confirm`].
    pub fn choose(
        &self,
        question: &str,
        items: &[String],
        default: usize,
        escape: Option<&str>,
    ) -> Result<Option<usize>, AskError> {
        prompt::choose(&self.screen()?, question, items, default, escape)
    }

    /// Asks for a line of text, without the blanks around it. An empty line is the default, or empty where there is
    /// none. What `validate` refuses is told with its reason and asked again.
    ///
    /// # Errors
    /// As [`Self::confirm`], and [`AskError::Interrupted`] after Ctrl-D; Ctrl-C is a key here and raises nothing.
    pub fn ask_text(
        &self,
        question: &str,
        default: Option<&str>,
        validate: impl Fn(&str) -> Result<(), String>,
    ) -> Result<String, AskError> {
        prompt::ask_text(&self.screen()?, question, default, &validate)
    }

    /// Shows a long result on stdout: a page at a time if it is a terminal where somebody can answer, else at once.
    pub fn pager(&self) -> Pager<'_> {
        let screen = if self.results.is_terminal { self.screen().ok() } else { None };
        Pager::new(self, screen)
    }

    /// An observer that draws the progress of a run on stderr; it draws nothing where nobody looks.
    pub fn progress(&self) -> Progress {
        if self.has_progress { Progress::on_stderr(Arc::clone(&self.messages)) } else { Progress::unseen() }
    }

    /// Shows on stderr that work goes on, until it is dropped; it draws nothing where nobody looks.
    pub fn spinner(&self, what: &'static str) -> Spinner {
        if self.has_progress { Spinner::on_stderr(what) } else { Spinner::unseen() }
    }

    /// Where questions are asked, if somebody can answer.
    fn screen(&self) -> Result<PromptTerminal, AskError> {
        if self.can_ask {
            Ok(PromptTerminal::on_stderr(self.look, self.cancel.clone()))
        } else {
            Err(AskError::NotATerminal)
        }
    }

    fn tell_labelled(&self, label: &str, style: &Style, text: &str) {
        let line = wrap(&format!("{label} {}", sanitize_lines(text)), self.message_width, INDENT);
        self.tell_line(label, style, line.strip_prefix(label).unwrap_or(&line).trim_start());
    }

    fn tell_line(&self, label: &str, style: &Style, text: &str) {
        if self.look.has_colors {
            self.tell(&format!("{} {text}", style.clone().force_styling(true).apply_to(label)));
        } else {
            self.tell(&format!("{label} {text}"));
        }
    }

    /// A message that nobody can receive is no reason to fail.
    fn tell(&self, line: &str) {
        let _ = self.messages.write_raw(&format!("{line}\n"));
    }
}

fn columns_of(terminal: &Term) -> usize {
    terminal.size_checked().map_or(DEFAULT_WIDTH, |(_rows, columns)| usize::from(columns))
}

#[cfg(test)]
mod tests;
