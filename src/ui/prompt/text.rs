//! Questions whose answer is typed: a text, or yes or no.

use super::line_editor::read_line;
use super::{AskError, PromptTerminal};
use crate::model::sanitize;
use crate::ui::truncate::max_display_width;

/// Minimum columns for an answer beside its question; with less it gets a line of its own.
const MIN_ANSWER_WIDTH: usize = 16;

/// Asks for a line of text. See [`Terminal::ask_text`](crate::ui::Terminal::ask_text).
pub(in crate::ui) fn ask_text(
    screen: &PromptTerminal,
    question: &str,
    default: Option<&str>,
    validate: &dyn Fn(&str) -> Result<(), String>,
) -> Result<String, AskError> {
    let hint = default.filter(|default| !default.is_empty());
    let read = |typed: &str| {
        let text = if typed.is_empty() { default.unwrap_or_default() } else { typed };
        validate(text).map(|()| text.to_owned())
    };
    ask(screen, question, hint, &read, String::as_str)
}

/// Asks for yes or no, answered with a word or its first letter and Enter: `maybe` is not a yes.
pub(in crate::ui) fn confirm(screen: &PromptTerminal, question: &str, default: bool) -> Result<bool, AskError> {
    let read = |typed: &str| match typed.to_ascii_lowercase().as_str() {
        "" => Ok(default),
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err("Please answer yes or no.".to_owned()),
    };
    let hint = if default { "Y/n" } else { "y/N" };
    ask(screen, question, Some(hint), &read, |answer| if *answer { "yes" } else { "no" })
}

/// Asks until the typed line can be read, then replaces the question by one line with the answer.
fn ask<T>(
    screen: &PromptTerminal,
    question: &str,
    hint: Option<&str>,
    read: &dyn Fn(&str) -> Result<T, String>,
    shown: impl Fn(&T) -> &str,
) -> Result<T, AskError> {
    // The line is not read by `dialoguer`: it counts characters and not columns, lets a long answer wrap, writes pasted
    // bidirectional marks to the terminal as they come, and takes any text with a `y` in it for a yes.
    let _keys = screen.keys()?;
    let prompt = Prompt::new(screen, question, hint)?;
    loop {
        match read(&prompt.read(screen)?) {
            Ok(answer) => {
                prompt.conclude(screen, shown(&answer))?;
                return Ok(answer);
            }
            Err(reason) => screen.write(&format!("\n{}\n", sanitize(&reason)))?,
        }
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
    /// Returns the prompt `Import? [y/N] `. A long question is written first, and the answer gets a line of its own.
    fn new(screen: &PromptTerminal, question: &str, hint: Option<&str>) -> Result<Self, AskError> {
        let question = sanitize(question).into_owned();
        let hint = hint.map(|hint| format!("[{}] ", sanitize(hint))).unwrap_or_default();
        let lead = format!("{question} {hint}");
        if max_display_width(&lead) + MIN_ANSWER_WIDTH <= screen.columns() {
            return Ok(Self { lead, question });
        }
        screen.write(&format!("{lead}\n"))?;
        Ok(Self { lead: "> ".to_owned(), question: ">".to_owned() })
    }

    fn read(&self, screen: &PromptTerminal) -> Result<String, AskError> {
        Ok(read_line(screen, &self.lead)?.trim().to_owned())
    }

    fn conclude(&self, screen: &PromptTerminal, answer: &str) -> Result<(), AskError> {
        screen.erase_lines(1)?;
        screen.finish_line(&self.question, &sanitize(answer))
    }
}
