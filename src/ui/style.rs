//! Colours by meaning, and results that are shown in colours.

use dialoguer::console::Style;

use crate::model::sanitize_lines;

/// Meaning of a colour. The same is always said in words as well, for readers and terminals without colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// All is well: green.
    Good,
    /// Something to know: yellow.
    Note,
    /// Something is wrong: red.
    Bad,
    /// Of little importance: dim.
    Quiet,
}

impl Tone {
    /// Returns the text in its colour, or as it is without colours.
    pub(super) fn paint(self, text: &str, has_colors: bool) -> String {
        if !has_colors {
            return text.to_owned();
        }
        let style = match self {
            Self::Good => Style::new().green(),
            Self::Note => Style::new().yellow(),
            Self::Bad => Style::new().red().bold(),
            Self::Quiet => Style::new().dim(),
        };
        style.force_styling(true).apply_to(text).to_string()
    }
}

/// Result whose first words of lines are painted by their meaning: `Imported` and `Updated` good, `Warnings` a note,
/// `Error` bad. Lines with a count of zero are not painted.
pub(super) struct OutcomeText<'a>(pub(super) &'a str);

impl Styled for OutcomeText<'_> {
    fn painted(&self, has_colors: bool) -> String {
        if !has_colors {
            return sanitize_lines(self.0).into_owned();
        }
        // Sanitised before it is painted: our own colours are control characters too, and [`Styled`] promises safe
        // text.
        let safe = sanitize_lines(self.0);
        safe.split_inclusive('\n').map(|line| paint_line(line).unwrap_or_else(|| line.to_owned())).collect()
    }
}

fn paint_line(line: &str) -> Option<String> {
    let (word, rest) = line.split_at(line.find([' ', ':'])?);
    let tone = match word {
        "Imported" | "Updated" => Tone::Good,
        "Skipped" => Tone::Quiet,
        "Warnings" => Tone::Note,
        "Error" | "Errors" => Tone::Bad,
        _ => return None,
    };
    let number = rest.trim_start_matches(':').split_whitespace().next()?;
    // `Errors /tmp/x.csv` names a file and counts nothing, so it is not painted either.
    (number != "0" && number.starts_with(|c: char| c.is_ascii_digit())).then(|| tone.paint(word, true) + rest)
}

/// Result that can be shown in colours.
pub trait Styled {
    /// Returns lines with line ends. Text of the user in them is safe for a terminal.
    fn painted(&self, has_colors: bool) -> String;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_outcome_are_painted_where_there_are_any() {
        let text = "Imported  12  added\nUpdated    0  updated\nError  1,204  in error\nErrors /tmp/x.csv\n";
        let painted = OutcomeText(text).painted(true);
        assert!(painted.contains("\u{1b}[32mImported\u{1b}[0m  12"), "{painted:?}");
        assert!(painted.contains("\nUpdated    0"), "{painted:?}");
        assert!(painted.contains("mError\u{1b}[0m  1,204"), "{painted:?}");
        assert!(painted.contains("\nErrors /tmp"), "{painted:?}");
        assert_eq!(OutcomeText(text).painted(false), text);
    }

    #[test]
    fn a_result_cannot_command_the_terminal_in_colours_either() {
        assert!(!OutcomeText("x\u{1b}[2J").painted(true).contains('\u{1b}'));
    }
}
