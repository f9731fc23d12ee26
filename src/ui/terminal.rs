//! The terminal, or the pipes in its place: results, messages, questions and progress go through it.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use dialoguer::console::{Style, Term};

use super::bars::BarChart;
use super::progress::Progress;
use super::prompt::{self, AskError, Choice, Pager, PromptStyle, PromptTerminal, TextQuestion};
use super::spinner::Spinner;
use super::stream::Stream;
use super::style::{OutcomeText, Styled};
use super::table::UNLIMITED;
use super::wrap::wrap;
use crate::model::Cancel;
use crate::model::sanitize_lines;

/// Blanks before the further lines of a wrapped message.
const INDENT: usize = 2;

/// Width of a terminal that does not tell its own, in columns.
const DEFAULT_WIDTH: usize = 80;

/// Value of `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// On a terminal that can show colours, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always, also into a pipe and whatever the environment says.
    Always,
    /// Never.
    Never,
}

/// Options of the command line that concern the terminal.
#[derive(Debug, Clone, Copy, Default)]
pub struct TerminalOptions {
    /// `--color`.
    pub color: ColorChoice,
    /// `--quiet`: no notes and no progress; warnings and errors are printed.
    pub quiet: bool,
    /// `--json`: no questions and no progress.
    pub json: bool,
}

/// Environment variables that concern the terminal; `cli` reads them, because nothing below it does.
#[derive(Debug, Clone, Copy, Default)]
pub struct TerminalEnv {
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// `TERM` is `dumb`: neither colours nor a progress bar, and questions without moving the cursor.
    pub term_dumb: bool,
}

/// Other ends of the process's streams.
struct StreamInfo {
    /// True if stdin is a terminal.
    stdin_is_terminal: bool,
    /// Columns of stdout's terminal; `None` if it is no terminal.
    columns: Option<usize>,
    /// Columns of stderr's terminal; `None` if it is no terminal.
    message_columns: Option<usize>,
}

