//! Findings as a list with a state, a topic and advice, as `doctor` shows them.

use unicode_width::UnicodeWidthStr;

use super::style::{Styled, Tone};
use super::wrap::wrap;
use crate::model::sanitize_lines;

/// Blanks between two columns.
const GAP: usize = 2;
/// Minimum width of the text column; narrower, it would hold single words, so the text goes below its topic.
const MIN_DETAIL_WIDTH: usize = 30;

/// A list of findings: state, topic, text, and advice on what to do.
///
/// ```text
/// good     Program  contacts 0.1.0
/// problem  Files    others can read workspace.db
///                   chmod 600 workspace.db
/// ```
#[derive(Debug, Clone, Default)]
pub struct Checklist {
    width: usize,
    items: Vec<Item>,
}

#[derive(Debug, Clone)]
struct Item {
    tone: Tone,
    state: String,
    topic: String,
    text: String,
    advice: Option<String>,
}

impl Checklist {
    /// Returns an empty list with lines of at most `width` columns.
    pub fn new(width: usize) -> Self {
        Self { width, items: Vec::new() }
    }

    /// Adds a finding. `state` is the word for its tone.
    pub fn item(&mut self, tone: Tone, state: &str, topic: &str, text: &str, advice: Option<&str>) {
        let safe = |text: &str| sanitize_lines(text).into_owned();
        let (state, topic, text, advice) = (safe(state), safe(topic), safe(text), advice.map(safe));
        self.items.push(Item { tone, state, topic, text, advice });
    }
}

impl Styled for Checklist {
    fn painted(&self, has_colors: bool) -> String {
        let widest = |part: fn(&Item) -> &str| self.items.iter().map(|item| part(item).width()).max().unwrap_or(0);
        let (states, topics) = (widest(|item| &item.state), widest(|item| &item.topic));
        let beside = states + topics + 2 * GAP;
        let is_narrow = self.width < beside + MIN_DETAIL_WIDTH;
        let indent = if is_narrow { GAP } else { beside };
        let mut shown = String::new();
        for item in &self.items {
            let state = item.tone.paint(&padded(&item.state, states), has_colors);
            let text = wrap(&item.text, self.width.saturating_sub(indent), 0);
            let advice = item.advice.as_ref().map(|advice| wrap(advice, self.width.saturating_sub(indent), 2));
            if is_narrow {
                shown += &format!("{state}  {}\n{}\n", item.topic, indented(&text, indent));
            } else {
                let topic = padded(&item.topic, topics);
                shown += &format!("{state}  {topic}  {}\n", indented(&text, indent).trim_start());
            }
            if let Some(advice) = advice {
                shown += &format!("{}\n", indented(&advice, indent));
            }
        }
        shown
    }
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn indented(text: &str, indent: usize) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("{}{line}", " ".repeat(indent))).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(width: usize) -> String {
        let mut list = Checklist::new(width);
        list.item(Tone::Good, "good", "Program", "contacts 0.1.0", None);
        list.item(
            Tone::Bad,
            "problem",
            "Files",
            "others can read the workspace \u{1b}[2J",
            Some("chmod 600 workspace.db"),
        );
        list.painted(false)
    }

    #[test]
    fn findings_stand_in_columns() {
        let expected = "good     Program  contacts 0.1.0\n\
                        problem  Files    others can read the workspace \\x1b[2J\n                  chmod 600 workspace.db\n";
        assert_eq!(list(80), expected);
    }

    #[test]
    fn a_narrow_terminal_has_them_below_their_topics() {
        let expected = "good     Program\n  contacts 0.1.0\n\
                        problem  Files\n  others can read the\n  workspace \\x1b[2J\n  chmod 600 workspace.db\n";
        assert_eq!(list(24), expected);
    }
}
