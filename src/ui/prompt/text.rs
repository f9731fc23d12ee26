//! Questions whose answer is typed: a text, or yes or no.

use super::line_editor::{Line, TypedLine, read_line};
use super::{AskError, PromptTerminal};
use crate::model::sanitize;
use crate::ui::truncate::max_display_width;

/// Minimum columns for an answer beside its question; with less it gets a line of its own.
const MIN_ANSWER_WIDTH: usize = 16;

/// Question whose answer is a line of text. See [`Terminal::ask_text`](crate::ui::Terminal::ask_text).
#[derive(Debug, Clone, Copy, Default)]
pub struct TextQuestion<'a> {
    /// The question; it stays on the screen with its answer.
    pub question: &'a str,
    /// The answer of Enter alone, or what stands for it; it is shown behind the question.
    pub default: Option<&'a str>,
    /// Text that stands in the line at first, to be edited.
    pub typed: &'a str,
    /// What Esc means, in a few words (`back`); `None` if it means nothing.
    pub escape: Option<&'a str>,
}

/// Asks for a line of text; `None` after Esc.
pub(in crate::ui) fn ask_text(
    screen: &PromptTerminal,
    question: TextQuestion<'_>,
    validate: &dyn Fn(&str) -> Result<(), String>,
) -> Result<Option<String>, AskError> {
    let default = question.default;
    let read = |typed: &str| {
        let text = if typed.is_empty() { default.unwrap_or_default() } else { typed };
        validate(text).map(|()| text.to_owned())
    };
    ask(
        screen,
        TextQuestion { default: default.filter(|default| !default.is_empty()), ..question },
        &read,
        String::as_str,
    )
}

/// Asks for yes or no, answered with a word or its first letter and Enter: `maybe` is not a yes. `None` after Esc.
pub(in crate::ui) fn confirm(
    screen: &PromptTerminal,
    question: &str,
    default: bool,
    escape: Option<&str>,
) -> Result<Option<bool>, AskError> {
    let read = |typed: &str| match typed.to_ascii_lowercase().as_str() {
        "" => Ok(default),
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err("Please answer yes or no.".to_owned()),
    };
    let hint = Some(if default { "Y/n" } else { "y/N" });
    let question = TextQuestion { question, default: hint, typed: "", escape };
    ask(screen, question, &read, |answer| if *answer { "yes" } else { "no" })
}

/// Asks until the typed line can be read, then replaces the question by one line with the answer. `None` after Esc.
fn ask<T>(
    screen: &PromptTerminal,
    question: TextQuestion<'_>,
    read: &dyn Fn(&str) -> Result<T, String>,
    shown: impl Fn(&T) -> &str,
) -> Result<Option<T>, AskError> {
    // The line is not read by `dialoguer`: it counts characters and not columns, lets a long answer wrap, writes pasted
    // bidirectional marks to the terminal as they come, and takes any text with a `y` in it for a yes.
    let _keys = screen.keys()?;
    let prompt = Prompt::new(screen, question)?;
    let mut line = Line::of(question.typed);
    loop {
        let TypedLine::Entered(typed) = read_line(screen, &prompt.lead, line, question.escape.is_some())? else {
            prompt.conclude(screen, question.escape.unwrap_or_default())?;
            return Ok(None);
        };
        match read(typed.trim()) {
            Ok(answer) => {
                prompt.conclude(screen, shown(&answer))?;
                return Ok(Some(answer));
            }
            Err(reason) => screen.write(&format!("\n{}\n", sanitize(&reason)))?,
        }
        line = Line::default();
    }
}

/// A question with its answer beside or below it.
struct Prompt {
    /// Text before the answer while it is typed.
    lead: String,
    /// Text before the answer afterwards.
    question: String,
}

impl Prompt {
    /// Returns the prompt `Import? [y/N] (Esc: back) `. A long question is written first, and the answer gets a line of
    /// its own.
    fn new(screen: &PromptTerminal, asked: TextQuestion<'_>) -> Result<Self, AskError> {
        let question = sanitize(asked.question).into_owned();
        let hint = asked.default.map(|hint| format!("[{}] ", sanitize(hint))).unwrap_or_default();
        let escape = asked.escape.map(|meaning| format!("(Esc: {}) ", sanitize(meaning))).unwrap_or_default();
        let lead = format!("{question} {hint}{escape}");
        if max_display_width(&lead) + MIN_ANSWER_WIDTH <= screen.columns() {
            return Ok(Self { lead, question });
        }
        screen.write(&format!("{lead}\n"))?;
        Ok(Self { lead: "> ".to_owned(), question: ">".to_owned() })
    }

    fn conclude(&self, screen: &PromptTerminal, answer: &str) -> Result<(), AskError> {
        screen.erase_lines(1)?;
        screen.finish_line(&self.question, &sanitize(answer))
    }
}