/// The terminal, or the pipes in its place. Its behaviour is fixed when the program starts.
pub struct Terminal {
    results: Stream,
    messages: Arc<Stream>,
    look: PromptStyle,
    /// Style of results; `look` is that of messages.
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
    /// Returns the terminal of this process.
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
            // Decided for each stream: with stdout in a pipe, messages on stderr may still have colours.
            look: PromptStyle { has_colors: has_colors(&messages), is_dumb: env.term_dumb },
            results_look: PromptStyle { has_colors: has_colors(&results), is_dumb: env.term_dumb },
            is_watched: messages.is_terminal,
            has_progress: messages.is_terminal && !env.term_dumb && !options.quiet && !options.json,
            can_ask: surroundings.stdin_is_terminal && messages.is_terminal && !options.json,
            options,
            // Into a pipe or a file nothing is cut.
            width: surroundings.columns.unwrap_or(UNLIMITED),
            message_width: surroundings.message_columns.unwrap_or(UNLIMITED),
            results,
            messages: Arc::new(messages),
            cancel: Cancel::default(),
        }
    }

    /// Returns a terminal that asks no question once the cancel flag is set.
    #[must_use]
    pub fn with_cancel(self, cancel: Cancel) -> Self {
        Self { cancel, ..self }
    }

    /// Returns true if a person can answer: stdin and stderr are terminals, and the result is not for a program.
    pub fn can_ask(&self) -> bool {
        self.can_ask
    }

    /// Returns true if a person may see the messages: stderr is a terminal.
    pub fn stderr_is_terminal(&self) -> bool {
        self.is_watched
    }

    /// Returns true if [`Self::progress`] draws anything.
    pub fn has_progress(&self) -> bool {
        self.has_progress
    }

    /// Returns true if the user wants no notes.
    pub fn is_quiet(&self) -> bool {
        self.options.quiet
    }

    /// Returns the columns of stdout's terminal, or [`UNLIMITED`] into a pipe or a file, whose reader gets every cell
    /// whole.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Writes a result for a person to stdout, ended with a line end and sanitised wherever it goes.
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

    /// Writes a result to stdout, in colours if they are on.
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

    /// Writes the outcome of an import, with coloured words and its long lines wrapped between words.
    ///
    /// # Errors
    /// As [`Self::out`].
    pub fn out_report(&self, text: &str) -> io::Result<()> {
        self.out_painted(&OutcomeText(&format!("{}\n", self.wrapped(text.trim_end_matches('\n')))))
    }

    /// Wraps the text of a result for [`Self::out`] between words.
    pub fn wrapped(&self, text: &str) -> String {
        wrap(text, self.width, INDENT)
    }

    /// Returns an empty chart for [`Self::out`], in the width of stdout's terminal; a dumb one gets ASCII.
    pub fn bar_chart(&self, title: &str) -> BarChart {
        BarChart::new(title, self.width, self.results_look.is_dumb)
    }

    /// Writes data to stdout: CSV, JSON, a script. On a terminal it is sanitised; into a pipe it goes unchanged, so
    /// that its last line has an end only if it has one itself.
    ///
    /// # Errors
    /// As [`Self::out`].
    pub fn out_data(&self, text: &str) -> io::Result<()> {
        self.results.write_data(text)
    }

    /// Returns true if a person sees the results: stdout is a terminal.
    pub fn shows_results(&self) -> bool {
        self.results.is_terminal
    }

    /// Writes a part of a result that is not text, for a pipe or a file: a terminal could take it for control
    /// sequences.
    ///
    /// # Errors
    /// As [`Self::out`].
    pub fn out_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        self.results.write_bytes(bytes)
    }

    /// Returns true if a result, or a part of one, was written to stdout. A second JSON document behind it would make
    /// both unreadable.
    pub fn has_results(&self) -> bool {
        self.results.has_begun()
    }

    /// Prints a note to stderr, unless the user wants it quiet.
    pub fn note(&self, text: &str) {
        if !self.options.quiet {
            self.tell(&wrap(&sanitize_lines(text), self.message_width, INDENT));
        }
    }

    /// Prints a note with a command to stderr, unless the user wants it quiet. The command stands on one line, however long
    /// it is: one that was broken within quotes does not work when it is pasted.
    pub fn note_command(&self, text: &str, command: &str) {
        if !self.options.quiet {
            self.tell(&format!("{}\n  {}", sanitize_lines(text), sanitize_lines(command)));
        }
    }

    /// Prints what a question is about to stderr, with `--quiet` too.
    pub fn print_always(&self, text: &str) {
        self.tell(&sanitize_lines(text));
    }

    /// Prints a report that a question is about to stderr, with `--quiet` too, in colours if they are on.
    pub fn print_report(&self, text: &str) {
        let text = wrap(text.trim_end_matches('\n'), self.message_width, INDENT);
        self.tell(&OutcomeText(&text).painted(self.look.has_colors));
    }

    /// Prints `warning: …` to stderr.
    pub fn warn(&self, text: &str) {
        self.tell_labelled("warning:", &Style::new().yellow().bold(), text);
    }

    /// Prints `error: …` to stderr, then `hint: …` if there is one.
    pub fn error(&self, message: &str, hint: Option<&str>) {
        self.tell_labelled("error:", &Style::new().red().bold(), message);
        self.tell_hint(hint);
    }

    /// Prints what became of an answer that changed nothing to stderr, with `--quiet` too, then `hint: …` if there is one.
    pub fn answer(&self, message: &str, hint: Option<&str>) {
        self.print_always(message);
        self.tell_hint(hint);
    }

    fn tell_hint(&self, hint: Option<&str>) {
        if let Some(hint) = hint {
            // Not wrapped: a command in it is meant to be copied.
            self.tell_line("hint:", &Style::new().yellow(), &sanitize_lines(hint));
        }
    }

    /// Asks a yes-or-no question, which is answered with a word or its first letter and Enter; Enter alone takes the
    /// default. Any other word is asked again.
    ///
    /// # Errors
    /// [`AskError::NotATerminal`] if no person can answer ([`Self::can_ask`]), [`AskError::Interrupted`] after Ctrl-C
    /// or Ctrl-D, or when the terminal was closed. Ctrl-C is a key here and raises no signal.
    pub fn confirm(&self, question: &str, default: bool) -> Result<bool, AskError> {
        // Without a meaning Esc is no answer.
        Ok(prompt::confirm(&self.screen()?, question, default, None)?.unwrap_or(default))
    }

    /// Asks a yes-or-no question as [`Self::confirm`] does. Esc is an answer, too, if `escape` says in a few words what
    /// it means (`back`): then `None` is returned.
    ///
    /// # Errors
    /// As [`Self::confirm`].
    pub fn confirm_or(&self, question: &str, default: bool, escape: Option<&str>) -> Result<Option<bool>, AskError> {
        prompt::confirm(&self.screen()?, question, default, escape)
    }

    /// Lets the user choose one of the items as [`Self::ask_choice`] does, without lines above the question.
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
        self.ask_choice(&Choice { question, about: &[], items, default, escape })
    }

    /// Lets the user choose one of the items, one line each, with the cursor on the default. What is typed narrows the
    /// list to the items that have it in them, whatever their case and accents; a list that is too long for the screen
    /// has pages. Esc takes back what is typed; then it is an answer if it has a meaning. Afterwards the question and
    /// its answer stay on one line.
    ///
    /// Returns the item's index; `None` after Esc, or if there is nothing to choose from.
    ///
    /// # Errors
    /// As [`Self::confirm`].
    pub fn ask_choice(&self, choice: &Choice<'_>) -> Result<Option<usize>, AskError> {
        prompt::choose(&self.screen()?, choice)
    }

    /// Asks for a line of text, without the blanks around it. An empty line is the default, or empty without one. Text
    /// that `validate` refuses is asked for again, with its reason. Returns `None` after Esc, if it has a meaning.
    ///
    /// # Errors
    /// As [`Self::confirm`].
    pub fn ask_text(
        &self,
        question: TextQuestion<'_>,
        validate: impl Fn(&str) -> Result<(), String>,
    ) -> Result<Option<String>, AskError> {
        prompt::ask_text(&self.screen()?, question, &validate)
    }

    /// Shows a long result on stdout: page by page in a terminal where a person can answer, else at once.
    pub fn pager(&self) -> Pager<'_> {
        let screen = if self.results.is_terminal { self.screen().ok() } else { None };
        Pager::new(self, screen)
    }

    /// Returns an observer that draws the progress of a run on stderr, or nothing if stderr is no terminal.
    pub fn progress(&self) -> Progress {
        if self.has_progress { Progress::on_stderr(Arc::clone(&self.messages)) } else { Progress::unseen() }
    }

    /// Shows on stderr that work is going on, until the spinner is dropped; nothing if stderr is no terminal.
    pub fn spinner(&self, what: &'static str) -> Spinner {
        if self.has_progress { Spinner::on_stderr(what) } else { Spinner::unseen() }
    }

    /// Returns where questions are asked, if a person can answer.
    fn screen(&self) -> Result<PromptTerminal, AskError> {
        if self.can_ask {
            Ok(PromptTerminal::on_stderr(self.look, self.cancel.clone()))
        } else {
            Err(AskError::NotATerminal)
        }
    }

    fn tell_labelled(&self, label: &str, style: &Style, text: &str) {
        // Wrapped together with its label and without colours, whose control characters would count as columns.
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

    /// Writes a line to stderr. An error is ignored: a message that cannot be written is no reason to fail.
    fn tell(&self, line: &str) {
        let _ = self.messages.write_raw(&format!("{line}\n"));
    }
}

fn columns_of(terminal: &Term) -> usize {
    terminal.size_checked().map_or(DEFAULT_WIDTH, |(_rows, columns)| usize::from(columns))
}

#[cfg(test)]
mod tests;
