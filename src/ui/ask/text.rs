use dialoguer::Confirm;

use super::line::read_line;
use super::{AskError, Screen};
use crate::model::sanitize;
use crate::ui::text::most_columns;

/// Where the question leaves less than this for the answer, the answer has a line of its own.
const ROOM_FOR_ANSWER: usize = 16;

/// Asks for a line of text. See [`Terminal::ask_text`](crate::ui::Terminal::ask_text).
///
/// The line is read by us and not by `dialoguer::Input`: that counts characters where it should count columns, lets a
/// long answer wrap, and writes pasted characters that turn the writing around as they come.
pub(in crate::ui) fn ask_text(
    screen: &Screen,
    question: &str,
    default: Option<&str>,
    validate: &dyn Fn(&str) -> Result<(), String>,
) -> Result<String, AskError> {
    let _keys = screen.keys()?;
    let hint = default.filter(|default| !default.is_empty());
    let prompt = Prompt::new(screen, question, hint)?;
    loop {
        let typed = prompt.read(screen)?;
        let text = if typed.is_empty() { default.unwrap_or_default() } else { &typed };
        match validate(text) {
            Ok(()) => {
                prompt.conclude(screen, text)?;
                return Ok(text.to_owned());
            }
            Err(reason) => screen.write(&format!("\n{}\n", sanitize(&reason)))?,
        }
    }
}

/// Asks for yes or no. The answer is a key and Enter, so that a typed `yes` does not end up in the shell.
pub(in crate::ui) fn confirm(screen: &Screen, question: &str, default: bool) -> Result<bool, AskError> {
    if screen.is_dumb() {
        return confirm_by_word(screen, question, default);
    }
    let _keys = screen.keys()?;
    let prompt = Prompt::new(screen, question, Some(if default { "Y/n" } else { "y/N" }))?;
    let confirm = Confirm::new().with_prompt(&prompt.question).default(default).wait_for_newline(true).report(false);
    let answer = Screen::ask(|term| confirm.interact_on(term)).map_err(|error| screen.leave(error))?;
    screen.conclude(&prompt.question, word(answer))?;
    Ok(answer)
}

/// With a word, where the line can not be drawn again.
fn confirm_by_word(screen: &Screen, question: &str, default: bool) -> Result<bool, AskError> {
    let read = |text: &str| match text.to_ascii_lowercase().as_str() {
        "y" | "yes" => Some(true),
        "n" | "no" => Some(false),
        _ => None,
    };
    let validate = |text: &str| read(text).map(drop).ok_or_else(|| "Please answer yes or no.".to_owned());
    Ok(read(&ask_text(screen, question, Some(word(default)), &validate)?).unwrap_or(default))
}

fn word(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
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
    fn new(screen: &Screen, question: &str, hint: Option<&str>) -> Result<Self, AskError> {
        let question = sanitize(question).into_owned();
        let hint = hint.map(|hint| format!("[{}] ", sanitize(hint))).unwrap_or_default();
        let lead = format!("{question} {hint}");
        if most_columns(&lead) + ROOM_FOR_ANSWER <= screen.columns() {
            return Ok(Self { lead, question });
        }
        screen.write(&format!("{lead}\n"))?;
        Ok(Self { lead: "> ".to_owned(), question: ">".to_owned() })
    }

    fn read(&self, screen: &Screen) -> Result<String, AskError> {
        Ok(read_line(screen, &self.lead)?.trim().to_owned())
    }

    fn conclude(&self, screen: &Screen, answer: &str) -> Result<(), AskError> {
        screen.take_back(1)?;
        screen.conclude(&self.question, &sanitize(answer))
    }
}
