use super::line_editor::read_line;
use super::{AskError, PromptTerminal};
use crate::model::sanitize;
use crate::ui::truncate::max_display_width;

/// Where the question leaves less than this for the answer, the answer has a line of its own.
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

/// Asks for yes or no. The answer is a word, or its first letter, and Enter: whoever types `maybe` has not said yes.
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

/// Asks until the line that is typed can be read, and leaves the question with what was understood.
///
/// The line is read by us and not by `dialoguer`: that counts characters where it should count columns, lets a long
/// answer wrap, writes pasted characters that turn the writing around as they come, and takes for a yes whatever has a
/// `y` in it.
fn ask<T>(
    screen: &PromptTerminal,
    question: &str,
    hint: Option<&str>,
    read: &dyn Fn(&str) -> Result<T, String>,
    shown: impl Fn(&T) -> &str,
) -> Result<T, AskError> {
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

/// A question before which the answer is typed.
struct Prompt {
    /// What stands before the answer while it is typed.
    lead: String,
    /// What stands before it afterwards.
    question: String,
}

impl Prompt {
    /// `Import? [y/N] `; a long question goes before, and the answer has a line of its own: `[y/N] `.
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
